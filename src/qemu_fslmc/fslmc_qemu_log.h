/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_qemu_log.h: what QEMU said
 */

#pragma once

#include "fslmc_internal.h"

#include "qemu/qemu_conf.h"

/**
 * virFslMcQemuLogTail:
 * @driver: libvirt's QEMU driver
 * @domain: name of a guest whose QEMU runs
 *
 * Returns: (transfer full): the end of what this QEMU has written so far, its
 *   command line and libvirt's own lines not among it; empty when it was silent
 *   or the log cannot be read
 * Since: 0.1.0
 */
char *virFslMcQemuLogTail(virQEMUDriver *driver, const char *domain);
