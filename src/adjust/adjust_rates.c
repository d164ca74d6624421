#include "cancer_pe.h"

#include <math.h>

#include "adjust/rates.h"
#include "base/base.h"
#include "base/base_row.h"
#include "base/base_summary.h"

/* PostgreSQL side: the aggregates of direct and indirect standardisation, and what they give. */

CPE_SUMMARY_TYPE(direct_standardisation)
CPE_SUMMARY_TYPE(indirect_standardisation)

/* An argument that is a number of events or persons: there, finite, not negative. */
static double
amount_arg(FunctionCallInfo fcinfo, int argument, const char *name, const char *hint)
{
	double amount;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, hint, "%s must not be null", name);
	amount = PG_GETARG_FLOAT8(argument);
	if (!(amount >= 0) || isinf(amount))
		cpe_refuse(CPE_INVALID, "It is zero or positive, and finite.", NULL, "%s out of range: %g",
		           name, amount);
	return amount;
}

static double
events_arg(FunctionCallInfo fcinfo)
{
	return amount_arg(
		fcinfo, 1, "events",
		"Where a missing number means that there were none, say coalesce(events, 0).");
}

static double
population_arg(FunctionCallInfo fcinfo)
{
	return amount_arg(fcinfo, 2, "population", "Leave out strata whose population is not known.");
}

/* The state with one more stratum. */
static Datum
add_stratum(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind,
            const struct cpe_term *term)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, kind);

	state = cpe_summary_add(kind, state, false, term);
	cpe_summary_count(state, kind, CPE_RATES_STRATA);
	PG_RETURN_POINTER(state);
}

/* With four numbers the last is the sum over persons of their events squared; with three, events.
 */
PG_FUNCTION_INFO_V1(cpe_direct_standardisation_accum);
Datum
cpe_direct_standardisation_accum(PG_FUNCTION_ARGS)
{
	double events = events_arg(fcinfo);
	double population = population_arg(fcinfo);
	double standard =
		amount_arg(fcinfo, 3, "standard_population", "Leave out strata that the standard lacks.");
	double squares = PG_NARGS() > 4 ? amount_arg(fcinfo, 4, "events_squared", NULL) : events;
	struct cpe_term term[CPE_DIRECT_SUMS];
	struct cpe_problem problem;

	if (!cpe_direct_terms(term, events, population, standard, squares, &problem))
		cpe_raise(&problem);
	return add_stratum(fcinfo, &cpe_direct_standardisation_kind, term);
}

PG_FUNCTION_INFO_V1(cpe_indirect_standardisation_accum);
Datum
cpe_indirect_standardisation_accum(PG_FUNCTION_ARGS)
{
	double events = events_arg(fcinfo);
	double population = population_arg(fcinfo);
	double reference_events = amount_arg(fcinfo, 3, "reference_events", NULL);
	double reference_population = amount_arg(fcinfo, 4, "reference_population", NULL);
	struct cpe_term term[CPE_INDIRECT_SUMS];
	struct cpe_problem problem;

	if (!cpe_indirect_terms(term, events, population, reference_events, reference_population,
	                        &problem))
		cpe_raise(&problem);
	return add_stratum(fcinfo, &cpe_indirect_standardisation_kind, term);
}

static double
multiplier_arg(FunctionCallInfo fcinfo)
{
	double multiplier;

	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, NULL, NULL, "multiplier must not be null");
	multiplier = PG_GETARG_FLOAT8(1);
	if (!(multiplier > 0) || isinf(multiplier))
		cpe_refuse(CPE_INVALID, "A multiplier is positive and finite.", NULL,
		           "multiplier out of range: %g", multiplier);
	return multiplier;
}

/* The row of columns without a state: their status, behind them, says so. */
static Datum
no_state(FunctionCallInfo fcinfo, int columns)
{
	struct cpe_row row = {0};

	while (row.columns < columns - 1)
		cpe_put_null(&row);
	cpe_put_text(&row, "no strata");
	return cpe_row_datum(fcinfo, &row);
}

/* An empty status says nothing. */
static void
put_status(struct cpe_row *row, const char *status)
{
	cpe_put_text(row, status[0] ? status : NULL);
}

#define DSR_COLUMNS 9
PG_FUNCTION_INFO_V1(cpe_dsr);
Datum
cpe_dsr(PG_FUNCTION_ARGS)
{
	double multiplier = multiplier_arg(fcinfo);
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 2, 3);
	double minimum = amount_arg(fcinfo, 4, "minimum", "Say 0 to have every rate.");
	struct cpe_row row = {0};
	const struct cpe_summary *summary;
	struct cpe_direct_rate rate;
	struct cpe_problem problem;

	if (PG_ARGISNULL(0))
		return no_state(fcinfo, DSR_COLUMNS);
	summary = cpe_summary_arg(fcinfo, 0);
	if (!cpe_direct_rate(summary, multiplier, &confidence, minimum, &rate, &problem))
		cpe_raise(&problem);
	cpe_put_number(&row, rate.observed);
	cpe_put_number(&row, rate.population);
	cpe_put_count(&row, summary->count[CPE_RATES_STRATA]);
	cpe_put_number(&row, rate.standard);
	cpe_put_number(&row, rate.rate);
	cpe_put_number(&row, rate.se);
	cpe_put_number(&row, rate.low);
	cpe_put_number(&row, rate.high);
	put_status(&row, rate.status);
	return cpe_row_datum(fcinfo, &row);
}

#define ISR_COLUMNS 12
PG_FUNCTION_INFO_V1(cpe_isr);
Datum
cpe_isr(PG_FUNCTION_ARGS)
{
	double multiplier = multiplier_arg(fcinfo);
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 2, 3);
	struct cpe_row row = {0};
	const struct cpe_summary *summary;
	struct cpe_indirect_rate rate;
	struct cpe_problem problem;

	if (PG_ARGISNULL(0))
		return no_state(fcinfo, ISR_COLUMNS);
	summary = cpe_summary_arg(fcinfo, 0);
	if (!cpe_indirect_rate(summary, multiplier, &confidence, &rate, &problem))
		cpe_raise(&problem);
	cpe_put_number(&row, rate.observed);
	cpe_put_number(&row, rate.population);
	cpe_put_count(&row, summary->count[CPE_RATES_STRATA]);
	cpe_put_number(&row, rate.expected);
	cpe_put_number(&row, rate.ratio);
	cpe_put_number(&row, rate.ratio_low);
	cpe_put_number(&row, rate.ratio_high);
	cpe_put_number(&row, rate.reference_rate);
	cpe_put_number(&row, rate.rate);
	cpe_put_number(&row, rate.rate_low);
	cpe_put_number(&row, rate.rate_high);
	put_status(&row, rate.status);
	return cpe_row_datum(fcinfo, &row);
}
