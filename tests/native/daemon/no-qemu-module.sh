# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# A QEMU that we have no module for: one line says so, and it is as stock.

SERIES=$(qemu-system-aarch64 --version | sed -n 's/.*version \([0-9]*\.[0-9]*\).*/\1/p')

# devices: those that this QEMU has
devices()
{
    qemu-system-aarch64 -machine none -device help
}

rm -f "$PLUGIN/qemu-vfio-fsl-mc-$SERIES.so"
devices > /tmp/stock
LD_PRELOAD=$PLUGIN/qemu-vfio-fsl-mc.so devices > /tmp/devices 2> /tmp/said
cat /tmp/said
[ "$(cat /tmp/said)" = "no device 'vfio-fsl-mc': there is no module for QEMU $SERIES" ] ||
    fail 'it is not said'
diff /tmp/stock /tmp/devices
