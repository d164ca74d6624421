#include "benchmark/control_chart.h"

#include <float.h>
#include <math.h>

#include "base/distribution.h"
#include "base/exact_sum.h"
#include "base/sort.h"

const char *const cpe_chart_words[] = {"xmr", "p", "p_prime", "u", "u_prime", "c", "run", NULL};
const char *const cpe_improvement_words[] = {"increase", "decrease", "neutral", NULL};
const char *const cpe_signal_words[] = {NULL,    "beyond limits", "trend", "two of three",
                                        "shift", "common cause",  NULL};
const char *const cpe_direction_words[] = {NULL, "improvement", "concern", "high", "low", NULL};
const char *const cpe_assurance_words[] = {NULL, "consistently met", "consistently missed",
                                           "not consistent", NULL};

#define LARGEST 1e150
#define SCREEN 3.267 /* upper limit of a moving range of two, over its mean (D4 of the tables) */
#define POLL_EVERY 4096

/* A value that is charted, in its phase. */
struct mark
{
	struct cpe_chart_point *point;
	signed char side; /* of the centre: 1 above, -1 below, 0 on it */
	bool beyond;
	bool close;        /* beyond the warning limit, and not beyond the limit */
	bool pair;         /* one of two of three */
	bool shift;        /* in a long run */
	signed char trend; /* in a trend: 1 rising, -1 falling */
};

/* The values charted of one phase, and all its rows. */
struct phase
{
	const struct cpe_chart_rule *rule;
	struct cpe_chart_point *row;
	size_t rows;
	struct mark *mark;
	int marks;
	int base;     /* the first so many give centre and spread */
	double *work; /* room for a number by mark */
	double centre;
	double spread; /* xmr: sigma; primes: what sigma is multiplied by; NAN: too few points */
	struct cpe_chart_runs runs;
	enum cpe_assurance assurance;
};

struct cpe_chart_rule
cpe_chart_rule_of(enum cpe_chart chart)
{
	struct cpe_chart_rule rule = {
		chart, CPE_IMPROVEMENT_INCREASE, true, true, 7, 7, 0, 3, 2, 1.128, NAN, NAN};

	if (chart == CPE_CHART_XMR)
		rule.d2 = 3 / 2.66;
	if (chart == CPE_CHART_RUN)
	{
		rule.trend = 0;
		rule.shift = CPE_SHIFT_BY_RUNS;
	}
	if (cpe_chart_has_n(chart) || chart == CPE_CHART_C)
		rule.minimum = 0;
	if (chart == CPE_CHART_P || chart == CPE_CHART_P_PRIME)
		rule.maximum = 1;
	return rule;
}

bool
cpe_chart_has_n(enum cpe_chart chart)
{
	return chart == CPE_CHART_P || chart == CPE_CHART_P_PRIME || chart == CPE_CHART_U ||
	       chart == CPE_CHART_U_PRIME;
}

static bool
is_prime(enum cpe_chart chart)
{
	return chart == CPE_CHART_P_PRIME || chart == CPE_CHART_U_PRIME;
}

/* ---- what is given ---- */

/* Whether a number that may be missing is among those the chart can hold. */
static bool
holds(const struct cpe_chart_rule *rule, double number)
{
	return isnan(number) ||
	       (fabs(number) <= LARGEST && !(number < rule->minimum) && !(number > rule->maximum));
}

/* Refuses what the chart cannot hold; clears a value that takes no part and says why. */
static bool
take_point(const struct cpe_chart_rule *rule, struct cpe_chart_point *point,
           struct cpe_problem *problem)
{
	static const char *const bounds = "A value is at most 1e150 in size, and from the option "
									  "minimum to maximum: for p and p_prime 0 to 1, for u, "
									  "u_prime and c 0 or more.";
	const char *hint = rule->maximum == 1 ? "Divide a percentage by 100." : NULL;

