# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# processors: 3
# containers: plugged
#
# A firmware that does not answer: the call ends with an error after the
# kernel's own time-out, and meanwhile the daemon answers others.
# Who waits for the MC keeps a processor, and so does the next one who asks it, as
# the daemon does for the labels: the third is for us.
# The containers are plugged: what is undone of the others is in bus/silent.sh, and here
# it is about the daemon.

# which only the kernel asks for here; the daemon asks for the rest, too
mc silent get_api_version 1
python3 meanwhile.py | expect_output silent.expected
test "$(driver_of dprc.2)" = "$HOST_DRIVER"
test "$(override_of dprc.2)" = '(null)'

virsh nodedev-detach dprc_2
virsh nodedev-reattach dprc_2
