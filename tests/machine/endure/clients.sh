# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# endures: sixteen clients change thirty containers and eight guests at once
# cycles: 1000
# kvm: yes
# processors: 2
# timeout: 3600
#
# Clients move, define, make and destroy containers and start and destroy guests that
# have them, each what chance says. Each call succeeds or is refused with a reason that
# there is; in the end the daemon is the same, and all is as it was.

# shellcheck source=endure.bash
. ./endure.bash
# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash

# shellcheck disable=SC2034 # used by cycles
FEW=100
CONTAINERS=30
GUEST=../guest_life/guest.xml

# drivers: a container that VFIO has had keeps its group
drivers()
{
    bus_state | grep -v iommu_group
}

for ((id = 4; id < 2 + CONTAINERS; id++)); do
    mc add dprc.$id dprc.1
    mc add dpni.$((id + 20)) dprc.$id
    mc add dpmcp.$((id + 20)) dprc.$id
done
rescan
wait_for test -e "$BUS/devices/dprc.$((id - 1))"
udevadm settle
before=$(drivers)
containers=$(left_of_containers)
daemon=$(libvirtd_pid)

timeout 3000 python3 clients.py "$(cycles)" $((1 + CONTAINERS)) "$GUEST"

is_as_before()
{
    [ "$(drivers)" = "$before" ] && [ "$(left_of_containers)" = "$containers" ]
}

wait_for is_as_before
[ "$(libvirtd_pid)" = "$daemon" ] || fail 'it is another daemon'
[ -z "$(virsh -q list --all)" ] || fail 'a guest is left'
