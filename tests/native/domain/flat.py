# SPDX-License-Identifier: LGPL-2.1-or-later
"""flat.py: makes calls about containers and a guest that has one.

Usage: flat.py GUEST.xml COUNT
"""

import itertools
import sys

import libvirt

libvirt.registerErrorHandler(lambda context, error: None, None)

with open(sys.argv[1], encoding="utf-8") as file:
    GUEST = file.read()
CONTAINER = """<device>
  <name>dprc_net</name>
  <parent>dprc_1</parent>
  <capability type='fsl_mc'><capability type='container'/></capability>
</device>"""
HOSTDEV = """<hostdev mode='subsystem' type='fsl_mc' managed='yes'>
  <source><address object='dprc.2'/></source>
</hostdev>"""


def refused(call, *arguments):
    """As one that succeeds is a fault."""
    try:
        call(*arguments)
    except libvirt.libvirtError:
        return
    sys.exit(f"succeeded: {call}")


conn = libvirt.open("qemu:///system")
guest = conn.defineXML(GUEST)
device = conn.nodeDeviceLookupByName("dprc_3")
defined = conn.nodeDeviceDefineXML(CONTAINER)
calls = (
    conn.listAllDevices,
    lambda: conn.listDevices("fsl_mc"),
    lambda: conn.nodeDeviceLookupByName("dprc_2"),
    lambda: refused(conn.nodeDeviceLookupByName, "dprc_77"),
    device.XMLDesc,
    device.parent,
    device.listCaps,
    lambda: conn.nodeDeviceDefineXML(CONTAINER),
    lambda: defined.setAutostart(1),
    lambda: refused(defined.create),
    defined.XMLDesc,
    guest.XMLDesc,
    lambda: conn.defineXML(GUEST),
    lambda: conn.domainXMLToNative("qemu-argv", GUEST),
    lambda: guest.detachDeviceFlags(HOSTDEV, libvirt.VIR_DOMAIN_AFFECT_CONFIG),
    lambda: guest.attachDeviceFlags(HOSTDEV, libvirt.VIR_DOMAIN_AFFECT_CONFIG),
    lambda: refused(guest.attachDeviceFlags, HOSTDEV, libvirt.VIR_DOMAIN_AFFECT_CONFIG),
    lambda: refused(conn.defineXML, GUEST.replace("dprc.2", "dpni.2")),
    lambda: conn.getDomainCapabilities(None, "aarch64", None, "qemu"),
)
for call in itertools.islice(itertools.cycle(calls), int(sys.argv[2])):
    call()
defined.undefine()
guest.undefine()
