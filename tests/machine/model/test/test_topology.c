/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * test_topology.c: topology files, good and bad
 *
 * Beside each NAME.topology lies NAME.expected: the topology as it is dumped,
 * or the error. What is dumped has to be read again as the same. With
 * VIR_TEST_REGENERATE_OUTPUT set, the expected files are written.
 */

#include "../mc_topology.h"

#include <string.h>

static void
testTopology(const void *data)
{
    const char *path = data;
    g_autofree char *base = g_path_get_basename(path);
    g_autofree char *stem = g_strndup(path, strlen(path) - strlen("topology"));
    g_autofree char *expectedPath = g_strconcat(stem, "expected", NULL);
    g_autofree char *expected = NULL;
    g_autofree char *actual = NULL;
    g_autofree char *text = NULL;
    g_autoptr(McTopology) topology = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(GError) fileError = NULL;

    g_file_get_contents(path, &text, NULL, &fileError);
    g_assert_no_error(fileError);

    topology = mcTopologyParse(text, base, FALSE, &error);
    if (topology) {
        g_autoptr(McTopology) again = NULL;
        g_autofree char *copy = NULL;

        g_assert_no_error(error);
        actual = mcTopologyFormat(topology);
        again = mcTopologyParse(actual, "dump", TRUE, &error);
        g_assert_no_error(error);
        copy = mcTopologyFormat(again);
        g_assert_cmpstr(copy, ==, actual);
    } else {
        g_assert_nonnull(error);
        actual = g_strconcat(error->message, "\n", NULL);
    }

    if (g_getenv("VIR_TEST_REGENERATE_OUTPUT")) {
        g_file_set_contents(expectedPath, actual, -1, &fileError);
        g_assert_no_error(fileError);
        return;
    }
    g_file_get_contents(expectedPath, &expected, NULL, &fileError);
    g_assert_no_error(fileError);
    g_assert_cmpstr(actual, ==, expected);
}

/* Adds a test for each topology of the directory. */
static void
addDirectory(const char *prefix,
             const char *directory)
{
    g_autoptr(GDir) entries = g_dir_open(directory, 0, NULL);
    const char *entry;
    guint n = 0;

    g_assert_nonnull(entries);
    while ((entry = g_dir_read_name(entries))) {
        g_autofree char *name = g_strconcat(prefix, entry, NULL);

        if (!g_str_has_suffix(entry, ".topology"))
            continue;
        g_test_add_data_func_full(name,
                                  g_build_filename(directory, entry, NULL),
                                  testTopology, g_free);
        n++;
    }
    g_assert_cmpuint(n, >, 0);
}

/* What the machine starts with is as good as it says. */
static void
testDelivered(const void *data)
{
    static const struct {
        const char *name;
        guint objects;
        guint containers;
    } delivered[] = {
        { "default.topology", 30, 3 },
        { "nested.topology", 21, 7 },
        { "many.topology", 301, 6 },
        { "empty.topology", 1, 1 },
    };
    const char *directory = data;
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(delivered); i++) {
        g_autofree char *path = g_build_filename(directory, delivered[i].name,
                                                 NULL);
        g_autoptr(GError) error = NULL;
        g_autoptr(McTopology) topology = mcTopologyLoad(path, FALSE, &error);
        guint containers = 0;
        gsize icid;

        g_assert_no_error(error);
        for (icid = 0; icid < MC_ICIDS; icid++)
            containers += topology->icids[icid] != NULL;
        g_assert_cmpuint(g_hash_table_size(topology->objects), ==,
                         delivered[i].objects);
        g_assert_cmpuint(containers, ==, delivered[i].containers);
    }
}

static void
testMissing(void)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(mcTopologyLoad("/nonexistent/topology", FALSE, &error));
    g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main(int argc,
     char **argv)
{
    g_test_init(&argc, &argv, NULL);

    addDirectory("/topology/", g_getenv("FSLMC_TEST_TOPOLOGIES"));
    g_test_add_data_func("/topology/delivered", g_getenv("FSLMC_TOPOLOGIES"),
                         testDelivered);
    g_test_add_func("/topology/missing", testMissing);

    return g_test_run();
}
