/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_node_device_conf.c: node-device XML of objects on the fsl-mc bus, and what
 * that of the other kinds of devices has in common with it
 */

#include <string.h>

#include "fslmc_bus.h"
#include "fslmc_container_conf.h"
#include "fslmc_node_device_conf.h"
#include "fslmc_xml.h"
#include "platform_bus.h"
#include "platform_node_device_conf.h"

/* what libvirt calls the root of all node devices */
#define ROOT_NAME "computer"

static const struct {
    guint16 id;
    const char *name;
} vendors[] = {
    { 0x1957, "NXP" },
};


char *
virFslMcNodeDeviceName(const char *kernelName)
{
    if (!virFslMcNameParse(kernelName, NULL, NULL))
        return NULL;

    return g_strdelimit(g_strdup(kernelName), ".", '_');
}


char *
virFslMcNodeDeviceKernelName(const char *name)
{
    g_autofree char *kernelName = NULL;

    /* "dprc.2" itself is no node device */
    if (strchr(name, '.'))
        return NULL;

    kernelName = g_strdelimit(g_strdup(name), "_", '.');
    if (!virFslMcNameParse(kernelName, NULL, NULL))
        return NULL;

    return g_steal_pointer(&kernelName);
}


/* What one kind of device has of its own as a node device. */
typedef struct {
    const char *capability;

    /* Returns: (transfer full): name of the node device; @names: (nullable): the
     *   names that some have been given, by kernel name */
    char *(*name)(const virFslMcKind *kind, const char *kernelName, GHashTable *names);

    /* (nullable) Returns: (transfer full) (nullable): kernel name of what that name of a
     *   node device can only stand for. Without it all devices have to be asked. */
    char *(*kernelName)(const char *name);

    /* What the capability says. */
    void (*format)(GString *buf,
                   const virFslMcObject *object,
                   GPtrArray *objects,
                   const virFslMcMcTree *tree);
} virFslMcNodeDeviceKind;

static const virFslMcNodeDeviceKind *virFslMcNodeDeviceKindFind(const virFslMcKind *kind);


/* fsl-mc objects have names that need no prefix. */
static char *
virFslMcNodeDeviceFslMcName(const virFslMcKind *kind G_GNUC_UNUSED,
                            const char *kernelName,
                            GHashTable *names)
{
    const char *own = names ? g_hash_table_lookup(names, kernelName) : NULL;

    return own ? g_strdup(own) : virFslMcNodeDeviceName(kernelName);
}


static char *
virFslMcNodeDevicePlatformName(const virFslMcKind *kind,
                               const char *kernelName,
                               GHashTable *names G_GNUC_UNUSED)
{
    return virPlatformNodeDeviceName(kind->capability, kernelName);
}


static char *
virFslMcNodeDeviceKindName(const virFslMcKind *kind,
                           const char *kernelName,
                           GHashTable *names)
{
    return virFslMcNodeDeviceKindFind(kind)->name(kind, kernelName, names);
}


char *
virFslMcNodeDeviceObjectName(const virFslMcObject *object,
                             GHashTable *names)
{
    return virFslMcNodeDeviceKindName(virFslMcObjectGetKind(object),
                                      virFslMcObjectGetName(object), names);
}


char *
virFslMcNodeDeviceFindKernelName(const char *name,
                                 const virFslMcKind *const *kinds,
                                 GPtrArray *(*list)(void *opaque),
                                 void *opaque)
{
    const virFslMcNodeDeviceKind *first = virFslMcNodeDeviceKindFind(kinds[0]);
    g_autoptr(GPtrArray) objects = NULL;
    gboolean possible = FALSE;
    gsize i;

    if (first->kernelName)
        return first->kernelName(name);

    for (i = 0; kinds[i]; i++)
        possible |= g_str_has_prefix(name, kinds[i]->capability);

    if (!possible || !(objects = list(opaque)))
        return NULL;

    for (i = 0; i < objects->len; i++) {
        const virFslMcObject *object = g_ptr_array_index(objects, i);
        g_autofree char *its = virFslMcNodeDeviceObjectName(object, NULL);

        if (strcmp(its, name) == 0)
            return g_strdup(virFslMcObjectGetName(object));
    }

    return NULL;
}


char *
virFslMcNodeDeviceParentName(const virFslMcObject *object,
                             GHashTable *names)
{
    const char *parent = virFslMcObjectGetParent(object);

    if (!parent)
        return g_strdup(ROOT_NAME);

    return virFslMcNodeDeviceKindName(virFslMcObjectGetParentKind(object), parent, names);
}


static void
virFslMcNodeDeviceFormatVendor(GString *buf,
                               guint16 id)
{
    gsize i;

    /* 0 is no vendor's: modalias could not be read */
    if (id == 0)
        return;

    for (i = 0; i < G_N_ELEMENTS(vendors); i++) {
        if (vendors[i].id == id) {
            virFslMcXMLLine(buf, 2, "<vendor id='0x%04x'>%s</vendor>",
                            id, vendors[i].name);
            return;
        }
    }

    virFslMcXMLLine(buf, 2, "<vendor id='0x%04x'/>", id);
}


