/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_hostdev.c: who uses what of a bus
 */

#include "fslmc_internal.h"

#include <signal.h>

#include "virerror.h"
#include "virlog.h"

#include "fslmc_assignable.h"
#include "fslmc_choice.h"
#include "fslmc_driver.h"
#include "fslmc_error.h"
#include "fslmc_hostdev.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_loan.h"
#include "fslmc_report.h"
#include "fslmc_reservation.h"
#include "fslmc_use.h"
#include "fslmc_vfio.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

VIR_LOG_INIT("fslmc.hostdev");

struct _virFslMcHostdevManager {
    virFslMcBus *bus;
    char *loanDir;
    virFslMcUseList *uses;
    virFslMcMover *mover;

    GMutex lock;
    GPtrArray *starts;  /* not owned */
};

/* Guarded by the manager's lock, but for what never changes. */
struct _virFslMcHostdevStart {
    virFslMcHostdevManager *manager;
    char *domain;
    bool cancelled;
    virFslMcMove *move; /* that it waits for */
};

typedef gboolean (*virFslMcHostdevFunc)(virFslMcBus *bus,
                                        const char *name,
                                        GError **error);

/* What a move is about that takes a device for a guest. */
typedef struct _virFslMcHostdevTaking virFslMcHostdevTaking;
struct _virFslMcHostdevTaking {
    virFslMcHostdevManager *manager;
    bool managed;
    virFslMcUse *use;   /* when it is taken */
};

/* What a move is about that was asked for by a node-device call. */
typedef struct _virFslMcHostdevCall virFslMcHostdevCall;
struct _virFslMcHostdevCall {
    virFslMcHostdevManager *manager;
    virFslMcHostdevFunc func;
    bool settles;       /* nothing is owed to the host any more: a person has
                         * decided where the device belongs */
};


virFslMcHostdevManager *
virFslMcHostdevManagerNew(virFslMcBus *bus,
                          const char *loanDir,
                          const virFslMcMoverTimes *times)
{
    virFslMcHostdevManager *manager = g_new0(virFslMcHostdevManager, 1);

    manager->bus = virFslMcBusRef(bus);
    manager->loanDir = g_strdup(loanDir);
    manager->uses = virFslMcUseListNew(bus);
    manager->mover = virFslMcMoverNew(bus, times);
    manager->starts = g_ptr_array_new();
    g_mutex_init(&manager->lock);

    return manager;
}


void
virFslMcHostdevManagerFree(virFslMcHostdevManager *manager)
{
    if (!manager)
        return;

    virFslMcMoverFree(manager->mover);
    virFslMcUseListFree(manager->uses);
    g_ptr_array_unref(manager->starts);
    g_mutex_clear(&manager->lock);
    virFslMcBusUnref(manager->bus);
    g_free(manager->loanDir);
    g_free(manager);
}


void
virFslMcHostdevManagerStop(virFslMcHostdevManager *manager)
{
    virFslMcMoverStop(manager->mover);
}


bool
virFslMcHostdevManagerDrain(virFslMcHostdevManager *manager,
                            gint64 waitTime)
{
    return virFslMcMoverDrain(manager->mover, waitTime);
}


virFslMcHostdevStart *
virFslMcHostdevStartNew(virFslMcHostdevManager *manager,
                        const char *domain)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&manager->lock);
    virFslMcHostdevStart *start = g_new0(virFslMcHostdevStart, 1);

    start->manager = manager;
    start->domain = g_strdup(domain);
    g_ptr_array_add(manager->starts, start);

    return start;
}


void
virFslMcHostdevStartFree(virFslMcHostdevStart *start)
{
    if (!start)
        return;

    g_mutex_lock(&start->manager->lock);
    g_ptr_array_remove(start->manager->starts, start);
    g_mutex_unlock(&start->manager->lock);

    g_free(start->domain);
    g_free(start);
}


/* Says what the start waits for; NULL: nothing.
 *
 * Returns: 0, or -1 with libvirt's error set when it is cancelled */
