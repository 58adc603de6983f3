/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_plan.h: what a container for a guest is to have in it
 */

#pragma once

#include "fslmc_mc_command.h"

/* What a plan has a number of, in the order in which it is made. Network
 * interfaces (dpni) differ from each other and have a list of their own. */
typedef enum {
    VIR_FSLMC_MC_PLAN_DPMCP,
    VIR_FSLMC_MC_PLAN_DPBP,
    VIR_FSLMC_MC_PLAN_DPCON,
    VIR_FSLMC_MC_PLAN_DPSECI,
    VIR_FSLMC_MC_PLAN_DPIO,
    VIR_FSLMC_MC_PLAN_DPCI,
    VIR_FSLMC_MC_PLAN_DPDMAI,
    VIR_FSLMC_MC_PLAN_LAST
} virFslMcMcPlanType;

/* Limits of the firmware and of Linux in the guest */
#define VIR_FSLMC_MC_PLAN_QUEUES_MAX 32
#define VIR_FSLMC_MC_PLAN_COUNT_MAX 256

/* A network interface */
typedef struct {
    gboolean hasId;             /* others of the plan may be connected to "dpni.ID" */
    guint32 id;                 /* which the new one need not get */
    gboolean hasMac;
    guint8 mac[6];
    virFslMcMcEndpoint peer;    /* its type is "" for no connection */
    guint queues;               /* 0 for one each virtual processor */
} virFslMcMcPort;

typedef struct {
    char *parent;               /* kernel name of a root container */
    char label[VIR_FSLMC_MC_STRING_SIZE];
    gboolean hasOptions;        /* otherwise those that suit a guest */
    guint32 options;            /* of virFslMcMcContainerOptions */
    gboolean exact;             /* nothing is to be derived */
    guint vcpus;                /* of the guest that it is for; 0 for one */
    GArray *ports;              /* of virFslMcMcPort */
    guint counts[VIR_FSLMC_MC_PLAN_LAST];
} virFslMcMcPlan;

virFslMcMcPlan *virFslMcMcPlanNew(void);
virFslMcMcPlan *virFslMcMcPlanCopy(const virFslMcMcPlan *plan);
void virFslMcMcPlanFree(virFslMcMcPlan *plan);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcMcPlan, virFslMcMcPlanFree)

/* Name of the type, as "dpmcp". Since: 0.1.0 */
const char *virFslMcMcPlanTypeName(virFslMcMcPlanType type);

/**
 * virFslMcMcPlanTypeFrom:
 * @name: name of a type, as "dpmcp"
 * @type: (out): its number in a plan
 *
 * Returns: whether a plan can have a number of them
 * Since: 0.1.0
 */
gboolean virFslMcMcPlanTypeFrom(const char *name, virFslMcMcPlanType *type);

/**
 * virFslMcMcPlanDerive:
 *
 * Raises the numbers to what Linux in a guest needs at least, and fills in the
 * queues of network interfaces. For each virtual processor a dpio; for each
 * network interface a dpbp, and a dpcon for each of its queues that a processor
 * can serve; and a dpmcp for the container itself and each dpni, dpio and dpseci,
 * because each of their drivers takes one for itself. What is missing shows in a
 * guest only as a device that never appears. A plan that is exact stays as it is.
 *
 * Since: 0.1.0
 */
void virFslMcMcPlanDerive(virFslMcMcPlan *plan);
