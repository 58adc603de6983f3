#!/usr/bin/python3
# SPDX-License-Identifier: LGPL-2.1-or-later
"""build_html_test.py BUILD-HTML SCHEMAS: what build-html has to refuse, it does."""

import os
import subprocess
import sys
import tempfile

HOSTDEV = """::

   <hostdev mode='subsystem' type='fsl_mc' managed='yes'>
     <source>
       <address object='{}'/>
     </source>
   </hostdev>
"""
COMMAND = """
Part
====

{}

.. code-block:: console{}

   # virsh list
"""
INDEX = "Top\n###\n\n`Page <page.html>`__\n\n"
PAGE = "Page\n####\n\n"

# the case, what its pages are, and what is said; nothing when all is well
CASES = [
    ("all well", {"index": INDEX, "page": PAGE + HOSTDEV.format("dprc.2")}, ""),
    ("dead link", {"index": INDEX + "`Other <other.html>`__\n", "page": PAGE},
     "index: dead link other.html"),
    ("dead place", {"index": INDEX + "`Other <page.html#there>`__\n", "page": PAGE},
     "index: dead link page.html#there"),
    ("orphan", {"index": INDEX, "page": PAGE, "other": PAGE}, "other: index does not lead here"),
    ("picture", {"index": INDEX, "page": PAGE + ".. image:: none.png\n"}, "none.png"),
    ("markup", {"index": INDEX, "page": PAGE + "*open\n"}, "page: "),
    ("invalid XML", {"index": INDEX, "page": PAGE + HOSTDEV.format("dpni.1")}, "page: "),
    ("other XML", {"index": INDEX, "page": PAGE + "::\n\n   <network/>\n"},
     "page: an example of <network>"),
    ("command that is run", {"index": INDEX, "page": PAGE + COMMAND.format("", "\n   :class: run")}, ""),
    ("command for hardware", {"index": INDEX, "page": PAGE + COMMAND.format("*needs\nhardware*", "")}, ""),
    ("command that is not run", {"index": INDEX, "page": PAGE + COMMAND.format("", "")},
     "page: no test runs '# virsh list'"),
]


def build(program, schemas, pages):
    """Status and standard error."""
    with tempfile.TemporaryDirectory() as directory:
        source = os.path.join(directory, "source")
        os.mkdir(source)
        os.symlink(schemas, os.path.join(source, "schemas"))
        for name, text in pages.items():
            with open(os.path.join(source, name + ".rst"), "w", encoding="utf-8") as file:
                file.write(text)
        done = subprocess.run([program, source, os.path.join(directory, "html")],
                              stderr=subprocess.PIPE, text=True, check=False)
        return done.returncode, done.stderr


def main(program, schemas):
    """Prints TAP."""
    print(f"1..{len(CASES)}")
    for number, (name, pages, wanted) in enumerate(CASES, 1):
        status, said = build(program, schemas, pages)
        good = wanted in said and (status != 0) == bool(wanted) and bool(said) == bool(wanted)
        print("ok" if good else "not ok", number, name)
        if not good:
            print(f"status {status}: {said}", file=sys.stderr)


main(*(os.path.abspath(path) for path in sys.argv[1:]))
