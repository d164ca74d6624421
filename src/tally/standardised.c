#include "tally/standardised.h"

#include <string.h>

#include "tally/weighted.h"

static bool
possible(const struct cpe_summary *summary, struct cpe_problem *problem)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_standardised_kind, summary);
	int64_t strata = summary->count[CPE_STANDARDISED_STRATA];
	int64_t empty = summary->count[CPE_STANDARDISED_EMPTY];
	int64_t single = summary->count[CPE_STANDARDISED_SINGLE];
	int64_t n = summary->count[CPE_STANDARDISED_N];
	struct cpe_exact w;
	struct cpe_exact wa;
	int squares;
	bool good;

	good = !summary->weighted && empty <= strata && single <= strata - empty;
	if (good)
	{
		int64_t more = strata - empty - single; /* strata with two answers or more */

		good = more == 0 ? n == single : n > single && (n - single) / 2 >= more;
	}
	if (good && strata > 0)
	{
		w = cpe_sums_get(&sums, CPE_STANDARDISED_W);
		wa = cpe_sums_get(&sums, CPE_STANDARDISED_WA);
		squares = cpe_exact_sign(cpe_sums_get(&sums, CPE_STANDARDISED_WWV));
		good = cpe_exact_sign(w) > 0 && cpe_exact_sign(wa) == (empty < strata) &&
		       cpe_exact_compare(w, wa) == (empty > 0) &&
		       (empty < strata || cpe_exact_sign(cpe_sums_get(&sums, CPE_STANDARDISED_WM)) == 0) &&
		       squares >= 0 && (empty + single < strata || squares == 0);
	}
	return good || cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                               "no strata have these numbers in standardised");
}

const struct cpe_summary_kind cpe_standardised_kind = {"standardised",
                                                       5,
                                                       {"strata", "empty", "single", "n", "left"},
                                                       {CPE_STANDARDISED_SUMS, 0},
                                                       {{"w", "wa", "wm", "wwv"}, {NULL}},
                                                       {{1, 1, 2, 4}, {0}},
                                                       possible};

void
cpe_standardised_terms(struct cpe_term *term, double weight, int64_t n, double mean, double se)
{
	double level[2] = {weight, mean};
	double square[4] = {weight, weight, se, se};

	memset(term, 0, sizeof(struct cpe_term) * CPE_STANDARDISED_SUMS);
	cpe_term_product(&term[CPE_STANDARDISED_W], &weight, 1);
	if (n < 1)
		return;
	term[CPE_STANDARDISED_WA] = term[CPE_STANDARDISED_W];
	cpe_term_product(&term[CPE_STANDARDISED_WM], level, 2);
	if (n > 1)
		cpe_term_product(&term[CPE_STANDARDISED_WWV], square, 4);
}

bool
cpe_standardised_has_mean(const struct cpe_summary *summary, bool reweight, const char **why)
{
	int64_t strata = summary->count[CPE_STANDARDISED_STRATA];
	int64_t empty = summary->count[CPE_STANDARDISED_EMPTY];

	*why = NULL;
	if (strata == 0)
		*why = "no strata";
	else if (empty == strata)
		*why = "no responses";
	else if (empty > 0 && !reweight)
		*why = "strata without responses";
	return *why == NULL;
}

bool
cpe_standardised_has_se(const struct cpe_summary *summary, bool reweight, const char **why)
{
	if (cpe_standardised_has_mean(summary, reweight, why) &&
	    summary->count[CPE_STANDARDISED_SINGLE] > 0)
		*why = "strata with one response";
	return *why == NULL;
}

double
cpe_standardised_mean(const struct cpe_summary *summary)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_standardised_kind, summary);

	return cpe_exact_ratio(cpe_sums_get(&sums, CPE_STANDARDISED_WM),
	                       cpe_sums_get(&sums, CPE_STANDARDISED_WA));
}

double
cpe_standardised_se(const struct cpe_summary *summary)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_standardised_kind, summary);
	struct cpe_big squares;
	struct cpe_big weights;
	struct cpe_big one;

	cpe_big_of_exact(&squares, cpe_sums_get(&sums, CPE_STANDARDISED_WWV));
	cpe_big_of_exact(&weights, cpe_sums_get(&sums, CPE_STANDARDISED_WA));
	cpe_big_of_int(&one, 1);
	return cpe_big_root(&squares, &one, 1, &weights);
}

double
cpe_standardised_coverage(const struct cpe_summary *summary)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_standardised_kind, summary);

	return cpe_exact_ratio(cpe_sums_get(&sums, CPE_STANDARDISED_WA),
	                       cpe_sums_get(&sums, CPE_STANDARDISED_W));
}
