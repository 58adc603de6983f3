/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_daemon.c: libvirt's daemons among the processes
 *
 * Source: proc(5).
 */

#include "fslmc-config.h"

#include <string.h>

#include "fslmc_host.h"
#include "fslmc_sysfs.h"

/* Daemons that have one of the two drivers, by the names of their programs. */
static const char *const daemonNames[] = { "libvirtd", "virtnodedevd", "virtqemud" };

/* What the drivers are called in file names. */
static const char *const driverNames[] = { "nodedev", "qemu" };

/* capabilities(7): the one that lets a process raise limits */
#define CAP_SYS_RESOURCE_BIT 24

static char *
virFslMcHostProcRead(const virFslMcHost *host, const char *pid, const char *file)
{
    g_autofree char *path = g_build_filename(host->procRoot, pid, file, NULL);
    char *text = NULL;

    /* maps is longer than what virFslMcSysfsRead() takes */
    return g_file_get_contents(path, &text, NULL, NULL) ? text : NULL;
}

static bool
virFslMcHostDaemonLimitsMemlock(const char *status)
{
    const char *line = status ? strstr(status, "\nCapEff:") : NULL;

    if (!line)
        return false;

    return !(g_ascii_strtoull(line + strlen("\nCapEff:"), NULL, 16) &
             G_GUINT64_CONSTANT(1) << CAP_SYS_RESOURCE_BIT);
}

static virFslMcHostDaemon *
virFslMcHostDaemonRead(const virFslMcHost *host, const char *name, const char *pid)
{
    virFslMcHostDaemon *daemon = g_new0(virFslMcHostDaemon, 1);
    g_autofree char *maps = virFslMcHostProcRead(host, pid, "maps");
    g_autofree char *status = virFslMcHostProcRead(host, pid, "status");
    size_t i;

    daemon->name = g_strdup(name);
    daemon->pid = g_ascii_strtoull(pid, NULL, 10);
    /* for a process of somebody else it is empty, or refused */
    daemon->readable = maps && *maps;
    daemon->limitsMemlock = virFslMcHostDaemonLimitsMemlock(status);

    for (i = 0; daemon->readable && i < G_N_ELEMENTS(driverNames); i++) {
        g_autofree char *stock = g_strdup_printf("/libvirt/connection-driver/libvirt_driver_%s.so",
                                                 driverNames[i]);
        g_autofree char *ours = g_strdup_printf("/libvirt_fslmc_%s-", driverNames[i]);

        daemon->hasStock[i] = strstr(maps, stock);
        daemon->hasOurs[i] = strstr(maps, ours);
    }

    return daemon;
}

static gint
virFslMcHostDaemonCompare(gconstpointer a, gconstpointer b)
{
    const virFslMcHostDaemon *const *one = a;
    const virFslMcHostDaemon *const *other = b;

    return (*one)->pid - (*other)->pid;
}

/* A daemon forks children that have its name until they run something else;
 * those are not daemons. */
static bool
virFslMcHostDaemonIsChild(const virFslMcHost *host, const char *name, const char *pid)
{
    g_autofree char *status = virFslMcHostProcRead(host, pid, "status");
    const char *line = status ? strstr(status, "\nPPid:") : NULL;
    g_autofree char *parent = NULL;
    g_autofree char *comm = NULL;

    if (!line)
        return false;

    parent = g_strdup_printf("%" G_GUINT64_FORMAT,
                             g_ascii_strtoull(line + strlen("\nPPid:"), NULL, 10));
    comm = virFslMcHostProcRead(host, parent, "comm");
    return comm && strcmp(g_strchomp(comm), name) == 0;
}

void
virFslMcHostFindDaemons(virFslMcHost *host)
{
    g_autoptr(GDir) dir = g_dir_open(host->procRoot, 0, NULL);
    const char *pid;

    while (dir && (pid = g_dir_read_name(dir))) {
        g_autofree char *comm = NULL;
        guint64 number;
        size_t i;

        if (!virFslMcSysfsParseNumber(pid, G_MAXINT, &number) ||
            !(comm = virFslMcHostProcRead(host, pid, "comm")))
            continue;

        g_strchomp(comm);
        for (i = 0; i < G_N_ELEMENTS(daemonNames); i++) {
            if (strcmp(comm, daemonNames[i]) == 0 &&
                !virFslMcHostDaemonIsChild(host, comm, pid))
                g_ptr_array_add(host->daemons, virFslMcHostDaemonRead(host, comm, pid));
        }
    }

    g_ptr_array_sort(host->daemons, virFslMcHostDaemonCompare);
}
