# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# The QEMU driver that a program has for itself: no guest of it gets anything of the
# bus, because no daemon knows what that guest uses; all others live as ever.

# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

carriage="<fslmc:hostdevs xmlns:fslmc='urn:libvirt-fslmc:domain' version='1'>\
<fslmc:hostdev mode='subsystem' type='fsl_mc' after='0'>\
<fslmc:source><fslmc:address object='dprc.2'/></fslmc:source>\
</fslmc:hostdev></fslmc:hostdevs>"
sed "s,<devices/>,<metadata>$carriage</metadata>&," "$PLAIN_GUEST" > /tmp/with.xml

fake_bus 1
with_plugin
mkdir -p /tmp/embedded/etc
# no daemon for logs is there
echo 'stdio_handler = "file"' > /tmp/embedded/etc/qemu.conf

# embedded COMMANDS: in one virsh, which has the driver and its guests.
embedded()
{
    timeout 60 virsh -c 'qemu:///embed?root=/tmp/embedded' "$1"
}

embedded "create $PLAIN_GUEST; domstate guest; destroy guest" > /tmp/said 2>&1 ||
    { cat /tmp/said; fail 'a guest does not live'; }
cat /tmp/said
grep -qx running /tmp/said
grep -q "guest' destroyed" /tmp/said

! embedded "create /tmp/with.xml" > /tmp/said 2>&1 || fail 'it has started'
cat /tmp/said
grep -q 'not possible here: a driver that is embedded in another program' /tmp/said ||
    fail 'it is not said why it does not start'

# no more than one that starts with the driver
mkdir -p /tmp/embedded/etc/qemu/autostart
cp /tmp/with.xml /tmp/embedded/etc/qemu/guest.xml
ln -s ../guest.xml /tmp/embedded/etc/qemu/autostart/
find /tmp/embedded -name autostarted -delete
LIBVIRT_LOG_OUTPUTS=3:file:/tmp/log
export LIBVIRT_LOG_OUTPUTS
embedded "domstate guest" > /tmp/said 2>&1 || { cat /tmp/said; fail 'it is not defined'; }
cat /tmp/said /tmp/log
grep -q "autostart VM 'guest': .*: a driver that is embedded in another program" /tmp/log ||
    fail 'it was to start with the driver'
grep -qx 'shut off' /tmp/said

readlink "$BUS/devices/dprc.2/driver" | grep -q '/fsl_mc_dprc$'
[ ! -e /run/libvirt/fslmc/dprc.2 ] || fail 'it is on loan'
