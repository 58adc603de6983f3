# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
# with: eight guests wait for containers that do not leave their driver
# without: no guest waits
# goal: 1.10
#
# What others are answered while guests wait.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

COUNT=8

# settle COUNT: as many guests wait, and as many writes.
settle()
{
    for _ in $(seq 1200); do
        [ "$(virsh -q list | grep -c ' paused$')" != "$1" ] ||
            [ "$(waiting_writers)" != "$1" ] || return 0
        sleep 0.1
    done
    fail 'they do not settle'
}

# with, without: the state that the calls are made in.
with()
{
    hold_on
    for number in $(seq 2 $((COUNT + 1))); do
        virsh start "guest$number" > /dev/null 2>&1 &
    done
    settle $COUNT
}

without()
{
    for number in $(seq 2 $((COUNT + 1))); do
        virsh -q destroy "guest$number" > /dev/null 2>&1 || :
    done
    let_go
    settle 0
}

fake_bus $COUNT
with_plugin
start_with_kvm
for number in $(seq 2 $((COUNT + 1))); do
    sed -e "s,<name>.*<,<name>guest$number<," -e "s,object='.*',object='dprc.$number'," \
        -e '/<uuid>/d' "$GUEST" > /tmp/guest.xml
    virsh -q define /tmp/guest.xml
done

without
"$FSLMC_BUILD/bench/calls" warm-up "$PLAIN_GUEST" > /dev/null
for round in $(seq "$(cat "$FSLMC_ARTEFACTS/rounds")"); do
    states='with without'
    [ $((round % 2)) = 0 ] || states='without with'
    for state in $states; do
        $state
        "$FSLMC_BUILD/bench/calls" "$round $state" "$PLAIN_GUEST" >> "$FSLMC_ARTEFACTS/bench"
    done
done
without
libvirtd_stop
