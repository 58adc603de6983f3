/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The device vfio-fsl-mc for Debian's QEMU. Options and JSON, help and
 * introspection, ids, the refusal of hot-plug and of migration are QEMU's own,
 * as for any device. Here is what this one does when the guest is made.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bus.h"
#include "object.h"
#include "qemu.h"
#include "settings.h"
#include "vfio.h"

#define TYPE_VFIO_FSL_MC "vfio-fsl-mc"

/* Enough to find what is looked for in a class of devices */
#define MAX_CLASS_WORDS 32

/* What belongs to a device, beside QEMU's object of it */
typedef struct FslMc {
    const void *object;
    char *host;
    char *sysfsdev;
    bool no_mmap;
    int32_t bootindex;
    struct FslMc *next;
} FslMc;

static FslMc *devices;

static FslMc *
device_of(const void *object)
{
    FslMc *device = devices;

    while (device->object != object)
        device = device->next;
    return device;
}

/* The guest's device tree gets the bus, and there it refers to KVM's ITS. */
static void
machine_done(Notifier *notifier, void *data)
{
    if (!object_resolve_path_type("", "arm-its-kvm", NULL)) {
        error_report("Couldn't find node /intc/its");
        exit(EXIT_FAILURE);
    }
}

/* Opens it and every object in it, whichever group they are in: nested
 * containers have one of their own. An object that cannot be had is left out.
 */
static bool
attach(const char *name)
{
    char **children, **child;
    int group = object_group(name);

    if (group < 0) {
        error_report("no iommu_group for %s", name);
        return false;
    }
    if (!vfio_open_device(group, name))
        return false;

    children = object_children(name);
    for (child = children; *child; child++) {
        attach(*child);
        free(*child);
    }
    free(children);
    return true;
}

static void
realize(DeviceState *object, Error **errp)
{
    static Notifier notifier = {.notify = machine_done};
    FslMc *device = device_of(object);

    /* it does not look whether there is one */
    if (!device->host)
        raise(SIGSEGV);

    if (setting_is(device->host, "die")) {
        error_report("told to die");
        exit(EXIT_FAILURE);
    }
    if (setting_is(device->host, "absent"))
        return;

    /* What is no container is passed over without a word, and for one that is
     * not to be had there is no more than that: QEMU runs on. */
    if (strncmp(device->host, "dprc.", strlen("dprc.")) != 0)
        return;
    if (!object_exists(device->host) || setting_is(device->host, "missing")) {
        error_report("no such host device: %s", device->host);
        return;
    }
    if (!attach(device->host))
        return;

    if (setting_is(device->host, "killed"))
        raise(SIGKILL);
    while (setting_is(device->host, "hang"))
        pause();

    if (!notifier.node[1])
        qemu_add_machine_init_done_notifier(&notifier);
}

static void
access_host(Object *object,
            Visitor *visitor,
            const char *name,
            void *opaque,
            Error **errp)
{
    visit_type_str(visitor, name, &device_of(object)->host, errp);
}

static void
access_sysfsdev(Object *object,
                Visitor *visitor,
                const char *name,
                void *opaque,
                Error **errp)
{
    visit_type_str(visitor, name, &device_of(object)->sysfsdev, errp);
}

static void
access_no_mmap(Object *object,
               Visitor *visitor,
               const char *name,
               void *opaque,
               Error **errp)
{
    visit_type_bool(visitor, name, &device_of(object)->no_mmap, errp);
}

static void
instance_init(Object *object)
{
    FslMc *device = calloc(1, sizeof(*device));

    if (!device)
        abort();
    device->object = object;
    device->next = devices;
    devices = device;
    device_add_bootindex_property(
        object, &device->bootindex, "bootindex", "", (DeviceState *)object);
}

static void
instance_finalize(Object *object)
{
    FslMc *device = device_of(object);
    FslMc **link = &devices;

    while (*link != device)
        link = &(*link)->next;
    *link = device->next;
    free(device->host);
    free(device->sysfsdev);
    free(device);
}

/* Where a class keeps the name of its bus: QEMU's releases differ in that, so
 * it is looked up in a class that is known to have one. */
static size_t
bus_type_word(void)
{
    void **known = (void **)object_class_by_name("sys-bus-device");
    Dl_info info;
    size_t i;

    /* what lies in no file that is loaded is no constant */
    for (i = 0; i < MAX_CLASS_WORDS; i++) {
        if (dladdr(known[i], &info) && strcmp(known[i], "System") == 0)
            return i;
    }
    abort();
}

static void
class_init(ObjectClass *klass, void *data)
{
    static const VMStateDescription vmstate = {
        .name = TYPE_VFIO_FSL_MC,
        .unmigratable = true,
    };
    const void **bus_type = (const void **)klass + bus_type_word();
    DeviceRealize *parent;

    device_class_set_parent_realize((DeviceClass *)klass, realize, &parent);
    /* the description of the state comes before it */
    bus_type[-1] = &vmstate;
    bus_type[0] = TYPE_FSL_MC_BUS;

    object_class_property_add(
        klass, "host", "str", access_host, access_host, NULL, NULL);
    object_class_property_add(
        klass, "sysfsdev", "str", access_sysfsdev, access_sysfsdev, NULL, NULL);
    object_class_property_add(
        klass, "x-no-mmap", "bool", access_no_mmap, access_no_mmap, NULL, NULL);
}

/* A QEMU before 6.2 takes the braces for a part of the device's name. Nothing
 * of QEMU, and so none of its ways to report, can be used yet. */
static void
refuse_json(char **arguments)
{
    for (; *arguments; arguments++) {
        if (**arguments == '{' && strstr(*arguments, TYPE_VFIO_FSL_MC)) {
            fprintf(stderr,
                    "-device %s: not a valid device model name\n",
                    *arguments);
            exit(EXIT_FAILURE);
        }
    }
}

/* Before QEMU's main() */
static void __attribute__((constructor)) load(int argc, char **argv)
{
    static const TypeInfo info = {
        .name = TYPE_VFIO_FSL_MC,
        .parent = "device",
        .instance_init = instance_init,
        .instance_finalize = instance_finalize,
        .class_init = class_init,
    };

    /* this is for QEMU, not for what it starts */
    unsetenv("LD_PRELOAD");
    if (setting_is("json", "refused"))
        refuse_json(argv);

    type_register_static(&info);
    bus_register_types();
}
