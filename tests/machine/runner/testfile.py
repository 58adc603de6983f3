# SPDX-License-Identifier: LGPL-2.1-or-later
"""A test: a shell file whose first comment says what machine it needs."""

import collections
import os
import re

from . import HERE, TOP, RunnerError

# What a boot is made for: tests that want the same share one.
Needs = collections.namedtuple('Needs', 'topology containers dtb kvm memory processors interrupts lsm init own again plugin next')

KEYS = {
    'topology': r'[\w-]+',
    'containers': r'plugged|unplugged|both',
    'dtb': r'[\w-]+',
    'kvm': r'yes|no',
    'memory': r'\d+[MG]',
    'processors': r'\d+',
    'interrupts': r'yes|no',
    'lsm': r'selinux',
    'init': r'systemd',
    'boot': r'own|again|shared',
    'plugin': r'there|package',
    'next': r'trixie',
    'daemon': r'libvirtd|split|none',
    'releases': r'(bookworm|trixie)( (bookworm|trixie))*',
    'timeout': r'\d+',
    # for scripts/endure
    'endures': r'.+',
    'cycles': r'\d+',
    # of benchmarks, for scripts/bench
    'with': r'.+',
    'without': r'.+',
    'goal': r'[\d.]+',
}


# What containers are of which the topology does not say it.
CONTAINERS = 'plugged', 'unplugged'


def load(path, defaults):
    """The tests of a file: one, or one for each kind of containers."""
    path = os.path.abspath(path)
    name = os.path.splitext(os.path.relpath(path, TOP))[0]
    if name.startswith('..'):
        raise RunnerError(f'{path}: not in {TOP}, so not in the machine')
    if not os.path.isfile(path):
        raise RunnerError(f'{path}: no such test')

    head = _head(path)
    wanted = head.get('containers', defaults.containers or 'unplugged')
    if wanted != 'both':
        return [TestFile(path, name, wanted, head, defaults)]
    return [TestFile(path, name, containers, head, defaults)
            for containers in CONTAINERS
            if defaults.containers in (None, containers)]


class TestFile:
    """path: absolute; name: that of the file; title: what the report calls it."""

    def __init__(self, path, name, containers, head, defaults):
        self.path = path
        self.name = name
        self.title = f'{name} ({containers})' if head.get('containers') == 'both' else name
        self.releases = head.get('releases', 'bookworm trixie').split()
        self.daemon = head.get('daemon', 'libvirtd')
        self.timeout = int(head.get('timeout', defaults.timeout))
        self.needs = Needs(
            topology=topology_path(head.get('topology', defaults.topology)),
            containers=containers,
            dtb=head.get('dtb', defaults.dtb),
            kvm=head.get('kvm') == 'yes' or defaults.kvm,
            memory=head.get('memory', defaults.memory),
            processors=head.get('processors', defaults.processors),
            interrupts=head.get('interrupts') == 'yes',
            lsm=head.get('lsm'),
            init=head.get('init'),
            own=self.name if head.get('boot') in ('own', 'again') else None,
            again=head.get('boot') == 'again',
            plugin=head.get('plugin', 'there'),
            next=head.get('next'))


def _head(path):
    """The "# key: value" lines before the first that is no comment. A key
    that nobody knows is a mistake, and not a remark."""
    head = {}
    with open(path, encoding='utf-8') as file:
        for number, line in enumerate(file, 1):
            if not line.startswith('#') and line.strip():
                break
            match = re.match(r'# ([a-z]+): (.*)$', line)
            if not match:
                continue
            key, value = match.groups()
            if not re.fullmatch(KEYS.get(key, '(?!)'), value):
                raise RunnerError(f"{path}:{number}: '{key}: {value}' is unknown")
            head[key] = value
    return head


def topology_path(name):
    """A topology is named, or is a file."""
    path = name
    if '/' not in name:
        path = os.path.join(HERE, 'topologies', name + '.topology')
    if not os.path.isfile(path):
        raise RunnerError(f"no topology '{name}'")
    return os.path.abspath(path)


def group(tests):
    """The tests by what they need, in the order they were given."""
    groups = collections.OrderedDict()
    for test in tests:
        groups.setdefault(test.needs, []).append(test)
    return groups
