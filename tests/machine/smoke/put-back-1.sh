# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Leaves a mess: a container on vfio-fsl-mc, an object more, firmware that
# fails, no daemon. The next test must not see any of it.
# containers: both

test "$(driver_of dprc.2)" = "$HOST_DRIVER"

to_vfio dprc.2
test "$(driver_of dprc.2)" = vfio-fsl-mc
test "$(driver_of dpni.1)" = vfio-fsl-mc
test -n "$(group_of dprc.2)"
to_host dprc.2
test "$(driver_of dprc.2)" = "$HOST_DRIVER"
to_vfio dprc.2

mc add dpni.77 dprc.1
rescan
test -e /sys/bus/fsl-mc/devices/dpni.77
mc fail 0x830 3 1000
libvirtd_stop
sleep 1000 &
