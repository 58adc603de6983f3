/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * rights_test.c: what a QEMU may do that has a container
 *
 * Functions of libvirt's that change something of the host are the test's own: they
 * write down what they were asked for, and fail where they are told to.
 */

#include "fslmc_internal.h"

#include "domain_audit.h"
#include "qemu_domain.h"
#include "security/security_manager.h"
#include "vircgroup.h"
#include "virerror.h"

#include "fslmc_rights.h"
#include "transaction_compat.h"
#include "fslmc_stock.h"

#define NODE "/dev/null"    /* one that is there */

static virQEMUDriver driver;
static virQEMUDriverConfig *config;
static virDomainObj *vm;
static GString *calls;
static const char *failing; /* the call that fails */
static bool namespaced;


static int
call(const char *format, ...) G_GNUC_PRINTF(1, 2);

static int
call(const char *format, ...)
{
    g_autofree char *text = NULL;
    va_list args;

    va_start(args, format);
    text = g_strdup_vprintf(format, args);
    va_end(args);
    g_string_append_printf(calls, "%s\n", text);

    return g_strcmp0(text, failing) == 0 ? -1 : 0;
}


/* The host's security models, as a pointer to their names. */
static const char *const models[] = { "dac", "selinux" };


virSecurityManager **
virSecurityManagerGetNested(virSecurityManager *manager G_GNUC_UNUSED)
{
    virSecurityManager **nested = g_new0(virSecurityManager *, G_N_ELEMENTS(models) + 1);
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(models); i++)
        nested[i] = (virSecurityManager *) models[i];

    return nested;
}


const char *
virSecurityManagerGetModel(virSecurityManager *manager)
{
    return (const char *) manager;
}


int
virSecurityManagerTransactionStart(virSecurityManager *manager G_GNUC_UNUSED
                                   TRANSACTION_START_PARAM)
{
    return 0;
}


int
virSecurityManagerTransactionCommit(virSecurityManager *manager,
                                    pid_t pid,
                                    bool lock
                                    TRANSACTION_COMMIT_PARAM)
{
    return call("commit %s %d %d", (const char *) manager, (int) pid, lock);
}


void
virSecurityManagerTransactionAbort(virSecurityManager *manager G_GNUC_UNUSED)
{
}


int
virSecurityManagerDomainSetPathLabel(virSecurityManager *manager,
                                     virDomainDef *def G_GNUC_UNUSED,
                                     const char *path,
                                     bool allowSubtree G_GNUC_UNUSED)
{
    return call("set %s %s", (const char *) manager, path);
}


int
virSecurityManagerDomainRestorePathLabel(virSecurityManager *manager,
                                         virDomainDef *def G_GNUC_UNUSED,
                                         const char *path)
{
    return call("restore %s %s", (const char *) manager, path);
}


static int
stockSetPathLabel(virQEMUDriver *qemu G_GNUC_UNUSED,
                  virDomainObj *domain G_GNUC_UNUSED,
                  const char *path,
                  bool allowSubtree G_GNUC_UNUSED)
{
    return call("set all %s", path);
}


static int
stockRestorePathLabel(virQEMUDriver *qemu G_GNUC_UNUSED,
                      virDomainObj *domain G_GNUC_UNUSED,
                      const char *path)
{
    return call("restore all %s", path);
}


static bool
stockNamespaceEnabled(virDomainObj *domain G_GNUC_UNUSED,
                      qemuDomainNamespace ns G_GNUC_UNUSED)
{
    return namespaced;
}


static virQEMUDriverConfig *
stockGetConfig(virQEMUDriver *qemu G_GNUC_UNUSED)
{
    return virObjectRef(config);
}


bool
virCgroupHasController(virCgroup *cgroup G_GNUC_UNUSED,
                       int controller G_GNUC_UNUSED)
{
    return true;
}


int
virCgroupAllowDevicePath(virCgroup *cgroup G_GNUC_UNUSED,
                         const char *path,
                         int perms,
                         bool ignoreEacces)
{
    return call("allow %s %s%s", path, virCgroupGetDevicePermsString(perms),
                ignoreEacces ? " or not" : "");
}


void
virDomainAuditCgroupPath(virDomainObj *domain G_GNUC_UNUSED,
                         virCgroup *cgroup G_GNUC_UNUSED,
                         const char *reason,
                         const char *path,
                         const char *perms,
                         int rc)
{
    call("audit %s %s %s %d", reason, path, perms, rc);
}


static void
checkCalls(const char *expected)
{
    g_assert_cmpstr(calls->str, ==, expected);
    g_string_truncate(calls, 0);
}


static GPtrArray *
nodes(void)
{
    GPtrArray *paths = g_ptr_array_new();

    g_ptr_array_add(paths, (char *) NODE);
    g_ptr_array_add(paths, (char *) "/dev/zero");

    return paths;
}


