#ifndef CPE_SCORE_EQ5D_H
#define CPE_SCORE_EQ5D_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"
#include "base/summary.h"

/*
 * EQ-5D health states.  A state is the number 0 to 3124 whose five digits to base 5 are its levels
 * less 1, in the order mobility, self-care, usual activities, pain/discomfort, anxiety/depression:
 * 11111 is 0 and 55555 is 3124, so numbers stand in the order in which the digits read.  States of
 * the three-level questionnaires are those whose levels are 1 to 3.
 */
#define CPE_EQ5D_DIMENSIONS 5
#define CPE_EQ5D_LEVELS 5
#define CPE_EQ5D_STATES 3125
#define CPE_EQ5D_STATES_3L 243
#define CPE_EQ5D_MISSING 9 /* the code that stands for no answer */

extern const char *const cpe_eq5d_dimension[CPE_EQ5D_DIMENSIONS]; /* "MO", "SC", ... */

/* The place of a dimension's code, or -1. */
extern int cpe_eq5d_dimension_by_name(const char *name);

static inline int
cpe_eq5d_level(int state, int dimension)
{
	static const int16_t power[CPE_EQ5D_DIMENSIONS] = {625, 125, 25, 5, 1};

	return state / power[dimension] % CPE_EQ5D_LEVELS + 1;
}

extern bool cpe_eq5d_parse(const char *text, int *state, struct cpe_problem *problem);
extern void cpe_eq5d_print(int state, char text[CPE_EQ5D_DIMENSIONS + 1]);

/* The digits as one number, 11111 to 55555, and back: -1 where it is no state. */
extern int cpe_eq5d_to_digits(int state);
extern int cpe_eq5d_from_digits(int digits);

/* The place 0 to 242 among the states of three levels, or -1. */
extern int cpe_eq5d_state_3l(int state);

/* Level sum score; level frequency score as text of so many digits, false where a level is higher.
 */
extern int cpe_eq5d_lss(int state);
extern bool cpe_eq5d_lfs(int state, int levels, char text[CPE_EQ5D_LEVELS + 1]);

/* ---- change (Pareto classification, PCHC) ---- */

enum cpe_eq5d_change
{
	CPE_EQ5D_NO_PROBLEMS, /* 11111 before and after */
	CPE_EQ5D_NO_CHANGE,
	CPE_EQ5D_IMPROVE,
	CPE_EQ5D_WORSEN,
	CPE_EQ5D_MIXED,
	CPE_EQ5D_CHANGES
};
extern const char *const cpe_eq5d_change_name[CPE_EQ5D_CHANGES];

extern enum cpe_eq5d_change cpe_eq5d_change(int before, int after);
extern enum cpe_eq5d_change cpe_eq5d_change_in(int before, int after, int dimension);

/*
 * A summary of pairs: the five classes, pairs with a state missing, and for each dimension how many
 * are better, worse, and without problems both times.
 */
#define CPE_EQ5D_PAIRS_MISSING CPE_EQ5D_CHANGES
#define CPE_EQ5D_BETTER(dimension) (CPE_EQ5D_CHANGES + 1 + 3 * (dimension))
#define CPE_EQ5D_WORSE(dimension) (CPE_EQ5D_BETTER(dimension) + 1)
#define CPE_EQ5D_NONE(dimension) (CPE_EQ5D_BETTER(dimension) + 2)
extern const struct cpe_summary_kind cpe_eq5d_changes_kind;

/* The counts that a pair adds one to; returns how many (at most 6). */
extern int cpe_eq5d_pair_counts(int before, int after, int count[1 + CPE_EQ5D_DIMENSIONS]);

/* Pairs with both states, or -1 when they pass 2^63. */
extern int64_t cpe_eq5d_changes_n(const struct cpe_summary *changes);

/* Pairs of each class in one dimension (0 to 4), where none is mixed. */
extern void cpe_eq5d_changes_within(const struct cpe_summary *changes, int dimension,
                                    int64_t n[CPE_EQ5D_CHANGES]);

/* ---- value sets ---- */

/* A term by name ("MO2", "AtLeastOne3", "MO3SC3", ...; the SQL documentation lists them). */
struct cpe_eq5d_term
{
	const char *name;
	double coefficient;
};

enum cpe_eq5d_form
{
	CPE_EQ5D_ADDITIVE,       /* the sum of the terms that apply */
	CPE_EQ5D_MULTIPLICATIVE, /* their product */
	CPE_EQ5D_POWER           /* the start less a power of the sum of the decrements */
};

struct cpe_eq5d_fixed /* a state whose value is given, not computed */
{
	int state;
	double value;
};

