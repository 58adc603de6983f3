/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * monitortest.c: the monitor and the uevents that it gets
 *
 * Runs under umockdev-wrapper, which delivers the uevents that are sent here.
 * The tree is changed as the kernel changes sysfs: an object's link on the bus
 * is there before its first event, and gone before its last.
 */

#include <errno.h>
#include <libudev.h>
#include <malloc.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <umockdev.h>

#include "fslmc_error.h"
#include "fslmc_monitor.h"
#include "fslmc_names.h"
#include "tree.h"
#include "words.h"

/* how long to wait for what must come, before the test has failed */
#define PATIENCE (20 * G_USEC_PER_SEC)

typedef struct {
    UMockdevTestbed *testbed;
    char *sysfs;
    virFslMcBus *bus;
    virFslMcMonitor *monitor;
    GMutex lock;            /* for what follows */
    GCond reported;
    GQueue events;          /* of texts, in the order of the reports */
} Fixture;

/* errno with which the next event cannot be received; 0: it can */
static int receiveErrno;

struct udev_device *__real_udev_monitor_receive_device(struct udev_monitor *socket);
struct udev_device *__wrap_udev_monitor_receive_device(struct udev_monitor *socket);

/* The event is taken from the queue, as recvmsg() does. */
struct udev_device *
__wrap_udev_monitor_receive_device(struct udev_monitor *socket)
{
    struct udev_device *device = __real_udev_monitor_receive_device(socket);
    int number = device ? g_atomic_int_and((guint *) &receiveErrno, 0) : 0;

    if (number) {
        udev_device_unref(device);
        errno = number;
        return NULL;
    }

    return device;
}

/* What is reported has to be in the monitor's list already, so a look at that
 * is a part of the text. */
static void
report(virFslMcMonitor *monitor,
       virFslMcMonitorEvent event,
       virFslMcObject *object,
       gpointer opaque)
{
    Fixture *f = opaque;
    const char *parent = virFslMcObjectGetParent(object);
    const char *driver = virFslMcObjectGetDriver(object);
    g_autoptr(virFslMcObject) listed = NULL;
    g_autoptr(virFslMcObject) above = NULL;

    listed = virFslMcMonitorLookup(monitor, virFslMcObjectGetName(object));
    g_assert_true(listed == (event == VIR_FSLMC_MONITOR_REMOVED ? NULL : object));

    if (parent) {
        above = virFslMcMonitorLookup(monitor, parent);
        g_assert_nonnull(above);
    }

    g_mutex_lock(&f->lock);
    g_queue_push_tail(&f->events,
                      g_strdup_printf("%s %s/%s driver %s group %d",
                                      eventNames[event], parent ? parent : "",
                                      virFslMcObjectGetName(object),
                                      driver ? driver : "none",
                                      virFslMcObjectGetIommuGroup(object)));
    g_cond_signal(&f->reported);
    g_mutex_unlock(&f->lock);
}

/* Returns: the next event, or NULL when there is none that long */
static char *
nextEvent(Fixture *f, gint64 patience)
{
    gint64 end = g_get_monotonic_time() + patience;
    char *event;

    g_mutex_lock(&f->lock);
    while (g_queue_is_empty(&f->events)) {
        if (!g_cond_wait_until(&f->reported, &f->lock, end))
            break;
    }
    event = g_queue_pop_head(&f->events);
    g_mutex_unlock(&f->lock);

    return event;
}

/* The next event has to be @text. */
static void
assertEvent(Fixture *f, const char *text)
{
    g_autofree char *event = nextEvent(f, PATIENCE);

    g_assert_cmpstr(event, ==, text);
}