	if (!holds(rule, point->value))
		return cpe_problem_set(problem, CPE_INVALID, bounds, hint, "value out of range: %g",
		                       point->value);
	if (!holds(rule, point->target))
		return cpe_problem_set(problem, CPE_INVALID, "A target lies where the values lie.", hint,
		                       "target out of range: %g", point->target);
	point->status = isnan(point->value) ? "no value" : NULL;
	if (!cpe_chart_has_n(rule->chart))
		return true;
	if (!isnan(point->n) && point->n != 0 && !(point->n >= 1 / LARGEST && point->n <= LARGEST))
		return cpe_problem_set(problem, CPE_INVALID, "n is 0, or from 1e-150 to 1e150.", NULL,
		                       "n out of range: %g", point->n);
	if (point->n == 0 || (isnan(point->n) && !isnan(point->value)))
	{
		point->status = "no denominator";
		point->value = NAN;
	}
	return true;
}

/* ---- centre and spread ---- */

/* The nearest number to the mean of a phase's first values that lies among them. */
static double
base_mean(const struct phase *phase)
{
	bool weighted = cpe_chart_has_n(phase->rule->chart);
	double least = INFINITY;
	double most = -INFINITY;
	struct cpe_total sum;
	struct cpe_total weight;

	cpe_total_open(&sum);
	cpe_total_open(&weight);
	for (int i = 0; i < phase->base; i++)
	{
		double factor[2] = {phase->mark[i].point->value, weighted ? phase->mark[i].point->n : 1};

		cpe_total_add(&sum, factor, 2);
		cpe_total_add(&weight, &factor[1], 1);
		least = fmin(least, factor[0]);
		most = fmax(most, factor[0]);
	}
	return fmax(least, fmin(most, cpe_total_value(&sum) / cpe_total_value(&weight)));
}

static bool
base_median(struct cpe_arena *arena, struct phase *phase, struct cpe_problem *problem)
{
	int half = phase->base / 2;

	for (int i = 0; i < phase->base; i++)
		phase->work[i] = phase->mark[i].point->value;
	if (!cpe_sort(arena, phase->work, phase->base, sizeof(double), cpe_by_number, problem))
		return false;
	phase->centre = phase->work[half];
	if (phase->base % 2 == 0)
		phase->centre = (phase->work[half - 1] + phase->work[half]) / 2;
	return true;
}

/* The mean of the moving ranges up to a bound. */
static double
mean_range(const struct phase *phase, double bound)
{
	struct cpe_total sum;
	int kept = 0;

	cpe_total_open(&sum);
	for (int i = 1; i < phase->base; i++)
	{
		double range = fabs(phase->work[i] - phase->work[i - 1]);

		if (range > bound)
			continue;
		cpe_total_add(&sum, &range, 1);
		kept++;
	}
	return cpe_total_value(&sum) / kept;
}

/*
 * The standard deviation that the moving ranges of the numbers in work tell.  Screening that leaves
 * no range above 0 is not done: limits of no width would call every value but the centre special.
 */
static double
spread_of_ranges(const struct phase *phase)
{
	double mean;
	double screened;

	if (phase->base < 2)
		return NAN;
	mean = mean_range(phase, INFINITY);
	if (!phase->rule->screen || mean == 0 || !isfinite(mean))
		return mean / phase->rule->d2;
	screened = mean_range(phase, SCREEN * mean);
	return (screened > 0 ? screened : mean) / phase->rule->d2;
}

/* The standard deviation of a point by chance alone, in charts of counts. */
static double
chance(const struct phase *phase, const struct cpe_chart_point *point)
{
	switch (phase->rule->chart)
	{
		case CPE_CHART_P:
		case CPE_CHART_P_PRIME:
			return sqrt(phase->centre * (1 - phase->centre) / point->n);
		case CPE_CHART_U:
		case CPE_CHART_U_PRIME:
			return sqrt(phase->centre / point->n);
		default:
			return sqrt(phase->centre);
	}
}

