/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * files_test.c: whether the XML that we show to people and give to daemons in
 * tests is what the schemas say
 *
 * Arguments are the checkout and folders in it; what .xml files in them have of
 * ours is valid. What is in a folder "refused" has its reasons not to be.
 */

#include <glib.h>

#include "testdata.h"

static unsigned int total;


static void
testFile(gconstpointer path)
{
    g_autofree char *xml = testDataLoad(path);

    g_assert_nonnull(xml);
    total += testDataValidateOurs(xml);
}


static void
addFolder(const char *top,
          const char *folder)
{
    g_autofree char *whole = g_build_filename(top, folder, NULL);
    g_autoptr(GDir) entries = g_dir_open(whole, 0, NULL);
    const char *entry;

    g_assert_nonnull(entries);
    while ((entry = g_dir_read_name(entries))) {
        g_autofree char *name = g_build_filename(folder, entry, NULL);
        g_autofree char *path = g_build_filename(top, name, NULL);

        if (g_file_test(path, G_FILE_TEST_IS_SYMLINK))
            continue;

        if (g_file_test(path, G_FILE_TEST_IS_DIR)) {
            if (!g_str_equal(entry, "refused"))
                addFolder(top, name);
        } else if (g_str_has_suffix(entry, ".xml")) {
            g_autofree char *title = g_strconcat("/", name, NULL);

            g_test_add_data_func_full(title, g_steal_pointer(&path), testFile, g_free);
        }
    }
}


int
main(int argc,
     char **argv)
{
    int status;
    int i;

    g_test_init(&argc, &argv, NULL);

    g_assert_cmpint(argc, >, 2);
    for (i = 2; i < argc; i++)
        addFolder(argv[1], argv[i]);

    status = g_test_run();
    g_assert_cmpuint(total, >, 0);

    return status;
}
