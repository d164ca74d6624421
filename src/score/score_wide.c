#include "cancer_pe.h"

#include <ctype.h>
#include <math.h>

#include "catalog/pg_collation.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/float.h"
#include "utils/formatting.h"
#include "utils/lsyscache.h"

#include "score/codebook.h"
#include "score/score.h"

/* ---- answers as files and wide tables have them ---- */

/*
 * A whole number as files write it: "2", " 2 ", "2.000000", "2e0"; returns false for anything else.
 */
static bool
read_whole_number(const char *text, int32_t *number)
{
	double value;
	char *end;

	while (*text == ' ' || *text == '\t')
		text++;
	value = strtod(text, &end);
	if (end == text || strspn(text, "+-0123456789.eE") < (size_t) (end - text))
		return false; /* strtod reads hexadecimal, too */
	while (*end == ' ' || *end == '\t' || *end == '\r')
		end++;
	if (*end != '\0' || value != floor(value) || fabs(value) > 2000000000)
		return false;
	*number = (int32_t) value;
	return true;
}

/* No answer, as files write it: nothing, a point (SAS, Stata), NA (R), NULL, NaN (Python). */
static bool
is_no_answer(const char *text)
{
	static const char *const words[] = {"", ".", "NA", "N/A", "NULL", "NaN"};
	char trimmed[8];
	size_t length = strlen(text);

	while (length > 0 && isspace((unsigned char) *text))
		text++, length--;
	while (length > 0 && isspace((unsigned char) text[length - 1]))
		length--;
	if (length >= sizeof(trimmed))
		return false;
	memcpy(trimmed, text, length);
	trimmed[length] = '\0';
	for (int i = 0; i < lengthof(words); i++)
		if (pg_strcasecmp(trimmed, words[i]) == 0)
			return true;
	return false;
}

pg_noreturn static void
refuse_unreadable(const char *written, int number)
{
	cpe_refuse(CPE_SYNTAX,
	           "Answers are whole numbers; no answer is NULL, empty, a point, NA, N/A or NaN.",
	           "In lenient mode (strict => false) such an answer counts as invalid.",
	           "answer %d is not a whole number: \"%s\"", number, written);
}

/* An answer as written; returns false where it is none. */
static bool
read_answer(const char *written, bool strict, int number, int32_t *answer)
{
	if (is_no_answer(written))
		return false;
	if (!read_whole_number(written, answer))
	{
		if (strict)
			refuse_unreadable(written, number);
		*answer = CPE_UNREADABLE;
	}
	return true;
}

/* A column's value as a number; its type is none of the texts. */
static double
column_number(Oid type, Datum value)
{
	switch (type)
	{
		case INT2OID:
			return DatumGetInt16(value);
		case INT4OID:
			return DatumGetInt32(value);
		case INT8OID:
			return (double) DatumGetInt64(value);
		case FLOAT4OID:
			return DatumGetFloat4(value);
		case FLOAT8OID:
			return DatumGetFloat8(value);
		default:
			return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, value));
	}
}

/* A text's value as it is written. */
static char *
column_text(Oid type, Datum value)
{
	return type == UNKNOWNOID ? DatumGetCString(value) : TextDatumGetCString(value);
}

char *
cpe_column_written(Oid type, Datum value)
{
	Oid output;
	bool variable;
	char *written;

	if (type == TEXTOID || type == UNKNOWNOID)
		return column_text(type, value);
	getTypeOutputInfo(type, &output, &variable);
	written = OidOutputFunctionCall(output, value);
	/* numeric writes out all digits of a number that is nothing like an answer */
	return strlen(written) <= 40 ? written : psprintf("%g", column_number(type, value));
}

enum cpe_reading
cpe_column_reading(Oid type, Datum value, int32_t *answer)
{
	double number;
	char *written;

	if (type == TEXTOID || type == UNKNOWNOID)
	{
		written = column_text(type, value);
		if (is_no_answer(written))
			return CPE_READ_NOTHING;
		return read_whole_number(written, answer) ? CPE_READ : CPE_READ_NO_NUMBER;
	}
	number = column_number(type, value);
	if (isnan(number))
		return CPE_READ_NOTHING; /* as its text */
	if (number != floor(number) || fabs(number) > 2000000000)
		return CPE_READ_NO_NUMBER;
	*answer = (int32_t) number;
	return CPE_READ;
}

