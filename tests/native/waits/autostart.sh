# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
#
# Eight guests that start with the daemon wait, for containers that do not leave
# their driver. The daemon is ready all the same, and answers whatever it is asked;
# who is destroyed while it waits, who wants what somebody waits for, and the end of
# the daemon are no exception.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

COUNT=8

# guest_of NUMBER: prints the XML of the guest that wants that container.
guest_of()
{
    sed -e "s,<name>.*<,<name>guest$1<," -e "s,object='.*',object='dprc.$1'," \
        -e "s,00000000000[0-9],$(printf '%012d' "$1")," "$GUEST"
}

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
    [ "$(virsh -q domstate --reason "guest$1")" = "$2" ]
}

all_wait()
{
    [ "$(virsh -q list | grep -c ' paused$')" = $COUNT ]
}

fake_bus $COUNT
with_plugin
start_with_kvm
for number in $(seq 2 $((COUNT + 1))); do
    guest_of "$number" > /tmp/guest.xml
    virsh -q define /tmp/guest.xml
    virsh -q autostart "guest$number"
done
libvirtd_stop

# the first start of the daemon after the host's
rm /run/libvirt/qemu/autostarted
libvirtd_start
wait_for all_wait

# each is answered, or this does not end
virsh list --all
for number in $(seq 2 $((COUNT + 1))); do
    virsh -q domstate --reason "guest$number" | grep -qx 'paused (starting up)'
    virsh -q dumpxml "guest$number" > /dev/null
    virsh -q dominfo "guest$number" | grep -q '^Autostart: *enable$'
done
[ "$(virsh nodedev-list | grep -c '^dprc_')" = $((COUNT + 1)) ]
virsh nodedev-dumpxml dprc_3 | grep -q '<name>fsl_mc_dprc</name>'
virsh define "$PLAIN_GUEST"
virsh start guest
virsh destroy guest
virsh undefine guest

# one that has no container to wait for
sed "/<uuid>/d; s,object='.*',object='dprc.99'," "$GUEST" > /tmp/guest.xml
try virsh create /tmp/guest.xml > /tmp/said
grep -q "no object 'dprc.99' on the fsl-mc bus" /tmp/said

# and all wait still
all_wait || fail 'a guest does not wait any more'

# destroyed, it does not
virsh destroy guest2
wait_for grep -q 'domain guest2 was destroyed while it waited for its devices' "$LOG"
is_in_state 2 'shut off (destroyed)'
# it may come again, and be undefined
virsh start guest2 > /tmp/said 2>&1 &
client=$!
wait_for is_in_state 2 'paused (starting up)'
virsh destroy guest2
if wait $client; then fail 'guest2 has started'; fi
virsh undefine guest2
if virsh -q domstate guest2 2>/dev/null; then fail 'guest2 is there'; fi

# the daemon ends with all that
kill "$LIBVIRTD"
let_go
status=0
wait "$LIBVIRTD" || status=$?
[ $status = 0 ] || { cat "$LOG"; fail "status $status of the daemon"; }
hold_on

# libvirt starts them once, and so do we
libvirtd_start
virsh list --name > /tmp/said
if grep -q . /tmp/said; then cat /tmp/said; fail 'started again'; fi
let_go
libvirtd_stop
