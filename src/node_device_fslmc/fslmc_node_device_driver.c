/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_node_device_driver.c: objects on the fsl-mc bus, and platform and AMBA
 * devices, as node devices
 *
 * Each function here stands before the stock one of its name: lists are the
 * stock list with ours appended, and what is about one device goes to the
 * stock function unless the device is ours.
 */

#include "fslmc_node_device_driver.h"

#include "node_device_conf.h"
#include "node_device_event.h"
#include "viraccessapicheck.h"
#include "virerror.h"
#include "virlog.h"

#include "fslmc_mc_cache.h"
#include "fslmc_monitor.h"
#include "fslmc_node_device_compat.h"
#include "fslmc_node_device_conf.h"
#include "fslmc_node_device_container.h"
#include "fslmc_report.h"
#include "fslmc_table.h"

#define VIR_FROM_THIS VIR_FROM_NODEDEV

VIR_LOG_INIT("fslmc.node_device_driver");

/* How long an API call waits for the MC, in milliseconds: one that answers is
 * a hundred times as fast, and one that does not is done without. */
#define VIR_FSLMC_NODE_DEVICE_MC_TIMEOUT 3000

/* fsl-mc, and platform with amba */
#define VIR_FSLMC_NODE_DEVICE_BUSES 2

typedef struct _virFslMcNodeDeviceDriver virFslMcNodeDeviceDriver;
struct _virFslMcNodeDeviceDriver {
    virFslMcBus *bus;
    char *runDir;
    virFslMcBus *buses[VIR_FSLMC_NODE_DEVICE_BUSES];
    virFslMcMonitor *monitors[VIR_FSLMC_NODE_DEVICE_BUSES];
    virFslMcMcCache *cache;
    virObjectEventState *events;
    virNodeDeviceDriver *table;
    virNodeDeviceDriver stock;  /* what was in table before */
};

static virFslMcNodeDeviceDriver fslmc;

/* libvirt's signature of its access checks on one device among many */
typedef bool (*virFslMcNodeDeviceFilter)(virConnectPtr conn,
                                         virNodeDeviceDef *def);


/* What libvirt's access checks look at: the name. It stays the caller's. */
static virNodeDeviceDef
virFslMcNodeDeviceDef(const char *name)
{
    virNodeDeviceDef def = { .name = (char *) name };

    return def;
}


/* What is on a bus at the time of the call. */
static GPtrArray *
virFslMcNodeDeviceListBus(void *opaque)
{
    virFslMcMonitor *monitor = opaque;

    virFslMcMonitorSync(monitor);

    return virFslMcMonitorList(monitor);
}


/* The object that a node device's name means, and whose bus @monitor watches;
 * NULL, without an error, when it is not one of ours. */
static virFslMcObject *
virFslMcNodeDeviceFindOn(const char *name,
                         virFslMcMonitor **monitor)
{
    size_t i;

    for (i = 0; i < VIR_FSLMC_NODE_DEVICE_BUSES; i++) {
        g_autofree char *kernelName = NULL;

        *monitor = fslmc.monitors[i];
        kernelName = virFslMcNodeDeviceFindKernelName(name,
                                                      virFslMcBusGetKinds(fslmc.buses[i]),
                                                      virFslMcNodeDeviceListBus,
                                                      *monitor);
        if (kernelName) {
            virFslMcMonitorRefresh(*monitor, kernelName);
            return virFslMcMonitorLookup(*monitor, kernelName);
        }
    }

    return NULL;
}


static virFslMcObject *
virFslMcNodeDeviceFind(const char *name)
{
    virFslMcMonitor *monitor;

    return virFslMcNodeDeviceFindOn(name, &monitor);
}


/* What is on all buses at the time of the call. */
static GPtrArray *
virFslMcNodeDeviceList(void)
{
    GPtrArray *all = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcObjectUnref);
    size_t i;
    guint j;

    for (i = 0; i < VIR_FSLMC_NODE_DEVICE_BUSES; i++) {
        g_autoptr(GPtrArray) objects = virFslMcNodeDeviceListBus(fslmc.monitors[i]);

        for (j = 0; j < objects->len; j++)
            g_ptr_array_add(all, virFslMcObjectRef(objects->pdata[j]));
    }

    return all;
}


