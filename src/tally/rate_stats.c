#include "tally/rate_stats.h"

#include <math.h>

#include "tally/weighted.h"

static bool
possible(const struct cpe_summary *tally, struct cpe_problem *problem)
{
	int64_t n = tally->count[CPE_TALLY_N];
	int64_t positive = tally->count[CPE_TALLY_POSITIVE];
	struct cpe_sums sums = cpe_summary_sums(&cpe_tally_kind, tally);
	struct cpe_exact w;
	struct cpe_exact wy;
	struct cpe_exact ww;
	struct cpe_exact wwy;

	if (positive > n)
		return cpe_problem_set(problem, CPE_INVALID,
		                       "The positive answers are among the n scored ones.", NULL,
		                       "positive must not be greater than n in a tally");
	if (!tally->weighted || n == 0)
		return true;
	w = cpe_sums_get(&sums, CPE_TALLY_W);
	wy = cpe_sums_get(&sums, CPE_TALLY_WY);
	ww = cpe_sums_get(&sums, CPE_TALLY_WW);
	wwy = cpe_sums_get(&sums, CPE_TALLY_WWY);
	if (cpe_weights_possible(n, w, ww) && cpe_exact_sign(wy) == (positive > 0) &&
	    cpe_exact_sign(wwy) == (positive > 0) && cpe_exact_compare(w, wy) == (positive < n) &&
	    cpe_exact_compare(ww, wwy) == (positive < n))
		return true;
	return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                       "no positive weights have these sums in a tally");
}

const struct cpe_summary_kind cpe_tally_kind = {"tally",
                                                4,
                                                {"n", "positive", "missing", "invalid"},
                                                {0, CPE_TALLY_SUMS},
                                                {{NULL}, {"w", "wy", "ww", "wwy"}},
                                                {{0}, {1, 1, 2, 2}},
                                                possible};

void
cpe_tally_terms(struct cpe_term *term, bool positive, double weight)
{
	double factor[2] = {weight, weight};

	cpe_term_product(&term[CPE_TALLY_W], factor, 1);
	cpe_term_product(&term[CPE_TALLY_WW], factor, 2);
	term[CPE_TALLY_WY] = term[CPE_TALLY_W];
	term[CPE_TALLY_WWY] = term[CPE_TALLY_WW];
	if (!positive)
	{
		term[CPE_TALLY_WY].count = 0;
		term[CPE_TALLY_WWY].count = 0;
	}
}

double
cpe_tally_rate(const struct cpe_summary *tally)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_tally_kind, tally);

	if (!tally->weighted)
		return (double) tally->count[CPE_TALLY_POSITIVE] / (double) tally->count[CPE_TALLY_N];
	return cpe_exact_ratio(cpe_sums_get(&sums, CPE_TALLY_WY), cpe_sums_get(&sums, CPE_TALLY_W));
}

double
cpe_tally_effective(const struct cpe_summary *tally)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_tally_kind, tally);

	if (!tally->weighted)
		return (double) tally->count[CPE_TALLY_N];
	return cpe_weights_effective(cpe_sums_get(&sums, CPE_TALLY_W),
	                             cpe_sums_get(&sums, CPE_TALLY_WW));
}

double
cpe_tally_effective_positive(const struct cpe_summary *tally)
{
	if (!tally->weighted)
		return (double) tally->count[CPE_TALLY_POSITIVE];
	return cpe_tally_rate(tally) * cpe_tally_effective(tally);
}

double
cpe_tally_se(const struct cpe_summary *tally)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_tally_kind, tally);
	int64_t n = tally->count[CPE_TALLY_N];
	int64_t positive = tally->count[CPE_TALLY_POSITIVE];

	if (!tally->weighted)
		return sqrt((double) positive / (double) n * ((double) (n - positive) / (double) n) /
		            (double) n);
	/* y^2 = y for an answer that is positive or not */
	return cpe_weighted_se(n, cpe_sums_get(&sums, CPE_TALLY_W), cpe_sums_get(&sums, CPE_TALLY_WY),
	                       cpe_sums_get(&sums, CPE_TALLY_WW), cpe_sums_get(&sums, CPE_TALLY_WWY),
	                       cpe_sums_get(&sums, CPE_TALLY_WWY));
}
