#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""Containers, by libvirt's Python binding.

containers.py list
containers.py detach|reattach dprc_2
containers.py attach|remove GUEST dprc.2    in its configuration"""

import sys
from xml.etree import ElementTree

import libvirt

HOSTDEV = """
<hostdev mode='subsystem' type='fsl_mc' managed='yes'>
  <source>
    <address object='{}'/>
  </source>
</hostdev>"""


def containers(conn):
    """Name, driver and objects of each container."""
    for name in sorted(conn.listDevices("fsl_mc")):
        device = ElementTree.fromstring(conn.nodeDeviceLookupByName(name).XMLDesc())
        content = device.find("capability/capability[@type='container']")
        if content is not None:
            yield name, device.findtext("driver/name", "none"), len(content)


def main(verb, *arguments):
    """Does what the command line says."""
    conn = libvirt.open("qemu:///system")
    if verb == "list":
        for container in containers(conn):
            print(*container)
    elif verb == "detach":
        conn.nodeDeviceLookupByName(*arguments).dettach()
    elif verb == "reattach":
        conn.nodeDeviceLookupByName(*arguments).reAttach()
    else:
        guest, container = arguments
        domain = conn.lookupByName(guest)
        change = {"attach": domain.attachDeviceFlags, "remove": domain.detachDeviceFlags}[verb]
        change(HOSTDEV.format(container), libvirt.VIR_DOMAIN_AFFECT_CONFIG)


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    try:
        main(*sys.argv[1:])
    except libvirt.libvirtError as error:
        sys.exit(str(error))
