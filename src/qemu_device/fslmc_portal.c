/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fslmc_portal.c: an MC portal of a guest
 *
 * A command is 64 bytes: a header (byte 2 status, 4-5 token, 6-7 command id and
 * version) and seven words of parameters, little endian. Nearly all commands go to the
 * MC as they are, which knows by the portal who sends them and what
 * they may do. Those that are about the guest's addresses and interrupts are
 * answered here, as the MC knows the host's only.
 */

#include "fslmc_portal.h"

#include <string.h>

/* Command ids, without the version. */
enum {
    FSLMC_COMMAND_CLOSE = 0x800,
    FSLMC_COMMAND_OPEN = 0x800,     /* and the object's module added */
    FSLMC_COMMAND_GET_ATTRIBUTES = 0x004,
    FSLMC_COMMAND_SET_IRQ = 0x010,
    FSLMC_COMMAND_GET_IRQ = 0x011,
    FSLMC_COMMAND_CREATE_CONTAINER = 0x151,
    FSLMC_COMMAND_GET_OBJ_REGION = 0x15e,
    FSLMC_COMMAND_SET_OBJ_IRQ = 0x15f,
    FSLMC_COMMAND_GET_OBJ_IRQ = 0x160,
    FSLMC_COMMAND_GET_MEM = 0x16d,
    FSLMC_COMMAND_GET_SINGLE_STEP = 0x27a,
};

/* The types of objects, by the module in the command that opens one. */
static const char *const modules[] = {
    [0x01] = "dpni",
    [0x02] = "dpsw",
    [0x03] = "dpio",
    [0x04] = "dpbp",
    [0x05] = "dprc",
    [0x06] = "dpdmux",
    [0x07] = "dpci",
    [0x08] = "dpcon",
    [0x09] = "dpseci",
    [0x0a] = "dpaiop",
    [0x0b] = "dpmcp",
    [0x0c] = "dpmac",
    [0x0d] = "dpdcei",
    [0x0e] = "dpdmai",
    [0x0f] = "dpdbg",
    [0x10] = "dprtc",
};

/* What a token stands for. */
typedef struct {
    uint32_t module;
    uint32_t id;
} FslMcOpen;

enum {
    FSLMC_HEADER_LOW = 1 << 0,
    FSLMC_HEADER_HIGH = 1 << 1,
    FSLMC_HEADER_ALL = FSLMC_HEADER_LOW | FSLMC_HEADER_HIGH,
};

struct _FslMcPortal {
    FslMcGuest *guest;
    unsigned int object;
    uint8_t bytes[FSLMC_PORTAL_SIZE];
    unsigned int written;       /* of the header, since the last command */
    GHashTable *tokens;         /* token to FslMcOpen; 65535 at most, as it has 16 bits */
};


FslMcPortal *
fslmc_portal_new(FslMcGuest *guest, unsigned int object)
{
    FslMcPortal *portal = g_new0(FslMcPortal, 1);

    portal->guest = guest;
    portal->object = object;
    portal->tokens = g_hash_table_new_full(NULL, NULL, NULL, g_free);

    return portal;
}


void
fslmc_portal_free(FslMcPortal *portal)
{
    if (!portal)
        return;

    g_hash_table_destroy(portal->tokens);
    g_free(portal);
}


void
fslmc_portal_reset(FslMcPortal *portal)
{
    memset(portal->bytes, 0, sizeof(portal->bytes));
    portal->written = 0;
    g_hash_table_remove_all(portal->tokens);
}


static uint16_t
fslmc_get16(const uint8_t *from)
{
    uint16_t value;

    memcpy(&value, from, sizeof(value));
    return GUINT16_FROM_LE(value);
}


static uint32_t
fslmc_get32(const uint8_t *from)
{
    uint32_t value;

    memcpy(&value, from, sizeof(value));
    return GUINT32_FROM_LE(value);
}


static uint64_t
fslmc_get64(const uint8_t *from)
{
    uint64_t value;

    memcpy(&value, from, sizeof(value));
    return GUINT64_FROM_LE(value);
}


