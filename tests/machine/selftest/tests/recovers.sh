# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# daemon: none
#
# After all that there is a machine as good as new.

test ! -e /root/spoilt
