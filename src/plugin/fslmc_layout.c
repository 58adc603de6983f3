/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_layout.c: whether libvirt's structures are those that we were compiled with
 */

#include "fslmc_layout.h"

#include <fcntl.h>
#include <malloc.h>
#include <stddef.h>
#include <unistd.h>

#include <glib-object.h>

#include "datatypes.h"
#include "domain_conf.h"
#include "virerror.h"

/* What an allocator rounds up to, and its own note of a size. */
#define VIR_FSLMC_LAYOUT_SLACK (2 * _Alignof(max_align_t))

/* Fields that our sources read have values of their own, none of which is the
 * default or that of a neighbour. */
#define VIR_FSLMC_LAYOUT_NAME "fslmc-layout"
#define VIR_FSLMC_LAYOUT_MACHINE "virt-layout"
#define VIR_FSLMC_LAYOUT_EMULATOR "/layout/emulator"
#define VIR_FSLMC_LAYOUT_METADATA "layout"
#define VIR_FSLMC_LAYOUT_DISK "/layout/disk"

static const char domainXML[] =
    "<domain type='kvm' id='4711'>"
    "  <name>" VIR_FSLMC_LAYOUT_NAME "</name>"
    "  <uuid>6c61796f-7574-4000-8000-66736c6d6300</uuid>"
    "  <metadata>"
    "    <l:" VIR_FSLMC_LAYOUT_METADATA " xmlns:l='urn:libvirt-fslmc:layout'/>"
    "  </metadata>"
    "  <memory unit='KiB'>1048576</memory>"
    "  <memtune><hard_limit unit='KiB'>7340032</hard_limit></memtune>"
    "  <memoryBacking><locked/></memoryBacking>"
    "  <vcpu>3</vcpu>"
    "  <os>"
    "    <type arch='aarch64' machine='" VIR_FSLMC_LAYOUT_MACHINE "'>hvm</type>"
    "  </os>"
    "  <features><gic version='3'/></features>"
    "  <devices>"
    "    <emulator>" VIR_FSLMC_LAYOUT_EMULATOR "</emulator>"
    "    <disk type='file' device='disk'>"
    "      <source file='" VIR_FSLMC_LAYOUT_DISK "'/>"
    "      <target dev='vdc' bus='virtio'/>"
    "      <boot order='5'/>"
    "      <alias name='layout-disk'/>"
    "    </disk>"
    "    <hostdev mode='subsystem' type='pci' managed='yes'>"
    "      <source><address domain='0x0000' bus='0x11' slot='0x12' function='0x3'/></source>"
    "      <boot order='6'/>"
    "      <alias name='layout-hostdev'/>"
    "    </hostdev>"
    "  </devices>"
    "</domain>";


bool
virFslMcLayoutCheckBlock(const void *block,
                         size_t size)
{
    size_t usable = malloc_usable_size((void *) block);

    return usable >= size && usable < size + VIR_FSLMC_LAYOUT_SLACK;
}


/* Whether @size bytes at @address are those at @expected. @address may lead
 * anywhere: the kernel looks, and does not fault. */
static bool
virFslMcLayoutHolds(const int *ends,
                    const void *address,
                    const void *expected,
                    size_t size)
{
    g_autofree char *buffer = g_malloc0(size);

    return address &&
        write(ends[1], address, size) == (ssize_t) size &&
        read(ends[0], buffer, size) == (ssize_t) size &&
        memcmp(buffer, expected, size) == 0;
}


static bool
virFslMcLayoutHoldsString(const int *ends,
                          const char *address,
                          const char *expected)
{
    return virFslMcLayoutHolds(ends, address, expected, strlen(expected) + 1);
}


/* Whether the block at @address, which is one for a structure of @size bytes, is
 * in libvirt's memory at all. */
static bool
virFslMcLayoutIsReadable(const int *ends,
                         const void *address,
                         size_t size)
{
    g_autofree char *buffer = g_malloc0(size);

    return address &&
        write(ends[1], address, size) == (ssize_t) size &&
        read(ends[0], buffer, size) == (ssize_t) size;
}


