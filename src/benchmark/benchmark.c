#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base_window.h"
#include "base/interval.h"
#include "benchmark/beta_binomial.h"
#include "benchmark/expected_range.h"

/* ---- the rule: a preset's options below the caller's ---- */

static const char *const rule_keys[] = {"measure",
                                        "scale",
                                        "variance",
                                        "centre",
                                        "extremes",
                                        "share",
                                        "percentile",
                                        "between",
                                        "phi",
                                        "unscored",
                                        "limits",
                                        "z",
                                        "level",
                                        "outer_z",
                                        "outer_level",
                                        "cuts",
                                        "minimum",
                                        "maximum",
                                        "expected_decimals",
                                        NULL};
#define MEASURE_COUNTS 3
static const char *const measure_words[] = {"proportion", "ratio", "score", "counts", NULL};
static const char *const scale_words[] = {"raw", "arcsine", "logit", "log", "sqrt", NULL};
static const char *const variance_words[] = {"target", "own", NULL};
static const char *const centre_words[] = {"pooled", "mean", "one", "weighted", NULL};
static const char *const extremes_words[] = {"keep", "winsorise", "trim", NULL};
static const char *const unscored_words[] = {"omit", "centre", NULL};
static const char *const limits_words[] = {"normal",        "exact", "observed",
                                           "beta_binomial", "phe",   NULL};

/* Whether the option is given in a layer, there not null. */
static bool
given_in(const struct cpe_options *options, int layer, const char *key)
{
	struct cpe_options one = {options->what, {options->layer[layer], NULL}};
	JsonbValue value;

	return cpe_option_value(&one, key, &value);
}

/* The measure, and the scale; counts have one scale only, whatever the preset's is. */
static void
read_scale(const struct cpe_options *options, struct cpe_range_rule *rule)
{
	char *measure = cpe_option_text(options, "measure");
	int word = measure ? cpe_option_word(options, "measure", measure_words) : 0;

	rule->measure_given = measure != NULL;
	rule->measure = word == MEASURE_COUNTS ? CPE_FUNNEL_RATIO : (enum cpe_funnel_measure) word;
	rule->scale = cpe_option_word(options, "scale", scale_words);
	if (word == MEASURE_COUNTS)
	{
		if (rule->scale != CPE_SCALE_LOG && given_in(options, 0, "scale"))
			cpe_refuse(CPE_INVALID, "The scale of a ratio of two counts is log.", NULL,
			           "scale \"%s\" does not go with the measure \"counts\"",
			           scale_words[rule->scale]);
		rule->scale = CPE_SCALE_COUNTS;
	}
	rule->variance = rule->scale == CPE_SCALE_LOGIT ? CPE_VARIANCE_OWN : CPE_VARIANCE_TARGET;
	if (cpe_option_text(options, "variance"))
		rule->variance = cpe_option_word(options, "variance", variance_words);
}

static void
read_extremes(const struct cpe_options *options, struct cpe_range_rule *rule)
{
	double percentile;

	rule->extremes = cpe_option_word(options, "extremes", extremes_words);
	rule->share = cpe_option_number(options, "share");
	if (!(rule->share >= 0 && rule->share < 0.5))
		cpe_refuse(CPE_INVALID, "It is the part cut at each end, from 0 to below 0.5.", NULL,
		           "option \"share\" of expected_range is missing or out of range");
	percentile = cpe_option_number(options, "percentile");
	if (percentile != 2 && percentile != 7)
		cpe_refuse(CPE_INVALID, "Types of Hyndman and Fan: 2 or 7.", NULL,
		           "option \"percentile\" of expected_range is missing or out of range");
	rule->percentile = (int) percentile;
}

/* One to three ascending cut points of |z|: the limits of the bands. */
static void
read_cuts(const struct cpe_options *options, struct cpe_range_rule *rule)
{
	struct cpe_confidence cut[3];
	int cuts;
	double *number = cpe_option_numbers(options, "cuts", &cuts);

	for (int i = 0; i < cuts && cuts <= 3; i++)
		if (!cpe_confidence_from_z(number[i], &cut[i]) || (i > 0 && !(number[i] > number[i - 1])))
			cuts = 0;
	if (cuts < 1 || cuts > 3)
		cpe_refuse(CPE_INVALID, "They are one to three values of z, positive and ascending.", NULL,
		           "option \"cuts\" of expected_range is out of range");
	rule->inner = cut[0];
	if (cuts > 1)
		rule->outer = cut[cuts - 1];
	if (cuts > 2)
		rule->middle = cut[1];
}