Oid
cpe_answer_type(Oid type)
{
	type = getBaseType(type);
	if (type == VARCHAROID || type == BPCHAROID)
		type = TEXTOID;
	if (type != INT2OID && type != INT4OID && type != INT8OID && type != FLOAT4OID &&
	    type != FLOAT8OID && type != NUMERICOID && type != TEXTOID && type != UNKNOWNOID)
		return InvalidOid;
	return type;
}

/* One answer of a column of any type that holds numbers; returns false where there is none. */
static bool
column_answer(Oid type, Datum value, bool strict, int column, int32_t *answer)
{
	switch (cpe_column_reading(type, value, answer))
	{
		case CPE_READ:
			return true;
		case CPE_READ_NOTHING:
			return false;
		case CPE_READ_NO_NUMBER:
			break;
	}
	if (strict)
		refuse_unreadable(cpe_column_written(type, value), column);
	*answer = CPE_UNREADABLE;
	return true;
}

struct columns_memo
{
	struct cpe_plan_memo instruments;
	bool all_int;    /* as a Datum holds them, sign and all */
	bool some_short; /* of them smallint */
	bool spread;     /* VARIADIC array */
	Oid type[FUNC_MAX_ARGS];
};

static struct columns_memo *
columns_memo(FunctionCallInfo fcinfo)
{
	struct columns_memo *memo = fcinfo->flinfo->fn_extra;

	if (likely(memo != NULL))
		return memo;
	memo = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*memo));
	memo->all_int = true;
	memo->spread = get_fn_expr_variadic(fcinfo->flinfo);
	for (int i = 2; i < PG_NARGS() && !memo->spread; i++)
	{
		Oid type = cpe_answer_type(get_fn_expr_argtype(fcinfo->flinfo, i));

		if (type == InvalidOid)
			cpe_refuse(CPE_INVALID, "Columns of answers are numbers or text.", NULL,
			           "answer %d has the type %s", i - 1,
			           format_type_be(get_fn_expr_argtype(fcinfo->flinfo, i)));
		memo->all_int = memo->all_int && (type == INT4OID || type == INT2OID);
		memo->some_short = memo->some_short || type == INT2OID;
		memo->type[i] = type;
	}
	fcinfo->flinfo->fn_extra = memo;
	return memo;
}

/* score_columns(instrument or plan, strict, answers ...): no array is made on the way. */
static Datum
scores_of_columns(FunctionCallInfo fcinfo, const struct columns_memo *memo,
                  const struct cpe_instrument *instrument)
{
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];
	bool strict = PG_ARGISNULL(1) || PG_GETARG_BOOL(1);
	int columns = PG_NARGS() - 2;

	if (memo->spread)
	{
		if (PG_ARGISNULL(2))
			PG_RETURN_NULL();
		if (ARR_ELEMTYPE(PG_GETARG_ARRAYTYPE_P(2)) != INT4OID)
			cpe_refuse(CPE_INVALID, NULL, NULL, "a VARIADIC array of answers must be integer[]");
		cpe_spread_answers(instrument, PG_GETARG_ARRAYTYPE_P(2), strict, answer, given);
		return cpe_scores_datum(instrument, answer, given, strict);
	}
	if (columns != instrument->items)
		cpe_refuse_count(instrument, columns, false);
#if SIZEOF_DATUM == 8
	if (memo->all_int)
	{
		double score[CPE_MAX_SCALES];
		struct cpe_problem problem;

		/* compiled deforming of some server releases loses the sign of a smallint */
		for (int i = 2; memo->some_short && i < PG_NARGS(); i++)
			if (memo->type[i] == INT2OID)
				fcinfo->args[i].value = Int16GetDatum(DatumGetInt16(fcinfo->args[i].value));

		StaticAssertStmt(sizeof(NullableDatum) == sizeof(struct cpe_answer) &&
		                     offsetof(NullableDatum, value) == offsetof(struct cpe_answer, value) &&
		                     offsetof(NullableDatum, isnull) ==
		                         offsetof(struct cpe_answer, missing),
		                 "the server's arguments lie otherwise");
		if (!cpe_instrument_scores_of_cells(
				instrument, (const struct cpe_answer *) &fcinfo->args[2], strict, score, &problem))
			cpe_raise(&problem);
		return cpe_score_array(score, instrument->scales);
	}
