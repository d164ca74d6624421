#ifndef CPE_BENCHMARK_MULTIPLICITY_H
#define CPE_BENCHMARK_MULTIPLICITY_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"

/* How p values are adjusted for there being many of them. */
enum cpe_adjustment
{
	CPE_ADJUST_BONFERRONI,
	CPE_ADJUST_HOLM,
	CPE_ADJUST_HOCHBERG,
	CPE_ADJUST_HOMMEL,
	CPE_ADJUST_BH, /* Benjamini and Hochberg 1995: the false discovery rate */
	CPE_ADJUST_BY  /* Benjamini and Yekutieli 2001: the same under any dependence */
};
extern const char cpe_adjustment_names[];
extern bool cpe_adjustment_by_name(const char *name, enum cpe_adjustment *method);

/*
 * The adjusted p values, in the order given.  p is NAN where missing, which stays so and is not
 * counted; else from 0 to 1 (CPE_INVALID).  Time n log n, whatever the method.
 */
extern bool cpe_adjust_p(struct cpe_arena *arena, enum cpe_adjustment method, const double *p,
                         size_t count, double *adjusted, struct cpe_problem *problem);

#define CPE_GRADE_CUTS 3 /* at most: seven bands */

/*
 * How many of the ascending cut points |z| exceeds, strictly, with the sign of z.
 */
extern int cpe_grade(double z, const double *cut, int cuts);

/* The band's name among 2 * cuts + 1 bands, for 1 to 3 cut points and |grade| at most as many. */
extern const char *cpe_grade_name(int grade, int cuts);

#endif
