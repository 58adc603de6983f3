# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# Finds nothing of what the test before it left.

test "$(driver_of dprc.2)" = fsl_mc_dprc
test "$(override_of dprc.2)" = '(null)'
test ! -e /sys/bus/fsl-mc/devices/dpni.77
virsh -c qemu:///system uri
