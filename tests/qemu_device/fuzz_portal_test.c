/* SPDX-License-Identifier: GPL-2.0-or-later
 *
 * fuzz_portal_test.c: the fuzz target, with input at random instead of libFuzzer's
 */

#include <glib.h>
#include <stdint.h>

#define RUNS 20000
#define LENGTH 400

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);


static void
test_random(void)
{
    /* the same at each run, so that a failure can be repeated */
    g_autoptr(GRand) rand = g_rand_new_with_seed(1);
    uint8_t data[LENGTH];
    unsigned int run;
    size_t i;

    for (run = 0; run < RUNS; run++) {
        for (i = 0; i < sizeof(data); i++)
            data[i] = g_rand_int(rand) >> 8;
        LLVMFuzzerTestOneInput(data, sizeof(data));
    }
}


int
main(int argc, char **argv)
{
    g_test_init(&argc, &argv, NULL);
    g_test_add_func("/portal/random", test_random);

    return g_test_run();
}
