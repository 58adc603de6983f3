# SPDX-License-Identifier: LGPL-2.1-or-later
"""mutate.py DIRECTORY [OPTION…] [ROOM…]: what ../mutate runs when DIRECTORY/source has a
copy of the code that DIRECTORY/build has compiled."""

import argparse
import collections
import glob
import os
import random
import re
import subprocess
import sys
import time

# The rooms whose code unit tests link to.
ROOMS = ['fslmc', 'conf', 'qemu_fslmc', 'node_device_fslmc', 'util', 'plugin']
# Those that tests with a daemon of this machine's kind look at, too: the tests' folder.
NATIVE = {'node_device_fslmc': 'node_device'}
# A test that a mistake makes wait forever has noticed it.
COMPILE_SECONDS = 300
TEST_SECONDS = 300

Mistake = collections.namedtuple('Mistake', 'file line what text')


def negated(line):
    return re.sub(r'^(\s+if \()(.*)(\)(?: \{)?)$', r'\1!(\2)\3', line)


def call_dropped(line):
    if re.match(r'^\s{4,}(?!return|if|while|for|switch)[a-zA-Z_]+\(.*\);$', line):
        return re.sub(r'\S.*', ';', line)
    return line


def return_dropped(line):
    return re.sub(r'^(\s{5,})return (-1|false|FALSE|NULL);$', r'\1;', line)


def number_changed(line):
    # not in texts, names, preprocessor lines and comments
    if re.match(r'\s*(#|/\*|\*|//)', line) or '"' in line or not line.startswith('    '):
        return line
    return re.sub(r'(?<![\w.])(\d+)(?![\w.])', lambda match: str(int(match[1]) + 1), line,
                  count=1)


KINDS = {'condition negated': negated, 'call left out': call_dropped,
         'return left out': return_dropped, 'number changed': number_changed}


def mistakes(source, room):
    """All that can be made in a room."""
    for file in sorted(glob.glob(os.path.join(source, 'src', room, '*.c'))):
        with open(file, encoding='utf-8') as code:
            for number, line in enumerate(code.read().split('\n')):
                for what, change in KINDS.items():
                    text = change(line)
                    if text != line:
                        yield Mistake(file, number, what, text)


def passes(command, seconds):
    """Whether it succeeds in time; all that it started ends with it."""
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
                          start_new_session=True) as process:
        try:
            return process.wait(seconds) == 0
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, 9)
            return False


class Copy:
    """The copy of the code, and its tests."""

    def __init__(self, directory):
        self.source = os.path.join(directory, 'source')
        self.build = os.path.join(directory, 'build')

    def compiles(self):
        return passes(['ninja', '-C', self.build], COMPILE_SECONDS)

    def tests_pass(self):
        # Those of the documentation look at no code. A machine that has other work,
        # too, is slow, and that is no mistake in the code.
        return passes(['meson', 'test', '-C', self.build, '--no-rebuild', '--no-suite', 'docs',
                       '--maxfail', '1', '--timeout-multiplier', '5'], TEST_SECONDS)

    def native_tests_pass(self, folder):
        top = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
        stage = os.path.join(self.build, 'stage')
        tests = sorted(glob.glob(os.path.join(top, 'tests', 'native', folder, '*.sh')))
        return (passes(['meson', 'install', '-C', self.build, '--no-rebuild', '--quiet',
                        '--destdir', stage], COMPILE_SECONDS) and
                passes([os.path.join(top, 'tests', 'native', 'run'), '--overlay', stage] + tests,
                       TEST_SECONDS))

    def try_out(self, room, mistake):
        """Whether the tests notice it; None when it does not compile."""
        with open(mistake.file, encoding='utf-8') as file:
            good = file.read()
        lines = good.split('\n')
        lines[mistake.line] = mistake.text
        try:
            with open(mistake.file, 'w', encoding='utf-8') as file:
                file.write('\n'.join(lines))
            if not self.compiles():
                return None
            return not (self.tests_pass() and
                        (room not in NATIVE or self.native_tests_pass(NATIVE[room])))
        finally:
            with open(mistake.file, 'w', encoding='utf-8') as file:
                file.write(good)


def parse():
    parser = argparse.ArgumentParser(prog='mutate')
    parser.add_argument('directory')
    parser.add_argument('--seed', type=int, default=1)
    parser.add_argument('--seconds', type=int, default=900)
    parser.add_argument('--count', type=int, default=10)
    parser.add_argument('rooms', nargs='*', default=ROOMS, metavar='ROOM')
    return parser.parse_intermixed_args()


def main():
    settings = parse()
    copy = Copy(settings.directory)
    # a mistake of an earlier run may still be compiled in
    if not (copy.compiles() and copy.tests_pass() and
            all(copy.native_tests_pass(NATIVE[room]) for room in settings.rooms if room in NATIVE)):
        sys.exit('mutate: error: the tests fail without any mistake')

    plans = {}
    for room in settings.rooms:
        possible = list(mistakes(copy.source, room))
        if not possible:
            sys.exit(f'mutate: error: no code in src/{room}')
        # a room's choice does not depend on the others
        random.Random(f'{settings.seed} {room}').shuffle(possible)
        plans[room] = iter(possible)

    end = time.monotonic() + settings.seconds
    noticed = collections.Counter()
    made = collections.Counter()
    # in turn, so that each room has its share when time is short
    while time.monotonic() < end:
        rooms = [room for room in settings.rooms if made[room] < settings.count]
        if not rooms:
            break
        for room in rooms:
            mistake = next(plans[room], None)
            if mistake is None:
                settings.rooms = [other for other in settings.rooms if other != room]
                continue
            result = copy.try_out(room, mistake)
            if result is None:
                continue
            made[room] += 1
            noticed[room] += result
            if not result:
                place = os.path.relpath(mistake.file, copy.source)
                print(f'not noticed: {place}:{mistake.line + 1}: {mistake.what}: '
                      f'{mistake.text.strip()}', flush=True)
            if time.monotonic() >= end:
                break

    print(f'\n{"room":<24}{"mistakes":>10}{"noticed":>10}')
    for room in plans:
        print(f'{room:<24}{made[room]:>10}{noticed[room]:>10}')


if __name__ == '__main__':
    main()