/* How sure the limits are: cut points, or z or level with an outer one, from the higher layer. */
static void
read_levels(const struct cpe_options *options, struct cpe_range_rule *rule)
{
	static const char *const keys[] = {"z", "level", "outer_z", "outer_level"};
	bool cuts[2] = {false, false};
	bool levels[2] = {false, false};
	JsonbValue value;

	for (int layer = 0; layer < 2; layer++)
	{
		cuts[layer] = options->layer[layer] && given_in(options, layer, "cuts");
		for (int i = 0; i < 4; i++)
			levels[layer] |= options->layer[layer] && given_in(options, layer, keys[i]);
		if (cuts[layer] && levels[layer])
			cpe_refuse(CPE_INVALID, "Cut points take the place of z and outer_z.", NULL,
			           "give cuts or levels of expected_range, not both");
	}
	rule->middle.z = rule->middle.alpha = rule->outer.z = rule->outer.alpha = NAN;
	if (cpe_option_value(options, "cuts", &value) && !levels[0])
	{
		read_cuts(options, rule);
		return;
	}
	rule->inner = cpe_confidence_option(options, "z", "level");
	rule->outer = cpe_confidence_option(options, "outer_z", "outer_level");
	if (isnan(rule->inner.z))
		cpe_refuse(CPE_INVALID, NULL, NULL, "expected_range needs the option \"z\" or \"level\"");
	if (rule->outer.z <= rule->inner.z)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "the outer limits of expected_range must lie outside the inner ones");
}

static void
read_bounds(const struct cpe_options *options, struct cpe_range_rule *rule)
{
	double decimals = cpe_option_number(options, "expected_decimals");

	rule->minimum = cpe_option_number(options, "minimum");
	rule->maximum = cpe_option_number(options, "maximum");
	if (rule->minimum > rule->maximum)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "option \"minimum\" of expected_range is greater than \"maximum\"");
	if (!isnan(decimals) && !(decimals >= 0 && decimals <= 15 && rint(decimals) == decimals))
		cpe_refuse(CPE_INVALID, "It is a whole number from 0 to 15, or null.", NULL,
		           "option \"expected_decimals\" of expected_range is out of range");
	rule->expected_decimals = isnan(decimals) ? -1 : (int) decimals;
}

/* Refuses limits and a spread between units that do not go together. */
static void
check_spread(const struct cpe_range_rule *rule)
{
	if (!isnan(rule->phi) && !(rule->phi >= 0))
		cpe_refuse(CPE_INVALID, "phi is zero or positive.", NULL,
		           "option \"phi\" of expected_range is out of range");
	if (!isnan(rule->phi) && rule->between != CPE_SPREAD_MULTIPLICATIVE)
		cpe_refuse(CPE_INVALID, NULL, "Set \"between\": \"multiplicative\".",
		           "option \"phi\" of expected_range does not go with \"between\": \"%s\"",
		           cpe_spread_words[rule->between]);
	if ((rule->limits == CPE_LIMITS_BETA_BINOMIAL) != (rule->between == CPE_SPREAD_BETA_BINOMIAL))
		cpe_refuse(CPE_INVALID, NULL,
		           "Set \"between\": \"beta_binomial\" and \"limits\": \"beta_binomial\".",
		           "a beta-binomial spread goes with beta-binomial limits, and with no other");
	if (rule->limits == CPE_LIMITS_BETA_BINOMIAL &&
	    (rule->scale != CPE_SCALE_RAW || rule->extremes != CPE_EXTREMES_KEEP ||
	     rule->centre == CPE_CENTRE_WEIGHTED))
		cpe_refuse(CPE_INVALID, NULL,
		           "Set \"scale\": \"raw\", \"extremes\": \"keep\" and another centre than "
		           "weighted.",
		           "a beta-binomial is fitted to whole counts as they are");
	if (rule->limits != CPE_LIMITS_NORMAL && rule->variance == CPE_VARIANCE_OWN)
		cpe_refuse(CPE_INVALID, NULL, "Set \"variance\": \"target\", or \"limits\": \"normal\".",
		           "%s limits are those under the centre, not of a unit's own variance",
		           limits_words[rule->limits]);
	if (rule->limits != CPE_LIMITS_NORMAL && rule->limits != CPE_LIMITS_BETA_BINOMIAL &&
	    (rule->between != CPE_SPREAD_NONE || rule->scale != CPE_SCALE_RAW))
		cpe_refuse(CPE_INVALID, NULL, "Set \"between\": \"none\" and \"scale\": \"raw\".",
		           "%s limits leave no room for variance between units",
		           limits_words[rule->limits]);
}

