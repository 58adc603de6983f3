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

if [ "$FSLMC_CONTAINERS" = plugged ]; then
    # not even the way back: it is on no side, and the guest can be started again
    mc fail get_obj_count dma
    expect_error 'its former state could not be restored' virsh start guest
    test -z "$(driver_of dprc.2)"
    expect_error 'MC firmware error 0x5 (DMA error)' virsh start guest
    test "$(ls "$LOANS")" = dprc.2
    mc clear
fi
virsh start guest
expect_in_use dprc.2 guest

# A guest that ends has ended, but the host has to wait until the MC is well again.
# Of an unplugged container it has to say that it is.
mc fail get_obj_count dma
virsh destroy guest
is_off guest
wait_for log_says 'cannot give container dprc.2 of domain guest back to the host'
! is_back dprc.2
test "$(ls "$LOANS")" = dprc.2
mc clear
expect_back dprc.2

# a person who wants it back is told what the matter is
virsh start guest
mc fail get_obj_count dma
virsh destroy guest
expect_error 'MC firmware error 0x5 (DMA error)' virsh nodedev-reattach dprc_2
mc clear
virsh nodedev-reattach dprc_2
expect_back dprc.2

# no answer is as good as a refusal: the kernel waits 15 s for one
mc silent get_obj_count 1
expect_error "container 'dprc.2' to driver 'vfio-fsl-mc': the MC firmware did not answer" \
    virsh start guest
is_off guest
expect_back dprc.2

# others are answered while the MC is not; then it is tried again
virsh start guest
mc silent get_obj_count
virsh destroy guest
is_off guest
virsh list --all
virsh nodedev-list > /dev/null
virsh dumpxml guest > /dev/null
refused is_back dprc.2
wait_for log_says 'the MC firmware did not answer'
mc clear
expect_back dprc.2

# the next guest does not fail because of it, and its end brings it back
[ "$FSLMC_CONTAINERS" = plugged ] || exit 0
virsh start guest
define other dprc.2
mc silent get_obj_count 1
virsh destroy guest
virsh start other
expect_in_use dprc.2 other
virsh destroy other
expect_back dprc.2
