/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_mc_command.h: the bytes of commands to the Management Complex
 *
 * Each function here fills in a complete command, or reads the answer to one;
 * none of them talks to anybody. Where the firmware knows several versions of a
 * command, the version of the object type's API (dpXX_get_api_version) says
 * which one it takes.
 */

#pragma once

#include <glib.h>
#include <linux/fsl_mc.h>

typedef struct fsl_mc_command virFslMcMcCommand;

/* Of type names and labels, with the NUL at their end */
#define VIR_FSLMC_MC_STRING_SIZE 16

/* For an isolation context or a portal that the MC chooses */
#define VIR_FSLMC_MC_ICID_ANY 0xffffu
#define VIR_FSLMC_MC_PORTAL_ANY 0xffffffffu

/* What a container is created with; never changes afterwards */
typedef enum {
    VIR_FSLMC_MC_CONTAINER_SPAWN = 0x1,           /* may have containers in it */
    VIR_FSLMC_MC_CONTAINER_ALLOC = 0x2,           /* draws on its parent's resources */
    VIR_FSLMC_MC_CONTAINER_OBJ_CREATE = 0x4,      /* creates objects by its own portal */
    VIR_FSLMC_MC_CONTAINER_TOPOLOGY = 0x8,        /* connects objects by its own token */
    VIR_FSLMC_MC_CONTAINER_AIOP = 0x20,
    VIR_FSLMC_MC_CONTAINER_IRQ_CFG = 0x40,        /* configures its interrupts */
    VIR_FSLMC_MC_CONTAINER_PL = 0x80,
} virFslMcMcContainerOptions;

/* How objects are assigned */
typedef enum {
    VIR_FSLMC_MC_ASSIGN_EXPLICIT = 0x1,           /* this id, not any of the type */
    VIR_FSLMC_MC_ASSIGN_ALIGNED = 0x2,
    VIR_FSLMC_MC_ASSIGN_PLUGGED = 0x4,            /* and it becomes plugged */
} virFslMcMcAssignOptions;

/* One end of a connection. Objects without several interfaces have only 0. */
typedef struct {
    char type[VIR_FSLMC_MC_STRING_SIZE];
    guint32 id;
    guint16 interface;
} virFslMcMcEndpoint;

/* Version of an object type's API in the firmware */
typedef struct {
    guint16 major;
    guint16 minor;
} virFslMcMcApi;

/* What dprc_get_obj tells of an object in a container */
typedef struct {
    char type[VIR_FSLMC_MC_STRING_SIZE];
    char label[VIR_FSLMC_MC_STRING_SIZE];
    guint32 id;
    guint16 vendor;
    gboolean plugged;
} virFslMcMcEntry;

/* What a dpni is created with; 0 for the firmware's default */
typedef struct {
    guint32 options;
    guint8 queues;
    guint8 tcs;
    guint8 macEntries;
    guint8 channels;
    guint8 vlanEntries;
    guint8 qosEntries;
    guint16 fsEntries;
    guint8 rxTcs;
    guint8 congestionGroups;
    guint16 orderRestorations;
    guint8 distributionKeySize;
} virFslMcMcNetwork;

/**
 * virFslMcMcTypeModule:
 * @type: name of an object type, as "dpni"
 *
 * Returns: its number in the MC's commands, 0 for one without commands here
 * Since: 0.1.0
 */
guint8 virFslMcMcTypeModule(const char *type);

/* The version of @type's create command that firmware of version @api takes.
 * Since: 0.1.0 */
guint8 virFslMcMcCreateVersion(const char *type, virFslMcMcApi api);

/* Commands that need nothing open. Since: 0.1.0 */
void virFslMcMcEncodeGetVersion(virFslMcMcCommand *command);
void virFslMcMcEncodeGetApi(virFslMcMcCommand *command, const char *type);
void virFslMcMcEncodeOpen(virFslMcMcCommand *command, const char *type, guint32 id);

/* Commands about the object that @token was opened for. Since: 0.1.0 */
void virFslMcMcEncodeClose(virFslMcMcCommand *command, guint16 token);
void virFslMcMcEncodeGetContainerAttributes(virFslMcMcCommand *command, guint16 token);
void virFslMcMcEncodeGetNetworkAttributes(virFslMcMcCommand *command, guint16 token);
void virFslMcMcEncodeGetNetworkMac(virFslMcMcCommand *command, guint16 token);
void virFslMcMcEncodeSetNetworkMac(virFslMcMcCommand *command,
                                   guint16 token,
                                   const guint8 mac[6]);

/* Commands about what is in the container that @token was opened for.
 * Since: 0.1.0 */
