/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mover.c: moves devices on threads of their own
 *
 * A lane is what can move only one after the other, with the moves that are to be
 * made of it, and the thread that makes them: a container below a root with what is
 * nested in it, or the devices of one IOMMU group. It has the name of the container,
 * or of the group's first device, and is there as long as there is such a move.
 */

#include "fslmc_mover.h"

#include "virerror.h"
#include "virlog.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

VIR_LOG_INIT("fslmc.mover");

/* When the MC is silent each bind takes 15 s, and a move that fails and is
 * undone has some of those. */
static const virFslMcMoverTimes virFslMcMoverDefaultTimes = {
    .stuck = 120 * G_TIME_SPAN_SECOND,
    .firstRetry = 1 * G_TIME_SPAN_SECOND,
    .lastRetry = 60 * G_TIME_SPAN_SECOND,
};

typedef struct _virFslMcMoverLane virFslMcMoverLane;
struct _virFslMcMoverLane {
    virFslMcMover *mover;
    GThread *thread;
    char *outermost;        /* the device below the root */
    GHashTable *nested;     /* names of what is or was nested in it */
    GQueue moves;           /* that are to be made, in this order */
    virFslMcMove *current;  /* that is being made */
    gint64 since;           /* when it began */
};

struct _virFslMcMover {
    virFslMcBus *bus;
    virFslMcMoverTimes times;

    GMutex lock;            /* for all that follows, and what is in it */
    GCond changed;
    GHashTable *lanes;      /* by outermost device */
    GPtrArray *finished;    /* threads that end without doing anything more */
    guint64 ended;          /* how many moves have ended */
    bool stopped;
};

struct _virFslMcMove {
    int refs;
    virFslMcMoveType type;
    char *device;
    char *domain;
    virFslMcMoveFunc run;
    virFslMcMoveFunc undo;
    void *opaque;
    GDestroyNotify freeFunc;

    /* Once it was asked for: guarded by the mover's lock; but the thread that
     * makes the move is the only one that writes the first two. */
    char *outermost;
    guint attempt;
    gint64 notBefore;
    bool repeats;           /* until it succeeds */
    bool abandoned;         /* nobody wants it any more */
    bool done;
    int result;
    virErrorPtr error;
    virFslMcMoverLane *lane;
};


virFslMcMove *
virFslMcMoveNew(virFslMcMoveType type,
                const char *device,
                const char *domain,
                virFslMcMoveFunc run,
                virFslMcMoveFunc undo,
                void *opaque,
                GDestroyNotify freeFunc)
{
    virFslMcMove *move = g_new0(virFslMcMove, 1);

    move->refs = 1;
    move->type = type;
    move->device = g_strdup(device);
    move->domain = g_strdup(domain);
    move->run = run;
    move->undo = undo;
    move->opaque = opaque;
    move->freeFunc = freeFunc;

    return move;
}


virFslMcMove *
virFslMcMoveRef(virFslMcMove *move)
{
    g_atomic_int_inc(&move->refs);
    return move;
}


void
virFslMcMoveUnref(virFslMcMove *move)
{
    if (!move || !g_atomic_int_dec_and_test(&move->refs))
        return;

    if (move->freeFunc)
        move->freeFunc(move->opaque);
    g_free(move->device);
    g_free(move->domain);
    g_free(move->outermost);
    virFreeError(move->error);
    g_free(move);
}


const char *
virFslMcMoveGetDevice(const virFslMcMove *move)
{
    return move->device;
}


const char *
virFslMcMoveGetDomain(const virFslMcMove *move)
{
    return move->domain;
}


const char *
virFslMcMoveGetOutermost(const virFslMcMove *move)
{
    return move->outermost;
}


guint
virFslMcMoveGetAttempt(const virFslMcMove *move)
{
    return move->attempt;
}


char *
virFslMcMoverOutermost(virFslMcBus *bus,
                       const char *name)
{
    return virFslMcBusGetKinds(bus)[0]->outermost(bus, name);
}


