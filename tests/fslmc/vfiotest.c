/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * vfiotest.c: who holds an IOMMU group, and what is no VFIO at all
 *
 * A terminal with TIOCEXCL set is, like a VFIO group, a character device that
 * can be open once only. So one stands for a group's node here. What VFIO
 * itself does is for the tests on a real bus.
 */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <linux/capability.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/sysmacros.h>
#include <sys/un.h>
#include <termios.h>
#include <unistd.h>

#include "fslmc_driver.h"
#include "fslmc_error.h"
#include "fslmc_vfio.h"
#include "tree.h"

typedef struct {
    Tree *tree;
    virFslMcBus *bus;
} Fixture;

static void
setUp(Fixture *f, gconstpointer opaque)
{
    g_autofree char *vfio = NULL;

    f->tree = treeNewFromFile("composed");
    f->bus = virFslMcBusNew(f->tree->sysfs, f->tree->dev);
    vfio = g_build_filename(f->tree->dev, "vfio", NULL);
    g_assert_cmpint(g_mkdir(vfio, 0755), ==, 0);
}

static void
tearDown(Fixture *f, gconstpointer opaque)
{
    virFslMcBusUnref(f->bus);
    treeFree(f->tree);
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

static void
testPath(Fixture *f, gconstpointer opaque)
{
    g_autoptr(virFslMcBus) host = virFslMcBusNew("/sys", "/dev");
    g_autofree char *path = virFslMcVfioGroupPath(host, 12);

    g_assert_cmpstr(path, ==, "/dev/vfio/12");
}

/* Without nodes there is nothing to hold. */
static void
testClaimNothing(Fixture *f, gconstpointer opaque)
{
    guint fds = countFds();
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcVfioClaim) claim = virFslMcVfioClaimNew(f->bus, "dprc.3", &error);

    g_assert_no_error(error);
    g_assert_nonnull(claim);
    g_assert_cmpuint(countFds(), ==, fds);
}

/* dprc.3 is in group 5, dprc.7 in it in group 8, dprc.9 in none. */
static void
testClaimNested(Fixture *f, gconstpointer opaque)
{
    guint fds = countFds();
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcVfioClaim) claim = NULL;

    treeAdd(f->tree->dev, "f vfio/5 \nf vfio/8 \nf vfio/4 \nf vfio/-1 \n");
    claim = virFslMcVfioClaimNew(f->bus, "dprc.3", &error);
    g_assert_no_error(error);
    g_assert_cmpuint(countFds(), ==, fds + 2);

    virFslMcVfioClaimFree(g_steal_pointer(&claim));
    g_assert_cmpuint(countFds(), ==, fds);
}

/* A group whose last device goes away in this moment */
static void
testClaimDying(Fixture *f, gconstpointer opaque)
{
    g_autofree char *path = virFslMcVfioGroupPath(f->bus, 5);
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    g_autoptr(virFslMcVfioClaim) claim = NULL;
    g_autoptr(GError) error = NULL;
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    /* to open a socket gives ENXIO */
    g_assert_cmpuint(g_strlcpy(address.sun_path, path, sizeof(address.sun_path)), <,
                     sizeof(address.sun_path));
    g_assert_cmpint(bind(fd, (struct sockaddr *) &address, sizeof(address)), ==, 0);
    close(fd);

    claim = virFslMcVfioClaimNew(f->bus, "dprc.3", &error);
    g_assert_no_error(error);
    g_assert_nonnull(claim);
}

/* What cannot be opened is not claimed, nor is the rest kept. */
static void
testClaimFails(Fixture *f, gconstpointer opaque)
{
    guint fds = countFds();
    g_autoptr(GError) error = NULL;
    g_autofree char *message = NULL;

    treeAdd(f->tree->dev, "f vfio/5 \nd vfio/8\n");
    g_assert_null(virFslMcVfioClaimNew(f->bus, "dprc.3", &error));
    message = treeDescribeError(f->tree, error);
    g_assert_cmpstr(message, ==,
                    "FAILED: cannot open '/dev/vfio/8', the IOMMU group of container "
                    "'dprc.7': Is a directory");
    g_assert_cmpuint(countFds(), ==, fds);
}

