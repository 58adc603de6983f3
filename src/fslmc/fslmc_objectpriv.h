/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_objectpriv.h: how the bus makes objects
 */

#pragma once

#include "fslmc_object.h"

/**
 * virFslMcObjectNew:
 * @path: real path in sysfs; its last part is the object's name, and the part
 *   before that the name of the container that it is in
 * @inode: of that directory, which tells a device from the next one of its name
 * @driver: (nullable): the driver that it is bound to
 * @group: number of its IOMMU group, or -1
 *
 * Returns: (transfer full): the object; NULL when @path is not where the kernel
 *   has an object: in a container, or itself a container
 */
virFslMcObject *virFslMcObjectNew(const char *path,
                                  guint64 inode,
                                  const char *driver,
                                  int group,
                                  guint16 vendor,
                                  virFslMcPlugged plugged);

/**
 * virFslMcObjectNewDevice:
 * @kind: of any kind but fsl-mc
 * @parent: (nullable): kernel name of the device on its bus that it is below
 * @parentKind: (nullable): of what kind that is
 * @compatible: (transfer full) (nullable):
 * @periphid: (transfer full) (nullable):
 *
 * Its type is the subsystem. For the rest see virFslMcObjectNew().
 *
 * Returns: (transfer full): the device
 */
virFslMcObject *virFslMcObjectNewDevice(const virFslMcKind *kind,
                                        const char *path,
                                        guint64 inode,
                                        const char *parent,
                                        const virFslMcKind *parentKind,
                                        const char *driver,
                                        int group,
                                        GStrv compatible,
                                        char *periphid);

/**
 * virFslMcObjectIsSame:
 *
 * Returns: whether these are snapshots of one device, not of one that came in
 *   the place of the other
 */
gboolean virFslMcObjectIsSame(const virFslMcObject *a, const virFslMcObject *b);

/**
 * virFslMcModaliasVendor:
 * @modalias: as "fsl-mc:v00001957ddpni"
 *
 * Returns: the vendor's number, or 0 when @modalias is nothing of the kind
 */
guint16 virFslMcModaliasVendor(const char *modalias);
