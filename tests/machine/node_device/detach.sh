# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# Detach, reset and reattach of a container, what virsh says and what the
# kernel has then, and that a second time changes nothing.
# containers: both

state()
{
    [ -e "$BUS/devices/$1" ] || { echo "$1: not there"; return; }
    echo "$1: driver $(driver_of "$1"), override $(override_of "$1")"
}

{
    state dprc.2
    virsh nodedev-detach dprc_2
    state dprc.2
    state dpni.1
    virsh nodedev-dumpxml dprc_2 | sed -n '/<driver>/,/<.driver>/p'

    echo '# again'
    virsh nodedev-detach dprc_2
    virsh nodedev-detach dprc_2 --driver vfio
    virsh nodedev-detach dprc_2 --driver vfio-fsl-mc
    state dprc.2

    echo '# reset'
    virsh nodedev-reset dprc_2
    state dprc.2

    echo '# and back'
    virsh nodedev-reattach dprc_2
    state dprc.2
    state dpni.1
    virsh nodedev-reattach dprc_2
    state dprc.2
    # unplugged: as dumpxml.sh has it, but for the group, which stays
    if [ "$FSLMC_CONTAINERS" = plugged ]; then
        virsh nodedev-dumpxml dprc_2
    else
        virsh nodedev-dumpxml dprc_2 | grep -E '<driver>|iommuGroup|address object'
    fi
} | grep -v '^$' | expect_output detach.expected
