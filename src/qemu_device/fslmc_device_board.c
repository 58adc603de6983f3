/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_device_board.c: a container's place on the board that the guest has
 */

#include "fslmc_device.h"

#include <libfdt.h>

#include "fslmc_place.h"

/* So that it is of no harm to huge pages. */
#define FSLMC_PLACE_ALIGNMENT (2 * MiB)

/* Numbers of the windows in the first cell of an address on the bus, as
 * Documentation/devicetree/bindings/misc/fsl,qoriq-mc.yaml has them. */
static const uint32_t fslmc_window_cells[FSLMC_WINDOW_LAST] = {
    [FSLMC_WINDOW_MC] = 0,
    [FSLMC_WINDOW_QBMAN] = 1,
};

static const char *const fslmc_window_names[FSLMC_WINDOW_LAST] = {
    [FSLMC_WINDOW_MC] = "fsl-mc-portals",
    [FSLMC_WINDOW_QBMAN] = "fsl-mc-qbman",
};

#define FSLMC_REGISTER_GSR 8
#define FSLMC_GSR_BOOTED 1


/* Returns: the machine, when a container can be on it. */
VirtMachineState *
fslmc_device_get_machine(Error **errp)
{
    Object *object = object_dynamic_cast(qdev_get_machine(), TYPE_VIRT_MACHINE);
    VirtMachineState *machine;

    if (!object) {
        error_setg(errp, "machine type 'virt' is needed, and this is '%s'",
                   object_get_typename(qdev_get_machine()));
        return NULL;
    }
    machine = VIRT_MACHINE(object);

    if (!kvm_enabled()) {
        error_setg(errp, "accelerator 'kvm' is needed, as interrupts are KVM's");
        return NULL;
    }

    if (machine->gic_version != VIRT_GIC_VERSION_3 ||
        machine->msi_controller != VIRT_MSI_CTRL_ITS) {
        error_setg(errp, "a GIC of version 3 with an ITS is needed: -machine gic-version=3,its=on");
        return NULL;
    }

    if (machine->iommu != VIRT_IOMMU_NONE) {
        error_setg(errp, "the guest cannot have an IOMMU: its container's objects would not be behind it");
        return NULL;
    }

    if (machine->acpi != ON_OFF_AUTO_OFF && machine->bootinfo.firmware_loaded) {
        error_setg(errp, "the guest needs a device tree, as ACPI does not describe containers: -machine acpi=off");
        return NULL;
    }

    if (MACHINE(machine)->dtb) {
        error_setg(errp, "the guest's device tree is %s, which does not describe the container: do without -dtb",
                   MACHINE(machine)->dtb);
        return NULL;
    }

    return machine;
}


/* Returns: the end of all addresses that the guest can have, as KVM was told. */
static uint64_t
fslmc_board_get_end(VirtMachineState *machine)
{
    unsigned int bits = 40;     /* of a KVM that is not told */

    if (kvm_check_extension(kvm_state, KVM_CAP_ARM_VM_IPA_SIZE) > 0)
        bits = MAX(32, 64 - clz64(machine->highest_gpa));

    return UINT64_C(1) << bits;
}


/* Whether nothing is there, whatever it is: a last check, of what is really mapped. */
static bool
fslmc_board_is_free(uint64_t base, uint64_t size, FslMcRange *there)
{
    MemoryRegionSection section = memory_region_find(get_system_memory(), base, size);

    if (!section.mr)
        return true;

    *there = (FslMcRange) {
        .base = section.offset_within_address_space,
        .size = int128_get64(section.size),
    };
    memory_region_unref(section.mr);
    return false;
}


static bool
fslmc_board_find(VirtMachineState *machine, uint64_t size, uint64_t *place)
{
    MachineState *state = MACHINE(machine);
    uint64_t end = fslmc_board_get_end(machine);
    g_autoptr(GArray) used = g_array_new(FALSE, FALSE, sizeof(FslMcRange));
    FslMcRange range;
    unsigned int i;

    for (i = 0; i <= VIRT_HIGH_PCIE_MMIO; i++) {
        range = (FslMcRange) { machine->memmap[i].base, machine->memmap[i].size };
        /* the size in the map is that of the largest guest without high memory */
        if (i == VIRT_MEM)
            range.size = state->ram_size;
        g_array_append_val(used, range);
    }

    if (state->device_memory && state->maxram_size > state->ram_size) {
        range = (FslMcRange) {
            state->device_memory->base,
            memory_region_size(&state->device_memory->mr),
        };
        g_array_append_val(used, range);
    }

    for (;;) {
        if (!fslmc_place_find((const FslMcRange *) (void *) used->data, used->len,
                              machine->memmap[VIRT_MEM].base, end,
                              size, FSLMC_PLACE_ALIGNMENT, place))
            return false;
        if (fslmc_board_is_free(*place, size, &range))
            return true;
        g_array_append_val(used, range);
    }
}


static uint64_t
fslmc_registers_read(void *opaque, hwaddr address, unsigned int size)
{
    return address == FSLMC_REGISTER_GSR ? FSLMC_GSR_BOOTED : 0;
}


/* The MC is the host's: a guest cannot stop it. */
static void
fslmc_registers_write(void *opaque, hwaddr address, uint64_t value, unsigned int size)
{
}


static const MemoryRegionOps fslmc_registers_ops = {
    .read = fslmc_registers_read,
    .write = fslmc_registers_write,
    .endianness = DEVICE_LITTLE_ENDIAN,
    .valid = { .min_access_size = 4, .max_access_size = 8 },
    .impl = { .min_access_size = 4, .max_access_size = 4 },
};


