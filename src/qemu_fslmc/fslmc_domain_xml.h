/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_xml.h: domain XML on its way to the stock driver
 */

#pragma once

#include "fslmc_internal.h"

#include <libvirt/libvirt.h>

/**
 * virFslMcDomainXMLLift:
 * @xml: (inout) (nullable): a document with domains in it, as a caller gave it;
 *   the stock driver's on return, the same pointer when that is the same
 * @lifted: (out) (transfer full) (nullable): who owns it, when it is another
 *
 * Returns: -1 with libvirt's error set when what the document has to say about
 *   fsl_mc hostdevs is wrong
 * Since: 0.1.0
 */
int virFslMcDomainXMLLift(const char **xml, char **lifted);

/* Parameters that were copied because one of them had to be changed. */
typedef struct _virFslMcDomainXMLParams virFslMcDomainXMLParams;
struct _virFslMcDomainXMLParams {
    virTypedParameterPtr list;
    int length;
};

void virFslMcDomainXMLParamsClear(virFslMcDomainXMLParams *params);
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(virFslMcDomainXMLParams, virFslMcDomainXMLParamsClear)

/**
 * virFslMcDomainXMLLiftParams:
 * @params: (inout): typed parameters of a call about a domain
 * @nparams: how many
 * @lifted: (out): who owns them, when they are others
 *
 * As virFslMcDomainXMLLift(), for each parameter that is domain XML.
 *
 * Since: 0.1.0
 */
int virFslMcDomainXMLLiftParams(virTypedParameterPtr *params,
                                int nparams,
                                virFslMcDomainXMLParams *lifted);
