# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# lsm: selinux
# releases: bookworm
#
# Under SELinux, enforcing, and a policy by which QEMU opens no VFIO group but one
# that has its own categories: libvirt labels it, and takes that back.

# shellcheck source=life.bash
. ./life.bash
# shellcheck source=selinux.bash
. ./selinux.bash

NO_RELABEL="<seclabel type='static' model='selinux' relabel='no'><label>system_u:system_r:svirt_t:s0:c1,c2</label></seclabel>"

selinux_enforce selinux.cil
at_exit libvirtd_restart
at_exit cp "$FSLMC_RESULTS/qemu.conf" /etc/libvirt
cp /etc/libvirt/qemu.conf "$FSLMC_RESULTS"
libvirtd_restart
virsh capabilities | grep '<model>selinux</model>'

# in a /dev of its own
define guest dprc.2
virsh start guest
pid=$(pid_of guest)
group=$(group_of dprc.2)
test "$(label_of "$group" nsenter -t "$pid" -m)" = "$(own_label guest svirt_image_t)"
test "$(label_of "$group")" = $HOSTS
vfio_of "$pid" | expect_output vfio.expected
virsh destroy guest
expect_back dprc.2

# in the host's
echo 'namespaces = []' >> /etc/libvirt/qemu.conf
libvirtd_restart
virsh nodedev-detach dprc_3
group=$(group_of dprc.3)
define other dprc.3 unmanaged
virsh start other
test "$(label_of "$group")" = "$(own_label other svirt_image_t)"
has other dprc.3
virsh destroy other
test "$(label_of "$group")" = $HOSTS

# one that is not labelled is not opened
guest kept dprc.3 unmanaged | sed "s|</domain>|$NO_RELABEL&|" > "$FSLMC_RESULTS/kept.xml"
expect_error "failed to open /dev/vfio/$group: Permission denied" \
    virsh create "$FSLMC_RESULTS/kept.xml"
test "$(label_of "$group")" = $HOSTS
virsh nodedev-reattach dprc_3
expect_back dprc.3
