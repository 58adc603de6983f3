/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The objects on the host's bus, as sysfs shows them.
 */
#pragma once

#include <stdbool.h>

bool object_exists(const char *name);

/* The number of its IOMMU group, or -1 */
int object_group(const char *name);

/* The names of the objects in a container: the list and each name are the
 * caller's to free, NULL is the last. */
char **object_children(const char *name);
