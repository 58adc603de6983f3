/* SPDX-License-Identifier: LGPL-2.1-or-later
 *
 * testdata.h: tests that are files
 *
 * With FSLMC_TEST_REGENERATE=1 in the environment what is expected is written
 * instead of compared; then read the difference before committing it.
 */

#pragma once

#include <glib.h>

/**
 * testDataPath:
 *
 * Returns: (transfer full): path of a file below tests/conf/data
 */
char *testDataPath(const char *dir, const char *name, const char *suffix);

/**
 * testDataLoad:
 *
 * Returns: (transfer full): what is in the file, NULL when there is none
 */
char *testDataLoad(const char *path);

/**
 * testDataCases:
 * @suffix: what a case's input is called behind its name
 *
 * Returns: (transfer full): sorted names of the cases in a directory below
 *   tests/conf/data; at least one
 */
GPtrArray *testDataCases(const char *dir, const char *suffix);

/**
 * testDataCompare:
 * @actual: (nullable): NULL when the file must not be there
 */
void testDataCompare(const char *path, const char *actual);

/**
 * testDataIsValid:
 * @schema: as for testDataValidate()
 *
 * Returns: whether the document @xml is what the schema allows
 */
gboolean testDataIsValid(const char *schema, const char *xml);

/**
 * testDataValidate:
 * @schema: name of a file in docs/schemas, or path of one elsewhere
 * @xml: a document
 *
 * Fails the test when @xml is not valid.
 */
void testDataValidate(const char *schema, const char *xml);

/**
 * testDataValidateOurs:
 * @xml: a document
 *
 * Validates each element of ours in it as a document: hostdev elements that are
 * devices of a domain or the whole document, carriages, and a node device.
 * Fails the test when one is not valid.
 *
 * Returns: how many there are
 */
unsigned int testDataValidateOurs(const char *xml);

/**
 * testDataChange:
 * @rand: what the change is made of; the same seed makes the same changes
 * @text: a document
 *
 * Returns: (transfer full): the document without some of its lines, with some of them
 *   twice, or with another character somewhere
 */
char *testDataChange(GRand *rand, const char *text);