static int
virFslMcHostdevStartSetMove(virFslMcHostdevStart *start,
                            virFslMcMove *move)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&start->manager->lock);

    start->move = move;
    if (!move || !start->cancelled)
        return 0;

    virReportError(VIR_ERR_OPERATION_ABORTED,
                   _("the start of domain %1$s was cancelled"), start->domain);
    return -1;
}


static void
virFslMcHostdevCancelStarts(virFslMcHostdevManager *manager,
                            const char *domain)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&manager->lock);
    guint i;

    for (i = 0; i < manager->starts->len; i++) {
        virFslMcHostdevStart *start = g_ptr_array_index(manager->starts, i);

        if (STRNEQ(start->domain, domain))
            continue;

        start->cancelled = true;
        if (start->move)
            virFslMcMoverCancel(manager->mover, start->move);
    }
}


/* Keeps a device from those that destroy it, which may be another daemon;
 * @domain: (nullable): the guest that is to have it */
static virFslMcReservation *
virFslMcHostdevReserve(virFslMcHostdevManager *manager,
                       const char *device,
                       const char *domain,
                       GError **error)
{
    g_autofree char *user = NULL;

    if (domain)
        user = g_strdup_printf(_("driver %1$s, domain %2$s"), VIR_FSLMC_HOSTDEV_DRIVER, domain);

    return virFslMcReservationNew(manager->loanDir, virFslMcBusGetNoun(manager->bus),
                                  device, user, error);
}


/* Binds the device to the driver again that the host had for it. A device
 * that no longer exists counts as given back, and one that has got another guest
 * meanwhile is given back after that.
 *
 * Returns: FALSE with @error set when it is still owed to the host */
static gboolean
virFslMcHostdevGiveBack(virFslMcHostdevManager *manager,
                        const char *device,
                        const char *domain,
                        GError **error)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(manager->bus, device, NULL);
    g_autoptr(virFslMcReservation) reservation = NULL;
    g_autoptr(GError) cause = NULL;

    if (!virFslMcLoanExists(manager->loanDir, device) ||
        virFslMcUseListHas(manager->uses, device))
        return TRUE;

    if (!virFslMcUseListIsFree(manager->uses, device, object, domain)) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY,
                    _("a guest uses what holds it, what it holds or what is in its IOMMU group"));
        return FALSE;
    }

    if (!(reservation = virFslMcHostdevReserve(manager, device, NULL, error)))
        return FALSE;

    if (!virFslMcDriverReattach(manager->bus, device, &cause) &&
        !g_error_matches(cause, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND)) {
        g_propagate_error(error, g_steal_pointer(&cause));
        return FALSE;
    }

    if (virFslMcLoanRemove(manager->loanDir, device) < 0) {
        g_set_error_literal(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                            virGetLastErrorMessage());
        return FALSE;
    }

    return TRUE;
}


/* Nobody waits for this, so what fails is logged; once, and not with each attempt. */
static int
virFslMcHostdevRunGiveBack(virFslMcMove *move,
                           void *opaque)
{
    virFslMcHostdevManager *manager = opaque;
    const char *device = virFslMcMoveGetDevice(move);
    const char *domain = virFslMcMoveGetDomain(move);
    g_autoptr(GError) error = NULL;

    if (virFslMcHostdevGiveBack(manager, device, domain, &error)) {
        VIR_INFO("%s of domain %s is owed to the host no more", device, domain);
        return 0;
    }

    if (virFslMcMoveGetAttempt(move) == 0)
        VIR_ERROR(_("cannot give %1$s %2$s of domain %3$s back to the host: %4$s; "
                    "it will be tried again"),
                  virFslMcBusGetNoun(manager->bus), device, domain, error->message);
    else
        VIR_INFO("%s of domain %s is still not given back: %s",
                 device, domain, error->message);

    return -1;
}


