/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_node_device_list.c: the node devices that are on a bus or defined
 */

#include "fslmc-config.h"

#include <string.h>

#include "fslmc_node_device_conf.h"
#include "fslmc_node_device_driver.h"
#include "fslmc_node_device_list.h"


void
virFslMcNodeDeviceFree(virFslMcNodeDevice *device)
{
    if (!device)
        return;

    g_free(device->name);
    g_free(device->parent);
    virFslMcObjectUnref(device->object);
    virFslMcContainerDefFree(device->def);
    g_free(device);
}


static virFslMcNodeDevice *
virFslMcNodeDeviceNew(const virFslMcNodeDeviceSource *source,
                      virFslMcObject *object,
                      GHashTable *names)
{
    virFslMcNodeDevice *device = g_new0(virFslMcNodeDevice, 1);

    device->name = virFslMcNodeDeviceObjectName(object, names);
    device->parent = virFslMcNodeDeviceParentName(object, names);
    device->object = virFslMcObjectRef(object);
    if (virFslMcObjectIsContainer(object))
        device->def = virFslMcContainerStoreGetDefinition(source->store, device->name);

    return device;
}


static virFslMcNodeDevice *
virFslMcNodeDeviceNewInactive(virFslMcContainerDef *def)
{
    virFslMcNodeDevice *device = g_new0(virFslMcNodeDevice, 1);

    device->name = g_strdup(def->name);
    device->parent = virFslMcNodeDeviceName(def->plan->parent);
    device->def = def;

    return device;
}


static gboolean
virFslMcNodeDeviceVerify(const virFslMcNodeDeviceSource *source,
                         virFslMcContainerRecord *record,
                         const virFslMcObject *object)
{
    g_autoptr(virFslMcMcTree) tree = NULL;

    if (virFslMcContainerStoreVerify(source->store, record, object, NULL))
        return TRUE;
    if (record->inode == 0)
        return FALSE;

    tree = virFslMcMcCacheGet(source->cache, VIR_FSLMC_NODE_DEVICE_MC_TIMEOUT);

    return virFslMcContainerStoreVerify(source->store, record, object, tree);
}


GHashTable *
virFslMcNodeDeviceGetNames(const virFslMcNodeDeviceSource *source)
{
    GHashTable *names = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GPtrArray) records = virFslMcContainerStoreListRecords(source->store);
    guint i;

    for (i = 0; i < records->len; i++) {
        virFslMcContainerRecord *record = records->pdata[i];
        g_autoptr(virFslMcObject) object = virFslMcMonitorLookup(source->monitors[0],
                                                                 record->container);

        if (object && virFslMcNodeDeviceVerify(source, record, object)) {
            g_hash_table_insert(names, g_strdup(record->container),
                                g_strdup(record->name));
        }
    }

    return names;
}


char *
virFslMcNodeDeviceGetEventName(const virFslMcNodeDeviceSource *source,
                               const virFslMcObject *object)
{
    g_autoptr(GPtrArray) records = NULL;
    guint i;

    if (!virFslMcObjectIsContainer(object))
        return virFslMcNodeDeviceObjectName(object, NULL);

    records = virFslMcContainerStoreListRecords(source->store);
    for (i = 0; i < records->len; i++) {
        const virFslMcContainerRecord *record = records->pdata[i];

        /* without an inode: another process makes it just now */
        if (strcmp(record->container, virFslMcObjectGetName(object)) == 0 &&
            (record->inode == 0 || record->inode == virFslMcObjectGetInode(object)))
            return g_strdup(record->name);
    }

    return virFslMcNodeDeviceName(virFslMcObjectGetName(object));
}


gboolean
virFslMcNodeDeviceIsCapability(const virFslMcNodeDeviceSource *source,
                               const char *cap)
{
    gsize i, j;

    for (i = 0; i < VIR_FSLMC_NODE_DEVICE_BUSES; i++) {
        const virFslMcKind *const *kinds = virFslMcBusGetKinds(source->buses[i]);

        for (j = 0; kinds[j]; j++) {
            if (strcmp(cap, kinds[j]->capability) == 0)
                return TRUE;
        }
    }

    return FALSE;
}


virFslMcMonitor *
virFslMcNodeDeviceGetMonitor(const virFslMcNodeDeviceSource *source,
                             const virFslMcObject *object)
{
    gsize i, j;

    for (i = 0; i < VIR_FSLMC_NODE_DEVICE_BUSES; i++) {
        const virFslMcKind *const *kinds = virFslMcBusGetKinds(source->buses[i]);

        for (j = 0; kinds[j]; j++) {
            if (kinds[j] == virFslMcObjectGetKind(object))
                return source->monitors[i];
        }
    }

    g_return_val_if_reached(NULL);
}


