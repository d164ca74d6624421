#ifndef CPE_COHORT_LINKAGE_H
#define CPE_COHORT_LINKAGE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/calendar.h"
#include "survey/scheme.h"

/*
 * Which registered tumour is the one that a survey's respondent was asked about.  The candidates
 * are pairs of a person and a tumour of the same NHS number; nothing here depends on their order.
 */

/* How a tumour's site goes with the survey's: four or three characters alike, or related. */
enum cpe_link_level
{
	CPE_LINK_NONE,
	CPE_LINK_ICD4,
	CPE_LINK_ICD3,
	CPE_LINK_RELATED
};

/* What came of a person. */
enum cpe_link_match
{
	CPE_LINK_NOT_FOUND,
	CPE_LINK_NO_MATCH,
	CPE_LINK_UNIQUE,
	CPE_LINK_TIED,
	CPE_LINK_RELATED_UNIQUE,
	CPE_LINK_RELATED_TIED
};

/* What came of a pair. */
enum cpe_link_reason
{
	CPE_LINK_CHOSEN,
	CPE_LINK_AS_NEAR,
	CPE_LINK_NEARER,
	CPE_LINK_DIAGNOSED_AFTER,
	CPE_LINK_BEYOND_LIMIT,
	CPE_LINK_NO_LIMIT,
	CPE_LINK_ANOTHER_MATCHES,
	CPE_LINK_OTHER_SITE,
	CPE_LINK_NO_SURVEY_CODE,
	CPE_LINK_NO_TUMOUR_CODE,
	CPE_LINK_NO_DISCHARGE,
	CPE_LINK_NO_DIAGNOSIS,
	CPE_LINK_NOT_REGISTERED
};

/* Their words: icd4, unique, chosen, ...; NULL for CPE_LINK_NONE. */
extern const char *cpe_link_level_name(enum cpe_link_level level);
extern const char *cpe_link_match_name(enum cpe_link_match match);
extern const char *cpe_link_reason_name(enum cpe_link_reason reason);

/* Which of several tumours goes first. */
enum cpe_link_prefer
{
	CPE_LINK_LATEST,  /* diagnosed last: the fewest days before discharge, those after it first */
	CPE_LINK_NEAREST, /* the fewest days before or after it */
	CPE_LINK_LEVEL    /* four characters before three, then the latest */
};

/* What becomes of tumours that are first alike. */
enum cpe_link_ties
{
	CPE_LINK_TIES_NONE,  /* none is chosen */
	CPE_LINK_TIES_ALL,   /* all are */
	CPE_LINK_TIES_LEVEL, /* four characters before three; what is alike still, not */
	CPE_LINK_TIES_TUMOUR /* the same, and then the first by the bytes of its key */
};
extern const char *const cpe_link_prefer_words[];
extern const char *const cpe_link_ties_words[];

/*
 * Sites of three characters whose chosen matches give the most days from diagnosis to discharge
 * that a related match may have: their mean, or a number given.
 */
struct cpe_link_pool
{
	const char *codes; /* "C18,C19,C20" */
	double given;      /* NAN: the mean */
};

/* A site of the survey, a registered one that may stand for it, and the place of their pool. */
struct cpe_link_related
{
	char survey[CPE_ICD10_SIZE];
	char tumour[CPE_ICD10_SIZE];
	int pool;
};

struct cpe_link_rule
{
	int earliest; /* the least days from diagnosis to discharge */
	enum cpe_link_prefer prefer;
	enum cpe_link_ties ties;
	int pools;
	struct cpe_link_pool *pool;
	int related;
	struct cpe_link_related *pair;
};

/* A person and one of his tumours; dates as days, CPE_NO_DATE where there is none. */
struct cpe_link_pair
{
	const char *person;
	const char *tumour;               /* NULL: none under the person's number */
	char survey_code[CPE_ICD10_SIZE]; /* in normal form; "": none */
	char tumour_code[CPE_ICD10_SIZE];
	int32_t discharge;
	int32_t diagnosis;
};

struct cpe_link
{
	enum cpe_link_level level;
	enum cpe_link_match match;
	enum cpe_link_reason reason;
	int64_t days;   /* from diagnosis to discharge */
	bool dated;     /* whether there are days */
	double limit;   /* of a related pair; NAN: none */
	int candidates; /* of the person: tumours within time of the level that was decided on */
};

/*
 * Links the pairs of one survey, all together, since they give the limits.  Refuses a tumour that a
 * person has twice, and a person with two sites or discharges.
 */
extern bool cpe_link_tumours(struct cpe_arena *arena, const struct cpe_link_rule *rule,
                             const struct cpe_link_pair *pair, size_t n, struct cpe_link *link,
                             struct cpe_problem *problem);

#endif
