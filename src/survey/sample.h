#ifndef CPE_SURVEY_SAMPLE_H
#define CPE_SURVEY_SAMPLE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * Invented respondents with the margins of a real survey.
 *
 * Everything a respondent says is a rank in a seeded shuffle of the people it was asked of in the
 * trust: the first k of them answered positively, those behind, up to n, negatively, the rest is
 * left out or blank.  So margins are exact, questions are independent of one another, and each row
 * can be computed alone, in integers, the same everywhere.  Whoever a filter question leads on is
 * the first part of that question's shuffle, and the ranks there are what the next one shuffles.
 */

#define CPE_SAMPLE_MOST_QUESTIONS 100
#define CPE_SAMPLE_MOST_OPTIONS 12
#define CPE_SAMPLE_GROUPS 13
#define CPE_SAMPLE_MOST_RESPONDENTS INT64_C(1000000000)

/* No answer. */
#define CPE_SAMPLE_BLANK INT32_MIN
/* A count that was not published, and a rating. */
#define CPE_SAMPLE_UNKNOWN (-1)

enum cpe_sample_kind
{
	CPE_SAMPLE_PERCENT,  /* options have classes; counts per trust */
	CPE_SAMPLE_RATING,   /* answers 0, 1, ...; the mean per trust */
	CPE_SAMPLE_FILTER,   /* 1 = yes for as many as the questions behind it need, 2 = no */
	CPE_SAMPLE_UNSCORED, /* options by their shares */
	CPE_SAMPLE_KINDS
};

enum cpe_sample_class
{
	CPE_SAMPLE_POSITIVE,
	CPE_SAMPLE_NEGATIVE,
	CPE_SAMPLE_EXCLUDED,
	CPE_SAMPLE_CLASSES
};

extern const char *const cpe_sample_kind_name[CPE_SAMPLE_KINDS];
extern const char *const cpe_sample_class_name[CPE_SAMPLE_CLASSES];

struct cpe_sample_question
{
	enum cpe_sample_kind kind;
	int position; /* in the counts of a trust; -1 when it has none */
	int parent;   /* the earlier question whose answer 1 leads here; -1 when all are asked */
	int options;  /* codes 1 to options, of a rating 0 to options - 1 */
	enum cpe_sample_class class[CPE_SAMPLE_MOST_OPTIONS]; /* of kind percent */
	int share[CPE_SAMPLE_MOST_OPTIONS];                   /* within the class, or of all */
};

struct cpe_sample_trust
{
	const char *code;
	const int *scored;   /* by position: answers that count for the score */
	const int *positive; /* by position: those that are positive, or CPE_SAMPLE_UNKNOWN */
	int rating;          /* mean rating in hundredths, or CPE_SAMPLE_UNKNOWN */
	const int *group;    /* respondents by tumour group; only the proportions are used */
};

struct cpe_sample_frame
{
	int questions;
	const struct cpe_sample_question *question;
	int positions; /* counts a trust has */
	int trusts;
	const struct cpe_sample_trust *trust;
};

/* Attributes are indexes into the lists of names; -1 is not given. */
struct cpe_sample_row
{
	int trust;
	int group;
	int age;
	int sex;
	int ethnicity;
	int deprivation;                           /* 1 = most deprived, to 5 */
	int32_t answer[CPE_SAMPLE_MOST_QUESTIONS]; /* option codes, or CPE_SAMPLE_BLANK */
};

extern const char *const cpe_sample_group_name[CPE_SAMPLE_GROUPS];
#define CPE_SAMPLE_AGES 8
extern const char *const cpe_sample_age_name[CPE_SAMPLE_AGES];
#define CPE_SAMPLE_SEXES 2
extern const char *const cpe_sample_sex_name[CPE_SAMPLE_SEXES];
#define CPE_SAMPLE_ETHNICITIES 5
extern const char *const cpe_sample_ethnicity_name[CPE_SAMPLE_ETHNICITIES];

struct cpe_sample;

/*
 * A sample of n respondents; NULL n, the real number.  errors is the share of them with a planted
 * mistake.  The frame must outlive it.  NULL and the problem on error.
 */
extern struct cpe_sample *cpe_sample_open(struct cpe_arena *arena,
                                          const struct cpe_sample_frame *frame, const int64_t *n,
                                          int64_t seed, double errors, struct cpe_problem *problem);

/* Respondents in all. */
extern int64_t cpe_sample_size(const struct cpe_sample *sample);

/* Respondent i, from 0; quick when asked for in order, the same in any. */
extern bool cpe_sample_row(struct cpe_sample *sample, int64_t i, struct cpe_sample_row *row,
                           struct cpe_problem *problem);

/* A seeded shuffle of 0 to size - 1 that needs no memory. */
#define CPE_SHUFFLE_ROUNDS 4

struct cpe_shuffle
{
	uint32_t size;
	uint32_t mask;
	int shift;
	uint32_t multiply[CPE_SHUFFLE_ROUNDS];
	uint32_t add[CPE_SHUFFLE_ROUNDS];
};

extern void cpe_shuffle_open(struct cpe_shuffle *shuffle, uint32_t size, uint64_t key);
extern uint32_t cpe_shuffle_at(const struct cpe_shuffle *shuffle, uint32_t i);

#endif