/* The first values in standard deviations from the centre; 0 where there is no deviation. */
static void
standardise(struct phase *phase)
{
	for (int i = 0; i < phase->base; i++)
	{
		double sigma = chance(phase, phase->mark[i].point);

		phase->work[i] = sigma > 0 ? (phase->mark[i].point->value - phase->centre) / sigma : 0;
	}
}

static bool
find_centre(struct cpe_arena *arena, struct phase *phase, struct cpe_problem *problem)
{
	phase->centre = NAN;
	phase->spread = 1;
	if (phase->marks == 0)
		return true;
	if (phase->rule->chart == CPE_CHART_RUN)
		return base_median(arena, phase, problem);
	phase->centre = base_mean(phase);
	if (is_prime(phase->rule->chart))
		standardise(phase);
	else if (phase->rule->chart == CPE_CHART_XMR)
		for (int i = 0; i < phase->base; i++)
			phase->work[i] = phase->mark[i].point->value;
	else
		return true;
	phase->spread = spread_of_ranges(phase);
	return true;
}

/* ---- limits ---- */

/* A row's limits; none on a run chart, nor where the spread or the row's n is not known. */
static void
set_limits(const struct phase *phase, struct cpe_chart_point *point)
{
	const struct cpe_chart_rule *rule = phase->rule;
	double sigma = phase->spread;

	point->sigma = point->low = point->high = point->near_low = point->near_high = NAN;
	if (phase->marks == 0 || rule->chart == CPE_CHART_RUN)
		return;
	if (cpe_chart_has_n(rule->chart) && !(point->n > 0))
		return;
	if (rule->chart != CPE_CHART_XMR)
		sigma *= chance(phase, point);
	if (isnan(phase->spread) || !isfinite(sigma) || !isfinite(rule->sigmas * sigma))
	{
		if (point->status == NULL)
			point->status = phase->base < 2 ? "too few points" : "out of range";
		return;
	}
	point->sigma = sigma;
	point->low = fmax(rule->minimum, phase->centre - rule->sigmas * sigma);
	point->high = fmin(rule->maximum, phase->centre + rule->sigmas * sigma);
	point->near_low = fmax(rule->minimum, phase->centre - rule->near * sigma);
	point->near_high = fmin(rule->maximum, phase->centre + rule->near * sigma);
}

/* Where a value lies; as near to the centre as the mean is rounded counts as on it. */
static void
place_mark(const struct phase *phase, struct mark *mark)
{
	const struct cpe_chart_point *point = mark->point;
	double distance = point->value - phase->centre;

	mark->side = 0;
	if (fabs(distance) > 2 * DBL_EPSILON * fabs(phase->centre))
		mark->side = distance > 0 ? 1 : -1;
	mark->beyond = mark->side != 0 && (point->value < point->low || point->value > point->high);
	mark->close = mark->side != 0 && !mark->beyond &&
	              (point->value < point->near_low || point->value > point->near_high);
}

/* ---- rules ---- */

static int
sign_of_step(const struct phase *phase, int from)
{
	double first = phase->mark[from].point->value;
	double second = phase->mark[from + 1].point->value;

	return (second > first) - (second < first);
}

/* Marks the points of long enough runs of steps; one that ends a run and starts another is of the
 * later. */
static void
find_trends(struct phase *phase)
{
	int from = 0;

	if (phase->rule->trend == 0)
		return;
	while (from + 1 < phase->marks)
	{
		int sign = sign_of_step(phase, from);
		int to = from + 1;

		while (to + 1 < phase->marks && sign_of_step(phase, to) == sign)
			to++;
		if (sign != 0 && to - from + 1 >= phase->rule->trend)
			for (int i = from; i <= to; i++)
				phase->mark[i].trend = (signed char) sign;
		from = to;
	}
}

