/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * vfio-steps.c: what a user of VFIO does, step by step
 *
 *     vfio-steps STEP…
 *
 * Each step prints a line: "STEP: " and "ok", what it learned, or the name of
 * an error. What a step opens stays open until the program ends. Steps:
 *
 *     container           opens /dev/vfio/vfio
 *     group N             opens /dev/vfio/N; the following are about it
 *     status              whether it is viable, and in a container
 *     attach              puts the group into the container
 *     iommu               selects a type 1 IOMMU for the container
 *     device NAME         opens a device; the following are about it
 *     info                its flags, regions and interrupts
 *     region I, irq I     one of these
 *     read I:O, write I:O a word at offset O of region I; 0x5a5a5a5a is written
 *     reset               resets it
 *     map                 maps a page for DMA
 *     hold                waits for a signal
 *
 * Fails when it is used wrongly, and not when the kernel refuses something.
 */

#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/vfio.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <unistd.h>

static int container = -1;
static int group = -1;
static int device = -1;

/* The line's end, and what the step is worth to those after it. */
static int
say(int result)
{
    const char *name = result < 0 ? strerrorname_np(errno) : "ok";

    if (name)
        puts(name);
    else
        printf("%d\n", errno);
    return result;
}

static int
openNode(const char *name)
{
    char path[64];

    snprintf(path, sizeof(path), "/dev/vfio/%s", name);
    return say(open(path, O_RDWR | O_CLOEXEC));
}

static void
stepContainer(const char *argument)
{
    container = openNode("vfio");
}

static void
stepGroup(const char *argument)
{
    group = openNode(argument);
}

static void
stepStatus(const char *argument)
{
    struct vfio_group_status status = { .argsz = sizeof(status) };

    if (ioctl(group, VFIO_GROUP_GET_STATUS, &status) < 0) {
        say(-1);
        return;
    }

    printf("%sviable%s\n",
           status.flags & VFIO_GROUP_FLAGS_VIABLE ? "" : "not ",
           status.flags & VFIO_GROUP_FLAGS_CONTAINER_SET ? ", attached" : "");
}

static void
stepAttach(const char *argument)
{
    say(ioctl(group, VFIO_GROUP_SET_CONTAINER, &container));
}

static void
stepIommu(const char *argument)
{
    say(ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU));
}

static void
stepDevice(const char *argument)
{
    device = say(ioctl(group, VFIO_GROUP_GET_DEVICE_FD, argument));
}

static void
stepInfo(const char *argument)
{
    struct vfio_device_info info = { .argsz = sizeof(info) };

    if (ioctl(device, VFIO_DEVICE_GET_INFO, &info) < 0) {
        say(-1);
        return;
    }

    printf("%s%s%s%s%s%u regions, %u irqs\n",
           info.flags & VFIO_DEVICE_FLAGS_FSL_MC ? "fsl-mc, " : "",
           info.flags & VFIO_DEVICE_FLAGS_PLATFORM ? "platform, " : "",
           info.flags & VFIO_DEVICE_FLAGS_AMBA ? "amba, " : "",
           info.flags & VFIO_DEVICE_FLAGS_RESET ? "reset, " : "",
           info.flags & ~(VFIO_DEVICE_FLAGS_FSL_MC | VFIO_DEVICE_FLAGS_PLATFORM |
                          VFIO_DEVICE_FLAGS_AMBA | VFIO_DEVICE_FLAGS_RESET) ?
           "more flags, " : "",
           info.num_regions, info.num_irqs);
}

static void
stepRegion(const char *argument)
{
    struct vfio_region_info info = { .argsz = sizeof(info) };

    info.index = strtoul(argument, NULL, 10);
    if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &info) < 0) {
        say(-1);
        return;
    }

    printf("0x%llx bytes%s%s%s\n", (unsigned long long) info.size,
           info.flags & VFIO_REGION_INFO_FLAG_READ ? ", read" : "",
           info.flags & VFIO_REGION_INFO_FLAG_WRITE ? ", write" : "",
           info.flags & VFIO_REGION_INFO_FLAG_MMAP ? ", mmap" : "");
}

