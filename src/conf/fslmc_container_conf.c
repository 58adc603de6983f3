/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_container_conf.c: node-device XML of a container that is to be made
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>
#include <stdio.h>
#include <string.h>

#include "fslmc_conf_error.h"
#include "fslmc_container_conf.h"
#include "fslmc_hostdev_kind.h"
#include "fslmc_names.h"
#include "fslmc_node_device_conf.h"
#include "fslmc_object.h"
#include "fslmc_xml.h"

#define NAME_PREFIX VIR_FSLMC_TYPE_DPRC "_"
#define NAME_CHARS G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS "_-"

#define TYPE_PORT VIR_FSLMC_TYPE_DPNI
#define VCPUS_MAX 64
#define MULTICAST 0x01

static const char *const none[] = { NULL };

/* What a container may do, as restool names it, in lower case */
static const struct {
    guint32 bit;
    const char *name;
} options[] = {
    { VIR_FSLMC_MC_CONTAINER_SPAWN, "spawn" },
    { VIR_FSLMC_MC_CONTAINER_ALLOC, "alloc" },
    { VIR_FSLMC_MC_CONTAINER_OBJ_CREATE, "obj_create" },
    { VIR_FSLMC_MC_CONTAINER_TOPOLOGY, "topology_changes" },
    { VIR_FSLMC_MC_CONTAINER_AIOP, "aiop" },
    { VIR_FSLMC_MC_CONTAINER_IRQ_CFG, "irq_cfg" },
    { VIR_FSLMC_MC_CONTAINER_PL, "pl" },
};


void
virFslMcContainerDefFree(virFslMcContainerDef *def)
{
    if (!def)
        return;

    g_free(def->name);
    g_free(def->container);
    virFslMcMcPlanFree(def->plan);
    g_free(def);
}


static gboolean
virFslMcContainerIsCapability(const xmlNode *node,
                              const char *wanted)
{
    g_autofree char *type = virFslMcXMLAttribute(node, "type");

    return g_strcmp0(type, wanted) == 0;
}


gboolean
virFslMcContainerDefIs(const char *xml)
{
    g_autoptr(xmlDoc) doc = NULL;
    const xmlNode *root, *capability = NULL;

    if (!virFslMcXMLMentions(xml, VIR_FSLMC_CAPABILITY) ||
        !(doc = virFslMcXMLParse(xml, strlen(xml), NULL)))
        return FALSE;

    root = xmlDocGetRootElement(doc);
    if (!virFslMcXMLIs(root, "device", NULL))
        return FALSE;

    while ((capability = virFslMcXMLNext(root, capability, "capability"))) {
        if (virFslMcContainerIsCapability(capability, VIR_FSLMC_CAPABILITY))
            return TRUE;
    }

    return FALSE;
}


gboolean
virFslMcContainerNameIsValid(const char *name)
{
    const char *rest = name + strlen(NAME_PREFIX);

    return g_str_has_prefix(name, NAME_PREFIX) && g_ascii_isalpha(*rest) &&
           strspn(rest, NAME_CHARS) == strlen(rest);
}


char *
virFslMcContainerNameFromLabel(const char *label,
                               guint nth)
{
    g_autofree char *rest = g_strcanon(g_strdup(label), NAME_CHARS, '_');

    if (!g_ascii_isalpha(*rest))
        return NULL;

    if (nth == 1)
        return g_strconcat(NAME_PREFIX, rest, NULL);

    return g_strdup_printf(NAME_PREFIX "%s-%u", rest, nth);
}


/* Text of a child element that has nothing but text; NULL without the element. */
static gboolean
virFslMcContainerParseText(const xmlNode *parent,
                           const char *name,
                           char **text,
                           GError **error)
{
    xmlNodePtr node;
    xmlChar *content;

    *text = NULL;
    if (!virFslMcXMLOne(parent, name, &node, error))
        return FALSE;
    if (!node)
        return TRUE;

    content = xmlNodeGetContent(node);
    *text = g_strdup((const char *)content);
    xmlFree(content);
    return TRUE;
}


