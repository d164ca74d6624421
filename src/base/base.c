#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/datum.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/numeric.h"
#include "utils/rel.h"

#include "base/base.h"

PG_FUNCTION_INFO_V1(cpe_library_version);
Datum
cpe_library_version(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(cstring_to_text(CPE_VERSION));
}

/* Whether the row has builtin = true. */
static bool
row_is_builtin(HeapTuple row, TupleDesc desc)
{
	bool null;
	Datum value = SPI_getbinval(row, desc, SPI_fnumber(desc, "builtin"), &null);

	return !null && DatumGetBool(value);
}

bool
cpe_in_own_script(void)
{
	return creating_extension && CurrentExtensionObject == get_extension_oid("cancer_pe", true);
}

PG_FUNCTION_INFO_V1(cpe_protect_builtin);
Datum
cpe_protect_builtin(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	TupleDesc desc;
	bool protected = true;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_BEFORE(trigger->tg_event))
		ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
		                errmsg("protect_builtin must be called as a trigger before the change")));
	desc = RelationGetDescr(trigger->tg_relation);
	if (TRIGGER_FIRED_FOR_ROW(trigger->tg_event)) /* else it is TRUNCATE */
	protected =
		row_is_builtin(trigger->tg_trigtuple, desc) ||
		(TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) && row_is_builtin(trigger->tg_newtuple, desc));
	if (protected && !cpe_in_own_script())
		ereport(ERROR,
		        (errcode(ERRCODE_INSUFFICIENT_PRIVILEGE),
		         errmsg("shipped rows of \"%s\" cannot be changed",
		                RelationGetRelationName(trigger->tg_relation)),
		         errdetail("Rows with builtin = true belong to the extension."),
		         errhint("Insert a row of your own under another name, with builtin = false.")));
	if (!TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		return PointerGetDatum(NULL);
	PG_RETURN_POINTER(TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple
	                                                             : trigger->tg_trigtuple);
}

/* ---- references between registries ---- */

#define MOST_KEY_COLUMNS 4

/* What a trigger of a reference is about: the key of a row, and the other table by it. */
struct reference
{
	bool cascade;
	int columns;
	const char *column[MOST_KEY_COLUMNS];
	Oid type[MOST_KEY_COLUMNS];
	Datum value[MOST_KEY_COLUMNS];
	char *where; /* "a = $1 AND ..." */
	const char *other;
};

/* Reads the arguments of a trigger and the key of a row; false where a part of it is NULL. */
static bool
read_reference(TriggerData *trigger, HeapTuple row, struct reference *reference)
{
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	StringInfoData where;
	char *word, *rest;
	bool null = false;

	if (trigger->tg_trigger->tgnargs != 2)
		elog(ERROR, "a trigger of references has two arguments");
	reference->other = trigger->tg_trigger->tgargs[0];
	word = strtok_r(pstrdup(trigger->tg_trigger->tgargs[1]), " ", &rest);
	reference->cascade = word != NULL && strcmp(word, "cascade") == 0;
	reference->columns = 0;
	initStringInfo(&where);
	while ((word = strtok_r(NULL, " ", &rest)) != NULL && reference->columns < MOST_KEY_COLUMNS)
	{
		int number = SPI_fnumber(desc, word);
		int i = reference->columns++;

		if (number <= 0)
			elog(ERROR, "there is no column \"%s\" to refer by", word);
		reference->column[i] = word;
		reference->type[i] = SPI_gettypeid(desc, number);
		reference->value[i] = SPI_getbinval(row, desc, number, &null);
		if (null)
			return false;
		appendStringInfo(&where, "%s%s OPERATOR(pg_catalog.=) $%d", i ? " AND " : "",
		                 quote_identifier(word), i + 1);
	}
	reference->where = where.data;
	return true;
}

/* Whether a table has a row with the key, or how many were deleted by it. */
static uint64
by_reference(const struct reference *reference, const char *command, const char *table)
{
	char *query =
		psprintf("%s cancer_pe.%s WHERE %s", command, quote_identifier(table), reference->where);

	if (SPI_execute_with_args(query, reference->columns, (Oid *) reference->type,
	                          (Datum *) reference->value, NULL, false, 0) < 0)
		elog(ERROR, "could not follow a reference");
	return SPI_processed;
}

/* The key for a message: (wave, question)=(2018, Q1). */
static char *
describe_reference(const struct reference *reference, HeapTuple row, TupleDesc desc)
{
	StringInfoData columns, values;

	initStringInfo(&columns);
	initStringInfo(&values);
	for (int i = 0; i < reference->columns; i++)
	{
		appendStringInfo(&columns, "%s%s", i ? ", " : "", reference->column[i]);
		appendStringInfo(&values, "%s%s", i ? ", " : "",
		                 SPI_getvalue(row, desc, SPI_fnumber(desc, reference->column[i])));
	}
	return psprintf("(%s)=(%s)", columns.data, values.data);
}

