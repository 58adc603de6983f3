/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * calls.c: how long calls take that people make while a guest waits
 *
 * Usage: calls LABEL PLAIN-GUEST.xml [CALL TIMES]
 *
 * Asks qemu:///system, and prints "LABEL CALL NANOSECONDS" for each call, or for that
 * one: several times for those that take little.
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#define REPEAT 200

typedef struct {
    virConnectPtr conn;
    const char *xml;        /* of a guest that needs nothing */
} Bench;


static void
check(gboolean good, const char *what)
{
    if (good)
        return;

    fprintf(stderr, "calls: %s: %s\n", what, virGetLastErrorMessage());
    exit(EXIT_FAILURE);
}


/* As virsh does it: the list, and the state of each guest. */
static void
list(Bench *bench)
{
    virDomainPtr *domains;
    int count = virConnectListAllDomains(bench->conn, &domains, 0);
    int i;

    check(count >= 0, "list");
    for (i = 0; i < count; i++) {
        int state;

        check(virDomainGetState(domains[i], &state, NULL, 0) == 0, "state");
        virDomainFree(domains[i]);
    }
    free(domains);
}


/* Of each guest, what is stored. */
static void
dumpxml(Bench *bench)
{
    virDomainPtr *domains;
    int count = virConnectListAllDomains(bench->conn, &domains, 0);
    int i;

    check(count >= 0, "list");
    for (i = 0; i < count; i++) {
        char *xml = virDomainGetXMLDesc(domains[i], VIR_DOMAIN_XML_INACTIVE);

        check(xml != NULL, "dumpxml");
        free(xml);
        virDomainFree(domains[i]);
    }
    free(domains);
}


static void
nodedevList(Bench *bench)
{
    virNodeDevicePtr *devices;
    int count = virConnectListAllNodeDevices(bench->conn, &devices, 0);
    int i;

    check(count >= 0, "nodedev-list");
    for (i = 0; i < count; i++)
        virNodeDeviceFree(devices[i]);
    free(devices);
}


static void
define(Bench *bench)
{
    virDomainPtr domain = virDomainDefineXML(bench->conn, bench->xml);

    check(domain != NULL, "define");
    check(virDomainUndefine(domain) == 0, "undefine");
    virDomainFree(domain);
}


static void
start(Bench *bench)
{
    virDomainPtr domain = virDomainCreateXML(bench->conn, bench->xml, 0);

    check(domain != NULL, "start");
    check(virDomainDestroy(domain) == 0, "destroy");
    virDomainFree(domain);
}


static const struct {
    const char *name;
    void (*func)(Bench *bench);
    int repeat;
} calls[] = {
    { "list", list, REPEAT },
    { "dumpxml", dumpxml, REPEAT },
    { "nodedev-list", nodedevList, REPEAT },
    { "define", define, REPEAT },
    { "start", start, 3 },
};


int
main(int argc, char **argv)
{
    g_autofree char *xml = NULL;
    Bench bench = { 0 };
    size_t i;

    if ((argc != 3 && argc != 5) || !g_file_get_contents(argv[2], &xml, NULL, NULL)) {
        fprintf(stderr, "Usage: calls LABEL PLAIN-GUEST.xml [CALL TIMES]\n");
        return EXIT_FAILURE;
    }

    bench.xml = xml;
    bench.conn = virConnectOpen("qemu:///system");
    check(bench.conn != NULL, "connect");

    for (i = 0; i < G_N_ELEMENTS(calls); i++) {
        int times = argc == 5 ? atoi(argv[4]) : calls[i].repeat;
        int n;

        if (argc == 5 && strcmp(argv[3], calls[i].name) != 0)
            continue;

        for (n = 0; n < times; n++) {
            gint64 before = g_get_monotonic_time();

            calls[i].func(&bench);
            printf("%s %s %" G_GINT64_FORMAT "\n", argv[1], calls[i].name,
                   1000 * (g_get_monotonic_time() - before));
        }
    }

    virConnectClose(bench.conn);

    return EXIT_SUCCESS;
}
