# SPDX-License-Identifier: LGPL-2.1-or-later
"""Tests that share a machine, run one after the other."""

import os
import shutil
import sys
import time

from . import RunnerError
from .machine import Machine
from .port import PortError

SKIPPED = 77
TIMED_OUT = (124, 137)
# Beyond a test's own limit: to end it, and to put the machine back.
MARGIN_SECONDS = 120


def _read(path, lines=None):
    if not os.path.exists(path):
        return ''
    with open(path, encoding='utf-8', errors='replace') as file:
        text = file.read()
    return ''.join(text.splitlines(keepends=True)[-lines:]) if lines else text


class Live:
    """Shows what a test prints while it runs."""

    def __init__(self, path):
        self._path = path
        self._file = None

    def __call__(self):
        if not self._file:
            if not os.path.exists(self._path):
                return
            self._file = open(self._path, encoding='utf-8', errors='replace')
        sys.stdout.write(self._file.read())
        sys.stdout.flush()


class Session:
    def __init__(self, settings, report):
        self.settings = settings
        self.report = report
        self._machine = None
        self._count = 0

    def run(self, needs, tests):
        """A machine that has been spoilt is replaced for the next test."""
        try:
            for test in tests:
                self._run_one(needs, test)
            if self._machine:
                self._machine.stop()
        finally:
            self._drop()

    def shell(self, needs):
        """A person has the serial console; after what tests are given."""
        try:
            self._boot(needs)
            self._machine.port.send('shell - - - -')
            self._machine.port.receive(10 ** 9)
            self._machine.stop()
        except PortError:
            pass
        finally:
            self._drop()

    def _boot(self, needs):
        if not self._machine:
            self._machine = Machine(self.settings, needs)
            self._count = 0
            self._machine.start()

    def _drop(self):
        machine, self._machine = self._machine, None
        if machine:
            machine.remove()

    def _run_one(self, needs, test):
        begin = time.monotonic()
        results = None
        try:
            self._boot(needs)
            self._count += 1
            folder = str(self._count)
            results = os.path.join(self._machine.job, folder)
            os.mkdir(results)
            begin = time.monotonic()
            status, text, whole = self._run_in(folder, results, test)
        except (PortError, RunnerError) as error:
            text = f'{_read(os.path.join(results, "output")) if results else ""}'
            text += f'THE MACHINE: {error}\n{self._machine.last_words()}'
            status, whole = 1, False
        self._judge(test, status, text, time.monotonic() - begin, results)
        if not whole:
            self._drop()

    def _run_in(self, folder, results, test):
        """Returns: the status, what it printed, whether the machine is as it
        was before."""
        output = os.path.join(results, 'output')
        live = Live(output) if self.settings.live else None
        answer = self._send(folder, test, live)
        while answer == ['ready'] and test.needs.again:
            answer = self._send(folder, test, live)
        verdict, status = answer
        if live:
            live()
        status = int(status)
        text = _read(output)
        if status in TIMED_OUT:
            text += f'TIMED OUT after {test.timeout} s\n'
        if verdict != 'done':
            text += 'THE MACHINE was not put back\n'
            status = status or 1
        # a test that was killed may have left half a dialogue with the model
        return status, text, verdict == 'done' and status not in TIMED_OUT

    def _send(self, folder, test, live):
        """Has the agent run the test. Returns the words of its answer."""
        port = self._machine.port
        port.send(f'test {folder} {test.timeout} {test.daemon} '
                  f'/fslmc/top/{test.name}.sh')
        return port.receive(test.timeout + MARGIN_SECONDS, live).split()

    def _judge(self, test, status, text, seconds, results):
        if status == 0:
            if self.settings.update:
                self._update(test, results)
            self.report.ok(test.title, seconds)
        elif status == SKIPPED:
            reason = _read(os.path.join(results, 'reason')).strip()
            self.report.skip(test.title, reason or 'without a reason')
        else:
            text += f'status {status}\n'
            for name, title in (('trace', 'last commands'),
                                ('libvirtd.log', 'libvirtd.log')):
                end = results and _read(os.path.join(results, name), 15)
                if end:
                    text += f'--- {title}\n{end}'
            self.report.not_ok(test.title, seconds, text)

    @staticmethod
    def _update(test, results):
        """Expected files that the test has written anew."""
        update = os.path.join(results, 'update')
        if os.path.isdir(update):
            shutil.copytree(update, os.path.dirname(test.path), dirs_exist_ok=True,
                            copy_function=shutil.copyfile)
