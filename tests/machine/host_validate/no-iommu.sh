# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# dtb: no-iommu
# releases: bookworm

# shellcheck source=lib.bash
. ./lib.bash

first_failure no-iommu.expected
