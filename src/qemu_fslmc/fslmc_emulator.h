/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_emulator.h: whether an emulator has a device
 *
 * libvirt asks each emulator what it can do, but not for a device that libvirt
 * does not know.
 */

#pragma once

#include "fslmc_internal.h"

#include "vircommand.h"

#include "qemu/qemu_conf.h"

/**
 * virFslMcEmulatorHasDevice:
 * @driver: libvirt's QEMU driver
 * @path: an emulator
 * @device: name of a device
 *
 * A stock QEMU has vfio-fsl-mc when our device for its version is installed
 * (src/qemu_device), which is then preloaded. Runs the emulator once, as the user that guests run as, and
 * remembers the answer as long as the file stays as it is; that there was none, for 15 s.
 * Waits for the emulator, for 60 s at most each time that it is asked, which is twice
 * when only the preloaded device can have it: hold no lock.
 *
 * Returns: 1 or 0; -1 with libvirt's error set when it did not answer
 * Since: 0.1.0
 */
int virFslMcEmulatorHasDevice(virQEMUDriver *driver,
                              const char *path,
                              const char *device);

/**
 * virFslMcEmulatorAddPreload:
 * @path: an emulator, of which virFslMcEmulatorHasDevice() said that it has @device
 * @cmd: its command line
 *
 * Has the device preloaded when the emulator does not have it itself. That is what it
 * answered then: nothing is asked here, where the guest is locked.
 *
 * Since: 0.1.0
 */
void virFslMcEmulatorAddPreload(const char *path,
                                const char *device,
                                virCommand *cmd);

/**
 * virFslMcEmulatorCheck:
 *
 * Returns: 0 when the emulator has the device; -1 with libvirt's error set
 *   otherwise, VIR_ERR_CONFIG_UNSUPPORTED when it has not: then the error names the
 *   package that brings the device, or why that does not fit this emulator
 * Since: 0.1.0
 */
int virFslMcEmulatorCheck(virQEMUDriver *driver,
                          const char *path,
                          const char *device);
