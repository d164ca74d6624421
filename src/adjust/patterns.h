#ifndef CPE_ADJUST_PATTERNS_H
#define CPE_ADJUST_PATTERNS_H

#include <string.h>

#include "adjust/cells.h"
#include "base/arena.h"
#include "base/dictionary.h"
#include "base/exact_sum.h"
#include "base/problem.h"

/*
 * Collapsing respondents to covariate patterns: what the aggregates casemix and casemix_sheet
 * collect.  There is one kind of state for both:
 *
 * - counts: some questions, each with two counters in a cell (respondents with an outcome; those of
 *   them with a positive one) or, of a rated question, three (respondents, sum of ratings, sum of
 *   their squares).  A cell's counters are of the least width that holds them.
 * - sums: one question with any finite outcome, or with weights: exact sums in each cell.
 *
 * Merge law: merging the states of any parts of the rows gives the state of all rows; its canonical
 * bytes are the same to the last.
 *
 * Levels are numbered by dimension as they are met, from 1; CPE_LEVEL_MISSING is a level that is
 * NULL.  Dimensions are the covariates, then the offset where there is one (each of its values is a
 * level), and the organisation.
 */
#define CPE_CASEMIX_VERSION 1
#define CPE_CASEMIX_MAX_SIZE ((size_t) 1023 << 20) /* bytes of a value */
#define CPE_CASEMIX_MAX_COVARIATES 1000
#define CPE_CASEMIX_MAX_QUESTIONS 1600

#define CPE_LEVEL_MISSING 0

struct cpe_patterns_question
{
	const char *name; /* NULL: none, then there is only this question */
	bool rated;       /* counts: three counters, not two */
	uint64_t rule;    /* fingerprint of how answers became outcomes; 0: they came as outcomes */
};

/* What is collected; states of different shapes do not merge. */
struct cpe_patterns_shape
{
	int covariates;
	const char *const *covariate; /* names, all different */
	int questions;                /* 0: nothing is known yet, the state of no rows */
	const struct cpe_patterns_question *question;
	bool numeric;  /* sums, of any outcome */
	bool weighted; /* sums */
	bool offset;
};

struct cpe_patterns; /* see below */

/* ---- collecting ---- */

/* A state without rows; names are copied.  Errors: too many or equal names. */
extern struct cpe_patterns *cpe_patterns_open(const struct cpe_patterns_shape *shape,
                                              struct cpe_arena *arena, struct cpe_problem *problem);

/*
 * Gives that shape to a state that has none yet; of any other, checks that it has it.  Error: the
 * first difference.
 */
extern bool cpe_patterns_take(struct cpe_patterns *patterns, const struct cpe_patterns_shape *shape,
                              struct cpe_problem *problem);

/*
 * The code of a level in a dimension, a new one where it was not met before.  Levels that no cell
 * has, and organisations without a respondent, are no part of the state's value.
 */
extern bool cpe_patterns_level(struct cpe_patterns *patterns, int dimension, const char *text,
                               size_t length, int32_t *code, struct cpe_problem *problem);
extern bool cpe_patterns_level_integer(struct cpe_patterns *patterns, int dimension, int64_t number,
                                       int32_t *code, struct cpe_problem *problem);
extern bool cpe_patterns_level_number(struct cpe_patterns *patterns, int dimension, double number,
                                      int32_t *code, struct cpe_problem *problem);

/*
 * The cell of an organisation's code and the codes of the pattern (covariates, then the offset
 * where there is one), made where there is none; so is one that nothing is added to.  Error: more
 * cells than patterns->limit.
 */
extern bool cpe_patterns_cell(struct cpe_patterns *patterns, int32_t organisation,
                              const int32_t *code, int32_t *cell, struct cpe_problem *problem);

/*
 * A respondent, or several, without an outcome for that question.  Error: more organisations than
 * patterns->limit.
 */
extern bool cpe_patterns_unanswered(struct cpe_patterns *patterns, int32_t organisation,
                                    int question, int64_t respondents, struct cpe_problem *problem);

/* Adds to a counter of a cell: patterns->first[question] and the one or two behind it. */
static inline bool cpe_patterns_count(struct cpe_patterns *patterns, int32_t cell, int counter,
                                      int64_t add, struct cpe_problem *problem);

/* Sums: adds a respondent to a cell; finite, weight positive (1 without weights). */
extern bool cpe_patterns_add(struct cpe_patterns *patterns, int32_t cell, double outcome,
                             double weight, struct cpe_problem *problem);

/*
 * Adds all rows of another state; what it needs for a time comes from another arena.  Errors:
 * another shape, a limit.
 */
extern bool cpe_patterns_merge(struct cpe_patterns *patterns, const struct cpe_patterns *other,
                               struct cpe_arena *work, struct cpe_problem *problem);

/* ---- values ---- */

/*
 * Bytes of a state in canonical order (then equal data give equal bytes), or as it was collected
 * (order NULL), which takes no memory.  With bytes NULL only their number.  0 and the problem where
 * something fails.
 */
