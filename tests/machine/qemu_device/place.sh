# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# daemon: none
#
# Where the container is in the guest's address map: behind its memory, and what may be
# added to that, up to more than 255 GiB. Guests have the memory that the machine can pin;
# room for more is kept by maxmem.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../emulator/emulator.bash
. ../emulator/emulator.bash

# place MACHINE MEMORY: prints both, and the address of the MC portals.
place()
{
    start env LD_PRELOAD="$MODULES/qemu-vfio-fsl-mc.so" qemu-system-aarch64 \
        -machine "virt,gic-version=3$1" -accel kvm -cpu host \
        -nodefaults -no-user-config -display none -S -m "$2" \
        -device vfio-fsl-mc,host=dprc.2
    qmp human-monitor-command '{"command-line": "info mtree"}' > "$FSLMC_RESULTS/mtree"
    stop KILL
    printf '%s%s %s\n' "-m $2" "$1" "$(sed -E \
        's/.*0{4}([0-9a-f]{12})-[0-9a-f]{16} \(prio [^)]*\): fsl-mc-portals.*/\1/' \
        "$FSLMC_RESULTS/mtree")"
}

places()
{
    place '' 64
    place '' 65
    place ,highmem=off 64
    place '' 1G,slots=1,maxmem=3G
    place '' 1G,slots=1,maxmem=300G
    place '' 1G,slots=1,maxmem=600G
}

to_vfio dprc.2
places | expect_output place.expected
to_host dprc.2
