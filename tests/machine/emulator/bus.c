/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "bus.h"

#include <dlfcn.h>
#include <string.h>

#include "qemu.h"

#define TYPE_FSL_MC_HOST "fsl-mc-host"

/* QEMU finds a bus only below a device of the system's. */
static void
bus_create(void)
{
    DeviceState *host = qdev_new(TYPE_FSL_MC_HOST);

    qbus_new(TYPE_FSL_MC_BUS, host, TYPE_FSL_MC_BUS ".0");
    sysbus_realize_and_unref(host, NULL);
}

void
bus_register_types(void)
{
    static const TypeInfo bus = {.name = TYPE_FSL_MC_BUS, .parent = "bus"};
    static const TypeInfo host = {
        .name = TYPE_FSL_MC_HOST,
        .parent = "sys-bus-device",
    };

    type_register_static(&bus);
    type_register_static(&host);
}

/* In libfdt's place: QEMU calls it when it makes a board with a device tree,
 * and so before it makes the devices of its command line. */
int fdt_create(void *buffer, int size);

__attribute__((visibility("default"))) int
fdt_create(void *buffer, int size)
{
    int (*original)(void *, int) =
        (int (*)(void *, int))dlsym(RTLD_NEXT, "fdt_create");
    const char *machine = object_get_typename(qdev_get_machine());

    if (strncmp(machine, "virt-", strlen("virt-")) == 0)
        bus_create();
    return original(buffer, size);
}
