# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# endures: containers are defined, started, destroyed and undefined
# cycles: 1000
# timeout: 14400
#
# Containers come and go. In the end the daemon has no more files open than after the
# first ones, has not grown, and nothing is left of them, neither on disk nor in the MC,
# but the portals that the MC keeps until it boots.

# shellcheck source=endure.bash
. ./endure.bash

# dpmcps of a container: the MC keeps their portals, and has them all again after a boot
PORTALS=5
ROUND=100
before=$(mc dump)
containers=$(left_of_containers)

# come_and_go COUNT: as often, and what the MC keeps of that is what is known.
come_and_go()
{
    local count=$1 free round

    while [ "$count" -gt 0 ]; do
        round=$((count < ROUND ? count : ROUND))
        mc pool mcp $((ROUND * PORTALS + PORTALS)) > /dev/null
        free=$(mc pool mcp)
        python3 containers.py /fslmc/top/examples/container.xml "$round"
        [ "$(mc pool mcp)" = $((free - PORTALS * round)) ] ||
            fail "of $free portals $(mc pool mcp) are left after $round containers"
        [ "$(mc dump)" = "$before" ] || fail "left in the MC: $(mc dump)"
        mc reset
        count=$((count - round))
    done
}

come_and_go $((($(cycles) + 3) / 4))
libvirtd_settled > "$FSLMC_RESULTS/first"
come_and_go "$(cycles)"
libvirtd_settled > "$FSLMC_RESULTS/last"

report "$(cycles)" "$FSLMC_RESULTS/first" "$FSLMC_RESULTS/last"
[ "$(left_of_containers)" = "$containers" ] || fail "left on disk: $(left_of_containers)"
