/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * platform_hostdev_test.c: which guest has which platform device, and where that is
 * afterwards
 *
 * Of the devices in tests/platform/fakeplatform.c the two pairs, one on a driver of the
 * host, and an AMBA device without a driver are in group 6; sram is in group 4.
 */

#include "fslmc_internal.h"

#include <linux/vfio.h>
#include <sys/ioctl.h>

#include "virerror.h"

#include "fakeplatform.h"
#include "fslmc_driver.h"
#include "fslmc_hostdev.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_loan.h"
#include "platform_bus.h"

#define ON_VFIO "7e240000.pair"
#define ON_HOST "7e250000.pair"
#define OTHER "7e200000.sram"

typedef struct {
    Tree *tree;
    GString *log;
    virFslMcBus *bus;
    char *loanDir;
    virFslMcHostdevManager *manager;
} Bench;

static const virFslMcMoverTimes times = {
    .stuck = G_TIME_SPAN_HOUR,
};


/* What VFIO_SET_IOMMU fails with; 0: the files here are no VFIO at all. */
static int iommuError;
static bool notViable;


/* Instead of libc's. */
int
ioctl(int fd G_GNUC_UNUSED, unsigned long request, ...)
{
    if (notViable && request == VFIO_GROUP_GET_STATUS)
        return 0;
    if (iommuError && request == VFIO_GROUP_SET_CONTAINER)
        return 0;

    errno = iommuError && request == VFIO_SET_IOMMU ? iommuError : ENOTTY;
    return -1;
}


static void
setUp(Bench *bench, gconstpointer data G_GNUC_UNUSED)
{
    bench->tree = fakePlatformTree();
    bench->log = g_string_new(NULL);
    bench->bus = virPlatformBusNew(bench->tree->sysfs, bench->tree->dev);
    bench->loanDir = g_build_filename(bench->tree->top, "loans", "platform", NULL);
    bench->manager = virFslMcHostdevManagerNew(bench->bus, bench->loanDir, &times);

    treeAdd(bench->tree->dev, "f vfio/vfio x\nf vfio/4 x\nf vfio/6 x\n");
    iommuError = 0;
    notViable = false;
    fakePlatformStart(bench->tree, bench->log);
    virResetLastError();
}


static void
tearDown(Bench *bench, gconstpointer data G_GNUC_UNUSED)
{
    virFslMcHostdevManagerFree(bench->manager);
    g_free(bench->loanDir);
    virFslMcBusUnref(bench->bus);
    g_string_free(bench->log, TRUE);
    treeFree(bench->tree);
}


/* As libvirt does it: what a start that fails has taken goes back. */
static int
prepare(Bench *bench, const char *domain, const char *first, const char *second, bool managed)
{
    g_autoptr(virFslMcHostdevStart) start = virFslMcHostdevStartNew(bench->manager, domain);
    g_autoptr(GPtrArray) hostdevs = NULL;
    const char *names[] = { first, second };
    virErrorPtr error;
    size_t i;

    hostdevs = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostdevDefFree);
    for (i = 0; i < G_N_ELEMENTS(names) && names[i]; i++) {
        virFslMcHostdevDef *hostdev = virFslMcHostdevDefNew(&virFslMcHostdevKindPlatform);

        hostdev->name = g_strdup(names[i]);
        hostdev->managed = managed;
        g_ptr_array_add(hostdevs, hostdev);
    }

    if (virFslMcHostdevPrepare(start, hostdevs) == 0)
        return 0;

    virErrorPreserveLast(&error);
    virFslMcHostdevReAttach(bench->manager, domain);
    g_assert_true(virFslMcHostdevManagerDrain(bench->manager, G_TIME_SPAN_HOUR));
    virErrorRestore(&error);

    return -1;
}


static void
stop(Bench *bench, const char *domain)
{
    virFslMcHostdevReAttach(bench->manager, domain);
    g_assert_true(virFslMcHostdevManagerDrain(bench->manager, G_TIME_SPAN_HOUR));
}


