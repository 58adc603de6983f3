# SPDX-License-Identifier: LGPL-2.1-or-later
"""power_cuts.py change|expect|remove JOURNAL

change  changes definitions of containers without end, and writes each change into
        the journal before it, and that it was answered after it
expect  fails when the definitions are not what the journal says, and writes what
        they are
remove  undefines them"""

import os
import pathlib
import random
import re
import sys

import libvirt

NAMES = ["dprc_cut-a", "dprc_cut-b", "dprc_cut-c"]
# of a container: its vcpus, and whether it is marked for autostart
NOTHING = (0, 0)


class Journal:
    """What was to be, and what was answered; on a disk that keeps its power."""

    def __init__(self, path):
        self._path = path

    def write(self, *words):
        with open(self._path, "a", encoding="utf-8") as file:
            print(*words, file=file)
            file.flush()
            os.fsync(file.fileno())

    def allowed(self):
        """Returns of each name the states that it may have."""
        states = {name: [NOTHING] for name in NAMES}
        with open(self._path, encoding="utf-8") as file:
            for line in file:
                verb, name, vcpus, autostart = line.split()
                state = (int(vcpus), int(autostart))
                if verb == "begin":
                    states[name].append(state)
                else:
                    states[name] = [state]
        return states


def definition(name, vcpus):
    """Returns the XML of a container."""
    return f"""
<device>
  <name>{name}</name>
  <parent>dprc_1</parent>
  <capability type='fsl_mc'>
    <capability type='container'>
      <vcpus>{vcpus}</vcpus>
      <object type='dpni'/>
    </capability>
  </capability>
</device>"""


def look_up(connection, name):
    """Returns the device, or None."""
    try:
        return connection.nodeDeviceLookupByName(name)
    except libvirt.libvirtError as error:
        if error.get_error_code() != libvirt.VIR_ERR_NO_NODE_DEVICE:
            raise
        return None


def state_of(device):
    """Returns the state of the definition."""
    if not device or not device.isPersistent():
        return NOTHING
    # one that is active has the XML of what the MC made
    xml = pathlib.Path(f"/etc/libvirt/fslmc/{device.name()}.xml").read_text("utf-8")
    return int(re.search("<vcpus>(.*)</vcpus>", xml)[1]), device.autostart()


def change(connection, journal):
    """Without end."""
    states = {name: state_of(look_up(connection, name)) for name in NAMES}
    while True:
        name = random.choice(NAMES)
        vcpus, autostart = states[name]
        what = random.choice(["define", "autostart", "undefine"]) if vcpus else "define"
        if what == "define":
            vcpus = random.randint(1, 4)
        elif what == "autostart":
            autostart = 1 - autostart
        else:
            vcpus, autostart = NOTHING
        journal.write("begin", name, vcpus, autostart)
        if what == "define":
            connection.nodeDeviceDefineXML(definition(name, vcpus))
        elif what == "autostart":
            connection.nodeDeviceLookupByName(name).setAutostart(autostart)
        else:
            connection.nodeDeviceLookupByName(name).undefine()
        journal.write("done", name, vcpus, autostart)
        states[name] = (vcpus, autostart)


def expect(connection, journal):
    """Fails when something is not as it was answered."""
    for name, allowed in journal.allowed().items():
        device = look_up(connection, name)
        state = state_of(device)
        print(name, state, "of", allowed)
        if state not in allowed:
            sys.exit(f"FAILED: {name} has {state}, and not one of {allowed}")
        if device and device.isActive() != state[1]:
            sys.exit(f"FAILED: {name} is active: {device.isActive()}")
        journal.write("found", name, *state)


def remove(connection):
    """Destroys and undefines them."""
    for name in NAMES:
        device = look_up(connection, name)
        if device and device.isActive():
            device.destroy()
        if device:
            device.undefine()


def main(verb, path):
    """Does what is asked for."""
    connection = libvirt.open("qemu:///system")
    journal = Journal(path)
    if verb == "change":
        change(connection, journal)
    elif verb == "expect":
        expect(connection, journal)
    else:
        remove(connection)


main(*sys.argv[1:])
