/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_kernel.h: plays the kernel to a model that runs as a process
 *
 * It shares no code with the model: what both know of the interface was written
 * down twice.
 */

#pragma once

#include <gio/gio.h>

typedef struct _McKernel McKernel;

/* Starts the model in a directory of its own, with a topology file, whose
 * containers are "plugged" or "unplugged" where it does not say it, and waits
 * until it is ready. Fails the test when that does not work. */
McKernel *mcKernelNew(const char *topology,
                      const char *containers);
/* Ends the model, and checks that it ends as it should. */
void mcKernelFree(McKernel *kernel);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(McKernel, mcKernelFree)

const char *mcKernelGetControlPath(const McKernel *kernel);
/* Where the model looks for QEMU, to have it write interrupts; nothing is there. */
const char *mcKernelGetDoorbellPath(const McKernel *kernel);

/* Sends a line to the model's socket. Returns: its answer, to be freed. */
char *mcKernelControl(McKernel *kernel,
                      const char *line);

/**
 * mcKernelSend:
 * @portal: number of an MC portal
 * @token: session, 0 for none
 * @words: name or number of the command, and its parameters
 *
 * Returns: the answer as text, to be freed
 */
char *mcKernelSend(McKernel *kernel,
                   guint portal,
                   guint16 token,
                   char **words);

/* A word of memory at a guest physical address. */
guint32 mcKernelPeek(const McKernel *kernel,
                     guint64 address);