static void
virFslMcNodeDeviceFormatGroup(GString *buf,
                              int group,
                              GPtrArray *objects,
                              const char *attribute)
{
    g_autoptr(GPtrArray) members = NULL;
    guint i;

    if (group < 0)
        return;

    members = virFslMcListGroup(objects, group);

    virFslMcXMLLine(buf, 2, "<iommuGroup number='%d'>", group);
    for (i = 0; i < members->len; i++) {
        const virFslMcObject *member = g_ptr_array_index(members, i);

        g_autofree char *name = virFslMcXMLEscape(virFslMcObjectGetName(member));

        virFslMcXMLLine(buf, 3, "<address %s='%s'/>", attribute, name);
    }
    virFslMcXMLLine(buf, 2, "</iommuGroup>");
}


static void
virFslMcNodeDeviceFormatObject(GString *buf,
                               const virFslMcObject *object)
{
    virFslMcXMLLine(buf, 2, "<object type='%s' id='%u'>%s</object>",
                    virFslMcObjectGetType(object),
                    virFslMcObjectGetId(object),
                    virFslMcObjectGetName(object));
}


static void
virFslMcNodeDeviceFormatMc(GString *buf,
                           const virFslMcMcObject *known)
{
    if (!known)
        return;

    if (*known->label) {
        g_autofree char *label = virFslMcXMLEscape(known->label);

        virFslMcXMLLine(buf, 2, "<label>%s</label>", label);
    }
    virFslMcXMLLine(buf, 2, "<state plugged='%s'/>", known->plugged ? "yes" : "no");
    virFslMcContainerFormatPortDetails(buf, 2, &known->port);
}


/* One object in a container, as sysfs or the MC or both of them show it */
typedef struct {
    const char *name;
    const char *type;
    guint32 id;
    const virFslMcMcObject *known;  /* NULL: the MC does not know it, or does not tell */
} virFslMcNodeDeviceMember;


static int
virFslMcNodeDeviceMemberCompare(gconstpointer a,
                                gconstpointer b)
{
    const virFslMcNodeDeviceMember *first = a;
    const virFslMcNodeDeviceMember *second = b;
    int order = strcmp(first->type, second->type);

    if (order != 0)
        return order;

    return first->id < second->id ? -1 : first->id > second->id;
}


static void
virFslMcNodeDeviceAddVisible(GArray *members,
                             const virFslMcObject *object,
                             const virFslMcMcTree *tree)
{
    const char *name = virFslMcObjectGetName(object);
    virFslMcNodeDeviceMember member = {
        .name = name,
        .type = virFslMcObjectGetType(object),
        .id = virFslMcObjectGetId(object),
        .known = tree ? virFslMcMcTreeFind(tree, name) : NULL,
    };

    g_array_append_val(members, member);
}


/* Adds what is in @container for the MC and not on the bus: no driver scanned
 * the container since. */
static void
virFslMcNodeDeviceAddInvisible(GArray *members,
                               const char *container,
                               GPtrArray *objects,
                               const virFslMcMcTree *tree)
{
    g_autoptr(GPtrArray) children = virFslMcMcTreeChildren(tree, container);
    guint i;

    for (i = 0; i < children->len; i++) {
        const virFslMcMcObject *known = g_ptr_array_index(children, i);
        virFslMcNodeDeviceMember member = {
            .name = known->name,
            .type = known->type,
            .id = known->id,
            .known = known,
        };

        if (!virFslMcListFind(objects, known->name))
            g_array_append_val(members, member);
    }
}


static void
virFslMcNodeDeviceFormatMember(GString *buf,
                               const virFslMcNodeDeviceMember *member)
{
    const virFslMcMcObject *known = member->known;
    const char *plugged = known && !known->plugged ? " plugged='no'" : "";

    if (!known || !virFslMcContainerHasPortDetails(&known->port)) {
        virFslMcXMLLine(buf, 3, "<object type='%s' id='%u'%s>%s</object>",
                        member->type, member->id, plugged, member->name);
        return;
    }

    virFslMcXMLLine(buf, 3, "<object type='%s' id='%u'%s>%s",
                    member->type, member->id, plugged, member->name);
    virFslMcContainerFormatPortDetails(buf, 4, &known->port);
    virFslMcXMLLine(buf, 3, "</object>");
}