static gboolean
virFslMcContainerParseNumber(const xmlNode *node,
                             const char *name,
                             const char *text,
                             guint max,
                             guint *number,
                             GError **error)
{
    guint64 value;

    if (!g_ascii_string_to_unsigned(text, 10, 1, max, &value, NULL) || *text == '+') {
        return virFslMcXMLError(error, node,
                                _("invalid value '%1$s' for '%2$s': it has to be a number "
                                  "from 1 to %3$u"), text, name, max);
    }

    *number = value;
    return TRUE;
}


static gboolean
virFslMcContainerParseMac(const xmlNode *node,
                          virFslMcMcPort *port,
                          GError **error)
{
    static const char *const attributes[] = { "address", NULL };
    g_autofree char *text = NULL;
    unsigned int bytes[6];
    int end = 0;
    gsize i;

    if (!virFslMcXMLCheck(node, attributes, none, error))
        return FALSE;

    text = virFslMcXMLAttribute(node, "address");
    if (!text || strlen(text) != 17 || strspn(text, G_CSET_DIGITS "abcdefABCDEF:") != 17 ||
        sscanf(text, "%2x:%2x:%2x:%2x:%2x:%2x%n", &bytes[0], &bytes[1], &bytes[2],
               &bytes[3], &bytes[4], &bytes[5], &end) != 6 || end != 17)
        return virFslMcXMLBadValue(error, node, "address", text);

    for (i = 0; i < G_N_ELEMENTS(bytes); i++)
        port->mac[i] = bytes[i];
    port->hasMac = TRUE;

    if (port->mac[0] & MULTICAST) {
        return virFslMcXMLError(error, node,
                                _("expected unicast mac address, found multicast '%1$s'"),
                                text);
    }
    return TRUE;
}


/* "dpmac.3", "dpni.1"; "dpsw.0.2", "dpdmux.0.2" with an interface */
static gboolean
virFslMcContainerParseConnection(const xmlNode *node,
                                 virFslMcMcPort *port,
                                 GError **error)
{
    static const char *const attributes[] = { "object", NULL };
    static const char *const single[] = { "dpmac", "dpni", NULL };
    static const char *const many[] = { "dpsw", "dpdmux", NULL };
    g_autofree char *text = NULL;
    g_autofree char *object = NULL;
    g_autofree char *type = NULL;
    guint64 interface = 0;
    char *dot;
    guint32 id;

    if (!virFslMcXMLCheck(node, attributes, none, error))
        return FALSE;
    if (!(text = virFslMcXMLAttribute(node, "object")))
        return virFslMcXMLBadValue(error, node, "object", text);

    object = g_strdup(text);
    dot = strchr(object, '.');
    dot = dot ? strchr(dot + 1, '.') : NULL;
    if (dot) {
        *dot = '\0';
        if (!g_ascii_string_to_unsigned(dot + 1, 10, 0, G_MAXUINT16, &interface, NULL))
            return virFslMcXMLBadValue(error, node, "object", text);
    }
    if (!virFslMcNameParse(object, &type, &id) ||
        !g_strv_contains(dot ? many : single, type))
        return virFslMcXMLBadValue(error, node, "object", text);

    g_strlcpy(port->peer.type, type, sizeof(port->peer.type));
    port->peer.id = id;
    port->peer.interface = interface;
    return TRUE;
}


static gboolean
virFslMcContainerParseDriver(const xmlNode *node,
                             virFslMcMcPort *port,
                             GError **error)
{
    static const char *const attributes[] = { "queues", NULL };
    g_autofree char *text = NULL;

    if (!virFslMcXMLCheck(node, attributes, none, error))
        return FALSE;

    if (!(text = virFslMcXMLAttribute(node, "queues")))
        return virFslMcXMLBadValue(error, node, "queues", text);

    return virFslMcContainerParseNumber(node, "queues", text, VIR_FSLMC_MC_PLAN_QUEUES_MAX,
                                        &port->queues, error);
}


