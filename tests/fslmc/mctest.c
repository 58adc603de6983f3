/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mctest.c: transactions with the MC, and the tree of all objects
 */

#include <errno.h>

#include "fakemc.h"
#include "fslmc_error.h"
#include "fslmc_mc.h"
#include "fslmc_mc_cache.h"
#include "fslmc_mc_tree.h"
#include "tree.h"

static const FakeMcObject host[] = {
    { "dprc.1", "dpmac.1", "", TRUE },
    { "dprc.1", "dprc.3", "second", FALSE },
    { "dprc.1", "dpni.0", NULL, TRUE },
    { "dprc.3", "dpni.12", "port 1", TRUE },
    { "dprc.3", "dpni.2", NULL, FALSE },
    { "dprc.3", "dprc.4", NULL, FALSE },
    { "dprc.4", "dpbp.1", NULL, TRUE },
    { NULL },
};

typedef struct {
    Tree *tree;
    virFslMcBus *bus;
    FakeMc mc;
} Fixture;

static void
setUp(Fixture *f, gconstpointer opaque)
{
    f->tree = treeNewFromFile("composed");
    treeAdd(f->tree->dev, "f dprc.1 ");
    f->bus = virFslMcBusNew(f->tree->sysfs, f->tree->dev);
    fakeMcStart(&f->mc, host);
}

static void
tearDown(Fixture *f, gconstpointer opaque)
{
    fakeMcStop(&f->mc);
    virFslMcBusUnref(f->bus);
    treeFree(f->tree);
}

static virFslMcMcTree *
readTree(Fixture *f, GError **error)
{
    static const char *const roots[] = { "dprc.1", NULL };

    return virFslMcMcTreeRead(f->bus, roots, error);
}

static char *
describe(GPtrArray *objects)
{
    GString *text = g_string_new(NULL);
    guint i;

    for (i = 0; i < objects->len; i++) {
        const virFslMcMcObject *object = objects->pdata[i];

        g_string_append_printf(text, "%s in %s '%s' %s\n", object->name,
                               object->parent ? object->parent : "-", object->label,
                               object->plugged ? "plugged" : "unplugged");
    }

    return g_string_free(text, FALSE);
}

static void
testTree(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcMcTree) tree = readTree(f, &error);
    g_autoptr(GPtrArray) children = NULL;
    g_autofree char *all = NULL;
    g_autofree char *some = NULL;

    g_assert_no_error(error);
    all = describe(virFslMcMcTreeList(tree));
    g_assert_cmpstr(all, ==,
                    "dpbp.1 in dprc.4 '' plugged\n"
                    "dpmac.1 in dprc.1 '' plugged\n"
                    "dpni.0 in dprc.1 '' plugged\n"
                    "dpni.2 in dprc.3 '' unplugged\n"
                    "dpni.12 in dprc.3 'port 1' plugged\n"
                    "dprc.1 in - '' plugged\n"
                    "dprc.3 in dprc.1 'second' unplugged\n"
                    "dprc.4 in dprc.3 '' unplugged\n");

    children = virFslMcMcTreeChildren(tree, "dprc.4");
    some = describe(children);
    g_assert_cmpstr(some, ==, "dpbp.1 in dprc.4 '' plugged\n");

    g_assert_cmpstr(virFslMcMcTreeFind(tree, "dprc.3")->label, ==, "second");
    g_assert_null(virFslMcMcTreeFind(tree, "dprc.2"));
    g_assert_cmpuint(f->mc.opens, ==, 1);
}

static const struct {
    guint16 failing;
    guint nth;
    int number;
    const char *message;    /* NULL: it is read nevertheless */
} faults[] = {
    { 0x805, 1, EPERM, "cannot open 'dprc.1' in the MC: MC firmware error 0x4 (no privilege)" },
    { 0x805, 2, EPERM, NULL },
    { 0x805, 2, ETIMEDOUT, "cannot open 'dprc.3' in the MC: the MC firmware did not answer" },
    { 0x159, 1, EIO, "cannot count the objects in 'dprc.1': MC firmware error 0x5 (DMA error)" },
    { 0x159, 2, EIO, "cannot count the objects in 'dprc.1': MC firmware error 0x5 (DMA error)" },
    /* an object that went away: the next listing is complete */
    { 0x15a, 2, ENAVAIL, NULL },
    { 0x15a, 2, ETIMEDOUT, "cannot read object 1 of 'dprc.1': the MC firmware did not answer" },
};

/* Whatever fails, nothing stays open: fakeMcStop() sees to it. */
static void
testFaults(Fixture *f, gconstpointer opaque)
{
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(faults); i++) {
        g_autoptr(GError) error = NULL;
        g_autoptr(virFslMcMcTree) tree = NULL;

        f->mc.failing = faults[i].failing;
        f->mc.nth = faults[i].nth;
        f->mc.number = faults[i].number;
        tree = readTree(f, &error);
        if (faults[i].message) {
            g_assert_null(tree);
            g_assert_cmpstr(error->message, ==, faults[i].message);
        } else {
            g_assert_no_error(error);
            g_assert_nonnull(virFslMcMcTreeFind(tree, "dprc.3"));
        }
        g_assert_cmpuint(g_hash_table_size(f->mc.tokens), ==, 0);
    }
}

static void
testTaken(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GError) error = NULL;

    f->mc.taken = TRUE;
    g_assert_null(readTree(f, &error));
    g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY);
    g_assert_cmpuint(f->mc.commands, ==, 0);
}