/* Marks the close ones of three in a row on one side of which two or three are close. */
static void
find_pairs(struct phase *phase)
{
	if (!phase->rule->two_of_three)
		return;
	for (int i = 2; i < phase->marks; i++)
	{
		struct mark *three = &phase->mark[i - 2];

		if (three[0].side == 0 || three[0].side != three[1].side ||
		    three[0].side != three[2].side || three[0].close + three[1].close + three[2].close < 2)
			continue;
		for (int k = 0; k < 3; k++)
			three[k].pair = three[k].pair || three[k].close;
	}
}

/*
 * Marks the points of long enough runs on one side of the centre.  A point on the centre ends a
 * run, but on a run chart it is as if it were not there.
 */
static void
find_shifts(struct phase *phase)
{
	bool skip = phase->rule->chart == CPE_CHART_RUN;
	int least = phase->rule->shift == CPE_SHIFT_BY_RUNS ? phase->runs.longest_run_limit + 1
	                                                    : phase->rule->shift;
	int from = 0;

	if (phase->rule->shift == 0)
		return;
	while (from < phase->marks)
	{
		signed char side = phase->mark[from].side;
		int length = 1;
		int to = from + 1;

		for (; to < phase->marks; to++)
		{
			if (phase->mark[to].side == side)
				length++;
			else if (!skip || phase->mark[to].side != 0)
				break;
		}
		if (side != 0 && length >= least)
			for (int i = from; i < to; i++)
				phase->mark[i].shift = phase->mark[i].side == side;
		from = to;
	}
}

/* The smallest whole number up to which a fair coin's heads in so many throws have 5 %. */
static int
coin_quantile(int throws)
{
	int heads = (int) fmax(0, floor(throws / 2.0 - 0.85 * sqrt(throws)) - 1);

	while (heads > 0 && cpe_binomial_cdf(heads, throws, 0.5) >= 0.05)
		heads--;
	while (cpe_binomial_cdf(heads, throws, 0.5) < 0.05)
		heads++;
	return heads;
}

/* Runs about the centre against what chance gives (Anhoej and Olesen 2014). */
static void
count_runs(struct phase *phase)
{
	struct cpe_chart_runs *runs = &phase->runs;
	int length = 0;
	int last = 0;

	for (int i = 0; i < phase->marks; i++)
	{
		int side = phase->mark[i].side;

		if (side == 0)
			continue;
		runs->useful++;
		runs->crossings += last != 0 && side != last;
		length = side == last ? length + 1 : 1;
		last = side;
		if (length > runs->longest_run)
			runs->longest_run = length;
	}
	runs->points = phase->base;
	if (runs->useful == 0)
		return;
	runs->longest_run_limit = (int) rint(log2(runs->useful)) + 3;
	runs->crossings_limit = coin_quantile(runs->useful - 1);
	runs->signal =
		runs->longest_run > runs->longest_run_limit || runs->crossings < runs->crossings_limit;
}

static enum cpe_signal_direction
direction_of(enum cpe_improvement improvement, bool up)
{
	if (improvement == CPE_IMPROVEMENT_NEUTRAL)
		return up ? CPE_DIRECTION_HIGH : CPE_DIRECTION_LOW;
	return up == (improvement == CPE_IMPROVEMENT_INCREASE) ? CPE_DIRECTION_IMPROVEMENT
	                                                       : CPE_DIRECTION_CONCERN;
}

/* The first rule that a value breaks, and which way. */
static void
judge_mark(const struct phase *phase, const struct mark *mark)
{
	struct cpe_chart_point *point = mark->point;
	bool up = mark->side > 0;

	if (point->status != NULL)
		return;
	if (mark->beyond)
		point->signal = CPE_SIGNAL_BEYOND_LIMITS;
	else if (mark->trend != 0)
	{
		point->signal = CPE_SIGNAL_TREND;
		up = mark->trend > 0;
	}
	else if (mark->pair)
		point->signal = CPE_SIGNAL_TWO_OF_THREE;
	else if (mark->shift)
		point->signal = CPE_SIGNAL_SHIFT;
	else
	{
		point->signal = CPE_SIGNAL_COMMON_CAUSE;
		return;
	}
	point->direction = direction_of(phase->rule->improvement, up);
}

