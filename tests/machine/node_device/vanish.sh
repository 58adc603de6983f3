# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# topology: many
# processors: 2
# containers: plugged
#
# Objects that vanish and come back while they are being listed and described:
# every answer is a whole one, or says that the device is gone.

(
    i=0
    while [ $i -lt 6 ]; do
        echo dprc.2 > "$BUS/drivers/fsl_mc_dprc/unbind"
        echo dprc.2 > "$BUS/drivers/fsl_mc_dprc/bind"
        i=$((i + 1))
    done
) &
mover=$!

rounds=0
while kill -0 $mover 2> /dev/null || [ $rounds = 0 ]; do
    virsh -q nodedev-list | grep -x dprc_3 > /dev/null
    virsh nodedev-dumpxml dprc_2 | grep '</device>' > /dev/null
    virsh nodedev-dumpxml dpni_20 > "$FSLMC_RESULTS/xml" 2> "$FSLMC_RESULTS/error" ||
        grep -q 'no node device with matching name' "$FSLMC_RESULTS/error"
    rounds=$((rounds + 1))
done
wait $mover
test "$(virsh -q nodedev-list | grep -cE '^dp[a-z]+_[0-9]+$')" = \
    "$(find "$BUS/devices" -name 'dp*' | wc -l)"
