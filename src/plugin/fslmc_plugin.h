/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_plugin.h: what a loader and the modules it chooses from agree on
 *
 * The one interface between code that knows no libvirt and code that is built
 * for exactly one version of it.
 */

#pragma once

#define VIR_FSLMC_EXPORT __attribute__((visibility("default")))

/**
 * virFslMcPluginCheck:
 *
 * Called once, before the stock module is loaded, and while the functions of our
 * module can take the place of none.
 *
 * Returns: (transfer full) (nullable): why this libvirt is another one than the
 *   module was built for; NULL when it is that one
 * Since: 0.1.0
 */
typedef char *(*virFslMcPluginCheckFunc)(void);

VIR_FSLMC_EXPORT char *virFslMcPluginCheck(void);

#define VIR_FSLMC_PLUGIN_CHECK "virFslMcPluginCheck"

/**
 * virFslMcPluginStart:
 * @stock: dlopen() handle of the stock driver module
 * @stockPath: the file that it was loaded from
 *
 * Called once, after the stock module has registered its drivers and before
 * any of them is initialized. The module registers what it adds. When it
 * cannot do its work it logs why, once, and leaves the daemon as it is.
 *
 * Since: 0.1.0
 */
typedef void (*virFslMcPluginStartFunc)(void *stock, const char *stockPath);

VIR_FSLMC_EXPORT void virFslMcPluginStart(void *stock, const char *stockPath);

#define VIR_FSLMC_PLUGIN_START "virFslMcPluginStart"
