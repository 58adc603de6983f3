/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * hostdev_test.c: who uses which container, and where it is afterwards
 *
 * Each case works on the containers of tests/fslmc/data/composed.sysfs, where
 * dprc.3 and dprc.13 are on vfio-fsl-mc, dprc.6 is in dprc.2 and dprc.7 in
 * dprc.3. data/NAME.steps has one call a line:
 *
 *   prepare DOMAIN CONTAINER[:managed]…
 *   update DOMAIN CONTAINER[:managed]…
 *   reattach DOMAIN
 *   detach CONTAINER, attach CONTAINER       by the node-device calls
 *   vanish CONTAINER
 *   restart                                  the daemon is another one
 *   recover
 *
 * data/NAME.expected has, for each, what it wrote to sysfs, its outcome, and
 * where the containers are that are named in the steps.
 */

#include "fslmc_internal.h"

#include "virerror.h"

#include "fakekernel.h"
#include "fslmc_driver.h"
#include "fslmc_hostdev.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_loan.h"
#include "fslmc_names.h"
#include "testdata.h"

typedef struct {
    Tree *tree;
    virFslMcBus *bus;
    char *loanDir;
    virFslMcHostdevManager *manager;
    GString *out;
    GPtrArray *named;   /* containers, sorted */
} Bench;


static GPtrArray *
benchHostdevs(char **words)
{
    GPtrArray *hostdevs = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostdevDefFree);

    for (; *words; words++) {
        g_auto(GStrv) parts = g_strsplit(*words, ":", 2);
        virFslMcHostdevDef *def = g_new0(virFslMcHostdevDef, 1);

        def->container = g_strdup(parts[0]);
        def->managed = g_strcmp0(parts[1], "managed") == 0;
        g_ptr_array_add(hostdevs, def);
    }

    return hostdevs;
}


static void
benchVanish(Bench *bench, const char *name)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bench->bus, name, NULL);
    g_autofree char *link = g_build_filename(bench->tree->sysfs, VIR_FSLMC_DEVICES_DIR,
                                             name, NULL);

    treeRemove(virFslMcObjectGetPath(object));
    treeRemove(link);
}


static int
benchCall(Bench *bench, char **words)
{
    const char *verb = words[0];
    g_autoptr(GPtrArray) hostdevs = NULL;

    if (STREQ(verb, "prepare")) {
        hostdevs = benchHostdevs(words + 2);
        return virFslMcHostdevPrepare(bench->manager, words[1], hostdevs);
    } else if (STREQ(verb, "update")) {
        hostdevs = benchHostdevs(words + 2);
        virFslMcHostdevUpdateActive(bench->manager, words[1], hostdevs, 0, 0);
    } else if (STREQ(verb, "reattach")) {
        virFslMcHostdevReAttach(bench->manager, words[1]);
    } else if (STREQ(verb, "detach")) {
        return virFslMcHostdevNodeDeviceDetach(bench->manager, words[1]);
    } else if (STREQ(verb, "attach")) {
        return virFslMcHostdevNodeDeviceReAttach(bench->manager, words[1]);
    } else if (STREQ(verb, "vanish")) {
        benchVanish(bench, words[1]);
    } else if (STREQ(verb, "recover")) {
        virFslMcHostdevRecover(bench->manager);
    } else {
        g_assert_cmpstr(verb, ==, "restart");
        virFslMcHostdevManagerFree(bench->manager);
        bench->manager = virFslMcHostdevManagerNew(bench->bus, bench->loanDir);
    }

    return 0;
}


static void
benchPrintContainer(Bench *bench, const char *name)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bench->bus, name, NULL);
    const char *driver = object ? virFslMcObjectGetDriver(object) : NULL;

    g_string_append_printf(bench->out, "%s: %s%s\n", name,
                           driver ? driver : object ? "no driver" : "gone",
                           virFslMcLoanExists(bench->loanDir, name) ? ", on loan" : "");
}


static void
benchStep(Bench *bench, const char *step)
{
    g_auto(GStrv) words = g_strsplit(step, " ", -1);
    guint i;

    g_string_append_printf(bench->out, "\n$ %s\n", step);
    virResetLastError();
    if (benchCall(bench, words) < 0)
        g_string_append_printf(bench->out, "error %d: %s\n", virGetLastErrorCode(),
                               virGetLastErrorMessage());
    else
        g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_OK);

    for (i = 0; i < bench->named->len; i++)
        benchPrintContainer(bench, g_ptr_array_index(bench->named, i));
}


static int
compareNames(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}


static GPtrArray *
findNamed(const char *steps)
{
    g_auto(GStrv) words = g_strsplit_set(steps, " :\n", -1);
    GPtrArray *named = g_ptr_array_new_with_free_func(g_free);
    size_t i;

    for (i = 0; words[i]; i++) {
        if (STRPREFIX(words[i], "dprc.") &&
            !g_ptr_array_find_with_equal_func(named, words[i], g_str_equal, NULL))
            g_ptr_array_add(named, g_strdup(words[i]));
    }
    g_ptr_array_sort(named, compareNames);

    return named;
}


static void
testCase(gconstpointer name)
{
    g_autofree char *input = testDataPath(".", name, "steps");
    g_autofree char *output = testDataPath(".", name, "expected");
    g_autofree char *steps = testDataLoad(input);
    g_auto(GStrv) lines = g_strsplit(g_strchomp(steps), "\n", -1);
    g_autoptr(Tree) tree = treeNewFromFile("composed");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    g_autofree char *loanDir = g_build_filename(tree->top, "loans", NULL);
    g_autoptr(GString) out = g_string_new(NULL);
    g_autoptr(GPtrArray) named = findNamed(steps);
    const Fault none[] = {{ 0 }};
    FakeKernel kernel;
    Bench bench = {
        .tree = tree,
        .bus = bus,
        .loanDir = loanDir,
        .manager = virFslMcHostdevManagerNew(bus, loanDir),
        .out = out,
        .named = named,
    };
    size_t i;

    fakeKernelStart(&kernel, tree, none, out);
    for (i = 0; lines[i]; i++)
        benchStep(&bench, lines[i]);
    fakeKernelStop(&kernel);
    virFslMcHostdevManagerFree(bench.manager);

    testDataCompare(output, out->str);
}


static void
ignoreError(void *opaque G_GNUC_UNUSED, virErrorPtr error G_GNUC_UNUSED)
{
}


int
main(int argc, char **argv)
{
    g_autoptr(GPtrArray) cases = NULL;
    guint i;

    g_test_init(&argc, &argv, NULL);
    g_assert_cmpint(virInitialize(), ==, 0);
    virSetErrorFunc(NULL, ignoreError);

    cases = testDataCases(".", "steps");
    for (i = 0; i < cases->len; i++) {
        g_autofree char *path = g_strdup_printf("/hostdev/%s",
                                                (char *) g_ptr_array_index(cases, i));

        g_test_add_data_func(path, g_ptr_array_index(cases, i), testCase);
    }

    return g_test_run();
}
