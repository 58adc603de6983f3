/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_tree.c: a picture of the containers of a host
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <string.h>

#include "fslmc_host_tree.h"

typedef void (*virFslMcHostTreeFunc)(const virFslMcHost *host,
                                     const virFslMcObject *object,
                                     GPtrArray *objects,
                                     const char *indent,
                                     GString *text);

/* What there is to say about an object, beside its name. */
static char *
virFslMcHostTreeState(const virFslMcHost *host,
                      const virFslMcObject *object,
                      const char *separator)
{
    GString *text = g_string_new(NULL);
    const char *driver = virFslMcObjectGetDriver(object);
    const virFslMcHostGuest *guest = virFslMcHostFindGuest(host, virFslMcObjectGetName(object));
    const virFslMcMcObject *known;

    known = host->mcTree ? virFslMcMcTreeFind(host->mcTree, virFslMcObjectGetName(object)) : NULL;
    if (known && *known->label) {
        g_string_append(text, separator);
        g_string_append_printf(text, _("label '%1$s'"), known->label);
    }
    if (driver)
        g_string_append_printf(text, "%s%s", separator, driver);
    if (virFslMcObjectIsContainer(object) && virFslMcObjectGetIommuGroup(object) >= 0) {
        g_string_append(text, separator);
        g_string_append_printf(text, _("group %1$d"), virFslMcObjectGetIommuGroup(object));
    }
    if (virFslMcHostIsUnplugged(host, object))
        g_string_append_printf(text, "%s%s", separator, _("not plugged"));
    if (guest) {
        g_string_append(text, separator);
        g_string_append_printf(text, _("guest '%1$s'"), guest->name);
    }

    return g_string_free(text, FALSE);
}

/* Objects directly in @parent, NULL for the root containers. */
static GPtrArray *
virFslMcHostTreeLevel(GPtrArray *objects, const virFslMcObject *parent)
{
    GPtrArray *level;
    guint i;

    if (parent)
        return virFslMcListChildren(objects, virFslMcObjectGetName(parent));

    level = g_ptr_array_new();
    for (i = 0; i < objects->len; i++) {
        if (virFslMcObjectIsRoot(objects->pdata[i]))
            g_ptr_array_add(level, objects->pdata[i]);
    }
    return level;
}

static void
virFslMcHostTreeAppendText(const virFslMcHost *host,
                           const virFslMcObject *object,
                           GPtrArray *objects,
                           const char *indent,
                           GString *text)
{
    g_autoptr(GPtrArray) children = virFslMcHostTreeLevel(objects, object);
    g_autofree char *state = virFslMcHostTreeState(host, object, "  ");
    guint i;

    g_string_append_printf(text, "%s%s\n", virFslMcObjectGetName(object), state);
    for (i = 0; i < children->len; i++) {
        bool last = i + 1 == children->len;
        g_autofree char *deeper = g_strdup_printf("%s%s", indent, last ? "    " : "|   ");

        g_string_append_printf(text, "%s+-- ", indent);
        virFslMcHostTreeAppendText(host, children->pdata[i], objects, deeper, text);
    }
}

/* In a quoted string of Graphviz a backslash is one, but for \" and what labels
 * make of \n: names that come from elsewhere are escaped for both. */
static void
virFslMcHostTreeAppendQuoted(GString *dot, const char *name, const char *state)
{
    const char *c;

    g_string_append_printf(dot, "\"%s", name);
    for (c = state; *c; c++) {
        if (*c == '"' || *c == '\\')
            g_string_append_c(dot, '\\');
        if (*c == '\n')
            g_string_append(dot, "\\n");
        else
            g_string_append_c(dot, *c);
    }
    g_string_append_c(dot, '"');
}

static void
virFslMcHostTreeAppendDot(const virFslMcHost *host,
                          const virFslMcObject *object,
                          GPtrArray *objects,
                          const char *indent,
                          GString *dot)
{
    const char *name = virFslMcObjectGetName(object);
    g_autofree char *state = virFslMcHostTreeState(host, object, "\n");
    g_autofree char *deeper = g_strdup_printf("%s  ", indent);
    g_autoptr(GPtrArray) children = NULL;
    guint i;

    if (!virFslMcObjectIsContainer(object)) {
        g_string_append_printf(dot, "%s\"%s\" [label=", indent, name);
        virFslMcHostTreeAppendQuoted(dot, name, state);
        g_string_append(dot, "];\n");
        return;
    }

    children = virFslMcHostTreeLevel(objects, object);
    g_string_append_printf(dot, "%ssubgraph \"cluster %s\" {\n%slabel=", indent, name, deeper);
    virFslMcHostTreeAppendQuoted(dot, name, state);
    g_string_append_printf(dot, ";\n%sstyle=filled; fillcolor=\"%s\";\n", deeper,
                           virFslMcHostFindGuest(host, name) ? "#cfe8cf" :
                           virFslMcObjectIsDetached(object) ? "#f7e3b5" : "#e8eef7");
    /* a cluster without a node is not drawn */
    if (children->len == 0)
        g_string_append_printf(dot, "%s\"%s\" [label=\"\" style=invis];\n", deeper, name);
    for (i = 0; i < children->len; i++)
        virFslMcHostTreeAppendDot(host, children->pdata[i], objects, deeper, dot);
    g_string_append_printf(dot, "%s}\n", indent);
}

