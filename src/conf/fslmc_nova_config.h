/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_nova_config.h: what the operator opens to OpenStack Nova
 *
 * The file is written like libvirt's own configuration files, in which a list of
 * strings is between brackets. The plugin and the program that tells placement how
 * many containers there are read the same one.
 */

#pragma once

#include <glib.h>

#define VIR_FSLMC_NOVA_CONFIG_FILE "fslmc-nova.conf"

typedef struct {
    char **labels;      /* of containers that Nova may give to guests; never NULL */
    char **flavors;     /* each "FLAVOR=LABEL"; never NULL */
} virFslMcNovaConfig;

void virFslMcNovaConfigFree(virFslMcNovaConfig *config);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcNovaConfig, virFslMcNovaConfigFree)

/**
 * virFslMcNovaConfigRead:
 * @path: the file, which need not be there: then nothing is opened
 *
 * Returns: (transfer full): what is in it; NULL with VIR_FSLMC_CONF_ERROR_SYNTAX, the
 *   message naming the file and the line
 * Since: 0.1.0
 */
virFslMcNovaConfig *virFslMcNovaConfigRead(const char *path, GError **error);

/**
 * virFslMcNovaConfigFindFlavor:
 * @flavor: name of a flavor
 *
 * Returns: (nullable): the label that the file has for it
 * Since: 0.1.0
 */
const char *virFslMcNovaConfigFindFlavor(const virFslMcNovaConfig *config,
                                         const char *flavor);
