/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * nodedev_test.c: from a bus in sysfs to the XML of all its node devices
 *
 * data/nodedev/NAME.bus has a line for each object: its path below the bus,
 * driver, IOMMU group and modalias, "-" for what it has not. NAME.mc, when it is
 * there, has a line for each object that the MC knows: its name, "plugged" or
 * "unplugged", the container that it is in, and its label if it has one. The
 * directory NAME beside it holds the XML that is expected for each. NAME.dumped is that
 * of a container that was made.
 */

#include <errno.h>
#include <glib/gstdio.h>
#include <ftw.h>
#include <string.h>
#include <unistd.h>

#include "fakemc.h"
#include "fslmc_bus.h"
#include "fslmc_container_conf.h"
#include "fslmc_mc_make.h"
#include "fslmc_names.h"
#include "fslmc_node_device_conf.h"
#include "testdata.h"

#define BUS_PATH "devices/platform/soc/80c000000.fsl-mc"


static void
testLink(const char *target,
         const char *dir,
         const char *name)
{
    g_autofree char *link = g_build_filename(dir, name, NULL);

    g_assert_cmpint(symlink(target, link), ==, 0);
}


/* Makes the object of one line below @root, as the kernel would. */
static void
testMakeObject(const char *root,
               const char *line)
{
    g_auto(GStrv) fields = g_regex_split_simple(" +", line, 0, 0);
    g_autofree char *path = NULL;
    g_autofree char *name = NULL;
    g_autofree char *devices = g_build_filename(root, VIR_FSLMC_DEVICES_DIR, NULL);

    g_assert_cmpuint(g_strv_length(fields), ==, 4);

    path = g_build_filename(root, BUS_PATH, fields[0], NULL);
    name = g_path_get_basename(path);
    g_assert_cmpint(g_mkdir(path, 0755), ==, 0);
    testLink(path, devices, name);

    if (strcmp(fields[1], "-") != 0) {
        g_autofree char *driver = g_build_filename(root, VIR_FSLMC_DRIVERS_DIR, fields[1], NULL);

        g_assert_cmpint(g_mkdir_with_parents(driver, 0755), ==, 0);
        testLink(driver, path, VIR_FSLMC_ATTR_DRIVER);
    }

    if (strcmp(fields[2], "-") != 0) {
        g_autofree char *group = g_build_filename(root, "kernel/iommu_groups", fields[2], NULL);

        g_assert_cmpint(g_mkdir_with_parents(group, 0755), ==, 0);
        testLink(group, path, VIR_FSLMC_ATTR_IOMMU_GROUP);
    }

    if (strcmp(fields[3], "-") != 0) {
        g_autofree char *modalias = g_build_filename(path, VIR_FSLMC_ATTR_MODALIAS, NULL);
        g_autofree char *text = g_strconcat(fields[3], "\n", NULL);

        g_assert_true(g_file_set_contents(modalias, text, -1, NULL));
    }
}


static void
testMakeBus(const char *root,
            const char *description)
{
    g_auto(GStrv) lines = g_strsplit(description, "\n", -1);
    g_autofree char *bus = g_build_filename(root, BUS_PATH, NULL);
    g_autofree char *devices = g_build_filename(root, VIR_FSLMC_DEVICES_DIR, NULL);
    gsize i;

    g_assert_cmpint(g_mkdir_with_parents(bus, 0755), ==, 0);
    g_assert_cmpint(g_mkdir_with_parents(devices, 0755), ==, 0);

    for (i = 0; lines[i]; i++) {
        if (lines[i][0] && lines[i][0] != '#')
            testMakeObject(root, lines[i]);
    }
}


static int
testRemoveEntry(const char *path,
                const struct stat *st,
                int type,
                struct FTW *ftw)
{
    return g_remove(path);
}


/* What the MC tells that NAME.mc describes; NULL without such a file. */
static virFslMcMcTree *
testReadMc(virFslMcBus *bus,
           const char *name)
{
    static const char *const roots[] = { "dprc.1", NULL };
    g_autofree char *path = testDataPath("nodedev", name, ".mc");
    g_autoptr(GArray) objects = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *description = NULL;
    g_auto(GStrv) lines = NULL;
    g_autoptr(GPtrArray) parsed = NULL;
    virFslMcMcTree *tree;
    FakeMc mc;
    gsize i;

    if (!g_file_test(path, G_FILE_TEST_EXISTS))
        return NULL;

    description = testDataLoad(path);
    lines = g_strsplit(description, "\n", -1);
    parsed = g_ptr_array_new_with_free_func((GDestroyNotify) g_strfreev);
    objects = g_array_new(TRUE, TRUE, sizeof(FakeMcObject));
    for (i = 0; lines[i]; i++) {
        char **fields;
        FakeMcObject object;

        if (!lines[i][0] || lines[i][0] == '#')
            continue;
        fields = g_regex_split_simple(" +", lines[i], 0, 0);
        g_ptr_array_add(parsed, fields);
        object.name = fields[0];
        object.plugged = strcmp(fields[1], "plugged") == 0;
        object.container = fields[2];
        object.label = fields[3];
        g_array_append_val(objects, object);
    }

    fakeMcStart(&mc, (const FakeMcObject *) objects->data);
    tree = virFslMcMcTreeReadDetails(bus, roots, &error);
    g_assert_no_error(error);
    fakeMcStop(&mc);

    return tree;
}


