# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: platform
# kvm: yes
#
# Under AppArmor, as Debian has it by default: with the rules that the package brings, a
# guest gets its platform device, described by QEMU or by a device tree of its own.

# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=../guest_life/apparmor.bash
. ../guest_life/apparmor.bash
# shellcheck source=guest.bash
. ./guest.bash

# confined DEVICE: the guest runs confined, and QEMU has the device's group.
confined()
{
    virsh start guest --paused
    is_confined guest
    holds_group "$(pid_of guest)" "$1"
    virsh destroy guest
    expect_back "$1"
    virsh undefine guest
}

apparmor_enforce
apparmor_rules
boot_files
unsafe
virsh define guest.xml
confined $DEVICE
sed "/<dtb>/d; s/$DEVICE/7e000000.xgmac/" guest.xml > "$FSLMC_RESULTS/network.xml"
virsh define "$FSLMC_RESULTS/network.xml"
confined 7e000000.xgmac
