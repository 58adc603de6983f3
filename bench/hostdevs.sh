# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
# with: a guest with an fsl_mc hostdev
# without: the same guest with a PCI hostdev instead
# goal: 1.10
#
# What a hostdev costs that libvirt does not know, in calls that lift it and put it back.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

sed "/<hostdev/,/<\/hostdev>/c\\
    <hostdev mode='subsystem' type='pci' managed='yes'>\\
      <source><address domain='0' bus='7' slot='3' function='0'/></source>\\
    </hostdev>" "$GUEST" > /tmp/without.xml
cp "$GUEST" /tmp/with.xml

with_plugin
start_with_kvm
virsh -q define /tmp/without.xml
virsh -q undefine guest
for round in $(seq "$(cat "$FSLMC_ARTEFACTS/rounds")"); do
    states='with without'
    [ $((round % 2)) = 0 ] || states='without with'
    for state in $states; do
        "$FSLMC_BUILD/bench/calls" "$round $state" "/tmp/$state.xml" define 200 \
            >> "$FSLMC_ARTEFACTS/bench"
        virsh -q define "/tmp/$state.xml"
        "$FSLMC_BUILD/bench/calls" "$round $state" "/tmp/$state.xml" dumpxml 200 \
            >> "$FSLMC_ARTEFACTS/bench"
        virsh -q undefine guest
    done
done
libvirtd_stop
