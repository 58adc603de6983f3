# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
# with: a daemon with the plugin, and 4,096 objects on the fsl-mc bus
# without: a stock daemon, and the same objects, which it looks at and does not show
# goal: 50 us more for each object, and 1 KiB
# each: 4096
#
# How long it takes until the daemon answers; then the time that it had of a processor
# until it has listed its node devices, and the memory that it has.

# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

# as in the head
COUNT=4096

fake_bus 0
"$FSLMC_BUILD/bench/fake_objects" make 2 $COUNT
with_plugin
# it knows its emulators after that
libvirtd_start
virsh domcapabilities > /dev/null
libvirtd_stop
for round in $(seq "$(cat "$FSLMC_ARTEFACTS/rounds")"); do
    states='with without'
    [ $((round % 2)) = 0 ] || states='without with'
    for state in $states; do
        "${state}_plugin"
        before=$(date +%s%N)
        libvirtd > "$LOG" 2>&1 &
        LIBVIRTD=$!
        until virsh uri > /dev/null 2>&1; do
            kill -0 $LIBVIRTD || fail 'no answer'
        done
        echo "$round $state start $(($(date +%s%N) - before))" >> "$FSLMC_ARTEFACTS/bench"
        virsh nodedev-list > /dev/null
        # those of threads that have ended are in it
        # shellcheck disable=SC2046 # words
        set -- $(cat /proc/$LIBVIRTD/stat)
        echo "$round $state processor $(((${14} + ${15}) * 1000000000 / $(getconf CLK_TCK)))" \
            >> "$FSLMC_ARTEFACTS/bench"
        memory=$(sed -n 's/^RssAnon:[[:space:]]*\([0-9]*\) kB$/\1/p' /proc/$LIBVIRTD/status)
        echo "$round $state memory $((1024 * memory)) B" >> "$FSLMC_ARTEFACTS/bench"
        libvirtd_stop
    done
done
