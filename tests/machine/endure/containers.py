# SPDX-License-Identifier: LGPL-2.1-or-later
"""containers.py XML COUNT: a container that comes and goes, so many times."""

import sys

import libvirt


def main(path, count):
    """Each time it is defined anew."""
    with open(path, encoding="utf-8") as file:
        xml = file.read()
    connection = libvirt.open("qemu:///system")
    for _ in range(int(count)):
        device = connection.nodeDeviceDefineXML(xml)
        device.create()
        device.XMLDesc()
        device.destroy()
        device.undefine()
    connection.close()


main(*sys.argv[1:])