static void
stepIrq(const char *argument)
{
    struct vfio_irq_info info = { .argsz = sizeof(info) };

    info.index = strtoul(argument, NULL, 10);
    if (ioctl(device, VFIO_DEVICE_GET_IRQ_INFO, &info) < 0) {
        say(-1);
        return;
    }

    printf("%u%s\n", info.count,
           info.flags & VFIO_IRQ_INFO_EVENTFD ? ", eventfd" : "");
}

/* Where a word is, of "REGION:OFFSET", in the file that the device is. */
static off_t
wordPlace(const char *argument)
{
    struct vfio_region_info info = { .argsz = sizeof(info) };
    char *end;

    info.index = strtoul(argument, &end, 10);
    if (*end != ':') {
        errno = EINVAL;
        return -1;
    }
    if (ioctl(device, VFIO_DEVICE_GET_REGION_INFO, &info) < 0)
        return -1;
    return info.offset + strtoul(end + 1, NULL, 0);
}

static void
stepRead(const char *argument)
{
    off_t place = wordPlace(argument);
    uint32_t word;

    if (place < 0 || pread(device, &word, sizeof(word), place) != sizeof(word))
        say(-1);
    else
        printf("0x%08x\n", word);
}

static void
stepWrite(const char *argument)
{
    off_t place = wordPlace(argument);
    uint32_t word = 0x5a5a5a5a;

    say(place < 0 || pwrite(device, &word, sizeof(word), place) != sizeof(word) ? -1 : 0);
}

static void
stepReset(const char *argument)
{
    say(ioctl(device, VFIO_DEVICE_RESET));
}

static void
stepMap(const char *argument)
{
    size_t size = sysconf(_SC_PAGESIZE);
    struct vfio_iommu_type1_dma_map map = {
        .argsz = sizeof(map),
        .flags = VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE,
        .iova = 0x100000000,
        .size = size,
    };
    void *page = mmap(NULL, size, PROT_READ | PROT_WRITE,
                      MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);

    if (page == MAP_FAILED) {
        say(-1);
        return;
    }

    map.vaddr = (unsigned long) page;
    say(ioctl(container, VFIO_IOMMU_MAP_DMA, &map));
}

static void
stepHold(const char *argument)
{
    say(0);
    pause();
}

static const struct {
    const char *name;
    int argument;
    void (*step)(const char *argument);
} steps[] = {
    { "container", 0, stepContainer },
    { "group", 1, stepGroup },
    { "status", 0, stepStatus },
    { "attach", 0, stepAttach },
    { "iommu", 0, stepIommu },
    { "device", 1, stepDevice },
    { "info", 0, stepInfo },
    { "region", 1, stepRegion },
    { "irq", 1, stepIrq },
    { "read", 1, stepRead },
    { "write", 1, stepWrite },
    { "reset", 0, stepReset },
    { "map", 0, stepMap },
    { "hold", 0, stepHold },
};

int
main(int argc, char **argv)
{
    const size_t known = sizeof(steps) / sizeof(*steps);
    int i;

    setvbuf(stdout, NULL, _IOLBF, 0);
    for (i = 1; i < argc; i++) {
        const char *name = argv[i];
        size_t s = 0;

        while (s < known && strcmp(steps[s].name, name) != 0)
            s++;
        if (s == known || (steps[s].argument && i + 1 == argc)) {
            fprintf(stderr, "vfio-steps: what is '%s'?\n", name);
            return EXIT_FAILURE;
        }
        /* group numbers differ from boot to boot, devices do not */
        if (steps[s].argument && strcmp(name, "group") != 0)
            printf("%s %s: ", name, argv[i + 1]);
        else
            printf("%s: ", name);
        steps[s].step(steps[s].argument ? argv[++i] : NULL);
    }

    return EXIT_SUCCESS;
}
