/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_kind.c: what objects on the fsl-mc bus have of their own
 */

#include "fslmc-config.h"

#include <glib/gi18n-lib.h>

#include "fslmc_assignable.h"
#include "fslmc_kindpriv.h"
#include "fslmc_mcerror.h"
#include "fslmc_names.h"

static gboolean
virFslMcKindNameIsValid(const char *name)
{
    return virFslMcNameParse(name, NULL, NULL);
}

static virFslMcError
virFslMcKindExplainReset(const virFslMcObject *container G_GNUC_UNUSED,
                         int number,
                         char **cause)
{
    return virFslMcMcErrorFromErrno(number, cause);
}

const virFslMcKind virFslMcKindFslMc = {
    .subsystem = VIR_FSLMC_SUBSYSTEM,
    .capability = "fsl_mc",
    .vfioDriver = VIR_FSLMC_DRIVER_VFIO,
    .hasMc = TRUE,
    .hostDriver = VIR_FSLMC_DRIVER_DPRC,
    .noun = N_("container"),
    .part = N_("object"),
    .absent = N_("this host has no fsl-mc bus"),
    .missing = N_("no object '%1$s' on the fsl-mc bus"),
    .nameIsValid = virFslMcKindNameIsValid,
    .read = virFslMcBusReadObject,
    .outermost = virFslMcBusFindOutermost,
    .checkTakeable = virFslMcBusCheckContainer,
    .checkDetach = virFslMcAssignableCheckGroup,
    .checkDetached = virFslMcAssignableCheckObjects,
    .finishDetach = virFslMcDriverBindObjects,
    .checkReattach = virFslMcDriverCheckAbove,
    .explainBind = virFslMcDriverExplainBind,
    .explainReset = virFslMcKindExplainReset,
};
