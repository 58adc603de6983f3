/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_monitor.c: what is on the bus now, kept current by uevents
 *
 * A uevent only says where to look: the object is looked up anew, and the
 * table becomes what sysfs says. So events that come late, twice or in an odd
 * order do no harm. What was removed and made again before we looked is known
 * by its directory's inode to be another device.
 *
 * One thing this cannot see: while a bind is going on, sysfs shows the driver,
 * and when the bind fails, the kernel takes it away without an event. A look
 * in that very moment stays until the object's next event. That is why our own
 * calls ask the kernel for one (fslmc_driver.c).
 */

#include "fslmc-config.h"

#include <errno.h>
#include <libudev.h>
#include <poll.h>
#include <string.h>
#include <sys/eventfd.h>

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_fd.h"
#include "fslmc_listpriv.h"
#include "fslmc_monitor.h"
#include "fslmc_names.h"
#include "fslmc_objectpriv.h"

/* A bound for the kernel, nothing is allocated. An event takes some 1.3 KiB of
 * it: room for 600 objects that are unbound, removed, added and bound. */
#define VIR_FSLMC_MONITOR_BUFFER (4 * 1024 * 1024)

/* How long until a scan that failed is repeated, in ms */
#define VIR_FSLMC_MONITOR_RETRY 1000

struct _virFslMcMonitor {
    virFslMcBus *bus;
    virFslMcMonitorFunc func;
    gpointer opaque;

    struct udev *udev;
    struct udev_monitor *socket;
    int wakeFd;             /* written after quit or wanted changed */
    GThread *thread;        /* NULL where there is no bus to watch */
    gboolean lost;          /* the thread's: the table may not be what the bus
                             * has, until a scan has succeeded */

    GMutex lock;            /* for what follows */
    GCond handled;
    GHashTable *objects;    /* name: object; written by the thread only, which
                             * therefore reads it without the lock */
    GPtrArray *snapshot;    /* the same, sorted; never changed, as others have
                             * it, but replaced. NULL: to be made */
    GHashTable *children;   /* name of a container: those of snapshot in it */
    GHashTable *groups;     /* IOMMU group: those of snapshot in it */
    GPtrArray *refresh;     /* names of objects to be read again */
    guint64 wanted;         /* requests of other threads, and how many of */
    guint64 done;           /* these have been met */
    gboolean busy;          /* there may be events that the thread has received and
                             * the table does not show yet */
    gboolean scanWanted;    /* one of them is for a scan */
    gboolean quit;
};

static void
virFslMcMonitorEmit(virFslMcMonitor *monitor,
                    virFslMcMonitorEvent event,
                    virFslMcObject *object)
{
    if (monitor->func)
        monitor->func(monitor, event, object, monitor->opaque);
}

static virFslMcObject *
virFslMcMonitorGet(virFslMcMonitor *monitor, const char *name)
{
    return g_hash_table_lookup(monitor->objects, name);
}

/* Called with the lock. The table is another one from now on. */
static void
virFslMcMonitorDropSnapshot(virFslMcMonitor *monitor)
{
    g_clear_pointer(&monitor->snapshot, g_ptr_array_unref);
    g_clear_pointer(&monitor->children, g_hash_table_unref);
    g_clear_pointer(&monitor->groups, g_hash_table_unref);
}

/* Adds @object to the list that @key has in @lists. */
static void
virFslMcMonitorAddTo(GHashTable *lists, gconstpointer key, virFslMcObject *object)
{
    GPtrArray *list = g_hash_table_lookup(lists, key);

    if (!list) {
        list = virFslMcListNew();
        g_hash_table_insert(lists, (gpointer) key, list);
    }
    g_ptr_array_add(list, virFslMcObjectRef(object));
}

