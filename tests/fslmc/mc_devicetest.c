/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_devicetest.c: a device node that somebody else may have open
 *
 * To open a socket's file gives ENXIO, as the node of a container without a free
 * portal does.
 */

#include <errno.h>
#include <glib/gstdio.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "fslmc_error.h"
#include "fslmc_mc_device.h"
#include "tree.h"

typedef struct {
    Tree *tree;
    char *path;
} Fixture;

static void
setUp(Fixture *f, gconstpointer opaque)
{
    f->tree = treeNewFromFile("composed");
    f->path = g_build_filename(f->tree->dev, "dprc.1", NULL);
}

static void
tearDown(Fixture *f, gconstpointer opaque)
{
    g_free(f->path);
    treeFree(f->tree);
}

static void
makeTaken(Fixture *f)
{
    struct sockaddr_un address = { .sun_family = AF_UNIX };
    int fd = socket(AF_UNIX, SOCK_STREAM, 0);

    g_assert_cmpuint(g_strlcpy(address.sun_path, f->path, sizeof(address.sun_path)), <,
                     sizeof(address.sun_path));
    g_assert_cmpint(bind(fd, (struct sockaddr *) &address, sizeof(address)), ==, 0);
    close(fd);
}

static void
testOpen(Fixture *f, gconstpointer opaque)
{
    virFslMcMcCommand command = { 0 };
    g_autoptr(GError) error = NULL;
    int fd;

    treeAdd(f->tree->dev, "f dprc.1 ");
    fd = virFslMcMcDeviceOpen(f->path, &error);
    g_assert_no_error(error);
    g_assert_cmpint(fd, >=, 0);

    g_assert_cmpint(virFslMcMcDeviceSend(fd, &command), ==, -1);
    g_assert_cmpint(errno, ==, ENOTTY);
    close(fd);
}

/* As when the root container loses its driver: nothing is sent. */
static void
testGone(Fixture *f, gconstpointer opaque)
{
    virFslMcMcCommand command = { 0 };
    int fd;

    treeAdd(f->tree->dev, "f dprc.1 ");
    fd = virFslMcMcDeviceOpen(f->path, NULL);
    g_assert_cmpint(g_unlink(f->path), ==, 0);
    g_assert_cmpint(virFslMcMcDeviceSend(fd, &command), ==, -1);
    g_assert_cmpint(errno, ==, ESTALE);
    close(fd);
}

static void
testMissing(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *message = NULL;

    g_assert_cmpint(virFslMcMcDeviceOpen(f->path, &error), ==, -1);
    message = treeDescribeError(f->tree, error);
    g_assert_cmpstr(message, ==, "FAILED: cannot open '/dev/dprc.1': No such file or directory");
}

static void
testTaken(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *message = NULL;

    makeTaken(f);
    g_assert_cmpint(virFslMcMcDeviceOpen(f->path, &error), ==, -1);
    message = treeDescribeError(f->tree, error);
    g_assert_cmpstr(message, ==,
                    "BUSY: cannot open '/dev/dprc.1': No such device or address; another "
                    "process (restool or a libvirt daemon) has it open, or no dpmcp of the "
                    "root container is free");
}

static gpointer
makeFree(gpointer opaque)
{
    Fixture *f = opaque;
    g_autofree char *other = g_strconcat(f->path, ".free", NULL);

    g_assert_true(g_file_set_contents(other, "", 0, NULL));
    g_assert_cmpint(g_rename(other, f->path), ==, 0);
    return NULL;
}

/* Opened while it is taken, and free a moment later */
static void
testFreed(Fixture *f, gconstpointer opaque)
{
    g_autoptr(GError) error = NULL;
    GThread *thread;
    int fd;

    makeTaken(f);
    thread = g_thread_new("other", makeFree, f);
    fd = virFslMcMcDeviceOpen(f->path, &error);
    g_assert_no_error(error);
    g_assert_cmpint(fd, >=, 0);
    close(fd);
    g_thread_join(thread);
}

#define ADD(name, function) \
    g_test_add("/mc-device/" name, Fixture, NULL, setUp, function, tearDown)

int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);

    ADD("open", testOpen);
    ADD("gone", testGone);
    ADD("missing", testMissing);
    ADD("taken", testTaken);
    ADD("freed", testFreed);

    return g_test_run();
}
