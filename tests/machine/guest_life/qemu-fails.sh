# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# containers: both
#
# QEMU does not become a guest that has the container, or does not stay one. What
# is said quotes QEMU where it has said something, and the host has the container.

# shellcheck source=life.bash
. ./life.bash

# expect_failure TEXT: the guest does not start, and says so.
expect_failure()
{
    expect_error "$1" virsh start guest
    is_off guest
    expect_back dprc.2
}

define guest dprc.2

# it ends by itself, or is ended, before libvirt could talk to it
told 'dprc.2 die'
expect_failure 'told to die'
told 'dprc.2 killed'
expect_failure 'monitor'

# it runs, but not with the container; what earlier QEMUs said is not its reason
told 'dprc.2 missing'
expect_failure 'QEMU runs without container dprc.2: '
grep -q 'qemu-system-aarch64: .*: no such host device: dprc.2$' "$FSLMC_RESULTS/stderr"
told 'dprc.2 absent'
expect_failure 'QEMU runs without container dprc.2, and does not say why'

# it hangs with the container, which is the guest's until someone ends that
told 'dprc.2 hang'
virsh start guest 2> "$FSLMC_RESULTS/start" &
start=$!
wait_for has guest dprc.2
expect_in_use dprc.2 guest
virsh destroy guest
if wait $start; then
    fail 'a guest whose QEMU hung has started'
fi
cat "$FSLMC_RESULTS/start"
wait_for is_off guest
expect_back dprc.2

# no guest is worse off for what befell another
told
virsh start guest
expect_in_use dprc.2 guest

# killed while it runs
kill -9 "$(pid_of guest)"
wait_for is_off guest
wait_for is_back dprc.2
