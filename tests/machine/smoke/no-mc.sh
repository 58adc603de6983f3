# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# dtb: no-mc
#
# A host that has the drivers and no hardware for them.

test -d /sys/bus/fsl-mc
test -z "$(ls /sys/bus/fsl-mc/devices)"
virsh -c qemu:///system nodedev-list | grep '^computer$'
