/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fuzz_container.c: any text in as the definition of a container
 *
 * A libFuzzer target. What is taken and has a name has XML of which the same is made.
 */

#include <string.h>

#include "fslmc_container_conf.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);


int
LLVMFuzzerTestOneInput(const unsigned char *data, size_t size)
{
    g_autofree char *xml = g_strndup((const char *) data, size);
    g_autoptr(virFslMcContainerDef) def = NULL;
    g_autoptr(virFslMcContainerDef) again = NULL;
    g_autoptr(GError) error = NULL;
    g_autofree char *once = NULL;
    g_autofree char *twice = NULL;

    virFslMcContainerDefIs(xml);
    if (!(def = virFslMcContainerDefParse(xml, &error))) {
        g_assert_nonnull(error);
        return 0;
    }

    g_assert_null(error);
    /* only what has a name is ever written */
    if (!def->name)
        return 0;

    once = virFslMcContainerDefFormat(def);
    again = virFslMcContainerDefParse(once, &error);
    g_assert_no_error(error);
    twice = virFslMcContainerDefFormat(again);
    g_assert_cmpstr(twice, ==, once);

    return 0;
}
