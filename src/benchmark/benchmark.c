#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/interval.h"
#include "benchmark/expected_range.h"

/* ---- the rule: a preset's options below the caller's ---- */

static const char *const rule_keys[] = {
	"measure", "scale", "centre", "extremes", "share",       "percentile", "between", "unscored",
	"limits",  "z",     "level",  "outer_z",  "outer_level", "minimum",    "maximum", NULL};
static const char *const measure_words[] = {"proportion", "ratio", "score", NULL};
static const char *const scale_words[] = {"raw", "arcsine", "logit", "log", "sqrt", NULL};
static const char *const centre_words[] = {"pooled", "mean", NULL};
static const char *const extremes_words[] = {"keep", "winsorise", NULL};
static const char *const unscored_words[] = {"omit", "centre", NULL};
static const char *const limits_words[] = {"normal", "exact", NULL};

static struct cpe_range_rule
read_rule(const char *method, Jsonb *given)
{
	struct cpe_options options = {"expected_range", {given, NULL}};
	struct cpe_range_rule rule;
	double percentile;
	char *measure;

	cpe_options_check(&options, rule_keys);
	options.layer[1] = cpe_preset_options("expected_range", method);
	cpe_options_check(&options, rule_keys);
	measure = cpe_option_text(&options, "measure");
	rule.measure_given = measure != NULL;
	rule.measure = measure ? cpe_option_word(&options, "measure", measure_words) : 0;
	rule.scale = cpe_option_word(&options, "scale", scale_words);
	rule.centre = cpe_option_word(&options, "centre", centre_words);
	rule.extremes = cpe_option_word(&options, "extremes", extremes_words);
	rule.between = cpe_option_word(&options, "between", cpe_between_words);
	rule.unscored = cpe_option_word(&options, "unscored", unscored_words);
	rule.limits = cpe_option_word(&options, "limits", limits_words);
	rule.share = cpe_option_number(&options, "share");
	if (!(rule.share >= 0 && rule.share < 0.5))
		cpe_refuse(CPE_INVALID, "It is the part cut at each end, from 0 to below 0.5.", NULL,
		           "option \"share\" of expected_range is missing or out of range");
	percentile = cpe_option_number(&options, "percentile");
	if (percentile != 2 && percentile != 7)
		cpe_refuse(CPE_INVALID, "Types of Hyndman and Fan: 2 or 7.", NULL,
		           "option \"percentile\" of expected_range is missing or out of range");
	rule.percentile = (int) percentile;
	rule.inner = cpe_confidence_option(&options, "z", "level");
	rule.outer = cpe_confidence_option(&options, "outer_z", "outer_level");
	if (isnan(rule.inner.z))
		cpe_refuse(CPE_INVALID, NULL, NULL, "expected_range needs the option \"z\" or \"level\"");
	if (rule.outer.z <= rule.inner.z)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "the outer limits of expected_range must lie outside the inner ones");
	rule.minimum = cpe_option_number(&options, "minimum");
	rule.maximum = cpe_option_number(&options, "maximum");
	if (rule.minimum > rule.maximum)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "option \"minimum\" of expected_range is greater than \"maximum\"");
	if (rule.limits == CPE_LIMITS_EXACT &&
	    (rule.between != CPE_BETWEEN_NONE || rule.scale != CPE_SCALE_RAW))
		cpe_refuse(CPE_INVALID, NULL, "Set \"between\": \"none\" and \"scale\": \"raw\".",
		           "exact limits leave no room for variance between units");
	return rule;
}

/* A number as JSON, or null. */
static void
append_number(StringInfo json, const char *key, double value)
{
	appendStringInfo(json, ", \"%s\": ", key);
	if (isnan(value))
		appendStringInfoString(json, "null");
	else
	{
		char text[40];

		for (int precision = 15; precision <= 17; precision++)
		{
			snprintf(text, sizeof(text), "%.*g", precision, value);
			if (strtod(text, NULL) == value)
				break;
		}
		appendStringInfoString(json, text);
	}
}

