# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# daemon: none
#
# A process can hold a container as a guest's emulator does.

to_vfio dprc.2
group=$(group_of dprc.2)
hold "$group" dprc.2 dpni.1
expect_error 'Device or resource busy' sh -c ": < /dev/vfio/$group"
release
: < "/dev/vfio/$group"
