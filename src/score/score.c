#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "base/base.h"
#include "score/score.h"

/* ---- the type scoring_plan: a definition, checked ---- */

static void *
read_definition(struct cpe_arena *arena, const char *text, size_t size, struct cpe_problem *problem)
{
	return cpe_instrument_read(arena, text, size, problem);
}

/*
 * Refuses texts that the server's encoding does not have, which \u escapes can bring in: one such
 * definition in the registry would make its views unreadable.
 */
static void
check_texts(const void *definition)
{
	const struct cpe_instrument *instrument = definition;
	bool null;

	(void) cpe_utf8_datum(instrument->version, &null);
	(void) cpe_utf8_datum(instrument->title, &null);
	(void) cpe_utf8_datum(instrument->column, &null);
	(void) cpe_utf8_datum(instrument->source, &null);
	(void) cpe_utf8_datum(instrument->note, &null);
	(void) cpe_utf8_datum(instrument->licence, &null);
	for (int i = 0; i < instrument->items; i++)
		(void) cpe_utf8_datum(instrument->item[i].label, &null);
	for (int i = 0; i < instrument->scales; i++)
	{
		(void) cpe_utf8_datum(instrument->scale[i].label, &null);
		(void) cpe_utf8_datum(instrument->scale[i].source, &null);
		(void) cpe_utf8_datum(instrument->scale[i].note, &null);
	}
	for (int i = 0; i < instrument->thresholds; i++)
	{
		(void) cpe_utf8_datum(instrument->threshold[i].name, &null);
		(void) cpe_utf8_datum(instrument->threshold[i].source, &null);
	}
}

/* The text of a registered instrument's definition, or NULL. */
static char *
registered_definition(const char *code)
{
	return cpe_first_value("SELECT plan FROM cancer_pe.instrument "
	                       "WHERE code OPERATOR(pg_catalog.=) $1",
	                       1, code, NULL);
}

static void
refuse_unknown(const char *code)
{
	char *known = cpe_first_value("SELECT pg_catalog.string_agg(code, ', ' ORDER BY code COLLATE "
	                              "pg_catalog.\"C\") FROM cancer_pe.instrument "
	                              "WHERE code OPERATOR(pg_catalog.<>) $1",
	                              1, code, NULL);

	cpe_refuse(CPE_INVALID, known ? psprintf("Known instruments: %s.", known) : NULL,
	           "register_instrument adds one of your own; case matters.",
	           "there is no instrument \"%s\"", code);
}

const struct cpe_plan_kind cpe_scoring_plan_kind = {"instrument", read_definition, check_texts,
                                                    registered_definition, refuse_unknown};

PG_FUNCTION_INFO_V1(cpe_scoring_plan_in);
Datum
cpe_scoring_plan_in(PG_FUNCTION_ARGS)
{
	return cpe_plan_in(fcinfo, &cpe_scoring_plan_kind);
}

PG_FUNCTION_INFO_V1(cpe_scoring_plan_out);
Datum
cpe_scoring_plan_out(PG_FUNCTION_ARGS)
{
	return cpe_plan_out(fcinfo);
}

PG_FUNCTION_INFO_V1(cpe_scoring_plan_recv);
Datum
cpe_scoring_plan_recv(PG_FUNCTION_ARGS)
{
	return cpe_plan_recv(fcinfo, &cpe_scoring_plan_kind);
}

PG_FUNCTION_INFO_V1(cpe_scoring_plan_send);
Datum
cpe_scoring_plan_send(PG_FUNCTION_ARGS)
{
	return cpe_plan_send(fcinfo);
}

/* ---- answers and scores ---- */

void
cpe_refuse_count(const struct cpe_instrument *instrument, int count, bool lenient_may)
{
	cpe_refuse(CPE_INVALID,
	           psprintf("%s has %d items, in the order of items('%s').", instrument->code,
	                    instrument->items, instrument->code),
	           lenient_may ? "In lenient mode (strict => false) answers at the end may be left out."
	                       : NULL,
	           "%d answers to %s", count, instrument->code);
}

