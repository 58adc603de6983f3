/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * node_device_events.c: events of objects that appear and vanish
 *
 * Usage: node_device_events FIRST COUNT FAKE_OBJECTS
 *
 * Has FAKE_OBJECTS plug COUNT objects, and then unplug them. Prints "without CALL
 * NANOSECONDS" for what that says, and "with CALL NANOSECONDS" until libvirt has announced
 * each of them. Fails when one is announced twice or not at all.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

/* as long without an event, and the rest does not come any more */
#define SECONDS 60

static GHashTable *created;
static GHashTable *deleted;
static int timer;
static gboolean late;


static void
check(gboolean good, const char *what)
{
    if (good)
        return;

    fprintf(stderr, "node_device_events: %s\n", what);
    exit(EXIT_FAILURE);
}


static void
changed(virConnectPtr conn G_GNUC_UNUSED, virNodeDevicePtr device, int event,
        int detail G_GNUC_UNUSED, void *opaque G_GNUC_UNUSED)
{
    const char *name = virNodeDeviceGetName(device);

    if (event == VIR_NODE_DEVICE_EVENT_CREATED) {
        check(g_hash_table_add(created, g_strdup(name)), "created twice");
    } else {
        check(g_hash_table_contains(created, name), "deleted before it was created");
        check(g_hash_table_add(deleted, g_strdup(name)), "deleted twice");
    }
    virEventUpdateTimeout(timer, 1000 * SECONDS);
}


static void
giveUp(int number G_GNUC_UNUSED, void *opaque G_GNUC_UNUSED)
{
    late = TRUE;
}


/* @announced: gets as many as there are objects */
static void
move(const char *call, const char *first, const char *count, const char *program,
     GHashTable *announced)
{
    char *command[] = { (char *) program, (char *) call, (char *) first, (char *) count,
                        NULL };
    gint64 before = g_get_monotonic_time();
    char text[64] = "";
    FILE *said;
    int output;

    check(g_spawn_async_with_pipes(NULL, command, NULL, G_SPAWN_DEFAULT, NULL, NULL, NULL,
                                   NULL, &output, NULL, NULL), "spawn");
    while (g_hash_table_size(announced) < (guint) atoi(count) && !late)
        check(virEventRunDefaultImpl() == 0, "event");
    check(!late, "not all were announced");
    printf("with %s %" G_GINT64_FORMAT "\n", call, 1000 * (g_get_monotonic_time() - before));

    said = fdopen(output, "r");
    check(said && fgets(text, sizeof(text), said), "no answer");
    printf("without %s %s", call, text);
    fclose(said);
}


int
main(int argc, char **argv)
{
    virConnectPtr conn;

    check(argc == 4 && atoi(argv[2]) > 0,
          "Usage: node_device_events FIRST COUNT FAKE_OBJECTS");
    created = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
    deleted = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);

    check(virEventRegisterDefaultImpl() == 0, "event loop");
    timer = virEventAddTimeout(1000 * SECONDS, giveUp, NULL, NULL);
    conn = virConnectOpen("qemu:///system");
    check(conn != NULL, "connect");
    check(virConnectNodeDeviceEventRegisterAny(
              conn, NULL, VIR_NODE_DEVICE_EVENT_ID_LIFECYCLE,
              VIR_NODE_DEVICE_EVENT_CALLBACK(changed), NULL, NULL) >= 0, "register");

    move("plug", argv[1], argv[2], argv[3], created);
    move("unplug", argv[1], argv[2], argv[3], deleted);

    return EXIT_SUCCESS;
}