#endif
	for (int i = 0; i < columns; i++)
	{
		answer[i] = 0;
		given[i] =
			!fcinfo->args[i + 2].isnull &&
			column_answer(memo->type[i + 2], fcinfo->args[i + 2].value, strict, i + 1, &answer[i]);
	}
	return cpe_scores_datum(instrument, answer, given, strict);
}

PG_FUNCTION_INFO_V1(cpe_score_columns_by_name);
Datum
cpe_score_columns_by_name(PG_FUNCTION_ARGS)
{
	struct columns_memo *memo = columns_memo(fcinfo);

	return scores_of_columns(fcinfo, memo, cpe_instrument_arg(fcinfo, 0, &memo->instruments));
}

PG_FUNCTION_INFO_V1(cpe_score_columns_by_plan);
Datum
cpe_score_columns_by_plan(PG_FUNCTION_ARGS)
{
	struct columns_memo *memo = columns_memo(fcinfo);

	return scores_of_columns(fcinfo, memo, cpe_plan_arg(fcinfo, 0, &memo->instruments));
}

PG_FUNCTION_INFO_V1(cpe_read_answers);
Datum
cpe_read_answers(PG_FUNCTION_ARGS)
{
	bool strict = PG_ARGISNULL(1) || PG_GETARG_BOOL(1);
	ArrayType *array;
	Datum *element, *value;
	bool *null;
	int count, one = 1;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	array = PG_GETARG_ARRAYTYPE_P(0);
	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, "The answers of one person are a one-dimensional array.", NULL,
		           "answers have %d dimensions", ARR_NDIM(array));
	deconstruct_array(array, TEXTOID, -1, false, TYPALIGN_INT, &element, &null, &count);
	value = palloc0(Max(count, 1) * sizeof(Datum));
	for (int i = 0; i < count; i++)
	{
		int32_t answer = 0;

		if (!null[i])
			null[i] = !read_answer(TextDatumGetCString(element[i]), strict, i + 1, &answer);
		value[i] = Int32GetDatum(answer);
	}
	PG_RETURN_ARRAYTYPE_P(
		construct_md_array(value, null, count > 0, &count, &one, INT4OID, 4, true, TYPALIGN_INT));
}

/* The name of an item's column by the pattern. */
static char *
column_name(const char *pattern, const char *item)
{
	StringInfoData name;
	const char *place;

	initStringInfo(&name);
	while ((place = strstr(pattern, "{item}")) != NULL)
	{
		appendBinaryStringInfo(&name, pattern, (int) (place - pattern));
		appendStringInfoString(&name, item);
		pattern = place + strlen("{item}");
	}
	appendStringInfoString(&name, pattern);
	return name.data;
}

/*
 * The column that a wide table has for an item: as the pattern says, or the one that differs from
 * it in case only.  InvalidAttrNumber: none.
 */
static AttrNumber
find_column(Oid relation, const char *wanted, char **name)
{
	AttrNumber attribute = get_attnum(relation, wanted);
	char *lower;

	*name = pstrdup(wanted);
	if (attribute > 0)
		return attribute;
	lower = str_tolower(wanted, strlen(wanted), C_COLLATION_OID);
	attribute = get_attnum(relation, lower);
	*name = lower;
	return attribute;
}

/* What stands for no answer: codes of all columns, and a codebook's of each; either may be NULL. */
struct no_answers
{
	const int32 *code;
	int codes;
	const struct cpe_codebook *codebook;
};

