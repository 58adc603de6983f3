/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_use.h: which guest uses which container
 */

#pragma once

#include "fslmc_internal.h"

#include "fslmc_bus.h"

/* One container of one guest. The thread that works on the guest is the only
 * one that adds or removes it. */
typedef struct _virFslMcUse virFslMcUse;
struct _virFslMcUse {
    char *container;
    char *path;         /* in sysfs; NULL: it was gone when we learnt of this */
    char *domain;
    bool onLoan;        /* to be given back to the host */
    bool started;       /* the guest runs, and has it */
    int group;          /* IOMMU group, -1 when it is not known */
    GPtrArray *nodes;   /* device nodes of this group and those nested */
};

/**
 * virFslMcUseNew:
 * @container: kernel name of a container
 * @domain: name of the guest
 * @object: (nullable): the container, when it is there
 *
 * Returns: (transfer full): a use of which nothing else is known
 * Since: 0.1.0
 */
virFslMcUse *virFslMcUseNew(const char *container,
                            const char *domain,
                            const virFslMcObject *object);
void virFslMcUseFree(virFslMcUse *use);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcUse, virFslMcUseFree)

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

virFslMcUseList *virFslMcUseListNew(void);
void virFslMcUseListFree(virFslMcUseList *list);

/**
 * virFslMcUseListAdd / virFslMcUseListRemove:
 * @use: (transfer full) for Add; freed by Remove
 *
 * Since: 0.1.0
 */
void virFslMcUseListAdd(virFslMcUseList *list, virFslMcUse *use);
void virFslMcUseListRemove(virFslMcUseList *list, virFslMcUse *use);

/**
 * virFslMcUseListCheckFree:
 * @container: kernel name of a container
 * @object: (nullable): the container, when it is there
 *
 * Returns: 0 when neither @container is in use nor one that it is in or that is
 *   in it; -1 with libvirt's error set to who uses which
 * Since: 0.1.0
 */
int virFslMcUseListCheckFree(virFslMcUseList *list,
                             const char *container,
                             const virFslMcObject *object);

/**
 * virFslMcUseListFindLast:
 *
 * Returns: (transfer none) (nullable): the use that was added last of those that
 *   @domain has
 * Since: 0.1.0
 */
virFslMcUse *virFslMcUseListFindLast(virFslMcUseList *list, const char *domain);

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
