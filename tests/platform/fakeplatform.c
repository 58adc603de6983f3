/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fakeplatform.c: platform and AMBA devices, and what the kernel does when files of
 * theirs are written
 */

#include <errno.h>
#include <string.h>

#include "fakeplatform.h"
#include "fslmc_sysfs.h"

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
static GMutex lock;             /* for it, and for what follows */
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

Tree *
fakePlatformTree(void)
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
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);
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

void
fakePlatformStart(const Tree *tree, GString *log)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);

    current = tree;
    writes = log;
    failing = NULL;
}

void
fakePlatformFail(const char *file, int number)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);

    failing = file;
    failure = number;
}

gboolean
fakePlatformIsFailing(void)
{
    g_autoptr(GMutexLocker) locker = g_mutex_locker_new(&lock);

    return failing != NULL;
}
