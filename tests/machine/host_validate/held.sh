# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# releases: bookworm
#
# A process that is no guest holds the group of a container.

# shellcheck source=lib.bash
. ./lib.bash

to_vfio dprc.2
hold "$(group_of dprc.2)"
first_failure held.expected
release
to_host dprc.2
