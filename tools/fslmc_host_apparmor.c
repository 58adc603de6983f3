/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_apparmor.c: what AppArmor lets guests do
 */

#include "fslmc-config.h"

#include <string.h>

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

/* A rule about files, as "owner /run/x rw," or "r /run/x,". */
#define RULE \
    "^\\s*(?<qualifiers>(?:(?:allow|audit|deny|file|owner)\\s+)*)" \
    "(?:(?<before>[a-zA-Z]+)\\s+)?" \
    "\"?(?<path>[/@{][^\"\\s]*?)\"?" \
    "(?:\\s+(?<after>[a-zA-Z]+))?(?:\\s+->.*)?\\s*,\\s*$"

/* A variable, as "@{sys}=/sys/". */
#define VARIABLE "^\\s*@\\{(?<name>\\w+)\\}\\s*\\+?=\\s*(?<values>.*?)\\s*$"

static void virFslMcHostAppendGlob(GString *regex,
                                   const char *glob,
                                   GHashTable *variables);

/* What a variable stands for. One without a definition stands for anything. */
static void
virFslMcHostAppendVariable(GString *regex, const char *values, GHashTable *variables)
{
    g_auto(GStrv) words = g_strsplit_set(values ? values : "", " \t", -1);
    bool first = true;
    size_t i;

    if (!values) {
        g_string_append(regex, ".*");
        return;
    }

    g_string_append(regex, "(?:");
    for (i = 0; words[i]; i++) {
        /* "@{sys}/devices" would have two slashes, which count as one */
        if (g_str_has_suffix(words[i], "/"))
            words[i][strlen(words[i]) - 1] = '\0';
        if (!first)
            g_string_append_c(regex, '|');
        virFslMcHostAppendGlob(regex, words[i], variables);
        first = false;
    }
    g_string_append_c(regex, ')');
}

/* Appends what matches the same paths as @glob, see "Globbing" in apparmor.d(5). */
static void
virFslMcHostAppendGlob(GString *regex, const char *glob, GHashTable *variables)
{
    unsigned int depth = 0;

    while (*glob) {
        const char *end;

        if (g_str_has_prefix(glob, "@{") && (end = strchr(glob, '}'))) {
            g_autofree char *name = g_strndup(glob + 2, end - glob - 2);

            virFslMcHostAppendVariable(regex, g_hash_table_lookup(variables, name), variables);
            glob = end + 1;
        } else if (g_str_has_prefix(glob, "**")) {
            g_string_append(regex, ".*");
            glob += 2;
        } else if (*glob == '[' && (end = strchr(glob, ']'))) {
            g_string_append_len(regex, glob, end + 1 - glob);
            glob = end + 1;
        } else {
            g_autofree char *literal = NULL;

            if (*glob == '*') {
                g_string_append(regex, "[^/]*");
            } else if (*glob == '?') {
                g_string_append(regex, "[^/]");
            } else if (*glob == '{') {
                g_string_append(regex, "(?:");
                depth++;
            } else if (*glob == '}' && depth > 0) {
                g_string_append_c(regex, ')');
                depth--;
            } else if (*glob == ',' && depth > 0) {
                g_string_append_c(regex, '|');
            } else {
                if (*glob == '\\' && glob[1])
                    glob++;
                literal = g_regex_escape_string(glob, 1);
                g_string_append(regex, literal);
            }
            glob++;
        }
    }
}

static GHashTable *
virFslMcHostFindVariables(GStrv lines)
{
    GHashTable *variables = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_autoptr(GRegex) regex = g_regex_new(VARIABLE, G_REGEX_OPTIMIZE, 0, NULL);

    for (; *lines; lines++) {
        g_autoptr(GMatchInfo) match = NULL;
        const char *before;
        char *name;
        g_autofree char *values = NULL;

        if (!g_regex_match(regex, *lines, 0, &match))
            continue;

        name = g_match_info_fetch_named(match, "name");
        values = g_match_info_fetch_named(match, "values");
        before = g_hash_table_lookup(variables, name);
        g_hash_table_insert(variables, name,
                            before ? g_strconcat(before, " ", values, NULL) :
                            g_strdup(values));
    }

    return variables;
}

bool
virFslMcHostProfileAllowsRead(const char *profile, const char *path)
{
    g_auto(GStrv) lines = g_strsplit(profile, "\n", -1);
    g_autoptr(GHashTable) variables = virFslMcHostFindVariables(lines);
    g_autoptr(GRegex) rule = g_regex_new(RULE, G_REGEX_OPTIMIZE, 0, NULL);
    bool allowed = false;
    size_t i;

    for (i = 0; lines[i]; i++) {
        g_autoptr(GMatchInfo) match = NULL;
        g_autofree char *qualifiers = NULL;
        g_autofree char *before = NULL;
        g_autofree char *after = NULL;
        g_autofree char *glob = NULL;
        g_autoptr(GString) regex = NULL;

        if (!g_regex_match(rule, lines[i], 0, &match))
            continue;

        qualifiers = g_match_info_fetch_named(match, "qualifiers");
        before = g_match_info_fetch_named(match, "before");
        after = g_match_info_fetch_named(match, "after");
        /* sysfs is root's, and QEMU is not */
        if (strstr(qualifiers, "owner") ||
            !((before && strchr(before, 'r')) || (after && strchr(after, 'r'))))
            continue;

        glob = g_match_info_fetch_named(match, "path");
        regex = g_string_new("^");
        virFslMcHostAppendGlob(regex, glob, variables);
        g_string_append_c(regex, '$');
        if (!g_regex_match_simple(regex->str, path, G_REGEX_DOTALL, 0))
            continue;

        if (strstr(qualifiers, "deny"))
            return false;
        allowed = true;
    }

    return allowed;
}