static int
compareStrings(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

/* Nothing more was reported, and the monitor's list is what the bus has. */
static void
assertSettled(Fixture *f)
{
    g_autoptr(GPtrArray) known = NULL;
    g_autoptr(GPtrArray) there = virFslMcBusList(f->bus, NULL);
    g_autofree char *event = NULL;
    guint i;

    virFslMcMonitorSync(f->monitor);
    event = nextEvent(f, 0);
    g_assert_cmpstr(event, ==, NULL);

    known = virFslMcMonitorList(f->monitor);
    g_assert_cmpuint(known->len, ==, there->len);
    for (i = 0; i < there->len; i++)
        g_assert_true(virFslMcObjectEqual(g_ptr_array_index(known, i),
                                          g_ptr_array_index(there, i)));
}

static void
add(Fixture *f, const char *description)
{
    treeAdd(f->sysfs, description);
}

/* Makes object @path, which is below the MC's directory. */
static void
addObject(Fixture *f, const char *path, const char *driver, int group)
{
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *type = g_strndup(name, strcspn(name, "."));
    g_autoptr(GString) text = g_string_new(NULL);

    g_string_append_printf(text, "f devices/mc/%s/modalias fsl-mc:v00001957d%s\\n\n",
                           path, type);
    g_string_append_printf(text, "f devices/mc/%s/uevent DEVTYPE=fsl_mc_bus_%s\\n\n",
                           path, type);
    g_string_append_printf(text, "l devices/mc/%s/subsystem %s/bus/fsl-mc\n",
                           path, f->sysfs);
    if (driver)
        g_string_append_printf(text, "l devices/mc/%s/driver drivers/%s\n",
                               path, driver);
    if (group >= 0)
        g_string_append_printf(text, "l devices/mc/%s/iommu_group groups/%d\n",
                               path, group);
    g_string_append_printf(text, "l bus/fsl-mc/devices/%s ../../../devices/mc/%s\n",
                           name, path);
    add(f, text->str);
}

static void
setDriver(Fixture *f, const char *path, const char *driver)
{
    g_autofree char *link = g_strdup_printf("%s/devices/mc/%s/driver", f->sysfs, path);
    g_autofree char *text = g_strdup_printf("l devices/mc/%s/driver drivers/%s",
                                            path, driver);

    treeRemove(link);
    if (driver)
        add(f, text);
}

static void
send(Fixture *f, const char *action, const char *path)
{
    g_autofree char *device = g_strdup_printf("/sys/devices/mc/%s", path);

    umockdev_testbed_uevent(f->testbed, device, action);
}

/* As the kernel does it: the link goes first, the directory after the event. */
static void
unlinkObject(Fixture *f, const char *path)
{
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *link = g_build_filename(f->sysfs, VIR_FSLMC_DEVICES_DIR, name, NULL);

    treeRemove(link);
}

static void
deleteObject(Fixture *f, const char *path)
{
    g_autofree char *device = g_build_filename(f->sysfs, "devices/mc", path, NULL);

    treeRemove(device);
}

static void
removeObject(Fixture *f, const char *path)
{
    unlinkObject(f, path);
    send(f, "remove", path);
    deleteObject(f, path);
}

static void
start(Fixture *f)
{
    g_autoptr(GError) error = NULL;

    f->monitor = virFslMcMonitorNew(f->bus, report, f, &error);
    g_assert_no_error(error);
}

static void
setUp(Fixture *f, gconstpointer opaque)
{
    f->testbed = umockdev_testbed_new();
    f->sysfs = umockdev_testbed_get_sys_dir(f->testbed);
    f->bus = virFslMcBusNew(f->sysfs, "/dev");
    g_mutex_init(&f->lock);
    g_cond_init(&f->reported);
    g_queue_init(&f->events);

    add(f, "d bus/fsl-mc/devices");
    addObject(f, "dprc.1", "fsl_mc_dprc", 1);
    addObject(f, "dprc.1/dpio.1", "fsl_mc_dpio", 1);
    addObject(f, "dprc.1/dprc.2", "fsl_mc_dprc", 2);
    addObject(f, "dprc.1/dprc.2/dpni.1", NULL, 2);
    start(f);
    assertSettled(f);
}

static void
tearDown(Fixture *f, gconstpointer opaque)
{
    virFslMcMonitorFree(f->monitor);
    virFslMcBusUnref(f->bus);
    while (!g_queue_is_empty(&f->events))
        g_free(g_queue_pop_head(&f->events));
    g_cond_clear(&f->reported);
    g_mutex_clear(&f->lock);
    g_object_unref(f->testbed);
    g_free(f->sysfs);
}

static void
testObject(Fixture *f, gconstpointer opaque)
{
    addObject(f, "dprc.1/dprc.2/dpbp.7", NULL, -1);
    send(f, "add", "dprc.1/dprc.2/dpbp.7");
    assertEvent(f, "added dprc.2/dpbp.7 driver none group -1");

    setDriver(f, "dprc.1/dprc.2/dpbp.7", "fsl_mc_allocator");
    add(f, "l devices/mc/dprc.1/dprc.2/dpbp.7/iommu_group groups/2");
    send(f, "bind", "dprc.1/dprc.2/dpbp.7");
    assertEvent(f, "changed dprc.2/dpbp.7 driver fsl_mc_allocator group 2");

    setDriver(f, "dprc.1/dprc.2/dpbp.7", NULL);
    send(f, "unbind", "dprc.1/dprc.2/dpbp.7");
    assertEvent(f, "changed dprc.2/dpbp.7 driver none group 2");

    removeObject(f, "dprc.1/dprc.2/dpbp.7");
    assertEvent(f, "removed dprc.2/dpbp.7 driver none group 2");
    assertSettled(f);
}

/* What says nothing new is not passed on. */
static void
testNothingNew(Fixture *f, gconstpointer opaque)
{
    send(f, "add", "dprc.1");
    send(f, "change", "dprc.1/dprc.2");
    send(f, "bind", "dprc.1/dprc.2");
    send(f, "move", "dprc.1/dprc.2/dpni.1");
    send(f, "remove", "dprc.1/dprc.2/dpni.1");
    assertSettled(f);
}

/* Of another subsystem, or under a name that is none */
static void
testForeign(Fixture *f, gconstpointer opaque)
{
    addObject(f, "dprc.1/dpni.02", NULL, -1);
    send(f, "add", "dprc.1/dpni.02");

    add(f, "f devices/mc/vfio/2/uevent DEVNAME=vfio/2\\n\n"
           "l devices/mc/vfio/2/subsystem ../../../../class/vfio\n"
           "f devices/mc/dprc.1/dprc.2/vfio-dev/vfio0/uevent X=y\\n\n"
           "l devices/mc/dprc.1/dprc.2/vfio-dev/vfio0/subsystem ../class/vfio-dev\n");
    send(f, "add", "vfio/2");
    send(f, "add", "dprc.1/dprc.2/vfio-dev/vfio0");
    assertSettled(f);
}

/* Events that come late, and in another order than their objects */
static void
testOrder(Fixture *f, gconstpointer opaque)
{
    addObject(f, "dprc.1/dprc.3", "fsl_mc_dprc", 3);
    addObject(f, "dprc.1/dprc.3/dprc.4", "fsl_mc_dprc", 4);
    addObject(f, "dprc.1/dprc.3/dprc.4/dpni.9", NULL, 4);

    send(f, "add", "dprc.1/dprc.3/dprc.4/dpni.9");
    assertEvent(f, "added dprc.1/dprc.3 driver fsl_mc_dprc group 3");
    assertEvent(f, "added dprc.3/dprc.4 driver fsl_mc_dprc group 4");
    assertEvent(f, "added dprc.4/dpni.9 driver none group 4");
    send(f, "add", "dprc.1/dprc.3/dprc.4");
    send(f, "add", "dprc.1/dprc.3");
    assertSettled(f);

    unlinkObject(f, "dprc.1/dprc.3/dprc.4/dpni.9");
    unlinkObject(f, "dprc.1/dprc.3/dprc.4");
    unlinkObject(f, "dprc.1/dprc.3");
    send(f, "remove", "dprc.1/dprc.3");
    assertEvent(f, "removed dprc.4/dpni.9 driver none group 4");
    assertEvent(f, "removed dprc.3/dprc.4 driver fsl_mc_dprc group 4");
    assertEvent(f, "removed dprc.1/dprc.3 driver fsl_mc_dprc group 3");
    send(f, "remove", "dprc.1/dprc.3/dprc.4/dpni.9");
    assertSettled(f);
}

/* The event of an object whose container has gone meanwhile */
static void
testContainerGone(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcObject) object = NULL;

    addObject(f, "dprc.1/dprc.3", NULL, -1);
    addObject(f, "dprc.1/dprc.3/dpni.9", NULL, -1);
    unlinkObject(f, "dprc.1/dprc.3");
    send(f, "add", "dprc.1/dprc.3/dpni.9");
    virFslMcMonitorSync(f->monitor);

    object = virFslMcMonitorLookup(f->monitor, "dpni.9");
    g_assert_null(object);
    unlinkObject(f, "dprc.1/dprc.3/dpni.9");
    assertSettled(f);
}

