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

/* Returns: (nullable): what @field, as "PPid:", says in @status of proc(5), up to
 *   the end of @status */
static const char *
virFslMcHostStatusField(const char *status, const char *field)
{
    g_autofree char *begin = g_strdup_printf("\n%s", field);
    const char *line = status ? strstr(status, begin) : NULL;

    return line ? line + strlen(begin) : NULL;
}

static bool
virFslMcHostDaemonLimitsMemlock(const char *status)
{
    const char *capabilities = virFslMcHostStatusField(status, "CapEff:");

    if (!capabilities)
        return false;

    return !(g_ascii_strtoull(capabilities, NULL, 16) &
             G_GUINT64_CONSTANT(1) << CAP_SYS_RESOURCE_BIT);
}

/* Whether the process has mapped a file whose path has @part in it, and that is still
 * there: of one that was replaced since, the path ends with "(deleted)". */
static bool
virFslMcHostMapsHave(const char *maps, const char *part, bool *deleted)
{
    const char *found = maps;

    while ((found = strstr(found, part))) {
        g_autofree char *line = g_strndup(found, strcspn(found, "\n"));

        if (!g_str_has_suffix(line, " (deleted)"))
            return true;
        *deleted = true;
        found += strlen(part);
    }

    return false;
}

static virFslMcHostDaemon *
virFslMcHostDaemonRead(const virFslMcHost *host,
                       const char *name,
                       const char *pid,
                       const char *status)
{
    virFslMcHostDaemon *daemon = g_new0(virFslMcHostDaemon, 1);
    g_autofree char *maps = virFslMcHostProcRead(host, pid, "maps");
    bool stockIsDeleted = false;
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

        /* one that was replaced since still serves */
        daemon->hasStock[i] = virFslMcHostMapsHave(maps, stock, &stockIsDeleted) || stockIsDeleted;
        daemon->hasOurs[i] = virFslMcHostMapsHave(maps, ours, &daemon->isOutdated);
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

/* A user's session has a daemon of its own; that of the system is root's. */
static bool
virFslMcHostDaemonIsOfSystem(const char *status)
{
    const char *users = virFslMcHostStatusField(status, "Uid:");
    char *effective = NULL;

    if (!users)
        return false;

    /* the real one comes first */
    g_ascii_strtoull(users, &effective, 10);
    return g_ascii_strtoull(effective, NULL, 10) == 0;
}

/* A daemon forks children that have its name until they run something else;
 * those are not daemons. */
static bool
virFslMcHostDaemonIsChild(const virFslMcHost *host, const char *name, const char *status)
{
    const char *number = virFslMcHostStatusField(status, "PPid:");
    g_autofree char *parent = NULL;
    g_autofree char *comm = NULL;

    if (!number)
        return false;

    parent = g_strdup_printf("%" G_GUINT64_FORMAT, g_ascii_strtoull(number, NULL, 10));
    comm = virFslMcHostProcRead(host, parent, "comm");
    return comm && strcmp(g_strchomp(comm), name) == 0;
}

/* Adds process @pid, when it is a daemon. */
static void
virFslMcHostAddDaemon(virFslMcHost *host, const char *pid)
{
    g_autofree char *comm = virFslMcHostProcRead(host, pid, "comm");
    g_autofree char *status = NULL;
    size_t i;

    if (!comm)
        return;

    g_strchomp(comm);
    for (i = 0; i < G_N_ELEMENTS(daemonNames); i++) {
        if (strcmp(comm, daemonNames[i]) != 0)
            continue;

        status = virFslMcHostProcRead(host, pid, "status");
        if (virFslMcHostDaemonIsOfSystem(status) &&
            !virFslMcHostDaemonIsChild(host, comm, status))
            g_ptr_array_add(host->daemons, virFslMcHostDaemonRead(host, comm, pid, status));
        return;
    }
}

void
virFslMcHostFindDaemons(virFslMcHost *host)
{
    g_autoptr(GDir) dir = g_dir_open(host->procRoot, 0, NULL);
    const char *pid;
    guint64 number;

    while (dir && (pid = g_dir_read_name(dir))) {
        if (virFslMcSysfsParseNumber(pid, G_MAXINT, &number))
            virFslMcHostAddDaemon(host, pid);
    }

    g_ptr_array_sort(host->daemons, virFslMcHostDaemonCompare);
}