/* Who may not change owners can change labels of the other models all the same. */
static void
testLabels(void)
{
    static const struct {
        bool dynamicOwnership;
        bool relabel;       /* of the guest, for DAC */
        bool namespaced;
        const char *set;
        const char *restored;
    } cases[] = {
#define ALL(verb) verb " all /dev/null\n" verb " all /dev/zero\n"
#define ONE(verb, path, pid) verb " selinux " path "\ncommit selinux " pid " 1\n"
#define OTHERS(verb, pid) ONE(verb, "/dev/null", pid) ONE(verb, "/dev/zero", pid)
        { true, true, false, ALL("set"), ALL("restore") },
        { true, true, true, ALL("set"), ALL("restore") },
        { false, true, false, OTHERS("set", "-1"), OTHERS("restore", "-1") },
        { true, false, false, OTHERS("set", "-1"), OTHERS("restore", "-1") },
        /* in a /dev of its own the node is nobody else's */
        { false, true, true, ALL("set"), OTHERS("restore", "7") },
        { true, false, true, ALL("set"), OTHERS("restore", "7") },
    };
    g_autoptr(GPtrArray) paths = nodes();
    virSecurityLabelDef *label = vm->def->seclabels[0];
    size_t i;

    for (i = 0; i < G_N_ELEMENTS(cases); i++) {
        config->dynamicOwnership = cases[i].dynamicOwnership;
        label->relabel = cases[i].relabel;
        namespaced = cases[i].namespaced;

        g_assert_cmpint(virFslMcRightsSetLabels(&driver, vm, paths), ==, 0);
        checkCalls(cases[i].set);
        virFslMcRightsRestoreLabels(&driver, vm, paths);
        checkCalls(cases[i].restored);
    }

    label->relabel = true;
    namespaced = false;
}


static void
testLabelsFail(void)
{
    g_autoptr(GPtrArray) paths = nodes();

    config->dynamicOwnership = true;
    failing = "set all /dev/zero";
    g_assert_cmpint(virFslMcRightsSetLabels(&driver, vm, paths), ==, -1);
    checkCalls(ALL("set") "restore all /dev/null\n");

    config->dynamicOwnership = false;
    failing = "set selinux /dev/zero";
    g_assert_cmpint(virFslMcRightsSetLabels(&driver, vm, paths), ==, -1);
    checkCalls(ONE("set", "/dev/null", "-1") "set selinux /dev/zero\n"
               ONE("restore", "/dev/null", "-1"));

    failing = NULL;
}


static void
testCgroup(void)
{
#define ALLOW(path, rc) "allow " path " rw\naudit allow " path " rw " rc "\n"
    g_autoptr(GPtrArray) paths = nodes();

    g_assert_cmpint(virFslMcRightsSetupCgroup(vm, paths), ==, 0);
    checkCalls(ALLOW("/dev/vfio/vfio", "0") ALLOW("/dev/null", "0") ALLOW("/dev/zero", "0"));

    failing = "allow /dev/vfio/vfio rw";
    g_assert_cmpint(virFslMcRightsSetupCgroup(vm, paths), ==, -1);
    checkCalls(ALLOW("/dev/vfio/vfio", "-1"));

    failing = "allow /dev/null rw";
    g_assert_cmpint(virFslMcRightsSetupCgroup(vm, paths), ==, -1);
    checkCalls(ALLOW("/dev/vfio/vfio", "0") ALLOW("/dev/null", "-1"));

    failing = NULL;
}


static void *
privateNew(void *opaque G_GNUC_UNUSED)
{
    qemuDomainObjPrivate *priv = g_new0(qemuDomainObjPrivate, 1);

    priv->rememberOwner = true;
    return priv;
}


static void
quiet(void *opaque G_GNUC_UNUSED,
      virErrorPtr error G_GNUC_UNUSED)
{
}


int
main(int argc, char **argv)
{
    static virDomainXMLPrivateDataCallbacks callbacks = {
        .alloc = privateNew,
        .free = g_free,
    };
    virDomainXMLOption *xmlopt;
    virClass *configClass;
    int ret;

    g_test_init(&argc, &argv, NULL);
    virInitialize();
    virSetErrorFunc(NULL, quiet);

    configClass = virClassNew(virClassForObject(), "config",
                              sizeof(virQEMUDriverConfig), sizeof(virObject), NULL);
    config = virObjectNew(configClass);
    qemuStock.virQEMUDriverGetConfig = stockGetConfig;
    qemuStock.qemuDomainNamespaceEnabled = stockNamespaceEnabled;
    qemuStock.qemuSecurityDomainSetPathLabel = stockSetPathLabel;
    qemuStock.qemuSecurityDomainRestorePathLabel = stockRestorePathLabel;

    calls = g_string_new(NULL);
    xmlopt = virDomainXMLOptionNew(NULL, &callbacks, NULL, NULL, NULL, NULL);
    vm = virDomainObjNew(xmlopt);
    vm->pid = 7;
    vm->def = virDomainDefNew(xmlopt);
    vm->def->name = g_strdup("guest");
    vm->def->nseclabels = 1;
    vm->def->seclabels = g_new0(virSecurityLabelDef *, 1);
    vm->def->seclabels[0] = virSecurityLabelDefNew("dac");

    g_test_add_func("/rights/labels", testLabels);
    g_test_add_func("/rights/labels-fail", testLabelsFail);
    g_test_add_func("/rights/cgroup", testCgroup);

    ret = g_test_run();

    virDomainObjEndAPI(&vm);
    virObjectUnref(xmlopt);
    g_string_free(calls, TRUE);

    return ret;
}
