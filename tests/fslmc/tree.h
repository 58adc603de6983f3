/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * tree.h: a directory that stands for sysfs, made from a description
 *
 * A description is a text file, one entry a line, its fields separated by one
 * space:
 *
 *   d PATH           a directory
 *   l PATH TARGET    a symbolic link
 *   f PATH TEXT      a file with this text
 *   z PATH BYTES     a file of that many letters
 *   # …              a comment
 *
 * PATH is relative to the sysfs root; directories above it are made when they
 * are missing. Any field can have the escapes of C: "\040" is a space. The text
 * of a file is what the attribute shows, its newline included.
 *
 * tests/fslmc/capture prints the description of a real bus.
 */

#pragma once

#include <glib.h>

typedef struct {
    char *top;      /* a directory of its own, with everything below */
    char *sysfs;    /* stands for /sys */
    char *dev;      /* stands for /dev, empty */
} Tree;

/* Makes a tree from the text of a description; a failure ends the test. */
Tree *treeNew(const char *description);
/* The same, from data/NAME.sysfs */
Tree *treeNewFromFile(const char *name);
void treeFree(Tree *tree);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Tree, treeFree)

/* Adds a description to the directory @sysfs. */
void treeAdd(const char *sysfs, const char *description);

/* Makes a terminal the node of the IOMMU group that has its number: like a VFIO
 * group it is a character device.
 *
 * Returns: the terminal's master side; -1 when there are no terminals, and the
 *   test is skipped */
int treeAddTerminal(const Tree *tree, int *group);

/* Removes @path and what is below; links are not followed. */
void treeRemove(const char *path);

/* Path of a test data file; to be freed */
char *dataPath(const char *name, const char *suffix);
char *dataRead(const char *name, const char *suffix);

/* Returns: (transfer full): code and message of @error, without the place where
 *   @tree happens to be */
char *treeDescribeError(const Tree *tree, const GError *error);

/* Compares @text with data/NAME.expected, which the environment variable
 * FSLMC_TEST_REGENERATE=1 rewrites. */
void assertExpected(const char *name, const char *text);
