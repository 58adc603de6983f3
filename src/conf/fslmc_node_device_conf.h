/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_node_device_conf.h: node-device XML of objects on the fsl-mc bus
 */

#pragma once

#include "fslmc_kind.h"
#include "fslmc_mc_tree.h"
#include "fslmc_object.h"

/* Type of the node-device capability of fsl-mc objects. */
#define VIR_FSLMC_CAPABILITY "fsl_mc"

/**
 * virFslMcNodeDeviceName:
 * @kernelName: kernel name of an object, as "dprc.2"
 *
 * Returns: (transfer full): the name of its node device, as "dprc_2"; NULL
 *   when @kernelName is none that the kernel gives
 * Since: 0.1.0
 */
char *virFslMcNodeDeviceName(const char *kernelName);

/**
 * virFslMcNodeDeviceKernelName:
 * @name: name of a node device, as "dprc_2"
 *
 * The reverse of virFslMcNodeDeviceName(), which is one to one: there is no
 * second name for an object.
 *
 * Returns: (transfer full): kernel name of the object, as "dprc.2"; NULL when
 *   @name is not the name of a node device on the fsl-mc bus
 * Since: 0.1.0
 */
char *virFslMcNodeDeviceKernelName(const char *name);

/**
 * virFslMcNodeDeviceObjectName:
 * @object: of any kind
 * @names: (nullable): kernel names of containers that have a name of their own, as
 *   those that are made of a definition, to the names of their node devices
 *
 * Returns: (transfer full): the name of its node device, as "dprc_2" or
 *   "platform_7e000000_xgmac", or that in @names
 * Since: 0.1.0
 */
char *virFslMcNodeDeviceObjectName(const virFslMcObject *object,
                                   GHashTable *names);

/**
 * virFslMcNodeDeviceFindKernelName:
 * @name: name of a node device
 * @kinds: the kinds of devices on a bus, NULL at the end
 * @list: gives an array of all virFslMcObject on that bus; not called for a name
 *   that none of them can have
 *
 * The names of platform and AMBA devices have characters that libvirt does not
 * want in the name of a node device. What they were does not follow from that.
 *
 * Returns: (transfer full) (nullable): kernel name of the object whose node device
 *   is @name
 * Since: 0.1.0
 */
char *virFslMcNodeDeviceFindKernelName(const char *name,
                                       const virFslMcKind *const *kinds,
                                       GPtrArray *(*list)(void *opaque),
                                       void *opaque);

/**
 * virFslMcNodeDeviceParentName:
 * @names: (nullable): as for virFslMcNodeDeviceObjectName()
 *
 * The device between a root container and the host's root, the MC itself, is
 * no node device. So a root container hangs below "computer", as every device
 * in libvirt whose real parent is not listed.
 *
 * Returns: (transfer full): name of the node device that @object is in
 * Since: 0.1.0
 */
char *virFslMcNodeDeviceParentName(const virFslMcObject *object,
                                   GHashTable *names);

/**
 * virFslMcNodeDeviceFormat:
 * @object: the object to describe
 * @objects: array of virFslMcObject, all that are on the bus, @object too;
 *   members of its group and of the container are listed in this order
 * @tree: (nullable): what the MC says, NULL when it does not tell; labels, the
 *   plugged state, and what sysfs does not show of a container are from there
 * @names: (nullable): as for virFslMcNodeDeviceObjectName()
 *
 * Returns: (transfer full): the node-device XML, as
 *   docs/schemas/fslmc-nodedev.rng and platform-nodedev.rng describe it
 * Since: 0.1.0
 */
char *virFslMcNodeDeviceFormat(const virFslMcObject *object,
                               GPtrArray *objects,
                               const virFslMcMcTree *tree,
                               GHashTable *names);
