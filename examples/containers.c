/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * containers.c: containers, by libvirt's C interface
 *
 *   containers list
 *   containers detach|reattach dprc_2
 *   containers attach|remove GUEST dprc.2      in its configuration
 *
 *   cc containers.c -o containers $(pkg-config --cflags --libs libvirt)
 */

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <libvirt/libvirt.h>

#define HOSTDEV \
    "<hostdev mode='subsystem' type='fsl_mc' managed='yes'>" \
    "<source><address object='%s'/></source>" \
    "</hostdev>"

static int
list(virConnectPtr conn)
{
    int count = virNodeNumOfDevices(conn, "fsl_mc", 0);
    char **names;
    int i;

    if (count < 0 || !(names = calloc(count ? count : 1, sizeof(*names))))
        return -1;

    count = virNodeListDevices(conn, "fsl_mc", names, count, 0);
    for (i = 0; i < count; i++) {
        if (strncmp(names[i], "dprc_", 5) == 0)
            puts(names[i]);
        free(names[i]);
    }
    free(names);
    return count < 0 ? -1 : 0;
}

static int
move(virConnectPtr conn, const char *verb, const char *name)
{
    virNodeDevicePtr device = virNodeDeviceLookupByName(conn, name);
    int ret = -1;

    if (!device)
        return -1;

    if (strcmp(verb, "detach") == 0)
        ret = virNodeDeviceDettach(device);
    else if (strcmp(verb, "reattach") == 0)
        ret = virNodeDeviceReAttach(device);
    virNodeDeviceFree(device);
    return ret;
}

static int
change(virConnectPtr conn, const char *verb, const char *guest, const char *container)
{
    virDomainPtr domain = virDomainLookupByName(conn, guest);
    char xml[256];
    int ret = -1;

    if (!domain)
        return -1;

    snprintf(xml, sizeof(xml), HOSTDEV, container);
    if (strcmp(verb, "attach") == 0)
        ret = virDomainAttachDeviceFlags(domain, xml, VIR_DOMAIN_AFFECT_CONFIG);
    else if (strcmp(verb, "remove") == 0)
        ret = virDomainDetachDeviceFlags(domain, xml, VIR_DOMAIN_AFFECT_CONFIG);
    virDomainFree(domain);
    return ret;
}

int
main(int argc, char **argv)
{
    virConnectPtr conn = virConnectOpen("qemu:///system");
    int ret = -1;

    if (!conn)
        return 1;

    /* libvirt prints what goes wrong */
    if (argc == 2 && strcmp(argv[1], "list") == 0)
        ret = list(conn);
    else if (argc == 3)
        ret = move(conn, argv[1], argv[2]);
    else if (argc == 4)
        ret = change(conn, argv[1], argv[2], argv[3]);
    else
        fprintf(stderr, "Usage: %s list | detach NAME | reattach NAME | "
                "attach GUEST CONTAINER | remove GUEST CONTAINER\n", argv[0]);

    virConnectClose(conn);
    return ret < 0 ? 1 : 0;
}
