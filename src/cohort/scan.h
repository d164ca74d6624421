#ifndef CPE_COHORT_SCAN_H
#define CPE_COHORT_SCAN_H

#include <stdint.h>

#include "base/calendar.h"
#include "base/text.h"

/*
 * Reading the exact texts of the room's types from left to right, and writing what they have alike.
 * A failure fills the problem with a syntax error that says what was expected where.
 */
struct cpe_scan
{
	const char *type; /* for messages: "offer_events", ... */
	const char *text;
	const char *at;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
};

/* Says at the place reached that something was expected there; false. */
extern bool cpe_scan_expected(const struct cpe_scan *scan, const char *what);

/* Comes past these characters, if they are next; the second refuses others. */
extern bool cpe_scan_take(struct cpe_scan *scan, const char *characters);
extern bool cpe_scan_need(struct cpe_scan *scan, const char *characters);

/* The end of the text. */
extern bool cpe_scan_end(const struct cpe_scan *scan);

/* A whole number from 0 to most, in plain digits. */
extern bool cpe_scan_count(struct cpe_scan *scan, int64_t most, int64_t *count);

/* A text in quotes, those within doubled, or - for NULL; a copy in the arena. */
extern bool cpe_scan_quoted(struct cpe_scan *scan, const char **bytes, size_t *length);

/* A date as cpe_date_read has it, or - for CPE_NO_DATE. */
extern bool cpe_scan_date(struct cpe_scan *scan, int32_t *day);

extern void cpe_print_quoted(struct cpe_text *text, const char *bytes, size_t length);
extern void cpe_print_date(struct cpe_text *text, int32_t day);

#endif
