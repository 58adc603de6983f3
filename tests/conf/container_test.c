/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * container_test.c: from the XML of a container to what is made
 *
 * For each data/container/NAME.xml, NAME.expected has the error, or the XML that
 * is written of it and, below that, the one with what is derived.
 */

#include "fslmc_conf_error.h"
#include "fslmc_container_conf.h"
#include "testdata.h"

static const char *const codes[] = {
    [VIR_FSLMC_CONF_ERROR_SYNTAX] = "SYNTAX",
    [VIR_FSLMC_CONF_ERROR_XML] = "XML",
    [VIR_FSLMC_CONF_ERROR_UNSUPPORTED] = "UNSUPPORTED",
};


static char *
testDescribe(const char *xml)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcContainerDef) def = NULL;
    g_autoptr(virFslMcContainerDef) again = NULL;
    g_autofree char *written = NULL;
    g_autofree char *twice = NULL;
    g_autofree char *derived = NULL;

    if (!virFslMcContainerDefIs(xml))
        return g_strdup("not ours\n");

    if (!(def = virFslMcContainerDefParse(xml, &error)))
        return g_strdup_printf("%s: %s\n", codes[error->code], error->message);

    written = virFslMcContainerDefFormat(def);
    again = virFslMcContainerDefParse(written, &error);
    g_assert_no_error(error);
    twice = virFslMcContainerDefFormat(again);
    g_assert_cmpstr(twice, ==, written);

    virFslMcMcPlanDerive(def->plan);
    derived = virFslMcContainerDefFormat(def);
    testDataValidate("fslmc-container.rng", written);
    testDataValidate("fslmc-container.rng", derived);
    testDataValidate("fslmc-container.rng", xml);

    return g_strconcat(written, derived, NULL);
}


static void
testContainer(gconstpointer opaque)
{
    const char *name = opaque;
    g_autofree char *path = testDataPath("container", name, ".xml");
    g_autofree char *expected = testDataPath("container", name, ".expected");
    g_autofree char *xml = testDataLoad(path);
    g_autofree char *actual = testDescribe(xml);

    testDataCompare(expected, actual);
}


static void
testNames(void)
{
    static const char *const good[] = { "dprc_a", "dprc_net-a", "dprc_N_1" };
    static const char *const bad[] = {
        "", "dprc", "dprc_", "dprc_1", "dprc_-a", "dprc__a", "dprc_a.b", "dprc_a/b",
        "dprc_a b", "dpni_a", "a", "dprc_ä", "new device",
    };
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(good); i++)
        g_assert_true(virFslMcContainerNameIsValid(good[i]));
    for (i = 0; i < G_N_ELEMENTS(bad); i++)
        g_assert_false(virFslMcContainerNameIsValid(bad[i]));
    g_assert_false(virFslMcContainerDefIs("fsl_mc is no XML"));
    g_assert_false(virFslMcContainerDefIs("<domain><capability type='fsl_mc'/></domain>"));
}


int
main(int argc,
     char **argv)
{
    g_autoptr(GPtrArray) cases = NULL;
    guint i;

    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/container/names", testNames);

    cases = testDataCases("container", ".xml");
    for (i = 0; i < cases->len; i++) {
        const char *name = g_ptr_array_index(cases, i);
        g_autofree char *path = g_strconcat("/container/", name, NULL);

        g_test_add_data_func(path, name, testContainer);
    }

    return g_test_run();
}
