# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# releases: bookworm
#
# The operator's guide, followed word for word: each block that is marked as a
# file is written, each that is marked to be run is run, in their order.

# shellcheck source=blocks.bash
. ./blocks.bash

cd "$(mktemp -d)"
blocks /fslmc/top/docs/guide.rst > script
cat script
bash -eux script
