/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * platform_test.c: platform and AMBA devices, from sysfs to the XML of their node
 * devices; their way to vfio-platform and vfio-amba and back
 *
 * What is written to sysfs, what came of it, and the device's state afterwards are
 * data/NAME.expected. The kernel here answers writes as Linux 6.1 and 6.12 do.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fslmc_driver.h"
#include "fslmc_names.h"
#include "fslmc_node_device_conf.h"
#include "fslmc_sysfs.h"
#include "fslmc_vfio.h"
#include "platform_bus.h"
#include "testdata.h"
#include "tree.h"

typedef struct {
    const char *subsystem;
    const char *path;
    const char *compatible;     /* separated by spaces; NULL: no node at all */
    const char *iommus;         /* "yes", or NULL */
    const char *group;          /* it has, or NULL */
    const char *driver;         /* that it is bound to, or NULL */
    const char *host;           /* that takes it when it is probed, or NULL */
    const char *id;             /* of an AMBA device */
} Device;

static const Device devices[] = {
    { "platform", "soc/7e000000.xgmac", "amd,xgbe-seattle-v1a", "yes", NULL, NULL, NULL, NULL },
    { "platform", "soc/7e200000.sram", "mmio-sram", "yes", "4", "sram", "sram", NULL },
    { "platform", "soc/7e210000.plain", "rig,plain rig,generic", "yes", NULL, NULL, NULL, NULL },
    { "platform", "soc/7e220000.reset", "rig,with-reset", "yes", "5", "vfio-platform", NULL, NULL },
    { "platform", "soc/7e240000.pair", "rig,with-reset", "yes", "6", "vfio-platform", "sram", NULL },
    { "platform", "soc/7e250000.pair", "mmio-sram", "yes", "6", "sram", "sram", NULL },
    { "platform", "soc/7e260000.smmu", "arm,mmu-500", "yes", "7", "arm-smmu", NULL, NULL },
    { "platform", "soc/fe800000.usb", "snps,dwc3", "yes", "8", "dwc3", "dwc3", NULL },
    { "platform", "soc/fe800000.usb/xhci-hcd.0.auto", NULL, NULL, "8", "xhci-hcd", NULL, NULL },
    /* not on the bus: never behind an IOMMU */
    { "platform", "soc/7e230000.bare", "rig,plain", NULL, NULL, NULL, NULL, NULL },
    { "platform", "soc", "simple-bus", NULL, NULL, NULL, NULL, NULL },
    { "platform", "serial8250", NULL, NULL, NULL, "serial8250", NULL, NULL },
    { "amba", "9010000.pl031", "arm,pl031 arm,primecell", "yes", NULL, "rtc-pl031", "rtc-pl031", "00041031" },
    { "amba", "b000000.dma", "arm,pl330 arm,primecell", "yes", "6", NULL, NULL, "00041330" },
};

static const char *const drivers[][3] = {
    { "platform", "vfio-platform", "yes" }, { "platform", "sram", "yes" },
    { "platform", "arm-smmu", NULL }, { "platform", "dwc3", "yes" },
    { "platform", "xhci-hcd", "yes" }, { "platform", "serial8250", "yes" },
    { "amba", "vfio-amba", "yes" }, { "amba", "rtc-pl031", "yes" },
};

static const Tree *current;     /* that writes go to */
static GString *writes;
static const char *failing;     /* file of which a write fails, and with what */
static int failure;

static const Device *
findDevice(const char *name)
{
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(devices); i++) {
        g_autofree char *its = g_path_get_basename(devices[i].path);

        if (strcmp(its, name) == 0)
            return &devices[i];
    }

    g_error("no device '%s'", name);
}

static void
addDevice(const Tree *tree, const Device *device)
{
    g_autofree char *name = g_path_get_basename(device->path);
    g_autofree char *path = g_strdup_printf("%s/devices/platform/%s", tree->sysfs, device->path);
    g_autofree char *link = g_strdup_printf("l bus/%s/devices/%s %s", device->subsystem, name, path);
    g_autoptr(GString) text = g_string_new("f driver_override (null)\\n\n");

    treeAdd(tree->sysfs, link);
    g_string_append_printf(text, "l subsystem ../bus/%s\n", device->subsystem);
    if (device->group)
        g_string_append_printf(text, "l iommu_group ../iommu_groups/%s\n", device->group);
    if (device->driver)
        g_string_append_printf(text, "l driver ../drivers/%s\n", device->driver);
    if (device->iommus)
        g_string_append(text, "f of_node/iommus x\n");
    if (device->id)
        g_string_append_printf(text, "f id %s\\n\n", device->id);
    if (device->compatible)
        g_string_append(text, "d of_node\n");
    treeAdd(path, text->str);

    if (device->compatible) {
        g_autofree char *file = g_build_filename(path, "of_node", "compatible", NULL);
        g_autofree char *strings = g_strdup(device->compatible);
        gsize length = strlen(strings) + 1;

        g_strdelimit(strings, " ", '\0');
        g_assert_true(g_file_set_contents(file, strings, length, NULL));
    }
}

