/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * platform_bus.h: platform and AMBA devices that can be given to a guest
 *
 * Source: Documentation/ABI/testing/sysfs-bus-platform, and what the kernel's
 * drivers/vfio/platform and drivers/amba do.
 */

#pragma once

#include "fslmc_bus.h"

/* Types of the node devices' capabilities. */
#define VIR_PLATFORM_CAPABILITY "platform"
#define VIR_PLATFORM_AMBA_CAPABILITY "amba"

/**
 * virPlatformNameIsValid:
 * @name: kernel name of a device, as "7e000000.xgmac"
 *
 * The kernel takes such names from a driver or the device tree, and they follow no
 * rule. They are names of files in sysfs, and of ours; no kernel has a hidden one.
 *
 * Returns: whether a platform or AMBA device could have that name
 * Since: 0.1.0
 */
gboolean virPlatformNameIsValid(const char *name);

/**
 * virPlatformBusNew:
 * @sysfsRoot: where sysfs is mounted, "/sys" on a host
 * @devRoot: where device nodes are, "/dev" on a host
 *
 * The devices of the platform and the amba subsystem that have an IOMMU group, or
 * that the device tree says are behind an IOMMU: those get their group when a
 * driver is first bound to them. The other ones can never be given away, and are
 * not on this bus. Devices of both subsystems can share a group, which is why
 * they are on one bus. A host without an IOMMU has no such bus.
 *
 * Returns: (transfer full): the bus, for everything in src/fslmc that takes one
 * Since: 0.1.0
 */
virFslMcBus *virPlatformBusNew(const char *sysfsRoot, const char *devRoot);
