# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# containers: both
# releases: bookworm
#
# A machine that has all that is needed: no complaint but that AppArmor is not
# used, whether its containers are free, detached or a guest's; and what a user
# sees of it who may do nothing.

# shellcheck source=lib.bash
. ./lib.bash

virsh nodedev-detach dprc_3
at_exit virsh nodedev-reattach dprc_3
validate env | expect_output good.expected
test "$(cat "$FSLMC_RESULTS/status")" = 0

validate as_user user | expect_output user.expected
test "$(cat "$FSLMC_RESULTS/status")" = 0

virsh create ../guest_life/guest.xml
virt-fslmc-host-validate --tree | sed 's/group [0-9]*/group NUMBER/; s/^\([a-z]*\)  [0-9]*$/\1  NUMBER/' |
    expect_output tree.expected
virsh destroy guest
