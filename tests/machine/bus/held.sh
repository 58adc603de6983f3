# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
#
# A process holds a detached container, as a guest does: it is left alone, and
# nobody waits for that process.
# containers: both

. ./lib

before=$(bus)
tool detach dprc.2
group=$(group_of dprc.2)

# its group only, then a device as well, for which an unbind would wait
for device in '' dprc.2 dpni.1; do
    # shellcheck disable=SC2086 # none or one
    hold "$group" $device
    text="BUSY: IOMMU group $group of container 'dprc.2' is in use by process $holder (vfio-hold)"
    meanwhile refused "$text" reattach dprc.2
    meanwhile refused "$text" reset dprc.2
    meanwhile tool detach dprc.2
    let_go
done

tool reset dprc.2

# somebody unbinds it by hand while a guest runs: that waits in the kernel
hold "$group" dprc.2
(echo dprc.2 > "$BUS/drivers/vfio-fsl-mc/unbind") &
unbind=$!
wait_for test ! -e "$BUS/devices/dprc.2/driver"
meanwhile tool list
meanwhile expect_error "BUSY: IOMMU group $group of container 'dprc.2' is in use by process $holder" \
    tool detach dprc.2
meanwhile expect_error "BUSY: IOMMU group $group of container 'dprc.2' is in use by process $holder" \
    tool reattach dprc.2
test ! -e "$BUS/devices/dprc.2/driver"
let_go
wait "$unbind"

tool reattach dprc.2
same "$before"

# claims exclude each other, and end with who holds them
tool detach dprc.2
pipe=$(mktemp -u)
mkfifo "$pipe"
tool claim dprc.2 < "$pipe" > "$FSLMC_RESULTS/claim" &
claim=$!
exec 8> "$pipe"
wait_for grep -q claimed "$FSLMC_RESULTS/claim"
expect_error "BUSY: IOMMU group $group of container 'dprc.2' is in use by process" \
    tool claim dprc.2 < /dev/null
exec 8>&-
wait "$claim"
tool claim dprc.2 < /dev/null
tool reattach dprc.2
same "$before"
