# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# daemon: none
#
# Fails after it has said something.

expect_output fails.expected echo actual
echo not reached
