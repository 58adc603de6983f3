/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "vfio.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <linux/kvm.h>
#include <linux/vfio.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>

#include "guest_memory.h"
#include "qemu.h"

typedef struct Group {
    int number;
    int fd;
    struct Group *next;
} Group;

static Group *groups;
static int container = -1;

#define die(...) (error_report(__VA_ARGS__), abort())

void
vfio_map(uint64_t guest_address, uint64_t host_address, uint64_t size)
{
    struct vfio_iommu_type1_dma_map map = {
        .argsz = sizeof(map),
        .flags = VFIO_DMA_MAP_FLAG_READ | VFIO_DMA_MAP_FLAG_WRITE,
        .vaddr = host_address,
        .iova = guest_address,
        .size = size,
    };

    if (ioctl(container, VFIO_IOMMU_MAP_DMA, &map) < 0)
        die("cannot map 0x%" PRIx64 " bytes at 0x%" PRIx64 " for DMA: %s",
            size,
            guest_address,
            strerror(errno));
}

void
vfio_unmap(uint64_t guest_address, uint64_t size)
{
    struct vfio_iommu_type1_dma_unmap unmap = {
        .argsz = sizeof(unmap),
        .iova = guest_address,
        .size = size,
    };

    if (ioctl(container, VFIO_IOMMU_UNMAP_DMA, &unmap) < 0)
        die("cannot unmap 0x%" PRIx64 " from DMA: %s",
            guest_address,
            strerror(errno));
}

/* With the first group comes the container, and only then its IOMMU. */
static void
container_add(int group)
{
    bool first = container < 0;

    if (first) {
        container = open("/dev/vfio/vfio", O_RDWR | O_CLOEXEC);
        if (container < 0)
            die("failed to open /dev/vfio/vfio: %s", strerror(errno));
        if (ioctl(container, VFIO_GET_API_VERSION) != VFIO_API_VERSION ||
            ioctl(container, VFIO_CHECK_EXTENSION, VFIO_TYPE1v2_IOMMU) != 1)
            die("/dev/vfio/vfio is not what is known of it");
    }
    if (ioctl(group, VFIO_GROUP_SET_CONTAINER, &container) < 0)
        die("failed to set the group's container: %s", strerror(errno));
    if (first) {
        if (ioctl(container, VFIO_SET_IOMMU, VFIO_TYPE1v2_IOMMU) < 0)
            die("failed to set the container's IOMMU: %s", strerror(errno));
        guest_memory_follow();
    }
}

/* KVM is told of the group: it is no more than told, as by QEMU. */
static void
kvm_add(int group)
{
    static struct kvm_create_device device = {.type = KVM_DEV_TYPE_VFIO};
    struct kvm_device_attr attribute = {
        .group = KVM_DEV_VFIO_GROUP,
        .attr = KVM_DEV_VFIO_GROUP_ADD,
        .addr = (uintptr_t)&group,
    };

    if (guest_memory_vm() < 0)
        return;
    if (!device.fd &&
        ioctl(guest_memory_vm(), KVM_CREATE_DEVICE, &device) < 0) {
        error_report("no KVM VFIO device: %s", strerror(errno));
        return;
    }
    if (ioctl(device.fd, KVM_SET_DEVICE_ATTR, &attribute) < 0)
        error_report("KVM does not take the group: %s", strerror(errno));
}

/* The group's file, which is opened when there is none yet. */
static int
group_open(int number)
{
    struct vfio_group_status status = {.argsz = sizeof(status)};
    Group *group = groups;
    char path[64];

    while (group && group->number != number)
        group = group->next;
    if (group)
        return group->fd;

    group = calloc(1, sizeof(*group));
    if (!group)
        abort();
    snprintf(path, sizeof(path), "/dev/vfio/%d", number);
    group->number = number;
    group->fd = open(path, O_RDWR | O_CLOEXEC);
    if (group->fd < 0)
        die("failed to open %s: %s", path, strerror(errno));
    if (ioctl(group->fd, VFIO_GROUP_GET_STATUS, &status) < 0)
        die("failed to get the status of group %d: %s",
            number,
            strerror(errno));
    if (!(status.flags & VFIO_GROUP_FLAGS_VIABLE))
        die("group %d is not viable", number);

    container_add(group->fd);
    kvm_add(group->fd);
    group->next = groups;
    groups = group;
    return group->fd;
}

bool
vfio_open_device(int group, const char *name)
{
    struct vfio_device_info info = {.argsz = sizeof(info)};
    int device = ioctl(group_open(group), VFIO_GROUP_GET_DEVICE_FD, name);

    if (device < 0 || ioctl(device, VFIO_DEVICE_GET_INFO, &info) < 0) {
        error_report(
            "cannot get %s out of group %d: %s", name, group, strerror(errno));
        return false;
    }
    return true;
}