/* What detach does: children go and come, with another driver. */
static void
testDetach(Fixture *f, gconstpointer opaque)
{
    removeObject(f, "dprc.1/dprc.2/dpni.1");
    setDriver(f, "dprc.1/dprc.2", NULL);
    send(f, "unbind", "dprc.1/dprc.2");
    assertEvent(f, "removed dprc.2/dpni.1 driver none group 2");
    assertEvent(f, "changed dprc.1/dprc.2 driver none group 2");

    setDriver(f, "dprc.1/dprc.2", "vfio-fsl-mc");
    addObject(f, "dprc.1/dprc.2/dpni.1", "vfio-fsl-mc", 2);
    send(f, "add", "dprc.1/dprc.2/dpni.1");
    send(f, "bind", "dprc.1/dprc.2/dpni.1");
    send(f, "bind", "dprc.1/dprc.2");
    assertEvent(f, "added dprc.2/dpni.1 driver vfio-fsl-mc group 2");
    assertEvent(f, "changed dprc.1/dprc.2 driver vfio-fsl-mc group 2");
    assertSettled(f);
}

/* Puts @path's directory aside, so that the next one has another inode. */
static void
setAside(Fixture *f, const char *path)
{
    g_autofree char *device = g_build_filename(f->sysfs, "devices/mc", path, NULL);
    g_autofree char *name = g_path_get_basename(path);
    g_autofree char *aside = g_build_filename(f->sysfs, "aside", name, NULL);

    add(f, "d aside");
    unlinkObject(f, path);
    g_assert_cmpint(rename(device, aside), ==, 0);
}