/* Called with the lock. */
static void
virFslMcMonitorMakeSnapshot(virFslMcMonitor *monitor)
{
    GHashTableIter iter;
    gpointer object;
    guint i;

    if (monitor->snapshot)
        return;

    monitor->snapshot = virFslMcListNew();
    g_hash_table_iter_init(&iter, monitor->objects);
    while (g_hash_table_iter_next(&iter, NULL, &object))
        g_ptr_array_add(monitor->snapshot, virFslMcObjectRef(object));
    virFslMcListSort(monitor->snapshot);

    /* the names are the objects' own */
    monitor->children = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
                                              (GDestroyNotify) g_ptr_array_unref);
    monitor->groups = g_hash_table_new_full(NULL, NULL, NULL,
                                            (GDestroyNotify) g_ptr_array_unref);
    for (i = 0; i < monitor->snapshot->len; i++) {
        virFslMcObject *member = g_ptr_array_index(monitor->snapshot, i);
        const char *parent = virFslMcObjectGetParent(member);

        if (parent)
            virFslMcMonitorAddTo(monitor->children, parent, member);
        virFslMcMonitorAddTo(monitor->groups,
                             GINT_TO_POINTER(virFslMcObjectGetIommuGroup(member)), member);
    }
}

/* Puts @object into the table, in the place of one of the same name */
static void
virFslMcMonitorPut(virFslMcMonitor *monitor, virFslMcObject *object)
{
    g_mutex_lock(&monitor->lock);
    virFslMcMonitorDropSnapshot(monitor);
    /* replace, because the key is a string of the object */
    g_hash_table_replace(monitor->objects,
                         (char *) virFslMcObjectGetName(object),
                         virFslMcObjectRef(object));
    g_mutex_unlock(&monitor->lock);
}

GPtrArray *
virFslMcMonitorList(virFslMcMonitor *monitor)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&monitor->lock);

    virFslMcMonitorMakeSnapshot(monitor);

    return g_ptr_array_ref(monitor->snapshot);
}

/* Returns: (transfer full): what @key has in @lists, a member of @monitor that is made
 *   with the snapshot */
static GPtrArray *
virFslMcMonitorListOf(virFslMcMonitor *monitor, GHashTable **lists, gconstpointer key)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&monitor->lock);
    GPtrArray *list;

    virFslMcMonitorMakeSnapshot(monitor);
    list = g_hash_table_lookup(*lists, key);

    return list ? g_ptr_array_ref(list) : virFslMcListNew();
}

static GPtrArray *
virFslMcMonitorListChildren(virFslMcMonitor *monitor, const char *container)
{
    return virFslMcMonitorListOf(monitor, &monitor->children, container);
}

GPtrArray *
virFslMcMonitorListRelated(virFslMcMonitor *monitor, const virFslMcObject *object)
{
    int group = virFslMcObjectGetIommuGroup(object);
    GPtrArray *related = virFslMcListNew();
    g_autoptr(GPtrArray) members = NULL;
    g_autoptr(GPtrArray) children = NULL;
    guint i;

    if (group >= 0)
        members = virFslMcMonitorListOf(monitor, &monitor->groups, GINT_TO_POINTER(group));
    for (i = 0; members && i < members->len; i++)
        g_ptr_array_add(related, virFslMcObjectRef(g_ptr_array_index(members, i)));

    children = virFslMcMonitorListChildren(monitor, virFslMcObjectGetName(object));
    for (i = 0; i < children->len; i++) {
        virFslMcObject *child = g_ptr_array_index(children, i);

        if (group < 0 || virFslMcObjectGetIommuGroup(child) != group)
            g_ptr_array_add(related, virFslMcObjectRef(child));
    }
    virFslMcListSort(related);

    return related;
}

/* Removes @name and before that what is in it. What of it is on the bus again
 * came there later, and has events of its own that say so. */
static void
virFslMcMonitorRemove(virFslMcMonitor *monitor, const char *name)
{
    g_autoptr(virFslMcObject) object = virFslMcMonitorLookup(monitor, name);
    g_autoptr(GPtrArray) children = NULL;
    guint i;

    if (!object)
        return;

    if (virFslMcObjectIsContainer(object)) {
        children = virFslMcMonitorListChildren(monitor, name);
        for (i = 0; i < children->len; i++)
            virFslMcMonitorRemove(monitor,
                                  virFslMcObjectGetName(g_ptr_array_index(children, i)));
    }

    g_mutex_lock(&monitor->lock);
    virFslMcMonitorDropSnapshot(monitor);
    g_hash_table_remove(monitor->objects, virFslMcObjectGetName(object));
    g_mutex_unlock(&monitor->lock);

    virFslMcMonitorEmit(monitor, VIR_FSLMC_MONITOR_REMOVED, object);
}

