# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# daemons: libvirtd split
#
# Definitions of containers, as far as they need no Management Complex: they are files,
# which survive the daemon's death and the plugin's absence.

# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

FILES=/etc/libvirt/fslmc
RECORDS=/run/libvirt/fslmc/containers
if [ "$DAEMONS" != libvirtd ]; then
    export LIBVIRT_DEFAULT_URI=nodedev:///system
fi

# list [OPTION…]: the containers, in one line
list()
{
    virsh -q nodedev-list "$@" | grep '^dprc_' | tr '\n' ' '
}

# refused TEXT COMMAND…
refused()
{
    local text=$1
    shift

    ! "$@" > /tmp/said 2>&1 || fail "succeeded: $*"
    grep -qF "$text" /tmp/said || fail "'$*' does not say '$text' but: $(cat /tmp/said)"
}

said()
{
    [ "$($1)" = "$2" ] || fail "$1 says $($1)"
}

fake_bus 3
# one that was made at run time, which no driver has
rm $DEVICES/fsl-mc/dprc.1/dprc.3/driver $DEVICES/fsl-mc/dprc.1/dprc.3/iommu_group
with_plugin
libvirtd_start
virsh nodedev-event --event lifecycle --loop --timeout 600 > /tmp/events 2>&1 &
WATCHER=$!

XML=$FSLMC_TOP/examples/container.xml
sed 's,<device>,&<name>dprc_web</name>,' "$XML" > /tmp/web.xml
sed 's,<parent>.*</parent>,,' "$XML" > /tmp/bad.xml
virsh nodedev-define "$XML"
virsh nodedev-define "$XML" --validate
virsh nodedev-define /tmp/web.xml
refused 'parent' virsh nodedev-define /tmp/bad.xml
said 'list --inactive' 'dprc_net-a dprc_net-a-2 dprc_web '
said list 'dprc_1 dprc_2 dprc_3 dprc_4 '
[ "$(list --all)" = 'dprc_1 dprc_2 dprc_3 dprc_4 dprc_net-a dprc_net-a-2 dprc_web ' ]
virsh nodedev-list --all --tree | grep -q -- '- dprc_web$'
[ "$(stat -c %a $FILES/dprc_web.xml)" = 600 ]

# what libvirt says of any device that is inactive, persistent or neither
virsh nodedev-info dprc_web > /tmp/info
grep -qx 'Active: *no' /tmp/info
grep -qx 'Persistent: *yes' /tmp/info
grep -qx 'Parent: *dprc_1' /tmp/info
refused "node device 'dprc_web' is not active" virsh nodedev-destroy dprc_web
refused "node device 'dprc_2' is not defined" virsh nodedev-undefine dprc_2
refused 'is already active' virsh nodedev-start dprc_2
virsh nodedev-autostart dprc_web
[ "$(readlink $FILES/autostart/dprc_web.xml)" = $FILES/dprc_web.xml ]
virsh nodedev-info dprc_web | grep -qx 'Autostart: *yes'
virsh nodedev-dumpxml dprc_web > /tmp/dump.xml
virsh nodedev-define /tmp/dump.xml
virsh nodedev-info dprc_web | grep -qx 'Autostart: *yes'
for verb in start autostart undefine destroy; do
    refused 'read only' virsh -r nodedev-$verb dprc_web
done
refused 'read only' virsh -r nodedev-define /tmp/web.xml

# it cannot be made here, and is as it was
refused dprc virsh nodedev-start dprc_web
virsh nodedev-info dprc_web | grep -qx 'Active: *no'
[ -z "$(find $RECORDS -name '*.container')" ]

if virsh help nodedev-update > /dev/null 2>&1; then
    sed 's,<vcpus>.*<,<vcpus>3<,' /tmp/dump.xml > /tmp/more.xml
    virsh nodedev-update dprc_web /tmp/more.xml
    virsh nodedev-dumpxml --inactive dprc_web | grep -q '<vcpus>3</vcpus>'
    refused 'is not active' virsh nodedev-update dprc_web /tmp/more.xml --live
    sed 's,dprc_web,dprc_other,' /tmp/more.xml > /tmp/other.xml
    refused 'is another one' virsh nodedev-update dprc_web /tmp/other.xml
    virsh nodedev-define /tmp/dump.xml
    said 'list --persistent --all' 'dprc_net-a dprc_net-a-2 dprc_web '
    said 'list --transient' 'dprc_1 dprc_2 dprc_3 dprc_4 '
fi

# a container that was made of it has its name, and its own one finds it
mkdir -p $RECORDS
printf '[container]\ncontainer=dprc.3\nlabel=net-a\ninode=%s\n' \
    "$(stat -Lc %i $BUS/devices/dprc.3)" > $RECORDS/dprc_web.container
said list 'dprc_1 dprc_2 dprc_4 dprc_web '
said 'list --inactive' 'dprc_net-a dprc_net-a-2 '
virsh nodedev-info dprc_3 | grep -qx 'Name: *dprc_web'
virsh nodedev-dumpxml dprc_web | grep -q "<object type='dprc' id='3'>dprc.3</object>"
virsh nodedev-undefine dprc_web
virsh nodedev-info dprc_web | grep -qx 'Persistent: *no'
refused 'cannot set autostart for transient' virsh nodedev-autostart dprc_web
[ ! -L $FILES/autostart/dprc_web.xml ] || fail 'still starts at boot'
# another one with that id is another one
echo 'inode=1' >> $RECORDS/dprc_web.container
said list 'dprc_1 dprc_2 dprc_3 dprc_4 '
rm $RECORDS/dprc_web.container

# a damaged file is named once and costs nothing else; half a one is removed
virsh nodedev-define /tmp/web.xml
echo '<device>' > $FILES/dprc_bad.xml
echo half > $FILES/dprc_web.xml.Ab12Cd
said 'list --inactive' 'dprc_net-a dprc_net-a-2 dprc_web '
said 'list --inactive' 'dprc_net-a dprc_net-a-2 dprc_web '
[ "$(grep -c 'dprc_bad.xml.*is not the definition' "$LOG")" = 1 ] || fail 'not said once'
for pid in $LIBVIRTD; do
    kill -KILL "$pid"
    wait "$pid" || :
done
kill $WATCHER
rm -f /run/libvirt/*.pid /run/*.pid
libvirtd_start
said 'list --inactive' 'dprc_net-a dprc_net-a-2 dprc_web '
[ ! -e $FILES/dprc_web.xml.Ab12Cd ] || fail 'half a file is left'
libvirtd_stop

# a stock daemon does not know them, and leaves them alone
without_plugin
libvirtd_start
said 'list --all' ''
libvirtd_stop
with_plugin
libvirtd_start
said 'list --inactive' 'dprc_net-a dprc_net-a-2 dprc_web '
for name in dprc_net-a dprc_net-a-2 dprc_web; do
    virsh nodedev-undefine $name
done
said 'list --inactive' ''
libvirtd_stop
[ "$(find $FILES -type f)" = $FILES/dprc_bad.xml ]

for event in 'dprc_net-a: Defined' 'dprc_web: Defined' 'dprc_web: Undefined'; do
    grep -qF "$event" /tmp/events || { cat /tmp/events; fail "no event $event"; }
done
