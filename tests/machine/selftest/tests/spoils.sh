# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# daemon: none
#
# Passes, but cannot be put back. The one before it hung: here is another machine.

test ! -e /root/spoilt
touch /root/spoilt
rm /run/fslmc-bus
