# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
# with: until a client of libvirt has an event for each of 4,096 objects
# without: until a process that listens to the kernel has it
# goal: 2.00
#
# Objects appear, and vanish. None of them is announced twice or not at all, or this fails.

# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

fake_bus 0
with_plugin
libvirtd_start
for round in $(seq "$(cat "$FSLMC_ARTEFACTS/rounds")"); do
    "$FSLMC_BUILD/bench/node_device_events" $((round * 100)) 4096 \
        "$FSLMC_BUILD/bench/fake_objects" | sed "s/^/$round /" >> "$FSLMC_ARTEFACTS/bench"
    virsh -q nodedev-list | grep '^dp' > /tmp/left
    [ "$(cat /tmp/left)" = dprc_1 ] || { cat /tmp/left; fail 'not what is on the bus'; }
done
libvirtd_stop
