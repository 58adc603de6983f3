# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# releases: bookworm
# containers: both
#
# The firmware fails at each command of the bind in turn: the error says so and
# the container is as before, or the bind went through all the same (the kernel
# carries on without an object that it could not ask about).

commands='get_attributes get_obj_count get_obj get_obj_region set_obj_irq
    set_irq set_irq_enable set_irq_mask open close get_api_version get_container_id'

attempt()
{
    if virsh nodedev-detach dprc_2 > "$FSLMC_RESULTS/said" 2>&1; then
        echo "$1: detached"
        test "$(driver_of dprc.2)" = vfio-fsl-mc
        mc clear
        virsh -q nodedev-reattach dprc_2 > /dev/null
    else
        printf '%s: ' "$1"
        grep -v '^$' "$FSLMC_RESULTS/said"
        mc clear
    fi
    # whole again
    test "$(driver_of dprc.2)" = "$HOST_DRIVER"
    test "$(override_of dprc.2)" = '(null)'
}

{
    for command in $commands; do
        mc fail "$command" config 1 dprc.2
        attempt "$command, once"
    done

    # the way back needs it, too
    mc fail get_attributes config 2 dprc.2
    refused virsh nodedev-detach dprc_2
    mc clear
    echo "then: driver $(driver_of dprc.2), override $(override_of dprc.2)"
    virsh nodedev-reattach dprc_2
    test "$(driver_of dprc.2)" = "$HOST_DRIVER"
} | grep -v '^$' | expect_output firmware.expected
