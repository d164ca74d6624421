#include "tally/moments_stats.h"

#include "tally/weighted.h"

/* The count as a sum of its own, for the arithmetic that weighted rows share. */
static struct cpe_exact
exact_of_count(const int64_t *n)
{
	struct cpe_exact exact = {{0, 1}, (const uint64_t *) n};

	return exact;
}

static bool
possible(const struct cpe_summary *moments, struct cpe_problem *problem)
{
	int64_t n = moments->count[CPE_MOMENTS_N];
	struct cpe_sums sums = cpe_summary_sums(&cpe_moments_kind, moments);
	bool good;

	if (n == 0)
		return true;
	if (moments->weighted)
		good = cpe_weights_possible(n, cpe_sums_get(&sums, CPE_MOMENTS_W),
		                            cpe_sums_get(&sums, CPE_MOMENTS_WW)) &&
		       cpe_moments_possible(cpe_sums_get(&sums, CPE_MOMENTS_W),
		                            cpe_sums_get(&sums, CPE_MOMENTS_WX),
		                            cpe_sums_get(&sums, CPE_MOMENTS_WXX)) &&
		       cpe_moments_possible(cpe_sums_get(&sums, CPE_MOMENTS_WW),
		                            cpe_sums_get(&sums, CPE_MOMENTS_WWX),
		                            cpe_sums_get(&sums, CPE_MOMENTS_WWXX));
	else
		good = cpe_moments_possible(exact_of_count(&moments->count[CPE_MOMENTS_N]),
		                            cpe_sums_get(&sums, CPE_MOMENTS_X),
		                            cpe_sums_get(&sums, CPE_MOMENTS_XX));
	return good || cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                               "no values have these sums in moments");
}

const struct cpe_summary_kind cpe_moments_kind = {
	"moments",
	2,
	{"n", "missing"},
	{CPE_MOMENTS_PLAIN_SUMS, CPE_MOMENTS_WEIGHTED_SUMS},
	{{"x", "xx"}, {"w", "wx", "wxx", "ww", "wwx", "wwxx"}},
	{{1, 2}, {1, 2, 3, 2, 3, 4}},
	possible};

void
cpe_moments_terms(struct cpe_term *term, double value, bool weighted, double weight)
{
	double factor[4] = {value, value, weight, weight};

	if (!weighted)
	{
		cpe_term_product(&term[CPE_MOMENTS_X], factor, 1);
		cpe_term_product(&term[CPE_MOMENTS_XX], factor, 2);
		return;
	}
	cpe_term_product(&term[CPE_MOMENTS_W], factor + 2, 1);
	cpe_term_product(&term[CPE_MOMENTS_WX], factor + 1, 2);
	cpe_term_product(&term[CPE_MOMENTS_WXX], factor, 3);
	cpe_term_product(&term[CPE_MOMENTS_WW], factor + 2, 2);
	cpe_term_product(&term[CPE_MOMENTS_WWX], factor + 1, 3);
	cpe_term_product(&term[CPE_MOMENTS_WWXX], factor, 4);
}

double
cpe_moments_mean(const struct cpe_summary *moments)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_moments_kind, moments);

	if (moments->weighted)
		return cpe_exact_ratio(cpe_sums_get(&sums, CPE_MOMENTS_WX),
		                       cpe_sums_get(&sums, CPE_MOMENTS_W));
	return cpe_exact_ratio(cpe_sums_get(&sums, CPE_MOMENTS_X),
	                       exact_of_count(&moments->count[CPE_MOMENTS_N]));
}

double
cpe_moments_sd(const struct cpe_summary *moments)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_moments_kind, moments);
	int64_t n = moments->count[CPE_MOMENTS_N];

	if (moments->weighted)
		return cpe_weighted_sd(n, cpe_sums_get(&sums, CPE_MOMENTS_W),
		                       cpe_sums_get(&sums, CPE_MOMENTS_WX),
		                       cpe_sums_get(&sums, CPE_MOMENTS_WXX));
	return cpe_weighted_sd(n, exact_of_count(&moments->count[CPE_MOMENTS_N]),
	                       cpe_sums_get(&sums, CPE_MOMENTS_X), cpe_sums_get(&sums, CPE_MOMENTS_XX));
}

double
cpe_moments_se(const struct cpe_summary *moments)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_moments_kind, moments);
	int64_t n = moments->count[CPE_MOMENTS_N];

	if (!moments->weighted)
		return cpe_plain_se(n, exact_of_count(&moments->count[CPE_MOMENTS_N]),
		                    cpe_sums_get(&sums, CPE_MOMENTS_X),
		                    cpe_sums_get(&sums, CPE_MOMENTS_XX));
	return cpe_weighted_se(n, cpe_sums_get(&sums, CPE_MOMENTS_W),
	                       cpe_sums_get(&sums, CPE_MOMENTS_WX), cpe_sums_get(&sums, CPE_MOMENTS_WW),
	                       cpe_sums_get(&sums, CPE_MOMENTS_WWX),
	                       cpe_sums_get(&sums, CPE_MOMENTS_WWXX));
}

double
cpe_moments_effective(const struct cpe_summary *moments)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_moments_kind, moments);

	if (!moments->weighted)
		return (double) moments->count[CPE_MOMENTS_N];
	return cpe_weights_effective(cpe_sums_get(&sums, CPE_MOMENTS_W),
	                             cpe_sums_get(&sums, CPE_MOMENTS_WW));
}
