/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_use.h: which guest uses which container
 */

#pragma once

#include "fslmc_internal.h"

#include "fslmc_bus.h"
#include "fslmc_reservation.h"

/* One container of one guest. Once it is in a list nothing of it changes but what
 * the list guards. */
typedef struct _virFslMcUse virFslMcUse;
struct _virFslMcUse {
    int refs;
    char *container;
    char *outermost;    /* the container below the root that this one is or is in */
    char *path;         /* in sysfs; NULL: it was gone when we learnt of this */
    char *domain;
    bool onLoan;        /* to be given back to the host */
    int group;          /* IOMMU group, -1 when it is not known */
    GPtrArray *nodes;   /* device nodes of this group and those nested */
    bool started;       /* the guest runs, and has it; guarded by the list */
    virFslMcReservation *reservation;   /* NULL: it was not to be had */
};

/**
 * virFslMcUseNew:
 * @container: kernel name of a container
 * @outermost: (nullable): the container below the root that it is in, when that
 *   is another one
 * @domain: name of the guest
 * @object: (nullable): the container, when it is there
 *
 * Returns: (transfer full): a use of which nothing else is known
 * Since: 0.1.0
 */
virFslMcUse *virFslMcUseNew(const char *container,
                            const char *outermost,
                            const char *domain,
                            const virFslMcObject *object);
virFslMcUse *virFslMcUseRef(virFslMcUse *use);
void virFslMcUseUnref(virFslMcUse *use);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcUse, virFslMcUseUnref)

/**
 * virFslMcUseEnd:
 *
 * Ends the reservation of a use that is in no list any more, before the container
 * is given back.
 *
 * Since: 0.1.0
 */
void virFslMcUseEnd(virFslMcUse *use);

/**
 * virFslMcUseSetNodes:
 * @container: the container
 * @objects: array of virFslMcObject, all that are on the bus
 *
 * Finds out what QEMU opens to have the container and what is nested in it.
 *
 * Since: 0.1.0
 */
void virFslMcUseSetNodes(virFslMcUse *use,
                         virFslMcBus *bus,
                         const virFslMcObject *container,
                         GPtrArray *objects);

/**
 * virFslMcUsePathIsBelow:
 * @path: (nullable): path of an object in sysfs
 * @above: (nullable): path of a container in sysfs
 *
 * Directories in sysfs nest as containers do.
 *
 * Returns: whether the object is somewhere in the container
 * Since: 0.1.0
 */
bool virFslMcUsePathIsBelow(const char *path, const char *above);

/* All of them. Safe to use from any thread. */
typedef struct _virFslMcUseList virFslMcUseList;

virFslMcUseList *virFslMcUseListNew(const virFslMcBus *bus);
void virFslMcUseListFree(virFslMcUseList *list);

/**
 * virFslMcUseListAdd / virFslMcUseListRemove:
 * @use: (transfer none)
 *
 * Returns: virFslMcUseListRemove: whether it was there
 * Since: 0.1.0
 */
void virFslMcUseListAdd(virFslMcUseList *list, virFslMcUse *use);
bool virFslMcUseListRemove(virFslMcUseList *list, virFslMcUse *use);

/**
 * virFslMcUseListSteal:
 *
 * Removes the uses of @domain.
 *
 * Returns: (transfer full): these, the one that was added last first
 * Since: 0.1.0
 */
GPtrArray *virFslMcUseListSteal(virFslMcUseList *list, const char *domain);

/**
 * virFslMcUseListCheckFree:
 * @container: kernel name of a container
 * @object: (nullable): the container, when it is there
 * @domain: (nullable): the guest that is to have it
 *
 * Returns: 0 when neither @container is in use nor one that it is in or that is
 *   in it, and no guest but @domain has something of its IOMMU group; -1 with libvirt's error set to who uses which
 * Since: 0.1.0
 */
int virFslMcUseListCheckFree(virFslMcUseList *list,
                             const char *container,
                             const virFslMcObject *object,
                             const char *domain);

/**
 * virFslMcUseListIsFree:
 *
 * Returns: as virFslMcUseListCheckFree(), without an error
 * Since: 0.1.0
 */
bool virFslMcUseListIsFree(virFslMcUseList *list,
                           const char *container,
                           const virFslMcObject *object,
                           const char *domain);

/**
 * virFslMcUseListHas:
 *
 * Returns: whether a guest uses @container itself
 * Since: 0.1.0
 */
bool virFslMcUseListHas(virFslMcUseList *list, const char *container);

/**
 * virFslMcUseListGetContainer:
 *
 * Returns: (transfer full) (nullable): the container that @domain uses; the last
 *   one that was added, when there are several
 * Since: 0.1.0
 */
char *virFslMcUseListGetContainer(virFslMcUseList *list, const char *domain);

/**
 * virFslMcUseListIsStarting:
 *
 * Returns: whether @domain has a container, and is not said to run
 * Since: 0.1.0
 */
bool virFslMcUseListIsStarting(virFslMcUseList *list, const char *domain);

/**
 * virFslMcUseListGetNodes:
 *
 * Returns: (transfer full): paths of all device nodes of @domain
 * Since: 0.1.0
 */
GPtrArray *virFslMcUseListGetNodes(virFslMcUseList *list, const char *domain);

/**
 * virFslMcUseListFindNotHeld:
 * @pid: process of @domain
 *
 * Returns: (transfer full) (nullable): a container of @domain whose IOMMU group
 *   @pid does not have open
 * Since: 0.1.0
 */
char *virFslMcUseListFindNotHeld(virFslMcUseList *list,
                                 const virFslMcBus *bus,
                                 const char *domain,
                                 pid_t pid);

/**
 * virFslMcUseListSetStarted:
 *
 * Since: 0.1.0
 */
void virFslMcUseListSetStarted(virFslMcUseList *list, const char *domain);
