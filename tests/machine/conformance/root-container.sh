# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# Nothing keeps the root container from being taken away from the host.
# daemon: none

. ./functions

node()
{
    [ -e /dev/dprc.1 ] && echo '/dev/dprc.1 is there' ||
        echo '/dev/dprc.1 is not there'
}

root_container()
{
    echo '# unbound'
    set_override dprc.1 vfio-fsl-mc
    printf 'unbind: %s\n' "$(unbind fsl_mc_dprc dprc.1)"
    state_of dprc.1 dprc.2 dpni.1
    node

    echo '# on vfio-fsl-mc'
    printf 'bind: %s\n' "$(bind vfio-fsl-mc dprc.1)"
    state_of dprc.1 dprc.2 dprc.3 dpmac.1 dpni.1
    node

    echo '# back'
    printf 'unbind: %s\n' "$(unbind vfio-fsl-mc dprc.1)"
    state_of dprc.1 dprc.2
    set_override dprc.1
    printf 'bind: %s\n' "$(bind fsl_mc_dprc dprc.1)"
    udevadm settle
    state_of dprc.1 dprc.2 dpni.1
    node
}

expect_printed root-container root_container
