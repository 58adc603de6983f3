/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_firmware.h: what the MC answers
 *
 * It knows commands, objects and sessions, and nothing of memory or sockets.
 */

#pragma once

#include <stdio.h>

#include "mc_command.h"
#include "mc_fault.h"
#include "mc_topology.h"

typedef struct _McFirmware McFirmware;

/**
 * mcFirmwareNew:
 * @topology: what it has; becomes the firmware's
 * @portalBase: guest physical address of MC portal 0
 * @log: where each command is written, or NULL
 */
McFirmware *mcFirmwareNew(McTopology *topology,
                          guint64 portalBase,
                          FILE *log);
void mcFirmwareFree(McFirmware *firmware);

/**
 * mcFirmwareSetDoorbell:
 * @containers: whether interrupts of others than the root container can be written
 * @ring: writes an interrupt; @device: who interrupts, as the interrupt controller
 *        knows it; @value: what is written
 *
 * An interrupt is written when a command has changed what is in a container.
 */
void mcFirmwareSetDoorbell(McFirmware *firmware,
                           gboolean containers,
                           void (*ring)(guint device,
                                        guint32 value,
                                        void *data),
                           void *data);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McFirmware, mcFirmwareFree)

/* The firmware's own; to be changed with mcTopology…() at will. */
McTopology *mcFirmwareGetTopology(McFirmware *firmware);

/**
 * mcFirmwareRun:
 * @portal: number of the portal where the command lies
 * @command: the command; turned into its answer
 *
 * Returns: FALSE when the command is never to be answered
 */
gboolean mcFirmwareRun(McFirmware *firmware,
                       guint portal,
                       McCommand *command);

/* By name ("get_obj", "any") or number ("0x15a"). */
gboolean mcFirmwareParseCommand(const char *text,
                                McPattern *pattern,
                                GError **error);
/* By name ("busy") or number ("0xa"); what the kernel gets as an error. */
gboolean mcFirmwareParseStatus(const char *text,
                               int *status,
                               GError **error);

void mcFirmwareAddFault(McFirmware *firmware,
                        McFault *fault);
void mcFirmwareClearFaults(McFirmware *firmware);

/* How many such commands came since the start. */
guint64 mcFirmwareCount(McFirmware *firmware,
                        McPattern pattern);
/* The last commands, the oldest first, a line each; to be freed. */
char *mcFirmwareJournal(McFirmware *firmware,
                        guint lines);

/**
 * mcFirmwareInterrupt:
 * @name: an object
 *
 * Makes the interrupt of the object pending, and writes it. Of a container, it says
 * that objects were added.
 *
 * Returns: FALSE with @error set when the kernel did not set it up, or when nothing
 * can write it
 */
gboolean mcFirmwareInterrupt(McFirmware *firmware,
                             const char *name,
                             GError **error);
