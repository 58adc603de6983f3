/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_maketest.c: a container for a guest is made whole, or not at all
 */

#include <errno.h>
#include <string.h>

#include "fakemc.h"
#include "fslmc_error.h"
#include "fslmc_mc_make.h"
#include "fslmc_mc_tree.h"
#include "tree.h"

static const FakeMcObject host[] = {
    { "dprc.1", "dpmac.3", NULL, TRUE },
    { "dprc.1", "dpmac.4", NULL, TRUE },
    { "dprc.1", "dpni.1", NULL, TRUE },
    { "dprc.1", "dprc.2", "net-a", FALSE },
    { "dprc.2", "dpbp.1", NULL, TRUE },
    { "dprc.1", "dprc.9", "of the DPL", TRUE },
    { NULL },
};

typedef struct {
    Tree *tree;
    virFslMcBus *bus;
    virFslMcMcPlan *plan;
    FakeMc mc;
} Fixture;

static void
setUp(Fixture *f, gconstpointer opaque)
{
    virFslMcMcPort port = {
        .hasMac = TRUE,
        .mac = { 0x52, 0x54, 0x00, 0x6d, 0x90, 0x02 },
        .peer = { .type = "dpmac", .id = 3 },
    };

    f->tree = treeNewFromFile("composed");
    treeAdd(f->tree->sysfs, "f bus/fsl-mc/rescan ");
    f->bus = virFslMcBusNew(f->tree->sysfs, f->tree->dev);
    fakeMcStart(&f->mc, host);
    fakeMcConnect(&f->mc, "dpni.1", "dpmac.4");

    f->plan = virFslMcMcPlanNew();
    f->plan->parent = g_strdup("dprc.1");
    g_strlcpy(f->plan->label, "net-a", sizeof(f->plan->label));
    f->plan->vcpus = 2;
    f->plan->counts[VIR_FSLMC_MC_PLAN_DPSECI] = 1;
    g_array_append_val(f->plan->ports, port);
    virFslMcMcPlanDerive(f->plan);
}

static void
tearDown(Fixture *f, gconstpointer opaque)
{
    fakeMcStop(&f->mc);
    virFslMcMcPlanFree(f->plan);
    virFslMcBusUnref(f->bus);
    treeFree(f->tree);
}

static void
testDerive(void)
{
    static const struct {
        guint vcpus, ports, queues, dpio, dpseci;
        guint expected[VIR_FSLMC_MC_PLAN_LAST];
    } cases[] = {
        /*                     dpmcp dpbp dpcon dpseci dpio dpci dpdmai */
        { 0, 0, 0, 0, 0,      { 2,    0,   0,    0,     1,   0,   0 } },
        { 1, 1, 0, 0, 0,      { 3,    1,   1,    0,     1,   0,   0 } },
        { 2, 1, 8, 0, 1,      { 5,    1,   2,    1,     2,   0,   0 } },
        { 4, 2, 2, 0, 0,      { 7,    2,   4,    0,     4,   0,   0 } },
        { 2, 1, 0, 4, 0,      { 6,    1,   2,    0,     4,   0,   0 } },
    };
    gsize i, j;

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autoptr(virFslMcMcPlan) plan = virFslMcMcPlanNew();
        virFslMcMcPort port = { .queues = cases[i].queues };

        plan->vcpus = cases[i].vcpus;
        plan->counts[VIR_FSLMC_MC_PLAN_DPIO] = cases[i].dpio;
        plan->counts[VIR_FSLMC_MC_PLAN_DPSECI] = cases[i].dpseci;
        for (j = 0; j < cases[i].ports; j++)
            g_array_append_val(plan->ports, port);

        virFslMcMcPlanDerive(plan);
        for (j = 0; j < VIR_FSLMC_MC_PLAN_LAST; j++)
            g_assert_cmpuint(plan->counts[j], ==, cases[i].expected[j]);
    }
}

static void
testMake(Fixture *f, gconstpointer opaque)
{
    g_autofree char *before = fakeMcDescribe(&f->mc);
    g_autofree char *after = NULL;
    g_autofree char *name = NULL;
    g_autoptr(GError) error = NULL;

    virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(name, ==, "dprc.3");
    after = fakeMcDescribe(&f->mc);
    g_assert_cmpstr(after, ==,
                    "dprc.1 dpmac.3 plugged to dpni.2\n"
                    "dprc.1 dpmac.4 plugged to dpni.1\n"
                    "dprc.1 dpni.1 plugged to dpmac.4\n"
                    "dprc.1 dprc.2 'net-a'\n"
                    "dprc.2 dpbp.1 plugged\n"
                    "dprc.1 dprc.9 'of the DPL' plugged\n"
                    "dprc.1 dprc.3 'net-a' options 0x42 locked\n"
                    "dprc.3 dpni.2 plugged mac 52…02 to dpmac.3\n"
                    "dprc.3 dpmcp.1 plugged\n"
                    "dprc.3 dpmcp.2 plugged\n"
                    "dprc.3 dpmcp.3 plugged\n"
                    "dprc.3 dpmcp.4 plugged\n"
                    "dprc.3 dpmcp.5 plugged\n"
                    "dprc.3 dpbp.2 plugged\n"
                    "dprc.3 dpcon.1 plugged\n"
                    "dprc.3 dpcon.2 plugged\n"
                    "dprc.3 dpseci.1 plugged\n"
                    "dprc.3 dpio.1 plugged\n"
                    "dprc.3 dpio.2 plugged\n");
    g_free(after);

    g_assert_true(virFslMcMcUnmake(f->bus, "dprc.1", name, NULL, &error));
    after = fakeMcDescribe(&f->mc);
    g_assert_cmpstr(after, ==, before);
}

