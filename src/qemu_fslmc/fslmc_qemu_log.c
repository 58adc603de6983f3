/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_qemu_log.c: what QEMU said
 */

#include "fslmc_qemu_log.h"

#include <fcntl.h>
#include <sys/stat.h>

#include "logging/log_manager.h"
#include "virerror.h"
#include "virfile.h"

#include "fslmc_stock.h"

#define VIR_FROM_THIS VIR_FROM_QEMU

/* How much of the log is looked at, and how much of that a message can bear:
 * as much as libvirt's own. */
#define VIR_FSLMC_QEMU_LOG_READ (128 * 1024)
#define VIR_FSLMC_QEMU_LOG_TAIL 1024

/* How libvirt's own lines begin: what it says before it has become QEMU, and what
 * it has to remark. QEMU writes times in another way. */
#define VIR_FSLMC_QEMU_LOG_LIBVIRT \
    "^\\d{4}-\\d{2}-\\d{2} \\d{2}:\\d{2}:\\d{2}\\.\\d{3}\\+0000: "

/* libvirt's line about a start. After it comes the command line, whose lines
 * end in a backslash but for the last. */
#define VIR_FSLMC_QEMU_LOG_START ": starting up libvirt version"


/* What QEMU writes goes through a pipe to virtlogd. Being asked where the log
 * ends, that empties the pipe first. */
static void
virFslMcQemuLogDrain(virQEMUDriver *driver,
                     const char *path)
{
    g_autoptr(virLogManager) manager = virLogManagerNew(driver->privileged);
    ino_t inode;
    off_t offset;

    if (manager)
        virLogManagerDomainGetLogFilePosition(manager, path, 0, &inode, &offset);

    virResetLastError();
}


static char *
virFslMcQemuLogReadEnd(const char *path)
{
    VIR_AUTOCLOSE fd = open(path, O_RDONLY | O_CLOEXEC);
    g_autofree char *text = g_new0(char, VIR_FSLMC_QEMU_LOG_READ + 1);
    struct stat file;

    if (fd >= 0 && fstat(fd, &file) == 0 &&
        lseek(fd, MAX(file.st_size - VIR_FSLMC_QEMU_LOG_READ, 0), SEEK_SET) >= 0 &&
        saferead(fd, text, VIR_FSLMC_QEMU_LOG_READ) < 0)
        *text = '\0';

    return g_steal_pointer(&text);
}


/* Skips what was before the last start, and its command line. */
static const char *
virFslMcQemuLogSkip(const char *text)
{
    const char *start = g_strrstr(text, VIR_FSLMC_QEMU_LOG_START);
    const char *end;
    bool more = true;

    if (!start)
        return text;

    if (!(start = strchr(start, '\n')))
        return "";

    for (start++; more && (end = strchr(start, '\n')); start = end + 1)
        more = end > start && end[-1] == '\\';

    return start;
}


static void
virFslMcQemuLogAddLine(GString *tail,
                       const char *line)
{
    if (*line == '\0' || g_regex_match_simple(VIR_FSLMC_QEMU_LOG_LIBVIRT, line, 0, 0))
        return;

    if (tail->len > 0)
        g_string_append_c(tail, '\n');
    g_string_append(tail, line);
}


char *
virFslMcQemuLogTail(virQEMUDriver *driver,
                    const char *domain)
{
    g_autoptr(virQEMUDriverConfig) cfg = qemuStock.virQEMUDriverGetConfig(driver);
    g_autofree char *path = g_strdup_printf("%s/%s.log", cfg->logDir, domain);
    g_autofree char *text = NULL;
    g_auto(GStrv) lines = NULL;
    g_autoptr(GString) tail = g_string_new(NULL);
    size_t i;

    if (cfg->stdioLogD)
        virFslMcQemuLogDrain(driver, path);

    text = virFslMcQemuLogReadEnd(path);
    lines = g_strsplit(virFslMcQemuLogSkip(text), "\n", -1);
    for (i = 0; lines[i]; i++)
        virFslMcQemuLogAddLine(tail, lines[i]);

    if (tail->len > VIR_FSLMC_QEMU_LOG_TAIL)
        g_string_erase(tail, 0, tail->len - VIR_FSLMC_QEMU_LOG_TAIL);

    return g_string_free(g_steal_pointer(&tail), FALSE);
}
