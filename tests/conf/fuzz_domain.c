/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fuzz_domain.c: any text in, nothing lost
 *
 * A libFuzzer target. What was lifted and restored once has the form that it
 * keeps: lifting and restoring it again must give it byte for byte.
 */

#include <string.h>

#include "fslmc_domain_caps_conf.h"
#include "fslmc_domain_conf.h"

int LLVMFuzzerTestOneInput(const unsigned char *data, size_t size);


/* @xml, which stock libvirt would take, restored. */
static char *
fuzzRestore(const char *xml)
{
    g_autofree char *again = NULL;

    /* what was lifted is lifted */
    g_assert_true(virFslMcDomainLift(xml, &again, NULL));
    g_assert_null(again);

    return virFslMcDomainRestore(g_strdup(xml));
}


static void
fuzzLift(const char *xml)
{
    g_autoptr(GError) error = NULL;
    g_autofree char *lifted = NULL;
    g_autofree char *restored = NULL;
    g_autofree char *relifted = NULL;
    g_autofree char *same = NULL;

    if (!virFslMcDomainLift(xml, &lifted, &error)) {
        g_assert_nonnull(error);
        g_assert_null(lifted);
        return;
    }

    g_assert_null(error);
    if (!lifted)
        return;

    restored = fuzzRestore(lifted);
    g_assert_true(virFslMcDomainLift(restored, &relifted, NULL));
    g_assert_nonnull(relifted);

    same = fuzzRestore(relifted);
    g_assert_cmpstr(same, ==, restored);
}


static void
fuzzEdit(const char *xml)
{
    static const char device[] =
        "<hostdev type='fsl_mc'><source><address object='dprc.77'/></source></hostdev>";
    g_autoptr(virFslMcHostdevDef) def = NULL;
    g_autofree char *added = NULL;
    g_autofree char *removed = NULL;

    g_assert_true(virFslMcHostdevDefParseDevice(device, &def, NULL));
    if (!(added = virFslMcDomainAddHostdev(xml, def, NULL)))
        return;

    removed = virFslMcDomainRemoveHostdev(added, def, NULL);
    g_assert_nonnull(removed);
    g_assert_null(strstr(removed, def->name));
}


int
LLVMFuzzerTestOneInput(const unsigned char *data,
                       size_t size)
{
    g_autofree char *xml = g_strndup((const char *)data, size);
    g_autoptr(virFslMcHostdevDef) def = NULL;
    char *caps;

    fuzzLift(xml);
    g_free(virFslMcDomainRestore(g_strdup(xml)));
    if (!strstr(xml, "dprc.77"))
        fuzzEdit(xml);

    virFslMcHostdevDefParseDevice(xml, &def, NULL);

    caps = virFslMcDomainCapsAddHostdev(g_strdup(xml), &virFslMcHostdevKindFslMc);
    g_free(caps);

    return 0;
}
