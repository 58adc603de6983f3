/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc-portal.c: an MC portal, used without a driver
 *
 *     mc-portal time COUNT DEVICE     asks for the MC's version, by the kernel's ioctl
 *     mc-portal time COUNT ADDRESS    the same, by the portal at this physical address
 *     mc-portal whole COUNT ADDRESS   the same, and writes all words of it, as the kernel does
 *     mc-portal spoil SEED COUNT ADDRESS…
 *     mc-portal touch COUNT ADDRESS   reads and writes a queue portal at this address
 *
 * "time" and "whole" print how many nanoseconds each command took. "spoil" writes at random into
 * the portals at these addresses: words, and headers of commands that are ready.
 * The same seed gives the same writes. "touch" writes and reads in turns, and leaves
 * TOUCHED at the portal's beginning. Addresses are in hexadecimal, with 0x.
 */

#include <endian.h>
#include <err.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#define SIZE 0x10000
#define WORDS 8

#define GET_VERSION UINT64_C(0x8311000000010000)
#define TOUCHED UINT64_C(0x6c6d636674657374)
#define STATUS(header) ((header) >> 16 & 0xff)
#define READY 1

struct command {
    uint64_t words[WORDS];
};

#define SEND _IOWR('R', 0xe0, struct command)


static uint64_t
now(void)
{
    struct timespec time;

    clock_gettime(CLOCK_MONOTONIC, &time);
    return time.tv_sec * UINT64_C(1000000000) + time.tv_nsec;
}


static volatile uint64_t *
map(const char *address)
{
    static int fd = -1;
    void *mapped;

    if (fd < 0 && (fd = open("/dev/mem", O_RDWR | O_SYNC)) < 0)
        err(1, "/dev/mem");
    mapped = mmap(NULL, SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, strtoull(address, NULL, 16));
    if (mapped == MAP_FAILED)
        err(1, "%s", address);

    return mapped;
}


/* As the kernel does. What a compiler makes of an assignment in a loop may change the register
 * that has the address as well, and KVM lets no guest write into a device like that. */
static void
store(volatile uint64_t *to, uint64_t value)
{
#ifdef __aarch64__
    __asm__ volatile("str %x0, [%1]" : : "rZ"(value), "r"(to) : "memory");
#else
    *to = value;
#endif
}


static void
ask_portal(volatile uint64_t *portal, int whole)
{
    int i;

    for (i = WORDS - 1; whole && i > 0; i--)
        store(&portal[i], 0);
    store(&portal[0], htole64(GET_VERSION));
    while (STATUS(le64toh(portal[0])) == READY)
        continue;
    if (STATUS(le64toh(portal[0])) != 0)
        errx(1, "the MC refuses: %" PRIx64, le64toh(portal[0]));
}


static void
ask_kernel(int fd)
{
    struct command command = { { htole64(GET_VERSION) } };

    if (ioctl(fd, SEND, &command) < 0)
        err(1, "ioctl");
}


static void
measure(unsigned long count, const char *what, int whole)
{
    volatile uint64_t *portal = NULL;
    int fd = -1;

    if (*what == '/') {
        if ((fd = open(what, O_RDWR)) < 0)
            err(1, "%s", what);
    } else {
        portal = map(what);
    }

    while (count--) {
        uint64_t before = now();

        if (portal)
            ask_portal(portal, whole);
        else
            ask_kernel(fd);
        printf("%" PRIu64 "\n", now() - before);
    }
}


static uint64_t
random64(void)
{
    return (uint64_t) random() << 42 ^ (uint64_t) random() << 21 ^ (uint64_t) random();
}


/* Most commands that are known have a number below; the token is one that is open, at times. */
static uint64_t
random_header(void)
{
    static const uint16_t commands[] = {
        0x002, 0x003, 0x004, 0x005, 0x010, 0x011, 0x012, 0x014, 0x016, 0x017, 0x151, 0x152,
        0x157, 0x158, 0x159, 0x15a, 0x15e, 0x15f, 0x160, 0x161, 0x16c, 0x16d, 0x800, 0x801,
        0x803, 0x805, 0x80b, 0x830, 0x831, 0x901, 0x981, 0xa05,
    };
    uint64_t command = commands[random() % (sizeof(commands) / sizeof(*commands))];

    if (random() % 8 == 0)
        command = random() & 0xfff;

    return (command << 4 | (random() % 4 ? 1 : random() & 0xf)) << 48 |
        (uint64_t) (random() & (random() % 4 ? 0xf : 0xffff)) << 32 |
        (random() & 0xff00ffff) | READY << 16;
}


static void
spoil(unsigned long count, char **addresses, int number)
{
    volatile uint64_t *portals[number];
    int i;

    for (i = 0; i < number; i++)
        portals[i] = map(addresses[i]);

    while (count--) {
        volatile uint64_t *portal = portals[random() % number];
        uint64_t value = random64();

        switch (random() % 4) {
        case 0:
            portal[0] = htole64(random_header());
            break;
        case 1:
            /* ids and texts are small */
            portal[1 + random() % (WORDS - 1)] = random() % 2 ? value & 0xff : value;
            break;
        case 2:
            ((volatile uint32_t *) portal)[random() % (2 * WORDS)] = value;
            break;
        default:
            portal[random() % (SIZE / sizeof(uint64_t))] = value;
        }
    }
}


static void
touch(unsigned long count, const char *address)
{
    volatile uint64_t *portal = map(address);
    unsigned long i;

    for (i = 0; i < count; i += 2) {
        portal[1] = i;
        if (portal[1] != i)
            errx(1, "what was written is not there");
    }
    portal[0] = TOUCHED;
}


int
main(int argc, char **argv)
{
    if (argc == 4 && strcmp(argv[1], "time") == 0) {
        measure(strtoul(argv[2], NULL, 10), argv[3], 0);
    } else if (argc == 4 && strcmp(argv[1], "whole") == 0) {
        measure(strtoul(argv[2], NULL, 10), argv[3], 1);
    } else if (argc > 4 && strcmp(argv[1], "spoil") == 0) {
        srandom(strtoul(argv[2], NULL, 10));
        spoil(strtoul(argv[3], NULL, 10), argv + 4, argc - 4);
    } else if (argc == 4 && strcmp(argv[1], "touch") == 0) {
        touch(strtoul(argv[2], NULL, 10), argv[3]);
    } else {
        errx(2, "usage: mc-portal time|whole COUNT WHERE, mc-portal spoil SEED COUNT ADDRESS…, "
             "mc-portal touch COUNT ADDRESS");
    }

    return 0;
}
