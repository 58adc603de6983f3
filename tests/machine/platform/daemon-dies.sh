# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: platform
# kvm: yes
# daemon: none
#
# The daemon is killed at each step of a move of a platform device for a guest. The next
# one finds out what there is, and gives the device back. Meanwhile the module of
# vfio-platform goes, and comes back: it takes the device whose driver_override names it.

# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=guest.bash
. ./guest.bash

# new_daemon: the guest is off, and the host has the device.
new_daemon()
{
    libvirtd_start
    wait_for is_off guest
    expect_back $DEVICE
}

boot_files
libvirtd_start
at_exit libvirtd_stop
virsh define guest.xml
# what the daemon runs is traced as well, and slow: the emulator is asked now
virsh domxml-to-native qemu-argv --domain guest > /dev/null

while read -r verb file driver override; do
    [ "$verb" = start ] || virsh start guest --paused < /dev/null
    killed_before "$file" write,unlinkat 1 virsh "$verb" guest
    test "$(driver_of $DEVICE) $(override_of $DEVICE)" = "${driver#none} $override"
    test "$(ls "$LOANS")" = $DEVICE
    if [ "$driver $override" = 'none vfio-platform' ]; then
        modprobe -r vfio-platform
        modprobe vfio-platform
        is_bound $DEVICE vfio-platform
    fi
    new_daemon
done << END
start    $BUS/devices/$DEVICE/driver_override  none           (null)
start    $BUS/drivers/vfio-platform/bind       none           vfio-platform
destroy  $BUS/drivers/vfio-platform/unbind     vfio-platform  vfio-platform
destroy  $BUS/devices/$DEVICE/driver_override  none           vfio-platform
destroy  $BUS/drivers_probe                    none           (null)
destroy  $LOANS/$DEVICE                        none           (null)
END

virsh undefine guest
