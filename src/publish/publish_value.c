#include "cancer_pe.h"

#include <math.h>

#include "catalog/pg_type.h"
#include "common/shortest_dec.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"

#include "base/calendar.h"
#include "base/decimal.h"
#include "base/text.h"
#include "publish/publish_value.h"

bool
cpe_value_is_number(Oid type)
{
	return type == INT2OID || type == INT4OID || type == INT8OID || type == FLOAT4OID ||
	       type == FLOAT8OID || type == NUMERICOID;
}

bool
cpe_value_is_plain(Oid type)
{
	return type == TEXTOID || type == INT4OID || type == FLOAT8OID || type == BOOLOID ||
	       type == DATEOID;
}

pg_noreturn static void
refuse_not_finite(const char *column)
{
	cpe_refuse(CPE_INVALID, "A published number is finite, or NULL with a status.", NULL,
	           "column \"%s\" holds a number that is not finite", column);
}

/* A number in the fewest digits that read back as the same, or with so many decimals. */
static char *
number_text(double value, int decimals, const char *column)
{
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct cpe_text text;
	char *shortest;

	if (!isfinite(value))
		refuse_not_finite(column);
	if (decimals < 0)
	{
		shortest = palloc(CPE_DECIMAL_TEXT);
		cpe_decimal_print(value, shortest);
		return shortest;
	}
	cpe_arena_open(&arena, CurrentMemoryContext);
	cpe_text_open(&text, &arena, &problem);
	cpe_text_fixed(&text, cpe_round_half_up(value, decimals, CPE_ROUND_ONCE), decimals);
	if (cpe_text_close(&text, NULL) == NULL)
		cpe_raise(&problem);
	return text.data;
}

/* The same of a number of single precision: its fewest digits are not those of a double. */
static char *
single_text(float4 value, int decimals, const char *column)
{
	char *shortest;

	if (decimals >= 0 || !isfinite(value))
		return number_text(value, decimals, column);
	shortest = palloc(FLOAT_SHORTEST_DECIMAL_LEN);
	float_to_shortest_decimal_buf(value, shortest);
	return shortest;
}

/* A whole number, with zeros behind the point where decimals are asked for. */
static char *
whole_text(int64 value, int decimals)
{
	if (decimals <= 0)
		return psprintf(INT64_FORMAT, value);
	return psprintf(INT64_FORMAT ".%0*d", value, decimals, 0);
}

/* A number of any size as it is, or with so many decimals. */
static char *
numeric_text(Numeric value, int decimals, const char *column)
{
	if (numeric_is_nan(value) || numeric_is_inf(value))
		refuse_not_finite(column);
	if (decimals >= 0)
		value = DatumGetNumeric(
			DirectFunctionCall2(numeric_round, NumericGetDatum(value), Int32GetDatum(decimals)));
	return DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value)));
}

/* A date as ISO 8601 writes it. */
static char *
date_text(DateADT day, const char *column)
{
	char *text = palloc(CPE_DATE_TEXT);

	if (!cpe_day_allowed(day))
		cpe_refuse(CPE_INVALID, "The years are 1 to 9999.", NULL,
		           "column \"%s\" holds a date out of range", column);
	cpe_date_print(day, text);
	return text;
}

char *
cpe_value_text(Datum value, Oid type, int decimals, const char *column)
{
	bool varlena;
	Oid output;

	switch (type)
	{
		case TEXTOID:
			return TextDatumGetCString(value);
		case BOOLOID:
			return pstrdup(DatumGetBool(value) ? "true" : "false");
		case DATEOID:
			return date_text(DatumGetDateADT(value), column);
		case INT2OID:
			return whole_text(DatumGetInt16(value), decimals);
		case INT4OID:
			return whole_text(DatumGetInt32(value), decimals);
		case INT8OID:
			return whole_text(DatumGetInt64(value), decimals);
		case FLOAT4OID:
			return single_text(DatumGetFloat4(value), decimals, column);
		case FLOAT8OID:
			return number_text(DatumGetFloat8(value), decimals, column);
		case NUMERICOID:
			return numeric_text(DatumGetNumeric(value), decimals, column);
		default:
			getTypeOutputInfo(type, &output, &varlena);
			return OidOutputFunctionCall(output, value);
	}
}
