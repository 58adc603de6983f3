/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_command.c: hostdevs of ours on QEMU's command line
 */

#include "fslmc_command.h"

#include "virbuffer.h"
#include "virerror.h"
#include "virjson.h"
#include "virqemu.h"

#include "fslmc_hostdev_conf.h"
#include "fslmc_stock.h"

#define VIR_FROM_THIS VIR_FROM_QEMU


/* 'host' always, and never 'sysfsdev': without the one vfio-fsl-mc crashes, and does
 * not look at the other (vfio_fsl_mc_initfn). */
static virJSONValue *
virFslMcCommandHostdevProps(const virFslMcHostdevDef *hostdev,
                            unsigned int index,
                            const char *device)
{
    g_autofree char *alias = virFslMcHostdevAlias(hostdev, index);
    virJSONValue *props = NULL;

    /* domxml-to-native starts nothing */
    if (!hostdev->name) {
        virReportError(VIR_ERR_OPERATION_UNSUPPORTED,
                       _("the container with label '%1$s' is chosen when the domain starts"),
                       hostdev->label);
        return NULL;
    }

    if (virJSONValueObjectAdd(&props,
                              "s:driver", device,
                              "s:host", hostdev->name,
                              "s:id", alias,
                              "p:bootindex", hostdev->bootIndex,
                              NULL) < 0)
        return NULL;

    return props;
}


/* What <qemu:override> wants to be another way, as of every device that has a name
 * of the user's: properties of QEMU's that libvirt knows nothing of. */
static void
virFslMcCommandOverride(virJSONValue *props,
                        const virDomainDef *def)
{
    const qemuDomainXmlNsDef *ns = def->namespaceData;
    const char *alias = virJSONValueObjectGetString(props, "id");
    size_t i;
    size_t j;

    for (i = 0; ns && i < ns->ndeviceOverride; i++) {
        const qemuDomainXmlNsDeviceOverride *device = &ns->deviceOverride[i];

        for (j = 0; STREQ(device->alias, alias) && j < device->nfrontend; j++) {
            const qemuDomainXmlNsOverrideProperty *property = &device->frontend[j];
            g_autoptr(virJSONValue) value = NULL;

            virJSONValueObjectRemoveKey(props, property->name, NULL);
            if (property->json && (value = virJSONValueCopy(property->json)))
                virJSONValueObjectAppend(props, property->name, &value);
        }
    }
}


/* In the form that libvirt gives this emulator for every other device. */
static char *
virFslMcCommandFormatDevice(virJSONValue *props,
                            virQEMUCaps *qemuCaps)
{
    g_auto(virBuffer) buf = VIR_BUFFER_INITIALIZER;

    if (qemuStock.virQEMUCapsGet(qemuCaps, QEMU_CAPS_DEVICE_JSON))
        return virJSONValueToString(props, false);

    virBufferAsprintf(&buf, "%s,", virJSONValueObjectGetString(props, "driver"));
    if (virQEMUBuildCommandLineJSON(props, &buf, "driver", NULL) < 0)
        return NULL;

    return virBufferContentAndReset(&buf);
}


void
virFslMcCommandPrepareBootOrder(virDomainDef *def,
                                GPtrArray *hostdevs)
{
    bool ordered = false;
    size_t i;

    for (i = 0; i < hostdevs->len; i++) {
        const virFslMcHostdevDef *hostdev = hostdevs->pdata[i];

        ordered = ordered || hostdev->bootIndex;
    }

    for (i = 0; ordered && i < def->ndisks; i++) {
        virDomainDeviceInfo *info = &def->disks[i]->info;

        info->effectiveBootIndex = info->bootIndex;
    }
}


int
virFslMcCommandAddHostdevs(virCommand *cmd,
                           const virDomainDef *def,
                           virQEMUCaps *qemuCaps,
                           GPtrArray *hostdevs,
                           GPtrArray *devices)
{
    guint i;

    for (i = 0; i < hostdevs->len; i++) {
        g_autoptr(virJSONValue) props = NULL;
        g_autofree char *device = NULL;

        if (!(props = virFslMcCommandHostdevProps(g_ptr_array_index(hostdevs, i), i,
                                                  g_ptr_array_index(devices, i))))
            return -1;

        virFslMcCommandOverride(props, def);
        if (!(device = virFslMcCommandFormatDevice(props, qemuCaps)))
            return -1;

        virCommandAddArgList(cmd, "-device", device, NULL);
    }

    return 0;
}
