#ifndef CPE_SUPPRESS_CELL_KEY_H
#define CPE_SUPPRESS_CELL_KEY_H

#include "base/problem.h"

#include <stdint.h>

/*
 * A cell key is the sum modulo 2^64 of the record keys of the people counted: exact, whatever the
 * order.  As text it is 16 hexadecimal digits.
 */
#define CPE_CELL_KEY_DIGITS 16

extern bool cpe_cell_key_parse(const char *text, uint64_t *key, struct cpe_problem *problem);
extern void cpe_cell_key_print(uint64_t key, char *text); /* CPE_CELL_KEY_DIGITS + 1 bytes */

#endif
