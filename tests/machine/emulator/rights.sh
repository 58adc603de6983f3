# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
#
# In a guest of stock libvirt the device has no right to anything, and so ends
# QEMU: whoever gives it the device has to give it the rights.

to_vfio dprc.2
chown libvirt-qemu "/dev/vfio/$(group_of dprc.2)"
sed -e "s,<domain type='kvm',& xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'," \
    -e "s,</domain>,<qemu:commandline><qemu:arg value='-device'/>\
<qemu:arg value='vfio-fsl-mc\,host=dprc.2'/></qemu:commandline>&," \
    guest.xml > "$FSLMC_RESULTS/guest.xml"
expect_error "failed to open /dev/vfio/$(group_of dprc.2): No such file or directory" \
    virsh create "$FSLMC_RESULTS/guest.xml"
