/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_hostdev_conf.c: <hostdev> of a type of ours, a device for a guest
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fslmc_conf_error.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_xml.h"

#define MODE "subsystem"

/* as libvirt's for every other device */
#define USER_ALIAS_PREFIX "ua-"
#define USER_ALIAS_CHARS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-"


virFslMcHostdevDef *
virFslMcHostdevDefNew(const virFslMcHostdevKind *kind)
{
    virFslMcHostdevDef *def = g_new0(virFslMcHostdevDef, 1);

    def->kind = kind;

    return def;
}


void
virFslMcHostdevDefFree(virFslMcHostdevDef *def)
{
    if (!def)
        return;

    g_free(def->name);
    g_free(def->label);
    g_free(def->alias);
    g_free(def);
}


virFslMcHostdevDef *
virFslMcHostdevDefCopy(const virFslMcHostdevDef *def)
{
    virFslMcHostdevDef *copy = g_new(virFslMcHostdevDef, 1);

    *copy = *def;
    copy->name = g_strdup(def->name);
    copy->label = g_strdup(def->label);
    copy->alias = g_strdup(def->alias);

    return copy;
}


gboolean
virFslMcHostdevDefIs(const xmlNode *node)
{
    g_autofree char *type = NULL;

    if (!virFslMcXMLIs(node, VIR_FSLMC_HOSTDEV, NULL))
        return FALSE;

    type = virFslMcXMLAttribute(node, "type");
    return virFslMcHostdevKindFind(type) != NULL;
}


static gboolean
virFslMcHostdevDefParseAttributes(const xmlNode *node,
                                  virFslMcHostdevDef *def,
                                  GError **error)
{
    static const char *const inDomain[] = { "mode", "type", "managed", NULL };
    static const char *const inCarriage[] = { "mode", "type", "managed", "after", NULL };
    static const char *const elements[] = { "source", "boot", "alias", NULL };
    g_autofree char *mode = virFslMcXMLAttribute(node, "mode");
    g_autofree char *type = virFslMcXMLAttribute(node, "type");
    g_autofree char *managed = virFslMcXMLAttribute(node, "managed");

    if (!virFslMcXMLCheck(node, node->ns ? inCarriage : inDomain, elements,
                          error))
        return FALSE;

    if (!(def->kind = virFslMcHostdevKindFind(type)))
        return virFslMcXMLBadValue(error, node, "type", type);

    if (mode && strcmp(mode, MODE) != 0) {
        g_set_error(error, VIR_FSLMC_CONF_ERROR,
                    VIR_FSLMC_CONF_ERROR_UNSUPPORTED,
                    _("line %1$ld: hostdev mode '%2$s' is not supported for type '%3$s'"),
                    xmlGetLineNo(node), mode, type);
        return FALSE;
    }

    def->managed = g_strcmp0(managed, "yes") == 0;
    if (managed && !def->managed && strcmp(managed, "no") != 0)
        return virFslMcXMLBadValue(error, node, "managed", managed);

    return TRUE;
}


/* An element that has to be there. */
static const xmlNode *
virFslMcHostdevDefParseElement(const xmlNode *node,
                               const char *name,
                               GError **error)
{
    xmlNodePtr child;

    if (!virFslMcXMLOne(node, name, &child, error))
        return NULL;

    if (!child) {
        virFslMcXMLError(error, node,
                         _("missing element <%1$s> in element <%2$s>"),
                         name, node->name);
        return NULL;
    }

    return child;
}


/* An attribute that is a number and has to be there. */
static gboolean
virFslMcHostdevDefParseNumber(const xmlNode *node,
                              const char *name,
                              unsigned int min,
                              unsigned int *number,
                              GError **error)
{
    g_autofree char *text = virFslMcXMLAttribute(node, name);
    guint64 value;

    /* more than an int is no boot index in QEMU, and no place in a domain */
    if (!text || !g_ascii_string_to_unsigned(text, 10, min, G_MAXINT32, &value, NULL))
        return virFslMcXMLBadValue(error, node, name, text);

    *number = value;
    return TRUE;
}


