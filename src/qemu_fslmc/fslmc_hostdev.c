/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_hostdev.c: who uses which container
 */

#include "fslmc_internal.h"

#include <signal.h>

#include "virerror.h"
#include "virlog.h"

#include "fslmc_driver.h"
#include "fslmc_error.h"
#include "fslmc_hostdev.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_loan.h"
#include "fslmc_report.h"
#include "fslmc_use.h"
#include "fslmc_vfio.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

VIR_LOG_INIT("fslmc.hostdev");

/* How long a call waits for another one on the same container: the time that
 * libvirt's own domain jobs wait. When the MC is silent each bind takes 15 s, and
 * there are two in a move that fails, so who has a container to give back, and
 * does that now or not at all, waits for some of those. */
#define VIR_FSLMC_HOSTDEV_WAIT_TIME (30 * G_TIME_SPAN_SECOND)
#define VIR_FSLMC_HOSTDEV_RELEASE_WAIT_TIME (150 * G_TIME_SPAN_SECOND)

struct _virFslMcHostdevManager {
    virFslMcBus *bus;
    char *loanDir;
    virFslMcUseList *uses;

    GMutex lock;
    GCond changed;
    GHashTable *busy;   /* names of containers that a call is working on */
};

typedef gboolean (*virFslMcHostdevFunc)(virFslMcBus *bus,
                                        const char *name,
                                        GError **error);


virFslMcHostdevManager *
virFslMcHostdevManagerNew(virFslMcBus *bus,
                          const char *loanDir)
{
    virFslMcHostdevManager *manager = g_new0(virFslMcHostdevManager, 1);

    manager->bus = virFslMcBusRef(bus);
    manager->loanDir = g_strdup(loanDir);
    manager->busy = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    manager->uses = virFslMcUseListNew();
    g_mutex_init(&manager->lock);
    g_cond_init(&manager->changed);

    return manager;
}


void
virFslMcHostdevManagerFree(virFslMcHostdevManager *manager)
{
    if (!manager)
        return;

    virFslMcUseListFree(manager->uses);
    g_hash_table_unref(manager->busy);
    g_cond_clear(&manager->changed);
    g_mutex_clear(&manager->lock);
    virFslMcBusUnref(manager->bus);
    g_free(manager->loanDir);
    g_free(manager);
}


/* The container below the root that @name is, or is nested in: what moves as
 * a whole. An object that is not nested stands for itself; NULL when there is
 * no such object. */
static char *
virFslMcHostdevOutermost(virFslMcBus *bus,
                         const char *name)
{
    g_autofree char *outermost = g_strdup(name);

    while (true) {
        g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, outermost, NULL);
        g_autoptr(virFslMcObject) parent = NULL;

        if (!object)
            return NULL;

        if (virFslMcObjectIsRoot(object) ||
            !(parent = virFslMcBusLookup(bus, virFslMcObjectGetParent(object), NULL)) ||
            virFslMcObjectIsRoot(parent))
            return g_steal_pointer(&outermost);

        g_free(outermost);
        outermost = g_strdup(virFslMcObjectGetName(parent));
    }
}


/* Marks @name as busy when nobody works on it, or, for an object that is not
 * there, when nobody works on any. Else waits for somebody to end.
 *
 * Returns: 1 when it is marked, 0 when it may be possible now, -1 with libvirt's
 * error set */
static int
virFslMcHostdevMark(virFslMcHostdevManager *manager,
                    const char *name,
                    bool isThere,
                    gint64 until)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&manager->lock);

    if (isThere ? !g_hash_table_contains(manager->busy, name) :
        g_hash_table_size(manager->busy) == 0) {
        g_hash_table_add(manager->busy, g_strdup(name));
        return 1;
    }

    if (g_cond_wait_until(&manager->changed, &manager->lock, until))
        return 0;

    virReportError(VIR_ERR_OPERATION_TIMEOUT,
                   _("another operation on container %1$s does not end"),
                   name);
    return -1;
}


