# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# processors: 3
# releases: bookworm
# containers: both
#
# A firmware that does not answer: the kernel waits 15 s for it, and nobody
# else does.

. ./lib

# on_processor N: this process from now on, and what it starts.
on_processor()
{
    taskset -p -c "$1" $BASHPID > /dev/null
}

# The kernel waits for the MC with interrupts off, so that nothing else happens
# on that processor: that is the second one, and we stay on the first.
on_processor 0

coproc tool monitor
at_exit end "$COPROC_PID"
exec 8>&"${COPROC[1]}" 9<&"${COPROC[0]}"
read -r -t 30 line <&9
test "$line" = watching

# answers: the monitor lists the bus.
answers()
{
    local line lines=0

    echo list >&8
    while read -r -t 30 line <&9 && [ "$line" != 'done' ]; do
        lines=$((lines + 1))
    done
    if [ "$line" != 'done' ] || [ $lines -le 10 ]; then
        fail "no list from the monitor"
    fi
}

before=$(bus)

mc silent get_obj_count 1
(on_processor 1; tool detach dprc.2 2> "$FSLMC_RESULTS/said") &
detach=$!
asked=0
while [ -e "/proc/$detach" ]; do
    answers
    asked=$((asked + 1))
done
# all but the last came while it was waiting
[ $asked -gt 2 ] || fail "only $asked answers"
if wait $detach; then
    fail "a detach that got no answer"
fi
grep -q "^TIMEOUT: cannot bind container 'dprc.2' to driver 'vfio-fsl-mc': the MC firmware did not answer$" \
    "$FSLMC_RESULTS/said"
same "$before"

# reattach
tool detach dprc.2
detached=$(bus)
mc silent get_obj_count 1
expect_error "TIMEOUT: cannot bind container 'dprc.2' to driver 'fsl_mc_dprc': ${HOST_DRIVER:+the MC firmware did not answer}" \
    tool reattach dprc.2
same "$detached"
tool reattach dprc.2
same "$before"

# nor on the way back, where that needs one
[ -n "$HOST_DRIVER" ] || exit 0
mc silent get_obj_count 2
expect_error "NOT_RESTORED: cannot bind container 'dprc.2' to driver 'vfio-fsl-mc': the MC firmware did not answer; its former state could not be restored: cannot bind container 'dprc.2' to driver 'fsl_mc_dprc': the MC firmware did not answer; now its driver is 'none' and its driver_override 'none'" \
    tool detach dprc.2
test "$(driver_of dprc.2)" = ''
tool reattach dprc.2
same "$before"
