/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mover.h: moves devices on threads of their own
 *
 * A device moves when its files in sysfs are written. Such a write takes 15 s
 * while the MC is silent, and does not return at all while a process has it, or
 * something in it, open through VFIO. Whoever holds a lock must not wait for that,
 * so all moves are made here. One thread makes the moves of those devices that can
 * move only one after the other: a container below a root with what is nested in
 * it, or what is in one IOMMU group. A device that does not move on keeps no other
 * one waiting.
 *
 * A caller may wait for its move. It waits as long as the moves end, its own
 * and those before it; one that takes longer than any that ends is stuck, and
 * then everybody who waits for the device is told so.
 */

#pragma once

#include "fslmc_internal.h"

#include "fslmc_bus.h"

/* What happens to a device meanwhile, for messages. */
typedef enum {
    VIR_FSLMC_MOVE_TAKE,        /* from the host, for a guest */
    VIR_FSLMC_MOVE_GIVE_BACK,   /* to the host, after a guest */
    VIR_FSLMC_MOVE_DETACH,      /* these by the node-device calls */
    VIR_FSLMC_MOVE_REATTACH,
    VIR_FSLMC_MOVE_RESET,
} virFslMcMoveType;

typedef struct _virFslMcMover virFslMcMover;
typedef struct _virFslMcMove virFslMcMove;

/**
 * virFslMcMoveFunc:
 *
 * Called on the device's thread, without any lock.
 *
 * Returns: 0, or -1 with libvirt's error set
 */
typedef int (*virFslMcMoveFunc)(virFslMcMove *move, void *opaque);

typedef struct _virFslMcMoverTimes virFslMcMoverTimes;
struct _virFslMcMoverTimes {
    gint64 stuck;       /* µs after which a move is stuck */
    gint64 firstRetry;  /* µs from a move that failed to its second attempt */
    gint64 lastRetry;   /* µs between two attempts at most; each doubles it */
};

/**
 * virFslMcMoverNew:
 * @times: (nullable): other times than the ones that suit the kernel
 *
 * Returns: (transfer full): a mover without any thread
 * Since: 0.1.0
 */
virFslMcMover *virFslMcMoverNew(virFslMcBus *bus,
                                const virFslMcMoverTimes *times);

/**
 * virFslMcMoverFree:
 *
 * Waits for the moves that are under way.
 *
 * Since: 0.1.0
 */
void virFslMcMoverFree(virFslMcMover *mover);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcMover, virFslMcMoverFree)

/**
 * virFslMcMoveNew:
 * @device: kernel name of a device, which need not exist
 * @domain: (nullable): name of the guest that it is about
 * @run: what moves the device
 * @undo: (nullable): what is called after @run succeeded, when nobody wants it
 *   any more
 * @opaque: for both; freed with @freeFunc, which may be NULL
 *
 * Returns: (transfer full): a move that nobody has asked for yet
 * Since: 0.1.0
 */
virFslMcMove *virFslMcMoveNew(virFslMcMoveType type,
                              const char *device,
                              const char *domain,
                              virFslMcMoveFunc run,
                              virFslMcMoveFunc undo,
                              void *opaque,
                              GDestroyNotify freeFunc);
virFslMcMove *virFslMcMoveRef(virFslMcMove *move);
void virFslMcMoveUnref(virFslMcMove *move);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcMove, virFslMcMoveUnref)

/**
 * virFslMcMoveGetDevice / GetDomain / GetOutermost / GetAttempt:
 *
 * Returns: what the move is about; from within it the device below the root
 *   that is or holds it, and how many attempts there were before
 * Since: 0.1.0
 */
const char *virFslMcMoveGetDevice(const virFslMcMove *move);
const char *virFslMcMoveGetDomain(const virFslMcMove *move);
const char *virFslMcMoveGetOutermost(const virFslMcMove *move);
guint virFslMcMoveGetAttempt(const virFslMcMove *move);

/**
 * virFslMcMoverOutermost:
 * @name: kernel name of an object
 *
 * Returns: (transfer full) (nullable): the device below a root that @name is
 *   or is nested in; NULL when there is no such object
 * Since: 0.1.0
 */
char *virFslMcMoverOutermost(virFslMcBus *bus, const char *name);

/**
 * virFslMcMoverRun:
 *
 * Makes the move, and waits for it. Hold no lock of yours: what is before it
 * may take its time.
 *
 * Returns: what the move returned; -1 with libvirt's error set, too, when it was
 *   cancelled, or when it or one before it is stuck. Such a move is not made, or
 *   undone when it ends.
 * Since: 0.1.0
 */
int virFslMcMoverRun(virFslMcMover *mover, virFslMcMove *move);

/**
 * virFslMcMoverPost:
 * @outermost: what the device is nested in, or itself, as far as it is known
 *
 * Has the move made, and again until it succeeds. Reads nothing and does not
 * wait: that is for whoever holds a lock.
 *
 * Since: 0.1.0
 */
void virFslMcMoverPost(virFslMcMover *mover,
                       virFslMcMove *move,
                       const char *outermost);

/**
 * virFslMcMoverCancel:
 *
 * Nobody wants the move any more, and virFslMcMoverRun() returns.
 *
 * Since: 0.1.0
 */
void virFslMcMoverCancel(virFslMcMover *mover, virFslMcMove *move);

/**
 * virFslMcMoverDrain:
 * @waitTime: in µs
 *
 * Waits until no move is under way or before its first attempt.
 *
 * Returns: whether it is so
 * Since: 0.1.0
 */
bool virFslMcMoverDrain(virFslMcMover *mover, gint64 waitTime);

/**
 * virFslMcMoverStop:
 *
 * From here on no move begins. Who waits for one is told that the daemon ends.
 *
 * Since: 0.1.0
 */
void virFslMcMoverStop(virFslMcMover *mover);