static Tree *
makeTree(void)
{
    Tree *tree = treeNew("d class/iommu/smmu3.0\n"
                         "d bus/platform/devices\nd bus/amba/devices\n"
                         "f module/vfio_platform/parameters/reset_required Y\\n\n");
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(drivers); i++) {
        g_autofree char *dir = g_strdup_printf("bus/%s/drivers/%s", drivers[i][0], drivers[i][1]);
        g_autofree char *text = g_strdup_printf("f %s/bind \\n\n%s%s%s", dir,
                                                drivers[i][2] ? "f " : "",
                                                drivers[i][2] ? dir : "",
                                                drivers[i][2] ? "/unbind \\n" : "");

        treeAdd(tree->sysfs, text);
    }
    for (i = 0; i < G_N_ELEMENTS(devices); i++)
        addDevice(tree, &devices[i]);

    return tree;
}

static char *
deviceFile(const char *name, const char *file)
{
    return g_strdup_printf("%s/devices/platform/%s/%s", current->sysfs,
                           findDevice(name)->path, file);
}

static void
storeOverride(const char *name, const char *text)
{
    g_autofree char *file = deviceFile(name, "driver_override");
    g_autofree char *shown = g_strndup(text, strcspn(text, "\n"));
    g_autofree char *line = g_strdup_printf("%s\n", *shown ? shown : "(null)");

    g_assert_true(g_file_set_contents(file, line, -1, NULL));
}

/* The first bind gives a device its IOMMU group. */
static int
storeBind(const char *driver, const char *name)
{
    g_autofree char *overrideFile = deviceFile(name, "driver_override");
    g_autofree char *override = virFslMcSysfsRead(overrideFile);
    g_autofree char *dir = deviceFile(name, "");
    g_autofree char *link = deviceFile(name, "driver");
    g_autofree char *group = deviceFile(name, "iommu_group");
    g_autofree char *entry = g_strdup_printf("l driver ../drivers/%s", driver);

    if (strcmp(override, "(null)") == 0 ? g_strcmp0(findDevice(name)->host, driver) != 0 :
        strcmp(override, driver) != 0)
        return ENODEV;
    if (g_file_test(link, G_FILE_TEST_IS_SYMLINK))
        return EBUSY;
    if (!g_file_test(group, G_FILE_TEST_IS_SYMLINK))
        treeAdd(dir, "l iommu_group ../iommu_groups/20");
    treeAdd(dir, entry);
    return 0;
}

/* Whatever a probe comes to, the write succeeds. */
static int
store(const char *directory, const char *file, const char *text)
{
    g_autofree char *link = NULL;

    if (strcmp(file, "bind") == 0)
        return storeBind(directory, text);
    if (strcmp(file, "unbind") == 0) {
        link = deviceFile(text, "driver");
        treeRemove(link);
    } else if (strcmp(file, "driver_override") == 0) {
        storeOverride(directory, text);
    } else if (strcmp(file, "drivers_probe") == 0) {
        if (findDevice(text)->host)
            storeBind(findDevice(text)->host, text);
    } else {
        g_assert_cmpstr(file, ==, "uevent");
    }

    return 0;
}

int __wrap_virFslMcSysfsWrite(const char *path, const char *text);

int
__wrap_virFslMcSysfsWrite(const char *path, const char *text)
{
    g_autofree char *file = g_path_get_basename(path);
    g_autofree char *above = g_path_get_dirname(path);
    g_autofree char *directory = g_path_get_basename(above);
    g_autofree char *key = g_strdup_printf("%s/%s", directory, file);
    g_autofree char *shown = g_strescape(text, NULL);
    int number;

    if (g_strcmp0(failing, key) == 0) {
        failing = NULL;
        number = failure;
    } else {
        number = store(directory, file, text);
    }

    g_string_append_printf(writes, "%s < %s%s%s\n", key, shown,
                           number ? ": errno " : "", number ? g_strerror(number) : "");
    errno = number;
    return number ? -1 : 0;
}

