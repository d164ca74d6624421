#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "common/int.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "base/base.h"
#include "base/base_summary.h"
#include "base/decimal.h"
#include "base/interval.h"
#include "tally/moments_stats.h"
#include "tally/standardised.h"
#include "tally/rate_stats.h"
#include "tally/tally.h"

CPE_SUMMARY_TYPE(tally)
CPE_SUMMARY_TYPE(moments)

/* ---- the aggregates' transitions ---- */

double
cpe_weight_arg(FunctionCallInfo fcinfo, int argument)
{
	double weight;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL,
		           "Leave such rows out with FILTER (WHERE ...), or give them a weight.",
		           "weight must not be null");
	weight = PG_GETARG_FLOAT8(argument);
	if (!(weight > 0) || isinf(weight))
		cpe_refuse(CPE_INVALID, "A weight is a positive, finite number.", NULL,
		           "weight out of range: %g", weight);
	return weight;
}

PG_FUNCTION_INFO_V1(cpe_tally_accum);
Datum
cpe_tally_accum(PG_FUNCTION_ARGS)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_tally_kind);

	if (state->weighted)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "cannot add an answer without weight to tally with one");
	if (PG_ARGISNULL(1))
		cpe_summary_count(state, &cpe_tally_kind, CPE_TALLY_MISSING);
	else
	{
		cpe_summary_count(state, &cpe_tally_kind, CPE_TALLY_N);
		if (PG_GETARG_BOOL(1))
			state->count[CPE_TALLY_POSITIVE]++;
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(cpe_tally_accum_weighted);
Datum
cpe_tally_accum_weighted(PG_FUNCTION_ARGS)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_tally_kind);
	double weight = cpe_weight_arg(fcinfo, 2);
	struct cpe_term term[CPE_TALLY_SUMS];

	if (PG_ARGISNULL(1))
	{
		memset(term, 0, sizeof(term));
		state = cpe_summary_add(&cpe_tally_kind, state, true, term);
		cpe_summary_count(state, &cpe_tally_kind, CPE_TALLY_MISSING);
		PG_RETURN_POINTER(state);
	}
	cpe_tally_terms(term, PG_GETARG_BOOL(1), weight);
	state = cpe_summary_add(&cpe_tally_kind, state, true, term);
	cpe_summary_count(state, &cpe_tally_kind, CPE_TALLY_N);
	if (PG_GETARG_BOOL(1))
		state->count[CPE_TALLY_POSITIVE]++;
	PG_RETURN_POINTER(state);
}

static Datum
accumulate_moments(FunctionCallInfo fcinfo, bool weighted)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_moments_kind);
	double weight = weighted ? cpe_weight_arg(fcinfo, 2) : 1;
	struct cpe_term term[CPE_SUMMARY_MAX_SUMS];

	if (PG_ARGISNULL(1))
	{
		memset(term, 0, sizeof(term));
		state = cpe_summary_add(&cpe_moments_kind, state, weighted, term);
		cpe_summary_count(state, &cpe_moments_kind, CPE_MOMENTS_MISSING);
	}
	else
	{
		double value = PG_GETARG_FLOAT8(1);

		if (!isfinite(value))
			cpe_refuse(CPE_INVALID, "A value is a finite number, or NULL for missing.", NULL,
			           "value out of range: %g", value);
		cpe_moments_terms(term, value, weighted, weight);
		state = cpe_summary_add(&cpe_moments_kind, state, weighted, term);
		cpe_summary_count(state, &cpe_moments_kind, CPE_MOMENTS_N);
	}
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(cpe_moments_accum);
Datum
cpe_moments_accum(PG_FUNCTION_ARGS)
{
	return accumulate_moments(fcinfo, false);
}

PG_FUNCTION_INFO_V1(cpe_moments_accum_weighted);
Datum
cpe_moments_accum_weighted(PG_FUNCTION_ARGS)
{
	return accumulate_moments(fcinfo, true);
}

/* ---- constructors and accessors ---- */

