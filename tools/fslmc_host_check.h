/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host_check.h: whether a host can give containers to guests
 */

#pragma once

#include "fslmc_host.h"

typedef enum {
    VIR_FSLMC_HOST_PASS,
    VIR_FSLMC_HOST_NOTE,    /* it does not apply to this host */
    VIR_FSLMC_HOST_UNSEEN,  /* it could not be found out */
    VIR_FSLMC_HOST_WARN,    /* some guests can, or something is odd */
    VIR_FSLMC_HOST_FAIL,    /* no guest can, or one container cannot be had */
} virFslMcHostStatus;

typedef struct _virFslMcHostResult virFslMcHostResult;
struct _virFslMcHostResult {
    virFslMcHostStatus status;
    const char *check;      /* the same word in every language */
    char *message;          /* what is there */
    char *advice;           /* what to do; NULL after a PASS */
};

/**
 * virFslMcHostCheck:
 *
 * Looks at one thing after the other, the cause before what follows from it;
 * where a cause is found, what cannot be right without it is not looked at.
 *
 * Returns: (transfer full): array of virFslMcHostResult
 * Since: 0.1.0
 */
GPtrArray *virFslMcHostCheck(virFslMcHost *host);

/**
 * virFslMcHostCheckFailed:
 * @results: what virFslMcHostCheck() returned
 *
 * Returns: whether there is a FAIL
 * Since: 0.1.0
 */
bool virFslMcHostCheckFailed(const GPtrArray *results);

/**
 * virFslMcHostFormatText / virFslMcHostFormatJson:
 *
 * Returns: (transfer full): lines for a person, or a document for a program
 * Since: 0.1.0
 */
char *virFslMcHostFormatText(const GPtrArray *results);
char *virFslMcHostFormatJson(const GPtrArray *results);
