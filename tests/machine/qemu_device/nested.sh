# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# topology: nested
# containers: plugged
# kvm: yes
# memory: 2G
# daemon: none
# interrupts: yes
#
# Containers in the guest's container: its kernel binds them and what is in them, and each is
# interrupted as itself. The containers are plugged, as a kernel binds no others but its root.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../emulator/emulator.bash
. ../emulator/emulator.bash

guest_files
to_vfio dprc.2
start_guest dprc.2
wait_console "$CONSOLE" 240 has_reports "$CONSOLE" 1
expect_report "$CONSOLE" 1 dprc.2
for container in dprc.2 dprc.3 dprc.4; do
    grep -x "$container: fsl_mc_dprc" "$FSLMC_RESULTS/report"
done

# the innermost one has another object
mc add dpbp.9 dprc.4
mc irq dprc.4
wait_console "$CONSOLE" 60 grep -q '^interrupts of dprc.4: [1-9]' "$CONSOLE"
wait_console "$CONSOLE" 60 grep -q '^added: dpbp.9' "$CONSOLE"
grep -a '^interrupts of dprc.[23]: [1-9]' "$CONSOLE" && fail 'another one was interrupted'
mc irq dprc.3
wait_console "$CONSOLE" 60 grep -q '^interrupts of dprc.3: [1-9]' "$CONSOLE"
stop KILL
to_host dprc.2
cat "$ERRORS"
test ! -s "$ERRORS"
