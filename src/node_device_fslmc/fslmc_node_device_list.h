/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_node_device_list.h: the node devices that are on a bus or defined
 *
 * An object is a node device as long as it is on the bus, a definition of a
 * container is one until it is undefined, and a container that was made of it is
 * the same one, with its name.
 */

#pragma once

#include "fslmc_container_store.h"
#include "fslmc_mc_cache.h"
#include "fslmc_monitor.h"

/* fsl-mc, and platform with amba */
#define VIR_FSLMC_NODE_DEVICE_BUSES 2

/* Where what is known comes from */
typedef struct {
    virFslMcBus *buses[VIR_FSLMC_NODE_DEVICE_BUSES];
    virFslMcMonitor *monitors[VIR_FSLMC_NODE_DEVICE_BUSES];
    virFslMcMcCache *cache;
    virFslMcContainerStore *store;
} virFslMcNodeDeviceSource;

typedef struct {
    char *name;                     /* of the node device, as "dpni_1" */
    char *parent;
    virFslMcObject *object;         /* NULL when it is not active */
    virFslMcContainerDef *def;      /* NULL when it is not persistent */
} virFslMcNodeDevice;

void virFslMcNodeDeviceFree(virFslMcNodeDevice *device);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcNodeDevice, virFslMcNodeDeviceFree)

/* Whether that is the type of a capability of ours. Since: 0.1.0 */
gboolean virFslMcNodeDeviceIsCapability(const virFslMcNodeDeviceSource *source,
                                        const char *cap);

/**
 * virFslMcNodeDeviceGetMonitor:
 * @object: a device on one of the buses of @source
 *
 * Returns: (transfer none): the monitor of its bus
 * Since: 0.1.0
 */
virFslMcMonitor *virFslMcNodeDeviceGetMonitor(const virFslMcNodeDeviceSource *source,
                                              const virFslMcObject *object);

/**
 * virFslMcNodeDeviceGetNames:
 *
 * Asks the MC only when a container may be another one than that which was made.
 *
 * Returns: (transfer full): kernel names of the active containers that have a name
 *   of their own, to these names
 * Since: 0.1.0
 */
GHashTable *virFslMcNodeDeviceGetNames(const virFslMcNodeDeviceSource *source);

/**
 * virFslMcNodeDeviceGetEventName:
 * @object: what came or went
 *
 * As virFslMcNodeDeviceGetNames() names it, and never asks the MC.
 *
 * Returns: (transfer full): name of its node device
 * Since: 0.1.0
 */
char *virFslMcNodeDeviceGetEventName(const virFslMcNodeDeviceSource *source,
                                     const virFslMcObject *object);

/**
 * virFslMcNodeDeviceList:
 *
 * Returns: (transfer full): array of virFslMcNodeDevice that owns them: what is on
 *   the buses at the time of the call, and then what is defined and not active
 * Since: 0.1.0
 */
GPtrArray *virFslMcNodeDeviceList(const virFslMcNodeDeviceSource *source);

/**
 * virFslMcNodeDeviceFind:
 * @name: name of a node device, as "dprc_net-a", or "dprc_5" for the same one
 *
 * Whether there is such a device is as the kernel says now; its driver may have
 * changed without an event: see virFslMcNodeDeviceRead().
 *
 * Returns: (transfer full) (nullable): that device; NULL when it is none of ours
 * Since: 0.1.0
 */
virFslMcNodeDevice *virFslMcNodeDeviceFind(const virFslMcNodeDeviceSource *source,
                                           const char *name);

/**
 * virFslMcNodeDeviceRead:
 * @name: as for virFslMcNodeDeviceFind()
 *
 * As that, and the device is read from sysfs.
 *
 * Returns: (transfer full) (nullable): that device as it is now; NULL when it is
 *   none of ours
 * Since: 0.1.0
 */
virFslMcNodeDevice *virFslMcNodeDeviceRead(const virFslMcNodeDeviceSource *source,
                                           const char *name);
