# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# daemon: none
# releases: trixie

fail "not for this release"