/* Two interfaces with one address, or one peer, cannot be meant. */
static gboolean
virFslMcContainerCheckPort(const xmlNode *node,
                           const virFslMcMcPlan *plan,
                           const virFslMcMcPort *port,
                           GError **error)
{
    guint i;

    for (i = 0; i < plan->ports->len; i++) {
        const virFslMcMcPort *other = &g_array_index(plan->ports, virFslMcMcPort, i);

        if (port->hasMac && other->hasMac &&
            memcmp(port->mac, other->mac, sizeof(port->mac)) == 0)
            return virFslMcXMLError(error, node, _("a MAC address is there twice"));

        if (*port->peer.type && port->peer.id == other->peer.id &&
            port->peer.interface == other->peer.interface &&
            strcmp(port->peer.type, other->peer.type) == 0) {
            return virFslMcXMLError(error, node, _("'%1$s.%2$u' cannot be connected twice"),
                                    port->peer.type, port->peer.id);
        }
    }

    return TRUE;
}


/* Of an object that is listed with its id, as in the XML of a node device */
static gboolean
virFslMcContainerParseId(const xmlNode *node,
                         const char *type,
                         gboolean *listed,
                         guint32 *id,
                         char **name,
                         GError **error)
{
    g_autofree char *text = virFslMcXMLAttribute(node, "id");

    if (!(*listed = text != NULL))
        return TRUE;

    *name = g_strdup_printf("%s.%s", type, text);
    if (!virFslMcNameParse(*name, NULL, id))
        return virFslMcXMLBadValue(error, node, "id", text);

    return TRUE;
}


static gboolean
virFslMcContainerParsePort(const xmlNode *node,
                           virFslMcMcPlan *plan,
                           gboolean *listed,
                           GError **error)
{
    static const char *const attributes[] = { "type", "id", "plugged", NULL };
    static const char *const elements[] = { "mac", "connection", "driver", NULL };
    g_autofree char *name = NULL;
    virFslMcMcPort port = { 0 };
    xmlNodePtr mac, connection, driver;

    if (!virFslMcContainerParseId(node, TYPE_PORT, &port.hasId, &port.id, &name, error) ||
        !virFslMcXMLCheckMixed(node, attributes, elements, name, error) ||
        !virFslMcXMLOne(node, "mac", &mac, error) ||
        !virFslMcXMLOne(node, "connection", &connection, error) ||
        !virFslMcXMLOne(node, "driver", &driver, error))
        return FALSE;

    if ((mac && !virFslMcContainerParseMac(mac, &port, error)) ||
        (connection && !virFslMcContainerParseConnection(connection, &port, error)) ||
        (driver && !virFslMcContainerParseDriver(driver, &port, error)) ||
        !virFslMcContainerCheckPort(node, plan, &port, error))
        return FALSE;

    if (plan->ports->len >= VIR_FSLMC_MC_PLAN_COUNT_MAX)
        return virFslMcXMLError(error, node, _("too many objects of type '%1$s'"), TYPE_PORT);

    *listed |= port.hasId;
    g_array_append_val(plan->ports, port);
    return TRUE;
}


/* One object that is listed with its id: all of them are counted. */
static gboolean
virFslMcContainerParseListed(const xmlNode *node,
                             const char *name,
                             guint *number,
                             GError **error)
{
    static const char *const attributes[] = { "type", "id", "plugged", NULL };

    if (!virFslMcXMLCheckMixed(node, attributes, none, name, error))
        return FALSE;

    if (*number >= VIR_FSLMC_MC_PLAN_COUNT_MAX) {
        g_autofree char *type = virFslMcXMLAttribute(node, "type");

        return virFslMcXMLError(error, node, _("too many objects of type '%1$s'"), type);
    }

    (*number)++;
    return TRUE;
}