PG_FUNCTION_INFO_V1(cpe_make_tally);
Datum
cpe_make_tally(PG_FUNCTION_ARGS)
{
	struct cpe_summary *tally = cpe_summary_new_empty(&cpe_tally_kind);

	for (int i = 0; i < cpe_tally_kind.counts; i++)
	{
		tally->count[i] = PG_GETARG_INT64(i);
		if (tally->count[i] < 0)
			cpe_refuse(CPE_INVALID, "Counts are zero or positive.", NULL,
			           "%s must not be negative: " INT64_FORMAT, cpe_tally_kind.count_name[i],
			           tally->count[i]);
	}
	if (tally->count[CPE_TALLY_POSITIVE] > tally->count[CPE_TALLY_N])
		cpe_refuse(CPE_INVALID, "The positive answers are among the n scored ones.", NULL,
		           "positive (" INT64_FORMAT ") must not be greater than n (" INT64_FORMAT ")",
		           tally->count[CPE_TALLY_POSITIVE], tally->count[CPE_TALLY_N]);
	PG_RETURN_POINTER(tally);
}

PG_FUNCTION_INFO_V1(cpe_make_moments);
Datum
cpe_make_moments(PG_FUNCTION_ARGS)
{
	int64 n = PG_GETARG_INT64(0);
	double mean = PG_GETARG_FLOAT8(1);
	double sd = PG_GETARG_FLOAT8(2);
	int64 missing = PG_GETARG_INT64(3);
	double spread[3] = {(double) (n - 1), sd, sd};
	double level[3] = {(double) n, mean, mean};
	struct cpe_term term[CPE_MOMENTS_PLAIN_SUMS];
	struct cpe_summary *moments = cpe_summary_new_empty(&cpe_moments_kind);

	if (n < 0 || missing < 0)
		cpe_refuse(CPE_INVALID, "Counts are zero or positive.", NULL,
		           "%s must not be negative: " INT64_FORMAT, n < 0 ? "n" : "missing",
		           n < 0 ? n : missing);
	if (n > INT64CONST(1) << 53)
		cpe_refuse(CPE_INVALID, "The largest is 9007199254740992.", NULL,
		           "n out of range: " INT64_FORMAT, n);
	if (!isfinite(mean) || !isfinite(sd) || sd < 0)
		cpe_refuse(CPE_INVALID, "The mean is finite; the sd is finite and not negative.", NULL,
		           "mean or sd out of range: %g, %g", mean, sd);
	if ((n < 2 && sd != 0) || (n == 0 && mean != 0))
		cpe_refuse(CPE_INVALID, "One value has no spread, and no value has no mean.",
		           "Give 0 for what is not there.", "mean or sd do not go with n = " INT64_FORMAT,
		           n);
	if (n > 0)
	{
		/* sum(x) = n*mean, sum(x^2) = (n-1)*sd^2 + n*mean^2, both exact */
		cpe_term_product(&term[CPE_MOMENTS_X], level, 2);
		cpe_term_product(&term[CPE_MOMENTS_XX], level, 3);
		moments = cpe_summary_add(&cpe_moments_kind, moments, false, term);
		memset(term, 0, sizeof(term));
		cpe_term_product(&term[CPE_MOMENTS_XX], spread, 3);
		moments = cpe_summary_add(&cpe_moments_kind, moments, false, term);
	}
	moments->count[CPE_MOMENTS_N] = n;
	moments->count[CPE_MOMENTS_MISSING] = missing;
	PG_RETURN_POINTER(moments);
}

#define COUNT_ACCESSOR(name, which)                                                                \
	CPE_FUNCTION(name, PG_RETURN_INT64(cpe_summary_arg(fcinfo, 0)->count[which]))
COUNT_ACCESSOR(cpe_tally_n, CPE_TALLY_N)
COUNT_ACCESSOR(cpe_tally_positives, CPE_TALLY_POSITIVE)
COUNT_ACCESSOR(cpe_tally_missing, CPE_TALLY_MISSING)
COUNT_ACCESSOR(cpe_tally_invalid, CPE_TALLY_INVALID)
COUNT_ACCESSOR(cpe_moments_n, CPE_MOMENTS_N)
COUNT_ACCESSOR(cpe_moments_missing, CPE_MOMENTS_MISSING)

