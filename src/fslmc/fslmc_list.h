/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_list.h: what there is to know of a list of objects, as virFslMcBusList()
 * and the monitor give it, without another look at the bus
 */

#pragma once

#include "fslmc_object.h"

/**
 * virFslMcListFind:
 * @objects: array of virFslMcObject
 * @name: kernel name, as "dprc.2"
 *
 * Returns: (transfer none) (nullable): that object in @objects
 * Since: 0.1.0
 */
virFslMcObject *virFslMcListFind(GPtrArray *objects, const char *name);

/**
 * virFslMcListChildren:
 * @objects: array of virFslMcObject
 * @container: kernel name of a container
 *
 * Returns: (transfer full): those of @objects that are directly in @container,
 *   in the order of @objects
 * Since: 0.1.0
 */
GPtrArray *virFslMcListChildren(GPtrArray *objects, const char *container);

/**
 * virFslMcListGroup:
 * @group: number of an IOMMU group
 *
 * Returns: (transfer full): those of @objects that are in that group
 * Since: 0.1.0
 */
GPtrArray *virFslMcListGroup(GPtrArray *objects, int group);

/**
 * virFslMcListFindHostMember:
 * @group: number of an IOMMU group
 *
 * What is bound to a driver of the host keeps its whole group from user space.
 *
 * Returns: (transfer none) (nullable): such a member of @group in @objects
 * Since: 0.1.0
 */
virFslMcObject *virFslMcListFindHostMember(GPtrArray *objects, int group);

/**
 * virFslMcListNested:
 * @container: kernel name of a container
 *
 * Returns: (transfer full): those of @objects that are containers anywhere
 *   below @container, @container itself not among them
 * Since: 0.1.0
 */
GPtrArray *virFslMcListNested(GPtrArray *objects, const char *container);
