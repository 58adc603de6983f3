# SPDX-License-Identifier: LGPL-2.1-or-later
"""Programs of the tests that are compiled when they are needed."""

import glob
import os
import shlex
import subprocess

from . import HERE, TOP, RunnerError

BUILD = os.path.join(TOP, 'build', 'machine')
COMMON = os.path.join(TOP, 'scripts', 'lib', 'common.sh')

# What the runner itself calls; 'image' sees to what it needs.
PACKAGES = ['device-tree-compiler', 'gcc', 'gcc-aarch64-linux-gnu', 'libc6-dev',
            'libc6-dev-arm64-cross', 'libglib2.0-dev', 'pkgconf', 'qemu-system-arm']


def install():
    """Installs what is missing on this machine, as all scripts do."""
    if subprocess.run(['bash', '-c', '. "$0"; need_packages "$@"', COMMON, *PACKAGES],
                      check=False).returncode:
        raise RunnerError('packages are missing')


def _compile(program, sources, depends, command):
    """Compiles, unless the program is newer than all that it is made of."""
    path = os.path.join(BUILD, program)
    newest = max(os.path.getmtime(name) for name in sources + depends)
    if os.path.exists(path) and os.path.getmtime(path) > newest:
        return path
    os.makedirs(os.path.dirname(path), exist_ok=True)
    # others may be using, or making, the same one; nor does it belong in a
    # tree that is being installed
    temporary = os.path.join(BUILD, f'{os.path.basename(path)}.{os.getpid()}')
    if subprocess.run([*command, '-o', temporary, *sources], check=False).returncode:
        raise RunnerError(f'{program} does not compile')
    os.rename(temporary, path)
    return path


def model():
    """The firmware model, for this machine."""
    sources = glob.glob(os.path.join(HERE, 'model', '*.c'))
    depends = glob.glob(os.path.join(HERE, 'model', '*.h'))
    flags = subprocess.run(['pkg-config', '--cflags', '--libs', 'gio-unix-2.0'],
                           check=True, stdout=subprocess.PIPE, text=True).stdout
    # flags come last on the command line: they name libraries
    return _compile('fslmc-mc-model', sources, depends,
                    ['cc', '-O2', '-D_GNU_SOURCE', '-Wl,--no-as-needed',
                     *shlex.split(flags)])


def guest_tools():
    """The tests' own tools, for the machine inside."""
    return [_compile(os.path.splitext(os.path.basename(source))[0],
                     [source], [],
                     ['aarch64-linux-gnu-gcc', '-O2', '-Wall', '-static'])
            for source in sorted(glob.glob(os.path.join(HERE, 'tools', '*.c')))]


def emulator():
    """QEMU's vfio-fsl-mc, and firmware for its guests, as install trees for the
    machine inside."""
    room = os.path.join(HERE, 'emulator')
    _compile(os.path.join('emulator', 'usr', 'lib', 'fslmc-emulator', 'vfio-fsl-mc.so'),
             sorted(glob.glob(os.path.join(room, '*.c'))),
             glob.glob(os.path.join(room, '*.h')),
             ['aarch64-linux-gnu-gcc', '-O2', '-g', '-Wall', '-Wextra',
              '-Wno-unused-parameter', '-Wdeclaration-after-statement',
              '-D_GNU_SOURCE', '-fPIC', '-fvisibility=hidden', '-shared'])
    program = _compile('waiting.o', [os.path.join(room, 'waiting.S')], [],
                       ['aarch64-linux-gnu-gcc', '-c'])
    # where AppArmor lets guests have firmware
    _compile(os.path.join('emulator', 'usr', 'share', 'AAVMF', 'waiting.fd'), [program], [],
             ['aarch64-linux-gnu-strip', '-O', 'binary'])
    return [os.path.join(room, 'overlay'), os.path.join(BUILD, 'emulator')]


def _told(*command):
    """What a script of ours prints, that makes what is not there."""
    made = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if made.returncode:
        raise RunnerError(f'{os.path.basename(command[0])} has failed')
    return made.stdout.strip()


def image(release):
    """The folder with the machine's kernel and disk."""
    return _told(os.path.join(HERE, 'image'), release)


def systemd(release):
    """That release's systemd, as an install tree for the machine inside."""
    return _told(os.path.join(HERE, 'systemd'), release)


def package():
    """The plugin's Debian package, in the checkout."""
    return _told(os.path.join(TOP, 'scripts', 'make-deb'), '--missing', 'arm64')


def split_daemons(release):
    """virtqemud and virtnodedevd of that release's libvirt, as an install tree
    for the machine inside."""
    return _told(os.path.join(TOP, 'tests', 'split-daemons'), release, 'arm64')