/* Has a device given back that was taken from the host for a guest. */
static void
virFslMcHostdevReturn(virFslMcHostdevManager *manager,
                      const char *device,
                      const char *outermost,
                      const char *domain)
{
    g_autoptr(virFslMcMove) move = NULL;

    move = virFslMcMoveNew(VIR_FSLMC_MOVE_GIVE_BACK, device, domain,
                           virFslMcHostdevRunGiveBack, NULL, manager, NULL);
    virFslMcMoverPost(manager->mover, move, outermost);
}


/* Takes a device from the host. */
static int
virFslMcHostdevBorrow(virFslMcHostdevManager *manager,
                      const char *device,
                      const char *domain)
{
    g_autoptr(GError) error = NULL;
    bool owed = virFslMcLoanExists(manager->loanDir, device);

    if (virFslMcLoanWrite(manager->loanDir, device, domain) < 0)
        return -1;

    if (virFslMcDriverDetach(manager->bus, device, &error))
        return 0;

    /* The device could not be restored: keep its loan, so that it is given
     * back later. The same when it was on loan before. */
    if (!owed &&
        !g_error_matches(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_RESTORED))
        virFslMcLoanRemove(manager->loanDir, device);
    virFslMcReportError(error);

    return -1;
}


/* Brings @device where a guest can have it. */
static int
virFslMcHostdevDetach(virFslMcHostdevManager *manager,
                      const char *domain,
                      const virFslMcObject *device,
                      bool managed)
{
    const char *name = virFslMcObjectGetName(device);
    g_autoptr(virFslMcVfioClaim) claim = NULL;
    g_autoptr(GError) error = NULL;

    if (!virFslMcObjectIsDetached(device)) {
        if (managed)
            return virFslMcHostdevBorrow(manager, name, domain);

        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("Unmanaged %1$s %2$s must be manually detached from the host"),
                       virFslMcBusGetNoun(manager->bus), name);
        return -1;
    }

    /* Check that no process has opened the VFIO group: libvirt's own bookkeeping
     * does not know about those. */
    if (!(claim = virFslMcVfioClaimNew(manager->bus, name, &error))) {
        virFslMcReportError(error);
        return -1;
    }

    /* what an earlier guest could not give back is this one's to give back */
    if (managed && virFslMcLoanExists(manager->loanDir, name))
        return virFslMcLoanWrite(manager->loanDir, name, domain);

    return 0;
}


/* What there is to know about a device that is detached; NULL with
 * libvirt's error set when a guest cannot have it. */
static virFslMcUse *
virFslMcHostdevInspect(virFslMcHostdevManager *manager,
                       virFslMcMove *move,
                       bool managed)
{
    const char *name = virFslMcMoveGetDevice(move);
    g_autoptr(virFslMcUse) use = NULL;
    g_autoptr(virFslMcObject) device = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GError) error = NULL;

    if (!(device = virFslMcBusLookup(manager->bus, name, &error)) ||
        !(objects = virFslMcBusList(manager->bus, &error))) {
        virFslMcReportError(error);
        return NULL;
    }

    if (!virFslMcAssignableCheck(manager->bus, device, objects, &error)) {
        virFslMcReportError(error);
        return NULL;
    }

    use = virFslMcUseNew(name, virFslMcMoveGetOutermost(move),
                         virFslMcMoveGetDomain(move), device);
    use->onLoan = managed && virFslMcLoanExists(manager->loanDir, name);
    virFslMcUseSetNodes(use, manager->bus, device, objects);

    return g_steal_pointer(&use);
}


