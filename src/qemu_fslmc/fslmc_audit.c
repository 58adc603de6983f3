/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_audit.c: audit records about hostdevs of ours
 */

#include "fslmc_audit.h"

#include "viraudit.h"
#include "viruuid.h"

#include "fslmc_hostdev_conf.h"

VIR_LOG_INIT("fslmc.audit");


void
virFslMcAuditHostdevs(const virDomainDef *def,
                      GPtrArray *hostdevs,
                      const char *reason,
                      bool success)
{
    char uuid[VIR_UUID_STRING_BUFLEN];
    g_autofree char *vm = virAuditEncode("vm", def->name);
    guint i;

    virUUIDFormat(def->uuid, uuid);

    for (i = 0; i < hostdevs->len; i++) {
        const virFslMcHostdevDef *hostdev = g_ptr_array_index(hostdevs, i);
        /* a label stands for a container that was not found */
        g_autofree char *device = virAuditEncode("device", hostdev->name ?
                                                 hostdev->name : hostdev->label);

        VIR_AUDIT(VIR_AUDIT_RECORD_RESOURCE, success,
                  "virt=%s resrc=dev reason=%s %s uuid=%s bus=%s %s",
                  virDomainVirtTypeToString(def->virtType), reason, vm, uuid,
                  hostdev->kind->type, device);
    }
}
