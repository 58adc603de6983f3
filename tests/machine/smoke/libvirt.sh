# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# The stock daemon of the release answers, in a machine with a bus.

virsh -c qemu:///system version
virsh -c qemu:///system nodedev-list | grep '^computer$'
test "$(driver_of dprc.1)" = fsl_mc_dprc
mc dump | grep '^dprc.1$'
