#include "cancer_pe.h"

#include <limits.h>
#include <math.h>

#include "access/htup_details.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_lookup.h"
#include "base/distribution.h"
#include "score/score.h"

/* Two numbers that are the same but for the rounding of their last binary digits. */
static bool
reaches(double value, double cut, double size)
{
	return value >= cut - 1e-12 * size;
}

/* A number argument that must be finite. */
static double
finite_arg(FunctionCallInfo fcinfo, int argument, const char *name)
{
	double value = PG_GETARG_FLOAT8(argument);

	if (!isfinite(value))
		cpe_refuse(CPE_INVALID, "It is a finite number, or NULL for missing.", NULL,
		           "%s out of range: %g", name, value);
	return value;
}

/* ---- thresholds ---- */

struct threshold
{
	enum cpe_problem_side side;
	double cut;
};

static enum cpe_problem_side
side_by_name(const char *name)
{
	static const char *const sides[] = {"below", "at_most", "at_least", "above"};

	for (int i = 0; i < (int) lengthof(sides); i++)
		if (strcmp(name, sides[i]) == 0)
			return i;
	elog(ERROR, "unknown side of a threshold: \"%s\"", name);
}

/* The threshold of (instrument, scale, name), whose name may be left out where there is but one. */
static void *
read_threshold(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	struct threshold *threshold = palloc(sizeof(*threshold));
	uint64 rows;

	cpe_registry_query(
		"SELECT problem, cut FROM cancer_pe.thresholds "
		"WHERE instrument OPERATOR(pg_catalog.=) $1 AND scale OPERATOR(pg_catalog.=) $2 "
		"AND ($3 IS NULL OR name OPERATOR(pg_catalog.=) $3)",
		3, word);
	rows = SPI_processed;
	if (rows == 1)
	{
		threshold->side = side_by_name(cpe_row_text(0, 1));
		threshold->cut = cpe_row_number(0, 2);
	}
	SPI_finish();
	if (rows != 1)
	{
		char *names = cpe_registry_list(
			"SELECT name FROM cancer_pe.thresholds WHERE instrument OPERATOR(pg_catalog.=) $1 "
			"AND scale OPERATOR(pg_catalog.=) $2 ORDER BY name COLLATE pg_catalog.\"C\"",
			2, word);
		char *scales = cpe_registry_list(
			"SELECT scale FROM cancer_pe.thresholds WHERE instrument OPERATOR(pg_catalog.=) $1 "
			"GROUP BY scale ORDER BY scale COLLATE pg_catalog.\"C\"",
			1, word);
		char *instruments =
			cpe_registry_list("SELECT instrument FROM cancer_pe.thresholds GROUP BY instrument "
		                      "ORDER BY instrument COLLATE pg_catalog.\"C\"",
		                      0, NULL);

		if (rows > 1)
			cpe_refuse(CPE_INVALID, psprintf("Thresholds: %s.", names), "Name one of them.",
			           "\"%s\" of %s has several thresholds", word[1], word[0]);
		cpe_refuse(CPE_INVALID,
		           names    ? psprintf("Thresholds of this scale: %s.", names)
		           : scales ? psprintf("Scales of %s with thresholds: %s.", word[0], scales)
		                    : psprintf("Instruments with thresholds: %s.", instruments),
		           "Add one of your own with INSERT INTO cancer_pe.threshold.",
		           word[2] ? "\"%s\" of %s has no threshold \"%s\""
		                   : "\"%s\" of %s has no threshold",
		           word[1], word[0], word[2]);
	}
	return threshold;
}

PG_FUNCTION_INFO_V1(cpe_clinically_important);
Datum
cpe_clinically_important(PG_FUNCTION_ARGS)
{
	static const int arguments[] = {0, 1, 3};
	static const char *const names[] = {"instrument", "scale", "threshold"};
	const struct threshold *threshold = cpe_look_up(fcinfo, arguments, names, 3, 2, read_threshold);
	double score;
	double size;

	if (PG_ARGISNULL(2))
		PG_RETURN_NULL();
	score = finite_arg(fcinfo, 2, "score");
	size = fabs(threshold->cut);
	switch (threshold->side)
	{
		case CPE_BELOW:
			PG_RETURN_BOOL(!reaches(score, threshold->cut, size));
		case CPE_AT_MOST:
			PG_RETURN_BOOL(reaches(-score, -threshold->cut, size));
		case CPE_AT_LEAST:
			PG_RETURN_BOOL(reaches(score, threshold->cut, size));
		case CPE_ABOVE:
			PG_RETURN_BOOL(!reaches(-score, -threshold->cut, size));
	}
	pg_unreachable();
}

