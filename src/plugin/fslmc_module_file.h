/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_module_file.h: whether the file of a module is complete
 */

#pragma once

#include <stdbool.h>

/**
 * virFslMcModuleFileIsTruncated:
 * @path: a file that is to be loaded
 *
 * The dynamic linker maps what the program headers name without a look at the
 * file's size, and the process dies of SIGBUS where the file has ended before.
 * Of everything else that is wrong with a file dlopen() says what it is.
 *
 * Returns: whether the file is of this machine's ELF kind and ends before that
 *   which is to be mapped
 * Since: 0.1.0
 */
bool virFslMcModuleFileIsTruncated(const char *path);