/*
 * Spreads an int[] over the instrument's items.  Too many answers are refused; too few in strict
 * mode only, else the last items count as not answered.
 */
void
cpe_spread_answers(const struct cpe_instrument *instrument, ArrayType *array, bool strict,
                   int32_t *answer, bool *given)
{
	int count = cpe_int_array_count(array);

	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, "The answers of one person are a one-dimensional array.", NULL,
		           "answers have %d dimensions", ARR_NDIM(array));
	if (count > instrument->items || (count < instrument->items && strict))
		cpe_refuse_count(instrument, count, count < instrument->items);
	cpe_int_array_spread(array, answer, given);
	for (int i = count; i < instrument->items; i++)
	{
		answer[i] = 0;
		given[i] = false;
	}
}

Datum
cpe_scores_datum(const struct cpe_instrument *instrument, const int32_t *answer, const bool *given,
                 bool strict)
{
	double score[CPE_MAX_SCALES];
	struct cpe_problem problem;

	if (!cpe_instrument_scores(instrument, answer, given, strict, score, &problem))
		cpe_raise(&problem);
	return cpe_score_array(score, instrument->scales);
}

Datum
cpe_score_array(const double *score, int scales)
{
	int there = 0;
	ArrayType *array;
	double *value;
	bits8 *bitmap;
	size_t header;

	for (int i = 0; i < scales; i++)
		there += !isnan(score[i]);
	header = there == scales ? ARR_OVERHEAD_NONULLS(1) : ARR_OVERHEAD_WITHNULLS(1, scales);
	array = palloc(header + there * sizeof(double));
	SET_VARSIZE(array, header + there * sizeof(double));
	array->ndim = 1;
	array->elemtype = FLOAT8OID;
	array->dataoffset = there == scales ? 0 : (int32) header;
	ARR_DIMS(array)[0] = scales;
	ARR_LBOUND(array)[0] = 1;
	value = (double *) ARR_DATA_PTR(array);
	if (there == scales)
	{
		memcpy(value, score, scales * sizeof(double));
		PG_RETURN_ARRAYTYPE_P(array);
	}
	bitmap = ARR_NULLBITMAP(array);
	memset(bitmap, 0, (scales + 7) / 8);
	for (int i = 0; i < scales; i++)
		if (!isnan(score[i]))
		{
			bitmap[i / 8] |= 1 << (i % 8);
			*value++ = score[i];
		}
	PG_RETURN_ARRAYTYPE_P(array);
}

/* scores(instrument or plan, answers, strict); NULL answers have no scores. */
static Datum
scores_of(FunctionCallInfo fcinfo, const struct cpe_instrument *instrument)
{
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];
	bool strict = PG_ARGISNULL(2) || PG_GETARG_BOOL(2);

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	cpe_spread_answers(instrument, PG_GETARG_ARRAYTYPE_P(1), strict, answer, given);
	return cpe_scores_datum(instrument, answer, given, strict);
}

PG_FUNCTION_INFO_V1(cpe_scores_by_name);
Datum
cpe_scores_by_name(PG_FUNCTION_ARGS)
{
	return scores_of(fcinfo, cpe_instrument_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo)));
}

PG_FUNCTION_INFO_V1(cpe_scores_by_plan);
Datum
cpe_scores_by_plan(PG_FUNCTION_ARGS)
{
	return scores_of(fcinfo, cpe_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo)));
}

