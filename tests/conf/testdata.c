/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * testdata.c: tests that are files
 */

#include <glib/gstdio.h>
#include <libxml/parser.h>
#include <libxml/relaxng.h>
#include <string.h>

#include "fslmc_carriage.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_xml.h"
#include "testdata.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNG, xmlRelaxNGFree)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNGParserCtxt, xmlRelaxNGFreeParserCtxt)
G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlRelaxNGValidCtxt, xmlRelaxNGFreeValidCtxt)


char *
testDataPath(const char *dir,
             const char *name,
             const char *suffix)
{
    g_autofree char *file = g_strconcat(name, suffix, NULL);

    return g_build_filename(TEST_DATA_DIR, dir, file, NULL);
}


char *
testDataLoad(const char *path)
{
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, NULL);
    return text;
}


static gint
compareNames(gconstpointer a,
             gconstpointer b)
{
    return strcmp(*(const char *const *)a, *(const char *const *)b);
}


GPtrArray *
testDataCases(const char *dir,
              const char *suffix)
{
    g_autofree char *path = g_build_filename(TEST_DATA_DIR, dir, NULL);
    g_autoptr(GDir) entries = g_dir_open(path, 0, NULL);
    GPtrArray *cases = g_ptr_array_new_with_free_func(g_free);
    const char *entry;

    g_assert_nonnull(entries);
    while ((entry = g_dir_read_name(entries))) {
        if (g_str_has_suffix(entry, suffix))
            g_ptr_array_add(cases, g_strndup(entry, strlen(entry) - strlen(suffix)));
    }
    g_assert_cmpuint(cases->len, >, 0);

    g_ptr_array_sort(cases, compareNames);
    return cases;
}


void
testDataCompare(const char *path,
                const char *actual)
{
    g_autofree char *expected = NULL;

    if (g_getenv("FSLMC_TEST_REGENERATE")) {
        if (actual)
            g_assert_true(g_file_set_contents(path, actual, -1, NULL));
        else
            g_unlink(path);
        return;
    }

    expected = testDataLoad(path);
    if (g_strcmp0(expected, actual) != 0) {
        g_test_message("%s differs from\n%s", path, actual ? actual : "(no such file)");
        g_test_fail();
    }
}


gboolean
testDataIsValid(const char *schema,
                const char *xml)
{
    g_autofree char *path = g_path_is_absolute(schema) ? g_strdup(schema) :
        g_build_filename(TEST_SCHEMA_DIR, schema, NULL);
    g_autoptr(xmlRelaxNGParserCtxt) parser = xmlRelaxNGNewParserCtxt(path);
    g_autoptr(xmlRelaxNG) rng = xmlRelaxNGParse(parser);
    g_autoptr(xmlRelaxNGValidCtxt) ctxt = NULL;
    g_autoptr(xmlDoc) doc = virFslMcXMLParse(xml, strlen(xml), NULL);

    g_assert_nonnull(rng);
    g_assert_nonnull(doc);

    ctxt = xmlRelaxNGNewValidCtxt(rng);
    return xmlRelaxNGValidateDoc(ctxt, doc) == 0;
}


void
testDataValidate(const char *schema,
                 const char *xml)
{
    if (!testDataIsValid(schema, xml)) {
        g_test_message("not valid by %s:\n%s", schema, xml);
        g_test_fail();
    }
}


/* The schema for @node, NULL when it is none of ours. */
static const char *
testDataSchema(const xmlNode *node)
{
    gboolean whole = node->parent->type == XML_DOCUMENT_NODE;

    if (virFslMcHostdevDefIs(node) &&
        (whole || virFslMcXMLIs(node->parent, "devices", NULL)))
        return "fslmc-hostdev.rng";

    if (virFslMcXMLIs(node, "hostdevs", VIR_FSLMC_CARRIAGE_URI))
        return "fslmc-carriage.rng";

    /* one that is there has a path, and one that is to be made has not */
    if (whole && virFslMcXMLIs(node, "device", NULL)) {
        return virFslMcXMLChild(node, "path") ? "fslmc-nodedev.rng" :
                                                "fslmc-container.rng";
    }

    return NULL;
}


unsigned int
testDataValidateOurs(const char *xml)
{
    /* that document has not the entities of this one */
    g_autoptr(xmlDoc) doc = xmlReadMemory(xml, strlen(xml), NULL, NULL, XML_PARSE_NOENT);
    xmlNodePtr node = xmlDocGetRootElement(doc);
    unsigned int count = 0;

    while (node) {
        const char *schema = testDataSchema(node);

        if (schema) {
            xmlBufferPtr buf = xmlBufferCreate();

            xmlNodeDump(buf, doc, node, 0, 0);
            testDataValidate(schema, (const char *)xmlBufferContent(buf));
            xmlBufferFree(buf);
            count++;
        }

        if (xmlFirstElementChild(node)) {
            node = xmlFirstElementChild(node);
            continue;
        }
        while (node && !xmlNextElementSibling(node))
            node = node->parent;
        node = node ? xmlNextElementSibling(node) : NULL;
    }

    return count;
}


/* Some lines in succession left out, or twice. */
static char *
testDataChangeLines(GRand *rand,
                    const char *text)
{
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    /* of an empty document there is one, too */
    int count = MAX(g_strv_length(lines), 1);
    int first = g_rand_int_range(rand, 0, count);
    int last = g_rand_int_range(rand, first, count);
    int times = g_rand_int_range(rand, 0, 2) * 2;
    g_autoptr(GString) changed = g_string_new(NULL);
    int i, j;

    for (i = 0; lines[i]; i++) {
        for (j = 0; j < (i < first || i > last ? 1 : times); j++)
            g_string_append_printf(changed, "%s\n", lines[i]);
    }

    return g_string_free(g_steal_pointer(&changed), FALSE);
}


static char *
testDataChangeCharacter(GRand *rand,
                        const char *text)
{
    static const char characters[] = "<>/'\"& -09az\n";
    char *changed = g_strdup(text);

    if (*changed) {
        changed[g_rand_int_range(rand, 0, strlen(changed))] =
            characters[g_rand_int_range(rand, 0, sizeof(characters) - 1)];
    }

    return changed;
}


char *
testDataChange(GRand *rand,
               const char *text)
{
    return g_rand_boolean(rand) ? testDataChangeLines(rand, text)
                                : testDataChangeCharacter(rand, text);
}