static bool
virFslMcHostTreeAppend(const virFslMcHost *host,
                       virFslMcHostTreeFunc append,
                       const char *indent,
                       GString *text,
                       GError **error)
{
    g_autoptr(GPtrArray) objects = virFslMcBusList(host->bus, error);
    g_autoptr(GPtrArray) roots = NULL;
    guint i;

    if (!objects)
        return false;

    roots = virFslMcHostTreeLevel(objects, NULL);
    for (i = 0; i < roots->len; i++)
        append(host, roots->pdata[i], objects, indent, text);
    return true;
}

static int
virFslMcHostTreeCompareNames(gconstpointer a, gconstpointer b)
{
    return strcmp(*(char *const *) a, *(char *const *) b);
}

/* What is left for containers that are made: a line for each pool. */
static void
virFslMcHostTreeAppendFree(const virFslMcHost *host, GString *text)
{
    g_autoptr(GPtrArray) names = g_ptr_array_new();
    GHashTableIter iter;
    gpointer name;
    guint i;

    if (!host->mcFree)
        return;

    g_hash_table_iter_init(&iter, host->mcFree);
    while (g_hash_table_iter_next(&iter, &name, NULL))
        g_ptr_array_add(names, name);
    g_ptr_array_sort(names, virFslMcHostTreeCompareNames);

    g_string_append_printf(text, "\n%s\n", _("left in the pools of the Management Complex:"));
    for (i = 0; i < names->len; i++) {
        g_string_append_printf(text, "%s  %u\n", (char *) names->pdata[i],
                               GPOINTER_TO_UINT(g_hash_table_lookup(host->mcFree,
                                                                    names->pdata[i])));
    }
}

/* What libvirt is to make: a line for each definition. */
static void
virFslMcHostTreeAppendDefinitions(const virFslMcHost *host, GString *text)
{
    guint i;

    if (host->definitions->len > 0)
        g_string_append_printf(text, "\n%s\n", _("defined containers:"));

    for (i = 0; i < host->definitions->len; i++) {
        const virFslMcHostDefinition *definition = host->definitions->pdata[i];
        g_autofree char *label = g_strdup_printf(_("label '%1$s'"), definition->label);

        g_string_append_printf(text, "%s  %s  %s%s%s\n", definition->name,
                               definition->container ? definition->container : _("not active"),
                               label, definition->autostart ? "  " : "",
                               definition->autostart ? _("autostart") : "");
    }
}

char *
virFslMcHostTreeText(const virFslMcHost *host, GError **error)
{
    g_autoptr(GString) text = g_string_new(NULL);

    if (!virFslMcHostTreeAppend(host, virFslMcHostTreeAppendText, "", text, error))
        return NULL;
    virFslMcHostTreeAppendDefinitions(host, text);
    virFslMcHostTreeAppendFree(host, text);

    return g_string_free(g_steal_pointer(&text), FALSE);
}

char *
virFslMcHostTreeDot(const virFslMcHost *host, GError **error)
{
    g_autoptr(GString) dot = g_string_new(NULL);

    g_string_append(dot, "digraph \"fsl-mc\" {\n"
                         "  graph [fontname=\"sans-serif\"];\n"
                         "  node [shape=box style=filled fillcolor=white fontname=\"sans-serif\"];\n");
    if (!virFslMcHostTreeAppend(host, virFslMcHostTreeAppendDot, "  ", dot, error))
        return NULL;
    g_string_append(dot, "}\n");

    return g_string_free(g_steal_pointer(&dot), FALSE);
}

char *
virFslMcHostTreeSvg(const virFslMcHost *host, GError **error)
{
    g_autofree char *dot = virFslMcHostTreeDot(host, error);
    g_autofree char *directory = NULL;
    g_autofree char *file = NULL;
    g_autofree char *svg = NULL;
    g_autofree char *said = NULL;
    bool done;
    int status;

    if (!dot || !(directory = g_dir_make_tmp("virt-fslmc-XXXXXX", error)))
        return NULL;

    file = g_build_filename(directory, "tree.dot", NULL);
    done = g_file_set_contents(file, dot, -1, error);
    if (done) {
        const char *argv[] = { "dot", "-Tsvg", file, NULL };

        done = g_spawn_sync(NULL, (char **) argv, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL,
                            &svg, &said, &status, error);
        if (done && !g_spawn_check_exit_status(status, error)) {
            g_prefix_error(error, "%s", said);
            done = false;
        }
    }
    g_remove(file);
    g_rmdir(directory);

    return done ? g_steal_pointer(&svg) : NULL;
}
