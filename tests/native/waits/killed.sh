# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
#
# A daemon that is killed while it takes a container, for a guest that was destroyed
# and undefined meanwhile; another guest waited for the same one. The next daemon
# gives back what was on loan, and that guest can be started again. A daemon that is
# killed while it does so leaves that to the next one. A daemon that ends while it
# still does so waits for its own thread.

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

# recovering: the daemon has the thread that gives back what was on loan, $thread.
recovering()
{
    thread=$(grep -lx fslmc-recover "/proc/$LIBVIRTD"/task/*/comm)
    thread=${thread%/comm} thread=${thread##*/}
    [ -n "$thread" ]
}

# waits_for_thread: the daemon waits for that thread to end. That is futex(), and its
# third argument is the number of the thread.
waits_for_thread()
{
    cut -d ' ' -f 4 "/proc/$LIBVIRTD"/task/*/syscall | grep -qx "$(printf '0x%x' "$thread")"
}

has_ended()
{
    [ ! -e "/proc/$LIBVIRTD" ]
}

waits_or_has_ended()
{
    waits_for_thread || has_ended
}

fake_bus 2
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
grep -q 'domain second was destroyed while it waited for its devices' /tmp/second
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

# Both are with vfio-fsl-mc for guests that do not run any more, and do not leave that
# driver.
hold_on
for container in dprc.2 dprc.3; do
    fake_bind $container vfio-fsl-mc
    echo first > "/run/libvirt/fslmc/$container"
done
libvirtd_start
wait_for writes 2
kill -KILL "$LIBVIRTD"
wait "$LIBVIRTD" || :
for container in dprc.2 dprc.3; do
    [ -e "/run/libvirt/fslmc/$container" ] || fail "$container is not on loan any more"
    readlink "$BUS/devices/$container/driver" | grep -q '/vfio-fsl-mc$'
done

# the next one gives back either, as soon as the driver lets go
libvirtd_start
wait_for writes 2
virsh -q list --all > /dev/null
fake_moves dprc.2 dprc.3
for container in dprc.2 dprc.3; do
    wait_for [ ! -e "/run/libvirt/fslmc/$container" ]
    readlink "$BUS/devices/$container/driver" | grep -q '/fsl_mc_dprc$'
    if grep vfio "$BUS/devices/$container/driver_override"; then fail 'it goes back later'; fi
done
let_go
libvirtd_stop

# Nothing answers the thread that reads what is on loan, and the daemon is to end.
mkfifo $LOAN
libvirtd_start
wait_for recovering
kill "$LIBVIRTD"
wait_for waits_or_has_ended
if has_ended; then fail 'the daemon did not wait for its thread'; fi
echo first > $LOAN
status=0
wait "$LIBVIRTD" || status=$?
[ $status = 0 ] || { cat "$LOG"; fail "status $status of the daemon"; }