static void
testClaimUnknown(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GError) error = NULL;

    g_assert_null(virFslMcVfioClaimNew(f->bus, "dprc.99", &error));
    g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND);
}

/* Whether TIOCEXCL holds for us: for who has this capability it does not. */
static void
setAdmin(gboolean on)
{
    struct __user_cap_header_struct header = { .version = _LINUX_CAPABILITY_VERSION_3 };
    struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3];
    guint32 bit = CAP_TO_MASK(CAP_SYS_ADMIN);

    g_assert_cmpint(syscall(SYS_capget, &header, data), ==, 0);
    data[0].effective &= ~bit;
    if (on)
        data[0].effective |= data[0].permitted & bit;
    g_assert_cmpint(syscall(SYS_capset, &header, data), ==, 0);
}

/* Makes a terminal the node of the group of @name, and puts that container into
 * the group that has the terminal's number.
 *
 * Returns: the terminal's master side, or -1 when there are no terminals */
static int
makeNode(Fixture *f, const char *name, int *group)
{
    int master = treeAddTerminal(f->tree, group);
    g_autofree char *device = NULL;
    g_autofree char *link = NULL;
    g_autofree char *text = NULL;

    if (master < 0)
        return -1;

    device = g_strdup_printf("%s/bus/fsl-mc/devices/%s", f->tree->sysfs, name);
    link = g_strdup_printf("%s/iommu_group", device);
    text = g_strdup_printf("l iommu_group groups/%d", *group);
    treeRemove(link);
    treeAdd(device, text);

    return master;
}

/* Returns: the node of @group, open and not to be opened again */
static int
holdNode(Fixture *f, int group)
{
    g_autofree char *path = virFslMcVfioGroupPath(f->bus, group);
    int fd = open(path, O_RDWR | O_NOCTTY | O_CLOEXEC);

    g_assert_cmpint(fd, >=, 0);
    g_assert_cmpint(ioctl(fd, TIOCEXCL), ==, 0);
    return fd;
}

static void
testHolder(Fixture *f, gconstpointer opaque)
{
    int group;
    int master = makeNode(f, "dprc.3", &group);
    int held;

    if (master < 0)
        return;

    g_assert_cmpint(virFslMcVfioGroupHolder(f->bus, group), ==, 0);
    held = holdNode(f, group);
    g_assert_cmpint(virFslMcVfioGroupHolder(f->bus, group), ==, getpid());
    close(held);
    g_assert_cmpint(virFslMcVfioGroupHolder(f->bus, group), ==, 0);
    g_assert_cmpint(virFslMcVfioGroupHolder(f->bus, group + 1), ==, 0);
    g_assert_cmpuint(virFslMcVfioCountDevices(getpid()), ==, 0);
    close(master);
}

/* What is open of that name may be another device. */
static void
testHolderOfOther(Fixture *f, gconstpointer opaque)
{
    int group;
    int master = makeNode(f, "dprc.3", &group);
    g_autofree char *path = NULL;
    g_autofree char *entry = NULL;
    int held;

    if (master < 0)
        return;

    held = holdNode(f, group);
    path = virFslMcVfioGroupPath(f->bus, group);
    entry = g_strdup_printf("l vfio/%d /dev/null\n", group);
    treeRemove(path);
    treeAdd(f->tree->dev, entry);
    g_assert_cmpint(virFslMcVfioGroupHolder(f->bus, group), ==, 0);
    close(held);
    close(master);
}

/* A file descriptor that stands for the node only, as udev has, holds nothing. */
static void
testHolderOfPath(Fixture *f, gconstpointer opaque)
{
    int group;
    int master = makeNode(f, "dprc.3", &group);
    g_autofree char *path = NULL;
    int held;

    if (master < 0)
        return;

    path = virFslMcVfioGroupPath(f->bus, group);
    held = open(path, O_PATH | O_CLOEXEC);
    g_assert_cmpint(held, >=, 0);
    g_assert_cmpint(virFslMcVfioGroupHolder(f->bus, group), ==, 0);
    g_assert_false(virFslMcVfioGroupIsHeldBy(f->bus, group, getpid()));
    close(held);
    close(master);
}

