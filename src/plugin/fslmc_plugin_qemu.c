/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_plugin_qemu.c: our part of a daemon's QEMU driver
 */

#include "fslmc_daemon.h"

#include <glib-object.h>

#include "configmake.h"
#include "virerror.h"
#include "virlog.h"
#include "virthread.h"

#include "qemu/qemu_conf.h"
#include "qemu/qemu_domain.h"

#include "fslmc_autostart.h"
#include "fslmc_container_store.h"
#include "fslmc_layout.h"
#include "fslmc_plugin.h"
#include "fslmc_qemu_driver.h"
#include "fslmc_seam_check.h"
#include "fslmc_seams.h"
#include "fslmc_stock.h"
#include "platform_bus.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

VIR_LOG_INIT("fslmc.plugin_qemu");

/* How long the daemon's end waits for the moves that are under way. libvirt ends it
 * by force after 30 s. */
#define VIR_FSLMC_DRAIN_TIME (10 * G_TIME_SPAN_SECOND)

/* Guests come and go before our state driver is initialized and after it is
 * cleaned up, so these are there as long as the process. */
static virFslMcQemuBus buses[] = {
    { &virFslMcGuestKindFslMc, NULL, NULL },
    { &virFslMcGuestKindPlatform, NULL, NULL },
    { NULL, NULL, NULL },
};

static virThread recover;
static bool recovering;

/* Whether structures of the stock driver are those that we were compiled with. */
static bool driverFits;


/* libvirt locks each guest that it finds running, and lets a thread see to it;
 * what the guest uses is noted before that first lets go. */
static void
virFslMcQemuAwaitReconnect(virQEMUDriver *driver)
{
    virDomainObj **vms = NULL;
    size_t nvms = 0;
    size_t i;

    virDomainObjListCollectAll(driver->domains, &vms, &nvms);
    for (i = 0; i < nvms; i++) {
        virObjectLock(vms[i]);
        virObjectUnlock(vms[i]);
    }
    virObjectListFreeCount(vms, nvms);
}


static void
virFslMcQemuRecover(void *opaque)
{
    const virFslMcQemuBus *on;

    virFslMcQemuAwaitReconnect(opaque);
    for (on = buses; on->bus; on++)
        virFslMcHostdevRecover(on->hostdevs);
}


/* What the stock driver keeps of each guest, as it makes it for a new one. Sizes
 * are known to within what an allocator rounds up; a field at the beginning that
 * is new does not even get this far. */
static bool
virFslMcQemuFitsDomains(virQEMUDriver *driver)
{
    const virDomainXMLOption *xmlopt = driver->xmlopt;
    qemuDomainObjPrivate *priv = xmlopt->privateData.alloc(driver);
    bool fits = priv && virFslMcLayoutCheckBlock(priv, sizeof(*priv)) &&
        priv->driver == driver;

    if (priv)
        xmlopt->privateData.free(priv);

    return fits;
}


/* Returns: the name of the first structure that has another size, or NULL */
static const char *
virFslMcQemuFindMisfit(virQEMUDriver *driver)
{
    GTypeQuery query = { 0 };

    g_type_query(g_type_from_name("virQEMUDriverConfig"), &query);
    if (query.instance_size != sizeof(virQEMUDriverConfig))
        return "virQEMUDriverConfig";

    if (!virFslMcLayoutCheckBlock(driver, sizeof(*driver)))
        return "virQEMUDriver";

    return virFslMcQemuFitsDomains(driver) ? NULL : "qemuDomainObjPrivate";
}


/* What the stock driver keeps for itself is there only when it is initialized; the
 * layout of that comes first, because the rest is read from it. */
static char *
virFslMcQemuCheckDriver(virQEMUDriver *driver)
{
    const char *name = virFslMcQemuFindMisfit(driver);
    g_autofree char *reason = NULL;

    if (name) {
        reason = g_strdup_printf(_("libvirt's QEMU driver is not the one that this module was built for: its '%1$s' has another size"),
                                 name);
        VIR_ERROR(_("%1$s; guests with fsl_mc or platform hostdevs are refused"), reason);
        return g_steal_pointer(&reason);
    }
    driverFits = true;

    /* its guests are that program's, and no daemon knows what they use */
    if (driver->embeddedRoot)
        return g_strdup(_("a driver that is embedded in another program "
                          "has no access to the bus"));

    if (!driver->privileged)
        return g_strdup(_("qemu:///session has no access to the host's devices"));

    return NULL;
}


/* When the driver is another one, its table stays as it is; where a function of it is
 * missing that the configuration is read with, too, which was said when it was looked
 * for. */