static void
checkError(const char *text)
{
    if (!strstr(virGetLastErrorMessage(), text))
        g_error("'%s' is not in '%s'", text, virGetLastErrorMessage());
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_OPERATION_INVALID);
    virResetLastError();
}


static void
checkDevice(Bench *bench, const char *name, const char *driver, bool onLoan)
{
    g_autoptr(virFslMcObject) object = virFslMcBusLookup(bench->bus, name, NULL);
    g_autofree char *override = NULL;

    g_assert_cmpstr(virFslMcObjectGetDriver(object), ==, driver);
    g_assert_cmpint(virFslMcLoanExists(bench->loanDir, name), ==, onLoan);
    g_assert_true(virFslMcDriverReadOverride(object, &override, NULL));
    if (onLoan)
        g_assert_cmpstr(override, ==, "vfio-platform");
}


/* All of a group for one guest: QEMU opens the group once. */
static void
testGroup(Bench *bench, gconstpointer data G_GNUC_UNUSED)
{
    g_autoptr(GPtrArray) nodes = NULL;

    g_assert_cmpint(prepare(bench, "A", ON_VFIO, ON_HOST, true), ==, 0);
    checkDevice(bench, ON_VFIO, "vfio-platform", false);
    checkDevice(bench, ON_HOST, "vfio-platform", true);
    nodes = virFslMcHostdevGetNodes(bench->manager, "A");
    g_assert_cmpuint(nodes->len, ==, 1);
    g_assert_true(g_str_has_suffix(nodes->pdata[0], "/vfio/6"));

    stop(bench, "A");
    checkDevice(bench, ON_VFIO, "vfio-platform", false);
    checkDevice(bench, ON_HOST, "sram", false);
}


/* One of a group whose other is on a driver of the host. */
static void
testMate(Bench *bench, gconstpointer data G_GNUC_UNUSED)
{
    g_assert_cmpint(prepare(bench, "A", OTHER, ON_VFIO, true), ==, -1);
    checkError("device '" ON_VFIO "' is not assignable: '" ON_HOST "' in its IOMMU group 6 "
               "is bound to driver 'sram'; give it to the same domain or detach it");
    checkDevice(bench, OTHER, "sram", false);
    checkDevice(bench, ON_HOST, "sram", false);
}


/* Two guests, one group; the node-device calls leave what is in it alone as well. */
static void
testOwner(Bench *bench, gconstpointer data G_GNUC_UNUSED)
{
    static const char said[] = "is in one IOMMU group with device " ON_VFIO ", "
        "which is in use by driver QEMU, domain A";

    g_assert_cmpint(virFslMcHostdevNodeDeviceDetach(bench->manager, ON_HOST), ==, 0);
    g_assert_cmpint(prepare(bench, "A", ON_VFIO, NULL, false), ==, 0);
    g_assert_cmpint(prepare(bench, "B", OTHER, ON_HOST, true), ==, -1);
    checkError(said);
    checkDevice(bench, OTHER, "sram", false);
    checkDevice(bench, ON_HOST, "vfio-platform", false);
    g_assert_cmpint(virFslMcHostdevNodeDeviceReAttach(bench->manager, ON_HOST), ==, -1);
    checkError(said);

    stop(bench, "A");
    g_assert_cmpint(prepare(bench, "B", ON_HOST, NULL, false), ==, 0);
    stop(bench, "B");
    g_assert_cmpint(virFslMcHostdevNodeDeviceReAttach(bench->manager, ON_HOST), ==, 0);
    checkDevice(bench, ON_HOST, "sram", false);
}


/* The second of two cannot be had: the first goes back, and the second is as it was. */
static void
testFails(Bench *bench, gconstpointer data G_GNUC_UNUSED)
{
    fakePlatformFail("vfio-platform/bind", ENOENT);
    g_assert_cmpint(prepare(bench, "A", ON_HOST, OTHER, true), ==, -1);
    g_assert_nonnull(strstr(virGetLastErrorMessage(), "no reset function for 'mmio-sram' is loaded"));
    g_assert_cmpint(virGetLastErrorCode(), ==, VIR_ERR_OPERATION_FAILED);
    virResetLastError();
    checkDevice(bench, ON_HOST, "sram", false);
    checkDevice(bench, OTHER, "sram", false);
}