/* What detach does, seen only when it is over: the events of what was removed
 * find the objects that came afterwards. */
static void
testDetachLate(Fixture *f, gconstpointer opaque)
{
    setAside(f, "dprc.1/dprc.2/dpni.1");
    setDriver(f, "dprc.1/dprc.2", "vfio-fsl-mc");
    addObject(f, "dprc.1/dprc.2/dpni.1", NULL, 2);

    send(f, "remove", "dprc.1/dprc.2/dpni.1");
    assertEvent(f, "removed dprc.2/dpni.1 driver none group 2");
    assertEvent(f, "added dprc.2/dpni.1 driver none group 2");
    send(f, "unbind", "dprc.1/dprc.2");
    assertEvent(f, "changed dprc.1/dprc.2 driver vfio-fsl-mc group 2");
    send(f, "add", "dprc.1/dprc.2/dpni.1");
    send(f, "bind", "dprc.1/dprc.2");
    assertSettled(f);
}

/* The same with a container in the container */
static void
testNestedLate(Fixture *f, gconstpointer opaque)
{
    unlinkObject(f, "dprc.1/dprc.2/dpni.1");
    setAside(f, "dprc.1/dprc.2");
    addObject(f, "dprc.1/dprc.2", "fsl_mc_dprc", 2);
    addObject(f, "dprc.1/dprc.2/dpni.1", NULL, 2);

    send(f, "remove", "dprc.1/dprc.2/dpni.1");
    assertEvent(f, "removed dprc.2/dpni.1 driver none group 2");
    assertEvent(f, "removed dprc.1/dprc.2 driver fsl_mc_dprc group 2");
    assertEvent(f, "added dprc.1/dprc.2 driver fsl_mc_dprc group 2");
    assertEvent(f, "added dprc.2/dpni.1 driver none group 2");
    send(f, "remove", "dprc.1/dprc.2");
    send(f, "add", "dprc.1/dprc.2");
    send(f, "add", "dprc.1/dprc.2/dpni.1");
    assertSettled(f);
}

/* An object is given from one container to another. Its events may be late, so
 * that the first one finds it at its new place. */
static void
testMove(Fixture *f, gconstpointer opaque)
{
    deleteObject(f, "dprc.1/dprc.2/dpni.1");
    unlinkObject(f, "dprc.1/dprc.2/dpni.1");
    addObject(f, "dprc.1/dpni.1", NULL, -1);
    send(f, "add", "dprc.1/dpni.1");
    assertEvent(f, "removed dprc.2/dpni.1 driver none group 2");
    assertEvent(f, "added dprc.1/dpni.1 driver none group -1");
    assertSettled(f);
}

