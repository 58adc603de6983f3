/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_rights.h: what a QEMU may do that has a container
 *
 * libvirt lets a QEMU see, open and lock no more than the devices of its guest
 * need. For fsl_mc hostdevs that is what it is for any VFIO device: the nodes
 * of the IOMMU groups, that of VFIO itself, and memory for DMA.
 */

#pragma once

#include "fslmc_internal.h"

#include "qemu/qemu_conf.h"

/**
 * virFslMcRightsCountStockVFIO:
 *
 * Returns: how many VFIO devices of libvirt's own kinds @def has
 * Since: 0.1.0
 */
unsigned int virFslMcRightsCountStockVFIO(const virDomainDef *def);

/**
 * virFslMcRightsMemLockLimit:
 * @def: a guest with an fsl_mc hostdev
 * @stockLimit: what libvirt would allow it without: bytes, 0 for its default
 *
 * Returns: how much memory QEMU may lock, in bytes
 * Since: 0.1.0
 */
unsigned long long virFslMcRightsMemLockLimit(const virDomainDef *def,
                                              unsigned long long stockLimit);

/**
 * virFslMcRightsSetupNamespace:
 * @vm: a guest whose QEMU has its own /dev, or the host's
 * @nodes: device nodes of its IOMMU groups
 *
 * Makes the nodes in QEMU's own /dev.
 *
 * Returns: 0, or -1 with libvirt's error set
 * Since: 0.1.0
 */
int virFslMcRightsSetupNamespace(virDomainObj *vm, GPtrArray *nodes);

/**
 * virFslMcRightsSetupCgroup:
 *
 * Allows them in QEMU's device cgroup, and audits that.
 *
 * Returns: 0, or -1 with libvirt's error set
 * Since: 0.1.0
 */
int virFslMcRightsSetupCgroup(virDomainObj *vm, GPtrArray *nodes);

/**
 * virFslMcRightsSetLabels / virFslMcRightsRestoreLabels:
 *
 * Labels them for QEMU in every security model that libvirt uses. The node of
 * VFIO itself is everybody's and keeps its labels.
 *
 * Returns: 0, or -1 with libvirt's error set and no label changed
 * Since: 0.1.0
 */
int virFslMcRightsSetLabels(virQEMUDriver *driver,
                            virDomainObj *vm,
                            GPtrArray *nodes);
void virFslMcRightsRestoreLabels(virQEMUDriver *driver,
                                 virDomainObj *vm,
                                 GPtrArray *nodes);
