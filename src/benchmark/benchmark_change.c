#include "cancer_pe.h"

#include <math.h>

#include "base/base.h"
#include "base/base_row.h"
#include "base/base_summary.h"
#include "benchmark/compare.h"
#include "benchmark/pairs.h"
#include "benchmark/strata.h"
#include "benchmark/trend.h"
#include "tally/moments_stats.h"
#include "tally/rate_stats.h"

/* ---- result rows ---- */

/* The row, its status last; NULLs up to there where columns are missing. */
static Datum
close_row(FunctionCallInfo fcinfo, struct cpe_row *row, const char *status)
{
	while (row->columns < cpe_result_row(fcinfo)->natts - 1)
		cpe_put_null(row);
	cpe_put_text(row, status);
	return cpe_row_datum(fcinfo, row);
}

/* The status where a reason may be given already: else of a number that is not there. */
static const char *
status_of(const char *why, double number)
{
	return why == NULL && !isfinite(number) ? "out of range" : why;
}

/* ---- two tallies ---- */

/* A group's positive answers among all, effective ones where there are weights. */
struct proportion
{
	double x;
	double n;
};

static struct proportion
proportion_of(const struct cpe_summary *tally)
{
	return (struct proportion){cpe_tally_effective_positive(tally), cpe_tally_effective(tally)};
}

static enum cpe_proportion_test
proportion_test_arg(FunctionCallInfo fcinfo, int argument)
{
	char *name = cpe_word_arg(fcinfo, argument, "test");
	enum cpe_proportion_test test;

	if (!cpe_proportion_test_by_name(name, &test))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Tests: %s.", cpe_proportion_test_names),
		           "unknown test of two proportions: \"%s\"", name);
	return test;
}

static enum cpe_difference_method
difference_method_arg(FunctionCallInfo fcinfo, int argument)
{
	char *name = cpe_word_arg(fcinfo, argument, "ci");
	enum cpe_difference_method method;

	if (!cpe_difference_method_by_name(name, &method))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Methods: %s.", cpe_difference_method_names),
		           "unknown interval method: \"%s\"", name);
	return method;
}

/* (before, after, test, ci, level, z) */
PG_FUNCTION_INFO_V1(cpe_compare_tallies);
Datum
cpe_compare_tallies(PG_FUNCTION_ARGS)
{
	enum cpe_proportion_test test = proportion_test_arg(fcinfo, 2);
	enum cpe_difference_method method = difference_method_arg(fcinfo, 3);
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 4, 5);
	const struct cpe_summary *before = PG_ARGISNULL(0) ? NULL : cpe_summary_arg(fcinfo, 0);
	const struct cpe_summary *after = PG_ARGISNULL(1) ? NULL : cpe_summary_arg(fcinfo, 1);
	struct cpe_row row = {0};
	struct proportion first;
	struct proportion second;
	struct cpe_interval interval;
	struct cpe_test result;
	double odds;

	if (cpe_proportion_test_needs_counts(test) &&
	    ((before && before->weighted) || (after && after->weighted)))
		cpe_refuse(CPE_INVALID,
		           "It is defined for whole numbers of answers, not for weighted ones.",
		           "Tests of weighted tallies: pooled, unpooled.", "test \"%s\" needs counts",
		           text_to_cstring(PG_GETARG_TEXT_PP(2)));
	if (before == NULL || after == NULL)
		return close_row(fcinfo, &row, "no estimate");
	if (before->count[CPE_TALLY_N] == 0 || after->count[CPE_TALLY_N] == 0)
		return close_row(fcinfo, &row, cpe_interval_reason(CPE_INTERVAL_NO_DATA));
	first = proportion_of(before);
	second = proportion_of(after);
	cpe_difference_interval(method, second.x, second.n, first.x, first.n, &confidence, &interval);
	cpe_proportion_compare(test, second.x, second.n, first.x, first.n, &result);
	odds = cpe_odds_ratio(second.x, second.n, first.x, first.n);
	cpe_put_finite(&row, cpe_tally_rate(after) - cpe_tally_rate(before));
	cpe_put_finite(&row, interval.low);
	cpe_put_finite(&row, interval.high);
	cpe_put_finite(&row, result.statistic);
	cpe_put_finite(&row, result.p);
	cpe_put_finite(&row, odds);
	cpe_put_finite(&row, cpe_cohen_h(cpe_tally_rate(after), cpe_tally_rate(before)));
	if (result.why == NULL && interval.status != CPE_INTERVAL_OK)
		result.why = cpe_interval_reason(interval.status);
	if (result.why == NULL && !isfinite(odds))
		result.why = "odds ratio undefined";
	return close_row(fcinfo, &row, status_of(result.why, result.p));
}

