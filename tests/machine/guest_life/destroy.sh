# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
#
# A container that libvirt made is not destroyed while a guest is being started with
# it, although nothing has its IOMMU group open then; nor while the guest runs.

# shellcheck source=life.bash
. ./life.bash

HOOK=/etc/libvirt/hooks/qemu
IN_USE='error: Requested operation is not valid: container dprc.N is in use by driver QEMU, domain early'

# destroying: prints what nodedev-destroy says, without the number
destroying()
{
    refused virsh nodedev-destroy "$node" | sed "s/$container/dprc.N/; s/$node/dprc_N/"
}

# without_driver: the container is where it was before the guest
without_driver()
{
    test -z "$(driver_of "$container")"
}

virsh -q nodedev-list | sort > "$FSLMC_RESULTS/before"
virsh nodedev-create /fslmc/top/examples/container.xml
node=$(virsh -q nodedev-list | sort | comm -13 "$FSLMC_RESULTS/before" -)
container=${node/_/.}
define early "$container"

# libvirt runs the hook when the container is taken and QEMU is not started yet
mkdir -p "${HOOK%/*}"
at_exit rm -f "$HOOK"
wait=$(mktemp -d)
at_exit rm -r "$wait"
mkfifo "$wait/go"
# shellcheck disable=SC2016 # it is the hook that expands it
printf '#!/bin/sh\n[ "$2" != start ] || { : > %s/waits; read -r go < %s/go; }\n' \
    "$wait" "$wait" > "$HOOK"
chmod +x "$HOOK"
libvirtd_restart

virsh start early &
wait_for test -e "$wait/waits"
test "$(driver_of "$container")" = vfio-fsl-mc
destroying | grep -xF "$IN_USE"
echo > "$wait/go"
wait $!
has early "$container"

destroying | grep -xF "$IN_USE"
rm "$HOOK"
libvirtd_restart
has early "$container"
destroying | grep -xF "$IN_USE"

virsh destroy early
wait_for without_driver
virsh nodedev-destroy "$node"
test ! -e "/sys/bus/fsl-mc/devices/$container"
