# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by the tests of this folder: guests with platform devices.

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
