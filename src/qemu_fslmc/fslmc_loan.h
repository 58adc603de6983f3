/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_loan.h: devices that we took from the host for a guest
 *
 * What was taken for a guest is given back after it; what a person had
 * detached stays detached. Which of the two a device is, must not be lost
 * with the daemon, at whatever moment that ends. So a loan is a file, written
 * before the device moves and removed when it is back. It lies in /run,
 * where it lives as long as the bindings to drivers do.
 */

#pragma once

#include "fslmc_internal.h"

#include "fslmc_bus.h"

/**
 * virFslMcLoanWrite:
 * @dir: folder of the loans; made when it is not there
 * @device: kernel name of a device
 * @domain: name of the guest that it is for
 *
 * Returns: 0, or -1 with libvirt's error set
 * Since: 0.1.0
 */
int virFslMcLoanWrite(const char *dir,
                      const char *device,
                      const char *domain);

/**
 * virFslMcLoanRemove:
 *
 * Returns: 0, also when there was none, or -1 with libvirt's error set
 * Since: 0.1.0
 */
int virFslMcLoanRemove(const char *dir, const char *device);

/**
 * virFslMcLoanExists:
 *
 * Returns: whether @device was taken and is not back
 * Since: 0.1.0
 */
bool virFslMcLoanExists(const char *dir, const char *device);

/**
 * virFslMcLoanGetDomain:
 *
 * Returns: (transfer full) (nullable): name of the guest that @device was taken
 *   for; NULL when there is no loan, or none that can be read
 * Since: 0.1.0
 */
char *virFslMcLoanGetDomain(const char *dir, const char *device);

/**
 * virFslMcLoanList:
 * @bus: the bus that the devices are on
 *
 * Returns: (transfer full): kernel names of the devices that are on loan
 * Since: 0.1.0
 */
GPtrArray *virFslMcLoanList(const char *dir, const virFslMcBus *bus);