typedef gboolean (*Call)(virFslMcBus *bus, const char *name, GError **error);

/* Each call on @name is refused because the group of @holding is held. */
static void
assertBusy(Fixture *f, Call call, const char *name, const char *holding)
{
    int group;
    int master = makeNode(f, holding, &group);
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcObject) before = virFslMcBusLookup(f->bus, name, NULL);
    g_autoptr(virFslMcObject) after = NULL;
    g_autofree char *comm = NULL;
    g_autofree char *message = NULL;
    gboolean done;
    int held;

    if (master < 0)
        return;

    held = holdNode(f, group);
    setAdmin(FALSE);
    done = call(f->bus, name, &error);
    setAdmin(TRUE);

    g_assert_false(done);
    g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY);
    /* under valgrind, for one, we have another name */
    g_assert_true(g_file_get_contents("/proc/self/comm", &comm, NULL, NULL));
    message = g_strdup_printf("IOMMU group %d of container '%s' is in use by process %d (%s)",
                              group, holding, (int) getpid(), g_strchomp(comm));
    g_assert_cmpstr(error->message, ==, message);

    after = virFslMcBusLookup(f->bus, name, NULL);
    g_assert_true(virFslMcObjectEqual(before, after));

    close(held);
    close(master);
}

static void
testBusyDetach(Fixture *f, gconstpointer opaque)
{
    assertBusy(f, virFslMcDriverDetach, "dprc.4", "dprc.4");
}

static void
testBusyDetachNested(Fixture *f, gconstpointer opaque)
{
    assertBusy(f, virFslMcDriverDetach, "dprc.2", "dprc.6");
}

static void
testBusyReattach(Fixture *f, gconstpointer opaque)
{
    assertBusy(f, virFslMcDriverReattach, "dprc.3", "dprc.3");
}

static void
testBusyReattachNested(Fixture *f, gconstpointer opaque)
{
    assertBusy(f, virFslMcDriverReattach, "dprc.3", "dprc.7");
}

static void
testBusyReset(Fixture *f, gconstpointer opaque)
{
    assertBusy(f, virFslMcVfioReset, "dprc.3", "dprc.3");
}

/* What is detached stays so, in use or not. */
static void
testBusyDetached(Fixture *f, gconstpointer opaque)
{
    int group;
    int master = makeNode(f, "dprc.3", &group);
    g_autoptr(GError) error = NULL;
    int held;

    if (master < 0)
        return;

    /* else there would be something left to do */
    treeAdd(f->tree->sysfs, "l devices/platform/soc/80c000000.fsl-mc/dprc.1/dprc.3/dprc.9/driver ../vfio-fsl-mc");

    held = holdNode(f, group);
    setAdmin(FALSE);
    virFslMcDriverDetach(f->bus, "dprc.3", &error);
    setAdmin(TRUE);
    g_assert_no_error(error);
    close(held);
    close(master);
}

