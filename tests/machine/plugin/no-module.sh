# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# boot: own
# daemon: none
#
# No modules, or those for another libvirt: one line in the log for each driver that
# names the cause, and a daemon that works as stock. Files that are no modules are
# for tests/native/daemon/broken-module.sh.

directory=/usr/lib/aarch64-linux-gnu/libvirt-fslmc
version=$(libvirtd --version | sed 's/.* //')

try()
{
    echo "# $1"
    : > "$LIBVIRTD_LOG"
    libvirtd_start
    virsh -q nodedev-list > "$FSLMC_RESULTS/devices"
    grep -x computer "$FSLMC_RESULTS/devices"
    if grep dprc "$FSLMC_RESULTS/devices"; then
        fail 'node devices of ours'
    fi
    virsh -q list --all
    grep fslmc "$LIBVIRTD_LOG" || fail 'nothing in the log'
    libvirtd_stop
}

{
    mv $directory /usr/lib/away
    mkdir $directory
    cp -r /usr/lib/away/connection-driver $directory
    try 'no modules'

    cp /usr/lib/away/libvirt_fslmc_* $directory
    rm "$directory"/libvirt_fslmc_*-"$version".so
    try 'modules for other versions'
    rm $directory/libvirt_fslmc_*

    for module in /usr/lib/away/libvirt_fslmc_*; do
        case $module in
            *-"$version".so) ;;
            *)
                other=${module##*/}
                cp "$module" "$directory/${other%-*}-$version.so"
                ;;
        esac
    done
    try 'modules that are for another libvirt than their names say'

    rm -r $directory
    mv /usr/lib/away $directory
} | grep -v '^$' | sed "s/$version/VERSION/g; s/PRIVATE_[0-9.]*[0-9]/PRIVATE_OTHER/; s/only for [0-9., ]*;/only for OTHERS;/" |
    expect_output no-module.expected

libvirtd_start
virsh -q nodedev-list | grep -x dprc_1
