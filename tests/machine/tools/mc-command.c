/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc-command.c: sends MC commands through the kernel, as restool does
 *
 *     mc-command DEVICE STEP…
 *
 * opens the device and prints a line for each step: "ok" with what was asked for,
 * or the name of the error. Ends with the first error, which is no failure of the
 * program. A step is words with commas between:
 *
 *     COMMAND             number of the command, in hexadecimal: 8051 opens a dprc
 *     COMMAND/N           with the token that step N was answered, from 1
 *     OFFSET:BITS=VALUE   a parameter: a number of 8, 16, 32 or 64 bits
 *     OFFSET:s=TEXT       a parameter of 16 bytes
 *     OFFSET:BITS?        prints that of the answer
 *
 * or "hold", which waits for a signal. Offsets are bytes behind the header.
 */

#define _GNU_SOURCE
#include <endian.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define PARAMETERS 56

struct command {
    uint64_t header;
    uint8_t parameters[PARAMETERS];
};

#define SEND _IOWR('R', 0xe0, struct command)

#define READY (UINT64_C(1) << 16)
#define TOKEN(header) ((header) >> 32 & 0xffff)

struct field {
    size_t offset;
    size_t width;       /* in bytes; 16 is a text */
    char *value;        /* behind "=", or NULL: it is asked for */
};

static void
bad(const char *step)
{
    fprintf(stderr, "mc-command: what is '%s'?\n", step);
    exit(EXIT_FAILURE);
}

static int
fail(void)
{
    const char *name = strerrorname_np(errno);

    if (name)
        puts(name);
    else
        printf("%d\n", errno);
    return EXIT_SUCCESS;
}

static void
parseField(char *word,
           struct field *field)
{
    char *end;
    char *type;

    field->offset = strtoul(word, &end, 0);
    type = end + 1;
    if (*end != ':')
        bad(word);
    if (*type == 's') {
        field->width = 16;
        end = type + 1;
    } else {
        field->width = strtoul(type, &end, 0) / 8;
    }
    if ((*end != '=' && *end != '?') || field->width == 0 ||
        field->width > 16 || field->offset + field->width > PARAMETERS)
        bad(word);
    field->value = *end == '=' ? end + 1 : NULL;
}

static void
put(struct command *command,
    const struct field *field)
{
    uint64_t number;

    if (field->width == 16) {
        strncpy((char *) command->parameters + field->offset, field->value, 16);
        return;
    }
    number = htole64(strtoull(field->value, NULL, 0));
    memcpy(command->parameters + field->offset, &number, field->width);
}

static void
print(const struct command *command,
      const struct field *field)
{
    uint64_t number = 0;

    if (field->width == 16) {
        printf(" %.16s", command->parameters + field->offset);
        return;
    }
    memcpy(&number, command->parameters + field->offset, field->width);
    printf(" %llu", (unsigned long long) le64toh(number));
}

/* Returns: FALSE when the kernel or the MC refused it. */
static int
send(int fd,
     char *step,
     uint64_t *tokens,
     int number)
{
    struct command command = { 0 };
    struct field asked[8];
    struct field field;
    size_t n = 0;
    size_t i;
    char *word = strtok(step, ",");
    char *end;

    command.header = READY | strtoull(word, &end, 16) << 48;
    if (*end == '/')
        command.header |= tokens[strtoul(end + 1, &end, 10) - 1] << 32;
    if (*end)
        bad(word);
    while ((word = strtok(NULL, ","))) {
        parseField(word, &field);
        if (field.value)
            put(&command, &field);
        else if (n < sizeof(asked) / sizeof(*asked))
            asked[n++] = field;
    }

    command.header = htole64(command.header);
    if (ioctl(fd, SEND, &command) < 0)
        return 0;

    tokens[number] = TOKEN(le64toh(command.header));
    printf("ok");
    for (i = 0; i < n; i++)
        print(&command, &asked[i]);
    putchar('\n');
    return 1;
}

int
main(int argc, char **argv)
{
    uint64_t tokens[argc];
    int fd;
    int i;

    if (argc < 2) {
        fprintf(stderr, "usage: mc-command DEVICE STEP…\n");
        return EXIT_FAILURE;
    }

    setvbuf(stdout, NULL, _IOLBF, 0);
    fd = open(argv[1], O_RDWR | O_CLOEXEC);
    if (fd < 0)
        return fail();
    for (i = 2; i < argc; i++) {
        if (strcmp(argv[i], "hold") == 0) {
            puts("hold");
            pause();
        } else if (!send(fd, argv[i], tokens, i - 2)) {
            return fail();
        }
    }

    return EXIT_SUCCESS;
}
