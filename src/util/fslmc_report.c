/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_report.c: errors of the rooms below libvirt as libvirt's errors
 */

#include "fslmc_report.h"

#include "fslmc_conf_error.h"
#include "fslmc_error.h"


static virErrorNumber
virFslMcBusErrorNumber(virFslMcError code)
{
    switch (code) {
    case VIR_FSLMC_ERROR_INVALID_NAME:
    case VIR_FSLMC_ERROR_NOT_CONTAINER:
        return VIR_ERR_INVALID_ARG;
    case VIR_FSLMC_ERROR_NOT_FOUND:
        return VIR_ERR_NO_NODE_DEVICE;
    case VIR_FSLMC_ERROR_ROOT:
    case VIR_FSLMC_ERROR_BUSY:
    case VIR_FSLMC_ERROR_NOT_VFIO:
    case VIR_FSLMC_ERROR_HOST_DRIVER:
    case VIR_FSLMC_ERROR_UNBOUND:
        return VIR_ERR_OPERATION_INVALID;
    case VIR_FSLMC_ERROR_NO_IOMMU_GROUP:
        return VIR_ERR_CONFIG_UNSUPPORTED;
    case VIR_FSLMC_ERROR_TIMEOUT:
        return VIR_ERR_OPERATION_TIMEOUT;
    case VIR_FSLMC_ERROR_NO_DRIVER:
    case VIR_FSLMC_ERROR_REFUSED:
    case VIR_FSLMC_ERROR_FIRMWARE:
    case VIR_FSLMC_ERROR_NOT_RESTORED:
        return VIR_ERR_OPERATION_FAILED;
    case VIR_FSLMC_ERROR_FAILED:
        return VIR_ERR_SYSTEM_ERROR;
    }

    return VIR_ERR_INTERNAL_ERROR;
}


/* No VIR_ERR_XML_INVALID_SCHEMA: virsh takes that for something that goes away
 * when validation is turned off. */
static virErrorNumber
virFslMcConfErrorNumber(virFslMcConfError code)
{
    switch (code) {
    case VIR_FSLMC_CONF_ERROR_SYNTAX:
        return VIR_ERR_XML_DETAIL;
    case VIR_FSLMC_CONF_ERROR_XML:
        return VIR_ERR_XML_ERROR;
    case VIR_FSLMC_CONF_ERROR_UNSUPPORTED:
        return VIR_ERR_CONFIG_UNSUPPORTED;
    case VIR_FSLMC_CONF_ERROR_EXISTS:
        return VIR_ERR_OPERATION_INVALID;
    case VIR_FSLMC_CONF_ERROR_MISSING:
        return VIR_ERR_DEVICE_MISSING;
    }

    return VIR_ERR_INTERNAL_ERROR;
}


static virErrorNumber
virFslMcErrorNumber(const GError *error)
{
    if (error->domain == VIR_FSLMC_ERROR)
        return virFslMcBusErrorNumber(error->code);
    if (error->domain == VIR_FSLMC_CONF_ERROR)
        return virFslMcConfErrorNumber(error->code);

    return VIR_ERR_INTERNAL_ERROR;
}


void
virFslMcReportErrorFull(int domain,
                        const char *file,
                        const char *func,
                        size_t line,
                        const GError *error)
{
    virReportErrorHelper(domain, virFslMcErrorNumber(error),
                         file, func, line, "%s", error->message);
}
