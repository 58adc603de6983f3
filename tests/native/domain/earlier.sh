# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# What a version from before platform hostdevs has left on disk: the definition of a guest
# with a container, in data/earlier/guest.xml, and that the container is on loan for it, in
# data/earlier/dprc.2. The guest has its hostdev, and the host gets the container back. What is
# written anew the earlier version can read.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

EARLIER=$FSLMC_TOP/$HERE/data/earlier
LOAN=/run/libvirt/fslmc/dprc.2

carriage()
{
    sed -n '/<fslmc:hostdevs/,/<\/fslmc:hostdevs>/p' "$1"
}

fake_bus 1
with_plugin
start_with_kvm
libvirtd_stop

mkdir -p /etc/libvirt/qemu
cp "$EARLIER/guest.xml" /etc/libvirt/qemu/
mkdir -p "${LOAN%/*}"
cp "$EARLIER/dprc.2" $LOAN
fake_bind dprc.2 vfio-fsl-mc
libvirtd_start
virsh dumpxml guest > /tmp/shown.xml
hostdevs < "$GUEST" > /tmp/expected
hostdevs < /tmp/shown.xml | diff /tmp/expected -
if grep fslmc: /tmp/shown.xml; then fail 'the carriage is shown'; fi

fake_moves dprc.2
for _ in $(seq 1200); do
    [ -e $LOAN ] || break
    sleep 0.1
done
[ ! -e $LOAN ] || fail 'it is on loan'
readlink "$BUS/devices/dprc.2/driver" | grep '/fsl_mc_dprc$'

virsh define /tmp/shown.xml
carriage "$EARLIER/guest.xml" > /tmp/expected
[ -s /tmp/expected ]
carriage /etc/libvirt/qemu/guest.xml | diff /tmp/expected -
libvirtd_stop
