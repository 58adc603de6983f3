/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_layout.c: whether this QEMU has the structures that we were compiled with
 */

#include "fslmc_device.h"

#include "hw/vfio/pci.h"

#include "qapi/qapi-commands-control.h"

#define TYPE_FSLMC_LAYOUT "vfio-fsl-mc-layout"
#define FSLMC_VFIO_PCI "vfio-pci"

/* How QEMU keeps what it knows of a type. Not in its headers, so a type of ours,
 * with sizes that nothing else has, shows whether it is so. */
typedef struct {
    const char *name;
    size_t class_size;
    size_t instance_size;
} FslMcType;

static const TypeInfo fslmc_layout_type = {
    .name = TYPE_FSLMC_LAYOUT,
    .parent = TYPE_OBJECT,
    .abstract = true,
    .class_size = sizeof(ObjectClass) + 1160,
    .instance_size = sizeof(Object) + 2320,
};

static const struct {
    const char *name;
    size_t class_size;
    size_t instance_size;
} fslmc_layout_types[] = {
    { TYPE_DEVICE, sizeof(DeviceClass), sizeof(DeviceState) },
    { TYPE_MACHINE, sizeof(MachineClass), sizeof(MachineState) },
    { TYPE_VIRT_MACHINE, sizeof(VirtMachineClass), sizeof(VirtMachineState) },
    { TYPE_MEMORY_REGION, 0, sizeof(MemoryRegion) },
    { TYPE_PCI_BUS, sizeof(PCIBusClass), sizeof(PCIBus) },
    { TYPE_PCI_DEVICE, sizeof(PCIDeviceClass), sizeof(PCIDevice) },
    /* in which VFIODevice is */
    { FSLMC_VFIO_PCI, 0, sizeof(VFIOPCIDevice) },
};


/* QEMU's own functions for warnings lock its monitor, which is made after the types:
 * the process would be aborted. In the words of fslmc_preload.c, where a user of libvirt
 * is told of it. */
static void G_GNUC_PRINTF(1, 2)
fslmc_layout_refuse(const char *format, ...)
{
    g_autofree char *reason = NULL;
    va_list args;

    va_start(args, format);
    reason = g_strdup_vprintf(format, args);
    va_end(args);

    fprintf(stderr, "no device '%s': %s\n", TYPE_FSLMC_DEVICE, reason);
}


static const FslMcType *
fslmc_layout_get_type(const char *name)
{
    ObjectClass *klass = object_class_by_name(name);

    /* the first member of each class */
    return klass ? *(const FslMcType **) klass : NULL;
}


bool
fslmc_layout_fits(void)
{
    g_autoptr(VersionInfo) version = qmp_query_version(NULL);
    const FslMcType *type;
    size_t i;

    if (version->qemu->major != QEMU_VERSION_MAJOR ||
        version->qemu->minor != QEMU_VERSION_MINOR) {
        fslmc_layout_refuse("the module was built for QEMU %d.%d",
                            QEMU_VERSION_MAJOR, QEMU_VERSION_MINOR);
        return false;
    }

    type_register_static(&fslmc_layout_type);
    type = fslmc_layout_get_type(TYPE_FSLMC_LAYOUT);
    if (type->class_size != fslmc_layout_type.class_size ||
        type->instance_size != fslmc_layout_type.instance_size) {
        fslmc_layout_refuse("this QEMU's types are not as in the QEMU %s that the module was built for",
                            QEMU_VERSION);
        return false;
    }

    for (i = 0; i < ARRAY_SIZE(fslmc_layout_types); i++) {
        const char *name = fslmc_layout_types[i].name;
        size_t class_size = fslmc_layout_types[i].class_size;

        type = fslmc_layout_get_type(name);
        if (!type || type->instance_size != fslmc_layout_types[i].instance_size ||
            (class_size && type->class_size != class_size)) {
            fslmc_layout_refuse("this QEMU's '%s' is not as in the QEMU %s that the module was built for",
                                name, QEMU_VERSION);
            return false;
        }
    }

    return true;
}
