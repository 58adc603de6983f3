# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# daemon: none
#
# With the property msi-map=off the device tree is as Linux before 5.9 wants it. Later ones
# understand that, too, and then find the ITS by the same lines of code: the guest's kernel
# binds all and is interrupted.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../emulator/emulator.bash
. ../emulator/emulator.bash

guest_files
to_vfio dprc.2
start_guest dprc.2 '' msi-map=off
wait_console "$CONSOLE" 240 has_reports "$CONSOLE" 1
expect_report "$CONSOLE" 1 dprc.2
grep '^msi-\|msi-cells' "$FSLMC_RESULTS/report" > "$FSLMC_RESULTS/msi"
diff - "$FSLMC_RESULTS/msi" <<< 'msi-parent: 4'
vfio-trigger "$pid" 0 0
wait_console "$CONSOLE" 60 grep -q '^interrupts of dprc.2: [1-9]' "$CONSOLE"
stop KILL
to_host dprc.2
cat "$ERRORS"
test ! -s "$ERRORS"