/* What is on a bus at the time of the call. */
static GPtrArray *
virFslMcNodeDeviceListBus(void *opaque)
{
    virFslMcMonitor *monitor = opaque;

    virFslMcMonitorSync(monitor);

    return virFslMcMonitorList(monitor);
}


GPtrArray *
virFslMcNodeDeviceList(const virFslMcNodeDeviceSource *source)
{
    GPtrArray *devices = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcNodeDeviceFree);
    g_autoptr(GHashTable) active = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GPtrArray) defs = NULL;
    g_autoptr(GHashTable) names = NULL;
    guint i, j;

    virFslMcMonitorSync(source->monitors[0]);
    names = virFslMcNodeDeviceGetNames(source);
    for (i = 0; i < VIR_FSLMC_NODE_DEVICE_BUSES; i++) {
        g_autoptr(GPtrArray) objects = virFslMcNodeDeviceListBus(source->monitors[i]);

        for (j = 0; j < objects->len; j++) {
            virFslMcNodeDevice *device = virFslMcNodeDeviceNew(source, objects->pdata[j],
                                                               names);

            g_ptr_array_add(devices, device);
            g_hash_table_add(active, device->name);
        }
    }

    defs = virFslMcContainerStoreListDefinitions(source->store);
    for (i = 0; i < defs->len; i++) {
        virFslMcContainerDef *def = defs->pdata[i];

        if (g_hash_table_contains(active, def->name))
            continue;
        g_ptr_array_add(devices, virFslMcNodeDeviceNewInactive(def));
        defs->pdata[i] = NULL;
    }

    return devices;
}


/* The kernel name that has @name among @names; NULL without one */
static const char *
virFslMcNodeDeviceFindNamed(GHashTable *names,
                            const char *name)
{
    GHashTableIter iter;
    gpointer kernelName, own;

    g_hash_table_iter_init(&iter, names);
    while (g_hash_table_iter_next(&iter, &kernelName, &own)) {
        if (strcmp(own, name) == 0)
            return kernelName;
    }

    return NULL;
}


/* Has the monitor's list show what the bus has. */
static void
virFslMcNodeDeviceSync(virFslMcMonitor *monitor,
                       const char *kernelName,
                       gboolean read)
{
    if (read)
        virFslMcMonitorRefresh(monitor, kernelName);
    else
        virFslMcMonitorSync(monitor);
}


/* A device of the other buses */
static virFslMcNodeDevice *
virFslMcNodeDeviceFindOther(const virFslMcNodeDeviceSource *source,
                            const char *name,
                            gboolean read)
{
    g_autoptr(virFslMcObject) object = NULL;
    gsize i;

    for (i = 1; i < VIR_FSLMC_NODE_DEVICE_BUSES && !object; i++) {
        g_autofree char *kernelName = NULL;

        kernelName = virFslMcNodeDeviceFindKernelName(name,
                                                      virFslMcBusGetKinds(source->buses[i]),
                                                      virFslMcNodeDeviceListBus,
                                                      source->monitors[i]);
        if (kernelName) {
            virFslMcNodeDeviceSync(source->monitors[i], kernelName, read);
            object = virFslMcMonitorLookup(source->monitors[i], kernelName);
        }
    }

    return object ? virFslMcNodeDeviceNew(source, object, NULL) : NULL;
}


static virFslMcNodeDevice *
virFslMcNodeDeviceFindOrRead(const virFslMcNodeDeviceSource *source,
                             const char *name,
                             gboolean read)
{
    g_autofree char *kernelName = virFslMcNodeDeviceKernelName(name);
    g_autoptr(virFslMcObject) object = NULL;
    g_autoptr(GHashTable) names = NULL;
    virFslMcContainerDef *def;

    if (!kernelName && !virFslMcContainerNameIsValid(name))
        return virFslMcNodeDeviceFindOther(source, name, read);

    virFslMcNodeDeviceSync(source->monitors[0], kernelName, read && kernelName);

    names = virFslMcNodeDeviceGetNames(source);
    if (!kernelName && (kernelName = g_strdup(virFslMcNodeDeviceFindNamed(names, name))))
        virFslMcNodeDeviceSync(source->monitors[0], kernelName, read);

    if (kernelName)
        object = virFslMcMonitorLookup(source->monitors[0], kernelName);
    if (object)
        return virFslMcNodeDeviceNew(source, object, names);

    if (!(def = virFslMcContainerStoreGetDefinition(source->store, name)))
        return NULL;

    return virFslMcNodeDeviceNewInactive(def);
}


virFslMcNodeDevice *
virFslMcNodeDeviceFind(const virFslMcNodeDeviceSource *source,
                       const char *name)
{
    return virFslMcNodeDeviceFindOrRead(source, name, FALSE);
}


virFslMcNodeDevice *
virFslMcNodeDeviceRead(const virFslMcNodeDeviceSource *source,
                       const char *name)
{
    return virFslMcNodeDeviceFindOrRead(source, name, TRUE);
}
