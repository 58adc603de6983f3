# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# daemon: none
#
# A guest reads and writes its queue portals without an exit to QEMU, and what it writes is
# in the host's portal. A command to the MC takes one exit, when its header is written.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../emulator/emulator.bash
. ../emulator/emulator.bash

# exits: prints how often the guest's processor has left to QEMU for an access to memory.
exits()
{
    cat /sys/kernel/debug/kvm/"$pid"-*/mmio_exit_user
}

# The words of the tool TOUCHED, at the beginning of the cache-enabled portal of some
# object: these are 64 KiB apart in the firmware's memory.
find_touched()
{
    local address

    for ((address = 0x74000000; address < 0x74200000; address += 0x10000)); do
        [ "$(mem-word "$(printf '0x%x' $address)")" != 0x74657374 ] || printf '0x%x\n' $address
    done
}

mountpoint -q /sys/kernel/debug || mount -t debugfs debugfs /sys/kernel/debug
guest_files
to_vfio dprc.2
test -z "$(find_touched)"
start_guest dprc.2 touch
for moment in ASK TOUCH TOUCHED; do
    wait_console "$CONSOLE" 240 grep -q "^$moment" "$CONSOLE"
    exits
done > "$FSLMC_RESULTS/exits"
{ read -r ask; read -r touch; read -r touched; } < "$FSLMC_RESULTS/exits"
# some are those of its serial line: each character takes some
echo "exits of 100 commands: $((touch - ask))"
test $((touch - ask)) -lt 300
echo "exits of 100000 accesses: $((touched - touch))"
test $((touched - touch)) -lt 1000
find_touched
test "$(find_touched | wc -l)" = 1
stop KILL
to_host dprc.2
