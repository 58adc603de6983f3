/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_xmlspan.h: where the elements of a document are in its text
 *
 * libxml2 tells the line of an element, but not where in the text its tags
 * begin and end. So we look for the tags ourselves, in a text that libxml2 has
 * found well-formed, where that is simple. The tags are then matched one by
 * one with the elements that libxml2 found.
 */

#pragma once

#include <glib.h>
#include <libxml/tree.h>

typedef struct {
    const char *start;    /* "<" of the start tag */
    const char *content;  /* behind ">" of the start tag */
    const char *finish;   /* "<" of the end tag; @content without one */
    const char *end;      /* behind ">" of the last tag */
} virFslMcXMLSpan;

/**
 * virFslMcXMLSpansNew:
 * @xml: text of a document, in UTF-8
 * @doc: what libxml2 made of it
 *
 * The spans point into @xml, and the _private of each element in @doc to its
 * span.
 *
 * Returns: (transfer full): array of virFslMcXMLSpan in the order in which the
 *   elements begin; NULL when text and document do not fit together
 */
GArray *virFslMcXMLSpansNew(const char *xml, xmlDocPtr doc);
