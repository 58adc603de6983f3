/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_node_device_container.c: containers that are made and destroyed by API
 * calls
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>

#include "fslmc_driver.h"
#include "fslmc_error.h"
#include "fslmc_mc_make.h"
#include "fslmc_node_device_container.h"
#include "fslmc_reservation.h"

/* How long another one is waited for */
#define TURN_TIMEOUT (60 * G_TIME_SPAN_SECOND)

/* The kernel scans the root container while the MC changes, and can take an object
 * for one that is gone when two of them change it at a time. */
static struct {
    GMutex lock;
    GCond cond;
    gboolean taken;
} turn;


static gboolean
virFslMcNodeDeviceTurnTake(GError **error)
{
    gint64 end = g_get_monotonic_time() + TURN_TIMEOUT;
    gboolean mine = TRUE;

    g_mutex_lock(&turn.lock);
    while (turn.taken && mine)
        mine = g_cond_wait_until(&turn.cond, &turn.lock, end);
    if (!turn.taken)
        mine = turn.taken = TRUE;
    g_mutex_unlock(&turn.lock);

    if (!mine) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_TIMEOUT,
                    _("another container is being made or destroyed, and the MC takes long"));
    }

    return mine;
}


static void
virFslMcNodeDeviceTurnGive(void)
{
    g_mutex_lock(&turn.lock);
    turn.taken = FALSE;
    g_cond_signal(&turn.cond);
    g_mutex_unlock(&turn.lock);
}


/* Only a root container has a device node, and a nested one would need to be
 * allowed to spawn others. */
static gboolean
virFslMcNodeDeviceCheckParent(virFslMcBus *bus,
                              const char *name,
                              GError **error)
{
    g_autoptr(virFslMcObject) parent = virFslMcBusLookup(bus, name, error);

    if (!parent)
        return FALSE;

    if (!virFslMcObjectIsRoot(parent)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_REFUSED,
                    _("'%1$s' is not a root container: containers cannot be made in it"),
                    name);
        return FALSE;
    }

    return TRUE;
}


char *
virFslMcNodeDeviceContainerMake(virFslMcBus *bus,
                                const virFslMcContainerDef *def,
                                GError **error)
{
    g_autoptr(virFslMcMcPlan) plan = virFslMcMcPlanCopy(def->plan);
    char *name = NULL;

    virFslMcMcPlanDerive(plan);

    if (!virFslMcNodeDeviceCheckParent(bus, plan->parent, error) ||
        !virFslMcNodeDeviceTurnTake(error))
        return NULL;

    virFslMcMcMake(bus, plan, &name, error);
    virFslMcNodeDeviceTurnGive();

    return name;
}


/* A container that is not destroyed in the end is where it was before. */
static gboolean
virFslMcNodeDeviceUnmake(virFslMcBus *bus,
                         const char *parent,
                         const char *name,
                         GError **error)
{
    g_autoptr(virFslMcObject) container = virFslMcBusLookup(bus, name, error);
    g_autoptr(GError) reason = NULL;
    g_autoptr(GError) second = NULL;
    gboolean detached;

    if (!container)
        return FALSE;

    /* it is the reattach that refuses one that a process holds */
    detached = virFslMcObjectIsDetached(container);
    if (detached && !virFslMcDriverReattach(bus, name, error))
        return FALSE;

    if (virFslMcMcUnmake(bus, parent, name, &reason))
        return TRUE;

    if (detached && !virFslMcDriverDetach(bus, name, &second) &&
        !g_error_matches(second, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_RESTORED,
                    _("%1$s; and it is not detached any more: %2$s"),
                    reason->message, second->message);
        return FALSE;
    }

    g_propagate_error(error, g_steal_pointer(&reason));
    return FALSE;
}


gboolean
virFslMcNodeDeviceContainerUnmake(virFslMcBus *bus,
                                  const char *runDir,
                                  const virFslMcObject *container,
                                  GError **error)
{
    const char *name = virFslMcObjectGetName(container);
    const char *parent = virFslMcObjectGetParent(container);
    g_autoptr(virFslMcReservation) reservation = NULL;
    gboolean done;

    /* this refuses one that a guest is about to have */
    if (!virFslMcNodeDeviceCheckParent(bus, parent, error) ||
        !(reservation = virFslMcReservationNew(runDir, name, NULL, error)) ||
        !virFslMcNodeDeviceTurnTake(error))
        return FALSE;

    done = virFslMcNodeDeviceUnmake(bus, parent, name, error);
    virFslMcNodeDeviceTurnGive();

    return done;
}