PG_FUNCTION_INFO_V1(cpe_expected_range_rule);
Datum
cpe_expected_range_rule(PG_FUNCTION_ARGS)
{
	struct cpe_range_rule rule =
		read_rule(text_to_cstring(PG_GETARG_TEXT_PP(0)), PG_GETARG_JSONB_P(1));
	StringInfoData json;

	initStringInfo(&json);
	appendStringInfo(&json,
	                 "{\"scale\": \"%s\", \"centre\": \"%s\", \"extremes\": \"%s\", "
	                 "\"between\": \"%s\", \"unscored\": \"%s\", \"limits\": \"%s\", "
	                 "\"percentile\": %d",
	                 scale_words[rule.scale], centre_words[rule.centre],
	                 extremes_words[rule.extremes], cpe_between_words[rule.between],
	                 unscored_words[rule.unscored], limits_words[rule.limits], rule.percentile);
	if (rule.measure_given)
		appendStringInfo(&json, ", \"measure\": \"%s\"", measure_words[rule.measure]);
	else
		appendStringInfoString(&json, ", \"measure\": null");
	append_number(&json, "share", rule.share);
	append_number(&json, "z", rule.inner.z);
	append_number(&json, "outer_z", rule.outer.z);
	append_number(&json, "minimum", rule.minimum);
	append_number(&json, "maximum", rule.maximum);
	appendStringInfoChar(&json, '}');
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(json.data));
}

/* ---- expected_range as a window function ---- */

enum
{
	ARG_SCORE,
	ARG_N,
	ARG_CENTRE,
	ARG_METHOD,
	ARG_OPTIONS,
	ARG_SE,
	ARG_EXPECTED,
	ARG_TAU2
};

/* Kept over the partitions of a query: the row type, and the last rule read. */
struct range_memo
{
	TupleDesc row;
	struct cpe_rule_memo last;
	struct cpe_range_rule rule;
};

/* Kept over the rows of a partition. */
struct range_partition
{
	bool ready;
	struct cpe_range range;
	struct cpe_range_unit unit[FLEXIBLE_ARRAY_MEMBER];
};

static struct range_memo *
range_memo(FunctionCallInfo fcinfo)
{
	struct range_memo *memo = fcinfo->flinfo->fn_extra;

	if (memo == NULL)
	{
		MemoryContext before = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);

		memo = palloc0(sizeof(*memo));
		if (get_call_result_type(fcinfo, NULL, &memo->row) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "expected_range returns a row");
		memo->row = BlessTupleDesc(CreateTupleDescCopy(memo->row));
		fcinfo->flinfo->fn_extra = memo;
		MemoryContextSwitchTo(before);
	}
	return memo;
}

static double
column_number(const struct cpe_partition_column *column, int64 row)
{
	row = CPE_COLUMN_AT(*column, row);
	return column->null[row] ? NAN : DatumGetFloat8(column->value[row]);
}

#define LARGEST 1e150

/* Refuses a number that is there and neither 0 nor of a size that can be squared. */
static void
check_amount(const struct cpe_partition_column *column, int64 row, const char *name,
             const char *range)
{
	double amount = column_number(column, row);

	if (!column->null[CPE_COLUMN_AT(*column, row)] && amount != 0 &&
	    !(amount >= 1 / LARGEST && amount <= LARGEST))
		cpe_refuse(CPE_INVALID, range, NULL, "%s out of range: %g", name, amount);
}

/* One row's arguments, checked. */
static void
read_unit(struct cpe_range_unit *unit, enum cpe_funnel_measure measure,
          const struct cpe_partition_column *score, const struct cpe_partition_column *n,
          const struct cpe_partition_column *se, const struct cpe_partition_column *expected,
          int64 row)
{
	int64 at = CPE_COLUMN_AT(*n, row);

	unit->score = column_number(score, row);
	unit->n = n->null[at] ? NAN : (double) DatumGetInt64(n->value[at]);
	unit->se = column_number(se, row);
	unit->expected = column_number(expected, row);
	if (unit->n < 0)
		cpe_refuse(CPE_INVALID, "n is zero or positive.", NULL, "n must not be negative: %.0f",
		           unit->n);
	if (!score->null[CPE_COLUMN_AT(*score, row)] && !(fabs(unit->score) <= LARGEST))
		cpe_refuse(CPE_INVALID,
		           "A score is a finite number up to 1e150, or NULL where there is none.", NULL,
		           "score out of range: %g", unit->score);
	if (measure == CPE_FUNNEL_PROPORTION && (unit->score < 0 || unit->score > 1))
		cpe_refuse(CPE_INVALID, "A proportion lies between 0 and 1.",
		           "Divide a percentage by 100; give se for a score of another kind.",
		           "score out of range: %g", unit->score);
	if (measure == CPE_FUNNEL_RATIO && unit->score < 0)
		cpe_refuse(CPE_INVALID, "A ratio is zero or positive.", NULL, "score out of range: %g",
		           unit->score);
	check_amount(se, row, "se", "A standard error is 0, or from 1e-150 to 1e150.");
	check_amount(expected, row, "expected", "An expected number is 0, or from 1e-150 to 1e150.");
}