/* The XML of one object, with /sys for where the test's bus is. */
static char *
testFormat(const virFslMcObject *object,
           GPtrArray *objects,
           const virFslMcMcTree *tree,
           const char *root)
{
    g_autofree char *xml = virFslMcNodeDeviceFormat(object, objects, tree, NULL);
    g_auto(GStrv) parts = g_strsplit(xml, root, -1);

    return g_strjoinv("/sys", parts);
}


static void
testBus(gconstpointer opaque)
{
    const char *name = opaque;
    g_autofree char *path = testDataPath("nodedev", name, ".bus");
    g_autofree char *description = testDataLoad(path);
    g_autofree char *expected = g_build_filename("nodedev", name, NULL);
    g_autofree char *dir = testDataPath(expected, "", "");
    g_autofree char *temporary = g_dir_make_tmp("fslmc-XXXXXX", NULL);
    g_autofree char *root = realpath(temporary, NULL);
    g_autoptr(virFslMcBus) bus = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GPtrArray) cases = NULL;
    g_autoptr(virFslMcMcTree) tree = NULL;
    guint i;

    testMakeBus(root, description);
    bus = virFslMcBusNew(root, "/dev");
    objects = virFslMcBusList(bus, NULL);
    g_assert_nonnull(objects);
    tree = testReadMc(bus, name);

    if (g_getenv("FSLMC_TEST_REGENERATE"))
        g_mkdir(dir, 0755);

    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);
        g_autofree char *device = virFslMcNodeDeviceName(virFslMcObjectGetName(object));
        g_autofree char *xmlPath = testDataPath(expected, device, ".xml");
        g_autofree char *xml = testFormat(object, objects, tree, root);

        testDataCompare(xmlPath, xml);
        testDataValidate("fslmc-nodedev.rng", xml);
    }

    /* none is expected that was not there */
    cases = testDataCases(expected, ".xml");
    g_assert_cmpuint(objects->len, ==, cases->len);

    nftw(root, testRemoveEntry, 16, FTW_DEPTH | FTW_PHYS);
}


static void
testNames(void)
{
    static const char *const good[][2] = {
        { "dprc.2", "dprc_2" },
        { "dpni.0", "dpni_0" },
        { "dpseci.4294967295", "dpseci_4294967295" },
    };
    static const char *const badKernel[] = {
        "", "dprc_2", "dprc", "dprc.", "dprc.02", "dprc.-1", "dprc.4294967296",
        "dpni.1.2", "pci.1", "dprc.2 ", "dprc.2\n", "../dprc.2", "DPRC.2",
    };
    static const char *const badDevice[] = {
        "", "dprc.2", "dprc", "dprc_", "_2", "dprc_02", "dprc_-1", "dprc__2",
        "dprc_4294967296", "dpni_1_2", "dprc_2.", "dprc_2/", "dprc_2\n",
        "pci_0000_00_1f_2", "computer", "net_dprc_2",
    };
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(good); i++) {
        g_autofree char *device = virFslMcNodeDeviceName(good[i][0]);
        g_autofree char *kernel = virFslMcNodeDeviceKernelName(good[i][1]);

        g_assert_cmpstr(device, ==, good[i][1]);
        g_assert_cmpstr(kernel, ==, good[i][0]);
    }
    for (i = 0; i < G_N_ELEMENTS(badKernel); i++)
        g_assert_null(virFslMcNodeDeviceName(badKernel[i]));
    for (i = 0; i < G_N_ELEMENTS(badDevice); i++)
        g_assert_null(virFslMcNodeDeviceKernelName(badDevice[i]));
}


