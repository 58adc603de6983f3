/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_topology_text.c: a topology as people write it
 */

#include "mc_topology.h"

#include <string.h>

#include "mc_connection.h"

/* The attributes after a name. */
typedef struct {
    gboolean plugged;
    gboolean locked;
    char *label;
    char *options;
    char *mac;
    char *connection;
} McAttributes;

static void
mcAttributesClear(McAttributes *attributes)
{
    g_free(attributes->label);
    g_free(attributes->options);
    g_free(attributes->mac);
    g_free(attributes->connection);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(McAttributes, mcAttributesClear)

static gboolean
mcTopologyParseAttributes(const char *text,
                          McAttributes *attributes,
                          GError **error)
{
    const struct {
        const char *prefix;
        char **value;
    } values[] = {
        { "label=", &attributes->label },
        { "options=", &attributes->options },
        { "mac=", &attributes->mac },
        { "connection=", &attributes->connection },
    };
    g_autoptr(GError) local = NULL;
    g_auto(GStrv) words = NULL;
    gsize i;
    gsize j;

    if (!g_shell_parse_argv(text, NULL, &words, &local)) {
        if (g_error_matches(local, G_SHELL_ERROR, G_SHELL_ERROR_EMPTY_STRING))
            return TRUE;
        g_propagate_error(error, g_steal_pointer(&local));
        return FALSE;
    }

    for (i = 0; words[i]; i++) {
        if (g_str_equal(words[i], "plugged")) {
            attributes->plugged = TRUE;
            continue;
        }
        if (g_str_equal(words[i], "unplugged")) {
            attributes->plugged = FALSE;
            continue;
        }
        if (g_str_equal(words[i], "locked")) {
            attributes->locked = TRUE;
            continue;
        }
        for (j = 0; j < G_N_ELEMENTS(values); j++) {
            if (!g_str_has_prefix(words[i], values[j].prefix))
                continue;
            g_free(*values[j].value);
            *values[j].value = g_strdup(words[i] + strlen(values[j].prefix));
            break;
        }
        if (j == G_N_ELEMENTS(values)) {
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

static gboolean
mcObjectTakeAttributes(McTopology *topology,
                       McObject *object,
                       const McAttributes *attributes,
                       GError **error)
{
    const char *name = object->name;

    object->plugged = attributes->plugged;
    object->locked = attributes->locked;
    return (!attributes->label ||
            mcTopologySetLabel(topology, name, attributes->label, error)) &&
           (!attributes->options ||
            mcTopologySetOptions(topology, name, attributes->options, error)) &&
           (!attributes->mac ||
            mcTopologySetMac(topology, name, attributes->mac, error)) &&
           (!attributes->connection ||
            mcTopologyConnect(topology, name, attributes->connection, error));
}

/* The objects that a line names, with its attributes. */
static gboolean
mcTopologyParseObjects(McTopology *topology,
                       const char *name,
                       const char *text,
                       gboolean plugged,
                       McObject *container,
                       GError **error)
{
    g_auto(McAttributes) attributes = {
        .plugged = plugged || !g_str_has_prefix(name, "dprc."),
    };
    guint i = container->children->len;

    if (!mcTopologyParseAttributes(text, &attributes, error) ||
        !mcTopologyAdd(topology, name, container->name, error))
        return FALSE;

    for (; i < container->children->len; i++) {
        if (!mcObjectTakeAttributes(topology,
                                    g_ptr_array_index(container->children, i),
                                    &attributes, error))
            return FALSE;
    }

    return TRUE;
}

static McTopology *
mcTopologyParseRoot(const char *name,
                    gsize indent,
                    const char *text,
                    GError **error)
{
    g_autoptr(McTopology) topology = NULL;
    g_auto(McAttributes) attributes = { .plugged = TRUE };

    if (indent > 0) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "the root container must not be indented");
        return NULL;
    }

    topology = mcTopologyNew(name, error);
    if (!topology ||
        !mcTopologyParseAttributes(text, &attributes, error))
        return NULL;
    if (!attributes.plugged) {
        g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA,
                    "the root container must be plugged");
        return NULL;
    }
    if (!mcObjectTakeAttributes(topology, topology->root, &attributes, error))
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

/* What a container may, and who is connected with whom: on the line of the end
 * that comes later, so that both are there when it is read. */
static void
mcObjectFormatState(const McTopology *topology,
                    McObject *object,
                    GHashTable *before,
                    GString *text)
{
    const McEnd end = { object, 0 };
    const guint8 *mac = object->mac;
    McEnd other;

    if (mcObjectIsContainer(object) && object->parent &&
        object->options != MC_OPTIONS_DEFAULT)
        g_string_append_printf(text, " options=0x%x", object->options);
    if (object->locked)
        g_string_append(text, " locked");
    if (g_str_equal(object->type->name, "dpni") &&
        memcmp(mac, "\0\0\0\0\0", MC_MAC_SIZE) != 0)
        g_string_append_printf(text, " mac=%02x:%02x:%02x:%02x:%02x:%02x",
                               mac[0], mac[1], mac[2], mac[3], mac[4], mac[5]);
    if (mcConnectionFind(topology, end, &other) &&
        g_hash_table_contains(before, other.object)) {
        g_string_append_printf(text, " connection=%s", other.object->name);
        if (other.interface)
            g_string_append_printf(text, ".%u", other.interface);
    }
}

static void
mcObjectFormat(const McTopology *topology,
               McObject *object,
               GHashTable *before,
               guint depth,
               GString *text)
{
    guint i;

    g_hash_table_add(before, object);

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
    mcObjectFormatState(topology, object, before, text);
    g_string_append_c(text, '\n');

    for (i = 0; object->children && i < object->children->len; i++)
        mcObjectFormat(topology, g_ptr_array_index(object->children, i), before,
                       depth + 1, text);
}

char *
mcTopologyFormat(const McTopology *topology)
{
    g_autoptr(GHashTable) before = g_hash_table_new(NULL, NULL);
    GString *text = g_string_new(NULL);

    mcObjectFormat(topology, topology->root, before, 0, text);
    return g_string_free(text, FALSE);
}
