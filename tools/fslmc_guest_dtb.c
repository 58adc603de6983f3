/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_guest_dtb.c: a guest's device tree, with platform devices of the host
 */

#include "fslmc-config.h"

#include "fslmc_guest_dtb.h"

#include <glib/gi18n-lib.h>
#include <libfdt.h>
#include <string.h>

/* hw/arm/virt.c: the first shared interrupt of the platform bus, and how many it has. */
#define FIRST_INTERRUPT 112
#define INTERRUPTS 64

#define GIC_SPI 0
#define EDGE_RISING 1
#define LEVEL_HIGH 4
#define LEVEL_LOW 8

/* More cells than this no interrupt controller has. */
#define MAX_CELLS 8

/* A range of the bus that a register region has. */
typedef struct {
    guint64 start;
    guint64 end;
} Range;

typedef struct {
    const void *host;
    void *guest;                /* grows as it is needed */
    char *bus;                  /* path of the platform bus in it */
    guint64 size;               /* bytes of the bus */
    GArray *ranges;             /* of Range: what is taken of it */
    guint interrupts;           /* how many are taken */
    GPtrArray *lost;
} GuestDtb;

/* Set anew by us, or of no use in a guest: it has another interrupt controller, no
 * IOMMU and no host driver. */
static const char *const replaced[] = {
    "reg", "interrupts", "interrupts-extended", "interrupt-parent", "interrupt-names",
    "compatible", "phandle", "linux,phandle", "name", "status", "iommus", "msi-parent",
    "ranges", "dma-ranges", "#address-cells", "#size-cells", NULL
};

/* Properties that refer to other nodes, by the bindings of the kernel. */
static const char *const references[] = {
    "clocks", "clock-names", "assigned-clocks", "assigned-clock-parents",
    "assigned-clock-rates", "power-domains", "power-domain-names", "resets", "reset-names",
    "dmas", "dma-names", "pinctrl-names", "phys", "phy-names", "phy-handle", "phy-device",
    "operating-points-v2", "interconnects", "interconnect-names", "memory-region",
    "memory-region-names", "nvmem-cells", "nvmem-cell-names", "mboxes", "mbox-names",
    "iommu-map", "msi-map", "gpios", "sram", "hwlocks", "thermal-sensors", "cooling-device",
    "io-channels", "pwms", "leds", "remote-endpoint", "pcs-handle", "sfp", NULL
};

static const char *const referencePrefixes[] = { "pinctrl-", NULL };
static const char *const referenceSuffixes[] = { "-supply", "-gpios", "-gpio", "-handle", NULL };

G_GNUC_PRINTF(2, 3)
static gboolean
fail(GError **error, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    if (error)
        *error = g_error_new_valist(G_FILE_ERROR, G_FILE_ERROR_INVAL, format, arguments);
    va_end(arguments);
    return FALSE;
}

G_GNUC_PRINTF(2, 3)
static void
lose(GuestDtb *dtb, const char *format, ...)
{
    va_list arguments;

    va_start(arguments, format);
    g_ptr_array_add(dtb->lost, g_strdup_vprintf(format, arguments));
    va_end(arguments);
}

static gboolean
isReference(const char *name)
{
    gsize i;

    if (g_strv_contains(references, name))
        return TRUE;
    for (i = 0; referencePrefixes[i]; i++) {
        if (g_str_has_prefix(name, referencePrefixes[i]))
            return TRUE;
    }
    for (i = 0; referenceSuffixes[i]; i++) {
        if (g_str_has_suffix(name, referenceSuffixes[i]))
            return TRUE;
    }
    return FALSE;
}

/* The number that @cells cells at @cell are; only the last two of them count. */
static guint64
readCells(const fdt32_t *cell, int cells)
{
    guint64 value = 0;

    while (cells-- > 0)
        value = value << 32 | fdt32_to_cpu(*cell++);
    return value;
}

/* A property of one cell, or -1. */
static gint64
readCell(const void *tree, int node, const char *name)
{
    int length;
    const fdt32_t *value = fdt_getprop(tree, node, name, &length);

    return value && length == sizeof(*value) ? (gint64) fdt32_to_cpu(*value) : -1;
}

/* Finds a place as QEMU does: the first one that is free, at a multiple of the size
 * rounded up to a power of two. */
