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

#include "fslmc_container_life.h"
#include "fslmc_node_device_compat.h"
#include "fslmc_node_device_conf.h"
#include "fslmc_node_device_list.h"
#include "fslmc_report.h"
#include "fslmc_table.h"

#define VIR_FROM_THIS VIR_FROM_NODEDEV

VIR_LOG_INIT("fslmc.node_device_driver");

typedef struct _virFslMcNodeDeviceDriver virFslMcNodeDeviceDriver;
struct _virFslMcNodeDeviceDriver {
    virFslMcNodeDeviceSource source;
    virObjectEventState *events;
    virNodeDeviceDriver *table;
    virNodeDeviceDriver stock;  /* what was in table before */

    GMutex defineLock;          /* one definition changes at a time */

    GMutex lock;                /* for what follows */
    unsigned int making;        /* calls that are making a container */
    GPtrArray *held;            /* containers to be announced after that */
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


/* What is allowed with a device goes by its own name, not by another one that finds
 * it. */
static virNodeDeviceDef
virFslMcNodeDeviceAccess(const virFslMcNodeDevice *found)
{
    return virFslMcNodeDeviceDef(found ? found->name : NULL);
}


static const char *
virFslMcNodeDeviceCapability(const virFslMcNodeDevice *device)
{
    if (!device->object)
        return VIR_FSLMC_CAPABILITY;

    return virFslMcObjectGetKind(device->object)->capability;
}


/* Our part of a list. @cap is a filter by name of a capability, or NULL. */
static GPtrArray *
virFslMcNodeDeviceListNames(virConnectPtr conn,
                            const char *cap,
                            virFslMcNodeDeviceFilter filter)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GPtrArray) devices = NULL;
    size_t i;

    if (cap && !virFslMcNodeDeviceIsCapability(&fslmc.source, cap))
        return g_steal_pointer(&names);

    devices = virFslMcNodeDeviceList(&fslmc.source);
    for (i = 0; i < devices->len; i++) {
        const virFslMcNodeDevice *device = devices->pdata[i];
        virNodeDeviceDef def = virFslMcNodeDeviceAccess(device);

        if (cap && STRNEQ(cap, virFslMcNodeDeviceCapability(device)))
            continue;

        if (filter(conn, &def))
            g_ptr_array_add(names, g_strdup(device->name));
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

    names = virFslMcNodeDeviceListNames(conn, cap, virNodeNumOfDevicesCheckACL);

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

    ours = virFslMcNodeDeviceListNames(conn, cap, virNodeListDevicesCheckACL);
    for (i = 0; i < ours->len && ret < maxnames; i++)
        names[ret++] = g_strdup(ours->pdata[i]);

    return ret;
}


/* Whether a device in a state is wanted, by two flags for being in it or not */
static bool
virFslMcNodeDeviceMatchFlags(unsigned int flags,
                             unsigned int with,
                             unsigned int without,
                             bool state)
{
    return !(flags & (with | without)) || (flags & (state ? with : without));
}


static bool
virFslMcNodeDeviceMatch(const virFslMcNodeDevice *device,
                        unsigned int flags)
{
    return virFslMcNodeDeviceMatchFlags(flags,
                                        VIR_CONNECT_LIST_NODE_DEVICES_ACTIVE,
                                        VIR_CONNECT_LIST_NODE_DEVICES_INACTIVE,
                                        device->object) &&
           virFslMcNodeDeviceMatchFlags(flags,
                                        VIR_CONNECT_LIST_NODE_DEVICES_PERSISTENT,
                                        VIR_CONNECT_LIST_NODE_DEVICES_TRANSIENT,
                                        device->def);
}


static virNodeDevicePtr
virFslMcNodeDeviceGet(virConnectPtr conn,
                      const virFslMcNodeDevice *found)
{
    virNodeDevicePtr device;

    if ((device = virGetNodeDevice(conn, found->name)))
        device->parentName = g_strdup(found->parent);

    return device;
}


