/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * data_test.c: what each function makes of a document, as files
 *
 * data/VERB/NAME.xml goes in, with NAME.with beside it where the function takes
 * a second argument. Out comes NAME.expected, or the message in NAME.error.
 */

#include "fslmc_conf_error.h"
#include "fslmc_domain_caps_conf.h"
#include "fslmc_domain_conf.h"
#include "testdata.h"

/* Says what became of @xml. */
typedef char *(*testVerb)(const char *xml,
                          const char *with,
                          GError **error);


static char *
testLift(const char *xml,
         const char *with,
         GError **error)
{
    g_autofree char *lifted = NULL;

    if (!virFslMcDomainLift(xml, &lifted, error)) {
        g_assert_null(lifted);
        return NULL;
    }

    testDataValidateOurs(xml);
    if (!lifted)
        return g_strdup(xml);

    testDataValidateOurs(lifted);
    return g_steal_pointer(&lifted);
}


static char *
testRestore(const char *xml,
            const char *with,
            GError **error)
{
    return virFslMcDomainRestore(g_strdup(xml));
}


static char *
testAdd(const char *xml,
        const char *with,
        GError **error)
{
    g_autoptr(virFslMcHostdevDef) def = NULL;

    g_assert_true(virFslMcHostdevDefParseDevice(with, &def, NULL));
    return virFslMcDomainAddHostdev(xml, def, error);
}


/* @with is a device or an alias */
static char *
testRemove(const char *xml,
           const char *with,
           GError **error)
{
    g_autoptr(virFslMcHostdevDef) def = NULL;
    g_autofree char *alias = g_strchomp(g_strdup(with));

    g_assert_true(virFslMcHostdevDefParseDevice(with, &def, NULL));
    if (def)
        return virFslMcDomainRemoveHostdev(xml, def, error);

    return virFslMcDomainRemoveAlias(xml, alias, error);
}


static char *
testReplace(const char *xml,
            const char *with,
            GError **error)
{
    g_autoptr(virFslMcHostdevDef) def = NULL;

    g_assert_true(virFslMcHostdevDefParseDevice(with, &def, NULL));
    return virFslMcDomainReplaceHostdev(xml, def, error);
}


static char *
testDevice(const char *xml,
           const char *with,
           GError **error)
{
    g_autoptr(virFslMcHostdevDef) def = NULL;
    g_autoptr(GString) buf = g_string_new(NULL);

    /* the schema takes what the parser takes, and no more */
    if (!virFslMcHostdevDefParseDevice(xml, &def, error)) {
        g_assert_null(def);
        g_assert_false(testDataIsValid("fslmc-hostdev.rng", xml));
        return NULL;
    }

    if (!def)
        return g_strdup("not ours\n");

    testDataValidateOurs(xml);
    virFslMcHostdevDefFormat(buf, 0, "", def);
    return g_strdup(buf->str);
}


static char *
testCaps(const char *xml,
         const char *with,
         GError **error)
{
    return virFslMcDomainCapsAddHostdev(g_strdup(xml), &virFslMcHostdevKindFslMc);
}


/* Documents that have our words in them, and nothing of ours. */
static char *
testPass(const char *xml,
         const char *with,
         GError **error)
{
    char *copy = g_strdup(xml);
    char *restored = virFslMcDomainRestore(copy);
    char *lifted = NULL;

    g_assert_true(restored == copy);
    g_assert_true(virFslMcDomainLift(xml, &lifted, error));
    g_assert_null(lifted);

    return restored;
}


static const struct {
    const char *dir;
    testVerb verb;
} verbs[] = {
    { "lift", testLift },
    { "restore", testRestore },
    { "add", testAdd },
    { "remove", testRemove },
    { "replace", testReplace },
    { "device", testDevice },
    { "caps", testCaps },
    { "pass", testPass },
};

typedef struct {
    const char *dir;
    testVerb verb;
    char *name;
} testCase;


static const char *
testErrorName(const GError *error)
{
    static const char *const names[] = {
        [VIR_FSLMC_CONF_ERROR_SYNTAX] = "SYNTAX",
        [VIR_FSLMC_CONF_ERROR_XML] = "XML",
        [VIR_FSLMC_CONF_ERROR_UNSUPPORTED] = "UNSUPPORTED",
        [VIR_FSLMC_CONF_ERROR_EXISTS] = "EXISTS",
        [VIR_FSLMC_CONF_ERROR_MISSING] = "MISSING",
    };

    g_assert_true(error->domain == VIR_FSLMC_CONF_ERROR);
    return names[error->code];
}


static void
testRun(gconstpointer opaque)
{
    const testCase *test = opaque;
    g_autofree char *input = testDataPath(test->dir, test->name, ".xml");
    g_autofree char *argument = testDataPath(test->dir, test->name, ".with");
    g_autofree char *expected = testDataPath(test->dir, test->name, ".expected");
    g_autofree char *refused = testDataPath(test->dir, test->name, ".error");
    g_autofree char *xml = testDataLoad(input);
    g_autofree char *with = testDataLoad(argument);
    g_autofree char *actual = NULL;
    g_autofree char *message = NULL;
    g_autoptr(GError) error = NULL;

    actual = test->verb(xml, with, &error);
    g_assert_true((actual == NULL) == (error != NULL));
    if (error)
        message = g_strdup_printf("%s: %s\n", testErrorName(error), error->message);

    testDataCompare(expected, actual);
    testDataCompare(refused, message);
}


static void
testCaseFree(gpointer opaque)
{
    testCase *test = opaque;

    g_free(test->name);
    g_free(test);
}


int
main(int argc,
     char **argv)
{
    gsize i;
    guint j;

    g_test_init(&argc, &argv, NULL);

    for (i = 0; i < G_N_ELEMENTS(verbs); i++) {
        g_autoptr(GPtrArray) cases = testDataCases(verbs[i].dir, ".xml");

        for (j = 0; j < cases->len; j++) {
            testCase *test = g_new0(testCase, 1);
            g_autofree char *path = NULL;

            test->dir = verbs[i].dir;
            test->verb = verbs[i].verb;
            test->name = g_strdup(g_ptr_array_index(cases, j));
            path = g_strdup_printf("/%s/%s", test->dir, test->name);
            g_test_add_data_func_full(path, test, testRun, testCaseFree);
        }
    }

    return g_test_run();
}
