# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# daemon: none
# timeout: 3
#
# Never ends by itself.

touch /root/spoilt
sleep 1000