/* Returns: the name of the first field that does not hold what was parsed, or NULL */
static const char *
virFslMcLayoutCheckDomainFields(const int *ends,
                                const virDomainDef *def)
{
#define CHECK(field, condition) \
    if (!(condition)) \
        return #field
#define CHECK_STRING(field, expected) \
    CHECK(field, virFslMcLayoutHoldsString(ends, def->field, expected))

    CHECK(virtType, def->virtType == VIR_DOMAIN_VIRT_KVM);
    CHECK(id, def->id == 4711);
    CHECK(uuid, memcmp(def->uuid, "layout\x40\x00\x80\x00" "fslmc", VIR_UUID_BUFLEN) == 0);
    CHECK_STRING(name, VIR_FSLMC_LAYOUT_NAME);
    CHECK(mem.hard_limit, def->mem.hard_limit == 7340032);
    CHECK(mem.locked, def->mem.locked == true);
    CHECK(os.arch, def->os.arch == VIR_ARCH_AARCH64);
    CHECK_STRING(os.machine, VIR_FSLMC_LAYOUT_MACHINE);
    CHECK(os.nBootDevs, def->os.nBootDevs == 0);
    CHECK_STRING(emulator, VIR_FSLMC_LAYOUT_EMULATOR);
    CHECK(features, def->features[VIR_DOMAIN_FEATURE_GIC] == VIR_TRISTATE_SWITCH_ON);
    CHECK(gic_version, def->gic_version == VIR_GIC_VERSION_3);

    CHECK(ndisks, def->ndisks == 1);
    CHECK(disks, virFslMcLayoutIsReadable(ends, def->disks, sizeof(*def->disks)) &&
          virFslMcLayoutIsReadable(ends, def->disks[0], sizeof(*def->disks[0])));
    CHECK(disks, virFslMcLayoutCheckBlock(def->disks[0], sizeof(*def->disks[0])));
    CHECK_STRING(disks[0]->dst, "vdc");
    CHECK(disks[0]->info.bootIndex, def->disks[0]->info.bootIndex == 5);
    CHECK_STRING(disks[0]->info.alias, "layout-disk");
    CHECK(disks[0]->src, virFslMcLayoutIsReadable(ends, def->disks[0]->src,
                                                  sizeof(*def->disks[0]->src)));
    CHECK_STRING(disks[0]->src->path, VIR_FSLMC_LAYOUT_DISK);

    CHECK(nhostdevs, def->nhostdevs == 1);
    CHECK(hostdevs, virFslMcLayoutIsReadable(ends, def->hostdevs, sizeof(*def->hostdevs)) &&
          virFslMcLayoutIsReadable(ends, def->hostdevs[0], sizeof(*def->hostdevs[0])));
    CHECK(hostdevs, virFslMcLayoutCheckBlock(def->hostdevs[0], sizeof(*def->hostdevs[0])));
    CHECK(hostdevs[0]->mode, def->hostdevs[0]->mode == VIR_DOMAIN_HOSTDEV_MODE_SUBSYS);
    CHECK(hostdevs[0]->source,
          def->hostdevs[0]->source.subsys.type == VIR_DOMAIN_HOSTDEV_SUBSYS_TYPE_PCI &&
          def->hostdevs[0]->source.subsys.u.pci.addr.bus == 0x11 &&
          def->hostdevs[0]->source.subsys.u.pci.addr.slot == 0x12 &&
          def->hostdevs[0]->source.subsys.u.pci.addr.function == 3);
    CHECK(hostdevs[0]->info, virFslMcLayoutIsReadable(ends, def->hostdevs[0]->info,
                                                      sizeof(*def->hostdevs[0]->info)));
    CHECK(hostdevs[0]->info->bootIndex, def->hostdevs[0]->info->bootIndex == 6);
    CHECK_STRING(hostdevs[0]->info->alias, "layout-hostdev");

    CHECK(namespaceData, !def->namespaceData);
    CHECK(metadata, virFslMcLayoutIsReadable(ends, def->metadata, sizeof(*def->metadata)) &&
          virFslMcLayoutHoldsString(ends, (const char *) def->metadata->name, "metadata"));

#undef CHECK_STRING
#undef CHECK
    return NULL;
}


static char *
virFslMcLayoutCheckDomain(const int *ends)
{
    g_autoptr(virDomainXMLOption) xmlopt = NULL;
    virDomainDef *def;
    const char *field;
    char *reason = NULL;

    /* as one that runs: of others, aliases are for drivers with that feature */
    if (!(xmlopt = virDomainXMLOptionNew(NULL, NULL, NULL, NULL, NULL, NULL)) ||
        !(def = virDomainDefParseString(domainXML, xmlopt, NULL,
                                        VIR_DOMAIN_DEF_PARSE_SKIP_VALIDATE)))
        return g_strdup_printf(_("libvirt does not parse a domain that is known to be valid: %1$s"),
                               virGetLastErrorMessage());

    if (!virFslMcLayoutCheckBlock(def, sizeof(*def)))
        reason = g_strdup_printf(_("its '%1$s' has another size"), "virDomainDef");
    else if ((field = virFslMcLayoutCheckDomainFields(ends, def)))
        reason = g_strdup_printf(_("its '%1$s' has '%2$s' at another place"),
                                 "virDomainDef", field);

    virDomainDefFree(def);

    return reason;
}


/* libvirt registers each class of its objects as a type when the first object
 * of a kind is made. */
static char *
virFslMcLayoutCheckTypes(void)
{
    static const struct {
        const char *name;
        size_t size;
    } types[] = {
        { "virConnect", sizeof(virConnect) },
        { "virDomain", sizeof(virDomain) },
        { "virNodeDevice", sizeof(virNodeDevice) },
        { "virDomainObj", sizeof(virDomainObj) },
        { "virDomainXMLOption", sizeof(virDomainXMLOption) },
    };
    g_autoptr(virConnect) conn = virGetConnect();
    g_autoptr(virDomainXMLOption) xmlopt = NULL;
    size_t i;

    xmlopt = virDomainXMLOptionNew(NULL, NULL, NULL, NULL, NULL, NULL);

    for (i = 0; i < G_N_ELEMENTS(types); i++) {
        GTypeQuery query = { 0 };

        g_type_query(g_type_from_name(types[i].name), &query);
        if (query.instance_size != types[i].size)
            return g_strdup_printf(_("its '%1$s' has another size"), types[i].name);
    }

    return NULL;
}


char *
virFslMcLayoutCheck(void)
{
    g_autofree char *reason = NULL;
    int ends[2];

    if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) < 0)
        return g_strdup_printf(_("no pipe: %1$s"), g_strerror(errno));

    if (!(reason = virFslMcLayoutCheckTypes()))
        reason = virFslMcLayoutCheckDomain(ends);

    close(ends[0]);
    close(ends[1]);
    virResetLastError();

    return g_steal_pointer(&reason);
}
