/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_caps_conf.h: hostdevs of ours in the XML of domain capabilities
 */

#pragma once

#include <glib.h>

#include "fslmc_hostdev_kind.h"

/**
 * virFslMcDomainCapsAddHostdev:
 * @xml: (transfer full) (nullable): domain capabilities
 *
 * Adds the type of @kind to the types of hostdevs that are supported. To be called when
 * emulator and host can; where no hostdev is supported at all, nothing is added.
 *
 * Returns: (transfer full) (nullable): the domain capabilities; @xml when that
 *   needs no change
 * Since: 0.1.0
 */
char *virFslMcDomainCapsAddHostdev(char *xml, const virFslMcHostdevKind *kind);
