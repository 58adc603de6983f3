/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_xml.c: reading XML strictly, writing it the way libvirt does
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>
#include <libxml/parser.h>
#include <string.h>

#include "fslmc_conf_error.h"
#include "fslmc_xml.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(xmlParserCtxt, xmlFreeParserCtxt)


xmlDocPtr
virFslMcXMLParse(const char *xml,
                 gsize length,
                 GError **error)
{
    g_autoptr(xmlParserCtxt) ctxt = xmlNewParserCtxt();
    xmlDocPtr doc = NULL;

    /* as GLib does when there is no memory */
    if (!ctxt)
        g_error("out of memory");

    if (length <= G_MAXINT) {
        doc = xmlCtxtReadMemory(ctxt, xml, length, NULL, NULL,
                                XML_PARSE_NONET | XML_PARSE_NOWARNING |
                                XML_PARSE_NOERROR | XML_PARSE_BIG_LINES);
    }
    if (!doc) {
        const xmlError *reason = xmlCtxtGetLastError(ctxt);
        g_autofree char *text = NULL;

        /* libxml2 ends its messages with a newline */
        text = g_strdup(reason ? reason->message : _("document too long"));
        g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_SYNTAX,
                    _("line %1$d: %2$s"), reason ? reason->line : 0,
                    g_strchomp(text));
    }

    return doc;
}


/* The encoding that the declaration of @xml names; NULL when it names none. */
static char *
virFslMcXMLDeclaredEncoding(const char *xml)
{
    g_autoptr(GRegex) regex = NULL;
    g_autoptr(GMatchInfo) match = NULL;

    if (!g_str_has_prefix(xml, "<?xml"))
        return NULL;

    regex = g_regex_new("^<\\?xml[^>]*?\\sencoding\\s*=\\s*[\"']([^\"']*)",
                        G_REGEX_RAW, 0, NULL);
    g_regex_match(regex, xml, 0, &match);

    return g_match_info_fetch(match, 1);
}


/* Whether the characters of ASCII are bytes of that value in @xml, with nothing
 * in between. That is so in UTF-8, but not in UTF-7, in which "f" may be "+AGY-",
 * in ISO-2022, which has bytes that stand for nothing, or in EBCDIC. */
static gboolean
virFslMcXMLIsPlain(const char *xml)
{
    static const char *const names[] = { "UTF-8", "US-ASCII", "ASCII" };
    g_autofree char *encoding = NULL;
    gsize i;

    if (g_str_has_prefix(xml, "\xef\xbb\xbf"))
        xml += strlen("\xef\xbb\xbf");

    /* libxml2 knows EBCDIC by what stands there for "<?xml" */
    if (*xml != '<' && !g_ascii_isspace(*xml))
        return FALSE;

    if (!(encoding = virFslMcXMLDeclaredEncoding(xml)))
        return TRUE;

    for (i = 0; i < G_N_ELEMENTS(names); i++) {
        if (g_ascii_strcasecmp(encoding, names[i]) == 0)
            return TRUE;
    }

    return g_ascii_strncasecmp(encoding, "ISO-8859-", strlen("ISO-8859-")) == 0;
}


gboolean
virFslMcXMLMentions(const char *xml,
                    const char *word)
{
    return strstr(xml, word) || strstr(xml, "&#") || strstr(xml, "amp;#") ||
        strstr(xml, "<!ENTITY") || !virFslMcXMLIsPlain(xml);
}


/* What becomes of the URI of a namespace when a document with it is written, and
 * read again; NULL when that document cannot be read. */
static char *
virFslMcXMLReadAgain(const char *uri)
{
    static const char *const prefix = "a";
    g_autoptr(xmlDoc) doc = xmlNewDoc((const xmlChar *)"1.0");
    g_autoptr(xmlDoc) again = NULL;
    xmlNodePtr root = xmlNewDocNode(doc, NULL, (const xmlChar *)"a", NULL);
    xmlChar *text = NULL;
    int length = 0;

    xmlDocSetRootElement(doc, root);
    xmlSetNs(root, xmlNewNs(root, (const xmlChar *)uri, (const xmlChar *)prefix));
    xmlDocDumpMemory(doc, &text, &length);
    again = virFslMcXMLParse((const char *)text, length, NULL);
    xmlFree(text);

    root = again ? xmlDocGetRootElement(again) : NULL;
    return root && root->ns ? g_strdup((const char *)root->ns->href) : NULL;
}


gboolean
virFslMcXMLIsNamespace(const char *uri,
                       const char *ns)
{
    g_autofree char *read = g_strdup(uri);

    while (read && strcmp(read, ns) != 0) {
        g_autofree char *before = g_steal_pointer(&read);

        if (strchr(before, '&'))
            read = virFslMcXMLReadAgain(before);
        if (g_strcmp0(read, before) == 0)
            return FALSE;
    }

    return read != NULL;
}


gboolean
virFslMcXMLIs(const xmlNode *node,
              const char *name,
              const char *ns)
{
    const char *have;

    if (node->type != XML_ELEMENT_NODE ||
        strcmp((const char *)node->name, name) != 0)
        return FALSE;

    have = node->ns ? (const char *)node->ns->href : NULL;
    return g_strcmp0(have, ns) == 0;
}


static gboolean
virFslMcXMLSameNs(const xmlNode *a,
                  const xmlNode *b)
{
    return g_strcmp0(a->ns ? (const char *)a->ns->href : NULL,
                     b->ns ? (const char *)b->ns->href : NULL) == 0;
}


