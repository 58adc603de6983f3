/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_topology_text.c: a topology as people write it
 */

#include "mc_topology.h"

#include <string.h>

/* The attributes after a name: "plugged", "unplugged" and 'label="text"'. */
static gboolean
mcTopologyParseAttributes(const char *text,
                          gboolean *plugged,
                          char **label,
                          GError **error)
{
    g_autoptr(GError) local = NULL;
    g_auto(GStrv) words = NULL;
    gsize i;

    if (!g_shell_parse_argv(text, NULL, &words, &local)) {
        if (g_error_matches(local, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
            return TRUE;
        g_propagate_error(error, g_steal_pointer(&local));
        return FALSE;
    }

    for (i = 0; words[i]; i++) {
        if (g_str_equal(words[i], "plugged")) {
            *plugged = TRUE;
        } else if (g_str_equal(words[i], "unplugged")) {
            *plugged = FALSE;
        } else if (g_str_has_prefix(words[i], "label=")) {
            g_free(*label);
            *label = g_strdup(words[i] + strlen("label="));
        } else {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        "unknown attribute '%s'", words[i]);
            return FALSE;
        }
    }

    return TRUE;
}

/* An open container while a topology is read, and how far what is in it is
 * indented. */
typedef struct {
    McObject *container;
    gsize indent;
} McLevel;

/* Opens the object of the line above when this one is indented deeper, and
 * closes containers until the one that it is in. */
static McObject *
mcTopologyParseIndent(const McTopology *topology,
                      GArray *levels,
                      gsize indent,
                      GError **error)
{
    McLevel level = { topology->root, indent };

    if (levels->len > 0)
        level = g_array_index(levels, McLevel, levels->len - 1);
    if (levels->len == 0 ? indent > 0 : indent > level.indent) {
        if (levels->len > 0)
            level.container =
                g_ptr_array_index(level.container->children,
                                  level.container->children->len - 1);
        if (!mcObjectIsContainer(level.container)) {
            g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                        "nothing can be in '%s', which is no container",
                        level.container->name);
            return NULL;
        }
        level.indent = indent;
        g_array_append_val(levels, level);
        return level.container;
    }

    while (levels->len > 0) {
        level = g_array_index(levels, McLevel, levels->len - 1);
        if (level.indent <= indent)
            break;
        g_array_set_size(levels, levels->len - 1);
    }
    if (levels->len == 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "a second root container");
        return NULL;
    }
    if (level.indent != indent) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "indentation matches no line above");
        return NULL;
    }

    return level.container;
}

/* The objects that a line names, with its attributes. */
static gboolean
mcTopologyParseObjects(McTopology *topology,
                       const char *name,
                       const char *attributes,
                       gboolean plugged,
                       McObject *container,
                       GError **error)
{
    g_autofree char *label = NULL;
    guint i = container->children->len;

    if (!g_str_has_prefix(name, "dprc."))
        plugged = TRUE;

    if (!mcTopologyParseAttributes(attributes, &plugged, &label, error) ||
        !mcTopologyAdd(topology, name, container->name, error))
        return FALSE;

    for (; i < container->children->len; i++) {
        McObject *object = g_ptr_array_index(container->children, i);

        object->plugged = plugged;
        if (label &&
            !mcTopologySetLabel(topology, object->name, label, error))
            return FALSE;
    }

    return TRUE;
}

static McTopology *
mcTopologyParseRoot(const char *name,
                    gsize indent,
                    const char *attributes,
                    GError **error)
{
    g_autoptr(McTopology) topology = NULL;
    g_autofree char *label = NULL;
    gboolean plugged = TRUE;

    if (indent > 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "the root container must not be indented");
        return NULL;
    }

    topology = mcTopologyNew(name, error);
    if (!topology ||
        !mcTopologyParseAttributes(attributes, &plugged, &label, error))
        return NULL;
    if (!plugged) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "the root container must be plugged");
        return NULL;
    }
    if (label && !mcTopologySetLabel(topology, name, label, error))
        return NULL;

    return g_steal_pointer(&topology);
}

static gboolean
mcTopologyParseLine(McTopology **topology,
                    GArray *levels,
                    const char *line,
                    gboolean plugged,
                    GError **error)
{
    gsize indent = strspn(line, " ");
    gsize length = strcspn(line + indent, " #");
    const char *attributes = line + indent + length;
    g_autofree char *name = g_strndup(line + indent, length);
    McObject *container;

    if (strchr(line, '\t')) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "a tab: indent with spaces");
        return FALSE;
    }
    if (length == 0)
        return TRUE;

    if (!*topology) {
        *topology = mcTopologyParseRoot(name, indent, attributes, error);
        return *topology != NULL;
    }

    container = mcTopologyParseIndent(*topology, levels, indent, error);
    return container &&
           mcTopologyParseObjects(*topology, name, attributes, plugged,
                                  container, error);
}

McTopology *
mcTopologyParse(const char *text,
                const char *source,
                gboolean plugged,
                GError **error)
{
    g_autoptr(McTopology) topology = NULL;
    g_autoptr(GArray) levels = g_array_new(FALSE, FALSE, sizeof(McLevel));
    g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
    gsize i;

    for (i = 0; lines[i]; i++) {
        g_autoptr(GError) local = NULL;

        if (mcTopologyParseLine(&topology, levels, lines[i], plugged, &local))
            continue;
        g_propagate_prefixed_error(error, g_steal_pointer(&local),
                                   "%s:%" G_GSIZE_FORMAT ": ", source, i + 1);
        return NULL;
    }

    if (!topology) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "%s:%" G_GSIZE_FORMAT ": no root container", source, i);
        return NULL;
    }

    return g_steal_pointer(&topology);
}

McTopology *
mcTopologyLoad(const char *path,
               gboolean plugged,
               GError **error)
{
    g_autofree char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, error))
        return NULL;

    return mcTopologyParse(text, path, plugged, error);
}

static void
mcObjectFormat(const McObject *object,
               guint depth,
               GString *text)
{
    guint i;

    g_string_append_printf(text, "%*s%s", (int) depth * 4, "", object->name);
    if (*object->label) {
        g_autofree char *quoted = g_shell_quote(object->label);

        g_string_append_printf(text, " label=%s", quoted);
    }
    /* of the root and of other objects, plugged is what goes without saying */
    if (!object->plugged)
        g_string_append(text, " unplugged");
    else if (mcObjectIsContainer(object) && object->parent)
        g_string_append(text, " plugged");
    g_string_append_c(text, '\n');

    for (i = 0; object->children && i < object->children->len; i++)
        mcObjectFormat(g_ptr_array_index(object->children, i), depth + 1, text);
}

char *
mcTopologyFormat(const McTopology *topology)
{
    GString *text = g_string_new(NULL);

    mcObjectFormat(topology->root, 0, text);
    return g_string_free(text, FALSE);
}
