/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_fd.h: a file descriptor that closes itself
 */

#pragma once

#include <errno.h>
#include <unistd.h>

/* errno survives, so that it can still be told after a return */
static inline void
virFslMcFdClose(int *fd)
{
    int saved = errno;

    if (*fd >= 0)
        close(*fd);
    *fd = -1;
    errno = saved;
}

#define VIR_FSLMC_AUTOCLOSE __attribute__((cleanup(virFslMcFdClose))) int
