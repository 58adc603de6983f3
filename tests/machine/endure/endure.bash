# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by the tests of this folder: each does the same thing many times. In a run of
# all tests it is a few times; scripts/endure has them do it as often as they say.

# How much a daemon may grow, in kB: what a leak of a few bytes each time comes to is
# more when it was long, and what a heap varies by is less.
GROWTH=1024

# How often in a run of all tests.
FEW=12

# cycles: prints how often.
cycles()
{
    cat /etc/fslmc-endure 2> /dev/null || echo "$FEW"
}

# libvirtd_settled: prints how many files the daemon has open, and what it has in memory,
# when it does nothing any more.
libvirtd_settled()
{
    local pid now before=

    pid=$(libvirtd_pid)
    while :; do
        now=$(printf '%s %s\n' "$(find "/proc/$pid/fd" -mindepth 1 | wc -l)" \
            "$(sed -n 's/^RssAnon:[^0-9]*\([0-9]*\).*/\1/p' "/proc/$pid/status")")
        [ "$now" != "$before" ] || break
        before=$now
        sleep 1
    done
    echo "$now"
}

# left_of_containers: prints what is on disk of those that libvirt makes.
left_of_containers()
{
    # they come with the first container
    { find /etc/libvirt/fslmc /run/libvirt/fslmc -type f ! -name '.lock-*' ! -name lock \
        2> /dev/null || :; } | LC_ALL=C sort
    ls "$BUS/devices"
}

# report COUNT FIRST LAST: prints how it went, and fails when the daemon has grown.
report()
{
    local count=$1 first last

    read -ra first < "$2"
    read -ra last < "$3"
    echo "cycles: $count; open files: ${first[0]}, then ${last[0]}; memory: ${first[1]} kB, then ${last[1]} kB"
    [ "${last[0]}" -le "${first[0]}" ] || fail 'more open files'
    [ "${last[1]}" -le $((first[1] + GROWTH)) ] || fail 'more memory'
}
