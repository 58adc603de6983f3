/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_module.c: the kernel module of a driver
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>

#include "fslmc_error.h"
#include "fslmc_module.h"
#include "fslmc_names.h"

static gboolean
virFslMcModuleIsThere(virFslMcBus *bus, const virFslMcKind *kind)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(bus),
                                             VIR_FSLMC_BUSES_DIR, kind->subsystem,
                                             VIR_FSLMC_DRIVERS, kind->vfioDriver, NULL);

    return g_file_test(path, G_FILE_TEST_IS_DIR);
}

/* As libvirt for vfio-pci: who blacklists the module does not want it loaded by
 * this either. Of that modprobe says nothing, neither in words nor by its status. */
#define USE_BLACKLIST "--use-blacklist"

gboolean
virFslMcModuleLoad(virFslMcBus *bus, const virFslMcKind *kind, GError **error)
{
    const char *argv[] = { "modprobe", USE_BLACKLIST, "--", kind->vfioDriver, NULL };
    g_autofree char *said = NULL;
    g_autoptr(GError) cause = NULL;

    if (virFslMcModuleIsThere(bus, kind))
        return TRUE;

    g_spawn_sync(NULL, (char **) argv, NULL,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
                 NULL, NULL, NULL, &said, NULL, &cause);

    if (virFslMcModuleIsThere(bus, kind))
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NO_DRIVER,
                _("driver '%1$s' is not there and loading its module failed: %2$s"),
                kind->vfioDriver,
                cause ? cause->message :
                said && *g_strstrip(said) ? said :
                _("modprobe reported no error; the module may be blacklisted"));
    return FALSE;
}

gboolean
virFslMcModuleIsLoadable(virFslMcBus *bus, const virFslMcKind *kind)
{
    /* it prints what it would do */
    const char *argv[] = {
        "modprobe", "--dry-run", "--verbose", USE_BLACKLIST, "--", kind->vfioDriver, NULL
    };
    g_autofree char *said = NULL;
    int status;

    if (virFslMcModuleIsThere(bus, kind))
        return TRUE;

    return g_spawn_sync(NULL, (char **) argv, NULL,
                        G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                        NULL, NULL, &said, NULL, &status, NULL) &&
        g_spawn_check_exit_status(status, NULL) && *said;
}
