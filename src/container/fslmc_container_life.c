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
#include "fslmc_mc.h"
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


/* Returns: (transfer full): the file for virFslMcMcSetJournal() */
static char *
virFslMcContainerJournal(const virFslMcContainerStore *store,
                         const char *parent)
{
    g_autofree char *name = g_strconcat("open-", parent, NULL);

    return g_build_filename(virFslMcContainerStoreGetStateDir(store), name, NULL);
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


/* Takes the container from vfio-fsl-mc and destroys it. When that fails, it is detached
 * again. */
static gboolean
virFslMcContainerUnmakeNow(virFslMcContainerStore *store,
                           virFslMcBus *bus,
                           const virFslMcObject *container,
                           GError **error)
{
    const char *name = virFslMcObjectGetName(container);
    const char *parent = virFslMcObjectGetParent(container);
    g_autofree char *journal = virFslMcContainerJournal(store, parent);
    gboolean detached = virFslMcObjectIsDetached(container);
    g_autoptr(GError) reason = NULL;
    g_autoptr(GError) second = NULL;

    if (virFslMcObjectGetDriver(container) &&
        !virFslMcContainerCheckBound(bus, container, error))
        return FALSE;

    /* this is refused while a process has the VFIO group open */
    if (detached && !virFslMcDriverReattach(bus, name, error))
        return FALSE;

    if (virFslMcMcUnmake(bus, parent, name, journal, &reason))
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


/* Removes what a process left that died while it made or destroyed it: nobody does that
 * now. */
static gboolean
virFslMcContainerRecoverParts(virFslMcContainerStore *store,
                              virFslMcBus *bus,
                              const char *parent,
                              GError **error)
{
    g_autofree char *journal = virFslMcContainerJournal(store, parent);
    g_autoptr(GPtrArray) names = NULL;
    guint i;

    if (!virFslMcMcRecover(bus, parent, journal, error) ||
        !(names = virFslMcMcListUnfinished(bus, parent, error)))
        return FALSE;

    for (i = 0; i < names->len; i++) {
        g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, names->pdata[i], NULL);
        g_autoptr(GError) reason = NULL;

        if (!(object ? virFslMcContainerUnmakeNow(store, bus, object, &reason) :
                       virFslMcMcUnmake(bus, parent, names->pdata[i], journal, &reason)))
            g_warning("%s", reason->message);
    }

    return TRUE;
}


/* A container that was complete when its maker died is the active one of its definition. */
static gboolean
virFslMcContainerRecoverRecord(virFslMcContainerStore *store,
                               virFslMcBus *bus,
                               virFslMcContainerRecord *record,
                               GError **error)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, record->container, NULL);
    g_autoptr(virFslMcMcTree) tree = virFslMcContainerReadTree(bus);
    const virFslMcMcObject *known;

    known = tree ? virFslMcMcTreeFind(tree, record->container) : NULL;
    if (object && known && !known->plugged && strcmp(known->label, record->label) == 0 &&
        virFslMcContainerNameIsValid(record->name)) {
        record->inode = virFslMcObjectGetInode(object);
        return virFslMcContainerStoreSaveRecord(store, record, error);
    }

    virFslMcContainerStoreRemoveRecord(store, record->name);
    return TRUE;
}


static gboolean
virFslMcContainerRecover(virFslMcContainerStore *store,
                         virFslMcBus *bus,
                         const char *parent,
                         GError **error)
{
    g_autoptr(GPtrArray) records = NULL;
    guint i;

    if (!virFslMcContainerRecoverParts(store, bus, parent, error))
        return FALSE;

    records = virFslMcContainerStoreListRecords(store);
    for (i = 0; i < records->len; i++) {
        virFslMcContainerRecord *record = records->pdata[i];

        if (record->inode == 0 && !virFslMcContainerRecoverRecord(store, bus, record, error))
            return FALSE;
    }

    return TRUE;
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
    virFslMcReservation *reservation;
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

    /* Whoever names the container is told to wait. When there is a reservation of that name
     * already, it was for a container that is gone, and whoever has it fails. */
    work->reservation =
        virFslMcReservationNew(virFslMcContainerStoreGetRunDir(work->store), _("container"),
                               container, NULL, NULL);

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
    g_autofree char *journal = virFslMcContainerJournal(store, plan->parent);
    g_autoptr(GError) reason = NULL;
    g_autofree char *container = NULL;
    virFslMcObject *object = NULL;
    gboolean left = FALSE;

    virFslMcMcPlanDerive(plan);
    if (!virFslMcMcMake(bus, plan, journal, virFslMcContainerMakeBegins, &work, &container,
                        &reason))
        left = g_error_matches(reason, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_RESTORED);
    else if (!(object = virFslMcContainerMakeEnds(&work, bus, &reason)))
        left = !virFslMcMcUnmake(bus, plan->parent, container, journal, NULL);

    /* what could not be removed is recovered by whoever makes the next one */
    if (reason && work.record && !left)
        virFslMcContainerStoreRemoveRecord(store, work.record->name);
    virFslMcContainerRecordFree(work.record);
    virFslMcReservationFree(work.reservation);
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
        (turn = virFslMcContainerTakeTurn(store, error)) < 0 ||
        !virFslMcContainerRecover(store, bus, def->plan->parent, error))
        return NULL;

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
    g_autofree char *journal = virFslMcContainerJournal(store, parent);
    VIR_FSLMC_AUTOCLOSE turn = -1;

    /* there is no reservation to be had while a guest is being started with the container */
    if (!virFslMcContainerCheckParent(bus, parent, error) ||
        !(reservation = virFslMcReservationNew(runDir, _("container"), name, NULL, error)) ||
        (turn = virFslMcContainerTakeTurn(store, error)) < 0 ||
        !virFslMcMcRecover(bus, parent, journal, error) ||
        !(now = virFslMcBusLookup(bus, name, error)))
        return FALSE;

    /* the MC gives ids again: it may be another container by now */
    if (virFslMcObjectGetInode(now) != virFslMcObjectGetInode(container)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND,
                    _("no container '%1$s' in '%2$s'"), name, parent);
        return FALSE;
    }

    return virFslMcContainerUnmakeNow(store, bus, now, error);
}


void
virFslMcContainerForget(virFslMcContainerStore *store,
                        const char *name,
                        const virFslMcObject *container)
{
    g_autoptr(virFslMcContainerRecord) record = NULL;
    VIR_FSLMC_AUTOCLOSE turn = -1;

    /* If it is not our turn in time the record stays, which has no effect without its
     * container. */
    if ((turn = virFslMcContainerTakeTurn(store, NULL)) < 0 ||
        !(record = virFslMcContainerStoreGetRecord(store, name)))
        return;

    if (strcmp(record->container, virFslMcObjectGetName(container)) == 0 &&
        record->inode == virFslMcObjectGetInode(container))
        virFslMcContainerStoreRemoveRecord(store, name);
}
