# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
#
# A daemon that is killed while it takes a container, for a guest that was destroyed
# and undefined meanwhile; another guest waited for the same one. The next daemon
# gives back what was on loan, and that guest can be started again.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

LOAN=/run/libvirt/fslmc/dprc.2

# wait_for COMMAND…
wait_for()
{
    for _ in $(seq 1200); do
        ! "$@" > /dev/null 2>&1 || return 0
        sleep 0.1
    done
    cat "$LOG"
    fail "waited in vain for: $*"
}

is_in_state()
{
    [ "$(virsh -q domstate --reason "$1")" = "$2" ]
}

# writes COUNT: as many writes do not return.
writes()
{
    [ "$(waiting_writers)" = "$1" ]
}

fake_bus 1
with_plugin
start_with_kvm
for name in first second; do
    sed -e "s,<name>.*<,<name>$name<," -e '/<uuid>/d' "$GUEST" > /tmp/guest.xml
    virsh -q define /tmp/guest.xml
done

virsh start first > /dev/null 2>&1 &
wait_for writes 1
# the move goes on, and is undone when it has ended
virsh destroy first
wait_for is_in_state first 'shut off (destroyed)'
virsh start second > /tmp/second 2>&1 &
client=$!
wait_for is_in_state second 'paused (starting up)'

# the move is that of a guest which does not exist any more
virsh undefine first
is_in_state second 'paused (starting up)'
virsh destroy second
if wait $client; then fail 'it has started'; fi
cat /tmp/second
grep -q 'domain second was destroyed while it waited for its containers' /tmp/second
is_in_state second 'shut off (destroyed)'

writes 1
[ -e $LOAN ]
kill -KILL "$LIBVIRTD"
wait "$LIBVIRTD" || :
[ -e $LOAN ]

libvirtd_start
wait_for [ ! -e $LOAN ]
readlink "$BUS/devices/dprc.2/driver" | grep -q '/fsl_mc_dprc$'
if grep vfio "$BUS/devices/dprc.2/driver_override"; then fail 'it goes to vfio-fsl-mc later'; fi
[ "$(virsh -q list --all --name)" = second ]
is_in_state second 'shut off (unknown)'

# and all of it once more
virsh start second > /dev/null 2>&1 &
wait_for writes 1
virsh destroy second
let_go
wait_for writes 0
libvirtd_stop
