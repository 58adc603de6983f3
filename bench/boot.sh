# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
# with: eight guests with autostart wait for containers that do not leave their driver
# without: the same guests have no autostart
# goal: 1.10
#
# How long it takes until the daemon answers, at the first start after the host's.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

COUNT=8

# autostart OPTION…: of all guests; the daemon runs, and then it does not.
autostart()
{
    start
    for number in $(seq 2 $((COUNT + 1))); do
        virsh -q autostart "$@" "guest$number"
    done
    stop
    rm -f /run/libvirt/qemu/autostarted
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

stop()
{
    let_go
    libvirtd_stop
    hold_on
}

fake_bus $COUNT
with_plugin
start_with_kvm
for number in $(seq 2 $((COUNT + 1))); do
    sed -e "s,<name>.*<,<name>guest$number<," -e "s,object='.*',object='dprc.$number'," \
        -e '/<uuid>/d' "$GUEST" > /tmp/guest.xml
    virsh -q define /tmp/guest.xml
done
libvirtd_stop

for round in $(seq "$(cat "$FSLMC_ARTEFACTS/rounds")"); do
    states='with without'
    [ $((round % 2)) = 0 ] || states='without with'
    for state in $states; do
        disable=--disable
        [ "$state" = without ] || disable=
        # shellcheck disable=SC2086 # an option, or none
        autostart $disable
        before=$(date +%s%N)
        start
        echo "$round $state ready $(($(date +%s%N) - before))" >> "$FSLMC_ARTEFACTS/bench"
        # of those that wait
        [ "$state" = without ] || until [ "$(waiting_writers)" = $COUNT ]; do sleep 0.1; done
        stop
    done
done
