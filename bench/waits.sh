# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=dash
# releases: bookworm
# with: eight guests wait for containers that do not leave their driver
# without: the same guests wait for libvirt's start of their emulator
# goal: 1.10
#
# What others are answered while guests wait.

# shellcheck source=bench/eight
. "$FSLMC_TOP/bench/eight"

measure unbind
libvirtd_stop