static void
require_row_trigger(FunctionCallInfo fcinfo, const char *name)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
	    !TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
		                errmsg("%s must be called as a trigger after the change of a row", name)));
}

PG_FUNCTION_INFO_V1(cpe_check_reference);
Datum
cpe_check_reference(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	struct reference reference;
	HeapTuple row;

	require_row_trigger(fcinfo, "check_reference");
	if (!check_function_bodies) /* a dump is restored */
		return PointerGetDatum(NULL);
	row = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple : trigger->tg_trigtuple;
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (read_reference(trigger, row, &reference) &&
	    by_reference(&reference, "SELECT 1 FROM", reference.other) == 0)
		ereport(
			ERROR,
			(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
		     errmsg("insert or update on table \"%s\" violates foreign key constraint \"%s\"",
		            RelationGetRelationName(trigger->tg_relation), trigger->tg_trigger->tgname),
		     errdetail("Key %s is not present in table \"%s\".",
		               describe_reference(&reference, row, RelationGetDescr(trigger->tg_relation)),
		               reference.other),
		     errtableconstraint(trigger->tg_relation, trigger->tg_trigger->tgname)));
	SPI_finish();
	return PointerGetDatum(NULL);
}

PG_FUNCTION_INFO_V1(cpe_keep_reference);
Datum
cpe_keep_reference(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	const char *table;
	struct reference reference;

	require_row_trigger(fcinfo, "keep_reference");
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	table = RelationGetRelationName(trigger->tg_relation);
	/* a row of that key may be there again, or still, when only other columns changed */
	if (read_reference(trigger, trigger->tg_trigtuple, &reference) &&
	    by_reference(&reference, "SELECT 1 FROM", table) == 0)
	{
		if (reference.cascade && TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
			(void) by_reference(&reference, "DELETE FROM", reference.other);
		else if (by_reference(&reference, "SELECT 1 FROM", reference.other) > 0)
			ereport(ERROR,
			        (errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
			         errmsg("update or delete on table \"%s\" violates foreign key constraint "
			                "\"%s\" on table \"%s\"",
			                table, trigger->tg_trigger->tgname, reference.other),
			         errdetail("Key %s is still referenced from table \"%s\".",
			                   describe_reference(&reference, trigger->tg_trigtuple,
			                                      RelationGetDescr(trigger->tg_relation)),
			                   reference.other),
			         errtableconstraint(trigger->tg_relation, trigger->tg_trigger->tgname)));
	}
	SPI_finish();
	return PointerGetDatum(NULL);
}

/* ---- presets and options ---- */

char *
cpe_first_value(const char *query, int arguments, const char *first, const char *second)
{
	Oid type[2] = {TEXTOID, TEXTOID};
	Datum value[2];
	char *result = NULL;
	MemoryContext outside = CurrentMemoryContext;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	value[0] = CStringGetTextDatum(first);
	value[1] = second ? CStringGetTextDatum(second) : (Datum) 0;
	if (SPI_execute_with_args(query, arguments, type, value, NULL, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read a registry");
	if (SPI_processed > 0)
	{
		char *text = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);

		if (text)
			result = MemoryContextStrdup(outside, text);
	}
	SPI_finish();
	return result;
}

Jsonb *
cpe_preset_options(const char *kind, const char *name)
{
	char *options = cpe_first_value("SELECT options FROM cancer_pe.preset "
	                                "WHERE kind OPERATOR(pg_catalog.=) $1 "
	                                "AND name OPERATOR(pg_catalog.=) $2",
	                                2, kind, name);

	if (options == NULL)
	{
		char *known =
			cpe_first_value("SELECT pg_catalog.string_agg(name, ', ' ORDER BY name COLLATE "
		                    "pg_catalog.\"C\") FROM cancer_pe.preset "
		                    "WHERE kind OPERATOR(pg_catalog.=) $1",
		                    1, kind, NULL);

		ereport(ERROR, (errcode(ERRCODE_INVALID_PARAMETER_VALUE),
		                errmsg("unknown preset of %s: \"%s\"", kind, name),
		                errdetail("Presets: %s.", known ? known : "none"),
		                errhint("Add one of your own with INSERT INTO cancer_pe.preset.")));
	}
	return DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(options)));
}

