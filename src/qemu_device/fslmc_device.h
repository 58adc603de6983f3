/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_device.h: the device vfio-fsl-mc, a container for a guest
 */

#pragma once

#include "fslmc_qemu_compat.h"

#include "fslmc_guest.h"
#include "fslmc_portal.h"

#define TYPE_FSLMC_DEVICE "vfio-fsl-mc"
OBJECT_DECLARE_SIMPLE_TYPE(FslMcDevice, FSLMC_DEVICE)

#define TYPE_FSLMC_REQUESTER "vfio-fsl-mc-requester"
OBJECT_DECLARE_SIMPLE_TYPE(FslMcRequester, FSLMC_REQUESTER)

/* Who sends the interrupts of a container's objects. The ITS that KVM emulates tells
 * devices apart by ids of 16 bits, which are those of PCI, and QEMU takes them from a
 * PCI device: this one is not plugged into its bus, and has a slot that nothing
 * else can have. */
struct FslMcRequester {
    PCIDevice parent_obj;

    FslMcDevice *device;
};

/* What the host has of an object of the guest's. */
typedef struct {
    VFIODevice vdev;
    FslMcRequester *requester;
    MemoryRegion regions[FSLMC_MAX_REGIONS];
    void *mapped[FSLMC_MAX_REGIONS];
    uint64_t offset;                    /* of the portal in vdev's file */
    FslMcPortal *portal;                /* of a dprc or dpmcp */
    EventNotifier notifiers[FSLMC_MAX_IRQS];
    int virqs[FSLMC_MAX_IRQS];          /* KVM's routes; -1: none */
} FslMcHostObject;

struct FslMcDevice {
    DeviceState parent_obj;

    char *host;                         /* property: the container's name */
    int32_t bootindex;                  /* property: is accepted, and of no effect */
    bool msi_map;                       /* property: the node has msi-map; else msi-parent */

    FslMcGuest guest;
    FslMcHostObject *objects;           /* by the same index as guest.objects */
    uint64_t registers;                 /* address of the MC's control registers */
    MemoryRegion registers_region;
    MemoryRegion windows[FSLMC_WINDOW_LAST];
};

/* Size of the MC's control registers, in bytes. */
#define FSLMC_REGISTERS_SIZE FSLMC_REGION_ALIGNMENT

/* fslmc_device_irq.c */
bool fslmc_device_init_irqs(FslMcDevice *device, VirtMachineState *machine, Error **errp);
int fslmc_device_set_irq(void *opaque, unsigned int object, unsigned int index);
void fslmc_device_release_irqs(FslMcDevice *device);
void fslmc_device_register_requester(void);

/* fslmc_device_host.c */
bool fslmc_device_open_host(FslMcDevice *device, Error **errp);
bool fslmc_device_map_regions(FslMcDevice *device, Error **errp);
int fslmc_device_send(void *opaque, unsigned int object, uint8_t *command);
void fslmc_device_reset_host(FslMcDevice *device);

/* fslmc_device_board.c */
VirtMachineState *fslmc_device_get_machine(Error **errp);
bool fslmc_device_place(FslMcDevice *device, VirtMachineState *machine, Error **errp);
void fslmc_device_describe(FslMcDevice *device, VirtMachineState *machine);

/* fslmc_layout.c */
bool fslmc_layout_fits(void);