/* The XML of every node device, with /sys for where the test's is. */
static void
testXML(void)
{
    g_autoptr(Tree) tree = makeTree();
    g_autoptr(virFslMcBus) bus = virPlatformBusNew(tree->sysfs, tree->dev);
    g_autoptr(GPtrArray) objects = virFslMcBusList(bus, NULL);
    g_autoptr(GString) all = g_string_new(NULL);
    guint i;

    g_assert_nonnull(objects);
    for (i = 0; i < objects->len; i++) {
        g_autofree char *xml = virFslMcNodeDeviceFormat(objects->pdata[i], objects, NULL, NULL);
        g_auto(GStrv) parts = g_strsplit(xml, tree->sysfs, -1);
        g_autofree char *shown = g_strjoinv("/sys", parts);

        testDataValidate("platform-nodedev.rng", shown);
        g_string_append(all, shown);
    }
    assertExpected("nodedev", all->str);
}

static GPtrArray *
listBus(void *opaque)
{
    return virFslMcBusList(opaque, NULL);
}

static void
testNames(void)
{
    static const struct {
        const char *device;
        const char *kernel;
    } names[] = {
        { "platform_7e000000_xgmac", "7e000000.xgmac" },
        { "platform_xhci_hcd_0_auto", "xhci-hcd.0.auto" },
        { "amba_9010000_pl031", "9010000.pl031" },
        { "amba_7e000000_xgmac", NULL },
        { "platform_9010000_pl031", NULL },
        { "platform_7e000000.xgmac", NULL },
        { "platform_7e230000_bare", NULL },
        { "platform_serial8250", NULL },
        { "platform_", NULL },
        { "7e000000_xgmac", NULL },
        { "dprc_2", NULL },
    };
    g_autoptr(Tree) tree = makeTree();
    g_autoptr(virFslMcBus) bus = virPlatformBusNew(tree->sysfs, tree->dev);
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *kernel =
            virFslMcNodeDeviceFindKernelName(names[i].device, virFslMcBusGetKinds(bus),
                                             listBus, bus);

        g_assert_cmpstr(kernel, ==, names[i].kernel);
    }
}

/* Without an IOMMU nothing is listed, whatever the device tree says. */
static void
testNoIommu(void)
{
    g_autoptr(Tree) tree = makeTree();
    g_autoptr(virFslMcBus) bus = virPlatformBusNew(tree->sysfs, tree->dev);
    g_autofree char *iommu = g_build_filename(tree->sysfs, "class/iommu", NULL);
    g_autoptr(GPtrArray) objects = NULL;

    g_assert_true(virFslMcBusExists(bus));
    treeRemove(iommu);
    g_assert_false(virFslMcBusExists(bus));
    objects = virFslMcBusList(bus, NULL);
    g_assert_cmpuint(objects->len, ==, 0);
}

#define DETACH virFslMcDriverDetach
#define REATTACH virFslMcDriverReattach
#define RESET virFslMcVfioReset