static void
virFslMcMoverLaneFree(virFslMcMoverLane *lane)
{
    virFslMcMove *move;

    while ((move = g_queue_pop_head(&lane->moves)))
        virFslMcMoveUnref(move);
    g_hash_table_unref(lane->nested);
    g_free(lane->outermost);
    g_free(lane);
}


static void
virFslMcMoverJoin(void *opaque)
{
    g_thread_join(opaque);
}


virFslMcMover *
virFslMcMoverNew(virFslMcBus *bus,
                 const virFslMcMoverTimes *times)
{
    virFslMcMover *mover = g_new0(virFslMcMover, 1);

    mover->bus = virFslMcBusRef(bus);
    mover->times = times ? *times : virFslMcMoverDefaultTimes;
    mover->lanes = g_hash_table_new_full(g_str_hash, g_str_equal, NULL,
                                         (GDestroyNotify) virFslMcMoverLaneFree);
    mover->finished = g_ptr_array_new_with_free_func(virFslMcMoverJoin);
    g_mutex_init(&mover->lock);
    g_cond_init(&mover->changed);

    return mover;
}


void
virFslMcMoverFree(virFslMcMover *mover)
{
    if (!mover)
        return;

    virFslMcMoverStop(mover);
    g_mutex_lock(&mover->lock);
    while (g_hash_table_size(mover->lanes) > 0)
        g_cond_wait(&mover->changed, &mover->lock);
    g_mutex_unlock(&mover->lock);

    g_ptr_array_unref(mover->finished);
    g_hash_table_unref(mover->lanes);
    g_cond_clear(&mover->changed);
    g_mutex_clear(&mover->lock);
    virFslMcBusUnref(mover->bus);
    g_free(mover);
}


/* The lane whose device @name is or was nested in. Called with the lock held. */
static virFslMcMoverLane *
virFslMcMoverFindNested(virFslMcMover *mover,
                        const char *name)
{
    GHashTableIter iter;
    void *lane;

    g_hash_table_iter_init(&iter, mover->lanes);
    while (g_hash_table_iter_next(&iter, NULL, &lane)) {
        if (g_hash_table_contains(((virFslMcMoverLane *) lane)->nested, name))
            return lane;
    }

    return NULL;
}


/* Finds out which lane @name belongs to. What is nested in a device is not
 * there while that moves; but what nobody knows of does not exist, and nobody has
 * to be waited for.
 *
 * Returns: (transfer full): name of the lane's device */
static char *
virFslMcMoverLocate(virFslMcMover *mover,
                    const char *name)
{
    while (true) {
        g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mover->lock);
        guint64 ended = mover->ended;
        virFslMcMoverLane *lane;
        char *outermost;

        g_mutex_unlock(&mover->lock);
        outermost = virFslMcMoverOutermost(mover->bus, name);
        g_mutex_lock(&mover->lock);

        if (outermost)
            return outermost;

        if ((lane = virFslMcMoverFindNested(mover, name)))
            return g_strdup(lane->outermost);

        /* none has ended that it could have been nested in */
        if (ended == mover->ended)
            return g_strdup(name);
    }
}


/* Keeps in mind what will be missing while the lane's device moves. */
static void
virFslMcMoverNoteNested(virFslMcMoverLane *lane)
{
    g_autoptr(GPtrArray) objects = virFslMcBusList(lane->mover->bus, NULL);
    g_autoptr(GPtrArray) nested = NULL;
    guint i;

    if (!objects)
        return;

    nested = virFslMcListNested(objects, lane->outermost);
    g_mutex_lock(&lane->mover->lock);
    for (i = 0; i < nested->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(nested, i);

        g_hash_table_add(lane->nested, g_strdup(virFslMcObjectGetName(object)));
    }
    g_mutex_unlock(&lane->mover->lock);
}


static gpointer virFslMcMoverLaneRun(gpointer opaque);


/* Called with the lock held. Returns: NULL, with libvirt's error set, when there
 * is no further thread to be had */
