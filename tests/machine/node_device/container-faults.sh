# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# processors: 2
# timeout: 3600
#
# Bad luck while a container is made or destroyed: the MC does not answer, the daemon
# dies meanwhile, the kernel scans, somebody else has the device node open. Afterwards
# nothing is left and the next one can be made. Each command is refused, not answered, and
# the last one of a process in the unit tests; here the kernel has its part in it.

xml=/fslmc/top/examples/container.xml
said=$FSLMC_RESULTS/said

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

# came COMMAND COUNT: more than so many of them.
came()
{
    [ "$(mc count "$1")" -gt "$2" ]
}

# dies COMMAND VERB ARGUMENT: the daemon is killed while it waits for the answer to
# that one, and nobody can have what it leaves.
dies()
{
    local count daemon job

    daemon=$(libvirtd_pid)
    count=$(mc count "${1%% *}")
    case $1 in *' after '*) count=$((count + ${1##* })) ;; esac
    mc silent "$1"
    without_keepalive "$2" "$3" > "$said" 2>&1 &
    job=$!
    wait_for came "${1%% *}" "$count"
    kill -KILL "$daemon"
    wait_for test ! -e "/proc/$daemon"
    wait $job || :
    mc clear
    # as the MC's interrupt would have it
    rescan
    ! mc dump | grep "label='net-a'" || fail "it is to be had after $1"
    mc dump | grep "label=' unfinished'"
    libvirtd_start
}

# without_keepalive VERB ARGUMENT: an emulated processor that waits for the MC stops more
# than a real one, so that the client would take the daemon for dead.
without_keepalive()
{
    virsh --keepalive-interval 0 "nodedev-$1" "$2"
}

virsh -q nodedev-list > "$FSLMC_RESULTS/before"
before=$(mc dump)
virsh nodedev-create "$xml"
name=$(made)
with=$(mc dump)

# never answered
for command in 'set_locked 1' 'destroy_container 1'; do
    mc silent "$command"
    expect_error 'did not answer' without_keepalive destroy "$name"
    mc clear
    [ "$(mc dump)" = "$with" ] || fail "changed after $command: $(mc dump)"
done
virsh nodedev-destroy "$name"
for command in 'create_container 1' 'create 1 after 4' 'connect 1' 'set_obj_label 1'; do
    mc silent "$command"
    expect_error 'did not answer' without_keepalive create "$xml"
    mc clear
    undone "$command"
done
works

# killed: what is not complete does not have its label, and who comes next removes it
for command in 'create 1 after 4' 'set_obj_label 1'; do
    dies "$command" create "$xml"
    works
done
virsh nodedev-create "$xml"
name=$(made)
dies 'disconnect 1' destroy "$name"
virsh nodedev-destroy "$name"
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
    wait_for test -s "$FSLMC_RESULTS/opener-$n"
    grep -q hold "$FSLMC_RESULTS/opener-$n" || break
    [ "$n" != 1 ] || works
done
expect_error "cannot open '/dev/dprc.1'" virsh nodedev-create "$xml"
grep -F 'another process (restool or a libvirt daemon) has it open' "$FSLMC_RESULTS/stderr"
undone 'openers'
kill "${opened[@]}" 2> /dev/null || :
wait "${opened[@]}" || :
works

# the root container has no driver, and then has it again
echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/unbind
expect_error "no object 'dprc.1' on the fsl-mc bus" virsh nodedev-create "$xml"
echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/bind
wait_for test -e "$BUS/devices/dprc.3"
udevadm settle
works
