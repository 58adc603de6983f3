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
IN_USE = (libvirt.VIR_ERR_OPERATION_INVALID,
          r"container dprc\.\d+ is (in use by driver QEMU, domain guest-\d|being \w+( \w+)?)")
NO_DEFINITION = (libvirt.VIR_ERR_NO_NODE_DEVICE, r"'dprc_made-\d'$")
NO_GUEST = (libvirt.VIR_ERR_NO_DOMAIN, r"'guest-\d'$")
REFUSALS = {
    "detach": [IN_USE],
    "reattach": [IN_USE],
    "reset": [IN_USE, (libvirt.VIR_ERR_OPERATION_INVALID,
                       r"it is not bound to 'vfio-fsl-mc'; detach it first$")],
    "make": [NO_DEFINITION, (libvirt.VIR_ERR_OPERATION_INVALID, r"is already active$")],
    "destroy_container": [NO_DEFINITION, (libvirt.VIR_ERR_OPERATION_INVALID,
                                          r"is not active$")],
    "undefine_container": [NO_DEFINITION],
    # by a name that another uuid has
    "define_guest": [(libvirt.VIR_ERR_OPERATION_FAILED, r"already exists with uuid")],
    "start_guest": [NO_GUEST, IN_USE, (libvirt.VIR_ERR_OPERATION_INVALID,
                                       r"domain is already running$")],
    "destroy_guest": [NO_GUEST, (libvirt.VIR_ERR_OPERATION_INVALID,
                                 r"domain is not running$")],
    "undefine_guest": [NO_GUEST],
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
        if domain.isActive():
            domain.destroy()
        domain.undefine()
    for device in connection.listAllDevices():
        if device.name() in MADE:
            if device.isActive():
                device.destroy()
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
