#ifndef CPE_COHORT_CODE_LIST_H
#define CPE_COHORT_CODE_LIST_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/*
 * What a code of a list means at a date.  Days are numbers; a meaning holds from its first day up
 * to, and without, its last, CPE_DAY_NONE_BEFORE and CPE_DAY_NONE_AFTER where there is no such end.
 */
#define CPE_DAY_NONE_BEFORE INT32_MIN
#define CPE_DAY_NONE_AFTER INT32_MAX

struct cpe_dated_code
{
	const char *code;
	size_t length;
	int32_t from;
	int32_t to;
	bool shipped;
	const void *meaning; /* the caller's */
};

enum cpe_code_status
{
	CPE_CODE_CURRENT,
	CPE_CODE_RETIRED, /* it meant this until before the date */
	CPE_CODE_NOT_YET, /* it will mean this after the date */
	CPE_CODE_MISSING, /* no code, or blanks */
	CPE_CODE_UNKNOWN
};
extern const char *cpe_code_status_name(enum cpe_code_status status);

/* Puts rows in the order that cpe_code_at needs: by code. */
extern void cpe_code_sort(struct cpe_dated_code *row, int n);

/*
 * The meaning of a code at a day, of those in force a user's before a shipped one; else the last
 * one that had ended by then; else the first one to come.  Without a day (NULL) the last meaning,
 * retired where that has an end.  Blanks around the code are nothing.  NULL with its status when
 * there is none.
 */
extern const struct cpe_dated_code *cpe_code_at(const struct cpe_dated_code *row, int n,
                                                const char *code, size_t length, const int32_t *at,
                                                enum cpe_code_status *status);

#endif