/* Without the group: the null device stands for the node of dpni.1 in dprc.3. */
static void
testBusyDevice(Fixture *f, gconstpointer opaque)
{
    const Call calls[] = { virFslMcDriverReattach, virFslMcVfioReset };
    g_autofree char *dir = g_build_filename(f->tree->dev, "vfio", "devices", NULL);
    g_autofree char *path = g_build_filename(dir, "vfio0", NULL);
    g_autoptr(virFslMcVfioClaim) claim = NULL;
    g_autofree char *start = NULL;
    guint fds;
    size_t i;
    int fd;

    g_assert_cmpint(g_mkdir(dir, 0755), ==, 0);
    treeAdd(f->tree->sysfs,
            "f devices/platform/soc/80c000000.fsl-mc/dprc.1/dprc.3/dpni.1/vfio-dev/vfio0/dev 1:3\\n");
    if (mknod(path, S_IFCHR | 0600, makedev(1, 3)) < 0 ||
        (fd = open(path, O_RDWR)) < 0) {
        g_test_skip("no device node can be made here");
        return;
    }

    start = g_strdup_printf("VFIO device 'vfio0' of 'dpni.1' is in use by process %d (",
                            (int) getpid());
    for (i = 0; i < G_N_ELEMENTS(calls); i++) {
        g_autoptr(GError) error = NULL;

        g_assert_false(calls[i](f->bus, "dprc.3", &error));
        g_assert_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_BUSY);
        g_assert_true(g_str_has_prefix(error->message, start));
    }

    close(fd);
    fds = countFds();
    claim = virFslMcVfioClaimNew(f->bus, "dprc.3", NULL);
    g_assert_nonnull(claim);
    g_assert_cmpuint(countFds(), ==, fds);
}

static const struct {
    const char *name;
    const char *dev;        /* what is in /dev */
    const char *message;
} resets[] = {
    { "dprc.2", "", "NOT_VFIO: cannot reset container 'dprc.2': it is not bound to 'vfio-fsl-mc'; detach it first" },
    { "dprc.4", "", "NOT_VFIO: cannot reset container 'dprc.4': it is not bound to 'vfio-fsl-mc'; detach it first" },
    { "dprc.1", "", "ROOT: 'dprc.1' is the root container, which the host needs itself" },
    { "dpni.1", "", "NOT_CONTAINER: 'dpni.1' is not a container; it belongs to container 'dprc.3'" },
    { "dprc.99", "", "NOT_FOUND: no object 'dprc.99' on the fsl-mc bus" },
    { "dprc.02", "", "INVALID_NAME: 'dprc.02' is not the name of an object on the fsl-mc bus" },
    { "dprc.3", "", "FAILED: cannot reset container 'dprc.3': its IOMMU group has no device node: No such file or directory" },
    { "dprc.3", "f vfio/5 ", "FAILED: cannot reset container 'dprc.3': VFIO_GROUP_GET_STATUS: Inappropriate ioctl for device" },
    { "dprc.3", "d vfio/5", "FAILED: cannot open '/dev/vfio/5', the IOMMU group of container 'dprc.3': Is a directory" },
};

static void
testReset(void)
{
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(resets); i++) {
        g_autoptr(Tree) tree = treeNewFromFile("composed");
        g_autoptr(virFslMcBus) bus = virFslMcBusNew(tree->sysfs, tree->dev);
        g_autoptr(GError) error = NULL;
        g_autofree char *message = NULL;
        guint fds = countFds();

        treeAdd(tree->dev, resets[i].dev);
        g_assert_false(virFslMcVfioReset(bus, resets[i].name, &error));
        message = treeDescribeError(tree, error);
        g_assert_cmpstr(message, ==, resets[i].message);
        g_assert_cmpuint(countFds(), ==, fds);
    }
}

#define ADD(name, function) \
    g_test_add("/vfio/" name, Fixture, NULL, setUp, function, tearDown)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    ADD("path", testPath);
    ADD("claim/nothing", testClaimNothing);
    ADD("claim/nested", testClaimNested);
    ADD("claim/dying", testClaimDying);
    ADD("claim/fails", testClaimFails);
    ADD("claim/unknown", testClaimUnknown);
    ADD("holder", testHolder);
    ADD("holder/other", testHolderOfOther);
    ADD("holder/path", testHolderOfPath);
    ADD("busy/detach", testBusyDetach);
    ADD("busy/detach-nested", testBusyDetachNested);
    ADD("busy/detached", testBusyDetached);
    ADD("busy/reattach", testBusyReattach);
    ADD("busy/reattach-nested", testBusyReattachNested);
    ADD("busy/reset", testBusyReset);
    ADD("busy/device", testBusyDevice);
    g_test_add_func("/vfio/reset", testReset);

    return g_test_run();
}
