# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# A QEMU driver without one of the functions that ours take the place of: one
# line says so, guests with a container of the bus are refused for that reason,
# and all others live as ever.

# The name becomes another one with the same hash, for the module's own tables.
sed -i 's/\x00qemuSetupCgroup\x00/\x00rDmuSetupCgroup\x00/' "$STOCK/libvirt_driver_qemu.so"

hostdev="<hostdev mode='subsystem' type='fsl_mc'><source><address object='dprc.2'/></source></hostdev>"
reason="fsl_mc hostdevs are not possible here: libvirt's QEMU driver has no qemuSetupCgroup()"

# one was defined when all was well
mkdir -p /etc/libvirt/qemu
carriage="<fslmc:hostdevs xmlns:fslmc='urn:libvirt-fslmc:domain' version='1'>\
<fslmc:hostdev mode='subsystem' type='fsl_mc' after='0'>\
<fslmc:source><fslmc:address object='dprc.2'/></fslmc:source>\
</fslmc:hostdev></fslmc:hostdevs>"
sed -e 's/guest/before/' -e "s,<devices/>,<metadata>$carriage</metadata>&," \
    "$PLAIN_GUEST" > /etc/libvirt/qemu/before.xml

with_plugin
libvirtd_start
virsh start before 2>&1 | tee /tmp/said
grep -qF "$reason" /tmp/said || fail 'it is not said why it does not start'
sed "s,<devices/>,<devices>$hostdev</devices>," "$PLAIN_GUEST" > /tmp/with.xml
virsh create /tmp/with.xml 2>&1 | tee /tmp/said
grep -qF "$reason" /tmp/said || fail 'it is not said why it is not created'

virsh create "$PLAIN_GUEST"
virsh domstate guest | grep -qx running
virsh destroy guest
libvirtd_stop

grep -v 'not possible here' "$LOG" > /tmp/log
LOG=/tmp/log
expect_lines 1 "has no qemuSetupCgroup(); guests with fsl_mc hostdevs are refused"
