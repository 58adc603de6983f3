# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=bash
# kvm: yes
# releases: bookworm
#
# A kernel without vfio-fsl-mc, loaded or to be loaded.

# shellcheck source=lib.bash
. ./lib.bash

modprobe -r vfio-fsl-mc
at_exit modprobe vfio-fsl-mc
modules=$(realpath "/lib/modules/$(uname -r)")
mount -t tmpfs none "$modules"
at_exit umount "$modules"
first_failure no-driver.expected
