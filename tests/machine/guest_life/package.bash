# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# Sourced by tests of the Debian packages: what they need in a machine that is made
# without dpkg and without an init system.

# started_again COMMAND…: it has the daemon started again.
started_again()
{
    local before

    before=$(libvirtd_pid)
    "$@"
    [ "$(libvirtd_pid)" != "$before" ] || fail "the same daemon after: $*"
}

# init_system: one, as far as the packages' scripts ask it, until the test ends. Not
# systemd itself: the machine has none.
init_system()
{
    at_exit rm -rf /run/systemd/system /usr/local/bin/systemctl \
        /usr/local/bin/deb-systemd-invoke
    mkdir -p /run/systemd/system
    cat > /usr/local/bin/systemctl <<'END'
#!/bin/bash
# What is asked for: "--system daemon-reload", "is-active -q UNIT".
[ "$1" != is-active ] || [ -e "/run/${3%.service}.pid" ]
END
    cat > /usr/local/bin/deb-systemd-invoke <<END
#!/bin/bash
# What is asked for: "restart UNIT".
. $FSLMC_GUEST/lib.sh
[ "\$*" = 'restart libvirtd.service' ] && libvirtd_restart
END
    chmod +x /usr/local/bin/systemctl /usr/local/bin/deb-systemd-invoke
}

# dpkg_database PACKAGE…: dpkg's, with no more than what these packages depend on, and
# whose the folders are. With --force-depends instead, dpkg processes no trigger.
dpkg_database()
{
    local package name

    find /etc /usr -type d > "$FSLMC_RESULTS/folders"
    for package; do
        dpkg-deb --field "$package" Depends | tr , '\n'
    done | awk '{ print $1 }' | sort -u | while read -r name; do
        printf '%s\n' "Package: $name" 'Status: install ok installed' \
            'Architecture: arm64' 'Version: 9999' 'Maintainer: nobody' \
            'Description: in the image' ''
        cp "$FSLMC_RESULTS/folders" "/var/lib/dpkg/info/$name.list"
    done > /var/lib/dpkg/status
}

# next_release: has the next release's files go over what is there, and what it no longer
# has of libvirt and QEMU go; prints what that is. What is in memory is of before.
next_release()
{
    local file

    mkdir /next /run/usr
    mount -t ext4 -o ro "$(realpath /dev/disk/by-id/virtio-next)" /next
    mount -t tmpfs none /run/usr
    mkdir /run/usr/upper /run/usr/work
    mount -t overlay -o lowerdir=/next/usr:/usr,upperdir=/run/usr/upper,workdir=/run/usr/work \
        none /usr
    find /usr/lib/*/{libvirt,qemu} -name '*.so' | LC_ALL=C sort | while read -r file; do
        [ -e "/next$file" ] || { echo "$file"; rm "$file"; }
    done
    ldconfig
}