static void
virFslMcNodeDeviceFormatContainer(GString *buf,
                                  const virFslMcObject *object,
                                  GPtrArray *objects,
                                  const virFslMcMcTree *tree)
{
    const char *name = virFslMcObjectGetName(object);
    const virFslMcMcObject *known = tree ? virFslMcMcTreeFind(tree, name) : NULL;
    g_autoptr(GArray) members = NULL;
    g_autoptr(GPtrArray) children = NULL;
    gboolean hasOptions = known && known->hasOptions && known->options;
    guint i;

    if (!virFslMcObjectIsContainer(object))
        return;

    members = g_array_new(FALSE, FALSE, sizeof(virFslMcNodeDeviceMember));
    children = virFslMcListChildren(objects, name);
    for (i = 0; i < children->len; i++)
        virFslMcNodeDeviceAddVisible(members, g_ptr_array_index(children, i), tree);
    if (tree) {
        virFslMcNodeDeviceAddInvisible(members, name, objects, tree);
        g_array_sort(members, virFslMcNodeDeviceMemberCompare);
    }

    if (members->len == 0 && !hasOptions) {
        virFslMcXMLLine(buf, 2, "<capability type='container'/>");
        return;
    }

    virFslMcXMLLine(buf, 2, "<capability type='container'>");
    if (hasOptions)
        virFslMcContainerFormatOptions(buf, 3, known->options);
    for (i = 0; i < members->len; i++) {
        virFslMcNodeDeviceFormatMember(buf, &g_array_index(members, virFslMcNodeDeviceMember,
                                                           i));
    }
    virFslMcXMLLine(buf, 2, "</capability>");
}


static void
virFslMcNodeDeviceFormatFslMc(GString *buf,
                              const virFslMcObject *object,
                              GPtrArray *objects,
                              const virFslMcMcTree *tree)
{
    virFslMcNodeDeviceFormatObject(buf, object);
    if (tree)
        virFslMcNodeDeviceFormatMc(buf, virFslMcMcTreeFind(tree, virFslMcObjectGetName(object)));
    virFslMcNodeDeviceFormatVendor(buf, virFslMcObjectGetVendor(object));
    virFslMcNodeDeviceFormatGroup(buf, virFslMcObjectGetIommuGroup(object),
                                  objects, "object");
    virFslMcNodeDeviceFormatContainer(buf, object, objects, tree);
}


static void
virFslMcNodeDeviceFormatPlatform(GString *buf,
                                 const virFslMcObject *object,
                                 GPtrArray *objects,
                                 const virFslMcMcTree *tree G_GNUC_UNUSED)
{
    virPlatformNodeDeviceFormat(buf, object);
    virFslMcNodeDeviceFormatGroup(buf, virFslMcObjectGetIommuGroup(object),
                                  objects, "device");
}


static const virFslMcNodeDeviceKind nodeDeviceKinds[] = {
    {
        .capability = VIR_FSLMC_CAPABILITY,
        .name = virFslMcNodeDeviceFslMcName,
        .kernelName = virFslMcNodeDeviceKernelName,
        .format = virFslMcNodeDeviceFormatFslMc,
    }, {
        .capability = VIR_PLATFORM_CAPABILITY,
        .name = virFslMcNodeDevicePlatformName,
        .format = virFslMcNodeDeviceFormatPlatform,
    }, {
        .capability = VIR_PLATFORM_AMBA_CAPABILITY,
        .name = virFslMcNodeDevicePlatformName,
        .format = virFslMcNodeDeviceFormatPlatform,
    },
};


/* Every kind of device is in the table. */
static const virFslMcNodeDeviceKind *
virFslMcNodeDeviceKindFind(const virFslMcKind *kind)
{
    gsize i = 0;

    while (strcmp(kind->capability, nodeDeviceKinds[i].capability) != 0)
        i++;

    return &nodeDeviceKinds[i];
}


char *
virFslMcNodeDeviceFormat(const virFslMcObject *object,
                         GPtrArray *objects,
                         const virFslMcMcTree *tree,
                         GHashTable *names)
{
    const virFslMcKind *kind = virFslMcObjectGetKind(object);
    g_autofree char *name = virFslMcNodeDeviceObjectName(object, names);
    g_autofree char *path = virFslMcXMLEscape(virFslMcObjectGetPath(object));
    g_autofree char *parent = virFslMcNodeDeviceParentName(object, names);
    GString *buf = g_string_new("<device>\n");

    virFslMcXMLLine(buf, 1, "<name>%s</name>", name);
    virFslMcXMLLine(buf, 1, "<path>%s</path>", path);
    virFslMcXMLLine(buf, 1, "<parent>%s</parent>", parent);

    if (virFslMcObjectGetDriver(object)) {
        g_autofree char *driver = NULL;

        driver = virFslMcXMLEscape(virFslMcObjectGetDriver(object));
        virFslMcXMLLine(buf, 1, "<driver>");
        virFslMcXMLLine(buf, 2, "<name>%s</name>", driver);
        virFslMcXMLLine(buf, 1, "</driver>");
    }

    virFslMcXMLLine(buf, 1, "<capability type='%s'>", kind->capability);
    virFslMcNodeDeviceKindFind(kind)->format(buf, object, objects, tree);
    virFslMcXMLLine(buf, 1, "</capability>");
    virFslMcXMLLine(buf, 0, "</device>");

    return g_string_free(buf, FALSE);
}
