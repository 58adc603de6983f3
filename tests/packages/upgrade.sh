# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
#
# libvirt is upgraded to the next release's with the plugin installed and a guest
# running.

# shellcheck source=tests/packages/package
. "$FSLMC_TOP/tests/packages/package"

install_package
with_plugin
libvirtd_start
loaded 2
virsh create "$PLAIN_GUEST" --paused
libvirtd_stop

# The next release's files over what is there, and without what it no longer has;
# what is in memory is of before.
mkdir /tmp/upper /tmp/work /tmp/root
cat /var/lib/dpkg/info/libvirt[0-9-]*.list | grep -v fslmc | while read -r file; do
    [ -d "$file" ] || [ -e "/next$file" ] || [ -L "/next$file" ] || rm -f "$file"
done
mount -t overlay none -o lowerdir=/next:/,upperdir=/tmp/upper,workdir=/tmp/work /tmp/root
sed -n '/^Package: libvirt-fslmc$/,/^$/p' /var/lib/dpkg/status >> /tmp/root/var/lib/dpkg/status
for directory in proc sys dev run tmp etc/libvirt var/lib/libvirt "${FSLMC_TOP#/}"; do
    mount --rbind "/$directory" "/tmp/root/$directory"
done
# shellcheck disable=SC2016 # for the inner shell
exec chroot /tmp/root /bin/sh -euc \
    '. "$FSLMC_TOP/tests/native/lib.sh"; . "$FSLMC_TOP/tests/packages/upgraded"'
