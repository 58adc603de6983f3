/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * listtest.c: what is seen in sysfs trees, real ones and hostile ones
 *
 * A case is a tree, data/NAME.sysfs, and what the library says about it,
 * data/NAME.expected.
 */

#include <string.h>
#include <unistd.h>

#include "fslmc_bus.h"
#include "fslmc_error.h"
#include "fslmc_names.h"
#include "tree.h"
#include "words.h"

/* Which of these is called depends on how the code is compiled. */
char *__real_realpath(const char *path, char *resolved);
char *__wrap_realpath(const char *path, char *resolved);
char *__wrap___realpath_chk(const char *path, char *resolved, size_t length);

/* How many paths the library has resolved, a directory at a time */
static guint resolved;

static const char *const cases[] = {
    "composed",
    "hostile-attributes",
    "hostile-links",
    "hostile-names",
    "linux-6.1-detached",
    "linux-6.1-host",
    "linux-6.1-nested",
    "linux-6.1-nested-detached",
    "no-bus",
    "no-devices",
    "no-iommu",
};

char *
__wrap_realpath(const char *path, char *buffer)
{
    resolved++;
    return __real_realpath(path, buffer);
}

char *
__wrap___realpath_chk(const char *path, char *buffer, size_t length G_GNUC_UNUSED)
{
    return __wrap_realpath(path, buffer);
}

static void
dumpObject(GString *dump, const virFslMcObject *object, const char *sysfs)
{
    const char *parent = virFslMcObjectGetParent(object);
    const char *driver = virFslMcObjectGetDriver(object);

    g_string_append_printf(dump,
                           "%s: %s %u in %s, driver %s, group %d, vendor %#x, plugged %s%s%s%s\n"
                           "  %s\n",
                           virFslMcObjectGetName(object),
                           virFslMcObjectGetType(object),
                           virFslMcObjectGetId(object),
                           parent ? parent : "none",
                           driver ? driver : "none",
                           virFslMcObjectGetIommuGroup(object),
                           virFslMcObjectGetVendor(object),
                           pluggedNames[virFslMcObjectGetPlugged(object)],
                           virFslMcObjectIsContainer(object) ? ", container" : "",
                           virFslMcObjectIsRoot(object) ? ", root" : "",
                           virFslMcObjectIsDetached(object) ? ", detached" : "",
                           virFslMcObjectGetPath(object) + strlen(sysfs));
}

static void
dumpNames(GString *dump, const char *label, GPtrArray *objects)
{
    guint i;

    g_string_append_printf(dump, "  %s:", label);
    for (i = 0; i < objects->len; i++)
        g_string_append_printf(dump, " %s",
                               virFslMcObjectGetName(g_ptr_array_index(objects, i)));
    g_string_append_c(dump, '\n');
}

static void
dumpRelations(GString *dump, GPtrArray *objects, const virFslMcObject *container)
{
    const char *name = virFslMcObjectGetName(container);
    g_autoptr(GPtrArray) children = virFslMcListChildren(objects, name);
    g_autoptr(GPtrArray) nested = virFslMcListNested(objects, name);
    g_autoptr(GPtrArray) group = NULL;
    const virFslMcObject *member;

    g_assert_true(virFslMcListFind(objects, name) == container);
    g_string_append_printf(dump, "%s:\n", name);
    dumpNames(dump, "children", children);
    dumpNames(dump, "nested", nested);
    if (virFslMcObjectGetIommuGroup(container) >= 0) {
        group = virFslMcListGroup(objects, virFslMcObjectGetIommuGroup(container));
        dumpNames(dump, "group", group);
        member = virFslMcListFindHostMember(objects, virFslMcObjectGetIommuGroup(container));
        g_string_append_printf(dump, "  on a host driver: %s\n",
                               member ? virFslMcObjectGetName(member) : "none");
    }
}

static int
compareNames(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

/* Every entry of the bus that is not in the list, and why. */
static void
dumpOthers(GString *dump, virFslMcBus *bus, GPtrArray *objects, const Tree *tree)
{
    g_autofree char *path = g_build_filename(tree->sysfs, VIR_FSLMC_DEVICES_DIR, NULL);
    g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
    g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
    const char *entry;
    guint found = 0;
    guint i;

    while (dir && (entry = g_dir_read_name(dir)))
        g_ptr_array_add(names, g_strdup(entry));
    g_ptr_array_sort(names, compareNames);

    for (i = 0; i < names->len; i++) {
        const char *name = g_ptr_array_index(names, i);
        g_autoptr(GError) error = NULL;
        g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, name, &error);

        if (object) {
            found++;
        } else {
            g_autofree char *shown = g_strescape(name, NULL);
            g_autofree char *message = treeDescribeError(tree, error);

            g_string_append_printf(dump, "\"%.80s\": %s\n", shown, message);
        }
    }

    g_assert_cmpuint(found, ==, objects->len);
}