/*
 * Whether the last limits of the phase lie on one side of its last target.  A value at the target
 * meets it.
 */
static void
compare_target(struct phase *phase)
{
	const struct cpe_chart_point *last;
	double target = NAN;
	bool met;
	bool missed;

	for (size_t i = 0; i < phase->rows; i++)
		if (!isnan(phase->row[i].target))
			target = phase->row[i].target;
	if (phase->marks == 0 || isnan(target) || phase->rule->improvement == CPE_IMPROVEMENT_NEUTRAL)
		return;
	last = phase->mark[phase->marks - 1].point;
	if (isnan(last->low))
		return;
	met = phase->rule->improvement == CPE_IMPROVEMENT_INCREASE ? target <= last->low
	                                                           : target >= last->high;
	missed = phase->rule->improvement == CPE_IMPROVEMENT_INCREASE ? target > last->high
	                                                              : target < last->low;
	phase->assurance = met ? CPE_ASSURANCE_MET : missed ? CPE_ASSURANCE_MISSED : CPE_ASSURANCE_OPEN;
}

/* ---- a phase, and all of them ---- */

static bool
judge_phase(struct cpe_arena *arena, struct phase *phase, struct cpe_problem *problem)
{
	if (!cpe_arena_poll(arena, problem) || !find_centre(arena, phase, problem))
		return false;
	for (size_t i = 0; i < phase->rows; i++)
	{
		phase->row[i].centre = phase->centre;
		set_limits(phase, &phase->row[i]);
		if (i % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
	}
	for (int i = 0; i < phase->marks; i++)
		place_mark(phase, &phase->mark[i]);
	count_runs(phase);
	find_trends(phase);
	find_pairs(phase);
	find_shifts(phase);
	for (int i = 0; i < phase->marks; i++)
		judge_mark(phase, &phase->mark[i]);
	compare_target(phase);
	for (size_t i = 0; i < phase->rows; i++)
	{
		phase->row[i].runs = phase->runs;
		phase->row[i].assurance = phase->assurance;
	}
	return cpe_arena_poll(arena, problem);
}

/* Reads a phase's rows from the first on, up to the next that starts another. */
static bool
open_phase(struct cpe_arena *arena, struct phase *phase, int number, size_t points,
           struct cpe_problem *problem)
{
	const struct cpe_chart_rule *rule = phase->rule;

	do
	{
		struct cpe_chart_point *point = &phase->row[phase->rows++];

		if (phase->rows % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!take_point(rule, point, problem))
			return false;
		point->phase = number;
		point->signal = CPE_SIGNAL_NONE;
		point->direction = CPE_DIRECTION_NONE;
		if (!isnan(point->value))
			phase->mark[phase->marks++].point = point;
	} while (phase->rows < points && !phase->row[phase->rows].rebase);
	phase->base = phase->marks;
	if (rule->fix_after > 0 && rule->fix_after < phase->marks)
		phase->base = rule->fix_after;
	return true;
}

bool
cpe_control_chart(struct cpe_arena *arena, const struct cpe_chart_rule *rule,
                  struct cpe_chart_point *point, size_t points, struct cpe_problem *problem)
{
	struct mark *mark = cpe_arena_alloc(arena, points, sizeof(*mark), problem);
	double *work = cpe_arena_alloc(arena, points, sizeof(*work), problem);
	size_t done = 0;

	if (mark == NULL || work == NULL)
		return false;
	for (int number = 1; done < points; number++)
	{
		struct phase phase = {0};

		phase.rule = rule;
		phase.row = &point[done];
		phase.mark = &mark[done];
		phase.work = work;
		if (!open_phase(arena, &phase, number, points - done, problem) ||
		    !judge_phase(arena, &phase, problem))
			return false;
		done += phase.rows;
	}
	return true;
}
