# SPDX-License-Identifier: LGPL-2.1-or-later
"""nova_flavor.py CALLS: says to libvirt what Nova has said, and prints after each step
whether the guest runs, and with which container."""

import json
import re
import sys

import libvirt


def state(connection):
    """Of the only guest of Nova's."""
    for domain in connection.listAllDomains():
        if domain.name().startswith("instance-"):
            if not domain.isActive():
                return "is off"
            found = re.search("<address label='net' object='(.*)'/>", domain.XMLDesc())
            return f"runs with {found[1] if found else 'none'}"
    return "is gone"


def main(path):
    """A call to libvirt is a name, and arguments."""
    connection = libvirt.open("qemu:///system")
    domain = None
    step = None
    with open(path, encoding="utf-8") as file:
        calls = json.load(file)
    for name, *arguments in calls:
        if name == "#":
            if step:
                print(f"{step}: {state(connection)}")
            step = arguments[0]
        elif name == "defineXML":
            # which Nova adds where the host is arm64
            xml = arguments[0].replace("<devices>", "<cpu mode='host-passthrough'/><devices>", 1)
            domain = connection.defineXML(xml)
        else:
            try:
                getattr(domain, name)(*arguments)
            except libvirt.libvirtError:
                # Nova destroys what is off, too
                if name != "destroy":
                    raise
    print(f"{step}: {state(connection)}")
    connection.close()


main(*sys.argv[1:])
