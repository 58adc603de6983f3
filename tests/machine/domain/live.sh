# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
#
# A guest that runs with the device: what cannot be done with it is refused at
# once, with the reason, and it runs on; all else works as without the device.

# shellcheck source=domain.bash
. ./domain.bash

tmp=$FSLMC_RESULTS
image=/var/lib/libvirt/images/fslmc
at_exit rm -f $image.1 $image.2 $image.3
qemu-img create -q -f qcow2 $image.1 1M
sed "s,<hostdev,<disk type='file'><driver type='qcow2'/><source file='$image.1'/><target dev='vda' bus='virtio'/></disk>&," \
    "$GUEST" > "$tmp/guest.xml"
hostdevs < "$GUEST" > "$tmp/hostdev.xml"
sed 's/dprc.2/dprc.3/' "$tmp/hostdev.xml" > "$tmp/other.xml"
virsh define "$tmp/guest.xml"
virsh start --paused guest
pid=$(cat /run/libvirt/qemu/guest.pid)

# what it says names files as it was given them
(cd "$tmp" && all_refused \
    'attach-device guest other.xml' \
    'attach-device guest other.xml --live' \
    'attach-device guest other.xml --live --config' \
    'attach-device guest other.xml --persistent' \
    'detach-device guest hostdev.xml' \
    'detach-device guest hostdev.xml --persistent' \
    'detach-device-alias guest fslmc0 --live' \
    'update-device guest hostdev.xml --live' \
    "save guest $image.2" \
    'managedsave guest' \
    'migrate --live guest qemu:///system' \
    'migrate --live --p2p guest qemu+unix:///system?socket=/run/libvirt/libvirt-sock tcp://other' \
    "dump guest $image.2" \
    'snapshot-create-as guest memory' \
    "snapshot-create-as guest memory --live --memspec $image.2") |
    expect_output refused.expected
test "$(cat /run/libvirt/qemu/guest.pid)" = "$pid"
test "$(virsh -q domstate guest)" = paused
test ! -e $image.2

shown()
{
    local flags

    for flags in '' --inactive --migratable --security-info; do
        printf '# %s\n' "$flags"
        # shellcheck disable=SC2086 # none or one
        virsh dumpxml $flags guest | hostdevs
    done
}
shown | expect_output shown.expected

# what it can do all the same
virsh domstats guest > /dev/null
virsh resume guest
virsh snapshot-create-as guest disk --disk-only --diskspec "vda,file=$image.3"
virsh snapshot-dumpxml guest disk > "$tmp/snapshot.xml"
test "$(grep -c "object='dprc.2'" "$tmp/snapshot.xml")" = \
    "$(grep -cE '<(domain|inactiveDomain) ' "$tmp/snapshot.xml")"
if grep fslmc: "$tmp/snapshot.xml"; then fail 'the carriage is shown'; fi
virsh blockcopy guest vda --dest $image.2 --transient-job --wait --finish
virsh suspend guest
expect_error 'no more than 1 fsl_mc hostdev' virsh attach-device guest "$tmp/other.xml" --config
virsh detach-device guest "$tmp/hostdev.xml" --config
test -z "$(virsh dumpxml --inactive guest | hostdevs)"
test -n "$(virsh dumpxml guest | hostdevs)"
virsh attach-device guest "$tmp/other.xml" --config
virsh dumpxml --inactive guest | hostdevs | grep "object='dprc.3'"
expect_error 'fslmc0' virsh detach-device-alias guest fslmc0 --config

virsh destroy guest
wait_for is_bound dprc.2 "$HOST_DRIVER"
virsh dumpxml guest | hostdevs | grep "object='dprc.3'"
virsh snapshot-delete guest disk --metadata
