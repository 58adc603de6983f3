# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# processors: 2
# kvm: yes
# containers: both
# releases: bookworm
#
# The MC fails when a guest starts, and when it ends; or it does not answer then.

# shellcheck source=life.bash
. ./life.bash

define guest dprc.2

mc fail get_obj_count dma 1
expect_error "container 'dprc.2' to driver 'vfio-fsl-mc': MC firmware error 0x5 (DMA error)" \
    virsh start guest
is_off guest
expect_back dprc.2

# An unplugged container needs no answer of the MC on its way back.
if [ "$FSLMC_CONTAINERS" = plugged ]; then
    # not even the way back: it is on no side, and the guest can be started again
    mc fail get_obj_count dma
    expect_error 'its former state could not be restored' virsh start guest
    test -z "$(driver_of dprc.2)"
    expect_error 'MC firmware error 0x5 (DMA error)' virsh start guest
    test "$(ls "$LOANS")" = dprc.2
    mc clear
    virsh start guest
    expect_in_use dprc.2 guest

    # a guest that ends has ended, but the host has to wait
    mc fail get_obj_count dma
    virsh destroy guest
    is_off guest
    test "$(driver_of dprc.2)" != fsl_mc_dprc
    libvirtd_log | grep -F 'cannot give container dprc.2 of domain guest back to the host'
    test "$(ls "$LOANS")" = dprc.2

    # the next who comes brings it back
    mc clear
    virsh nodedev-reattach dprc_2
    expect_back dprc.2
else
    virsh start guest
    mc fail any dma
    virsh destroy guest
    mc clear
    is_off guest
    expect_back dprc.2
fi

# no answer is as good as a refusal: the kernel waits 15 s for one
mc silent get_obj_count 1
expect_error "container 'dprc.2' to driver 'vfio-fsl-mc': the MC firmware did not answer" \
    virsh start guest
is_off guest
expect_back dprc.2

if [ "$FSLMC_CONTAINERS" = plugged ]; then
    virsh start guest
    mc silent get_obj_count 1
    virsh destroy guest
    is_off guest
    libvirtd_log | grep -F "to driver 'fsl_mc_dprc': the MC firmware did not answer"
    test "$(driver_of dprc.2)" = vfio-fsl-mc
    test "$(ls "$LOANS")" = dprc.2
fi

# the guest itself may come next, and its end brings it back
virsh start guest
expect_in_use dprc.2 guest
virsh destroy guest
expect_back dprc.2