/* The kernel does not let user space have the group; of other errors QEMU tells. */
static void
testIommu(Bench *bench, gconstpointer data G_GNUC_UNUSED)
{
    iommuError = EPERM;
    g_assert_cmpint(prepare(bench, "A", OTHER, NULL, true), ==, -1);
    g_assert_cmpstr(virGetLastErrorMessage(), ==,
                    "operation failed: device '" OTHER "' is not assignable: the kernel does "
                    "not let its IOMMU group 4 use the IOMMU: Operation not permitted; without "
                    "an isolated MSI domain (msi-parent) the kernel needs parameter "
                    "allow_unsafe_interrupts=1 of module vfio_iommu_type1");
    virResetLastError();
    checkDevice(bench, OTHER, "sram", false);

    iommuError = ENOMEM;
    g_assert_cmpint(prepare(bench, "A", OTHER, NULL, true), ==, 0);
    checkDevice(bench, OTHER, "vfio-platform", true);
    stop(bench, "A");
}


/* A group with a PCI device, which the kernel lets nobody have while the host drives it;
 * a driver that it does not mind there is none of our business. */
static void
testPCI(Bench *bench, gconstpointer data G_GNUC_UNUSED)
{
    treeAdd(bench->tree->sysfs,
            "l devices/pci0000:00/0000:00:01.0/driver ../../../bus/pci/drivers/e1000e\n"
            "l kernel/iommu_groups/4/devices/0000:00:01.0 ../../../../devices/pci0000:00/0000:00:01.0\n");
    notViable = true;
    g_assert_cmpint(prepare(bench, "A", OTHER, NULL, true), ==, -1);
    checkError("device '" OTHER "' is not assignable: '0000:00:01.0' in its IOMMU group 4 is "
               "bound to driver 'e1000e'; give it to the same domain or detach it");
    checkDevice(bench, OTHER, "sram", false);

    notViable = false;
    g_assert_cmpint(prepare(bench, "A", OTHER, NULL, true), ==, 0);
    stop(bench, "A");
}


/* The daemon ends at once; the next one finds the loan, and no device in the lock of
 * another one. */
static void
testRecover(Bench *bench, gconstpointer data G_GNUC_UNUSED)
{
    g_autofree char *lock = g_build_filename(bench->loanDir, ".lock-" OTHER, NULL);

    g_assert_cmpint(prepare(bench, "A", OTHER, NULL, true), ==, 0);
    checkDevice(bench, OTHER, "vfio-platform", true);
    virFslMcHostdevManagerFree(bench->manager);
    bench->manager = virFslMcHostdevManagerNew(bench->bus, bench->loanDir, &times);

    virFslMcHostdevRecover(bench->manager);
    g_assert_true(virFslMcHostdevManagerDrain(bench->manager, G_TIME_SPAN_HOUR));
    checkDevice(bench, OTHER, "sram", false);
    g_assert_true(g_file_test(lock, G_FILE_TEST_EXISTS));
}


static void
ignoreError(void *opaque G_GNUC_UNUSED, virErrorPtr error G_GNUC_UNUSED)
{
}


int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_assert_cmpint(virInitialize(), ==, 0);
    virSetErrorFunc(NULL, ignoreError);

#define TEST(name, func) \
    g_test_add("/platform-hostdev/" name, Bench, NULL, setUp, func, tearDown)
    TEST("group", testGroup);
    TEST("mate", testMate);
    TEST("owner", testOwner);
    TEST("fails", testFails);
    TEST("iommu", testIommu);
    TEST("pci", testPCI);
    TEST("recover", testRecover);

    return g_test_run();
}