/*
 * What kind of score the partition holds.  An argument counts as given when the query has one
 * there, even if it is NULL in every row of this partition: then nothing in it can be judged.
 */
static enum cpe_funnel_measure
measure_of(const struct cpe_range_rule *rule, const struct cpe_partition_column *se,
           const struct cpe_partition_column *expected)
{
	bool se_given = !(se->fixed && se->null[0]);
	bool expected_given = !(expected->fixed && expected->null[0]);

	if (rule->measure_given)
		return rule->measure;
	if (se_given && expected_given)
		cpe_refuse(CPE_INVALID, NULL, "Or tell them apart with the option \"measure\".",
		           "give se or expected, not both");
	return expected_given ? CPE_FUNNEL_RATIO : se_given ? CPE_FUNNEL_MEAN : CPE_FUNNEL_PROPORTION;
}

/* Refuses values of an argument that the measure does not have. */
static void
check_absent(const struct cpe_partition_column *column, int64 rows, const char *name,
             enum cpe_funnel_measure measure)
{
	for (int64 row = 0; row < (column->fixed ? 1 : rows); row++)
		if (!column->null[row])
			cpe_refuse(CPE_INVALID, NULL, NULL, "%s does not go with the measure \"%s\"", name,
			           measure_words[measure]);
}

/* The rule fitted to the measure: bounds by default, and scales that make no sense refused. */
static struct cpe_range_rule
rule_for(const struct cpe_range_rule *rule, enum cpe_funnel_measure measure)
{
	struct cpe_range_rule fitted = *rule;
	static const char *const phrases[] = {"proportion", "ratio", "score with se"};
	bool right = rule->scale == CPE_SCALE_RAW ||
	             (measure == CPE_FUNNEL_PROPORTION &&
	              (rule->scale == CPE_SCALE_ARCSINE || rule->scale == CPE_SCALE_LOGIT)) ||
	             (measure == CPE_FUNNEL_RATIO &&
	              (rule->scale == CPE_SCALE_LOG || rule->scale == CPE_SCALE_SQRT));

	if (!right)
		cpe_refuse(CPE_INVALID,
		           "Proportions: raw, arcsine, logit. Ratios: raw, log, sqrt. Scores with se: raw.",
		           NULL, "scale \"%s\" does not go with a %s", scale_words[rule->scale],
		           phrases[measure]);
	if (measure == CPE_FUNNEL_MEAN && rule->limits == CPE_LIMITS_EXACT)
		cpe_refuse(CPE_INVALID, NULL, NULL, "exact limits do not go with a %s", phrases[measure]);
	if (measure != CPE_FUNNEL_MEAN && isnan(fitted.minimum))
		fitted.minimum = 0;
	if (measure == CPE_FUNNEL_PROPORTION && isnan(fitted.maximum))
		fitted.maximum = 1;
	return fitted;
}

static void
check_centre(const struct cpe_range *range)
{
	if (!isfinite(range->centre) ||
	    (range->measure == CPE_FUNNEL_PROPORTION && (range->centre < 0 || range->centre > 1)) ||
	    (range->measure == CPE_FUNNEL_RATIO && range->centre < 0))
		cpe_refuse(CPE_INVALID, "It lies where the scores lie: a proportion between 0 and 1.", NULL,
		           "centre out of range: %g", range->centre);
}

static void
check_tau2(const struct cpe_range *range, const struct cpe_range_rule *rule)
{
	if (!(range->tau2 >= 0) || isinf(range->tau2))
		cpe_refuse(CPE_INVALID, "A variance is zero or positive, and finite.", NULL,
		           "tau2 out of range: %g", range->tau2);
	if (range->tau2 > 0 && rule->limits == CPE_LIMITS_EXACT)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "exact limits leave no room for variance between units");
}