static gboolean
virFslMcHostdevDefParseSource(const xmlNode *node,
                              virFslMcHostdevDef *def,
                              GError **error)
{
    static const char *const attributes[] = { NULL };
    static const char *const elements[] = { "address", NULL };
    const xmlNode *source;
    const xmlNode *address;

    source = virFslMcHostdevDefParseElement(node, "source", error);
    if (!source || !virFslMcXMLCheck(source, attributes, elements, error))
        return FALSE;

    address = virFslMcHostdevDefParseElement(source, "address", error);
    return address && def->kind->parseAddress(address, def, error);
}


static gboolean
virFslMcHostdevDefParseBoot(const xmlNode *node,
                            virFslMcHostdevDef *def,
                            GError **error)
{
    static const char *const attributes[] = { "order", NULL };
    static const char *const elements[] = { NULL };
    xmlNodePtr boot;

    if (!virFslMcXMLOne(node, "boot", &boot, error))
        return FALSE;
    if (!boot)
        return TRUE;

    if (!def->kind->boots) {
        g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_UNSUPPORTED,
                    _("line %1$ld: boot order is not supported for hostdev type '%2$s'"),
                    xmlGetLineNo(boot), def->kind->type);
        return FALSE;
    }

    return virFslMcXMLCheck(boot, attributes, elements, error) &&
        virFslMcHostdevDefParseNumber(boot, "order", 1, &def->bootIndex, error);
}


static gboolean
virFslMcHostdevDefParseAlias(const xmlNode *node,
                             virFslMcHostdevDef *def,
                             GError **error)
{
    static const char *const attributes[] = { "name", NULL };
    static const char *const elements[] = { NULL };
    xmlNodePtr alias;
    g_autofree char *name = NULL;

    if (!virFslMcXMLOne(node, "alias", &alias, error))
        return FALSE;
    if (!alias)
        return TRUE;
    if (!virFslMcXMLCheck(alias, attributes, elements, error))
        return FALSE;

    name = virFslMcXMLAttribute(alias, "name");
    if (!name || !*name || name[strspn(name, USER_ALIAS_CHARS)])
        return virFslMcXMLBadValue(error, alias, "name", name);

    if (g_str_has_prefix(name, USER_ALIAS_PREFIX))
        def->alias = g_steal_pointer(&name);

    return TRUE;
}


virFslMcHostdevDef *
virFslMcHostdevDefParse(const xmlNode *node,
                        GError **error)
{
    g_autoptr(virFslMcHostdevDef) def = virFslMcHostdevDefNew(NULL);

    if (!virFslMcHostdevDefParseAttributes(node, def, error) ||
        !virFslMcHostdevDefParseSource(node, def, error) ||
        !virFslMcHostdevDefParseBoot(node, def, error) ||
        !virFslMcHostdevDefParseAlias(node, def, error))
        return NULL;

    if (node->ns &&
        !virFslMcHostdevDefParseNumber(node, "after", 0, &def->after, error))
        return NULL;

    return g_steal_pointer(&def);
}


void
virFslMcHostdevDefForget(virFslMcHostdevDef *def)
{
    if (def->label)
        g_clear_pointer(&def->name, g_free);
}


gboolean
virFslMcHostdevDefParseDevice(const char *xml,
                              virFslMcHostdevDef **def,
                              GError **error)
{
    g_autoptr(xmlDoc) doc = NULL;
    const xmlNode *root;

    *def = NULL;
    if (!virFslMcHostdevKindIsMentioned(xml) ||
        !(doc = virFslMcXMLParse(xml, strlen(xml), NULL)))
        return TRUE;

    root = xmlDocGetRootElement(doc);
    if (!virFslMcHostdevDefIs(root))
        return TRUE;

    *def = virFslMcHostdevDefParse(root, error);
    return *def != NULL;
}


