/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_device_irq.c: interrupts of a container's objects
 *
 * VFIO signals an event file, and KVM turns that into the guest's message: once it is
 * set up, QEMU has no part in it.
 */

#include "fslmc_device.h"

#include <sys/ioctl.h>

/* Of the PCI configuration that QEMU looks at: that messages are enabled. */
#define FSLMC_REQUESTER_MSIX 0x40
#define FSLMC_REQUESTER_CONFIG (FSLMC_REQUESTER_MSIX + MSIX_CAP_LENGTH)

#define FSLMC_SLOT_FUNCTIONS 8


/* Vectors are numbered over all objects. */
static int
fslmc_device_vector(unsigned int object, unsigned int index)
{
    return object * FSLMC_MAX_IRQS + index;
}


static MSIMessage
fslmc_device_message(const FslMcDevice *device, unsigned int object, unsigned int index)
{
    const FslMcIrq *irq = &device->guest.objects[object].irqs[index];

    return (MSIMessage) { .address = irq->address, .data = irq->data };
}


static MSIMessage
fslmc_requester_message(PCIDevice *pci, unsigned int vector)
{
    const FslMcRequester *requester = FSLMC_REQUESTER(pci);

    return fslmc_device_message(requester->device, vector / FSLMC_MAX_IRQS,
                                vector % FSLMC_MAX_IRQS);
}


static FslMcRequester *
fslmc_requester_new(FslMcDevice *device, PCIBus *bus, int devfn)
{
    FslMcRequester *requester = FSLMC_REQUESTER(object_new(TYPE_FSLMC_REQUESTER));
    PCIDevice *pci = PCI_DEVICE(requester);

    requester->device = device;
    DEVICE(requester)->parent_bus = BUS(bus);
    pci->devfn = devfn;
    pci->requester_id_cache.dev = pci;
    pci->requester_id_cache.type = PCI_REQ_ID_BDF;
    pci->config = g_new0(uint8_t, FSLMC_REQUESTER_CONFIG);
    pci->msix_cap = FSLMC_REQUESTER_MSIX;
    pci->config[pci->msix_cap + PCI_MSIX_FLAGS + 1] = PCI_MSIX_FLAGS_ENABLE >> 8;
    pci->cap_present = QEMU_PCI_CAP_MSIX;
    pci->msix_prepare_message = fslmc_requester_message;

    return requester;
}


static bool
fslmc_slot_is_free(PCIBus *bus, int slot)
{
    int function;

    if (bus->slot_reserved_mask & (1u << slot))
        return false;

    for (function = 0; function < FSLMC_SLOT_FUNCTIONS; function++) {
        if (pci_find_device(bus, 0, PCI_DEVFN(slot, function)))
            return false;
    }

    return true;
}


/* Returns: ids that no PCI device can have from now on, from the highest slot down;
 * -1 when all slots are taken. */
static int
fslmc_slot_take(PCIBus *bus)
{
    int slot;

    for (slot = PCI_SLOT_MAX - 1; slot > 0; slot--) {
        if (fslmc_slot_is_free(bus, slot)) {
            bus->slot_reserved_mask |= 1u << slot;
            return slot;
        }
    }

    return -1;
}


bool
fslmc_device_init_irqs(FslMcDevice *device, VirtMachineState *machine, Error **errp)
{
    FslMcGuest *guest = &device->guest;
    int slot = -1;
    int function = 0;
    unsigned int i;
    unsigned int j;

    for (i = 0; i < guest->nobjects; i++) {
        FslMcObject *object = &guest->objects[i];

        for (j = 0; j < FSLMC_MAX_IRQS; j++)
            device->objects[i].virqs[j] = -1;

        if (!g_str_equal(object->type, "dprc"))
            continue;

        if (function == 0) {
            if ((slot = fslmc_slot_take(machine->bus)) < 0) {
                error_setg(errp, "no PCI slot is free, whose id the interrupts of %s would have",
                           device->objects[i].vdev.name);
                return false;
            }
            function = FSLMC_SLOT_FUNCTIONS;
        }

        function--;
        object->icid = PCI_DEVFN(slot, function);
        device->objects[i].requester = fslmc_requester_new(device, machine->bus, object->icid);
    }

    /* what is in a container has interrupts of its */
    for (i = 0; i < guest->nobjects; i++) {
        if (!device->objects[i].requester) {
            int container = fslmc_guest_find(guest, "dprc", guest->objects[i].container);

            device->objects[i].requester = device->objects[container].requester;
        }
    }

    return true;
}


