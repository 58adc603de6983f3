/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * platform_node_device_conf.c: node-device XML of platform and AMBA devices
 */

#include "fslmc_xml.h"
#include "platform_node_device_conf.h"


char *
virPlatformNodeDeviceName(const char *capability,
                          const char *kernelName)
{
    char *name = g_strdup_printf("%s_%s", capability, kernelName);

    return g_strcanon(name, G_CSET_a_2_z G_CSET_A_2_Z G_CSET_DIGITS, '_');
}


void
virPlatformNodeDeviceFormat(GString *buf,
                            const virFslMcObject *object)
{
    const char *const *compatible = virFslMcObjectGetCompatible(object);
    g_autofree char *name = virFslMcXMLEscape(virFslMcObjectGetName(object));

    virFslMcXMLLine(buf, 2, "<device>%s</device>", name);

    for (; compatible && *compatible; compatible++) {
        g_autofree char *text = virFslMcXMLEscape(*compatible);

        virFslMcXMLLine(buf, 2, "<compatible>%s</compatible>", text);
    }

    if (virFslMcObjectGetPeriphid(object))
        virFslMcXMLLine(buf, 2, "<periphid>0x%s</periphid>",
                        virFslMcObjectGetPeriphid(object));
}
