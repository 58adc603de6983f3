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
virFslMcModuleIsThere(virFslMcBus *bus, const char *driver)
{
    g_autofree char *path = g_build_filename(virFslMcBusGetSysfsRoot(bus),
                                             VIR_FSLMC_DRIVERS_DIR, driver, NULL);

    return g_file_test(path, G_FILE_TEST_IS_DIR);
}

gboolean
virFslMcModuleLoad(virFslMcBus *bus, const char *driver, GError **error)
{
    const char *argv[] = { "modprobe", "--", driver, NULL };
    g_autofree char *said = NULL;
    g_autoptr(GError) cause = NULL;

    if (virFslMcModuleIsThere(bus, driver))
        return TRUE;

    g_spawn_sync(NULL, (char **) argv, NULL,
                 G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL,
                 NULL, NULL, NULL, &said, NULL, &cause);

    if (virFslMcModuleIsThere(bus, driver))
        return TRUE;

    g_set_error(error, VIR_FSLMC_ERROR, VIR_FSLMC_ERROR_NO_DRIVER,
                _("driver '%1$s' is not there and loading its module failed: %2$s"),
                driver,
                cause ? cause->message :
                said && *g_strstrip(said) ? said :
                _("modprobe reported no error"));
    return FALSE;
}

gboolean
virFslMcModuleIsLoadable(virFslMcBus *bus, const char *driver)
{
    const char *argv[] = { "modprobe", "--dry-run", "--quiet", "--", driver, NULL };
    int status;

    if (virFslMcModuleIsThere(bus, driver))
        return TRUE;

    return g_spawn_sync(NULL, (char **) argv, NULL,
                        G_SPAWN_SEARCH_PATH | G_SPAWN_STDOUT_TO_DEV_NULL |
                        G_SPAWN_STDERR_TO_DEV_NULL,
                        NULL, NULL, NULL, NULL, &status, NULL) &&
        g_spawn_check_exit_status(status, NULL);
}
