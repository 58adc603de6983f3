/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_xml.h: reading XML strictly, writing it the way libvirt does
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlDoc, xmlFreeDoc)

/**
 * virFslMcXMLParse:
 * @xml: a document, @length bytes of it
 *
 * With the options that libvirt parses with: what it takes is taken, and it
 * means the same. Nothing is fetched from the network.
 *
 * Returns: (transfer full): the document, or NULL with
 *   VIR_FSLMC_CONF_ERROR_SYNTAX
 * Since: 0.1.0
 */
xmlDocPtr virFslMcXMLParse(const char *xml, gsize length, GError **error);

/**
 * virFslMcXMLMentions:
 * @xml: a document
 * @word: what a value or name in it would have to be
 *
 * Quick to say no, so that what has nothing to do with us is not parsed. A
 * document whose encoding may hide the word in other bytes is said to mention it.
 *
 * Returns: whether @word is in @xml, or something that could stand for it
 * Since: 0.1.0
 */
gboolean virFslMcXMLMentions(const char *xml, const char *word);

/**
 * virFslMcXMLIsNamespace:
 * @uri: (nullable): URI of a namespace
 * @ns: one without a character that is special in XML
 *
 * libxml2 writes the URI of a namespace as it is. So what looks like a reference in
 * it, as "&#58;", becomes one when the document is read again.
 *
 * Returns: whether @uri is @ns, or will be when it has been stored and read often
 *   enough
 * Since: 0.1.0
 */
gboolean virFslMcXMLIsNamespace(const char *uri, const char *ns);

/**
 * virFslMcXMLIs:
 * @ns: (nullable): namespace URI, NULL for none
 *
 * Returns: whether @node is an element of that name and namespace
 * Since: 0.1.0
 */
gboolean virFslMcXMLIs(const xmlNode *node, const char *name, const char *ns);

/**
 * virFslMcXMLNext:
 * @after: (nullable): a child of @parent; NULL to begin with the first
 * @name: (nullable): name of the elements looked for, NULL for any
 *
 * Returns: (nullable): the next child element of @parent that has that name
 *   and is in the namespace of @parent
 * Since: 0.1.0
 */
xmlNodePtr virFslMcXMLNext(const xmlNode *parent,
                           const xmlNode *after,
                           const char *name);

/**
 * virFslMcXMLChild:
 *
 * Returns: (nullable): the first of what virFslMcXMLNext() finds
 * Since: 0.1.0
 */
xmlNodePtr virFslMcXMLChild(const xmlNode *parent, const char *name);

/**
 * virFslMcXMLAttribute:
 * @name: name of an attribute without a namespace
 *
 * Returns: (transfer full) (nullable): its value
 * Since: 0.1.0
 */
char *virFslMcXMLAttribute(const xmlNode *node, const char *name);

/**
 * virFslMcXMLOne:
 * @name: name of an element
 * @child: (out) (nullable): what virFslMcXMLChild() finds
 *
 * Returns: FALSE with VIR_FSLMC_CONF_ERROR_XML when there is more than one
 * Since: 0.1.0
 */
gboolean virFslMcXMLOne(const xmlNode *parent,
                        const char *name,
                        xmlNodePtr *child,
                        GError **error);

/**
 * virFslMcXMLCheck:
 * @attributes: names of the attributes that @node may have, NULL at the end
 * @elements: names of the elements that it may have, in its own namespace,
 *   NULL at the end
 *
 * Comments and processing instructions may stand anywhere.
 *
 * Returns: FALSE with VIR_FSLMC_CONF_ERROR_XML when @node has anything else,
 *   text included
 * Since: 0.1.0
 */
gboolean virFslMcXMLCheck(const xmlNode *node,
                          const char *const *attributes,
                          const char *const *elements,
                          GError **error);

/**
 * virFslMcXMLCheckMixed:
 * @text: (nullable): what text there may be
 *
 * The same for an element that may have this text in it as well.
 *
 * Since: 0.1.0
 */
gboolean virFslMcXMLCheckMixed(const xmlNode *node,
                               const char *const *attributes,
                               const char *const *elements,
                               const char *text,
                               GError **error);

/**
 * virFslMcXMLError:
 *
 * Sets @error to VIR_FSLMC_CONF_ERROR_XML with a message that begins with the
 * line that @node is on.
 *
 * Returns: FALSE
 * Since: 0.1.0
 */
gboolean virFslMcXMLError(GError **error,
                          const xmlNode *node,
                          const char *format,
                          ...) G_GNUC_PRINTF(3, 4);

/**
 * virFslMcXMLBadValue:
 * @name: name of an attribute of @node
 * @value: (nullable): its value, NULL when the attribute is missing
 *
 * As virFslMcXMLError(), with the message that the value is not allowed.
 *
 * Returns: FALSE
 * Since: 0.1.0
 */
gboolean virFslMcXMLBadValue(GError **error,
                             const xmlNode *node,
                             const char *name,
                             const char *value);

/**
 * virFslMcXMLLine:
 * @depth: how many elements are around this line; each indents by two spaces
 * @format: printf format of the line without indentation and newline; what
 *   the arguments bring must be escaped already
 *
 * Since: 0.1.0
 */
void virFslMcXMLLine(GString *buf,
                     unsigned int depth,
                     const char *format,
                     ...) G_GNUC_PRINTF(3, 4);

/**
 * virFslMcXMLIndent:
 * @lines: complete lines
 *
 * Returns: (transfer full): @lines, each behind @indent
 * Since: 0.1.0
 */
char *virFslMcXMLIndent(const char *lines, const char *indent);

/**
 * virFslMcXMLEscape:
 *
 * For text and for attribute values. What XML cannot express is left out
 * (control characters) or replaced by U+FFFD (bytes that are no UTF-8), so
 * that one odd name does not make a document unreadable.
 *
 * Returns: (transfer full): @text, escaped
 * Since: 0.1.0
 */
char *virFslMcXMLEscape(const char *text);
