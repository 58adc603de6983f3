/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * virt-fslmc-containers.c: starts the containers that are to be there from boot on
 *
 * It asks no daemon, because it runs before the daemons that start guests. A daemon
 * that runs already sees what it makes, and waits where it would make the same.
 */

#include "fslmc-config.h"

#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "fslmc_container_life.h"
#include "fslmc_error.h"
#include "fslmc_object.h"

/* What is told to scripts; 0 is success. */
#define EXIT_NOT_STARTED 1
#define EXIT_USAGE 2


static void
virFslMcContainersWarn(const GError *error)
{
    fprintf(stderr, "%s: %s\n", g_get_prgname(), error->message);
}


/* One that is active already is as it should be. */
static gboolean
virFslMcContainersStartOne(virFslMcContainerStore *store,
                           virFslMcBus *bus,
                           const virFslMcContainerDef *def)
{
    g_autoptr(virFslMcObject) container = NULL;
    g_autoptr(GError) error = NULL;

    if (!(container = virFslMcContainerMake(store, bus, def, &error))) {
        if (virFslMcContainerIsActive(store, bus, def->name))
            return TRUE;
        fprintf(stderr, _("%1$s: cannot start '%2$s': %3$s\n"), g_get_prgname(), def->name,
                error->message);
        return FALSE;
    }

    printf(_("%1$s is container %2$s\n"), def->name, virFslMcObjectGetName(container));
    return TRUE;
}


/* @root: kernel name of the root container whose turn it is, or NULL for all */
static int
virFslMcContainersAutostart(virFslMcContainerStore *store,
                            virFslMcBus *bus,
                            const char *root)
{
    g_autoptr(GPtrArray) defs = virFslMcContainerStoreListDefinitions(store);
    int status = EXIT_SUCCESS;
    guint i;

    for (i = 0; i < defs->len; i++) {
        const virFslMcContainerDef *def = defs->pdata[i];

        if ((root && strcmp(def->plan->parent, root) != 0) ||
            !virFslMcContainerStoreGetAutostart(store, def->name))
            continue;

        /* whatever is wrong with one, the others are wanted */
        if (!virFslMcContainersStartOne(store, bus, def))
            status = EXIT_NOT_STARTED;
    }

    return status;
}


int
main(int argc, char **argv)
{
    gboolean autostart = FALSE, version = FALSE;
    const GOptionEntry entries[] = {
        { "autostart", 0, 0, G_OPTION_ARG_NONE, &autostart,
          N_("start the containers that are marked for autostart"), NULL },
        { "version", 0, 0, G_OPTION_ARG_NONE, &version, N_("print the version"), NULL },
        { NULL },
    };
    g_autoptr(GOptionContext) context = NULL;
    g_autoptr(virFslMcContainerStore) store = NULL;
    g_autoptr(virFslMcBus) bus = NULL;
    g_autoptr(GError) error = NULL;

    setlocale(LC_ALL, "");
    bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
    bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");

    context = g_option_context_new(_("[ROOT CONTAINER]"));
    g_option_context_set_summary(context, _("Starts the DPAA2 containers that libvirt has as persistent node devices, without a daemon."));
    g_option_context_add_main_entries(context, entries, GETTEXT_PACKAGE);
    if (!g_option_context_parse(context, &argc, &argv, &error) || argc > 2 ||
        autostart == version) {
        g_autofree char *help = g_option_context_get_help(context, TRUE, NULL);

        fprintf(stderr, "%s: %s\n%s", g_get_prgname(),
                error ? error->message : _("wrong arguments"), help);
        return EXIT_USAGE;
    }

    if (version) {
        puts(FSLMC_VERSION);
        return EXIT_SUCCESS;
    }

    bus = virFslMcBusNew("/sys", "/dev");
    if (!virFslMcBusExists(bus))
        return EXIT_SUCCESS;

    store = virFslMcContainerStoreNew(VIR_FSLMC_DEFINITION_DIR, VIR_FSLMC_RUN_DIR,
                                      virFslMcContainersWarn);

    return virFslMcContainersAutostart(store, bus, argc > 1 ? argv[1] : NULL);
}
