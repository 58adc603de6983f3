/* SPDX-License-Identifier: LGPL-2.1-or-later */

#include "guest_memory.h"

#include <linux/kvm.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <sys/ioctl.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "vfio.h"

#define MAX_SLOTS 256

typedef struct kvm_userspace_memory_region Slot;

static Slot slots[MAX_SLOTS];
static int vm = -1;
static bool following;

int
guest_memory_vm(void)
{
    return vm;
}

/* Devices get RAM. What is read-only for the guest is flash memory, and not
 * for them. */
static bool
is_ram(const Slot *slot)
{
    return slot->memory_size && !(slot->flags & KVM_MEM_READONLY);
}

void
guest_memory_follow(void)
{
    const Slot *slot;

    for (slot = slots; slot < slots + MAX_SLOTS; slot++) {
        if (is_ram(slot))
            vfio_map(
                slot->guest_phys_addr, slot->userspace_addr, slot->memory_size);
    }
    following = true;
}

static void
slot_set(const Slot *region)
{
    Slot *slot;

    if (region->slot >= MAX_SLOTS)
        abort();
    slot = slots + region->slot;
    /* no more than other flags, as for the log of dirty pages */
    if (slot->memory_size == region->memory_size && is_ram(slot)) {
        slot->flags = region->flags;
        return;
    }
    if (following && is_ram(slot))
        vfio_unmap(slot->guest_phys_addr, slot->memory_size);
    *slot = *region;
    if (following && is_ram(slot))
        vfio_map(
            slot->guest_phys_addr, slot->userspace_addr, slot->memory_size);
}

/* In the C library's place, for QEMU as for us */
__attribute__((visibility("default"))) int
ioctl(int fd, unsigned long request, ...)
{
    va_list arguments;
    void *argument;
    int result;

    va_start(arguments, request);
    argument = va_arg(arguments, void *);
    va_end(arguments);

    result = syscall(SYS_ioctl, fd, request, argument);
    if (request == KVM_SET_USER_MEMORY_REGION && result == 0) {
        vm = fd;
        slot_set(argument);
    }
    return result;
}
