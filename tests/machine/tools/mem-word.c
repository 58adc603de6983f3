/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mem-word.c: a word of physical memory
 *
 *     mem-word ADDRESS [VALUE]
 *
 * Prints the word of 32 bits at the address, or writes it.
 */

#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <unistd.h>

int
main(int argc, char **argv)
{
    size_t page = sysconf(_SC_PAGESIZE);
    unsigned long address = argc > 1 ? strtoul(argv[1], NULL, 0) : 0;
    int fd = open("/dev/mem", O_RDWR | O_SYNC);
    void *memory = mmap(NULL, page, PROT_READ | PROT_WRITE, MAP_SHARED, fd, address & ~(page - 1));
    volatile uint32_t *word = (void *) ((char *) memory + (address & (page - 1)));

    if (argc < 2 || memory == MAP_FAILED) {
        perror("mem-word");
        return EXIT_FAILURE;
    }

    if (argc > 2)
        *word = strtoul(argv[2], NULL, 0);
    else
        printf("0x%08x\n", *word);
    return EXIT_SUCCESS;
}