/* Whether that is the type of a capability of ours. */
static bool
virFslMcNodeDeviceIsCapability(const char *cap)
{
    size_t i;
    size_t j;

    for (i = 0; i < VIR_FSLMC_NODE_DEVICE_BUSES; i++) {
        const virFslMcKind *const *kinds = virFslMcBusGetKinds(fslmc.buses[i]);

        for (j = 0; kinds[j]; j++) {
            if (STREQ(cap, kinds[j]->capability))
                return true;
        }
    }

    return false;
}


/* Our part of a list. @cap is a filter by name of a capability, or NULL. */
static GPtrArray *
virFslMcNodeDeviceNames(virConnectPtr conn,
                        const char *cap,
                        virFslMcNodeDeviceFilter filter)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) objects = NULL;
    size_t i;

    if (cap && !virFslMcNodeDeviceIsCapability(cap))
        return g_steal_pointer(&names);

    objects = virFslMcNodeDeviceList();
    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *object = objects->pdata[i];
        g_autofree char *name = virFslMcNodeDeviceObjectName(object);
        virNodeDeviceDef def = virFslMcNodeDeviceDef(name);

        if (cap && STRNEQ(cap, virFslMcObjectGetKind(object)->capability))
            continue;

        if (filter(conn, &def))
            g_ptr_array_add(names, g_steal_pointer(&name));
    }

    return g_steal_pointer(&names);
}


static int
virFslMcNodeNumOfDevices(virConnectPtr conn,
                         const char *cap,
                         unsigned int flags)
{
    g_autoptr(GPtrArray) names = NULL;
    int ret;

    if ((ret = fslmc.stock.nodeNumOfDevices(conn, cap, flags)) < 0)
        return -1;

    names = virFslMcNodeDeviceNames(conn, cap, virNodeNumOfDevicesCheckACL);

    return ret + names->len;
}


static int
virFslMcNodeListDevices(virConnectPtr conn,
                        const char *cap,
                        char **const names,
                        int maxnames,
                        unsigned int flags)
{
    g_autoptr(GPtrArray) ours = NULL;
    size_t i;
    int ret;

    if ((ret = fslmc.stock.nodeListDevices(conn, cap, names, maxnames, flags)) < 0)
        return -1;

    ours = virFslMcNodeDeviceNames(conn, cap, virNodeListDevicesCheckACL);
    for (i = 0; i < ours->len && ret < maxnames; i++)
        names[ret++] = g_strdup(ours->pdata[i]);

    return ret;
}


static bool
virFslMcNodeDeviceMatch(unsigned int flags)
{
    /* libvirt's capabilities have a bit each, and ours has none */
    if (flags & VIR_CONNECT_LIST_NODE_DEVICES_FILTERS_CAP)
        return false;

    /* like any device of a real bus: always active, never defined */
    if ((flags & VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE) &&
        !(flags & VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE))
        return false;

    if ((flags & VIR_CONNECT_LIST_NODE_DEVICES_PERSISTENT) &&
        !(flags & VIR_CONNECT_LIST_NODE_DEVICES_TRANSIENT))
        return false;

    return true;
}


static virNodeDevicePtr
virFslMcNodeDeviceGet(virConnectPtr conn,
                      const virFslMcObject *object)
{
    g_autofree char *name = virFslMcNodeDeviceObjectName(object);
    virNodeDevicePtr device;

    if ((device = virGetNodeDevice(conn, name)))
        device->parentName = virFslMcNodeDeviceParentName(object);

    return device;
}


static int
virFslMcConnectListAllNodeDevices(virConnectPtr conn,
                                  virNodeDevicePtr **devices,
                                  unsigned int flags)
{
    g_autoptr(GPtrArray) objects = NULL;
    size_t i;
    int ret;

    if ((ret = fslmc.stock.connectListAllNodeDevices(conn, devices, flags)) < 0 ||
        !virFslMcNodeDeviceMatch(flags))
        return ret;

    objects = virFslMcNodeDeviceList();
    if (devices)
        *devices = g_renew(virNodeDevicePtr, *devices, ret + objects->len + 1);

    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *object = objects->pdata[i];
        g_autofree char *name = virFslMcNodeDeviceObjectName(object);
        virNodeDeviceDef def = virFslMcNodeDeviceDef(name);

        if (!virConnectListAllNodeDevicesCheckACL(conn, &def))
            continue;

        if (devices) {
            /* fails for a broken connection only, and then for all of them */
            if (!((*devices)[ret] = virFslMcNodeDeviceGet(conn, object))) {
                virObjectListFree(*devices);
                *devices = NULL;
                return -1;
            }
            (*devices)[ret + 1] = NULL;
        }
        ret++;
    }

    return ret;
}


