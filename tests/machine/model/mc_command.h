/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_command.h: an MC command as it lies in a portal
 *
 * 64 bytes, little-endian: a header and seven words of parameters. Parameters
 * are addressed by their byte offset behind the header, so that the code reads
 * as the interface's tables do.
 */

#pragma once

#include <glib.h>
#include <string.h>

#define MC_COMMAND_SIZE 64
#define MC_PARAMETERS_SIZE (MC_COMMAND_SIZE - 8)

/* The header, once it is in the host's byte order. */
#define MC_HEADER_STATUS(header) (((header) >> 16) & 0xff)
#define MC_HEADER_TOKEN(header) (((header) >> 32) & 0xffff)
#define MC_HEADER_VERSION(header) (((header) >> 48) & 0xf)
#define MC_HEADER_ID(header) ((guint16) ((header) >> 52))
/* status and token: what the answer puts in */
#define MC_HEADER_ANSWERED G_GUINT64_CONSTANT(0x0000ffff00ff0000)

typedef enum {
    MC_STATUS_OK = 0x0,
    MC_STATUS_READY = 0x1,      /* the kernel's: to be answered */
    MC_STATUS_AUTH = 0x3,       /* no such session */
    MC_STATUS_PRIVILEGE = 0x4,
    MC_STATUS_DMA = 0x5,
    MC_STATUS_CONFIG = 0x6,     /* no such object, index or parameter */
    MC_STATUS_TIMEOUT = 0x7,
    MC_STATUS_RESOURCE = 0x8,
    MC_STATUS_MEMORY = 0x9,
    MC_STATUS_BUSY = 0xa,
    MC_STATUS_UNSUPPORTED = 0xb,
    MC_STATUS_STATE = 0xc,
} McStatus;

typedef struct {
    guint64 header;
    guint8 parameters[MC_PARAMETERS_SIZE];
} McCommand;

G_STATIC_ASSERT(sizeof(McCommand) == MC_COMMAND_SIZE);

static inline guint8
mcGet8(const McCommand *command,
       gsize offset)
{
    return command->parameters[offset];
}

static inline guint16
mcGet16(const McCommand *command,
        gsize offset)
{
    guint16 value;

    memcpy(&value, command->parameters + offset, sizeof(value));
    return GUINT16_FROM_LE(value);
}

static inline guint32
mcGet32(const McCommand *command,
        gsize offset)
{
    guint32 value;

    memcpy(&value, command->parameters + offset, sizeof(value));
    return GUINT32_FROM_LE(value);
}

static inline guint64
mcGet64(const McCommand *command,
        gsize offset)
{
    guint64 value;

    memcpy(&value, command->parameters + offset, sizeof(value));
    return GUINT64_FROM_LE(value);
}

static inline void
mcPut8(McCommand *command,
       gsize offset,
       guint8 value)
{
    command->parameters[offset] = value;
}

static inline void
mcPut16(McCommand *command,
        gsize offset,
        guint16 value)
{
    value = GUINT16_TO_LE(value);
    memcpy(command->parameters + offset, &value, sizeof(value));
}

static inline void
mcPut32(McCommand *command,
        gsize offset,
        guint32 value)
{
    value = GUINT32_TO_LE(value);
    memcpy(command->parameters + offset, &value, sizeof(value));
}

static inline void
mcPut64(McCommand *command,
        gsize offset,
        guint64 value)
{
    value = GUINT64_TO_LE(value);
    memcpy(command->parameters + offset, &value, sizeof(value));
}
