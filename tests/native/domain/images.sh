# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Saved guests that can have the hostdev, and one that has it: as its image is
# shown and edited. No such guest can be saved; this one ran in a daemon without
# the plugin, without KVM and without the device.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

IMAGE=/tmp/image
MANAGED=/var/lib/libvirt/qemu/save/guest.save

# define SED KIND WHAT: what it says to an image with that done to it
define()
{
    echo "# $1"
    virsh "$2-dumpxml" "$3" | sed "$1" > /tmp/edited.xml
    try virsh "$2-define" "$3" /tmp/edited.xml
}

# image KIND WHAT: it can have another container. What it had is in
# /tmp/before.xml, what it has in /tmp/after.xml.
image()
{
    virsh "$1-dumpxml" "$2" > /tmp/before.xml
    hostdevs < /tmp/before.xml
    if grep fslmc: /tmp/before.xml; then fail 'the carriage is shown'; fi
    try env EDITOR='sed -i s/dprc.2/dprc.3/' virsh "$1-edit" "$2"
    virsh "$1-dumpxml" "$2" > /tmp/after.xml
    sed s/dprc.2/dprc.3/ /tmp/before.xml | diff - /tmp/after.xml
    define s/dprc.3/dpni.3/ "$@"
    virsh "$1-dumpxml" "$2" | diff /tmp/after.xml -
}

# without FILE KIND WHAT COMMAND…: it can have none, and is as good as any then.
without()
{
    local file=$1
    shift

    define '/<hostdev/,/<.hostdev>/d' "$1" "$2"
    [ -z "$(virsh "$1-dumpxml" "$2" | hostdevs)" ] || fail 'it still has it'
    # as long as it was
    sed -i "s/<domain type='kvm'/<domain type='qemu'/; s/^  <name>guest</ <name>guest</" "$file"
    shift 2
    try "$@"
    virsh destroy guest
}

images()
{
    image save-image $IMAGE
    try virsh restore $IMAGE
    try virsh restore $IMAGE --xml /tmp/before.xml
    virsh save-image-dumpxml $IMAGE | diff /tmp/after.xml -
    without $IMAGE save-image $IMAGE virsh restore $IMAGE

    image managedsave guest
    try virsh start guest
    virsh managedsave-dumpxml guest | diff /tmp/after.xml -
    try virsh list --all --managed-save
    without $MANAGED managedsave guest virsh start guest

    # one without cannot get it, as it could get no PCI device
    define "/<memballoon/r $HOSTDEV" save-image $IMAGE.without
    [ -z "$(virsh save-image-dumpxml $IMAGE.without | hostdevs)" ] || fail 'it has it'
}

# saved FILE COMMAND…: the guest, into that file, and as one that had KVM
saved()
{
    local file=$1
    shift

    virsh start --paused guest
    virsh "$@"
    sed -i "s/<domain type='qemu'/<domain type='kvm' /" "$file"
}

without_plugin
start_with_kvm
sed -e "s/'kvm'/'qemu'/; s/after='1'/after='0'/" -e '/<hostdev/,/<.hostdev>/d' \
    "$FSLMC_TOP/$HERE/define/carriage.xml" > /tmp/with.xml
sed '/<metadata/,/<.metadata/d' /tmp/with.xml > /tmp/without.xml
virsh define /tmp/without.xml
saved $IMAGE.without save guest $IMAGE.without
virsh define /tmp/with.xml
saved $IMAGE save guest $IMAGE
saved $MANAGED managedsave guest
libvirtd_stop

with_plugin
libvirtd_start
expect_output "$HERE/images.expected" same images
libvirtd_stop
