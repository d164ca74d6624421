#include "benchmark/strata.h"

#include <math.h>

static bool
possible(const struct cpe_summary *summary, struct cpe_problem *problem)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_stratified_kind, summary);
	bool used = summary->count[CPE_STRATA_USED] > 0;
	bool good = true;

	for (int i = 0; i < CPE_STRATA_SUMS; i++)
	{
		int sign = cpe_exact_sign(cpe_sums_get(&sums, i));

		if (i == CPE_STRATA_W)
			good = good && sign == used;
		else if (i != CPE_STRATA_D && i != CPE_STRATA_U)
			good = good && sign >= 0;
	}
	return good || cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                               "no strata have these sums in stratified");
}

const struct cpe_summary_kind cpe_stratified_kind = {
	"stratified",
	CPE_STRATA_COUNTS,
	{"strata", "dropped"},
	{CPE_STRATA_SUMS, 0},
	{{"r", "s", "pr", "psqr", "qs", "d", "v", "w", "u"}, {NULL}},
	{{1, 1, 2, 2, 2, 1, 1, 1, 1}, {0}},
	possible};

void
cpe_strata_terms(struct cpe_term *term, double x, double n, double y, double m)
{
	double all = n + m;
	double r = x * ((m - y) / all);
	double s = y * ((n - x) / all);
	double p = (x + (m - y)) / all;
	double q = (y + (n - x)) / all;
	double positive = x + y;
	double pr[2] = {p, r};
	double qs[2] = {q, s};
	double one[CPE_STRATA_SUMS] = {0};

	one[CPE_STRATA_R] = r;
	one[CPE_STRATA_S] = s;
	one[CPE_STRATA_PSQR] = p * s + q * r;
	one[CPE_STRATA_D] = (x * m - y * n) / all;
	one[CPE_STRATA_V] = n / all * m * (positive / all) * ((n - x + (m - y)) / (all - 1.0));
	one[CPE_STRATA_W] = n / all * m;
	one[CPE_STRATA_U] =
		n / all * (n / all) * y - m / all * (m / all) * x + 0.5 * (n / all) * (m / all) * (m - n);
	for (int i = 0; i < CPE_STRATA_SUMS; i++)
		cpe_term_product(&term[i], &one[i], 1);
	cpe_term_product(&term[CPE_STRATA_PR], pr, 2);
	cpe_term_product(&term[CPE_STRATA_QS], qs, 2);
}

static double
sum_of(const struct cpe_summary *stratified, int which)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_stratified_kind, stratified);

	return cpe_exact_value(cpe_sums_get(&sums, which));
}

/* R / S with limits on the log scale; none where either is zero. */
static void
odds_ratio(const struct cpe_summary *stratified, double z, struct cpe_mantel_haenszel *out)
{
	double r = sum_of(stratified, CPE_STRATA_R);
	double s = sum_of(stratified, CPE_STRATA_S);
	double variance;
	double half;

	if (s > 0.0 && r / s < INFINITY)
		out->odds_ratio = r / s;
	if (!(r > 0.0 && s > 0.0))
	{
		out->why = "odds ratio undefined or without limits";
		return;
	}
	variance = 0.5 * (sum_of(stratified, CPE_STRATA_PR) / r / r +
	                  sum_of(stratified, CPE_STRATA_PSQR) / r / s +
	                  sum_of(stratified, CPE_STRATA_QS) / s / s);
	half = exp(z * sqrt(variance));
	out->odds_ratio_low = r / s / half;
	out->odds_ratio_high = r / s * half;
	if (!(out->odds_ratio_low < INFINITY && out->odds_ratio_high < INFINITY))
	{
		out->odds_ratio_low = out->odds_ratio_high = NAN;
		out->why = "out of range";
	}
}

/* Each stratum's difference weighted by n m / N; the variance holds for few large strata and for
 * many small ones. */
static void
risk_difference(const struct cpe_summary *stratified, double z, struct cpe_mantel_haenszel *out)
{
	double w = sum_of(stratified, CPE_STRATA_W);
	double u = sum_of(stratified, CPE_STRATA_U) / w;
	double rs = sum_of(stratified, CPE_STRATA_R) / w + sum_of(stratified, CPE_STRATA_S) / w;
	double difference = sum_of(stratified, CPE_STRATA_D) / w;
	double half = z * sqrt(fmax(0.0, (difference * u + 0.5 * rs) / w));

	out->risk_difference = difference;
	if (half > 0.0)
	{
		out->risk_difference_low = difference - half;
		out->risk_difference_high = difference + half;
	}
}

void
cpe_mantel_haenszel(const struct cpe_summary *stratified, bool corrected,
                    const struct cpe_confidence *conf, struct cpe_mantel_haenszel *out)
{
	double distance = fabs(sum_of(stratified, CPE_STRATA_D));
	double variance = sum_of(stratified, CPE_STRATA_V);

	*out = (struct cpe_mantel_haenszel){NAN, NAN, NAN, NAN, NAN, NAN, {NAN, NAN, NULL}, NULL};
	if (stratified->count[CPE_STRATA_USED] == 0)
	{
		out->why = cpe_interval_reason(CPE_INTERVAL_NO_DATA);
		return;
	}
	odds_ratio(stratified, conf->z, out);
	risk_difference(stratified, conf->z, out);
	if (corrected)
		distance = fmax(0.0, distance - 0.5);
	cpe_test_normal(distance, sqrt(variance), &out->test);
	if (out->test.why == NULL)
		out->test.statistic *= out->test.statistic;
	else
		out->why = out->test.why;
}
