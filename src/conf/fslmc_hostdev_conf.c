/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_hostdev_conf.c: <hostdev type='fsl_mc'>, a container for a guest
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fslmc_conf_error.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_names.h"
#include "fslmc_object.h"
#include "fslmc_xml.h"

#define MODE "subsystem"

/* of the 16 bytes that the MC has for a label, one ends it */
#define VIR_FSLMC_LABEL_MAX 15

/* as libvirt's for every other device */
#define USER_ALIAS_PREFIX "ua-"
#define USER_ALIAS_CHARS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-"

#define ALIAS_PREFIX "fslmc"


void
virFslMcHostdevDefFree(virFslMcHostdevDef *def)
{
    if (!def)
        return;

    g_free(def->container);
    g_free(def->label);
    g_free(def->alias);
    g_free(def);
}


virFslMcHostdevDef *
virFslMcHostdevDefCopy(const virFslMcHostdevDef *def)
{
    virFslMcHostdevDef *copy = g_new(virFslMcHostdevDef, 1);

    *copy = *def;
    copy->container = g_strdup(def->container);
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
    return g_strcmp0(type, VIR_FSLMC_HOSTDEV_TYPE) == 0;
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

    if (g_strcmp0(type, VIR_FSLMC_HOSTDEV_TYPE) != 0)
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
                               const char *const *attributes,
                               const char *const *elements,
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

    return virFslMcXMLCheck(child, attributes, elements, error) ? child : NULL;
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


/* What the MC can keep, and a person can type: 15 characters of ASCII, without a blank
 * at either end. */
static gboolean
virFslMcLabelIsValid(const char *label)
{
    gsize length = strlen(label);
    gsize i;

    for (i = 0; i < length; i++) {
        if (!g_ascii_isprint(label[i]))
            return FALSE;
    }

    return length > 0 && length <= VIR_FSLMC_LABEL_MAX &&
        label[0] != ' ' && label[length - 1] != ' ';
}


static gboolean
virFslMcHostdevDefParseSource(const xmlNode *node,
                              virFslMcHostdevDef *def,
                              GError **error)
{
    static const char *const sourceAttributes[] = { NULL };
    static const char *const sourceElements[] = { "address", NULL };
    static const char *const addressAttributes[] = { "object", "label", NULL };
    static const char *const addressElements[] = { NULL };
    const xmlNode *source;
    const xmlNode *address;
    g_autofree char *object = NULL;
    g_autofree char *label = NULL;
    g_autofree char *type = NULL;

    source = virFslMcHostdevDefParseElement(node, "source", sourceAttributes,
                                            sourceElements, error);
    if (!source)
        return FALSE;

    address = virFslMcHostdevDefParseElement(source, "address", addressAttributes,
                                             addressElements, error);
    if (!address)
        return FALSE;

    object = virFslMcXMLAttribute(address, "object");
    label = virFslMcXMLAttribute(address, "label");
    if (!object && !label)
        return virFslMcXMLBadValue(error, address, "object", object);

    if (label && !virFslMcLabelIsValid(label))
        return virFslMcXMLBadValue(error, address, "label", label);

    if (object &&
        (!virFslMcNameParse(object, &type, NULL) ||
         strcmp(type, VIR_FSLMC_TYPE_DPRC) != 0)) {
        return virFslMcXMLError(error, address,
                                _("'%1$s' is not the name of a container, which is like 'dprc.2'"),
                                object);
    }

    def->container = g_steal_pointer(&object);
    def->label = g_steal_pointer(&label);
    return TRUE;
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

    return !boot ||
        (virFslMcXMLCheck(boot, attributes, elements, error) &&
         virFslMcHostdevDefParseNumber(boot, "order", 1, &def->bootIndex, error));
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
    g_autoptr(virFslMcHostdevDef) def = g_new0(virFslMcHostdevDef, 1);

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
        g_clear_pointer(&def->container, g_free);
}


gboolean
virFslMcHostdevDefParseDevice(const char *xml,
                              virFslMcHostdevDef **def,
                              GError **error)
{
    g_autoptr(xmlDoc) doc = NULL;
    const xmlNode *root;

    *def = NULL;
    if (!virFslMcXMLMentions(xml, VIR_FSLMC_HOSTDEV_TYPE) ||
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
    g_autofree char *label = NULL;
    g_autofree char *object = NULL;
    g_autofree char *after = NULL;

    if (def->label) {
        g_autofree char *escaped = virFslMcXMLEscape(def->label);

        label = g_strdup_printf(" label='%s'", escaped);
    }
    if (def->container)
        object = g_strdup_printf(" object='%s'", def->container);
    if (*prefix)
        after = g_strdup_printf(" after='%u'", def->after);

    virFslMcXMLLine(buf, depth, "<%s%s mode='%s' type='%s' managed='%s'%s>",
                    prefix, VIR_FSLMC_HOSTDEV, MODE, VIR_FSLMC_HOSTDEV_TYPE,
                    def->managed ? "yes" : "no", after ? after : "");
    virFslMcXMLLine(buf, depth + 1, "<%ssource>", prefix);
    virFslMcXMLLine(buf, depth + 2, "<%saddress%s%s/>",
                    prefix, label ? label : "", object ? object : "");
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

    return g_strdup_printf(ALIAS_PREFIX "%u", index);
}


static gboolean
virFslMcHostdevHasSource(gconstpointer a,
                         gconstpointer b)
{
    const virFslMcHostdevDef *def = a;
    const virFslMcHostdevDef *match = b;

    if (def->label || match->label)
        return g_strcmp0(def->label, match->label) == 0;

    return strcmp(def->container, match->container) == 0;
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
