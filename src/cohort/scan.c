#include "cohort/scan.h"

#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"

bool
cpe_scan_expected(const struct cpe_scan *scan, const char *what)
{
	char detail[200];
	struct cpe_problem place;

	cpe_problem_set(&place, CPE_SYNTAX, NULL, NULL, "Expected %s at byte %zu.", what,
	                (size_t) (scan->at - scan->text) + 1);
	memcpy(detail, place.message, sizeof(detail));
	return cpe_problem_set(scan->problem, CPE_SYNTAX, detail, NULL,
	                       "invalid input syntax for type %s", scan->type);
}

bool
cpe_scan_take(struct cpe_scan *scan, const char *characters)
{
	size_t length = strlen(characters);

	if (strncmp(scan->at, characters, length) != 0)
		return false;
	scan->at += length;
	return true;
}

bool
cpe_scan_need(struct cpe_scan *scan, const char *characters)
{
	char what[80] = "\"";

	if (cpe_scan_take(scan, characters))
		return true;
	strncat(what, characters, sizeof(what) - 3);
	strcat(what, "\"");
	return cpe_scan_expected(scan, what);
}

bool
cpe_scan_end(const struct cpe_scan *scan)
{
	return *scan->at == '\0' || cpe_scan_expected(scan, "the end");
}

bool
cpe_scan_count(struct cpe_scan *scan, int64_t most, int64_t *count)
{
	int64_t value = 0;
	const char *start = scan->at;

	for (; cpe_is_digit(*scan->at); scan->at++)
	{
		int digit = *scan->at - '0';

		if (value > most / 10 || value * 10 > most - digit)
			return cpe_problem_set(scan->problem, CPE_RANGE, NULL, NULL,
			                       "a number of %s is out of range", scan->type);
		value = value * 10 + digit;
	}
	*count = value;
	return scan->at > start || cpe_scan_expected(scan, "a whole number");
}

bool
cpe_scan_quoted(struct cpe_scan *scan, const char **bytes, size_t *length)
{
	size_t left = strlen(scan->at);
	char *copy;

	*bytes = NULL;
	*length = 0;
	if (cpe_scan_take(scan, "-"))
		return true;
	if (!cpe_scan_need(scan, "\""))
		return false;
	copy = cpe_arena_alloc(scan->arena, left + 1, 1, scan->problem);
	if (copy == NULL)
		return false;
	for (;; scan->at++)
	{
		if (*scan->at == '\0')
			return cpe_scan_expected(scan, "a closing quote");
		if (*scan->at == '"' && *++scan->at != '"')
			break;
		copy[(*length)++] = *scan->at;
	}
	*bytes = copy;
	return true;
}

void
cpe_print_quoted(struct cpe_text *text, const char *bytes, size_t length)
{
	if (bytes == NULL)
	{
		cpe_text_append(text, "-");
		return;
	}
	cpe_text_append(text, "\"");
	for (size_t i = 0; i < length; i++)
	{
		if (bytes[i] == '"')
			cpe_text_append(text, "\"");
		cpe_text_bytes(text, bytes + i, 1);
	}
	cpe_text_append(text, "\"");
}

bool
cpe_scan_date(struct cpe_scan *scan, int32_t *day)
{
	*day = CPE_NO_DATE;
	if (cpe_scan_take(scan, "-"))
		return true;
	if (!cpe_date_read(scan->at, day))
		return cpe_scan_expected(scan, "a day of the calendar");
	scan->at += CPE_DATE_TEXT - 1;
	return true;
}

void
cpe_print_date(struct cpe_text *text, int32_t day)
{
	char date[CPE_DATE_TEXT] = "-";

	if (day != CPE_NO_DATE)
		cpe_date_print(day, date);
	cpe_text_append(text, date);
}
