# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# boot: own
# containers: both
#
# The vfio-fsl-mc module: loaded when it is not, and named when it cannot be.

modprobe -r vfio-fsl-mc
test ! -e "$BUS/drivers/vfio-fsl-mc"
virsh nodedev-detach dprc_2
test "$(driver_of dprc.2)" = vfio-fsl-mc
virsh nodedev-reattach dprc_2

modprobe -r vfio-fsl-mc
echo 'install vfio-fsl-mc echo "not today" >&2; false' > /etc/modprobe.d/test.conf
before=$(bus_state)
# how modprobe words it depends on its release
refused virsh nodedev-detach dprc_2 | grep -v '^$' |
    sed 's/^modprobe: ERROR: .*Error running/modprobe: ERROR: Error running/; s/retcode .*/retcode N/' |
    expect_output no-module.expected
test "$(bus_state)" = "$before"

rm /etc/modprobe.d/test.conf
virsh nodedev-detach dprc_2
virsh nodedev-reattach dprc_2
