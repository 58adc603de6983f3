# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# processors: 2
# containers: both
#
# A firmware that does not answer: the call ends with an error after the kernel's own
# time-out, the container is as before, and the next call succeeds. That the daemon
# answers others meanwhile is in tests/native/waits/node-device.sh: here whoever waits
# for the MC keeps a processor, and with it what the kernel has given that one to do.

# which only the kernel asks for here; the daemon asks for the rest, too
mc silent get_api_version 1
expect_error "Timed out during operation: cannot bind container 'dprc.2' to driver 'vfio-fsl-mc': the MC firmware did not answer" \
    virsh nodedev-detach dprc_2
test "$(driver_of dprc.2)" = "$HOST_DRIVER"
test "$(override_of dprc.2)" = '(null)'

virsh nodedev-detach dprc_2
test "$(driver_of dprc.2)" = vfio-fsl-mc
virsh nodedev-reattach dprc_2
test "$(driver_of dprc.2)" = "$HOST_DRIVER"
