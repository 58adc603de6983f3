# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# A container that was made at run time, so is not plugged.
# daemon: none

. ./functions

unplugged()
{
    echo '# found unplugged'
    mc add dprc.20 dprc.1
    mc add dpni.20 dprc.20
    rescan
    state_of dprc.20 dpni.20
    printf 'bind to the host: %s\n' "$(bind fsl_mc_dprc dprc.20)"
    printf 'probe: %s\n' "$(probe dprc.20)"
    state_of dprc.20

    echo '# to vfio'
    set_override dprc.20 vfio-fsl-mc
    printf 'bind: %s\n' "$(bind vfio-fsl-mc dprc.20)"
    state_of dprc.20 dpni.20
    printf 'children: %s\n' "$(children_of dprc.20)"

    echo '# back'
    printf 'unbind: %s\n' "$(unbind vfio-fsl-mc dprc.20)"
    set_override dprc.20
    printf 'bind to the host: %s\n' "$(bind fsl_mc_dprc dprc.20)"
    state_of dprc.20 dpni.20
    printf 'children: %s\n' "$(children_of dprc.20)"
    printf 'probe: %s\n' "$(probe dprc.20)"
    state_of dprc.20

    echo '# and again'
    set_override dprc.20 vfio-fsl-mc
    printf 'probe: %s\n' "$(probe dprc.20)"
    state_of dprc.20 dpni.20
    printf 'unbind: %s\n' "$(unbind vfio-fsl-mc dprc.20)"
    set_override dprc.20

    echo '# plugged: the next scan binds it'
    mc plug dprc.20
    printf 'before: %s\n' "$(bind fsl_mc_dprc dprc.20)"
    rescan
    state_of dprc.20 dpni.20

    echo '# unplugged: the next scan unbinds it'
    mc unplug dprc.20
    state_of dprc.20
    rescan
    state_of dprc.20 dpni.20
}

expect_printed unplugged unplugged
