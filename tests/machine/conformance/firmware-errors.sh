# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# What a bind answers when the MC fails: for each status, and at each command.
# daemon: none

. ./functions

# try DRIVER FAULT…: binds dprc.2 with that fault.
try()
{
    local driver=$1 result missing
    shift

    mc "$@"
    result=$(bind "$driver" dprc.2)
    mc clear
    missing=$(comm -23 <(printf '%s\n' "$objects") <(children_of dprc.2 | sort) |
                  sort -V | tr '\n' ' ')
    if [ -e "$BUS/devices/dprc.2/driver" ]; then
        printf '%s: %s, bound, without: %s\n' "$*" "$result" "${missing:-none}"
        echo dprc.2 > "$BUS/drivers/$driver/unbind"
    else
        printf '%s: %s, not bound\n' "$*" "$result"
    fi
}

errors()
{
    local status command

    free_for_vfio dprc.2
    echo '# status'
    for status in 2 3 4 5 6 7 8 9 10 11 12 13 255; do
        try vfio-fsl-mc fail open $status dprc.2
    done

    echo '# vfio-fsl-mc, at each command'
    # of the objects only what is asked about them: an open dprc.2 is its own
    for command in open get_attributes get_api_version get_obj_count; do
        try vfio-fsl-mc fail $command busy 1 dprc.2
    done
    try vfio-fsl-mc fail get_obj busy dpni.1
    try vfio-fsl-mc fail get_obj busy dprc.2
    try vfio-fsl-mc fail get_obj_region busy dpio.3
    try vfio-fsl-mc fail get_obj_region busy dpmcp.5

    echo '# fsl_mc_dprc, at each command'
    free_for_host dprc.2
    for command in open get_attributes get_api_version get_obj_count \
                   set_irq set_irq_enable set_irq_mask clear_irq_status; do
        try fsl_mc_dprc fail $command busy 1 dprc.2
    done
    try fsl_mc_dprc fail get_obj busy dpni.1
    try fsl_mc_dprc fail get_obj_region busy dpmcp.5

    echo '# unbinding, at each command'
    for command in set_irq_enable set_irq_mask clear_irq_status close; do
        echo dprc.2 > "$BUS/drivers/fsl_mc_dprc/bind"
        mc fail $command busy dprc.2
        printf 'fsl_mc_dprc, %s: %s\n' $command "$(unbind fsl_mc_dprc dprc.2)"
        mc clear
        state_of dprc.2 dpni.1
    done
    set_override dprc.2 vfio-fsl-mc
    echo dprc.2 > "$BUS/drivers/vfio-fsl-mc/bind"
    mc fail close busy dprc.2
    printf 'vfio-fsl-mc, close: %s\n' "$(unbind vfio-fsl-mc dprc.2)"
    mc clear
    state_of dprc.2 dpni.1

    echo '# and without errors'
    try vfio-fsl-mc clear
    set_override dprc.2
    try fsl_mc_dprc clear
}

objects=$(children_of dprc.2 | sort)
expect_printed firmware-errors errors