/* Reads all rows of the partition and judges them. */
static void
judge_partition(FunctionCallInfo fcinfo, struct range_memo *memo, struct range_partition *partition,
                int64 rows)
{
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "cancer_pe expected range",
	                                           ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_partition_column score = cpe_window_column(fcinfo, ARG_SCORE, rows);
	struct cpe_partition_column n = cpe_window_column(fcinfo, ARG_N, rows);
	struct cpe_partition_column se = cpe_window_column(fcinfo, ARG_SE, rows);
	struct cpe_partition_column expected = cpe_window_column(fcinfo, ARG_EXPECTED, rows);
	struct cpe_range *range = &partition->range;
	struct cpe_range_rule rule;
	struct cpe_arena arena;
	struct cpe_problem problem;
	Datum method;
	Datum options;
	Datum number;

	if (!cpe_window_constant(fcinfo, ARG_METHOD, rows, "method", &method))
		cpe_refuse(CPE_NULL, NULL, NULL, "method must not be null");
	if (!cpe_window_constant(fcinfo, ARG_OPTIONS, rows, "options", &options))
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	if (!cpe_rule_same(&memo->last, fcinfo->flinfo->fn_mcxt, TextDatumGetCString(method),
	                   DatumGetJsonbP(options)))
		memo->rule = read_rule(TextDatumGetCString(method), DatumGetJsonbP(options));
	range->measure = measure_of(&memo->rule, &se, &expected);
	if (range->measure != CPE_FUNNEL_MEAN)
		check_absent(&se, rows, "se", range->measure);
	if (range->measure != CPE_FUNNEL_RATIO)
		check_absent(&expected, rows, "expected", range->measure);
	rule = rule_for(&memo->rule, range->measure);
	range->centre = NAN;
	if (cpe_window_constant(fcinfo, ARG_CENTRE, rows, "centre", &number))
	{
		range->centre = DatumGetFloat8(number);
		check_centre(range);
	}
	range->tau2 = NAN;
	if (cpe_window_constant(fcinfo, ARG_TAU2, rows, "tau2", &number))
	{
		range->tau2 = DatumGetFloat8(number);
		check_tau2(range, &rule);
	}
	for (int64 row = 0; row < rows; row++)
		read_unit(&partition->unit[row], range->measure, &score, &n, &se, &expected, row);
	cpe_arena_open(&arena, work);
	if (!cpe_expected_range(&arena, &rule, range, partition->unit, rows, &problem))
		cpe_raise(&problem);
	MemoryContextSwitchTo(before);
	MemoryContextDelete(work);
	partition->ready = true;
}

static void
set_number(Datum *value, bool *null, double number)
{
	*value = Float8GetDatum(number);
	*null = !isfinite(number);
}

static void
set_text(Datum *value, bool *null, const char *text)
{
	*value = text ? CStringGetTextDatum(text) : (Datum) 0;
	*null = text == NULL;
}

PG_FUNCTION_INFO_V1(cpe_expected_range_sql);
Datum
cpe_expected_range_sql(PG_FUNCTION_ARGS)
{
	WindowObject window = PG_WINDOW_OBJECT();
	int64 rows = WinGetPartitionRowCount(window);
	struct range_memo *memo = range_memo(fcinfo);
	struct range_partition *partition;
	const struct cpe_range_unit *unit;
	Size size = offsetof(struct range_partition, unit) + sizeof(struct cpe_range_unit) * rows;
	Datum value[13];
	bool null[13];

	if (!AllocSizeIsValid(size))
		cpe_refuse(CPE_LIMIT, NULL, "Use PARTITION BY, one partition a question and level.",
		           "too many rows in a partition of expected_range: " INT64_FORMAT, rows);
	partition = WinGetPartitionLocalMemory(window, size);
	if (!partition->ready)
		judge_partition(fcinfo, memo, partition, rows);
	unit = &partition->unit[WinGetCurrentPosition(window)];
	set_number(&value[0], &null[0], unit->low);
	set_number(&value[1], &null[1], unit->high);
	set_number(&value[2], &null[2], unit->outer_low);
	set_number(&value[3], &null[3], unit->outer_high);
	set_number(&value[4], &null[4], partition->range.centre);
	set_number(&value[5], &null[5], unit->own_se);
	set_number(&value[6], &null[6], unit->z);
	set_number(&value[7], &null[7], unit->z_naive);
	set_number(&value[8], &null[8], partition->range.phi);
	set_number(&value[9], &null[9], partition->range.tau2);
	value[10] = Int32GetDatum(partition->range.units);
	null[10] = false;
	set_text(&value[11], &null[11], cpe_band_name(unit->band));
	set_text(&value[12], &null[12], unit->status);
	PG_RETURN_DATUM(HeapTupleGetDatum(heap_form_tuple(memo->row, value, null)));
}

/* ---- the curves of a funnel ---- */

#define CURVE_ROWS 100

