/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the kernel is asked for, through VFIO. QEMU has one VFIO container for
 * all groups; nothing of it is closed before QEMU ends.
 */
#pragma once

#include <stdbool.h>
#include <stdint.h>

/* Opens the device in its group. The first one in a group opens the group, and
 * where that cannot be had ends QEMU, as the real device does. */
bool vfio_open_device(int group, const char *name);

/* Guest memory that devices may, or may no longer, reach. Ends QEMU where the
 * kernel refuses: the first one counts against the limit of locked memory. */
void vfio_map(uint64_t guest_address, uint64_t host_address, uint64_t size);
void vfio_unmap(uint64_t guest_address, uint64_t size);
