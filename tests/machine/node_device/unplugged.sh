# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# A container that is unplugged while it is detached: the host driver refuses
# it, it stays with vfio-fsl-mc, and it comes back when it is plugged again.

virsh -q nodedev-detach dprc_2
mc unplug dprc.2
rescan
{
    refused virsh nodedev-reattach dprc_2
    echo "driver $(driver_of dprc.2), override $(override_of dprc.2)"
    mc plug dprc.2
    rescan
    virsh nodedev-reattach dprc_2
    echo "driver $(driver_of dprc.2), override $(override_of dprc.2)"
} | grep -v '^$' | expect_output unplugged.expected
