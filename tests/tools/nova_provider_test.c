/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * nova_provider_test.c: what the operator opens to Nova, and what placement is told
 *
 * data/nova-NAME.conf is a configuration file, and data/nova-NAME.yaml.expected what is
 * written for it, or the error. tests/native/clients/nova-provider.sh gives these files
 * to Nova's own parser.
 */

#include <string.h>

#include "fakemc.h"
#include "fslmc_nova_config.h"
#include "fslmc_nova_provider.h"
#include "testdata.h"
#include "tree.h"

static const FakeMcObject objects[] = {
    { "dprc.1", "dprc.2", "net", FALSE },
    { "dprc.1", "dprc.3", "net", TRUE },
    { "dprc.1", "dprc.4", "net a", FALSE },
    { "dprc.1", "dpni.9", "net", TRUE },
    { "dprc.3", "dprc.7", "inside", FALSE },
    { "dprc.1", "dprc.8", "secret", FALSE },
    { NULL },
};


static char *
testDescribe(const char *path, const virFslMcMcTree *tree)
{
    g_autoptr(virFslMcNovaConfig) config = NULL;
    g_autoptr(GError) error = NULL;
    g_auto(GStrv) parts = NULL;
    g_autofree char *message = NULL;

    config = virFslMcNovaConfigRead(path, &error);
    if (config) {
        char *text = virFslMcNovaProviderFormat((const char *const *) config->labels, tree,
                                                "$COMPUTE_NODE", &error);

        if (text)
            return text;
    }

    parts = g_strsplit(error->message, TEST_DATA_DIR "/", -1);
    message = g_strjoinv("", parts);
    return g_strconcat(message, "\n", NULL);
}


static void
testCase(gconstpointer name)
{
    static const char *const roots[] = { "dprc.1", NULL };
    g_autofree char *input = testDataPath(".", name, ".conf");
    g_autofree char *output = testDataPath(".", name, ".yaml.expected");
    g_autoptr(Tree) tree = treeNewFromFile("composed");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    g_autoptr(virFslMcMcTree) known = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *actual = NULL;
    FakeMc mc;

    fakeMcStart(&mc, objects);
    known = virFslMcMcTreeRead(bus, roots, &error);
    g_assert_no_error(error);
    actual = testDescribe(input, known);
    fakeMcStop(&mc);

    testDataCompare(output, actual);
}


static void
testFlavors(void)
{
    g_autofree char *path = testDataPath(".", "nova-all", ".conf");
    g_autoptr(virFslMcNovaConfig) config = virFslMcNovaConfigRead(path, NULL);
    g_autoptr(virFslMcNovaConfig) none = virFslMcNovaConfigRead("/nonexistent/file", NULL);

    g_assert_cmpstr(virFslMcNovaConfigFindFlavor(config, "m1.dpaa2"), ==, "net");
    g_assert_null(virFslMcNovaConfigFindFlavor(config, "m1.dpaa"));
    g_assert_null(virFslMcNovaConfigFindFlavor(config, "m1.dpaa2="));
    g_assert_null(virFslMcNovaConfigFindFlavor(none, "m1.dpaa2"));
    g_assert_cmpuint(g_strv_length(none->labels), ==, 0);
}


int
main(int argc, char **argv)
{
    g_autoptr(GPtrArray) cases = NULL;
    guint i;

    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/nova-provider/flavors", testFlavors);
    cases = testDataCases(".", ".conf");
    for (i = 0; i < cases->len; i++) {
        g_autofree char *path = g_strconcat("/nova-provider/",
                                            (char *) g_ptr_array_index(cases, i), NULL);

        g_test_add_data_func(path, g_ptr_array_index(cases, i), testCase);
    }

    return g_test_run();
}
