/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * roundtrip_test.c: what is lifted comes back byte for byte
 *
 * True for every document that has its hostdevs where and as libvirt writes
 * them: data/roundtrip, and what stock libvirt gave in data/stock.
 */

#include <string.h>

#include "fslmc_carriage.h"
#include "fslmc_domain_conf.h"
#include "testdata.h"


static void
testRoundtrip(gconstpointer opaque)
{
    g_autofree char *xml = testDataLoad(opaque);
    g_autofree char *lifted = NULL;
    g_autofree char *restored = NULL;
    gboolean ours = strstr(xml, "<hostdev mode='subsystem' type='fsl_mc'") != NULL;

    g_assert_true(virFslMcDomainLift(xml, &lifted, NULL));
    g_assert_true((lifted != NULL) == ours);
    if (!lifted)
        return;

    g_assert_nonnull(strstr(lifted, VIR_FSLMC_CARRIAGE_URI));
    g_assert_null(strstr(lifted, "<hostdev mode='subsystem' type='fsl_mc'"));

    restored = virFslMcDomainRestore(g_strdup(lifted));
    g_assert_cmpstr(restored, ==, xml);
}


int
main(int argc,
     char **argv)
{
    g_autoptr(GPtrArray) paths = g_ptr_array_new_with_free_func(g_free);
    static const struct {
        const char *dir;
        const char *suffix;
    } sources[] = {
        { "roundtrip", ".xml" },
        { "stock", ".expected" },
    };
    gsize i;
    guint j;

    g_test_init(&argc, &argv, NULL);

    for (i = 0; i < G_N_ELEMENTS(sources); i++) {
        g_autoptr(GPtrArray) cases = testDataCases(sources[i].dir, sources[i].suffix);

        for (j = 0; j < cases->len; j++) {
            const char *name = g_ptr_array_index(cases, j);
            char *path = testDataPath(sources[i].dir, name, sources[i].suffix);
            g_autofree char *test = g_strdup_printf("/%s/%s", sources[i].dir, name);

            g_ptr_array_add(paths, path);
            g_test_add_data_func(test, path, testRoundtrip);
        }
    }

    return g_test_run();
}