/* The condition under which an expression holds a code for no answer; "": never. */
static char *
missing_condition(const struct no_answers *missing, const char *name, const char *expression)
{
	const struct cpe_codebook *codebook = missing->codebook;
	const struct cpe_codebook_variable *variable;
	StringInfoData condition;
	const char *separator = "";
	const char *utf8 = pg_server_to_any(name, (int) strlen(name), PG_UTF8);
	int index = -1;

	initStringInfo(&condition);
	for (int i = 0; codebook && i < codebook->variables && index < 0; i++)
		if (pg_strcasecmp(codebook->variable[i].name, utf8) == 0)
			index = i;
	for (int i = 0; i < missing->codes; i++)
	{
		appendStringInfo(&condition, "%s%s OPERATOR(pg_catalog.=) %d", separator, expression,
		                 missing->code[i]);
		separator = " OR ";
	}
	if (index < 0)
		return condition.data;
	variable = &codebook->variable[index];
	for (int i = 0; i < variable->codes; i++)
		if (variable->code[i].missing && !isnan(variable->code[i].code))
		{
			appendStringInfo(&condition, "%s%s OPERATOR(pg_catalog.=) %s", separator, expression,
			                 float8out_internal(variable->code[i].code));
			separator = " OR ";
		}
	for (int i = 0; i < variable->ranges; i++)
	{
		const struct cpe_code_range *range = &variable->range[i];

		if (isinf(range->low) && isinf(range->high))
			continue;
		appendStringInfoString(&condition, separator);
		if (isinf(range->low))
			appendStringInfo(&condition, "%s OPERATOR(pg_catalog.<=) %s", expression,
			                 float8out_internal(range->high));
		else if (isinf(range->high))
			appendStringInfo(&condition, "%s OPERATOR(pg_catalog.>=) %s", expression,
			                 float8out_internal(range->low));
		else
			appendStringInfo(&condition,
			                 "%s OPERATOR(pg_catalog.>=) %s AND %s OPERATOR(pg_catalog.<=) %s",
			                 expression, float8out_internal(range->low), expression,
			                 float8out_internal(range->high));
		separator = " OR ";
	}
	return condition.data;
}

/* The columns to keep, each with a comma behind it. */
static char *
kept_columns(Oid relation, ArrayType *keep)
{
	StringInfoData kept;
	Datum *element;
	bool *null;
	int count;

	initStringInfo(&kept);
	if (keep == NULL)
		return kept.data;
	deconstruct_array(keep, TEXTOID, -1, false, TYPALIGN_INT, &element, &null, &count);
	for (int i = 0; i < count; i++)
	{
		char *name = null[i] ? NULL : TextDatumGetCString(element[i]);

		if (name == NULL)
			cpe_refuse(CPE_NULL, NULL, NULL, "a column to keep must not be null");
		if (get_attnum(relation, name) <= 0)
			cpe_refuse(CPE_INVALID, NULL, NULL, "%s has no column \"%s\"", get_rel_name(relation),
			           name);
		for (int k = 0; k < i; k++)
			if (strcmp(TextDatumGetCString(element[k]), name) == 0)
				cpe_refuse(CPE_INVALID, NULL, NULL, "the column \"%s\" is to be kept twice", name);
		appendStringInfo(&kept, "%s, ", quote_identifier(name));
	}
	return kept.data;
}

/*
 * The columns of the answers, with commas between; any that is not integer sets the flag.  In
 * lenient mode some may be absent: no answers.
 */
static char *
answer_columns(const struct cpe_instrument *instrument, Oid relation, const char *pattern,
               const struct no_answers *missing, bool strict, bool *others)
{
	StringInfoData columns;
	char *absent = NULL;
	int there = 0;

	initStringInfo(&columns);
	for (int i = 0; i < instrument->items; i++)
	{
		char *wanted = column_name(pattern, instrument->item[i].id), *name, *condition;
		AttrNumber attribute = find_column(relation, wanted, &name);
		const char *column = quote_identifier(name);
		bool whole;
		Oid type;

		if (attribute <= 0)
		{
			absent = absent ? absent : wanted;
			appendStringInfo(&columns, "%sNULL::pg_catalog.int4", i ? ", " : "");
			continue;
		}
		there++;
		type = getBaseType(get_atttype(relation, attribute));
		whole = type == INT4OID || type == INT2OID;
		*others = *others || !whole;
		condition = missing_condition(
			missing, name,
			whole ? column
				  : psprintf("(cancer_pe.read_answers(ARRAY[%s::text], false))[1]", column));
		appendStringInfo(&columns, condition[0] ? "%sCASE WHEN %s THEN NULL ELSE %s END" : "%s%s%s",
		                 i ? ", " : "", condition, column);
	}
	if (absent && (strict || there == 0))
		cpe_refuse(
			CPE_INVALID,
			psprintf("The pattern \"%s\" asks for a column for each of the %d items of %s.",
		             pattern, instrument->items, instrument->code),
			"Give another pattern, or make a view with such columns; in lenient mode (strict => "
			"false) columns that are not there are no answers, as long as there is one.",
			"%s has no column \"%s\"", get_rel_name(relation), absent);
	return columns.data;
}

