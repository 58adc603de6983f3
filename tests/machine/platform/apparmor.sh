# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: platform
# kvm: yes
#
# Under AppArmor, as Debian has it by default: with the rules that the package brings, a
# guest gets its platform device, described by QEMU or by a device tree of its own.

# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=guest.bash
. ./guest.bash

# shellcheck disable=SC2034 # for guest.bash and life.bash
BUS=/sys/bus/platform
# shellcheck disable=SC2034
DEVICE=7e220000.reset HOST_DRIVER=
BOOT=/var/lib/libvirt/boot
LOANS=/run/libvirt/fslmc/platform
UNSAFE=/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts
PROFILES='/etc/apparmor.d/usr.lib.libvirt.virt-aa-helper /etc/apparmor.d/usr.sbin.libvirtd'
LOCAL=/etc/apparmor.d/local
RULES=/etc/apparmor.d/abstractions/libvirt-qemu.d

at_exit libvirtd_restart
mountpoint -q /sys/kernel/security ||
    mount -t securityfs securityfs /sys/kernel/security
at_exit rm -rf "$LOCAL"/usr.* "$LOCAL/abstractions" "$RULES"
mkdir -p "$LOCAL/abstractions" "$RULES"
touch "$LOCAL/usr.sbin.libvirtd" "$LOCAL/usr.lib.libvirt.virt-aa-helper"
cp /fslmc/top/debian/apparmor/libvirt-fslmc "$RULES"
sh /fslmc/top/debian/libvirt-fslmc.postinst triggered /etc/apparmor.d/abstractions/libvirt-qemu
# shellcheck disable=SC2086 # two of them
at_exit apparmor_parser --remove $PROFILES
# shellcheck disable=SC2086
apparmor_parser --replace $PROFILES
libvirtd_restart
grep -x 'libvirtd (enforce)' "/proc/$(libvirtd_pid)/attr/current"

# confined DEVICE: the guest runs confined, and QEMU has the device's group.
confined()
{
    virsh start guest --paused
    grep -x "libvirt-$(virsh -q domuuid guest) (enforce)" \
        "/proc/$(pid_of guest)/attr/current"
    holds_group "$(pid_of guest)" "$1"
    virsh destroy guest
    expect_back "$1"
    virsh undefine guest
}

at_exit sh -c "echo 0 > $UNSAFE"
echo 1 > $UNSAFE
modprobe vfio-platform
cp /fslmc/job/vmlinuz $BOOT/
guest_initrd $BOOT/initrd
guest_dtb $DEVICE $BOOT/guest.dtb
virsh define guest.xml
confined $DEVICE
sed "/<dtb>/d; s/$DEVICE/7e000000.xgmac/" guest.xml > "$FSLMC_RESULTS/network.xml"
virsh define "$FSLMC_RESULTS/network.xml"
confined 7e000000.xgmac
rm $BOOT/vmlinuz $BOOT/initrd $BOOT/guest.dtb
