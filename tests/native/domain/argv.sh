# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# The devices on QEMU's command line, for the guests in argv/: NAME.expected for
# an emulator that takes JSON, NAME.old.expected for one before QEMU 6.2. All else
# is as for the same guest without the hostdev.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

# argv FILE
argv()
{
    virsh -q domxml-to-native qemu-argv "$1" > /tmp/argv || return
    sed -e "s/ -\([a-z]\)/\n-\1/g" -e "\$a\\" /tmp/argv
}

# devices FILE; what a disk's node is called is another from release to release
devices()
{
    argv "$1" > /tmp/line
    sed -n '/^-device.*\(fsl-mc\|virtio\)/s/libvirt-1-[a-z]*/libvirt-1/p;/^-device.*fsl-mc/p' /tmp/line
}

# expect_argv SUFFIX
expect_argv()
{
    for xml in "$FSLMC_TOP/$HERE"/argv/*.xml; do
        expect_output "$HERE/argv/$(basename "$xml" .xml)$1" devices "$xml"
    done
}

with_plugin
start_with_kvm
expect_argv .expected
argv "$GUEST" | grep -v -e '^-device.*fsl-mc' > /tmp/with
sed '/<hostdev/,/<\/hostdev>/d' "$GUEST" > /tmp/without.xml
argv /tmp/without.xml | diff /tmp/with -
libvirtd_stop

FORGET="/name='device.json+hotplug'/d"
start_with_kvm
expect_argv .old.expected
libvirtd_stop
