# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by the tests of this folder and others: guests with Debian's kernel.
# shellcheck disable=SC2034 # what is set here is for them

KERNEL=/var/lib/libvirt/boot/vmlinuz
INITRD=/var/lib/libvirt/boot/initrd
CONSOLE=$FSLMC_RESULTS/console
MODULES=$(echo /usr/lib/*/libvirt-fslmc)

# guest_files: puts kernel and initrd where guests may have them.
guest_files()
{
    local root module

    [ ! -e "$INITRD" ] || return 0
    # not in a shared folder, where no device nodes can be made
    root=$(mktemp -d)
    mkdir -p "$root/bin" "$root/dev"
    cp "$(command -v busybox)" "$root/bin/"
    cp "$(command -v mc-portal)" "$root/"
    cp /fslmc/top/tests/machine/qemu_device/guest-init "$root/init"
    chmod 0755 "$root/init"
    mknod "$root/dev/console" c 5 1
    mknod "$root/dev/mem" c 1 1
    module=$(find /lib/modules -name 'fsl-mc-dpio.ko')
    [ -z "$module" ] || cp "$module" "$root/dpio.ko"
    (cd "$root" && find . | busybox cpio -o -H newc) > "$INITRD"
    cp /fslmc/job/vmlinuz "$KERNEL"
}

# start_guest CONTAINER [WORD [PROPERTY]]: runs one by hand, as "start" does; what the word
# means says guest-init; the property is one of the device.
start_guest()
{
    : > "$CONSOLE"
    start env LD_PRELOAD="$MODULES/qemu-vfio-fsl-mc.so" qemu-system-aarch64 "${KVM[@]}" \
        -nodefaults -no-user-config -display none -m 256 -sandbox on \
        -kernel "$KERNEL" -initrd "$INITRD" \
        -append "console=ttyAMA0 rdinit=/init quiet iomem=relaxed FSLMC_GUEST=${2:-}" \
        -serial "file:$CONSOLE" -device "vfio-fsl-mc,host=$1,id=fslmc0${3:+,$3}"
}

# reports FILE: prints how many reports a console has.
reports()
{
    grep -c '^END' "$1" || :
}

# has_reports FILE COUNT
has_reports()
{
    [ "$(reports "$1")" -ge "$2" ]
}

# report FILE [NUMBER]: prints a report, without what differs between kernels and runs.
report()
{
    tr -d '\r' < "$1" | awk -v number="${2:-1}" '
        /^REPORT/ { count++ }
        /^END/ { inside = 0 }
        inside { print }
        /^REPORT/ { inside = (count == number) }' |
        sed -E 's/^(interrupts of .*): [0-9]+$/\1/'
}

# wait_console FILE SECONDS COMMAND…: as wait_for, for a guest, which is slow; shows its
# console when it fails.
wait_console()
{
    local file=$1 end=$((SECONDS + $2))
    shift 2

    until "$@" > /dev/null 2>&1; do
        if [ $SECONDS -ge $end ]; then
            tail -n 30 "$file" >&2
            fail "waited in vain for: $*"
        fi
        sleep 0.5
    done
}

# expect_report FILE NUMBER CONTAINER: the guest's kernel reached the MC, and has
# bound the container and what is in it: the host's own directory says what that is.
expect_report()
{
    local file=$FSLMC_RESULTS/report object type driver

    report "$1" "$2" > "$file"
    cat "$file"
    ! grep -a 'OF: .*fsl-mc' "$1" || fail "the guest's kernel does not understand the node"
    grep -q '^MC firmware version' "$file" || fail "the guest has no firmware: $1"
    grep -q -x "$3: fsl_mc_dprc" "$file" || fail "$3 is not bound in the guest"
    # those in nested containers, too
    while read -r object; do
        type=${object%%.*}
        driver=
        case $type in
            dpmcp | dpbp | dpcon) driver=fsl_mc_allocator ;;
            dprc) driver=fsl_mc_dprc ;;
        esac
        grep -q "^$object: $driver" "$file" || fail "$object is not bound in the guest"
    done < <(find "$BUS/devices/$3/" -mindepth 1 -name 'dp*.*' -type d -printf '%f\n')

    # kernels of the mainline read both registers, those of older BSPs the first one
    grep -q -x 'registers: 32' "$file" || fail "not two registers"
    for object in compatible reg ranges dma-coherent '#address-cells'; do
        grep -q "^node:.* $object\( \|$\)" "$file" || fail "the node has no $object"
    done
}