Datum
cpe_score_rows(FunctionCallInfo fcinfo, const struct cpe_instrument *instrument,
               const int32_t *answer, const bool *given, bool strict)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	struct cpe_score *score = palloc(instrument->scales * sizeof(*score));
	struct cpe_problem problem;

	if (!cpe_instrument_score(instrument, answer, given, strict, score, &problem))
		cpe_raise(&problem);
	for (int i = 0; i < instrument->scales; i++)
	{
		Datum value[7];
		bool null[7] = {false};

		value[0] = cpe_utf8_datum(instrument->scale[i].code, &null[0]);
		value[1] = Float8GetDatum(score[i].score);
		null[1] = score[i].status != CPE_SCORED;
		value[2] = Int32GetDatum(score[i].answered);
		value[3] = Int32GetDatum(instrument->scale[i].items);
		value[4] = Int32GetDatum(score[i].invalid);
		value[5] = Int32GetDatum(score[i].not_asked);
		value[6] = CStringGetTextDatum(cpe_score_status_word[score[i].status]);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

/* score(instrument or plan, answers, strict) */
static Datum
score_rows(FunctionCallInfo fcinfo, const struct cpe_instrument *instrument)
{
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];
	bool strict = PG_ARGISNULL(2) || PG_GETARG_BOOL(2);

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(1))
		return (Datum) 0;
	cpe_spread_answers(instrument, PG_GETARG_ARRAYTYPE_P(1), strict, answer, given);
	return cpe_score_rows(fcinfo, instrument, answer, given, strict);
}

PG_FUNCTION_INFO_V1(cpe_score_by_name);
Datum
cpe_score_by_name(PG_FUNCTION_ARGS)
{
	return score_rows(fcinfo, cpe_instrument_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo)));
}

PG_FUNCTION_INFO_V1(cpe_score_by_plan);
Datum
cpe_score_by_plan(PG_FUNCTION_ARGS)
{
	return score_rows(fcinfo, cpe_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo)));
}

/* ---- what a plan says ---- */

PG_FUNCTION_INFO_V1(cpe_instrument_code);
Datum
cpe_instrument_code(PG_FUNCTION_ARGS)
{
	bool null;

	return cpe_utf8_datum(cpe_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo))->code, &null);
}

PG_FUNCTION_INFO_V1(cpe_instrument_about);
Datum
cpe_instrument_about(PG_FUNCTION_ARGS)
{
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo));
	TupleDesc desc;
	Datum value[12];
	bool null[12] = {false};

	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		elog(ERROR, "return type must be a row type");
	value[0] = cpe_utf8_datum(instrument->code, &null[0]);
	value[1] = cpe_utf8_datum(instrument->version, &null[1]);
	value[2] = cpe_utf8_datum(instrument->title, &null[2]);
	value[3] = cpe_utf8_datum(instrument->function, &null[3]);
	value[4] = cpe_utf8_datum(instrument->column, &null[4]);
	value[5] = Int32GetDatum(instrument->items);
	value[6] = Int32GetDatum(instrument->scales);
	value[7] = BoolGetDatum(instrument->conditions_apply);
	value[8] = cpe_utf8_datum(instrument->certainty, &null[8]);
	value[9] = cpe_utf8_datum(instrument->source, &null[9]);
	value[10] = cpe_utf8_datum(instrument->note, &null[10]);
	value[11] = cpe_utf8_datum(instrument->licence, &null[11]);
	return HeapTupleGetDatum(heap_form_tuple(BlessTupleDesc(desc), value, null));
}

PG_FUNCTION_INFO_V1(cpe_instrument_scales);
Datum
cpe_instrument_scales(PG_FUNCTION_ARGS)
{
	static const char *const transform[] = {"functional", "symptom",      "mean",
	                                        "sum",        "prorated_sum", "t_score"};
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo));
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < instrument->scales; i++)
	{
		const struct cpe_scale *scale = &instrument->scale[i];
		const char *part[CPE_MAX_ITEMS];
		Datum value[14];
		bool null[14] = {false};

		for (int k = 0; k < scale->parts; k++)
			part[k] = !scale->of_scales ? instrument->item[scale->part[k].index].id
			          : scale->part[k].reversed
			              ? psprintf("-%s", instrument->scale[scale->part[k].index].code)
			              : instrument->scale[scale->part[k].index].code;
		value[0] = Int32GetDatum(i + 1);
		value[1] = cpe_utf8_datum(scale->code, &null[1]);
		value[2] = cpe_utf8_datum(scale->label, &null[2]);
		value[3] = cpe_utf8_datum(scale->direction, &null[3]);
		value[4] = Float8GetDatum(scale->low);
		value[5] = Float8GetDatum(scale->high);
		value[6] = CStringGetTextDatum(transform[scale->transform]);
		value[7] = cpe_utf8_array_datum(part, scale->parts);
		value[8] = BoolGetDatum(scale->of_scales);
		value[9] = Int32GetDatum(scale->min_parts);
		value[10] = Int32GetDatum(scale->min_items);
		null[10] = scale->min_items == 0;
		value[11] = cpe_utf8_datum(scale->certainty, &null[11]);
		value[12] = cpe_utf8_datum(scale->source ? scale->source : instrument->source, &null[12]);
		value[13] = cpe_utf8_datum(scale->note, &null[13]);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_instrument_items);
