/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fake_objects.c: objects for the bus of tests/native/fake-bus, by the thousand
 *
 * Usage: fake_objects make|remove|plug|unplug FIRST COUNT
 *
 * Makes COUNT objects below dprc.1, or removes them: containers from dprc.FIRST on with 63
 * objects each, as that file makes them one by one. With plug and unplug the kernel sends
 * an event for each, as for devices of its own; prints the nanoseconds that it took until
 * a listener had all of them.
 */

#include <errno.h>
#include <linux/netlink.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>
#include <glib/gstdio.h>

#define BUS "/sys/bus/fsl-mc"
#define DEVICES "/sys/devices/breakpoint"
#define ROOT DEVICES "/fsl-mc/dprc.1"

/* a container and the objects in it */
#define FAMILY 64

static int uevents = -1;    /* where they are sent and received, -1: they are not */


static void
check(gboolean good, const char *what)
{
    if (good)
        return;

    perror(what);
    exit(EXIT_FAILURE);
}


/* The kernel sends on, in its own name, what a process with the right to do so hands
 * in. Waits for it, so that no queue runs over. */
static void
sendEvent(const char *action, const char *path)
{
    g_autoptr(GString) text = g_string_new(NULL);
    struct sockaddr_nl kernel = { .nl_family = AF_NETLINK };
    struct nlmsghdr head = { .nlmsg_type = NLMSG_MIN_TYPE, .nlmsg_flags = NLM_F_REQUEST };
    const char *device = path + strlen("/sys");
    char received[4096];

    if (uevents < 0)
        return;

    head.nlmsg_len = sizeof(head);
    g_string_append_len(text, (const char *) &head, sizeof(head));
    g_string_append_printf(text, "%s@%s%cACTION=%s%cDEVPATH=%s%cSUBSYSTEM=fsl-mc%c", action,
                           device, 0, action, 0, device, 0, 0);
    ((struct nlmsghdr *) (void *) text->str)->nlmsg_len = text->len;

    check(sendto(uevents, text->str, text->len, 0, (struct sockaddr *) &kernel,
                 sizeof(kernel)) > 0, "send");
    check(recv(uevents, received, sizeof(received), 0) > 0, "receive");
}


static void
makeLink(const char *target, const char *path, const char *name)
{
    g_autofree char *link = g_build_filename(path, name, NULL);

    check(symlink(target, link) == 0, link);
}


static void
writeFile(const char *path, const char *name, const char *text)
{
    g_autofree char *file = g_build_filename(path, name, NULL);
    FILE *stream = fopen(file, "w");

    check(stream && fputs(text, stream) >= 0 && fclose(stream) == 0, file);
}


static void
makeObject(const char *path, const char *name, const char *type, int group)
{
    g_autofree char *modalias = g_strdup_printf("fsl-mc:v00001957d%s\n", type);
    g_autofree char *groupPath = g_strdup_printf("/sys/kernel/iommu_groups/%d", group);

    check(g_mkdir(path, 0755) == 0, path);
    writeFile(path, "modalias", modalias);
    writeFile(path, "driver_override", "(null)\n");
    writeFile(path, "uevent", "");
    makeLink(BUS, path, "subsystem");
    makeLink(BUS "/drivers/fsl_mc_dprc", path, "driver");
    makeLink(groupPath, path, "iommu_group");
    makeLink(path, BUS "/devices", name);
    sendEvent("add", path);
}


static void
removeObject(const char *path, const char *name, const char *type G_GNUC_UNUSED,
             int group G_GNUC_UNUSED)
{
    static const char *const names[] = {
        "modalias", "driver_override", "uevent", "subsystem", "driver", "iommu_group",
    };
    g_autofree char *link = g_build_filename(BUS "/devices", name, NULL);
    gsize i;

    check(unlink(link) == 0, link);
    for (i = 0; i < G_N_ELEMENTS(names); i++) {
        g_autofree char *file = g_build_filename(path, names[i], NULL);

        check(unlink(file) == 0, file);
    }
    check(rmdir(path) == 0, path);
    sendEvent("remove", path);
}


typedef void (*ObjectFunc)(const char *path, const char *name, const char *type, int group);

/* A container is made before what is in it, and removed after that. */
static void
forEach(int first, int count, gboolean containerFirst, ObjectFunc func)
{
    int done;
    int i;

    for (done = 0; done < count; done += FAMILY) {
        int container = first + done / FAMILY;
        int family = MIN(FAMILY, count - done);
        g_autofree char *name = g_strdup_printf("dprc.%d", container);
        g_autofree char *path = g_build_filename(ROOT, name, NULL);

        if (containerFirst)
            func(path, name, "dprc", container);
        for (i = 1; i < family; i++) {
            g_autofree char *inner = g_strdup_printf("dpni.%d", container * FAMILY + i);
            g_autofree char *innerPath = g_build_filename(path, inner, NULL);

            func(innerPath, inner, "dpni", container);
        }
        if (!containerFirst)
            func(path, name, "dprc", container);
    }
}


static void
openEvents(void)
{
    struct sockaddr_nl address = { .nl_family = AF_NETLINK, .nl_groups = 1 };

    uevents = socket(AF_NETLINK, SOCK_RAW | SOCK_CLOEXEC, NETLINK_KOBJECT_UEVENT);
    check(uevents >= 0 && bind(uevents, (struct sockaddr *) &address, sizeof(address)) == 0,
          "uevents");
}


int
main(int argc, char **argv)
{
    int first = argc == 4 ? atoi(argv[2]) : 0;
    int count = argc == 4 ? atoi(argv[3]) : 0;
    gint64 before = g_get_monotonic_time();

    if (argc != 4 || first < 2 || count < 1) {
        fprintf(stderr, "Usage: fake_objects make|remove|plug|unplug FIRST COUNT\n");
        return EXIT_FAILURE;
    }

    if (strstr(argv[1], "plug"))
        openEvents();
    if (strcmp(argv[1], "make") == 0 || strcmp(argv[1], "plug") == 0)
        forEach(first, count, TRUE, makeObject);
    else
        forEach(first, count, FALSE, removeObject);
    if (uevents >= 0)
        printf("%" G_GINT64_FORMAT "\n", 1000 * (g_get_monotonic_time() - before));

    return EXIT_SUCCESS;
}