PG_FUNCTION_INFO_V1(cpe_funnel_curve);
Datum
cpe_funnel_curve(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	struct cpe_range range = {CPE_FUNNEL_PROPORTION, NAN, NAN, NAN, 0};
	struct cpe_range_unit *unit = palloc0(sizeof(*unit) * CURVE_ROWS);
	struct cpe_range_rule rule;
	struct cpe_arena arena;
	struct cpe_problem problem;
	double from;
	double to;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < 6; i++)
		if (PG_ARGISNULL(i))
			return (Datum) 0;
	from = PG_GETARG_FLOAT8(1);
	to = PG_GETARG_FLOAT8(2);
	if (!(from > 0 && to >= from && to <= 1e15))
		cpe_refuse(CPE_INVALID, "Sizes are positive, and the second is not below the first.", NULL,
		           "sizes out of range: %g to %g", from, to);
	rule = read_rule(text_to_cstring(PG_GETARG_TEXT_PP(3)), PG_GETARG_JSONB_P(4));
	range.measure = rule.measure_given ? rule.measure
	                : PG_ARGISNULL(6)  ? CPE_FUNNEL_PROPORTION
	                                   : CPE_FUNNEL_MEAN;
	rule = rule_for(&rule, range.measure);
	range.centre = PG_GETARG_FLOAT8(0);
	check_centre(&range);
	range.tau2 = PG_GETARG_FLOAT8(5);
	check_tau2(&range, &rule);
	if ((range.measure == CPE_FUNNEL_MEAN) == PG_ARGISNULL(6))
		cpe_refuse(CPE_INVALID, "sd is the standard deviation of one value of a mean.", NULL,
		           "sd goes with the measure \"score\", and with no other");
	if (!PG_ARGISNULL(6) && !(PG_GETARG_FLOAT8(6) >= 1e-100 && PG_GETARG_FLOAT8(6) <= 1e100))
		cpe_refuse(CPE_INVALID, "A standard deviation is positive and finite.", NULL,
		           "sd out of range: %g", PG_GETARG_FLOAT8(6));
	for (int i = 0; i < CURVE_ROWS; i++)
	{
		unit[i].n = from * pow(to / from, (double) i / (CURVE_ROWS - 1));
		if (rule.limits == CPE_LIMITS_EXACT && range.measure == CPE_FUNNEL_PROPORTION)
			unit[i].n = fmax(1, rint(unit[i].n));
		unit[i].score = NAN;
		unit[i].expected = range.measure == CPE_FUNNEL_RATIO ? unit[i].n : NAN;
		unit[i].se = range.measure == CPE_FUNNEL_MEAN ? PG_GETARG_FLOAT8(6) / sqrt(unit[i].n) : NAN;
	}
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_expected_range(&arena, &rule, &range, unit, CURVE_ROWS, &problem))
		cpe_raise(&problem);
	for (int i = 0; i < CURVE_ROWS; i++)
	{
		Datum value[5];
		bool null[5];

		set_number(&value[0], &null[0], unit[i].n);
		set_number(&value[1], &null[1], unit[i].low);
		set_number(&value[2], &null[2], unit[i].high);
		set_number(&value[3], &null[3], unit[i].outer_low);
		set_number(&value[4], &null[4], unit[i].outer_high);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

/* ---- funnel limits ---- */

PG_FUNCTION_INFO_V1(cpe_funnel_limits_sql);
Datum
cpe_funnel_limits_sql(PG_FUNCTION_ARGS)
{
	char *method_name = cpe_word_arg(fcinfo, 2, "method");
	char *measure_name = cpe_word_arg(fcinfo, 4, "measure");
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 3, 5);
	enum cpe_funnel_method method;
	enum cpe_funnel_measure measure;
	struct cpe_problem problem;
	double n;
	double low;
	double high;

	if (!cpe_funnel_method_by_name(method_name, &method))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Methods: %s.", cpe_funnel_method_names),
		           "unknown method of funnel_limits: \"%s\"", method_name);
	if (!cpe_funnel_measure_by_name(measure_name, &measure))
		cpe_refuse(CPE_INVALID, NULL, psprintf("Measures: %s.", cpe_funnel_measure_names),
		           "unknown measure of funnel_limits: \"%s\"", measure_name);
	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		return cpe_limits_row(fcinfo, NAN, NAN, PG_ARGISNULL(0) ? "no centre" : "no responses");
	n = PG_GETARG_FLOAT8(1);
	if (measure == CPE_FUNNEL_MEAN && PG_ARGISNULL(6))
		cpe_refuse(CPE_NULL, NULL, "Give sd, the standard deviation of one value.",
		           "limits of a mean need its standard deviation");
	if (!cpe_funnel_limits(measure, method, PG_GETARG_FLOAT8(0), n,
	                       PG_ARGISNULL(6) ? NAN : PG_GETARG_FLOAT8(6), &confidence, &low, &high,
	                       &problem))
		cpe_raise(&problem);
	if (isfinite(low) && isfinite(high))
		return cpe_limits_row(fcinfo, low, high, NULL);
	return cpe_limits_row(fcinfo, low, high, n == 0 ? "no responses" : "out of range");
}
