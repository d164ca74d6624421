#include "adjust/rates.h"

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "tally/weighted.h"

static int
sum_sign(const struct cpe_sums *sums, int which)
{
	return cpe_exact_sign(cpe_sums_get(sums, which));
}

static double
sum_value(const struct cpe_sums *sums, int which)
{
	return cpe_exact_value(cpe_sums_get(sums, which));
}

static bool
direct_possible(const struct cpe_summary *summary, struct cpe_problem *problem)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_direct_standardisation_kind, summary);
	int events;

	if (summary->count[CPE_RATES_STRATA] == 0)
		return true;
	events = sum_sign(&sums, CPE_DIRECT_EVENTS);
	if (events >= 0 && sum_sign(&sums, CPE_DIRECT_POPULATION) > 0 &&
	    sum_sign(&sums, CPE_DIRECT_W) > 0 && sum_sign(&sums, CPE_DIRECT_WR) == events &&
	    sum_sign(&sums, CPE_DIRECT_WWV) == events)
		return true;
	return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                       "no strata have these numbers in direct_standardisation");
}

static bool
indirect_possible(const struct cpe_summary *summary, struct cpe_problem *problem)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_indirect_standardisation_kind, summary);
	int population;
	int expected;
	int reference;

	if (summary->count[CPE_RATES_STRATA] == 0)
		return true;
	population = sum_sign(&sums, CPE_INDIRECT_POPULATION);
	expected = sum_sign(&sums, CPE_INDIRECT_EXPECTED);
	reference = sum_sign(&sums, CPE_INDIRECT_REFERENCE_EVENTS);
	if (population >= 0 && sum_sign(&sums, CPE_INDIRECT_EVENTS) >= 0 && expected >= 0 &&
	    reference >= 0 && sum_sign(&sums, CPE_INDIRECT_REFERENCE_POPULATION) > 0 &&
	    sum_sign(&sums, CPE_INDIRECT_EVENTS) <= population && expected <= population &&
	    expected <= reference)
		return true;
	return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                       "no strata have these numbers in indirect_standardisation");
}

const struct cpe_summary_kind cpe_direct_standardisation_kind = {
	"direct_standardisation",
	1,
	{"strata"},
	{CPE_DIRECT_SUMS, 0},
	{{"events", "population", "w", "wr", "wwv"}, {NULL}},
	{{1, 1, 1, 2, 4}, {0}},
	direct_possible};

const struct cpe_summary_kind cpe_indirect_standardisation_kind = {
	"indirect_standardisation",
	1,
	{"strata"},
	{CPE_INDIRECT_SUMS, 0},
	{{"events", "population", "expected", "reference_events", "reference_population"}, {NULL}},
	{{1, 1, 2, 1, 1}, {0}},
	indirect_possible};

/* Whether a quotient has the full precision of a double. */
static bool
full_precision(double quotient)
{
	return quotient == 0 || (isfinite(quotient) && quotient >= DBL_MIN);
}

static bool
quotient_problem(struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
	                       "rate of a stratum is out of range of double precision");
}

bool
cpe_direct_terms(struct cpe_term *term, double events, double population, double standard,
                 double squares, struct cpe_problem *problem)
{
	double rate[2] = {standard, 0};
	double variance[4] = {standard, standard, 0, 0};

	if (!(population > 0))
		return cpe_problem_set(problem, CPE_INVALID,
		                       "The stratum's rate is its events divided by its population.",
		                       "Merge strata that are empty with a neighbour, in the standard too.",
		                       "population of a stratum must be above zero");
	if (!(standard > 0))
		return cpe_problem_set(problem, CPE_INVALID, NULL,
		                       "Leave out strata that the standard does not have.",
		                       "standard_population of a stratum must be above zero");
	if (squares < events || (events == 0 && squares > 0))
		return cpe_problem_set(
			problem, CPE_INVALID,
			"It is the sum over persons of the square of their number of events.", NULL,
			"events_squared %g does not go with %g events", squares, events);
	rate[1] = events / population;
	variance[2] = squares / population;
	variance[3] = 1 / population;
	if (!full_precision(rate[1]) || !full_precision(variance[2]) || !isfinite(variance[3]) ||
	    (events > 0 && rate[1] == 0))
		return quotient_problem(problem);
	cpe_term_product(&term[CPE_DIRECT_EVENTS], &events, 1);
	cpe_term_product(&term[CPE_DIRECT_POPULATION], &population, 1);
	cpe_term_product(&term[CPE_DIRECT_W], &standard, 1);
	cpe_term_product(&term[CPE_DIRECT_WR], rate, 2);
	cpe_term_product(&term[CPE_DIRECT_WWV], variance, 4);
	return true;
}

bool
cpe_indirect_terms(struct cpe_term *term, double events, double population, double reference_events,
                   double reference_population, struct cpe_problem *problem)
{
	double expected[2] = {population, 0};

	if (events > 0 && !(population > 0))
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "a stratum without population cannot have %g events", events);
	if (!(reference_population > 0))
		return cpe_problem_set(problem, CPE_INVALID,
		                       "The reference rate is its events divided by its population.", NULL,
		                       "reference_population of a stratum must be above zero");
	expected[1] = reference_events / reference_population;
	if (!full_precision(expected[1]) || (reference_events > 0 && expected[1] == 0))
		return quotient_problem(problem);
	cpe_term_product(&term[CPE_INDIRECT_EVENTS], &events, 1);
	cpe_term_product(&term[CPE_INDIRECT_POPULATION], &population, 1);
	cpe_term_product(&term[CPE_INDIRECT_EXPECTED], expected, 2);
	cpe_term_product(&term[CPE_INDIRECT_REFERENCE_EVENTS], &reference_events, 1);
	cpe_term_product(&term[CPE_INDIRECT_REFERENCE_POPULATION], &reference_population, 1);
	return true;
}