static int
virFslMcConnectListAllNodeDevices(virConnectPtr conn,
                                  virNodeDevicePtr **devices,
                                  unsigned int flags)
{
    g_autoptr(GPtrArray) ours = NULL;
    size_t i;
    int ret;

    /* libvirt's capabilities have a bit each, and ours has none */
    if ((ret = fslmc.stock.connectListAllNodeDevices(conn, devices, flags)) < 0 ||
        (flags & VIR_CONNECT_LIST_NODE_DEVICES_FILTERS_CAP))
        return ret;

    ours = virFslMcNodeDeviceList(&fslmc.source);
    if (devices)
        *devices = g_renew(virNodeDevicePtr, *devices, ret + ours->len + 1);

    for (i = 0; i < ours->len; i++) {
        const virFslMcNodeDevice *device = ours->pdata[i];
        virNodeDeviceDef def = virFslMcNodeDeviceAccess(device);

        if (!virFslMcNodeDeviceMatch(device, flags) ||
            !virConnectListAllNodeDevicesCheckACL(conn, &def))
            continue;

        if (devices) {
            /* fails for a broken connection only, and then for all of them */
            if (!((*devices)[ret] = virFslMcNodeDeviceGet(conn, device))) {
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
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceFind(&fslmc.source, name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);

    if (!found)
        return fslmc.stock.nodeDeviceLookupByName(conn, name);

    if (virNodeDeviceLookupByNameEnsureACL(conn, &def) < 0)
        return NULL;

    return virFslMcNodeDeviceGet(conn, found);
}


/* Adds what is in @object for the MC and on the bus elsewhere. */
static void
virFslMcNodeDeviceAddElsewhere(GPtrArray *objects,
                               const virFslMcObject *object,
                               const virFslMcMcTree *tree)
{
    g_autoptr(GPtrArray) children = NULL;
    guint i;

    children = virFslMcMcTreeChildren(tree, virFslMcObjectGetName(object));
    for (i = 0; i < children->len; i++) {
        const virFslMcMcObject *known = children->pdata[i];
        virFslMcObject *visible = NULL;

        if (!virFslMcListFind(objects, known->name) &&
            (visible = virFslMcMonitorLookup(fslmc.source.monitors[0], known->name)))
            g_ptr_array_add(objects, visible);
    }
}


static char *
virFslMcNodeDeviceFormatActive(const virFslMcNodeDevice *found)
{
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GHashTable) names = NULL;
    g_autoptr(virFslMcMcTree) tree = NULL;

    objects = virFslMcMonitorListRelated(virFslMcNodeDeviceGetMonitor(&fslmc.source,
                                                                      found->object),
                                         found->object);
    if (virFslMcObjectGetKind(found->object)->hasMc) {
        names = virFslMcNodeDeviceGetNames(&fslmc.source);
        tree = virFslMcMcCacheGet(fslmc.source.cache, VIR_FSLMC_NODE_DEVICE_MC_TIMEOUT);
    }
    if (tree)
        virFslMcNodeDeviceAddElsewhere(objects, found->object, tree);

    return virFslMcNodeDeviceFormat(found->object, objects, tree, names);
}


static char *
virFslMcNodeDeviceGetXMLDesc(virNodeDevicePtr device,
                             unsigned int flags)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceRead(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);

    if (!found)
        return fslmc.stock.nodeDeviceGetXMLDesc(device, flags);

    virCheckFlags(VIR_NODE_DEVICE_XML_INACTIVE, NULL);

    if (virNodeDeviceGetXMLDescEnsureACL(device->conn, &def) < 0)
        return NULL;

    if ((flags & VIR_NODE_DEVICE_XML_INACTIVE) && !found->def) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("node device '%1$s' is not persistent"),
                       device->name);
        return NULL;
    }

    if ((flags & VIR_NODE_DEVICE_XML_INACTIVE) || !found->object)
        return virFslMcContainerDefFormat(found->def);

    return virFslMcNodeDeviceFormatActive(found);
}


static char *
virFslMcNodeDeviceGetParent(virNodeDevicePtr device)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceFind(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);

    if (!found)
        return fslmc.stock.nodeDeviceGetParent(device);

    if (virNodeDeviceGetParentEnsureACL(device->conn, &def) < 0)
        return NULL;

    return g_strdup(found->parent);
}


static int
virFslMcNodeDeviceNumOfCaps(virNodeDevicePtr device)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceFind(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);

    if (!found)
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
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceFind(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);

    if (!found)
        return fslmc.stock.nodeDeviceListCaps(device, names, maxnames);

    if (virNodeDeviceListCapsEnsureACL(device->conn, &def) < 0)
        return -1;

    if (maxnames < 1)
        return 0;

    names[0] = g_strdup(virFslMcNodeDeviceCapability(found));

    return 1;
}


