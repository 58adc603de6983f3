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

BUS=/sys/bus/platform
DEVICE=7e220000.reset
KERNEL=/fslmc/job/vmlinuz
INITRD=$FSLMC_RESULTS/initrd
CONSOLE=$FSLMC_RESULTS/console
GUEST=("${KVM[@]}" -nodefaults -no-user-config -display none -m 512)

# guest_initrd: busybox, the guest's program, and what reads its memory.
guest_initrd()
{
    local root

    # not in a shared folder, where no device nodes can be made
    root=$(mktemp -d)
    at_exit rm -rf "$root"
    mkdir -p "$root/bin" "$root/dev"
    cp "$(command -v busybox)" "$root/bin/"
    cp "$(command -v mem-word)" "$root/"
    cp guest-init "$root/init"
    chmod 0755 "$root/init"
    mknod "$root/dev/console" c 5 1
    (cd "$root" && find . | busybox cpio -o -H newc) > "$INITRD"
}

# word I:O: prints a word of the device, as the host has it.
word()
{
    vfio-steps container group "$(group_of $DEVICE)" attach iommu device $DEVICE "$@" |
        sed -n 's/^read .*: //p'
}

guest_initrd
modprobe vfio-platform
echo vfio-platform > $BUS/devices/$DEVICE/driver_override
echo $DEVICE > $BUS/drivers/vfio-platform/bind
vfio-steps container group "$(group_of $DEVICE)" attach iommu device $DEVICE write 0:4
test "$(word read 0:4)" = 0x5a5a5a5a

expect_end 1 'can not be dynamically instantiated' \
    qemu-system-aarch64 "${GUEST[@]}" -device "vfio-platform,host=$DEVICE" -S

# the commands of the manual page, for this device
room=$PWD
cd "$FSLMC_RESULTS"
sed -n 's/^   # //p' /fslmc/top/docs/manpages/virt-fslmc-guest-dtb.rst |
    sed "s/3100000.serial/$DEVICE/" > commands
test "$(wc -l < commands)" = 2
bash -eux commands 2> said || fail "$(cat said)"
cat said
! grep '^virt-fslmc-guest-dtb:' said || fail 'something is left out'
cd "$room"

: > "$CONSOLE"
start qemu-system-aarch64 "${GUEST[@]}" -kernel "$KERNEL" -initrd "$INITRD" \
    -dtb "$FSLMC_RESULTS/guest.dtb" -append 'console=ttyAMA0 rdinit=/init quiet' \
    -serial "file:$CONSOLE" -device "vfio-platform,host=$DEVICE"
end=$((SECONDS + 240))
until grep -q ^END "$CONSOLE"; do
    [ $SECONDS -lt $end ] || fail "the guest does not come up: $(tail -n 30 "$CONSOLE")"
    sleep 0.5
done
tr -d '\r' < "$CONSOLE" | grep -E '^(device|first|second|then)' | expect_output guest-dtb.expected
stop KILL

# a reset clears the first word of the device only
test "$(word read 0:0 read 0:4)" = "$(printf '0x00000000\n0x600df00d')"
to_host $DEVICE