void
cpe_options_check(const struct cpe_options *options, const char *const *known)
{
	for (int layer = 0; layer < 2; layer++)
	{
		JsonbIterator *iterator;
		JsonbValue value;
		JsonbIteratorToken token;

		if (options->layer[layer] == NULL)
			continue;
		if (!JB_ROOT_IS_OBJECT(options->layer[layer]))
			cpe_refuse(CPE_INVALID, NULL, "Write them like {\"z\": 1.96}.",
			           "options of %s must be an object", options->what);
		iterator = JsonbIteratorInit(&options->layer[layer]->root);
		while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		{
			const char *const *k = known;

			if (token != WJB_KEY)
				continue;
			while (*k && (strlen(*k) != (size_t) value.val.string.len ||
			              memcmp(*k, value.val.string.val, value.val.string.len) != 0))
				k++;
			if (*k == NULL)
			{
				StringInfoData list;

				initStringInfo(&list);
				for (k = known; *k; k++)
					appendStringInfo(&list, "%s%s", k > known ? ", " : "", *k);
				cpe_refuse(CPE_INVALID, NULL, psprintf("Options: %s.", list.data),
				           "unknown option of %s: \"%s\"", options->what,
				           pnstrdup(value.val.string.val, value.val.string.len));
			}
		}
	}
}

bool
cpe_option_value(const struct cpe_options *options, const char *key, JsonbValue *value)
{
	for (int layer = 0; layer < 2; layer++)
		if (options->layer[layer] &&
		    getKeyJsonValueFromContainer(&options->layer[layer]->root, key, strlen(key), value))
			return value->type != jbvNull;
	return false;
}

/* A finite double of a JSON number. */
static double
number_of(const struct cpe_options *options, const char *key, const JsonbValue *value)
{
	double number =
		DatumGetFloat8(DirectFunctionCall1(numeric_float8, NumericGetDatum(value->val.numeric)));

	if (!isfinite(number))
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s is out of range", key,
		           options->what);
	return number;
}

double
cpe_option_number(const struct cpe_options *options, const char *key)
{
	JsonbValue value;

	if (!cpe_option_value(options, key, &value))
		return NAN;
	if (value.type != jbvNumeric)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be a number", key,
		           options->what);
	return number_of(options, key, &value);
}

int
cpe_option_boolean(const struct cpe_options *options, const char *key)
{
	JsonbValue value;

	if (!cpe_option_value(options, key, &value))
		return -1;
	if (value.type != jbvBool)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be true or false", key,
		           options->what);
	return value.val.boolean;
}

char *
cpe_option_text(const struct cpe_options *options, const char *key)
{
	JsonbValue value;

	if (!cpe_option_value(options, key, &value))
		return NULL;
	if (value.type != jbvString)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be a string", key,
		           options->what);
	return pnstrdup(value.val.string.val, value.val.string.len);
}

/* An iterator over the elements of an option's array; NULL where the option is not given. */
static JsonbIterator *
array_elements(const struct cpe_options *options, const char *key, const char *what, int *count)
{
	JsonbValue value;

	*count = 0;
	if (!cpe_option_value(options, key, &value))
		return NULL;
	if (value.type != jbvBinary || !JsonContainerIsArray(value.val.binary.data) ||
	    JsonContainerIsScalar(value.val.binary.data))
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be an array of %s", key,
		           options->what, what);
	*count = (int) JsonContainerSize(value.val.binary.data);
	return JsonbIteratorInit(value.val.binary.data);
}

/* The next element of such an array, which has one more, of that type. */
static void
next_element(const struct cpe_options *options, const char *key, const char *what,
             JsonbIterator **iterator, enum jbvType type, JsonbValue *element)
{
	while (JsonbIteratorNext(iterator, element, true) != WJB_ELEM)
		;
	if (element->type != type)
		cpe_refuse(CPE_INVALID, NULL, NULL, "option \"%s\" of %s must be an array of %s", key,
		           options->what, what);
}

const char *const *
cpe_option_texts(const struct cpe_options *options, const char *key, int *count)
{
	JsonbIterator *iterator = array_elements(options, key, "texts", count);
	JsonbValue element;
	const char **text;

	if (iterator == NULL)
		return NULL;
	text = palloc((*count + 1) * sizeof(char *));
	for (int i = 0; i < *count; i++)
	{
		next_element(options, key, "texts", &iterator, jbvString, &element);
		text[i] = pnstrdup(element.val.string.val, element.val.string.len);
	}
	return text;
}

