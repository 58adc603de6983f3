# SPDX-License-Identifier: LGPL-2.1-or-later
"""run_nova.py HOSTDEV GUEST NODE_DEVICE…: what Nova's code makes of what is ours.

Writes to GUEST what Nova makes a guest of."""

import json
import logging
import os
import sys
import warnings

warnings.simplefilter("ignore")

# pylint: disable=wrong-import-position
import eventlet
eventlet.monkey_patch()
import libvirt
from nova import conf
from nova.virt.libvirt import config, driver
from nova.virt.libvirt.guest import Guest
# pylint: enable=wrong-import-position

UUID = "5f5f5f5f-0000-4000-8000-000000000003"
EMULATOR = "/usr/bin/qemu-system-aarch64-fslmc"


def written_by_nova():
    """The XML of a guest, by the classes that write it in Nova."""
    guest = config.LibvirtConfigGuest()
    guest.virt_type = "kvm"
    guest.name = "instance-00000001"
    guest.uuid = UUID
    guest.memory = 64 * 1024
    guest.vcpus = 1
    guest.os_type = "hvm"
    guest.os_mach_type = "virt"
    guest.features.append(config.LibvirtConfigGuestFeatureAPIC())
    controller = config.LibvirtConfigGuestController()
    controller.type = "usb"
    controller.model = "none"
    guest.add_device(controller)
    balloon = config.LibvirtConfigMemoryBalloon()
    balloon.model = "none"
    guest.add_device(balloon)
    # Nova leaves both to libvirt, which takes those of the host it runs on
    return guest.to_xml().replace("<type machine", "<type arch='aarch64' machine").replace(
        "<apic/>", "<gic version='3'/>").replace(
        "<devices>", f"<devices><emulator>{EMULATOR}</emulator>")


def hostdevs(guest):
    """How many the guest has, for libvirt; and for Nova."""
    xml = guest._domain.XMLDesc(libvirt.VIR_DOMAIN_XML_INACTIVE)
    known = guest.get_all_devices(config.LibvirtConfigGuestHostdev, from_persistent_config=True)
    return f"hostdevs: {xml.count('<hostdev')}, for Nova: {len(known)}"


def node_devices(paths):
    """What Nova reads of ours."""
    for path in paths:
        device = config.LibvirtConfigNodeDevice()
        with open(path, encoding="utf-8") as file:
            device.parse_str(file.read())
        print(device.name, device.parent, device.pci_capability, device.mdev_information,
              device.vdpa_capability)


def scan(nova):
    """The scan for what it could give to guests."""
    host = nova._host
    devices = json.loads(nova._get_pci_passthrough_devices())
    print("not of PCI:", [device for device in devices if not device["dev_id"].startswith("pci_")])
    print("mdev:", host.list_mdev_capable_devices(), host.list_mediated_devices())


def life(host, hostdev):
    """Spawn, an operator's hostdev, hard reboot, delete."""
    guest = Guest.create(written_by_nova(), host)
    guest.launch()
    print("spawned:", guest.is_active(), hostdevs(guest))
    guest._domain.attachDeviceFlags(hostdev, libvirt.VIR_DOMAIN_AFFECT_CONFIG)
    print("added:", hostdevs(guest), "name:", guest.get_config().name)

    # what a soft reboot does: it wants the hostdev, and this host has no bus
    guest.poweroff()
    try:
        guest.launch()
    except libvirt.libvirtError as error:
        print("soft reboot:", error)
    print("left:", guest.is_active(), hostdevs(guest))

    # what a hard reboot does
    guest.delete_configuration()
    guest = Guest.create(written_by_nova(), host)
    guest.launch()
    print("hard reboot:", guest.is_active(), hostdevs(guest))

    guest.poweroff()
    guest.delete_configuration()
    print("left:", host.list_guests(only_running=False))


def main(hostdev, guest, *paths):
    """Prints it all."""
    logging.disable(logging.CRITICAL)
    os.environ["HOME"] = "/tmp"
    conf.CONF([], project="nova", default_config_files=[])
    libvirt.registerErrorHandler(lambda *_: None, None)
    nova = driver.LibvirtDriver(None)
    with open(guest, "w", encoding="utf-8") as file:
        file.write(written_by_nova())
    node_devices(paths)
    scan(nova)
    with open(hostdev, encoding="utf-8") as file:
        life(nova._host, file.read())


main(*sys.argv[1:])
