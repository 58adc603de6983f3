/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * choice_test.c: which of the containers with a label a guest gets
 */

#include "fslmc_internal.h"

#include "virerror.h"

#include "fakemc.h"
#include "fslmc_choice.h"
#include "tree.h"

static const FakeMcObject objects[] = {
    { "dprc.1", "dprc.2", "net", FALSE },
    { "dprc.1", "dprc.3", "net", FALSE },
    { "dprc.1", "dprc.12", "net", TRUE },
    { "dprc.1", "dprc.4", "network", FALSE },
    { "dprc.1", "dpni.9", "net", TRUE },
    { "dprc.3", "dprc.7", "inside", FALSE },
    { NULL },
};

static virFslMcBus *bus;
static GHashTable *used;    /* containers */
static GString *tries;


/* What a guest does that tries one, which it is not to have when it is used. */
static int
take(void *opaque, const char *container)
{
    g_string_append_printf(tries, "%s ", container);

    if (g_hash_table_contains(used, container)) {
        virReportErrorHelper(VIR_FROM_NONE, VIR_ERR_OPERATION_INVALID, __FILE__,
                             __FUNCTION__, __LINE__, "%s is used", container);
        return -1;
    }

    if (opaque) {
        /* another guest starts at this moment */
        g_autofree char *other = virFslMcChoose(bus, "net", take, NULL);

        g_assert_cmpstr(other, ==, opaque);
        g_hash_table_add(used, g_strdup(other));
    }

    return 0;
}


static int
cancel(void *opaque G_GNUC_UNUSED, const char *container)
{
    g_string_append_printf(tries, "%s ", container);
    virReportErrorHelper(VIR_FROM_NONE, VIR_ERR_OPERATION_ABORTED, __FILE__,
                         __FUNCTION__, __LINE__, "cancelled");

    return -1;
}


static void
checkChoice(const char *label,
            virFslMcChoiceTake func,
            const char *opaque,
            const char *expected,
            const char *tried)
{
    g_autofree char *chosen = NULL;

    virResetLastError();
    chosen = virFslMcChoose(bus, label, func, (void *) opaque);
    g_assert_cmpstr(chosen, ==, expected);
    g_assert_cmpstr(tries->str, ==, tried);
    g_string_truncate(tries, 0);

    if (chosen)
        g_hash_table_add(used, g_steal_pointer(&chosen));
}


static void
checkError(int code, const char *message)
{
    g_assert_cmpint(virGetLastErrorCode(), ==, code);
    g_assert_nonnull(strstr(virGetLastErrorMessage(), message));
}


static void
setUp(FakeMc *mc)
{
    fakeMcStart(mc, objects);
    used = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    tries = g_string_new(NULL);
}


static void
tearDown(FakeMc *mc)
{
    g_string_free(tries, TRUE);
    g_hash_table_unref(used);
    fakeMcStop(mc);
}


static void
testPool(void)
{
    FakeMc mc;

    setUp(&mc);
    checkChoice("net", take, NULL, "dprc.2", "dprc.2 ");
    checkChoice("inside", take, NULL, "dprc.7", "dprc.7 ");
    checkChoice("net", take, NULL, "dprc.3", "dprc.2 dprc.3 ");
    checkChoice("net", take, NULL, "dprc.12", "dprc.2 dprc.3 dprc.12 ");
    checkChoice("net", take, NULL, NULL, "dprc.2 dprc.3 dprc.12 ");
    checkError(VIR_ERR_OPERATION_INVALID, "no container with label 'net' is free: ");
    checkError(VIR_ERR_OPERATION_INVALID, "dprc.2 is used; ");
    checkError(VIR_ERR_OPERATION_INVALID, "dprc.12 is used");

    g_hash_table_remove(used, "dprc.3");
    checkChoice("net", take, NULL, "dprc.3", "dprc.2 dprc.3 ");
    tearDown(&mc);
}


/* Two at the same time do not get into each other's way. */
static void
testTwo(void)
{
    FakeMc mc;

    setUp(&mc);
    checkChoice("net", take, "dprc.3", "dprc.2", "dprc.2 dprc.3 ");
    tearDown(&mc);
}


static void
testNone(void)
{
    FakeMc mc;

    setUp(&mc);
    checkChoice("ne", take, NULL, NULL, "");
    checkError(VIR_ERR_OPERATION_INVALID, "no container has label 'ne'");
    checkChoice("", take, NULL, NULL, "");

    checkChoice("net", cancel, NULL, NULL, "dprc.2 ");
    checkError(VIR_ERR_OPERATION_ABORTED, "cancelled");

    mc.taken = TRUE;
    checkChoice("net", take, NULL, NULL, "");
    checkError(VIR_ERR_OPERATION_INVALID, "is taken");
    tearDown(&mc);
}


static void
ignoreError(void *opaque G_GNUC_UNUSED, virErrorPtr error G_GNUC_UNUSED)
{
}


int
main(int argc, char **argv)
{
    g_autoptr(Tree) tree = NULL;
    int ret;

    g_test_init(&argc, &argv, NULL);
    g_assert_cmpint(virInitialize(), ==, 0);
    virSetErrorFunc(NULL, ignoreError);

    tree = treeNewFromFile("composed");
    bus = virFslMcBusNew(tree->sysfs, tree->dev);

    g_test_add_func("/choice/pool", testPool);
    g_test_add_func("/choice/two", testTwo);
    g_test_add_func("/choice/none", testNone);

    ret = g_test_run();
    virFslMcBusUnref(bus);

    return ret;
}
