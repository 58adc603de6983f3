/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_xmltext.h: editing a document in its text
 *
 * Writing a parsed document anew would change what is none of our business:
 * quotes, entities, the space inside tags. So the document is parsed to
 * find out what it says, and what changes is cut out of and put into its text.
 *
 * All edits refer to the document as it was parsed, and take effect together
 * in virFslMcXMLTextApply(). An element that goes, goes with its line when it
 * has lines to itself; one that comes, comes on lines of its own where the
 * place allows that. So the second undoes the first.
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

typedef struct _virFslMcXMLText virFslMcXMLText;

/**
 * virFslMcXMLTextNew:
 * @xml: the document, which must live as long as the result
 *
 * Returns: (transfer full): the parsed document, or NULL with
 *   VIR_FSLMC_CONF_ERROR_SYNTAX
 * Since: 0.1.0
 */
virFslMcXMLText *virFslMcXMLTextNew(const char *xml, GError **error);
void virFslMcXMLTextFree(virFslMcXMLText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcXMLText, virFslMcXMLTextFree)

/**
 * virFslMcXMLTextRoot:
 *
 * Returns: (transfer none): the document's element
 * Since: 0.1.0
 */
xmlNodePtr virFslMcXMLTextRoot(const virFslMcXMLText *text);

/**
 * virFslMcXMLTextRemove:
 *
 * Takes @node out, with all that is in it.
 *
 * Since: 0.1.0
 */
void virFslMcXMLTextRemove(virFslMcXMLText *text, const xmlNode *node);

/**
 * virFslMcXMLTextEmpty:
 *
 * Takes everything out of @node and writes it as an empty-element tag; its
 * attributes stay.
 *
 * Since: 0.1.0
 */
void virFslMcXMLTextEmpty(virFslMcXMLText *text, const xmlNode *node);

/**
 * virFslMcXMLTextInsertBefore / virFslMcXMLTextInsertAfter:
 * @sibling: an element that is not the root
 * @lines: what to insert: complete lines, indented as if at the outermost level
 *
 * Since: 0.1.0
 */
void virFslMcXMLTextInsertBefore(virFslMcXMLText *text,
                                 const xmlNode *sibling,
                                 const char *lines);
void virFslMcXMLTextInsertAfter(virFslMcXMLText *text,
                                const xmlNode *sibling,
                                const char *lines);

/**
 * virFslMcXMLTextAppend:
 * @lines: as for virFslMcXMLTextInsertBefore()
 *
 * Makes @lines the last of what is in @parent.
 *
 * Since: 0.1.0
 */
void virFslMcXMLTextAppend(virFslMcXMLText *text,
                           const xmlNode *parent,
                           const char *lines);

/**
 * virFslMcXMLTextApply:
 *
 * What is inserted at one place stands there in the order of the calls.
 *
 * Returns: (transfer full): the document with all edits
 * Since: 0.1.0
 */
char *virFslMcXMLTextApply(virFslMcXMLText *text);