static bool
virFslMcQemuFits(virQEMUDriver *driver)
{
    virFslMcSeamsCheckDriver(driver);

    return driverFits && qemuStock.virQEMUDriverGetConfig;
}


/* Whether the host has any of the buses. */
static bool
virFslMcQemuHasBus(void)
{
    const virFslMcQemuBus *on;

    for (on = buses; on->bus; on++) {
        if (virFslMcBusExists(on->bus))
            return true;
    }

    return false;
}


/* As in fslmc_plugin_nodedev.c: the stock driver serves in any case. */
static virDrvStateInitResult
virFslMcQemuStateInitialize(bool privileged,
                            const char *root,
                            bool monolithic G_GNUC_UNUSED,
                            virStateInhibitCallback callback G_GNUC_UNUSED,
                            void *opaque G_GNUC_UNUSED)
{
    g_autoptr(virConnect) conn = NULL;

    /* embedded in another program */
    if (root)
        return VIR_DRV_STATE_INIT_COMPLETE;

    if (!(conn = virFslMcDaemonConnect("qemu", privileged)) ||
        !virFslMcQemuFits(conn->privateData)) {
        virFslMcAutostartRun(NULL);
        return VIR_DRV_STATE_INIT_COMPLETE;
    }

    virFslMcQemuStart(buses, conn);

    /* In a thread, because a guest may be locked for a while. What guests use is not
     * known where they are refused. */
    if (virFslMcSeamsHold() && virFslMcQemuHasBus()) {
        recovering = virThreadCreateFull(&recover, true, virFslMcQemuRecover,
                                         "fslmc-recover", false,
                                         conn->privateData) == 0;
        if (!recovering)
            VIR_WARN("what was taken for guests stays detached");
    }

    virFslMcAutostartRun(conn);

    return VIR_DRV_STATE_INIT_COMPLETE;
}


/* Lets everybody go who waits for a container. */
static int
virFslMcQemuStateShutdownPrepare(void)
{
    const virFslMcQemuBus *on;

    for (on = buses; on->bus; on++)
        virFslMcHostdevManagerStop(on->hostdevs);

    return 0;
}


/* Afterwards no thread of ours reads what the stock driver frees: those that move
 * containers never do. */
static int
virFslMcQemuStateShutdownWait(void)
{
    const virFslMcQemuBus *on;

    if (recovering)
        virThreadJoin(&recover);
    recovering = false;

    virFslMcAutostartWait();

    for (on = buses; on->bus; on++) {
        if (!virFslMcHostdevManagerDrain(on->hostdevs, VIR_FSLMC_DRAIN_TIME))
            VIR_WARN("a %s is being moved as the daemon ends; the next daemon sees to it",
                     virFslMcBusGetNoun(on->bus));
    }

    return 0;
}


static int
virFslMcQemuStateCleanup(void)
{
    virFslMcQemuStop();

    return 0;
}


static virStateDriver virFslMcQemuStateDriver = {
    .name = "fslmc-qemu",
    .stateInitialize = virFslMcQemuStateInitialize,
    .stateCleanup = virFslMcQemuStateCleanup,
    .stateShutdownPrepare = virFslMcQemuStateShutdownPrepare,
    .stateShutdownWait = virFslMcQemuStateShutdownWait,
};


static void
virFslMcQemuCheckSeams(void *stock)
{
    const char *missing = virFslMcSeamsStart(stock, buses, virFslMcQemuCheckDriver);
    g_autofree char *reason = NULL;

    if (missing)
        reason = g_strdup_printf(_("libvirt's QEMU driver has no %1$s()"), missing);
    else
        reason = virFslMcSeamCheck(stock, virFslMcSeams);

    if (reason) {
        VIR_ERROR(_("%1$s; guests with fsl_mc or platform hostdevs are refused"), reason);
        virFslMcSeamsRefuse(reason);
    }
}


void
virFslMcPluginStart(void *stock,
                    const char *stockPath)
{
    buses[0].bus = virFslMcBusNew("/sys", "/dev");
    buses[0].hostdevs = virFslMcHostdevManagerNew(buses[0].bus, VIR_FSLMC_RUN_DIR, NULL);
    buses[1].bus = virPlatformBusNew("/sys", "/dev");
    buses[1].hostdevs = virFslMcHostdevManagerNew(buses[1].bus,
                                                  VIR_FSLMC_RUN_DIR "/platform", NULL);
    virFslMcQemuCheckSeams(stock);

    virFslMcDaemonStart(stockPath, &virFslMcQemuStateDriver);
}
