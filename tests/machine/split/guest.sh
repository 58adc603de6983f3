# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# releases: trixie
# daemon: split
# kvm: yes
# containers: both
#
# A guest with a container in virtqemud: over a restart of the daemon, and as
# long as it runs the daemon does not end for want of work.

cd ../guest_life
# shellcheck source=../guest_life/life.bash
. ./life.bash

ended()
{
    ! daemon_pid "$1"
}

define guest dprc.2
virsh start guest
pid=$(pid_of guest)
vfio_of "$pid" | expect_output vfio.expected
expect_in_use dprc.2 guest
virsh nodedev-dumpxml dprc_2 | grep '<name>vfio-fsl-mc</name>'

# both end when nobody has asked them anything for ten seconds, virtqemud from when
# it has found its guests again: what takes a job waits for that
daemon_stop virtqemud
split_start virtqemud --timeout 10
virsh dommemstat guest
expect_in_use dprc.2 guest
test "$(pid_of guest)" = "$pid"
# later, and so the last to end
daemon_stop virtnodedevd
split_start virtnodedevd --timeout 10
wait_for ended virtnodedevd
daemon_pid virtqemud

split_start virtnodedevd
# as long as it runs: nothing can be asked of the daemon when it is gone
virsh undefine guest
virsh destroy guest
expect_back dprc.2
wait_for ended virtqemud
