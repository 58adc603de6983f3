/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_daemon.c: what the modules of both drivers do in the same way
 */

#include "fslmc_daemon.h"

#include "virerror.h"
#include "virlog.h"
#include "virutil.h"

#include "fslmc_layout.h"
#include "fslmc_plugin.h"

#define VIR_FROM_THIS VIR_FROM_NONE

VIR_LOG_INIT("fslmc.daemon");


char *
virFslMcPluginCheck(void)
{
    return virFslMcLayoutCheck();
}


void
virFslMcDaemonStart(const char *stockPath,
                    virStateDriver *driver)
{
    /* libvirt notes the age of the modules that it loads, to know when what
     * it cached about emulators is out of date. It saw the loader only. */
    virUpdateSelfLastChanged(stockPath);

    if (virRegisterStateDriver(driver) < 0) {
        VIR_ERROR(_("cannot register state driver %1$s: %2$s"),
                  driver->name, virGetLastErrorMessage());
        virResetLastError();
    }
}


bool
virFslMcDaemonOpenBuses(const char *root,
                        virFslMcBus **bus,
                        virFslMcBus **platform)
{
    if (root) {
        VIR_DEBUG("embedded in another program, fsl-mc support stays off");
        return false;
    }

    *bus = virFslMcBusNew("/sys", "/dev");
    *platform = virPlatformBusNew("/sys", "/dev");
    if (virFslMcBusExists(*bus) || virFslMcBusExists(*platform))
        return true;

    VIR_DEBUG("this host has neither an fsl-mc bus nor an IOMMU");
    return false;
}


virConnectPtr
virFslMcDaemonConnect(const char *scheme,
                      bool privileged)
{
    g_autofree char *uri = NULL;
    virConnectPtr conn;

    uri = g_strdup_printf("%s:///%s", scheme, privileged ? "system" : "session");

    if (!(conn = virConnectOpen(uri))) {
        VIR_ERROR(_("cannot reach the daemon's own driver at %1$s: %2$s; "
                    "it runs without fsl-mc support"),
                  uri, virGetLastErrorMessage());
        virResetLastError();
    }

    return conn;
}