/* Whatever the MC answers: what is made is told with its name and what is not with a
 * reason, after so many commands as a good MC is sent. */
static void
testNonsense(Fixture *f, gconstpointer opaque)
{
    static const char *const roots[] = { "dprc.1", NULL };
    guint32 seed;

    for (seed = 0; seed < 300; seed++) {
        g_autoptr(GRand) chance = g_rand_new_with_seed(seed);
        g_autoptr(GError) error = NULL;
        g_autoptr(virFslMcMcTree) tree = NULL;
        g_autofree char *name = NULL;

        fakeMcSet(&f->mc, host);
        f->mc.chance = chance;
        f->mc.commands = 0;

        tree = virFslMcMcTreeReadDetails(f->bus, roots, &error);
        g_assert_true(!tree == !!error);
        g_clear_error(&error);

        if (virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, &error)) {
            g_assert_no_error(error);
            g_assert_nonnull(name);
            if (!virFslMcMcUnmake(f->bus, "dprc.1", name, NULL, &error))
                g_assert_nonnull(error);
        } else {
            g_assert_nonnull(error);
        }
        g_assert_cmpuint(f->mc.commands, <, 2000);
        f->mc.chance = NULL;
        g_hash_table_remove_all(f->mc.tokens);
    }
}

/* Every command in turn fails once, refused, or done and not answered: what is
 * there afterwards is what was there before. */
static void
failEach(Fixture *f, gboolean make, gboolean done)
{
    guint nth, refused = 0;

    for (nth = 1; ; nth++) {
        g_autofree char *before = NULL;
        g_autofree char *after = NULL;
        g_autofree char *name = NULL;
        g_autoptr(GError) error = NULL;
        gboolean ok;

        if (!make) {
            virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, &error);
            g_assert_no_error(error);
        }
        before = fakeMcDescribe(&f->mc);

        f->mc.failing = 0;
        f->mc.nth = nth;
        f->mc.number = done ? ETIMEDOUT : EIO;
        f->mc.done = done;
        ok = make ? virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, &error) :
                    virFslMcMcUnmake(f->bus, "dprc.1", name, NULL, &error);

        /* what a command that failed left open would be closed by nothing */
        if (f->mc.nth > 0) {
            f->mc.nth = 0;
            g_assert_no_error(error);
            break;
        }
        if (!ok) {
            g_assert_nonnull(error);
            refused++;
            after = fakeMcDescribe(&f->mc);
            if (make || strstr(after, "'net-a' options"))
                g_assert_cmpstr(after, ==, before);
        }
        g_hash_table_remove_all(f->mc.tokens);

        if (make ? ok : !ok) {
            g_clear_error(&error);
            virFslMcMcUnmake(f->bus, "dprc.1", name, NULL, &error);
            /* destroyed, but that could not be read back */
            if (error)
                g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND);
        }
    }

    g_assert_cmpuint(refused, >, make ? 40 : 5);
}

static void
testMakeRefused(Fixture *f, gconstpointer opaque)
{
    failEach(f, TRUE, FALSE);
}

static void
testMakeUnanswered(Fixture *f, gconstpointer opaque)
{
    failEach(f, TRUE, TRUE);
}

static void
testUnmakeRefused(Fixture *f, gconstpointer opaque)
{
    failEach(f, FALSE, FALSE);
}

static void
testUnmakeUnanswered(Fixture *f, gconstpointer opaque)
{
    failEach(f, FALSE, TRUE);
}

