#ifndef CPE_BASE_CALENDAR_H
#define CPE_BASE_CALENDAR_H

#include <stdbool.h>
#include <stdint.h>

/* A day of the Gregorian calendar, month and day from 1; year 0 is 1 BC. */
struct cpe_date
{
	int64_t year;
	int month;
	int day;
};

/* The quotient rounded down, also of what is negative; by > 0. */
static inline int64_t
cpe_divide_down(int64_t value, int64_t by)
{
	int64_t quotient = value / by;

	return value % by < 0 ? quotient - 1 : quotient;
}

/* Days since 1970-01-01 and dates. */
extern struct cpe_date cpe_date_of(int64_t day);
extern int64_t cpe_day_of(int64_t year, int month, int day);

/* Days as SQL counts them, since 2000-01-01, and those of the years 1 to 9999. */
#define CPE_SQL_EPOCH 10957
#define CPE_SQL_FIRST_DAY (-730119)
#define CPE_SQL_LAST_DAY 2921939

static inline bool
cpe_day_allowed(int32_t day)
{
	return day >= CPE_SQL_FIRST_DAY && day <= CPE_SQL_LAST_DAY;
}

/* Stands for no date. */
#define CPE_NO_DATE INT32_MIN

/* A day since 2000-01-01 as 2020-02-29, of those years, and back; false: it is no such date. */
#define CPE_DATE_TEXT 11
extern void cpe_date_print(int32_t day, char text[CPE_DATE_TEXT]);
extern bool cpe_date_read(const char *text, int32_t *day);

#endif