static void
virFslMcNodeDeviceAnnounce(const char *name,
                           virNodeDeviceEventLifecycleType type)
{
    virObjectEventStateQueue(fslmc.events,
                             virNodeDeviceEventLifecycleNew(name, type, 0));
}


/* A container that is being made appears before it has what belongs into it, and
 * before it is known which definition it is of: it is announced afterwards. */
static void
virFslMcNodeDeviceHold(void)
{
    g_mutex_lock(&fslmc.lock);
    fslmc.making++;
    g_mutex_unlock(&fslmc.lock);
}


static void
virFslMcNodeDeviceRelease(void)
{
    g_autoptr(GPtrArray) held = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcObjectUnref);
    size_t i;

    virFslMcMonitorSync(fslmc.source.monitors[0]);

    g_mutex_lock(&fslmc.lock);
    if (--fslmc.making == 0) {
        GPtrArray *mine = fslmc.held;

        fslmc.held = g_steal_pointer(&held);
        held = mine;
    }
    g_mutex_unlock(&fslmc.lock);

    for (i = 0; i < held->len; i++) {
        g_autofree char *name = virFslMcNodeDeviceGetEventName(&fslmc.source, held->pdata[i]);

        virFslMcNodeDeviceAnnounce(name, VIR_NODE_DEVICE_EVENT_CREATED);
    }
}


static virFslMcObject *
virFslMcNodeDeviceMake(const virFslMcContainerDef *def)
{
    g_autoptr(GError) error = NULL;
    virFslMcObject *container;

    virFslMcNodeDeviceHold();
    container = virFslMcContainerMake(fslmc.source.store, fslmc.source.buses[0], def, &error);
    virFslMcNodeDeviceRelease();

    if (!container)
        virFslMcReportError(error);

    return container;
}


static virNodeDevicePtr
virFslMcNodeDeviceCreateXML(virConnectPtr conn,
                            const char *xml,
                            unsigned int flags)
{
    g_autoptr(virFslMcContainerDef) def = NULL;
    g_autoptr(virFslMcObject) object = NULL;
    g_autoptr(virFslMcNodeDevice) found = NULL;
    g_autoptr(GError) error = NULL;
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

    /* names are those of definitions */
    g_clear_pointer(&def->name, g_free);
    if (!(object = virFslMcNodeDeviceMake(def)))
        return NULL;

    name = virFslMcNodeDeviceName(virFslMcObjectGetName(object));
    if (!(found = virFslMcNodeDeviceFind(&fslmc.source, name))) {
        virReportError(VIR_ERR_NO_NODE_DEVICE,
                       _("container '%1$s' was made and is not on the fsl-mc bus"),
                       virFslMcObjectGetName(object));
        return NULL;
    }

    return virFslMcNodeDeviceGet(conn, found);
}


static bool
virFslMcNodeDeviceIsContainer(const virFslMcNodeDevice *found)
{
    return virFslMcObjectIsContainer(found->object) &&
           !virFslMcObjectIsRoot(found->object);
}


/* Whether it may be of a definition: what is plugged is of the configuration that the
 * firmware booted with. */
static bool
virFslMcNodeDeviceIsOurs(const virFslMcNodeDevice *found)
{
    return !found->object ||
           (virFslMcNodeDeviceIsContainer(found) &&
            virFslMcObjectGetPlugged(found->object) != VIR_FSLMC_PLUGGED_YES);
}


static int
virFslMcNodeDeviceDestroy(virNodeDevicePtr device)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceRead(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);
    g_autoptr(GError) error = NULL;

    if (!found)
        return fslmc.stock.nodeDeviceDestroy(device);

    if (virNodeDeviceDestroyEnsureACL(device->conn, &def) < 0)
        return -1;

    if (!found->object) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("node device '%1$s' is not active"), device->name);
        return -1;
    }

    if (!virFslMcNodeDeviceIsContainer(found)) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("destroying node device '%1$s' is not supported"),
                       device->name);
        return -1;
    }

    if (!virFslMcContainerUnmake(fslmc.source.store, fslmc.source.buses[0], found->object, &error)) {
        virFslMcReportError(error);
        return -1;
    }

    /* so that who asks next finds it gone, and its event has its name */
    virFslMcMonitorSync(fslmc.source.monitors[0]);
    virFslMcContainerForget(fslmc.source.store, found->name, found->object);

    return 0;
}