static void
fslmc_put16(uint8_t *to, uint16_t value)
{
    value = GUINT16_TO_LE(value);
    memcpy(to, &value, sizeof(value));
}


static void
fslmc_put32(uint8_t *to, uint32_t value)
{
    value = GUINT32_TO_LE(value);
    memcpy(to, &value, sizeof(value));
}


static void
fslmc_put64(uint8_t *to, uint64_t value)
{
    value = GUINT64_TO_LE(value);
    memcpy(to, &value, sizeof(value));
}


/* The parts of a command. */

static uint8_t *
fslmc_params(FslMcPortal *portal)
{
    return portal->bytes + FSLMC_HEADER_SIZE;
}


static FslMcStatus
fslmc_status(const FslMcPortal *portal)
{
    return portal->bytes[2];
}


static uint16_t
fslmc_token(const FslMcPortal *portal)
{
    return fslmc_get16(portal->bytes + 4);
}


static unsigned int
fslmc_command(const FslMcPortal *portal)
{
    return fslmc_get16(portal->bytes + 6) >> 4;
}


static unsigned int
fslmc_version(const FslMcPortal *portal)
{
    return fslmc_get16(portal->bytes + 6) & 0xf;
}


/* Has an answer without any parameters. */
static void
fslmc_portal_fail(FslMcPortal *portal, FslMcStatus status)
{
    memset(fslmc_params(portal), 0, FSLMC_PORTAL_SIZE - FSLMC_HEADER_SIZE);
    portal->bytes[2] = status;
}


/* Returns: whether the MC carried the command out. */
static gboolean
fslmc_portal_forward(FslMcPortal *portal)
{
    FslMcGuest *guest = portal->guest;

    if (guest->ops->send(guest->opaque, portal->object, portal->bytes) < 0) {
        fslmc_portal_fail(portal, FSLMC_STATUS_TIMEOUT);
        return FALSE;
    }

    /* a command that is still "ready" would have the guest wait for ever */
    if (fslmc_status(portal) == FSLMC_STATUS_READY) {
        fslmc_portal_fail(portal, FSLMC_STATUS_TIMEOUT);
        return FALSE;
    }

    return fslmc_status(portal) == FSLMC_STATUS_OK;
}


static const FslMcOpen *
fslmc_portal_lookup(FslMcPortal *portal)
{
    return g_hash_table_lookup(portal->tokens, GUINT_TO_POINTER(fslmc_token(portal)));
}


/* Returns: the container that the command's token stands for, NULL if it is none. */
static const FslMcObject *
fslmc_portal_container(FslMcPortal *portal)
{
    const FslMcOpen *opened = fslmc_portal_lookup(portal);
    int found;

    if (!opened || !g_str_equal(modules[opened->module], "dprc") ||
        (found = fslmc_guest_find(portal->guest, "dprc", opened->id)) < 0)
        return NULL;

    return &portal->guest->objects[found];
}


/* Returns: the object that a command on a container names, -1 if that is not in the
 * container. */
static int
fslmc_portal_named(FslMcPortal *portal, const FslMcObject *container,
                   const uint8_t *type, uint32_t id)
{
    char name[FSLMC_TYPE_LENGTH];
    const FslMcObject *object;
    int found;

    memcpy(name, type, sizeof(name));
    if (!memchr(name, '\0', sizeof(name)) ||
        (found = fslmc_guest_find(portal->guest, name, id)) < 0)
        return -1;

    object = &portal->guest->objects[found];

    return object == container || object->container == container->id ? found : -1;
}


