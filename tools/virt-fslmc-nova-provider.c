/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * virt-fslmc-nova-provider.c: writes the provider configuration of OpenStack Nova
 */

#include "fslmc-config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_nova_config.h"
#include "fslmc_nova_provider.h"

/* What is told to scripts; 0 is success. */
#define EXIT_FAILED 1
#define EXIT_USAGE 2

/* where libvirt has its own */
#define CONFIG "/etc/libvirt/" VIR_FSLMC_NOVA_CONFIG_FILE

/* what Nova takes for the node that it runs on */
#define THIS_NODE "$COMPUTE_NODE"

static char *
virFslMcNovaProviderMake(const char *path, const char *node, GError **error)
{
    g_autoptr(virFslMcNovaConfig) config = virFslMcNovaConfigRead(path, error);
    g_autoptr(virFslMcBus) bus = NULL;
    g_autoptr(virFslMcMcTree) tree = NULL;
    g_auto(GStrv) roots = NULL;

    if (!config)
        return NULL;

    bus = virFslMcBusNew("/sys", "/dev");
    roots = virFslMcMcListRoots(bus);
    /* which is not the same as a host that has none */
    if (!*roots) {
        g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NOT_FOUND,
                    _("there is no root container that can be asked for its containers"));
        return NULL;
    }
    if (!(tree = virFslMcMcTreeRead(bus, (const char *const *) roots, error)))
        return NULL;

    return virFslMcNovaProviderFormat((const char *const *) config->labels, tree, node, error);
}

int
main(int argc, char **argv)
{
    g_autofree char *path = NULL;
    g_autofree char *node = NULL;
    gboolean version = FALSE;
    const GOptionEntry entries[] = {
        { "config", 0, 0, G_OPTION_ARG_FILENAME, &path, N_("read the labels from FILE"), N_("FILE") },
        { "uuid", 0, 0, G_OPTION_ARG_STRING, &node, N_("uuid of the compute node's resource provider"), N_("UUID") },
        { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("print the version"), NULL },
        { NULL },
    };
    g_autoptr(GOptionContext) context = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *text = NULL;

    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");

    context = g_option_context_new(NULL);
    g_option_context_set_summary(context, _("Writes how many DPAA2 containers OpenStack Nova can give to guests, as a provider configuration."));
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    if (!g_option_context_parse(context, &argc, &argv, &error) || argc > 1 ||
        (node && !g_uuid_string_is_valid(node))) {
        g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);

        fprintf(stderr, "%s: %s\n%s", g_get_prgname(),
                error ? error->message : argc > 1 ? _("too many arguments") :
                _("that is no uuid"), help);
        return EXIT_USAGE;
    }

    if (version) {
        puts(FSLMC_VERSION);
        return EXIT_SUCCESS;
    }

    text = virFslMcNovaProviderMake(path ? path : CONFIG, node ? node : THIS_NODE, &error);
    if (!text) {
        fprintf(stderr, "%s: %s\n", g_get_prgname(), error->message);
        return EXIT_FAILED;
    }

    fputs(text, stdout);
    return EXIT_SUCCESS;
}
