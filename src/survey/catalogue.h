#ifndef CPE_SURVEY_CATALOGUE_H
#define CPE_SURVEY_CATALOGUE_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * A wave of a survey: its questions, what their options count as, who is asked what, and which
 * answers exclude one another.  It is read from a JSON document (the format is told in README.md
 * beside the shipped ones) and is then flat, whole and valid.
 */

#define CPE_MAX_QUESTIONS 10000
#define CPE_MAX_OPTIONS 100000  /* of a wave */
#define CPE_MAX_SPREAD 10000    /* between a question's least and greatest code */
#define CPE_MAX_QUESTION_KEY 63 /* bytes */

/* An answer that could not be read as a whole number: no question's code, so invalid. */
#define CPE_NO_CODE INT32_MIN

enum cpe_class
{
	CPE_POSITIVE,
	CPE_NEUTRAL,
	CPE_NEGATIVE,
	CPE_EXCLUDED,
	CPE_RATED
};
#define CPE_CLASSES 5

enum cpe_question_kind
{
	CPE_KIND_SCORED,
	CPE_KIND_RATING,
	CPE_KIND_FILTER,
	CPE_KIND_ABOUT,
	CPE_KIND_BOX,
	CPE_KIND_OTHER
};

enum cpe_wave_state
{
	CPE_WAVE_COMPLETE,
	CPE_WAVE_PARTIAL,
	CPE_WAVE_SKELETON
};

enum cpe_rule_kind
{
	CPE_RULE_CONTRADICTION,
	CPE_RULE_EXCLUSIVE,
	CPE_RULE_TICK_ALL
};

/* The words of a document for those, NULL at the end. */
extern const char *const cpe_class_word[];
extern const char *const cpe_question_kind_word[];
extern const char *const cpe_wave_state_word[];
extern const char *const cpe_rule_kind_word[];
extern const char *const cpe_neutral_word[]; /* excluded, scored */

struct cpe_option
{
	int32_t code;
	enum cpe_class class;
	bool valued; /* it has a number in a mean */
	double value;
	const char *label, *state, *certainty; /* may be NULL */
};

struct cpe_question
{
	const char *code;
	const char *label, *section, *column, *concept, *source, *certainty, *note; /* may be NULL */
	enum cpe_question_kind kind;
	int parent; /* the question that decides whether this one is asked, or -1 */
	int parent_answers;
	const int32_t *parent_answer; /* its answers with which this one is */
	bool back_coded;              /* missing, it gets back_code when an answer behind it counts */
	bool behind_back_coded;       /* a question before it that decides on it is back-coded */
	int32_t back_code;
	int options; /* 0: not known */
	const struct cpe_option *option;

	/* codes looked up: place[code - low] is the option's number + 1, or 0 */
	int32_t low;
	uint32_t spread;
	const uint16_t *place;
};

/* The column that a question is found in, as it is compared (cpe_column_key); not ended by NUL. */
struct cpe_column_name
{
	const char *name;
	size_t length;
	int question;
};

struct cpe_box_rule
{
	const char *name;
	enum cpe_rule_kind kind;
	int boxes;
	const int *box;
	int32_t ticked;
	bool unticked_known; /* else a box that is not ticked is blank */
	int32_t unticked;
};

struct cpe_comparison
{
	int question;
	const char *wave, *with;
	int pairs; /* 0: the codes are the same */
	const int32_t (*pair)[2];
	const char *basis, *certainty; /* may be NULL */
};

struct cpe_wave
{
	const char *code;
	const char *survey, *title, *source, *certainty, *note; /* may be NULL */
	int year;                                               /* 0: none */
	enum cpe_wave_state state;
	bool neutral_scored;
	bool clean;   /* a plan's: rules and routing apply to a row before it is counted */
	bool strict;  /* a plan's: a code that is none is an error, else it counts as invalid */
	bool is_plan; /* it has members that only a plan has */
	int missings;
	const int32_t *missing;
	int questions;
	struct cpe_question *question;
	int rules;
	const struct cpe_box_rule *rule;
	int comparisons;
	const struct cpe_comparison *comparison;
	bool back_coding;  /* a question is back-coded */
	const int *by_key; /* the questions in the order of their keys */
	const struct cpe_column_name
		*by_column; /* in the order of the columns that they are found in */
};

/* Reads a document in UTF-8; NULL and the problem where it is wrong. */
extern struct cpe_wave *cpe_wave_read(struct cpe_arena *arena, const char *text, size_t length,
                                      struct cpe_problem *problem);

/* Whether it says of itself what a registered wave has to say. */
extern bool cpe_wave_described(const struct cpe_wave *wave, struct cpe_problem *problem);

/* A question's number by its key, or -1. */
extern int cpe_wave_question(const struct cpe_wave *wave, const char *key, size_t length);

/*
 * A column's name as it is compared: small letters, no zeros in front of a number.  Returns its
 * length; key takes as many bytes as the name, and is not ended by NUL.
 */
extern size_t cpe_column_key(const char *name, size_t length, char *key);

/* The number of the question that is found in a column of that name, or -1. */
extern int cpe_wave_column(const struct cpe_wave *wave, const char *name, size_t length);

/* Whether the code stands for no answer. */
extern bool cpe_wave_is_missing(const struct cpe_wave *wave, int32_t code);

/* The option of a code, or -1. */
static inline int
cpe_question_option(const struct cpe_question *question, int32_t code)
{
	uint32_t at = (uint32_t) code - (uint32_t) question->low;

	return at <= question->spread && question->options > 0 ? (int) question->place[at] - 1 : -1;
}

#endif
