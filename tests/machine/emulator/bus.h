/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * The bus that the device is plugged into: every "virt" machine has one, and
 * no other machine.
 */
#pragma once

#define TYPE_FSL_MC_BUS "fsl-mc-bus"

void bus_register_types(void);
