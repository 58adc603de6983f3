/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_container_conf.h: node-device XML of a container that is to be made
 */

#pragma once

#include "fslmc_mc_plan.h"

typedef struct {
    char *name;             /* of the node device; NULL when the XML has none */
    char *container;        /* kernel name of the active one whose XML it is, or NULL */
    virFslMcMcPlan *plan;   /* as it is in the XML, nothing derived */
} virFslMcContainerDef;

void virFslMcContainerDefFree(virFslMcContainerDef *def);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcContainerDef, virFslMcContainerDefFree)

/**
 * virFslMcContainerFormatOptions:
 * @depth: of the lines
 * @set: of virFslMcMcContainerOptions
 *
 * Adds an element for each option that is set.
 *
 * Since: 0.1.0
 */
void virFslMcContainerFormatOptions(GString *buf,
                                    unsigned int depth,
                                    guint32 set);

/**
 * virFslMcContainerHasPortDetails / virFslMcContainerFormatPortDetails:
 * @depth: of the lines
 *
 * The elements in that of a network interface; what is not known has none.
 *
 * Since: 0.1.0
 */
gboolean virFslMcContainerHasPortDetails(const virFslMcMcPort *port);
void virFslMcContainerFormatPortDetails(GString *buf,
                                        unsigned int depth,
                                        const virFslMcMcPort *port);

/**
 * virFslMcContainerDefIs:
 * @xml: a document
 *
 * Returns: whether it is about a node device on the fsl-mc bus; FALSE also for
 *   what is no XML
 * Since: 0.1.0
 */
gboolean virFslMcContainerDefIs(const char *xml);

/**
 * virFslMcContainerNameIsValid:
 *
 * Returns: whether a definition can have that name: "dprc_" and a letter, and then
 *   letters, digits, "_" and "-"; so it is never the name of an object
 * Since: 0.1.0
 */
gboolean virFslMcContainerNameIsValid(const char *name);

/**
 * virFslMcContainerNameFromLabel:
 * @label: of a container
 * @nth: 1 for the label's own name, and then others, as "dprc_net-2"
 *
 * Returns: (transfer full) (nullable): a name that a definition can have; NULL when
 *   the label does not begin with a letter
 * Since: 0.1.0
 */
char *virFslMcContainerNameFromLabel(const char *label,
                                     guint nth);

/**
 * virFslMcContainerDefParse:
 * @xml: a document
 *
 * A name that no definition can have is ignored, as the one of an active
 * container. The label is the name without "dprc_" when there is none. The XML of a
 * node device that is a container means one that is the same: what is in it is
 * exact, and it may be without a label.
 *
 * Returns: (transfer full): what is to be made; NULL with
 *   VIR_FSLMC_CONF_ERROR_SYNTAX, VIR_FSLMC_CONF_ERROR_XML, or
 *   VIR_FSLMC_CONF_ERROR_UNSUPPORTED
 * Since: 0.1.0
 */
virFslMcContainerDef *virFslMcContainerDefParse(const char *xml, GError **error);

/**
 * virFslMcContainerDefFormat:
 *
 * Returns: (transfer full): the XML that virFslMcContainerDefParse() makes the
 *   same of
 * Since: 0.1.0
 */
char *virFslMcContainerDefFormat(const virFslMcContainerDef *def);