static const struct {
    const char *name;
    gboolean (*call)(virFslMcBus *bus, const char *name, GError **error);
    const char *device;
    const char *failing;
    int failure;
    const char *with;           /* what is in sysfs besides (tree.h) */
} cases[] = {
    /* a device without a driver has no group before its first bind */
    { "detach-unbound", DETACH, "7e210000.plain", NULL, 0, NULL },
    { "detach-bound", DETACH, "7e200000.sram", NULL, 0, NULL },
    { "detach-detached", DETACH, "7e220000.reset", NULL, 0, NULL },
    { "detach-amba", DETACH, "9010000.pl031", NULL, 0, NULL },
    { "detach-group-mate-on-host", DETACH, "b000000.dma", NULL, 0, NULL },
    { "detach-suppressed", DETACH, "7e260000.smmu", NULL, 0, NULL },
    { "detach-unlisted", DETACH, "7e230000.bare", NULL, 0, NULL },
    { "detach-invalid", DETACH, "../7e230000.bare", NULL, 0, NULL },
    { "detach-no-reset", DETACH, "7e200000.sram", "vfio-platform/bind", ENOENT, NULL },
    { "detach-no-reset-not-required", DETACH, "7e210000.plain", "vfio-platform/bind", ENOENT,
      "f module/vfio_platform/parameters/reset_required N\\n" },
    { "detach-no-reset-amba", DETACH, "9010000.pl031", "vfio-amba/bind", ENOENT, NULL },
    { "detach-no-iommu", DETACH, "7e210000.plain", "vfio-platform/bind", EINVAL, NULL },
    { "detach-group-busy", DETACH, "7e200000.sram", "vfio-platform/bind", EBUSY, NULL },
    { "detach-override-refused", DETACH, "7e200000.sram", "7e200000.sram/driver_override", EINVAL, NULL },
    { "detach-unbind-refused", DETACH, "7e200000.sram", "sram/unbind", EIO, NULL },
    { "reattach-to-driver", REATTACH, "7e240000.pair", NULL, 0, NULL },
    { "reattach-to-none", REATTACH, "7e220000.reset", NULL, 0, NULL },
    { "reattach-attached", REATTACH, "7e200000.sram", NULL, 0, NULL },
    { "reattach-attached-overridden", REATTACH, "7e200000.sram", NULL, 0,
      "f devices/platform/soc/7e200000.sram/driver_override vfio-platform\\n" },
    /* an override that is not ours stays */
    { "reattach-attached-own-override", REATTACH, "7e200000.sram", NULL, 0,
      "f devices/platform/soc/7e200000.sram/driver_override sram\\n" },
    { "reattach-probe-refused", REATTACH, "7e240000.pair", "platform/drivers_probe", EIO, NULL },
    { "reset-attached", RESET, "7e200000.sram", NULL, 0, NULL },
};

static void
testCase(gconstpointer opaque)
{
    gsize i = GPOINTER_TO_SIZE(opaque);
    g_autoptr(Tree) tree = makeTree();
    g_autoptr(virFslMcBus) bus = virPlatformBusNew(tree->sysfs, tree->dev);
    g_autoptr(GString) dump = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcObject) object = NULL;
    g_autofree char *override = NULL;

    if (cases[i].with)
        treeAdd(tree->sysfs, cases[i].with);

    current = tree;
    writes = dump;
    failing = cases[i].failing;
    failure = cases[i].failure;
    if (cases[i].call(bus, cases[i].device, &error)) {
        g_assert_no_error(error);
        g_string_append(dump, "success\n");
    } else {
        g_autofree char *message = treeDescribeError(tree, error);

        g_string_append_printf(dump, "%s\n", message);
    }
    g_assert_null(failing);

    object = virFslMcBusLookup(bus, cases[i].device, NULL);
    if (object) {
        const char *driver = virFslMcObjectGetDriver(object);

        g_assert_true(virFslMcDriverReadOverride(object, &override, NULL));
        g_string_append_printf(dump, "state: driver %s, driver_override %s, group %d\n",
                               driver ? driver : "none", override ? override : "none",
                               virFslMcObjectGetIommuGroup(object));
    }
    assertExpected(cases[i].name, dump->str);
}

/* What QEMU and the kernel say when the IOMMU is not safe enough. */
static void
testExplain(void)
{
    g_autoptr(Tree) tree = makeTree();
    g_autoptr(virFslMcBus) bus = virPlatformBusNew(tree->sysfs, tree->dev);
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bus, "7e220000.reset", NULL);
    const virFslMcKind *kind = virFslMcObjectGetKind(object);
    g_autofree char *unsafe = NULL;
    g_autofree char *other = NULL;
    g_autofree char *reset = NULL;

    kind->explainVfio(object, "VFIO_SET_IOMMU", EPERM, &unsafe);
    g_assert_cmpstr(unsafe, ==, "Operation not permitted; without an isolated MSI domain "
                    "(msi-parent) the kernel needs parameter allow_unsafe_interrupts=1 "
                    "of module vfio_iommu_type1");
    kind->explainVfio(object, "VFIO_SET_IOMMU", ENODEV, &other);
    g_assert_null(other);
    g_assert_cmpint(kind->explainReset(object, EINVAL, &reset), ==, VIR_FSLMC_ERROR_REFUSED);
    g_assert_cmpstr(reset, ==, "there is no reset function for 'rig,with-reset'");
}

int
main(int argc, char **argv)
{
    gsize i;

    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/platform/xml", testXML);
    g_test_add_func("/platform/names", testNames);
    g_test_add_func("/platform/no-iommu", testNoIommu);
    g_test_add_func("/platform/explain", testExplain);
    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        g_autofree char *path = g_strdup_printf("/platform/%s", cases[i].name);

        g_test_add_data_func(path, GSIZE_TO_POINTER(i), testCase);
    }

    return g_test_run();
}
