# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# What writes to bind, unbind and drivers_probe answer.
# daemon: none

. ./functions

# row WHAT RESULT: and the driver that dprc.2 has then.
row()
{
    local driver

    driver=$(driver_of dprc.2)
    printf '%s: %s, driver %s\n' "$1" "$2" "${driver:-none}"
}

rows()
{
    echo '# a name that is not there'
    row 'bind' "$(bind vfio-fsl-mc dprc.99)"
    row 'unbind' "$(unbind fsl_mc_dprc dprc.99)"
    row 'probe' "$(probe dprc.99)"
    row 'bind, empty' "$(store "$BUS/drivers/vfio-fsl-mc/bind")"
    row 'unbind, empty' "$(store "$BUS/drivers/fsl_mc_dprc/unbind")"
    row 'probe, empty' "$(store "$BUS/drivers_probe")"

    echo '# bound'
    row 'bind to the same' "$(bind fsl_mc_dprc dprc.2)"
    row 'bind to another, no override' "$(bind vfio-fsl-mc dprc.2)"
    row 'unbind from another' "$(unbind vfio-fsl-mc dprc.2)"
    row 'probe' "$(probe dprc.2)"
    set_override dprc.2 vfio-fsl-mc
    row 'bind to another' "$(bind vfio-fsl-mc dprc.2)"
    row 'probe, override is another' "$(probe dprc.2)"
    row 'unbind, space before' "$(unbind fsl_mc_dprc ' dprc.2')"
    row 'unbind, space behind' "$(unbind fsl_mc_dprc 'dprc.2 ')"
    row 'unbind, with newline' "$(unbind fsl_mc_dprc 'dprc.2
')"

    echo '# not bound'
    row 'unbind' "$(unbind fsl_mc_dprc dprc.2)"
    row 'bind, override is another' "$(bind fsl_mc_dprc dprc.2)"
    row 'bind, space before' "$(bind vfio-fsl-mc ' dprc.2')"
    row 'bind, space behind' "$(bind vfio-fsl-mc 'dprc.2 ')"
    set_override dprc.2 no-such-driver
    row 'probe, no such driver' "$(probe dprc.2)"
    row 'bind, no such driver' "$(bind vfio-fsl-mc dprc.2)"
    set_override dprc.2
    row 'bind to vfio, no override' "$(bind vfio-fsl-mc dprc.2)"
    row 'bind to a driver of another type' "$(bind fsl_mc_allocator dprc.2)"
    row 'probe, no override' "$(probe dprc.2)"
    row 'unbind' "$(unbind fsl_mc_dprc dprc.2)"
    set_override dprc.2 vfio-fsl-mc
    row 'probe, override is vfio' "$(probe dprc.2)"
    row 'bind again' "$(bind vfio-fsl-mc dprc.2)"
    row 'unbind' "$(unbind vfio-fsl-mc dprc.2)"
}

expect_printed bind rows
