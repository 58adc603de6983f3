/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_domain_driverpriv.h: what fslmc_domain_driver.c puts together
 */

#pragma once

#include "fslmc_domain_driver.h"
#include "fslmc_table.h"

/* What was in the table before: the functions that ours end in. */
extern virHypervisorDriver virFslMcQemuDomainStock;

/* Each puts the functions of its file into the table. */
void virFslMcQemuDomainCapsReplace(virHypervisorDriver *table);
void virFslMcQemuDomainDeviceReplace(virHypervisorDriver *table);
void virFslMcQemuDomainMetadataReplace(virHypervisorDriver *table);
void virFslMcQemuDomainMigrationReplace(virHypervisorDriver *table);
void virFslMcQemuDomainMomentReplace(virHypervisorDriver *table);
void virFslMcQemuDomainSaveReplace(virHypervisorDriver *table);
