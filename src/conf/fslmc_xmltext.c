/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_xmltext.c: editing a document in its text
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fslmc_conf_error.h"
#include "fslmc_xml.h"
#include "fslmc_xmlspan.h"
#include "fslmc_xmltext.h"

/* replaces [from, to) */
typedef struct {
    const char *from;
    const char *to;
    char *with;
} virFslMcXMLEdit;

struct _virFslMcXMLText {
    const char *xml;   /* the caller's, or @own */
    char *own;
    xmlDocPtr doc;     /* each element's _private is its span */
    GArray *spans;     /* of virFslMcXMLSpan */
    GArray *edits;     /* of virFslMcXMLEdit */
};


static void
virFslMcXMLEditClear(gpointer opaque)
{
    virFslMcXMLEdit *edit = opaque;

    g_free(edit->with);
}


static virFslMcXMLText *
virFslMcXMLTextAlloc(void)
{
    virFslMcXMLText *text = g_new0(virFslMcXMLText, 1);

    text->edits = g_array_new(FALSE, FALSE, sizeof(virFslMcXMLEdit));
    g_array_set_clear_func(text->edits, virFslMcXMLEditClear);

    return text;
}


void
virFslMcXMLTextFree(virFslMcXMLText *text)
{
    if (!text)
        return;

    g_clear_pointer(&text->spans, g_array_unref);
    g_array_unref(text->edits);
    xmlFreeDoc(text->doc);
    g_free(text->own);
    g_free(text);
}


/* The bytes of a document in another encoding are not ours to read. */
static gboolean
virFslMcXMLTextIsUTF8(const virFslMcXMLText *text)
{
    const char *encoding = (const char *)text->doc->encoding;

    return !encoding || g_ascii_strcasecmp(encoding, "UTF-8") == 0;
}


virFslMcXMLText *
virFslMcXMLTextNew(const char *xml,
                   GError **error)
{
    g_autoptr(virFslMcXMLText) text = virFslMcXMLTextAlloc();

    text->xml = xml;
    if (!(text->doc = virFslMcXMLParse(xml, strlen(xml), error)))
        return NULL;

    if (!virFslMcXMLTextIsUTF8(text)) {
        xmlChar *dumped = NULL;
        int length;

        xmlDocDumpMemoryEnc(text->doc, &dumped, &length, "UTF-8");
        text->own = g_strdup(dumped ? (const char *)dumped : "");
        xmlFree(dumped);
        xmlFreeDoc(text->doc);

        text->xml = text->own;
        text->doc = virFslMcXMLParse(text->own, strlen(text->own), error);
        if (!text->doc)
            return NULL;
    }

    if (!(text->spans = virFslMcXMLSpansNew(text->xml, text->doc))) {
        g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_SYNTAX,
                    "%s", _("the elements of the document cannot be located"));
        return NULL;
    }

    return g_steal_pointer(&text);
}


xmlNodePtr
virFslMcXMLTextRoot(const virFslMcXMLText *text)
{
    return xmlDocGetRootElement(text->doc);
}


static void
virFslMcXMLTextReplace(virFslMcXMLText *text,
                       const char *from,
                       const char *to,
                       char *with)
{
    virFslMcXMLEdit edit = { from, to, with };

    g_array_append_val(text->edits, edit);
}


static gboolean
isBlank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}


static const char *
lineStart(const virFslMcXMLText *text,
          const char *p)
{
    while (p > text->xml && p[-1] != '\n')
        p--;

    return p;
}


/* The blanks that the line of @p begins with. */
static char *
lineIndent(const virFslMcXMLText *text,
           const char *p)
{
    const char *start = lineStart(text, p);
    const char *end = start;

    while (isBlank(*end))
        end++;

    return g_strndup(start, end - start);
}


/* The start of its line when only blanks are before @p on it, else NULL. */
static const char *
onlyBlanksBefore(const virFslMcXMLText *text,
                 const char *p)
{
    const char *start = p;

    while (start > text->xml && isBlank(start[-1]))
        start--;

    return start == text->xml || start[-1] == '\n' ? start : NULL;
}


/* The start of the next line when only blanks are behind @p, else NULL. */
static const char *
onlyBlanksBehind(const char *p)
{
    while (isBlank(*p))
        p++;

    return *p == '\n' ? p + 1 : NULL;
}


/* @lines in one, for a place in the middle of a line. */
static char *
joinLines(const char *lines)
{
    GString *buf = g_string_new(NULL);

    while (*lines) {
        const char *start = lines + strspn(lines, " ");
        const char *end = strchr(start, '\n');

        g_string_append_len(buf, start, end - start);
        lines = end + 1;
    }

    return g_string_free(buf, FALSE);
}


