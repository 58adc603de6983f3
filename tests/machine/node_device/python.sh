# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# topology: nested
# containers: plugged
#
# Every call of the node-device API that can meet our devices, old and new.

python3 api.py | expect_output python.expected
