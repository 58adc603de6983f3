# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: platform
# kvm: yes
#
# The plugin goes, and comes back, while guests with platform devices are defined and run;
# another process holds a device that is to go back to the host; and a driver of the host
# comes back under another name.

# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=guest.bash
. ./guest.bash

STOCK="$(echo /usr/lib/*/libvirt/connection-driver)"

# is_used: by the guest, and nothing can be done with it.
is_used()
{
    expect_error "device $DEVICE is in use by driver QEMU, domain guest" \
        virsh nodedev-reattach platform_7e220000_reset
    is_bound $DEVICE vfio-platform
}

boot_files
virsh define guest.xml

echo '# the plugin is removed'
virsh start guest --paused
pid=$(pid_of guest)
shown=$(virsh dumpxml guest | hostdevs)
test -n "$shown"
libvirtd_restart LIBVIRT_DRIVER_DIR="$STOCK"
test "$(virsh -q domstate guest)" = paused
holds_group "$pid" $DEVICE
test -z "$(virsh -q nodedev-list | grep -E '^(platform|amba)_' || :)"
test -z "$(virsh dumpxml guest | hostdevs)"
virsh define guest.xml 2> "$FSLMC_RESULTS/stderr" && fail 'the stock daemon takes the hostdev'
grep -E "'type'|unknown" "$FSLMC_RESULTS/stderr"

echo '# and comes back'
libvirtd_restart
test "$(virsh -q domstate guest)" = paused
test "$(pid_of guest)" = "$pid"
test "$(virsh dumpxml guest | hostdevs)" = "$shown"
is_used

echo '# what the stock daemon leaves detached goes back later'
libvirtd_restart LIBVIRT_DRIVER_DIR="$STOCK"
virsh destroy guest
is_bound $DEVICE vfio-platform
test "$(cat $LOANS/$DEVICE)" = guest
virsh start guest --paused
test -z "$(vfio_of "$(pid_of guest)")"
libvirtd_restart
wait_for is_back $DEVICE
libvirtd_log | grep -F "domain guest runs without device $DEVICE"
test -z "$(virsh dumpxml guest | hostdevs)"
virsh dumpxml --inactive guest | hostdevs | grep -F $DEVICE
virsh destroy guest

echo '# or by hand, as the page says'
virsh start guest --paused
libvirtd_restart LIBVIRT_DRIVER_DIR="$STOCK"
virsh destroy guest
is_bound $DEVICE vfio-platform
sed -n '/^Without the plugin$/,/^Kernels/s/^   //p' /fslmc/top/docs/platform.rst |
    sed "s/3100000\.serial/$DEVICE/" > "$FSLMC_RESULTS/commands"
test "$(wc -l < "$FSLMC_RESULTS/commands")" = 4
bash -eux "$FSLMC_RESULTS/commands"
is_back $DEVICE
libvirtd_restart

echo '# another process holds it'
virsh start guest --paused
pid=$(pid_of guest)
kill_daemon
kill -9 "$pid"
wait_for test ! -e "/proc/$pid"
hold "$(group_of $DEVICE)" $DEVICE
libvirtd_start
wait_for is_off guest
wait_for log_says "cannot give device $DEVICE of domain guest back to the host"
log_says "in use by process $HOLDER (vfio-hold)"
expect_error "in use by process $HOLDER" virsh start guest
is_bound $DEVICE vfio-platform
test -e $LOANS/$DEVICE
test "$(virsh -q domstate guest)" = 'shut off'
release
expect_back $DEVICE
virsh start guest --paused
is_used
virsh destroy guest
expect_back $DEVICE
virsh undefine guest

echo '# the host has the clock under another name'
BUS=/sys/bus/amba
clock=9010000.pl031
name=$(ls $BUS/devices/$clock/rtc)
virsh nodedev-detach amba_9010000_pl031
test ! -e $BUS/devices/$clock/rtc
virsh nodedev-reattach amba_9010000_pl031
# the kernel numbers clocks as they come
echo "$name is $(ls $BUS/devices/$clock/rtc) now"
is_bound $clock rtc-pl031
virsh nodedev-dumpxml amba_9010000_pl031 | grep '<name>rtc-pl031</name>'
