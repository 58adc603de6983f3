# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# memory: 2G
# daemon: none
#
# A guest that writes at random into its portals harms itself alone: QEMU goes on and
# does not fill its log, the other container is as it was, and this one can be given
# to the next guest.

# shellcheck source=guest.bash
. ./guest.bash
# shellcheck source=../emulator/emulator.bash
. ../emulator/emulator.bash

# others: prints what the firmware has, but for what is in the guest's container.
others()
{
    mc dump | awk '
        { match($0, /^ */) }
        /^ *dprc\.2( |$)/ { depth = RLENGTH; inside = 1; next }
        RLENGTH <= depth { inside = 0 }
        !inside { print }'
}

guest_files
to_vfio dprc.2
others > "$FSLMC_RESULTS/before"
before=$(mc count any)
start_guest dprc.2 spoil
wait_console "$CONSOLE" 300 grep -q '^SPOILT' "$CONSOLE"
echo "commands that reached the MC: $(($(mc count any) - before))"
mc log 400 | grep -c -i 'unsupported\|privilege' || :
case $(qmp query-status) in
    *'"status": "running"'*) ;;
    *) fail 'the guest does not run' ;;
esac
stop KILL
cat "$ERRORS"
test "$(wc -l < "$ERRORS")" -le 10
others | diff "$FSLMC_RESULTS/before" -
to_host dprc.2

# the same container as it was, for the next one
mc reset
rescan
to_vfio dprc.2
start_guest dprc.2
wait_console "$CONSOLE" 240 has_reports "$CONSOLE" 1
expect_report "$CONSOLE" 1 dprc.2
stop KILL
to_host dprc.2
