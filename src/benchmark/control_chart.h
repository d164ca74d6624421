#ifndef CPE_BENCHMARK_CONTROL_CHART_H
#define CPE_BENCHMARK_CONTROL_CHART_H

#include <stdbool.h>
#include <stddef.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * Control charts of one series in the order of time: which points lie where chance alone would not
 * put them.
 *
 * xmr      individual values; spread from the moving range, the difference of neighbours
 * p, u     proportions of n (binomial), rates by exposure n (Poisson)
 * primes   Laney's charts: the same, with the spread that the series shows beyond chance
 * c        counts (Poisson)
 * run      the median and the runs about it; no limits
 */
enum cpe_chart
{
	CPE_CHART_XMR,
	CPE_CHART_P,
	CPE_CHART_P_PRIME,
	CPE_CHART_U,
	CPE_CHART_U_PRIME,
	CPE_CHART_C,
	CPE_CHART_RUN
};

enum cpe_improvement
{
	CPE_IMPROVEMENT_INCREASE,
	CPE_IMPROVEMENT_DECREASE,
	CPE_IMPROVEMENT_NEUTRAL
};

/* What a point shows, the first that holds in this order; none: there is nothing to judge. */
enum cpe_signal
{
	CPE_SIGNAL_NONE,
	CPE_SIGNAL_BEYOND_LIMITS,
	CPE_SIGNAL_TREND,
	CPE_SIGNAL_TWO_OF_THREE,
	CPE_SIGNAL_SHIFT,
	CPE_SIGNAL_COMMON_CAUSE
};

enum cpe_signal_direction
{
	CPE_DIRECTION_NONE,
	CPE_DIRECTION_IMPROVEMENT,
	CPE_DIRECTION_CONCERN,
	CPE_DIRECTION_HIGH,
	CPE_DIRECTION_LOW
};

enum cpe_assurance
{
	CPE_ASSURANCE_NONE,
	CPE_ASSURANCE_MET,
	CPE_ASSURANCE_MISSED,
	CPE_ASSURANCE_OPEN
};

/* Words of the enumerations in their order, NULL at the end; those of the last three from 1 on. */
extern const char *const cpe_chart_words[];
extern const char *const cpe_improvement_words[];
extern const char *const cpe_signal_words[];
extern const char *const cpe_direction_words[];
extern const char *const cpe_assurance_words[];

/* The shift of a run chart that the number of points tells (Anhoej and Olesen 2014). */
#define CPE_SHIFT_BY_RUNS (-1)

struct cpe_chart_rule
{
	enum cpe_chart chart;
	enum cpe_improvement improvement;
	bool screen;       /* moving ranges above 3.267 times their mean are left out, once */
	bool two_of_three; /* whether the rule is used */
	int trend;         /* points; 0: the rule is not used */
	int shift;         /* points; 0: the rule is not used */
	int fix_after;     /* a phase's limits from its first so many values; 0: from all */
	double sigmas;     /* limits; above near */
	double near;       /* warning limits */
	double d2;         /* mean moving range of values of standard deviation 1 */
	double minimum;    /* limits are cut there; NAN: not */
	double maximum;
};

/* The rule that a chart has unless told otherwise. */
extern struct cpe_chart_rule cpe_chart_rule_of(enum cpe_chart chart);

/* Whether the chart's points need their n. */
extern bool cpe_chart_has_n(enum cpe_chart chart);

/* Of a phase, for each of its points; lengths 0 without a point. */
struct cpe_chart_runs
{
	int points; /* values that centre and limits come from */
	int useful; /* values that are not on the centre */
	int longest_run;
	int longest_run_limit;
	int crossings;
	int crossings_limit;
	bool signal;
};

struct cpe_chart_point
{
	/* given; NAN where missing */
	double value;
	double n;
	double target;
	bool rebase; /* a new phase begins here */
	/* found; NAN where there is none; value is NAN where the point takes no part */
	double centre;
	double sigma;
	double low;
	double high;
	double near_low;
	double near_high;
	enum cpe_signal signal;
	enum cpe_signal_direction direction;
	enum cpe_assurance assurance;
	int phase; /* from 1 */
	struct cpe_chart_runs runs;
	const char *status; /* NULL, or why something is missing */
};

/*
 * Judges the points, in the order given.  Values are finite and at most 1e150 in size (proportions
 * from 0 to 1, rates and counts not negative); n is 0 or from 1e-150 to 1e150; else CPE_INVALID.
 */
extern bool cpe_control_chart(struct cpe_arena *arena, const struct cpe_chart_rule *rule,
                              struct cpe_chart_point *point, size_t points,
                              struct cpe_problem *problem);

#endif