Datum
cpe_instrument_items(PG_FUNCTION_ARGS)
{
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo));
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < instrument->items; i++)
	{
		const struct cpe_item *item = &instrument->item[i];
		const char *scale[CPE_MAX_SCALES];
		int scales = 0;
		Datum value[10];
		bool null[10] = {false};

		for (int k = 0; k < instrument->scales; k++)
			for (int m = 0; m < instrument->scale[k].items && !instrument->scale[k].of_scales; m++)
				if (instrument->scale[k].item[m] == i)
					scale[scales++] = instrument->scale[k].code;
		value[0] = Int32GetDatum(i + 1);
		value[1] = cpe_utf8_datum(item->id, &null[1]);
		value[2] = cpe_utf8_datum(item->label, &null[2]);
		value[3] = Int32GetDatum(item->min);
		value[4] = Int32GetDatum(item->max);
		value[5] = cpe_int_array_datum(item->missing, NULL, item->missings);
		value[6] = cpe_int_array_datum(item->value, NULL, item->max - item->min + 1);
		value[7] = cpe_utf8_array_datum(scale, scales);
		value[8] =
			cpe_utf8_datum(item->gate < 0 ? NULL : instrument->item[item->gate].id, &null[8]);
		value[9] = cpe_int_array_datum(item->gate_answer, NULL, item->gate_answers);
		null[9] = item->gate < 0;
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_instrument_thresholds);
Datum
cpe_instrument_thresholds(PG_FUNCTION_ARGS)
{
	static const char *const side[] = {"below", "at_most", "at_least", "above"};
	const struct cpe_instrument *instrument = cpe_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo));
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < instrument->thresholds; i++)
	{
		const struct cpe_threshold *threshold = &instrument->threshold[i];
		Datum value[5];
		bool null[5] = {false};

		value[0] = cpe_utf8_datum(instrument->scale[threshold->scale].code, &null[0]);
		value[1] = cpe_utf8_datum(threshold->name, &null[1]);
		value[2] = CStringGetTextDatum(side[threshold->side]);
		value[3] = Float8GetDatum(threshold->cut);
		value[4] = cpe_utf8_datum(threshold->source, &null[4]);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

/* instrument_plan(instrument, options) */
PG_FUNCTION_INFO_V1(cpe_instrument_plan_of);
Datum
cpe_instrument_plan_of(PG_FUNCTION_ARGS)
{
	static const char *const known[] = {"conditional", NULL};
	struct cpe_options options = {.what = "instrument_plan"};
	char *code = text_to_cstring(PG_GETARG_TEXT_PP(0));
	char *text = registered_definition(code);
	int conditional;
	struct cpe_problem problem;
	struct cpe_plan *plan;

	options.layer[0] = PG_GETARG_JSONB_P(1);
	cpe_options_check(&options, known);
	if (text == NULL)
		refuse_unknown(code);
	conditional = cpe_option_boolean(&options, "conditional");
	if (conditional >= 0)
		text = cpe_first_value(
			"SELECT ($1::pg_catalog.jsonb OPERATOR(pg_catalog.||) pg_catalog.jsonb_build_object("
			"'apply_conditions', $2::pg_catalog.bool))::pg_catalog.text",
			2, text, conditional ? "true" : "false");
	plan = cpe_plan_make(&cpe_scoring_plan_kind, text, strlen(text), &problem);
	if (plan == NULL)
		cpe_raise(&problem);
	PG_RETURN_POINTER(plan);
}