/* *listed becomes TRUE for an object with its id. */
static gboolean
virFslMcContainerParseObject(const xmlNode *node,
                             virFslMcMcPlan *plan,
                             gboolean *listed,
                             GError **error)
{
    static const char *const attributes[] = { "type", "count", NULL };
    g_autofree char *name = virFslMcXMLAttribute(node, "type");
    g_autofree char *object = NULL;
    g_autofree char *count = NULL;
    virFslMcMcPlanType type;
    gboolean hasId;
    guint32 id;

    if (!name)
        return virFslMcXMLBadValue(error, node, "type", name);

    if (strcmp(name, TYPE_PORT) == 0)
        return virFslMcContainerParsePort(node, plan, listed, error);

    if (!virFslMcMcPlanTypeFrom(name, &type)) {
        g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_UNSUPPORTED,
                    _("objects of type '%1$s' cannot be made in a container"), name);
        return FALSE;
    }

    if (!virFslMcContainerParseId(node, name, &hasId, &id, &object, error))
        return FALSE;
    if (hasId) {
        *listed = TRUE;
        return virFslMcContainerParseListed(node, object, &plan->counts[type], error);
    }

    if (!virFslMcXMLCheck(node, attributes, none, error))
        return FALSE;
    if (plan->counts[type] > 0) {
        return virFslMcXMLError(error, node, _("objects of type '%1$s' are there twice"),
                                name);
    }

    if (!(count = virFslMcXMLAttribute(node, "count"))) {
        plan->counts[type] = 1;
        return TRUE;
    }

    return virFslMcContainerParseNumber(node, "count", count, VIR_FSLMC_MC_PLAN_COUNT_MAX,
                                        &plan->counts[type], error);
}


static gboolean
virFslMcContainerParseOption(const xmlNode *node,
                             virFslMcMcPlan *plan,
                             GError **error)
{
    static const char *const attributes[] = { "name", NULL };
    g_autofree char *name = NULL;
    guint64 value = 0;
    gsize i;

    if (!virFslMcXMLCheck(node, attributes, none, error))
        return FALSE;

    name = virFslMcXMLAttribute(node, "name");
    for (i = 0; name && i < G_N_ELEMENTS(options); i++) {
        if (strcmp(options[i].name, name) == 0)
            value = options[i].bit;
    }
    /* one without a name here */
    if (value == 0 && (!name || !g_str_has_prefix(name, "0x") ||
                       !g_ascii_string_to_unsigned(name + 2, 16, 1, G_MAXUINT32, &value, NULL)))
        return virFslMcXMLBadValue(error, node, "name", name);

    plan->hasOptions = TRUE;
    plan->options |= value;
    return TRUE;
}


/* Objects that are listed with their ids are all that there is to be, unless it is said
 * what guest they are for. */
static gboolean
virFslMcContainerParseExact(const xmlNode *node,
                            virFslMcMcPlan *plan,
                            gboolean listed,
                            GError **error)
{
    g_autofree char *exact = virFslMcXMLAttribute(node, "exact");

    if (exact && strcmp(exact, "yes") != 0 && strcmp(exact, "no") != 0)
        return virFslMcXMLBadValue(error, node, "exact", exact);

    plan->exact = exact ? strcmp(exact, "yes") == 0 : listed && plan->vcpus == 0;
    return TRUE;
}


static gboolean
virFslMcContainerParseContents(const xmlNode *node,
                               virFslMcMcPlan *plan,
                               GError **error)
{
    static const char *const attributes[] = { "type", "exact", NULL };
    static const char *const elements[] = { "option", "vcpus", "object", NULL };
    g_autofree char *vcpus = NULL;
    const xmlNode *option = NULL;
    const xmlNode *object = NULL;
    gboolean listed = FALSE;

    if (!virFslMcXMLCheck(node, attributes, elements, error) ||
        !virFslMcContainerParseText(node, "vcpus", &vcpus, error))
        return FALSE;

    while ((option = virFslMcXMLNext(node, option, "option"))) {
        if (!virFslMcContainerParseOption(option, plan, error))
            return FALSE;
    }

    if (vcpus && !virFslMcContainerParseNumber(node, "vcpus", vcpus, VCPUS_MAX,
                                               &plan->vcpus, error))
        return FALSE;

    while ((object = virFslMcXMLNext(node, object, "object"))) {
        if (!virFslMcContainerParseObject(object, plan, &listed, error))
            return FALSE;
    }

    return virFslMcContainerParseExact(node, plan, listed, error);
}


static gboolean
virFslMcContainerParseLabel(const xmlNode *node,
                            virFslMcContainerDef *def,
                            GError **error)
{
    g_autofree char *label = NULL;

    if (!virFslMcContainerParseText(node, "label", &label, error))
        return FALSE;

    if (!label) {
        /* the XML of a container that has none */
        if (def->container && !def->name)
            return TRUE;
        if (!def->name)
            return virFslMcXMLError(error, node, _("missing element <label>"));
        label = g_strdup(def->name + strlen(NAME_PREFIX));
    }

    if (!virFslMcLabelIsValid(label)) {
        return virFslMcXMLError(error, node,
                                _("invalid label '%1$s': it has to be 1 to %2$u printable "
                                  "ASCII characters, without a space at either end"), label,
                                VIR_FSLMC_LABEL_MAX);
    }

    g_strlcpy(def->plan->label, label, sizeof(def->plan->label));
    return TRUE;
}