static virNodeDevicePtr
virFslMcNodeDeviceLookupByName(virConnectPtr conn,
                               const char *name)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(name);

    if (!object)
        return fslmc.stock.nodeDeviceLookupByName(conn, name);

    if (virNodeDeviceLookupByNameEnsureACL(conn, &def) < 0)
        return NULL;

    return virFslMcNodeDeviceGet(conn, object);
}


static char *
virFslMcNodeDeviceGetXMLDesc(virNodeDevicePtr device,
                             unsigned int flags)
{
    virFslMcMonitor *monitor;
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFindOn(device->name, &monitor);
    g_autoptr(GPtrArray) objects = NULL;
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);
    g_autoptr(virFslMcMcTree) tree = NULL;

    if (!object)
        return fslmc.stock.nodeDeviceGetXMLDesc(device, flags);

    virCheckFlags(VIR_NODE_DEVICE_XML_INACTIVE, NULL);

    if (virNodeDeviceGetXMLDescEnsureACL(device->conn, &def) < 0)
        return NULL;

    if (flags & VIR_NODE_DEVICE_XML_INACTIVE) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("node device '%1$s' is not persistent"),
                       device->name);
        return NULL;
    }

    objects = virFslMcMonitorList(monitor);
    if (virFslMcObjectGetKind(object) == &virFslMcKindFslMc)
        tree = virFslMcMcCacheGet(fslmc.cache, VIR_FSLMC_NODE_DEVICE_MC_TIMEOUT);

    return virFslMcNodeDeviceFormat(object, objects, tree);
}


static char *
virFslMcNodeDeviceGetParent(virNodeDevicePtr device)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);

    if (!object)
        return fslmc.stock.nodeDeviceGetParent(device);

    if (virNodeDeviceGetParentEnsureACL(device->conn, &def) < 0)
        return NULL;

    return virFslMcNodeDeviceParentName(object);
}


static int
virFslMcNodeDeviceNumOfCaps(virNodeDevicePtr device)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);

    if (!object)
        return fslmc.stock.nodeDeviceNumOfCaps(device);

    if (virNodeDeviceNumOfCapsEnsureACL(device->conn, &def) < 0)
        return -1;

    return 1;
}


static int
virFslMcNodeDeviceListCaps(virNodeDevicePtr device,
                           char **const names,
                           int maxnames)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);

    if (!object)
        return fslmc.stock.nodeDeviceListCaps(device, names, maxnames);

    if (virNodeDeviceListCapsEnsureACL(device->conn, &def) < 0)
        return -1;

    if (maxnames < 1)
        return 0;

    names[0] = g_strdup(virFslMcObjectGetKind(object)->capability);

    return 1;
}


static virNodeDevicePtr
virFslMcNodeDeviceCreateXML(virConnectPtr conn,
                            const char *xml,
                            unsigned int flags)
{
    g_autoptr(virFslMcContainerDef) def = NULL;
    g_autoptr(virFslMcObject) object = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *kernelName = NULL;
    g_autofree char *name = NULL;
    virNodeDeviceDef access = virFslMcNodeDeviceDef("new device");

    if (!virFslMcContainerDefIs(xml))
        return fslmc.stock.nodeDeviceCreateXML(conn, xml, flags);

    /* our parser knows all that the schema does */
    virCheckFlags(VIR_NODE_DEVICE_CREATE_XML_VALIDATE, NULL);

    if (!(def = virFslMcContainerDefParse(xml, &error))) {
        virFslMcReportError(error);
        return NULL;
    }

    if (virNodeDeviceCreateXMLEnsureACL(conn, &access) < 0)
        return NULL;

    if (!(kernelName = virFslMcNodeDeviceContainerMake(fslmc.bus, def, &error))) {
        virFslMcReportError(error);
        return NULL;
    }

    name = virFslMcNodeDeviceName(kernelName);
    if (!(object = virFslMcNodeDeviceFind(name))) {
        virReportError(VIR_ERR_NO_NODE_DEVICE,
                       _("container '%1$s' was made and is not on the fsl-mc bus"),
                       kernelName);
        return NULL;
    }

    return virFslMcNodeDeviceGet(conn, object);
}