struct cpe_patterns_order;
extern size_t cpe_patterns_write(const struct cpe_patterns *patterns,
                                 const struct cpe_patterns_order *order, unsigned char *bytes,
                                 struct cpe_arena *arena, struct cpe_problem *problem);

/* Whether bytes that were written are canonical. */
extern bool cpe_patterns_bytes_canonical(const unsigned char *bytes, size_t size);

/* A state from such bytes; checked: they can come from anyone. */
extern struct cpe_patterns *cpe_patterns_read(const unsigned char *bytes, size_t size, bool checked,
                                              struct cpe_arena *arena, struct cpe_problem *problem);

/* The exact text, in canonical order, and back. */
extern char *cpe_patterns_print(const struct cpe_patterns *patterns, struct cpe_arena *arena,
                                struct cpe_problem *problem);
extern struct cpe_patterns *cpe_patterns_parse(const char *text, struct cpe_arena *arena,
                                               struct cpe_problem *problem);

/* One question (from 0) as a state of its own, which is as if only it had been collected. */
extern struct cpe_patterns *cpe_patterns_only(const struct cpe_patterns *patterns, int question,
                                              struct cpe_arena *arena, struct cpe_problem *problem);

/* What a model of a question is fitted to. */
extern const struct cpe_cells *cpe_patterns_cells(const struct cpe_patterns *patterns, int question,
                                                  struct cpe_arena *arena,
                                                  struct cpe_problem *problem);

/* ---- memory ---- */

/*
 * Rows of some bytes in pages: an array that leaves nothing behind when it grows, and takes little
 * while it is small (the first page grows to its size).
 */
struct cpe_pages
{
	unsigned char **page;
	size_t row;     /* bytes */
	int shift;      /* of a row's number to that of its page */
	uint32_t room;  /* for rows */
	uint32_t pages; /* places for them */
};

static inline void *
cpe_pages_at(const struct cpe_pages *pages, uint32_t row)
{
	return pages->page[row >> pages->shift] +
	       (row & ((UINT32_C(1) << pages->shift) - 1)) * pages->row;
}

/*
 * Rows of signed counters, each row in the least width that holds them.  A place says where a row
 * is: its number in the store of its width + 1, times 4, plus the binary logarithm of the width; 0:
 * all counters are 0.
 */
struct cpe_counts
{
	int counters;
	struct cpe_pages store[4]; /* of 1, 2, 4, 8 bytes a counter */
	uint32_t rows[4];          /* handed out */
	uint32_t unused[4];        /* given back: a row's number + 1, in it the next one; 0: none */
};

/* Moves a row to the width that takes the counter with what is added. */
extern bool cpe_counts_widen(struct cpe_counts *counts, uint32_t *place, int counter, int64_t add,
                             struct cpe_arena *arena, struct cpe_problem *problem);

static inline bool
cpe_counts_add(struct cpe_counts *counts, uint32_t *place, int counter, int64_t add,
               struct cpe_arena *arena, struct cpe_problem *problem)
{
	if (*place != 0 && (*place & 3) == 0 && add <= INT8_MAX)
	{
		signed char *row = cpe_pages_at(&counts->store[0], (*place >> 2) - 1);

		if (add >= 0 && row[counter] + add <= INT8_MAX)
		{
			row[counter] = (signed char) (row[counter] + add);
			return true;
		}
	}
	return cpe_counts_widen(counts, place, counter, add, arena, problem);
}

/* Short levels met before, so that a row need not look into the dictionary. */
struct cpe_level_memo
{
	uint64_t head;  /* bytes 0 to 7, or the number */
	uint64_t tail;  /* the last 8 bytes of a text longer than 8 */
	int32_t length; /* of the text, up to 16; -1: a number */
	int32_t code;   /* 0: free */
};

struct cpe_level_set
{
	struct cpe_dictionary text; /* a level's code is its number + 1 */
	struct cpe_level_memo *memo;
	uint32_t memos; /* a power of two, or 0 */
};

/* The hash of patterns and that of cells: numbers + 1; 0: free. */
struct cpe_number_set
{
	struct cpe_pages slot;
	uint32_t slots; /* a power of two, or 0: not made yet */
};

struct cpe_patterns_cell
{
	int32_t pattern;
	int32_t organisation; /* code */
	uint32_t place;       /* of its counters; of sums, its row in them */
};

struct cpe_patterns
{
	struct cpe_arena *arena;
	struct cpe_patterns_shape shape;
	uint64_t agreed;  /* for callers: what they last took for its shape; 0: nothing */
	bool sorted;      /* levels, patterns and cells are in canonical order */
	bool sums;        /* not counts */
	int32_t limit;    /* of cells, and of organisations; INT32_MAX at first */
	int width;        /* codes of a pattern */
	int organisation; /* its dimension: the same number */
	int counters;
	int *first;                /* by question: its first counter */
	struct cpe_level_set *set; /* by dimension */

	int code_size; /* bytes of a pattern's code: 1, 2 or 4 */
	int32_t patterns;
	struct cpe_pages code; /* by pattern */
	struct cpe_number_set pattern_set;

	int32_t cells;
	struct cpe_pages cell; /* struct cpe_patterns_cell */
	struct cpe_number_set cell_set;

