#ifndef CPE_BASE_EXACT_SUM_H
#define CPE_BASE_EXACT_SUM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/problem.h"

/*
 * Exact sums of doubles and of products of up to four doubles.
 *
 * A sum is a two's complement integer of 64-bit limbs, little end first, times 2^(64*low).  Adding
 * never rounds, so the order of the rows, the number of workers and the way the rows were split
 * cannot change a digit; the one rounding happens when the sum is read.  A sum keeps only the
 * window of limbs it has needed so far (whole numbers: two), and at most CPE_EXACT_LIMBS.
 */
#define CPE_EXACT_LOWEST (-72) /* four factors of 2^-1074 */
#define CPE_EXACT_HIGHEST 72   /* four factors of 2^1024, times 2^64 rows and room */
#define CPE_EXACT_LIMBS (CPE_EXACT_HIGHEST - CPE_EXACT_LOWEST)
#define CPE_TERM_FACTORS 4
#define CPE_TERM_LIMBS 5

/* One number to be added: the exact product of some doubles. */
struct cpe_term
{
	bool negative;
	int32_t low;
	int32_t count; /* 0: the number is zero */
	uint64_t limb[CPE_TERM_LIMBS];
};

struct cpe_window
{
	int32_t low;
	int32_t count;
};

/* Several sums in flat memory: their windows, and behind the last window all their limbs. */
struct cpe_sums
{
	int sums;
	struct cpe_window *window;
	uint64_t *limb;
};

/* One sum read out of such memory. */
struct cpe_exact
{
	struct cpe_window window;
	const uint64_t *limb;
};

/* The exact product of 1 to CPE_TERM_FACTORS finite doubles. */
extern void cpe_term_product(struct cpe_term *term, const double *factor, int factors);

/* A view on flat memory that begins with that many windows. */
extern struct cpe_sums cpe_sums_at(void *memory, int sums);
extern struct cpe_exact cpe_sums_get(const struct cpe_sums *all, int which);

/* Bytes that sums with these windows take. */
extern size_t cpe_sums_size(const struct cpe_window *window, int sums);

/* Adds one term to each sum; false, and nothing changed, when a window is too small for it. */
extern bool cpe_sums_add(struct cpe_sums *all, const struct cpe_term *term);

/* The windows that take the present sums, those terms, and room to grow. */
extern void cpe_sums_plan_add(const struct cpe_sums *all, const struct cpe_term *term,
                              struct cpe_window *window);

/* Adds other sums to these; false, and nothing changed, when a window is too small. */
extern bool cpe_sums_merge(struct cpe_sums *all, const struct cpe_sums *other);
extern void cpe_sums_plan_merge(const struct cpe_sums *all, const struct cpe_sums *other,
                                struct cpe_window *window);

/* Writes windows and values into fresh flat memory of cpe_sums_size(window) bytes. */
extern void cpe_sums_copy(void *memory, const struct cpe_window *window,
                          const struct cpe_sums *all);

/* The same value in the smallest window: what is sent, printed, compared and hashed. */
extern struct cpe_exact cpe_exact_trim(struct cpe_exact sum);
extern int cpe_exact_sign(struct cpe_exact sum);

/*
 * Whether a sum can be one of that many products of that many doubles: at most count * 2^(1024 *
 * factors), in steps of 2^(-1074 * factors).  Sums of such sums are again.
 */
extern bool cpe_exact_in_range(struct cpe_exact sum, int64_t count, int factors);
extern int cpe_exact_compare(struct cpe_exact a, struct cpe_exact b);

/* The nearest double, ties to even; infinite when out of range. */
extern double cpe_exact_value(struct cpe_exact sum);

/*
 * Text: hexadecimal integer, "p", power of two ("-1a3p-52"), the integer odd; "0" for zero.
 * The buffer takes CPE_EXACT_TEXT bytes.  Reading stops behind the number and returns where, or
 * returns NULL when there is none or it is out of range; limb[] takes CPE_EXACT_LIMBS.
 */
#define CPE_EXACT_TEXT (16 * CPE_EXACT_LIMBS + 16)
extern size_t cpe_exact_print(struct cpe_exact sum, char *buffer);
extern const char *cpe_exact_parse(const char *text, struct cpe_window *window, uint64_t *limb);

/* One sum in a place of its own, wide enough for anything: for sums within one process. */
struct cpe_total
{
	struct cpe_window window;
	uint64_t limb[CPE_EXACT_LIMBS];
};

extern void cpe_total_open(struct cpe_total *total);
extern void cpe_total_add(struct cpe_total *total, const double *factor, int factors); /* finite */
extern struct cpe_exact cpe_total_exact(const struct cpe_total *total);
extern double cpe_total_value(const struct cpe_total *total);

/*
 * Whole-number arithmetic on sums without rounding, for variances that do not cancel: signed
 * magnitude, wide enough for a product of any three sums.
 */
#define CPE_BIG_LIMBS (3 * CPE_EXACT_LIMBS + 4)
struct cpe_big
{
	bool negative;
	int32_t low;
	int32_t count;
	uint64_t limb[CPE_BIG_LIMBS];
};

extern void cpe_big_of_exact(struct cpe_big *result, struct cpe_exact sum);
extern void cpe_big_of_int(struct cpe_big *result, int64_t value);
extern void cpe_big_multiply(struct cpe_big *result, const struct cpe_big *a,
                             const struct cpe_big *b);
extern void cpe_big_add(struct cpe_big *result, const struct cpe_big *a, const struct cpe_big *b);
extern void cpe_big_negate(struct cpe_big *value);
extern int cpe_big_sign(const struct cpe_big *value);

/* a / b as a double within 1.5 units of the last place; b not zero. */
extern double cpe_big_ratio(const struct cpe_big *a, const struct cpe_big *b);

/*
 * sqrt(a / b * factor) / c, also where a / b is too small or too large for a double; 0 when a is
 * not positive.  b and c positive; c NULL: 1.
 */
extern double cpe_big_root(const struct cpe_big *a, const struct cpe_big *b, double factor,
                           const struct cpe_big *c);

#endif
