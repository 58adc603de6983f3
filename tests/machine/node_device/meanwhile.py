# SPDX-License-Identifier: LGPL-2.1-or-later
"""Detaches dprc_2 and meanwhile asks the daemon for other things.

Prints what the detach came to, and whether the daemon answered a whole round
of other calls while it was under way.
"""

import sys
import threading

import libvirt


def quiet(_context, _error):
    """libvirt's default prints errors that are expected here."""


def detach(conn, result):
    try:
        conn.nodeDeviceLookupByName('dprc_2').dettach()
        result.append('detached')
    except libvirt.libvirtError as error:
        result.append(str(error))


libvirt.registerErrorHandler(quiet, None)
asking = libvirt.open('qemu:///system')
# of its own: replies of one connection come in the order of the calls
detaching = libvirt.open('qemu:///system')
result = []
thread = threading.Thread(target=detach, args=(detaching, result))
thread.start()
rounds = 0
while thread.is_alive():
    assert 'dprc_3' in [device.name() for device in asking.listAllDevices(0)]
    asking.listAllDomains()
    for name in 'dprc_2', 'dprc_3', 'dpmac_1':
        assert f'<name>{name}</name>' in asking.nodeDeviceLookupByName(name).XMLDesc()
    if thread.is_alive():
        rounds += 1
print(rounds, file=sys.stderr)
print(result[0])
print('answered meanwhile:', rounds >= 1)
