/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_nova.c: containers for guests of OpenStack Nova
 */

#include "fslmc_nova.h"

#include "virerror.h"
#include "virlog.h"

#include "fslmc_carriage.h"
#include "fslmc_domain_validate.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_nova_conf.h"
#include "fslmc_nova_config.h"
#include "fslmc_report.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

VIR_LOG_INIT("fslmc.nova");

static void
virFslMcNovaAddHostdev(virDomainDef *def,
                       const char *label)
{
    g_autoptr(GPtrArray) hostdevs = NULL;
    virFslMcHostdevDef *hostdev = virFslMcHostdevDefNew(&virFslMcHostdevKindFslMc);

    hostdev->label = g_strdup(label);
    hostdev->managed = TRUE;
    hostdev->after = def->nhostdevs;
    hostdevs = g_ptr_array_new_with_free_func((GDestroyNotify) virFslMcHostdevDefFree);
    g_ptr_array_add(hostdevs, hostdev);

    virFslMcCarriageSet(&def->metadata, hostdevs);
    def->features[VIR_DOMAIN_FEATURE_ACPI] = VIR_TRISTATE_SWITCH_ABSENT;
}


int
virFslMcNovaApply(const char *path,
                  virDomainDef *def)
{
    g_autoptr(virFslMcNovaConfig) config = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *flavor = NULL;
    g_autofree char *asked = NULL;
    const char *label;

    if (virFslMcDomainHasHostdevs(def) ||
        !virFslMcNovaParse(def->metadata, &flavor, &asked))
        return 0;

    /* A guest that asks for nothing is not harmed by a mistake in that file. */
    if (!(config = virFslMcNovaConfigRead(path, &error))) {
        if (asked) {
            virFslMcReportError(error);
            return -1;
        }
        VIR_ERROR(_("no guest of Nova gets a container by the name of its flavor: %1$s"),
                  error->message);
        return 0;
    }

    if (!(label = asked ? asked : virFslMcNovaConfigFindFlavor(config, flavor)))
        return 0;

    if (!g_strv_contains((const char *const *) config->labels, label)) {
        virReportError(VIR_ERR_CONFIG_UNSUPPORTED,
                       _("flavor '%1$s' asks for a container with label '%2$s', which is not among the 'labels' in '%3$s'"),
                       flavor, label, path);
        return -1;
    }

    virFslMcNovaAddHostdev(def, label);
    return 0;
}