static int
virFslMcNodeDeviceDestroy(virNodeDevicePtr device)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);
    g_autoptr(GError) error = NULL;

    if (!object)
        return fslmc.stock.nodeDeviceDestroy(device);

    if (virNodeDeviceDestroyEnsureACL(device->conn, &def) < 0)
        return -1;

    /* what is plugged is of the configuration that the firmware booted with */
    if (!virFslMcObjectIsContainer(object) || virFslMcObjectIsRoot(object) ||
        virFslMcObjectGetPlugged(object) == VIR_FSLMC_PLUGGED_YES) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("destroying node device '%1$s' is not supported"),
                       device->name);
        return -1;
    }

    if (!virFslMcNodeDeviceContainerUnmake(fslmc.bus, fslmc.runDir, object, &error)) {
        virFslMcReportError(error);
        return -1;
    }

    /* so that who asks next finds it gone */
    virFslMcMonitorSync(fslmc.monitors[0]);

    return 0;
}


static int
virFslMcNodeDeviceUndefine(virNodeDevicePtr device,
                           unsigned int flags)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);

    if (!object)
        return fslmc.stock.nodeDeviceUndefine(device, flags);

    virCheckFlags(0, -1);

    if (virNodeDeviceUndefineEnsureACL(device->conn, &def) < 0)
        return -1;

    virReportError(VIR_ERR_OPERATION_INVALID,
                   _("node device '%1$s' is not defined"),
                   device->name);
    return -1;
}


static int
virFslMcNodeDeviceCreate(virNodeDevicePtr device,
                         unsigned int flags)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);

    if (!object)
        return fslmc.stock.nodeDeviceCreate(device, flags);

    virCheckFlags(0, -1);

    if (virNodeDeviceCreateEnsureACL(device->conn, &def) < 0)
        return -1;

    virReportError(VIR_ERR_OPERATION_INVALID,
                   _("node device '%1$s' is already active"),
                   device->name);
    return -1;
}


static int
virFslMcNodeDeviceUpdate(virNodeDevicePtr device,
                         const char *xml,
                         unsigned int flags)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);

    if (!object)
        return VIR_FSLMC_STOCK_UPDATE(fslmc.stock, device, xml, flags);

    virCheckFlags(VIR_NODE_DEVICE_UPDATE_AFFECT_LIVE |
                  VIR_NODE_DEVICE_UPDATE_AFFECT_CONFIG, -1);

    if (virNodeDeviceUpdateEnsureACL(device->conn, &def, flags) < 0)
        return -1;

    virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                   _("updating node device '%1$s' is not supported"),
                   device->name);
    return -1;
}


static int
virFslMcNodeDeviceSetAutostart(virNodeDevicePtr device,
                               int autostart)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);

    if (!object)
        return fslmc.stock.nodeDeviceSetAutostart(device, autostart);

    if (virNodeDeviceSetAutostartEnsureACL(device->conn, &def) < 0)
        return -1;

    virReportError(VIR_ERR_OPERATION_UNSUPPORTED,
                   _("autostart of node device '%1$s' is not supported"),
                   device->name);
    return -1;
}


static int
virFslMcNodeDeviceGetAutostart(virNodeDevicePtr device,
                               int *autostart)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);

    if (!object)
        return fslmc.stock.nodeDeviceGetAutostart(device, autostart);

    if (virNodeDeviceGetAutostartEnsureACL(device->conn, &def) < 0)
        return -1;

    *autostart = 0;

    return 0;
}


static int
virFslMcNodeDeviceIsPersistent(virNodeDevicePtr device)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);

    if (!object)
        return fslmc.stock.nodeDeviceIsPersistent(device);

    if (virNodeDeviceIsPersistentEnsureACL(device->conn, &def) < 0)
        return -1;

    return 0;
}