/* ---- two means ---- */

/* difference, low, high, statistic, df, p, effect size, status: the row of a test of means. */
static Datum
mean_row(FunctionCallInfo fcinfo, const struct cpe_mean_difference *found,
         const struct cpe_confidence *confidence)
{
	struct cpe_row row = {0};
	struct cpe_interval interval = {NAN, NAN, CPE_INTERVAL_OK, NULL};
	struct cpe_test test;

	cpe_test_t(found->difference, found->se, found->df, &test);
	if (found->se > 0)
		cpe_mean_interval(isfinite(found->df) ? CPE_MEAN_T : CPE_MEAN_NORMAL, found->difference,
		                  found->se, found->df, confidence, &interval);
	cpe_put_finite(&row, found->difference);
	cpe_put_finite(&row, interval.low);
	cpe_put_finite(&row, interval.high);
	cpe_put_finite(&row, test.statistic);
	cpe_put_finite(&row, found->df);
	cpe_put_finite(&row, test.p);
	cpe_put_finite(&row, found->cohen_d);
	return close_row(fcinfo, &row, status_of(status_of(test.why, interval.low), interval.high));
}

static struct cpe_group_mean
group_of(const struct cpe_summary *moments)
{
	struct cpe_group_mean group = {(double) moments->count[CPE_MOMENTS_N],
	                               cpe_moments_mean(moments), cpe_moments_se(moments),
	                               cpe_moments_sd(moments)};

	return group;
}

/* The row where there are too few values: their difference, as far as it goes, and why. */
static Datum
too_few_row(FunctionCallInfo fcinfo, int64 fewest, double difference)
{
	struct cpe_row row = {0};

	cpe_put_finite(&row, difference);
	return close_row(
		fcinfo, &row,
		cpe_interval_reason(fewest == 0 ? CPE_INTERVAL_NO_DATA : CPE_INTERVAL_TOO_FEW));
}

/* (before, after, test, level, z) */
PG_FUNCTION_INFO_V1(cpe_compare_moments);
Datum
cpe_compare_moments(PG_FUNCTION_ARGS)
{
	char *name = cpe_word_arg(fcinfo, 2, "test");
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 3, 4);
	const struct cpe_summary *before = PG_ARGISNULL(0) ? NULL : cpe_summary_arg(fcinfo, 0);
	const struct cpe_summary *after = PG_ARGISNULL(1) ? NULL : cpe_summary_arg(fcinfo, 1);
	enum cpe_mean_test test;
	struct cpe_group_mean first;
	struct cpe_group_mean second;
	struct cpe_mean_difference found;
	struct cpe_row row = {0};
	int64 fewest;

	if (!cpe_mean_test_by_name(name, &test))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Tests: %s.", cpe_mean_test_names),
		           "unknown test of two means: \"%s\"", name);
	if (test == CPE_TEST_STUDENT && ((before && before->weighted) || (after && after->weighted)))
		cpe_refuse(CPE_INVALID, "Weighted means have no variance that could be pooled.",
		           "Tests of weighted moments: welch, normal.",
		           "test \"pooled\" needs moments without weights");
	if (before == NULL || after == NULL)
		return close_row(fcinfo, &row, "no estimate");
	fewest = Min(before->count[CPE_MOMENTS_N], after->count[CPE_MOMENTS_N]);
	if (fewest < 2)
		return too_few_row(fcinfo, fewest,
		                   fewest == 0 ? NAN : cpe_moments_mean(after) - cpe_moments_mean(before));
	first = group_of(before);
	second = group_of(after);
	cpe_mean_compare(test, &second, &first, &found);
	return mean_row(fcinfo, &found, &confidence);
}

/* (differences, level, z) */
PG_FUNCTION_INFO_V1(cpe_change_test);
Datum
cpe_change_test(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 1, 2);
	const struct cpe_summary *moments;
	struct cpe_group_mean group;
	struct cpe_mean_difference found;
	struct cpe_row row = {0};
	int64 n;

	if (PG_ARGISNULL(0))
		return close_row(fcinfo, &row, "no estimate");
	moments = cpe_summary_arg(fcinfo, 0);
	n = moments->count[CPE_MOMENTS_N];
	if (n < 2)
		return too_few_row(fcinfo, n, n == 0 ? NAN : cpe_moments_mean(moments));
	group = group_of(moments);
	found.difference = group.mean;
	found.se = group.se;
	found.df = group.n - 1;
	found.cohen_d = group.sd > 0 ? group.mean / group.sd : NAN;
	return mean_row(fcinfo, &found, &confidence);
}

