# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: platform
# kvm: yes
# lsm: selinux
# releases: bookworm
#
# Under SELinux, enforcing, a guest opens no VFIO group but one that has its own categories:
# libvirt labels the group of its platform device in the guest's /dev, and not the host's.

# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=../guest_life/selinux.bash
. ../guest_life/selinux.bash
# shellcheck source=guest.bash
. ./guest.bash

selinux_enforce ../guest_life/selinux.cil
at_exit libvirtd_restart
libvirtd_restart
virsh capabilities | grep '<model>selinux</model>'
boot_files
unsafe

# labelled DEVICE: it has, and the host has the group and the device as before.
labelled()
{
    local pid

    virsh start guest --paused
    pid=$(pid_of guest)
    holds_group "$pid" "$1"
    test "$(label_of "$(group_of "$1")" nsenter -t "$pid" -m)" = "$(own_label guest svirt_image_t)"
    test "$(label_of "$(group_of "$1")")" = $HOSTS
    virsh destroy guest
    expect_back "$1"
    virsh undefine guest
}

virsh define guest.xml
labelled $DEVICE
sed "/<dtb>/d; s/$DEVICE/7e000000.xgmac/" guest.xml > "$FSLMC_RESULTS/network.xml"
virsh define "$FSLMC_RESULTS/network.xml"
labelled 7e000000.xgmac