/* Gives a definition a name that no other has, after its label. */
static int
virFslMcNodeDeviceNameDefinition(virFslMcContainerDef *def)
{
    unsigned int i;

    for (i = 1; !def->name; i++) {
        g_autofree char *name = virFslMcContainerNameFromLabel(def->plan->label, i);
        g_autoptr(virFslMcNodeDevice) other = NULL;

        if (!name) {
            virReportError(VIR_ERR_XML_ERROR,
                           _("label '%1$s' makes no name: add an element 'name'"),
                           def->plan->label);
            return -1;
        }

        if (!(other = virFslMcNodeDeviceRead(&fslmc.source, name)))
            def->name = g_steal_pointer(&name);
    }

    return 0;
}


/* Writes a definition, in the place of one of its name. */
static int
virFslMcNodeDeviceSave(const virFslMcContainerDef *def)
{
    g_autoptr(virFslMcContainerDef) before = NULL;
    g_autoptr(GError) error = NULL;

    before = virFslMcContainerStoreGetDefinition(fslmc.source.store, def->name);
    if (!virFslMcContainerStoreSaveDefinition(fslmc.source.store, def, &error)) {
        virFslMcReportError(error);
        return -1;
    }

    if (before)
        virObjectEventStateQueue(fslmc.events, virNodeDeviceEventUpdateNew(def->name));
    else
        virFslMcNodeDeviceAnnounce(def->name, VIR_NODE_DEVICE_EVENT_DEFINED);

    return 0;
}


/* The active container whose XML @def is, when that has no definition yet: as with
 * mediated devices, it becomes persistent then, and no second device is defined. Ids are
 * used again, so the label has to be the same.
 *
 * @tree: (nullable): what the MC says */
static virFslMcNodeDevice *
virFslMcNodeDeviceFindActive(const virFslMcContainerDef *def,
                             const virFslMcMcTree *tree)
{
    g_autofree char *name = def->container ? virFslMcNodeDeviceName(def->container) : NULL;
    g_autoptr(virFslMcNodeDevice) named = NULL;
    g_autoptr(virFslMcNodeDevice) found = NULL;
    const virFslMcMcObject *known;

    if (!name || !(found = virFslMcNodeDeviceFind(&fslmc.source, name)) ||
        found->def || STRNEQ(found->name, name) || !virFslMcNodeDeviceIsContainer(found) ||
        STRNEQ(virFslMcObjectGetParent(found->object), def->plan->parent))
        return NULL;

    /* the name is that of another one */
    if (def->name && (named = virFslMcNodeDeviceFind(&fslmc.source, def->name)))
        return NULL;

    known = tree ? virFslMcMcTreeFind(tree, def->container) : NULL;
    if (!known || known->plugged || STRNEQ(known->label, def->plan->label))
        return NULL;

    return g_steal_pointer(&found);
}


/* Defines a container that is active; it goes by the name of its definition from now on. */
static int
virFslMcNodeDeviceDefineActive(const virFslMcNodeDevice *active,
                               const virFslMcContainerDef *def)
{
    const virFslMcContainerRecord record = {
        .name = def->name,
        .container = def->container,
        .label = (char *) def->plan->label,
        .inode = virFslMcObjectGetInode(active->object),
    };
    g_autoptr(GError) error = NULL;

    if (!virFslMcContainerStoreSaveRecord(fslmc.source.store, &record, &error)) {
        virFslMcReportError(error);
        return -1;
    }

    if (virFslMcNodeDeviceSave(def) < 0) {
        virFslMcContainerStoreRemoveRecord(fslmc.source.store, def->name);
        return -1;
    }

    virFslMcNodeDeviceAnnounce(active->name, VIR_NODE_DEVICE_EVENT_DELETED);
    virFslMcNodeDeviceAnnounce(def->name, VIR_NODE_DEVICE_EVENT_CREATED);

    return 0;
}