double *
cpe_option_numbers(const struct cpe_options *options, const char *key, int *count)
{
	JsonbIterator *iterator = array_elements(options, key, "numbers", count);
	JsonbValue element;
	double *number;

	if (iterator == NULL)
		return NULL;
	number = palloc((*count + 1) * sizeof(double));
	for (int i = 0; i < *count; i++)
	{
		next_element(options, key, "numbers", &iterator, jbvNumeric, &element);
		number[i] = number_of(options, key, &element);
	}
	return number;
}

int
cpe_options_layer_of(const struct cpe_options *options, const char *key, const char *other_key)
{
	JsonbValue value;

	for (int layer = 0; layer < 2; layer++)
		if (options->layer[layer] &&
		    (getKeyJsonValueFromContainer(&options->layer[layer]->root, key, strlen(key), &value) ||
		     getKeyJsonValueFromContainer(&options->layer[layer]->root, other_key,
		                                  strlen(other_key), &value)))
			return layer;
	return -1;
}

int
cpe_option_word(const struct cpe_options *options, const char *key, const char *const *words)
{
	char *text = cpe_option_text(options, key);
	StringInfoData list;

	if (text)
		for (int i = 0; words[i]; i++)
			if (strcmp(text, words[i]) == 0)
				return i;
	initStringInfo(&list);
	for (int i = 0; words[i]; i++)
		appendStringInfo(&list, "%s%s", i ? ", " : "", words[i]);
	if (text == NULL)
		cpe_refuse(CPE_INVALID, NULL, psprintf("Allowed: %s.", list.data),
		           "option \"%s\" of %s is missing", key, options->what);
	cpe_refuse(CPE_INVALID, NULL, psprintf("Allowed: %s.", list.data),
	           "unknown value of option \"%s\" of %s: \"%s\"", key, options->what, text);
}

/* ---- window partitions ---- */

struct cpe_partition_column
cpe_window_column(FunctionCallInfo fcinfo, int argument, int64 rows)
{
	WindowObject window = PG_WINDOW_OBJECT();
	struct cpe_partition_column column;
	int16 length;
	bool by_value;

	column.fixed = get_fn_expr_arg_stable(fcinfo->flinfo, argument);
	if (column.fixed)
		rows = 1;
	column.value = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(Datum) * rows);
	column.null = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(bool) * rows);
	get_typlenbyval(get_fn_expr_argtype(fcinfo->flinfo, argument), &length, &by_value);
	for (int64 row = 0; row < rows; row++)
	{
		bool outside;
		Datum value;

		if (row % 1024 == 0)
			CHECK_FOR_INTERRUPTS();
		if (column.fixed)
			value = WinGetFuncArgCurrent(window, argument, &column.null[row]);
		else
			value = WinGetFuncArgInPartition(window, argument, (int) row, WINDOW_SEEK_HEAD, false,
			                                 &column.null[row], &outside);
		if (!column.null[row])
		{
			if (length == -1)
				column.value[row] = PointerGetDatum(PG_DETOAST_DATUM_COPY(value));
			else
				column.value[row] = datumCopy(value, by_value, length);
		}
	}
	return column;
}

bool
cpe_window_constant(FunctionCallInfo fcinfo, int argument, int64 rows, const char *name,
                    Datum *value)
{
	struct cpe_partition_column column = cpe_window_column(fcinfo, argument, rows);
	int16 length;
	bool by_value;

	get_typlenbyval(get_fn_expr_argtype(fcinfo->flinfo, argument), &length, &by_value);
	for (int64 row = 1; !column.fixed && row < rows; row++)
		if (column.null[row] != column.null[0] ||
		    (!column.null[0] &&
		     !datumIsEqual(column.value[row], column.value[0], by_value, length)))
			cpe_refuse(CPE_INVALID, "It must be the same in all rows of a partition.", NULL,
			           "%s differs within the partition", name);
	*value = column.value[0];
	return !column.null[0];
}

/* ---- arguments and rows that several rooms have alike ---- */

struct cpe_confidence
cpe_confidence_args(FunctionCallInfo fcinfo, int level, int z)
{
	struct cpe_confidence confidence;

	if (!PG_ARGISNULL(z))
	{
		if (!cpe_confidence_from_z(PG_GETARG_FLOAT8(z), &confidence))
			cpe_refuse(CPE_INVALID, "z is positive and finite.", NULL, "z out of range: %g",
			           PG_GETARG_FLOAT8(z));
		return confidence;
	}
	if (PG_ARGISNULL(level))
		cpe_refuse(CPE_NULL, NULL, NULL, "level and z must not both be null");
	if (!cpe_confidence_from_level(PG_GETARG_FLOAT8(level), &confidence))
		cpe_refuse(CPE_INVALID, "A level lies between 0 and 1, both excluded.",
		           "95 % is the level 0.95.", "level out of range: %g", PG_GETARG_FLOAT8(level));
	return confidence;
}

