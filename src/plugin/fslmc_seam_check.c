/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_seam_check.c: whether a module calls our functions in place of its own
 *
 * Source: the ELF specification and the supplements for x86-64 and AArch64.
 */

#include "fslmc_seam_check.h"

#include <dlfcn.h>
#include <elf.h>
#include <link.h>

/* The relocations that are nothing but the address of a symbol. */
#if defined(__aarch64__)
# define VIR_FSLMC_R_CALL R_AARCH64_JUMP_SLOT
# define VIR_FSLMC_R_ADDRESS R_AARCH64_GLOB_DAT
#elif defined(__x86_64__)
# define VIR_FSLMC_R_CALL R_X86_64_JUMP_SLOT
# define VIR_FSLMC_R_ADDRESS R_X86_64_GLOB_DAT
#else
# error "which relocations does this architecture have?"
#endif

/* What a module says about itself in its dynamic section. */
typedef struct _virFslMcModule virFslMcModule;
struct _virFslMcModule {
    ElfW(Addr) base;
    const char *strings;
    const ElfW(Sym) *symbols;
    const ElfW(Rela) *calls;        /* DT_JMPREL */
    size_t callsSize;
    const ElfW(Rela) *others;       /* DT_RELA */
    size_t othersSize;
};


static bool
virFslMcModuleRead(virFslMcModule *module,
                   void *handle)
{
    struct link_map *map;
    const ElfW(Dyn) *entry;

    if (dlinfo(handle, RTLD_DI_LINKMAP, &map) < 0)
        return false;

    module->base = map->l_addr;
    /* the dynamic linker has made addresses of the offsets in the file */
    for (entry = map->l_ld; entry->d_tag != DT_NULL; entry++) {
        switch (entry->d_tag) {
        case DT_STRTAB: module->strings = (const char *) entry->d_un.d_ptr; break;
        case DT_SYMTAB: module->symbols = (const ElfW(Sym) *) entry->d_un.d_ptr; break;
        case DT_JMPREL: module->calls = (const ElfW(Rela) *) entry->d_un.d_ptr; break;
        case DT_PLTRELSZ: module->callsSize = entry->d_un.d_val; break;
        case DT_RELA: module->others = (const ElfW(Rela) *) entry->d_un.d_ptr; break;
        case DT_RELASZ: module->othersSize = entry->d_un.d_val; break;
        default: break;
        }
    }

    return module->strings && module->symbols;
}


/* Where the calls of a function lead that a module has. */
typedef enum {
    VIR_FSLMC_SEAM_NO_CALL,     /* there is none that could be led elsewhere */
    VIR_FSLMC_SEAM_OURS,
    VIR_FSLMC_SEAM_ANOTHER,     /* one of them at least is not to ours */
} virFslMcSeamTarget;


/* Looks through @size bytes of @relocations for those of @seam's function.
 *
 * Returns: where they lead together with those that led to @target */
static virFslMcSeamTarget
virFslMcModuleFindTarget(const virFslMcModule *module,
                         const ElfW(Rela) *relocations,
                         size_t size,
                         const virFslMcSeam *seam,
                         virFslMcSeamTarget target)
{
    size_t i;

    for (i = 0; relocations && i < size / sizeof(*relocations); i++) {
        const ElfW(Rela) *relocation = relocations + i;
        unsigned int type = ELF64_R_TYPE(relocation->r_info);
        const ElfW(Sym) *symbol = module->symbols + ELF64_R_SYM(relocation->r_info);

        if ((type != VIR_FSLMC_R_CALL && type != VIR_FSLMC_R_ADDRESS) ||
            STRNEQ(module->strings + symbol->st_name, seam->name))
            continue;

        if (*(void **) (module->base + relocation->r_offset) != seam->function)
            return VIR_FSLMC_SEAM_ANOTHER;
        target = VIR_FSLMC_SEAM_OURS;
    }

    return target;
}


static virFslMcSeamTarget
virFslMcModuleGetTarget(const virFslMcModule *module,
                        const virFslMcSeam *seam)
{
    virFslMcSeamTarget target = VIR_FSLMC_SEAM_NO_CALL;

    target = virFslMcModuleFindTarget(module, module->calls, module->callsSize,
                                      seam, target);
    if (target == VIR_FSLMC_SEAM_ANOTHER)
        return target;

    return virFslMcModuleFindTarget(module, module->others, module->othersSize,
                                    seam, target);
}


char *
virFslMcSeamCheck(void *handle,
                  const virFslMcSeam *seams)
{
    virFslMcModule module = { 0 };
    const virFslMcSeam *seam;

    if (!virFslMcModuleRead(&module, handle))
        return g_strdup(_("libvirt's QEMU driver cannot be read"));

    for (seam = seams; seam->name; seam++) {
        switch (virFslMcModuleGetTarget(&module, seam)) {
        case VIR_FSLMC_SEAM_OURS:
            break;
        case VIR_FSLMC_SEAM_ANOTHER:
            return g_strdup_printf(_("libvirt's QEMU driver does not call our %1$s()"),
                                   seam->name);
        case VIR_FSLMC_SEAM_NO_CALL:
            return g_strdup_printf(_("libvirt's QEMU driver does not let us take the place of its %1$s()"),
                                   seam->name);
        }
    }

    return NULL;
}
