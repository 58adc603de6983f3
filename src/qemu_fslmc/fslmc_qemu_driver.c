/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_qemu_driver.c: calls of the QEMU driver that are about node devices of ours
 *
 * Those about domains are in fslmc_domain_driver.c and the files that go with it.
 *
 * Detach, reattach and reset of node devices are calls of the hypervisor
 * driver, because it is the one that knows what its guests use. Where libvirt
 * is split into daemons it has no list of node devices, and the bus is asked.
 */

#include "fslmc_qemu_driver.h"

#include "configmake.h"
#include "node_device_conf.h"
#include "viraccessapicheck.h"
#include "virerror.h"

#include "fslmc_container_store.h"
#include "fslmc_domain_driver.h"
#include "fslmc_node_device_conf.h"
#include "fslmc_table.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

typedef struct _virFslMcQemuDriver virFslMcQemuDriver;
struct _virFslMcQemuDriver {
    const virFslMcQemuBus *buses;
    virFslMcContainerStore *store;
    virHypervisorDriver *table;
    virHypervisorDriver stock;  /* what was in table before */
};

static virFslMcQemuDriver fslmc;


static GPtrArray *
virFslMcQemuListBus(void *opaque)
{
    return virFslMcBusList(opaque, NULL);
}


/* The object that a node device stands for, and who knows the guests that use what
 * is on its bus; NULL, without an error, when it is not one of ours. @own is the
 * device's own name, by which access to it is allowed. */
static virFslMcObject *
virFslMcQemuNodeDeviceFind(virNodeDevicePtr device,
                           virFslMcHostdevManager **hostdevs,
                           char **own)
{
    const virFslMcQemuBus *on = fslmc.buses;
    virFslMcObject *object;

    *hostdevs = on->hostdevs;
    if ((object = virFslMcContainerStoreFindObject(fslmc.store, on->bus, device->name, own)))
        return object;

    for (on++; on->bus; on++) {
        g_autofree char *name = NULL;

        name = virFslMcNodeDeviceFindKernelName(device->name, virFslMcBusGetKinds(on->bus),
                                                virFslMcQemuListBus, on->bus);
        *hostdevs = on->hostdevs;
        if (name) {
            *own = g_strdup(device->name);
            return virFslMcBusLookup(on->bus, name, NULL);
        }
    }

    return NULL;
}


static int
virFslMcQemuNodeDeviceDetachFlags(virNodeDevicePtr device,
                                  const char *driverName,
                                  unsigned int flags)
{
    virFslMcHostdevManager *hostdevs;
    g_autofree char *own = NULL;
    g_autoptr(virFslMcObject) object = virFslMcQemuNodeDeviceFind(device, &hostdevs, &own);
    virNodeDeviceDef def = { .name = own };
    const char *name;

    if (!object)
        return fslmc.stock.nodeDeviceDetachFlags(device, driverName, flags);

    virCheckFlags(0, -1);

    /* "vfio" is libvirt's word for whichever VFIO driver a bus has */
    name = virFslMcObjectGetName(object);
    if (driverName &&
        STRNEQ(driverName, "vfio") &&
        STRNEQ(driverName, virFslMcObjectGetKind(object)->vfioDriver)) {
        virReportError(VIR_ERR_INVALID_ARG,
                       _("driver '%1$s' is not supported for device %2$s, only 'vfio' is"),
                       driverName, name);
        return -1;
    }

    if (virNodeDeviceDetachFlagsEnsureACL(device->conn, &def) < 0)
        return -1;

    return virFslMcHostdevNodeDeviceDetach(hostdevs, name);
}


static int
virFslMcQemuNodeDeviceDettach(virNodeDevicePtr device)
{
    virFslMcHostdevManager *hostdevs;
    g_autofree char *own = NULL;
    g_autoptr(virFslMcObject) object = virFslMcQemuNodeDeviceFind(device, &hostdevs, &own);

    if (!object)
        return fslmc.stock.nodeDeviceDettach(device);

    return virFslMcQemuNodeDeviceDetachFlags(device, NULL, 0);
}


static int
virFslMcQemuNodeDeviceReAttach(virNodeDevicePtr device)
{
    virFslMcHostdevManager *hostdevs;
    g_autofree char *own = NULL;
    g_autoptr(virFslMcObject) object = virFslMcQemuNodeDeviceFind(device, &hostdevs, &own);
    virNodeDeviceDef def = { .name = own };
    const char *name;

    if (!object)
        return fslmc.stock.nodeDeviceReAttach(device);

    name = virFslMcObjectGetName(object);
    if (virNodeDeviceReAttachEnsureACL(device->conn, &def) < 0)
        return -1;

    return virFslMcHostdevNodeDeviceReAttach(hostdevs, name);
}


static int
virFslMcQemuNodeDeviceReset(virNodeDevicePtr device)
{
    virFslMcHostdevManager *hostdevs;
    g_autofree char *own = NULL;
    g_autoptr(virFslMcObject) object = virFslMcQemuNodeDeviceFind(device, &hostdevs, &own);
    virNodeDeviceDef def = { .name = own };
    const char *name;

    if (!object)
        return fslmc.stock.nodeDeviceReset(device);

    name = virFslMcObjectGetName(object);
    if (virNodeDeviceResetEnsureACL(device->conn, &def) < 0)
        return -1;

    return virFslMcHostdevNodeDeviceReset(hostdevs, name);
}


void
virFslMcQemuStart(const virFslMcQemuBus *buses,
                  virConnectPtr conn)
{
    virHypervisorDriver *table = conn->driver;

    fslmc.buses = buses;
    fslmc.store = virFslMcContainerStoreNew(VIR_FSLMC_DEFINITION_DIR, VIR_FSLMC_RUN_DIR, NULL);
    fslmc.table = table;
    fslmc.stock = *table;

#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(nodeDeviceDettach, virFslMcQemuNodeDeviceDettach);
    REPLACE(nodeDeviceDetachFlags, virFslMcQemuNodeDeviceDetachFlags);
    REPLACE(nodeDeviceReAttach, virFslMcQemuNodeDeviceReAttach);
    REPLACE(nodeDeviceReset, virFslMcQemuNodeDeviceReset);
#undef REPLACE

    virFslMcQemuDomainStart(table, conn->privateData);
}


void
virFslMcQemuStop(void)
{
    if (!fslmc.table)
        return;

    virFslMcQemuDomainStop();
    *fslmc.table = fslmc.stock;
    fslmc.table = NULL;
    g_clear_pointer(&fslmc.store, virFslMcContainerStoreFree);
}