static virNodeDevicePtr
virFslMcNodeDeviceDefineXML(virConnectPtr conn,
                            const char *xml,
                            unsigned int flags)
{
    g_autoptr(virFslMcContainerDef) def = NULL;
    g_autoptr(virFslMcNodeDevice) active = NULL;
    g_autoptr(virFslMcNodeDevice) found = NULL;
    g_autoptr(virFslMcMcTree) tree = NULL;
    g_autoptr(GMutexLocker) locker = NULL;
    g_autoptr(GError) error = NULL;
    virNodeDeviceDef access = virFslMcNodeDeviceDef("new device");

    if (!virFslMcContainerDefIs(xml))
        return fslmc.stock.nodeDeviceDefineXML(conn, xml, flags);

    virCheckFlags(VIR_NODE_DEVICE_DEFINE_XML_VALIDATE, NULL);

    if (!(def = virFslMcContainerDefParse(xml, &error))) {
        virFslMcReportError(error);
        return NULL;
    }

    if (def->name)
        access = virFslMcNodeDeviceDef(def->name);
    if (virNodeDeviceDefineXMLEnsureACL(conn, &access) < 0)
        return NULL;

    /* which may take its time, and nobody else who defines one waits for it */
    if (def->container)
        tree = virFslMcMcCacheGet(fslmc.source.cache, VIR_FSLMC_NODE_DEVICE_MC_TIMEOUT);

    locker = g_mutex_locker_new(&fslmc.defineLock);
    active = virFslMcNodeDeviceFindActive(def, tree);
    if (virFslMcNodeDeviceNameDefinition(def) < 0 ||
        (active ? virFslMcNodeDeviceDefineActive(active, def) :
                  virFslMcNodeDeviceSave(def)) < 0)
        return NULL;

    if (!(found = virFslMcNodeDeviceFind(&fslmc.source, def->name))) {
        virReportError(VIR_ERR_NO_NODE_DEVICE,
                       _("node device '%1$s' was defined and is not there any more"),
                       def->name);
        return NULL;
    }

    return virFslMcNodeDeviceGet(conn, found);
}


/* Whether the definition is there, which somebody may have removed since it was found. */
static int
virFslMcNodeDeviceCheckDefined(const virFslMcNodeDevice *found)
{
    g_autoptr(virFslMcContainerDef) def = NULL;

    if (found->def)
        def = virFslMcContainerStoreGetDefinition(fslmc.source.store, found->name);
    if (def)
        return 0;

    virReportError(VIR_ERR_OPERATION_INVALID,
                   _("node device '%1$s' is not defined"), found->name);
    return -1;
}


static int
virFslMcNodeDeviceUndefine(virNodeDevicePtr device,
                           unsigned int flags)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceFind(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);
    g_autoptr(GMutexLocker) locker = NULL;
    g_autoptr(GError) error = NULL;

    if (!found)
        return fslmc.stock.nodeDeviceUndefine(device, flags);

    virCheckFlags(0, -1);

    if (virNodeDeviceUndefineEnsureACL(device->conn, &def) < 0)
        return -1;

    locker = g_mutex_locker_new(&fslmc.defineLock);
    if (virFslMcNodeDeviceCheckDefined(found) < 0)
        return -1;

    if (!virFslMcContainerStoreRemoveDefinition(fslmc.source.store, found->name, &error)) {
        virFslMcReportError(error);
        return -1;
    }
    virFslMcNodeDeviceAnnounce(found->name, VIR_NODE_DEVICE_EVENT_UNDEFINED);

    return 0;
}


static int
virFslMcNodeDeviceCreate(virNodeDevicePtr device,
                         unsigned int flags)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceFind(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);
    g_autoptr(virFslMcObject) object = NULL;

    if (!found)
        return fslmc.stock.nodeDeviceCreate(device, flags);

    virCheckFlags(0, -1);

    if (virNodeDeviceCreateEnsureACL(device->conn, &def) < 0)
        return -1;

    if (found->object) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("node device '%1$s' is already active"),
                       device->name);
        return -1;
    }

    if (!(object = virFslMcNodeDeviceMake(found->def)))
        return -1;

    return 0;
}


/* What an update is about, as libvirt decides it for other devices. */
static int
virFslMcNodeDeviceUpdateImpact(const virFslMcNodeDevice *found,
                               unsigned int *flags)
{
    unsigned int live = VIR_NODE_DEVICE_UPDATE_AFFECT_LIVE;
    unsigned int config = VIR_NODE_DEVICE_UPDATE_AFFECT_CONFIG;

    if (!(*flags & (live | config)))
        *flags |= found->object ? live : config;

    if ((*flags & live) && !found->object) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("node device '%1$s' is not active"), found->name);
        return -1;
    }

    if ((*flags & config) && !found->def) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("transient node device '%1$s' does not have any persistent config"),
                       found->name);
        return -1;
    }

    /* it is locked, so that a guest that has it finds what it had */
    if (*flags & live) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("updating node device '%1$s' while it is active is not supported: "
                         "update its persistent config"), found->name);
        return -1;
    }

    return 0;
}


