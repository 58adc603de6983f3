# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# daemon: none
# releases: bookworm
# with: a guest asks, by its kernel's ioctl
# without: the host asks, by its kernel's ioctl
# goal: 3.00
#
# How long a command to the MC takes, in one machine and in turns. For "bare-portal" the
# guest asks without its kernel: by a write of the header, and two reads of it. For
# "whole-portal" it writes the other seven words before, as a kernel does.

# shellcheck source=tests/machine/qemu_device/guest.bash
. /fslmc/top/tests/machine/qemu_device/guest.bash
# shellcheck source=tests/machine/emulator/emulator.bash
. /fslmc/top/tests/machine/emulator/emulator.bash

ROUNDS=8
COUNT=100

guest_files
to_vfio dprc.2
start_guest dprc.2 time
for round in $(seq $ROUNDS); do
    # then the guest sleeps
    wait_console "$CONSOLE" 300 grep -q "^ROUND $round" "$CONSOLE"
    for call in get-version whole-portal bare-portal; do
        mc-portal time $COUNT /dev/dprc.1 | sed "s/^/$round without $call /"
    done
done > "$FSLMC_RESULTS/bench"
stop KILL
to_host dprc.2
tr -d '\r' < "$CONSOLE" | sed -n 's/^TIME \([0-9]*\) /\1 with /p' \
    >> "$FSLMC_RESULTS/bench"
test "$(wc -l < "$FSLMC_RESULTS/bench")" = $((6 * ROUNDS * COUNT))