bool
fslmc_device_place(FslMcDevice *device, VirtMachineState *machine, Error **errp)
{
    FslMcGuest *guest = &device->guest;
    uint64_t sizes[FSLMC_WINDOW_LAST];
    uint64_t size = FSLMC_REGISTERS_SIZE;
    uint64_t place;
    unsigned int i;

    for (i = 0; i < FSLMC_WINDOW_LAST; i++) {
        sizes[i] = fslmc_guest_window_size(guest, i);
        size += sizes[i];
    }

    if (!fslmc_board_find(machine, size, &place)) {
        error_setg(errp, "no room for %" PRIu64 " KiB of %s in the guest's address map below 0x%" PRIx64
                   ": it has too much memory, or high memory is off",
                   size / KiB, device->host, fslmc_board_get_end(machine));
        return false;
    }

    for (i = 0; i < FSLMC_WINDOW_LAST; i++) {
        guest->windows[i] = place;
        memory_region_init(&device->windows[i], OBJECT(device), fslmc_window_names[i], sizes[i]);
        memory_region_add_subregion(get_system_memory(), place, &device->windows[i]);
        place += sizes[i];
    }

    device->registers = place;
    memory_region_init_io(&device->registers_region, OBJECT(device), &fslmc_registers_ops, device,
                          "fsl-mc-registers", FSLMC_REGISTERS_SIZE);
    memory_region_add_subregion(get_system_memory(), place, &device->registers_region);

    return true;
}


static void
fslmc_cells_add(GArray *cells, uint32_t value)
{
    value = cpu_to_be32(value);
    g_array_append_val(cells, value);
}


static void
fslmc_cells_add_address(GArray *cells, uint64_t value)
{
    fslmc_cells_add(cells, value >> 32);
    fslmc_cells_add(cells, value);
}


static void
fslmc_cells_set(void *fdt, const char *node, const char *property, GArray *cells)
{
    qemu_fdt_setprop(fdt, node, property, cells->data, cells->len * sizeof(uint32_t));
    g_array_set_size(cells, 0);
}


/* Which ids the containers' interrupts have at the ITS. */
static void
fslmc_device_describe_map(FslMcDevice *device, VirtMachineState *machine, const char *node)
{
    const FslMcGuest *guest = &device->guest;
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    unsigned int i;

    for (i = 0; i < guest->nobjects; i++) {
        if (g_str_equal(guest->objects[i].type, "dprc")) {
            fslmc_cells_add(cells, guest->objects[i].icid);
            fslmc_cells_add(cells, machine->msi_phandle);
            fslmc_cells_add(cells, pci_requester_id(PCI_DEVICE(device->objects[i].requester)));
            fslmc_cells_add(cells, 1);
        }
    }
    fslmc_cells_set(MACHINE(machine)->fdt, node, "msi-map", cells);
}


/* Without a map, the ids are the icids, which the MC portals tell. That is all that Linux
 * before 5.9 knows, and its of_msi_get_domain() takes no ITS that has #msi-cells. Later ones
 * of mainline want these when they read the maps of others. */
static void
fslmc_device_describe_parent(VirtMachineState *machine, const char *node)
{
    void *fdt = MACHINE(machine)->fdt;

    qemu_fdt_setprop_cell(fdt, node, "msi-parent", machine->msi_phandle);
    fdt_delprop(fdt, fdt_node_offset_by_phandle(fdt, machine->msi_phandle), "#msi-cells");
}


/* The node that a kernel finds the container by. Two registers, as mainline has it:
 * the portal of the root container, and the MC's control registers; kernels
 * of NXP's older BSPs read the first one only. */
void
fslmc_device_describe(FslMcDevice *device, VirtMachineState *machine)
{
    const FslMcGuest *guest = &device->guest;
    void *fdt = MACHINE(machine)->fdt;
    uint64_t portal = guest->windows[FSLMC_WINDOW_MC] + guest->objects[0].regions[0].offset;
    g_autofree char *node = g_strdup_printf("/fsl-mc@%" PRIx64, portal);
    g_autoptr(GArray) cells = g_array_new(FALSE, FALSE, sizeof(uint32_t));
    unsigned int i;

    qemu_fdt_add_subnode(fdt, node);
    qemu_fdt_setprop_string(fdt, node, "compatible", "fsl,qoriq-mc");
    qemu_fdt_setprop(fdt, node, "dma-coherent", NULL, 0);
    qemu_fdt_setprop_cell(fdt, node, "#address-cells", 3);
    qemu_fdt_setprop_cell(fdt, node, "#size-cells", 1);

    fslmc_cells_add_address(cells, portal);
    fslmc_cells_add_address(cells, FSLMC_PORTAL_SIZE);
    fslmc_cells_add_address(cells, device->registers);
    fslmc_cells_add_address(cells, FSLMC_REGISTERS_SIZE);
    fslmc_cells_set(fdt, node, "reg", cells);

    for (i = 0; i < FSLMC_WINDOW_LAST; i++) {
        fslmc_cells_add(cells, fslmc_window_cells[i]);
        fslmc_cells_add_address(cells, 0);
        fslmc_cells_add_address(cells, guest->windows[i]);
        fslmc_cells_add(cells, memory_region_size(&device->windows[i]));
    }
    fslmc_cells_set(fdt, node, "ranges", cells);

    if (device->msi_map)
        fslmc_device_describe_map(device, machine, node);
    else
        fslmc_device_describe_parent(machine, node);
}
