# SPDX-License-Identifier: LGPL-2.1-or-later
"""libvirt_glib.py: gives the guest a title, with libvirt-glib."""

import sys

import gi
gi.require_version("LibvirtGConfig", "1.0")
gi.require_version("LibvirtGObject", "1.0")
from gi.repository import LibvirtGConfig, LibvirtGObject  # pylint: disable=wrong-import-position

connection = LibvirtGObject.Connection.new("qemu:///system")
connection.open(None)
connection.fetch_domains(None)
guest = connection.find_domain_by_name("guest")
config = guest.get_config(LibvirtGObject.DomainXMLFlags.INACTIVE)

print([type(device).__name__ for device in config.get_devices()])
if "type=\"fsl_mc\"" not in config.to_xml() and "type='fsl_mc'" not in config.to_xml():
    sys.exit("the hostdev is not in what it has read")
LibvirtGConfig.Domain.set_title(config, "changed")
guest.set_config(config)