/* Of which container it is the XML, when it is that of an active one */
static gboolean
virFslMcContainerParseActive(const xmlNode *node,
                             virFslMcContainerDef *def,
                             GError **error)
{
    g_autofree char *id = NULL;
    xmlNodePtr object;

    if (!virFslMcXMLOne(node, "object", &object, error))
        return FALSE;
    if (!object)
        return TRUE;

    id = virFslMcXMLAttribute(object, "id");
    def->container = g_strdup_printf(VIR_FSLMC_TYPE_DPRC ".%s", id ? id : "");
    if (!virFslMcNameParse(def->container, NULL, NULL))
        return virFslMcXMLBadValue(error, object, "id", id);

    return TRUE;
}


static gboolean
virFslMcContainerParseCapability(const xmlNode *node,
                                 virFslMcContainerDef *def,
                                 GError **error)
{
    static const char *const attributes[] = { "type", NULL };
    /* but for two of them only in the XML of a container that there is */
    static const char *const elements[] = {
        "object", "label", "state", "vendor", "iommuGroup", "capability", NULL
    };
    xmlNodePtr contents;

    if (!virFslMcContainerIsCapability(node, VIR_FSLMC_CAPABILITY)) {
        g_autofree char *type = virFslMcXMLAttribute(node, "type");

        return virFslMcXMLBadValue(error, node, "type", type);
    }

    if (!virFslMcXMLCheck(node, attributes, elements, error) ||
        !virFslMcContainerParseActive(node, def, error) ||
        !virFslMcContainerParseLabel(node, def, error) ||
        !virFslMcXMLOne(node, "capability", &contents, error))
        return FALSE;

    if (!contents || !virFslMcContainerIsCapability(contents, "container")) {
        return virFslMcXMLError(error, node,
                                _("missing element <capability type='container'>: only "
                                  "containers can be made"));
    }

    return virFslMcContainerParseContents(contents, def->plan, error);
}


static gboolean
virFslMcContainerParseDevice(const xmlNode *node,
                             virFslMcContainerDef *def,
                             GError **error)
{
    /* path and driver are for libvirt, which has them in every node device */
    static const char *const elements[] = {
        "name", "path", "parent", "driver", "capability", NULL
    };
    g_autofree char *name = NULL;
    g_autofree char *parent = NULL;
    xmlNodePtr capability;

    if (!virFslMcXMLCheck(node, none, elements, error) ||
        !virFslMcContainerParseText(node, "name", &name, error) ||
        !virFslMcContainerParseText(node, "parent", &parent, error) ||
        !virFslMcXMLOne(node, "capability", &capability, error))
        return FALSE;

    if (name && virFslMcContainerNameIsValid(name))
        def->name = g_steal_pointer(&name);

    if (!parent)
        return virFslMcXMLError(error, node, _("cannot create a container without a parent"));
    if (!g_str_has_prefix(parent, NAME_PREFIX) ||
        !(def->plan->parent = virFslMcNodeDeviceKernelName(parent))) {
        return virFslMcXMLError(error, node, _("'%1$s' is not the node device of a container"),
                                parent);
    }

    if (!capability)
        return virFslMcXMLError(error, node, _("missing element <capability>"));

    return virFslMcContainerParseCapability(capability, def, error);
}


virFslMcContainerDef *
virFslMcContainerDefParse(const char *xml,
                          GError **error)
{
    g_autoptr(virFslMcContainerDef) def = g_new0(virFslMcContainerDef, 1);
    g_autoptr(xmlDoc) doc = NULL;

    def->plan = virFslMcMcPlanNew();
    if (!(doc = virFslMcXMLParse(xml, strlen(xml), error)) ||
        !virFslMcContainerParseDevice(xmlDocGetRootElement(doc), def, error))
        return NULL;

    return g_steal_pointer(&def);
}