	struct cpe_counts count;           /* by cell */
	struct cpe_counts unanswered;      /* by organisation, a counter for each question */
	struct cpe_pages unanswered_place; /* uint32_t by organisation's code */
	uint32_t unanswered_places;

	int sums_each;                    /* sums: of a cell; in the order of cpe_patterns_sum_at */
	struct cpe_pages sum;             /* struct cpe_patterns_sums by cell */
	struct cpe_patterns_spare *spare; /* memory that sums have outgrown */
	uint64_t *row;                    /* a pattern's codes while it is looked for */
};

/* The exact sums of a cell, in flat memory of so many bytes (cpe_sums_at). */
struct cpe_patterns_sums
{
	int64_t n;
	void *memory;
	size_t size;
};

/* ---- parts that the files of the kernel share ---- */

/* Sums of a cell by what they are of; -1: not kept, because it follows from others. */
enum cpe_patterns_sum
{
	CPE_SUM_W,
	CPE_SUM_WY,
	CPE_SUM_WYY,
	CPE_SUM_W2,
	CPE_SUM_W2Y,
	CPE_SUM_W2YY,
	CPE_SUM_KINDS
};
extern const char *cpe_patterns_sum_label(const struct cpe_patterns *patterns,
                                          enum cpe_patterns_sum which);
extern int cpe_patterns_sum_at(const struct cpe_patterns *patterns, enum cpe_patterns_sum which);

extern bool cpe_pages_reserve(struct cpe_pages *pages, uint32_t rows, struct cpe_arena *arena,
                              struct cpe_problem *problem);
extern int64_t cpe_counts_get(const struct cpe_counts *counts, uint32_t place, int counter);

/* Levels of a dimension, without the missing one. */
static inline int32_t
cpe_patterns_levels(const struct cpe_patterns *patterns, int dimension)
{
	return patterns->set[dimension].text.entries;
}

/* A level's text (or the eight bytes of an offset), its code above 0. */
static inline const struct cpe_dictionary_entry *
cpe_patterns_level_entry(const struct cpe_patterns *patterns, int dimension, int32_t code)
{
	return &patterns->set[dimension].text.entry[code - 1];
}
extern int32_t cpe_patterns_code_at(const struct cpe_patterns *patterns, int32_t pattern,
                                    int dimension);
extern int64_t cpe_patterns_unanswered_at(const struct cpe_patterns *patterns, int32_t organisation,
                                          int question);
static inline struct cpe_patterns_sums *
cpe_patterns_sums_at(const struct cpe_patterns *patterns, int32_t cell)
{
	return cpe_pages_at(&patterns->sum, (uint32_t) cell);
}

/* Puts a pattern or a cell behind the others without looking whether it is there. */
extern bool cpe_patterns_append(struct cpe_patterns *patterns, const int32_t *code,
                                struct cpe_problem *problem);
extern bool cpe_patterns_append_cell(struct cpe_patterns *patterns, int32_t organisation,
                                     int32_t pattern, struct cpe_problem *problem);

/* Whether all patterns and all cells differ; false also with a problem that is not about that. */
extern bool cpe_patterns_distinct(struct cpe_patterns *patterns, struct cpe_problem *problem);

/* Adds sums to those of a cell. */
extern bool cpe_patterns_add_sums(struct cpe_patterns *patterns, int32_t cell, int64_t n,
                                  const struct cpe_sums *sums, struct cpe_problem *problem);

/* Whether respondents can have left the cell's numbers behind. */
extern bool cpe_patterns_cell_possible(const struct cpe_patterns *patterns, int32_t cell,
                                       struct cpe_problem *problem);

/*
 * The canonical order of a state, or of one question in it: what has no respondents is left out.
 * Codes are the final ones: 1, 2, ... by bytes, CPE_LEVEL_MISSING, though that is last in order.
 */
struct cpe_patterns_order
{
	int32_t *levels; /* by dimension: without the missing one */
	bool *missing;   /* by dimension: whether some row lacks it */
	int32_t **code;  /* by dimension: by code of the state, the final code; -1: left out */
	int32_t **level; /* by dimension: by final code, the state's */
	int32_t patterns;
	int32_t *pattern; /* by place, its number in the state */
	int32_t *place;   /* by number, its place; -1: left out */
	int32_t cells;
	int32_t *cell; /* by place, its number */
};
extern bool cpe_patterns_arrange(const struct cpe_patterns *patterns, int question,
                                 struct cpe_arena *arena, struct cpe_patterns_order *order,
                                 struct cpe_problem *problem);

static inline struct cpe_patterns_cell *
cpe_patterns_cell_at(const struct cpe_patterns *patterns, int32_t cell)
{
	return cpe_pages_at(&patterns->cell, (uint32_t) cell);
}

static inline bool
cpe_patterns_count(struct cpe_patterns *patterns, int32_t cell, int counter, int64_t add,
                   struct cpe_problem *problem)
{
	return cpe_counts_add(&patterns->count, &cpe_patterns_cell_at(patterns, cell)->place, counter,
	                      add, patterns->arena, problem);
}

#endif
