/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the device uses of the QEMU that it is loaded into: functions that
 * Debian's QEMU exports for its own modules, and of the structures no more
 * than their beginnings. QEMU 7.2 and 10.0 agree in all of it.
 */
#pragma once

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct BusState BusState;
typedef struct DeviceClass DeviceClass;
typedef struct DeviceState DeviceState;
typedef struct Error Error;
typedef struct Object Object;
typedef struct ObjectClass ObjectClass;
typedef struct Visitor Visitor;

/* Object model. A type is registered before QEMU's main(). */
typedef struct TypeInfo {
    const char *name;
    const char *parent;
    size_t instance_size; /* 0: as the parent's */
    size_t instance_align;
    void (*instance_init)(Object *object);
    void (*instance_post_init)(Object *object);
    void (*instance_finalize)(Object *object);
    bool abstract;
    size_t class_size;
    void (*class_init)(ObjectClass *klass, void *data);
    void *unused[8];
} TypeInfo;

typedef void ObjectPropertyAccessor(Object *object,
                                    Visitor *visitor,
                                    const char *name,
                                    void *opaque,
                                    Error **errp);

void *type_register_static(const TypeInfo *info);
const char *object_get_typename(const Object *object);
ObjectClass *object_class_by_name(const char *name);
Object *
object_resolve_path_type(const char *path, const char *type, bool *ambiguous);
void *object_class_property_add(ObjectClass *klass,
                                const char *name,
                                const char *type,
                                ObjectPropertyAccessor *get,
                                ObjectPropertyAccessor *set,
                                void *release,
                                void *opaque);
bool
visit_type_str(Visitor *visitor, const char *name, char **value, Error **errp);
bool
visit_type_bool(Visitor *visitor, const char *name, bool *value, Error **errp);

/* Devices and buses */
typedef void DeviceRealize(DeviceState *device, Error **errp);

/* The state that a device migrates */
typedef struct VMStateDescription {
    const char *name;
    bool unmigratable;
    void *unused[32];
} VMStateDescription;

void device_class_set_parent_realize(DeviceClass *klass,
                                     DeviceRealize *realize,
                                     DeviceRealize **parent_realize);
void device_add_bootindex_property(Object *object,
                                   int32_t *bootindex,
                                   const char *name,
                                   const char *suffix,
                                   DeviceState *device);
DeviceState *qdev_new(const char *type);
Object *qdev_get_machine(void);
BusState *qbus_new(const char *type, DeviceState *parent, const char *name);
bool sysbus_realize_and_unref(DeviceState *device, Error **errp);

/* The machine */
typedef struct Notifier {
    void (*notify)(struct Notifier *notifier, void *data);
    void *node[2];
} Notifier;

void qemu_add_machine_init_done_notifier(Notifier *notifier);

/* Says it on standard error, with the option that is being worked on */
void error_report(const char *format, ...)
    __attribute__((format(printf, 1, 2)));