static int
virFslMcHostdevRunTake(virFslMcMove *move,
                       void *opaque)
{
    virFslMcHostdevTaking *taking = opaque;
    virFslMcHostdevManager *manager = taking->manager;
    const char *name = virFslMcMoveGetDevice(move);
    const char *domain = virFslMcMoveGetDomain(move);
    g_autoptr(virFslMcObject) device = NULL;
    g_autoptr(virFslMcReservation) reservation = NULL;
    g_autoptr(GError) error = NULL;

    if (!(device = virFslMcBusLookupTakeable(manager->bus, name, &error))) {
        virFslMcReportError(error);
        return -1;
    }

    if (virFslMcUseListCheckFree(manager->uses, name, device, domain) < 0)
        return -1;

    if (!(reservation = virFslMcHostdevReserve(manager, name, domain, &error))) {
        virFslMcReportError(error);
        return -1;
    }

    if (virFslMcHostdevDetach(manager, domain, device, taking->managed) < 0 ||
        !(taking->use = virFslMcHostdevInspect(manager, move, taking->managed))) {
        if (virFslMcLoanExists(manager->loanDir, name))
            virFslMcHostdevReturn(manager, name, virFslMcMoveGetOutermost(move), domain);
        return -1;
    }

    taking->use->reservation = g_steal_pointer(&reservation);
    virFslMcUseListAdd(manager->uses, taking->use);

    return 0;
}


/* The guest is gone that a device was being taken for. */
static int
virFslMcHostdevUndoTake(virFslMcMove *move,
                        void *opaque)
{
    virFslMcHostdevTaking *taking = opaque;

    if (!virFslMcUseListRemove(taking->manager->uses, taking->use))
        return 0;

    virFslMcUseEnd(taking->use);
    if (taking->use->onLoan) {
        virFslMcHostdevReturn(taking->manager, taking->use->device,
                              taking->use->outermost, virFslMcMoveGetDomain(move));
    }

    return 0;
}


static void
virFslMcHostdevTakingFree(void *opaque)
{
    virFslMcHostdevTaking *taking = opaque;

    virFslMcUseUnref(taking->use);
    g_free(taking);
}


/* Takes the device of @hostdev for the guest. That another one has it is told
 * at once; only a move has an end that can be waited for. */
static int
virFslMcHostdevTake(virFslMcHostdevStart *start,
                    const virFslMcHostdevDef *hostdev)
{
    virFslMcHostdevManager *manager = start->manager;
    g_autoptr(virFslMcObject) object = NULL;
    g_autoptr(virFslMcMove) move = NULL;
    virFslMcHostdevTaking *taking;
    int ret = -1;

    object = virFslMcBusLookup(manager->bus, hostdev->name, NULL);
    if (virFslMcUseListCheckFree(manager->uses, hostdev->name, object, start->domain) < 0)
        return -1;

    taking = g_new0(virFslMcHostdevTaking, 1);
    taking->manager = manager;
    taking->managed = hostdev->managed;
    move = virFslMcMoveNew(VIR_FSLMC_MOVE_TAKE, hostdev->name, start->domain,
                           virFslMcHostdevRunTake, virFslMcHostdevUndoTake,
                           taking, virFslMcHostdevTakingFree);

    if (virFslMcHostdevStartSetMove(start, move) == 0)
        ret = virFslMcMoverRun(manager->mover, move);
    virFslMcHostdevStartSetMove(start, NULL);

    return ret;
}


/* A start, and the hostdev for which a container is chosen. */
typedef struct _virFslMcHostdevChoice virFslMcHostdevChoice;
struct _virFslMcHostdevChoice {
    virFslMcHostdevStart *start;
    const virFslMcHostdevDef *hostdev;
};


static int
virFslMcHostdevTakeChosen(void *opaque,
                          const char *device)
{
    const virFslMcHostdevChoice *choice = opaque;
    virFslMcHostdevDef chosen = *choice->hostdev;

    chosen.name = (char *) device;

    return virFslMcHostdevTake(choice->start, &chosen);
}


/* The same for a container that has only to have the label of @hostdev, which says
 * then which one it is. */
static int
virFslMcHostdevTakeByLabel(virFslMcHostdevStart *start,
                           virFslMcHostdevDef *hostdev)
{
    virFslMcHostdevChoice choice = { start, hostdev };

    g_clear_pointer(&hostdev->name, g_free);
    hostdev->name = virFslMcChoose(start->manager->bus, hostdev->label,
                                        virFslMcHostdevTakeChosen, &choice);

    return hostdev->name ? 0 : -1;
}