static void
testCase(gconstpointer opaque)
{
    const char *name = opaque;
    g_autoptr(Tree) tree = treeNewFromFile(name);
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    g_autoptr(GString) dump = g_string_new(NULL);
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GError) error = NULL;
    guint i;

    g_string_append_printf(dump, "bus: %s\n",
                           virFslMcBusExists(bus) ? "yes" : "no");

    objects = virFslMcBusList(bus, &error);
    if (!objects) {
        g_autofree char *message = treeDescribeError(tree, error);

        g_string_append_printf(dump, "%s\n", message);
        assertExpected(name, dump->str);
        return;
    }
    g_assert_no_error(error);

    g_string_append(dump, "\n# objects\n");
    for (i = 0; i < objects->len; i++) {
        virFslMcObject *object = g_ptr_array_index(objects, i);
        g_autoptr(virFslMcObject) again = NULL;

        dumpObject(dump, object, tree->sysfs);

        again = virFslMcBusLookup(bus, virFslMcObjectGetName(object), NULL);
        g_assert_true(virFslMcObjectEqual(object, again));
        if (i > 0)
            g_assert_cmpint(virFslMcObjectCompare(g_ptr_array_index(objects, i - 1),
                                                  object), <, 0);
    }

    g_string_append(dump, "\n# containers\n");
    for (i = 0; i < objects->len; i++) {
        virFslMcObject *object = g_ptr_array_index(objects, i);

        if (virFslMcObjectIsContainer(object))
            dumpRelations(dump, objects, object);
    }

    g_string_append(dump, "\n# passed over\n");
    dumpOthers(dump, bus, objects, tree);

    assertExpected(name, dump->str);
}

static const struct {
    const char *name;
    int code;
    const char *message;
} lookups[] = {
    { "dprc.99", VIR_FSLMC_ERROR_NOT_FOUND,
      "no object 'dprc.99' on the fsl-mc bus" },
    { "", VIR_FSLMC_ERROR_INVALID_NAME,
      "'' is not the name of an object on the fsl-mc bus" },
    { "..", VIR_FSLMC_ERROR_INVALID_NAME,
      "'..' is not the name of an object on the fsl-mc bus" },
    { "dprc.2/..", VIR_FSLMC_ERROR_INVALID_NAME,
      "'dprc.2/..' is not the name of an object on the fsl-mc bus" },
    { "../devices/dprc.2", VIR_FSLMC_ERROR_INVALID_NAME,
      "'../devices/dprc.2' is not the name of an object on the fsl-mc bus" },
    { "dprc.2\n", VIR_FSLMC_ERROR_INVALID_NAME,
      "'dprc.2\\n' is not the name of an object on the fsl-mc bus" },
    { "dprc.\xff", VIR_FSLMC_ERROR_INVALID_NAME,
      "'dprc.\\377' is not the name of an object on the fsl-mc bus" },
    { "0123456789012345678901234567890123456789012345678901234567890123456789",
      VIR_FSLMC_ERROR_INVALID_NAME,
      "'0123456789012345678901234567890123456789012345678901234567890123' is not the name of an object on the fsl-mc bus" },
};

static void
testLookup(void)
{
    g_autoptr(Tree) tree = treeNewFromFile("composed");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(lookups); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_null(virFslMcBusLookup(bus, lookups[i].name, &error));
        g_assert_error(error, VIR_FSLMC_ERROR, lookups[i].code);
        g_assert_cmpstr(error->message, ==, lookups[i].message);
    }
}

/* The sysfs root may be reached through a link, as in a container. */
static void
testLinkedRoot(void)
{
    g_autoptr(Tree) tree = treeNewFromFile("composed");
    g_autofree char *link = g_build_filename(tree->top, "link", NULL);
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(link, tree->dev);
    g_autoptr(virFslMcObject) object = NULL;
    g_autoptr(GError) error = NULL;

    g_assert_cmpint(symlink("sys", link), ==, 0);
    object = virFslMcBusLookup(bus, "dprc.2", &error);
    g_assert_no_error(error);
    g_assert_true(g_str_has_prefix(virFslMcObjectGetPath(object), tree->sysfs));
}

/* A device that comes and goes, in the kernel's order: its attributes are there
 * before the link on the bus, and gone after it. */
