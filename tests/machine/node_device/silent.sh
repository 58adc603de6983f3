# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# processors: 2
#
# A firmware that does not answer: the call ends with an error after the
# kernel's own time-out, and meanwhile the daemon answers others.

# which only the kernel asks for here; the daemon asks for the rest, too
mc silent get_api_version 1
python3 meanwhile.py | expect_output silent.expected
test "$(driver_of dprc.2)" = fsl_mc_dprc
test "$(override_of dprc.2)" = '(null)'

virsh nodedev-detach dprc_2
virsh nodedev-reattach dprc_2
