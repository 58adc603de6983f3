/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_use.c: which guest uses what
 */

#include "fslmc_use.h"

#include "virerror.h"
#include "virfile.h"

#include "fslmc_hostdev.h"
#include "fslmc_vfio.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

struct _virFslMcUseList {
    const char *noun;   /* for messages: what is used */
    GMutex lock;
    GPtrArray *uses;
};


virFslMcUse *
virFslMcUseNew(const char *device,
               const char *outermost,
               const char *domain,
               const virFslMcObject *object)
{
    virFslMcUse *use = g_new0(virFslMcUse, 1);

    use->refs = 1;
    use->device = g_strdup(device);
    use->outermost = g_strdup(outermost ? outermost : device);
    use->domain = g_strdup(domain);
    use->path = g_strdup(object ? virFslMcObjectGetPath(object) : NULL);
    use->group = -1;
    use->nodes = g_ptr_array_new_with_free_func(g_free);

    return use;
}


virFslMcUse *
virFslMcUseRef(virFslMcUse *use)
{
    g_atomic_int_inc(&use->refs);
    return use;
}


void
virFslMcUseUnref(virFslMcUse *use)
{
    if (!use || !g_atomic_int_dec_and_test(&use->refs))
        return;

    g_free(use->device);
    g_free(use->outermost);
    g_free(use->path);
    g_free(use->domain);
    g_ptr_array_unref(use->nodes);
    virFslMcReservationFree(use->reservation);
    g_free(use);
}


void
virFslMcUseEnd(virFslMcUse *use)
{
    g_clear_pointer(&use->reservation, virFslMcReservationFree);
}


static void
virFslMcUseAddNode(virFslMcUse *use,
                   virFslMcBus *bus,
                   int group)
{
    g_autofree char *path = virFslMcVfioGroupPath(bus, group);

    if (group >= 0 && virFileExists(path) &&
        !g_ptr_array_find_with_equal_func(use->nodes, path, g_str_equal, NULL))
        g_ptr_array_add(use->nodes, g_steal_pointer(&path));
}


/* A nested container has an IOMMU group of its own; one that was never plugged
 * has none. */
void
virFslMcUseSetNodes(virFslMcUse *use,
                    virFslMcBus *bus,
                    const virFslMcObject *device,
                    GPtrArray *objects)
{
    g_autoptr(GPtrArray) nested = virFslMcListNested(objects, use->device);
    guint i;

    use->group = virFslMcObjectGetIommuGroup(device);
    virFslMcUseAddNode(use, bus, use->group);

    for (i = 0; i < nested->len; i++) {
        virFslMcUseAddNode(use, bus,
                           virFslMcObjectGetIommuGroup(g_ptr_array_index(nested, i)));
    }
}


virFslMcUseList *
virFslMcUseListNew(const virFslMcBus *bus)
{
    virFslMcUseList *list = g_new0(virFslMcUseList, 1);

    list->noun = virFslMcBusGetNoun(bus);
    list->uses = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcUseUnref);
    g_mutex_init(&list->lock);

    return list;
}


void
virFslMcUseListFree(virFslMcUseList *list)
{
    if (!list)
        return;

    g_ptr_array_unref(list->uses);
    g_mutex_clear(&list->lock);
    g_free(list);
}


void
virFslMcUseListAdd(virFslMcUseList *list,
                   virFslMcUse *use)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);

    g_ptr_array_add(list->uses, virFslMcUseRef(use));
}


bool
virFslMcUseListRemove(virFslMcUseList *list,
                      virFslMcUse *use)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);

    return g_ptr_array_remove(list->uses, use);
}


GPtrArray *
virFslMcUseListSteal(virFslMcUseList *list,
                     const char *domain)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);
    GPtrArray *stolen = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcUseUnref);
    guint i;

    for (i = list->uses->len; i > 0; i--) {
        virFslMcUse *use = g_ptr_array_index(list->uses, i - 1);

        if (STREQ(use->domain, domain)) {
            g_ptr_array_add(stolen, virFslMcUseRef(use));
            g_ptr_array_remove_index(list->uses, i - 1);
        }
    }

    return stolen;
}


bool
virFslMcUsePathIsBelow(const char *path,
                       const char *above)
{
    const char *rest = path && above ? STRSKIP(path, above) : NULL;

    return rest && *rest == '/';
}


/* A group belongs to one guest, which can have all that is in it. Called with the lock
 * held. */
static const virFslMcUse *
virFslMcUseListFindConflict(virFslMcUseList *list,
                            const char *device,
                            const virFslMcObject *object,
                            const char *domain)
{
    const char *path = object ? virFslMcObjectGetPath(object) : NULL;
    int group = object ? virFslMcObjectGetIommuGroup(object) : -1;
    guint i;

    for (i = 0; i < list->uses->len; i++) {
        const virFslMcUse *use = g_ptr_array_index(list->uses, i);

        if (STREQ(use->device, device) ||
            virFslMcUsePathIsBelow(path, use->path) ||
            virFslMcUsePathIsBelow(use->path, path) ||
            (group >= 0 && use->group == group && STRNEQ_NULLABLE(use->domain, domain)))
            return use;
    }

    return NULL;
}


