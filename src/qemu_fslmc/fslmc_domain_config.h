/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_config.h: changing fsl_mc hostdevs in a stored configuration
 */

#pragma once

#include "fslmc_internal.h"

#include "qemu_conf.h"

#include "fslmc_hostdev_conf.h"

/**
 * virFslMcDomainConfigEdit:
 * @xml: inactive XML of a domain
 * @hostdev: what to add, remove or replace
 *
 * Returns: (transfer full): the XML, edited, as virFslMcDomainAddHostdev() and
 *   its like return it
 * Since: 0.1.0
 */
typedef char *(*virFslMcDomainConfigEdit)(const char *xml,
                                          const virFslMcHostdevDef *hostdev,
                                          GError **error);

/**
 * virFslMcDomainConfigChange:
 * @vm: a persistent domain, with a job that excludes other changes of it
 *
 * Does what the stock driver does when it attaches a device of its own to the
 * configuration: all of the domain is copied, the copy changed and saved, and
 * then it takes the place of what was. Passwords are in it.
 *
 * Returns: 0; -1 with libvirt's error set, and nothing changed
 * Since: 0.1.0
 */
int virFslMcDomainConfigChange(virQEMUDriver *driver,
                               virDomainObj *vm,
                               virFslMcDomainConfigEdit edit,
                               const virFslMcHostdevDef *hostdev);