static void
fslmc_portal_open(FslMcPortal *portal, unsigned int module)
{
    uint32_t id = fslmc_get32(fslmc_params(portal));
    FslMcOpen *opened;

    /* The MC refuses what is no container of this one's; those that the guest has
     * made itself have no portals and no interrupts in it. */
    if (g_str_equal(modules[module], "dprc") &&
        fslmc_guest_find(portal->guest, "dprc", id) < 0) {
        fslmc_portal_fail(portal, FSLMC_STATUS_NO_PRIVILEGE);
        return;
    }

    if (!fslmc_portal_forward(portal))
        return;

    opened = g_new0(FslMcOpen, 1);
    opened->module = module;
    opened->id = id;
    g_hash_table_replace(portal->tokens, GUINT_TO_POINTER(fslmc_token(portal)), opened);
}


static void
fslmc_portal_close(FslMcPortal *portal)
{
    uint16_t token = fslmc_token(portal);

    if (fslmc_portal_forward(portal))
        g_hash_table_remove(portal->tokens, GUINT_TO_POINTER(token));
}


/* Of a container: its icid, as the guest's interrupts and device tree have it. Of a
 * dpio: where its queue portals are, cache-enabled and cache-inhibited; the MC calls
 * these offsets, and firmware may have the host's addresses there. */
static void
fslmc_portal_get_attributes(FslMcPortal *portal)
{
    const FslMcOpen *opened = fslmc_portal_lookup(portal);
    const FslMcObject *object;
    gboolean container;
    uint8_t *params = fslmc_params(portal);
    unsigned int i;
    int found;

    if (!opened) {
        fslmc_portal_fail(portal, FSLMC_STATUS_AUTH_ERR);
        return;
    }

    container = g_str_equal(modules[opened->module], "dprc");
    if (!container && !g_str_equal(modules[opened->module], "dpio")) {
        fslmc_portal_forward(portal);
        return;
    }

    if (fslmc_version(portal) != 1) {
        fslmc_portal_fail(portal, FSLMC_STATUS_UNSUPPORTED_OP);
        return;
    }

    if (!fslmc_portal_forward(portal))
        return;

    found = fslmc_guest_find(portal->guest, modules[opened->module], opened->id);
    object = found < 0 ? NULL : &portal->guest->objects[found];
    if (container) {
        fslmc_put16(params + 4, object ? object->icid : 0);
        return;
    }

    /* a dpio that the guest has made itself has no portal in it */
    for (i = 0; i < 2; i++)
        fslmc_put64(params + 8 + 8 * i,
                    object && i < object->nregions ? object->regions[i].offset : 0);
}


/* Of a dpni: where the register is that the driver writes time stamps' corrections into. That is
 * an address of the host's, which is nothing or something else in the guest; a driver that
 * finds none uses a command instead. */
static void
fslmc_portal_get_single_step(FslMcPortal *portal)
{
    const FslMcOpen *opened = fslmc_portal_lookup(portal);

    if (!opened) {
        fslmc_portal_fail(portal, FSLMC_STATUS_AUTH_ERR);
        return;
    }

    if (!g_str_equal(modules[opened->module], "dpni")) {
        fslmc_portal_forward(portal);
        return;
    }

    if (fslmc_version(portal) < 1 || fslmc_version(portal) > 2) {
        fslmc_portal_fail(portal, FSLMC_STATUS_UNSUPPORTED_OP);
        return;
    }

    if (fslmc_portal_forward(portal))
        fslmc_put32(fslmc_params(portal) + 8, 0);
}


/* A container that the guest makes has no portal in it. */
static void
fslmc_portal_create_container(FslMcPortal *portal)
{
    if (fslmc_version(portal) < 1 || fslmc_version(portal) > 2) {
        fslmc_portal_fail(portal, FSLMC_STATUS_UNSUPPORTED_OP);
        return;
    }

    if (fslmc_portal_forward(portal))
        fslmc_put64(fslmc_params(portal) + 16, 0);
}


/* Where a region is. Version 1 has an offset in the window that the device tree
 * describes, 2 and 3 have the window's address, too. Size is what there is for the guest. */
