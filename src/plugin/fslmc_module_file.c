/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_module_file.c: whether the file of a module is complete
 *
 * Source: elf(5).
 */

#include "fslmc-config.h"

#include <elf.h>
#include <fcntl.h>
#include <link.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib.h>

#include "fslmc_module_file.h"

/* Whether segment @number of the file is in it. */
static bool
virFslMcModuleFileHasSegment(int fd, const ElfW(Ehdr) *file, size_t number, size_t size)
{
    ElfW(Phdr) segment;

    if (pread(fd, &segment, sizeof(segment),
              file->e_phoff + number * sizeof(segment)) != sizeof(segment))
        return false;

    return segment.p_type != PT_LOAD ||
        (segment.p_offset <= size && segment.p_filesz <= size - segment.p_offset);
}


static bool
virFslMcModuleFileIsTruncatedFd(int fd)
{
    ElfW(Ehdr) file;
    struct stat status;
    size_t i;

    if (fstat(fd, &status) < 0 ||
        pread(fd, &file, sizeof(file), 0) != sizeof(file) ||
        memcmp(file.e_ident, ELFMAG, SELFMAG) != 0 ||
        file.e_phentsize != sizeof(ElfW(Phdr)))
        return false;

    for (i = 0; i < file.e_phnum; i++) {
        if (!virFslMcModuleFileHasSegment(fd, &file, i, status.st_size))
            return true;
    }

    return false;
}


bool
virFslMcModuleFileIsTruncated(const char *path)
{
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    bool truncated;

    if (fd < 0)
        return false;

    truncated = virFslMcModuleFileIsTruncatedFd(fd);
    close(fd);

    return truncated;
}