static struct cpe_range_rule
read_rule(const char *method, Jsonb *given)
{
	struct cpe_options options = {"expected_range", {given, NULL}};
	struct cpe_range_rule rule;

	cpe_options_check(&options, rule_keys);
	options.layer[1] = cpe_preset_options("expected_range", method);
	cpe_options_check(&options, rule_keys);
	read_scale(&options, &rule);
	rule.centre = cpe_option_word(&options, "centre", centre_words);
	read_extremes(&options, &rule);
	rule.between = cpe_option_word(&options, "between", cpe_spread_words);
	rule.phi = cpe_option_number(&options, "phi");
	rule.unscored = cpe_option_word(&options, "unscored", unscored_words);
	rule.limits = cpe_option_word(&options, "limits", limits_words);
	read_levels(&options, &rule);
	read_bounds(&options, &rule);
	check_spread(&rule);
	return rule;
}

/* A number as JSON, or null. */
static void
append_value(StringInfo json, double value)
{
	char text[40];

	if (isnan(value))
	{
		appendStringInfoString(json, "null");
		return;
	}
	for (int precision = 15; precision <= 17; precision++)
	{
		snprintf(text, sizeof(text), "%.*g", precision, value);
		if (strtod(text, NULL) == value)
			break;
	}
	appendStringInfoString(json, text);
}

static void
append_number(StringInfo json, const char *key, double value)
{
	appendStringInfo(json, ", \"%s\": ", key);
	append_value(json, value);
}

/* The levels as options that give them again: cut points where there are three, else z. */
static void
append_levels(StringInfo json, const struct cpe_range_rule *rule)
{
	bool cuts = !isnan(rule->middle.z);

	append_number(json, "z", cuts ? NAN : rule->inner.z);
	append_number(json, "outer_z", cuts ? NAN : rule->outer.z);
	appendStringInfoString(json, ", \"cuts\": ");
	if (!cuts)
	{
		appendStringInfoString(json, "null");
		return;
	}
	appendStringInfoChar(json, '[');
	append_value(json, rule->inner.z);
	appendStringInfoString(json, ", ");
	append_value(json, rule->middle.z);
	appendStringInfoString(json, ", ");
	append_value(json, rule->outer.z);
	appendStringInfoChar(json, ']');
}

