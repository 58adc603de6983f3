/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_bus.h: the fsl-mc bus in sysfs
 */

#pragma once

#include "fslmc_kind.h"
#include "fslmc_list.h"
#include "fslmc_object.h"

/**
 * virFslMcBusNew:
 * @sysfsRoot: where sysfs is mounted, "/sys" on a host
 * @devRoot: where device nodes are, "/dev" on a host
 *
 * Looks at nothing yet: a host without an fsl-mc bus is a bus without objects.
 * The bus itself is constant and safe to use from any thread.
 *
 * Returns: (transfer full): the bus
 * Since: 0.1.0
 */
virFslMcBus *virFslMcBusNew(const char *sysfsRoot, const char *devRoot);
/**
 * virFslMcBusNewOf:
 * @kinds: the kinds of devices that share it, NULL at the end; constant
 * @exists: whether this kernel, and this host, can have such devices
 *
 * A bus of other devices than fsl-mc objects. What is said of fsl-mc objects here
 * is true of these devices as well. Two of these kinds have no name in common.
 *
 * Returns: (transfer full): the bus
 * Since: 0.1.0
 */
virFslMcBus *virFslMcBusNewOf(const virFslMcKind *const *kinds,
                              gboolean (*exists)(const virFslMcBus *bus),
                              const char *sysfsRoot,
                              const char *devRoot);
virFslMcBus *virFslMcBusRef(virFslMcBus *bus);
void virFslMcBusUnref(virFslMcBus *bus);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcBus, virFslMcBusUnref)

const char *virFslMcBusGetSysfsRoot(const virFslMcBus *bus);
const char *virFslMcBusGetDevRoot(const virFslMcBus *bus);

/**
 * virFslMcBusGetKinds:
 *
 * Returns: (transfer none): the kinds of devices on this bus, NULL at the end
 * Since: 0.1.0
 */
const virFslMcKind *const *virFslMcBusGetKinds(const virFslMcBus *bus);

/**
 * virFslMcBusGetNoun:
 *
 * Returns: for messages: what is moved on this bus, "container" or "device",
 *   translated
 * Since: 0.1.0
 */
const char *virFslMcBusGetNoun(const virFslMcBus *bus);

/**
 * virFslMcBusNameIsValid:
 *
 * Returns: whether a device on this bus could have that kernel name
 * Since: 0.1.0
 */
gboolean virFslMcBusNameIsValid(const virFslMcBus *bus, const char *name);

/**
 * virFslMcBusReadDriver / virFslMcBusReadGroup:
 * @path: directory of a device
 *
 * Returns: (transfer full) (nullable): the driver that it is bound to; the number
 *   of its IOMMU group, -1 without one
 * Since: 0.1.0
 */
char *virFslMcBusReadDriver(const char *path);
int virFslMcBusReadGroup(const char *path);

/**
 * virFslMcBusExists:
 *
 * The bus is built into a kernel or not (CONFIG_FSL_MC_BUS is a bool), so the
 * answer holds until the next boot.
 *
 * Returns: whether this kernel has an fsl-mc bus
 * Since: 0.1.0
 */
gboolean virFslMcBusExists(const virFslMcBus *bus);

/**
 * virFslMcBusLookup:
 * @name: kernel name, as "dprc.2"
 *
 * Returns: (transfer full): the object as it is now, or NULL with
 *   VIR_FSLMC_ERROR_INVALID_NAME or VIR_FSLMC_ERROR_NOT_FOUND
 * Since: 0.1.0
 */
virFslMcObject *virFslMcBusLookup(virFslMcBus *bus,
                                  const char *name,
                                  GError **error);

/**
 * virFslMcBusLookupAgain:
 * @object: as the bus had it at some time
 *
 * Reads the device of that path. Of a device there is always one path.
 *
 * Returns: (transfer full) (nullable): the object as it is now
 * Since: 0.1.0
 */
virFslMcObject *virFslMcBusLookupAgain(virFslMcBus *bus,
                                       const virFslMcObject *object);

/**
 * virFslMcBusCheckContainer:
 *
 * Returns: whether @object is a container that can be taken from the host, else
 *   FALSE with VIR_FSLMC_ERROR_NOT_CONTAINER, the message naming the container
 *   that the object is in, or VIR_FSLMC_ERROR_ROOT
 * Since: 0.1.0
 */
gboolean virFslMcBusCheckContainer(const virFslMcObject *object,
                                   GError **error);

/**
 * virFslMcBusLookupTakeable:
 * @name: kernel name, as "dprc.2"
 *
 * Returns: (transfer full): the device as it is now, or NULL with an error of
 *   virFslMcBusLookup(), or of its kind's checkTakeable(), as
 *   virFslMcBusCheckContainer(), when it cannot be taken from the host
 * Since: 0.1.0
 */
virFslMcObject *virFslMcBusLookupTakeable(virFslMcBus *bus,
                                          const char *name,
                                          GError **error);

/**
 * virFslMcBusList:
 *
 * Every object on the bus, in the order of virFslMcObjectCompare(). One that
 * vanishes while the list is made is not in it; an entry that is no object of
 * the kernel's is passed over. Reads nothing that could block on a device that
 * is being bound or unbound.
 *
 * Returns: (transfer full): array of virFslMcObject that owns them, empty when
 *   there is no bus; NULL when the bus is there and cannot be read
 * Since: 0.1.0
 */
GPtrArray *virFslMcBusList(virFslMcBus *bus, GError **error);
