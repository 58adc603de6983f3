/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_autostart.c: guests with fsl_mc hostdevs that start with the daemon
 */

#include "fslmc_autostart.h"

#include "virerror.h"
#include "virfile.h"
#include "viridentity.h"
#include "virlog.h"
#include "virthread.h"

#include "fslmc_autostart_compat.h"
#include "fslmc_domain_validate.h"
#include "fslmc_stock.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

VIR_LOG_INIT("fslmc.autostart");

/* A guest that was kept from libvirt. */
typedef struct _virFslMcAutostart virFslMcAutostart;
struct _virFslMcAutostart {
    virDomainObj *vm;
    bool always;            /* what libvirt's flag was */
    virConnectPtr conn;
    virIdentity *identity;  /* of the daemon */
    unsigned int flags;
    gint64 delay;           /* before it is started, in microseconds */
    bool running;
    virThread thread;
};

/* Written by the daemon's initialization, and read when it ends. */
static GPtrArray *autostarts;

/* Guests whose time has not come do not start any more when the daemon ends. */
static GMutex lock;
static GCond changed;
static bool ended;


static void
virFslMcAutostartFree(void *opaque)
{
    virFslMcAutostart *autostart = opaque;

    virObjectUnref(autostart->vm);
    virObjectUnref(autostart->conn);
    g_clear_object(&autostart->identity);
    g_free(autostart);
}


/* libvirt starts guests once in the life of a host, and leaves this file. */
static bool
virFslMcAutostartIsDue(virQEMUDriverConfig *cfg)
{
    g_autofree char *path = g_build_filename(cfg->stateDir, "autostarted", NULL);

    return !virFileExists(path);
}


static int
virFslMcAutostartHoldOne(virDomainObj *vm,
                         void *opaque)
{
    virQEMUDriverConfig *cfg = opaque;
    virFslMcAutostart *autostart;

    virObjectLock(vm);

    if ((vm->autostart || VIR_FSLMC_AUTOSTART_ONCE(vm)) &&
        !virDomainObjIsActive(vm) &&
        virFslMcDomainHasHostdevs(vm->def)) {
        autostart = g_new0(virFslMcAutostart, 1);
        autostart->vm = virObjectRef(vm);
        autostart->always = vm->autostart;
        autostart->flags = cfg->autoStartBypassCache ? VIR_DOMAIN_START_BYPASS_CACHE : 0;
        autostart->delay = (gint64) autostarts->len * G_TIME_SPAN_MILLISECOND *
            VIR_FSLMC_AUTOSTART_DELAY(cfg);
        g_ptr_array_add(autostarts, autostart);

        vm->autostart = 0;
        VIR_FSLMC_AUTOSTART_FORGET_ONCE(vm);
    }

    virObjectUnlock(vm);

    return 0;
}


void
virFslMcAutostartHold(virQEMUDriver *driver)
{
    g_autoptr(virQEMUDriverConfig) cfg = qemuStock.virQEMUDriverGetConfig(driver);

    if (!virFslMcAutostartIsDue(cfg))
        return;

    autostarts = g_ptr_array_new_with_free_func(virFslMcAutostartFree);
    virDomainObjListForEach(driver->domains, false, virFslMcAutostartHoldOne, cfg);
}


/* libvirt pauses between two guests, on the thread that initializes the daemon. Of
 * ours each has a thread, and that waits: the first guest does not.
 *
 * Returns: whether the daemon goes on */
static bool
virFslMcAutostartAwaitTurn(const virFslMcAutostart *autostart)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);
    gint64 until = g_get_monotonic_time() + autostart->delay;

    while (!ended && g_cond_wait_until(&changed, &lock, until))
        continue;

    return !ended;
}


static void
virFslMcAutostartStart(void *opaque)
{
    virFslMcAutostart *autostart = opaque;
    virDomainPtr domain;

    if (autostart->delay > 0 && !virFslMcAutostartAwaitTurn(autostart))
        return;

    virIdentitySetCurrent(autostart->identity);

    virObjectLock(autostart->vm);
    domain = virGetDomain(autostart->conn, autostart->vm->def->name,
                          autostart->vm->def->uuid, -1);
    virObjectUnlock(autostart->vm);

    if (!domain || virDomainCreateWithFlags(domain, autostart->flags) < 0) {
        VIR_ERROR(_("cannot autostart domain %1$s: %2$s"),
                  domain ? domain->name : "?", virGetLastErrorMessage());
    }

    virObjectUnref(domain);
    virIdentitySetCurrent(NULL);
}


static void
virFslMcAutostartRunOne(virFslMcAutostart *autostart,
                        virConnectPtr conn)
{
    g_autofree char *name = NULL;

    virObjectLock(autostart->vm);
    autostart->vm->autostart = autostart->always;
    name = g_strdup(autostart->vm->def->name);
    virObjectUnlock(autostart->vm);

    if (!conn)
        return;

    autostart->conn = virObjectRef(conn);
    autostart->identity = virIdentityGetCurrent();
    if (virThreadCreateFull(&autostart->thread, true, virFslMcAutostartStart,
                            "fslmc-autostart", false, autostart) < 0)
        VIR_ERROR(_("cannot autostart domain %1$s: %2$s"), name, g_strerror(errno));
    else
        autostart->running = true;
}


void
virFslMcAutostartRun(virConnectPtr conn)
{
    guint i;

    for (i = 0; autostarts && i < autostarts->len; i++)
        virFslMcAutostartRunOne(g_ptr_array_index(autostarts, i), conn);
}


void
virFslMcAutostartWait(void)
{
    guint i;

    g_mutex_lock(&lock);
    ended = true;
    g_cond_broadcast(&changed);
    g_mutex_unlock(&lock);

    for (i = 0; autostarts && i < autostarts->len; i++) {
        virFslMcAutostart *autostart = g_ptr_array_index(autostarts, i);

        if (autostart->running)
            virThreadJoin(&autostart->thread);
    }

    g_clear_pointer(&autostarts, g_ptr_array_unref);
}