void
virFslMcContainerFormatOptions(GString *buf,
                               unsigned int depth,
                               guint32 set)
{
    gsize i;

    for (i = 0; i < G_N_ELEMENTS(options); i++) {
        if (set & options[i].bit)
            virFslMcXMLLine(buf, depth, "<option name='%s'/>", options[i].name);
        set &= ~options[i].bit;
    }

    if (set)
        virFslMcXMLLine(buf, depth, "<option name='0x%x'/>", set);
}


gboolean
virFslMcContainerHasPortDetails(const virFslMcMcPort *port)
{
    return port->hasMac || *port->peer.type || port->queues > 0;
}


void
virFslMcContainerFormatPortDetails(GString *buf,
                                   unsigned int depth,
                                   const virFslMcMcPort *port)
{
    if (port->hasMac) {
        virFslMcXMLLine(buf, depth, "<mac address='%02x:%02x:%02x:%02x:%02x:%02x'/>",
                        port->mac[0], port->mac[1], port->mac[2],
                        port->mac[3], port->mac[4], port->mac[5]);
    }
    if (g_str_equal(port->peer.type, "dpsw") || g_str_equal(port->peer.type, "dpdmux")) {
        virFslMcXMLLine(buf, depth, "<connection object='%s.%u.%u'/>",
                        port->peer.type, port->peer.id, port->peer.interface);
    } else if (*port->peer.type) {
        virFslMcXMLLine(buf, depth, "<connection object='%s.%u'/>",
                        port->peer.type, port->peer.id);
    }
    if (port->queues > 0)
        virFslMcXMLLine(buf, depth, "<driver queues='%u'/>", port->queues);
}


static void
virFslMcContainerFormatPort(GString *buf,
                            const virFslMcMcPort *port)
{
    g_autofree char *id = NULL;

    id = port->hasId ? g_strdup_printf(" id='%u'", port->id) : g_strdup("");
    if (!virFslMcContainerHasPortDetails(port)) {
        virFslMcXMLLine(buf, 3, "<object type='%s'%s/>", TYPE_PORT, id);
        return;
    }

    virFslMcXMLLine(buf, 3, "<object type='%s'%s>", TYPE_PORT, id);
    virFslMcContainerFormatPortDetails(buf, 4, port);
    virFslMcXMLLine(buf, 3, "</object>");
}


char *
virFslMcContainerDefFormat(const virFslMcContainerDef *def)
{
    const virFslMcMcPlan *plan = def->plan;
    g_autofree char *label = virFslMcXMLEscape(plan->label);
    g_autofree char *parent = virFslMcNodeDeviceName(plan->parent);
    GString *buf = g_string_new("<device>\n");
    guint i;

    if (def->name)
        virFslMcXMLLine(buf, 1, "<name>%s</name>", def->name);
    virFslMcXMLLine(buf, 1, "<parent>%s</parent>", parent);
    virFslMcXMLLine(buf, 1, "<capability type='%s'>", VIR_FSLMC_CAPABILITY);
    if (*label)
        virFslMcXMLLine(buf, 2, "<label>%s</label>", label);
    virFslMcXMLLine(buf, 2, "<capability type='container'%s>",
                    plan->exact ? " exact='yes'" : "");
    if (plan->hasOptions)
        virFslMcContainerFormatOptions(buf, 3, plan->options);
    if (plan->vcpus > 0)
        virFslMcXMLLine(buf, 3, "<vcpus>%u</vcpus>", plan->vcpus);
    for (i = 0; i < plan->ports->len; i++)
        virFslMcContainerFormatPort(buf, &g_array_index(plan->ports, virFslMcMcPort, i));
    for (i = 0; i < VIR_FSLMC_MC_PLAN_LAST; i++) {
        if (plan->counts[i] > 0) {
            virFslMcXMLLine(buf, 3, "<object type='%s' count='%u'/>",
                            virFslMcMcPlanTypeName(i), plan->counts[i]);
        }
    }
    virFslMcXMLLine(buf, 2, "</capability>");
    virFslMcXMLLine(buf, 1, "</capability>");
    virFslMcXMLLine(buf, 0, "</device>");

    return g_string_free(buf, FALSE);
}
