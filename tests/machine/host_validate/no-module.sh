# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# releases: bookworm
#
# A libvirt that we have no module for; and a daemon that is older than ours.

# shellcheck source=lib.bash
. ./lib.bash

back()
{
    [ -z "$(ls /usr/lib/away)" ] || mv /usr/lib/away/* "$directory"
    libvirtd_restart
}

directory=/usr/lib/aarch64-linux-gnu/libvirt-fslmc
mkdir /usr/lib/away
mv "$directory"/libvirt_fslmc_* /usr/lib/away
at_exit back
libvirtd_restart
first_failure no-module.expected

mv /usr/lib/away/* "$directory"
first_failure stock-daemon.expected
