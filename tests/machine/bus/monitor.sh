# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: both
#
# The monitor against the kernel's own uevents.

. ./lib

events=$FSLMC_RESULTS/events
commands=$(mktemp -u)
mkfifo "$commands"
tool monitor < "$commands" > "$events" &
monitor=$!
exec 8> "$commands"
wait_for grep -q watching "$events"

# sync: all that happened until now has been reported
sync()
{
    local answers

    answers=$(grep -c '^done$' "$events" || :)
    echo "${1:-sync}" >&8
    wait_for answered $((answers + 1))
}

# answered N: the monitor has answered so many commands.
answered()
{
    [ "$(grep -c '^done$' "$events")" = "$1" ]
}

# since: what was reported since "mark", without what varies
mark()
{
    sync
    marked=$(wc -l < "$events")
}

since()
{
    sync
    tail -n "+$((marked + 1))" "$events" | grep -v '^done$' || :
}

# settled: what the monitor has is what the bus has
settled()
{
    mark
    sync list
    since | cmp - <(tool list) || fail "the monitor has not what the bus has"
    # and a rescan finds nothing
    mark
    sync rescan
    [ -z "$(since)" ] || fail "a rescan found: $(since)"
}

settled

# Detach and reattach: the objects go, come with the other driver, and again. With
# the host, a container that is not plugged shows none.
shown=11
[ -n "$HOST_DRIVER" ] || shown=0
for verb in detach reattach; do
    driver=vfio-fsl-mc gone=$shown come=11
    [ $verb = detach ] || driver=${HOST_DRIVER:-none} gone=11 come=$shown
    mark
    tool $verb dprc.2
    since > "$FSLMC_RESULTS/$verb"
    [ "$(grep -c '^removed dp.* in dprc.2 ' "$FSLMC_RESULTS/$verb")" = $gone ] || fail "removals"
    [ "$(grep -c '^added dp.* in dprc.2 ' "$FSLMC_RESULTS/$verb")" = $come ] || fail "additions"
    grep '^changed dprc.2 ' "$FSLMC_RESULTS/$verb" | tail -n 1 | grep " driver $driver " > /dev/null ||
        fail "the last change of dprc.2"
    settled
done

# objects that come, move and go
mark
mc add dpni.77 dprc.1
rescan
since | grep '^added dpni.77 in dprc.1 ' > /dev/null || fail "no dpni.77"
mark
mc remove dpni.77
rescan
since | grep '^removed dpni.77 in dprc.1 ' > /dev/null || fail "a dpni.77"
settled

mark
mc add dprc.50 dprc.1
mc plug dprc.50
mc add dpni.78 dprc.50
rescan
since | grep '^added' | cut -d ' ' -f 2 | cmp - <(printf 'dprc.50\ndpni.78\n') ||
    fail "container first: $(since)"
mark
mc remove dprc.50
rescan
since | grep '^removed' | cut -d ' ' -f 2 | cmp - <(printf 'dpni.78\ndprc.50\n') ||
    fail "container last: $(since)"
settled

# a detach that fails is over when the tool is, for the monitor, too
mark
mc fail get_obj_count dma 1
expect_error FIRMWARE tool detach dprc.2
settled
mc fail get_obj_count dma
code=NOT_RESTORED
[ -n "$HOST_DRIVER" ] || code=FIRMWARE
expect_error $code tool detach dprc.2
settled
mc clear
tool reattach dprc.2
settled

# all of the bus goes, and comes back
mark
echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/unbind
since | grep '^removed' | tail -n 1 | grep '^removed dprc.1 in none ' > /dev/null || fail "the root goes last"
test "$(tool list)" = ''
settled
mark
echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/bind
udevadm settle
since | grep '^added' | sed -n 1p | grep '^added dprc.1 in none ' > /dev/null || fail "the root comes first"
settled

exec 8>&-
wait $monitor
