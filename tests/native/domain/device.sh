# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Devices that come to a stored configuration, change there and go.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

# ours [CONTAINER [LINE…]]: the hostdev, with other words in it.
ours()
{
    sed -e "s,dprc.2,${1:-dprc.2}," -e "$(printf 's,</hostdev>,%s&,\n' "${2:-}")" "$HOSTDEV"
}

# change VERB XML…: what it says, and what is there then.
change()
{
    local verb=$1
    shift

    echo "# $verb $*"
    ours "$@" > /tmp/device.xml
    virsh "$verb-device" guest /tmp/device.xml --config 2>&1 || :
    virsh dumpxml guest | hostdevs
}

# detach_alias ALIAS FLAG
detach_alias()
{
    echo "# detach $*"
    virsh detach-device-alias guest "$@" 2>&1 || :
    virsh dumpxml guest | hostdevs
}

device()
{
    change attach
    change attach
    change attach dprc.3
    change attach dprc.2 '<alias name="ua-other"/>'
    change attach dpni.1
    change attach dprc.3 '<rom bar="off"/>'

    change update dprc.2 '<boot order="2"/><alias name="ua-mc"/>'
    change update dprc.2 '<boot order="0"/>'
    change update dprc.3
    change detach dprc.3
    change detach

    change attach dprc.2 '<alias name="ua-mc"/>'
    detach_alias ua-other --config
    detach_alias ua-mc --live
    detach_alias ua-mc --config
    change attach
    detach_alias fslmc0 --config
    change detach

    # what collides with what is there
    change attach dprc.2 '<alias name="ua-ivshmem"/>'
    change attach dprc.2 '<boot order="1"/>'

    # the words for it, in a guest that is off
    change attach
    for verb in attach detach update; do
        echo "# $verb --live, --live --config, --current"
        ours dprc.2 > /tmp/device.xml
        virsh "$verb-device" guest /tmp/device.xml --live || :
        virsh "$verb-device" guest /tmp/device.xml --live --config || :
        virsh "$verb-device" guest /tmp/device.xml --current || :
        virsh dumpxml guest | hostdevs
    done
}

with_plugin
start_with_kvm
sed -e '/<hostdev/,/<\/hostdev>/d' \
    -e "s,<memballoon.*,<disk type='file'><source file='/tmp/disk'/><target dev='vda'/><boot order='1'/></disk>&<shmem name='x'><model type='ivshmem-plain'/><size unit='M'>1</size><alias name='ua-ivshmem'/></shmem>," \
    "$GUEST" > /tmp/guest.xml
virsh define --validate /tmp/guest.xml
virsh dumpxml --security-info guest > /tmp/before.xml
expect_output "$HERE/device.expected" same device
virsh dumpxml --security-info guest | diff /tmp/before.xml -
libvirtd_stop
