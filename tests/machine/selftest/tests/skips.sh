# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# daemon: none
#
# Does not apply.

skip "there is a reason"
echo not reached
