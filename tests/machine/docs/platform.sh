# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: platform
# kvm: yes
#
# The page on platform devices, followed word for word, as that on containers is in
# guide.sh, with the device of this machine for that of the page.

# shellcheck source=blocks.bash
. ./blocks.bash
cd ../platform
# shellcheck source=../guest_life/life.bash
. ../guest_life/life.bash
# shellcheck source=../platform/guest.bash
. ./guest.bash

SAID=$FSLMC_RESULTS/said

at_exit sh -c "echo 0 > $UNSAFE"
boot_files
rm $BOOT/guest.dtb
cd "$(mktemp -d)"
blocks /fslmc/top/docs/platform.rst |
    sed "s/3100000\.serial/$DEVICE/g; s/3100000_serial/${DEVICE/./_}/g" > script
cat script
bash -eux script > "$SAID"
# as the page shows: before the guest runs it has no driver, while it does it has this one
test "$(grep -A 1 '<driver>' "$SAID" | grep -c '<name>vfio-platform</name>')" = 1
grep -F "<alias name='platform0'/>" "$SAID"
test "$(hostdevs < $BOOT/guest.xml)" = "$(virsh dumpxml --inactive guest | hostdevs)"
expect_back $DEVICE
virsh undefine guest
rm $BOOT/virt.dtb $BOOT/guest.xml
