/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_tree.h: a picture of the containers of a host
 */

#pragma once

#include "fslmc_host.h"

/**
 * virFslMcHostTreeText:
 *
 * Returns: (transfer full): the containers with their objects, drivers, groups
 *   and guests, one line for each; NULL when the bus cannot be read
 * Since: 0.1.0
 */
char *virFslMcHostTreeText(const virFslMcHost *host, GError **error);

/**
 * virFslMcHostTreeDot:
 *
 * Returns: (transfer full): the same in the language of Graphviz; NULL when
 *   the bus cannot be read
 * Since: 0.1.0
 */
char *virFslMcHostTreeDot(const virFslMcHost *host, GError **error);

/**
 * virFslMcHostTreeSvg:
 *
 * Returns: (transfer full): the picture that Graphviz draws of it; NULL with
 *   what it said when it failed, or G_SPAWN_ERROR when it is not installed
 * Since: 0.1.0
 */
char *virFslMcHostTreeSvg(const virFslMcHost *host, GError **error);
