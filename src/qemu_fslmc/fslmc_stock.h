/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_stock.h: functions of the stock QEMU driver that we call
 *
 * Our module is loaded before the stock one, and so cannot refer to its
 * symbols. They are looked up once it is there. What is in libvirt.so is
 * called as always.
 */

#pragma once

#include "fslmc_internal.h"

#include "qemu/qemu_capabilities.h"
#include "qemu/qemu_cgroup.h"
#include "qemu/qemu_command.h"
#include "qemu/qemu_conf.h"
#include "qemu/qemu_domain.h"
#include "qemu/qemu_hostdev.h"
#include "qemu/qemu_migration.h"
#include "qemu/qemu_namespace.h"
#include "qemu/qemu_process.h"
#include "qemu/qemu_security.h"

#include "fslmc_seam_names.h"

/* Beside those that ours take the place of. */
#define VIR_FSLMC_STOCK_HELPERS(HELPER) \
    HELPER(qemuDomainNamespaceEnabled) \
    HELPER(qemuDomainNamespaceSetupPath) \
    HELPER(qemuSecurityDomainRestorePathLabel) \
    HELPER(qemuSecurityDomainSetPathLabel) \
    HELPER(virQEMUCapsGet) \
    HELPER(virQEMUDriverGetConfig)

/* Each under its own name, and with the type that libvirt's headers give it. */
typedef struct _virFslMcStock virFslMcStock;
struct _virFslMcStock {
#define FUNC(name) typeof(name) *name;
    VIR_FSLMC_SEAMS(FUNC)
    VIR_FSLMC_STOCK_HELPERS(FUNC)
#undef FUNC
};

extern virFslMcStock qemuStock;

/**
 * virFslMcStockResolve:
 * @module: dlopen() handle of the stock module
 *
 * Fills qemuStock.
 *
 * Returns: NULL, or the name of a function that @module does not have
 * Since: 0.1.0
 */
const char *virFslMcStockResolve(void *module);