void
virFslMcHostdevReAttach(virFslMcHostdevManager *manager,
                        const char *domain)
{
    g_autoptr(GPtrArray) uses = NULL;
    guint i;

    /* in this order: what is taken now is either cancelled, or in the list */
    virFslMcHostdevCancelStarts(manager, domain);
    uses = virFslMcUseListSteal(manager->uses, domain);

    for (i = 0; i < uses->len; i++) {
        virFslMcUse *use = g_ptr_array_index(uses, i);

        virFslMcUseEnd(use);
        if (use->onLoan)
            virFslMcHostdevReturn(manager, use->device, use->outermost, domain);
    }
}


/* Of one group all or none can be had, so that is asked when all are taken. */
static bool
virFslMcHostdevCheckGroup(virFslMcHostdevManager *manager,
                          const virFslMcObject *device,
                          GPtrArray *objects,
                          GError **error)
{
    const virFslMcKind *kind = virFslMcObjectGetKind(device);

    return virFslMcAssignableCheckMates(device, objects, error) &&
        (!kind->checkIommu || kind->checkIommu(manager->bus, device, error));
}


static int
virFslMcHostdevCheckGroups(virFslMcHostdevManager *manager,
                           GPtrArray *hostdevs)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) objects = virFslMcBusList(manager->bus, &error);
    guint i;

    for (i = 0; objects && i < hostdevs->len; i++) {
        const virFslMcHostdevDef *hostdev = g_ptr_array_index(hostdevs, i);
        const virFslMcObject *object = virFslMcListFind(objects, hostdev->name);

        if (object && !virFslMcHostdevCheckGroup(manager, object, objects, &error))
            break;
    }

    if (!error)
        return 0;

    virFslMcReportError(error);
    return -1;
}


int
virFslMcHostdevPrepare(virFslMcHostdevStart *start,
                       GPtrArray *hostdevs)
{
    guint i;

    if (!virFslMcBusExists(start->manager->bus)) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED, "%s",
                       _(virFslMcBusGetKinds(start->manager->bus)[0]->absent));
        return -1;
    }

    for (i = 0; i < hostdevs->len; i++) {
        virFslMcHostdevDef *hostdev = g_ptr_array_index(hostdevs, i);

        if ((hostdev->label ? virFslMcHostdevTakeByLabel(start, hostdev) :
             virFslMcHostdevTake(start, hostdev)) < 0)
            return -1;
    }

    return virFslMcHostdevCheckGroups(start->manager, hostdevs);
}


/* Whether @pid is there, and the group of @device is free for others to open. */
static bool
virFslMcHostdevRunsWithout(virFslMcHostdevManager *manager,
                           const virFslMcObject *device,
                           pid_t pid)
{
    g_autoptr(virFslMcVfioClaim) claim = NULL;

    if (pid <= 0 || kill(pid, 0) < 0)
        return false;

    claim = virFslMcVfioClaimNew(manager->bus, virFslMcObjectGetName(device), NULL);

    return claim != NULL;
}


/* Whether a guest has the device that it was defined with: a daemon without the plugin
 * starts it without, even while the device is still detached for an earlier run of that
 * guest. One whose start was cut short, and one that has ended meanwhile, do not hold the
 * group, but may have it taken from the host. One that the host has no longer the guest
 * may still have open. */
