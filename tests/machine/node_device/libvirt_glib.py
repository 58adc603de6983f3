# SPDX-License-Identifier: LGPL-2.1-or-later
"""Lists node devices through libvirt-glib, each with its parent; or, with the name of
one, prints its description.

The library has objects for node devices, but no call that lists them: libvirt is
asked with the connection's handle."""

import sys
from ctypes import CDLL, POINTER, byref, c_char_p, c_int, c_uint, c_void_p

gobject = CDLL('libgobject-2.0.so.0')
gvir = CDLL('libvirt-gobject-1.0.so.0')
libvirt = CDLL('libvirt.so.0')


def declare(function, result, *arguments):
    function.restype = result
    function.argtypes = arguments
    return function


g_object_get = declare(gobject.g_object_get, None, c_void_p, c_char_p, c_void_p, c_void_p)
g_object_new = declare(gobject.g_object_new, c_void_p, c_void_p, c_char_p, c_void_p, c_void_p)
connection_new = declare(gvir.gvir_connection_new, c_void_p, c_char_p)
connection_open = declare(gvir.gvir_connection_open, c_int, c_void_p, c_void_p, c_void_p)
device_type = declare(gvir.gvir_node_device_get_type, c_void_p)
device_name = declare(gvir.gvir_node_device_get_name, c_char_p, c_void_p)
list_all = declare(libvirt.virConnectListAllNodeDevices, c_int, c_void_p, c_void_p, c_uint)
get_parent = declare(libvirt.virNodeDeviceGetParent, c_char_p, c_void_p)
get_xml = declare(libvirt.virNodeDeviceGetXMLDesc, c_char_p, c_void_p, c_uint)


def handle_of(thing):
    """What libvirt itself calls it."""
    handle = c_void_p()
    g_object_get(thing, b'handle', byref(handle), None)
    return handle


def devices(connection):
    """An object of the library for each node device, by name."""
    handles = POINTER(c_void_p)()
    count = list_all(handle_of(connection), byref(handles), 0)
    found = (g_object_new(device_type(), b'handle', handles[i], None) for i in range(count))
    return {device_name(device).decode(): handle_of(device) for device in found}


conn = connection_new(b'qemu:///system')
if not connection_open(conn, None, None):
    sys.exit('no connection')
known = devices(conn)
if len(sys.argv) > 1:
    print(get_xml(known[sys.argv[1]], 0).decode())
else:
    for name, device in sorted(known.items()):
        if b"<capability type='fsl_mc'>" in get_xml(device, 0):
            print(name, get_parent(device).decode())
