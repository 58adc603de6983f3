# SPDX-License-Identifier: LGPL-2.1-or-later
"""One boot of the machine: the firmware model, QEMU, and the agent inside."""

import os
import shlex
import shutil
import subprocess
import tarfile
import tempfile

from . import TOP, RunnerError, device_tree, process
from .port import Port

RAM_BASE = 0x40000000
START_SECONDS = 30
# An idle machine takes half a minute; one that shares its host with others
# that compile takes its time.
BOOT_SECONDS = 300
POWEROFF_SECONDS = 60


def _root_owned(member):
    member.uid = member.gid = 0
    member.uname = member.gname = 'root'
    return member


def _quote(path):
    """As QEMU wants a value in a list of options."""
    return path.replace(',', ',,')


class Machine:
    """settings: release, image, next, model, overlay, overlays, systemd, tools,
    update, keep_logs, terminal; needs: a testfile.Needs."""

    def __init__(self, settings, needs):
        self.settings = settings
        self.needs = needs
        self.dir = tempfile.mkdtemp(prefix='fslmc-')
        self.job = os.path.join(self.dir, 'job')
        self.port = None
        self._ram = None
        self._model = None
        self._qemu = None

    def _path(self, name):
        return os.path.join(self.dir, name)

    def start(self):
        """Returns when the agent is there."""
        os.mkdir(self.job)
        os.mkdir(os.path.join(self.job, 'logs'))
        self._write_settings()
        self._write_overlay()
        self._write_device_tree()
        if self.needs.kvm:
            # guests may have the machine's kernel
            shutil.copy(os.path.join(self.settings.image, 'vmlinuz'), self.job)
        self.port = Port(self._path('run'))
        self._start_model()
        self._start_qemu()
        self.port.accept(START_SECONDS)
        self.wait_ready()
        # both have it open; so it cannot outlive them
        shutil.rmtree(self._ram)

    def wait_ready(self):
        """Returns when the agent is there after a boot."""
        if self.port.receive(BOOT_SECONDS) != 'ready':
            raise RunnerError('the machine did not come up')

    def _write_settings(self):
        with open(os.path.join(self.job, 'settings'), 'w', encoding='utf-8') as file:
            for name, value in (('FSLMC_RELEASE', self.settings.release),
                                ('FSLMC_CONTAINERS', self.needs.containers),
                                ('FSLMC_INIT', self.needs.init or ''),
                                ('FSLMC_UPDATE', 'yes' if self.settings.update else '')):
                file.write(f'{name}={shlex.quote(value)}\n')

    def _write_overlay(self):
        overlays = list(self.settings.overlays)
        if self.needs.init:
            overlays.append(self.settings.systemd)
        if self.needs.plugin == 'there':
            overlays += self.settings.overlay
        packed = set()
        with tarfile.open(os.path.join(self.job, 'overlay.tar'), 'w') as tar:
            for overlay in overlays:
                # not the folder itself: tar would change the mode of /
                for path, folders, files in os.walk(overlay):
                    for name in sorted(folders + files):
                        name = os.path.join(path, name)
                        within = os.path.relpath(name, overlay)
                        # a folder that comes again may lose the mode that it had
                        if within in packed and os.path.isdir(name):
                            continue
                        packed.add(within)
                        tar.add(name, arcname=within, recursive=False, filter=_root_owned)
            for tool in self.settings.tools:
                tar.add(tool, arcname='usr/local/bin/' + os.path.basename(tool),
                        filter=_root_owned)

    def _machine(self):
        virtualization = 'on' if self.needs.kvm else 'off'
        return f'virt,gic-version=3,its=on,virtualization={virtualization}'

    def _cpu(self):
        return ['-cpu', 'cortex-a72', '-smp', self.needs.processors, '-m', self.needs.memory]

    def _write_device_tree(self):
        device_tree.make(self.needs.dtb, self._machine(), self._cpu(),
                         self._path('dtb'))

    def _memory_bytes(self):
        return int(self.needs.memory[:-1]) << {'M': 20, 'G': 30}[self.needs.memory[-1]]

    def _start_model(self):
        """The model makes the file that is the machine's memory."""
        shm = '/dev/shm' if os.access('/dev/shm', os.W_OK) else None
        self._ram = tempfile.mkdtemp(prefix='fslmc-', dir=shm)
        if self.needs.dtb == 'no-mc':
            return
        ready, ready_child = os.pipe()
        with open(ready, 'rb') as reader:
            with open(self._path('model.err'), 'wb') as errors:
                self._model = process.start(
                    [self.settings.model, '--ram', os.path.join(self._ram, 'ram'),
                     '--ram-base', hex(RAM_BASE),
                     '--ram-size', hex(self._memory_bytes()),
                     '--topology', self.needs.topology,
                     '--containers', self.needs.containers,
                     '--control', self._path('mc'),
                     '--doorbell', self._path('qtest'),
                     *(['--interrupts'] if self.needs.interrupts else []),
                     '--log', os.path.join(self.job, 'logs', 'model.log'),
                     '--ready-fd', str(ready_child)],
                    pass_fds=[ready_child], stdin=subprocess.DEVNULL,
                    stdout=errors, stderr=errors)
            os.close(ready_child)
            if reader.read(1) != b'\n':
                with open(self._path('model.err'), encoding='utf-8') as errors:
                    raise RunnerError('the firmware model: ' + errors.read().strip())

    def _start_qemu(self):
        image = self.settings.image
        console = os.path.join(self.job, 'logs', 'console')
        terminal = self.settings.terminal
        snapshot = 'off' if self.settings.write_image else 'on'
        arguments = [
            'qemu-system-aarch64', '-nodefaults',
            *([] if self.needs.again else ['-no-reboot']),
            '-machine', self._machine() + ',memory-backend=ram', *self._cpu(),
            '-accel', 'tcg,thread=multi',
            '-object', 'memory-backend-file,id=ram,share=on,'
                       f'size={self.needs.memory},'
                       f'mem-path={_quote(self._ram)}/ram',
            '-kernel', os.path.join(image, 'vmlinuz'),
            '-initrd', os.path.join(image, 'initrd'),
            '-dtb', self._path('dtb'),
            # with its page tables isolated, as KASLR would have it, every system
            # call would empty the emulator's TLB: twice the time. And code at
            # random addresses would be translated anew in every process
            '-append', 'console=ttyAMA0 rdinit=/init panic=-1 quiet '
                       'nokaslr kpti=0 mitigations=off norandmaps' +
                       (f' security={self.needs.lsm}' if self.needs.lsm else ''),
            '-nic', 'none', '-display', 'none', '-monitor', 'none',
            '-serial', 'mon:stdio' if terminal else f'file:{console}',
            '-drive', f'if=none,id=root,format=raw,snapshot={snapshot},'
                      f'cache=unsafe,file={_quote(image)}/root.img',
            '-device', 'virtio-blk-device,drive=root',
            '-fsdev', f'local,id=top,path={_quote(TOP)},security_model=none,readonly=on',
            '-device', 'virtio-9p-device,fsdev=top,mount_tag=top',
            '-fsdev', f'local,id=job,path={_quote(self.job)},security_model=none',
            '-device', 'virtio-9p-device,fsdev=job,mount_tag=job',
            '-device', 'virtio-serial-device',
            '-chardev', f'socket,id=run,path={_quote(self._path("run"))}',
            '-device', 'virtserialport,chardev=run,name=org.libvirt.fslmc.run',
            # stock libvirt is to have a PCI device to show, too
            '-device', 'virtio-rng-pci',
        ]
        if self._model:
            arguments += [
                # for the model's interrupts
                '-qtest', f'unix:{_quote(self._path("qtest"))},server=on,wait=off',
                '-qtest-log', '/dev/null',
                '-chardev', f'socket,id=mc,path={_quote(self._path("mc"))}',
                '-device', 'virtserialport,chardev=mc,name=org.libvirt.fslmc.mc']
        if self.needs.interrupts:
            # the model's, which interrupt for containers, see model/README.md
            for function in range(8):
                arguments += ['-device', f'edu,addr=3.{function},multifunction=on']
        if self.needs.next:
            # on PCI, which is looked at when the root disk has its name
            arguments += [
                '-drive', 'if=none,id=next,format=raw,snapshot=on,'
                          f'file={_quote(self.settings.next[self.needs.next])}/root.img',
                '-device', 'virtio-blk-pci,drive=next,serial=next']
        streams = {}
        if not terminal:
            with open(self._path('qemu.err'), 'wb') as errors:
                streams = {'stdin': subprocess.DEVNULL, 'stdout': errors, 'stderr': errors}
                self._qemu = process.start(arguments, **streams)
        else:
            self._qemu = process.start(arguments, terminal=True)

    def last_words(self):
        """What there is to know about a machine that does not answer."""
        words = []
        for name in (self._path('model.err'), self._path('qemu.err'),
                     os.path.join(self.job, 'logs', 'console')):
            if os.path.exists(name):
                with open(name, encoding='utf-8', errors='replace') as file:
                    words += file.read().splitlines()[-30:]
        return '\n'.join(words)

    def stop(self, politely=True):
        """Powers off, or just ends; keeps the logs that are wanted."""
        patience = 0
        if politely:
            self.port.send('poweroff')
            patience = POWEROFF_SECONDS
        process.end(self._qemu, patience)
        # the kernel talks to the firmware until the very end
        process.end(self._model)

    def remove(self):
        """What is left of it goes; the logs where they are wanted."""
        self.stop(politely=False)
        if self.port:
            self.port.close()
        if self.settings.keep_logs and os.path.isdir(self.job):
            os.makedirs(self.settings.keep_logs, exist_ok=True)
            number = len(os.listdir(self.settings.keep_logs)) + 1
            kept = os.path.join(self.settings.keep_logs, f'boot-{number}')
            shutil.copytree(self.job, kept,
                            ignore=shutil.ignore_patterns('overlay.tar'))
        for name in (self.dir, self._ram):
            if name:
                shutil.rmtree(name, ignore_errors=True)
