#include "benchmark/trend.h"

#include <float.h>
#include <math.h>

#include "base/distribution.h"
#include "tally/weighted.h"

static bool
possible(const struct cpe_summary *summary, struct cpe_problem *problem)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_trend_kind, summary);
	int64_t groups = summary->count[CPE_TREND_GROUPS];
	int64_t means = summary->count[CPE_TREND_MEANS];
	struct cpe_exact n = cpe_sums_get(&sums, CPE_TREND_N);
	struct cpe_exact x = cpe_sums_get(&sums, CPE_TREND_X);
	bool good = means <= groups && cpe_exact_sign(n) == (groups > 0) &&
	            cpe_exact_sign(cpe_sums_get(&sums, CPE_TREND_V)) >= 0;

	if (good && groups > 0)
		good = cpe_moments_possible(n, cpe_sums_get(&sums, CPE_TREND_ND),
		                            cpe_sums_get(&sums, CPE_TREND_NDD)) &&
		       cpe_moments_possible(cpe_sums_get(&sums, CPE_TREND_V),
		                            cpe_sums_get(&sums, CPE_TREND_VD),
		                            cpe_sums_get(&sums, CPE_TREND_VDD));
	if (good && means == 0)
		good = cpe_exact_sign(x) >= 0 && cpe_exact_compare(x, n) <= 0;
	return good || cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                               "no groups have these numbers in trend");
}

const struct cpe_summary_kind cpe_trend_kind = {
	"trend",
	CPE_TREND_COUNTS,
	{"groups", "means", "empty"},
	{CPE_TREND_SUMS, 0},
	{{"n", "nd", "ndd", "x", "xd", "xm", "v", "vd", "vdd"}, {NULL}},
	{{1, 2, 3, 1, 2, 2, 1, 2, 3}, {0}},
	possible};

void
cpe_trend_terms(struct cpe_term *term, double dose, double n, double x, double mean, double within)
{
	double size[3] = {n, dose, dose};
	double total[2] = {x, dose};
	double square[2] = {x, mean};
	double spread[3] = {within, dose, dose};

	cpe_term_product(&term[CPE_TREND_N], size, 1);
	cpe_term_product(&term[CPE_TREND_ND], size, 2);
	cpe_term_product(&term[CPE_TREND_NDD], size, 3);
	cpe_term_product(&term[CPE_TREND_X], total, 1);
	cpe_term_product(&term[CPE_TREND_XD], total, 2);
	cpe_term_product(&term[CPE_TREND_XM], square, 2);
	cpe_term_product(&term[CPE_TREND_V], spread, 1);
	cpe_term_product(&term[CPE_TREND_VD], spread, 2);
	cpe_term_product(&term[CPE_TREND_VDD], spread, 3);
}

/* ---- reading the sums, without rounding where terms cancel ---- */

static double
sum_of(const struct cpe_summary *trend, int which)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_trend_kind, trend);

	return cpe_exact_value(cpe_sums_get(&sums, which));
}

static void
big_sum(const struct cpe_summary *trend, int which, struct cpe_big *result)
{
	struct cpe_sums sums = cpe_summary_sums(&cpe_trend_kind, trend);

	cpe_big_of_exact(result, cpe_sums_get(&sums, which));
}

/* n * a - b * c for three sums and n: n times what is left of the sum of products about the means.
 */
static void
about_means(const struct cpe_summary *trend, int a, int b, int c, struct cpe_big *result)
{
	struct cpe_big left;
	struct cpe_big right;
	struct cpe_big product;

	big_sum(trend, CPE_TREND_N, &left);
	big_sum(trend, a, &right);
	cpe_big_multiply(result, &left, &right);
	big_sum(trend, b, &left);
	big_sum(trend, c, &right);
	cpe_big_multiply(&product, &left, &right);
	cpe_big_negate(&product);
	cpe_big_add(result, result, &product);
}

/* The sum of v (d - mean d)^2, the mean that of the answers: n^2 vdd - 2 n nd vd + nd^2 v, over
 * n^2.
 */
static double
spread_about_mean(const struct cpe_summary *trend)
{
	struct cpe_big n;
	struct cpe_big nd;
	struct cpe_big v;
	struct cpe_big product;
	struct cpe_big term;
	struct cpe_big result;

	big_sum(trend, CPE_TREND_N, &n);
	big_sum(trend, CPE_TREND_ND, &nd);
	big_sum(trend, CPE_TREND_VDD, &v);
	cpe_big_multiply(&product, &n, &n);
	cpe_big_multiply(&result, &product, &v);
	big_sum(trend, CPE_TREND_VD, &v);
	cpe_big_multiply(&product, &n, &nd);
	cpe_big_multiply(&term, &product, &v);
	cpe_big_negate(&term);
	cpe_big_add(&result, &result, &term);
	cpe_big_add(&result, &result, &term);
	big_sum(trend, CPE_TREND_V, &v);
	cpe_big_multiply(&product, &nd, &nd);
	cpe_big_multiply(&term, &product, &v);
	cpe_big_add(&result, &result, &term);
	cpe_big_multiply(&product, &n, &n);
	return cpe_big_sign(&result) <= 0 ? 0.0 : cpe_big_ratio(&result, &product);
}

