# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
# with: eight guests with autostart wait for containers, the MC and an emulator
# without: the same guests with autostart want a container that is not there
# goal: 1.10
#
# How long it takes until the daemon answers, at the first start after the host's.

# shellcheck source=bench/eight
. "$FSLMC_TOP/bench/eight"

# autostart REASON…: guests that wait for these; the daemon runs, and then it does not.
autostart()
{
    start
    define_guests "$@"
    for number in $(seq 2 $((COUNT + 1))); do
        virsh -q autostart "guest$number"
    done
    libvirtd_stop
}

# start: returns when the daemon answers.
start()
{
    libvirtd > "$LOG" 2>&1 &
    LIBVIRTD=$!
    until virsh uri > /dev/null 2>&1; do
        kill -0 "$LIBVIRTD" || fail 'no answer'
    done
}

libvirtd_stop
for round in $(seq "$ROUNDS"); do
    states='with without'
    [ $((round % 2)) = 0 ] || states='without with'
    for state in $states; do
        if [ "$state" = with ]; then autostart unbind mc emulator; else autostart gone; fi
        for _ in 1 2 3; do
            rm -f /run/libvirt/qemu/autostarted
            hang
            before=$(date +%s%N)
            start
            echo "$round $state ready $(($(date +%s%N) - before))" >> "$FSLMC_ARTEFACTS/bench"
            [ "$state" = without ] || until_all_wait
            end_hanging
            go_on
            libvirtd_stop
            hold_on
        done
    done
done
