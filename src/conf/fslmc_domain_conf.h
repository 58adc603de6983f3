/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_conf.h: fsl_mc hostdevs in the XML of a domain
 *
 * People and programs see <hostdev type='fsl_mc'> among a domain's devices.
 * Stock libvirt sees a carriage in <metadata> instead (fslmc_carriage.h).
 * What goes in is lifted from the one form to the other, what comes out is
 * restored.
 *
 * Both work on a <domain> and on the documents that hold domains: snapshots and
 * checkpoints. A document that has nothing of ours in it is left
 * alone, and nothing but a search for our words is done to find that out. The
 * rest of a document that has keeps its text; only one in another encoding than
 * UTF-8 is written anew.
 */

#pragma once

#include <glib.h>

#include "fslmc_hostdev_conf.h"

/**
 * virFslMcDomainLift:
 * @xml: a document that is meant for stock libvirt
 * @lifted: (out) (transfer full) (nullable): the document for stock libvirt;
 *   NULL when @xml itself is that already. That includes what is no XML: stock
 *   libvirt has the better words for it
 *
 * A carriage in @xml counts as the hostdevs that it holds; one that is also
 * there as an element is that element.
 *
 * Returns: FALSE with @error set when the hostdevs or the carriage are invalid,
 *   when a container is there twice, or when the carriage is a newer version's
 *   (VIR_FSLMC_CONF_ERROR_UNSUPPORTED). Whether they can be beside the domain's other
 *   devices is for those to check who have all of them: virFslMcDomainValidate()
 * Since: 0.1.0
 */
gboolean virFslMcDomainLift(const char *xml, char **lifted, GError **error);

/**
 * virFslMcDomainRestore:
 * @xml: (transfer full) (nullable): what stock libvirt gave
 *
 * Puts each hostdev at its place: the same number of other hostdevs stand
 * before it as when it was lifted. In live XML it gets its alias. A carriage
 * that we cannot read, because it is invalid or a newer version's, stays where
 * it is, for a person to see and so that nothing is lost.
 *
 * Returns: (transfer full) (nullable): what the caller is to see; @xml when
 *   that needs no change
 * Since: 0.1.0
 */
char *virFslMcDomainRestore(char *xml);

/**
 * virFslMcDomainAddHostdev:
 * @xml: inactive XML of a domain, with its hostdevs in either form
 *
 * Returns: (transfer full): the domain with @def as its last hostdev, all of
 *   them as elements; NULL with VIR_FSLMC_CONF_ERROR_EXISTS when it has the
 *   container already, or with what virFslMcDomainLift() would refuse
 * Since: 0.1.0
 */
char *virFslMcDomainAddHostdev(const char *xml,
                               const virFslMcHostdevDef *def,
                               GError **error);

/**
 * virFslMcDomainRemoveHostdev:
 * @xml: as for virFslMcDomainAddHostdev()
 *
 * Returns: (transfer full): the domain without the hostdev that has the same
 *   source as @def; NULL with VIR_FSLMC_CONF_ERROR_MISSING when it has none
 *   such
 * Since: 0.1.0
 */
char *virFslMcDomainRemoveHostdev(const char *xml,
                                  const virFslMcHostdevDef *def,
                                  GError **error);

/**
 * virFslMcDomainRemoveAlias:
 * @xml: as for virFslMcDomainAddHostdev()
 * @alias: a user alias
 *
 * Returns: (transfer full): the domain without the hostdev of that alias; NULL
 *   with VIR_FSLMC_CONF_ERROR_MISSING when it has none such
 * Since: 0.1.0
 */
char *virFslMcDomainRemoveAlias(const char *xml,
                                const char *alias,
                                GError **error);

/**
 * virFslMcDomainReplaceHostdev:
 * @xml: as for virFslMcDomainAddHostdev()
 *
 * Returns: (transfer full): the domain with @def at the place of its hostdev
 *   with the same source; NULL with VIR_FSLMC_CONF_ERROR_MISSING when it has
 *   none such
 * Since: 0.1.0
 */
char *virFslMcDomainReplaceHostdev(const char *xml,
                                   const virFslMcHostdevDef *def,
                                   GError **error);
