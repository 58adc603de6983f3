/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_sysfs.c: attributes and links of sysfs, with the kernel's errno
 */

#include "fslmc-config.h"

#include <fcntl.h>
#include <limits.h>
#include <string.h>

#include "fslmc_fd.h"
#include "fslmc_sysfs.h"

/* The kernel has one page for what an attribute shows and stores. Pages are
 * larger than this on some kernels, the texts of our attributes are not. */
#define VIR_FSLMC_ATTRIBUTE_MAX 4096

char *
virFslMcSysfsRead(const char *path)
{
    VIR_FSLMC_AUTOCLOSE fd = open(path, O_RDONLY | O_CLOEXEC | O_NOCTTY);
    char text[VIR_FSLMC_ATTRIBUTE_MAX + 1];
    size_t length = 0;
    ssize_t got;

    if (fd < 0)
        return NULL;

    while ((got = read(fd, text + length, sizeof(text) - length)) != 0) {
        if (got < 0 && errno == EINTR)
            continue;
        if (got < 0)
            return NULL;
        length += got;
        if (length == sizeof(text)) {
            errno = EFBIG;
            return NULL;
        }
    }

    if (length > 0 && text[length - 1] == '\n')
        length--;

    return g_strndup(text, length);
}

int
virFslMcSysfsWrite(const char *path, const char *text)
{
    VIR_FSLMC_AUTOCLOSE fd = open(path, O_WRONLY | O_TRUNC | O_CLOEXEC | O_NOCTTY);
    size_t length = strlen(text);
    ssize_t done;

    if (fd < 0)
        return -1;

    /* Not repeated after EINTR: the first one may have been carried out. */
    done = write(fd, text, length);
    if (done < 0)
        return -1;

    if ((size_t) done != length) {
        errno = EIO;
        return -1;
    }

    return 0;
}

char *
virFslMcSysfsLinkName(const char *path)
{
    char target[PATH_MAX];
    ssize_t length = readlink(path, target, sizeof(target));
    const char *slash;

    if (length < 0)
        return NULL;

    if ((size_t) length == sizeof(target)) {
        errno = ENAMETOOLONG;
        return NULL;
    }

    target[length] = '\0';
    slash = strrchr(target, '/');

    return g_strdup(slash ? slash + 1 : target);
}

gboolean
virFslMcSysfsParseNumber(const char *text, guint64 max, guint64 *number)
{
    guint64 value = 0;
    const char *digit;

    if (!g_ascii_isdigit(text[0]) || (text[0] == '0' && text[1] != '\0'))
        return FALSE;

    for (digit = text; *digit; digit++) {
        guint64 units;

        if (!g_ascii_isdigit(*digit))
            return FALSE;

        units = *digit - '0';
        if (units > max || value > (max - units) / 10)
            return FALSE;
        value = value * 10 + units;
    }

    *number = value;
    return TRUE;
}
