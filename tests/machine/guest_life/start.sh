# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# containers: both
#
# A guest gets the container and all that it needs for it, and no more; when it
# ends, the host has everything back as it was.

# shellcheck source=life.bash
. ./life.bash

virsh define guest.xml
nodes=$(ls -lR /dev/vfio)
virsh start guest
pid=$(pid_of guest)
group=$(group_of dprc.2)
expect_in_use dprc.2 guest
virsh nodedev-dumpxml dprc_2 | grep '<name>vfio-fsl-mc</name>'

# what it has, as whom
vfio_of "$pid" | expect_output vfio.expected
test "$(stat -c %U "/proc/$pid")" = libvirt-qemu
tr '\0' '\n' < "/proc/$pid/cmdline" | grep -A 1 -x -e -device | expect_output device.expected
awk '/^Max locked memory/ { print $4, $5 }' "/proc/$pid/limits" | expect_output memlock.expected
test "$(awk '/^VmLck/ { print $2 }' "/proc/$pid/status")" -ge $((64 * 1024))

# in its own /dev there is no group but this one, and in the host's /dev it is
# still the host's
nsenter -t "$pid" -m find /dev/vfio -type c -printf '%f %u %g %m\n' |
    sed "s/^$group /GROUP /" | LC_ALL=C sort | expect_output nodes.expected
test "$(stat -c '%U %a' "/dev/vfio/$group")" = 'root 600'

# the alias is there as long as the guest runs
virsh dumpxml guest | hostdevs | expect_output live.expected
virsh dumpxml --inactive guest | hostdevs | expect_output inactive.expected

# a guest with nothing of ours has nothing of this
sed '/<hostdev/,/<\/hostdev/d; s/guest</other</; /<uuid>/d' guest.xml > "$FSLMC_RESULTS/other.xml"
virsh create "$FSLMC_RESULTS/other.xml"
other=$(pid_of other)
test -z "$(vfio_of "$other")"
nsenter -t "$other" -m test ! -e /dev/vfio
test "$(awk '/^Max locked memory/ { print $4 }' "/proc/$other/limits")" != \
    "$(awk '/^Max locked memory/ { print $4 }' "/proc/$pid/limits")"
virsh destroy other

virsh destroy guest
expect_back dprc.2
test "$(ls -lR /dev/vfio)" = "$nodes"

# it can be had again; the second time nobody has to be asked about the emulator
virsh start guest
expect_in_use dprc.2 guest
virsh destroy guest
expect_back dprc.2
virsh undefine guest