PG_FUNCTION_INFO_V1(cpe_expected_range_rule);
Datum
cpe_expected_range_rule(PG_FUNCTION_ARGS)
{
	struct cpe_range_rule rule =
		read_rule(text_to_cstring(PG_GETARG_TEXT_PP(0)), PG_GETARG_JSONB_P(1));
	bool counts = rule.scale == CPE_SCALE_COUNTS;
	StringInfoData json;

	initStringInfo(&json);
	appendStringInfo(&json,
	                 "{\"scale\": \"%s\", \"variance\": \"%s\", \"centre\": \"%s\", "
	                 "\"extremes\": \"%s\", \"between\": \"%s\", \"unscored\": \"%s\", "
	                 "\"limits\": \"%s\", \"percentile\": %d",
	                 counts ? "log" : scale_words[rule.scale],
	                 counts ? "own" : variance_words[rule.variance], centre_words[rule.centre],
	                 extremes_words[rule.extremes], cpe_spread_words[rule.between],
	                 unscored_words[rule.unscored], limits_words[rule.limits], rule.percentile);
	if (rule.measure_given)
		appendStringInfo(&json, ", \"measure\": \"%s\"",
		                 measure_words[counts ? MEASURE_COUNTS : (int) rule.measure]);
	else
		appendStringInfoString(&json, ", \"measure\": null");
	append_number(&json, "share", rule.share);
	append_number(&json, "phi", rule.phi);
	append_levels(&json, &rule);
	append_number(&json, "minimum", rule.minimum);
	append_number(&json, "maximum", rule.maximum);
	append_number(&json, "expected_decimals",
	              rule.expected_decimals < 0 ? NAN : rule.expected_decimals);
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

#define ARGS (ARG_TAU2 + 1)

/* Kept over the rows of a partition. */
struct range_partition
{
	bool ready;
	struct cpe_range range;
	struct cpe_range_unit unit[FLEXIBLE_ARRAY_MEMBER];
};

#define LARGEST 1e150

/* Refuses a number that is there and neither 0 nor of a size that can be squared. */
static void
check_amount(double amount, const char *name, const char *range)
{
	if (!isnan(amount) && amount != 0 && !(amount >= 1 / LARGEST && amount <= LARGEST))
		cpe_refuse(CPE_INVALID, range, NULL, "%s out of range: %g", name, amount);
}

/* One row's arguments, checked. */
static void
read_unit(struct cpe_range_unit *unit, enum cpe_funnel_measure measure,
          const struct cpe_window_column *column, int64 row)
{
	unit->score = cpe_window_number(&column[ARG_SCORE], row);
	unit->n = cpe_window_number(&column[ARG_N], row);
	unit->se = cpe_window_number(&column[ARG_SE], row);
	unit->expected = cpe_window_number(&column[ARG_EXPECTED], row);
	if (unit->n < 0)
		cpe_refuse(CPE_INVALID, "n is zero or positive.", NULL, "n must not be negative: %.0f",
		           unit->n);
	if (fabs(unit->score) > LARGEST)
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
	check_amount(unit->se, "se", "A standard error is 0, or from 1e-150 to 1e150.");
	check_amount(unit->expected, "expected", "An expected number is 0, or from 1e-150 to 1e150.");
}

/*
 * What kind of score the partition holds.  An argument counts as given when the query has one
 * there, even if it is NULL in every row of this partition: then nothing in it can be judged.
 */
static enum cpe_funnel_measure
measure_of(const struct cpe_range_rule *rule, const struct cpe_window_column *column)
{
	bool se_given = cpe_window_has(&column[ARG_SE]);
	bool expected_given = cpe_window_has(&column[ARG_EXPECTED]);

	if (rule->measure_given)
		return rule->measure;
	if (se_given && expected_given)
		cpe_refuse(CPE_INVALID, NULL, "Or tell them apart with the option \"measure\".",
		           "give se or expected, not both");
	return expected_given ? CPE_FUNNEL_RATIO : se_given ? CPE_FUNNEL_MEAN : CPE_FUNNEL_PROPORTION;
}

/* Refuses values of an argument that the measure does not have. */
static void
check_absent(const struct cpe_window_column *column, int64 rows, enum cpe_funnel_measure measure)
{
	if (cpe_window_any(column, rows))
		cpe_refuse(CPE_INVALID, NULL, NULL, "%s does not go with the measure \"%s\"", column->name,
		           measure_words[measure]);
}

/* Whether a unit's sampling variance on the rule's scale hangs on the centre. */
static bool
variance_follows_centre(const struct cpe_range_rule *rule, enum cpe_funnel_measure measure)
{
	return measure != CPE_FUNNEL_MEAN && rule->variance == CPE_VARIANCE_TARGET &&
	       (rule->scale == CPE_SCALE_RAW || rule->scale == CPE_SCALE_LOGIT);
}

/* The rule fitted to the measure: bounds by default, and what makes no sense refused. */
static struct cpe_range_rule
rule_for(const struct cpe_range_rule *rule, enum cpe_funnel_measure measure)
{
	struct cpe_range_rule fitted = *rule;
	static const char *const phrases[] = {"proportion", "ratio", "score with se"};
	bool right = rule->scale == CPE_SCALE_RAW ||
	             (measure == CPE_FUNNEL_PROPORTION &&
	              (rule->scale == CPE_SCALE_ARCSINE || rule->scale == CPE_SCALE_LOGIT)) ||
	             (measure == CPE_FUNNEL_RATIO && rule->scale >= CPE_SCALE_LOG);

	if (!right)
		cpe_refuse(CPE_INVALID,
		           "Proportions: raw, arcsine, logit. Ratios: raw, log, sqrt. Scores with se: raw.",
		           NULL, "scale \"%s\" does not go with a %s", scale_words[rule->scale],
		           phrases[measure]);
	if (rule->limits == CPE_LIMITS_PHE)
		fitted.limits = measure == CPE_FUNNEL_RATIO ? CPE_LIMITS_OBSERVED : CPE_LIMITS_NORMAL;
	if ((measure == CPE_FUNNEL_MEAN && rule->limits == CPE_LIMITS_EXACT) ||
	    (measure != CPE_FUNNEL_RATIO && rule->limits == CPE_LIMITS_OBSERVED) ||
	    (measure != CPE_FUNNEL_PROPORTION && rule->limits == CPE_LIMITS_BETA_BINOMIAL))
		cpe_refuse(CPE_INVALID, NULL, NULL, "%s limits do not go with a %s",
		           limits_words[rule->limits], phrases[measure]);
	if (measure != CPE_FUNNEL_RATIO && rule->centre == CPE_CENTRE_ONE)
		cpe_refuse(CPE_INVALID, "A centre of 1 is that of ratios.", NULL,
		           "centre \"one\" does not go with a %s", phrases[measure]);
	if (rule->centre == CPE_CENTRE_WEIGHTED && variance_follows_centre(rule, measure))
		cpe_refuse(CPE_INVALID, "The weights would need the centre that they are to find.",
		           "Set \"variance\": \"own\".",
		           "centre \"weighted\" does not go with variances under the centre");
	if (rule->expected_decimals >= 0 &&
	    (measure != CPE_FUNNEL_RATIO || rule->scale == CPE_SCALE_COUNTS))
		cpe_refuse(CPE_INVALID, "Expected numbers are those of ratios.", NULL,
		           "expected_decimals does not go with a %s",
		           measure == CPE_FUNNEL_RATIO ? "ratio of counts" : phrases[measure]);
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
	if (range->tau2 > 0 && rule->between == CPE_SPREAD_MULTIPLICATIVE)
		cpe_refuse(CPE_INVALID, NULL, "Give the option \"phi\".",
		           "tau2 does not go with a multiplicative spread");
	if (range->tau2 > 0 && rule->limits != CPE_LIMITS_NORMAL &&
	    rule->limits != CPE_LIMITS_BETA_BINOMIAL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "%s limits leave no room for variance between units",
		           limits_words[rule->limits]);
}

/* The rule of the method and options in these columns, read again only when they are new. */
static const struct cpe_range_rule *
rule_of(FunctionCallInfo fcinfo, const struct cpe_window_column *column)
{
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct cpe_range_rule));
	struct cpe_range_rule *rule = memo->rule;

	if (!column[ARG_METHOD].given)
		cpe_refuse(CPE_NULL, NULL, NULL, "method must not be null");
	if (!column[ARG_OPTIONS].given)
		cpe_refuse(CPE_NULL, NULL, "Leave them out, or give '{}'.", "options must not be null");
	if (!cpe_rule_same(&memo->last, fcinfo->flinfo->fn_mcxt,
	                   TextDatumGetCString(column[ARG_METHOD].value),
	                   DatumGetJsonbP(column[ARG_OPTIONS].value)))
		*rule = read_rule(TextDatumGetCString(column[ARG_METHOD].value),
		                  DatumGetJsonbP(column[ARG_OPTIONS].value));
	return rule;
}

