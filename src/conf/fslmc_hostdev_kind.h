/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_hostdev_kind.h: what one kind of hostdev has of its own in XML
 *
 * A hostdev of ours is of a type that stock libvirt does not have. How it is found in
 * a document, carried and put back is the same for all types; where they differ, there
 * is an entry in this table, and nobody else asks which type a hostdev is of.
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

/* of the 16 bytes that the MC has for a label, one ends it */
#define VIR_FSLMC_LABEL_MAX 15

/**
 * virFslMcLabelIsValid:
 *
 * Returns: whether a container can have that label in XML: what the MC can keep and a
 *   person can type, 1 to VIR_FSLMC_LABEL_MAX printable characters of ASCII without a
 *   space at either end
 * Since: 0.1.0
 */
gboolean virFslMcLabelIsValid(const char *label);

typedef struct _virFslMcHostdevDef virFslMcHostdevDef;

typedef struct _virFslMcHostdevKind virFslMcHostdevKind;
struct _virFslMcHostdevKind {
    const char *type;           /* of the hostdev, as of the node device's capability */
    const char *alias;          /* what the name that we give one begins with */
    const char *noun;           /* for messages: what the guest gets; translatable */
    unsigned int version;       /* of the first carriage that could hold one */
    gboolean boots;             /* whether a guest can boot from one */

    /* What <address> says. */
    gboolean (*parseAddress)(const xmlNode *address,
                             virFslMcHostdevDef *def,
                             GError **error);

    /* Returns: (transfer full): the attributes of <address>, each with a blank before */
    char *(*formatAddress)(const virFslMcHostdevDef *def);
};

/* A container of the fsl-mc bus. */
extern const virFslMcHostdevKind virFslMcHostdevKindFslMc;
/* A device of the platform bus. */
extern const virFslMcHostdevKind virFslMcHostdevKindPlatform;

/* All of them; the last one is NULL. */
extern const virFslMcHostdevKind *const virFslMcHostdevKinds[];

/**
 * virFslMcHostdevKindFind:
 * @type: (nullable): of a hostdev
 *
 * Returns: (nullable): the kind of that type, when it is one of ours
 * Since: 0.1.0
 */
const virFslMcHostdevKind *virFslMcHostdevKindFind(const char *type);

/**
 * virFslMcHostdevKindIsMentioned:
 * @xml: a document
 *
 * Returns: whether there could be a hostdev of ours in @xml; as
 *   virFslMcXMLMentions(), quick to say no
 * Since: 0.1.0
 */
gboolean virFslMcHostdevKindIsMentioned(const char *xml);
