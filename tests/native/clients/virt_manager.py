# SPDX-License-Identifier: LGPL-2.1-or-later
"""virt_manager.py HOSTDEV FOLDER: virt-manager, with its buttons pressed.

The program runs as it is, in this process; each step below waits until the one
before it shows, and the pictures are of its own window."""

import os
import sys
import traceback

sys.path.insert(0, "/usr/share/virt-manager")
sys.argv = [sys.argv[0], "--no-fork", "--connect", "qemu:///system",
            "--show-domain-editor", "guest", *sys.argv[1:]]

# pylint: disable=wrong-import-position
import gi
gi.require_version("Gtk", "3.0")
gi.require_version("Gdk", "3.0")
from gi.repository import Gdk, GLib, Gtk
from virtManager import virtmanager
# pylint: enable=wrong-import-position

FOLDER = sys.argv.pop()
HOSTDEV = sys.argv.pop()
LABEL = "FSL_MC"


def editor():
    """The guest's details, as soon as they are there."""
    from virtManager.vmwindow import vmmVMWindow  # not before GTK is ready
    for window in (vmmVMWindow._instances or {}).values():
        if window.topwin.is_visible():
            return window._details
    return None


def row(details, label):
    """The number of the line with this label in the list of devices."""
    for number, line in enumerate(details.widget("hw-list").get_model()):
        if label in line[0]:
            return number
    return None


def select(details, number):
    details.widget("hw-list").get_selection().select_path(str(number))


def hostdevs(details):
    """What libvirt says, not what the window has."""
    return details.vm.get_xml_to_define().count("<hostdev ")


def picture(details, name):
    window = details.topwin.get_window()
    pixbuf = Gdk.pixbuf_get_from_window(window, 0, 0, window.get_width(), window.get_height())
    pixbuf.savev(os.path.join(FOLDER, f"virt-manager-{name}.png"), "png", [], [])


def dialog():
    """The question that is being asked."""
    for window in Gtk.Window.list_toplevels():
        if isinstance(window, Gtk.MessageDialog) and window.is_visible():
            return window
    return None


def press(details, name):
    """Like a click: whatever it asks, it does not keep us."""
    GLib.idle_add(lambda: details.widget(name).clicked())


def steps():
    """What is done; each yield is what has to become true before the next."""
    yield editor
    details = editor()
    details.config.set_xmleditor_enabled(True)
    details.topwin.resize(900, 600)

    yield lambda: row(details, LABEL) is not None
    select(details, row(details, LABEL))
    yield lambda: details.widget("config-remove").get_visible()
    yield lambda: details.topwin.get_size()[0] >= 900
    yield None
    picture(details, "details")

    notebook = details._xmleditor.widget("xml-notebook")
    notebook.set_current_page(1)
    yield lambda: "dprc.2" in details._xmleditor.get_xml()
    yield None
    picture(details, "xml")
    notebook.set_current_page(0)
    yield None

    press(details, "config-remove")
    yield dialog
    dialog().response(Gtk.ResponseType.YES)
    yield lambda: row(details, LABEL) is None
    assert hostdevs(details) == 0
    picture(details, "removed")

    select(details, 0)
    yield lambda: not details.widget("config-remove").get_visible()
    notebook.set_current_page(1)
    yield lambda: "<domain" in details._xmleditor.get_xml()
    with open(HOSTDEV, encoding="utf-8") as file:
        xml = details._xmleditor.get_xml().replace("</devices>", file.read() + "</devices>")
    details._xmleditor._srcbuff.set_text(xml)
    yield lambda: details.widget("config-apply").get_sensitive()
    press(details, "config-apply")
    yield lambda: row(details, LABEL) is not None
    assert hostdevs(details) == 1
    yield None
    picture(details, "added")


def run():
    """Goes on with the steps whenever what they wait for is there."""
    todo = steps()
    wanted = next(todo)
    quiet = 0

    def tick():
        nonlocal wanted, quiet
        try:
            if wanted is None:
                # drawn: nothing else to do twice in a row
                quiet = 0 if Gtk.events_pending() else quiet + 1
                if quiet < 2:
                    return True
                quiet = 0
            elif not wanted():
                return True
            wanted = next(todo)
        except StopIteration:
            os._exit(0)
        except Exception:
            traceback.print_exc()
            os._exit(1)
        return True

    GLib.timeout_add(200, tick)
    virtmanager.main()


run()
