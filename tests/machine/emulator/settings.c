/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "settings.h"

#include <stdio.h>
#include <string.h>

bool
setting_is(const char *key, const char *value)
{
    FILE *file = fopen("/etc/fslmc-emulator.conf", "re");
    char line_key[64], line_value[64];
    bool found = false;

    if (!file)
        return false;
    while (!found && fscanf(file, "%63s %63s", line_key, line_value) == 2)
        found = strcmp(line_key, key) == 0 && strcmp(line_value, value) == 0;
    fclose(file);
    return found;
}
