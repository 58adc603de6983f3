# SPDX-License-Identifier: LGPL-2.1-or-later
"""Asks a daemon about node devices through python3-libvirt, call by call."""

import libvirt


def quiet(_context, _error):
    """libvirt's default prints errors that are expected here."""


def show(what, function, *arguments):
    try:
        result = function(*arguments)
    except libvirt.libvirtError as error:
        result = f'error {error.get_error_code()}: {error.get_error_message()}'
    print(f'{what}: {result}')


def ours(names):
    return sorted(name for name in names if name.startswith('dp'))


libvirt.registerErrorHandler(quiet, None)
conn = libvirt.open('qemu:///system')

# the old calls
everything = conn.listDevices(None)
print('numOfDevices agrees:', conn.numOfDevices(None) == len(everything))
print('listDevices:', ours(everything))
print("numOfDevices('fsl_mc'):", conn.numOfDevices('fsl_mc'))
print("listDevices('fsl_mc'):", sorted(conn.listDevices('fsl_mc')))
for cap in 'pci', 'mdev_types', 'mdev', 'container', '', 'fsl_mc ':
    print(f'listDevices({cap!r}):', ours(conn.listDevices(cap)),
          conn.numOfDevices(cap) == len(conn.listDevices(cap)))

# the new one, with the flags of virt-manager and of OpenStack Nova
print('listAllDevices(0):', ours(d.name() for d in conn.listAllDevices(0)))
print('the same as listDevices:',
      sorted(d.name() for d in conn.listAllDevices(0)) == sorted(everything))
nova = (libvirt.VIR_CONNECT_LIST_NODE_DEVICES_CAP_NET |
        libvirt.VIR_CONNECT_LIST_NODE_DEVICES_CAP_PCI_DEV |
        libvirt.VIR_CONNECT_LIST_NODE_DEVICES_CAP_VDPA)
active = libvirt.VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE
inactive = libvirt.VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE
for what, flags in (('nova', nova), ('nova and active', nova | active),
                    ('active', active), ('inactive', inactive),
                    ('active or inactive', active | inactive)):
    print(f'listAllDevices({what}):', len(ours(d.name() for d in conn.listAllDevices(flags))))

# one device
for name in 'dprc_1', 'dprc_3', 'dpni_2':
    device = conn.nodeDeviceLookupByName(name)
    print(name)
    show('  parent', device.parent)
    show('  numOfCaps', device.numOfCaps)
    show('  listCaps', device.listCaps)
    show('  isActive', device.isActive)
    show('  isPersistent', device.isPersistent)
    show('  autostart', device.autostart)
    show('  setAutostart', device.setAutostart, 1)
    show('  create', device.create)
    show('  undefine', device.undefine)
    show('  destroy', device.destroy)
    show('  XMLDesc with a flag that nobody knows', device.XMLDesc, 1 << 20)

# what is not there
for name in ('dprc_99', 'dprc.2', 'dprc_02', 'dprc_-1', 'dprc_99999999999', 'dprc_2 ',
             'dprc_2\n', '../dprc_2', 'dprc_2/', 'dpni_1_2', '', 'd' * 300,
             'dprc_' + '2' * 300):
    show(f'lookup {name[:20]!r}', conn.nodeDeviceLookupByName, name)

# what can only be looked at
readonly = libvirt.openReadOnly('qemu:///system')
device = readonly.nodeDeviceLookupByName('dprc_2')
show('read-only: name', device.name)
show('read-only: dettach', device.dettach)
show('read-only: detachFlags', device.detachFlags, None)
show('read-only: reAttach', device.reAttach)
show('read-only: reset', device.reset)
