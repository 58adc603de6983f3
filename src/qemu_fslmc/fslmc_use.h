/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_use.h: which guest uses which device
 */

#pragma once

#include "fslmc_internal.h"

#include "fslmc_bus.h"
#include "fslmc_reservation.h"

/* One device of one guest. Once it is in a list nothing of it changes but what
 * the list guards. */
typedef struct _virFslMcUse virFslMcUse;
struct _virFslMcUse {
    int refs;
    char *device;
    char *outermost;    /* the one below the root that this one is or is in */
    char *path;         /* in sysfs; NULL: it was gone when we learnt of this */
    char *domain;
    bool onLoan;        /* to be given back to the host */
    int group;          /* IOMMU group, -1 when it is not known */
    GPtrArray *nodes;   /* files in /dev of this group and of what is nested */
    bool started;       /* the guest runs, and has it; guarded by the list */
    virFslMcReservation *reservation;   /* NULL: it was not to be had */
};

/**
 * virFslMcUseNew:
 * @device: kernel name of a device
 * @outermost: (nullable): the device below the root that it is in, when that
 *   is another one
 * @domain: name of the guest
 * @object: (nullable): the device, when it is there
 *
 * Returns: (transfer full): a use of which nothing else is known
 * Since: 0.1.0
 */
virFslMcUse *virFslMcUseNew(const char *device,
                            const char *outermost,
                            const char *domain,
                            const virFslMcObject *object);
virFslMcUse *virFslMcUseRef(virFslMcUse *use);
void virFslMcUseUnref(virFslMcUse *use);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcUse, virFslMcUseUnref)

/**
 * virFslMcUseEnd:
 *
 * Ends the reservation of a use that is in no list any more, before the device
 * is given back.
 *
 * Since: 0.1.0
 */
void virFslMcUseEnd(virFslMcUse *use);

/**
 * virFslMcUseSetNodes:
 * @device: the device
 * @objects: array of virFslMcObject, all that are on the bus
 *
 * Finds out what QEMU opens to have the device and what is nested in it.
 *
 * Since: 0.1.0
 */
void virFslMcUseSetNodes(virFslMcUse *use,
                         virFslMcBus *bus,
                         const virFslMcObject *device,
                         GPtrArray *objects);

/**
 * virFslMcUsePathIsBelow:
 * @path: (nullable): path of an object in sysfs
 * @above: (nullable): path of a device in sysfs
 *
 * Directories in sysfs nest as devices do.
 *
 * Returns: whether the object is somewhere in the device
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
 * @device: kernel name of a device
 * @object: (nullable): the device, when it is there
 * @domain: (nullable): the guest that is to have it
 *
 * Returns: 0 when neither @device is in use nor one that it is in or that is
 *   in it, and no guest but @domain has something of its IOMMU group; -1 with
 *   libvirt's error set to who uses which
 * Since: 0.1.0
 */
int virFslMcUseListCheckFree(virFslMcUseList *list,
                             const char *device,
                             const virFslMcObject *object,
                             const char *domain);

/**
 * virFslMcUseListIsFree:
 *
 * Returns: as virFslMcUseListCheckFree(), without an error
 * Since: 0.1.0
 */
bool virFslMcUseListIsFree(virFslMcUseList *list,
                           const char *device,
                           const virFslMcObject *object,
                           const char *domain);

/**
 * virFslMcUseListHas:
 *
 * Returns: whether a guest uses @device itself
 * Since: 0.1.0
 */
bool virFslMcUseListHas(virFslMcUseList *list, const char *device);

/**
 * virFslMcUseListGetDevice:
 *
 * Returns: (transfer full) (nullable): the device that @domain uses; the last
 *   one that was added, when there are several
 * Since: 0.1.0
 */
char *virFslMcUseListGetDevice(virFslMcUseList *list, const char *domain);

/**
 * virFslMcUseListIsStarting:
 *
 * Returns: whether @domain has a device, and is not said to run
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
 * Returns: (transfer full) (nullable): a device of @domain whose IOMMU group
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
