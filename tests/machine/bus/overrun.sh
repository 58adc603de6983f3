# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# The kernel drops uevents because the monitor does not take them in time. It
# then finds by itself what it missed. Without a capability the monitor cannot
# enlarge its socket's buffer, so that this happens soon.

. ./lib

events=$FSLMC_RESULTS/events
commands=$(mktemp -u)
mkfifo "$commands"
setpriv --bounding-set -net_admin --inh-caps -net_admin \
    /fslmc/top/build/arm64/tests/fslmc/tool/fslmc-tool monitor \
    < "$commands" > "$events" &
monitor=$!
exec 8> "$commands"
wait_for grep -q watching "$events"
mc dump > /dev/null

kill -STOP $monitor
for ((i = 0; i < 30; i++)); do
    for device in "$BUS"/devices/*; do
        echo change > "$device/uevent"
    done
done
# these come too late for the queue
mc add dpni.90-99 dprc.3
to_vfio dprc.2
mc remove dpni.3
to_vfio dprc.3

cat /proc/net/netlink
awk '$2 == 15 && $9 > 0 { found = 1 } END { exit !found }' /proc/net/netlink ||
    fail "the kernel dropped nothing"

kill -CONT $monitor
echo sync >&8
wait_for grep -q '^done$' "$events"
echo list >&8
listed()
{
    [ "$(grep -c '^done$' "$events")" = 2 ]
}
wait_for listed
sed '1,/^done$/d; /^done$/d' "$events" | cmp - <(tool list) ||
    fail "the monitor has not what the bus has"
grep -q '^removed dpni.3 in dprc.3 ' "$events"
[ "$(grep -c '^added dpni.9. in dprc.3 ' "$events")" = 10 ]

exec 8>&-
wait $monitor
