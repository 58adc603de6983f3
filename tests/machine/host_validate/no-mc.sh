# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: no-mc
# releases: bookworm

# shellcheck source=lib.bash
. ./lib.bash

first_failure no-mc.expected
