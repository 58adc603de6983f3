/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * store_test.c: definitions of containers as files, good and bad ones
 */

#include <glib/gstdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "fslmc_container_store.h"

typedef struct {
    char *top;
    char *definitions;
    char *run;
    char *state;
    virFslMcContainerStore *store;
} Fixture;

static GString *told;


static void
damaged(const GError *error)
{
    g_autofree char *message = g_strdup(error->message);
    char *place = strstr(message, "definitions/");

    g_assert_nonnull(place);
    *strchr(place, '\'') = '\0';
    g_string_append_printf(told, "%s ", place + strlen("definitions/"));
}


static void
setUp(Fixture *f, gconstpointer opaque)
{
    told = g_string_new(NULL);
    f->top = g_dir_make_tmp("fslmc-store-XXXXXX", NULL);
    f->definitions = g_build_filename(f->top, "definitions", NULL);
    f->run = g_build_filename(f->top, "run", NULL);
    f->state = g_build_filename(f->run, "containers", NULL);
    f->store = virFslMcContainerStoreNew(f->definitions, f->run, damaged);
}


static void
removeAll(const char *path)
{
    g_autoptr(GDir) dir = g_file_test(path, G_FILE_TEST_IS_SYMLINK) ?
                          NULL : g_dir_open(path, 0, NULL);
    const char *name;

    while (dir && (name = g_dir_read_name(dir))) {
        g_autofree char *child = g_build_filename(path, name, NULL);

        removeAll(child);
    }
    g_remove(path);
}


static void
tearDown(Fixture *f, gconstpointer opaque)
{
    virFslMcContainerStoreFree(f->store);
    removeAll(f->top);
    g_free(f->state);
    g_free(f->run);
    g_free(f->definitions);
    g_free(f->top);
    g_string_free(told, TRUE);
}


static void
copyData(Fixture *f)
{
    const char *data = g_getenv("FSLMC_TEST_DATA");
    g_autoptr(GDir) dir = g_dir_open(data, 0, NULL);
    const char *name;

    g_assert_cmpint(g_mkdir(f->definitions, 0700), ==, 0);
    while ((name = g_dir_read_name(dir))) {
        g_autofree char *from = g_build_filename(data, name, NULL);
        g_autofree char *to = g_build_filename(f->definitions, name, NULL);
        g_autofree char *text = NULL;

        g_assert_true(g_file_get_contents(from, &text, NULL, NULL));
        g_assert_true(g_file_set_contents(to, text, -1, NULL));
    }
}


/* The names of the definitions, with a space behind each. */
static char *
names(Fixture *f)
{
    g_autoptr(GPtrArray) defs = virFslMcContainerStoreListDefinitions(f->store);
    GString *text = g_string_new(NULL);
    guint i;

    for (i = 0; i < defs->len; i++)
        g_string_append_printf(text, "%s ", ((virFslMcContainerDef *) defs->pdata[i])->name);

    return g_string_free(text, FALSE);
}


static gboolean
exists(const char *dir, const char *name)
{
    g_autofree char *path = g_build_filename(dir, name, NULL);

    return g_file_test(path, G_FILE_TEST_EXISTS) || g_file_test(path, G_FILE_TEST_IS_SYMLINK);
}


static void
testDamaged(Fixture *f, gconstpointer opaque)
{
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    g_autofree char *path = g_build_filename(f->definitions, "dprc_empty.xml", NULL);

    copyData(f);
    first = names(f);
    g_assert_cmpstr(first, ==, "dprc_good ");
    g_assert_cmpstr(told->str, ==,
                    "dprc_empty.xml dprc_half.xml dprc_other.xml dprc_type.xml ");

    /* said once, until the file is another one */
    second = names(f);
    g_assert_cmpstr(second, ==, first);
    g_assert_cmpstr(told->str, ==,
                    "dprc_empty.xml dprc_half.xml dprc_other.xml dprc_type.xml ");
    g_string_truncate(told, 0);
    g_assert_true(g_file_set_contents(path, "<device/>", -1, NULL));
    g_free(names(f));
    g_assert_cmpstr(told->str, ==, "dprc_empty.xml ");
}


static void
testTidy(Fixture *f, gconstpointer opaque)
{
    copyData(f);
    virFslMcContainerStoreTidy(f->store);
    g_assert_false(exists(f->definitions, "dprc_good.xml.A1B2C3"));
    g_assert_true(exists(f->definitions, "dprc_good.xml"));
    g_assert_true(exists(f->definitions, "dprc_good.xml.orig"));
}


