/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * platform_test.c: platform and AMBA devices, from sysfs to the XML of their node
 * devices; their way to vfio-platform and vfio-amba and back
 *
 * What is written to sysfs, what came of it, and the device's state afterwards are
 * data/NAME.expected.
 */

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "fakeplatform.h"
#include "fslmc_driver.h"
#include "fslmc_names.h"
#include "fslmc_node_device_conf.h"
#include "fslmc_sysfs.h"
#include "fslmc_vfio.h"
#include "platform_bus.h"
#include "testdata.h"
#include "tree.h"

/* The XML of every node device, with /sys for where the test's is. */
static void
testXML(void)
{
    g_autoptr(Tree) tree = fakePlatformTree();
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
    g_autoptr(Tree) tree = fakePlatformTree();
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
    g_autoptr(Tree) tree = fakePlatformTree();
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
    g_autoptr(Tree) tree = fakePlatformTree();
    g_autoptr(virFslMcBus) bus = virPlatformBusNew(tree->sysfs, tree->dev);
    g_autoptr(GString) dump = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcObject) object = NULL;
    g_autofree char *override = NULL;

    if (cases[i].with)
        treeAdd(tree->sysfs, cases[i].with);

    fakePlatformStart(tree, dump);
    fakePlatformFail(cases[i].failing, cases[i].failure);
    if (cases[i].call(bus, cases[i].device, &error)) {
        g_assert_no_error(error);
        g_string_append(dump, "success\n");
    } else {
        g_autofree char *message = treeDescribeError(tree, error);

        g_string_append_printf(dump, "%s\n", message);
    }
    g_assert_false(fakePlatformIsFailing());

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
    g_autoptr(Tree) tree = fakePlatformTree();
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
