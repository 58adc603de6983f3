/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "object.h"

#include <dirent.h>
#include <fnmatch.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "qemu.h"

static void
object_path(char path[PATH_MAX], const char *name, const char *attribute)
{
    snprintf(path, PATH_MAX, "/sys/bus/fsl-mc/devices/%s/%s", name, attribute);
}

bool
object_exists(const char *name)
{
    char path[PATH_MAX];

    object_path(path, name, "");
    return access(path, F_OK) == 0;
}

int
object_group(const char *name)
{
    char path[PATH_MAX], target[PATH_MAX];
    const char *number;
    ssize_t length;

    object_path(path, name, "iommu_group");
    length = readlink(path, target, sizeof(target) - 1);
    if (length < 0)
        return -1;
    target[length] = '\0';
    number = strrchr(target, '/');
    return number ? atoi(number + 1) : -1;
}

static int
is_object(const struct dirent *entry)
{
    return entry->d_type == DT_DIR &&
           fnmatch("dp*.[0-9]*", entry->d_name, 0) == 0;
}

char **
object_children(const char *name)
{
    char path[PATH_MAX];
    struct dirent **entries = NULL;
    char **children;
    int n, i;

    object_path(path, name, "");
    n = scandir(path, &entries, is_object, alphasort);
    if (n < 0) {
        error_report("cannot read directory %s", path);
        n = 0;
    }

    children = calloc(n + 1, sizeof(*children));
    if (!children)
        abort();
    for (i = 0; i < n; i++) {
        children[i] = strdup(entries[i]->d_name);
        free(entries[i]);
    }
    free(entries);
    return children;
}
