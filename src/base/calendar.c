#include "base/calendar.h"

#include <string.h>

/* The year begins in March, so that leap days end it. */
struct cpe_date
cpe_date_of(int64_t day)
{
	int64_t since = day + 719468; /* 0000-03-01 */
	int64_t era = cpe_divide_down(since, 146097);
	int64_t in_era = since - era * 146097;
	int64_t year = (in_era - in_era / 1460 + in_era / 36524 - in_era / 146096) / 365;
	int64_t in_year = in_era - (365 * year + year / 4 - year / 100);
	int64_t month = (5 * in_year + 2) / 153; /* from March */
	struct cpe_date date;

	date.day = (int) (in_year - (153 * month + 2) / 5 + 1);
	date.month = (int) (month < 10 ? month + 3 : month - 9);
	date.year = year + era * 400 + (date.month <= 2 ? 1 : 0);
	return date;
}

int64_t
cpe_day_of(int64_t year, int month, int day)
{
	int64_t shifted = month <= 2 ? year - 1 : year; /* years that begin in March */
	int64_t era = cpe_divide_down(shifted, 400);
	int64_t of_era = shifted - era * 400;
	int64_t in_year = (153 * (month <= 2 ? month + 9 : month - 3) + 2) / 5 + day - 1;

	return era * 146097 + of_era * 365 + of_era / 4 - of_era / 100 + in_year - 719468;
}

static void
digits(char *text, int64_t value, int size)
{
	for (int i = size - 1; i >= 0; i--, value /= 10)
		text[i] = (char) ('0' + value % 10);
}

void
cpe_date_print(int32_t day, char text[CPE_DATE_TEXT])
{
	struct cpe_date date = cpe_date_of((int64_t) day + CPE_SQL_EPOCH);

	memcpy(text, "0000-00-00", CPE_DATE_TEXT);
	digits(text, date.year, 4);
	digits(text + 5, date.month, 2);
	digits(text + 8, date.day, 2);
}

bool
cpe_date_read(const char *text, int32_t *day)
{
	int value[3] = {0, 0, 0};
	char again[CPE_DATE_TEXT];
	int64_t number;

	for (int i = 0, part = 0; i < 10; i++)
	{
		if (i == 4 || i == 7)
		{
			if (text[i] != '-')
				return false;
			part++;
			continue;
		}
		if (text[i] < '0' || text[i] > '9')
			return false;
		value[part] = 10 * value[part] + text[i] - '0';
	}
	if (value[0] < 1 || value[1] < 1 || value[1] > 12 || value[2] < 1 || value[2] > 31)
		return false;
	number = cpe_day_of(value[0], value[1], value[2]) - CPE_SQL_EPOCH;
	*day = (int32_t) number;
	cpe_date_print(*day, again);
	return memcmp(again, text, 10) == 0; /* not 31 June */
}