void
virFslMcHostdevDefFormat(GString *buf,
                         unsigned int depth,
                         const char *prefix,
                         const virFslMcHostdevDef *def)
{
    g_autofree char *address = def->kind->formatAddress(def);
    g_autofree char *after = NULL;

    if (*prefix)
        after = g_strdup_printf(" after='%u'", def->after);

    virFslMcXMLLine(buf, depth, "<%s%s mode='%s' type='%s' managed='%s'%s>",
                    prefix, VIR_FSLMC_HOSTDEV, MODE, def->kind->type,
                    def->managed ? "yes" : "no", after ? after : "");
    virFslMcXMLLine(buf, depth + 1, "<%ssource>", prefix);
    virFslMcXMLLine(buf, depth + 2, "<%saddress%s/>", prefix, address);
    virFslMcXMLLine(buf, depth + 1, "</%ssource>", prefix);
    if (def->bootIndex)
        virFslMcXMLLine(buf, depth + 1, "<%sboot order='%u'/>",
                        prefix, def->bootIndex);
    if (def->alias)
        virFslMcXMLLine(buf, depth + 1, "<%salias name='%s'/>",
                        prefix, def->alias);
    virFslMcXMLLine(buf, depth, "</%s%s>", prefix, VIR_FSLMC_HOSTDEV);
}


char *
virFslMcHostdevAlias(const virFslMcHostdevDef *def,
                     unsigned int index)
{
    if (def->alias)
        return g_strdup(def->alias);

    return g_strdup_printf("%s%u", def->kind->alias, index);
}


static gboolean
virFslMcHostdevHasSource(gconstpointer a,
                         gconstpointer b)
{
    const virFslMcHostdevDef *def = a;
    const virFslMcHostdevDef *match = b;

    if (def->kind != match->kind)
        return FALSE;

    if (def->label || match->label)
        return g_strcmp0(def->label, match->label) == 0;

    return strcmp(def->name, match->name) == 0;
}


gboolean
virFslMcHostdevFind(GPtrArray *hostdevs,
                    const virFslMcHostdevDef *match,
                    guint *index)
{
    return g_ptr_array_find_with_equal_func(hostdevs, match,
                                            virFslMcHostdevHasSource, index);
}


gboolean
virFslMcHostdevIsThere(GPtrArray *hostdevs,
                       const virFslMcHostdevDef *def)
{
    return !def->label && virFslMcHostdevFind(hostdevs, def, NULL);
}


static gboolean
virFslMcHostdevHasAlias(gconstpointer def,
                        gconstpointer alias)
{
    return g_strcmp0(((const virFslMcHostdevDef *)def)->alias, alias) == 0;
}


gboolean
virFslMcHostdevFindAlias(GPtrArray *hostdevs,
                         const char *alias,
                         guint *index)
{
    return g_ptr_array_find_with_equal_func(hostdevs, alias,
                                            virFslMcHostdevHasAlias, index);
}


guint
virFslMcHostdevCount(GPtrArray *hostdevs,
                     const virFslMcHostdevKind *kind)
{
    guint count = 0;
    guint i;

    for (i = 0; i < hostdevs->len; i++) {
        const virFslMcHostdevDef *def = g_ptr_array_index(hostdevs, i);

        if (def->kind == kind)
            count++;
    }

    return count;
}


static gint
virFslMcHostdevCompare(gconstpointer a,
                       gconstpointer b)
{
    const virFslMcHostdevDef *one = *(virFslMcHostdevDef *const *)a;
    const virFslMcHostdevDef *other = *(virFslMcHostdevDef *const *)b;

    return (one->after > other->after) - (one->after < other->after);
}


void
virFslMcHostdevSort(GPtrArray *hostdevs)
{
    g_ptr_array_sort(hostdevs, virFslMcHostdevCompare);
}
