/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_sysfs.h: attributes and links of sysfs, with the kernel's errno
 */

#pragma once

#include <glib.h>

/**
 * virFslMcSysfsRead:
 * @path: an attribute
 *
 * An attribute is a page at most; a file that is longer is none (EFBIG).
 *
 * Returns: (transfer full): its text without the newline at its end, or NULL
 *   with errno set
 */
char *virFslMcSysfsRead(const char *path);

/**
 * virFslMcSysfsWrite:
 * @path: an attribute
 * @text: what to store there
 *
 * One write, as the kernel wants it. It returns when the kernel is through
 * with what the write asked for.
 *
 * Returns: 0, or -1 with errno set
 */
int virFslMcSysfsWrite(const char *path, const char *text);

/**
 * virFslMcSysfsLinkName:
 * @path: a link
 *
 * Links between sysfs directories end in the name of what they point to; that
 * is there even in the moment when the target is gone.
 *
 * Returns: (transfer full): the last part of its target, or NULL with errno set
 */
char *virFslMcSysfsLinkName(const char *path);

/**
 * virFslMcSysfsParseNumber:
 * @text: decimal digits without sign or leading zero
 * @max: the greatest number to accept
 *
 * Returns: whether @text is such a number
 */
gboolean virFslMcSysfsParseNumber(const char *text,
                                  guint64 max,
                                  guint64 *number);
