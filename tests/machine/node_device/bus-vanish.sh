# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# containers: both
#
# The whole bus vanishes and comes back while the daemon runs.

count()
{
    virsh -q nodedev-list | grep -cE '^dp[a-z]+_[0-9]+$' || :
}

there=$(count)
test "$there" -gt 10
for _ in 1 2 3; do
    echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/unbind
    test "$(count)" = 0
    expect_error "no node device with matching name 'dprc_2'" virsh nodedev-detach dprc_2
    expect_error "no node device with matching name 'dprc_1'" virsh nodedev-dumpxml dprc_1
    echo 70000000.fsl-mc > /sys/bus/platform/drivers/fsl_mc_bus/bind
    test "$(count)" = "$there"
done
virsh nodedev-detach dprc_2
virsh nodedev-reattach dprc_2
