/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_nova_provider.h: how many containers OpenStack's placement is told of
 */

#pragma once

#include "fslmc_mc_tree.h"

/**
 * virFslMcNovaProviderClass:
 * @label: of containers
 *
 * Returns: (transfer full): the resource class for it: "CUSTOM_FSLMC_" and the label in
 *   upper case, with "_" for what is neither a letter nor a digit
 * Since: 0.1.0
 */
char *virFslMcNovaProviderClass(const char *label);

/**
 * virFslMcNovaProviderFormat:
 * @labels: those that are open to Nova, NULL at the end
 * @tree: what the Management Complex has
 * @node: uuid of the compute node's resource provider, or "$COMPUTE_NODE"
 *
 * Returns: (transfer full): a provider configuration of Nova, in YAML; NULL with
 *   VIR_FSLMC_ERROR_FAILED when two labels would be one resource class
 * Since: 0.1.0
 */
char *virFslMcNovaProviderFormat(const char *const *labels,
                                 const virFslMcMcTree *tree,
                                 const char *node,
                                 GError **error);