/* A standard error argument, which is there: finite and not negative; and its estimate. */
static double
estimate_arg(FunctionCallInfo fcinfo, int argument, double *se)
{
	double estimate = PG_GETARG_FLOAT8(argument);

	*se = PG_GETARG_FLOAT8(argument + 1);
	if (!isfinite(estimate) || !(*se >= 0) || isinf(*se))
		cpe_refuse(CPE_INVALID, "Both are finite; the standard error is not negative.", NULL,
		           "estimate or standard error out of range: %g, %g", estimate, *se);
	return estimate;
}

/* (before, before_se, after, after_se, level, z) */
PG_FUNCTION_INFO_V1(cpe_compare_estimates);
Datum
cpe_compare_estimates(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 4, 5);
	struct cpe_row row = {0};
	struct cpe_test test;
	double before;
	double before_se;
	double after;
	double after_se;
	double se;
	double low;
	double high;

	for (int i = 0; i < 4; i++)
		if (PG_ARGISNULL(i))
			return close_row(fcinfo, &row, "no estimate");
	before = estimate_arg(fcinfo, 0, &before_se);
	after = estimate_arg(fcinfo, 2, &after_se);
	se = hypot(before_se, after_se);
	cpe_test_normal(after - before, se, &test);
	low = se > 0 ? after - before - confidence.z * se : NAN;
	high = se > 0 ? after - before + confidence.z * se : NAN;
	cpe_put_finite(&row, after - before);
	cpe_put_finite(&row, se);
	cpe_put_finite(&row, low);
	cpe_put_finite(&row, high);
	cpe_put_finite(&row, test.statistic);
	cpe_put_finite(&row, test.p);
	return close_row(fcinfo, &row, status_of(status_of(test.why, low), high));
}

/* ---- pairs ---- */

CPE_SUMMARY_TYPE(paired)

PG_FUNCTION_INFO_V1(cpe_paired_accum);
Datum
cpe_paired_accum(PG_FUNCTION_ARGS)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_paired_kind);
	int which = CPE_PAIRS_MISSING;

	if (!PG_ARGISNULL(1) && !PG_ARGISNULL(2))
	{
		if (PG_GETARG_BOOL(1))
			which = PG_GETARG_BOOL(2) ? CPE_PAIRS_BOTH : CPE_PAIRS_LOST;
		else
			which = PG_GETARG_BOOL(2) ? CPE_PAIRS_GAINED : CPE_PAIRS_NEITHER;
	}
	cpe_summary_count(state, &cpe_paired_kind, which);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(cpe_make_paired);
Datum
cpe_make_paired(PG_FUNCTION_ARGS)
{
	struct cpe_summary *paired = cpe_summary_new_empty(&cpe_paired_kind);

	for (int i = 0; i < CPE_PAIRS_COUNTS; i++)
	{
		paired->count[i] = PG_GETARG_INT64(i);
		if (paired->count[i] < 0)
			cpe_refuse(CPE_INVALID, "Counts are zero or positive.", NULL,
			           "%s must not be negative: " INT64_FORMAT, cpe_paired_kind.count_name[i],
			           paired->count[i]);
	}
	PG_RETURN_POINTER(paired);
}

#define PAIRED_COUNT(name, which)                                                                  \
	CPE_FUNCTION(name, PG_RETURN_INT64(cpe_summary_arg(fcinfo, 0)->count[which]))
PAIRED_COUNT(cpe_paired_stayed, CPE_PAIRS_BOTH)
PAIRED_COUNT(cpe_paired_lost, CPE_PAIRS_LOST)
PAIRED_COUNT(cpe_paired_gained, CPE_PAIRS_GAINED)
PAIRED_COUNT(cpe_paired_neither, CPE_PAIRS_NEITHER)
PAIRED_COUNT(cpe_paired_missing, CPE_PAIRS_MISSING)

static struct cpe_pairs
pairs_of(const struct cpe_summary *paired)
{
	struct cpe_pairs pairs = {
		(double) paired->count[CPE_PAIRS_BOTH], (double) paired->count[CPE_PAIRS_LOST],
		(double) paired->count[CPE_PAIRS_GAINED], (double) paired->count[CPE_PAIRS_NEITHER]};

	return pairs;
}