/* All of the bus goes, and comes again. */
static void
testWholeBus(Fixture *f, gconstpointer opaque)
{
    removeObject(f, "dprc.1/dprc.2/dpni.1");
    removeObject(f, "dprc.1/dprc.2");
    removeObject(f, "dprc.1/dpio.1");
    removeObject(f, "dprc.1");
    assertEvent(f, "removed dprc.2/dpni.1 driver none group 2");
    assertEvent(f, "removed dprc.1/dprc.2 driver fsl_mc_dprc group 2");
    assertEvent(f, "removed dprc.1/dpio.1 driver fsl_mc_dpio group 1");
    assertEvent(f, "removed /dprc.1 driver fsl_mc_dprc group 1");
    assertSettled(f);

    addObject(f, "dprc.1", "fsl_mc_dprc", 1);
    send(f, "add", "dprc.1");
    assertEvent(f, "added /dprc.1 driver fsl_mc_dprc group 1");
    assertSettled(f);
}

/* Everything that happened while no event came, by a rescan */
static void
testRescan(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GPtrArray) added = g_ptr_array_new_with_free_func(g_free);
    const char *expected[] = {
        "added dprc.1/dprc.5 driver fsl_mc_dprc group 5",
        "added dprc.5/dpbp.5 driver none group -1",
        "added dprc.5/dpni.1 driver none group -1",
        "changed dprc.1/dpio.1 driver vfio-fsl-mc group 1",
        "removed dprc.2/dpni.1 driver none group 2",
    };
    guint i;

    virFslMcMonitorRescan(f->monitor);
    assertSettled(f);

    /* a container goes, one comes with what was in the other, one changes */
    unlinkObject(f, "dprc.1/dprc.2/dpni.1");
    unlinkObject(f, "dprc.1/dprc.2");
    addObject(f, "dprc.1/dprc.5", "fsl_mc_dprc", 5);
    addObject(f, "dprc.1/dprc.5/dpbp.5", NULL, -1);
    addObject(f, "dprc.1/dprc.5/dpni.1", NULL, -1);
    setDriver(f, "dprc.1/dpio.1", "vfio-fsl-mc");
    virFslMcMonitorRescan(f->monitor);

    /* that containers are there around what is in them, report() has seen */
    for (i = 0; i <= G_N_ELEMENTS(expected); i++) {
        char *event = nextEvent(f, 0);

        g_assert_nonnull(event);
        if (g_str_has_prefix(event, "removed dprc.1/dprc.2 "))
            g_free(event);
        else
            g_ptr_array_add(added, event);
    }
    g_ptr_array_sort(added, compareStrings);
    g_assert_cmpuint(added->len, ==, G_N_ELEMENTS(expected));
    for (i = 0; i < added->len; i++)
        g_assert_cmpstr(g_ptr_array_index(added, i), ==, expected[i]);
    assertSettled(f);
}

/* The devices directory cannot be read: what is known stays. */
static void
testUnreadable(Fixture *f, gconstpointer opaque)
{
    g_autofree char *devices = g_build_filename(f->sysfs, VIR_FSLMC_DEVICES_DIR, NULL);
    g_autofree char *aside = g_strdup_printf("%s-aside", devices);

    g_assert_cmpint(rename(devices, aside), ==, 0);
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "cannot list the objects*");
    virFslMcMonitorRescan(f->monitor);
    g_test_assert_expected_messages();
    g_assert_cmpint(rename(aside, devices), ==, 0);
    assertSettled(f);
}

/* Threads that ask while the bus changes */
typedef struct {
    Fixture *f;
    int stop;
} Asker;

static gpointer
ask(gpointer opaque)
{
    Asker *asker = opaque;

    while (!g_atomic_int_get(&asker->stop)) {
        g_autoptr(GPtrArray) objects = virFslMcMonitorList(asker->f->monitor);
        g_autoptr(virFslMcObject) object = NULL;

        g_assert_cmpuint(objects->len, >=, 4);
        object = virFslMcMonitorLookup(asker->f->monitor, "dpbp.7");
        if (object)
            g_assert_cmpstr(virFslMcObjectGetParent(object), ==, "dprc.2");
        virFslMcMonitorRescan(asker->f->monitor);
    }

    return NULL;
}

static void
testThreads(Fixture *f, gconstpointer opaque)
{
    Asker asker = { .f = f, .stop = FALSE };
    GThread *threads[3];
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(threads); i++)
        threads[i] = g_thread_new("ask", ask, &asker);

    for (i = 0; i < 50; i++) {
        addObject(f, "dprc.1/dprc.2/dpbp.7", NULL, -1);
        send(f, "add", "dprc.1/dprc.2/dpbp.7");
        assertEvent(f, "added dprc.2/dpbp.7 driver none group -1");
        removeObject(f, "dprc.1/dprc.2/dpbp.7");
        assertEvent(f, "removed dprc.2/dpbp.7 driver none group -1");
    }

    g_atomic_int_set(&asker.stop, TRUE);
    for (i = 0; i < G_N_ELEMENTS(threads); i++)
        g_thread_join(threads[i]);
    assertSettled(f);
}

