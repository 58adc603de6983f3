# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: desktop
# releases: bookworm
#
# libvirt-glib reads a guest with the hostdev, changes what it knows of the guest,
# and leaves the hostdev alone. For node devices see tests/machine/node_device.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"

with_plugin
start_with_kvm
virsh define "$GUEST"
virsh dumpxml guest | hostdevs > /tmp/before
python3 "$FSLMC_TOP/tests/native/clients/libvirt_glib.py"
virsh dumpxml guest | grep -x '  <title>changed</title>'
virsh dumpxml guest | hostdevs | diff /tmp/before -
grep -c 'dprc.2' /tmp/before | grep -x 1
libvirtd_stop
