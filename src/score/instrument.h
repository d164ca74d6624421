#ifndef CPE_SCORE_INSTRUMENT_H
#define CPE_SCORE_INSTRUMENT_H

#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * An instrument: the items of a questionnaire and how scales are scored from their answers.  It is
 * read from a JSON definition (the format is told in README.md beside the definitions) and is then
 * flat, whole and valid: the scoring never looks back at the JSON.
 */

#define CPE_MAX_ITEMS 500
#define CPE_MAX_SCALES 200

/* An answer that could not be read as a whole number: of no item's range, so counted as invalid. */
#define CPE_UNREADABLE INT32_MIN

struct cpe_item
{
	const char *id;       /* "1", "GP1" */
	const char *label;    /* NULL: none */
	int32_t min, max;     /* the answers allowed */
	const int32_t *value; /* what answer min + i counts as (recoded, reversed) */
	int32_t low, high;    /* the least and the greatest of those */
	int missings;
	const int32_t *missing; /* codes that stand for no answer */
	int gate;               /* the item that decides whether this one applies, or -1 */
	int gate_answers;
	const int32_t *gate_answer; /* the gate's answers with which it does not */
};

enum cpe_transform
{
	CPE_FUNCTIONAL,   /* 100 at the items' lowest values, 0 at the highest */
	CPE_SYMPTOM,      /* 0 at the lowest, 100 at the highest */
	CPE_MEAN,         /* mean of the answered items, or of scales */
	CPE_SUM,          /* sum; of all items, or of scales */
	CPE_PRORATED_SUM, /* mean of the answered items, times the number of items */
	CPE_T_SCORE       /* the sum looked up in a table */
};

struct cpe_part /* of a scale: an item, or an earlier scale */
{
	int index;
	bool reversed; /* a scale: it counts as mirror - score */
	double mirror; /* its low + high */
};

struct cpe_scale
{
	const char *code, *label;
	const char *direction; /* "better", "worse", "neither", "unconfirmed": what a high score is */
	const char *certainty, *source, *note; /* source and note may be NULL */
	enum cpe_transform transform;
	bool of_scales;
	int parts;
	const struct cpe_part *part;
	int min_parts; /* answered items, or scales there, that a score needs */
	int items;     /* below it, through its parts */
	const int *item;
	int min_items;      /* answered of those that a score of scales needs; 0: no such rule */
	double low, high;   /* the possible scores */
	int32_t table_from; /* CPE_T_SCORE: the sum of table[0] */
	int table_size;
	const double *table;
};

enum cpe_problem_side
{
	CPE_BELOW,
	CPE_AT_MOST,
	CPE_AT_LEAST,
	CPE_ABOVE
};

struct cpe_threshold
{
	int scale;
	const char *name, *source;
	enum cpe_problem_side side; /* where the score says that there is a problem */
	double cut;
};

/*
 * The same laid out for scoring: a term is what an answer adds to its scale's total, the value
 * times CPE_ONE_VALUE and one for the answer itself, so that a total holds both the sum and the
 * number.
 */
#define CPE_ONE_VALUE 65536
struct cpe_quick_item
{
	int32_t min;
	uint32_t spread; /* max - min */
	int32_t term;    /* where cpe_instrument.term has that of min */
	int32_t scale;   /* the first scale of items that it belongs to, or the number of scales */
};
struct cpe_quick_part
{
	uint16_t item, scale;
};
struct cpe_quick_scale
{
	const double
		*complete;         /* scores by the sum less complete_from, where all items are answered; */
	int64_t complete_from; /* NULL: not tabulated, or a scale of scales */
	int32_t items;
};

struct cpe_instrument
{
	const char *code, *version, *title;
	const char *function; /* the name of its SQL function; NULL: none */
	const char *column;   /* a wide table's column for an item, with {item} in it */
	const char *source, *licence, *certainty, *note; /* licence and note may be NULL */
	bool conditions_apply; /* there are some, and they are not switched off */
	int items, scales, thresholds;
	struct cpe_item *item;
	struct cpe_scale *scale;
	struct cpe_threshold *threshold;
	const struct cpe_quick_item *quick_item;
	int quick_parts;
	const struct cpe_quick_part *quick_part; /* the items' further scales */
	const struct cpe_quick_scale *quick_scale;
	const int64_t *term;
	bool plain; /* no condition applies and no scale of scales counts items */
};

/* Reads and checks a definition; on failure the problem names the place as a JSON path. */
extern struct cpe_instrument *cpe_instrument_read(struct cpe_arena *arena, const char *text,
                                                  size_t length, struct cpe_problem *problem);

/* Whether it can be a key: of an instrument, an item, a scale. */
extern bool cpe_instrument_is_key(const char *text);

/* The place of an item or a scale, or -1. */
extern int cpe_instrument_item(const struct cpe_instrument *instrument, const char *id,
                               size_t length);
extern int cpe_instrument_scale(const struct cpe_instrument *instrument, const char *code,
                                size_t length);

/* ---- scoring ---- */

/* Lays an instrument out for scoring: once, when it has been read. */
extern bool cpe_instrument_prepare(struct cpe_instrument *instrument, struct cpe_arena *arena,
                                   struct cpe_problem *problem);

enum cpe_score_status
{
	CPE_SCORED,
	CPE_TOO_FEW,     /* answered fewer items than the scale needs, but some */
	CPE_NO_ANSWER,   /* none of its items is answered */
	CPE_NOT_ASKED,   /* its only items do not apply to this person */
	CPE_PART_MISSING /* a scale that it is made of has no score */
};
extern const char *const cpe_score_status_word[];

struct cpe_score
{
	double score;  /* meaningless unless scored */
	int answered;  /* items with a valid answer that count */
	int invalid;   /* items with an answer that is not allowed */
	int not_asked; /* items that do not apply */
	enum cpe_score_status status;
};

/*
 * Scores every scale of one person.  answer[i] belongs to item i; given[i] false is no answer.  In
 * strict mode an answer that is not allowed is a problem, else it counts as invalid, that is as not
 * answered.
 */
extern bool cpe_instrument_score(const struct cpe_instrument *instrument, const int32_t *answer,
                                 const bool *given, bool strict, struct cpe_score *score,
                                 struct cpe_problem *problem);

/* The same for the scores alone, NAN where there is none. */
extern bool cpe_instrument_scores(const struct cpe_instrument *instrument, const int32_t *answer,
                                  const bool *given, bool strict, double *score,
                                  struct cpe_problem *problem);

/* The same from answers that lie as the server's arguments do: the fast path. */
struct cpe_answer
{
	int64_t value;
	bool missing;
};
extern bool cpe_instrument_scores_of_cells(const struct cpe_instrument *instrument,
                                           const struct cpe_answer *cell, bool strict,
                                           double *score, struct cpe_problem *problem);

#endif
