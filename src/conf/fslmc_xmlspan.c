/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_xmlspan.c: where the elements of a document are in its text
 */

#include <string.h>

#include "fslmc_xmlspan.h"


/* Behind the next @what; NULL when there is none. */
static const char *
skipPast(const char *p,
         const char *what)
{
    const char *found = strstr(p, what);

    return found ? found + strlen(what) : NULL;
}


/* Behind the ">" that ends the tag at @p: attribute values may hold one. */
static const char *
skipTag(const char *p)
{
    for (; p && *p; p++) {
        if (*p == '>')
            return p + 1;
        if (*p == '"' || *p == '\'')
            p = strchr(p + 1, *p);
        if (!p)
            break;
    }

    return NULL;
}


/* Behind the document type declaration at @p, whose internal subset is made
 * of markup of its own. */
static const char *
skipDoctype(const char *p)
{
    int depth = 0;

    while (p && *p) {
        if (g_str_has_prefix(p, "<!--")) {
            p = skipPast(p + strlen("<!--"), "-->");
        } else if (g_str_has_prefix(p, "<?")) {
            p = skipPast(p, "?>");
        } else if (*p == '"' || *p == '\'') {
            p = strchr(p + 1, *p);
            p = p ? p + 1 : NULL;
        } else if (*p == '>' && depth == 1) {
            return p + 1;
        } else {
            depth += (*p == '<') - (*p == '>');
            p++;
        }
    }

    return NULL;
}


/* Behind the markup at @p that is no tag; @p itself at a tag. */
static const char *
skipOther(const char *p)
{
    if (g_str_has_prefix(p, "<!--"))
        return skipPast(p + strlen("<!--"), "-->");
    if (g_str_has_prefix(p, "<![CDATA["))
        return skipPast(p, "]]>");
    if (g_str_has_prefix(p, "<!"))
        return skipDoctype(p);
    if (g_str_has_prefix(p, "<?"))
        return skipPast(p, "?>");

    return p;
}


/* Finds the tags. FALSE when they are not balanced. */
static gboolean
virFslMcXMLSpansScan(GArray *spans,
                     const char *xml)
{
    g_autoptr(GArray) open = g_array_new(FALSE, FALSE, sizeof(guint));
    const char *p = xml;

    while ((p = strchr(p, '<'))) {
        const char *start = p;

        if ((p = skipOther(start)) != start) {
            if (!p)
                return FALSE;
            continue;
        }
        if (!(p = skipTag(start)))
            return FALSE;

        if (start[1] == '/') {
            virFslMcXMLSpan *span;

            if (open->len == 0)
                return FALSE;
            span = &g_array_index(spans, virFslMcXMLSpan,
                                  g_array_index(open, guint, open->len - 1));
            span->finish = start;
            span->end = p;
            g_array_set_size(open, open->len - 1);
        } else {
            virFslMcXMLSpan span = { start, p, p, p };
            guint index = spans->len;

            g_array_append_val(spans, span);
            if (p[-2] != '/')
                g_array_append_val(open, index);
        }
    }

    return open->len == 0;
}


/* The element that begins next after @node did. Does not follow an entity
 * reference, whose children are the declaration's and not in this text. */
static xmlNodePtr
nextElement(xmlNodePtr node)
{
    xmlNodePtr next = xmlFirstElementChild(node);

    while (!next && node && node->type == XML_ELEMENT_NODE) {
        next = xmlNextElementSibling(node);
        node = node->parent;
    }

    return next;
}


static gboolean
virFslMcXMLSpanMatches(const virFslMcXMLSpan *span,
                       const xmlNode *node)
{
    const char *name = span->start + 1;
    gsize length = strlen((const char *)node->name);

    if (node->ns && node->ns->prefix) {
        gsize prefix = strlen((const char *)node->ns->prefix);

        if (strncmp(name, (const char *)node->ns->prefix, prefix) != 0 ||
            name[prefix] != ':')
            return FALSE;
        name += prefix + 1;
    }

    return strncmp(name, (const char *)node->name, length) == 0 &&
        strchr(" \t\r\n/>", name[length]) != NULL;
}


/* Gives each element its span. FALSE when they do not fit together. */
static gboolean
virFslMcXMLSpansMatch(GArray *spans,
                      xmlDocPtr doc)
{
    xmlNodePtr node = xmlDocGetRootElement(doc);
    guint i;

    for (i = 0; i < spans->len; i++, node = nextElement(node)) {
        virFslMcXMLSpan *span = &g_array_index(spans, virFslMcXMLSpan, i);

        if (!node || !virFslMcXMLSpanMatches(span, node))
            return FALSE;
        node->_private = span;
    }

    return node == NULL;
}


GArray *
virFslMcXMLSpansNew(const char *xml,
                    xmlDocPtr doc)
{
    g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(virFslMcXMLSpan));

    if (!virFslMcXMLSpansScan(spans, xml) || !virFslMcXMLSpansMatch(spans, doc))
        return NULL;

    return g_steal_pointer(&spans);
}
