# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
#
# What the daemon says about all other devices is the same, byte for byte, with
# the plugin and without it.

# shellcheck disable=SC2317 # called through an argument
answers()
{
    virsh -q nodedev-list | grep -vE '^(dp[a-z]+_[0-9]+|(platform|amba)_.*)$' > names
    # one client for all of it, which says in its prompt what it was asked
    {
        sed 's/.*/echo &\nnodedev-info &\nnodedev-dumpxml &/' names
        printf 'nodedev-list --cap %s\n' system pci usb_device usb net scsi_host scsi \
            storage mdev
    } | virsh 2>&1
    virsh -q nodedev-list --tree | grep -vE -- '- (dp[a-z]+_[0-9]+|(platform|amba)_.*)$|^[ |]*$'
    # libvirt makes the uuid up where the firmware has none
    virsh capabilities | sed 's,<uuid>.*</uuid>,<uuid/>,'
    virsh -q list --all
    virsh -q net-list --all
    virsh -q pool-list --all
    refused virsh nodedev-detach computer_1
    refused virsh nodedev-detach computer
    refused virsh nodedev-detach computer --driver xen
    refused virsh nodedev-reattach computer
    refused virsh nodedev-reset computer
}

cd "$FSLMC_RESULTS"
test "$(virsh -q nodedev-list | grep -c '^dprc_2$')" = 1
answers > with
libvirtd_restart LIBVIRT_DRIVER_DIR=/usr/lib/aarch64-linux-gnu/libvirt/connection-driver
test "$(virsh -q nodedev-list | grep -c '^dprc_2$')" = 0
answers > without
libvirtd_restart
diff -u without with
test "$(wc -l < with)" -gt 100
