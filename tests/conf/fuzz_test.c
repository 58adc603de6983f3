/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fuzz_test.c: a fuzz target with documents that lack lines, have some twice, or have
 * another character somewhere, instead of libFuzzer's input
 *
 * Usage: fuzz_test FOLDER…: of documents in the data of the tests
 */

#include <string.h>

#include <glib.h>

#define RUNS 60     /* for each document */

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);


/* Some lines in succession left out, or twice. */
static char *
changeLines(GRand *rand, const char *text)
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
changeCharacter(GRand *rand, const char *text)
{
    static const char characters[] = "<>/'\"& -09az\n";
    char *changed = g_strdup(text);

    if (*changed) {
        changed[g_rand_int_range(rand, 0, strlen(changed))] =
            characters[g_rand_int_range(rand, 0, sizeof(characters) - 1)];
    }

    return changed;
}


static void
testFile(gconstpointer opaque)
{
    /* the same at each run, so that a failure can be repeated */
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    g_autofree char *text = NULL;
    int run;

    g_assert_true(g_file_get_contents(opaque, &text, NULL, NULL));
    for (run = 0; run < RUNS; run++) {
        g_autofree char *changed = run % 2 ? changeLines(rand, text)
                                           : changeCharacter(rand, text);

        LLVMFuzzerTestOneInput((const unsigned char *) changed, strlen(changed));
    }
}


int
main(int argc, char **argv)
{
    int i;

    g_test_init(&argc, &argv, NULL);

    for (i = 1; i < argc; i++) {
        g_autofree char *folder = g_build_filename(TEST_DATA_DIR, argv[i], NULL);
        g_autoptr(GDir) entries = g_dir_open(folder, 0, NULL);
        const char *entry;

        g_assert_nonnull(entries);
        while ((entry = g_dir_read_name(entries))) {
            g_autofree char *path = g_strdup_printf("/%s/%s", argv[i], entry);

            if (g_str_has_suffix(entry, ".xml"))
                g_test_add_data_func_full(path, g_build_filename(folder, entry, NULL),
                                          testFile, g_free);
        }
    }

    return g_test_run();
}
