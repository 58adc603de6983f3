# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# topology: nested
# containers: plugged
#
# virsh lists the objects on the bus, also as a tree.

ours()
{
    grep -E '(^| )dp[a-z]+_[0-9]+$'
}

virsh -q nodedev-list | ours | expect_output list.expected
virsh -q nodedev-list --tree | grep -v '^$' |
    sed -n '/^computer/p; /- dp[a-z]*_[0-9]*$/p' | expect_output list-tree.expected
virsh -q nodedev-list --all | ours | expect_output list.expected

# not ours to answer: libvirt's own capabilities, and what is not active
for cap in pci usb_device net system mdev; do
    test "$(virsh -q nodedev-list --cap $cap | ours)" = ''
done
test "$(virsh -q nodedev-list --inactive | ours)" = ''
