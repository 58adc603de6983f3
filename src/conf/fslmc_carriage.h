/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_carriage.h: how stock libvirt carries hostdevs that it does not know
 *
 * A domain's <metadata> may hold elements of other namespaces, one of each;
 * libvirt stores them, copies them and gives them back. Ours holds the
 * domain's fsl_mc hostdevs:
 *
 *   <fslmc:hostdevs xmlns:fslmc='urn:libvirt-fslmc:domain' version='1'>
 *     <fslmc:hostdev mode='subsystem' type='fsl_mc' managed='yes' after='0'>
 *       <fslmc:source>
 *         <fslmc:address object='dprc.2'/>
 *       </fslmc:source>
 *     </fslmc:hostdev>
 *   </fslmc:hostdevs>
 *
 * That is the element of the domain in another namespace, and with its place
 * among the other hostdevs. docs/schemas/fslmc-carriage.rng describes it.
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

/* Never changes, so that every version of us finds what is ours. */
#define VIR_FSLMC_CARRIAGE_URI "urn:libvirt-fslmc:domain"

/**
 * virFslMcCarriageIsOurs:
 * @uri: (nullable): namespace URI, as virDomainSetMetadata takes it
 *
 * Returns: whether metadata of that namespace is the carriage, or will be when
 *   libvirt has stored it and reads it again
 * Since: 0.1.0
 */
gboolean virFslMcCarriageIsOurs(const char *uri);

/**
 * virFslMcCarriageIsMetadata:
 * @xml: an element, as virDomainSetMetadata takes it
 *
 * libvirt puts an element into the namespace that comes with it in that call,
 * unless it is in one already.
 *
 * Returns: whether the element itself says that it is the carriage
 * Since: 0.1.0
 */
gboolean virFslMcCarriageIsMetadata(const char *xml);

/**
 * virFslMcCarriageFind:
 * @metadata: (nullable): the <metadata> of a domain
 *
 * Returns: (nullable): the first element in it that is in our namespace, valid
 *   or not
 * Since: 0.1.0
 */
xmlNodePtr virFslMcCarriageFind(const xmlNode *metadata);

/**
 * virFslMcCarriageParse:
 * @metadata: (nullable): the <metadata> of a domain, as libvirt keeps it
 *
 * Returns: (transfer full): array of virFslMcHostdevDef that owns them, in the
 *   order that they have in the domain, empty without a carriage; NULL with
 *   VIR_FSLMC_CONF_ERROR_UNSUPPORTED when a newer version of us has written
 *   the carriage, or VIR_FSLMC_CONF_ERROR_XML when it is invalid or names a
 *   container twice
 * Since: 0.1.0
 */
GPtrArray *virFslMcCarriageParse(const xmlNode *metadata, GError **error);

/**
 * virFslMcCarriageOwnsMetadata:
 * @carriage: (nullable): a carriage
 *
 * Returns: whether the domain had no <metadata> before there was a carriage
 * Since: 0.1.0
 */
gboolean virFslMcCarriageOwnsMetadata(const xmlNode *carriage);

/**
 * virFslMcCarriageFormat:
 * @hostdevs: array of virFslMcHostdevDef
 * @ownsMetadata: whether <metadata> goes when the carriage goes
 *
 * Appends the carriage, as lines.
 *
 * Since: 0.1.0
 */
void virFslMcCarriageFormat(GString *buf,
                            unsigned int depth,
                            GPtrArray *hostdevs,
                            gboolean ownsMetadata);

/**
 * virFslMcCarriageSet:
 * @metadata: (inout) (nullable): the <metadata> of a domain, as libvirt keeps it
 * @hostdevs: array of virFslMcHostdevDef, in the order that they have in the domain
 *
 * Makes @hostdevs what the domain has, instead of what it had. Without any, the
 * carriage goes, and <metadata> with it when it was there for the carriage alone.
 *
 * Since: 0.1.0
 */
void virFslMcCarriageSet(xmlNodePtr *metadata, GPtrArray *hostdevs);
