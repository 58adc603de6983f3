# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# endures: the machine loses its power while containers are defined
# cycles: 50
# boot: again
#
# The machine loses its power at random moments, while containers are defined, defined
# anew, marked for autostart and undefined. After each boot every change that libvirt had
# answered is there, the one that it had not answered is made or is not, and those
# containers are active that are marked for autostart, no other.

# shellcheck source=endure.bash
. ./endure.bash

# shellcheck disable=SC2034 # used by cycles
FEW=2
JOURNAL=$FSLMC_RESULTS/journal

# changes: prints how many libvirt has answered.
changes()
{
    grep -c '^done' "$JOURNAL" || :
}

# changes_more_than COUNT
changes_more_than()
{
    [ "$(changes)" -gt "$1" ]
}

touch "$JOURNAL"
python3 power_cuts.py expect "$JOURNAL"
if [ "$(restarts)" -lt "$(cycles)" ]; then
    # what the machine has installed is not what may be lost
    sync
    python3 power_cuts.py change "$JOURNAL" &
    wait_for changes_more_than "$(changes)"
    # up to four seconds
    sleep "$((RANDOM % 4)).$((RANDOM % 10))"
    kill -0 $! || fail 'no change any more'
    power_cut
fi
echo "power cuts: $(restarts); changes that were answered: $(changes)"
python3 power_cuts.py remove "$JOURNAL"
# what the machine has after a boot without them
udevadm settle
bus_state > /run/fslmc-bus