/* ---- differences that matter ---- */

struct difference
{
	double improvement;
	double deterioration;
	bool higher_is_better;
};

/* What a high score of a scale is, by the definition of its instrument (the first argument). */
static bool
scale_is_better_higher(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, const char *code)
{
	char *utf8 = pg_server_to_any(code, (int) strlen(code), PG_UTF8);
	const struct cpe_instrument *instrument;
	const char *direction;
	int scale;

	if (lookup->more == NULL)
		lookup->more =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(struct cpe_plan_memo));
	instrument = cpe_instrument_arg(fcinfo, 0, lookup->more);
	scale = cpe_instrument_scale(instrument, utf8, strlen(utf8));
	if (scale < 0)
		cpe_refuse(CPE_INVALID, NULL,
		           psprintf("scales('%s') lists them; case matters.", instrument->code),
		           "%s has no scale \"%s\"", instrument->code, code);
	direction = instrument->scale[scale].direction;
	if (strcmp(direction, "better") == 0)
		return true;
	if (strcmp(direction, "worse") == 0)
		return false;
	cpe_refuse(CPE_INVALID, psprintf("Its definition says of a high score: %s.", direction),
	           "Say it in column higher of a difference of your own, or give the numbers: "
	           "important_change(before, after, improvement, deterioration, higher_is_better).",
	           "\"%s\" of %s has no direction", code, instrument->code);
}

/*
 * The difference of (instrument, scale, name): one of the scale goes before one of the whole
 * instrument of the same name, and the name may be left out where there is but one.
 */
static void *
read_difference(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	struct difference *difference = palloc(sizeof(*difference));
	char *higher = NULL;
	uint64 rows;

	cpe_registry_query(
		"SELECT improvement, deterioration, higher FROM cancer_pe.important_difference "
		"WHERE instrument OPERATOR(pg_catalog.=) $1 "
		"AND (scale IS NULL OR scale OPERATOR(pg_catalog.=) $2) "
		"AND name OPERATOR(pg_catalog.=) $3 "
		"AND applies_to OPERATOR(pg_catalog.=) 'change'::pg_catalog.text "
		"ORDER BY scale NULLS LAST LIMIT 1",
		3, word);
	rows = SPI_processed;
	if (rows > 0)
	{
		difference->improvement = cpe_row_number(0, 1);
		difference->deterioration = cpe_row_number(0, 2);
		higher = cpe_row_text(0, 3);
		difference->higher_is_better = higher && strcmp(higher, "better") == 0;
	}
	SPI_finish();
	if (rows == 0)
	{
		char *names =
			cpe_registry_list("SELECT name FROM cancer_pe.important_difference "
		                      "WHERE instrument OPERATOR(pg_catalog.=) $1 "
		                      "AND (scale IS NULL OR scale OPERATOR(pg_catalog.=) $2) "
		                      "AND applies_to OPERATOR(pg_catalog.=) 'change'::pg_catalog.text "
		                      "GROUP BY name ORDER BY name COLLATE pg_catalog.\"C\"",
		                      2, word);
		char *scales =
			cpe_registry_list("SELECT pg_catalog.concat_ws(' ', instrument, scale) "
		                      "FROM cancer_pe.important_difference "
		                      "WHERE applies_to OPERATOR(pg_catalog.=) 'change'::pg_catalog.text "
		                      "GROUP BY instrument, scale "
		                      "ORDER BY instrument COLLATE pg_catalog.\"C\", "
		                      "scale COLLATE pg_catalog.\"C\" NULLS FIRST",
		                      0, NULL);

		cpe_refuse(CPE_INVALID,
		           names ? psprintf("Differences of this scale: %s.", names)
		                 : psprintf("Differences that apply to change: of %s.", scales),
		           "Add one of your own with INSERT INTO cancer_pe.important_difference.",
		           "\"%s\" of %s has no important difference \"%s\"", word[1], word[0], word[2]);
	}
	if (higher == NULL)
		difference->higher_is_better = scale_is_better_higher(fcinfo, lookup, word[1]);
	return difference;
}

