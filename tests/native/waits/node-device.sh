# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# daemons: libvirtd split
#
# Detaches that wait in the kernel, as long as the MC is silent: of a container that the
# host has bound, and of one that has no driver. The daemon answers others meanwhile,
# about these containers, too, and whoever detached is told in the end.
# What the MC's silence itself leads to is in tests/machine/node_device/silent.sh: the
# kernel waits for the MC with interrupts off, so there a processor less answers anybody.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

all_wait()
{
    [ "$(waiting_writers)" = 2 ]
}

fake_bus 3
rm "$DEVICES"/fsl-mc/dprc.1/dprc.3/driver "$DEVICES"/fsl-mc/dprc.1/dprc.3/iommu_group
rm $BUS/drivers/vfio-fsl-mc/bind
mkfifo $BUS/drivers/vfio-fsl-mc/bind
with_plugin
libvirtd_start

virsh nodedev-detach dprc_2 > /tmp/said2 2>&1 &
first=$!
virsh nodedev-detach dprc_3 > /tmp/said3 2>&1 &
second=$!
for _ in $(seq 1200); do
    ! all_wait || break
    sleep 0.1
done
all_wait || { cat "$LOG" /tmp/said?; fail 'the detaches do not wait'; }

# each is answered, or this does not end
[ "$(virsh -q nodedev-list | grep -c '^dprc_')" = 4 ] || fail 'a container is not listed'
for name in dprc_1 dprc_2 dprc_3 dprc_4; do
    virsh nodedev-dumpxml $name | grep -q "<name>$name</name>" || fail "no XML of $name"
    virsh nodedev-info $name > /dev/null
done
virsh list --all
virsh define "$PLAIN_GUEST"
virsh undefine guest
all_wait || fail 'a detach does not wait any more'

# The files take what is written, and no driver moves. Whoever has waited for too long
# was told that.
exec 7<> $BUS/drivers/vfio-fsl-mc/bind
let_go
if wait $first; then fail 'dprc_2 is detached'; fi
if wait $second; then fail 'dprc_3 is detached'; fi
cat /tmp/said2 /tmp/said3
grep -E "cannot unbind container 'dprc.2' from driver 'fsl_mc_dprc'|container dprc.2 is being detached" /tmp/said2
grep -E "cannot bind container 'dprc.3' to driver 'vfio-fsl-mc'|container dprc.3 is being detached" /tmp/said3
libvirtd_stop