/* sqrt(sum(w^2 * v) / per) / sum(w); per -1: 1. */
static double
direct_root(const struct cpe_sums *sums, int per)
{
	struct cpe_big squares;
	struct cpe_big divisor;
	struct cpe_big weights;

	cpe_big_of_exact(&squares, cpe_sums_get(sums, CPE_DIRECT_WWV));
	cpe_big_of_exact(&weights, cpe_sums_get(sums, CPE_DIRECT_W));
	if (per < 0)
		cpe_big_of_int(&divisor, 1);
	else
		cpe_big_of_exact(&divisor, cpe_sums_get(sums, per));
	return cpe_big_root(&squares, &divisor, 1, &weights);
}

/* The status says why limits are missing, or one of them. */
static void
limits_status(char *status, const struct cpe_interval *limits)
{
	const char *why = limits->status != CPE_INTERVAL_OK ? cpe_interval_reason(limits->status)
	                                                    : limits->low_reason;

	if (why != NULL)
		snprintf(status, CPE_RATES_STATUS, "%s", why);
}

static bool
range_problem(struct cpe_problem *problem)
{
	return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
	                       "result is out of range of double precision");
}

bool
cpe_direct_rate(const struct cpe_summary *summary, double multiplier,
                const struct cpe_confidence *confidence, double minimum,
                struct cpe_direct_rate *rate, struct cpe_problem *problem)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_direct_standardisation_kind, summary);
	struct cpe_interval limits;
	double step;

	rate->observed = sum_value(&sums, CPE_DIRECT_EVENTS);
	rate->population = sum_value(&sums, CPE_DIRECT_POPULATION);
	rate->standard = sum_value(&sums, CPE_DIRECT_W);
	rate->rate = rate->se = rate->low = rate->high = NAN;
	rate->status[0] = '\0';
	if (summary->count[CPE_RATES_STRATA] == 0)
		strcpy(rate->status, "no strata");
	else if (rate->observed < minimum)
		snprintf(rate->status, CPE_RATES_STATUS, "fewer than %.15g events", minimum);
	else
	{
		rate->rate = multiplier * cpe_exact_ratio(cpe_sums_get(&sums, CPE_DIRECT_WR),
		                                          cpe_sums_get(&sums, CPE_DIRECT_W));
		rate->se = multiplier * direct_root(&sums, -1);
		if (rate->observed == 0)
			strcpy(rate->status, "no events");
		else
		{
			cpe_count_interval(CPE_COUNT_BYAR, rate->observed, confidence, &limits);
			step = multiplier * direct_root(&sums, CPE_DIRECT_EVENTS);
			rate->low = rate->rate + step * (limits.low - rate->observed);
			rate->high = rate->rate + step * (limits.high - rate->observed);
			limits_status(rate->status, &limits);
		}
	}
	if (isinf(rate->observed) || isinf(rate->population) || isinf(rate->standard) ||
	    isinf(rate->rate) || isinf(rate->se) || isinf(rate->low) || isinf(rate->high))
		return range_problem(problem);
	return true;
}

bool
cpe_indirect_rate(const struct cpe_summary *summary, double multiplier,
                  const struct cpe_confidence *confidence, struct cpe_indirect_rate *rate,
                  struct cpe_problem *problem)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_indirect_standardisation_kind, summary);
	struct cpe_interval limits;

	rate->observed = sum_value(&sums, CPE_INDIRECT_EVENTS);
	rate->population = sum_value(&sums, CPE_INDIRECT_POPULATION);
	rate->expected = sum_value(&sums, CPE_INDIRECT_EXPECTED);
	rate->ratio = rate->ratio_low = rate->ratio_high = NAN;
	rate->reference_rate = rate->rate = rate->rate_low = rate->rate_high = NAN;
	rate->status[0] = '\0';
	if (summary->count[CPE_RATES_STRATA] == 0)
	{
		strcpy(rate->status, "no strata");
		return true;
	}
	rate->reference_rate =
		multiplier * cpe_exact_ratio(cpe_sums_get(&sums, CPE_INDIRECT_REFERENCE_EVENTS),
	                                 cpe_sums_get(&sums, CPE_INDIRECT_REFERENCE_POPULATION));
	if (rate->expected == 0)
		strcpy(rate->status, "no expected events");
	else
	{
		cpe_count_interval(CPE_COUNT_PHE, rate->observed, confidence, &limits);
		rate->ratio = rate->observed / rate->expected;
		rate->ratio_low = limits.low / rate->expected;
		rate->ratio_high = limits.high / rate->expected;
		rate->rate = rate->ratio * rate->reference_rate;
		rate->rate_low = rate->ratio_low * rate->reference_rate;
		rate->rate_high = rate->ratio_high * rate->reference_rate;
		limits_status(rate->status, &limits);
	}
	/* each limit is a multiple of its estimate: the upper ones are the largest */
	if (isinf(rate->observed) || isinf(rate->population) || isinf(rate->expected) ||
	    isinf(rate->ratio) || isinf(rate->ratio_high) || isinf(rate->reference_rate) ||
	    isinf(rate->rate) || isinf(rate->rate_high))
		return range_problem(problem);
	return true;
}
