# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# A QEMU driver without one of the functions that ours take the place of, or that
# ours call: one line says so, guests with a container of the bus are refused for
# that reason, and all others live as ever.

hostdev="<hostdev mode='subsystem' type='fsl_mc'><source><address object='dprc.2'/></source></hostdev>"
sed "s,<devices/>,<devices>$hostdev</devices>," "$PLAIN_GUEST" > /tmp/with.xml

# one was defined when all was well
mkdir -p /etc/libvirt/qemu
carriage="<fslmc:hostdevs xmlns:fslmc='urn:libvirt-fslmc:domain' version='1'>\
<fslmc:hostdev mode='subsystem' type='fsl_mc' after='0'>\
<fslmc:source><fslmc:address object='dprc.2'/></fslmc:source>\
</fslmc:hostdev></fslmc:hostdevs>"
sed -e 's/guest/before/' -e "s,<devices/>,<metadata>$carriage</metadata>&," \
    "$PLAIN_GUEST" > /etc/libvirt/qemu/before.xml

with_plugin
cp "$STOCK/libvirt_driver_qemu.so" /tmp/whole.so

# lacks FUNCTION OTHER [CREATE]: OTHER is a name with the same hash, for the module's
# own tables. Where the function is needed to read the driver's configuration, the
# driver's table stays stock's, and CREATE is what that says.
lacks()
{
    local reason

    reason="hostdevs of libvirt-fslmc are not possible here: libvirt's QEMU driver has no $1()"
    sed "s/\x00$1\x00/\x00$2\x00/" /tmp/whole.so > "$STOCK/libvirt_driver_qemu.so"
    ! cmp -s /tmp/whole.so "$STOCK/libvirt_driver_qemu.so" || fail "there is no $1"

    libvirtd_start
    virsh start before 2>&1 | tee /tmp/said
    grep -qF "$reason" /tmp/said || fail 'it is not said why it does not start'
    virsh create /tmp/with.xml 2>&1 | tee /tmp/said
    grep -qF "${3:-$reason}" /tmp/said || fail 'it is not said why it is not created'
    try virsh domxml-to-native qemu-argv --domain before
    virsh domcapabilities > /dev/null

    virsh create "$PLAIN_GUEST"
    virsh domstate guest | grep -qx running
    virsh destroy guest
    libvirtd_stop

    grep -v 'not possible here\|unknown host device\|Invalid value for attribute' "$LOG" > /tmp/log
    (LOG=/tmp/log; expect_lines 1 "has no $1(); guests with fsl_mc or platform hostdevs are refused")
}

lacks qemuSetupCgroup rDmuSetupCgroup
lacks virQEMUCapsGet wHrQEMUCapsGet
lacks virQEMUDriverGetConfig wHrQEMUDriverGetConfig "'fsl_mc'"