static guint
countThreads(void)
{
    g_autoptr(GDir) dir = g_dir_open("/proc/self/task", 0, NULL);
    guint count = 0;

    while (g_dir_read_name(dir))
        count++;

    return count;
}

static guint
countFds(void)
{
    g_autoptr(GDir) dir = g_dir_open("/proc/self/fd", 0, NULL);
    guint count = 0;

    while (g_dir_read_name(dir))
        count++;

    return count;
}

/* Ends while events are waiting, and leaves nothing open. */
static void
testEnd(Fixture *f, gconstpointer opaque)
{
    guint fds = countFds();
    size_t i;

    for (i = 0; i < 20; i++) {
        g_autofree char *path = g_strdup_printf("dprc.1/dprc.2/dpbp.%zu", i);

        addObject(f, path, NULL, -1);
        send(f, "add", path);
    }

    virFslMcMonitorFree(g_steal_pointer(&f->monitor));
    g_assert_cmpuint(countFds(), <, fds);
    g_assert_cmpuint(g_queue_get_length(&f->events), <=, 20);
}

/* A host without the bus pays nothing. */
static void
testNoBus(void)
{
    g_autoptr(Tree) tree = treeNewFromFile("no-bus");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    guint threads = countThreads();
    guint fds = countFds();
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcMonitor) monitor = virFslMcMonitorNew(bus, report, NULL, &error);
    g_autoptr(GPtrArray) objects = NULL;
    g_autoptr(virFslMcObject) object = NULL;

    g_assert_no_error(error);
    g_assert_cmpuint(countThreads(), ==, threads);
    g_assert_cmpuint(countFds(), ==, fds);

    objects = virFslMcMonitorList(monitor);
    g_assert_cmpuint(objects->len, ==, 0);
    object = virFslMcMonitorLookup(monitor, "dprc.1");
    g_assert_null(object);
    virFslMcMonitorSync(monitor);
    virFslMcMonitorRescan(monitor);
}

/* A bus that cannot be read is an error, and leaves nothing behind. */
static void
testBroken(void)
{
    g_autoptr(Tree) tree = treeNewFromFile("no-devices");
    g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
    guint threads = countThreads();
    guint fds = countFds();
    g_autoptr(GError) error = NULL;

    g_assert_null(virFslMcMonitorNew(bus, report, NULL, &error));
    g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED);
    g_assert_cmpuint(countThreads(), ==, threads);
    g_assert_cmpuint(countFds(), ==, fds);
}

/* A scan that fails is repeated by itself. */
static void
testScanRepeated(Fixture *f, gconstpointer opaque)
{
    g_autofree char *devices = g_build_filename(f->sysfs, VIR_FSLMC_DEVICES_DIR, NULL);
    g_autofree char *away = g_strconcat(devices, "-away", NULL);

    g_assert_cmpint(rename(devices, away), ==, 0);
    g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "cannot list the objects*");
    virFslMcMonitorRescan(f->monitor);
    g_test_assert_expected_messages();
    addObject(f, "dprc.1/dprc.2/dpni.50", NULL, -1);
    treeRemove(devices);
    g_assert_cmpint(rename(away, devices), ==, 0);
    add(f, "l bus/fsl-mc/devices/dpni.50 ../../../devices/mc/dprc.1/dprc.2/dpni.50");

    assertEvent(f, "added dprc.2/dpni.50 driver none group -1");
    assertSettled(f);
}

/* An event that cannot be received, whatever the reason, ends nothing: those after
 * it are taken in, and what it would have said is looked up. */
static void
testReceiveFails(Fixture *f, gconstpointer opaque)
{
    const int numbers[] = { ENOBUFS, EIO, ENOMEM };
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(numbers); i++) {
        g_test_message("%s", g_strerror(numbers[i]));
        addObject(f, "dprc.1/dprc.2/dpni.50", NULL, -1);
        g_atomic_int_set(&receiveErrno, numbers[i]);
        send(f, "add", "dprc.1/dprc.2/dpni.50");
        assertEvent(f, "added dprc.2/dpni.50 driver none group -1");
        g_assert_cmpint(g_atomic_int_get(&receiveErrno), ==, 0);

        removeObject(f, "dprc.1/dprc.2/dpni.50");
        assertEvent(f, "removed dprc.2/dpni.50 driver none group -1");
        assertSettled(f);
    }
}

