# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# daemon: none
# interrupts: yes
#
# Interrupts of the firmware arrive in the guest's drivers, by the ITS of the host and that of
# the guest: its kernel finds an object that was added to its container, and the driver
# of a dpio is interrupted. QEMU has no part in it.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../emulator/emulator.bash
. ../emulator/emulator.bash

# host_interrupts OBJECT: prints how often VFIO was interrupted for it.
host_interrupts()
{
    awk -v name="($1)" 'index($0, name) { sum += $2 } END { print sum + 0 }' /proc/interrupts
}

# interrupt_until_seen LINE: as two that come at once may be one, goes on until the guest
# says, after this line of its console, that there were 20 at least.
interrupt_until_seen()
{
    local count

    for count in {1..100}; do
        mc irq dpio.3
        ! tail -n "+$1" "$CONSOLE" | grep -q '^interrupts of dpio.3: [0-9]*[2-9][0-9]' || return 0
    done
    fail "$count interrupts, and the guest does not say so"
}

guest_files
to_vfio dprc.2
start_guest dprc.2 quiet
wait_console "$CONSOLE" 240 grep -q '^QUIET' "$CONSOLE"
expect_report "$CONSOLE" 1 dprc.2
grep '^interrupts of dprc.2: 0' "$CONSOLE"
grep '^interrupts of dpio.3: 0' "$CONSOLE"
test "$(host_interrupts dpio.3)" = 0

# QEMU's main loop does not run meanwhile: whatever is to be done with an event file by
# QEMU, it would not be done
export -f interrupt_until_seen mc fail
export CONSOLE MC_PORT
thread-stopped "$pid" bash -c "interrupt_until_seen 1"
test "$(host_interrupts dpio.3)" -ge 20

# a container
mc add dpbp.9 dprc.2
mc irq dprc.2
wait_console "$CONSOLE" 60 grep -q '^interrupts of dprc.2: [1-9]' "$CONSOLE"
wait_console "$CONSOLE" 60 grep -q '^added: dpbp.9' "$CONSOLE"
test "$(host_interrupts dprc.2)" -ge 1

# after a reset the guest's kernel configures all anew
from=$(wc -l < "$CONSOLE")
test "$(qmp system_reset)" = '{"return": {}}'
wait_console "$CONSOLE" 240 has_reports "$CONSOLE" 2
interrupt_until_seen "$from"
mc remove dpbp.9
mc irq dprc.2
wait_console "$CONSOLE" 60 grep -q '^removed: dpbp.9' "$CONSOLE"
stop KILL
to_host dprc.2
cat "$ERRORS"
test ! -s "$ERRORS"
