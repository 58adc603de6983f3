# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# changed: qemuDomainObjPrivate
# releases: bookworm
#
# Modules that were compiled for a libvirt of the same version, whose QEMU driver
# keeps something else of each guest: one line says so, the driver's table stays as
# it is, a guest with a container is refused for that reason, and all others live
# as ever.

module=libvirt_fslmc_qemu-$(virsh --version).so
cp "$FSLMC_TOP/build/changed-qemuDomainObjPrivate/src/plugin/$module" "$PLUGIN/"
reason="its 'qemuDomainObjPrivate' has another size"

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
try virsh start before > /tmp/said
cat /tmp/said
grep -q "fsl_mc hostdevs are not possible here: .*$reason" /tmp/said ||
    fail 'it is not said why it does not start'
virsh dumpxml before | grep -q 'fslmc:hostdevs' || fail "the driver's table is not stock's"

virsh create "$PLAIN_GUEST"
virsh domstate guest | grep -qx running
virsh destroy guest
libvirtd_stop

grep -v 'not possible here' "$LOG" > /tmp/log
LOG=/tmp/log
expect_lines 1 "$reason; guests with fsl_mc hostdevs are refused"