/* A statistic that needs so many values: NULL with fewer, an error where it leaves the doubles. */
static Datum
statistic(FunctionCallInfo fcinfo, double (*compute)(const struct cpe_summary *), int64 needs)
{
	const struct cpe_summary *summary = cpe_summary_arg(fcinfo, 0);
	double value;

	if (summary->count[0] < needs)
		PG_RETURN_NULL();
	value = compute(summary);
	if (!isfinite(value))
		cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
	PG_RETURN_FLOAT8(value);
}

CPE_FUNCTION(cpe_tally_rate_sql, return statistic(fcinfo, cpe_tally_rate, 1))
CPE_FUNCTION(cpe_tally_rate_se,
             return statistic(fcinfo, cpe_tally_se, cpe_summary_arg(fcinfo, 0)->weighted ? 2 : 1))
CPE_FUNCTION(cpe_moments_mean_sql, return statistic(fcinfo, cpe_moments_mean, 1))
CPE_FUNCTION(cpe_moments_sd_sql, return statistic(fcinfo, cpe_moments_sd, 2))
CPE_FUNCTION(cpe_moments_mean_se, return statistic(fcinfo, cpe_moments_se, 2))

PG_FUNCTION_INFO_V1(cpe_tally_n_eff);
Datum
cpe_tally_n_eff(PG_FUNCTION_ARGS)
{
	if (cpe_summary_arg(fcinfo, 0)->count[CPE_TALLY_N] == 0)
		PG_RETURN_FLOAT8(0);
	return statistic(fcinfo, cpe_tally_effective, 1);
}

PG_FUNCTION_INFO_V1(cpe_moments_n_eff);
Datum
cpe_moments_n_eff(PG_FUNCTION_ARGS)
{
	if (cpe_summary_arg(fcinfo, 0)->count[CPE_MOMENTS_N] == 0)
		PG_RETURN_FLOAT8(0);
	return statistic(fcinfo, cpe_moments_effective, 1);
}

/* ---- rounding ---- */

static enum cpe_rounding
rounding_args(FunctionCallInfo fcinfo, int decimals)
{
	char *mode = text_to_cstring(PG_GETARG_TEXT_PP(2));
	enum cpe_rounding rounding;

	if (!cpe_rounding_by_name(mode, &rounding))
		cpe_refuse(CPE_INVALID, NULL, "Modes: once, twice.", "unknown rounding mode: \"%s\"", mode);
	if (decimals < 0 || decimals > CPE_DECIMALS_MAX)
		cpe_refuse(CPE_INVALID, "There are 0 to 10 decimals.", NULL, "decimals out of range: %d",
		           decimals);
	return rounding;
}

PG_FUNCTION_INFO_V1(cpe_round_half_up_sql);
Datum
cpe_round_half_up_sql(PG_FUNCTION_ARGS)
{
	double value = PG_GETARG_FLOAT8(0);
	int decimals = PG_GETARG_INT32(1);
	enum cpe_rounding rounding = rounding_args(fcinfo, decimals);

	if (!isfinite(value))
		cpe_refuse(CPE_INVALID, NULL, NULL, "cannot round %g", value);
	PG_RETURN_FLOAT8(cpe_round_half_up(value, decimals, rounding));
}

PG_FUNCTION_INFO_V1(cpe_tally_percent);
Datum
cpe_tally_percent(PG_FUNCTION_ARGS)
{
	const struct cpe_summary *tally = cpe_summary_arg(fcinfo, 0);
	int decimals = PG_GETARG_INT32(1);
	enum cpe_rounding rounding = rounding_args(fcinfo, decimals);

	if (tally->count[CPE_TALLY_N] == 0)
		PG_RETURN_NULL();
	if (tally->weighted)
		PG_RETURN_FLOAT8(cpe_round_half_up(100 * cpe_tally_rate(tally), decimals, rounding));
	PG_RETURN_FLOAT8(cpe_round_percent(tally->count[CPE_TALLY_POSITIVE], tally->count[CPE_TALLY_N],
	                                   decimals, rounding));
}

/* ---- intervals ---- */

/* An interval that is not there, and why. */
static Datum
no_interval(FunctionCallInfo fcinfo, const char *status)
{
	return cpe_limits_row(fcinfo, NAN, NAN, status);
}