void
virFslMcXMLTextRemove(virFslMcXMLText *text,
                      const xmlNode *node)
{
    const virFslMcXMLSpan *span = node->_private;
    const char *from = onlyBlanksBefore(text, span->start);
    const char *to = onlyBlanksBehind(span->end);

    if (from && to)
        virFslMcXMLTextReplace(text, from, to, NULL);
    else
        virFslMcXMLTextReplace(text, span->start, span->end, NULL);
}


void
virFslMcXMLTextEmpty(virFslMcXMLText *text,
                     const xmlNode *node)
{
    const virFslMcXMLSpan *span = node->_private;

    if (span->content != span->end) {
        virFslMcXMLTextReplace(text, span->content - strlen(">"), span->end,
                               g_strdup("/>"));
    }
}


void
virFslMcXMLTextInsertBefore(virFslMcXMLText *text,
                            const xmlNode *sibling,
                            const char *lines)
{
    const virFslMcXMLSpan *span = sibling->_private;
    const char *at = onlyBlanksBefore(text, span->start);

    if (at) {
        g_autofree char *indent = lineIndent(text, at);

        virFslMcXMLTextReplace(text, at, at, virFslMcXMLIndent(lines, indent));
    } else {
        virFslMcXMLTextReplace(text, span->start, span->start,
                               joinLines(lines));
    }
}


void
virFslMcXMLTextInsertAfter(virFslMcXMLText *text,
                           const xmlNode *sibling,
                           const char *lines)
{
    const virFslMcXMLSpan *span = sibling->_private;
    const char *at = onlyBlanksBehind(span->end);

    if (at) {
        g_autofree char *indent = lineIndent(text, span->start);

        virFslMcXMLTextReplace(text, at, at, virFslMcXMLIndent(lines, indent));
    } else {
        virFslMcXMLTextReplace(text, span->end, span->end, joinLines(lines));
    }
}


/* Opens the empty-element tag of @parent around @lines. */
static void
virFslMcXMLTextOpen(virFslMcXMLText *text,
                    const xmlNode *parent,
                    const char *lines)
{
    const virFslMcXMLSpan *span = parent->_private;
    /* with its prefix */
    const char *name = span->start + strlen("<");
    int length = strcspn(name, " \t\r\n/");
    g_autofree char *indent = lineIndent(text, span->start);
    g_autofree char *deeper = g_strconcat(indent, "  ", NULL);
    g_autofree char *indented = virFslMcXMLIndent(lines, deeper);

    virFslMcXMLTextReplace(text, span->end - strlen("/>"), span->end,
                           g_strdup_printf(">\n%s%s</%.*s>", indented, indent,
                                           length, name));
}


void
virFslMcXMLTextAppend(virFslMcXMLText *text,
                      const xmlNode *parent,
                      const char *lines)
{
    const virFslMcXMLSpan *span = parent->_private;
    const char *at;

    if (span->content == span->end) {
        virFslMcXMLTextOpen(text, parent, lines);
    } else if ((at = onlyBlanksBefore(text, span->finish))) {
        g_autofree char *indent = lineIndent(text, at);
        g_autofree char *deeper = g_strconcat(indent, "  ", NULL);

        virFslMcXMLTextReplace(text, at, at, virFslMcXMLIndent(lines, deeper));
    } else {
        virFslMcXMLTextReplace(text, span->finish, span->finish,
                               joinLines(lines));
    }
}


/* The sort is stable: edits at one place stay in their order. A removal that
 * begins where something is inserted comes after that. */
static gint
virFslMcXMLEditCompare(gconstpointer a,
                       gconstpointer b,
                       gpointer opaque)
{
    const virFslMcXMLEdit *one = a;
    const virFslMcXMLEdit *other = b;

    if (one->from != other->from)
        return one->from < other->from ? -1 : 1;

    return (one->to != one->from) - (other->to != other->from);
}


char *
virFslMcXMLTextApply(virFslMcXMLText *text)
{
    GString *buf = g_string_new(NULL);
    const char *p = text->xml;
    guint i;

    g_array_sort_with_data(text->edits, virFslMcXMLEditCompare, NULL);

    for (i = 0; i < text->edits->len; i++) {
        virFslMcXMLEdit *edit = &g_array_index(text->edits, virFslMcXMLEdit, i);

        g_string_append_len(buf, p, edit->from - p);
        if (edit->with)
            g_string_append(buf, edit->with);
        p = edit->to;
    }
    g_string_append(buf, p);

    return g_string_free(buf, FALSE);
}
