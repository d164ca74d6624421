#ifndef CPE_SCORE_SCORE_H
#define CPE_SCORE_SCORE_H

/* PostgreSQL side: instruments as arguments, and scores as results. */

#include "cancer_pe.h"

#include "utils/array.h"

#include "base/base_plan.h"
#include "score/instrument.h"

/* Defines the settings of the room; called when the library is loaded. */
extern void cpe_score_settings(void);

/* ---- instruments as arguments ---- */

extern const struct cpe_plan_kind cpe_scoring_plan_kind;

/*
 * The instrument that a text argument names, or that a scoring_plan argument is; an unknown
 * name is an error that lists the known ones.  It lives as long as the call site (fn_mcxt).
 */
static inline const struct cpe_instrument *
cpe_instrument_arg(FunctionCallInfo fcinfo, int argument, struct cpe_plan_memo *memo)
{
	return cpe_plan_named(fcinfo, argument, memo, &cpe_scoring_plan_kind);
}

static inline const struct cpe_instrument *
cpe_plan_arg(FunctionCallInfo fcinfo, int argument, struct cpe_plan_memo *memo)
{
	return cpe_plan_value_entry(fcinfo, argument, memo, &cpe_scoring_plan_kind)->definition;
}

/* ---- answers and scores ---- */

/*
 * Spreads an int[] over the instrument's items.  Too many answers are refused; too few in strict
 * mode only, else the last items count as not answered.
 */
extern void cpe_spread_answers(const struct cpe_instrument *instrument, ArrayType *array,
                               bool strict, int32_t *answer, bool *given);
pg_noreturn extern void cpe_refuse_count(const struct cpe_instrument *instrument, int count,
                                         bool lenient_may);

/* The type that an answer in a column of that type is read as; InvalidOid: it holds no answers. */
extern Oid cpe_answer_type(Oid type);

/* An answer as a column of such a type has it, and its text for messages. */
enum cpe_reading
{
	CPE_READ,
	CPE_READ_NOTHING,  /* it stands for no answer: empty, a point, NaN */
	CPE_READ_NO_NUMBER /* not a whole number */
};
extern enum cpe_reading cpe_column_reading(Oid type, Datum value, int32_t *answer);
extern char *cpe_column_written(Oid type, Datum value);

/* The scores of one person as float8[], NULL where there is none. */
extern Datum cpe_score_array(const double *score, int scales);
extern Datum cpe_scores_datum(const struct cpe_instrument *instrument, const int32_t *answer,
                              const bool *given, bool strict);

/* A row for each scale into the materialized result: score, what it rests on, status. */
extern Datum cpe_score_rows(FunctionCallInfo fcinfo, const struct cpe_instrument *instrument,
                            const int32_t *answer, const bool *given, bool strict);

#endif
