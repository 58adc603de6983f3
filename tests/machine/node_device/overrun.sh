# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# topology: many
# processors: 2
# containers: plugged
#
# More events than the daemon's queue holds: what it missed is found by a scan.

pid=$(libvirtd_pid)
kill -STOP "$pid"
at_exit kill -CONT "$pid"

# udev would take minutes for the flood: it gets none of it
pkill -x systemd-udevd
wait_for sh -c '! pgrep -x systemd-udevd'
udev_again()
{
    (join_cgroup daemons; exec /usr/lib/systemd/systemd-udevd --daemon)
}
at_exit udev_again

# of the daemon's sockets that get the kernel's events, the one that lost least
lost()
{
    find "/proc/$pid/fd" -lname 'socket:*' -printf '%l\n' | tr -dc '0-9\n' |
        awk 'NR == FNR { mine[$1]; next }
             $2 == 15 && $4 == "00000001" && $10 in mine { print $9 }' - /proc/net/netlink |
        sort -n | head -n 1
}

mc remove dpmac.18
test "$(lost)" = 0
round=0
while [ "$(lost)" = 0 ]; do
    for event in /sys/bus/fsl-mc/devices/dp*/uevent; do
        echo change > "$event"
    done
    round=$((round + 1))
    [ $round -lt 50 ] || fail 'the queue does not run over'
done
echo 1 > "$BUS/rescan"
test ! -e "$BUS/devices/dpmac.18"
kill -CONT "$pid"

gone()
{
    ! virsh -q nodedev-list | grep -x dpmac_18 > /dev/null
}
wait_for gone
test "$(virsh -q nodedev-list | grep -cE '^dp[a-z]+_[0-9]+$')" = \
    "$(find "$BUS/devices" -name 'dp*' | wc -l)"
