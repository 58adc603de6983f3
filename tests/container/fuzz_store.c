/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fuzz_store.c: any bytes in as the files of the store
 *
 * A libFuzzer target. The same bytes are the definition of a container and the record
 * of one. What is taken is there in the same way after it was written again.
 */

#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "fslmc_container_store.h"

#define NAME "dprc_net-a"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);

static char *definition;
static char *record;
static virFslMcContainerStore *store;


static void
passOver(const GError *error)
{
    g_assert_nonnull(strstr(error->message, definition));
}


static void
tearDown(void)
{
    g_autofree char *state = g_path_get_dirname(record);
    g_autofree char *top = g_path_get_dirname(definition);

    g_unlink(definition);
    g_unlink(record);
    g_rmdir(state);
    g_rmdir(top);
    virFslMcContainerStoreFree(store);
    g_free(definition);
    g_free(record);
}


static void
setUp(void)
{
    g_autofree char *top = g_dir_make_tmp("fslmc-store-XXXXXX", NULL);

    g_assert_nonnull(top);
    store = virFslMcContainerStoreNew(top, top, passOver);
    g_assert_true(virFslMcContainerStoreMakeStateDir(store, NULL));
    definition = g_build_filename(top, NAME ".xml", NULL);
    record = g_build_filename(virFslMcContainerStoreGetStateDir(store),
                              NAME ".container", NULL);
    atexit(tearDown);
}


/* Not as g_file_set_contents(): nothing is lost with the file. */
static void
overwrite(const char *path, const unsigned char *data, size_t size)
{
    FILE *file = g_fopen(path, "w");

    g_assert_nonnull(file);
    g_assert_cmpuint(fwrite(data, 1, size, file), ==, size);
    g_assert_cmpint(fclose(file), ==, 0);
}


static void
readDefinitions(void)
{
    g_autoptr(virFslMcContainerDef) def = virFslMcContainerStoreGetDefinition(store, NAME);
    g_autoptr(GPtrArray) defs = virFslMcContainerStoreListDefinitions(store);

    g_assert_cmpuint(defs->len, ==, def ? 1 : 0);
    if (def)
        g_assert_cmpstr(def->name, ==, NAME);
}


static void
readRecords(void)
{
    g_autoptr(virFslMcContainerRecord) once = virFslMcContainerStoreGetRecord(store, NAME);
    g_autoptr(virFslMcContainerRecord) twice = NULL;
    g_autoptr(GPtrArray) records = virFslMcContainerStoreListRecords(store);

    g_assert_cmpuint(records->len, ==, once ? 1 : 0);
    if (!once)
        return;

    g_assert_true(virFslMcContainerStoreSaveRecord(store, once, NULL));
    twice = virFslMcContainerStoreGetRecord(store, NAME);
    g_assert_nonnull(twice);
    g_assert_cmpstr(twice->container, ==, once->container);
    g_assert_cmpstr(twice->label, ==, once->label);
    g_assert_cmpuint(twice->inode, ==, once->inode);
}


int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    if (!store)
        setUp();

    overwrite(definition, data, size);
    overwrite(record, data, size);
    readDefinitions();
    readRecords();

    return 0;
}
