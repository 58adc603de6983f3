/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_memory.c: the guest's memory, shared with QEMU through a file, and what
 * devices have in it
 */

#include "mc_memory.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <sys/mman.h>
#include <unistd.h>

#define MC_PORTAL_STRIDE 0x10000
#define MC_WINDOW (MC_PORTALS * MC_PORTAL_STRIDE)
#define MC_PAGE 0x1000

/* A command that is never to be answered stays "ready" in its portal, as the
 * kernel waits for that to change. This in the header's first byte, where the
 * kernel puts zero, tells it from the next command, which may be the same. */
#define MC_SOURCE_TAKEN G_GUINT64_CONSTANT(0xff)

struct _McMemory {
    McLayout layout;
    guint8 *ram;
};

static gboolean
mcMemoryCheck(const McMemory *memory,
              const char *what,
              guint64 base,
              guint64 size,
              GError **error)
{
    const McLayout *layout = &memory->layout;

    if (base >= layout->ram && base - layout->ram <= layout->size - size)
        return TRUE;

    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                "%s at 0x%" G_GINT64_MODIFIER "x is not in memory", what, base);
    return FALSE;
}

static void
mcMemoryPut32(McMemory *memory,
              guint64 address,
              guint32 value)
{
    value = GUINT32_TO_LE(value);
    memcpy(memory->ram + (address - memory->layout.ram), &value, sizeof(value));
}

/* An SMMU-500 of 64 context banks and as many stream matches: enough for the
 * kernel's driver to give each container a group. It translates nothing. */
static void
mcMemoryPutIommu(McMemory *memory)
{
    static const struct {
        guint32 offset;
        guint32 value;
    } registers[] = {
        { 0x20, 0x7f005e40 },   /* ID0 */
        { 0x24, 0xd0000040 },   /* ID1 */
        { 0x28, 0x00005555 },   /* ID2 */
        { 0x3c, 0x00000022 },   /* ID7 */
    };
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(registers); i++)
        mcMemoryPut32(memory, memory->layout.iommu + registers[i].offset,
                      registers[i].value);
}

McMemory *
mcMemoryNew(const char *path,
            const McLayout *layout,
            GError **error)
{
    g_autoptr(McMemory) memory = g_new0(McMemory, 1);
    int fd;
    void *ram;

    memory->layout = *layout;
    memory->ram = MAP_FAILED;
    if (layout->size < MC_WINDOW) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                    "the memory is too small");
        return NULL;
    }
    if (!mcMemoryCheck(memory, "MC", layout->mc, MC_WINDOW, error) ||
        !mcMemoryCheck(memory, "IOMMU", layout->iommu, MC_PAGE, error) ||
        !mcMemoryCheck(memory, "GSR", layout->gsr, MC_PAGE, error))
        return NULL;

    fd = g_open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
    if (fd < 0 || ftruncate(fd, layout->size) < 0) {
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno),
                    "cannot make '%s': %s", path, g_strerror(errno));
        if (fd >= 0)
            close(fd);
        return NULL;
    }

    ram = mmap(NULL, layout->size, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    close(fd);
    if (ram == MAP_FAILED) {
        g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno),
                    "cannot map '%s': %s", path, g_strerror(errno));
        return NULL;
    }
    memory->ram = ram;

    mcMemoryPutIommu(memory);
    /* the MC has booted */
    mcMemoryPut32(memory, layout->gsr + 8, 1);

    return g_steal_pointer(&memory);
}

void
mcMemoryFree(McMemory *memory)
{
    if (memory->ram != MAP_FAILED)
        munmap(memory->ram, memory->layout.size);
    g_free(memory);
}

static gboolean
mcMemoryServePortal(guint8 *place,
                    guint portal,
                    McFirmware *firmware)
{
    guint64 *header = (guint64 *) (void *) place;
    guint64 seen = __atomic_load_n(header, __ATOMIC_ACQUIRE);
    McCommand command;

    command.header = GUINT64_FROM_LE(seen);
    if (MC_HEADER_STATUS(command.header) != MC_STATUS_READY ||
        (command.header & 0xff) == MC_SOURCE_TAKEN)
        return FALSE;

    memcpy(command.parameters, place + 8, sizeof(command.parameters));
    if (!mcFirmwareRun(firmware, portal, &command)) {
        /* unless the kernel has written the next one meanwhile */
        __atomic_compare_exchange_n(header, &seen,
                                    seen | GUINT64_TO_LE(MC_SOURCE_TAKEN),
                                    FALSE, __ATOMIC_RELAXED, __ATOMIC_RELAXED);
        return TRUE;
    }

    memcpy(place + 8, command.parameters, sizeof(command.parameters));
    __atomic_store_n(header, GUINT64_TO_LE(command.header), __ATOMIC_RELEASE);
    return TRUE;
}

gboolean
mcMemoryServe(McMemory *memory,
              McFirmware *firmware)
{
    guint8 *window = memory->ram + (memory->layout.mc - memory->layout.ram);
    guint portals = mcFirmwareGetTopology(firmware)->portalsSeen;
    gboolean any = FALSE;
    guint i;

    for (i = 0; i < portals; i++)
        any |= mcMemoryServePortal(window + (gsize) i * MC_PORTAL_STRIDE,
                                   i, firmware);

    return any;
}
