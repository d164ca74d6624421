#ifndef CPE_COHORT_STATUS_RULE_H
#define CPE_COHORT_STATUS_RULE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/ascii.h"
#include "base/calendar.h"
#include "base/problem.h"
#include "survey/scheme.h"

/*
 * The rule by which events of several sources tell the status of a patient's disease: what each
 * code of each source says, and how the sources stand to one another.  It is text, a line each:
 *
 *   window=90 strict=yes as_of=-
 *   source HES rank=5 reads=icd10 guarded
 *   distant unless=C50,D05: C77.3
 *   distant: C78-C79
 *
 * Days are those since 2000-01-01.  Texts are in any encoding that has ASCII in it as it is.
 */
#define CPE_STATUS_NAME 16 /* most characters of a source's name */
#define CPE_STATUS_SOURCES 64
#define CPE_STATUS_RANKS 15
#define CPE_STATUS_CONDITIONS 16
#define CPE_STATUS_CODES 20000
#define CPE_STATUS_WINDOW 36500

/* What an event says. */
enum cpe_meaning
{
	CPE_SAYS_NOTHING,
	CPE_SAYS_DISTANT,
	CPE_SAYS_MULTIPLE,      /* distant disease may be among it */
	CPE_SAYS_LOCAL,         /* local or regional disease */
	CPE_SAYS_ABSENT,        /* no distant disease at diagnosis */
	CPE_SAYS_REPORTED,      /* the patient says so */
	CPE_SAYS_FREE,          /* informed that no disease can be found */
	CPE_SAYS_NOT_FREE,      /* never informed so */
	CPE_SAYS_OTHER_PRIMARY, /* another invasive primary tumour */
	CPE_SAYS_APPLIES,       /* of a second part: the first counts */
	CPE_SAYS_INVALID,       /* not of the rule */
	CPE_SAYS_UNLESS         /* and above: distant, unless the primary's site meets that condition */
};
extern const char *const cpe_meaning_word[CPE_SAYS_INVALID];

/* What names of sources are written in. */
static inline bool
cpe_is_source_character(char c)
{
	return (c >= 'A' && c <= 'Z') || cpe_is_digit(c) || c == '_';
}

/* How a source's evidence counts. */
enum cpe_source_flag
{
	CPE_SOURCE_EARLY = 1,        /* kept also with dates before the diagnosis */
	CPE_SOURCE_AT_DIAGNOSIS = 2, /* says what was there at the diagnosis */
	CPE_SOURCE_GUARDED = 4,      /* cannot tell which primary spread */
	CPE_SOURCE_RECURRENCE = 8,   /* only of those informed that they are free of disease */
	CPE_SOURCE_PROGRESSION = 16, /* only of those never informed so */
	CPE_SOURCE_DEATH = 32        /* of the dead */
};
#define CPE_SOURCE_FLAGS 6
extern const char *const cpe_source_flag_word[CPE_SOURCE_FLAGS];

enum cpe_reads
{
	CPE_READS_CODE,
	CPE_READS_PAIR, /* two codes with a slash between */
	CPE_READS_ICD10
};

/* What a code says, from a day up to and without another. */
struct cpe_status_code
{
	const char *code; /* capitals */
	size_t size;
	int32_t from;
	int32_t until;
	uint8_t part; /* of a pair: 1 or 2 */
	uint8_t meaning;
};

struct cpe_status_source
{
	char name[CPE_STATUS_NAME]; /* padded with zeros */
	uint8_t rank;               /* 1 the strongest; 0: no evidence of disease */
	uint8_t place;              /* in the rule */
	uint8_t flags;
	uint8_t reads;
	int codes;
	struct cpe_status_code *code; /* by part, bytes and date */
	int prefixes;
	struct cpe_status_code *prefix; /* codes that begin so; the longest first */
	int ranges;
	struct cpe_code_range *range; /* ICD-10; its group is the place of a meaning in mark */
	char *mark;
};

struct cpe_status_rule
{
	int window;
	bool strict;
	int32_t as_of; /* events are known up to it; INT32_MAX: no limit */
	int sources;
	struct cpe_status_source *source;
	int conditions;
	struct
	{
		int ranges;
		struct cpe_code_range *range;
	} condition[CPE_STATUS_CONDITIONS];
};

/* Reads a rule; NULL and the problem where it is wrong. */
extern struct cpe_status_rule *cpe_status_rule_read(struct cpe_arena *arena, const char *text,
                                                    size_t size, struct cpe_problem *problem);

/* The source of a name, or NULL and the problem, which names the known ones. */
extern const struct cpe_status_source *cpe_status_source_find(const struct cpe_status_rule *rule,
                                                              const char *name, size_t size,
                                                              struct cpe_problem *problem);

/*
 * What a source has under a code, in the order of its validity; a blank code says nothing.  0 and
 * the problem, which names the known ones, where the code is none of the source's.
 */
extern int cpe_status_code_find(const struct cpe_status_source *source, const char *code,
                                size_t size, const struct cpe_status_code **found,
                                struct cpe_problem *problem);

/*
 * The one that holds on a day: the one then valid, else the last one before, else the first.
 * *retired tells that it was not valid then.  Without a date it is the last, retired if it ended.
 */
static inline const struct cpe_status_code *
cpe_status_code_at(const struct cpe_status_code *code, int codes, int32_t date, bool *retired)
{
	const struct cpe_status_code *at = code;

	for (int i = 1; i < codes; i++)
		if (date == CPE_NO_DATE || code[i].from <= date)
			at = &code[i];
	*retired = date == CPE_NO_DATE ? at->until != INT32_MAX : date < at->from || date >= at->until;
	return at;
}

/* Which conditions the site of the primary tumour meets, as bits. */
extern bool cpe_status_site(const struct cpe_status_rule *rule, const char *site, size_t size,
                            uint16_t *met, struct cpe_problem *problem);

#endif
