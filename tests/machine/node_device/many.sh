# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# topology: many
# processors: 2
# containers: plugged
#
# 300 objects: all are listed, described, and moved with their containers.

virsh -q nodedev-list | grep -cE '^dp[a-z]+_[0-9]+$' | expect_output many-count.expected
virsh nodedev-dumpxml dprc_5 | expect_output many-dprc_5.expected
virsh -q nodedev-detach dprc_2
virsh nodedev-dumpxml dprc_2 > "$FSLMC_RESULTS/detached"
virsh -q nodedev-reattach dprc_2
virsh nodedev-dumpxml dprc_2 > "$FSLMC_RESULTS/back"
grep -c "<object type='dpni'" "$FSLMC_RESULTS/detached" "$FSLMC_RESULTS/back" |
    sed 's,.*/,,' | expect_output many-moved.expected