/* Has VFIO signal an interrupt to an event file; -1: to none. */
static int
fslmc_device_set_trigger(FslMcHostObject *object, unsigned int index, int fd)
{
    g_autofree struct vfio_irq_set *set = g_malloc0(sizeof(*set) + sizeof(int32_t));
    int32_t data = fd;

    set->argsz = sizeof(*set) + sizeof(data);
    set->flags = VFIO_IRQ_SET_DATA_EVENTFD | VFIO_IRQ_SET_ACTION_TRIGGER;
    set->index = index;
    set->start = 0;
    set->count = 1;
    memcpy(set->data, &data, sizeof(data));

    return ioctl(object->vdev.fd, VFIO_DEVICE_SET_IRQS, set) < 0 ? -errno : 0;
}


static void
fslmc_device_release_route(FslMcHostObject *object, unsigned int index)
{
    kvm_irqchip_remove_irqfd_notifier_gsi(kvm_state, &object->notifiers[index],
                                          object->virqs[index]);
    kvm_irqchip_release_virq(kvm_state, object->virqs[index]);
    event_notifier_cleanup(&object->notifiers[index]);
    object->virqs[index] = -1;
}


static void
fslmc_device_release_irq(FslMcHostObject *object, unsigned int index)
{
    if (object->virqs[index] < 0)
        return;

    fslmc_device_set_trigger(object, index, -1);
    fslmc_device_release_route(object, index);
}


static int
fslmc_device_add_irq(FslMcDevice *device, unsigned int number, unsigned int index)
{
    FslMcHostObject *object = &device->objects[number];
    EventNotifier *notifier = &object->notifiers[index];
    KVMRouteChange change;
    int virq;
    int rc;

    if ((rc = event_notifier_init(notifier, 0)) < 0)
        return rc;

    change = kvm_irqchip_begin_route_changes(kvm_state);
    virq = kvm_irqchip_add_msi_route(&change, fslmc_device_vector(number, index),
                                     PCI_DEVICE(object->requester));
    if (virq < 0) {
        event_notifier_cleanup(notifier);
        return virq;
    }
    kvm_irqchip_commit_route_changes(&change);

    if ((rc = kvm_irqchip_add_irqfd_notifier_gsi(kvm_state, notifier, NULL, virq)) < 0) {
        kvm_irqchip_release_virq(kvm_state, virq);
        event_notifier_cleanup(notifier);
        return rc;
    }

    object->virqs[index] = virq;
    if ((rc = fslmc_device_set_trigger(object, index, event_notifier_get_fd(notifier))) < 0)
        fslmc_device_release_route(object, index);

    return rc;
}


int
fslmc_device_set_irq(void *opaque, unsigned int object, unsigned int index)
{
    FslMcDevice *device = opaque;
    FslMcHostObject *host = &device->objects[object];
    MSIMessage message = fslmc_device_message(device, object, index);
    int rc;

    if (!message.address) {
        fslmc_device_release_irq(host, index);
        return 0;
    }

    if (host->virqs[index] < 0) {
        if ((rc = fslmc_device_add_irq(device, object, index)) < 0)
            warn_report_once("%s: interrupt %u of %s cannot be given to the guest: %s",
                             TYPE_FSLMC_DEVICE, index, host->vdev.name, strerror(-rc));
        return rc;
    }

    if ((rc = kvm_irqchip_update_msi_route(kvm_state, host->virqs[index], message,
                                           PCI_DEVICE(host->requester))) < 0)
        return rc;
    kvm_irqchip_commit_routes(kvm_state);

    return 0;
}


void
fslmc_device_release_irqs(FslMcDevice *device)
{
    unsigned int i;
    unsigned int j;

    for (i = 0; i < device->guest.nobjects; i++) {
        for (j = 0; j < device->guest.objects[i].nirqs; j++) {
            fslmc_device_release_irq(&device->objects[i], j);
            device->guest.objects[i].irqs[j] = (FslMcIrq) { 0 };
        }
    }
}


static void
fslmc_requester_class_init(ObjectClass *klass, FSLMC_CLASS_DATA *data)
{
    DeviceClass *dc = DEVICE_CLASS(klass);

    dc->user_creatable = false;
}


void
fslmc_device_register_requester(void)
{
    static const InterfaceInfo interfaces[] = {
        { INTERFACE_CONVENTIONAL_PCI_DEVICE },
        { NULL },
    };
    static const TypeInfo type = {
        .name = TYPE_FSLMC_REQUESTER,
        .parent = TYPE_PCI_DEVICE,
        .instance_size = sizeof(FslMcRequester),
        .class_init = fslmc_requester_class_init,
        .interfaces = (InterfaceInfo *) interfaces,
    };

    type_register_static(&type);
}
