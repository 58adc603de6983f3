/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_cache.c: what the MC said last, and asking it again when needed
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_mc_cache.h"

/* How old an answer may be, in microseconds, when no event came since */
#define MAX_AGE G_TIME_SPAN_SECOND

/* How long an MC that could not be read is left alone: a silent one stops a
 * processor for 15 s each time. */
#define RETRY_AGE (30 * G_TIME_SPAN_SECOND)

struct _virFslMcMcCache {
    virFslMcBus *bus;
    virFslMcMcCacheFunc failed;

    GMutex lock;
    GCond cond;             /* any of the following changed */
    GThread *thread;        /* NULL until somebody asks */
    gboolean quit;
    gboolean wanted;        /* the thread is to read */
    gint64 began;           /* when it began to, 0 while it does not */
    guint events;           /* number of events that came */

    virFslMcMcTree *tree;   /* the answer; NULL when there is none */
    gint64 time;            /* of the last answer or failure, 0 before it */
    guint known;            /* events before it was asked for */
    gboolean told;          /* the failure was reported */
};


virFslMcMcCache *
virFslMcMcCacheNew(virFslMcBus *bus, virFslMcMcCacheFunc failed)
{
    virFslMcMcCache *cache = g_new0(virFslMcMcCache, 1);

    cache->bus = virFslMcBusRef(bus);
    cache->failed = failed;
    g_mutex_init(&cache->lock);
    g_cond_init(&cache->cond);
    return cache;
}

void
virFslMcMcCacheFree(virFslMcMcCache *cache)
{
    if (!cache)
        return;

    g_mutex_lock(&cache->lock);
    cache->quit = TRUE;
    g_cond_broadcast(&cache->cond);
    g_mutex_unlock(&cache->lock);
    if (cache->thread)
        g_thread_join(cache->thread);

    virFslMcMcTreeUnref(cache->tree);
    g_cond_clear(&cache->cond);
    g_mutex_clear(&cache->lock);
    virFslMcBusUnref(cache->bus);
    g_free(cache);
}

void
virFslMcMcCacheInvalidate(virFslMcMcCache *cache)
{
    g_mutex_lock(&cache->lock);
    cache->events++;
    g_mutex_unlock(&cache->lock);
}

/* Reads the MC, without the lock. */
static virFslMcMcTree *
virFslMcMcCacheRead(virFslMcMcCache *cache, GError **error)
{
    g_auto(GStrv) roots = virFslMcMcListRoots(cache->bus);

    return virFslMcMcTreeReadDetails(cache->bus, (const char *const *) roots, error);
}

/* Called with the lock, which it lets go of to tell of a failure.
 * @tree: (transfer full) (nullable): the answer
 * @events: number of events that had come when it was asked for
 * @error: (nullable): why there is no answer */
static void
virFslMcMcCacheSetAnswer(virFslMcMcCache *cache,
                         virFslMcMcTree *tree,
                         guint events,
                         const GError *error)
{
    gboolean tell = error && !cache->told && cache->failed;

    cache->told = error != NULL;
    virFslMcMcTreeUnref(cache->tree);
    cache->tree = tree;
    /* only now: what was read before stays stale as long as this takes */
    cache->known = events;
    cache->began = 0;
    cache->time = g_get_monotonic_time();
    g_cond_broadcast(&cache->cond);

    if (tell) {
        g_mutex_unlock(&cache->lock);
        cache->failed(error);
        g_mutex_lock(&cache->lock);
    }
}

static void
virFslMcMcCacheUpdate(virFslMcMcCache *cache)
{
    g_autoptr(GError) error = NULL;
    virFslMcMcTree *tree;
    guint events = cache->events;

    cache->wanted = FALSE;
    cache->began = g_get_monotonic_time();
    g_mutex_unlock(&cache->lock);

    tree = virFslMcMcCacheRead(cache, &error);

    g_mutex_lock(&cache->lock);
    virFslMcMcCacheSetAnswer(cache, tree, events, error);
}

static gpointer
virFslMcMcCacheRun(gpointer opaque)
{
    virFslMcMcCache *cache = opaque;

    g_mutex_lock(&cache->lock);
    while (!cache->quit) {
        if (cache->wanted)
            virFslMcMcCacheUpdate(cache);
        else
            g_cond_wait(&cache->cond, &cache->lock);
    }
    g_mutex_unlock(&cache->lock);
    return NULL;
}

/* Whether objects may have come or gone since the answer. */
static gboolean
virFslMcMcCacheIsStale(const virFslMcMcCache *cache)
{
    return cache->time == 0 || cache->known != cache->events;
}

static gboolean
virFslMcMcCacheIsFresh(const virFslMcMcCache *cache)
{
    gint64 age = g_get_monotonic_time() - cache->time;

    return !virFslMcMcCacheIsStale(cache) && age < (cache->tree ? MAX_AGE : RETRY_AGE);
}

/* Called with the lock.
 *
 * Returns: FALSE when there is no thread to be had, which counts as an MC that cannot
 *   be read */
static gboolean
virFslMcMcCacheStartThread(virFslMcMcCache *cache)
{
    g_autoptr(GError) cause = NULL;
    g_autoptr(GError) error = NULL;

    if (cache->thread ||
        (cache->thread = g_thread_try_new("fslmc-mc", virFslMcMcCacheRun, cache, &cause)))
        return TRUE;

    g_set_error(&error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED,
                _("cannot create a thread to ask the Management Complex: %1$s"),
                cause->message);
    virFslMcMcCacheSetAnswer(cache, NULL, cache->events, error);

    return FALSE;
}

/* Has the thread read, and waits for it. */
static void
virFslMcMcCacheWait(virFslMcMcCache *cache, gint64 timeout)
{
    gint64 now = g_get_monotonic_time();
    gint64 end = now + timeout;

    /* the MC takes its time: the first one waited for it already */
    if (cache->began && now - cache->began > timeout)
        return;

    if (!virFslMcMcCacheStartThread(cache))
        return;

    while (!virFslMcMcCacheIsFresh(cache) && !cache->quit) {
        if (!cache->wanted && !cache->began) {
            cache->wanted = TRUE;
            g_cond_broadcast(&cache->cond);
        }
        if (!g_cond_wait_until(&cache->cond, &cache->lock, end))
            return;
    }
}

virFslMcMcTree *
virFslMcMcCacheGet(virFslMcMcCache *cache, guint timeout)
{
    virFslMcMcTree *tree = NULL;

    g_mutex_lock(&cache->lock);
    if (!virFslMcMcCacheIsFresh(cache))
        virFslMcMcCacheWait(cache, timeout * G_TIME_SPAN_MILLISECOND);
    /* an old label is better than none, an old object is not */
    if (cache->tree && !virFslMcMcCacheIsStale(cache))
        tree = virFslMcMcTreeRef(cache->tree);
    g_mutex_unlock(&cache->lock);

    return tree;
}
