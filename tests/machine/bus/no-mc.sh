# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: no-mc
#
# A kernel with the bus, a host without a Management Complex.

. ./lib

test "$(tool list)" = ''
expect_error "NOT_FOUND: no object 'dprc.1'" tool detach dprc.1
printf 'list\nrescan\n' | tool monitor | cmp - <(printf 'watching\ndone\ndone\n')
