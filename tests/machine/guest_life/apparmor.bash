# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by tests under AppArmor.

LOCAL=/etc/apparmor.d/local

# apparmor_enforce: the daemon is confined, and so are its guests, until the test ends.
# Makes what libvirt's packages make when they are configured.
apparmor_enforce()
{
    local profiles=(/etc/apparmor.d/usr.lib.libvirt.virt-aa-helper /etc/apparmor.d/usr.sbin.libvirtd)

    at_exit libvirtd_restart
    mountpoint -q /sys/kernel/security ||
        mount -t securityfs securityfs /sys/kernel/security
    at_exit rm -rf "$LOCAL"/usr.* "$LOCAL/abstractions"
    mkdir -p "$LOCAL/abstractions"
    touch "$LOCAL/usr.sbin.libvirtd" "$LOCAL/usr.lib.libvirt.virt-aa-helper"
    at_exit apparmor_parser --remove "${profiles[@]}"
    apparmor_parser --replace "${profiles[@]}"
    libvirtd_restart
    grep -x 'libvirtd (enforce)' "/proc/$(libvirtd_pid)/attr/current"
}

# apparmor_rules: guests have the rules that the package brings, until the test ends.
apparmor_rules()
{
    local rules=/etc/apparmor.d/abstractions/libvirt-qemu.d

    at_exit rm -rf "$rules"
    mkdir -p "$rules"
    cp /fslmc/top/debian/apparmor/libvirt-fslmc "$rules"
    sh /fslmc/top/debian/libvirt-fslmc.postinst triggered \
        /etc/apparmor.d/abstractions/libvirt-qemu
}

# is_confined GUEST: by its own profile.
is_confined()
{
    grep -x "libvirt-$(virsh -q domuuid "$1") (enforce)" "/proc/$(pid_of "$1")/attr/current"
}
