# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
# layer: valgrind
# with: instructions of a daemon with the plugin
# without: those of a stock daemon
# goal: 1.01
#
# Guests without a container, and many of them: what the daemon does for each call, counted
# in instructions, because a percent of its time cannot be told.

MANY=500

# start: a daemon whose instructions are counted.
start()
{
    rm -f /tmp/callgrind.*
    valgrind --tool=callgrind --callgrind-out-file=/tmp/callgrind.out \
        --dump-instr=no --dump-line=no libvirtd > "$LOG" 2>&1 &
    LIBVIRTD=$!
    until virsh uri > /dev/null 2>&1; do
        kill -0 $LIBVIRTD || { cat "$LOG"; fail 'no answer'; }
        sleep 0.2
    done
}

# count CALL TIMES: as many calls, after as many that are not counted.
count()
{
    calls "$@"
    vgdb --pid="$LIBVIRTD" zero > /dev/null 2>&1
    calls "$@"
    vgdb --pid="$LIBVIRTD" dump > /dev/null 2>&1
    # shellcheck disable=SC2012 # names of callgrind's
    sed -n "s/^totals: /1 $state $1-of-$guests /p" "$(ls -t /tmp/callgrind.out* | head -n 1)" |
        sed 's/$/ I/' >> "$FSLMC_ARTEFACTS/bench"
}

calls()
{
    "$FSLMC_BUILD/bench/calls" '' "$PLAIN_GUEST" "$@" > /dev/null
}

# measure STATE GUESTS
measure()
{
    state=$1
    guests=$2
    "${state}_plugin"
    start
    count define 40
    [ "$guests" != 1 ] || virsh -q define "$PLAIN_GUEST"
    count dumpxml $((1 + 40 / guests))
    count list $((1 + 40 / guests))
    [ "$guests" != 1 ] || virsh -q undefine guest
    kill $LIBVIRTD
    wait $LIBVIRTD || :
}

measure without 1
measure with 1
without_plugin
libvirtd_start
for number in $(seq $MANY); do
    sed -e "s,<name>.*<,<name>guest$number<," -e '/<uuid>/d' "$PLAIN_GUEST" > /tmp/guest.xml
    virsh -q define /tmp/guest.xml
done
libvirtd_stop
measure without $MANY
measure with $MANY
