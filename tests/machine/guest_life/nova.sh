# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# releases: bookworm
#
# A guest that Nova wrote, with a container that an operator added: a soft reboot
# brings it, a hard reboot takes it away. tests/native/clients/nova.sh has the XML
# from Nova, and tells which calls it makes.

# shellcheck source=life.bash
. ./life.bash

name=instance-00000001
xml=$FSLMC_RESULTS/nova.xml
# which Nova adds where the host is arm64
sed "s,<devices>,<cpu mode='host-passthrough'/>&," ../../native/clients/nova-guest.xml > "$xml"
hostdevs < guest.xml > "$FSLMC_RESULTS/hostdev.xml"

virsh define "$xml"
virsh attach-device $name "$FSLMC_RESULTS/hostdev.xml" --config
virsh start $name
expect_in_use dprc.2 $name
holds_group "$(pid_of $name)" dprc.2
virsh destroy $name
expect_back dprc.2

virsh undefine $name
virsh define "$xml"
virsh start $name
test -z "$(vfio_of "$(pid_of $name)")"
expect_back dprc.2
virsh destroy $name
virsh undefine $name
