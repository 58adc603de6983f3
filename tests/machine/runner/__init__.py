# SPDX-License-Identifier: LGPL-2.1-or-later
"""Boots the test machine and runs tests in it; the command is ../run."""

import os

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
TOP = os.path.dirname(os.path.dirname(HERE))


class RunnerError(Exception):
    """Something that is the runner's trouble and not a test's."""