/* What a line through the groups is computed from. */
struct line
{
	double n;
	double mean;
	double slope;
	double dose_squares;  /* sum of n (d - mean d)^2 */
	double group_squares; /* sum of n (m - mean m)^2 */
	double beyond;        /* of that, what the line leaves */
	double within;
};

/* False when all doses are alike. */
static bool
read_line(const struct cpe_summary *trend, struct line *line)
{
	struct cpe_big n;
	struct cpe_big x;
	struct cpe_big doses;
	struct cpe_big products;
	struct cpe_big groups;

	big_sum(trend, CPE_TREND_N, &n);
	big_sum(trend, CPE_TREND_X, &x);
	about_means(trend, CPE_TREND_NDD, CPE_TREND_ND, CPE_TREND_ND, &doses);
	if (cpe_big_sign(&doses) <= 0)
		return false;
	about_means(trend, CPE_TREND_XD, CPE_TREND_X, CPE_TREND_ND, &products);
	about_means(trend, CPE_TREND_XM, CPE_TREND_X, CPE_TREND_X, &groups);
	line->n = sum_of(trend, CPE_TREND_N);
	line->mean = cpe_big_ratio(&x, &n);
	line->slope = cpe_big_ratio(&products, &doses);
	line->dose_squares = cpe_big_ratio(&doses, &n);
	line->group_squares = cpe_big_sign(&groups) <= 0 ? 0.0 : cpe_big_ratio(&groups, &n);
	line->beyond = line->group_squares - line->slope * cpe_big_ratio(&products, &n);
	/* the means of the groups are rounded: what is left by that is nothing */
	if (line->beyond <= 16.0 * DBL_EPSILON * line->group_squares)
		line->beyond = 0.0;
	line->within = sum_of(trend, CPE_TREND_V);
	return true;
}

/* Cochran 1954 and Armitage 1955; what the groups differ by in all is Pearson's chi-square. */
static void
trend_of_rates(const struct cpe_summary *trend, const struct line *line,
               const struct cpe_confidence *conf, struct cpe_trend *out)
{
	double variance = line->mean * (1.0 - line->mean);
	double se = sqrt(spread_about_mean(trend)) / line->dose_squares;

	out->df = INFINITY;
	if (!(variance > 0.0))
	{
		out->why = cpe_interval_reason(CPE_INTERVAL_UNDEFINED);
		return;
	}
	cpe_test_normal(line->slope, sqrt(variance / line->dose_squares), &out->test);
	if (se > 0.0)
	{
		out->low = line->slope - conf->z * se;
		out->high = line->slope + conf->z * se;
	}
	else
		out->why = "every group is at 0 or 1";
	if (out->departure_df > 0.0)
	{
		out->departure = line->beyond / variance;
		out->departure_p = cpe_chi2_upper(out->departure, out->departure_df);
	}
}

/* Least squares on the values themselves, of which the groups' sums are enough. */
static void
trend_of_means(const struct line *line, const struct cpe_confidence *conf, struct cpe_trend *out)
{
	double groups = out->departure_df + 2.0;
	double se;
	struct cpe_interval interval;

	out->df = line->n - 2.0;
	if (!(out->df > 0.0))
	{
		out->why = "needs at least three values";
		return;
	}
	se = sqrt((line->within + line->beyond) / out->df / line->dose_squares);
	cpe_test_t(line->slope, se, out->df, &out->test);
	if (se > 0.0 && cpe_mean_interval(CPE_MEAN_T, line->slope, se, out->df, conf, &interval))
	{
		out->low = interval.low;
		out->high = interval.high;
	}
	if (out->departure_df > 0.0 && line->n > groups && line->within > 0.0)
	{
		double rest = line->n - groups;
		double share = line->within / (line->within + line->beyond);

		out->departure = line->beyond / out->departure_df / (line->within / rest);
		/* the upper tail of F, as one of a beta */
		out->departure_p = cpe_beta_cdf(share, 0.5 * rest, 0.5 * out->departure_df);
	}
}

void
cpe_trend_line(const struct cpe_summary *trend, const struct cpe_confidence *conf,
               struct cpe_trend *out)
{
	int64_t groups = trend->count[CPE_TREND_GROUPS];
	int64_t means = trend->count[CPE_TREND_MEANS];
	struct line line;

	*out = (struct cpe_trend){NAN, NAN, NAN, {NAN, NAN, NULL}, NAN, NAN, NAN, NAN, NULL};
	if (groups == 0)
		out->why = cpe_interval_reason(CPE_INTERVAL_NO_DATA);
	else if (means != 0 && means != groups)
		out->why = "rates and means do not go together";
	else if (!read_line(trend, &line))
		out->why = "needs at least two doses";
	if (out->why != NULL)
		return;
	out->slope = line.slope;
	out->departure_df = (double) (groups - 2);
	if (means == 0)
		trend_of_rates(trend, &line, conf, out);
	else
		trend_of_means(&line, conf, out);
	if (out->why == NULL)
		out->why = out->test.why;
}
