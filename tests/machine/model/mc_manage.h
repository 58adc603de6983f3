/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_manage.h: the commands that restool sends: objects are made, moved,
 * connected and destroyed
 *
 * What they are and what the MC refuses is in the README. Each finds the object
 * that its command asks about, or answers the command.
 */

#pragma once

#include "mc_answer.h"

McObject *mcAskDestroy(const McCall *call);
McObject *mcAskChild(const McCall *call);
McObject *mcAskChildToLock(const McCall *call);
McObject *mcAskAssigned(const McCall *call);
McObject *mcAskLabelled(const McCall *call);
McObject *mcAskConnected(const McCall *call);
McObject *mcAskDisconnected(const McCall *call);

McStatus mcAnswerCreate(McCall *call);
McStatus mcAnswerDestroy(McCall *call);
McStatus mcAnswerCreateContainer(McCall *call);
McStatus mcAnswerDestroyContainer(McCall *call);
McStatus mcAnswerResetContainer(McCall *call);
McStatus mcAnswerAssign(McCall *call);
McStatus mcAnswerUnassign(McCall *call);
McStatus mcAnswerSetLocked(McCall *call);
McStatus mcAnswerSetLabel(McCall *call);
McStatus mcAnswerConnect(McCall *call);
McStatus mcAnswerDisconnect(McCall *call);
McStatus mcAnswerGetConnection(McCall *call);
McStatus mcAnswerGetPool(McCall *call);
McStatus mcAnswerGetPoolCount(McCall *call);
McStatus mcAnswerGetResourceCount(McCall *call);
McStatus mcAnswerGetResourceIds(McCall *call);
McStatus mcAnswerGetMac(McCall *call);
McStatus mcAnswerSetMac(McCall *call);
McStatus mcAnswerNetworkAttributes(McCall *call);
McStatus mcAnswerPoolAttributes(McCall *call);
McStatus mcAnswerConcentratorAttributes(McCall *call);
McStatus mcAnswerCommandPortalAttributes(McCall *call);
McStatus mcAnswerCryptoAttributes(McCall *call);
McStatus mcAnswerInterfaceAttributes(McCall *call);
McStatus mcAnswerDmaAttributes(McCall *call);
McStatus mcAnswerMacAttributes(McCall *call);
