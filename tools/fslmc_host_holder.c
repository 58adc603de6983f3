/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_holder.c: which processes have detached containers
 *
 * Source: proc(5).
 */

#include "fslmc-config.h"

#include <string.h>

#include "fslmc_host.h"
#include "fslmc_sysfs.h"
#include "fslmc_vfio.h"

/* Returns: (transfer full) (nullable): the name of the virtual machine that process @pid
 *   runs, as it is given to any QEMU: "-name guest=NAME,debug-threads=on" */
static char *
virFslMcHostMachineOf(const virFslMcHost *host, pid_t pid)
{
    g_autofree char *path = g_strdup_printf("%s/%d/cmdline", host->procRoot, (int) pid);
    g_autofree char *arguments = NULL;
    const char *argument;
    gsize length;

    if (!g_file_get_contents(path, &arguments, &length, NULL))
        return NULL;

    for (argument = arguments; argument < arguments + length; argument += strlen(argument) + 1) {
        const char *name;

        if (strcmp(argument, "-name") != 0 || argument + strlen("-name") + 1 >= arguments + length)
            continue;

        name = argument + strlen("-name") + 1;
        if (g_str_has_prefix(name, "guest="))
            name += strlen("guest=");
        return g_strndup(name, strcspn(name, ","));
    }

    return NULL;
}

void
virFslMcHostFindHolders(virFslMcHost *host)
{
    g_autoptr(GPtrArray) objects = virFslMcBusList(host->bus, NULL);
    guint i;

    for (i = 0; objects && i < objects->len; i++) {
        const virFslMcObject *container = g_ptr_array_index(objects, i);
        g_autofree char *path = NULL;
        g_autofree char *comm = NULL;
        virFslMcHostHolder *holder;
        pid_t pid;

        if (!virFslMcObjectIsContainer(container) || !virFslMcObjectIsDetached(container) ||
            (pid = virFslMcVfioGroupHolder(host->bus, virFslMcObjectGetIommuGroup(container))) == 0)
            continue;

        path = g_strdup_printf("%s/%d/comm", host->procRoot, (int) pid);
        comm = virFslMcSysfsRead(path);
        holder = g_new0(virFslMcHostHolder, 1);
        holder->container = g_strdup(virFslMcObjectGetName(container));
        holder->pid = pid;
        /* a process gives itself any name */
        holder->name = g_strescape(comm ? comm : "?", NULL);
        holder->machine = virFslMcHostMachineOf(host, pid);
        g_ptr_array_add(host->holders, holder);
    }
}
