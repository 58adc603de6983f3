# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# timeout: 1800
#
# The life of a container that is defined: it keeps its name, whatever its id.

xml=/fslmc/top/examples/container.xml
named=$FSLMC_RESULTS/named.xml
files=/etc/libvirt/fslmc
before=$(mc dump)

list()
{
    virsh -q nodedev-list "$@" | grep '^dprc_' || true
}

events()
{
    stdbuf -oL virsh nodedev-event --event lifecycle --loop --timeout 600 \
        >> "$FSLMC_RESULTS/events" 2>&1 &
}

seen()
{
    grep -q -F "$1" "$FSLMC_RESULTS/events"
}

# that it is watching shows when it sees something
events
watching()
{
    virsh -q nodedev-define "$xml" && virsh -q nodedev-undefine dprc_net-a &&
        seen 'dprc_net-a: Undefined'
}
wait_for watching

sed 's,<device>,&<name>dprc_port-3</name>,' "$xml" > "$named"
virsh nodedev-define "$named" --validate
wait_for seen 'dprc_port-3: Defined'
test "$(list --inactive)" = dprc_port-3
list --all | grep -x dprc_port-3
! list | grep dprc_port-3
virsh nodedev-info dprc_port-3
virsh nodedev-dumpxml dprc_port-3 > "$FSLMC_RESULTS/inactive.xml"
grep '<name>dprc_port-3</name>' "$FSLMC_RESULTS/inactive.xml"
expect_error "node device 'dprc_port-3' is not active" virsh nodedev-destroy dprc_port-3
virsh nodedev-autostart dprc_port-3
virsh nodedev-info dprc_port-3 | grep -x 'Autostart: *yes'
virsh nodedev-autostart dprc_port-3 --disable
virsh nodedev-info dprc_port-3 | grep -x 'Autostart: *no'
test "$(mc dump)" = "$before"

virt-fslmc-host-validate --tree | grep -x "dprc_port-3  not active  label 'net-a'"

# started: one device, which two names find
virsh nodedev-start dprc_port-3
wait_for seen 'dprc_port-3: Created'
test -z "$(list --inactive)"
list | grep -x dprc_port-3
object=$(virsh nodedev-dumpxml dprc_port-3 | sed -n "s,.*<object type='dprc' .*>\(.*\)</object>,\1,p")
alias=${object/./_}
virt-fslmc-host-validate --tree | grep -x "dprc_port-3  $object  label 'net-a'"
! list --all | grep -x "$alias"
virsh nodedev-info "$alias" | grep -x 'Name: *dprc_port-3'
test "$(virsh nodedev-dumpxml "$alias")" = "$(virsh nodedev-dumpxml dprc_port-3)"
virsh nodedev-list --tree | grep -- '- dprc_port-3'
expect_error 'already active' virsh nodedev-start dprc_port-3
test "$(virsh -q nodedev-list --all | sort | uniq -d)" = ''

# what is in it has it as its parent
virsh nodedev-detach dprc_port-3
is_bound "$object" vfio-fsl-mc
for child in "$BUS/devices/$object"/dpni.*; do
    child=${child##*/}
    virsh nodedev-dumpxml "${child/./_}" | grep '<parent>dprc_port-3</parent>'
done
virsh nodedev-reattach "$alias"

# a daemon that is new knows it, and so does one after a death
libvirtd_restart
list | grep -x dprc_port-3
kill -KILL "$(libvirtd_pid)"
libvirtd_start
list | grep -x dprc_port-3
events

if virsh help nodedev-update > /dev/null 2>&1; then
    virsh nodedev-dumpxml dprc_port-3 --inactive | cmp - "$FSLMC_RESULTS/inactive.xml"
    test "$(list --persistent)" = dprc_port-3
    ! list --transient | grep dprc_port-3
    sed 's,<vcpus>.*<,<vcpus>3<,' "$FSLMC_RESULTS/inactive.xml" > "$FSLMC_RESULTS/more.xml"
    expect_error 'while it is active is not supported' \
        virsh nodedev-update dprc_port-3 "$FSLMC_RESULTS/more.xml"
    virsh nodedev-update dprc_port-3 "$FSLMC_RESULTS/more.xml" --config
    virsh nodedev-dumpxml dprc_port-3 --inactive | grep '<vcpus>3</vcpus>'
    virsh nodedev-define "$named"
fi

# inactive again, and then with another id
virsh nodedev-destroy dprc_port-3
wait_for seen 'dprc_port-3: Deleted'
test "$(list --inactive)" = dprc_port-3
test "$(mc dump)" = "$before"
expect_error 'no node device with matching name' virsh nodedev-info "$alias"
mc add "$object" dprc.1
rescan
virsh nodedev-start dprc_port-3
test "$(list | grep -c -e dprc_port-3 -e "^$alias\$")" = 2
virsh nodedev-dumpxml "$alias" | grep "<name>$alias</name>"
virsh nodedev-dumpxml dprc_port-3 > "$FSLMC_RESULTS/active.xml"
! grep "<object type='dprc'.*>$object<" "$FSLMC_RESULTS/active.xml"

# the kernel finds all of it anew
echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/unbind
echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/bind
wait_for test -e "$BUS/devices/$object"
list | grep -x dprc_port-3
virsh nodedev-dumpxml dprc_port-3 | grep '<label>net-a</label>'

# undefined, it is there until it is destroyed
virsh nodedev-undefine dprc_port-3
virsh nodedev-info dprc_port-3 | grep -x 'Persistent: *no'
expect_error 'is not defined' virsh nodedev-undefine dprc_port-3
expect_error 'cannot set autostart for transient' virsh nodedev-autostart dprc_port-3
virsh nodedev-destroy dprc_port-3
expect_error 'no node device with matching name' virsh nodedev-info dprc_port-3
mc remove "$object"
rescan
test "$(mc dump)" = "$before"
test -z "$(find $files -type f)"

# a damaged file costs nothing else
virsh nodedev-define "$named"
echo '<device>' > $files/dprc_broken.xml
cp $files/dprc_port-3.xml $files/dprc_other.xml
echo half > $files/dprc_port-3.xml.A1B2C3
test "$(list --inactive)" = dprc_port-3
list --inactive
test "$(libvirtd_log | grep -c 'dprc_broken.xml.*is not the definition')" = 1
test "$(libvirtd_log | grep -c 'dprc_other.xml.*is not the definition')" = 1
libvirtd_restart
test "$(list --inactive)" = dprc_port-3
test ! -e $files/dprc_port-3.xml.A1B2C3
rm $files/dprc_broken.xml $files/dprc_other.xml

# read-only connections see it, and change nothing
virsh -r nodedev-info dprc_port-3
for verb in start autostart undefine; do
    expect_error 'read only' virsh -r nodedev-$verb dprc_port-3
done
expect_error 'read only' virsh -r nodedev-define "$named"

# two that would start it at once: one does, and the other sees it
virsh nodedev-autostart dprc_port-3
virsh nodedev-start dprc_port-3 > "$FSLMC_RESULTS/virsh" 2>&1 &
virt-fslmc-containers --autostart dprc.1
wait $! || grep 'already active' "$FSLMC_RESULTS/virsh"
test "$(mc dump | grep -c net-a)" = 1
list | grep -x dprc_port-3
virt-fslmc-containers --autostart
test "$(mc dump | grep -c net-a)" = 1
virsh nodedev-destroy dprc_port-3
virsh nodedev-autostart dprc_port-3 --disable
test "$(mc dump)" = "$before"
