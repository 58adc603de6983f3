/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_apparmor.c: what AppArmor lets guests do
 */

#include "fslmc-config.h"

#include "fslmc_host.h"

/* Which files a profile includes, and which of them may be missing, is best told
 * by the program that libvirt has it loaded with. To print is for anybody. */
void
virFslMcHostFindGuestProfile(virFslMcHost *host)
{
    const char *argv[] = {
        "apparmor_parser", "--skip-kernel-load", "--preprocess",
        VIR_FSLMC_HOST_GUEST_PROFILE, NULL
    };
    g_autofree char *said = NULL;
    int status = -1;

    if (host->confines &&
        g_spawn_sync(NULL, (char **) argv, NULL,
                     G_SPAWN_SEARCH_PATH | G_SPAWN_STDERR_TO_DEV_NULL,
                     NULL, NULL, &said, NULL, &status, NULL) && status == 0)
        host->guestProfile = g_steal_pointer(&said);
}