/* What the XML of a container says that was made of @xml. */
static char *
testMakeAndDump(virFslMcBus *bus,
                const char *root,
                const char *xml)
{
    static const char *const roots[] = { "dprc.1", NULL };
    g_autoptr(virFslMcContainerDef) def = NULL;
    g_autoptr(virFslMcObject) object = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(virFslMcMcTree) tree = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *name = NULL;
    g_autofree char *dumped = NULL;
    g_auto(GStrv) parts = NULL;

    def = virFslMcContainerDefParse(xml, &error);
    g_assert_no_error(error);
    virFslMcMcPlanDerive(def->plan);
    virFslMcMcMake(bus, def->plan, NULL, NULL, NULL, &name, &error);
    g_assert_no_error(error);
    g_assert_cmpstr(name, ==, "dprc.2");

    tree = virFslMcMcTreeReadDetails(bus, roots, &error);
    g_assert_no_error(error);
    objects = virFslMcBusList(bus, &error);
    g_assert_no_error(error);
    object = virFslMcBusLookup(bus, name, &error);
    g_assert_no_error(error);
    dumped = virFslMcNodeDeviceFormat(object, objects, tree, NULL);
    testDataValidate("fslmc-nodedev.rng", dumped);
    testDataValidate("fslmc-container.rng", dumped);

    parts = g_strsplit(dumped, root, -1);
    return g_strjoinv("/sys", parts);
}


typedef struct {
    const char *name;
    const char *xml;
} RoundTrip;

/* The XML of a container that there is makes the same container again. */
static void
testRoundTrip(gconstpointer opaque)
{
    const RoundTrip *trip = opaque;
    static const FakeMcObject host[] = {
        { "dprc.1", "dpmac.3", NULL, TRUE },
        { "dprc.1", "dpmac.4", NULL, TRUE },
        { "dprc.1", "dpni.1", NULL, TRUE },
        { NULL },
    };
    g_autoptr(virFslMcBus) bus = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *root = g_dir_make_tmp("nodedev-XXXXXX", NULL);
    g_autofree char *rescan = g_build_filename(root, VIR_FSLMC_RESCAN, NULL);
    g_autofree char *expected = testDataPath("nodedev", trip->name, ".dumped");
    g_autofree char *first = NULL;
    g_autofree char *second = NULL;
    g_autofree char *made = NULL;
    g_autofree char *madeAgain = NULL;
    FakeMc mc;

    testMakeBus(root, "dprc.1 fsl_mc_dprc - -\ndprc.1/dprc.2 - - -\n");
    g_assert_true(g_file_set_contents(rescan, "", -1, NULL));
    bus = virFslMcBusNew(root, "/dev");
    fakeMcStart(&mc, host);

    first = testMakeAndDump(bus, root, trip->xml);
    testDataCompare(expected, first);
    made = fakeMcDescribe(&mc);
    virFslMcMcUnmake(bus, "dprc.1", "dprc.2", NULL, &error);
    g_assert_no_error(error);
    second = testMakeAndDump(bus, root, first);
    madeAgain = fakeMcDescribe(&mc);
    g_assert_cmpstr(second, ==, first);
    g_assert_cmpstr(madeAgain, ==, made);

    fakeMcStop(&mc);
    nftw(root, testRemoveEntry, 8, FTW_DEPTH | FTW_PHYS);
}

#define CONTAINER(inside) \
    "<device><parent>dprc_1</parent><capability type='fsl_mc'>" inside \
    "</capability></device>"

static const RoundTrip roundTrips[] = {
    { "guest", CONTAINER("<label>net-a</label><capability type='container'>"
              "<vcpus>2</vcpus><object type='dpni'><mac address='52:54:00:6d:90:02'/>"
              "<connection object='dpmac.3'/></object><object type='dpseci'/></capability>") },
    /* by hand: other options, without a label, fewer objects than derived, two network
     * interfaces that are connected to each other */
    { "by-hand", CONTAINER("<object type='dprc' id='2'>dprc.2</object><capability type='container'>"
              "<option name='spawn'/><option name='alloc'/><option name='obj_create'/>"
              "<option name='irq_cfg'/><option name='0x1000'/>"
              "<object type='dpbp' id='7'>dpbp.7</object>"
              "<object type='dpni' id='1'>dpni.1<connection object='dpni.5'/></object>"
              "<object type='dpni' id='5' plugged='no'>dpni.5<connection object='dpni.1'/>"
              "<driver queues='8'/></object></capability>") },
    { "exact", CONTAINER("<label>other</label><capability type='container' exact='yes'>"
              "<object type='dpio' count='4'/><object type='dpni'>"
              "<connection object='dpni.1'/></object></capability>") },
};


int
main(int argc,
     char **argv)
{
    g_autoptr(GPtrArray) cases = NULL;
    guint i;

    g_test_init(&argc, &argv, NULL);

    for (i = 0; i < G_N_ELEMENTS(roundTrips); i++) {
        g_autofree char *path = g_strconcat("/nodedev/round-trip/", roundTrips[i].name, NULL);

        g_test_add_data_func(path, &roundTrips[i], testRoundTrip);
    }

    g_test_add_func("/nodedev/names", testNames);

    cases = testDataCases("nodedev", ".bus");
    for (i = 0; i < cases->len; i++) {
        const char *name = g_ptr_array_index(cases, i);
        g_autofree char *path = g_strconcat("/nodedev/", name, NULL);

        g_test_add_data_func(path, name, testBus);
    }

    return g_test_run();
}
