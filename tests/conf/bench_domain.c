/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * bench_domain.c: what a document costs that has nothing of ours in it
 *
 * Beside it, what one costs that has, and what looking at each byte costs.
 */

#include <libxml/parser.h>
#include <string.h>

#include "fslmc_domain_conf.h"

#define SIZE (100 * 1024)
#define RUNS 2000

static const char hostdev[] =
    "    <hostdev mode='subsystem' type='fsl_mc' managed='yes'>\n"
    "      <source>\n"
    "        <address object='dprc.2'/>\n"
    "      </source>\n"
    "    </hostdev>\n";


/* words of ours that mean something else there */
static const char words[] =
    "    <hostdev mode='subsystem' type='usb'/>\n"
    "  </devices>\n"
    "  <clock><timer name='platform'/></clock>\n"
    "  <devices>\n";


/* A domain of SIZE bytes. */
static char *
benchDomain(const char *last)
{
    GString *buf = g_string_new("<domain type='kvm'>\n  <name>guest</name>\n  <devices>\n");
    unsigned int i;

    for (i = 0; buf->len < SIZE; i++) {
        g_string_append_printf(buf,
                               "    <disk type='file' device='disk'>\n"
                               "      <driver name='qemu' type='qcow2'/>\n"
                               "      <source file='/var/lib/libvirt/images/%u.qcow2'/>\n"
                               "      <target dev='vd%u' bus='virtio'/>\n"
                               "      <alias name='virtio-disk%u'/>\n"
                               "    </disk>\n", i, i, i);
    }
    g_string_append_printf(buf, "%s  </devices>\n</domain>\n", last);

    return g_string_free(buf, FALSE);
}


static void
benchLength(char *xml)
{
    /* not what the compiler knows already */
    char *volatile text = xml;

    g_assert_cmpuint(strlen(text), >, 0);
}


static void
benchCopy(char *xml)
{
    g_free(g_strdup(xml));
}


static void
benchLift(char *xml)
{
    char *lifted = NULL;

    g_assert_true(virFslMcDomainLift(xml, &lifted, NULL));
    g_free(lifted);
}


static void
benchRestore(char *xml)
{
    /* not ours to restore, so the same one comes back */
    g_assert_true(virFslMcDomainRestore(xml) == xml);
}


/* what libvirt does at the very least */
static void
benchParse(char *xml)
{
    xmlFreeDoc(xmlReadMemory(xml, strlen(xml), NULL, NULL, 0));
}


/* Microseconds that one run takes. */
static double
bench(void (*run)(char *xml),
      char *xml)
{
    gint64 start = g_get_monotonic_time();
    unsigned int i;

    for (i = 0; i < RUNS; i++)
        run(xml);

    return (double)(g_get_monotonic_time() - start) / RUNS;
}


int
main(void)
{
    g_autofree char *without = benchDomain("");
    g_autofree char *with = benchDomain(hostdev);
    g_autofree char *mentioning = benchDomain(words);
    double length = bench(benchLength, without);
    double parse = bench(benchParse, without);
    const struct {
        const char *what;
        double time;
    } rows[] = {
        { "strlen", length },
        { "copy", bench(benchCopy, without) },
        { "lift, nothing of ours", bench(benchLift, without) },
        { "lift, words of ours", bench(benchLift, mentioning) },
        { "restore, nothing of ours", bench(benchRestore, without) },
        { "lift, a hostdev", bench(benchLift, with) },
        { "xmlReadMemory", parse },
    };
    gsize i;

    g_print("%zu bytes%33s %10s %10s\n", strlen(without), "us", "x strlen", "% of parse");
    for (i = 0; i < G_N_ELEMENTS(rows); i++) {
        g_print("%-30s %13.1f %10.1f %10.2f\n", rows[i].what, rows[i].time,
                rows[i].time / length, rows[i].time / parse * 100);
    }

    return 0;
}
