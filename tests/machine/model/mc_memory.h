/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_memory.h: the guest's memory, shared with QEMU through a file, and what
 * devices have in it
 */

#pragma once

#include <gio/gio.h>

#include "mc_firmware.h"

/* Guest physical addresses, as in the machine's device tree. */
typedef struct {
    guint64 ram;
    guint64 size;
    guint64 mc;         /* the portals */
    guint64 iommu;
    guint64 gsr;        /* the MC's control registers */
} McLayout;

typedef struct _McMemory McMemory;

/**
 * mcMemoryNew:
 * @path: file; made anew
 *
 * The file is what the machine's memory is at power-on: zeros, but for the
 * registers that the kernel reads to find an IOMMU and a booted MC.
 */
McMemory *mcMemoryNew(const char *path,
                      const McLayout *layout,
                      GError **error);
void mcMemoryFree(McMemory *memory);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McMemory, mcMemoryFree)

/**
 * mcMemoryServe:
 *
 * Answers what waits in the portals.
 *
 * Returns: whether anything did
 */
gboolean mcMemoryServe(McMemory *memory,
                       McFirmware *firmware);
