/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_container_life.c: making and destroying containers, one at a time
 */

#include "fslmc-config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/file.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "fslmc_container_life.h"
#include "fslmc_driver.h"
#include "fslmc_error.h"
#include "fslmc_fd.h"
#include "fslmc_mc_make.h"
#include "fslmc_node_device_conf.h"
#include "fslmc_reservation.h"

/* How long others are waited for, and how often it is tried */
#define TURN_TIMEOUT (60 * G_TIME_SPAN_SECOND)
#define TURN_RETRY (20 * G_TIME_SPAN_MILLISECOND)


/* Returns: a file descriptor whose closing ends the turn; -1 with @error set */
static int
virFslMcContainerTakeTurn(virFslMcContainerStore *store,
                          GError **error)
{
    const char *dir = virFslMcContainerStoreGetStateDir(store);
    g_autofree char *path = g_build_filename(dir, "lock", NULL);
    gint64 end = g_get_monotonic_time() + TURN_TIMEOUT;
    int fd = -1;

    if (!virFslMcContainerStoreMakeStateDir(store, error))
        return -1;

    if ((fd = g_open(path, O_RDWR | O_CREAT | O_CLOEXEC, 0600)) < 0) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("cannot open '%1$s': %2$s"), path, g_strerror(errno));
        return -1;
    }

    while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
        if (g_get_monotonic_time() >= end) {
            g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_TIMEOUT,
                        _("another container is being made or destroyed, and the MC takes long"));
            virFslMcFdClose(&fd);
            return -1;
        }
        g_usleep(TURN_RETRY);
    }

    return fd;
}


/* Only a root container has a device node, and a nested one would need to be
 * allowed to spawn others. */
static gboolean
virFslMcContainerCheckParent(virFslMcBus *bus,
                             const char *name,
                             GError **error)
{
    g_autoptr(virFslMcObject) parent = virFslMcBusLookup(bus, name, error);

    if (!parent)
        return FALSE;

    if (!virFslMcObjectIsRoot(parent)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_REFUSED,
                    _("'%1$s' is not a root container: containers cannot be made or "
                      "destroyed in it"), name);
        return FALSE;
    }

    return TRUE;
}


static virFslMcMcTree *
virFslMcContainerReadTree(virFslMcBus *bus)
{
    g_auto(GStrv) roots = virFslMcMcListRoots(bus);

    return virFslMcMcTreeRead(bus, (const char *const *) roots, NULL);
}


/* Whether @container can be taken from its driver to be destroyed. Only the MC knows
 * whether it is plugged: a driver takes one that is not when driver_override names it. */
static gboolean
virFslMcContainerCheckBound(virFslMcBus *bus,
                            const virFslMcObject *container,
                            GError **error)
{
    const char *name = virFslMcObjectGetName(container);

    if (!virFslMcMcCheckUnmake(bus, virFslMcObjectGetParent(container), name, error))
        return FALSE;

    if (!virFslMcObjectIsDetached(container)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_HOST_DRIVER,
                    _("container '%1$s' is bound to '%2$s'; detach it first"),
                    name, virFslMcObjectGetDriver(container));
        return FALSE;
    }

    return TRUE;
}


/* A container that is not destroyed in the end is where it was before. */
static gboolean
virFslMcContainerUnmakeNow(virFslMcBus *bus,
                           const virFslMcObject *container,
                           GError **error)
{
    const char *name = virFslMcObjectGetName(container);
    const char *parent = virFslMcObjectGetParent(container);
    gboolean detached = virFslMcObjectIsDetached(container);
    g_autoptr(GError) reason = NULL;
    g_autoptr(GError) second = NULL;

    if (virFslMcObjectGetDriver(container) &&
        !virFslMcContainerCheckBound(bus, container, error))
        return FALSE;

    /* it is the reattach that refuses one that a process holds */
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


/* Removes a container that is not complete, and that nobody is making any more. It
 * has our label; another one that got its id meanwhile has not. */
static void
virFslMcContainerRecover(virFslMcContainerStore *store,
                         virFslMcBus *bus,
                         const virFslMcContainerRecord *record)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, record->container, NULL);
    g_autoptr(virFslMcMcTree) tree = NULL;
    g_autoptr(GError) error = NULL;
    const virFslMcMcObject *known;

    if (!(tree = virFslMcContainerReadTree(bus)))
        return;

    known = virFslMcMcTreeFind(tree, record->container);
    if (known && known->parent && !known->plugged &&
        strcmp(known->label, record->label) == 0 &&
        !(object ? virFslMcContainerUnmakeNow(bus, object, &error) :
                   virFslMcMcUnmake(bus, known->parent, record->container, &error))) {
        g_warning("%s", error->message);
        return;
    }
    virFslMcContainerStoreRemoveRecord(store, record->name);
}


static void
virFslMcContainerRecoverAll(virFslMcContainerStore *store,
                            virFslMcBus *bus)
{
    g_autoptr(GPtrArray) records = virFslMcContainerStoreListRecords(store);
    guint i;

    for (i = 0; i < records->len; i++) {
        const virFslMcContainerRecord *record = records->pdata[i];

        if (record->inode == 0)
            virFslMcContainerRecover(store, bus, record);
    }
}


