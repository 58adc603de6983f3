/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * fslmc_nova_config.c: what the operator opens to OpenStack Nova
 */

#include "fslmc-config.h"

#include <string.h>

#include <glib/gi18n-lib.h>

#include "fslmc_conf_error.h"
#include "fslmc_nova_config.h"

/* A setting, and where its list goes, which is NULL before */
typedef struct {
    const char *name;
    char ***list;
} virFslMcNovaKey;


void
virFslMcNovaConfigFree(virFslMcNovaConfig *config)
{
    if (!config)
        return;

    g_strfreev(config->labels);
    g_strfreev(config->flavors);
    g_free(config);
}


static gboolean
virFslMcNovaConfigError(GScanner *scanner,
                        GError **error,
                        const char *wanted)
{
    g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_SYNTAX,
                _("%1$s:%2$u: expected %3$s"), scanner->input_name,
                g_scanner_cur_line(scanner), wanted);
    return FALSE;
}


/* [ "a", "b" ], with a comma behind the last one, too, or without any */
static char **
virFslMcNovaConfigReadList(GScanner *scanner,
                           GError **error)
{
    g_autoptr(GPtrArray) list = g_ptr_array_new_with_free_func(g_free);

    if (g_scanner_get_next_token(scanner) != G_TOKEN_LEFT_BRACE) {
        virFslMcNovaConfigError(scanner, error, "'['");
        return NULL;
    }

    while (g_scanner_get_next_token(scanner) == G_TOKEN_STRING) {
        g_ptr_array_add(list, g_strdup(scanner->value.v_string));
        if (g_scanner_peek_next_token(scanner) != G_TOKEN_COMMA) {
            g_scanner_get_next_token(scanner);
            break;
        }
        g_scanner_get_next_token(scanner);
    }

    if (scanner->token != G_TOKEN_RIGHT_BRACE) {
        virFslMcNovaConfigError(scanner, error, _("a string in quotation marks or ']'"));
        return NULL;
    }

    g_ptr_array_add(list, NULL);
    return (char **)g_ptr_array_free(g_steal_pointer(&list), FALSE);
}


static gboolean
virFslMcNovaConfigReadKey(GScanner *scanner,
                          const virFslMcNovaKey *keys,
                          GError **error)
{
    if (g_scanner_get_next_token(scanner) != G_TOKEN_IDENTIFIER)
        return virFslMcNovaConfigError(scanner, error, _("the name of a setting"));

    for (; keys->name; keys++) {
        if (strcmp(keys->name, scanner->value.v_identifier) == 0)
            break;
    }
    if (!keys->name || *keys->list)
        return virFslMcNovaConfigError(scanner, error, _("'labels' or 'flavors', each once"));

    if (g_scanner_get_next_token(scanner) != G_TOKEN_EQUAL_SIGN)
        return virFslMcNovaConfigError(scanner, error, "'='");

    *keys->list = virFslMcNovaConfigReadList(scanner, error);
    return *keys->list != NULL;
}


static gboolean
virFslMcNovaConfigParse(const char *path,
                        const char *text,
                        virFslMcNovaConfig *config,
                        GError **error)
{
    const virFslMcNovaKey keys[] = {
        { "labels", &config->labels },
        { "flavors", &config->flavors },
        { NULL, NULL },
    };
    GScanner *scanner = g_scanner_new(NULL);
    gboolean done = TRUE;

    scanner->input_name = path;
    scanner->config->cset_skip_characters = (char *)" \t\r\n";
    scanner->config->scan_identifier_1char = TRUE;
    g_scanner_input_text(scanner, text, strlen(text));
    while (done && g_scanner_peek_next_token(scanner) != G_TOKEN_EOF)
        done = virFslMcNovaConfigReadKey(scanner, keys, error);
    g_scanner_destroy(scanner);

    return done;
}


virFslMcNovaConfig *
virFslMcNovaConfigRead(const char *path,
                       GError **error)
{
    g_autoptr(virFslMcNovaConfig) config = g_new0(virFslMcNovaConfig, 1);
    g_autoptr(GError) reason = NULL;
    g_autofree char *text = NULL;

    if (!g_file_get_contents(path, &text, NULL, &reason) &&
        !g_error_matches(reason, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
        g_set_error(error, VIR_FSLMC_CONF_ERROR, VIR_FSLMC_CONF_ERROR_SYNTAX, "%s",
                    reason->message);
        return NULL;
    }

    if (text && !virFslMcNovaConfigParse(path, text, config, error))
        return NULL;

    if (!config->labels)
        config->labels = g_new0(char *, 1);
    if (!config->flavors)
        config->flavors = g_new0(char *, 1);

    return g_steal_pointer(&config);
}


const char *
virFslMcNovaConfigFindFlavor(const virFslMcNovaConfig *config,
                             const char *flavor)
{
    size_t length = strlen(flavor);
    size_t i;

    for (i = 0; config->flavors[i]; i++) {
        if (strncmp(config->flavors[i], flavor, length) == 0 &&
            config->flavors[i][length] == '=')
            return config->flavors[i] + length + 1;
    }

    return NULL;
}
