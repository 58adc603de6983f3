# SPDX-License-Identifier: LGPL-2.1-or-later
# shellcheck shell=sh
# dtb: no-mc
#
# No test: runs once when an image is made, with the root disk kept, and leaves
# there what every boot would otherwise make anew.

ldconfig
virsh -q -c qemu:///system capabilities > /dev/null
python3 -c 'import json, subprocess, threading, time, xml.etree.ElementTree, libvirt'
libvirtd_stop
rm -f "$LIBVIRTD_LOG"
ls /var/cache/libvirt/qemu/capabilities/*.xml
sync
