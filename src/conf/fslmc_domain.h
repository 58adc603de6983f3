/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain.h: a domain in a document, and its hostdevs
 *
 * Private to the lifting, restoring and editing in fslmc_domain_conf.c.
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

/* An fsl_mc hostdev of a domain. */
typedef struct {
    xmlNodePtr node;
    unsigned int after;   /* how many other hostdevs stand before it */
} virFslMcElement;

/* A domain in a document. The nodes are the document's. */
typedef struct {
    xmlNodePtr node;
    xmlNodePtr metadata;
    xmlNodePtr carriage;
    GArray *elements;     /* of virFslMcElement */
    GPtrArray *others;    /* of xmlNode: its other hostdevs */
    GPtrArray *hostdevs;  /* of virFslMcHostdevDef: what carriage and elements
                           * say, in order */
} virFslMcDomain;

/**
 * virFslMcDomainNew:
 * @node: element of a domain
 *
 * Finds what matters to us, right or wrong.
 *
 * Returns: (transfer full): the domain, with all but @hostdevs filled in
 * Since: 0.1.0
 */
virFslMcDomain *virFslMcDomainNew(xmlNodePtr node);
void virFslMcDomainFree(virFslMcDomain *domain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcDomain, virFslMcDomainFree)

/**
 * virFslMcDomainsNew:
 * @root: the element of a document
 *
 * Returns: (transfer full): array of virFslMcDomain that owns them: those in
 *   the document
 * Since: 0.1.0
 */
GPtrArray *virFslMcDomainsNew(xmlNodePtr root);

/**
 * virFslMcDomainParse:
 *
 * Fills in @hostdevs. A container that the carriage holds and that is there as
 * an element, too, is what the element says.
 *
 * Returns: FALSE with @error set when an element or the carriage is invalid
 * Since: 0.1.0
 */
gboolean virFslMcDomainParse(virFslMcDomain *domain, GError **error);
