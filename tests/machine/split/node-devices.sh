# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# releases: trixie
# daemon: split
# kvm: yes
#
# virtnodedevd lists what virtqemud detaches; whoever asks one of them sees what
# libvirtd, which is both, would show.

for test in detach event refused; do
    (
        cd ../node_device
        # shellcheck source=/dev/null
        . "./$test.sh"
    )
done
test "$(virsh -q -c nodedev:///system nodedev-list)" = "$(virsh -q nodedev-list)"
virsh -q -c nodedev:///system nodedev-list | grep -x dprc_2
