# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# Guests that cannot have the hostdev: what is said of each at every door, and
# nothing is defined. Of the emulator a guest can be defined without, and is not
# started.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

# unfit WHAT SED [COMMAND…]: the guest after that change, at these doors
unfit()
{
    echo "# $1"
    sed "$2" "$GUEST" > /tmp/guest.xml
    shift 2
    [ $# != 0 ] || set -- define
    for command; do
        # shellcheck disable=SC2086 # words
        virsh $command /tmp/guest.xml 2>&1 || :
    done
}

# second CONTAINER
second()
{
    printf '<hostdev type="fsl_mc"><source><address object="%s"/></source></hostdev>' "$1"
}

unfits()
{
    unfit 'another architecture' \
        "s/aarch64'/armv7l'/; s/'kvm'/'qemu'/; s/aarch64-fslmc/arm/; s/'3'/'2'/" \
        define 'define --validate' create 'domxml-to-native qemu-argv'
    unfit 'another machine' "s/'virt'/'raspi3b'/; /<features/,/<.features/d"
    unfit 'no KVM' "s/'kvm'/'qemu'/"
    unfit 'another GIC' "s/version='3'/version='2'/"
    unfit 'ACPI, which is for guests with UEFI' \
        "s,<gic,<acpi/>&,; s,</type>,&<loader readonly='yes' type='pflash'>/tmp/code</loader><nvram template='/tmp/vars'>/tmp/nvram</nvram>,"
    unfit 'two containers' "s,<hostdev,$(second dprc.3)&,"
    unfit 'the same one twice' "s,<hostdev,$(second dprc.2)&,"
    unfit 'no container' 's/dprc.2/dpni.2/'
    unfit 'an emulator without the device' '' 'domxml-to-native qemu-argv' create define
    try virsh start guest
}

with_plugin
rm -f /usr/lib/*/libvirt-fslmc/qemu-vfio-fsl-mc.so
touch /tmp/no-device
start_with_kvm
expect_output "$HERE/unfit.expected" same unfits
[ "$(virsh -q list --all --name)" = guest ] || fail 'something else is defined'
libvirtd_stop