static int
virFslMcNodeDeviceUpdate(virNodeDevicePtr device,
                         const char *xml,
                         unsigned int flags)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceRead(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);
    g_autoptr(virFslMcContainerDef) next = NULL;
    g_autoptr(GMutexLocker) locker = NULL;
    g_autoptr(GError) error = NULL;

    if (!found)
        return VIR_FSLMC_STOCK_UPDATE(fslmc.stock, device, xml, flags);

    virCheckFlags(VIR_NODE_DEVICE_UPDATE_AFFECT_LIVE |
                  VIR_NODE_DEVICE_UPDATE_AFFECT_CONFIG, -1);

    if (virNodeDeviceUpdateEnsureACL(device->conn, &def, flags) < 0)
        return -1;

    if (!virFslMcNodeDeviceIsOurs(found)) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("updating node device '%1$s' is not supported"),
                       device->name);
        return -1;
    }

    if (virFslMcNodeDeviceUpdateImpact(found, &flags) < 0)
        return -1;

    if (!(next = virFslMcContainerDefParse(xml, &error))) {
        virFslMcReportError(error);
        return -1;
    }

    if ((next->name && STRNEQ(next->name, found->name)) ||
        STRNEQ(next->plan->parent, found->def->plan->parent)) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("cannot update node device '%1$s': the name or the parent in the XML "
                         "is another one"), found->name);
        return -1;
    }

    if (!next->name)
        next->name = g_strdup(found->name);

    locker = g_mutex_locker_new(&fslmc.defineLock);
    if (virFslMcNodeDeviceCheckDefined(found) < 0)
        return -1;

    return virFslMcNodeDeviceSave(next);
}


static int
virFslMcNodeDeviceSetAutostart(virNodeDevicePtr device,
                               int autostart)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceRead(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);
    g_autoptr(GMutexLocker) locker = NULL;
    g_autoptr(GError) error = NULL;

    if (!found)
        return fslmc.stock.nodeDeviceSetAutostart(device, autostart);

    if (virNodeDeviceSetAutostartEnsureACL(device->conn, &def) < 0)
        return -1;

    if (!virFslMcNodeDeviceIsOurs(found)) {
        virReportError(VIR_ERR_OPERATION_UNSUPPORTED,
                       _("autostart of node device '%1$s' is not supported"),
                       device->name);
        return -1;
    }

    if (!found->def) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("cannot set autostart for transient node device '%1$s'"),
                       device->name);
        return -1;
    }

    locker = g_mutex_locker_new(&fslmc.defineLock);
    if (virFslMcNodeDeviceCheckDefined(found) < 0)
        return -1;

    if (!virFslMcContainerStoreSetAutostart(fslmc.source.store, found->name, autostart,
                                            &error)) {
        virFslMcReportError(error);
        return -1;
    }

    return 0;
}


static int
virFslMcNodeDeviceGetAutostart(virNodeDevicePtr device,
                               int *autostart)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceFind(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);

    if (!found)
        return fslmc.stock.nodeDeviceGetAutostart(device, autostart);

    if (virNodeDeviceGetAutostartEnsureACL(device->conn, &def) < 0)
        return -1;

    *autostart = found->def && virFslMcContainerStoreGetAutostart(fslmc.source.store,
                                                                  found->name);

    return 0;
}


static int
virFslMcNodeDeviceIsPersistent(virNodeDevicePtr device)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceFind(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);

    if (!found)
        return fslmc.stock.nodeDeviceIsPersistent(device);

    if (virNodeDeviceIsPersistentEnsureACL(device->conn, &def) < 0)
        return -1;

    return found->def != NULL;
}


static int
virFslMcNodeDeviceIsActive(virNodeDevicePtr device)
{
    g_autoptr(virFslMcNodeDevice) found = virFslMcNodeDeviceFind(&fslmc.source, device->name);
    virNodeDeviceDef def = virFslMcNodeDeviceAccess(found);

    if (!found)
        return fslmc.stock.nodeDeviceIsActive(device);

    if (virNodeDeviceIsActiveEnsureACL(device->conn, &def) < 0)
        return -1;

    return found->object != NULL;
}


