/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_plan.c: what a container for a guest is to have in it
 */

#include "fslmc-config.h"

#include <string.h>

#include "fslmc_mc_plan.h"

static const char *const typeNames[] = {
    [VIR_FSLMC_MC_PLAN_DPMCP] = "dpmcp",
    [VIR_FSLMC_MC_PLAN_DPBP] = "dpbp",
    [VIR_FSLMC_MC_PLAN_DPCON] = "dpcon",
    [VIR_FSLMC_MC_PLAN_DPSECI] = "dpseci",
    [VIR_FSLMC_MC_PLAN_DPIO] = "dpio",
    [VIR_FSLMC_MC_PLAN_DPCI] = "dpci",
    [VIR_FSLMC_MC_PLAN_DPDMAI] = "dpdmai",
};

G_STATIC_ASSERT(G_N_ELEMENTS(typeNames) == VIR_FSLMC_MC_PLAN_LAST);


virFslMcMcPlan *
virFslMcMcPlanNew(void)
{
    virFslMcMcPlan *plan = g_new0(virFslMcMcPlan, 1);

    plan->ports = g_array_new(FALSE, TRUE, sizeof(virFslMcMcPort));
    return plan;
}

virFslMcMcPlan *
virFslMcMcPlanCopy(const virFslMcMcPlan *plan)
{
    virFslMcMcPlan *copy = virFslMcMcPlanNew();

    copy->parent = g_strdup(plan->parent);
    memcpy(copy->label, plan->label, sizeof(copy->label));
    copy->hasOptions = plan->hasOptions;
    copy->options = plan->options;
    copy->exact = plan->exact;
    copy->vcpus = plan->vcpus;
    memcpy(copy->counts, plan->counts, sizeof(copy->counts));
    if (plan->ports->len > 0)
        g_array_append_vals(copy->ports, plan->ports->data, plan->ports->len);
    return copy;
}

void
virFslMcMcPlanFree(virFslMcMcPlan *plan)
{
    if (!plan)
        return;

    g_array_unref(plan->ports);
    g_free(plan->parent);
    g_free(plan);
}

const char *
virFslMcMcPlanTypeName(virFslMcMcPlanType type)
{
    return typeNames[type];
}

gboolean
virFslMcMcPlanTypeFrom(const char *name, virFslMcMcPlanType *type)
{
    int i;

    for (i = 0; i < VIR_FSLMC_MC_PLAN_LAST; i++) {
        if (strcmp(typeNames[i], name) == 0) {
            *type = i;
            return TRUE;
        }
    }

    return FALSE;
}

static void
virFslMcMcPlanRaise(virFslMcMcPlan *plan, virFslMcMcPlanType type, guint least)
{
    plan->counts[type] = MAX(plan->counts[type], least);
}

void
virFslMcMcPlanDerive(virFslMcMcPlan *plan)
{
    guint channels = 0;
    guint i;

    if (plan->exact)
        return;

    if (plan->vcpus == 0)
        plan->vcpus = 1;

    for (i = 0; i < plan->ports->len; i++) {
        virFslMcMcPort *port = &g_array_index(plan->ports, virFslMcMcPort, i);

        if (port->queues == 0)
            port->queues = MIN(plan->vcpus, VIR_FSLMC_MC_PLAN_QUEUES_MAX);
        channels += MIN(plan->vcpus, port->queues);
    }

    virFslMcMcPlanRaise(plan, VIR_FSLMC_MC_PLAN_DPIO, plan->vcpus);
    virFslMcMcPlanRaise(plan, VIR_FSLMC_MC_PLAN_DPBP, plan->ports->len);
    virFslMcMcPlanRaise(plan, VIR_FSLMC_MC_PLAN_DPCON, channels);
    virFslMcMcPlanRaise(plan, VIR_FSLMC_MC_PLAN_DPMCP,
                        plan->ports->len + plan->counts[VIR_FSLMC_MC_PLAN_DPIO] +
                        plan->counts[VIR_FSLMC_MC_PLAN_DPSECI] + 1);
}
