/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_doorbell.h: interrupts, as QEMU writes them for us
 *
 * QEMU's qtest protocol has it write to an address of the machine. The interrupt
 * controller takes such a write for one of device 0, as the device tree makes the
 * root container. For other containers a PCI device of QEMU's, of which the machine may
 * have several, is told to send a message: the interrupt controller knows that
 * device by its PCI id, which is the number of the container's isolation context.
 */

#pragma once

#include <gio/gio.h>

/* Where the interrupts of the machine's root container are to be written:
 * GITS_TRANSLATER of QEMU's virt machine. */
#define MC_DOORBELL_ADDRESS G_GUINT64_CONSTANT(0x08090040)

/* PCI ids of the devices "edu" that the machine may have: all functions of slot 3. */
#define MC_DOORBELL_FIRST 24
#define MC_DOORBELL_LAST 31

typedef struct _McDoorbell McDoorbell;

/* @path: QEMU's socket, which need not be there before the first interrupt */
McDoorbell *mcDoorbellNew(const char *path);
void mcDoorbellFree(McDoorbell *doorbell);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McDoorbell, mcDoorbellFree)

/**
 * mcDoorbellRing:
 * @device: who interrupts, as the interrupt controller knows it: 0, or one of
 *          MC_DOORBELL_FIRST to MC_DOORBELL_LAST
 * @value: what is written
 *
 * Does not wait. An interrupt that cannot be written is a warning.
 */
void mcDoorbellRing(McDoorbell *doorbell,
                    guint device,
                    guint32 value);
