# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# What else is done with a guest that has the hostdev, and is off: metadata,
# editing, snapshots and checkpoints, another name. It keeps the hostdev.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

OURS=urn:libvirt-fslmc:domain

metadata()
{
    try virsh metadata guest $OURS --key fslmc --set '<hostdevs/>'
    try virsh metadata guest $OURS --remove
    # what would be ours when the daemon reads it again
    try virsh metadata guest 'urn:libvirt-fslmc&#58;domain' --key fslmc --set '<hostdevs/>'
    try virsh metadata guest urn:other --key other \
        --set '<?xml version="1.0" encoding="UTF-7"?><hostdevs xmlns="urn:libvirt-+AGYAcwBsAG0AYw-:domain"/>'
    try virsh metadata guest urn:other --key other --set '<hostdevs/>'
    try virsh metadata guest urn:other
    virsh dumpxml guest | sed -n '/<metadata/,/<.metadata/p'
    try virsh metadata guest urn:other --remove
    try virsh desc guest --title 'A title'
    virsh dumpxml guest | sed -n '/<metadata/,/<.metadata/p'
    virsh dumpxml guest | hostdevs
}

# editor SED: what "virsh edit" runs
editor()
{
    printf '#!/bin/sh\nsed -i "%s" "$%s"\n' "$1" 1 > /tmp/editor
    chmod +x /tmp/editor
}

edit()
{
    export EDITOR=/tmp/editor
    editor s/dprc.2/dprc.4/
    try virsh edit guest
    virsh dumpxml guest | hostdevs
    editor '/<hostdev/,/<.hostdev>/d'
    try virsh edit guest
    virsh dumpxml guest | hostdevs
    virsh -q define /tmp/guest.xml
}

# moment KIND: what is shown of it can be given again, with another container.
moment()
{
    virsh "$1-dumpxml" guest one > /tmp/moment.xml
    hostdevs < /tmp/moment.xml
    sed 's/dprc.2/dprc.5/' /tmp/moment.xml > /tmp/other.xml
    try virsh "$1-create" guest /tmp/other.xml --redefine
    virsh "$1-dumpxml" guest one | hostdevs
    sed 's/dprc.2/dpni.5/' /tmp/moment.xml > /tmp/wrong.xml
    try virsh "$1-create" guest /tmp/wrong.xml --redefine
    virsh "$1-dumpxml" guest one | diff /tmp/other.xml -
}

moments()
{
    try virsh snapshot-create-as guest one
    moment snapshot
    try virsh snapshot-create guest /tmp/moment.xml --redefine --validate
    virsh -q detach-device guest "$HOSTDEV" --config
    try virsh snapshot-revert guest one
    virsh dumpxml guest | hostdevs
    try virsh snapshot-delete guest one

    { echo '<domaincheckpoint><name>one</name><creationTime>1</creationTime>'
      echo '<disks><disk name="vda" checkpoint="bitmap" bitmap="one"/></disks>'
      virsh dumpxml guest
      echo '</domaincheckpoint>'; } > /tmp/checkpoint.xml
    try virsh checkpoint-create guest /tmp/checkpoint.xml --redefine
    moment checkpoint
    try virsh checkpoint-delete guest one --metadata
}

manage()
{
    try virsh domrename guest other
    virsh dumpxml other | hostdevs
    try virsh domstats other --state
    try virsh start other
    try virsh autostart other
    try virsh undefine other
    try virsh create /tmp/guest.xml
    try virsh list --all
}

# what a disk has in its snapshots is not the question
printf '#!/bin/sh\n' > /usr/bin/qemu-img
chmod +x /usr/bin/qemu-img
disk="<disk type='file'><driver type='qcow2'/><source file='/tmp/disk'/><target dev='vda'/></disk>"
sed "s,<hostdev,$disk&," "$GUEST" > /tmp/guest.xml
touch /tmp/disk

with_plugin
start_with_kvm
virsh define /tmp/guest.xml
for what in metadata edit moments manage; do
    expect_output "$HERE/$what.expected" same $what
done
libvirtd_stop