int
virFslMcUseListCheckFree(virFslMcUseList *list,
                         const char *device,
                         const virFslMcObject *object,
                         const char *domain)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);
    const char *path = object ? virFslMcObjectGetPath(object) : NULL;
    const virFslMcUse *use = virFslMcUseListFindConflict(list, device, object, domain);

    if (!use)
        return 0;

    if (STREQ(use->device, device)) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("%1$s %2$s is in use by driver %3$s, domain %4$s"),
                       list->noun, device, VIR_FSLMC_HOSTDEV_DRIVER, use->domain);
    } else if (virFslMcUsePathIsBelow(use->path, path)) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("%1$s %2$s holds %1$s %3$s, which is in use by driver %4$s, domain %5$s"),
                       list->noun, device, use->device, VIR_FSLMC_HOSTDEV_DRIVER,
                       use->domain);
    } else if (virFslMcUsePathIsBelow(path, use->path)) {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("%1$s %2$s is in %1$s %3$s, which is in use by driver %4$s, domain %5$s"),
                       list->noun, device, use->device, VIR_FSLMC_HOSTDEV_DRIVER,
                       use->domain);
    } else {
        virReportError(VIR_ERR_OPERATION_INVALID,
                       _("%1$s %2$s is in one IOMMU group with %1$s %3$s, which is in use by driver %4$s, domain %5$s"),
                       list->noun, device, use->device, VIR_FSLMC_HOSTDEV_DRIVER,
                       use->domain);
    }

    return -1;
}


bool
virFslMcUseListIsFree(virFslMcUseList *list,
                      const char *device,
                      const virFslMcObject *object,
                      const char *domain)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);

    return !virFslMcUseListFindConflict(list, device, object, domain);
}


bool
virFslMcUseListHas(virFslMcUseList *list,
                   const char *device)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);
    guint i;

    for (i = 0; i < list->uses->len; i++) {
        const virFslMcUse *use = g_ptr_array_index(list->uses, i);

        if (STREQ(use->device, device))
            return true;
    }

    return false;
}


/* Called with the lock held. */
static const virFslMcUse *
virFslMcUseListFindLast(virFslMcUseList *list,
                        const char *domain)
{
    guint i;

    for (i = list->uses->len; i > 0; i--) {
        const virFslMcUse *use = g_ptr_array_index(list->uses, i - 1);

        if (STREQ(use->domain, domain))
            return use;
    }

    return NULL;
}


char *
virFslMcUseListGetDevice(virFslMcUseList *list,
                            const char *domain)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);
    const virFslMcUse *use = virFslMcUseListFindLast(list, domain);

    return use ? g_strdup(use->device) : NULL;
}


bool
virFslMcUseListIsStarting(virFslMcUseList *list,
                          const char *domain)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);
    const virFslMcUse *use = virFslMcUseListFindLast(list, domain);

    return use && !use->started;
}


GPtrArray *
virFslMcUseListGetNodes(virFslMcUseList *list,
                        const char *domain)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);
    GPtrArray *nodes = g_ptr_array_new_with_free_func(g_free);
    guint i;

    for (i = 0; i < list->uses->len; i++) {
        const virFslMcUse *use = g_ptr_array_index(list->uses, i);
        guint j;

        for (j = 0; STREQ(use->domain, domain) && j < use->nodes->len; j++) {
            const char *node = g_ptr_array_index(use->nodes, j);

            if (!g_ptr_array_find_with_equal_func(nodes, node, g_str_equal, NULL))
                g_ptr_array_add(nodes, g_strdup(node));
        }
    }

    return nodes;
}


/* Returns: (transfer full): the uses of @domain */
static GPtrArray *
virFslMcUseListOf(virFslMcUseList *list,
                  const char *domain)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);
    GPtrArray *uses = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcUseUnref);
    guint i;

    for (i = 0; i < list->uses->len; i++) {
        virFslMcUse *use = g_ptr_array_index(list->uses, i);

        if (STREQ(use->domain, domain))
            g_ptr_array_add(uses, virFslMcUseRef(use));
    }

    return uses;
}


/* What a process has open is looked up without the lock. */
char *
virFslMcUseListFindNotHeld(virFslMcUseList *list,
                           const virFslMcBus *bus,
                           const char *domain,
                           pid_t pid)
{
    g_autoptr(GPtrArray) uses = virFslMcUseListOf(list, domain);
    guint i;

    for (i = 0; i < uses->len; i++) {
        const virFslMcUse *use = g_ptr_array_index(uses, i);

        if (!virFslMcVfioGroupIsHeldBy(bus, use->group, pid))
            return g_strdup(use->device);
    }

    return NULL;
}


void
virFslMcUseListSetStarted(virFslMcUseList *list,
                          const char *domain)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&list->lock);
    guint i;

    for (i = 0; i < list->uses->len; i++) {
        virFslMcUse *use = g_ptr_array_index(list->uses, i);

        if (STREQ(use->domain, domain))
            use->started = true;
    }
}