static bool
virFslMcHostdevHas(virFslMcHostdevManager *manager,
                   const virFslMcObject *device,
                   const char *domain,
                   pid_t pid,
                   unsigned int others)
{
    g_autofree char *borrower = NULL;

    if (!device)
        return pid <= 0 || kill(pid, 0) < 0 || virFslMcVfioCountDevices(pid) > others;

    if (virFslMcObjectGetDriver(device) && !virFslMcObjectIsDetached(device))
        return false;

    if (virFslMcVfioGroupIsHeldBy(manager->bus, virFslMcObjectGetIommuGroup(device), pid))
        return true;

    borrower = virFslMcLoanGetDomain(manager->loanDir, virFslMcObjectGetName(device));
    if (borrower)
        return STREQ(borrower, domain) && !virFslMcHostdevRunsWithout(manager, device, pid);

    return pid <= 0 || kill(pid, 0) < 0;
}


static bool
virFslMcHostdevUpdateActiveOne(virFslMcHostdevManager *manager,
                               const char *domain,
                               const virFslMcHostdevDef *hostdev,
                               pid_t pid,
                               unsigned int others)
{
    g_autoptr(virFslMcObject) device = NULL;
    g_autofree char *outermost = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(virFslMcUse) use = NULL;
    g_autoptr(GError) error = NULL;

    /* only its start would have chosen one */
    if (!hostdev->name) {
        VIR_WARN("domain %s runs without a container of label '%s'",
                 domain, hostdev->label);
        return false;
    }

    device = virFslMcBusLookup(manager->bus, hostdev->name, NULL);
    outermost = virFslMcMoverOutermost(manager->bus, hostdev->name);
    objects = virFslMcBusList(manager->bus, NULL);

    if (!virFslMcHostdevHas(manager, device, domain, pid, others)) {
        VIR_WARN("domain %s runs without %s %s",
                 domain, virFslMcBusGetNoun(manager->bus), hostdev->name);
        return false;
    }

    use = virFslMcUseNew(hostdev->name, outermost, domain, device);
    use->started = true;
    use->onLoan = hostdev->managed &&
        virFslMcLoanExists(manager->loanDir, hostdev->name);

    if (!device || !objects)
        VIR_WARN("%s %s of domain %s is gone",
                 virFslMcBusGetNoun(manager->bus), hostdev->name, domain);
    else
        virFslMcUseSetNodes(use, manager->bus, device, objects);

    if (virFslMcUseListCheckFree(manager->uses, hostdev->name, device, domain) < 0) {
        VIR_ERROR(_("domain %1$s runs with a %2$s that is not its own: %3$s"),
                  domain, virFslMcBusGetNoun(manager->bus), virGetLastErrorMessage());
        virResetLastError();
        return true;
    }

    /* the guest has it, and its group is what keeps others from it then */
    if (!(use->reservation = virFslMcHostdevReserve(manager, hostdev->name,
                                                    domain, &error)))
        VIR_WARN("%s", error->message);

    virFslMcUseListAdd(manager->uses, use);
    return true;
}


void
virFslMcHostdevUpdateActive(virFslMcHostdevManager *manager,
                            const char *domain,
                            GPtrArray *hostdevs,
                            pid_t pid,
                            unsigned int others)
{
    guint i = 0;

    while (i < hostdevs->len) {
        if (virFslMcHostdevUpdateActiveOne(manager, domain,
                                           g_ptr_array_index(hostdevs, i),
                                           pid, others))
            i++;
        else
            g_ptr_array_remove_index(hostdevs, i);
    }
}


GPtrArray *
virFslMcHostdevGetNodes(virFslMcHostdevManager *manager,
                        const char *domain)
{
    return virFslMcUseListGetNodes(manager->uses, domain);
}


char *
virFslMcHostdevFindNotHeld(virFslMcHostdevManager *manager,
                           const char *domain,
                           pid_t pid)
{
    return virFslMcUseListFindNotHeld(manager->uses, manager->bus, domain, pid);
}


virFslMcObject *
virFslMcHostdevFindWithoutObjects(virFslMcHostdevManager *manager,
                                  const char *domain,
                                  pid_t pid,
                                  unsigned int others)
{
    g_autofree char *container = virFslMcUseListGetDevice(manager->uses, domain);
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GPtrArray) children = NULL;

    /* the container is a device itself */
    if (!container || virFslMcVfioCountDevices(pid) != others + 1 ||
        !(objects = virFslMcBusList(manager->bus, NULL)))
        return NULL;

    children = virFslMcListChildren(objects, container);
    if (children->len == 0)
        return NULL;

    return virFslMcBusLookup(manager->bus, container, NULL);
}


