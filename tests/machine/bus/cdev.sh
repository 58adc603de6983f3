# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# releases: trixie
#
# A process that has opened a container or one of its objects in /dev/vfio/devices
# holds it as one that has opened its group: an unbind would wait for it. Linux 6.1
# has no such nodes.

. ./lib

before=$(bus)
tool detach dprc.2
for object in dprc.2 dpni.1; do
    node=$(basename "$BUS/devices/$object"/vfio-dev/vfio*)
    sleep 1000 9< "/dev/vfio/devices/$node" &
    holder=$!
    at_exit end "$holder"
    wait_for test -e "/proc/$holder/fd/9"
    text="BUSY: VFIO device '$node' of '$object' is in use by process $holder (sleep)"
    meanwhile refused "$text" reattach dprc.2
    meanwhile refused "$text" reset dprc.2
    meanwhile expect_error "$text" tool claim dprc.2
    let_go
done
tool reset dprc.2
tool reattach dprc.2
same "$before"