void virFslMcMcEncodeGetCount(virFslMcMcCommand *command, guint16 token);
void virFslMcMcEncodeGetEntry(virFslMcMcCommand *command, guint16 token, guint32 index);
void virFslMcMcEncodeGetPoolCount(virFslMcMcCommand *command, guint16 token);
void virFslMcMcEncodeGetPool(virFslMcMcCommand *command, guint16 token, guint32 index);
void virFslMcMcEncodeGetFree(virFslMcMcCommand *command, guint16 token, const char *pool);
void virFslMcMcEncodeGetConnection(virFslMcMcCommand *command,
                                   guint16 token,
                                   const virFslMcMcEndpoint *end);
void virFslMcMcEncodeConnect(virFslMcMcCommand *command,
                             guint16 token,
                             const virFslMcMcEndpoint *first,
                             const virFslMcMcEndpoint *second);
void virFslMcMcEncodeDisconnect(virFslMcMcCommand *command,
                                guint16 token,
                                const virFslMcMcEndpoint *end);
void virFslMcMcEncodeSetLabel(virFslMcMcCommand *command,
                              guint16 token,
                              const char *type,
                              guint32 id,
                              const char *label);
/* version: that of the dprc API */
void virFslMcMcEncodeCreateContainer(virFslMcMcCommand *command,
                                     guint16 token,
                                     virFslMcMcApi api,
                                     guint32 options,
                                     const char *label);
void virFslMcMcEncodeDestroyContainer(virFslMcMcCommand *command,
                                      guint16 token,
                                      guint32 container);
void virFslMcMcEncodeSetLocked(virFslMcMcCommand *command,
                               guint16 token,
                               guint32 container,
                               gboolean locked);
void virFslMcMcEncodeAssign(virFslMcMcCommand *command,
                            guint16 token,
                            guint32 container,
                            guint32 options,
                            const char *type,
                            guint32 id);

/* Creation of an object in the container that @token was opened for; @api is
 * that of the object's own type. Since: 0.1.0 */
void virFslMcMcEncodeCreateNetwork(virFslMcMcCommand *command,
                                   guint16 token,
                                   virFslMcMcApi api,
                                   const virFslMcMcNetwork *network);
/* with a channel of its own */
void virFslMcMcEncodeCreateIo(virFslMcMcCommand *command,
                              guint16 token,
                              virFslMcMcApi api,
                              guint8 priorities);
void virFslMcMcEncodeCreateBufferPool(virFslMcMcCommand *command,
                                      guint16 token,
                                      virFslMcMcApi api);
void virFslMcMcEncodeCreateConcentrator(virFslMcMcCommand *command,
                                        guint16 token,
                                        virFslMcMcApi api,
                                        guint8 priorities);
void virFslMcMcEncodeCreatePortal(virFslMcMcCommand *command,
                                  guint16 token,
                                  virFslMcMcApi api);
void virFslMcMcEncodeCreateCommunication(virFslMcMcCommand *command,
                                         guint16 token,
                                         virFslMcMcApi api,
                                         guint8 priorities);
/* queues: of each direction, 8 at most, with @priority each */
void virFslMcMcEncodeCreateCrypto(virFslMcMcCommand *command,
                                  guint16 token,
                                  virFslMcMcApi api,
                                  guint8 queues,
                                  guint8 priority);
void virFslMcMcEncodeCreateDma(virFslMcMcCommand *command,
                               guint16 token,
                               virFslMcMcApi api,
                               guint8 queues,
                               guint8 priority);

/* Answers. Since: 0.1.0 */
guint16 virFslMcMcDecodeToken(const virFslMcMcCommand *command);
/* to create */
guint32 virFslMcMcDecodeId(const virFslMcMcCommand *command);
guint32 virFslMcMcDecodeContainerId(const virFslMcMcCommand *command);
void virFslMcMcDecodeVersion(const virFslMcMcCommand *command,
                             guint32 *major,
                             guint32 *minor,
                             guint32 *revision);
virFslMcMcApi virFslMcMcDecodeApi(const virFslMcMcCommand *command);
/* options of the container */
guint32 virFslMcMcDecodeContainerOptions(const virFslMcMcCommand *command);
guint32 virFslMcMcDecodeCount(const virFslMcMcCommand *command);
void virFslMcMcDecodeEntry(const virFslMcMcCommand *command, virFslMcMcEntry *entry);
guint32 virFslMcMcDecodePoolCount(const virFslMcMcCommand *command);
void virFslMcMcDecodePool(const virFslMcMcCommand *command,
                          char type[VIR_FSLMC_MC_STRING_SIZE]);
guint32 virFslMcMcDecodeFree(const virFslMcMcCommand *command);
/* Returns: whether there is a connection; *up: whether its link is up */
gboolean virFslMcMcDecodeConnection(const virFslMcMcCommand *command,
                                    virFslMcMcEndpoint *peer,
                                    gboolean *up);
/* number of queues for each traffic class */
guint8 virFslMcMcDecodeNetworkQueues(const virFslMcMcCommand *command);
void virFslMcMcDecodeMac(const virFslMcMcCommand *command, guint8 mac[6]);
