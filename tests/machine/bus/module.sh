# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# boot: own
#
# The vfio-fsl-mc module is not loaded.

. ./lib

at_exit rm -f /run/modprobe.d/fslmc-test.conf
before=$(bus)
driver=$BUS/drivers/vfio-fsl-mc

modprobe -r vfio-fsl-mc
test ! -e "$driver"

# and cannot be
mkdir -p /run/modprobe.d
echo 'install vfio-fsl-mc echo not today >&2; false' > /run/modprobe.d/fslmc-test.conf
refused "NO_DRIVER: driver 'vfio-fsl-mc' is not there and loading its module failed: not today" \
    detach dprc.2
test ! -e "$driver"

# nor is to be, says the administrator
echo 'blacklist vfio-fsl-mc' > /run/modprobe.d/fslmc-test.conf
refused "NO_DRIVER: driver 'vfio-fsl-mc' is not there and loading its module failed: modprobe reported no error; the module may be blacklisted" \
    detach dprc.2
test ! -e "$driver"

rm /run/modprobe.d/fslmc-test.conf
tool detach dprc.2
test -e "$driver"
all_on dprc.2 vfio-fsl-mc
tool reattach dprc.2
same "$before"
