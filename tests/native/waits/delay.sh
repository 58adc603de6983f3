# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: trixie
#
# Guests that start with the daemon, with a pause between two of them, which
# qemu.conf asks for: the daemon does not wait for it, and ends in the middle of it.

# shellcheck source=tests/native/domain/board
. "$FSLMC_TOP/tests/native/domain/board"
# shellcheck source=tests/native/fake-bus
. "$FSLMC_TOP/tests/native/fake-bus"

fake_bus 2
with_plugin
start_with_kvm
for number in 2 3; do
    sed -e "s,<name>.*<,<name>guest$number<," -e "s,object='.*',object='dprc.$number'," \
        -e '/<uuid>/d' "$GUEST" > /tmp/guest.xml
    virsh -q define /tmp/guest.xml
    virsh -q autostart "guest$number"
done
libvirtd_stop

# ten minutes
echo 'auto_start_delay = 600000' >> /etc/libvirt/qemu.conf
rm /run/libvirt/qemu/autostarted
libvirtd_start
for _ in $(seq 1200); do
    [ "$(waiting_writers)" != 1 ] || break
    sleep 0.1
done
virsh -q list --all > /tmp/said
cat /tmp/said
[ "$(grep -c ' paused$' /tmp/said)" = 1 ] || fail 'not one of them starts'
[ "$(grep -c ' shut off$' /tmp/said)" = 1 ] || fail 'not one of them waits'
[ "$(virsh -q list --all --autostart | grep -c .)" = 2 ] || fail 'one is not to start any more'

let_go
libvirtd_stop
