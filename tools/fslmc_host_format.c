/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_format.c: results, for people and for programs
 */

#include "fslmc-config.h"

#include "fslmc_host_check.h"

/* the same in every language, so that scripts can look for them */
static const char *const statusNames[] = { "PASS", "NOTE", "UNSEEN", "WARN", "FAIL" };

char *
virFslMcHostFormatText(const GPtrArray *results)
{
    GString *text = g_string_new(NULL);
    guint i;

    for (i = 0; i < results->len; i++) {
        const virFslMcHostResult *result = g_ptr_array_index(results, i);

        g_string_append_printf(text, "%-6s %s: %s\n", statusNames[result->status],
                               result->check, result->message);
        if (result->advice)
            g_string_append_printf(text, "       -> %s\n", result->advice);
    }

    return g_string_free(text, FALSE);
}

/* RFC 8259, section 7. Messages are UTF-8, but what they quote may not be. */
static void
virFslMcHostAppendJson(GString *json, const char *name, const char *value)
{
    g_autofree char *valid = g_utf8_make_valid(value, -1);
    const char *c;

    g_string_append_printf(json, "\"%s\": \"", name);
    for (c = valid; *c; c++) {
        if (*c == '"' || *c == '\\')
            g_string_append_printf(json, "\\%c", *c);
        else if ((unsigned char) *c < ' ')
            g_string_append_printf(json, "\\u%04x", (unsigned int) *c);
        else
            g_string_append_c(json, *c);
    }
    g_string_append_c(json, '"');
}

char *
virFslMcHostFormatJson(const GPtrArray *results)
{
    GString *json = g_string_new("{\n  \"results\": [\n");
    guint i;

    for (i = 0; i < results->len; i++) {
        const virFslMcHostResult *result = g_ptr_array_index(results, i);

        g_string_append(json, "    {");
        virFslMcHostAppendJson(json, "status", statusNames[result->status]);
        g_string_append(json, ", ");
        virFslMcHostAppendJson(json, "check", result->check);
        g_string_append(json, ", ");
        virFslMcHostAppendJson(json, "message", result->message);
        if (result->advice) {
            g_string_append(json, ", ");
            virFslMcHostAppendJson(json, "advice", result->advice);
        }
        g_string_append(json, i + 1 < results->len ? "},\n" : "}\n");
    }

    g_string_append_printf(json, "  ],\n  \"failed\": %s\n}\n",
                           virFslMcHostCheckFailed(results) ? "true" : "false");
    return g_string_free(json, FALSE);
}
