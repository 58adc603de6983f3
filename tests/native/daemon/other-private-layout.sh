# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# changed: qemuDomainObjPrivate virQEMUDriver virQEMUDriverConfig
# releases: bookworm
#
# Modules that were compiled for a libvirt of the same version, whose QEMU driver
# keeps something else of each guest, or of itself: one line says so before anything
# is read there, the driver's table stays as it is, a guest with a container is refused
# for that reason, also when it starts with the daemon, and all others live as ever.

module=libvirt_fslmc_qemu-$(virsh --version).so

# one was defined when all was well
mkdir -p /etc/libvirt/qemu/autostart
carriage="<fslmc:hostdevs xmlns:fslmc='urn:libvirt-fslmc:domain' version='1'>\
<fslmc:hostdev mode='subsystem' type='fsl_mc' after='0'>\
<fslmc:source><fslmc:address object='dprc.2'/></fslmc:source>\
</fslmc:hostdev></fslmc:hostdevs>"
sed -e 's/guest/before/' -e "s,<devices/>,<metadata>$carriage</metadata>&," \
    "$PLAIN_GUEST" > /etc/libvirt/qemu/before.xml
ln -s ../before.xml /etc/libvirt/qemu/autostart/

with_plugin
for structure in qemuDomainObjPrivate virQEMUDriver virQEMUDriverConfig; do
    cp "$FSLMC_TOP/build/changed-$structure/src/plugin/$module" "$PLUGIN/"
    reason="its '$structure' has another size"
    refused="hostdevs of libvirt-fslmc are not possible here: .*$reason"
    rm -f /run/libvirt/qemu/autostarted

    libvirtd_start
    grep -q "Failed to autostart VM 'before': .*$refused" "$LOG" || {
        cat "$LOG"
        fail 'it was to start with the daemon'
    }
    try virsh start before > /tmp/said
    cat /tmp/said
    grep -q "$refused" /tmp/said || fail 'it is not said why it does not start'
    virsh dumpxml before | grep -q 'fslmc:hostdevs' || fail "the driver's table is not stock's"
    virsh dominfo before | grep -q '^Autostart: *enable$'

    virsh create "$PLAIN_GUEST"
    virsh domstate guest | grep -qx running
    virsh destroy guest
    libvirtd_stop

    grep -v 'not possible here' "$LOG" > /tmp/log
    (LOG=/tmp/log; expect_lines 1 "$reason; guests with fsl_mc or platform hostdevs are refused")
done