static gboolean
placeRegion(GuestDtb *dtb, guint64 size, guint64 *place)
{
    guint64 alignment = 1, offset;
    gsize i;

    while (alignment < size)
        alignment <<= 1;

    for (offset = 0; offset + size <= dtb->size; offset += alignment) {
        for (i = 0; i < dtb->ranges->len; i++) {
            const Range *range = &g_array_index(dtb->ranges, Range, i);

            if (offset < range->end && range->start < offset + size)
                break;
        }
        if (i == dtb->ranges->len) {
            Range taken = { offset, offset + size };

            g_array_append_val(dtb->ranges, taken);
            *place = offset;
            return TRUE;
        }
    }
    return FALSE;
}

/* Appends to @reg what the guest finds instead of the registers of the host. */
static gboolean
convertRegisters(GuestDtb *dtb, int node, const char *path, GArray *reg, GError **error)
{
    int parent = fdt_parent_offset(dtb->host, node);
    int addressCells = fdt_address_cells(dtb->host, parent);
    int sizeCells = fdt_size_cells(dtb->host, parent);
    int length, i, cells;
    const fdt32_t *value = fdt_getprop(dtb->host, node, "reg", &length);

    if (addressCells < 1 || addressCells > 2 || sizeCells < 1 || sizeCells > 2 || !value || length <= 0)
        return fail(error, _("'%s' has no registers that a guest could have"), path);

    cells = addressCells + sizeCells;
    if (length % (cells * (int) sizeof(*value)) != 0)
        return fail(error, _("property 'reg' of '%s' is not a list of addresses and sizes"), path);

    for (i = 0; i < length / (int) sizeof(*value); i += cells) {
        guint64 size = readCells(value + i + addressCells, sizeCells);
        guint64 place;
        fdt32_t entry[2];

        if (size == 0 || size > dtb->size || !placeRegion(dtb, size, &place))
            return fail(error, _("the registers of '%s' do not fit into the platform bus of the guest"), path);
        entry[0] = cpu_to_fdt32(place);
        entry[1] = cpu_to_fdt32(size);
        g_array_append_vals(reg, entry, G_N_ELEMENTS(entry));
    }
    return TRUE;
}

/* The interrupt controller of a node: its own, or that of the next node above it. */
static int
findController(const void *tree, int node)
{
    for (; node >= 0; node = fdt_parent_offset(tree, node)) {
        gint64 handle = readCell(tree, node, "interrupt-parent");

        if (handle >= 0)
            return fdt_node_offset_by_phandle(tree, handle);
    }
    return -FDT_ERR_NOTFOUND;
}

/* What the guest is told of an interrupt: VFIO has it as edge or as level. */
static gboolean
addInterrupt(GuestDtb *dtb, const char *path, const fdt32_t *cell, int cells, GArray *interrupts,
             GError **error)
{
    guint32 flags = cells > 1 ? fdt32_to_cpu(cell[cells == 2 ? 1 : 2]) & 0xf : LEVEL_HIGH;
    fdt32_t entry[3];

    if (dtb->interrupts == INTERRUPTS)
        return fail(error, _("the guest has no interrupt left for '%s'"), path);

    entry[0] = cpu_to_fdt32(GIC_SPI);
    entry[1] = cpu_to_fdt32(FIRST_INTERRUPT + dtb->interrupts++);
    entry[2] = cpu_to_fdt32(flags & (LEVEL_HIGH | LEVEL_LOW) ? LEVEL_HIGH : EDGE_RISING);
    g_array_append_vals(interrupts, entry, G_N_ELEMENTS(entry));
    return TRUE;
}

static gboolean
convertInterrupts(GuestDtb *dtb, int node, const char *path, GArray *interrupts, GError **error)
{
    int length, i = 0, controller;
    gboolean extended = TRUE, kindless = FALSE;
    const fdt32_t *value = fdt_getprop(dtb->host, node, "interrupts-extended", &length);

    if (!value) {
        extended = FALSE;
        value = fdt_getprop(dtb->host, node, "interrupts", &length);
    }
    if (!value)
        return TRUE;

    length /= sizeof(*value);
    controller = extended ? -1 : findController(dtb->host, node);
    while (i < length) {
        gint64 cells;

        if (extended)
            controller = fdt_node_offset_by_phandle(dtb->host, fdt32_to_cpu(value[i++]));
        cells = controller < 0 ? -1 : readCell(dtb->host, controller, "#interrupt-cells");
        if (cells < 1 || cells > MAX_CELLS || i + cells > length)
            return fail(error, _("the interrupts of '%s' are not those of an interrupt controller"), path);
        if (!addInterrupt(dtb, path, value + i, cells, interrupts, error))
            return FALSE;
        kindless |= cells == 1;
        i += cells;
    }

    if (kindless)
        lose(dtb, _("%s: its interrupt controller does not say what kind its interrupts are; level is assumed"), path);
    return TRUE;
}

