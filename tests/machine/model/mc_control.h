/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_control.h: what people and tests tell the model, a line at a time
 */

#pragma once

#include "mc_firmware.h"

/**
 * mcControlRun:
 * @initial: file of the topology that "reset" goes back to
 * @plugged: as in mcTopologyParse(), for that file
 * @line: a command of the protocol in README.md
 *
 * Returns: its answer, "ok…" or "error…", one line; to be freed
 */
char *mcControlRun(McFirmware *firmware,
                   const char *initial,
                   gboolean plugged,
                   const char *line);
