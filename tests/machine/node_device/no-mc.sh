# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# dtb: no-mc
#
# A host without the hardware: no devices, no errors, nothing in the log.

test "$(virsh -q nodedev-list | grep -cE '^dp[a-z]+_[0-9]+$')" = 0
virsh -q nodedev-list | grep -x computer
expect_error "no node device with matching name 'dprc_2'" virsh nodedev-detach dprc_2
libvirtd_restart
virsh -q nodedev-list > "$FSLMC_RESULTS/devices"
if libvirtd_log | grep -i fslmc; then
    fail 'something in the log'
fi
