/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_portal.h: an MC portal of a guest
 *
 * Pure: knows GLib, and neither QEMU nor VFIO. Whatever the guest writes comes here.
 */

#pragma once

#include "fslmc_guest.h"

/* Statuses of the MC's answers that are given here. */
typedef enum {
    FSLMC_STATUS_OK = 0x0,
    FSLMC_STATUS_READY = 0x1,           /* a command that is to be carried out */
    FSLMC_STATUS_AUTH_ERR = 0x3,
    FSLMC_STATUS_NO_PRIVILEGE = 0x4,
    FSLMC_STATUS_CONFIG_ERR = 0x6,
    FSLMC_STATUS_TIMEOUT = 0x7,
    FSLMC_STATUS_NO_RESOURCE = 0x8,
    FSLMC_STATUS_UNSUPPORTED_OP = 0xb,
} FslMcStatus;

typedef struct _FslMcPortal FslMcPortal;

/**
 * fslmc_portal_new:
 * @guest: the guest; outlives the portal
 * @object: index of the dprc or dpmcp that the portal is of
 *
 * Returns: a portal, to be freed with fslmc_portal_free()
 */
FslMcPortal *fslmc_portal_new(FslMcGuest *guest, unsigned int object);

void fslmc_portal_free(FslMcPortal *portal);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(FslMcPortal, fslmc_portal_free)

/**
 * fslmc_portal_read:
 * @portal: a portal
 * @offset: where, in bytes
 * @size: 4 or 8 bytes
 *
 * Returns: what is there; all bits set behind the portal's 64 bytes
 */
uint64_t fslmc_portal_read(const FslMcPortal *portal, uint64_t offset, unsigned int size);

/**
 * fslmc_portal_write:
 * @portal: a portal
 * @offset: where, in bytes
 * @value: what
 * @size: 4 or 8 bytes
 *
 * A command is carried out when all of its header was written since the last one
 * and the header's status is "ready": on return the answer can be read.
 * What is behind the portal's 64 bytes takes nothing.
 */
void fslmc_portal_write(FslMcPortal *portal, uint64_t offset, uint64_t value, unsigned int size);

/**
 * fslmc_portal_copy:
 * @portal: a portal
 * @to: where to, %FSLMC_PORTAL_SIZE bytes
 *
 * Copies what a guest is to read.
 */
void fslmc_portal_copy(const FslMcPortal *portal, uint8_t *to);

/**
 * fslmc_portal_reset:
 * @portal: a portal
 *
 * Forgets what was written and all tokens.
 */
void fslmc_portal_reset(FslMcPortal *portal);
