# SPDX-License-Identifier: LGPL-2.1-or-later
"""Our end of the virtio-serial port through which the agent is told."""

import select
import socket
import time


class PortError(Exception):
    """The machine does not answer."""


class Port:
    def __init__(self, path):
        self._listener = socket.socket(socket.AF_UNIX)
        self._listener.bind(path)
        self._listener.listen(1)
        self._socket = None
        self._buffer = b''

    def accept(self, seconds):
        """Waits for QEMU to open its end."""
        self._listener.settimeout(seconds)
        try:
            self._socket = self._listener.accept()[0]
        except OSError as error:
            raise PortError('QEMU does not start') from error

    def send(self, line):
        try:
            self._socket.sendall(line.encode() + b'\n')
        except OSError as error:
            raise PortError('the machine has ended') from error

    def receive(self, seconds, meanwhile=None):
        """The next line, within so many seconds. The function is called ten
        times a second meanwhile."""
        end = time.monotonic() + seconds
        while b'\n' not in self._buffer:
            left = end - time.monotonic()
            if left <= 0:
                raise PortError('the machine does not answer')
            if select.select([self._socket], [], [], min(left, 0.1))[0]:
                data = self._socket.recv(4096)
                if not data:
                    raise PortError('the machine has ended')
                self._buffer += data
            if meanwhile:
                meanwhile()
        line, self._buffer = self._buffer.split(b'\n', 1)
        return line.decode()

    def close(self):
        for end in (self._socket, self._listener):
            if end:
                end.close()
