/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_host.h: what a host has that giving containers to guests depends on
 */

#pragma once

#include <stdbool.h>

#include "fslmc_bus.h"
#include "fslmc_mc_tree.h"

/* What libvirt makes AppArmor's profile of each guest from. */
#define VIR_FSLMC_HOST_GUEST_PROFILE "/etc/apparmor.d/libvirt/TEMPLATE.qemu"

/* A QEMU on the host. */
typedef struct _virFslMcHostEmulator virFslMcHostEmulator;
struct _virFslMcHostEmulator {
    char *path;
    char *version;      /* what it says of itself, NULL when it says nothing */
    bool hasDevice;     /* vfio-fsl-mc */
    char *refusal;      /* why the device that is installed does not fit, NULL when that is not said */
    bool hasPlatform;   /* vfio-platform */
    bool offered;       /* libvirt says that its guests can have fsl_mc hostdevs */
    bool offersPlatform;    /* and platform hostdevs */
    char *error;        /* what libvirt said when it could not be asked about it */
};

/* A guest that runs, and has a container. */
typedef struct _virFslMcHostGuest virFslMcHostGuest;
struct _virFslMcHostGuest {
    char *name;
    char *container;    /* kernel name */
};

/* A process that has the VFIO group of a container. */
typedef struct _virFslMcHostHolder virFslMcHostHolder;
struct _virFslMcHostHolder {
    char *container;    /* kernel name */
    pid_t pid;
    char *name;         /* of its program, for a message */
    char *machine;      /* name of the virtual machine that it runs; NULL for none */
};

/* A daemon of the system's libvirt that serves node devices or QEMU's guests. */
typedef struct _virFslMcHostDaemon virFslMcHostDaemon;
struct _virFslMcHostDaemon {
    char *name;         /* of its program */
    int pid;
    bool readable;      /* whether we may look into it */
    bool hasStock[2];   /* it has loaded libvirt's node-device, QEMU driver */
    bool hasOurs[2];    /* and our module for that */
    bool isOutdated;    /* a module of ours that it has was replaced since */
    bool limitsMemlock; /* it cannot raise the limit of a guest */
};

/* What guests of type kvm could have. */
typedef enum {
    VIR_FSLMC_HOST_KVM_READY,   /* GICv3 with ITS */
    VIR_FSLMC_HOST_KVM_MISSING,
    VIR_FSLMC_HOST_KVM_DENIED,  /* not for us to open */
    VIR_FSLMC_HOST_KVM_NO_GIC,
    VIR_FSLMC_HOST_KVM_NO_ITS,
} virFslMcHostKvm;

/* A container that libvirt is to make */
typedef struct {
    char *name;         /* of the node device */
    char *label;
    char *container;    /* kernel name; NULL when it is not active */
    bool autostart;
} virFslMcHostDefinition;

void virFslMcHostDefinitionFree(virFslMcHostDefinition *definition);

typedef struct _virFslMcHost virFslMcHost;
struct _virFslMcHost {
    virFslMcBus *bus;
    virFslMcBus *platform;          /* platform and AMBA devices */
    const char *procRoot;           /* "/proc" on a host */
    const char *moduleDir;          /* where our modules for libvirt are */
    const char *machine;            /* as uname(2) calls it */
    bool privileged;                /* may see what root sees */
    char *mcVersion;                /* of the Management Complex, NULL when it was not asked */
    GError *mcError;                /* or did not tell */
    virFslMcMcTree *mcTree;         /* what it says of all objects; NULL when it was not asked */
    char *mcTreeError;              /* or did not tell */
    GHashTable *mcFree;             /* how many of each pool no container has; NULL as above */
    virFslMcHostKvm kvm;
    GPtrArray *emulators;           /* virFslMcHostEmulator */
    GPtrArray *daemons;             /* virFslMcHostDaemon */
    GPtrArray *guests;              /* virFslMcHostGuest */
    bool guestsListed;              /* libvirt told us which guests run */
    char *guestsError;              /* why not, or why it did not tell of each what it has */
    GPtrArray *holders;             /* virFslMcHostHolder */
    GPtrArray *definitions;         /* virFslMcHostDefinition */
    unsigned long libvirtVersion;   /* of the daemon; 0 when it was not reached */
    char *libvirtError;             /* why not */
    char *capabilitiesError;        /* it was reached, and did not tell of itself */
    bool readOnly;                  /* libvirt lets us look only: not at what guests can have */
    char *readOnlyError;            /* why */
    int nodeDevices;                /* of type fsl_mc that libvirt knows; -1 */
    char *nodeDevicesError;         /* why it did not tell */
    bool confines;                  /* libvirt confines guests by AppArmor */
    char *guestProfile;             /* of AppArmor for guests, with all that it
                                       includes; NULL when it cannot be read */
};

