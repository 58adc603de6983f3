/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_assignable.h: whether a container can be given to a guest
 */

#pragma once

#include "fslmc_bus.h"

/**
 * virFslMcAssignableCheckObjects:
 * @container: a container on vfio-fsl-mc
 * @objects: array of virFslMcObject, everything on the bus
 *
 * Whether all that is in @container, at any depth, and all that is in its IOMMU
 * group is on vfio-fsl-mc: an object that is not keeps the group from the guest,
 * or ends QEMU.
 *
 * Returns: FALSE with VIR_FSLMC_ERROR_HOST_DRIVER or VIR_FSLMC_ERROR_UNBOUND, the
 *   message naming the first such object
 * Since: 0.1.0
 */
gboolean virFslMcAssignableCheckObjects(const virFslMcObject *container,
                                        GPtrArray *objects,
                                        GError **error);

/**
 * virFslMcAssignableCheckGroup:
 * @container: a container that is not on vfio-fsl-mc
 *
 * The first probe gives a container its IOMMU group. One that is not plugged has
 * that still before it, and then the container that it is in tells whether there is an
 * IOMMU. To try it would not do: where there is none, vfio_fsl_mc_probe() of Linux 6.1
 * oopses on its way back, in fsl_mc_cleanup_all_resource_pools(), for a container that
 * the host has never had (seen on 6.1.0-50).
 *
 * Returns: FALSE with VIR_FSLMC_ERROR_NO_IOMMU_GROUP where there is no IOMMU, and with
 *   VIR_FSLMC_ERROR_NOT_FOUND when the container is gone
 * Since: 0.1.0
 */
gboolean virFslMcAssignableCheckGroup(virFslMcBus *bus,
                                      const virFslMcObject *container,
                                      GError **error);

/**
 * virFslMcAssignableCheck:
 * @container: an object as it is in @objects
 * @objects: array of virFslMcObject, everything on the bus
 *
 * The rule by which a guest can have a container: as it is, when that is on
 * vfio-fsl-mc, else after it has been detached. It changes nothing and opens
 * nothing, so that it can be called while others use the container. What other
 * processes have open is seen only by root.
 *
 * Returns: TRUE when it can be given to a guest now, else FALSE with
 *   VIR_FSLMC_ERROR_NOT_CONTAINER, VIR_FSLMC_ERROR_ROOT,
 *   VIR_FSLMC_ERROR_BUSY (a process, maybe a guest, holds it or a container
 *   nested in it), VIR_FSLMC_ERROR_NO_IOMMU_GROUP,
 *   VIR_FSLMC_ERROR_HOST_DRIVER (it is detached, but an object in it is on a
 *   driver of the host) or VIR_FSLMC_ERROR_UNBOUND (it is detached, but an
 *   object in it has no driver). The message names the object.
 * Since: 0.1.0
 */
gboolean virFslMcAssignableCheck(virFslMcBus *bus,
                                 const virFslMcObject *container,
                                 GPtrArray *objects,
                                 GError **error);

/**
 * virFslMcAssignableCheckMates:
 * @container: a container or device that is on its VFIO driver
 * @objects: array of virFslMcObject, everything on the bus
 *
 * VFIO gives a group to a process only when nothing in it is on a driver of the host.
 * Several devices of a group are taken for a guest one after the other, so this can be
 * asked only when all of them are.
 *
 * Returns: FALSE with VIR_FSLMC_ERROR_HOST_DRIVER when something is
 * Since: 0.1.0
 */
gboolean virFslMcAssignableCheckMates(const virFslMcObject *container,
                                      GPtrArray *objects,
                                      GError **error);