char *
cpe_word_arg(FunctionCallInfo fcinfo, int argument, const char *name)
{
	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "%s must not be null", name);
	return text_to_cstring(PG_GETARG_TEXT_PP(argument));
}

int
cpe_int_array_count(ArrayType *array)
{
	return ARR_NDIM(array) == 0 ? 0 : ARR_DIMS(array)[0];
}

void
cpe_int_array_spread(ArrayType *array, int32_t *number, bool *given)
{
	int count = cpe_int_array_count(array);
	const int32 *value = (const int32 *) ARR_DATA_PTR(array);
	const bits8 *bitmap = ARR_NULLBITMAP(array);

	if (bitmap == NULL)
	{
		memcpy(number, value, count * sizeof(*number));
		memset(given, true, count);
		return;
	}
	for (int i = 0; i < count; i++)
	{
		given[i] = (bitmap[i / 8] >> (i % 8)) & 1;
		number[i] = given[i] ? *value++ : 0;
	}
}

Datum
cpe_int_array_datum(const int32_t *number, const bool *given, int count)
{
	Datum *value = palloc(Max(count, 1) * sizeof(Datum));
	bool *null = palloc(Max(count, 1) * sizeof(bool));
	int one = 1;

	for (int i = 0; i < count; i++)
	{
		null[i] = given != NULL && !given[i];
		value[i] = Int32GetDatum(number[i]);
	}
	return PointerGetDatum(
		construct_md_array(value, null, 1, &count, &one, INT4OID, 4, true, TYPALIGN_INT));
}

TupleDesc
cpe_result_row(FunctionCallInfo fcinfo)
{
	MemoryContext before;
	TupleDesc row;

	if (fcinfo->flinfo->fn_extra == NULL)
	{
		before = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		if (get_call_result_type(fcinfo, NULL, &row) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "the result is a row");
		fcinfo->flinfo->fn_extra = BlessTupleDesc(row);
		MemoryContextSwitchTo(before);
	}
	return fcinfo->flinfo->fn_extra;
}

Datum
cpe_limits_row(FunctionCallInfo fcinfo, double low, double high, const char *status)
{
	Datum value[3];
	bool null[3] = {!isfinite(low), !isfinite(high), status == NULL};

	value[0] = Float8GetDatum(low);
	value[1] = Float8GetDatum(high);
	value[2] = status ? CStringGetTextDatum(status) : (Datum) 0;
	return HeapTupleGetDatum(heap_form_tuple(cpe_result_row(fcinfo), value, null));
}

struct cpe_confidence
cpe_confidence_option(const struct cpe_options *options, const char *z_key, const char *level_key)
{
	struct cpe_options layer = {options->what, {NULL, NULL}};
	struct cpe_confidence confidence = {NAN, NAN};
	int which = cpe_options_layer_of(options, z_key, level_key);
	double z;
	double level;

	if (which < 0)
		return confidence;
	layer.layer[0] = options->layer[which];
	z = cpe_option_number(&layer, z_key);
	level = cpe_option_number(&layer, level_key);
	if (!isnan(z) && !isnan(level))
		cpe_refuse(CPE_INVALID, NULL, "Give one of them.", "%s has both \"%s\" and \"%s\"",
		           options->what, z_key, level_key);
	if (!isnan(z) && !cpe_confidence_from_z(z, &confidence))
		cpe_refuse(CPE_INVALID, "It is positive, and at most about 37.", NULL,
		           "option \"%s\" of %s is out of range", z_key, options->what);
	if (!isnan(level) && !cpe_confidence_from_level(level, &confidence))
		cpe_refuse(CPE_INVALID, "A level lies between 0 and 1, both excluded.", NULL,
		           "option \"%s\" of %s is out of range", level_key, options->what);
	return confidence;
}

bool
cpe_rule_same(struct cpe_rule_memo *memo, MemoryContext keep, const char *name, Jsonb *options)
{
	struct cpe_rule_memo kept;
	MemoryContext before;

	if (memo->name && strcmp(memo->name, name) == 0 && VARSIZE(memo->options) == VARSIZE(options) &&
	    memcmp(memo->options, options, VARSIZE(options)) == 0)
		return true;
	before = MemoryContextSwitchTo(keep);
	kept.name = pstrdup(name);
	kept.options = (Jsonb *) DatumGetPointer(datumCopy(JsonbPGetDatum(options), false, -1));
	MemoryContextSwitchTo(before);
	if (memo->name)
	{
		pfree(memo->name);
		pfree(memo->options);
	}
	*memo = kept;
	return false;
}
