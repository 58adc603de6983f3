# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# containers: plugged
#
# When the kernel notices that the MC's objects have changed.
# daemon: none

. ./functions

# container_of OBJECT: prints the name of the container that sysfs has it in.
container_of()
{
    basename "$(readlink -f "$BUS/devices/$1/..")"
}

present()
{
    [ -e "$BUS/devices/$1" ]
}

absent()
{
    [ ! -e "$BUS/devices/$1" ]
}

changes()
{
    echo '# before a scan'
    mc add dpni.20 dprc.1
    mc add dpni.21 dprc.2
    mc remove dpmac.4
    state_of dpni.20 dpni.21 dpmac.4

    echo '# rescan: the root container'
    printf 'rescan: %s\n' "$(store "$BUS/rescan" 1)"
    state_of dpni.20 dpni.21 dpmac.4

    echo '# rescan, other values'
    printf '0: %s\n' "$(store "$BUS/rescan" 0)"
    printf 'text: %s\n' "$(store "$BUS/rescan" text)"

    echo '# a bind: that container'
    echo dprc.2 > "$BUS/drivers/fsl_mc_dprc/unbind"
    echo dprc.2 > "$BUS/drivers/fsl_mc_dprc/bind"
    state_of dpni.21

    echo '# on vfio-fsl-mc'
    to_vfio dprc.2
    mc add dpni.22 dprc.2
    echo 1 > "$BUS/rescan"
    state_of dpni.22
    to_vfio dprc.2
    state_of dpni.22

    echo '# moved: it stays where it was until that container is bound again'
    mc move dpni.3 dprc.1
    echo 1 > "$BUS/rescan"
    printf 'container: %s\n' "$(container_of dpni.3)"
    echo dprc.3 > "$BUS/drivers/fsl_mc_dprc/unbind"
    echo dprc.3 > "$BUS/drivers/fsl_mc_dprc/bind"
    state_of dpni.3
    echo 1 > "$BUS/rescan"
    printf 'container: %s\n' "$(container_of dpni.3)"

    echo '# an interrupt'
    cat "$BUS/autorescan"
    mc add dpni.23 dprc.1
    mc irq dprc.1
    wait_for present dpni.23
    mc remove dpni.23
    mc irq dprc.1
    wait_for absent dpni.23

    echo '# a container that goes while it is on the host'
    mc remove dprc.3
    printf 'rescan: %s\n' "$(store "$BUS/rescan" 1)"
    state_of dprc.3 dpmcp.8

    echo '# a container that goes while it is on vfio-fsl-mc'
    mc remove dprc.2
    printf 'rescan: %s\n' "$(store "$BUS/rescan" 1)"
    state_of dprc.2 dpni.1
}

expect_printed rescan changes
