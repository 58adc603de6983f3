# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# containers: both
#
# The daemon ends while guests run, and comes back: in order, and killed.

# shellcheck source=life.bash
. ./life.bash

# still_has NAME CONTAINER: as if nothing had been.
still_has()
{
    wait_for is_running "$1"
    expect_in_use "$2" "$1"
    settled "$1" "$2" || fail "$1 has lost $2"
}

define guest dprc.2
define other dprc.3 unmanaged
virsh nodedev-detach dprc_3
virsh start guest
virsh start other
pid=$(pid_of guest)
rights=$(nsenter -t "$pid" -m ls -l /dev/vfio)

libvirtd_restart
still_has guest dprc.2
still_has other dprc.3
test "$(pid_of guest)" = "$pid"
test "$(nsenter -t "$pid" -m ls -l /dev/vfio)" = "$rights"
virsh dumpxml guest | hostdevs | expect_output live.expected

# killed: it finds one guest as it was, and of the other only what it had
group=$(group_of dprc.2)
kill_daemon
kill -9 "$pid"
libvirtd_start
still_has other dprc.3
wait_for is_off guest
wait_for is_back dprc.2
wait_for test ! -e "/dev/vfio/$group"

# both have ended, the daemon in order: what was not taken is left where it is.
# As after a boot, guests start by themselves; that is before anything else of
# ours is initialized.
virsh autostart guest
libvirtd_stop
kill -9 "$(pid_of other)"
rm -f /run/libvirt/qemu/autostarted
libvirtd_start
still_has guest dprc.2
wait_for is_off other
test "$(driver_of dprc.3)" = vfio-fsl-mc
virsh nodedev-reattach dprc_3
expect_back dprc.3

# and what was taken is given back, as ever
virsh destroy guest
expect_back dprc.2
