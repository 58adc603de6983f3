#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""tables_test.py TOP LIBVIRT: an entry of a driver table that nobody has classified
is found, and so is one that is classified and replaced."""

import pathlib
import subprocess
import sys
import tempfile


def check(top, libvirt, entries=None):
    """What the build's own check says of these headers."""
    return subprocess.run(
        [top / "src/plugin/check-tables", entries or top / "src/plugin/table-entries", libvirt,
         *sorted(top.glob("src/qemu_fslmc/*.c")),
         *sorted(top.glob("src/node_device_fslmc/*.[ch]"))],
        capture_output=True, text=True, check=False)


def main(top, libvirt):
    """Runs the cases."""
    with tempfile.TemporaryDirectory() as name:
        changed = pathlib.Path(name)
        for header in ("driver-hypervisor.h", "driver-nodedev.h"):
            text = (libvirt / header).read_text(encoding="utf-8")
            text = text.replace("    const char *name;",
                                "    const char *name;\n    virDrvNew aNewEntry;")
            (changed / header).write_text(text, encoding="utf-8")
        found = check(top, changed)

        entries = changed / "table-entries"
        text = (top / "src/plugin/table-entries").read_text(encoding="utf-8")
        entries.write_text(text.replace("[virHypervisorDriver]",
                                        "[virHypervisorDriver]\npassed domainDefineXML"),
                           encoding="utf-8")
        twice = check(top, libvirt, entries)
    stock = check(top, libvirt)

    results = {
        "the headers as they are": stock.returncode == 0,
        "each entry is listed": "virHypervisorDriver domainDefineXML ours" in stock.stdout and
                                "virNodeDeviceDriver nodeDeviceGetXMLDesc ours" in stock.stdout and
                                "virHypervisorDriver domainReboot passed" in stock.stdout,
        "a new entry": found.returncode == 1 and
                       "virHypervisorDriver.aNewEntry, virNodeDeviceDriver.aNewEntry"
                       in found.stderr,
        "an entry that is replaced and listed": twice.returncode == 1 and
                                                "replace virHypervisorDriver.domainDefineXML:"
                                                in twice.stderr,
    }
    print(f"1..{len(results)}")
    for number, (case, passed) in enumerate(results.items(), 1):
        print(f"{'' if passed else 'not '}ok {number} - {case}")
    if not all(results.values()):
        print(stock.stderr, found.stderr, file=sys.stderr)


main(*map(pathlib.Path, sys.argv[1:]))
