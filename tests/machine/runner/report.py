# SPDX-License-Identifier: LGPL-2.1-or-later
"""What the runner prints: a line for each test, and the sum at the end."""

import textwrap


class Report:
    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def ok(self, name, seconds):
        self.passed += 1
        print(f'ok {name} ({seconds:.1f} s)', flush=True)

    def not_ok(self, name, seconds, text):
        self.failed += 1
        print(f'not ok {name} ({seconds:.1f} s)')
        print(textwrap.indent(text.rstrip('\n'), '    ', lambda line: True), flush=True)

    def skip(self, name, reason):
        self.skipped += 1
        print(f'skip {name}: {reason}', flush=True)

    def end(self):
        print(f'{self.passed} passed, {self.failed} failed, {self.skipped} skipped',
              flush=True)
        return 1 if self.failed else 0
