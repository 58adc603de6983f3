/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * sysfstest.c: what reading and writing an attribute leaves in errno
 */

#include <errno.h>
#include <glib/gstdio.h>
#include <unistd.h>

#include "fslmc_sysfs.h"

static char *dir;

static char *
path(const char *name)
{
    return g_build_filename(dir, name, NULL);
}

static char *
made(const char *name, const char *text, gssize length)
{
    char *file = path(name);

    g_assert_true(g_file_set_contents(file, text, length, NULL));
    return file;
}

static void
testRead(void)
{
    g_autofree char *missing = path("missing");
    g_autofree char *line = made("line", "value\n", -1);
    g_autofree char *bare = made("bare", "value", -1);
    g_autofree char *longest = g_strnfill(4096, 'x');
    g_autofree char *page = made("page", longest, 4096);
    g_autofree char *tooLong = g_strnfill(4097, 'x');
    g_autofree char *more = made("more", tooLong, 4097);
    g_autofree char *fromLine = virFslMcSysfsRead(line);
    g_autofree char *fromBare = virFslMcSysfsRead(bare);
    g_autofree char *fromPage = virFslMcSysfsRead(page);

    g_assert_cmpstr(fromLine, ==, "value");
    g_assert_cmpstr(fromBare, ==, "value");
    g_assert_cmpstr(fromPage, ==, longest);

    errno = 0;
    g_assert_null(virFslMcSysfsRead(missing));
    g_assert_cmpint(errno, ==, ENOENT);
    g_assert_null(virFslMcSysfsRead(dir));
    g_assert_cmpint(errno, ==, EISDIR);
    g_assert_null(virFslMcSysfsRead(more));
    g_assert_cmpint(errno, ==, EFBIG);
}

static void
testWrite(void)
{
    g_autofree char *missing = path("missing");
    g_autofree char *file = made("written", "what was there before", -1);
    g_autofree char *now = NULL;

    g_assert_cmpint(virFslMcSysfsWrite(file, "dprc.2"), ==, 0);
    g_assert_true(g_file_get_contents(file, &now, NULL, NULL));
    g_assert_cmpstr(now, ==, "dprc.2");

    errno = 0;
    g_assert_cmpint(virFslMcSysfsWrite(missing, "dprc.2"), ==, -1);
    g_assert_cmpint(errno, ==, ENOENT);
    g_assert_false(g_file_test(missing, G_FILE_TEST_EXISTS));
    g_assert_cmpint(virFslMcSysfsWrite(dir, "dprc.2"), ==, -1);
    g_assert_cmpint(errno, ==, EISDIR);
    g_assert_cmpint(virFslMcSysfsWrite("/dev/full", "dprc.2"), ==, -1);
    g_assert_cmpint(errno, ==, ENOSPC);
}

static void
testLinkName(void)
{
    g_autofree char *missing = path("missing");
    g_autofree char *file = made("file", "", -1);
    g_autofree char *link = path("driver");
    g_autofree char *bare = path("bare-link");
    g_autofree char *name = NULL;
    g_autofree char *bareName = NULL;

    g_assert_cmpint(symlink("../../bus/fsl-mc/drivers/vfio-fsl-mc", link), ==, 0);
    g_assert_cmpint(symlink("name", bare), ==, 0);
    name = virFslMcSysfsLinkName(link);
    bareName = virFslMcSysfsLinkName(bare);
    g_assert_cmpstr(name, ==, "vfio-fsl-mc");
    g_assert_cmpstr(bareName, ==, "name");

    errno = 0;
    g_assert_null(virFslMcSysfsLinkName(missing));
    g_assert_cmpint(errno, ==, ENOENT);
    g_assert_null(virFslMcSysfsLinkName(file));
    g_assert_cmpint(errno, ==, EINVAL);
}

static void
removeAll(void)
{
    g_autoptr(GDir) entries = g_dir_open(dir, 0, NULL);
    const char *name;

    while ((name = g_dir_read_name(entries))) {
        g_autofree char *file = path(name);

        g_unlink(file);
    }
    g_rmdir(dir);
    g_free(dir);
}

int
main(int argc, char **argv)
{
    int result;

    g_test_init(&argc, &argv, NULL);
    dir = g_dir_make_tmp("fslmc-sysfs-XXXXXX", NULL);
    g_assert_nonnull(dir);
    g_test_add_func("/sysfs/read", testRead);
    g_test_add_func("/sysfs/write", testWrite);
    g_test_add_func("/sysfs/link-name", testLinkName);
    result = g_test_run();
    removeAll();
    return result;
}
