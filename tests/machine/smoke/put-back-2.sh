# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Finds nothing of what the test before it left.
# containers: both

if [ "$FSLMC_CONTAINERS" = plugged ]; then
    test "$(driver_of dprc.2)" = fsl_mc_dprc
    test -e /sys/bus/fsl-mc/devices/dpni.1
else
    test -z "$(driver_of dprc.2)"
    test -z "$(group_of dprc.2)"
    test ! -e /sys/bus/fsl-mc/devices/dpni.1
fi
test "$(override_of dprc.2)" = '(null)'
test ! -e /sys/bus/fsl-mc/devices/dpni.77
virsh -c qemu:///system uri
