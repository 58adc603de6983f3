# SPDX-License-Identifier: LGPL-2.1-or-later
"""clients.py COUNT LAST GUEST

Sixteen clients do COUNT things at once with containers dprc.2 to dprc.LAST, with
containers that they define, and with guests as the file GUEST has one. Prints how often
each was done and refused, and fails when a refusal is none of those that there are."""

import collections
import random
import re
import sys
import threading

import libvirt

CLIENTS = 16
GUESTS = [f"guest-{number}" for number in range(8)]
MADE = [f"dprc_made-{number}" for number in range(6)]

# Another client has brought the subject into that state. This is of all that each may
# say: code, and words.
INVALID = libvirt.VIR_ERR_OPERATION_INVALID
IN_USE = (INVALID,
          r"container dprc\.\d+ is (in use by driver QEMU, domain guest-\d|being \w+( \w+)?)")
NO_DEFINITION = (libvirt.VIR_ERR_NO_NODE_DEVICE, r"'dprc_made-\d'$")
NO_GUEST = (libvirt.VIR_ERR_NO_DOMAIN, r"('guest-\d'|\(guest-\d\))$")
# libvirt's, when another client has done something with the same guest for 30 seconds
BUSY_GUEST = (libvirt.VIR_ERR_OPERATION_TIMEOUT, r"cannot acquire state change lock")
# libvirt's, for a start whose QEMU another client ends
QEMU_GONE = [
    (libvirt.VIR_ERR_INTERNAL_ERROR, r"process exited while connecting to monitor"),
    (libvirt.VIR_ERR_INTERNAL_ERROR, r"unexpectedly (closed the monitor|quit)"),
    (libvirt.VIR_ERR_INTERNAL_ERROR, r"End of file from qemu monitor"),
    (libvirt.VIR_ERR_SYSTEM_ERROR, r"^Unable to (read from|write to) monitor: "),
    (libvirt.VIR_ERR_SYSTEM_ERROR, r"'/(proc/\d+|sys/fs/cgroup)/.*': No such "),
    (libvirt.VIR_ERR_SYSTEM_ERROR, r": No such process$"),
]
REFUSALS = {
    "detach": [IN_USE],
    "reattach": [IN_USE],
    "reset": [IN_USE, (INVALID, r"it is not bound to 'vfio-fsl-mc'; detach it first$")],
    "make": [NO_DEFINITION, (INVALID, r"is already active$")],
    "destroy_container": [NO_DEFINITION, IN_USE, (INVALID, r"is not active$")],
    "undefine_container": [NO_DEFINITION, (INVALID, r"is not defined$")],
    # by a name that another uuid has
    "define_guest": [(libvirt.VIR_ERR_OPERATION_FAILED, r"already exists with uuid")],
    "start_guest": [
        NO_GUEST, BUSY_GUEST, IN_USE, (INVALID, r"domain is already running$"), *QEMU_GONE,
        (libvirt.VIR_ERR_OPERATION_FAILED,
         r"was destroyed while it waited for its devices$"),
    ],
    "destroy_guest": [NO_GUEST, BUSY_GUEST, (INVALID, r"domain is not running$")],
    "undefine_guest": [
        NO_GUEST, BUSY_GUEST, (INVALID, r"cannot undefine transient domain$"),
    ],
}


class Client(threading.Thread):
    """One client, with a connection and with chances of its own."""

    def __init__(self, number, count, last, guest):
        super().__init__()
        self._random = random.Random(number)
        self._count = count
        self._last = last
        self._guest = guest
        self._connection = None
        self.done = collections.Counter()
        self.refused = collections.Counter()

    # what is done to what there is

    def _container(self):
        return self._connection.nodeDeviceLookupByName(
            f"dprc_{self._random.randint(2, self._last)}")

    def _made(self):
        return self._connection.nodeDeviceLookupByName(self._random.choice(MADE))

    def _domain(self):
        return self._connection.lookupByName(self._random.choice(GUESTS))

    def list(self):
        for device in self._connection.listAllDevices():
            device.name()

    def describe(self):
        self._container().XMLDesc()

    def detach(self):
        self._container().dettach()

    def reattach(self):
        self._container().reAttach()

    def reset(self):
        self._container().reset()

    def define_container(self):
        name = self._random.choice(MADE)
        self._connection.nodeDeviceDefineXML(f"""
<device>
  <name>{name}</name>
  <parent>dprc_1</parent>
  <capability type='fsl_mc'>
    <capability type='container'>
      <vcpus>1</vcpus>
    </capability>
  </capability>
</device>""")

    def make(self):
        self._made().create()

    def destroy_container(self):
        self._made().destroy()

    def undefine_container(self):
        self._made().undefine()

    def define_guest(self):
        xml = re.sub("<name>.*</name>",
                     f"<name>{self._random.choice(GUESTS)}</name>", self._guest)
        xml = re.sub("object='.*'", f"object='dprc.{self._random.randint(2, self._last)}'",
                     re.sub("<uuid>.*</uuid>", "", xml))
        self._connection.defineXML(xml)

    def start_guest(self):
        self._domain().create()

    def destroy_guest(self):
        self._domain().destroy()

    def undefine_guest(self):
        self._domain().undefine()

    def run(self):
        self._connection = libvirt.open("qemu:///system")
        choices = [self.list, self.describe, self.detach, self.reattach, self.reset,
                   self.define_container, self.make, self.destroy_container,
                   self.undefine_container, self.define_guest, self.start_guest,
                   self.destroy_guest, self.undefine_guest]
        for _ in range(self._count):
            choice = self._random.choice(choices)
            try:
                choice()
                self.done[choice.__name__] += 1
            except libvirt.libvirtError as error:
                self.refused[choice.__name__, error.get_error_code(),
                             error.get_error_message()] += 1
        self._connection.close()


def put_back(last):
    """As it was, but for the guests' containers, which come by themselves."""
    connection = libvirt.open("qemu:///system")
    for domain in connection.listAllDomains():
        # one that is active and was undefined is gone with its end
        persistent = domain.isPersistent()
        if domain.isActive():
            domain.destroy()
        if persistent:
            domain.undefine()
    for device in connection.listAllDevices():
        if device.name() in MADE:
            persistent = device.isPersistent()
            if device.isActive():
                device.destroy()
            if persistent:
                device.undefine()
    for number in range(2, last + 1):
        connection.nodeDeviceLookupByName(f"dprc_{number}").reAttach()
    connection.close()


def main(count, last, guest):
    """Does it all."""
    # errors are told by those that they belong to
    libvirt.registerErrorHandler(lambda *_: None, None)
    with open(guest, encoding="utf-8") as file:
        xml = file.read()
    clients = [Client(number, -(-int(count) // CLIENTS), int(last), xml)
               for number in range(CLIENTS)]
    for client in clients:
        client.start()
    for client in clients:
        client.join()
    put_back(int(last))

    done, refused = collections.Counter(), collections.Counter()
    for client in clients:
        done.update(client.done)
        refused.update(client.refused)
    print("done:", dict(sorted(done.items())))
    others = []
    for (what, code, message), times in sorted(refused.items()):
        print(f"refused: {what}: {code}: {message} ({times})")
        if not any(code == known and re.search(words, message)
                   for known, words in REFUSALS.get(what, [])):
            others.append((what, code, message))
    if others:
        sys.exit(f"FAILED: refused for no reason that there is: {others}")


main(*sys.argv[1:])
