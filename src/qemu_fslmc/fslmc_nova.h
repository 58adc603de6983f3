/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_nova.h: containers for guests of OpenStack Nova
 */

#pragma once

#include "fslmc_internal.h"

#include "domain_conf.h"

/**
 * virFslMcNovaApply:
 * @path: the configuration file
 * @def: live definition of a guest that is about to start
 *
 * Nova writes the definition of a guest anew at each start, so what an operator adds to
 * it is lost. Instead, when Nova's metadata name a flavor that asks for a container,
 * @def gets a managed hostdev by label, and no ACPI, which Nova writes for every guest
 * with UEFI. A guest that has an fsl_mc hostdev keeps that one.
 *
 * The flavor asks with the extra spec "fslmc:label", or is in the list "flavors" of
 * @path. The list "labels" there has the labels that Nova may use, and no other can be
 * had.
 *
 * Returns: 0; -1 with libvirt's error set when the flavor asks for a container that it
 *   cannot have
 * Since: 0.1.0
 */
int virFslMcNovaApply(const char *path, virDomainDef *def);
