#include "cohort/scan.h"

#include <stdlib.h>
#include <string.h>

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

static bool
is_digit(char character)
{
	return character >= '0' && character <= '9';
}

bool
cpe_scan_count(struct cpe_scan *scan, int64_t most, int64_t *count)
{
	int64_t value = 0;
	const char *start = scan->at;

	for (; is_digit(*scan->at); scan->at++)
	{
		int digit = *scan->at - '0';

		if (value > (most - digit) / 10)
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

/* Days from 1 March of the year 0 to a day, in years that begin in March. */
static int32_t
days_of(int32_t year, int32_t month, int32_t day)
{
	int32_t y = year - (month <= 2);
	int32_t m = month + (month <= 2 ? 9 : -3);

	return 365 * y + y / 4 - y / 100 + y / 400 + (153 * m + 2) / 5 + day - 1;
}

/* The days from there to 1 January 2000. */
#define EPOCH 730425

static void
date_of(int32_t day, int32_t *year, int32_t *month, int32_t *day_of_month)
{
	int32_t days = day + EPOCH;
	int32_t y = (int32_t) ((10000LL * days + 14780) / 3652425);
	int32_t rest = days - (365 * y + y / 4 - y / 100 + y / 400);
	int32_t m;

	if (rest < 0)
	{
		y--;
		rest = days - (365 * y + y / 4 - y / 100 + y / 400);
	}
	m = (5 * rest + 2) / 153;
	*day_of_month = rest - (153 * m + 2) / 5 + 1;
	*month = m + (m < 10 ? 3 : -9);
	*year = y + (*month <= 2);
}

/* So many digits as a number. */
static bool
scan_digits(struct cpe_scan *scan, int digits, int32_t *number)
{
	*number = 0;
	for (int i = 0; i < digits; i++, scan->at++)
	{
		if (!is_digit(*scan->at))
			return cpe_scan_expected(scan, "a date as YYYY-MM-DD");
		*number = *number * 10 + (*scan->at - '0');
	}
	return true;
}

bool
cpe_scan_date(struct cpe_scan *scan, int32_t *day)
{
	const char *start = scan->at;
	int32_t part[3];
	int32_t again[3];

	*day = CPE_NO_DATE;
	if (cpe_scan_take(scan, "-"))
		return true;
	if (!scan_digits(scan, 4, &part[0]) || !cpe_scan_need(scan, "-") ||
	    !scan_digits(scan, 2, &part[1]) || !cpe_scan_need(scan, "-") ||
	    !scan_digits(scan, 2, &part[2]))
		return false;
	if (part[0] >= 1 && part[1] >= 1 && part[1] <= 12 && part[2] >= 1 && part[2] <= 31)
	{
		*day = days_of(part[0], part[1], part[2]) - EPOCH;
		date_of(*day, &again[0], &again[1], &again[2]);
		if (memcmp(part, again, sizeof(part)) == 0)
			return true;
	}
	scan->at = start;
	return cpe_scan_expected(scan, "a day of the calendar");
}

void
cpe_print_date(struct cpe_text *text, int32_t day)
{
	int32_t part[3];
	char buffer[11];

	if (day == CPE_NO_DATE)
	{
		cpe_text_append(text, "-");
		return;
	}
	date_of(day, &part[0], &part[1], &part[2]);
	for (int i = 3; i >= 0; i--, part[0] /= 10)
		buffer[i] = (char) ('0' + part[0] % 10);
	buffer[4] = buffer[7] = '-';
	for (int i = 0; i < 2; i++)
	{
		buffer[5 + 3 * i] = (char) ('0' + part[1 + i] / 10);
		buffer[6 + 3 * i] = (char) ('0' + part[1 + i] % 10);
	}
	cpe_text_bytes(text, buffer, 10);
}