static void
virFslMcHostdevEnd(virFslMcHostdevManager *manager,
                   const char *name)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&manager->lock);

    g_hash_table_remove(manager->busy, name);
    g_cond_broadcast(&manager->changed);
}


/* Waits until nobody else works on the container @name, nor on one that it is
 * in, for @waitTime µs at most, and marks it as busy. A nested container is not
 * there while the one around it moves, so what it is in is known for sure only
 * when nobody moves it.
 *
 * Returns: what to give to virFslMcHostdevEnd(), (transfer full); NULL with
 * libvirt's error set */
static char *
virFslMcHostdevBegin(virFslMcHostdevManager *manager,
                     const char *name,
                     gint64 waitTime)
{
    gint64 until = g_get_monotonic_time() + waitTime;

    while (true) {
        g_autofree char *outermost = virFslMcHostdevOutermost(manager->bus, name);
        g_autofree char *marked = g_strdup(outermost ? outermost : name);
        g_autofree char *now = NULL;
        int rc = virFslMcHostdevMark(manager, marked, !!outermost, until);

        if (rc < 0)
            return NULL;
        if (rc == 0)
            continue;

        now = virFslMcHostdevOutermost(manager->bus, name);
        if (STREQ_NULLABLE(now, outermost))
            return g_steal_pointer(&marked);

        virFslMcHostdevEnd(manager, marked);
    }
}


/* What is in the container has to leave the host with it: a driver of the host
 * on one object keeps the whole IOMMU group from the guest, and QEMU aborts on
 * one that it cannot open, as it is without any (vfio_base_device_init). Nested
 * containers that are not plugged have none. */
static int
virFslMcHostdevCheckObjects(const virFslMcObject *container,
                            GPtrArray *objects)
{
    guint i;

    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);

        if (!virFslMcUsePathIsBelow(virFslMcObjectGetPath(object),
                                    virFslMcObjectGetPath(container)) ||
            virFslMcObjectIsDetached(object))
            continue;

        if (virFslMcObjectGetDriver(object)) {
            virReportError(VIR_ERR_OPERATION_INVALID,
                           _("container %1$s is not assignable: its object %2$s is bound to driver %3$s"),
                           virFslMcObjectGetName(container),
                           virFslMcObjectGetName(object),
                           virFslMcObjectGetDriver(object));
            return -1;
        }

        if (!virFslMcObjectIsContainer(object)) {
            virReportError(VIR_ERR_OPERATION_INVALID,
                           _("container %1$s is not assignable: its object %2$s is not bound to a driver"),
                           virFslMcObjectGetName(container),
                           virFslMcObjectGetName(object));
            return -1;
        }
    }

    return 0;
}


/* Gives a container back to the host. That it is gone is as good. */
static int
virFslMcHostdevGiveBack(virFslMcHostdevManager *manager,
                        const char *container)
{
    g_autoptr(GError) error = NULL;

    if (!virFslMcDriverReattach(manager->bus, container, &error) &&
        !g_error_matches(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND)) {
        virFslMcReportError(error);
        return -1;
    }

    return virFslMcLoanRemove(manager->loanDir, container);
}


/* As virFslMcHostdevGiveBack(), where there is nobody to tell that it failed.
 * The error that led here stays the one that is reported. */
static void
virFslMcHostdevReturn(virFslMcHostdevManager *manager,
                      const char *container,
                      const char *domain)
{
    virErrorPtr before;

    virErrorPreserveLast(&before);
    if (virFslMcHostdevGiveBack(manager, container) < 0) {
        VIR_ERROR(_("cannot give container %1$s of domain %2$s back to the host: %3$s"),
                  container, domain, virGetLastErrorMessage());
        virResetLastError();
    }
    virErrorRestore(&before);
}


/* Takes a container from the host. */
static int
virFslMcHostdevBorrow(virFslMcHostdevManager *manager,
                      const char *container,
                      const char *domain)
{
    g_autoptr(GError) error = NULL;
    bool owed = virFslMcLoanExists(manager->loanDir, container);

    if (virFslMcLoanWrite(manager->loanDir, container, domain) < 0)
        return -1;

    if (virFslMcDriverDetach(manager->bus, container, &error))
        return 0;

    /* what is neither here nor there is still to be brought back, and it may
     * have been there before */
    if (!owed &&
        !g_error_matches(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_RESTORED))
        virFslMcLoanRemove(manager->loanDir, container);
    virFslMcReportError(error);

    return -1;
}