/* The word for a change from before to after. */
static Datum
change_word(double before, double after, const struct difference *difference)
{
	double change = difference->higher_is_better ? after - before : before - after;
	double size = fmax(fabs(before), fabs(after));
	const char *word = "stable";

	if (reaches(change, difference->improvement, size))
		word = "improved";
	else if (reaches(-change, difference->deterioration, size))
		word = "deteriorated";
	PG_RETURN_TEXT_P(cstring_to_text(word));
}

PG_FUNCTION_INFO_V1(cpe_important_change_named);
Datum
cpe_important_change_named(PG_FUNCTION_ARGS)
{
	static const int arguments[] = {0, 1, 4};
	static const char *const names[] = {"instrument", "scale", "difference"};
	const struct difference *difference =
		cpe_look_up(fcinfo, arguments, names, 3, 3, read_difference);

	if (PG_ARGISNULL(2) || PG_ARGISNULL(3))
		PG_RETURN_NULL();
	return change_word(finite_arg(fcinfo, 2, "score before"), finite_arg(fcinfo, 3, "score after"),
	                   difference);
}

PG_FUNCTION_INFO_V1(cpe_important_change);
Datum
cpe_important_change(PG_FUNCTION_ARGS)
{
	struct difference difference;

	difference.improvement = finite_arg(fcinfo, 2, "improvement");
	difference.deterioration = finite_arg(fcinfo, 3, "deterioration");
	difference.higher_is_better = PG_GETARG_BOOL(4);
	if (difference.improvement <= 0 || difference.deterioration <= 0)
		cpe_refuse(CPE_INVALID, "Both are sizes of a change, so positive.", NULL,
		           "difference out of range: %g, %g", difference.improvement,
		           difference.deterioration);
	return change_word(finite_arg(fcinfo, 0, "score before"), finite_arg(fcinfo, 1, "score after"),
	                   &difference);
}

PG_FUNCTION_INFO_V1(cpe_reliable_change);
Datum
cpe_reliable_change(PG_FUNCTION_ARGS)
{
	Datum value[3] = {0};
	bool null[3] = {true, true, true};

	if (!PG_ARGISNULL(2) && !PG_ARGISNULL(3) && !PG_ARGISNULL(4))
	{
		double sd = PG_GETARG_FLOAT8(2);
		double reliability = PG_GETARG_FLOAT8(3);
		double error;
		struct cpe_confidence confidence;

		if (!(sd > 0) || isinf(sd))
			cpe_refuse(CPE_INVALID, "A standard deviation is positive and finite.", NULL,
			           "sd out of range: %g", sd);
		if (!(reliability >= 0 && reliability < 1))
			cpe_refuse(CPE_INVALID, "A reliability is at least 0 and below 1.", NULL,
			           "reliability out of range: %g", reliability);
		if (!cpe_confidence_from_level(PG_GETARG_FLOAT8(4), &confidence))
			cpe_refuse(CPE_INVALID, "A level lies between 0 and 1, both excluded.",
			           "95 % is the level 0.95.", "level out of range: %g", PG_GETARG_FLOAT8(4));
		error = sd * sqrt(2 * (1 - reliability));
		if (!isfinite(confidence.z * error))
			cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
		value[0] = Float8GetDatum(confidence.z * error);
		null[0] = false;
		if (!PG_ARGISNULL(0) && !PG_ARGISNULL(1))
		{
			double index =
				(finite_arg(fcinfo, 1, "score after") - finite_arg(fcinfo, 0, "score before")) /
				error;

			if (!isfinite(index))
				cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
			value[1] = Float8GetDatum(index);
			value[2] = BoolGetDatum(fabs(index) > confidence.z);
			null[1] = null[2] = false;
		}
	}
	return HeapTupleGetDatum(heap_form_tuple(cpe_result_row(fcinfo), value, null));
}

/* ---- norms ---- */

#define OLDEST 150

enum
{
	SEX_FEMALE,
	SEX_MALE,
	SEX_ALL,
	SEXES
};
static const char *const sex_words[SEXES] = {"female", "male", "all"};

/* A norm unfolded: the row of each sex and age in completed years, or -1. */
struct norm
{
	const char *name;
	double *mean;
	double *sd; /* NAN: none */
	bool by_sex[SEXES];
	int32 row[SEXES][OLDEST + 1];
};

