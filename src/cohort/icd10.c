#include "cohort/icd10.h"

#include <string.h>

#include "base/ascii.h"

/* The first character of a text that is no code's, counted from 0; its length when some lack. */
static size_t
first_wrong(const char *text, size_t length)
{
	size_t at = 0;

	while (at < length && cpe_is_blank(text[at]))
		at++;
	if (at == length || !cpe_is_letter(text[at]))
		return at;
	for (int digits = 0; digits < 2; digits++)
		if (++at == length || !cpe_is_digit(text[at]))
			return at;
	at++;
	if (at + 1 < length && text[at] == '.' && !cpe_is_blank(text[at + 1]))
		at++;
	if (at < length && cpe_is_digit(text[at]))
		at += at + 1 < length && cpe_is_digit(text[at + 1]) ? 2 : 1;
	else if (at < length && (cpe_upper(text[at]) == 'X' || text[at] == '-'))
		at++;
	if (at < length && (cpe_upper(text[at]) == 'D' || cpe_upper(text[at]) == 'A'))
		at++;
	while (at < length && cpe_is_blank(text[at]))
		at++;
	return at;
}

bool
cpe_icd10_read(const char *text, size_t length, char normal[CPE_ICD10_SIZE],
               struct cpe_problem *problem)
{
	size_t at;
	bool letter;

	if (cpe_icd10_normal(text, length, normal, problem))
		return true;
	at = first_wrong(text, length);
	letter = at > 0 && at < length && (cpe_upper(text[at]) == 'O' || cpe_upper(text[at]) == 'I');
	return cpe_problem_set(problem, CPE_INVALID,
	                       "It is a letter and two digits, with or without a fourth character: "
	                       "C50, C50.4, c504.",
	                       letter ? "A letter stands where a digit is meant." : NULL,
	                       at < length ? "not an ICD-10 code: \"%.*s\" (at character %d)"
	                                   : "not an ICD-10 code: \"%.*s\" (ends at character %d)",
	                       cpe_shown(text, length), text, (int) (at < length ? at + 1 : at));
}

/* Where a list of ranges is being read. */
struct reader
{
	const char *text;
	size_t length;
	size_t at;
	struct cpe_problem *problem;
};

static void
skip_blanks(struct reader *reader)
{
	while (reader->at < reader->length && cpe_is_blank(reader->text[reader->at]))
		reader->at++;
}

static bool
wrong(const struct reader *reader, const char *what)
{
	return cpe_problem_set(
		reader->problem, CPE_INVALID,
		"Ranges are codes, or first and last code with a dash between, apart by "
		"commas; an exclamation mark leaves one out: C15-C17, C78.0-C78.7, !C44.",
		NULL, "not ranges of ICD-10 codes: %s at character %zu", what, reader->at + 1);
}

/* The character that comes next, or NUL at the end. */
static char
peek(const struct reader *reader)
{
	return reader->at < reader->length ? reader->text[reader->at] : '\0';
}

/* One code as the numbers of its first and its last code of four characters. */
static bool
read_code(struct reader *reader, int *first, int *last)
{
	int number;

	if (!cpe_is_letter(peek(reader)))
		return wrong(reader, peek(reader) == '\0' ? "a code is missing" : "no code begins");
	number = cpe_upper(peek(reader)) - 'A';
	reader->at++;
	for (int digits = 0; digits < 2; digits++)
	{
		if (!cpe_is_digit(peek(reader)))
			return wrong(reader, "a digit is missing");
		number = number * 10 + (peek(reader) - '0');
		reader->at++;
	}
	*first = number * 10;
	*last = number * 10 + 9;
	if (peek(reader) == '.')
	{
		reader->at++;
		if (peek(reader) == '-' || cpe_upper(peek(reader)) == 'X')
		{
			reader->at++;
			return true;
		}
		if (!cpe_is_digit(peek(reader)))
			return wrong(reader, "a fourth character is missing");
	}
	if (cpe_is_digit(peek(reader)))
	{
		*first += peek(reader) - '0';
		*last = *first;
		reader->at++;
	}
	else if (cpe_upper(peek(reader)) == 'X')
		reader->at++;
	return true;
}

/* A code, or a range of them, and whether it is to be left out. */
static bool
read_item(struct reader *reader, int *first, int *last, bool *out)
{
	int other;

	skip_blanks(reader);
	*out = peek(reader) == '!';
	if (*out)
	{
		reader->at++;
		skip_blanks(reader);
	}
	if (!read_code(reader, first, last))
		return false;
	skip_blanks(reader);
	if (peek(reader) == '-')
	{
		reader->at++;
		skip_blanks(reader);
		if (!read_code(reader, &other, last))
			return false;
		if (*last < *first)
			return wrong(reader, "a range ends before it begins");
		skip_blanks(reader);
	}
	return true;
}

bool
cpe_icd10_set_read(const char *text, size_t length, struct cpe_icd10_set *set,
                   struct cpe_problem *problem)
{
	struct reader reader = {text, length, 0, problem};
	struct cpe_icd10_set without;

	memset(set, 0, sizeof(*set));
	memset(&without, 0, sizeof(without));
	for (;;)
	{
		int first;
		int last;
		bool out;
		uint8_t *bits;

		if (!read_item(&reader, &first, &last, &out))
			return false;
		bits = out ? without.bits : set->bits;
		for (int i = first; i <= last; i++)
			bits[i / 8] |= (uint8_t) (1 << i % 8);
		if (reader.at == reader.length)
			break;
		if (peek(&reader) != ',')
			return wrong(&reader, "a comma is missing");
		reader.at++;
	}
	for (size_t i = 0; i < sizeof(set->bits); i++)
		set->bits[i] &= (uint8_t) ~without.bits[i];
	return true;
}

bool
cpe_icd10_set_has(const struct cpe_icd10_set *set, const char *normal)
{
	int number = ((normal[0] - 'A') * 10 + (normal[1] - '0')) * 10 + (normal[2] - '0');
	int first = number * 10 + (normal[3] ? normal[3] - '0' : 0);
	int last = normal[3] ? first : first + 9;

	for (int i = first; i <= last; i++)
		if (!(set->bits[i / 8] & 1 << i % 8))
			return false;
	return true;
}

int
cpe_icd10_distant(const char *normal, const char *primary)
{
	if (strncmp(normal, "C77", 3) != 0)
		return strncmp(normal, "C78", 3) == 0 || strncmp(normal, "C79", 3) == 0;
	if (normal[3] != '3')
		return 1;
	if (primary == NULL)
		return -1;
	return strncmp(primary, "C50", 3) != 0 && strncmp(primary, "D05", 3) != 0;
}