static int
virFslMcNodeDeviceIsActive(virNodeDevicePtr device)
{
    g_autoptr(virFslMcObject) object = virFslMcNodeDeviceFind(device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceDef(device->name);

    if (!object)
        return fslmc.stock.nodeDeviceIsActive(device);

    if (virNodeDeviceIsActiveEnsureACL(device->conn, &def) < 0)
        return -1;

    return 1;
}


static void
virFslMcNodeDeviceChanged(virFslMcMonitor *monitor G_GNUC_UNUSED,
                          virFslMcMonitorEvent change,
                          virFslMcObject *object,
                          void *opaque G_GNUC_UNUSED)
{
    g_autofree char *name = virFslMcNodeDeviceObjectName(object);
    virObjectEvent *event = NULL;

    switch (change) {
    case VIR_FSLMC_MONITOR_ADDED:
        event = virNodeDeviceEventLifecycleNew(name,
                                               VIR_NODE_DEVICE_EVENT_CREATED,
                                               0);
        break;
    case VIR_FSLMC_MONITOR_REMOVED:
        event = virNodeDeviceEventLifecycleNew(name,
                                               VIR_NODE_DEVICE_EVENT_DELETED,
                                               0);
        break;
    case VIR_FSLMC_MONITOR_CHANGED:
        event = virNodeDeviceEventUpdateNew(name);
        break;
    }

    if (change != VIR_FSLMC_MONITOR_CHANGED &&
        virFslMcObjectGetKind(object) == &virFslMcKindFslMc)
        virFslMcMcCacheInvalidate(fslmc.cache);

    virObjectEventStateQueue(fslmc.events, event);
}


static void
virFslMcNodeDeviceMcFailed(const GError *error)
{
    VIR_WARN(_("node devices are without their labels and the plugged state: %1$s"),
             error->message);
}


static void
virFslMcNodeDeviceReplace(virNodeDeviceDriver *table)
{
#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(nodeNumOfDevices, virFslMcNodeNumOfDevices);
    REPLACE(nodeListDevices, virFslMcNodeListDevices);
    REPLACE(connectListAllNodeDevices, virFslMcConnectListAllNodeDevices);
    REPLACE(nodeDeviceLookupByName, virFslMcNodeDeviceLookupByName);
    REPLACE(nodeDeviceGetXMLDesc, virFslMcNodeDeviceGetXMLDesc);
    REPLACE(nodeDeviceGetParent, virFslMcNodeDeviceGetParent);
    REPLACE(nodeDeviceNumOfCaps, virFslMcNodeDeviceNumOfCaps);
    REPLACE(nodeDeviceListCaps, virFslMcNodeDeviceListCaps);
    REPLACE(nodeDeviceCreateXML, virFslMcNodeDeviceCreateXML);
    REPLACE(nodeDeviceDestroy, virFslMcNodeDeviceDestroy);
    REPLACE(nodeDeviceUndefine, virFslMcNodeDeviceUndefine);
    REPLACE(nodeDeviceCreate, virFslMcNodeDeviceCreate);
    VIR_FSLMC_REPLACE_UPDATE(table, virFslMcNodeDeviceUpdate);
    REPLACE(nodeDeviceSetAutostart, virFslMcNodeDeviceSetAutostart);
    REPLACE(nodeDeviceGetAutostart, virFslMcNodeDeviceGetAutostart);
    REPLACE(nodeDeviceIsPersistent, virFslMcNodeDeviceIsPersistent);
    REPLACE(nodeDeviceIsActive, virFslMcNodeDeviceIsActive);
#undef REPLACE
}


/* Frees what virFslMcNodeDeviceStart() made, as far as it came. */
static void
virFslMcNodeDeviceClear(void)
{
    size_t i;

    for (i = 0; i < VIR_FSLMC_NODE_DEVICE_BUSES; i++) {
        g_clear_pointer(&fslmc.monitors[i], virFslMcMonitorFree);
        g_clear_pointer(&fslmc.buses[i], virFslMcBusUnref);
    }
    g_clear_pointer(&fslmc.cache, virFslMcMcCacheFree);
    g_clear_pointer(&fslmc.runDir, g_free);
    fslmc.bus = NULL;
}


gboolean
virFslMcNodeDeviceStart(virFslMcBus *bus,
                        virFslMcBus *platform,
                        const char *runDir,
                        virNodeDeviceDriver *table,
                        virObjectEventState *events,
                        GError **error)
{
    size_t i;

    fslmc.events = events;
    fslmc.table = table;
    fslmc.stock = *table;
    fslmc.bus = bus;
    fslmc.buses[0] = virFslMcBusRef(bus);
    fslmc.buses[1] = virFslMcBusRef(platform);
    fslmc.runDir = g_strdup(runDir);
    fslmc.cache = virFslMcMcCacheNew(bus, virFslMcNodeDeviceMcFailed);

    /* events can come from here on, calls only when the table says so */
    for (i = 0; i < VIR_FSLMC_NODE_DEVICE_BUSES; i++) {
        if (!(fslmc.monitors[i] = virFslMcMonitorNew(fslmc.buses[i],
                                                     virFslMcNodeDeviceChanged,
                                                     NULL, error))) {
            virFslMcNodeDeviceClear();
            return FALSE;
        }
    }

    virFslMcNodeDeviceReplace(table);

    return TRUE;
}


void
virFslMcNodeDeviceStop(void)
{
    if (!fslmc.bus)
        return;

    *fslmc.table = fslmc.stock;
    virFslMcNodeDeviceClear();
}
