/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_monitor.h: what is on the bus now, kept current by uevents
 *
 * The monitor holds the list of all objects in memory and corrects it from
 * uevents. When some were lost (the socket's queue ran over), the bus is scanned
 * anew, again and again until that succeeds, and the difference is reported as if
 * the events had come. It runs a thread of its own.
 */

#pragma once

#include "fslmc_bus.h"

typedef struct _virFslMcMonitor virFslMcMonitor;

typedef enum {
    VIR_FSLMC_MONITOR_ADDED,
    VIR_FSLMC_MONITOR_REMOVED,
    VIR_FSLMC_MONITOR_CHANGED,    /* driver or IOMMU group */
} virFslMcMonitorEvent;

/**
 * virFslMcMonitorFunc:
 * @object: the new state; after REMOVED the last one known
 *
 * Called in the monitor's thread, without a lock of the monitor held, after
 * the list has changed. Events of one object arrive in order; a container is
 * added before and removed after what is in it.
 */
typedef void (*virFslMcMonitorFunc)(virFslMcMonitor *monitor,
                                    virFslMcMonitorEvent event,
                                    virFslMcObject *object,
                                    gpointer opaque);

/**
 * virFslMcMonitorNew:
 * @func: (nullable): called for each change after this call's own scan, which
 *   is not reported
 *
 * Subscribes to the kernel's uevents, scans the bus, and starts the thread. It
 * does not wait for udev's rules: an object has no device node of its own that
 * they could be about. @func can be called before this returns. On a kernel
 * without the bus there is no thread, nor anything else to pay for.
 *
 * Returns: (transfer full): the monitor, or NULL with @error set
 * Since: 0.1.0
 */
virFslMcMonitor *virFslMcMonitorNew(virFslMcBus *bus,
                                    virFslMcMonitorFunc func,
                                    gpointer opaque,
                                    GError **error);

/**
 * virFslMcMonitorFree:
 *
 * Ends the thread and waits for it; after that @func is not called any more.
 * Not to be called from @func. NULL is accepted.
 *
 * Since: 0.1.0
 */
void virFslMcMonitorFree(virFslMcMonitor *monitor);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcMonitor, virFslMcMonitorFree)

/**
 * virFslMcMonitorSync:
 *
 * Returns when everything that the kernel had reported before this call is in
 * the list: who has bound or removed a device, and then asks, gets the state
 * after that. Not to be called from @func.
 *
 * Since: 0.1.0
 */
void virFslMcMonitorSync(virFslMcMonitor *monitor);

/**
 * virFslMcMonitorRefresh:
 * @name: kernel name of an object
 *
 * As virFslMcMonitorSync(), and that object is read again from the bus, with what
 * is directly in it and had no IOMMU group: some changes come without an event.
 *
 * Since: 0.1.0
 */
void virFslMcMonitorRefresh(virFslMcMonitor *monitor, const char *name);

/**
 * virFslMcMonitorList:
 *
 * Takes no longer for many objects than for few, unless something has changed
 * since the last call.
 *
 * Returns: (transfer full): all objects as virFslMcBusList() orders them, from
 *   memory; others have the same array, so it is not to be changed
 * Since: 0.1.0
 */
GPtrArray *virFslMcMonitorList(virFslMcMonitor *monitor);

/**
 * virFslMcMonitorListRelated:
 *
 * Returns: (transfer full): those of virFslMcMonitorList() that are in the IOMMU group
 *   of @object, and those that are directly in it
 * Since: 0.1.0
 */
GPtrArray *virFslMcMonitorListRelated(virFslMcMonitor *monitor,
                                      const virFslMcObject *object);

/**
 * virFslMcMonitorLookup:
 *
 * Returns: (transfer full): the object, or NULL when there is none
 * Since: 0.1.0
 */
virFslMcObject *virFslMcMonitorLookup(virFslMcMonitor *monitor,
                                      const char *name);

/**
 * virFslMcMonitorRescan:
 *
 * Compares the list with the bus and corrects it; differences are reported
 * from the monitor's thread. Returns when that is done. Not to be called from
 * the monitor's function.
 *
 * Since: 0.1.0
 */
void virFslMcMonitorRescan(virFslMcMonitor *monitor);
