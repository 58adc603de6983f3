# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by tests: guests with platform devices. After life.bash where there is libvirt.

# shellcheck disable=SC2034 # for lib.sh and life.bash
BUS=/sys/bus/platform HOST_DRIVER=
# the device that a test is about, as in guest.xml
DEVICE=7e220000.reset
# shellcheck disable=SC2034
LOANS=/run/libvirt/fslmc/platform
UNSAFE=/sys/module/vfio_iommu_type1/parameters/allow_unsafe_interrupts
# what guest.xml names
BOOT=/var/lib/libvirt/boot

# boot_files: what guest.xml boots with, until the test ends; and the driver.
boot_files()
{
    modprobe vfio-platform
    at_exit rm -f $BOOT/vmlinuz $BOOT/initrd $BOOT/guest.dtb
    cp /fslmc/job/vmlinuz $BOOT/
    guest_initrd $BOOT/initrd
    guest_dtb $DEVICE $BOOT/guest.dtb
}

# unsafe: the kernel takes interrupts that are not isolated for safe, until the test ends.
unsafe()
{
    at_exit sh -c "echo 0 > $UNSAFE"
    echo 1 > $UNSAFE
}

# guest_initrd FILE: busybox, the guest's program, and what reads its memory.
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
    (cd "$root" && find . | busybox cpio -o -H newc) > "$1"
}

# word I:O: prints a word of the device, as the host has it.
word()
{
    vfio-steps container group "$(group_of "$DEVICE")" attach iommu device "$DEVICE" "$@" |
        sed -n 's/^read .*: //p'
}

# guest_dtb DEVICE FILE: makes the guest's device tree by the commands of the manual page,
# which leave nothing out of this device.
guest_dtb()
{
    local commands=$FSLMC_RESULTS/commands said=$FSLMC_RESULTS/said

    sed -n 's/^   # //p' /fslmc/top/docs/manpages/virt-fslmc-guest-dtb.rst |
        sed "s/3100000.serial/$1/" > "$commands"
    test "$(wc -l < "$commands")" = 2
    (cd "$FSLMC_RESULTS" && bash -eux "$commands") 2> "$said" || fail "$(cat "$said")"
    cat "$said"
    ! grep '^virt-fslmc-guest-dtb:' "$said" || fail 'something is left out'
    [ "$2" = "$FSLMC_RESULTS/guest.dtb" ] || cp "$FSLMC_RESULTS/guest.dtb" "$2"
}

# wait_guest CONSOLE: until the guest has said all that it has to say.
wait_guest()
{
    local end=$((SECONDS + 240))

    until grep -q ^END "$1"; do
        [ $SECONDS -lt $end ] || fail "the guest does not come up: $(tail -n 30 "$1")"
        sleep 0.5
    done
}
