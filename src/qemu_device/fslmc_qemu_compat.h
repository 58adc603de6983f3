/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_qemu_compat.h: QEMU's headers, and where its versions differ
 *
 * FSLMC_QEMU is major * 100 + minor, of the QEMU that this is built for.
 */

#pragma once

#include "qemu/osdep.h"

#define FSLMC_QEMU (QEMU_VERSION_MAJOR * 100 + QEMU_VERSION_MINOR)

#include "hw/arm/virt.h"
#include "hw/mem/memory-device.h"
#include "hw/pci/msi.h"
#include "hw/pci/msix.h"
#include "hw/pci/pci.h"
#include "hw/pci/pci_bus.h"
#include "migration/vmstate.h"
#include "qapi/error.h"
#include "qemu/error-report.h"
#include "qemu/event_notifier.h"
#include "qemu/module.h"
#include "qemu/units.h"

/* As of QEMU 11.0. */
#if __has_include("hw/core/boards.h")
# include "hw/core/boards.h"
# include "hw/core/qdev-properties.h"
#else
# include "hw/boards.h"
# include "hw/qdev-properties.h"
#endif

#if FSLMC_QEMU >= 1001
# include "hw/vfio/vfio-device.h"
# include "system/address-spaces.h"
#else
# include "exec/address-spaces.h"
# include "hw/vfio/vfio-common.h"
#endif

#if FSLMC_QEMU >= 1000
# include "hw/pci/pci_device.h"
# include "system/device_tree.h"
# include "system/kvm.h"
# include "system/reset.h"
# include "system/system.h"
#else
# include "sysemu/device_tree.h"
# include "sysemu/kvm.h"
# include "sysemu/reset.h"
# include "sysemu/sysemu.h"
#endif

#include <linux/kvm.h>

#if FSLMC_QEMU >= 1000
# define FSLMC_PROPERTIES static const Property
# define FSLMC_PROPERTIES_END
#else
# define FSLMC_PROPERTIES static Property
# define FSLMC_PROPERTIES_END DEFINE_PROP_END_OF_LIST(),
#endif

/* As of QEMU 10.1 it is constant. */
#if FSLMC_QEMU >= 1001
# define FSLMC_CLASS_DATA const void
#else
# define FSLMC_CLASS_DATA void
#endif

/* A device that is neither PCI's nor another one that QEMU knows. */
#if FSLMC_QEMU >= 1002
# define FSLMC_VFIO_TYPE VFIO_DEVICE_TYPE_UNUSED
#else
# define FSLMC_VFIO_TYPE VFIO_DEVICE_TYPE_PLATFORM
#endif

/* Declared for what is compiled for one target only; and not there in a QEMU whose
 * target is not the host's architecture, which has no KVM. */
int kvm_check_extension(KVMState *s, unsigned int extension) __attribute__((weak));

/**
 * fslmc_vfio_attach:
 * @vdev: what is to be filled; its name and sysfsdev are set
 * @ops: VFIO's callbacks
 * @dev: QEMU's device that it is part of
 * @group: number of its IOMMU group
 * @errp: where to put an error
 *
 * Opens a device of VFIO's, with its group, and has the guest's memory mapped for it.
 *
 * Returns: whether it was opened
 */
static inline bool
fslmc_vfio_attach(VFIODevice *vdev, VFIODeviceOps *ops, DeviceState *dev,
                  int group, Error **errp)
{
#if FSLMC_QEMU >= 1000
    vfio_device_init(vdev, FSLMC_VFIO_TYPE, ops, dev, false);
# if FSLMC_QEMU >= 1001
    return vfio_device_attach(vdev->name, vdev, &address_space_memory, errp);
# else
    return vfio_attach_device(vdev->name, vdev, &address_space_memory, errp);
# endif
#else
    VFIOGroup *opened;

    vdev->type = FSLMC_VFIO_TYPE;
    vdev->ops = ops;
    vdev->dev = dev;
    vdev->fd = -1;
    if (!(opened = vfio_get_group(group, &address_space_memory, errp)))
        return false;

    return vfio_get_device(opened, vdev->name, vdev, errp) == 0;
#endif
}


/* How many regions a device of VFIO's has. */
static inline unsigned int
fslmc_vfio_regions(const VFIODevice *vdev)
{
#if FSLMC_QEMU >= 1001
    return vdev->num_initial_regions;
#else
    return vdev->num_regions;
#endif
}
