/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_nova_conf.h: what OpenStack Nova says of a guest of its own
 *
 * In the <metadata> of a domain, in Nova's namespace. Nova 32 and later write the
 * flavor's extra specs there, earlier versions its name only. Names of instances and
 * properties of images are a tenant's, and are not looked at.
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

/* The extra spec that asks for a container with that label. */
#define VIR_FSLMC_NOVA_EXTRA_SPEC "fslmc:label"

/**
 * virFslMcNovaParse:
 * @metadata: (nullable): the <metadata> of a domain
 * @flavor: (out) (transfer full): name of the flavor
 * @label: (out) (transfer full) (nullable): value of the extra spec; NULL without it
 *
 * Returns: whether the domain is one of Nova's that has a flavor
 * Since: 0.1.0
 */
gboolean virFslMcNovaParse(const xmlNode *metadata,
                           char **flavor,
                           char **label);
