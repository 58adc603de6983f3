# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# daemon: none
#
# Waits to be ended from outside.

echo running
sleep 1000
