# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# processors: 2
#
# Bad luck while a container is made or destroyed: the MC does not answer, the daemon dies
# meanwhile, the kernel scans, somebody else has the device node open, the root container
# loses its driver. Afterwards nothing is left and the next one can be made. In the unit
# tests (tests/container/life_test.c) each command in turn is refused, not answered, the
# last one of a process, or the last one before the driver is gone; here the kernel has its
# part in it.

# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash

xml=/fslmc/top/examples/container.xml
commands=$FSLMC_RESULTS/commands

made()
{
    virsh -q nodedev-list | grep -xvFf "$FSLMC_RESULTS/before" || true
}

# undone WHAT: the MC has what it had in the beginning.
undone()
{
    [ "$(mc dump)" = "$before" ] || fail "left behind after $1: $(mc dump)"
}

# works: one can be made, and destroyed.
works()
{
    local name

    virsh nodedev-create "$xml"
    name=$(made)
    [ "$(mc dump | grep -c "label='net-a'")" = 1 ] || fail "more than one: $(mc dump)"
    virsh nodedev-destroy "$name"
    undone 'another one'
}

# watch [OPTION…]: the daemon's commands to the MC
watch()
{
    strace -qq -f -o "$commands" -p "$(libvirtd_pid)" -P /dev/dprc.1 -e trace=ioctl "$@" &
    tracer=$!
    wait_for is_traced "$(libvirtd_pid)"
}

unwatch()
{
    kill "$tracer" 2> /dev/null || :
    wait "$tracer" || :
}

# is_unfinished: a container is in the MC that nobody can have by its label.
is_unfinished()
{
    ! mc dump | grep "label='net-a'" || fail 'it is to be had'
    mc dump | grep "label=' unfinished'"
}

# is_stopped PID: all threads of it are.
is_stopped()
{
    grep -q 'stopped by SIGSTOP' "$commands" &&
        ! grep -L '^State:[[:space:]]*[Tt]' "/proc/$1"/task/*/status | grep .
}

# goes_on PID CLIENT: the daemon does, and its client has ended. What is traced may miss a
# signal that comes while it stops.
goes_on()
{
    kill -CONT "$1"
    ! kill -0 "$2"
}

unbind()
{
    echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/unbind
}

bind()
{
    echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/bind
    wait_for test -e "$BUS/devices/dprc.3"
    udevadm settle
}

virsh -q nodedev-list > "$FSLMC_RESULTS/before"
before=$(mc dump)

watch
virsh nodedev-create "$xml"
unwatch
# of the thread that has done it; others read labels
most=$(awk '/ioctl/ { print $1 }' "$commands" | sort | uniq -c | sort -n |
           awk 'END { print $1 }')
late=$((most * 3 / 4))
name=$(made)
with=$(mc dump)

# Not answered. An emulated processor that waits for the MC stops more than a real one, so
# that the client would take the daemon for dead.
mc silent 'destroy_container 1'
expect_error 'did not answer' virsh --keepalive-interval 0 nodedev-destroy "$name"
mc clear
[ "$(mc dump)" = "$with" ] || fail "changed: $(mc dump)"
virsh nodedev-destroy "$name"
undone 'a silent MC'

# the daemon is killed
pid=$(libvirtd_pid)
watch -e inject="ioctl:signal=KILL:when=$late"
! virsh nodedev-create "$xml" || fail 'the daemon lives'
wait_for test ! -e "/proc/$pid"
unwatch
# as the MC's interrupt would have it
rescan
is_unfinished
libvirtd_start
works

# the kernel looks all the time
while :; do echo 1 > "$BUS/rescan"; done &
scanner=$!
for _ in 1 2 3; do works; done
kill $scanner

# somebody else has the device node open, as restool has; and all that the kernel allows
opened=()
for n in 1 2 3 4 5 6; do
    mc-command /dev/dprc.1 8051,0:32=1 8001/1 hold > "$FSLMC_RESULTS/opener-$n" &
    opened+=($!)
    wait_for grep -E '^(hold|E)' "$FSLMC_RESULTS/opener-$n"
    grep -q hold "$FSLMC_RESULTS/opener-$n" || break
    [ "$n" != 1 ] || works
done
expect_error "cannot open '/dev/dprc.1'" virsh nodedev-create "$xml"
grep -F 'another process (restool or a libvirt daemon) has it open' "$FSLMC_RESULTS/stderr"
undone 'openers'
kill "${opened[@]}" 2> /dev/null || :
wait "${opened[@]}" || :
works

# the root container has no driver
unbind
expect_error "no object 'dprc.1' on the fsl-mc bus" virsh nodedev-create "$xml"
bind
works

# It loses its driver in the middle: the daemon is stopped after a command, and goes on
# when the driver is gone. The kernel would crash if it got the next one.
libvirtd_restart
watch -e inject="ioctl:signal=STOP:when=$late"
virsh nodedev-create "$xml" > "$FSLMC_RESULTS/said" 2>&1 &
job=$!
wait_for is_stopped "$(libvirtd_pid)"
is_unfinished
unbind
wait_for goes_on "$(libvirtd_pid)" $job
! wait $job || fail 'it was made without a root container'
grep -F 'the root container has lost its driver' "$FSLMC_RESULTS/said"
unwatch
bind
is_unfinished
works