/* An interval, and what there is to say of a limit that is missing. */
static Datum
interval_row(FunctionCallInfo fcinfo, const struct cpe_interval *interval)
{
	const char *status = cpe_interval_reason(interval->status);

	if (status == NULL)
		status = interval->low_reason;
	if (status == NULL && !(isfinite(interval->low) && isfinite(interval->high)))
		status = "out of range";
	return cpe_limits_row(fcinfo, interval->low, interval->high, status);
}

static Datum
proportion_row(FunctionCallInfo fcinfo, const char *name, double x, double n, bool whole,
               struct cpe_confidence confidence)
{
	enum cpe_proportion_method method;
	struct cpe_interval interval;

	if (!cpe_proportion_method_by_name(name, &method))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Methods: %s.", cpe_proportion_method_names),
		           "unknown interval method: \"%s\"", name);
	if (!whole && cpe_proportion_method_needs_counts(method))
		cpe_refuse(CPE_INVALID,
		           "It is defined for whole numbers of answers, not for weighted ones or a rate.",
		           NULL, "interval method \"%s\" needs counts", name);
	cpe_proportion_interval(method, x, n, &confidence, &interval);
	return interval_row(fcinfo, &interval);
}

PG_FUNCTION_INFO_V1(cpe_tally_rate_ci);
Datum
cpe_tally_rate_ci(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 2, 3);
	char *method = cpe_word_arg(fcinfo, 1, "method");
	const struct cpe_summary *tally;
	double n;

	if (PG_ARGISNULL(0))
		return no_interval(fcinfo, "no estimate");
	tally = cpe_summary_arg(fcinfo, 0);
	if (!tally->weighted || tally->count[CPE_TALLY_N] == 0)
		return proportion_row(fcinfo, method, (double) tally->count[CPE_TALLY_POSITIVE],
		                      (double) tally->count[CPE_TALLY_N], true, confidence);
	n = cpe_tally_effective(tally);
	return proportion_row(fcinfo, method, cpe_tally_rate(tally) * n, n, false, confidence);
}

PG_FUNCTION_INFO_V1(cpe_rate_ci);
Datum
cpe_rate_ci(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 3, 4);
	char *method = cpe_word_arg(fcinfo, 2, "method");
	double rate;
	double n;
	double x;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return no_interval(fcinfo, "no estimate");
	rate = PG_GETARG_FLOAT8(0);
	n = PG_GETARG_FLOAT8(1);
	if (!(rate >= 0 && rate <= 1))
		cpe_refuse(CPE_INVALID, "A rate lies between 0 and 1.", "Divide a percentage by 100.",
		           "rate out of range: %g", rate);
	if (!(n >= 0) || isinf(n))
		cpe_refuse(CPE_INVALID, "n is zero or positive, and finite.", NULL, "n out of range: %g",
		           n);
	x = rate * n;
	/* a rate that came from counts gives its count back */
	if (rint(n) == n && fabs(x - rint(x)) <= 1e-15 * n)
		x = rint(x);
	return proportion_row(fcinfo, method, x, n, rint(n) == n && rint(x) == x, confidence);
}

PG_FUNCTION_INFO_V1(cpe_count_ci);
Datum
cpe_count_ci(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 2, 3);
	char *name = cpe_word_arg(fcinfo, 1, "method");
	enum cpe_count_method method;
	struct cpe_interval interval;
	double events;

	if (!cpe_count_method_by_name(name, &method))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Methods: %s.", cpe_count_method_names),
		           "unknown interval method: \"%s\"", name);
	if (PG_ARGISNULL(0))
		return no_interval(fcinfo, "no estimate");
	events = PG_GETARG_FLOAT8(0);
	if (!(events >= 0) || isinf(events))
		cpe_refuse(CPE_INVALID, "A number of events is zero or positive, and finite.", NULL,
		           "events out of range: %g", events);
	cpe_count_interval(method, events, &confidence, &interval);
	return interval_row(fcinfo, &interval);
}

static Datum
mean_row(FunctionCallInfo fcinfo, enum cpe_mean_method method, double mean, double se, double df,
         struct cpe_confidence confidence)
{
	struct cpe_interval interval;

	cpe_mean_interval(method, mean, se, df, &confidence, &interval);
	return interval_row(fcinfo, &interval);
}

