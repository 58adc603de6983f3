/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_device.c: the device vfio-fsl-mc, a container for a guest
 *
 * The container that 'host' names and all that is in it, nested containers
 * included, are opened by VFIO. The guest finds them by a node in its device tree.
 */

#include "fslmc_device.h"

static const FslMcGuestOps fslmc_device_ops = {
    .send = fslmc_device_send,
    .setIrq = fslmc_device_set_irq,
};

/* The device tree has one root container. */
static FslMcDevice *fslmc_device_realized;


/* Also before the guest runs for the first time. What an earlier kernel of the guest
 * left must not send interrupts into memory that is no longer its own, nor be open. */
static void
fslmc_device_reset(void *opaque)
{
    FslMcDevice *device = opaque;

    fslmc_device_release_irqs(device);
    fslmc_device_reset_host(device);
}


/* On failure QEMU ends, as the device cannot be plugged in later: nothing is taken back. */
static void
fslmc_device_realize(DeviceState *dev, Error **errp)
{
    FslMcDevice *device = FSLMC_DEVICE(dev);
    VirtMachineState *machine;

    if (!(machine = fslmc_device_get_machine(errp)))
        return;

    if (fslmc_device_realized) {
        error_setg(errp, "a guest can have one container, and it has %s",
                   fslmc_device_realized->host);
        return;
    }

    device->guest.ops = &fslmc_device_ops;
    device->guest.opaque = device;
    if (!fslmc_device_open_host(device, errp) ||
        !fslmc_device_init_irqs(device, machine, errp) ||
        !fslmc_device_place(device, machine, errp) ||
        !fslmc_device_map_regions(device, errp))
        return;

    fslmc_device_describe(device, machine);
    qemu_register_reset(fslmc_device_reset, device);
    fslmc_device_realized = device;
}


static void
fslmc_device_instance_init(Object *object)
{
    FslMcDevice *device = FSLMC_DEVICE(object);

    device_add_bootindex_property(object, &device->bootindex, "bootindex", NULL,
                                  DEVICE(object));
}


FSLMC_PROPERTIES fslmc_device_properties[] = {
    DEFINE_PROP_STRING("host", FslMcDevice, host),
    DEFINE_PROP_BOOL("msi-map", FslMcDevice, msi_map, true),
    FSLMC_PROPERTIES_END
};

/* The state of the host's objects cannot be read. */
static const VMStateDescription fslmc_device_vmstate = {
    .name = TYPE_FSLMC_DEVICE,
    .unmigratable = 1,
};


static void
fslmc_device_class_init(ObjectClass *klass, FSLMC_CLASS_DATA *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    device_class_set_props(dc, fslmc_device_properties);
    dc->desc = "DPAA2 container (DPRC) of the host, by VFIO";
    dc->vmsd = &fslmc_device_vmstate;
    dc->realize = fslmc_device_realize;
    dc->hotpluggable = false;
    dc->user_creatable = true;
    set_bit(DEVICE_CATEGORY_NETWORK, dc->categories);
}


static const TypeInfo fslmc_device_type = {
    .name = TYPE_FSLMC_DEVICE,
    .parent = TYPE_DEVICE,
    .instance_size = sizeof(FslMcDevice),
    .instance_init = fslmc_device_instance_init,
    .class_init = fslmc_device_class_init,
};


static void
fslmc_device_register(void)
{
    /* as NXP's QEMU does */
    if (object_class_by_name(TYPE_FSLMC_DEVICE) || !fslmc_layout_fits())
        return;

    fslmc_device_register_requester();
    type_register_static(&fslmc_device_type);
}


/* After QEMU's own types, which have their turn before migration. */
static void __attribute__((constructor))
fslmc_device_load(void)
{
    register_module_init(fslmc_device_register, MODULE_INIT_MIGRATION);
}
