# SPDX-License-Identifier: LGPL-2.1-or-later
"""Processes that end with us, whatever becomes of us."""

import ctypes
import signal
import subprocess

LIBC = ctypes.CDLL(None)
PR_SET_PDEATHSIG = 1


def _die_with_parent():
    LIBC.prctl(PR_SET_PDEATHSIG, signal.SIGKILL)


def start(arguments, terminal=False, **options):
    """Starts it; out of reach of the terminal's Ctrl-C, which is for us to
    handle, unless it is to have the terminal."""
    return subprocess.Popen(arguments, preexec_fn=_die_with_parent,
                            start_new_session=not terminal, **options)


def end(process, patience=0):
    """Ends it: by itself within the patience (seconds), else by a signal."""
    if not process:
        return
    for ask, seconds in ((None, patience), (process.terminate, 5),
                         (process.kill, None)):
        if ask:
            ask()
        try:
            process.wait(seconds)
            return
        except subprocess.TimeoutExpired:
            continue
