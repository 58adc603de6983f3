/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * qemu_log_test.c: what is taken from the log of a guest
 */

#include "fslmc_internal.h"

#include <glib/gstdio.h>

#include "virerror.h"

#include "fslmc_qemu_log.h"
#include "fslmc_stock.h"

#define START "2026-01-01 10:00:00.000+0000: starting up libvirt version: 9.0.0, qemu version: 7.2\n" \
    "LC_ALL=C \\\n" \
    "/usr/bin/qemu-system-aarch64 \\\n" \
    "-name guest\n"

static virQEMUDriver driver;
static virQEMUDriverConfig *config;


static virQEMUDriverConfig *
stockGetConfig(virQEMUDriver *qemu G_GNUC_UNUSED)
{
    return virObjectRef(config);
}


static void
checkTail(const char *log,
          const char *expected)
{
    g_autofree char *path = g_strdup_printf("%s/guest.log", config->logDir);
    g_autofree char *tail = NULL;

    g_assert_true(g_file_set_contents(path, log, -1, NULL));
    tail = virFslMcQemuLogTail(&driver, "guest");
    g_assert_cmpstr(tail, ==, expected);
    g_unlink(path);
}


static void
testTail(void)
{
    g_autofree char *none = virFslMcQemuLogTail(&driver, "nobody");
    g_autofree char *tooLong = g_strnfill(5000, 'x');
    g_autofree char *end = g_strnfill(1024, 'x');

    g_assert_cmpstr(none, ==, "");
    checkTail("", "");
    checkTail(START, "");
    checkTail(START "one\ntwo\n\nthree\n", "one\ntwo\nthree");
    checkTail(START "of an earlier start\n" START "of this one", "of this one");
    checkTail(START "one\n2026-01-01 10:00:01.000+0000: Domain id=1 is tainted\n"
              "2026-01-01T10:00:02.000000Z qemu-system-aarch64: two\n",
              "one\n2026-01-01T10:00:02.000000Z qemu-system-aarch64: two");
    checkTail("without a start\n", "without a start");
    checkTail(tooLong, end);
}


int
main(int argc, char **argv)
{
    g_autofree char *directory = NULL;
    virClass *configClass;
    int ret;

    g_test_init(&argc, &argv, NULL);
    virInitialize();

    directory = g_dir_make_tmp("fslmc-log-XXXXXX", NULL);
    configClass = virClassNew(virClassForObject(), "config",
                              sizeof(virQEMUDriverConfig), sizeof(virObject), NULL);
    config = virObjectNew(configClass);
    config->logDir = directory;
    qemuStock.virQEMUDriverGetConfig = stockGetConfig;

    g_test_add_func("/qemu-log/tail", testTail);

    ret = g_test_run();
    g_rmdir(directory);

    return ret;
}