gboolean
virFslMcContainerIsActive(virFslMcContainerStore *store,
                          virFslMcBus *bus,
                          const char *name)
{
    g_autoptr(virFslMcContainerRecord) record = virFslMcContainerStoreGetRecord(store, name);
    g_autoptr(virFslMcObject) object = NULL;
    g_autoptr(virFslMcMcTree) tree = NULL;

    if (!record || record->inode == 0 ||
        !(object = virFslMcBusLookup(bus, record->container, NULL)))
        return FALSE;

    if (virFslMcContainerStoreVerify(store, record, object, NULL))
        return TRUE;

    tree = virFslMcContainerReadTree(bus);

    return virFslMcContainerStoreVerify(store, record, object, tree);
}


/* What is being made */
typedef struct {
    virFslMcContainerStore *store;
    const virFslMcContainerDef *def;
    virFslMcContainerRecord *record;
} virFslMcContainerWork;


static gboolean
virFslMcContainerMakeBegins(const char *container,
                            gpointer opaque,
                            GError **error)
{
    virFslMcContainerWork *work = opaque;

    work->record = g_new0(virFslMcContainerRecord, 1);
    work->record->container = g_strdup(container);
    work->record->name = work->def->name ? g_strdup(work->def->name) :
                                           virFslMcNodeDeviceName(container);
    work->record->label = g_strdup(work->def->plan->label);

    virFslMcContainerStoreForget(work->store, container);

    return virFslMcContainerStoreSaveRecord(work->store, work->record, error);
}


/* Makes it active when it is of a definition. */
static virFslMcObject *
virFslMcContainerMakeEnds(virFslMcContainerWork *work,
                          virFslMcBus *bus,
                          GError **error)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, work->record->container, error);

    if (!object)
        return NULL;

    if (!work->def->name) {
        virFslMcContainerStoreRemoveRecord(work->store, work->record->name);
        return g_steal_pointer(&object);
    }

    work->record->inode = virFslMcObjectGetInode(object);
    if (!virFslMcContainerStoreSaveRecord(work->store, work->record, error))
        return NULL;

    return g_steal_pointer(&object);
}


static virFslMcObject *
virFslMcContainerMakeNow(virFslMcContainerStore *store,
                         virFslMcBus *bus,
                         const virFslMcContainerDef *def,
                         GError **error)
{
    virFslMcContainerWork work = { .store = store, .def = def };
    g_autoptr(virFslMcMcPlan) plan = virFslMcMcPlanCopy(def->plan);
    g_autoptr(GError) reason = NULL;
    g_autofree char *container = NULL;
    virFslMcObject *object = NULL;

    virFslMcMcPlanDerive(plan);
    if (virFslMcMcMakeFull(bus, plan, virFslMcContainerMakeBegins, &work, &container, &reason) &&
        !(object = virFslMcContainerMakeEnds(&work, bus, &reason)))
        virFslMcMcUnmake(bus, plan->parent, container, NULL);

    /* the record of one that could not be removed stays, so that it is tried again */
    if (reason && work.record && reason->code != VIR_FSLMC_ERROR_NOT_RESTORED)
        virFslMcContainerStoreRemoveRecord(store, work.record->name);
    virFslMcContainerRecordFree(work.record);
    if (reason)
        g_propagate_error(error, g_steal_pointer(&reason));

    return object;
}


virFslMcObject *
virFslMcContainerMake(virFslMcContainerStore *store,
                      virFslMcBus *bus,
                      const virFslMcContainerDef *def,
                      GError **error)
{
    VIR_FSLMC_AUTOCLOSE turn = -1;

    if (!virFslMcContainerCheckParent(bus, def->plan->parent, error) ||
        (turn = virFslMcContainerTakeTurn(store, error)) < 0)
        return NULL;

    virFslMcContainerRecoverAll(store, bus);
    if (def->name && virFslMcContainerIsActive(store, bus, def->name)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY,
                    _("node device '%1$s' is already active"), def->name);
        return NULL;
    }

    return virFslMcContainerMakeNow(store, bus, def, error);
}


gboolean
virFslMcContainerUnmake(virFslMcContainerStore *store,
                        virFslMcBus *bus,
                        const virFslMcObject *container,
                        GError **error)
{
    const char *name = virFslMcObjectGetName(container);
    const char *parent = virFslMcObjectGetParent(container);
    const char *runDir = virFslMcContainerStoreGetRunDir(store);
    g_autoptr(virFslMcReservation) reservation = NULL;
    g_autoptr(virFslMcObject) now = NULL;
    VIR_FSLMC_AUTOCLOSE turn = -1;

    /* this refuses one that a guest is about to have */
    if (!virFslMcContainerCheckParent(bus, parent, error) ||
        !(reservation = virFslMcReservationNew(runDir, _("container"), name, NULL, error)) ||
        (turn = virFslMcContainerTakeTurn(store, error)) < 0 ||
        !(now = virFslMcBusLookup(bus, name, error)))
        return FALSE;

    /* ids are used again */
    if (virFslMcObjectGetInode(now) != virFslMcObjectGetInode(container)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND,
                    _("no container '%1$s' in '%2$s'"), name, parent);
        return FALSE;
    }

    return virFslMcContainerUnmakeNow(bus, now, error);
}
