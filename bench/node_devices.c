/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * node_devices.c: how long calls take that ask for node devices
 *
 * Usage: node_devices LABEL URI DEVICE CONTAINER
 *
 * Prints "LABEL CALL NANOSECONDS" for each call, several times. The list is counted for
 * each device that is in it.
 */

#include <stdio.h>
#include <stdlib.h>

#include <glib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

/* A list is long, and the others are quick. */
#define REPEAT_LIST 5
#define REPEAT 300


static void
check(gboolean good, const char *what)
{
    if (good)
        return;

    fprintf(stderr, "node_devices: %s: %s\n", what, virGetLastErrorMessage());
    exit(EXIT_FAILURE);
}


/* Returns: how many there are */
static int
list(virConnectPtr conn, const char *name G_GNUC_UNUSED)
{
    virNodeDevicePtr *devices;
    int count = virConnectListAllNodeDevices(conn, &devices, 0);
    int i;

    check(count > 0, "list");
    for (i = 0; i < count; i++)
        virNodeDeviceFree(devices[i]);
    free(devices);

    return count;
}


static int
lookup(virConnectPtr conn, const char *name)
{
    virNodeDevicePtr device = virNodeDeviceLookupByName(conn, name);

    check(device != NULL, "lookup");
    virNodeDeviceFree(device);

    return 1;
}


static virNodeDevicePtr device;

static int
dumpxml(virConnectPtr conn G_GNUC_UNUSED, const char *name G_GNUC_UNUSED)
{
    char *xml = virNodeDeviceGetXMLDesc(device, 0);

    check(xml != NULL, "dumpxml");
    free(xml);

    return 1;
}


static void
measure(const char *label, const char *call, virConnectPtr conn,
        int (*func)(virConnectPtr conn, const char *name), const char *name, int repeat)
{
    int i;

    for (i = 0; i < repeat; i++) {
        gint64 before = g_get_monotonic_time();
        int count = func(conn, name);

        printf("%s %s %" G_GINT64_FORMAT "\n", label, call,
               1000 * (g_get_monotonic_time() - before) / count);
    }
}


int
main(int argc, char **argv)
{
    virConnectPtr conn;

    if (argc != 5) {
        fprintf(stderr, "Usage: node_devices LABEL URI DEVICE CONTAINER\n");
        return EXIT_FAILURE;
    }

    conn = virConnectOpen(argv[2]);
    check(conn != NULL, "connect");

    measure(argv[1], "list", conn, list, NULL, REPEAT_LIST);
    measure(argv[1], "lookup", conn, lookup, argv[3], REPEAT);
    device = virNodeDeviceLookupByName(conn, argv[3]);
    measure(argv[1], "dumpxml", conn, dumpxml, NULL, REPEAT);
    virNodeDeviceFree(device);
    device = virNodeDeviceLookupByName(conn, argv[4]);
    measure(argv[1], "container", conn, dumpxml, NULL, REPEAT);
    virNodeDeviceFree(device);

    virConnectClose(conn);

    return EXIT_SUCCESS;
}