PG_FUNCTION_INFO_V1(cpe_score_wide_sql);
Datum
cpe_score_wide_sql(PG_FUNCTION_ARGS)
{
	static const struct cpe_json_limits limits = {8 * 1024 * 1024, 128 * 1024 * 1024, 64};
	const struct cpe_instrument *instrument;
	struct no_answers missing = {NULL, 0, NULL};
	Oid relation;
	const char *pattern, *scores, *strict, *columns, *kept;
	bool others = false;
	StringInfoData sql;

	if (PG_ARGISNULL(0))
		cpe_refuse(CPE_NULL, NULL, NULL, "source must not be null");
	relation = PG_GETARG_OID(0);
	instrument = cpe_instrument_arg(fcinfo, 1, cpe_plan_call_memo(fcinfo));
	if (get_rel_name(relation) == NULL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "there is no relation with OID %u", relation);
	pattern = PG_ARGISNULL(2)
	              ? pg_any_to_server(instrument->column, (int) strlen(instrument->column), PG_UTF8)
	              : text_to_cstring(PG_GETARG_TEXT_PP(2));
	if (strstr(pattern, "{item}") == NULL)
		cpe_refuse(CPE_INVALID, NULL, "For example q{item} for columns q1, q2, ...",
		           "the column pattern has no {item} in it: \"%s\"", pattern);
	strict = PG_ARGISNULL(4) || PG_GETARG_BOOL(4) ? "true" : "false";
	if (!PG_ARGISNULL(5))
	{
		text *document = PG_GETARG_TEXT_PP(5);
		struct cpe_problem problem;
		struct cpe_arena arena;
		char *utf8 = pg_server_to_any(VARDATA_ANY(document), VARSIZE_ANY_EXHDR(document), PG_UTF8);

		cpe_arena_open(&arena, CurrentMemoryContext);
		missing.codebook = cpe_codebook_read(
			&arena, utf8,
			utf8 == VARDATA_ANY(document) ? VARSIZE_ANY_EXHDR(document) : strlen(utf8), &limits,
			&problem);
		if (missing.codebook == NULL)
			cpe_raise(&problem);
	}
	if (!PG_ARGISNULL(6))
	{
		ArrayType *codes = PG_GETARG_ARRAYTYPE_P(6);

		if (array_contains_nulls(codes))
			cpe_refuse(CPE_NULL, NULL, NULL, "a missing code must not be null");
		missing.codes = ArrayGetNItems(ARR_NDIM(codes), ARR_DIMS(codes));
		missing.code = (const int32 *) ARR_DATA_PTR(codes);
	}
	columns = answer_columns(instrument, relation, pattern, &missing, strict[0] == 't', &others);
	kept = kept_columns(relation, PG_ARGISNULL(3) ? NULL : PG_GETARG_ARRAYTYPE_P(3));
	/* what no column to keep is called */
	scores = quote_identifier(psprintf("scores of %.40s", instrument->code));
	for (int i = 1; strstr(kept, scores) != NULL; i++)
		scores = quote_identifier(psprintf("scores of %.40s, %d", instrument->code, i));
	initStringInfo(&sql);
	appendStringInfo(&sql, "SELECT %s", kept);
	for (int i = 0; i < instrument->scales; i++)
	{
		const char *code = instrument->scale[i].code;

		appendStringInfo(&sql, "%s%s[%d] AS %s", i ? ", " : "", scores, i + 1,
		                 quote_identifier(str_tolower(code, strlen(code), C_COLLATION_OID)));
	}
	appendStringInfo(&sql, "\nFROM (SELECT %scancer_pe.", kept);
	if (instrument->items <= FUNC_MAX_ARGS - 2)
		appendStringInfo(&sql, "score_columns(%s, %s, %s)", quote_literal_cstr(instrument->code),
		                 strict, columns);
	else
		appendStringInfo(&sql, "scores(%s, %sARRAY[%s]%s, %s)",
		                 quote_literal_cstr(instrument->code),
		                 others ? "cancer_pe.read_answers(" : "", columns,
		                 others ? psprintf("::text[], %s)", strict) : "::int[]", strict);
	appendStringInfo(&sql, " AS %s\n\tFROM %s OFFSET 0) AS scored", scores,
	                 quote_qualified_identifier(get_namespace_name(get_rel_namespace(relation)),
	                                            get_rel_name(relation)));
	PG_RETURN_TEXT_P(cstring_to_text_with_len(sql.data, sql.len));
}