/* What is passed over, as an event of another subsystem, loses nothing. */
static void
testReceiveAgain(Fixture *f, gconstpointer opaque)
{
    addObject(f, "dprc.1/dprc.2/dpni.50", NULL, -1);
    g_atomic_int_set(&receiveErrno, EAGAIN);
    send(f, "add", "dprc.1/dprc.2/dpni.50");
    virFslMcMonitorSync(f->monitor);
    g_assert_cmpint(g_atomic_int_get(&receiveErrno), ==, 0);
    g_assert_null(nextEvent(f, 0));

    send(f, "change", "dprc.1/dprc.2/dpni.50");
    assertEvent(f, "added dprc.2/dpni.50 driver none group -1");
    assertSettled(f);
}

/* A first probe that fails leaves a group, and no event. */
static void
testRefresh(Fixture *f, gconstpointer opaque)
{
    addObject(f, "dprc.1/dprc.2/dpni.50", NULL, -1);
    send(f, "add", "dprc.1/dprc.2/dpni.50");
    assertEvent(f, "added dprc.2/dpni.50 driver none group -1");

    add(f, "l devices/mc/dprc.1/dprc.2/dpni.50/iommu_group groups/2");
    virFslMcMonitorSync(f->monitor);
    g_assert_null(nextEvent(f, 0));
    virFslMcMonitorRefresh(f->monitor, "dprc.2");
    assertEvent(f, "changed dprc.2/dpni.50 driver none group 2");
    virFslMcMonitorRefresh(f->monitor, "dprc.99");
    assertSettled(f);
}

/* The list is the same one until something changes, and then another. */
static void
testSnapshot(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GPtrArray) first = virFslMcMonitorList(f->monitor);
    g_autoptr(GPtrArray) second = virFslMcMonitorList(f->monitor);
    g_autoptr(GPtrArray) third = NULL;
    guint count = first->len;

    g_assert_true(first == second);
    addObject(f, "dprc.1/dprc.2/dpni.50", NULL, -1);
    send(f, "add", "dprc.1/dprc.2/dpni.50");
    virFslMcMonitorSync(f->monitor);
    third = virFslMcMonitorList(f->monitor);
    g_assert_cmpuint(first->len, ==, count);
    g_assert_cmpuint(third->len, ==, count + 1);
    assertEvent(f, "added dprc.2/dpni.50 driver none group -1");
}

/* @names: with a space before each */
static void
assertRelated(Fixture *f, const char *name, const char *names)
{
    g_autoptr(virFslMcObject) object = virFslMcMonitorLookup(f->monitor, name);
    g_autoptr(GString) got = g_string_new(NULL);
    g_autoptr(GPtrArray) related = NULL;
    guint i;

    g_assert_nonnull(object);
    related = virFslMcMonitorListRelated(f->monitor, object);
    for (i = 0; i < related->len; i++)
        g_string_append_printf(got, " %s", virFslMcObjectGetName(related->pdata[i]));
    g_assert_cmpstr(got->str, ==, names);
}

/* What is in the IOMMU group of an object, and what is in it, as it is now */
static void
testRelated(Fixture *f, gconstpointer opaque)
{
    assertRelated(f, "dprc.1", " dpio.1 dprc.1 dprc.2");
    assertRelated(f, "dprc.2", " dpni.1 dprc.2");
    assertRelated(f, "dpni.1", " dpni.1 dprc.2");

    addObject(f, "dprc.1/dprc.2/dpbp.7", NULL, -1);
    send(f, "add", "dprc.1/dprc.2/dpbp.7");
    virFslMcMonitorSync(f->monitor);
    assertRelated(f, "dprc.2", " dpbp.7 dpni.1 dprc.2");
    assertRelated(f, "dpbp.7", "");
    assertEvent(f, "added dprc.2/dpbp.7 driver none group -1");

    removeObject(f, "dprc.1/dprc.2/dpni.1");
    virFslMcMonitorSync(f->monitor);
    assertRelated(f, "dprc.2", " dpbp.7 dprc.2");
    assertEvent(f, "removed dprc.2/dpni.1 driver none group 2");
}

