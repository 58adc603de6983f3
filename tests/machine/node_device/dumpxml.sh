# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# topology: nested
# containers: plugged
#
# XML of the root container, a container with another in it, an object, an
# unplugged container, and one without a driver.

for name in dprc_1 dprc_2 dpni_1 dprc_5 dpmac_1; do
    virsh nodedev-dumpxml $name | expect_output dumpxml-$name.expected
done

xmllint=$(command -v xmllint) || exit 0
for name in $(virsh -q nodedev-list | grep -E '^dp[a-z]+_[0-9]+$'); do
    virsh nodedev-dumpxml "$name" > "$FSLMC_RESULTS/device.xml"
    "$xmllint" --noout --relaxng /fslmc/top/docs/schemas/fslmc-nodedev.rng \
        "$FSLMC_RESULTS/device.xml"
done