struct cpe_eq5d_set
{
	int levels; /* 3 or 5 */
	enum cpe_eq5d_form form;
	int terms;
	const struct cpe_eq5d_term *term;
	int fixed_states;
	const struct cpe_eq5d_fixed *fixed;
};

/* Values of all states in the order of their digits, 3,125 or 243 of them. */
extern bool cpe_eq5d_evaluate(const struct cpe_eq5d_set *set, double *value,
                              struct cpe_problem *problem);

/*
 * The mean of the expected values, over states whose index is near the one given: Epanechnikov
 * weights, or with bandwidth 0 the plain mean over states of that very index.  False where there
 * are none.
 */
extern bool cpe_eq5d_map(const double *index, const double *expected, int states, double given,
                         double bandwidth, double *result);

/* ---- distributions ---- */

/*
 * How many people are in each state, of the states seen: flat memory, entries in order of states,
 * the state above the count's 52 bits.
 */
#define CPE_EQ5D_DISTRIBUTION_VERSION 1
#define CPE_EQ5D_COUNT_BITS 52
#define CPE_EQ5D_COUNT_MAX ((INT64_C(1) << 51) - 1) /* so that all of them add up in 63 bits */
struct cpe_eq5d_distribution
{
	int32_t length_word; /* the server's; kernels do not look at it */
	uint8_t version;
	uint8_t reserved; /* zero */
	uint16_t states;
	int64_t missing;
	uint64_t entry[];
};

static inline int
cpe_eq5d_entry_state(uint64_t entry)
{
	return (int) (entry >> CPE_EQ5D_COUNT_BITS);
}

static inline int64_t
cpe_eq5d_entry_count(uint64_t entry)
{
	return (int64_t) (entry & ((UINT64_C(1) << CPE_EQ5D_COUNT_BITS) - 1));
}

extern size_t cpe_eq5d_distribution_size(int states);

/* The place of a state's entry, or where it would go; *found tells which. */
extern int cpe_eq5d_distribution_find(const struct cpe_eq5d_distribution *distribution, int state,
                                      bool *found);

/* Puts an entry of count 1 at a place that find gave; there must be room for one more. */
extern void cpe_eq5d_distribution_insert(struct cpe_eq5d_distribution *distribution, int place,
                                         int state);

/*
 * Merges two into a third with room for the entries of both (3,125 at most); false when a count
 * passes its limit.
 */
extern bool cpe_eq5d_distribution_merge(const struct cpe_eq5d_distribution *a,
                                        const struct cpe_eq5d_distribution *b,
                                        struct cpe_eq5d_distribution *merged);

/* A total order without statistical meaning; 0 exactly when both hold the same numbers. */
extern int cpe_eq5d_distribution_compare(const struct cpe_eq5d_distribution *a,
                                         const struct cpe_eq5d_distribution *b);

/* Text: "missing=2 11111=40 11121=3".  MAX sizes; the distribution has room for all states. */
#define CPE_EQ5D_DISTRIBUTION_MAX_TEXT ((size_t) 28 + (size_t) 24 * CPE_EQ5D_STATES)
extern size_t cpe_eq5d_distribution_print(const struct cpe_eq5d_distribution *distribution,
                                          char *text);
extern bool cpe_eq5d_distribution_parse(const char *text,
                                        struct cpe_eq5d_distribution *distribution,
                                        struct cpe_problem *problem);

/* Binary, most significant byte first: version, missing, states, and of each its digits and count.
 */
extern size_t cpe_eq5d_distribution_bytes(const struct cpe_eq5d_distribution *distribution);
extern size_t cpe_eq5d_distribution_write(const struct cpe_eq5d_distribution *distribution,
                                          unsigned char *bytes);
extern bool cpe_eq5d_distribution_read(const unsigned char *bytes, size_t length,
                                       struct cpe_eq5d_distribution *distribution,
                                       struct cpe_problem *problem);

/* People in any state, and in each level of each dimension (false: some level above the limit). */
extern int64_t cpe_eq5d_distribution_n(const struct cpe_eq5d_distribution *distribution);
extern bool cpe_eq5d_distribution_levels(const struct cpe_eq5d_distribution *distribution,
                                         int levels,
                                         int64_t n[CPE_EQ5D_DIMENSIONS][CPE_EQ5D_LEVELS]);

/* Shannon's H in bits of some counts, and how many of them are not 0; their sum must not be 0. */
struct cpe_eq5d_entropy
{
	double bits;
	int observed;
};
extern struct cpe_eq5d_entropy cpe_eq5d_entropy(const int64_t *count, int counts);

/*
 * Health state density index: twice the area under cumulated states over cumulated people, states
 * by falling frequency.  The distribution must not be empty.
 */
extern double cpe_eq5d_hsdi(const struct cpe_eq5d_distribution *distribution);

#endif
