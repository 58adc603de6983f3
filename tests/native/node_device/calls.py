# SPDX-License-Identifier: LGPL-2.1-or-later
"""calls.py: prints what calls for node devices answer."""

import libvirt

libvirt.registerErrorHandler(lambda context, error: None, None)
conn = libvirt.open("qemu:///system")

CONTAINER = """<device>
  <name>dprc_net</name>
  <parent>dprc_1</parent>
  <capability type='fsl_mc'>
    <capability type='container'>
      <vcpus>{}</vcpus>
      <object type='dpni'/>
    </capability>
  </capability>
</device>"""


def tell(what, call, *arguments):
    """Prints what comes of it; returns that."""
    try:
        result = call(*arguments)
    except libvirt.libvirtError as error:
        print(f"{what}: error {error.get_error_code()}: {error.get_error_message()}")
        return None
    shown = result.name() if isinstance(result, libvirt.virNodeDevice) else result
    print(f"{what}: {shown}")
    return result


def ours(names):
    return sorted(name for name in names if name.startswith("dp"))


def tell_all(name):
    """Whatever changes nothing."""
    device = tell(f"{name}: look-up", conn.nodeDeviceLookupByName, name)
    for call in ("XMLDesc", "parent", "numOfCaps", "listCaps", "autostart", "isActive",
                 "isPersistent"):
        tell(f"{name}: {call}", getattr(device, call))


def tell_lists():
    for flag in ("ACTIVE", "INACTIVE", "CAP_NET"):
        flags = getattr(libvirt, f"VIR_CONNECT_LIST_NODE_DEVICES_{flag}")
        print(f"{flag}: {ours(device.name() for device in conn.listAllDevices(flags))}")
    for cap in (None, "fsl_mc", "platform", "net"):
        names = conn.listDevices(cap)
        print(f"{cap}: {ours(names)}, as many: {len(names) == conn.numOfDevices(cap)}")


tell_lists()
for name in ("dprc_1", "dprc_2", "dpni_1"):
    tell_all(name)
for name in ("dprc_9", "dprc.2", "dpni", "dprc_unknown", "net_unknown"):
    tell(f"{name}: look-up", conn.nodeDeviceLookupByName, name)

print("a definition")
defined = tell("define", conn.nodeDeviceDefineXML, CONTAINER.format(2))
tell("again", conn.nodeDeviceDefineXML, CONTAINER.format(4))
tell_all("dprc_net")
tell_lists()
tell("autostart", defined.setAutostart, 1)
tell("autostart", defined.autostart)
tell("no autostart", defined.setAutostart, 0)
tell("autostart", defined.autostart)
tell("start", defined.create)
tell("destroy", defined.destroy)

print("flags")
container = conn.nodeDeviceLookupByName("dprc_2")
tell("detach", container.detachFlags, None, 1 << 10)
tell("XML", container.XMLDesc, 1 << 10)
tell("start", defined.create, 1 << 10)
tell("undefine", defined.undefine, 1 << 10)
tell("define", conn.nodeDeviceDefineXML, CONTAINER.format(2), 1 << 10)
tell("create", conn.nodeDeviceCreateXML, CONTAINER.format(2), 1 << 10)

print("what is not for it")
tell("detach", container.detachFlags, "pci-stub", 0)
tell("undefine", container.undefine)
tell("start", container.create)
tell("set autostart", container.setAutostart, 1)
root = conn.nodeDeviceLookupByName("dprc_1")
tell("set autostart of the root", root.setAutostart, 1)
tell("destroy the root", root.destroy)
tell("destroy an object", conn.nodeDeviceLookupByName("dpni_1").destroy)
tell("define nonsense", conn.nodeDeviceDefineXML, CONTAINER.format("two"))

tell("undefine", defined.undefine)
for call in ("XMLDesc", "parent", "undefine", "create", "autostart", "isActive"):
    tell(f"{call} of what is gone", getattr(defined, call))
tell_lists()
