# SPDX-License-Identifier: LGPL-2.1-or-later
#
# Turns Meson's testlog.json into one line a test, see suites.sh. A program that
# speaks TAP counts with each of its tests, so that one that is skipped within
# a program that passed stays a skipped one.

import json
import re
import sys

POINT = re.compile(r'^(not )?ok\s*\d*\s*(?:-\s*)?([^#]*?)\s*'
                   r'(?:#\s*(SKIP|TODO)\S*\s*(.*))?$', re.IGNORECASE)
PASSED = ('OK', 'EXPECTEDFAIL')


def tap_points(output):
    for line in output.splitlines():
        match = POINT.match(line)
        if match:
            failed, name, directive, reason = match.groups()
            skipped = directive is not None and directive.upper() == 'SKIP'
            yield name, bool(failed), (reason or 'no reason given') if skipped else None


def last_line(test):
    lines = (test.get('stdout', '') + test.get('stderr', '')).strip().splitlines()
    return lines[-1] if lines else 'no reason given'


def explain(test):
    for stream in ('stdout', 'stderr'):
        for line in test.get(stream, '').splitlines()[-60:]:
            print('  | ' + line, file=sys.stderr)


def report(test):
    # "PROJECT:SUITE / NAME"
    name = test['name'].rpartition(' / ')[2]
    result = test['result']
    points = list(tap_points(test.get('stdout', '')))
    failures = 0

    if result == 'SKIP' and not points:
        print(f'skip {name}: {last_line(test)}')
        return

    for point, failed, skipped in points:
        if skipped is not None:
            print(f'skip {name} {point}: {skipped}')
        elif failed:
            print(f'not ok {name} {point}')
            failures += 1
        else:
            print(f'ok {name} {point}')

    if result in PASSED + ('SKIP',):
        if not points:
            print(f'ok {name} ({test["duration"]:.1f} s)')
    elif not failures:
        # it died, timed out, or ran another number of tests than announced
        print(f'not ok {name} ({result.lower()})')
    if result not in PASSED + ('SKIP',):
        explain(test)


def main():
    with open(sys.argv[1], encoding='utf-8') as log:
        for line in log:
            report(json.loads(line))


main()