/* Brings @container where a guest can have it. */
static int
virFslMcHostdevDetach(virFslMcHostdevManager *manager,
                      const char *domain,
                      const virFslMcHostdevDef *hostdev,
                      const virFslMcObject *container)
{
    g_autoptr(virFslMcVfioClaim) claim = NULL;
    g_autoptr(GError) error = NULL;

    if (!virFslMcObjectIsDetached(container)) {
        if (hostdev->managed)
            return virFslMcHostdevBorrow(manager, hostdev->container, domain);

        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("Unmanaged container %1$s must be manually detached from the host"),
                       hostdev->container);
        return -1;
    }

    /* nobody but us was asked whether it is free */
    if (!(claim = virFslMcVfioClaimNew(manager->bus, hostdev->container, &error))) {
        virFslMcReportError(error);
        return -1;
    }

    /* what an earlier guest could not give back is this one's to give back */
    if (hostdev->managed &&
        virFslMcLoanExists(manager->loanDir, hostdev->container))
        return virFslMcLoanWrite(manager->loanDir, hostdev->container, domain);

    return 0;
}


/* What there is to know about a container that is detached; NULL with
 * libvirt's error set when a guest cannot have it. */
static virFslMcUse *
virFslMcHostdevInspect(virFslMcHostdevManager *manager,
                       const char *domain,
                       const virFslMcHostdevDef *hostdev)
{
    g_autoptr(virFslMcUse) use = NULL;
    g_autoptr(virFslMcObject) container = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GError) error = NULL;

    if (!(container = virFslMcBusLookup(manager->bus, hostdev->container, &error)) ||
        !(objects = virFslMcBusList(manager->bus, &error))) {
        virFslMcReportError(error);
        return NULL;
    }

    if (virFslMcHostdevCheckObjects(container, objects) < 0)
        return NULL;

    use = virFslMcUseNew(hostdev->container, domain, container);
    use->onLoan = hostdev->managed &&
        virFslMcLoanExists(manager->loanDir, hostdev->container);
    virFslMcUseSetNodes(use, manager->bus, container, objects);

    return g_steal_pointer(&use);
}


/* As virFslMcHostdevTake(), for a container that is marked as busy. */
static virFslMcUse *
virFslMcHostdevTakeBusy(virFslMcHostdevManager *manager,
                        const char *domain,
                        const virFslMcHostdevDef *hostdev)
{
    g_autoptr(virFslMcObject) container = NULL;
    g_autoptr(GError) error = NULL;
    virFslMcUse *use;

    if (!(container = virFslMcBusLookupContainer(manager->bus, hostdev->container, &error))) {
        virFslMcReportError(error);
        return NULL;
    }

    if (virFslMcUseListCheckFree(manager->uses, hostdev->container, container) < 0 ||
        virFslMcHostdevDetach(manager, domain, hostdev, container) < 0)
        return NULL;

    use = virFslMcHostdevInspect(manager, domain, hostdev);

    if (!use && !virFslMcObjectIsDetached(container))
        virFslMcHostdevReturn(manager, hostdev->container, domain);

    return use;
}


/* Takes the container of @hostdev for the guest. */
static int
virFslMcHostdevTake(virFslMcHostdevManager *manager,
                    const char *domain,
                    const virFslMcHostdevDef *hostdev)
{
    g_autofree char *busy = virFslMcHostdevBegin(manager, hostdev->container,
                                                 VIR_FSLMC_HOSTDEV_WAIT_TIME);
    virFslMcUse *use;

    if (!busy)
        return -1;

    if ((use = virFslMcHostdevTakeBusy(manager, domain, hostdev)))
        virFslMcUseListAdd(manager->uses, use);

    virFslMcHostdevEnd(manager, busy);

    return use ? 0 : -1;
}


