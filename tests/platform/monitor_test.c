/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * monitor_test.c: what the monitor reports of platform and AMBA devices
 *
 * Runs under umockdev-wrapper, which delivers the uevents that are sent here.
 */

#include <umockdev.h>

#include "fslmc_monitor.h"
#include "platform_bus.h"
#include "tree.h"
#include "words.h"

/* Events and calls are in different threads: what was reported until a call. */
static GMutex lock;
static GString *reported;

static void
report(virFslMcMonitor *monitor,
       virFslMcMonitorEvent event,
       virFslMcObject *object,
       gpointer opaque)
{
    const char *driver = virFslMcObjectGetDriver(object);

    g_mutex_lock(&lock);
    g_string_append_printf(reported, "%s %s %s driver %s group %d\n", eventNames[event],
                           virFslMcObjectGetType(object), virFslMcObjectGetName(object),
                           driver ? driver : "none", virFslMcObjectGetIommuGroup(object));
    g_mutex_unlock(&lock);
}

static void
addDevice(const char *sysfs, const char *subsystem, const char *name, gboolean iommus)
{
    g_autofree char *text =
        g_strdup_printf("f devices/platform/%1$s/uevent \\n\n"
                        "l devices/platform/%1$s/subsystem %2$s/bus/%3$s\n"
                        "l bus/%3$s/devices/%1$s ../../../devices/platform/%1$s\n"
                        "%4$s devices/platform/%1$s/of_node/iommus%5$s",
                        name, sysfs, subsystem, iommus ? "f" : "#", iommus ? " x" : "");

    treeAdd(sysfs, text);
}

/* Sends an event of that device, and looks at what came of it. */
static void
expect(UMockdevTestbed *testbed,
       virFslMcMonitor *monitor,
       const char *action,
       const char *name,
       const char *text)
{
    g_autofree char *device = g_strdup_printf("/sys/devices/platform/%s", name);

    umockdev_testbed_uevent(testbed, device, action);
    virFslMcMonitorSync(monitor);
    g_mutex_lock(&lock);
    g_assert_cmpstr(reported->str, ==, text);
    g_string_truncate(reported, 0);
    g_mutex_unlock(&lock);
}

static void
testEvents(void)
{
    g_autoptr(UMockdevTestbed) testbed = umockdev_testbed_new();
    g_autofree char *sysfs = umockdev_testbed_get_sys_dir(testbed);
    g_autoptr(virFslMcBus) bus = virPlatformBusNew(sysfs, "/dev");
    g_autoptr(virFslMcMonitor) monitor = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *driver = g_build_filename(sysfs, "devices/platform/7e210000.plain/driver",
                                               NULL);

    reported = g_string_new(NULL);
    treeAdd(sysfs, "d class/iommu/smmu3.0\nd bus/platform/devices\nd bus/amba/devices");
    addDevice(sysfs, "platform", "7e210000.plain", TRUE);
    addDevice(sysfs, "platform", "7e230000.bare", FALSE);

    monitor = virFslMcMonitorNew(bus, report, NULL, &error);
    g_assert_no_error(error);
    objects = virFslMcMonitorList(monitor);
    g_assert_cmpuint(objects->len, ==, 1);

    /* the first bind brings the group */
    treeAdd(sysfs, "l devices/platform/7e210000.plain/driver drivers/vfio-platform\n"
                   "l devices/platform/7e210000.plain/iommu_group groups/4");
    expect(testbed, monitor, "bind", "7e210000.plain",
           "changed platform 7e210000.plain driver vfio-platform group 4\n");
    treeRemove(driver);
    expect(testbed, monitor, "unbind", "7e210000.plain",
           "changed platform 7e210000.plain driver none group 4\n");
    expect(testbed, monitor, "change", "7e210000.plain", "");

    addDevice(sysfs, "amba", "9010000.pl031", TRUE);
    expect(testbed, monitor, "add", "9010000.pl031",
           "added amba 9010000.pl031 driver none group -1\n");

    /* what can never be given away */
    expect(testbed, monitor, "bind", "7e230000.bare", "");
}

/* Without an IOMMU there is no thread, and events change nothing. */
static void
testNoIommu(void)
{
    g_autoptr(UMockdevTestbed) testbed = umockdev_testbed_new();
    g_autofree char *sysfs = umockdev_testbed_get_sys_dir(testbed);
    g_autoptr(virFslMcBus) bus = virPlatformBusNew(sysfs, "/dev");
    g_autoptr(virFslMcMonitor) monitor = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(GError) error = NULL;

    treeAdd(sysfs, "d bus/platform/devices");
    addDevice(sysfs, "platform", "7e210000.plain", TRUE);
    monitor = virFslMcMonitorNew(bus, report, NULL, &error);
    g_assert_no_error(error);
    reported = g_string_new(NULL);
    expect(testbed, monitor, "change", "7e210000.plain", "");
    objects = virFslMcMonitorList(monitor);
    g_assert_cmpuint(objects->len, ==, 0);
}

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    g_test_add_func("/monitor/events", testEvents);
    g_test_add_func("/monitor/no-iommu", testNoIommu);

    return g_test_run();
}
