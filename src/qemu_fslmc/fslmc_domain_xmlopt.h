/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_xmlopt.h: our part in libvirt's own checks of domains
 */

#pragma once

#include "fslmc_internal.h"

#include "domain_conf.h"

/**
 * virFslMcDomainXMLOptionStart:
 * @xmlopt: the stock driver's callbacks for domains; only one at a time
 *
 * From here on libvirt also asks virFslMcDomainValidate() wherever it asks its
 * driver about a domain: when one is defined, created or started. And where it
 * compares two domains that must look the same to a guest (save images,
 * snapshots), fsl_mc hostdevs count as any.
 *
 * Since: 0.1.0
 */
void virFslMcDomainXMLOptionStart(virDomainXMLOption *xmlopt);

/**
 * virFslMcDomainXMLOptionStop:
 *
 * Puts the stock callbacks back. Does nothing when not started.
 *
 * Since: 0.1.0
 */
void virFslMcDomainXMLOptionStop(void);
