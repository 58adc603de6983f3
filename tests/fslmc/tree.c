/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * tree.c: a directory that stands for sysfs, made from a description
 */

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "tree.h"
#include "words.h"

/* g_file_set_contents() would wait for the disk. */
static void
treeWrite(const char *path, const char *text)
{
    FILE *file = fopen(path, "we");

    g_assert_nonnull(file);
    g_assert_cmpint(fputs(text, file), >=, 0);
    g_assert_cmpint(fclose(file), ==, 0);
}

static void
treeAddEntry(const char *sysfs, char kind, const char *path, const char *value)
{
    g_autofree char *full = g_build_filename(sysfs, path, NULL);
    g_autofree char *parent = g_path_get_dirname(full);

    g_assert_cmpint(g_mkdir_with_parents(parent, 0755), ==, 0);

    if (kind == 'd') {
        g_assert_cmpint(g_mkdir_with_parents(full, 0755), ==, 0);
    } else if (kind == 'l') {
        g_assert_cmpint(symlink(value, full), ==, 0);
    } else if (kind == 'f') {
        treeWrite(full, value);
    } else if (kind == 'z') {
        g_autofree char *letters = g_strnfill(g_ascii_strtoull(value, NULL, 10), 'a');

        treeWrite(full, letters);
    } else {
        g_error("unknown kind of entry '%c'", kind);
    }
}

void
treeAdd(const char *sysfs, const char *description)
{
    g_auto(GStrv) lines = g_strsplit(description, "\n", -1);
    size_t i;

    for (i = 0; lines[i]; i++) {
        g_auto(GStrv) fields = NULL;
        g_autofree char *path = NULL;
        g_autofree char *value = NULL;

        if (lines[i][0] == '\0' || lines[i][0] == '#')
            continue;

        fields = g_strsplit(lines[i], " ", 3);
        g_assert_cmpuint(g_strv_length(fields), ==, fields[0][0] == 'd' ? 2 : 3);
        path = g_strcompress(fields[1]);
        value = fields[2] ? g_strcompress(fields[2]) : NULL;
        treeAddEntry(sysfs, fields[0][0], path, value);
    }
}

Tree *
treeNew(const char *description)
{
    g_autoptr(GError) error = NULL;
    Tree *tree = g_new0(Tree, 1);

    tree->top = g_dir_make_tmp("fslmc-XXXXXX", &error);
    g_assert_no_error(error);
    tree->sysfs = g_build_filename(tree->top, "sys", NULL);
    tree->dev = g_build_filename(tree->top, "dev", NULL);
    g_assert_cmpint(g_mkdir(tree->sysfs, 0755), ==, 0);
    g_assert_cmpint(g_mkdir(tree->dev, 0755), ==, 0);
    treeAdd(tree->sysfs, description);

    return tree;
}

Tree *
treeNewFromFile(const char *name)
{
    g_autofree char *description = dataRead(name, "sysfs");

    return treeNew(description);
}

int
treeAddTerminal(const Tree *tree, int *group)
{
    int master = posix_openpt(O_RDWR | O_NOCTTY);
    g_autofree char *entry = NULL;
    const char *terminal;

    if (master < 0) {
        g_test_skip("no pseudo terminals");
        return -1;
    }

    g_assert_cmpint(grantpt(master), ==, 0);
    g_assert_cmpint(unlockpt(master), ==, 0);
    terminal = ptsname(master);
    *group = atoi(strrchr(terminal, '/') + 1);

    entry = g_strdup_printf("l vfio/%d %s", *group, terminal);
    treeAdd(tree->dev, entry);
    return master;
}

void
treeRemove(const char *path)
{
    struct stat status;

    if (lstat(path, &status) < 0)
        return;

    if (S_ISDIR(status.st_mode)) {
        g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
        const char *name;

        while (dir && (name = g_dir_read_name(dir))) {
            g_autofree char *entry = g_build_filename(path, name, NULL);

            treeRemove(entry);
        }
    }

    g_assert_cmpint(g_remove(path), ==, 0);
}

void
treeFree(Tree *tree)
{
    treeRemove(tree->top);
    g_free(tree->top);
    g_free(tree->sysfs);
    g_free(tree->dev);
    g_free(tree);
}

char *
dataPath(const char *name, const char *suffix)
{
    g_autofree char *file = g_strdup_printf("%s.%s", name, suffix);

    return g_test_build_filename(G_TEST_DIST, "data", file, NULL);
}

char *
dataRead(const char *name, const char *suffix)
{
    g_autofree char *path = dataPath(name, suffix);
    g_autoptr(GError) error = NULL;
    char *text = NULL;

    g_file_get_contents(path, &text, NULL, &error);
    g_assert_no_error(error);
    return text;
}

char *
treeDescribeError(const Tree *tree, const GError *error)
{
    g_auto(GStrv) parts = g_strsplit(error->message, tree->top, -1);
    g_autofree char *message = g_strjoinv("", parts);

    g_assert_cmpint(error->domain, ==, VIR_FSLMC_ERROR);
    g_assert_cmpint(error->code, <, G_N_ELEMENTS(errorNames));
    return g_strdup_printf("%s: %s", errorNames[error->code], message);
}

void
assertExpected(const char *name, const char *text)
{
    g_autofree char *path = dataPath(name, "expected");
    g_autofree char *quoted = g_shell_quote(path);
    g_autofree char *command = NULL;
    g_autofree char *expected = NULL;
    g_autoptr(GError) error = NULL;

    if (g_strcmp0(g_getenv("FSLMC_TEST_REGENERATE"), "1") == 0)
        treeWrite(path, text);

    if (g_file_get_contents(path, &expected, NULL, &error) &&
        strcmp(text, expected) == 0)
        return;

    if (error) {
        g_printerr("%s\n%s", error->message, text);
    } else {
        FILE *diff;

        command = g_strdup_printf("diff -u %s - >&2", quoted);
        diff = popen(command, "w");
        if (diff) {
            fputs(text, diff);
            pclose(diff);
        }
    }
    g_test_fail();
}
