# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# A container goes to vfio-fsl-mc and back, and what is in it follows.
# daemon: none

. ./functions

show()
{
    # what is in it can change meanwhile, so not a list of what was there
    # shellcheck disable=SC2046
    state_of dprc.2 $(children_of dprc.2) $(children_of dprc.20)
}

detach()
{
    local inode

    # whether the host can use them depends on its processors
    mc remove dpio.3
    mc remove dpio.4
    mc add dprc.20 dprc.2
    mc plug dprc.20
    mc add dpni.20 dprc.20
    echo dprc.2 > "$BUS/drivers/fsl_mc_dprc/unbind"
    echo dprc.2 > "$BUS/drivers/fsl_mc_dprc/bind"
    udevadm settle

    echo '# on the host'
    show
    inode=$(stat -L -c %i "$BUS/devices/dpni.1")
    printf 'dpmac.1\n' > "$BUS/devices/dpni.1/driver_override"

    echo '# override'
    set_override dprc.2 vfio-fsl-mc
    printf 'bind: %s\n' "$(bind vfio-fsl-mc dprc.2)"

    echo '# unbound'
    printf 'unbind: %s\n' "$(unbind fsl_mc_dprc dprc.2)"
    show

    echo '# bound'
    printf 'bind: %s\n' "$(bind vfio-fsl-mc dprc.2)"
    show
    [ "$(stat -L -c %i "$BUS/devices/dpni.1")" != "$inode" ] ||
        echo 'dpni.1 is the same device'
    for container in dprc.2 dprc.20; do
        stat -c '%A %U' "/dev/vfio/$(group_of "$container")"
    done
    (cd "$BUS/devices/dprc.2" && find vfio-dev dpni.1/vfio-dev -name 'vfio[0-9]*' |
         sed 's/vfio[0-9]*$/vfioN/')

    echo '# unbound'
    printf 'unbind: %s\n' "$(unbind vfio-fsl-mc dprc.2)"
    show
    printf 'bind, with override: %s\n' "$(bind fsl_mc_dprc dprc.2)"

    echo '# on the host again'
    set_override dprc.2
    printf 'bind: %s\n' "$(bind fsl_mc_dprc dprc.2)"
    show

    echo '# without autoprobe'
    echo 0 > "$BUS/drivers_autoprobe"
    free_for_vfio dprc.2
    printf 'bind: %s\n' "$(bind vfio-fsl-mc dprc.2)"
    show
}

expect_printed detach detach
