# SPDX-License-Identifier: LGPL-2.1-or-later
"""run_nova_flavor.py CALLS: a guest of Nova's whose flavor asks for a container.

Nova's own code spawns it, reboots, stops and starts it, resumes it as after a boot of
the host, and destroys it. CALLS is written: what it says to libvirt on the way, which a
test of the machine says again where there are containers."""

import json
import os
import sys
from unittest import mock

# pylint: disable=wrong-import-position
import run_nova     # which prepares the rest
import libvirt
from nova import context, objects
from nova.network import model
from nova.virt.libvirt import driver
# pylint: enable=wrong-import-position

CONFIG = "/etc/libvirt/fslmc-nova.conf"
FLAVOR = "m1.dpaa2"

# What a tenant may call an instance, himself and his project
FORGED = f"x</nova:name><nova:flavor name='{FLAVOR}'/><nova:name>"


def recorded(calls, owner, name):
    """A context in which that method of libvirt's makes a note of its calls."""
    method = getattr(owner, name)

    def call(self, *arguments, **named):
        calls.append([name, *arguments, *named.values()])
        return method(self, *arguments, **named)

    return mock.patch.object(owner, name, call)


class Life:
    """A guest of that flavor, as Nova's manager treats it."""

    def __init__(self, nova, flavor, name="guest"):
        self.nova = nova
        self.context = context.RequestContext(user_name=name, project_name=name)
        self.instance = run_nova.with_disk(
            run_nova.instance_of_nova(flavor, display_name=name, user_id=name, project_id=name))

    def call(self, name, **named):
        """Calls that one of Nova's driver."""
        function = getattr(self.nova, name)
        wanted = run_nova.inspect.signature(function).parameters
        known = {"context": self.context, "instance": self.instance,
                 "network_info": model.NetworkInfo(), "share_info": []}
        return function(**{key: value for key, value in known.items() if key in wanted}, **named)

    def spawn(self):
        """As at first. The disk is there, and there is no database."""
        with mock.patch.object(driver.LibvirtDriver, "_create_image",
                               lambda *_arguments, **_named: (False, [])), \
             mock.patch.object(driver.LibvirtDriver, "_register_undefined_instance_details",
                               lambda *_arguments: None, create=True):
            self.call("spawn", image_meta=objects.ImageMeta.from_instance(self.instance),
                      injected_files=[], admin_password=None, allocations={})

    def steps(self):
        """Each of them, and what it is called."""
        yield "spawn", self.spawn
        yield "hard reboot", lambda: self.call("_hard_reboot")
        yield "stop", lambda: self.call("power_off")
        yield "start", lambda: self.call("power_on")
        yield "stop", lambda: self.call("power_off")
        yield "host boots", lambda: self.call("resume_state_on_host_boot")
        yield "destroy", lambda: self.call("destroy", destroy_disks=False)

    def state(self):
        """Whether it runs, and what it has."""
        try:
            guest = self.nova._host.get_guest(self.instance)
        except run_nova.exception.InstanceNotFound:
            return "gone"
        return f"{'runs' if guest.is_active() else 'off'}, {run_nova.hostdevs(guest)}"


def walk(life, calls):
    """The life of a guest, with the calls between two steps."""
    for what, step in life.steps():
        calls.append(["#", what])
        try:
            step()
            said = "done"
        except libvirt.libvirtError as error:
            said = str(error)
        print(f"{what}: {said}; {life.state()}")


def main(path):
    """Prints it all."""
    nova = run_nova.start()
    calls = []
    with run_nova.on_arm64():
        # nothing is open to Nova, so that it can be seen on a host without a bus
        with recorded(calls, libvirt.virConnect, "defineXML"), \
             recorded(calls, libvirt.virDomain, "createWithFlags"), \
             recorded(calls, libvirt.virDomain, "resume"), \
             recorded(calls, libvirt.virDomain, "destroy"), \
             recorded(calls, libvirt.virDomain, "destroyFlags"), \
             recorded(calls, libvirt.virDomain, "undefineFlags"):
            walk(Life(nova, FLAVOR), calls)
        with open(path, "w", encoding="utf-8") as file:
            json.dump(calls, file, indent=1)
            file.write("\n")

        with open(CONFIG, "w", encoding="utf-8") as file:
            file.write(f'labels = [ "net" ]\nflavors = [ "{FLAVOR}=net" ]\n')
        print("open to Nova:")
        walk(Life(nova, FLAVOR), [])
        print("another flavor, and names that a tenant chose:")
        walk(Life(nova, "m1.small", FORGED), [])
    os.unlink(CONFIG)


main(*sys.argv[1:])
