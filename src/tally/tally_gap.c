#include "cancer_pe.h"

#include <math.h>

#include "base/base.h"
#include "base/base_row.h"
#include "base/base_summary.h"
#include "tally/moments_stats.h"
#include "tally/rate_stats.h"

/* The result row; a difference or limit that is not finite is NULL. */
static Datum
gap_row(FunctionCallInfo fcinfo, double difference, double low, double high, const char *status)
{
	struct cpe_row row = {0};

	cpe_put_finite(&row, difference);
	cpe_put_finite(&row, low);
	cpe_put_finite(&row, high);
	cpe_put_text(&row, status);
	return cpe_row_datum(fcinfo, &row);
}

PG_FUNCTION_INFO_V1(cpe_tally_gap);
Datum
cpe_tally_gap(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 3, 4);
	char *name = cpe_word_arg(fcinfo, 2, "method");
	enum cpe_difference_method method;
	const struct cpe_summary *tally;
	const struct cpe_summary *reference;
	struct cpe_interval interval;

	if (!cpe_difference_method_by_name(name, &method))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Methods: %s.", cpe_difference_method_names),
		           "unknown interval method: \"%s\"", name);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return gap_row(fcinfo, NAN, NAN, NAN, "no estimate");
	tally = cpe_summary_arg(fcinfo, 0);
	reference = cpe_summary_arg(fcinfo, 1);
	if (tally->count[CPE_TALLY_N] == 0 || reference->count[CPE_TALLY_N] == 0)
		return gap_row(fcinfo, NAN, NAN, NAN, cpe_interval_reason(CPE_INTERVAL_NO_DATA));
	cpe_difference_interval(method, cpe_tally_effective_positive(tally), cpe_tally_effective(tally),
	                        cpe_tally_effective_positive(reference), cpe_tally_effective(reference),
	                        &confidence, &interval);
	return gap_row(fcinfo, cpe_tally_rate(tally) - cpe_tally_rate(reference), interval.low,
	               interval.high, cpe_interval_reason(interval.status));
}

/* The interval of a difference of two means: t with Welch's degrees of freedom. */
static bool
mean_gap(const struct cpe_summary *moments, const struct cpe_summary *reference, double difference,
         const struct cpe_confidence *confidence, struct cpe_interval *interval)
{
	double se = cpe_moments_se(moments);
	double base_se = cpe_moments_se(reference);
	double df = cpe_welch_df(se, (double) (moments->count[CPE_MOMENTS_N] - 1), base_se,
	                         (double) (reference->count[CPE_MOMENTS_N] - 1));

	return cpe_mean_interval(CPE_MEAN_T, difference, hypot(se, base_se), df, confidence, interval);
}

PG_FUNCTION_INFO_V1(cpe_moments_gap);
Datum
cpe_moments_gap(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 2, 3);
	const struct cpe_summary *moments;
	const struct cpe_summary *reference;
	struct cpe_interval interval;
	double difference;
	int64 fewer;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return gap_row(fcinfo, NAN, NAN, NAN, "no estimate");
	moments = cpe_summary_arg(fcinfo, 0);
	reference = cpe_summary_arg(fcinfo, 1);
	fewer = Min(moments->count[CPE_MOMENTS_N], reference->count[CPE_MOMENTS_N]);
	if (fewer == 0)
		return gap_row(fcinfo, NAN, NAN, NAN, cpe_interval_reason(CPE_INTERVAL_NO_DATA));
	difference = cpe_moments_mean(moments) - cpe_moments_mean(reference);
	if (fewer == 1)
		return gap_row(fcinfo, difference, NAN, NAN, cpe_interval_reason(CPE_INTERVAL_TOO_FEW));
	if (!mean_gap(moments, reference, difference, &confidence, &interval) ||
	    !isfinite(interval.low) || !isfinite(interval.high))
		return gap_row(fcinfo, difference, NAN, NAN, "out of range");
	return gap_row(fcinfo, difference, interval.low, interval.high, NULL);
}
