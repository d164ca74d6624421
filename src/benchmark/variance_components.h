#ifndef CPE_BENCHMARK_VARIANCE_COMPONENTS_H
#define CPE_BENCHMARK_VARIANCE_COMPONENTS_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"

/* How the variances of the one-way random model are found. */
enum cpe_components
{
	CPE_COMPONENTS_ANOVA, /* from the mean squares; the one between is never below 0 */
	CPE_COMPONENTS_REML,
	CPE_COMPONENTS_ML
};

/* In the order of the enumeration, NULL at the end. */
extern const char *const cpe_components_words[];

/* So many answers of a unit, their mean, and the sum of their squared distances from it. */
struct cpe_component_unit
{
	double n;
	double mean;
	double within;
};

/* An answer = mean + deviation of the unit + deviation of the respondent.  What is not there is
 * NAN. */
struct cpe_variance_components
{
	double mean;           /* anova: of all answers; else of the units, as the likelihood has it */
	double between;        /* variance of units */
	double within;         /* variance of respondents within a unit */
	double icc;            /* between / (between + within) */
	double log_likelihood; /* restricted for REML; NAN for ANOVA, and where nothing varies within */
	double f;              /* mean square between units over that within */
	double p;              /* of F: the units differ by chance alone */
	double n0;             /* answers of a unit, as the mean square between counts them */
	size_t units;          /* with answers */
	double answers;
	const char *reason; /* why something is missing; NULL: between, within and icc are there */
};

/*
 * From n answers (finite, 1 or more; 0 counts for nothing), finite means and within (0 or more),
 * else CPE_INVALID.  between, when given (not NAN), is taken as it is, and within is the mean
 * square.  The same to the last bit whatever the order of the units.
 */
extern bool cpe_variance_components(struct cpe_arena *arena, enum cpe_components method,
                                    const struct cpe_component_unit *unit, size_t units,
                                    double between, struct cpe_variance_components *out,
                                    struct cpe_problem *problem);

#endif
