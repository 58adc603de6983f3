# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# An MC that does not answer: the kernel gives up, and the next command works.
# daemon: none

. ./functions

silent()
{
    free_for_vfio dprc.2
    mc silent open 1 dprc.2
    printf 'bind: %s\n' "$(bind vfio-fsl-mc dprc.2)"
    state_of dprc.2
    printf 'bind again: %s\n' "$(bind vfio-fsl-mc dprc.2)"
    state_of dprc.2 dpni.1

    mc silent close 1 dprc.2
    printf 'unbind: %s\n' "$(unbind vfio-fsl-mc dprc.2)"
    state_of dprc.2
    set_override dprc.2
    printf 'bind to the host: %s\n' "$(bind fsl_mc_dprc dprc.2)"
    state_of dprc.2 dpni.1
}

expect_printed firmware-silent silent
