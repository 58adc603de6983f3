/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_plugin_nodedev.c: our part of a daemon's node-device driver
 */

#include "fslmc_daemon.h"

#include <dlfcn.h>

#include "configmake.h"
#include "virlog.h"
#include "virnodedeviceobj.h"

#include "fslmc_container_store.h"
#include "fslmc_layout.h"
#include "fslmc_plugin.h"
#include "fslmc_node_device_driver.h"

VIR_LOG_INIT("fslmc.plugin_nodedev");

/* the stock module's own variable */
static virNodeDeviceDriverState **stockState;


/* Whatever goes wrong here: the stock driver is initialized and serves. An
 * answer other than "complete" would end the daemon. */
static virDrvStateInitResult
virFslMcNodedevStateInitialize(bool privileged,
                               const char *root,
                               bool monolithic G_GNUC_UNUSED,
                               virStateInhibitCallback callback G_GNUC_UNUSED,
                               void *opaque G_GNUC_UNUSED)
{
    g_autoptr(virFslMcBus) bus = NULL;
    g_autoptr(virFslMcBus) platform = NULL;
    g_autoptr(virConnect) conn = NULL;
    g_autoptr(GError) error = NULL;

    if (!virFslMcDaemonOpenBuses(root, &bus, &platform) ||
        !(conn = virFslMcDaemonConnect("nodedev", privileged)))
        return VIR_DRV_STATE_INIT_COMPLETE;

    if (!virFslMcLayoutCheckBlock(*stockState, sizeof(**stockState))) {
        VIR_ERROR(_("libvirt's node-device driver is not the one that this "
                    "module was built for: its '%1$s' has another size"),
                  "virNodeDeviceDriverState");
        return VIR_DRV_STATE_INIT_COMPLETE;
    }

    if (!virFslMcNodeDeviceStart(bus, platform, VIR_FSLMC_DEFINITION_DIR, VIR_FSLMC_RUN_DIR,
                                 conn->nodeDeviceDriver,
                                 (*stockState)->nodeDeviceEventState, &error)) {
        VIR_ERROR(_("cannot watch the kernel's buses: %1$s; fsl-mc objects, platform "
                    "and AMBA devices are not among the node devices"),
                  error->message);
    }

    return VIR_DRV_STATE_INIT_COMPLETE;
}


static int
virFslMcNodedevStateCleanup(void)
{
    virFslMcNodeDeviceStop();

    return 0;
}


static virStateDriver virFslMcNodedevStateDriver = {
    .name = "fslmc-nodedev",
    .stateInitialize = virFslMcNodedevStateInitialize,
    .stateCleanup = virFslMcNodedevStateCleanup,
};


void
virFslMcPluginStart(void *stock,
                    const char *stockPath)
{
    if (!(stockState = dlsym(stock, "driver"))) {
        VIR_ERROR(_("libvirt's node-device driver is not the one that this "
                    "module was built for: %1$s"), dlerror());
        return;
    }

    virFslMcDaemonStart(stockPath, &virFslMcNodedevStateDriver);
}
