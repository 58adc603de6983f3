# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# boot: again
# init: systemd
#
# A boot with Debian's systemd and libvirt's own units: udev and libvirtd's drop-in have
# our unit started, and guests that start with the host wait for it. boot.sh, which needs
# no systemd, has what can go wrong with a container.

# shellcheck source=life.bash
. ./life.bash

unit=libvirt-fslmc-containers@dprc.1.service

# property UNIT NAME
property()
{
    systemctl show --property "$2" --value "$1"
}

if [ "$(restarts)" = 0 ]; then
    [ "$(property libvirtd.service ActiveState)" = active ]
    # there is nothing to start yet, and that is no failure
    [ "$(property $unit Result)" = success ]
    sed 's,<device>,&<name>dprc_boot</name>,; s,net-a,boot,' /fslmc/top/examples/container.xml \
        > "$FSLMC_RESULTS/container.xml"
    virsh nodedev-define "$FSLMC_RESULTS/container.xml"
    virsh nodedev-autostart dprc_boot
    guest guest dprc.2 | sed "s,object='dprc.2',label='boot'," > "$FSLMC_RESULTS/guest.xml"
    virsh define "$FSLMC_RESULTS/guest.xml"
    virsh autostart guest
    restart_machine
fi

journalctl --boot --output short-monotonic > "$FSLMC_RESULTS/journal"
[ "$(property $unit ActiveState)" = active ]
# both want it, and either would do
property $unit WantedBy | grep -F 'misc-dprc.1.device'
property libvirtd.service Wants | grep -F "$unit"
[ "$(property $unit ExecMainExitTimestampMonotonic)" -lt \
  "$(property libvirtd.service ExecMainStartTimestampMonotonic)" ] ||
    fail 'libvirtd did not wait'
grep 'dprc_boot is container dprc' "$FSLMC_RESULTS/journal"
! grep -i 'ordering cycle' "$FSLMC_RESULTS/journal" || fail 'an ordering cycle'
! systemctl --no-legend --failed list-units | grep -E 'virt|fslmc' || fail 'failed units'

wait_for is_running guest
object=$(virsh nodedev-dumpxml dprc_boot | sed -n "s,.*<object type='dprc' .*>\(.*\)</object>,\1,p")
has guest "$object"
virsh destroy guest
wait_for is_bound "$object" ''
virsh nodedev-destroy dprc_boot
# what the machine has after a boot without it
udevadm settle
bus_state > /run/fslmc-bus