static virFslMcMoverLane *
virFslMcMoverLaneNew(virFslMcMover *mover,
                     const char *outermost)
{
    virFslMcMoverLane *lane = g_new0(virFslMcMoverLane, 1);
    g_autofree char *name = g_strdup_printf("mv-%s", outermost);
    g_autoptr(GError) error = NULL;

    g_ptr_array_set_size(mover->finished, 0);

    lane->mover = mover;
    lane->outermost = g_strdup(outermost);
    lane->nested = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    g_queue_init(&lane->moves);

    if (!(lane->thread = g_thread_try_new(name, virFslMcMoverLaneRun, lane, &error))) {
        virReportError(VIR_ERR_OPERATION_FAILED,
                       _("cannot create a thread to move %1$s %2$s: %3$s"),
                       virFslMcBusGetNoun(mover->bus), outermost, error->message);
        virFslMcMoverLaneFree(lane);
        return NULL;
    }

    g_hash_table_insert(mover->lanes, lane->outermost, lane);

    return lane;
}


/* Called with the lock held. Returns: 0, or -1 with libvirt's error set */
static int
virFslMcMoverPush(virFslMcMover *mover,
                  virFslMcMove *move,
                  const char *outermost)
{
    virFslMcMoverLane *lane = g_hash_table_lookup(mover->lanes, outermost);

    if (!lane && !(lane = virFslMcMoverLaneNew(mover, outermost)))
        return -1;

    move->lane = lane;
    g_queue_push_tail(&lane->moves, virFslMcMoveRef(move));
    g_cond_broadcast(&mover->changed);

    return 0;
}


/* Takes the next move that is to be made from the lane, and waits for those that
 * are to be made later. Called with the lock held.
 *
 * Returns: (transfer full) (nullable): NULL when none is left */
static virFslMcMove *
virFslMcMoverLaneNext(virFslMcMoverLane *lane)
{
    while (!lane->mover->stopped && !g_queue_is_empty(&lane->moves)) {
        gint64 now = g_get_monotonic_time();
        gint64 next = G_MAXINT64;
        GList *link;

        for (link = lane->moves.head; link; link = link->next) {
            virFslMcMove *move = link->data;

            if (move->abandoned || move->notBefore <= now) {
                g_queue_delete_link(&lane->moves, link);
                return move;
            }
            next = MIN(next, move->notBefore);
        }

        g_cond_wait_until(&lane->mover->changed, &lane->mover->lock, next);
    }

    return NULL;
}


/* Called with the lock held. Returns: whether @move is to be repeated, and nothing
 * else in its lane does the same */
static bool
virFslMcMoverLaneRepeats(virFslMcMoverLane *lane,
                         const virFslMcMove *move)
{
    GList *link;

    if (!move->repeats || lane->mover->stopped)
        return false;

    for (link = lane->moves.head; link; link = link->next) {
        const virFslMcMove *other = link->data;

        if (other->repeats && STREQ(other->device, move->device))
            return false;
    }

    return true;
}


/* Called with the lock held. */
static void
virFslMcMoverLaneRepeat(virFslMcMoverLane *lane,
                        virFslMcMove *move)
{
    const virFslMcMoverTimes *times = &lane->mover->times;
    gint64 delay = times->firstRetry;
    guint i;

    for (i = 0; i < move->attempt && delay < times->lastRetry; i++)
        delay *= 2;

    move->attempt++;
    move->notBefore = g_get_monotonic_time() + MIN(delay, times->lastRetry);
    g_queue_push_tail(&lane->moves, virFslMcMoveRef(move));
}


/* Tells who waits what came of @move. Called with the lock held.
 *
 * Returns: whether it was wanted */
static bool
virFslMcMoverLaneFinish(virFslMcMoverLane *lane,
                        virFslMcMove *move,
                        int result)
{
    if (move->abandoned)
        return false;

    if (result < 0 && virFslMcMoverLaneRepeats(lane, move)) {
        virFslMcMoverLaneRepeat(lane, move);
        return true;
    }

    move->done = true;
    move->result = result;
    if (result < 0)
        virErrorPreserveLast(&move->error);

    return true;
}


