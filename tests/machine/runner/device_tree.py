# SPDX-License-Identifier: LGPL-2.1-or-later
"""The machine's device tree: QEMU's own, and what we add to it."""

import os
import subprocess

from . import HERE, RunnerError

# The sources in dt/ that are appended to QEMU's tree, by variant.
VARIANTS = {
    'default': ['soc', 'fsl-mc'],
    'no-iommu': ['soc', 'fsl-mc', 'no-iommu'],
    'no-mc': [],
    # of its own, since its devices take numbers of IOMMU groups
    'platform': ['soc', 'fsl-mc', 'platform'],
}


def make(variant, machine, options, path):
    """Writes the blob for QEMU's machine with these options to path."""
    if variant not in VARIANTS:
        raise RunnerError(f"no device tree variant '{variant}'")

    # a network card by default would need a ROM of another package
    subprocess.run(['qemu-system-aarch64', '-nodefaults',
                    '-machine', f'{machine},dumpdtb={path}', *options],
                   check=True, stdout=subprocess.DEVNULL,
                   stderr=subprocess.DEVNULL)
    source = subprocess.run(['dtc', '-q', '-I', 'dtb', '-O', 'dts', path],
                            check=True, stdout=subprocess.PIPE).stdout
    for name in VARIANTS[variant]:
        with open(os.path.join(HERE, 'dt', name + '.dtsi'), 'rb') as file:
            source += file.read()
    subprocess.run(['dtc', '-q', '-I', 'dts', '-O', 'dtb', '-o', path],
                   check=True, input=source)
