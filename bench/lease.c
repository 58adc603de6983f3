/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * lease.c: a file that takes long to open
 *
 * Usage: lease FILE
 *
 * Has a lease on the file, which the kernel gives it time to end when somebody opens
 * the file for writing: 45 s, as a rule. It does not end it, but by ending itself.
 * Says so when it has it.
 */

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
    int fd;

    /* what tells that somebody opens it */
    signal(SIGIO, SIG_IGN);

    if (argc != 2 || (fd = open(argv[1], O_RDONLY)) < 0 ||
        fcntl(fd, F_SETLEASE, F_RDLCK) < 0) {
        perror("lease");
        return EXIT_FAILURE;
    }

    printf("%s\n", argv[1]);
    fflush(stdout);
    while (1)
        pause();
}