PG_FUNCTION_INFO_V1(cpe_moments_mean_ci);
Datum
cpe_moments_mean_ci(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 2, 3);
	char *name = cpe_word_arg(fcinfo, 1, "method");
	const struct cpe_summary *moments;
	enum cpe_mean_method method;
	int64 n;

	if (!cpe_mean_method_by_name(name, &method))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Methods: %s.", cpe_mean_method_names),
		           "unknown interval method: \"%s\"", name);
	if (PG_ARGISNULL(0))
		return no_interval(fcinfo, "no estimate");
	moments = cpe_summary_arg(fcinfo, 0);
	n = moments->count[CPE_MOMENTS_N];
	if (n < 2)
		return no_interval(
			fcinfo, cpe_interval_reason(n == 0 ? CPE_INTERVAL_NO_DATA : CPE_INTERVAL_TOO_FEW));
	return mean_row(fcinfo, method, cpe_moments_mean(moments), cpe_moments_se(moments),
	                (double) (n - 1), confidence);
}

PG_FUNCTION_INFO_V1(cpe_mean_ci);
Datum
cpe_mean_ci(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 3, 4);
	double mean;
	double se;
	double df = 1;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return no_interval(fcinfo, "no estimate");
	mean = PG_GETARG_FLOAT8(0);
	se = PG_GETARG_FLOAT8(1);
	if (!isfinite(mean) || !isfinite(se) || se < 0)
		cpe_refuse(CPE_INVALID, "Both are finite; the standard error is not negative.", NULL,
		           "mean or standard error out of range: %g, %g", mean, se);
	if (!PG_ARGISNULL(2))
	{
		df = PG_GETARG_FLOAT8(2);
		if (!(df > 0) || isinf(df))
			cpe_refuse(CPE_INVALID, "Degrees of freedom are positive and finite.", NULL,
			           "degrees of freedom out of range: %g", df);
	}
	return mean_row(fcinfo, PG_ARGISNULL(2) ? CPE_MEAN_NORMAL : CPE_MEAN_T, mean, se, df,
	                confidence);
}

/* ---- direct standardisation ---- */

CPE_SUMMARY_TYPE(standardised)

/* Adds a stratum of n answers; mean and se as far as n allows. */
static Datum
add_stratum(FunctionCallInfo fcinfo, int64 n, double mean, double se)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_standardised_kind);
	struct cpe_term term[CPE_STANDARDISED_SUMS];
	double weight;
	int64 *left = NULL;

	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, "Every stratum has its weight in the standard population.",
		           "Weight 0 leaves a stratum out, and counts its answers as left out.",
		           "weight must not be null");
	weight = PG_GETARG_FLOAT8(2);
	if (!(weight >= 0) || isinf(weight))
		cpe_refuse(CPE_INVALID, "A weight is zero or positive, and finite.", NULL,
		           "weight out of range: %g", weight);
	if (!isfinite(mean) || !isfinite(se))
		cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
	if (weight > 0)
	{
		cpe_standardised_terms(term, weight, n, mean, se);
		state = cpe_summary_add(&cpe_standardised_kind, state, false, term);
		cpe_summary_count(state, &cpe_standardised_kind, CPE_STANDARDISED_STRATA);
		if (n < 2)
			state->count[n == 0 ? CPE_STANDARDISED_EMPTY : CPE_STANDARDISED_SINGLE]++;
	}
	left = &state->count[weight > 0 ? CPE_STANDARDISED_N : CPE_STANDARDISED_LEFT];
	if (pg_add_s64_overflow(*left, n, left))
		cpe_refuse(CPE_RANGE, NULL, NULL, "%s of %s is out of range", weight > 0 ? "n" : "left",
		           cpe_standardised_kind.name);
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(cpe_standardised_accum_moments);
Datum
cpe_standardised_accum_moments(PG_FUNCTION_ARGS)
{
	const struct cpe_summary *moments = PG_ARGISNULL(1) ? NULL : cpe_summary_arg(fcinfo, 1);
	int64 n = moments ? moments->count[CPE_MOMENTS_N] : 0;

	return add_stratum(fcinfo, n, n > 0 ? cpe_moments_mean(moments) : 0,
	                   n > 1 ? cpe_moments_se(moments) : 0);
}