static int
sex_by_name(const char *name, int size)
{
	for (int i = 0; i < SEXES; i++)
		if ((int) strlen(sex_words[i]) == size && memcmp(sex_words[i], name, size) == 0)
			return i;
	return -1;
}

/* The norm of (name, measure), whose measure may be left out where there is but one. */
static void *
read_norm(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	struct norm *norm = palloc(sizeof(*norm));
	MemoryContext keep = CurrentMemoryContext;
	uint64 rows;
	bool several = false;
	int twice = -1;

	memset(norm->row, -1, sizeof(norm->row));
	memset(norm->by_sex, 0, sizeof(norm->by_sex));
	norm->name = pstrdup(word[0]);
	cpe_registry_query("SELECT measure, sex, age_from, age_to, mean, sd FROM cancer_pe.norm "
	                   "WHERE name OPERATOR(pg_catalog.=) $1 "
	                   "AND ($2 IS NULL OR measure OPERATOR(pg_catalog.=) $2)",
	                   2, word);
	rows = SPI_processed;
	norm->mean = MemoryContextAlloc(keep, sizeof(double) * (rows + 1));
	norm->sd = MemoryContextAlloc(keep, sizeof(double) * (rows + 1));
	for (uint64 i = 0; i < rows; i++)
	{
		char *sex_word = cpe_row_text(i, 2);
		int sex = sex_by_name(sex_word, (int) strlen(sex_word));
		int from = cpe_row_int(i, 3, 0);
		int to = Min(cpe_row_int(i, 4, OLDEST), OLDEST);

		several = several || strcmp(cpe_row_text(i, 1), cpe_row_text(0, 1)) != 0;
		norm->mean[i] = cpe_row_number(i, 5);
		norm->sd[i] = cpe_row_number(i, 6);
		norm->by_sex[sex] = true;
		for (int age = from; age <= to; age++)
		{
			if (norm->row[sex][age] >= 0 && twice < 0)
				twice = age;
			norm->row[sex][age] = (int32) i;
		}
	}
	SPI_finish();
	if (rows == 0 || several)
	{
		char *measures = cpe_registry_list(
			"SELECT measure FROM cancer_pe.norm WHERE name OPERATOR(pg_catalog.=) $1 "
			"GROUP BY measure ORDER BY measure COLLATE pg_catalog.\"C\"",
			1, word);

		if (measures == NULL)
			cpe_refuse(CPE_INVALID,
			           psprintf("Norms: %s.",
			                    cpe_registry_list("SELECT name FROM cancer_pe.norm GROUP BY name "
			                                      "ORDER BY name COLLATE pg_catalog.\"C\"",
			                                      0, NULL)),
			           "Add one of your own with INSERT INTO cancer_pe.norm.",
			           "there is no norm \"%s\"", word[0]);
		cpe_refuse(CPE_INVALID, psprintf("Measures: %s.", measures), "Name one of them.",
		           several ? "norm \"%s\" has several measures"
		                   : "norm \"%s\" has no measure \"%s\"",
		           word[0], word[1]);
	}
	if (twice >= 0)
		cpe_refuse(CPE_INVALID, "Age bands of one sex do not overlap.", NULL,
		           "norm \"%s\" has several rows for age %d", word[0], twice);
	return norm;
}

/* An age or sex that the norm does not have. */
pg_noreturn static void
refuse_age(const struct norm *norm, int sex, int age)
{
	int first = 0;
	int last = OLDEST;

	if (!norm->by_sex[sex])
	{
		StringInfoData list;

		initStringInfo(&list);
		for (int i = 0; i < SEXES; i++)
			if (norm->by_sex[i])
				appendStringInfo(&list, "%s%s", list.len ? ", " : "", sex_words[i]);
		cpe_refuse(CPE_INVALID, psprintf("It has %s.", list.data),
		           "With strict => false there is then no norm (NULL).",
		           "norm \"%s\" has no sex \"%s\"", norm->name, sex_words[sex]);
	}
	while (norm->row[sex][first] < 0 && first < OLDEST)
		first++;
	while (norm->row[sex][last] < 0 && last > 0)
		last--;
	cpe_refuse(CPE_INVALID,
	           last == OLDEST ? psprintf("It is for ages from %d.", first)
	                          : psprintf("It is for ages from %d to %d.", first, last),
	           "With strict => false there is then no norm (NULL).", "norm \"%s\" has no age %d",
	           norm->name, age);
}

