# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# topology: nested
#
# A container that is not plugged, as those that are made at run time: it is
# detached, reset and reattached like any other, and then has no driver again.
# One that is unplugged while it is detached is given back in the same way.

state() { echo "driver $(driver_of "$1"), override $(override_of "$1")"; }

{
    virsh nodedev-detach dprc_5
    state dprc.5
    virsh nodedev-reset dprc_5
    virsh nodedev-reattach dprc_5
    state dprc.5
    virsh nodedev-detach dprc_2
    mc unplug dprc.2
    rescan
    virsh nodedev-reattach dprc_2
    state dprc.2
    mc plug dprc.2
    rescan
    state dprc.2
} | grep -v '^$' | expect_output unplugged.expected