static void
virFslMcMoverLaneMake(virFslMcMoverLane *lane,
                      virFslMcMove *move)
{
    virFslMcMover *mover = lane->mover;
    bool wanted;

    virFslMcMoverNoteNested(lane);
    virResetLastError();
    g_free(move->outermost);
    move->outermost = g_strdup(lane->outermost);
    move->result = move->run(move, move->opaque);

    g_mutex_lock(&mover->lock);
    wanted = virFslMcMoverLaneFinish(lane, move, move->result);
    g_mutex_unlock(&mover->lock);

    if (wanted)
        return;

    VIR_INFO("%s: a move that nobody waits for any more has ended: %s",
             move->device,
             move->result < 0 ? virGetLastErrorMessage() : "it succeeded");
    if (move->result == 0 && move->undo)
        move->undo(move, move->opaque);
}


/* What is nested may be in another device by now than when it was asked for. */
static void
virFslMcMoverLaneMakeOrPass(virFslMcMoverLane *lane,
                            virFslMcMove *move)
{
    virFslMcMover *mover = lane->mover;
    g_autofree char *outermost = virFslMcMoverLocate(mover, move->device);
    g_autoptr(GMutexLocker) locker = NULL;

    if (STREQ(outermost, lane->outermost)) {
        virFslMcMoverLaneMake(lane, move);
        return;
    }

    locker = g_mutex_locker_new(&mover->lock);
    if (virFslMcMoverPush(mover, move, outermost) < 0)
        virFslMcMoverLaneFinish(lane, move, -1);
}


static gpointer
virFslMcMoverLaneRun(gpointer opaque)
{
    virFslMcMoverLane *lane = opaque;
    virFslMcMover *mover = lane->mover;
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mover->lock);
    virFslMcMove *move;

    while ((move = virFslMcMoverLaneNext(lane))) {
        lane->current = move;
        lane->since = g_get_monotonic_time();
        g_cond_broadcast(&mover->changed);

        if (!move->abandoned) {
            g_mutex_unlock(&mover->lock);
            virFslMcMoverLaneMakeOrPass(lane, move);
            g_mutex_lock(&mover->lock);
        }

        lane->current = NULL;
        mover->ended++;
        g_cond_broadcast(&mover->changed);
        virFslMcMoveUnref(move);
    }

    g_ptr_array_add(mover->finished, lane->thread);
    g_hash_table_remove(mover->lanes, lane->outermost);
    g_cond_broadcast(&mover->changed);

    return NULL;
}


/* Called with the lock held. */
static void
virFslMcMoverReportStuck(const virFslMcMover *mover,
                         const virFslMcMove *move)
{
    const char *noun = virFslMcBusGetNoun(mover->bus);
    const char *domain = move->domain ? move->domain : "?";

    switch (move->type) {
    case VIR_FSLMC_MOVE_TAKE:
        virReportError(VIR_ERR_OPERATION_TIMEOUT,
                       _("%1$s %2$s is being taken from the host for domain %3$s, which does not end"),
                       noun, move->device, domain);
        return;
    case VIR_FSLMC_MOVE_GIVE_BACK:
        virReportError(VIR_ERR_OPERATION_TIMEOUT,
                       _("%1$s %2$s is being given back to the host after domain %3$s, which does not end"),
                       noun, move->device, domain);
        return;
    case VIR_FSLMC_MOVE_DETACH:
        virReportError(VIR_ERR_OPERATION_TIMEOUT,
                       _("%1$s %2$s is being detached from the host, which does not end"),
                       noun, move->device);
        return;
    case VIR_FSLMC_MOVE_REATTACH:
        virReportError(VIR_ERR_OPERATION_TIMEOUT,
                       _("%1$s %2$s is being reattached to the host, which does not end"),
                       noun, move->device);
        return;
    case VIR_FSLMC_MOVE_RESET:
        virReportError(VIR_ERR_OPERATION_TIMEOUT,
                       _("%1$s %2$s is being reset, which does not end"),
                       noun, move->device);
        return;
    }
}


/* Waits for anything to happen, until the move that is being made in the lane of
 * @move is stuck. Called with the lock held.
 *
 * Returns: 0, or -1 with libvirt's error set when it is stuck */