xmlNodePtr
virFslMcXMLNext(const xmlNode *parent,
                const xmlNode *after,
                const char *name)
{
    xmlNodePtr node = after ? after->next : parent->children;

    for (; node; node = node->next) {
        if (node->type == XML_ELEMENT_NODE &&
            virFslMcXMLSameNs(node, parent) &&
            (!name || strcmp((const char *)node->name, name) == 0))
            return node;
    }

    return NULL;
}


xmlNodePtr
virFslMcXMLChild(const xmlNode *parent,
                 const char *name)
{
    return virFslMcXMLNext(parent, NULL, name);
}


char *
virFslMcXMLAttribute(const xmlNode *node,
                     const char *name)
{
    xmlChar *value = xmlGetNoNsProp(node, (const xmlChar *)name);
    char *copy = g_strdup((const char *)value);

    xmlFree(value);
    return copy;
}


gboolean
virFslMcXMLError(GError **error,
                 const xmlNode *node,
                 const char *format,
                 ...)
{
    g_autofree char *message = NULL;
    va_list args;

    va_start(args, format);
    message = g_strdup_vprintf(format, args);
    va_end(args);

    g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_XML,
                _("line %1$ld: %2$s"), xmlGetLineNo(node), message);
    return FALSE;
}


gboolean
virFslMcXMLBadValue(GError **error,
                    const xmlNode *node,
                    const char *name,
                    const char *value)
{
    if (!value) {
        return virFslMcXMLError(error, node,
                                _("missing attribute '%1$s' in element <%2$s>"),
                                name, node->name);
    }

    return virFslMcXMLError(error, node,
                            _("invalid value '%1$s' for attribute '%2$s' in element <%3$s>"),
                            value, name, node->name);
}


gboolean
virFslMcXMLOne(const xmlNode *parent,
               const char *name,
               xmlNodePtr *child,
               GError **error)
{
    const xmlNode *second;

    *child = virFslMcXMLChild(parent, name);
    if (*child && (second = virFslMcXMLNext(parent, *child, name))) {
        return virFslMcXMLError(error, second,
                                _("more than one element <%1$s> in element <%2$s>"),
                                name, parent->name);
    }

    return TRUE;
}


static gboolean
virFslMcXMLCheckAttributes(const xmlNode *node,
                           const char *const *attributes,
                           GError **error)
{
    const xmlAttr *attr;

    for (attr = node->properties; attr; attr = attr->next) {
        if (attr->ns || !g_strv_contains(attributes, (const char *)attr->name)) {
            return virFslMcXMLError(error, node,
                                    _("unknown attribute '%1$s' in element <%2$s>"),
                                    attr->name, node->name);
        }
    }

    return TRUE;
}


/* Whether a text node has nothing but @text, and maybe white space around it. */
static gboolean
virFslMcXMLTextIs(const xmlNode *node,
                  const char *text)
{
    g_autofree char *content = g_strdup((const char *)node->content);

    return text && content && strcmp(g_strstrip(content), text) == 0;
}


gboolean
virFslMcXMLCheck(const xmlNode *node,
                 const char *const *attributes,
                 const char *const *elements,
                 GError **error)
{
    return virFslMcXMLCheckMixed(node, attributes, elements, NULL, error);
}


gboolean
virFslMcXMLCheckMixed(const xmlNode *node,
                      const char *const *attributes,
                      const char *const *elements,
                      const char *text,
                      GError **error)
{
    const xmlNode *child;

    if (!virFslMcXMLCheckAttributes(node, attributes, error))
        return FALSE;

    for (child = node->children; child; child = child->next) {
        switch (child->type) {
        case XML_COMMENT_NODE:
        case XML_PI_NODE:
            break;

        case XML_ELEMENT_NODE:
            if (!virFslMcXMLSameNs(child, node) ||
                !g_strv_contains(elements, (const char *)child->name)) {
                return virFslMcXMLError(error, child,
                                        _("unknown element <%1$s> in element <%2$s>"),
                                        child->name, node->name);
            }
            break;

        default:
            if (!xmlIsBlankNode(child) && !virFslMcXMLTextIs(child, text)) {
                return virFslMcXMLError(error, node,
                                        _("text in element <%1$s>"),
                                        node->name);
            }
            break;
        }
    }

    return TRUE;
}


void
virFslMcXMLLine(GString *buf,
                unsigned int depth,
                const char *format,
                ...)
{
    va_list args;

    g_string_append_printf(buf, "%*s", (int)depth * 2, "");

    va_start(args, format);
    g_string_append_vprintf(buf, format, args);
    va_end(args);

    g_string_append_c(buf, '\n');
}


char *
virFslMcXMLIndent(const char *lines,
                  const char *indent)
{
    GString *buf = g_string_new(NULL);

    while (*lines) {
        const char *end = strchr(lines, '\n') + 1;

        g_string_append(buf, indent);
        g_string_append_len(buf, lines, end - lines);
        lines = end;
    }

    return g_string_free(buf, FALSE);
}


char *
virFslMcXMLEscape(const char *text)
{
    g_autofree char *valid = g_utf8_make_valid(text, -1);
    const char *from;
    char *to = valid;

    for (from = valid; *from; from++) {
        if (!g_ascii_iscntrl(*from) || strchr("\t\n\r", *from))
            *to++ = *from;
    }
    *to = '\0';

    return g_markup_escape_text(valid, -1);
}