/* Lets go of one container of a guest, and gives it back when it was taken from
 * the host. It counts as in use until it is there. */
static void
virFslMcHostdevRelease(virFslMcHostdevManager *manager,
                       virFslMcUse *use)
{
    g_autofree char *busy = virFslMcHostdevBegin(manager, use->container,
                                                 VIR_FSLMC_HOSTDEV_RELEASE_WAIT_TIME);

    if (!busy) {
        VIR_ERROR(_("container %1$s of domain %2$s stays detached: %3$s"),
                  use->container, use->domain, virGetLastErrorMessage());
        virResetLastError();
        virFslMcUseListRemove(manager->uses, use);
        return;
    }

    if (use->onLoan)
        virFslMcHostdevReturn(manager, use->container, use->domain);

    virFslMcUseListRemove(manager->uses, use);
    virFslMcHostdevEnd(manager, busy);
}


void
virFslMcHostdevReAttach(virFslMcHostdevManager *manager,
                        const char *domain)
{
    virFslMcUse *use;

    while ((use = virFslMcUseListFindLast(manager->uses, domain)))
        virFslMcHostdevRelease(manager, use);
}


int
virFslMcHostdevPrepare(virFslMcHostdevManager *manager,
                       const char *domain,
                       GPtrArray *hostdevs)
{
    guint i;

    if (!virFslMcBusExists(manager->bus)) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED, "%s",
                       _("this host has no fsl-mc bus"));
        return -1;
    }

    for (i = 0; i < hostdevs->len; i++) {
        if (virFslMcHostdevTake(manager, domain, g_ptr_array_index(hostdevs, i)) < 0) {
            virErrorPtr error;

            virErrorPreserveLast(&error);
            virFslMcHostdevReAttach(manager, domain);
            virErrorRestore(&error);
            return -1;
        }
    }

    return 0;
}


/* Whether a guest has the container that it was defined with: a daemon without
 * the plugin starts it without. One whose start was cut short, and one that has
 * ended meanwhile, do not hold the group, but may have it taken from the host. Of a
 * container that no longer exists the guest may still have the device. */
static bool
virFslMcHostdevHas(virFslMcHostdevManager *manager,
                   const virFslMcObject *container,
                   const char *domain,
                   pid_t pid,
                   unsigned int others)
{
    g_autofree char *borrower = NULL;

    if (!container)
        return pid <= 0 || kill(pid, 0) < 0 || virFslMcVfioCountDevices(pid) > others;

    if (virFslMcObjectGetDriver(container) && !virFslMcObjectIsDetached(container))
        return false;

    if (virFslMcVfioGroupIsHeldBy(manager->bus, virFslMcObjectGetIommuGroup(container), pid))
        return true;

    borrower = virFslMcLoanGetDomain(manager->loanDir, virFslMcObjectGetName(container));
    if (borrower)
        return STREQ(borrower, domain);

    return pid <= 0 || kill(pid, 0) < 0;
}


static bool
virFslMcHostdevUpdateActiveOne(virFslMcHostdevManager *manager,
                               const char *domain,
                               const virFslMcHostdevDef *hostdev,
                               pid_t pid,
                               unsigned int others)
{
    g_autoptr(virFslMcObject) container = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(virFslMcUse) use = NULL;

    container = virFslMcBusLookup(manager->bus, hostdev->container, NULL);
    objects = virFslMcBusList(manager->bus, NULL);

    if (!virFslMcHostdevHas(manager, container, domain, pid, others)) {
        VIR_WARN("domain %s runs without container %s", domain, hostdev->container);
        return false;
    }

    use = virFslMcUseNew(hostdev->container, domain, container);
    use->started = true;
    use->onLoan = hostdev->managed &&
        virFslMcLoanExists(manager->loanDir, hostdev->container);

    if (!container || !objects)
        VIR_WARN("container %s of domain %s is gone", hostdev->container, domain);
    else
        virFslMcUseSetNodes(use, manager->bus, container, objects);

    if (virFslMcUseListCheckFree(manager->uses, hostdev->container, container) < 0) {
        VIR_ERROR(_("domain %1$s runs with a container that is not its own: %2$s"),
                  domain, virGetLastErrorMessage());
        virResetLastError();
        return true;
    }

    virFslMcUseListAdd(manager->uses, g_steal_pointer(&use));
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
virFslMcHostdevFindHollow(virFslMcHostdevManager *manager,
                          const char *domain,
                          pid_t pid,
                          unsigned int others)
{
    const virFslMcUse *use = virFslMcUseListFindLast(manager->uses, domain);
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GPtrArray) children = NULL;

    /* the container is a device itself */
    if (!use || virFslMcVfioCountDevices(pid) != others + 1 ||
        !(objects = virFslMcBusList(manager->bus, NULL)))
        return NULL;

    children = virFslMcListChildren(objects, use->container);
    if (children->len == 0)
        return NULL;

    return virFslMcBusLookup(manager->bus, use->container, NULL);
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
    const virFslMcUse *use = virFslMcUseListFindLast(manager->uses, domain);

    return use && !use->started;
}