static int
virFslMcMoverAwaitChange(virFslMcMover *mover,
                         virFslMcMove *move)
{
    const virFslMcMoverLane *lane = move->lane;
    gint64 until;

    /* it is about to begin */
    if (!lane->current) {
        g_cond_wait(&mover->changed, &mover->lock);
        return 0;
    }

    until = lane->since + mover->times.stuck;
    if (until <= g_get_monotonic_time()) {
        virFslMcMoverReportStuck(mover, lane->current);
        return -1;
    }

    g_cond_wait_until(&mover->changed, &mover->lock, until);
    return 0;
}


/* Called with the lock held. Returns: 0 when @move is done, -1 with libvirt's
 * error set when it will not be waited for */
static int
virFslMcMoverAwait(virFslMcMover *mover,
                   virFslMcMove *move)
{
    while (!move->done) {
        if (mover->stopped) {
            virReportError(VIR_ERR_OPERATION_ABORTED,
                           _("%1$s %2$s is not moved: the daemon is shutting down"),
                           virFslMcBusGetNoun(mover->bus), move->device);
            return -1;
        }

        if (move->abandoned) {
            virReportError(VIR_ERR_OPERATION_ABORTED,
                           _("the start of domain %1$s was cancelled"),
                           move->domain ? move->domain : "?");
            return -1;
        }

        if (virFslMcMoverAwaitChange(mover, move) < 0)
            return -1;
    }

    return 0;
}


int
virFslMcMoverRun(virFslMcMover *mover,
                 virFslMcMove *move)
{
    g_autofree char *outermost = virFslMcMoverLocate(mover, move->device);
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mover->lock);

    if ((!mover->stopped && virFslMcMoverPush(mover, move, outermost) < 0) ||
        virFslMcMoverAwait(mover, move) < 0) {
        move->abandoned = true;
        return -1;
    }

    if (move->error)
        virErrorRestore(&move->error);

    return move->result;
}


void
virFslMcMoverPost(virFslMcMover *mover,
                  virFslMcMove *move,
                  const char *outermost)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mover->lock);
    virErrorPtr before;

    if (mover->stopped)
        return;

    /* what led here stays the error that is reported */
    virErrorPreserveLast(&before);
    move->repeats = true;
    if (virFslMcMoverPush(mover, move, outermost) < 0) {
        VIR_ERROR(_("%1$s %2$s stays detached: %3$s"),
                  virFslMcBusGetNoun(mover->bus), move->device,
                  virGetLastErrorMessage());
        virResetLastError();
    }
    virErrorRestore(&before);
}


void
virFslMcMoverCancel(virFslMcMover *mover,
                    virFslMcMove *move)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mover->lock);

    if (!move->done)
        move->abandoned = true;
    g_cond_broadcast(&mover->changed);
}


/* Called with the lock held. Returns: whether a move is being made, or is to be
 * made for the first time */
static bool
virFslMcMoverIsAtWork(virFslMcMover *mover)
{
    GHashTableIter iter;
    void *value;

    g_hash_table_iter_init(&iter, mover->lanes);
    while (g_hash_table_iter_next(&iter, NULL, &value)) {
        const virFslMcMoverLane *lane = value;
        GList *link;

        if (lane->current)
            return true;

        for (link = lane->moves.head; link; link = link->next) {
            if (((virFslMcMove *) link->data)->attempt == 0 && !mover->stopped)
                return true;
        }
    }

    return false;
}


bool
virFslMcMoverDrain(virFslMcMover *mover,
                   gint64 waitTime)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mover->lock);
    gint64 until = g_get_monotonic_time() + waitTime;

    while (virFslMcMoverIsAtWork(mover)) {
        if (!g_cond_wait_until(&mover->changed, &mover->lock, until))
            return !virFslMcMoverIsAtWork(mover);
    }

    return true;
}


void
virFslMcMoverStop(virFslMcMover *mover)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&mover->lock);

    mover->stopped = true;
    g_cond_broadcast(&mover->changed);
}
