# SPDX-License-Identifier: LGPL-2.1-or-later
"""run_nova_metadata.py FILE: what Nova writes into a guest's XML about its flavor, which has
an extra spec, and about an image and an instance with properties that look like one."""

import re
import sys

# pylint: disable=wrong-import-position
import run_nova     # which prepares the rest
from nova.network import model
# pylint: enable=wrong-import-position


def main(path):
    """Writes it to the file, but for the time and for what is another in each update."""
    nova = run_nova.start()
    instance = run_nova.instance_of_nova("m1.dpaa2", display_name="fslmc:label=tenant")
    instance.flavor.extra_specs = {"fslmc:label": "net", "resources:CUSTOM_FSLMC_NET": "1"}
    instance.system_metadata["image_fslmc:label"] = "tenant"
    instance.metadata["fslmc:label"] = "tenant"
    written = nova._get_guest_config_meta(
        nova.get_instance_driver_metadata(instance, model.NetworkInfo()))
    xml = written.to_xml()
    with open(path, "w", encoding="utf-8") as file:
        print(re.sub(r'version="(\d+)[^"]*"', r'version="\1"',
                     re.sub(r"(creationTime>)[^<]*", r"\1", xml)).strip(), file=file)


main(*sys.argv[1:])
