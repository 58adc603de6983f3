/* SPDX-License-Identifier: LGPL-2.1-or-later */
/*
 * What the device is told to do wrong, by a file: README.md has its format.
 */
#pragma once

#include <stdbool.h>

bool setting_is(const char *key, const char *value);
