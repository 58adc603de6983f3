# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# layer: autopkgtest
#
# Debian's autopkgtest runs what is in debian/tests. They want a machine of their
# own, which this is for them; it has no systemd, but a stand-in for it.

mkdir -p /run/systemd/system
cat > /usr/bin/systemctl <<END
#!/bin/sh
set -eu
FSLMC_TOP=$FSLMC_TOP
END
cat >> /usr/bin/systemctl <<'END'
. "$FSLMC_TOP/tests/native/lib.sh"

words=$*
for option in --system --quiet -q --; do
    words=$(echo " $words " | sed "s/ $option / /g; s/^ *//; s/ *$//")
done
case $words in
    daemon-reload) ;;
    'is-enabled libvirtd.service') echo enabled ;;
    'is-active libvirtd.service') [ -e /run/libvirtd.pid ] ;;
    'is-active '*) exit 3 ;;
    'show -P MainPID libvirtd') cat /run/libvirtd.pid ;;
    'restart libvirtd' | 'restart libvirtd.service')
        if [ -e /run/libvirtd.pid ]; then
            pid=$(cat /run/libvirtd.pid)
            kill "$pid"
            while [ -e "/proc/$pid" ]; do sleep 0.1; done
        fi
        # nothing but the drop-ins, of which there is ours or none
        without_plugin
        [ ! -d /usr/lib/systemd/system/libvirtd.service.d ] || with_plugin
        libvirtd_start
        ;;
    *) fail "nobody asks for: systemctl $*" ;;
esac
END
chmod +x /usr/bin/systemctl

# it runs them with su, which is to ask nobody
printf '%s required pam_permit.so\n' auth account session > /etc/pam.d/su

# what they depend on is there, or stood in for
: > /var/lib/dpkg/info/libvirt-daemon-system.list
cat >> /var/lib/dpkg/status <<END
Package: libvirt-daemon-system
Status: install ok installed
Architecture: all
Version: $(dpkg-query -W -f '${Version}' libvirt-daemon)
Maintainer: nobody
Description: systemctl
END

# and no more of the source than they are, as it would be built
mkdir -p /tmp/source/debian
cp -r "$FSLMC_TOP/debian/tests" /tmp/source/debian
autopkgtest --ignore-restrictions=breaks-testbed,isolation-machine "$FSLMC_PACKAGE" /tmp/source -- null
