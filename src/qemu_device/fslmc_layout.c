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
        warn_report("no device '%s': it was built for QEMU %d.%d",
                    TYPE_FSLMC_DEVICE, QEMU_VERSION_MAJOR, QEMU_VERSION_MINOR);
        return false;
    }

    type_register_static(&fslmc_layout_type);
    type = fslmc_layout_get_type(TYPE_FSLMC_LAYOUT);
    if (type->class_size != fslmc_layout_type.class_size ||
        type->instance_size != fslmc_layout_type.instance_size) {
        warn_report("no device '%s': QEMU's types are not as they were in QEMU %s",
                    TYPE_FSLMC_DEVICE, QEMU_VERSION);
        return false;
    }

    for (i = 0; i < ARRAY_SIZE(fslmc_layout_types); i++) {
        const char *name = fslmc_layout_types[i].name;
        size_t class_size = fslmc_layout_types[i].class_size;

        type = fslmc_layout_get_type(name);
        if (!type || type->instance_size != fslmc_layout_types[i].instance_size ||
            (class_size && type->class_size != class_size)) {
            warn_report("no device '%s': this QEMU's '%s' is not as in the QEMU %s that it was built for",
                        TYPE_FSLMC_DEVICE, name, QEMU_VERSION);
            return false;
        }
    }

    return true;
}
