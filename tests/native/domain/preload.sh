# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# changed-device: VirtMachineState
#
# A stock emulator, and the device that is brought into it: the command line that libvirt
# prints has it, also when it is run by hand; and where the device does not fit, what is
# missing and what it fits is said, and the emulator is as stock.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

SERIES=$(qemu-system-aarch64 --version | sed -n 's/.*version \([0-9]*\.[0-9]*\).*/\1/p')
MODULE=$PLUGIN/qemu-vfio-fsl-mc-$SERIES.so

# argv: the command line of the guest
argv()
{
    virsh -q domxml-to-native qemu-argv "$GUEST" || :
}

# said COMMAND…: without the version of this QEMU, which is another from release to release
said()
{
    "$@" > /tmp/said 2>&1
    sed -e '/^$/d' -e "s/QEMU ${SERIES}[.0-9]*/QEMU X.Y/g" /tmp/said
}

# by_hand: the emulator as on the command line, asked for its devices
by_hand()
{
    # shellcheck disable=SC2046 # words
    env $(argv | sed "s, $EMULATOR .*,,") "$EMULATOR" -machine none -device help
}

# stock: what QEMU itself says, which is as stock then: it lists the devices that it has
stock()
{
    LD_PRELOAD=$PLUGIN/qemu-vfio-fsl-mc.so qemu-system-aarch64 -machine none -device help \
        > /tmp/devices || fail "it ends with $?"
    grep -q '^name "vfio-pci"' /tmp/devices
    ! grep -q '^name "vfio-fsl-mc' /tmp/devices || fail 'it has a device that does not fit'
}

refusals()
{
    echo '# no module for this QEMU'
    mv "$MODULE" /tmp/module.so
    said argv
    said stock

    echo '# a QEMU that was changed'
    cp "$FSLMC_TOP/build/changed-device-VirtMachineState/src/qemu_device/${MODULE##*/}" "$MODULE"
    said argv
    said stock

    echo '# not a QEMU that takes modules'
    touch /tmp/other "$PLUGIN"
    said argv
    rm /tmp/other

    echo '# no package'
    mv "$PLUGIN/qemu-vfio-fsl-mc.so" /tmp
    said argv
    mv /tmp/qemu-vfio-fsl-mc.so "$PLUGIN"
}

sed -i '2i [ ! -e /tmp/other ] || exec echo '\''name "virtio-net-pci", bus PCI'\' $EMULATOR
with_plugin
start_with_kvm

# an emulator that has the device itself
argv > /tmp/line
grep -c 'vfio-fsl-mc.*dprc.2' /tmp/line
! grep -F LD_PRELOAD /tmp/line || fail 'it is preloaded where it is there already'

libvirtd_stop

# one that has not
touch /tmp/no-device
libvirtd_start
argv > /tmp/line
grep -c 'vfio-fsl-mc.*dprc.2' /tmp/line
grep -F " LD_PRELOAD=$PLUGIN/qemu-vfio-fsl-mc.so $EMULATOR " /tmp/line
by_hand | grep '^name "vfio-fsl-mc"'

expect_output "$HERE/preload.expected" refusals

# the module is back, which is noticed
cp /tmp/module.so "$MODULE"
argv | grep -c LD_PRELOAD
libvirtd_stop
