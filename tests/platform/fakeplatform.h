/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fakeplatform.h: platform and AMBA devices, and what the kernel does when files of
 * theirs are written
 *
 * A test that is linked with --wrap=virFslMcSysfsWrite gets these writes answered as
 * Linux 6.1 and 6.12 do.
 */

#pragma once

#include "tree.h"

/* A tree with the devices that are in fakeplatform.c. */
Tree *fakePlatformTree(void);

/* Writes go to @tree from now on, and what comes of each is a line of @log. */
void fakePlatformStart(const Tree *tree, GString *log);

/* The next write to @file, as "vfio-platform/bind", fails with errno @number; none
 * when it is NULL. */
void fakePlatformFail(const char *file, int number);

/* Whether such a write has not come yet. */
gboolean fakePlatformIsFailing(void);
