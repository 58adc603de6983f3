/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_guest.h: a container of the fsl-mc bus as a guest sees it
 *
 * Pure: knows GLib, and neither QEMU nor VFIO.
 */

#pragma once

#include <glib.h>
#include <stdint.h>

/* An MC portal: 64 bytes, the rest of its page is nothing. */
#define FSLMC_PORTAL_SIZE 64
#define FSLMC_PORTAL_WORDS (FSLMC_PORTAL_SIZE / 8)
#define FSLMC_HEADER_SIZE 8

/* Each region begins at a multiple of it, as guests may have pages of this size. */
#define FSLMC_REGION_ALIGNMENT 0x10000

#define FSLMC_TYPE_LENGTH 16    /* of an object's type in commands, with its NUL */
#define FSLMC_MAX_REGIONS 4
#define FSLMC_MAX_IRQS 32
#define FSLMC_MAX_OBJECTS 4096

/* What the guest wrote with the commands that configure an interrupt. */
typedef struct {
    uint64_t address;   /* in the guest; 0: none */
    uint32_t data;
    uint32_t number;    /* the guest's own number of it */
} FslMcIrq;

typedef enum {
    FSLMC_WINDOW_MC,        /* portals of the MC, which are emulated */
    FSLMC_WINDOW_QBMAN,     /* queue portals, which are mapped */
    FSLMC_WINDOW_LAST
} FslMcWindow;

typedef struct {
    FslMcWindow window;
    uint64_t offset;        /* in the window, bytes */
    uint64_t size;          /* bytes, a multiple of the alignment */
} FslMcRegion;

typedef struct {
    char type[FSLMC_TYPE_LENGTH];   /* "dpni" */
    uint32_t id;
    uint32_t container;             /* id of the one that it is in; its own if it is the guest's root */
    uint16_t icid;                  /* of a container: the guest's number of it */
    unsigned int nregions;
    FslMcRegion regions[FSLMC_MAX_REGIONS];
    unsigned int nirqs;
    FslMcIrq irqs[FSLMC_MAX_IRQS];
} FslMcObject;

typedef struct {
    /* Sends a command to the MC by a portal of the host's and has the answer in its
     * place. Returns 0, or a negative errno. */
    int (*send)(void *opaque, unsigned int object, uint8_t *command);
    /* Has interrupt @index of an object sent to where irqs[index] of it says,
     * or nowhere. Returns 0, or a negative errno. */
    int (*setIrq)(void *opaque, unsigned int object, unsigned int index);
} FslMcGuestOps;

/* The objects that the guest has; the first one is its root container. */
typedef struct {
    const FslMcGuestOps *ops;
    void *opaque;
    FslMcObject *objects;
    unsigned int nobjects;
    uint64_t windows[FSLMC_WINDOW_LAST];        /* addresses in the guest */
} FslMcGuest;

/**
 * fslmc_guest_find:
 * @guest: a guest
 * @type: an object's type
 * @id: and id
 *
 * Returns: the index of the object, or -1
 */
int fslmc_guest_find(const FslMcGuest *guest, const char *type, uint32_t id);

/**
 * fslmc_guest_parse_name:
 * @name: "dpni.1"
 * @type: where to put the type
 * @id: where to put the id
 *
 * Returns: whether it is an object's name
 */
gboolean fslmc_guest_parse_name(const char *name, char type[FSLMC_TYPE_LENGTH], uint32_t *id);

/**
 * fslmc_guest_layout:
 * @guest: a guest, whose regions have window and size
 *
 * Gives each region its offset.
 */
void fslmc_guest_layout(FslMcGuest *guest);

/**
 * fslmc_guest_window_size:
 *
 * Returns: how large a window has to be, in bytes
 */
uint64_t fslmc_guest_window_size(const FslMcGuest *guest, FslMcWindow window);