/**
 * virFslMcHostNew:
 * @bus: the bus, of which a reference is taken
 * @procRoot, @moduleDir, @machine: as in the structure, not copied
 *
 * Knows nothing of the rest yet: virFslMcHostFind…() and …Ask…() do.
 *
 * Since: 0.1.0
 */
virFslMcHost *virFslMcHostNew(virFslMcBus *bus,
                              const char *procRoot,
                              const char *moduleDir,
                              const char *machine,
                              bool privileged);
void virFslMcHostFree(virFslMcHost *host);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(virFslMcHost, virFslMcHostFree)

/**
 * virFslMcHostAskMc:
 *
 * Asks the Management Complex for its version and all objects, where there is one
 * and we are privileged. A silent one takes 15 s.
 *
 * Since: 0.1.0
 */
void virFslMcHostAskMc(virFslMcHost *host);

/**
 * virFslMcHostFindKvm:
 *
 * Tries which interrupt controllers KVM has for guests.
 *
 * Since: 0.1.0
 */
void virFslMcHostFindKvm(virFslMcHost *host);

/**
 * virFslMcHostFindEmulators:
 * @directories: NULL-terminated, where programs are
 *
 * Runs each QEMU for arm64 that is there, and asks what it has.
 *
 * Since: 0.1.0
 */
void virFslMcHostFindEmulators(virFslMcHost *host,
                               const char *const *directories);

/**
 * virFslMcHostAddEmulator:
 * @path: of a program
 *
 * Runs it and asks what it has, unless that was done before.
 *
 * Since: 0.1.0
 */
void virFslMcHostAddEmulator(virFslMcHost *host, const char *path);

/**
 * virFslMcHostFindHolders:
 *
 * Finds the processes that hold the VFIO groups of detached containers. To be called
 * before virFslMcHostAskLibvirt(): a guest that held a group then is among those that
 * libvirt lists later, and one that starts after it is taken for no strange process.
 *
 * Since: 0.1.0
 */
void virFslMcHostFindHolders(virFslMcHost *host);

/**
 * virFslMcHostFindDaemons:
 *
 * Looks for the system's libvirt daemons among the processes, and what they have
 * loaded. Those of users' sessions, which have no access to the host's devices,
 * do not count.
 *
 * Since: 0.1.0
 */
void virFslMcHostFindDaemons(virFslMcHost *host);

/**
 * virFslMcHostAskLibvirt:
 * @uri: of the daemon that is asked
 *
 * Asks for its version, how it confines guests, its guests and their emulators, and
 * what guests can have with each emulator; the last only where we may manage guests.
 *
 * Since: 0.1.0
 */
void virFslMcHostAskLibvirt(virFslMcHost *host, const char *uri);

/**
 * virFslMcHostFindDefinitions:
 * @definitionDir, @runDir: as of virFslMcContainerStoreNew()
 *
 * Reads which containers are defined, and which of them are active.
 *
 * Since: 0.1.0
 */
void virFslMcHostFindDefinitions(virFslMcHost *host,
                                 const char *definitionDir,
                                 const char *runDir);

/**
 * virFslMcHostFindGuestProfile:
 *
 * Reads the profile that libvirt makes those of guests from, where it confines
 * them by AppArmor.
 *
 * Since: 0.1.0
 */
void virFslMcHostFindGuestProfile(virFslMcHost *host);

/**
 * virFslMcHostProfileAllowsRead:
 * @profile: a profile of AppArmor, with all that it includes
 * @path: absolute path; that of a directory ends with a slash
 *
 * Returns: whether the rules of the profile let a process that is not root read @path
 * Since: 0.1.0
 */
bool virFslMcHostProfileAllowsRead(const char *profile, const char *path);

/**
 * virFslMcHostFindHolder:
 * @container: kernel name
 *
 * Returns: (nullable): the process that held the container's VFIO group
 * Since: 0.1.0
 */
const virFslMcHostHolder *virFslMcHostFindHolder(const virFslMcHost *host,
                                                 const char *container);

/**
 * virFslMcHostIsUnplugged:
 * @object: an object
 *
 * Returns: whether it is known not to be plugged: by the MC when that was asked, else
 *   by what sysfs shows
 * Since: 0.1.0
 */
bool virFslMcHostIsUnplugged(const virFslMcHost *host, const virFslMcObject *object);

/**
 * virFslMcHostFindGuest:
 * @container: kernel name
 *
 * Returns: (nullable): the guest that has the container
 * Since: 0.1.0
 */
const virFslMcHostGuest *virFslMcHostFindGuest(const virFslMcHost *host,
                                               const char *container);