static void
testLife(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcContainerDef) def = NULL;
    g_autoptr(virFslMcContainerDef) again = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *listed = NULL;
    g_autofree char *rest = NULL;
    g_autofree char *path = g_build_filename(f->definitions, "dprc_good.xml", NULL);
    struct stat file;

    copyData(f);
    def = virFslMcContainerStoreGetDefinition(f->store, "dprc_good");
    removeAll(f->definitions);

    virFslMcContainerStoreSaveDefinition(f->store, def, &error);
    g_assert_no_error(error);
    virFslMcContainerStoreSaveDefinition(f->store, def, &error);
    g_assert_no_error(error);
    g_assert_cmpint(stat(path, &file), ==, 0);
    g_assert_cmpint(file.st_mode & 0777, ==, 0600);
    listed = names(f);
    g_assert_cmpstr(listed, ==, "dprc_good ");

    g_assert_false(virFslMcContainerStoreGetAutostart(f->store, "dprc_good"));
    g_assert_true(virFslMcContainerStoreSetAutostart(f->store, "dprc_good", TRUE, NULL));
    g_assert_true(virFslMcContainerStoreSetAutostart(f->store, "dprc_good", TRUE, NULL));
    g_assert_true(virFslMcContainerStoreGetAutostart(f->store, "dprc_good"));
    /* defined again it starts at boot as before */
    virFslMcContainerStoreSaveDefinition(f->store, def, &error);
    g_assert_true(virFslMcContainerStoreGetAutostart(f->store, "dprc_good"));

    g_assert_true(virFslMcContainerStoreRemoveDefinition(f->store, "dprc_good", NULL));
    g_assert_false(virFslMcContainerStoreGetAutostart(f->store, "dprc_good"));
    g_assert_false(exists(f->definitions, "autostart/dprc_good.xml"));
    rest = names(f);
    g_assert_cmpstr(rest, ==, "");
    again = virFslMcContainerStoreGetDefinition(f->store, "dprc_good");
    g_assert_null(again);
    g_assert_cmpstr(told->str, ==, "");
}


/* What cannot be written leaves what was there. */
static void
testUnwritable(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcContainerDef) def = NULL;
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcContainerStore) store = NULL;
    g_autofree char *file = g_build_filename(f->definitions, "dprc_good.xml", NULL);

    copyData(f);
    def = virFslMcContainerStoreGetDefinition(f->store, "dprc_good");

    /* a file where the folder should be, which not even root can write into */
    store = virFslMcContainerStoreNew(file, f->run, NULL);
    g_assert_false(virFslMcContainerStoreSaveDefinition(store, def, &error));
    g_assert_nonnull(strstr(error->message, file));
    g_assert_true(exists(f->definitions, "dprc_good.xml"));
}


static void
testRecord(Fixture *f, gconstpointer opaque)
{
    virFslMcContainerRecord record = {
        .name = (char *) "dprc_net", .container = (char *) "dprc.5",
        .label = (char *) "a = b; [c]", .inode = G_MAXUINT64,
    };
    g_autoptr(virFslMcContainerRecord) read = NULL;
    g_autoptr(virFslMcContainerRecord) again = NULL;
    g_autoptr(GPtrArray) records = NULL;
    g_autoptr(GPtrArray) rest = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(f->state, "dprc_half.container", NULL);

    virFslMcContainerStoreSaveRecord(f->store, &record, &error);
    g_assert_no_error(error);
    read = virFslMcContainerStoreGetRecord(f->store, "dprc_net");
    g_assert_cmpstr(read->container, ==, "dprc.5");
    g_assert_cmpstr(read->label, ==, record.label);
    g_assert_true(read->inode == record.inode);

    g_assert_true(g_file_set_contents(path, "[container]\ncontainer=dpr", -1, NULL));
    records = virFslMcContainerStoreListRecords(f->store);
    g_assert_cmpuint(records->len, ==, 1);

    /* ids are used again */
    virFslMcContainerStoreForget(f->store, "dprc.4");
    again = virFslMcContainerStoreGetRecord(f->store, "dprc_net");
    g_assert_nonnull(again);
    virFslMcContainerStoreForget(f->store, "dprc.5");
    rest = virFslMcContainerStoreListRecords(f->store);
    g_assert_cmpuint(rest->len, ==, 0);
}


/* Names of definitions after their labels */
static void
testNames(void)
{
    static const struct {
        const char *label;
        guint nth;
        const char *name;
    } cases[] = {
        { "net-a", 1, "dprc_net-a" },
        { "net-a", 3, "dprc_net-a-3" },
        { "DPDK Container", 1, "dprc_DPDK_Container" },
        { "a/../b", 1, "dprc_a____b" },
        { "7", 1, NULL },
        { "", 1, NULL },
        { "-a", 1, NULL },
    };
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *name = virFslMcContainerNameFromLabel(cases[i].label, cases[i].nth);

        g_assert_cmpstr(name, ==, cases[i].name);
        g_assert_true(!name || virFslMcContainerNameIsValid(name));
    }
}


#define ADD(name, function) \
    g_test_add("/store/" name, Fixture, NULL, setUp, function, tearDown)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    ADD("damaged", testDamaged);
    ADD("tidy", testTidy);
    ADD("life", testLife);
    ADD("unwritable", testUnwritable);
    ADD("record", testRecord);
    g_test_add_func("/store/names", testNames);

    return g_test_run();
}