PG_FUNCTION_INFO_V1(cpe_standardised_accum_tally);
Datum
cpe_standardised_accum_tally(PG_FUNCTION_ARGS)
{
	const struct cpe_summary *tally = PG_ARGISNULL(1) ? NULL : cpe_summary_arg(fcinfo, 1);
	int64 n = tally ? tally->count[CPE_TALLY_N] : 0;

	return add_stratum(fcinfo, n, n > 0 ? cpe_tally_rate(tally) : 0,
	                   n > 1 ? cpe_tally_se(tally) : 0);
}

COUNT_ACCESSOR(cpe_standardised_n, CPE_STANDARDISED_N)
COUNT_ACCESSOR(cpe_standardised_strata, CPE_STANDARDISED_STRATA)

/* The mean, which must be one of proportions where that is asked for. */
static double
standardised_mean(const struct cpe_summary *summary, bool rate)
{
	double mean = cpe_standardised_mean(summary);

	if (!isfinite(mean))
		cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
	if (rate && !(mean >= 0 && mean <= 1))
		cpe_refuse(CPE_INVALID, "A rate lies between 0 and 1.", "Use mean, mean_se and mean_ci.",
		           "standardised mean %g is not a rate", mean);
	return mean;
}

static Datum
standardised_mean_datum(FunctionCallInfo fcinfo, bool rate)
{
	const struct cpe_summary *summary = cpe_summary_arg(fcinfo, 0);
	const char *why;

	if (!cpe_standardised_has_mean(summary, PG_GETARG_BOOL(1), &why))
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(standardised_mean(summary, rate));
}

CPE_FUNCTION(cpe_standardised_mean_sql, return standardised_mean_datum(fcinfo, false))
CPE_FUNCTION(cpe_standardised_rate_sql, return standardised_mean_datum(fcinfo, true))

PG_FUNCTION_INFO_V1(cpe_standardised_se_sql);
Datum
cpe_standardised_se_sql(PG_FUNCTION_ARGS)
{
	const struct cpe_summary *summary = cpe_summary_arg(fcinfo, 0);
	const char *why;
	double se;

	if (!cpe_standardised_has_se(summary, PG_GETARG_BOOL(1), &why))
		PG_RETURN_NULL();
	se = cpe_standardised_se(summary);
	if (!isfinite(se))
		cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
	PG_RETURN_FLOAT8(se);
}

static Datum
standardised_ci(FunctionCallInfo fcinfo, bool rate)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 1, 2);
	const struct cpe_summary *summary;
	const char *why;
	const char *left;
	double mean;
	double se;

	if (PG_ARGISNULL(3))
		cpe_refuse(CPE_NULL, NULL, NULL, "reweight must not be null");
	if (PG_ARGISNULL(0))
		return no_interval(fcinfo, "no estimate");
	summary = cpe_summary_arg(fcinfo, 0);
	if (!cpe_standardised_has_se(summary, PG_GETARG_BOOL(3), &why))
	{
		if (cpe_standardised_has_mean(summary, true, &left) && !PG_GETARG_BOOL(3) &&
		    summary->count[CPE_STANDARDISED_EMPTY] > 0)
			why = psprintf("%s: %.3g %% of the weight", why,
			               100 * (1 - cpe_standardised_coverage(summary)));
		return no_interval(fcinfo, why);
	}
	mean = standardised_mean(summary, rate);
	se = cpe_standardised_se(summary);
	if (rate && se == 0)
		return no_interval(fcinfo, "every stratum is at 0 or 1");
	return mean_row(fcinfo, CPE_MEAN_NORMAL, mean, se, 1, confidence);
}

CPE_FUNCTION(cpe_standardised_mean_ci, return standardised_ci(fcinfo, false))
CPE_FUNCTION(cpe_standardised_rate_ci, return standardised_ci(fcinfo, true))

PG_FUNCTION_INFO_V1(cpe_standardised_coverage_sql);
Datum
cpe_standardised_coverage_sql(PG_FUNCTION_ARGS)
{
	const struct cpe_summary *summary = cpe_summary_arg(fcinfo, 0);

	if (summary->count[CPE_STANDARDISED_STRATA] == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(cpe_standardised_coverage(summary));
}
