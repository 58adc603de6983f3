/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc-tool.c: the bus library on the command line, for tests on a real bus
 *
 *   fslmc-tool list                    every object, as the library sees it
 *   fslmc-tool detach|reattach|reset CONTAINER
 *   fslmc-tool claim CONTAINER         holds its groups until standard input ends
 *   fslmc-tool monitor                 prints what is reported, until standard
 *                                      input ends; a line there is a command:
 *       sync, rescan                   as the library's functions; then "done"
 *       list                           what the monitor knows; then "done"
 *
 * An error goes to standard error as "CODE: message", and the status is 1.
 */

#include <stdio.h>
#include <string.h>

#include "fslmc_driver.h"
#include "fslmc_error.h"
#include "fslmc_monitor.h"
#include "fslmc_vfio.h"
#include "../words.h"

static int
fail(const GError *error)
{
    fprintf(stderr, "%s: %s\n", errorNames[error->code], error->message);
    return 1;
}

static void
printObject(const char *prefix, const virFslMcObject *object)
{
    const char *parent = virFslMcObjectGetParent(object);
    const char *driver = virFslMcObjectGetDriver(object);

    printf("%s%s in %s driver %s group %d vendor %#x plugged %s\n", prefix,
           virFslMcObjectGetName(object),
           parent ? parent : "none",
           driver ? driver : "none",
           virFslMcObjectGetIommuGroup(object),
           virFslMcObjectGetVendor(object),
           pluggedNames[virFslMcObjectGetPlugged(object)]);
    fflush(stdout);
}

static void
printList(GPtrArray *objects)
{
    guint i;

    for (i = 0; i < objects->len; i++)
        printObject("", g_ptr_array_index(objects, i));
}

static int
doList(virFslMcBus *bus)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(GPtrArray) objects = virFslMcBusList(bus, &error);

    if (!objects)
        return fail(error);

    printList(objects);
    return 0;
}

static int
doClaim(virFslMcBus *bus, const char *name)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcVfioClaim) claim = virFslMcVfioClaimNew(bus, name, &error);

    if (!claim)
        return fail(error);

    printf("claimed\n");
    fflush(stdout);
    while (getchar() != EOF)
        ;
    return 0;
}

static void
report(virFslMcMonitor *monitor,
       virFslMcMonitorEvent event,
       virFslMcObject *object,
       gpointer opaque)
{
    g_autofree char *prefix = g_strdup_printf("%s ", eventNames[event]);

    printObject(prefix, object);
}

static int
doMonitor(virFslMcBus *bus)
{
    g_autoptr(GError) error = NULL;
    g_autoptr(virFslMcMonitor) monitor = virFslMcMonitorNew(bus, report, NULL, &error);
    char line[64];

    if (!monitor)
        return fail(error);

    printf("watching\n");
    fflush(stdout);
    while (fgets(line, sizeof(line), stdin)) {
        g_strchomp(line);
        if (strcmp(line, "sync") == 0) {
            virFslMcMonitorSync(monitor);
        } else if (strcmp(line, "rescan") == 0) {
            virFslMcMonitorRescan(monitor);
        } else if (strcmp(line, "list") == 0) {
            g_autoptr(GPtrArray) objects = virFslMcMonitorList(monitor);

            printList(objects);
        } else {
            fprintf(stderr, "what is '%s'?\n", line);
            return 2;
        }
        printf("done\n");
        fflush(stdout);
    }

    return 0;
}

static const struct {
    const char *verb;
    gboolean (*call)(virFslMcBus *bus, const char *name, GError **error);
} calls[] = {
    { "detach", virFslMcDriverDetach },
    { "reattach", virFslMcDriverReattach },
    { "reset", virFslMcVfioReset },
};

int
main(int argc, char **argv)
{
    g_autoptr(virFslMcBus) bus = virFslMcBusNew("/sys", "/dev");
    g_autoptr(GError) error = NULL;
    size_t i;

    if (argc == 2 && strcmp(argv[1], "list") == 0)
        return doList(bus);
    if (argc == 2 && strcmp(argv[1], "monitor") == 0)
        return doMonitor(bus);
    if (argc == 3 && strcmp(argv[1], "claim") == 0)
        return doClaim(bus, argv[2]);

    for (i = 0; i < G_N_ELEMENTS(calls); i++) {
        if (argc == 3 && strcmp(argv[1], calls[i].verb) == 0)
            return calls[i].call(bus, argv[2], &error) ? 0 : fail(error);
    }

    fprintf(stderr, "Usage: %s list | monitor | claim NAME | detach NAME | "
                    "reattach NAME | reset NAME\n", argv[0]);
    return 2;
}