/* (pairs, test, ci, level, z) */
PG_FUNCTION_INFO_V1(cpe_mcnemar);
Datum
cpe_mcnemar(PG_FUNCTION_ARGS)
{
	char *test_name = cpe_word_arg(fcinfo, 1, "test");
	char *method_name = cpe_word_arg(fcinfo, 2, "ci");
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 3, 4);
	enum cpe_pairs_test test;
	enum cpe_pairs_method method;
	struct cpe_row row = {0};
	struct cpe_pairs pairs;
	struct cpe_interval interval;
	struct cpe_test result;
	double n;

	if (!cpe_pairs_test_by_name(test_name, &test))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Tests: %s.", cpe_pairs_test_names),
		           "unknown test of pairs: \"%s\"", test_name);
	if (!cpe_pairs_method_by_name(method_name, &method))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Methods: %s.", cpe_pairs_method_names),
		           "unknown interval method: \"%s\"", method_name);
	if (PG_ARGISNULL(0))
		return close_row(fcinfo, &row, "no estimate");
	pairs = pairs_of(cpe_summary_arg(fcinfo, 0));
	n = pairs.both + pairs.lost + (pairs.gained + pairs.neither);
	if (n == 0)
		return close_row(fcinfo, &row, "no complete pairs");
	cpe_pairs_interval(method, &pairs, &confidence, &interval);
	cpe_pairs_compare(test, &pairs, &result);
	cpe_put_finite(&row, (pairs.gained - pairs.lost) / n);
	cpe_put_finite(&row, interval.low);
	cpe_put_finite(&row, interval.high);
	cpe_put_finite(&row, result.statistic);
	cpe_put_finite(&row, result.p);
	cpe_put_finite(&row, pairs.lost > 0 ? pairs.gained / pairs.lost : NAN);
	if (result.why == NULL && pairs.lost == 0)
		result.why = pairs.gained == 0 ? "no pair changed" : "odds ratio undefined";
	return close_row(fcinfo, &row, status_of(result.why, interval.low));
}

/* ---- strata ---- */

CPE_SUMMARY_TYPE(stratified)

PG_FUNCTION_INFO_V1(cpe_stratified_accum);
Datum
cpe_stratified_accum(PG_FUNCTION_ARGS)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_stratified_kind);
	const struct cpe_summary *tally = PG_ARGISNULL(1) ? NULL : cpe_summary_arg(fcinfo, 1);
	const struct cpe_summary *reference = PG_ARGISNULL(2) ? NULL : cpe_summary_arg(fcinfo, 2);
	struct cpe_term term[CPE_STRATA_SUMS];
	struct proportion group;
	struct proportion base;

	if (tally == NULL || tally->count[CPE_TALLY_N] == 0 || reference == NULL ||
	    reference->count[CPE_TALLY_N] == 0)
	{
		cpe_summary_count(state, &cpe_stratified_kind, CPE_STRATA_DROPPED);
		PG_RETURN_POINTER(state);
	}
	group = proportion_of(tally);
	base = proportion_of(reference);
	cpe_strata_terms(term, group.x, group.n, base.x, base.n);
	state = cpe_summary_add(&cpe_stratified_kind, state, false, term);
	cpe_summary_count(state, &cpe_stratified_kind, CPE_STRATA_USED);
	PG_RETURN_POINTER(state);
}

/* (strata, level, z, correct) */
PG_FUNCTION_INFO_V1(cpe_mantel_haenszel_sql);
Datum
cpe_mantel_haenszel_sql(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 1, 2);
	const struct cpe_summary *stratified;
	struct cpe_row row = {0};
	struct cpe_mantel_haenszel found;

	if (PG_ARGISNULL(3))
		cpe_refuse(CPE_NULL, NULL, NULL, "correct must not be null");
	if (PG_ARGISNULL(0))
		return close_row(fcinfo, &row, "no estimate");
	stratified = cpe_summary_arg(fcinfo, 0);
	cpe_mantel_haenszel(stratified, PG_GETARG_BOOL(3), &confidence, &found);
	cpe_put_finite(&row, found.odds_ratio);
	cpe_put_finite(&row, found.odds_ratio_low);
	cpe_put_finite(&row, found.odds_ratio_high);
	cpe_put_finite(&row, found.test.statistic);
	cpe_put_finite(&row, found.test.p);
	cpe_put_finite(&row, found.risk_difference);
	cpe_put_finite(&row, found.risk_difference_low);
	cpe_put_finite(&row, found.risk_difference_high);
	cpe_put_count(&row, stratified->count[CPE_STRATA_USED]);
	cpe_put_count(&row, stratified->count[CPE_STRATA_DROPPED]);
	found.why = status_of(status_of(found.why, found.odds_ratio_low), found.test.statistic);
	return close_row(fcinfo, &row, status_of(found.why, found.risk_difference));
}

