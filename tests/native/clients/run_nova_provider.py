# SPDX-License-Identifier: LGPL-2.1-or-later
"""run_nova_provider.py FILE…: what Nova's parser of provider configurations makes of them."""

import json
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
    for path in paths:
        with tempfile.TemporaryDirectory() as directory:
            shutil.copy(path, os.path.join(directory, "fslmc.yaml"))
            found = provider_config.get_provider_configs(directory)
        for node, provider in found.items():
            print(os.path.basename(path), node,
                  json.dumps(provider["inventories"]["additional"], sort_keys=True))


main(*sys.argv[1:])