static void virFslMcMonitorUpdate(virFslMcMonitor *monitor,
                                  const char *name,
                                  virFslMcObject *now);

/* Sees to it that the container that @object is in is in the table.
 *
 * Returns: FALSE when there is none on the bus: then @object is gone, too */
static gboolean
virFslMcMonitorAddParent(virFslMcMonitor *monitor, virFslMcObject *object)
{
    const char *name = virFslMcObjectGetParent(object);
    virFslMcObject *before;
    g_autoptr(virFslMcObject) now = NULL;

    if (!name)
        return TRUE;

    now = virFslMcBusLookup(monitor->bus, name, NULL);
    if (!now)
        return FALSE;

    /* A change of the same one has an event of its own. This here may be in
     * the midst of a bind, of which nobody knows how it ends. */
    before = virFslMcMonitorGet(monitor, name);
    if (!before || !virFslMcObjectIsSame(before, now))
        virFslMcMonitorUpdate(monitor, name, now);

    return virFslMcMonitorGet(monitor, name) != NULL;
}

/* Makes the table's @name what the bus has: @now, or nothing when that is NULL */
static void
virFslMcMonitorUpdate(virFslMcMonitor *monitor,
                      const char *name,
                      virFslMcObject *now)
{
    virFslMcObject *before = virFslMcMonitorGet(monitor, name);

    if (before && now && virFslMcObjectEqual(before, now))
        return;

    if (before && now && virFslMcObjectIsSame(before, now)) {
        virFslMcMonitorPut(monitor, now);
        virFslMcMonitorEmit(monitor, VIR_FSLMC_MONITOR_CHANGED, now);
        return;
    }

    if (before)
        virFslMcMonitorRemove(monitor, name);

    if (now && virFslMcMonitorAddParent(monitor, now)) {
        virFslMcMonitorPut(monitor, now);
        virFslMcMonitorEmit(monitor, VIR_FSLMC_MONITOR_ADDED, now);
    }
}

/* Containers before what is in them */
static int
virFslMcMonitorPathOrder(gconstpointer a, gconstpointer b)
{
    virFslMcObject *const *first = a;
    virFslMcObject *const *second = b;

    return strcmp(virFslMcObjectGetPath(*first), virFslMcObjectGetPath(*second));
}

/* Makes the table what the bus has. When the bus cannot be read that is still to
 * be done; said once, as it is tried again. */
static void
virFslMcMonitorScan(virFslMcMonitor *monitor)
{
    g_autoptr(GPtrArray) before = virFslMcMonitorList(monitor);
    g_autoptr(GPtrArray) now = NULL;
    g_autoptr(GHashTable) names = g_hash_table_new(g_str_hash, g_str_equal);
    g_autoptr(GError) error = NULL;
    guint i;

    now = virFslMcBusList(monitor->bus, &error);
    if (!now) {
        if (!monitor->lost)
            g_warning("%s", error->message);
        monitor->lost = TRUE;
        return;
    }
    monitor->lost = FALSE;

    g_ptr_array_sort(now, virFslMcMonitorPathOrder);

    for (i = 0; i < now->len; i++)
        g_hash_table_add(names, (char *) virFslMcObjectGetName(g_ptr_array_index(now, i)));

    for (i = 0; i < before->len; i++) {
        const char *name = virFslMcObjectGetName(g_ptr_array_index(before, i));

        if (!g_hash_table_contains(names, name))
            virFslMcMonitorUpdate(monitor, name, NULL);
    }

    for (i = 0; i < now->len; i++) {
        virFslMcObject *object = g_ptr_array_index(now, i);

        virFslMcMonitorUpdate(monitor, virFslMcObjectGetName(object), object);
    }
}

static gboolean
virFslMcMonitorHasEvents(virFslMcMonitor *monitor)
{
    struct pollfd fd = {
        .fd = udev_monitor_get_fd(monitor->socket),
        .events = POLLIN,
    };

    return poll(&fd, 1, 0) > 0 && fd.revents & (POLLIN | POLLERR);
}

