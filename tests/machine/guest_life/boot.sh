# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# boot: again
#
# After a boot the containers are there that are to be, before the guests that start
# with the host; and one that cannot be made keeps no other from it.

# shellcheck source=life.bash
. ./life.bash

define_container()
{
    sed "s,<device>,&<name>$1</name>,; $2" /fslmc/top/examples/container.xml \
        > "$FSLMC_RESULTS/$1.xml"
    virsh nodedev-define "$FSLMC_RESULTS/$1.xml"
    virsh nodedev-autostart "$1"
}

if [ "$(restarts)" = 0 ]; then
    define_container dprc_boot-a 's,net-a,first,'
    # its port is the one that the first has
    define_container dprc_boot-b 's,net-a,second,'
    # its id is another one before and after
    define_container dprc_boot-c 's,net-a,third,; /dpseci/d; /<object/,/object>/d'
    define_container dprc_boot-d 's,net-a,fourth,; /dpseci/d; /<object/,/object>/d'
    virsh nodedev-autostart dprc_boot-d --disable
    virsh nodedev-start dprc_boot-c
    virsh nodedev-start dprc_boot-a
    guest guest dprc.2 | sed "s,object='dprc.2',label='first'," > "$FSLMC_RESULTS/guest.xml"
    virsh define "$FSLMC_RESULTS/guest.xml"
    virsh autostart guest
    mc dump
    restart_machine
fi

cat /var/log/libvirt/units.log
mc dump
# what it made before libvirt is for all users, as when libvirt makes it
test "$(stat -c %a /run/libvirt)" = 755
virsh -q nodedev-list --all | grep dprc_
test "$(virsh -q nodedev-list --inactive | grep dprc_ | sort | tr '\n' ' ')" = 'dprc_boot-b dprc_boot-d '
grep "cannot start 'dprc_boot-b': 'dpmac.3' is connected to 'dpni" /var/log/libvirt/units.log
wait_for is_running guest
object=$(virsh nodedev-dumpxml dprc_boot-a | sed -n "s,.*<object type='dprc' .*>\(.*\)</object>,\1,p")
has guest "$object"
virsh destroy guest
wait_for is_bound "$object" ''
virsh nodedev-destroy dprc_boot-c
virsh nodedev-destroy dprc_boot-a
# what the machine has after a boot without them
udevadm settle
bus_state > /run/fslmc-bus
