/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_command.h: hostdevs of ours on QEMU's command line
 */

#pragma once

#include "fslmc_internal.h"

#include "domain_conf.h"
#include "vircommand.h"

#include "qemu/qemu_capabilities.h"

/**
 * virFslMcCommandPrepareBootOrder:
 * @def: a domain whose command line is about to be made
 * @hostdevs: array of virFslMcHostdevDef, the domain's
 *
 * Where libvirt sees no boot order it has the first disk boot first. That is
 * taken back when a hostdev of ours has an order, as if libvirt had seen it: QEMU
 * takes no two devices with one order.
 *
 * Since: 0.1.0
 */
void virFslMcCommandPrepareBootOrder(virDomainDef *def,
                                     GPtrArray *hostdevs);

/**
 * virFslMcCommandAddHostdevs:
 * @cmd: QEMU's command line, complete but for these
 * @def: the domain
 * @qemuCaps: what the emulator can do
 * @hostdevs: array of virFslMcHostdevDef
 * @devices: array of strings: QEMU's device for each of @hostdevs
 *
 * Returns: 0, or -1 with libvirt's error set
 * Since: 0.1.0
 */
int virFslMcCommandAddHostdevs(virCommand *cmd,
                               const virDomainDef *def,
                               virQEMUCaps *qemuCaps,
                               GPtrArray *hostdevs,
                               GPtrArray *devices);
