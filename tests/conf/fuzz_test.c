/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fuzz_test.c: a fuzz target with documents that lack lines, have some twice, or have
 * another character somewhere, instead of libFuzzer's input
 *
 * Usage: fuzz_test FOLDER…: of files in the data of the tests
 */

#include <string.h>

#include "testdata.h"

#define RUNS 60     /* for each document */

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);


static void
testFile(gconstpointer opaque)
{
    /* the same at each run, so that a failure can be repeated */
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    g_autofree char *text = NULL;
    int run;

    g_assert_true(g_file_get_contents(opaque, &text, NULL, NULL));
    for (run = 0; run < RUNS; run++) {
        g_autofree char *changed = testDataChange(rand, text);

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

            g_test_add_data_func_full(path, g_build_filename(folder, entry, NULL), testFile,
                                      g_free);
        }
    }

    return g_test_run();
}
