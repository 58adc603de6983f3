# SPDX-License-Identifier: LGPL-2.1-or-later
"""migrate-older.py OTHER XML WRONG: the calls to migrate a guest that virsh makes
no more; what each says, and what there is then at the connection OTHER, without
and with the file XML for the guest there, and with one that nobody takes."""

import re
import sys

import libvirt

OTHER = sys.argv[1]
XML, WRONG = (open(path, encoding='utf-8').read() for path in sys.argv[2:])
TO = 'tcp://other'
FLAGS = libvirt.VIR_MIGRATE_OFFLINE | libvirt.VIR_MIGRATE_PERSIST_DEST
P2P = FLAGS | libvirt.VIR_MIGRATE_PEER2PEER

libvirt.registerErrorHandler(lambda context, error: None, None)
other = libvirt.open(OTHER)
guest = libvirt.open('qemu:///system').lookupByName('guest')


def attempt(title, call, *arguments):
    """What it says, and what the other host has then, and has no more."""
    print('#', title)
    for there in other.listAllDomains():
        there.undefine()
    try:
        call(*arguments)
    except libvirt.libvirtError as error:
        print('error:', error)
    for there in other.listAllDomains():
        print(*re.findall('<hostdev.*</hostdev>', there.XMLDesc(), re.DOTALL))


attempt('migrate', guest.migrate, other, FLAGS, None, TO)
attempt('migrateToURI', guest.migrateToURI, OTHER, P2P)
for name, xml in ('none', None), ('xml', XML), ('wrong', WRONG):
    attempt(f'migrate2 {name}', guest.migrate2, other, xml, FLAGS, None, TO)
    attempt(f'migrateToURI2 {name}', guest.migrateToURI2, OTHER, None, xml, P2P)
