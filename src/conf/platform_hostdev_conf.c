/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * platform_hostdev_conf.c: what a platform hostdev has of its own in XML
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>

#include "fslmc_hostdev_conf.h"
#include "fslmc_xml.h"
#include "platform_bus.h"


static gboolean
virPlatformHostdevParseAddress(const xmlNode *address,
                               virFslMcHostdevDef *def,
                               GError **error)
{
    static const char *const attributes[] = { "device", NULL };
    static const char *const elements[] = { NULL };
    g_autofree char *device = NULL;

    if (!virFslMcXMLCheck(address, attributes, elements, error))
        return FALSE;

    device = virFslMcXMLAttribute(address, "device");
    if (!device || !virPlatformNameIsValid(device))
        return virFslMcXMLBadValue(error, address, "device", device);

    def->name = g_steal_pointer(&device);
    return TRUE;
}


static char *
virPlatformHostdevFormatAddress(const virFslMcHostdevDef *def)
{
    g_autofree char *device = virFslMcXMLEscape(def->name);

    return g_strdup_printf(" device='%s'", device);
}


const virFslMcHostdevKind virFslMcHostdevKindPlatform = {
    .type = VIR_PLATFORM_CAPABILITY,
    .alias = "platform",
    .noun = N_("device"),
    .version = 2,
    .parseAddress = virPlatformHostdevParseAddress,
    .formatAddress = virPlatformHostdevFormatAddress,
};
