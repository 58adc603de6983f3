/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_vfio.h: IOMMU groups and devices through /dev/vfio
 *
 * Source: Documentation/driver-api/vfio.rst and <linux/vfio.h>.
 */

#pragma once

#include "fslmc_bus.h"

/**
 * virFslMcVfioGroupPath:
 * @group: number of an IOMMU group
 *
 * Returns: (transfer full): path of the group's device node
 * Since: 0.1.0
 */
char *virFslMcVfioGroupPath(const virFslMcBus *bus, int group);

/**
 * virFslMcVfioGroupHolder:
 * @group: number of an IOMMU group
 *
 * Which process has the group's device node open, found in /proc. For a
 * message only: whether a group is held is virFslMcVfioClaimNew()'s to say.
 *
 * Returns: a process id, 0 when there is none or it cannot be seen
 * Since: 0.1.0
 */
pid_t virFslMcVfioGroupHolder(const virFslMcBus *bus, int group);

/**
 * virFslMcVfioGroupIsHeldBy:
 * @group: number of an IOMMU group
 * @pid: a process id
 *
 * Returns: whether that process has the group's device node open, under
 *   whatever name it sees it
 * Since: 0.1.0
 */
gboolean virFslMcVfioGroupIsHeldBy(const virFslMcBus *bus,
                                   int group,
                                   pid_t pid);

/**
 * virFslMcVfioCountDevices:
 * @pid: a process id
 *
 * Returns: how many VFIO devices, of whatever bus, that process has open; 0 when
 *   that cannot be seen
 * Since: 0.1.0
 */
guint virFslMcVfioCountDevices(pid_t pid);

/**
 * virFslMcVfioCheckFree:
 * @container: a container
 * @objects: array of virFslMcObject, everything on the bus
 *
 * Looks for processes that have @container or one nested in it open. Nothing is
 * opened for that; but what is seen are only processes in /proc, and those of
 * other users only by root.
 *
 * Returns: FALSE with VIR_FSLMC_ERROR_BUSY, as virFslMcVfioClaimNew()
 * Since: 0.1.0
 */
gboolean virFslMcVfioCheckFree(virFslMcBus *bus,
                               const virFslMcObject *container,
                               GPtrArray *objects,
                               GError **error);

/* The groups of a container and of all containers nested in it, held by us.
 * While they are held nobody else can open them; a bind or unbind still goes
 * through, because no device of theirs is open. */
typedef struct _virFslMcVfioClaim virFslMcVfioClaim;

/**
 * virFslMcVfioClaimNew:
 * @name: kernel name of a container
 *
 * A group without a device node is held by nobody and passed over. What a
 * process has opened in /dev/vfio/devices, without the group, holds a container
 * just as well.
 *
 * Returns: (transfer full): the claim; NULL with VIR_FSLMC_ERROR_BUSY, naming
 *   container, group or device and, where it can be seen, the process, when one
 *   of them is held
 * Since: 0.1.0
 */
virFslMcVfioClaim *virFslMcVfioClaimNew(virFslMcBus *bus,
                                        const char *name,
                                        GError **error);
void virFslMcVfioClaimFree(virFslMcVfioClaim *claim);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcVfioClaim, virFslMcVfioClaimFree)

/**
 * virFslMcVfioCheckIommu:
 * @device: on the VFIO driver, as all of its bus that is in its IOMMU group, and not
 *   in use
 *
 * Attaches the group to an IOMMU, as QEMU does, and lets it go. Whether a kernel takes
 * the interrupts of a group for safe cannot be read anywhere, nor which drivers of other
 * buses it lets a group have.
 *
 * Returns: FALSE with VIR_FSLMC_ERROR_HOST_DRIVER when a device of the group, of any bus,
 *   keeps user space from it, or VIR_FSLMC_ERROR_REFUSED when the kernel does not permit
 *   it; all else that can fail is left to QEMU
 * Since: 0.1.0
 */
gboolean virFslMcVfioCheckIommu(virFslMcBus *bus,
                                const virFslMcObject *device,
                                GError **error);

/**
 * virFslMcVfioReset:
 * @name: kernel name of a container on vfio-fsl-mc
 *
 * Resets the container through VFIO_DEVICE_RESET. Only while nobody else
 * holds its group.
 *
 * Returns: FALSE with VIR_FSLMC_ERROR_NOT_VFIO for a container on another
 *   driver, VIR_FSLMC_ERROR_BUSY, or what the kernel refused
 * Since: 0.1.0
 */
gboolean virFslMcVfioReset(virFslMcBus *bus,
                           const char *name,
                           GError **error);
