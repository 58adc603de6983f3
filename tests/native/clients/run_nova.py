# SPDX-License-Identifier: LGPL-2.1-or-later
"""run_nova.py HOSTDEV GUEST NODE_DEVICE…: what Nova's code makes of what is ours.

Writes to GUEST what Nova makes a guest of."""

import contextlib
import inspect
import json
import logging
import os
import re
import sys
import warnings
from unittest import mock

warnings.simplefilter("ignore")

# pylint: disable=wrong-import-position
import eventlet
eventlet.monkey_patch()
import libvirt
from nova import conf, context, exception, objects
from nova.network import model
from nova.tests.unit import fake_instance
from nova.virt import fake
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
    return for_arm64(guest.to_xml())


def for_arm64(xml):
    """What Nova leaves to libvirt, which takes that of the host it runs on; the type and
    no model of a processor, because for Nova this host is another one; and no ACPI, which
    wants UEFI for arm64, and this host has none."""
    return re.sub("<cpu .*?</cpu>", "", xml, flags=re.DOTALL).replace('<domain type="qemu">', '<domain type="kvm">').replace(
        "<type machine", "<type arch='aarch64' machine").replace(
        "<acpi/>", "").replace("<apic/>", "<gic version='3'/>").replace(
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


def instance_of_nova(flavor="small", **fields):
    """The guest as Nova has it in its database, with an image that is for arm64."""
    image = {"hw_architecture": "aarch64", "hw_machine_type": "virt", "hw_firmware_type": "bios"}
    return fake_instance.fake_instance_obj(
        context.RequestContext(), id=1, uuid=UUID, host="host", os_type=None,
        expected_attrs=["system_metadata", "metadata", "numa_topology", "pci_devices",
                        "pci_requests", "info_cache", "device_metadata", "vcpu_model"],
        flavor=objects.Flavor(id=1, name=flavor, flavorid="1", memory_mb=64, vcpus=1,
                              root_gb=1, ephemeral_gb=0, swap=0, extra_specs={}),
        system_metadata={f"image_{name}": value for name, value in image.items()}, **fields)


def with_disk(instance):
    """Its disk, which Nova would have made of an image."""
    directory = os.path.join(conf.CONF.instances_path, instance.uuid)
    os.makedirs(directory, exist_ok=True)
    disk = os.path.join(directory, "disk")
    with open(disk, "wb") as file:
        file.truncate(1 << 20)
    # of which Nova made a note, and asks no other
    with open(f"{disk}.info", "w", encoding="utf-8") as file:
        json.dump({disk: "raw"}, file)
    return instance


@contextlib.contextmanager
def on_arm64():
    """A context in which what Nova makes is for arm64, and there is no database with
    tags of devices."""
    create = Guest.create
    with mock.patch.object(Guest, "create", lambda xml, host: create(for_arm64(xml), host)), \
         mock.patch.object(driver.LibvirtDriver, "_build_device_metadata",
                           lambda *_arguments: None):
        yield


def of_version(function):
    """What has to be said to it besides in later versions."""
    return {"share_info": []} if "share_info" in inspect.signature(function).parameters else {}


def hard_reboot(nova, instance):
    """All of it is Nova's, but for what is another on arm64."""
    with on_arm64():
        nova._hard_reboot(context.RequestContext(), with_disk(instance),
                          network_info=model.NetworkInfo(), **of_version(nova._hard_reboot))


def life(nova, hostdev):
    """Spawn, an operator's hostdev, hard reboot, delete."""
    host = nova._host
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

    hard_reboot(nova, instance_of_nova())
    guest = host.get_guest(instance_of_nova())
    print("hard reboot:", guest.is_active(), hostdevs(guest),
          "of Nova's database:", "<nova:instance " in guest.get_xml_desc())

    nova.destroy(context.RequestContext(), instance_of_nova(), model.NetworkInfo(),
                 destroy_disks=False)
    print("left:", host.list_guests(only_running=False))


def start():
    """Nova's driver, which has connected to libvirt."""
    logging.disable(logging.CRITICAL)
    os.environ["HOME"] = "/tmp"
    conf.CONF([], project="nova", default_config_files=[])
    libvirt.registerErrorHandler(lambda *_: None, None)
    objects.register_all()
    conf.CONF.set_override("instances_path", "/var/lib/nova/instances")
    conf.neutron.register_dynamic_opts(conf.CONF)
    conf.CONF.set_override("images_type", "raw", "libvirt")
    conf.CONF.set_override("cpu_mode", "none", "libvirt")
    conf.CONF.set_override("enabled", False, "vnc")
    return driver.LibvirtDriver(fake.FakeVirtAPI())


def main(hostdev, guest, *paths):
    """Prints it all."""
    nova = start()
    with open(guest, "w", encoding="utf-8") as file:
        file.write(written_by_nova())
    node_devices(paths)
    scan(nova)
    with open(hostdev, encoding="utf-8") as file:
        life(nova, file.read())


if __name__ == "__main__":
    main(*sys.argv[1:])
