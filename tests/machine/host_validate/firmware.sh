# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# releases: bookworm
#
# The Management Complex answers with an error when it is asked for its version.

# shellcheck source=lib.bash
. ./lib.bash

mc fail get_version unsupported 1
first_failure firmware.expected