void
virFslMcHostdevSetStarted(virFslMcHostdevManager *manager,
                          const char *domain)
{
    virFslMcUseListSetStarted(manager->uses, domain);
}


bool
virFslMcHostdevIsStarting(virFslMcHostdevManager *manager,
                          const char *domain)
{
    return virFslMcUseListIsStarting(manager->uses, domain);
}


static int
virFslMcHostdevRunCall(virFslMcMove *move,
                       void *opaque)
{
    const virFslMcHostdevCall *call = opaque;
    virFslMcHostdevManager *manager = call->manager;
    const char *name = virFslMcMoveGetDevice(move);
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(manager->bus, name, NULL);
    g_autoptr(virFslMcReservation) reservation = NULL;
    g_autoptr(GError) error = NULL;

    if (virFslMcUseListCheckFree(manager->uses, name, object, NULL) < 0)
        return -1;

    if (!(reservation = virFslMcHostdevReserve(manager, name, NULL, &error)) ||
        !call->func(manager->bus, name, &error)) {
        virFslMcReportError(error);
        return -1;
    }

    return call->settles ? virFslMcLoanRemove(manager->loanDir, name) : 0;
}


/* Has @func done with a device that no guest uses. */
static int
virFslMcHostdevCallFunc(virFslMcHostdevManager *manager,
                        virFslMcMoveType type,
                        const char *name,
                        virFslMcHostdevFunc func,
                        bool settles)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(manager->bus, name, NULL);
    g_autoptr(virFslMcMove) move = NULL;
    virFslMcHostdevCall *call;

    if (virFslMcUseListCheckFree(manager->uses, name, object, NULL) < 0)
        return -1;

    call = g_new0(virFslMcHostdevCall, 1);
    call->manager = manager;
    call->func = func;
    call->settles = settles;
    move = virFslMcMoveNew(type, name, NULL, virFslMcHostdevRunCall, NULL, call, g_free);

    return virFslMcMoverRun(manager->mover, move);
}


int
virFslMcHostdevNodeDeviceDetach(virFslMcHostdevManager *manager,
                                const char *name)
{
    return virFslMcHostdevCallFunc(manager, VIR_FSLMC_MOVE_DETACH, name,
                                   virFslMcDriverDetach, true);
}


int
virFslMcHostdevNodeDeviceReAttach(virFslMcHostdevManager *manager,
                                  const char *name)
{
    return virFslMcHostdevCallFunc(manager, VIR_FSLMC_MOVE_REATTACH, name,
                                   virFslMcDriverReattach, true);
}


int
virFslMcHostdevNodeDeviceReset(virFslMcHostdevManager *manager,
                               const char *name)
{
    return virFslMcHostdevCallFunc(manager, VIR_FSLMC_MOVE_RESET, name,
                                   virFslMcVfioReset, false);
}


void
virFslMcHostdevRecover(virFslMcHostdevManager *manager)
{
    g_autoptr(GPtrArray) devices = virFslMcLoanList(manager->loanDir, manager->bus);
    guint i;

    for (i = 0; i < devices->len; i++) {
        const char *device = g_ptr_array_index(devices, i);
        g_autofree char *domain = virFslMcLoanGetDomain(manager->loanDir, device);
        g_autofree char *outermost = NULL;

        /* as a rule because its guest runs */
        if (virFslMcUseListHas(manager->uses, device)) {
            VIR_INFO("%s stays detached: a guest has it", device);
            continue;
        }

        outermost = virFslMcMoverOutermost(manager->bus, device);
        virFslMcHostdevReturn(manager, device, outermost ? outermost : device,
                              domain ? domain : "?");
    }
}