/* What keeps us from uevents is said. */
static void
testNoSocket(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcMonitor) monitor = NULL;
    g_autoptr(GError) error = NULL;
    struct rlimit limit;
    struct rlimit none;

    g_assert_cmpint(getrlimit(RLIMIT_NOFILE, &limit), ==, 0);
    none = limit;
    none.rlim_cur = 0;
    g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &none), ==, 0);
    monitor = virFslMcMonitorNew(f->bus, report, f, &error);
    g_assert_cmpint(setrlimit(RLIMIT_NOFILE, &limit), ==, 0);

    g_assert_null(monitor);
    g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_FAILED);
    g_assert_cmpstr(error->message, ==,
                    "cannot subscribe to the kernel's uevents: Too many open files");
}

/* Bytes in use, by the C library's own count; 0 when another one counts */
static size_t
inUse(void)
{
    struct mallinfo2 info = mallinfo2();

    return info.uordblks + info.hblkhd;
}

static void
measureMemory(guint count)
{
    g_autoptr(GString) text = g_string_new("d bus/fsl-mc/devices\n");
    g_autoptr(GError) error = NULL;
    g_autoptr(Tree) tree = NULL;
    g_autoptr(virFslMcBus) bus = NULL;
    g_autoptr(virFslMcMonitor) empty = NULL;
    g_autoptr(virFslMcMonitor) monitor = NULL;
    g_autoptr(GPtrArray) objects = NULL;
    const char *mc = "devices/platform/soc/80c000000.fsl-mc";
    size_t before;
    size_t each;
    guint i;

    for (i = 1; i <= count; i++) {
        g_autofree char *path = i == 1 ?
            g_strdup_printf("%s/dprc.1", mc) :
            g_strdup_printf("%s/dprc.1/dprc.2/dprc.3/dpseci.%u", mc, i);
        g_autofree char *name = g_path_get_basename(path);

        g_string_append_printf(text,
                               "f %1$s/modalias fsl-mc:v00001957ddpseci\n"
                               "l %1$s/driver drivers/fsl_mc_allocator\n"
                               "l %1$s/iommu_group iommu_groups/100\n"
                               "l bus/fsl-mc/devices/%2$s ../../../%1$s\n",
                               path, name);
    }
    tree = treeNew(text->str);
    bus = virFslMcBusNew(tree->sysfs, tree->dev);

    before = inUse();
    monitor = virFslMcMonitorNew(bus, NULL, NULL, &error);
    g_assert_no_error(error);
    objects = virFslMcMonitorList(monitor);
    g_assert_cmpuint(objects->len, ==, count);

    each = (inUse() - before) / count;
    g_test_message("%zu bytes for each of %u objects, a list of them included",
                   each, count);
    g_assert_cmpuint(each, >, sizeof(void *));
    g_assert_cmpuint(each, <=, 1024);
}

static void
testMemory(void)
{
    if (inUse() == 0) {
        g_test_skip("the memory allocator is not the C library's");
        return;
    }

    measureMemory(300);
    measureMemory(3000);
}

#define ADD(name, function) \
    g_test_add("/monitor/" name, Fixture, NULL, setUp, function, tearDown)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    /* first, because these count threads, and one that has ended can still be
     * counted for a moment */
    g_test_add_func("/monitor/no-bus", testNoBus);
    g_test_add_func("/monitor/broken", testBroken);

    ADD("object", testObject);
    ADD("nothing-new", testNothingNew);
    ADD("foreign", testForeign);
    ADD("order", testOrder);
    ADD("container-gone", testContainerGone);
    ADD("detach", testDetach);
    ADD("detach-late", testDetachLate);
    ADD("nested-late", testNestedLate);
    ADD("move", testMove);
    ADD("whole-bus", testWholeBus);
    ADD("rescan", testRescan);
    ADD("unreadable", testUnreadable);
    ADD("scan-repeated", testScanRepeated);
    ADD("receive-fails", testReceiveFails);
    ADD("receive-again", testReceiveAgain);
    ADD("refresh", testRefresh);
    ADD("snapshot", testSnapshot);
    ADD("related", testRelated);
    ADD("no-socket", testNoSocket);
    ADD("threads", testThreads);
    ADD("end", testEnd);
    g_test_add_func("/monitor/memory", testMemory);

    return g_test_run();
}
