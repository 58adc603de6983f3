# SPDX-License-Identifier: LGPL-2.1-or-later
"""run_nova_provider.py FILE…: what Nova's parser of provider configurations makes of
them, and what it logs."""

import json
import logging
import os
import shutil
import sys
import tempfile
import warnings

warnings.simplefilter("ignore")

# pylint: disable=wrong-import-position
from nova.compute import provider_config
# pylint: enable=wrong-import-position


def main(*paths):
    """Prints each of them, as Nova reads it."""
    logging.basicConfig(stream=sys.stdout, format="%(message)s")
    top = os.getcwd()
    for path in paths:
        with tempfile.TemporaryDirectory() as directory:
            shutil.copy(path, os.path.join(directory, "fslmc.yaml"))
            os.chdir(directory)
            found = provider_config.get_provider_configs(".")
            os.chdir(top)
        for node, provider in found.items():
            print(os.path.basename(path), node,
                  json.dumps(provider["inventories"]["additional"], sort_keys=True))


main(*sys.argv[1:])
