/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * mc_doorbell.c: interrupts, as QEMU writes them for us
 */

#include "mc_doorbell.h"

#include <gio/gunixsocketaddress.h>
#include <string.h>

/* Where QEMU's virt machine has the configuration of PCI devices. */
#define MC_PCI_CONFIG G_GUINT64_CONSTANT(0x4010000000)
#define MC_PCI_CONFIG_STRIDE 0x1000
#define MC_PCI_COMMAND 0x04
#define MC_PCI_COMMAND_MEMORY_AND_MASTER 0x6
#define MC_PCI_BAR 0x10

/* Of "edu", as QEMU's docs/specs/edu describes it: its only capability, for messages, and
 * the register that has it send one. No driver uses the device, so its registers can
 * be where the kernel has put nothing: at the end of the window for PCI. */
#define MC_EDU_MSI 0x40
#define MC_EDU_MSI_ADDRESS (MC_EDU_MSI + 0x4)
#define MC_EDU_MSI_ADDRESS_HIGH (MC_EDU_MSI + 0x8)
#define MC_EDU_MSI_VALUE (MC_EDU_MSI + 0xc)
#define MC_EDU_MSI_ENABLE 0x00010000
#define MC_EDU_REGISTERS 0x3e000000
#define MC_EDU_REGISTERS_STRIDE 0x100000
#define MC_EDU_RAISE 0x60

struct _McDoorbell {
    char *path;
    GSocket *socket;    /* NULL until it is needed */
};

McDoorbell *
mcDoorbellNew(const char *path)
{
    McDoorbell *doorbell = g_new0(McDoorbell, 1);

    doorbell->path = g_strdup(path);
    return doorbell;
}

void
mcDoorbellFree(McDoorbell *doorbell)
{
    g_clear_object(&doorbell->socket);
    g_free(doorbell->path);
    g_free(doorbell);
}

static gboolean
mcDoorbellConnect(McDoorbell *doorbell,
                  GError **error)
{
    g_autoptr(GSocketAddress) address =
        g_unix_socket_address_new(doorbell->path);
    g_autoptr(GSocket) socket = NULL;

    if (doorbell->socket)
        return TRUE;

    socket = g_socket_new(G_SOCKET_FAMILY_UNIX, G_SOCKET_TYPE_STREAM,
                          G_SOCKET_PROTOCOL_DEFAULT, error);
    if (!socket || !g_socket_connect(socket, address, NULL, error))
        return FALSE;

    g_socket_set_blocking(socket, FALSE);
    doorbell->socket = g_steal_pointer(&socket);
    return TRUE;
}

static void
mcDoorbellAdd(GString *lines,
              guint64 address,
              guint32 value)
{
    g_string_append_printf(lines, "writel 0x%" G_GINT64_MODIFIER "x 0x%x\n",
                           address, value);
}

/* Anew each time, as the kernel forgets it when it restarts. */
static void
mcDoorbellAddMessage(GString *lines,
                     guint device,
                     guint32 value)
{
    guint64 config = MC_PCI_CONFIG + device * MC_PCI_CONFIG_STRIDE;
    guint64 registers = MC_EDU_REGISTERS +
                        (device - MC_DOORBELL_FIRST) * MC_EDU_REGISTERS_STRIDE;

    mcDoorbellAdd(lines, config + MC_PCI_BAR, registers);
    mcDoorbellAdd(lines, config + MC_PCI_COMMAND, MC_PCI_COMMAND_MEMORY_AND_MASTER);
    mcDoorbellAdd(lines, config + MC_EDU_MSI_ADDRESS, MC_DOORBELL_ADDRESS);
    mcDoorbellAdd(lines, config + MC_EDU_MSI_ADDRESS_HIGH, 0);
    mcDoorbellAdd(lines, config + MC_EDU_MSI_VALUE, value);
    mcDoorbellAdd(lines, config + MC_EDU_MSI, MC_EDU_MSI_ENABLE);
    mcDoorbellAdd(lines, registers + MC_EDU_RAISE, 1);
}

void
mcDoorbellRing(McDoorbell *doorbell,
               guint device,
               guint32 value)
{
    g_autoptr(GString) lines = g_string_new(NULL);
    g_autoptr(GError) error = NULL;
    char answers[256];

    if (device == 0)
        mcDoorbellAdd(lines, MC_DOORBELL_ADDRESS, value);
    else
        mcDoorbellAddMessage(lines, device, value);

    if (!mcDoorbellConnect(doorbell, &error) ||
        g_socket_send(doorbell->socket, lines->str, lines->len, NULL, &error) < 0) {
        g_printerr("fslmc-mc-model: no interrupt: %s\n", error->message);
        return;
    }

    /* what QEMU says to it is "OK", and nobody waits for that */
    while (g_socket_receive(doorbell->socket, answers, sizeof(answers), NULL,
                            NULL) > 0)
        continue;
}