static const struct {
    guint16 failing;
    guint nth;
    int number;
    const char *message;
} messages[] = {
    { 0x90b, 4, ENAVAIL, "cannot create object 4 of 5 of type 'dpmcp' in container 'dprc.3': "
                         "MC firmware error 0x8 (no resources); 3 of pool 'mcp' are free" },
    { 0x901, 1, ENAVAIL, "cannot create object 1 of 1 of type 'dpni' in container 'dprc.3': "
                         "MC firmware error 0x8 (no resources); these pools are empty: bp" },
    { 0x151, 1, ENAVAIL, "cannot create a container in 'dprc.1': "
                         "MC firmware error 0x8 (no resources); 3 of pool 'mcp' are free" },
    { 0x151, 1, EPERM, "cannot create a container in 'dprc.1': "
                       "MC firmware error 0x4 (no privilege)" },
    { 0x167, 1, ENXIO, "cannot connect 'dpni.2' to 'dpmac.3': "
                       "MC firmware error 0x6 (configuration error)" },
    { 0x157, 2, EPERM, "cannot plug 'dpmcp.1': MC firmware error 0x4 (no privilege)" },
    { 0x16b, 1, EPERM, "cannot lock container 'dprc.3': MC firmware error 0x4 (no privilege)" },
};

static void
testMessages(Fixture *f, gconstpointer opaque)
{
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(messages); i++) {
        g_autofree char *name = NULL;
        g_autoptr(GError) error = NULL;

        f->mc.failing = messages[i].failing;
        f->mc.nth = messages[i].nth;
        f->mc.number = messages[i].number;
        g_assert_false(virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, &error));
        g_assert_cmpstr(error->message, ==, messages[i].message);
        g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FIRMWARE);
    }
}

/* The way back fails, too. */
static void
testNotRestored(Fixture *f, gconstpointer opaque)
{
    g_autofree char *name = NULL;
    g_autoptr(GError) error = NULL;

    /* the child's rescan needs the file */
    g_autofree char *rescan = g_build_filename(f->tree->sysfs, "bus/fsl-mc/rescan", NULL);

    treeRemove(rescan);
    f->mc.failing = 0x152;
    f->mc.nth = 1;
    f->mc.number = EACCES;
    g_assert_false(virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, &error));
    g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_RESTORED);
    g_assert_nonnull(strstr(error->message, "; and container 'dprc.3' could not be removed again: "
                            "cannot destroy container 'dprc.3': MC firmware error 0x3 "
                            "(authentication error)"));
}

/* Another one reads at that moment what is in the container. */
static void
testUnmakeOpen(Fixture *f, gconstpointer opaque)
{
    g_autofree char *after = NULL;
    g_autoptr(GError) error = NULL;

    f->mc.failing = 0x152;
    f->mc.nth = 1;
    f->mc.number = EBUSY;
    virFslMcMcUnmake(f->bus, "dprc.1", "dprc.2", NULL, &error);
    g_assert_no_error(error);
    after = fakeMcDescribe(&f->mc);
    g_assert_null(strstr(after, "dprc.2"));
}

static void
testConnected(Fixture *f, gconstpointer opaque)
{
    g_autofree char *before = fakeMcDescribe(&f->mc);
    g_autofree char *after = NULL;
    g_autofree char *name = NULL;
    g_autoptr(GError) error = NULL;

    g_array_index(f->plan->ports, virFslMcMcPort, 0).peer.id = 4;
    g_assert_false(virFslMcMcMake(f->bus, f->plan, NULL, NULL, NULL, &name, &error));
    g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY);
    g_assert_cmpstr(error->message, ==,
                    "'dpmac.4' is connected to 'dpni.1' already; disconnect it first");
    after = fakeMcDescribe(&f->mc);
    g_assert_cmpstr(after, ==, before);
}

static void
testUnmakeOthers(Fixture *f, gconstpointer opaque)
{
    static const struct {
        const char *name;
        const char *message;
    } cases[] = {
        { "dprc.9", "container 'dprc.9' is plugged: it is of the configuration that the "
                    "firmware booted with" },
        { "dprc.77", "no container 'dprc.77' in 'dprc.1'" },
        { "dprc_2", "'dprc_2' is not the name of an object on the fsl-mc bus" },
    };
    g_autofree char *after = NULL;
    g_autoptr(GError) error = NULL;
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_assert_false(virFslMcMcUnmake(f->bus, "dprc.1", cases[i].name, NULL, &error));
        g_assert_cmpstr(error->message, ==, cases[i].message);
        g_clear_error(&error);
    }

    /* one that somebody made by hand */
    g_assert_true(virFslMcMcUnmake(f->bus, "dprc.1", "dprc.2", NULL, &error));
    after = fakeMcDescribe(&f->mc);
    g_assert_null(strstr(after, "dprc.2"));
}

#define ADD(name, function) \
    g_test_add("/mc-make/" name, Fixture, NULL, setUp, function, tearDown)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/mc-make/derive", testDerive);
    ADD("make", testMake);
    ADD("make/refused", testMakeRefused);
    ADD("make/unanswered", testMakeUnanswered);
    ADD("unmake/refused", testUnmakeRefused);
    ADD("unmake/unanswered", testUnmakeUnanswered);
    ADD("unmake/others", testUnmakeOthers);
    ADD("unmake/open", testUnmakeOpen);
    ADD("messages", testMessages);
    ADD("nonsense", testNonsense);
    ADD("not-restored", testNotRestored);
    ADD("connected", testConnected);

    return g_test_run();
}