/*
 * The norm's row for the person in the arguments name, age, sex, measure, strict, the first of
 * which is told; NULL where age or sex is, or where the norm has none and strict is off.
 */
static const struct norm *
norm_arg(FunctionCallInfo fcinfo, int first, int32 *row)
{
	static const char *const names[] = {"name", "measure"};
	const int arguments[] = {first, first + 3};
	const struct norm *norm = cpe_look_up(fcinfo, arguments, names, 2, 1, read_norm);
	text *word;
	int sex;
	int age;

	if (PG_ARGISNULL(first + 4))
		cpe_refuse(CPE_NULL, NULL, NULL, "strict must not be null");
	if (PG_ARGISNULL(first + 1) || PG_ARGISNULL(first + 2))
		return NULL;
	age = PG_GETARG_INT32(first + 1);
	word = PG_GETARG_TEXT_PP(first + 2);
	sex = sex_by_name(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word));
	if (unlikely(sex < 0))
		cpe_refuse(CPE_INVALID, "Words: female, male, all.",
		           "Turn other codes into these words, or into NULL.", "unknown sex: \"%s\"",
		           text_to_cstring(word));
	if (!norm->by_sex[sex] && norm->by_sex[SEX_ALL])
		sex = SEX_ALL;
	*row = age < 0 || age > OLDEST ? -1 : norm->row[sex][age];
	if (*row >= 0)
		return norm;
	if (PG_GETARG_BOOL(first + 4))
		refuse_age(norm, sex, age);
	return NULL;
}

PG_FUNCTION_INFO_V1(cpe_norm_mean);
Datum
cpe_norm_mean(PG_FUNCTION_ARGS)
{
	int32 row;
	const struct norm *norm = norm_arg(fcinfo, 0, &row);

	if (norm == NULL)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8(norm->mean[row]);
}

/* value - mean, divided by the sd when asked for. */
static Datum
from_norm(FunctionCallInfo fcinfo, bool in_sd, double centre, double unit)
{
	int32 row;
	const struct norm *norm = norm_arg(fcinfo, 1, &row);
	double result;

	if (norm == NULL || PG_ARGISNULL(0) || (in_sd && isnan(norm->sd[row])))
		PG_RETURN_NULL();
	result = finite_arg(fcinfo, 0, "value") - norm->mean[row];
	if (in_sd)
		result = centre + unit * (result / norm->sd[row]);
	if (!isfinite(result))
		cpe_refuse(CPE_RANGE, NULL, NULL, "result is out of range of double precision");
	PG_RETURN_FLOAT8(result);
}

PG_FUNCTION_INFO_V1(cpe_norm_difference);
Datum
cpe_norm_difference(PG_FUNCTION_ARGS)
{
	return from_norm(fcinfo, false, 0, 1);
}

PG_FUNCTION_INFO_V1(cpe_norm_z);
Datum
cpe_norm_z(PG_FUNCTION_ARGS)
{
	return from_norm(fcinfo, true, 0, 1);
}

PG_FUNCTION_INFO_V1(cpe_norm_t);
Datum
cpe_norm_t(PG_FUNCTION_ARGS)
{
	return from_norm(fcinfo, true, 50, 10);
}

PG_FUNCTION_INFO_V1(cpe_ara_brazier_2010);
Datum
cpe_ara_brazier_2010(PG_FUNCTION_ARGS)
{
	double age = PG_GETARG_FLOAT8(0);
	text *word = PG_GETARG_TEXT_PP(1);
	int sex = sex_by_name(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word));

	if (!(age >= 0 && age <= OLDEST))
		cpe_refuse(CPE_INVALID, "Ages are in years, from 0 to 150.", NULL, "age out of range: %g",
		           age);
	if (sex != SEX_FEMALE && sex != SEX_MALE)
		cpe_refuse(CPE_INVALID, "Words: female, male.",
		           "Turn other codes into these words, or into NULL.", "unknown sex: \"%s\"",
		           text_to_cstring(word));
	PG_RETURN_FLOAT8(0.9508566 + 0.0212126 * (sex == SEX_MALE) - 0.0002587 * age -
	                 0.0000332 * age * age);
}
