/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The guest's memory: what QEMU tells KVM, for VFIO is told the same.
 */
#pragma once

/* The file of the KVM guest; -1 without KVM */
int guest_memory_vm(void);

/* From now on VFIO has what KVM has. */
void guest_memory_follow(void);