typedef struct {
    char *sysfs;
    int stop;
} Flicker;

static gpointer
flicker(gpointer opaque)
{
    Flicker *f = opaque;
    g_autofree char *link = g_build_filename(f->sysfs, VIR_FSLMC_DEVICES_DIR,
                                             "dpni.9", NULL);
    g_autofree char *device = g_build_filename(f->sysfs, "devices/mc/dprc.1/dpni.9",
                                               NULL);

    while (!g_atomic_int_get(&f->stop)) {
        treeAdd(f->sysfs,
                "f devices/mc/dprc.1/dpni.9/modalias fsl-mc:v00001957ddpni\\n\n"
                "l bus/fsl-mc/devices/dpni.9 ../../../devices/mc/dprc.1/dpni.9\n");
        treeRemove(link);
        treeRemove(device);
    }
    return NULL;
}

static void
testVanishing(void)
{
    g_autoptr(Tree) tree = treeNew("f devices/mc/dprc.1/modalias fsl-mc:v00001957ddprc\\n\n"
                                   "l bus/fsl-mc/devices/dprc.1 ../../../devices/mc/dprc.1\n");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    Flicker f = { .sysfs = tree->sysfs, .stop = FALSE };
    GThread *thread = g_thread_new("flicker", flicker, &f);
    guint there = 0;
    guint gone = 0;

    while (there < 100 || gone < 100) {
        g_autoptr(GError) error = NULL;
        g_autoptr(GPtrArray) objects = virFslMcBusList(bus, &error);

        g_assert_no_error(error);
        g_assert_cmpuint(objects->len, >=, 1);
        g_assert_cmpuint(objects->len, <=, 2);
        if (objects->len == 2)
            there++;
        else
            gone++;
    }

    g_atomic_int_set(&f.stop, TRUE);
    g_thread_join(thread);
}

/* Without drivers_autoprobe nobody has probed a container that was made meanwhile: that
 * it has no driver and no group says nothing of it. */
static void
testNoAutoprobe(void)
{
    static const struct {
        const char *autoprobe;
        virFslMcPlugged plugged;
    } settings[] = {
        { "1", VIR_FSLMC_PLUGGED_NO },
        { "0", VIR_FSLMC_PLUGGED_UNKNOWN },
    };
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(settings); i++) {
        g_autoptr(Tree) tree = treeNewFromFile("composed");
        g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
        g_autofree char *entry = g_strdup_printf("f bus/fsl-mc/drivers_autoprobe %s\\n\n",
                                                 settings[i].autoprobe);
        g_autoptr(virFslMcObject) container = NULL;

        treeAdd(tree->sysfs, entry);
        container = virFslMcBusLookup(bus, "dprc.5", NULL);
        g_assert_cmpint(virFslMcObjectGetPlugged(container), ==, settings[i].plugged);
    }
}

/* Returns: how many paths a list resolves, which has @count objects */
static guint
countResolved(virFslMcBus *bus, guint count)
{
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GError) error = NULL;

    resolved = 0;
    objects = virFslMcBusList(bus, &error);
    g_assert_no_error(error);
    g_assert_cmpuint(objects->len, ==, count);

    return resolved;
}

/* The directory that all devices are below and the one that has the links to those of
 * the bus are resolved once for a list, however long it is. */
static void
testResolvedOnce(void)
{
    g_autoptr(Tree) tree = treeNew("d bus/fsl-mc/devices\nd devices\n");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    int id;

    g_assert_cmpuint(countResolved(bus, 0), ==, 2);

    for (id = 1; id <= 100; id++) {
        g_autofree char *object = NULL;

        object = g_strdup_printf("d devices/dprc.1/dpbp.%1$d\n"
                                 "l bus/fsl-mc/devices/dpbp.%1$d ../../../devices/dprc.1/dpbp.%1$d\n",
                                 id);
        treeAdd(tree->sysfs, object);
    }
    g_assert_cmpuint(countResolved(bus, 100), ==, 2);
}

int
main(int argc, char **argv)
{
    size_t i;

    g_test_init(&argc, &argv, NULL);

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/list/%s", cases[i]);

        g_test_add_data_func(path, cases[i], testCase);
    }
    g_test_add_func("/lookup/errors", testLookup);
    g_test_add_func("/lookup/linked-root", testLinkedRoot);
    g_test_add_func("/list/no-autoprobe", testNoAutoprobe);
    g_test_add_func("/list/vanishing", testVanishing);
    g_test_add_func("/list/resolved-once", testResolvedOnce);

    return g_test_run();
}