static void
fslmc_portal_get_obj_region(FslMcPortal *portal)
{
    const FslMcObject *container = fslmc_portal_container(portal);
    unsigned int version = fslmc_version(portal);
    uint8_t *params = fslmc_params(portal);
    unsigned int index = params[6];
    const FslMcRegion *region;
    int found;

    if (!container) {
        fslmc_portal_fail(portal, FSLMC_STATUS_AUTH_ERR);
        return;
    }

    if (version < 1 || version > 3) {
        fslmc_portal_fail(portal, FSLMC_STATUS_UNSUPPORTED_OP);
        return;
    }

    found = fslmc_portal_named(portal, container, params + 24, fslmc_get32(params));
    if (found < 0 || index >= portal->guest->objects[found].nregions) {
        fslmc_portal_fail(portal, FSLMC_STATUS_CONFIG_ERR);
        return;
    }

    if (!fslmc_portal_forward(portal))
        return;

    region = &portal->guest->objects[found].regions[index];
    fslmc_put64(params + 8, region->offset);
    fslmc_put32(params + 16, region->size);
    fslmc_put64(params + 32, version == 1 ? 0 : portal->guest->windows[region->window]);
}


static void
fslmc_portal_set_object_irq(FslMcPortal *portal, int found)
{
    FslMcGuest *guest = portal->guest;
    const uint8_t *params = fslmc_params(portal);
    unsigned int index = params[4];
    FslMcIrq before;
    FslMcIrq *irq;

    if (found < 0 || index >= guest->objects[found].nirqs) {
        fslmc_portal_fail(portal, FSLMC_STATUS_CONFIG_ERR);
        return;
    }

    irq = &guest->objects[found].irqs[index];
    before = *irq;
    irq->data = fslmc_get32(params);
    irq->address = fslmc_get64(params + 8);
    irq->number = fslmc_get32(params + 16);
    if (guest->ops->setIrq(guest->opaque, found, index) < 0) {
        *irq = before;
        fslmc_portal_fail(portal, FSLMC_STATUS_NO_RESOURCE);
        return;
    }

    fslmc_portal_fail(portal, FSLMC_STATUS_OK);
}


static void
fslmc_portal_get_object_irq(FslMcPortal *portal, int found)
{
    uint8_t *params = fslmc_params(portal);
    unsigned int index = params[4];
    const FslMcIrq *irq;

    if (found < 0 || index >= portal->guest->objects[found].nirqs) {
        fslmc_portal_fail(portal, FSLMC_STATUS_CONFIG_ERR);
        return;
    }

    /* the type of interrupt, behind the number, is 0: a message */
    irq = &portal->guest->objects[found].irqs[index];
    fslmc_portal_fail(portal, FSLMC_STATUS_OK);
    fslmc_put32(params, irq->data);
    fslmc_put64(params + 8, irq->address);
    fslmc_put32(params + 16, irq->number);
}


/* An interrupt of the object that the token stands for. */
static void
fslmc_portal_irq(FslMcPortal *portal, gboolean set)
{
    const FslMcOpen *opened = fslmc_portal_lookup(portal);
    int found;

    if (!opened) {
        fslmc_portal_fail(portal, FSLMC_STATUS_AUTH_ERR);
        return;
    }

    if (fslmc_version(portal) != 1) {
        fslmc_portal_fail(portal, FSLMC_STATUS_UNSUPPORTED_OP);
        return;
    }

    found = fslmc_guest_find(portal->guest, modules[opened->module], opened->id);
    if (set)
        fslmc_portal_set_object_irq(portal, found);
    else
        fslmc_portal_get_object_irq(portal, found);
}


/* An interrupt of an object in the container that the token stands for. */
static void
fslmc_portal_obj_irq(FslMcPortal *portal, gboolean set)
{
    const FslMcObject *container = fslmc_portal_container(portal);
    const uint8_t *params = fslmc_params(portal);

    if (!container) {
        fslmc_portal_fail(portal, FSLMC_STATUS_AUTH_ERR);
        return;
    }

    if (fslmc_version(portal) != 1) {
        fslmc_portal_fail(portal, FSLMC_STATUS_UNSUPPORTED_OP);
        return;
    }

    if (set) {
        fslmc_portal_set_object_irq(portal,
                                    fslmc_portal_named(portal, container, params + 24,
                                                       fslmc_get32(params + 20)));
    } else {
        fslmc_portal_get_object_irq(portal,
                                    fslmc_portal_named(portal, container, params + 8,
                                                       fslmc_get32(params)));
    }
}


