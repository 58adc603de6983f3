/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_libvirt.c: what libvirt says of itself and its guests
 */

#include "fslmc-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <libvirt/libvirt.h>
#include <libvirt/virterror.h>

#include "fslmc_host.h"
#include "fslmc_hostdev_conf.h"
#include "fslmc_node_device_conf.h"
#include "fslmc_xml.h"

G_DEFINE_AUTOPTR_CLEANUP_FUNC(virConnect, virConnectClose)

/* What we are told here goes into a result, not to standard error. */
static void
virFslMcHostIgnoreError(void *opaque G_GNUC_UNUSED,
                        virErrorPtr error G_GNUC_UNUSED)
{
}

static const xmlNode *
virFslMcHostPath(const xmlDoc *doc, const char *const *names)
{
    const xmlNode *node = xmlDocGetRootElement((xmlDoc *) doc);

    for (; node && *names; names++)
        node = virFslMcXMLChild(node, *names);
    return node;
}

static bool
virFslMcHostHasText(const xmlNode *node, const char *text)
{
    xmlChar *content = node ? xmlNodeGetContent(node) : NULL;
    bool same = g_strcmp0((const char *) content, text) == 0;

    xmlFree(content);
    return same;
}

static char *
virFslMcHostText(const xmlNode *node)
{
    xmlChar *content = node ? xmlNodeGetContent(node) : NULL;
    char *text = g_strdup((const char *) content);

    xmlFree(content);
    return text;
}

/* Keeps libvirt's last error in @error, unless one is there. */
static void
virFslMcHostKeepError(char **error)
{
    if (!*error)
        *error = g_strdup(virGetLastErrorMessage());
}

static void
virFslMcHostAddGuest(virFslMcHost *host, virDomainPtr domain)
{
    static const char *const path[] = { "devices", NULL };
    char *xml = virDomainGetXMLDesc(domain, 0);
    g_autoptr(xmlDoc) doc = NULL;
    g_autofree char *emulator = NULL;
    const xmlNode *devices;
    const xmlNode *node = NULL;

    if (!xml) {
        /* one that has ended since has nothing */
        if (virGetLastErrorCode() != VIR_ERR_NO_DOMAIN)
            virFslMcHostKeepError(&host->guestsError);
        return;
    }

    doc = virFslMcXMLParse(xml, strlen(xml), NULL);
    devices = doc ? virFslMcHostPath(doc, path) : NULL;
    free(xml);
    if (!devices) {
        if (!host->guestsError)
            host->guestsError = g_strdup_printf(_("the XML of guest '%1$s' cannot be read"),
                                                virDomainGetName(domain));
        return;
    }

    emulator = virFslMcHostText(virFslMcXMLChild(devices, "emulator"));
    if (emulator)
        virFslMcHostAddEmulator(host, emulator);
    /* what a guest that is off has is nobody's now */
    while (virDomainIsActive(domain) != 0 &&
           (node = virFslMcXMLNext(devices, node, VIR_FSLMC_HOSTDEV))) {
        g_autoptr(virFslMcHostdevDef) def = NULL;
        g_autoptr(GError) error = NULL;
        virFslMcHostGuest *guest;

        if (!virFslMcHostdevDefIs(node))
            continue;
        if (!(def = virFslMcHostdevDefParse(node, &error))) {
            if (!host->guestsError)
                host->guestsError = g_strdup(error->message);
            continue;
        }
        if (!def->name)
            continue;

        guest = g_new0(virFslMcHostGuest, 1);
        guest->name = g_strdup(virDomainGetName(domain));
        guest->container = g_steal_pointer(&def->name);
        g_ptr_array_add(host->guests, guest);
    }
}

static void
virFslMcHostAskGuests(virFslMcHost *host, virConnectPtr conn)
{
    virDomainPtr *domains = NULL;
    int count = virConnectListAllDomains(conn, &domains, 0);
    int i;

    host->guestsListed = count >= 0;
    if (count < 0)
        virFslMcHostKeepError(&host->guestsError);
    for (i = 0; i < count; i++) {
        virFslMcHostAddGuest(host, domains[i]);
        virDomainFree(domains[i]);
    }
    free(domains);
}

/* Which hostdevs domain capabilities list. They list one when our module is loaded, its
 * seams hold, and the emulator has the device. */
static void
virFslMcHostAskOffers(virConnectPtr conn, virFslMcHostEmulator *emulator)
{
    static const char *const path[] = { "devices", "hostdev", NULL };
    char *xml = virConnectGetDomainCapabilities(conn, emulator->path, "aarch64", "virt", "kvm",
                                                0);
    g_autoptr(xmlDoc) doc = xml ? virFslMcXMLParse(xml, strlen(xml), NULL) : NULL;
    const xmlNode *hostdev = doc ? virFslMcHostPath(doc, path) : NULL;
    const xmlNode *list = NULL;

    if (!xml)
        virFslMcHostKeepError(&emulator->error);
    free(xml);
    while (hostdev && (list = virFslMcXMLNext(hostdev, list, "enum"))) {
        const xmlNode *value = NULL;

        while ((value = virFslMcXMLNext(list, value, "value"))) {
            emulator->offered |= virFslMcHostHasText(value, virFslMcHostdevKindFslMc.type);
            emulator->offersPlatform |=
                virFslMcHostHasText(value, virFslMcHostdevKindPlatform.type);
        }
    }
}

/* Whether AppArmor is among the models by which the daemon confines guests. */
static bool
virFslMcHostConfines(const char *capabilities)
{
    static const char *const path[] = { "host", NULL };
    g_autoptr(xmlDoc) doc = virFslMcXMLParse(capabilities, strlen(capabilities), NULL);
    const xmlNode *host = doc ? virFslMcHostPath(doc, path) : NULL;
    const xmlNode *secmodel = NULL;

    while (host && (secmodel = virFslMcXMLNext(host, secmodel, "secmodel"))) {
        if (virFslMcHostHasText(virFslMcXMLChild(secmodel, "model"), "apparmor"))
            return true;
    }

    return false;
}

void
virFslMcHostAskLibvirt(virFslMcHost *host, const char *uri)
{
    g_autoptr(virConnect) conn = NULL;
    char *capabilities = NULL;
    guint i;

    virSetErrorFunc(NULL, virFslMcHostIgnoreError);

    /* to ask what an emulator can do is to have it run, which libvirt does for
     * those only who may manage guests */
    if (!(conn = virConnectOpen(uri))) {
        virFslMcHostKeepError(&host->readOnlyError);
        conn = virConnectOpenReadOnly(uri);
        host->readOnly = true;
    }
    if (!conn) {
        virFslMcHostKeepError(&host->libvirtError);
        return;
    }
    if (virConnectGetLibVersion(conn, &host->libvirtVersion) < 0 ||
        !(capabilities = virConnectGetCapabilities(conn))) {
        virFslMcHostKeepError(&host->capabilitiesError);
        return;
    }

    host->confines = virFslMcHostConfines(capabilities);
    free(capabilities);
    host->nodeDevices = virNodeNumOfDevices(conn, VIR_FSLMC_CAPABILITY, 0);
    if (host->nodeDevices < 0)
        virFslMcHostKeepError(&host->nodeDevicesError);
    virFslMcHostAskGuests(host, conn);
    if (host->readOnly)
        return;

    for (i = 0; i < host->emulators->len; i++) {
        virFslMcHostEmulator *emulator = g_ptr_array_index(host->emulators, i);

        if (emulator->hasDevice || emulator->hasPlatform)
            virFslMcHostAskOffers(conn, emulator);
    }
}
