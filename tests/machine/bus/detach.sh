# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# A container goes to vfio-fsl-mc, is reset there, and comes back.
# containers: both

. ./lib

before=$(bus)

tool detach dprc.2
all_on dprc.2 vfio-fsl-mc
test "$(override_of dprc.2)" = vfio-fsl-mc
test -c "/dev/vfio/$(group_of dprc.2)"
test "$(driver_of dprc.3)" = "$HOST_DRIVER"

# once more: nothing happens, not even to the firmware
detached=$(bus)
sent=$(mc count any)
tool detach dprc.2
test "$(mc count any)" = "$sent"
same "$detached"

# what the firmware is told by a reset; closing the device resets it again
resets=$(mc count reset)
tool reset dprc.2
test "$(mc count reset)" -gt "$resets"
same "$detached"

tool reattach dprc.2
same "$before"

# once more: nothing changes. Of a container without a driver the MC is asked whether
# it is plugged.
sent=$(mc count any)
tool reattach dprc.2
if [ -n "$HOST_DRIVER" ]; then
    test "$(mc count any)" = "$sent"
fi
same "$before"
