/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_qemu_driver.c: calls of the QEMU driver that are about the fsl-mc bus
 *
 * Those about domains are in fslmc_domain_driver.c and the files that go with it.
 *
 * Detach, reattach and reset of node devices are calls of the hypervisor
 * driver, because it is the one that knows what its guests use. Where libvirt
 * is split into daemons it has no list of node devices, and the bus is asked.
 */

#include "fslmc_qemu_driver.h"

#include "node_device_conf.h"
#include "viraccessapicheck.h"
#include "virerror.h"

#include "fslmc_domain_driver.h"
#include "fslmc_names.h"
#include "fslmc_node_device_conf.h"
#include "fslmc_table.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

typedef struct _virFslMcQemuDriver virFslMcQemuDriver;
struct _virFslMcQemuDriver {
    virFslMcBus *bus;
    virFslMcHostdevManager *hostdevs;
    virHypervisorDriver *table;
    virHypervisorDriver stock;  /* what was in table before */
};

static virFslMcQemuDriver fslmc;


/* Kernel name of the object on the bus that a node device stands for; NULL,
 * without an error, when it is not one of ours. */
static char *
virFslMcQemuNodeDeviceName(virNodeDevicePtr device)
{
    g_autofree char *name = virFslMcNodeDeviceKernelName(device->name);
    g_autoptr(virFslMcObject) object = NULL;

    if (!name || !(object = virFslMcBusLookup(fslmc.bus, name, NULL)))
        return NULL;

    return g_steal_pointer(&name);
}


static int
virFslMcQemuNodeDeviceDetachFlags(virNodeDevicePtr device,
                                  const char *driverName,
                                  unsigned int flags)
{
    g_autofree char *name = virFslMcQemuNodeDeviceName(device);
    virNodeDeviceDef def = { .name = device->name };

    if (!name)
        return fslmc.stock.nodeDeviceDetachFlags(device, driverName, flags);

    virCheckFlags(0, -1);

    /* "vfio" is libvirt's word for whichever VFIO driver a bus has */
    if (driverName &&
        STRNEQ(driverName, "vfio") &&
        STRNEQ(driverName, VIR_FSLMC_DRIVER_VFIO)) {
        virReportError(VIR_ERR_INVALID_ARG,
                       _("driver '%1$s' is not supported for device %2$s, only 'vfio' is"),
                       driverName, name);
        return -1;
    }

    if (virNodeDeviceDetachFlagsEnsureACL(device->conn, &def) < 0)
        return -1;

    return virFslMcHostdevNodeDeviceDetach(fslmc.hostdevs, name);
}


static int
virFslMcQemuNodeDeviceDettach(virNodeDevicePtr device)
{
    g_autofree char *name = virFslMcQemuNodeDeviceName(device);

    if (!name)
        return fslmc.stock.nodeDeviceDettach(device);

    return virFslMcQemuNodeDeviceDetachFlags(device, NULL, 0);
}


static int
virFslMcQemuNodeDeviceReAttach(virNodeDevicePtr device)
{
    g_autofree char *name = virFslMcQemuNodeDeviceName(device);
    virNodeDeviceDef def = { .name = device->name };

    if (!name)
        return fslmc.stock.nodeDeviceReAttach(device);

    if (virNodeDeviceReAttachEnsureACL(device->conn, &def) < 0)
        return -1;

    return virFslMcHostdevNodeDeviceReAttach(fslmc.hostdevs, name);
}


static int
virFslMcQemuNodeDeviceReset(virNodeDevicePtr device)
{
    g_autofree char *name = virFslMcQemuNodeDeviceName(device);
    virNodeDeviceDef def = { .name = device->name };

    if (!name)
        return fslmc.stock.nodeDeviceReset(device);

    if (virNodeDeviceResetEnsureACL(device->conn, &def) < 0)
        return -1;

    return virFslMcHostdevNodeDeviceReset(fslmc.hostdevs, name);
}


void
virFslMcQemuStart(virFslMcBus *bus,
                  virFslMcHostdevManager *hostdevs,
                  virConnectPtr conn)
{
    virHypervisorDriver *table = conn->driver;

    fslmc.bus = bus;
    fslmc.hostdevs = hostdevs;
    fslmc.table = table;
    fslmc.stock = *table;

#define REPLACE(entry, func) VIR_FSLMC_TABLE_REPLACE(table, entry, func)
    REPLACE(nodeDeviceDettach, virFslMcQemuNodeDeviceDettach);
    REPLACE(nodeDeviceDetachFlags, virFslMcQemuNodeDeviceDetachFlags);
    REPLACE(nodeDeviceReAttach, virFslMcQemuNodeDeviceReAttach);
    REPLACE(nodeDeviceReset, virFslMcQemuNodeDeviceReset);
#undef REPLACE

    virFslMcQemuDomainStart(bus, table, conn->privateData);
}


void
virFslMcQemuStop(void)
{
    if (!fslmc.table)
        return;

    virFslMcQemuDomainStop();
    *fslmc.table = fslmc.stock;
    fslmc.table = NULL;
}
