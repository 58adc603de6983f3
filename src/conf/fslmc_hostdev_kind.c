/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_hostdev_kind.c: which hostdevs there are, and what an fsl_mc one has of its own
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "fslmc_hostdev_conf.h"
#include "fslmc_hostdev_kind.h"
#include "fslmc_names.h"
#include "fslmc_object.h"
#include "fslmc_xml.h"


gboolean
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
virFslMcHostdevKindParseAddress(const xmlNode *address,
                                virFslMcHostdevDef *def,
                                GError **error)
{
    static const char *const attributes[] = { "object", "label", NULL };
    static const char *const elements[] = { NULL };
    g_autofree char *object = NULL;
    g_autofree char *label = NULL;
    g_autofree char *type = NULL;

    if (!virFslMcXMLCheck(address, attributes, elements, error))
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

    def->name = g_steal_pointer(&object);
    def->label = g_steal_pointer(&label);
    return TRUE;
}


static char *
virFslMcHostdevKindFormatAddress(const virFslMcHostdevDef *def)
{
    GString *attributes = g_string_new(NULL);

    if (def->label) {
        g_autofree char *escaped = virFslMcXMLEscape(def->label);

        g_string_append_printf(attributes, " label='%s'", escaped);
    }
    if (def->name)
        g_string_append_printf(attributes, " object='%s'", def->name);

    return g_string_free(attributes, FALSE);
}


const virFslMcHostdevKind virFslMcHostdevKindFslMc = {
    .type = "fsl_mc",
    .alias = "fslmc",
    .noun = N_("container"),
    .version = 1,
    .boots = TRUE,
    .parseAddress = virFslMcHostdevKindParseAddress,
    .formatAddress = virFslMcHostdevKindFormatAddress,
};


const virFslMcHostdevKind *const virFslMcHostdevKinds[] = {
    &virFslMcHostdevKindFslMc,
    &virFslMcHostdevKindPlatform,
    NULL
};


const virFslMcHostdevKind *
virFslMcHostdevKindFind(const char *type)
{
    gsize i;

    for (i = 0; virFslMcHostdevKinds[i]; i++) {
        if (g_strcmp0(type, virFslMcHostdevKinds[i]->type) == 0)
            return virFslMcHostdevKinds[i];
    }

    return NULL;
}


/* Most domains have no hostdev at all; and some types are words that they have for other
 * things. */
gboolean
virFslMcHostdevKindIsMentioned(const char *xml)
{
    gsize i;

    if (!virFslMcXMLMentions(xml, VIR_FSLMC_HOSTDEV))
        return FALSE;

    for (i = 0; virFslMcHostdevKinds[i]; i++) {
        if (virFslMcXMLMentions(xml, virFslMcHostdevKinds[i]->type))
            return TRUE;
    }

    return FALSE;
}