/* Reads all rows of the partition and judges them. */
static void
judge_partition(FunctionCallInfo fcinfo, struct range_partition *partition, int64 rows)
{
	MemoryContext work = AllocSetContextCreate(CurrentMemoryContext, "cancer_pe expected range",
	                                           ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(work);
	struct cpe_window_column column[ARGS] = {
		[ARG_SCORE] = {CPE_WINDOW_NUMBER, "score"},
		[ARG_N] = {CPE_WINDOW_NUMBER, "n"},
		[ARG_CENTRE] = {CPE_WINDOW_CONSTANT, "centre"},
		[ARG_METHOD] = {CPE_WINDOW_CONSTANT, "method"},
		[ARG_OPTIONS] = {CPE_WINDOW_CONSTANT, "options"},
		[ARG_SE] = {CPE_WINDOW_NUMBER, "se"},
		[ARG_EXPECTED] = {CPE_WINDOW_NUMBER, "expected"},
		[ARG_TAU2] = {CPE_WINDOW_CONSTANT, "tau2"},
	};
	struct cpe_range *range = &partition->range;
	const struct cpe_range_rule *read;
	struct cpe_range_rule rule;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_window_read(fcinfo, rows, column, ARGS);
	read = rule_of(fcinfo, column);
	range->measure = measure_of(read, column);
	if (range->measure != CPE_FUNNEL_MEAN)
		check_absent(&column[ARG_SE], rows, range->measure);
	if (range->measure != CPE_FUNNEL_RATIO)
		check_absent(&column[ARG_EXPECTED], rows, range->measure);
	rule = rule_for(read, range->measure);
	range->centre = range->tau2 = NAN;
	if (column[ARG_CENTRE].given)
	{
		range->centre = DatumGetFloat8(column[ARG_CENTRE].value);
		check_centre(range);
	}
	if (column[ARG_TAU2].given)
	{
		range->tau2 = DatumGetFloat8(column[ARG_TAU2].value);
		check_tau2(range, &rule);
	}
	for (int64 row = 0; row < rows; row++)
		read_unit(&partition->unit[row], range->measure, column, row);
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
	struct cpe_window_memo *memo = cpe_window_memo(fcinfo, sizeof(struct cpe_range_rule));
	struct range_partition *partition =
		cpe_window_results(fcinfo, "expected_range", offsetof(struct range_partition, unit),
	                       sizeof(struct cpe_range_unit), rows);
	const struct cpe_range_unit *unit;
	Datum value[13];
	bool null[13];

	if (!partition->ready)
		judge_partition(fcinfo, partition, rows);
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
	if (rule.between == CPE_SPREAD_MULTIPLICATIVE && isnan(rule.phi))
		cpe_refuse(CPE_INVALID, NULL, "Give the option \"phi\".",
		           "curves of a multiplicative spread need phi");
	rule.expected_decimals = -1; /* sizes are taken as they are */
	if ((range.measure == CPE_FUNNEL_MEAN) == PG_ARGISNULL(6))
		cpe_refuse(CPE_INVALID, "sd is the standard deviation of one value of a mean.", NULL,
		           "sd goes with the measure \"score\", and with no other");
	if (!PG_ARGISNULL(6) && !(PG_GETARG_FLOAT8(6) >= 1e-100 && PG_GETARG_FLOAT8(6) <= 1e100))
		cpe_refuse(CPE_INVALID, "A standard deviation is positive and finite.", NULL,
		           "sd out of range: %g", PG_GETARG_FLOAT8(6));
	for (int i = 0; i < CURVE_ROWS; i++)
	{
		unit[i].n = from * pow(to / from, (double) i / (CURVE_ROWS - 1));
		if ((rule.limits == CPE_LIMITS_EXACT || rule.limits == CPE_LIMITS_BETA_BINOMIAL) &&
		    range.measure == CPE_FUNNEL_PROPORTION)
			unit[i].n = fmax(1, rint(unit[i].n));
		unit[i].score = rule.limits == CPE_LIMITS_OBSERVED ? 1 : NAN;
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

PG_FUNCTION_INFO_V1(cpe_beta_binomial_limits_sql);
Datum
cpe_beta_binomial_limits_sql(PG_FUNCTION_ARGS)
{
	struct cpe_confidence confidence = cpe_confidence_args(fcinfo, 3, 4);
	struct cpe_arena arena;
	struct cpe_problem problem;
	double n;
	double low;
	double high;

	for (int i = 0; i < 3; i++)
		if (PG_ARGISNULL(i))
			return cpe_limits_row(fcinfo, NAN, NAN,
			                      i == 0   ? "no centre"
			                      : i == 1 ? "no responses"
			                               : "no spread");
	n = PG_GETARG_FLOAT8(1);
	if (n == 0)
		return cpe_limits_row(fcinfo, NAN, NAN, "no responses");
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_beta_binomial_limits(&arena, PG_GETARG_FLOAT8(0), PG_GETARG_FLOAT8(2), n, &confidence,
	                              &low, &high, &problem))
		cpe_raise(&problem);
	return cpe_limits_row(fcinfo, low, high,
	                      isfinite(low) && isfinite(high) ? NULL : "out of range");
}
