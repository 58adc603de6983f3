/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_hostdev_conf.h: <hostdev> of a type of ours, a device for a guest
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

#include "fslmc_hostdev_kind.h"

/* Name of the element. */
#define VIR_FSLMC_HOSTDEV "hostdev"

struct _virFslMcHostdevDef {
    const virFslMcHostdevKind *kind;
    char *name;             /* kernel name, as "dprc.2". NULL when the label says
                             * which, and the guest does not run */
    char *label;            /* of the containers to choose from, as the MC keeps it;
                             * NULL when the guest is to have one by name */
    gboolean managed;       /* detached from and reattached to the host by us */
    char *alias;            /* what the user chose, "ua-…"; NULL for none. In
                             * live XML the name that we gave, too */
    unsigned int bootIndex; /* from <boot order='…'/>, 0 for none */
    unsigned int after;     /* place in the domain: how many hostdevs of
                             * libvirt's own stand before this one */
};

/**
 * virFslMcHostdevDefNew:
 *
 * Returns: (transfer full): a hostdev that has nothing but its kind
 * Since: 0.1.0
 */
virFslMcHostdevDef *virFslMcHostdevDefNew(const virFslMcHostdevKind *kind);
void virFslMcHostdevDefFree(virFslMcHostdevDef *def);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcHostdevDef, virFslMcHostdevDefFree)

/**
 * virFslMcHostdevDefCopy:
 *
 * Returns: (transfer full): a copy
 * Since: 0.1.0
 */
virFslMcHostdevDef *virFslMcHostdevDefCopy(const virFslMcHostdevDef *def);

/**
 * virFslMcHostdevDefIs:
 * @node: a node of a document
 *
 * Returns: whether @node is a <hostdev> of a type of ours, right or wrong
 * Since: 0.1.0
 */
gboolean virFslMcHostdevDefIs(const xmlNode *node);

/**
 * virFslMcHostdevDefParse:
 * @node: the hostdev element, of a domain or of a carriage
 *
 * What docs/schemas/fslmc-hostdev.rng allows is accepted, and nothing else:
 * what we do not know would be lost. As in libvirt, mode defaults to
 * 'subsystem' and managed to 'no', and an alias that does not begin with "ua-"
 * is dropped, because it is not the user's.
 *
 * @after of the result is that of the carriage, and 0 in a domain, where it is
 * the caller's to count. @name of one with a label is what was chosen for a guest
 * that runs.
 *
 * Returns: (transfer full): the hostdev; NULL with VIR_FSLMC_CONF_ERROR_XML or
 *   VIR_FSLMC_CONF_ERROR_UNSUPPORTED
 * Since: 0.1.0
 */
virFslMcHostdevDef *virFslMcHostdevDefParse(const xmlNode *node,
                                            GError **error);

/**
 * virFslMcHostdevDefForget:
 *
 * Forgets the container that was chosen by its label: in a stored configuration it
 * means nothing.
 *
 * Since: 0.1.0
 */
void virFslMcHostdevDefForget(virFslMcHostdevDef *def);

/**
 * virFslMcHostdevDefParseDevice:
 * @xml: device XML, as attach-device takes it
 * @def: (out) (transfer full) (nullable): the hostdev; NULL when @xml is none
 *   of a type of ours, or no XML at all, which is for stock libvirt to say
 *
 * Returns: FALSE with @error set when @xml is a hostdev of ours and wrong
 * Since: 0.1.0
 */
gboolean virFslMcHostdevDefParseDevice(const char *xml,
                                       virFslMcHostdevDef **def,
                                       GError **error);

/**
 * virFslMcHostdevDefFormat:
 * @depth: how many elements are around it
 * @prefix: "" for the element of a domain; namespace prefix with colon for
 *   that of a carriage, which says @after, too
 *
 * Appends the element, as lines.
 *
 * Since: 0.1.0
 */
void virFslMcHostdevDefFormat(GString *buf,
                              unsigned int depth,
                              const char *prefix,
                              const virFslMcHostdevDef *def);

/**
 * virFslMcHostdevAlias:
 * @index: place of the hostdev among the guest's hostdevs of ours
 *
 * Returns: (transfer full): its alias while the guest runs, as "fslmc0" or
 *   what the user chose
 * Since: 0.1.0
 */
char *virFslMcHostdevAlias(const virFslMcHostdevDef *def, unsigned int index);

/**
 * virFslMcHostdevFind:
 * @hostdevs: array of virFslMcHostdevDef
 * @match: a hostdev
 * @index: (out) (optional): its place in @hostdevs
 *
 * As with libvirt's own hostdevs, the source alone tells one from another: an
 * alias or anything else that @match has does not matter. When @match has a label, that
 * is the source, whatever was chosen by it.
 *
 * Returns: whether there is one with the source that @match has; the first, when there
 *   are more with that label
 * Since: 0.1.0
 */
gboolean virFslMcHostdevFind(GPtrArray *hostdevs,
                             const virFslMcHostdevDef *match,
                             guint *index);

/**
 * virFslMcHostdevIsThere:
 * @hostdevs: array of virFslMcHostdevDef
 * @def: another one
 *
 * Any number of hostdevs may have one label: each gets another container.
 *
 * Returns: whether @def cannot be beside them because one has what it is to have
 * Since: 0.1.0
 */
gboolean virFslMcHostdevIsThere(GPtrArray *hostdevs,
                                const virFslMcHostdevDef *def);

/**
 * virFslMcHostdevFindAlias:
 * @alias: a user alias
 * @index: (out) (optional): its place in @hostdevs
 *
 * Returns: whether there is one with that alias
 * Since: 0.1.0
 */
gboolean virFslMcHostdevFindAlias(GPtrArray *hostdevs,
                                  const char *alias,
                                  guint *index);

/**
 * virFslMcHostdevCount:
 *
 * Returns: how many of @hostdevs are of that kind
 * Since: 0.1.0
 */
guint virFslMcHostdevCount(GPtrArray *hostdevs, const virFslMcHostdevKind *kind);

/**
 * virFslMcHostdevSort:
 * @hostdevs: array of virFslMcHostdevDef
 *
 * By place in the domain; what has the same place stays in its order.
 *
 * Since: 0.1.0
 */
void virFslMcHostdevSort(GPtrArray *hostdevs);