static bool
virFslMcNodeDeviceIsHeld(const virFslMcObject *object,
                         unsigned int *index)
{
    unsigned int i;

    for (i = 0; i < fslmc.held->len; i++) {
        if (STREQ(virFslMcObjectGetName(fslmc.held->pdata[i]), virFslMcObjectGetName(object))) {
            *index = i;
            return true;
        }
    }

    return false;
}


/* Returns: whether nothing is to be said of the change now */
static bool
virFslMcNodeDeviceHoldBack(virFslMcMonitorEvent change,
                           virFslMcObject *object)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&fslmc.lock);
    unsigned int i;

    if (virFslMcNodeDeviceIsHeld(object, &i)) {
        if (change == VIR_FSLMC_MONITOR_REMOVED)
            g_ptr_array_remove_index(fslmc.held, i);
        return true;
    }

    if (change != VIR_FSLMC_MONITOR_ADDED || fslmc.making == 0 ||
        !virFslMcObjectIsContainer(object) || virFslMcObjectIsRoot(object))
        return false;

    g_ptr_array_add(fslmc.held, virFslMcObjectRef(object));
    return true;
}


static void
virFslMcNodeDeviceChanged(virFslMcMonitor *monitor G_GNUC_UNUSED,
                          virFslMcMonitorEvent change,
                          virFslMcObject *object,
                          void *opaque G_GNUC_UNUSED)
{
    g_autofree char *name = NULL;

    if (change != VIR_FSLMC_MONITOR_CHANGED &&
        virFslMcObjectGetKind(object)->hasMc)
        virFslMcMcCacheInvalidate(fslmc.source.cache);

    if (virFslMcNodeDeviceHoldBack(change, object))
        return;

    name = virFslMcNodeDeviceGetEventName(&fslmc.source, object);
    switch (change) {
    case VIR_FSLMC_MONITOR_ADDED:
        virFslMcNodeDeviceAnnounce(name, VIR_NODE_DEVICE_EVENT_CREATED);
        break;
    case VIR_FSLMC_MONITOR_REMOVED:
        virFslMcNodeDeviceAnnounce(name, VIR_NODE_DEVICE_EVENT_DELETED);
        break;
    case VIR_FSLMC_MONITOR_CHANGED:
        virObjectEventStateQueue(fslmc.events, virNodeDeviceEventUpdateNew(name));
        break;
    }
}


static void
virFslMcNodeDeviceDamaged(const GError *error)
{
    VIR_ERROR("%s", error->message);
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
    REPLACE(nodeDeviceDefineXML, virFslMcNodeDeviceDefineXML);
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
        g_clear_pointer(&fslmc.source.monitors[i], virFslMcMonitorFree);
        g_clear_pointer(&fslmc.source.buses[i], virFslMcBusUnref);
    }
    g_clear_pointer(&fslmc.source.cache, virFslMcMcCacheFree);
    g_clear_pointer(&fslmc.source.store, virFslMcContainerStoreFree);
    g_clear_pointer(&fslmc.held, g_ptr_array_unref);
}


gboolean
virFslMcNodeDeviceStart(virFslMcBus *bus,
                        virFslMcBus *platform,
                        const char *definitionDir,
                        const char *runDir,
                        virNodeDeviceDriver *table,
                        virObjectEventState *events,
                        GError **error)
{
    size_t i;

    fslmc.events = events;
    fslmc.table = table;
    fslmc.stock = *table;
    fslmc.held = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcObjectUnref);
    fslmc.source.buses[0] = virFslMcBusRef(bus);
    fslmc.source.buses[1] = virFslMcBusRef(platform);
    fslmc.source.cache = virFslMcMcCacheNew(bus, virFslMcNodeDeviceMcFailed);
    fslmc.source.store = virFslMcContainerStoreNew(definitionDir, runDir,
                                                   virFslMcNodeDeviceDamaged);
    virFslMcContainerStoreTidy(fslmc.source.store);

    /* events can come from here on, calls only when the table says so */
    for (i = 0; i < VIR_FSLMC_NODE_DEVICE_BUSES; i++) {
        if (!(fslmc.source.monitors[i] = virFslMcMonitorNew(fslmc.source.buses[i],
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
    if (!fslmc.source.buses[0])
        return;

    *fslmc.table = fslmc.stock;
    virFslMcNodeDeviceClear();
}