/* Returns: the module of a command that opens an object, 0 if it is another command. */
static unsigned int
fslmc_portal_open_module(unsigned int command)
{
    unsigned int module = command - FSLMC_COMMAND_OPEN;

    if (command < FSLMC_COMMAND_OPEN || module >= G_N_ELEMENTS(modules) || !modules[module])
        return 0;

    return module;
}


static void
fslmc_portal_execute(FslMcPortal *portal)
{
    unsigned int command = fslmc_command(portal);
    unsigned int module = fslmc_portal_open_module(command);

    if (module) {
        fslmc_portal_open(portal, module);
        return;
    }

    switch (command) {
    case FSLMC_COMMAND_CLOSE:
        fslmc_portal_close(portal);
        break;
    case FSLMC_COMMAND_GET_ATTRIBUTES:
        fslmc_portal_get_attributes(portal);
        break;
    case FSLMC_COMMAND_SET_IRQ:
        fslmc_portal_irq(portal, TRUE);
        break;
    case FSLMC_COMMAND_GET_IRQ:
        fslmc_portal_irq(portal, FALSE);
        break;
    case FSLMC_COMMAND_CREATE_CONTAINER:
        fslmc_portal_create_container(portal);
        break;
    case FSLMC_COMMAND_GET_OBJ_REGION:
        fslmc_portal_get_obj_region(portal);
        break;
    case FSLMC_COMMAND_SET_OBJ_IRQ:
        fslmc_portal_obj_irq(portal, TRUE);
        break;
    case FSLMC_COMMAND_GET_OBJ_IRQ:
        fslmc_portal_obj_irq(portal, FALSE);
        break;
    case FSLMC_COMMAND_GET_SINGLE_STEP:
        fslmc_portal_get_single_step(portal);
        break;
    case FSLMC_COMMAND_GET_MEM:
        /* the answer would be an address of the host's */
        fslmc_portal_fail(portal, FSLMC_STATUS_UNSUPPORTED_OP);
        break;
    default:
        fslmc_portal_forward(portal);
    }
}


uint64_t
fslmc_portal_read(const FslMcPortal *portal, uint64_t offset, unsigned int size)
{
    if (offset > FSLMC_PORTAL_SIZE - size)
        return UINT64_MAX;

    if (size == 8)
        return fslmc_get64(portal->bytes + offset);

    return fslmc_get32(portal->bytes + offset);
}


/* The header last: a guest that sees there that a command is done may read the rest. */
void
fslmc_portal_copy(const FslMcPortal *portal, uint8_t *to)
{
    memcpy(to + FSLMC_HEADER_SIZE, portal->bytes + FSLMC_HEADER_SIZE,
           FSLMC_PORTAL_SIZE - FSLMC_HEADER_SIZE);
    __atomic_thread_fence(__ATOMIC_RELEASE);
    memcpy(to, portal->bytes, FSLMC_HEADER_SIZE);
}


void
fslmc_portal_write(FslMcPortal *portal, uint64_t offset, uint64_t value, unsigned int size)
{
    if (offset > FSLMC_PORTAL_SIZE - size)
        return;

    if (size == 8)
        fslmc_put64(portal->bytes + offset, value);
    else
        fslmc_put32(portal->bytes + offset, value);

    if (offset < 4)
        portal->written |= FSLMC_HEADER_LOW;
    if (offset < FSLMC_HEADER_SIZE && offset + size > 4)
        portal->written |= FSLMC_HEADER_HIGH;

    if (offset >= FSLMC_HEADER_SIZE || portal->written != FSLMC_HEADER_ALL ||
        fslmc_status(portal) != FSLMC_STATUS_READY)
        return;

    portal->written = 0;
    fslmc_portal_execute(portal);
}
