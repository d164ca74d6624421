#include "suppress/cell_key.h"

#include <stddef.h>

static int
digit_of(char c)
{
	if (c >= '0' && c <= '9')
		return c - '0';
	if (c >= 'a' && c <= 'f')
		return c - 'a' + 10;
	if (c >= 'A' && c <= 'F')
		return c - 'A' + 10;
	return -1;
}

bool
cpe_cell_key_parse(const char *text, uint64_t *key, struct cpe_problem *problem)
{
	int digits = 0;

	*key = 0;
	while (digits < CPE_CELL_KEY_DIGITS && digit_of(text[digits]) >= 0)
		*key = *key << 4 | (uint64_t) digit_of(text[digits++]);
	if (digits == CPE_CELL_KEY_DIGITS && text[digits] == '\0')
		return true;
	return cpe_problem_set(problem, CPE_SYNTAX, "It is 16 hexadecimal digits.", NULL,
	                       "invalid input syntax for type cell_key");
}

void
cpe_cell_key_print(uint64_t key, char *text)
{
	for (int i = CPE_CELL_KEY_DIGITS; i-- > 0; key >>= 4)
		text[i] = "0123456789abcdef"[key & 15];
	text[CPE_CELL_KEY_DIGITS] = '\0';
}