static void
testVersion(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *version = virFslMcMcGetVersion(f->bus, "dprc.1", &error);

    g_assert_cmpstr(version, ==, "10.39.0");

    f->mc.failing = 0x831;
    f->mc.nth = 1;
    f->mc.number = ETIMEDOUT;
    g_assert_null(virFslMcMcGetVersion(f->bus, "dprc.1", &error));
    g_assert_cmpstr(error->message, ==,
                    "cannot ask the Management Complex of 'dprc.1' for its version: "
                    "the MC firmware did not answer");
}

/* A time that no test here takes; what is waited for comes much sooner. */
#define LONG 600000

static guint failures;

static void
countFailure(const GError *error)
{
    failures++;
}

static void
assertLabel(virFslMcMcCache *cache, const char *label)
{
    g_autoptr(virFslMcMcTree) tree = virFslMcMcCacheGet(cache, LONG);

    g_assert_cmpstr(virFslMcMcTreeFind(tree, "dprc.3")->label, ==, label);
}

/* Asked again after an event, and only then */
static void
testCache(Fixture *f, gconstpointer opaque)
{
    static const FakeMcObject other[] = {
        { "dprc.1", "dprc.3", "third", FALSE },
        { NULL },
    };
    g_autoptr(virFslMcMcCache) cache = virFslMcMcCacheNew(f->bus, countFailure);

    virFslMcMcCacheInvalidate(cache);
    g_assert_cmpuint(f->mc.opens, ==, 0);
    assertLabel(cache, "second");

    fakeMcSet(&f->mc, other);
    virFslMcMcCacheInvalidate(cache);
    assertLabel(cache, "third");
}

/* A failure is told once, leaves no old answer, and is over after an event. */
static void
testCacheFails(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcMcCache) cache = virFslMcMcCacheNew(f->bus, countFailure);
    int i;

    assertLabel(cache, "second");

    failures = 0;
    f->mc.taken = TRUE;
    for (i = 0; i < 3; i++) {
        virFslMcMcCacheInvalidate(cache);
        g_assert_null(virFslMcMcCacheGet(cache, LONG));
    }
    /* without an event it is not tried again */
    f->mc.taken = FALSE;
    g_assert_null(virFslMcMcCacheGet(cache, LONG));

    virFslMcMcCacheInvalidate(cache);
    assertLabel(cache, "second");
    g_assert_cmpuint(failures, ==, 1);
}

static void
testCacheSilent(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcMcCache) cache = virFslMcMcCacheNew(f->bus, countFailure);

    g_atomic_int_set(&f->mc.silent, 1);
    g_assert_null(virFslMcMcCacheGet(cache, 10));
    g_assert_null(virFslMcMcCacheGet(cache, 10));
    g_atomic_int_set(&f->mc.silent, 0);
    assertLabel(cache, "second");
}

/* What was answered before an event is not given out while the MC is asked again. */
static void
testCacheSilentAfterEvent(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcMcCache) cache = virFslMcMcCacheNew(f->bus, countFailure);

    assertLabel(cache, "second");
    virFslMcMcCacheInvalidate(cache);
    g_atomic_int_set(&f->mc.silent, 1);
    g_assert_null(virFslMcMcCacheGet(cache, 10));
    g_atomic_int_set(&f->mc.silent, 0);
    assertLabel(cache, "second");
}

static guint threads;           /* that were asked for */
static gboolean threadsMissing; /* there are none to be had */

GThread *__real_g_thread_try_new(const char *name, GThreadFunc func, gpointer data, GError **error);
GThread *__wrap_g_thread_try_new(const char *name, GThreadFunc func, gpointer data, GError **error);

GThread *
__wrap_g_thread_try_new(const char *name, GThreadFunc func, gpointer data, GError **error)
{
    threads++;
    if (!threadsMissing)
        return __real_g_thread_try_new(name, func, data, error);

    g_set_error_literal(error, G_THREAD_ERROR, G_THREAD_ERROR_AGAIN, "no more threads");
    return NULL;
}

/* Without a thread there is no answer, and that is all. */
static void
testCacheNoThread(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcMcCache) cache = virFslMcMcCacheNew(f->bus, countFailure);

    failures = 0;
    threads = 0;
    threadsMissing = TRUE;
    g_assert_null(virFslMcMcCacheGet(cache, LONG));
    g_assert_null(virFslMcMcCacheGet(cache, LONG));
    g_assert_cmpuint(threads, ==, 1);

    virFslMcMcCacheInvalidate(cache);
    g_assert_null(virFslMcMcCacheGet(cache, LONG));
    g_assert_cmpuint(threads, ==, 2);
    g_assert_cmpuint(failures, ==, 1);

    threadsMissing = FALSE;
    virFslMcMcCacheInvalidate(cache);
    assertLabel(cache, "second");
}

static void
testRoots(Fixture *f, gconstpointer opaque)
{
    g_auto(GStrv) roots = virFslMcMcListRoots(f->bus);

    g_assert_cmpuint(g_strv_length(roots), ==, 1);
    g_assert_cmpstr(roots[0], ==, "dprc.1");
}

#define ADD(name, function) \
    g_test_add("/mc/" name, Fixture, NULL, setUp, function, tearDown)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    ADD("tree", testTree);
    ADD("faults", testFaults);
    ADD("taken", testTaken);
    ADD("version", testVersion);
    ADD("roots", testRoots);
    ADD("cache/events", testCache);
    ADD("cache/fails", testCacheFails);
    ADD("cache/silent", testCacheSilent);
    ADD("cache/silent-after-event", testCacheSilentAfterEvent);
    ADD("cache/no-thread", testCacheNoThread);

    return g_test_run();
}
