# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# containers: both
#
# The MC's container goes while a guest has it.

# shellcheck source=life.bash
. ./life.bash

define guest dprc.2
define other dprc.3
virsh start guest

# the kernel waits for QEMU to let go of it, and shows it to nobody new
path=$(realpath "$BUS/devices/dprc.2")
mc remove dprc.2
echo 1 > "$BUS/rescan" &
rescan=$!
wait_for test ! -e "$BUS/devices/dprc.2"
test -e "$path"
is_running guest
virsh destroy guest
wait $rescan
test ! -e "$path"
is_off guest
wait_for test ! -e "$LOANS/dprc.2"
expect_error "no object 'dprc.2' on the fsl-mc bus" virsh start guest

# the host and its other guests go on
virsh start other
expect_in_use dprc.3 other
virsh destroy other
expect_back dprc.3