/* Takes in the events that are there. One that is not for us, or not the
 * kernel's, is passed over. Whatever else keeps an event from us, as a queue that
 * ran over (ENOBUFS), has made the table unreliable.
 *
 * Returns: whether that has happened */
static gboolean
virFslMcMonitorReceive(virFslMcMonitor *monitor)
{
    gboolean lost = FALSE;

    while (virFslMcMonitorHasEvents(monitor)) {
        struct udev_device *device;

        errno = 0;
        device = udev_monitor_receive_device(monitor->socket);
        if (device) {
            const char *name = udev_device_get_sysname(device);
            g_autoptr(virFslMcObject) now = NULL;

            if (name && virFslMcBusNameIsValid(monitor->bus, name)) {
                now = virFslMcBusLookup(monitor->bus, name, NULL);
                virFslMcMonitorUpdate(monitor, name, now);
            }
            udev_device_unref(device);
        } else if (errno != 0 && errno != EAGAIN && errno != EINTR) {
            lost = TRUE;
        }
    }

    return lost;
}

/* Reads @name again, and what is in it without an IOMMU group: a first probe that
 * fails or is deferred gives a group, and no event says so. */
static void
virFslMcMonitorReadAgain(virFslMcMonitor *monitor, const char *name)
{
    g_autoptr(virFslMcObject) now = virFslMcBusLookup(monitor->bus, name, NULL);
    g_autoptr(GPtrArray) children = NULL;
    guint i;

    virFslMcMonitorUpdate(monitor, name, now);
    if (!now || !virFslMcObjectIsContainer(now))
        return;

    children = virFslMcMonitorListChildren(monitor, name);
    for (i = 0; i < children->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(children, i);
        const char *inner = virFslMcObjectGetName(object);
        g_autofree char *link = NULL;
        g_autoptr(virFslMcObject) child = NULL;

        if (virFslMcObjectGetIommuGroup(object) >= 0)
            continue;

        link = g_build_filename(virFslMcObjectGetPath(object),
                                VIR_FSLMC_ATTR_IOMMU_GROUP, NULL);
        if (!g_file_test(link, G_FILE_TEST_IS_SYMLINK))
            continue;

        child = virFslMcBusLookup(monitor->bus, inner, NULL);
        virFslMcMonitorUpdate(monitor, inner, child);
    }
}

/* Makes the table what the events say that are there, and what the bus has if @scan. */
static void
virFslMcMonitorTakeIn(virFslMcMonitor *monitor, gboolean scan)
{
    /* before an event is received: see virFslMcMonitorIsCurrent() */
    g_mutex_lock(&monitor->lock);
    monitor->busy = TRUE;
    g_mutex_unlock(&monitor->lock);

    if (virFslMcMonitorReceive(monitor) || scan)
        virFslMcMonitorScan(monitor);

    g_mutex_lock(&monitor->lock);
    monitor->busy = monitor->lost;
    g_mutex_unlock(&monitor->lock);
}

/* Does what other threads asked for.
 *
 * Returns: FALSE when the thread is to end */
static gboolean
virFslMcMonitorHandleRequests(virFslMcMonitor *monitor)
{
    g_autoptr(GPtrArray) refresh = NULL;
    eventfd_t count;
    guint64 wanted;
    gboolean scan;
    gboolean quit;
    guint i;

    eventfd_read(monitor->wakeFd, &count);

    g_mutex_lock(&monitor->lock);
    quit = monitor->quit;
    wanted = monitor->wanted;
    scan = monitor->scanWanted;
    monitor->scanWanted = FALSE;
    refresh = g_steal_pointer(&monitor->refresh);
    g_mutex_unlock(&monitor->lock);

    if (quit)
        return FALSE;

    /* the events first, so that they are reported as they came */
    virFslMcMonitorTakeIn(monitor, scan || monitor->lost);
    for (i = 0; refresh && i < refresh->len; i++)
        virFslMcMonitorReadAgain(monitor, g_ptr_array_index(refresh, i));

    g_mutex_lock(&monitor->lock);
    monitor->done = wanted;
    g_cond_broadcast(&monitor->handled);
    g_mutex_unlock(&monitor->lock);
    return TRUE;
}