/* Runs @func on a container that no guest uses.
 *
 * @settles: whether nothing is owed to the host after that, because a person
 *   has decided where the container belongs */
static int
virFslMcHostdevRunBusy(virFslMcHostdevManager *manager,
                       const char *name,
                       virFslMcHostdevFunc func,
                       bool settles)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(manager->bus, name, NULL);
    g_autoptr(GError) error = NULL;

    if (virFslMcUseListCheckFree(manager->uses, name, object) < 0)
        return -1;

    if (!func(manager->bus, name, &error)) {
        virFslMcReportError(error);
        return -1;
    }

    return settles ? virFslMcLoanRemove(manager->loanDir, name) : 0;
}


static int
virFslMcHostdevRun(virFslMcHostdevManager *manager,
                   const char *name,
                   virFslMcHostdevFunc func,
                   bool settles)
{
    g_autofree char *busy = virFslMcHostdevBegin(manager, name,
                                                 VIR_FSLMC_HOSTDEV_WAIT_TIME);
    int ret;

    if (!busy)
        return -1;

    ret = virFslMcHostdevRunBusy(manager, name, func, settles);
    virFslMcHostdevEnd(manager, busy);

    return ret;
}


int
virFslMcHostdevNodeDeviceDetach(virFslMcHostdevManager *manager,
                                const char *name)
{
    return virFslMcHostdevRun(manager, name, virFslMcDriverDetach, true);
}


int
virFslMcHostdevNodeDeviceReAttach(virFslMcHostdevManager *manager,
                                  const char *name)
{
    return virFslMcHostdevRun(manager, name, virFslMcDriverReattach, true);
}


int
virFslMcHostdevNodeDeviceReset(virFslMcHostdevManager *manager,
                               const char *name)
{
    return virFslMcHostdevRun(manager, name, virFslMcVfioReset, false);
}


static int
virFslMcHostdevRecoverOne(virFslMcHostdevManager *manager,
                          const char *container)
{
    g_autofree char *busy = virFslMcHostdevBegin(manager, container,
                                                 VIR_FSLMC_HOSTDEV_RELEASE_WAIT_TIME);
    g_autoptr(virFslMcObject) object = NULL;
    int ret = -1;

    if (!busy)
        return -1;

    object = virFslMcBusLookup(manager->bus, container, NULL);
    if (virFslMcUseListCheckFree(manager->uses, container, object) == 0)
        ret = virFslMcHostdevGiveBack(manager, container);

    virFslMcHostdevEnd(manager, busy);

    return ret;
}


void
virFslMcHostdevRecover(virFslMcHostdevManager *manager)
{
    g_autoptr(GPtrArray) containers = virFslMcLoanList(manager->loanDir);
    guint i;

    for (i = 0; i < containers->len; i++) {
        const char *container = g_ptr_array_index(containers, i);

        if (virFslMcHostdevRecoverOne(manager, container) < 0) {
            /* as a rule because its guest runs */
            VIR_INFO("container %s stays detached: %s", container, virGetLastErrorMessage());
            virResetLastError();
        }
    }
}
