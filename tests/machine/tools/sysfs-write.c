/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * sysfs-write.c: writes to an attribute as a program does, and says what comes
 *
 *     sysfs-write FILE < TEXT
 *
 * All of standard input goes into one write, without input too. Prints "ok" or
 * the name of the error ("ENODEV"; a number where it has no name), and succeeds
 * in either case. A shell would add a newline, cut at NUL, and tell of the error
 * in words.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static char text[1 << 20];

static void
say(int error)
{
    const char *name = strerrorname_np(error);

    if (error == 0)
        puts("ok");
    else if (name)
        puts(name);
    else
        printf("%d\n", error);
}

int
main(int argc, char **argv)
{
    size_t length;
    int fd;

    if (argc != 2) {
        fprintf(stderr, "usage: sysfs-write FILE < TEXT\n");
        return EXIT_FAILURE;
    }

    length = fread(text, 1, sizeof(text), stdin);
    fd = open(argv[1], O_WRONLY | O_CLOEXEC);
    if (fd < 0) {
        fprintf(stderr, "sysfs-write: %s: %s\n", argv[1], strerror(errno));
        return EXIT_FAILURE;
    }

    say(write(fd, text, length) < 0 ? errno : 0);
    return EXIT_SUCCESS;
}
