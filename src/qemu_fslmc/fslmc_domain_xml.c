/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_xml.c: domain XML on its way to the stock driver
 */

#include "fslmc_domain_xml.h"

#include "virerror.h"
#include "virtypedparam.h"

#include "fslmc_domain_conf.h"
#include "fslmc_report.h"

#define VIR_FROM_THIS VIR_FROM_QEMU


int
virFslMcDomainXMLLift(const char **xml,
                      char **lifted)
{
    g_autoptr(GError) error = NULL;

    *lifted = NULL;
    if (!*xml)
        return 0;

    if (!virFslMcDomainLift(*xml, lifted, &error)) {
        virFslMcReportError(error);
        return -1;
    }

    if (*lifted)
        *xml = *lifted;

    return 0;
}


void
virFslMcDomainXMLParamsClear(virFslMcDomainXMLParams *params)
{
    virTypedParamsFree(params->list, params->length);
    params->list = NULL;
    params->length = 0;
}


static bool
virFslMcDomainXMLIsParam(const virTypedParameter *param)
{
    static const char *const names[] = {
        VIR_DOMAIN_SAVE_PARAM_DXML,
        VIR_MIGRATE_PARAM_DEST_XML,
        VIR_MIGRATE_PARAM_PERSIST_XML,
        NULL
    };

    return param->type == VIR_TYPED_PARAM_STRING &&
        g_strv_contains(names, param->field);
}


int
virFslMcDomainXMLLiftParams(virTypedParameterPtr *params,
                            int nparams,
                            virFslMcDomainXMLParams *lifted)
{
    virTypedParameterPtr given = *params;
    int i;

    for (i = 0; i < nparams; i++) {
        g_autofree char *text = NULL;
        const char *xml;

        if (!virFslMcDomainXMLIsParam(&given[i]))
            continue;

        xml = given[i].value.s;
        if (virFslMcDomainXMLLift(&xml, &text) < 0)
            return -1;
        if (!text)
            continue;

        /* the caller's are not ours to change */
        if (!lifted->list) {
            virTypedParamsCopy(&lifted->list, given, nparams);
            lifted->length = nparams;
            *params = lifted->list;
        }

        g_free(lifted->list[i].value.s);
        lifted->list[i].value.s = g_steal_pointer(&text);
    }

    return 0;
}