/* fdt_ functions that write, again with more room as long as there is too little. */
static gboolean
grow(GuestDtb *dtb, GError **error)
{
    gsize size = fdt_totalsize(dtb->guest) + 4096;

    dtb->guest = g_realloc(dtb->guest, size);
    if (fdt_open_into(dtb->guest, dtb->guest, size) < 0)
        return fail(error, "%s", _("the device tree of the guest cannot grow"));
    return TRUE;
}

static gboolean
setProperty(GuestDtb *dtb, const char *path, const char *name, const void *value, int length,
            GError **error)
{
    int result;

    while ((result = fdt_setprop(dtb->guest, fdt_path_offset(dtb->guest, path), name, value, length)) ==
           -FDT_ERR_NOSPACE) {
        if (!grow(dtb, error))
            return FALSE;
    }
    if (result < 0)
        return fail(error, _("property '%1$s' cannot be written: %2$s"), name, fdt_strerror(result));
    return TRUE;
}

static gboolean
addNode(GuestDtb *dtb, const char *name, GError **error)
{
    int result;

    while ((result = fdt_add_subnode(dtb->guest, fdt_path_offset(dtb->guest, dtb->bus), name)) ==
           -FDT_ERR_NOSPACE) {
        if (!grow(dtb, error))
            return FALSE;
    }
    if (result < 0)
        return fail(error, _("node '%1$s' cannot be added to the device tree of the guest: %2$s"),
                    name, fdt_strerror(result));
    return TRUE;
}

/* Properties of a vendor may refer to other nodes, too: only their bindings say it. */
static gboolean
mayRefer(GuestDtb *dtb, const char *name, const void *value, int length)
{
    return strchr(name, ',') && length > 0 && length % sizeof(fdt32_t) == 0 &&
        fdt_node_offset_by_phandle(dtb->host, fdt32_to_cpu(*(const fdt32_t *) value)) >= 0;
}

/* Copies what stands for itself, and says what does not. */
static gboolean
copyProperties(GuestDtb *dtb, int node, const char *path, const char *target, GError **error)
{
    int property, child;

    fdt_for_each_property_offset(property, dtb->host, node) {
        const char *name;
        int length;
        const void *value = fdt_getprop_by_offset(dtb->host, property, &name, &length);

        if (!value)
            return fail(error, _("the properties of '%s' cannot be read"), path);
        if (g_strv_contains(replaced, name))
            continue;
        if (isReference(name)) {
            lose(dtb, _("%1$s: property '%2$s' is left out, it refers to other nodes of the host"), path, name);
            continue;
        }
        if (mayRefer(dtb, name, value, length))
            lose(dtb, _("%1$s: property '%2$s' is copied as it is; remove it if it refers to another node of the host"), path, name);
        if (!setProperty(dtb, target, name, value, length, error))
            return FALSE;
    }

    fdt_for_each_subnode(child, dtb->host, node) {
        const char *name = fdt_get_name(dtb->host, child, NULL);

        lose(dtb, _("%1$s: node '%2$s' in it is left out"), path, name ? name : "?");
    }
    return TRUE;
}