static gpointer
virFslMcMonitorRun(gpointer opaque)
{
    virFslMcMonitor *monitor = opaque;
    struct pollfd fds[] = {
        { .fd = monitor->wakeFd, .events = POLLIN },
        { .fd = udev_monitor_get_fd(monitor->socket), .events = POLLIN },
    };

    while (TRUE) {
        int rc = poll(fds, G_N_ELEMENTS(fds),
                      monitor->lost ? VIR_FSLMC_MONITOR_RETRY : -1);

        if (rc < 0)
            continue;

        if (rc > 0 && fds[0].revents && !virFslMcMonitorHandleRequests(monitor))
            return NULL;

        if (rc == 0 || fds[1].revents)
            virFslMcMonitorTakeIn(monitor, rc == 0);
    }
}

/* Returns: 0, or a negative errno */
static int
virFslMcMonitorFilter(virFslMcMonitor *monitor)
{
    const virFslMcKind *const *kinds = virFslMcBusGetKinds(monitor->bus);
    int rc = 0;
    gsize i;

    for (i = 0; kinds[i] && rc >= 0; i++)
        rc = udev_monitor_filter_add_match_subsystem_devtype(monitor->socket,
                                                             kinds[i]->subsystem,
                                                             NULL);

    return rc;
}

static gboolean
virFslMcMonitorSubscribe(virFslMcMonitor *monitor, GError **error)
{
    int rc;

    monitor->udev = udev_new();
    if (monitor->udev)
        monitor->socket = udev_monitor_new_from_netlink(monitor->udev, "kernel");
    rc = -errno;

    if (monitor->socket) {
        /* without the right to it we just have to rescan more often */
        udev_monitor_set_receive_buffer_size(monitor->socket,
                                             VIR_FSLMC_MONITOR_BUFFER);

        rc = virFslMcMonitorFilter(monitor);
        if (rc >= 0)
            rc = udev_monitor_enable_receiving(monitor->socket);
        if (rc >= 0)
            return TRUE;
    }

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                _("cannot subscribe to the kernel's uevents: %1$s"), g_strerror(-rc));
    return FALSE;
}

static gboolean
virFslMcMonitorStart(virFslMcMonitor *monitor, GError **error)
{
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GError) cause = NULL;
    guint i;

    /* first, so that nothing falls between */
    if (!virFslMcMonitorSubscribe(monitor, error))
        return FALSE;

    objects = virFslMcBusList(monitor->bus, error);
    if (!objects)
        return FALSE;
    for (i = 0; i < objects->len; i++)
        virFslMcMonitorPut(monitor, g_ptr_array_index(objects, i));

    monitor->wakeFd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
    if (monitor->wakeFd < 0) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("cannot create an eventfd: %1$s"), g_strerror(errno));
        return FALSE;
    }

    monitor->thread = g_thread_try_new("fslmc-monitor", virFslMcMonitorRun,
                                       monitor, &cause);
    if (!monitor->thread) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                    _("cannot start the monitor's thread: %1$s"), cause->message);
        return FALSE;
    }

    return TRUE;
}

virFslMcMonitor *
virFslMcMonitorNew(virFslMcBus *bus,
                   virFslMcMonitorFunc func,
                   gpointer opaque,
                   GError **error)
{
    g_autoptr(virFslMcMonitor) monitor = g_new0(virFslMcMonitor, 1);

    monitor->bus = virFslMcBusRef(bus);
    monitor->func = func;
    monitor->opaque = opaque;
    monitor->wakeFd = -1;
    g_mutex_init(&monitor->lock);
    g_cond_init(&monitor->handled);
    monitor->objects = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
                                             (GDestroyNotify) virFslMcObjectUnref);

    if (virFslMcBusExists(bus) && !virFslMcMonitorStart(monitor, error))
        return NULL;

    return g_steal_pointer(&monitor);
}

