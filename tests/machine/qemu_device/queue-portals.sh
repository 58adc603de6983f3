# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# daemon: none
#
# A guest reads and writes its queue portals without an exit to QEMU, and what it writes is
# in the host's portal.

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
wait_console "$CONSOLE" 240 grep -q '^TOUCH' "$CONSOLE"
before=$(exits)
wait_console "$CONSOLE" 240 grep -q '^TOUCHED' "$CONSOLE"
after=$(exits)
# what there is are those of its serial line: each character of a line takes some
echo "exits of 100000 accesses: $((after - before))"
test $((after - before)) -lt 1000
find_touched
test "$(find_touched | wc -l)" = 1
stop KILL
to_host dprc.2
