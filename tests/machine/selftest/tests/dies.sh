# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# daemon: none
#
# The machine stops in the middle of the test.

test ! -e /root/spoilt
busybox poweroff -f