void
virFslMcMonitorFree(virFslMcMonitor *monitor)
{
    if (!monitor)
        return;

    if (monitor->thread) {
        g_mutex_lock(&monitor->lock);
        monitor->quit = TRUE;
        g_mutex_unlock(&monitor->lock);
        eventfd_write(monitor->wakeFd, 1);
        g_thread_join(monitor->thread);
    }

    virFslMcFdClose(&monitor->wakeFd);
    udev_monitor_unref(monitor->socket);
    udev_unref(monitor->udev);
    g_clear_pointer(&monitor->refresh, g_ptr_array_unref);
    virFslMcMonitorDropSnapshot(monitor);
    g_hash_table_unref(monitor->objects);
    g_cond_clear(&monitor->handled);
    g_mutex_clear(&monitor->lock);
    virFslMcBusUnref(monitor->bus);
    g_free(monitor);
}

virFslMcObject *
virFslMcMonitorLookup(virFslMcMonitor *monitor, const char *name)
{
    virFslMcObject *object;

    g_mutex_lock(&monitor->lock);
    object = virFslMcMonitorGet(monitor, name);
    if (object)
        virFslMcObjectRef(object);
    g_mutex_unlock(&monitor->lock);

    return object;
}

/* Whether the table shows all that the kernel has reported until now. An event that
 * the thread took from the socket before we look there is one that it was busy with
 * then, and we see whether it still is. */
static gboolean
virFslMcMonitorIsCurrent(virFslMcMonitor *monitor)
{
    gboolean busy;

    if (virFslMcMonitorHasEvents(monitor))
        return FALSE;

    g_mutex_lock(&monitor->lock);
    busy = monitor->busy;
    g_mutex_unlock(&monitor->lock);

    return !busy;
}

/* Has the thread take in what the kernel has reported until now, scan the bus if
 * @scan, read object @name again unless that is NULL, and waits for it. */
static void
virFslMcMonitorRequest(virFslMcMonitor *monitor, gboolean scan, const char *name)
{
    guint64 wanted;

    if (!monitor->thread)
        return;

    g_mutex_lock(&monitor->lock);
    monitor->scanWanted |= scan;
    if (name) {
        if (!monitor->refresh)
            monitor->refresh = g_ptr_array_new_with_free_func(g_free);
        g_ptr_array_add(monitor->refresh, g_strdup(name));
    }
    wanted = ++monitor->wanted;
    eventfd_write(monitor->wakeFd, 1);
    while (monitor->done < wanted)
        g_cond_wait(&monitor->handled, &monitor->lock);
    g_mutex_unlock(&monitor->lock);
}

void
virFslMcMonitorSync(virFslMcMonitor *monitor)
{
    if (monitor->thread && !virFslMcMonitorIsCurrent(monitor))
        virFslMcMonitorRequest(monitor, FALSE, NULL);
}

/* Whether the table shows @name as the bus has it now, and an IOMMU group for all that
 * is in it. */
static gboolean
virFslMcMonitorShows(virFslMcMonitor *monitor, const char *name)
{
    g_autoptr(virFslMcObject) before = virFslMcMonitorLookup(monitor, name);
    g_autoptr(virFslMcObject) now = NULL;
    g_autoptr(GPtrArray) children = NULL;
    guint i;

    if (!before || !(now = virFslMcBusLookupAgain(monitor->bus, before)) ||
        !virFslMcObjectEqual(before, now))
        return FALSE;

    if (!virFslMcObjectIsContainer(now))
        return TRUE;

    children = virFslMcMonitorListChildren(monitor, name);
    for (i = 0; i < children->len; i++) {
        if (virFslMcObjectGetIommuGroup(g_ptr_array_index(children, i)) < 0)
            return FALSE;
    }

    return TRUE;
}

void
virFslMcMonitorRefresh(virFslMcMonitor *monitor, const char *name)
{
    /* without a turn of the thread, as nearly always */
    if (monitor->thread && virFslMcMonitorIsCurrent(monitor) &&
        virFslMcMonitorShows(monitor, name))
        return;

    virFslMcMonitorRequest(monitor, FALSE, name);
}

void
virFslMcMonitorRescan(virFslMcMonitor *monitor)
{
    virFslMcMonitorRequest(monitor, TRUE, NULL);
}