/* ---- trends ---- */

CPE_SUMMARY_TYPE(trend)

static double
dose_arg(FunctionCallInfo fcinfo, int argument)
{
	double dose;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, "Each group has its place on the scale that the trend is along.",
		           "Leave such rows out with FILTER (WHERE ...).", "dose must not be null");
	dose = PG_GETARG_FLOAT8(argument);
	if (!isfinite(dose))
		cpe_refuse(CPE_INVALID, "A dose is a finite number.", NULL, "dose out of range: %g", dose);
	return dose;
}

/* Adds a group, of measured values or of answers. */
static Datum
add_group(FunctionCallInfo fcinfo, double n, double mean, double x, double within, bool means)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_trend_kind);
	double dose = dose_arg(fcinfo, 1);
	struct cpe_term term[CPE_TREND_SUMS];

	if (n == 0)
	{
		cpe_summary_count(state, &cpe_trend_kind, CPE_TREND_EMPTY);
		PG_RETURN_POINTER(state);
	}
	if (!isfinite(x) || !isfinite(mean) || !isfinite(within))
		cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
	if (state->count[CPE_TREND_GROUPS] > 0 && means != (state->count[CPE_TREND_MEANS] > 0))
		cpe_refuse(CPE_INVALID, NULL, NULL, "cannot add a %s to a trend of %s",
		           means ? "mean" : "rate", means ? "rates" : "means");
	cpe_trend_terms(term, dose, n, x, mean, within);
	state = cpe_summary_add(&cpe_trend_kind, state, false, term);
	cpe_summary_count(state, &cpe_trend_kind, CPE_TREND_GROUPS);
	if (means)
		state->count[CPE_TREND_MEANS]++;
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(cpe_trend_accum_tally);
Datum
cpe_trend_accum_tally(PG_FUNCTION_ARGS)
{
	const struct cpe_summary *tally = PG_ARGISNULL(2) ? NULL : cpe_summary_arg(fcinfo, 2);
	struct proportion group;

	if (tally == NULL || tally->count[CPE_TALLY_N] == 0)
		return add_group(fcinfo, 0, 0, 0, 0, false);
	group = proportion_of(tally);
	return add_group(fcinfo, group.n, cpe_tally_rate(tally), group.x,
	                 group.x * ((group.n - group.x) / group.n), false);
}

PG_FUNCTION_INFO_V1(cpe_trend_accum_moments);
Datum
cpe_trend_accum_moments(PG_FUNCTION_ARGS)
{
	const struct cpe_summary *moments = PG_ARGISNULL(2) ? NULL : cpe_summary_arg(fcinfo, 2);
	double sd = 0;
	double n;
	double mean;

	if (moments == NULL || moments->count[CPE_MOMENTS_N] == 0)
		return add_group(fcinfo, 0, 0, 0, 0, true);
	n = cpe_moments_effective(moments);
	mean = cpe_moments_mean(moments);
	if (moments->count[CPE_MOMENTS_N] > 1)
		sd = cpe_moments_sd(moments);
	return add_group(fcinfo, n, mean, n * mean, fmax(0, n - 1) * sd * sd, true);
}

/* (groups, level, z) */
PG_FUNCTION_INFO_V1(cpe_trend_test);
Datum
cpe_trend_test(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 1, 2);
	const struct cpe_summary *trend;
	struct cpe_row row = {0};
	struct cpe_trend found;

	if (PG_ARGISNULL(0))
		return close_row(fcinfo, &row, "no estimate");
	trend = cpe_summary_arg(fcinfo, 0);
	cpe_trend_line(trend, &confidence, &found);
	cpe_put_finite(&row, found.slope);
	cpe_put_finite(&row, found.low);
	cpe_put_finite(&row, found.high);
	cpe_put_finite(&row, found.test.statistic);
	cpe_put_finite(&row, found.df);
	cpe_put_finite(&row, found.test.p);
	cpe_put_finite(&row, found.departure);
	cpe_put_finite(&row, isfinite(found.departure) ? found.departure_df : NAN);
	cpe_put_finite(&row, found.departure_p);
	cpe_put_count(&row, trend->count[CPE_TREND_GROUPS]);
	return close_row(fcinfo, &row, status_of(status_of(found.why, found.slope), found.low));
}