static gboolean
addDevice(GuestDtb *dtb, const char *path, GError **error)
{
    int node = fdt_path_offset(dtb->host, path);
    g_autoptr(GArray) reg = g_array_new(FALSE, FALSE, sizeof(fdt32_t));
    g_autoptr(GArray) interrupts = g_array_new(FALSE, FALSE, sizeof(fdt32_t));
    g_autofree char *baseName = NULL;
    g_autofree char *nodeName = NULL;
    g_autofree char *target = NULL;
    const char *compatible, *name;
    int length;

    if (node <= 0)
        return fail(error, _("the host's device tree has no device '%s'"), path);
    compatible = fdt_getprop(dtb->host, node, "compatible", &length);
    if (!compatible || length <= 0)
        return fail(error, _("'%s' has no property 'compatible'"), path);
    if (!convertRegisters(dtb, node, path, reg, error) ||
        !convertInterrupts(dtb, node, path, interrupts, error))
        return FALSE;

    /* looking for a node by its offset ends with the first write */
    name = fdt_get_name(dtb->host, node, NULL);
    baseName = g_strndup(name, strcspn(name, "@"));
    nodeName = g_strdup_printf("%s@%x", baseName, fdt32_to_cpu(g_array_index(reg, fdt32_t, 0)));
    target = g_strdup_printf("%s/%s", dtb->bus, nodeName);

    if (!addNode(dtb, nodeName, error) ||
        !copyProperties(dtb, node, path, target, error) ||
        !setProperty(dtb, target, "compatible", compatible, length, error) ||
        !setProperty(dtb, target, "reg", reg->data, reg->len * sizeof(fdt32_t), error))
        return FALSE;
    if (interrupts->len > 0) {
        int namesLength;
        const void *names = fdt_getprop(dtb->host, node, "interrupt-names", &namesLength);

        if (!setProperty(dtb, target, "interrupts", interrupts->data, interrupts->len * sizeof(fdt32_t), error) ||
            (names && !setProperty(dtb, target, "interrupt-names", names, namesLength, error)))
            return FALSE;
    }
    return TRUE;
}

/* Finds the platform bus in QEMU's tree, and how large it is. */
static gboolean
findBus(GuestDtb *dtb, GError **error)
{
    int node = fdt_node_offset_by_compatible(dtb->guest, -1, "qemu,platform");
    char path[256];
    int length, child;
    const fdt32_t *ranges;

    if (node < 0 || fdt_get_path(dtb->guest, node, path, sizeof(path)) < 0)
        return fail(error, "%s", _("QEMU's device tree has no platform bus: it is not that of a machine of type 'virt'"));

    ranges = fdt_getprop(dtb->guest, node, "ranges", &length);
    if (!ranges || length != 4 * sizeof(*ranges) ||
        readCell(dtb->guest, node, "#address-cells") != 1 || readCell(dtb->guest, node, "#size-cells") != 1)
        return fail(error, "%s", _("the platform bus of QEMU's device tree is not as expected"));

    child = fdt_first_subnode(dtb->guest, node);
    if (child >= 0)
        return fail(error, _("QEMU's device tree has '%s' on the platform bus already: make it without such devices"),
                    fdt_get_name(dtb->guest, child, NULL));

    dtb->bus = g_strdup(path);
    dtb->size = fdt32_to_cpu(ranges[3]);
    return TRUE;
}

static gboolean
isTree(const void *blob, gsize size, const char *whose, GError **error)
{
    int result = -FDT_ERR_TRUNCATED;

    /* the functions of libfdt look at the header first, which has to be there */
    if (size >= sizeof(struct fdt_header))
        result = fdt_check_full(blob, size);
    return result == 0 || fail(error, _("%1$s is not a device tree: %2$s"), whose, fdt_strerror(result));
}

GByteArray *
virFslMcGuestDtbNew(const void *machine,
                    gsize machineSize,
                    const void *host,
                    gsize hostSize,
                    const char *const *paths,
                    GPtrArray *lost,
                    GError **error)
{
    GuestDtb dtb = { .host = host, .lost = lost };
    g_autoptr(GArray) ranges = g_array_new(FALSE, FALSE, sizeof(Range));
    g_autofree char *bus = NULL;
    GByteArray *result = NULL;
    gboolean done;

    if (!isTree(machine, machineSize, _("QEMU's device tree"), error) ||
        !isTree(host, hostSize, _("the host's device tree"), error))
        return NULL;

    dtb.guest = memcpy(g_malloc(machineSize), machine, machineSize);
    dtb.ranges = ranges;
    done = findBus(&dtb, error);
    bus = dtb.bus;
    for (; done && *paths; paths++)
        done = addDevice(&dtb, *paths, error);

    if (done) {
        fdt_pack(dtb.guest);
        result = g_byte_array_new_take(dtb.guest, fdt_totalsize(dtb.guest));
    } else {
        g_free(dtb.guest);
    }
    return result;
}
