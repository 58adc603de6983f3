# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: platform
# kvm: yes
# daemon: none
#
# A device that QEMU cannot describe, in a guest of the stock QEMU with a stock kernel:
# QEMU refuses it; with the device tree of virt-fslmc-guest-dtb, the guest finds the
# device, reads its registers, and the host sees what it writes.

# shellcheck source=../emulator/emulator.bash
. ../emulator/emulator.bash
# shellcheck source=guest.bash
. ./guest.bash

KERNEL=/fslmc/job/vmlinuz
INITRD=$FSLMC_RESULTS/initrd
CONSOLE=$FSLMC_RESULTS/console
GUEST=("${KVM[@]}" -nodefaults -no-user-config -display none -m 512)

guest_initrd "$INITRD"
modprobe vfio-platform
echo vfio-platform > $BUS/devices/$DEVICE/driver_override
echo $DEVICE > $BUS/drivers/vfio-platform/bind
vfio-steps container group "$(group_of $DEVICE)" attach iommu device $DEVICE write 0:4
test "$(word read 0:4)" = 0x5a5a5a5a

expect_end 1 'can not be dynamically instantiated' \
    qemu-system-aarch64 "${GUEST[@]}" -device "vfio-platform,host=$DEVICE" -S

guest_dtb $DEVICE "$FSLMC_RESULTS/guest.dtb"

: > "$CONSOLE"
start qemu-system-aarch64 "${GUEST[@]}" -kernel "$KERNEL" -initrd "$INITRD" \
    -dtb "$FSLMC_RESULTS/guest.dtb" -append 'console=ttyAMA0 rdinit=/init quiet' \
    -serial "file:$CONSOLE" -device "vfio-platform,host=$DEVICE"
wait_guest "$CONSOLE"
tr -d '\r' < "$CONSOLE" | grep -E '^(device|first|second|then)' | expect_output guest-dtb.expected
stop KILL

# a reset clears the first word of the device only
test "$(word read 0:0 read 0:4)" = "$(printf '0x00000000\n0x600df00d')"
to_host $DEVICE
