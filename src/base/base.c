#include "cancer_pe.h"

#include <math.h>

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/extension.h"
#include "commands/trigger.h"
#include "common/hashfn.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"
#include "utils/guc.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/base.h"
#include "base/base_row.h"

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
	bool hold; /* against sessions at work on the other side */
	int columns;
	const char *column[MOST_KEY_COLUMNS];
	Oid type[MOST_KEY_COLUMNS];
	Datum value[MOST_KEY_COLUMNS];
	char *where;       /* "a = $1 AND ...", in the trigger's own table */
	char *where_other; /* and in the other */
	const char *other;
};

/*
 * Takes a word of the columns apart: the name that both tables have, or "name:other name" where
 * the column of the row that refers is called otherwise.
 */
static void
column_names(char *word, bool refers, const char **own, const char **other)
{
	char *colon = strchr(word, ':');

	*own = *other = word;
	if (colon == NULL)
		return;
	*colon = '\0';
	*(refers ? other : own) = colon + 1;
}

/*
 * Reads the arguments of a trigger and the key of a row, which refers to the other table or is
 * referred to; false where a part of it is NULL.
 */
static bool
read_reference(TriggerData *trigger, HeapTuple row, bool refers, struct reference *reference)
{
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	StringInfoData where, where_other;
	char *word, *rest;
	bool null = false;

	if (trigger->tg_trigger->tgnargs != 2)
		elog(ERROR, "a trigger of references has two arguments");
	reference->other = trigger->tg_trigger->tgargs[0];
	word = strtok_r(pstrdup(trigger->tg_trigger->tgargs[1]), " ", &rest);
	reference->cascade = word != NULL && strcmp(word, "cascade") == 0;
	reference->hold = word != NULL && strcmp(word, "hold") == 0;
	reference->columns = 0;
	initStringInfo(&where);
	initStringInfo(&where_other);
	while ((word = strtok_r(NULL, " ", &rest)) != NULL && reference->columns < MOST_KEY_COLUMNS)
	{
		int i = reference->columns++;
		const char *name, *other_name;
		int number;

		column_names(word, refers, &name, &other_name);
		number = SPI_fnumber(desc, name);
		if (number <= 0)
			elog(ERROR, "there is no column \"%s\" to refer by", name);
		reference->column[i] = name;
		reference->type[i] = SPI_gettypeid(desc, number);
		reference->value[i] = SPI_getbinval(row, desc, number, &null);
		if (null)
			return false;
		appendStringInfo(&where, "%s%s OPERATOR(pg_catalog.=) $%d", i ? " AND " : "",
		                 quote_identifier(name), i + 1);
		appendStringInfo(&where_other, "%s%s OPERATOR(pg_catalog.=) $%d", i ? " AND " : "",
		                 quote_identifier(other_name), i + 1);
	}
	reference->where = where.data;
	reference->where_other = where_other.data;
	return true;
}

/*
 * Whether a table has a row with the key, or how many were deleted by it.  What is held is read as
 * it is by now, also in a transaction that sees the state of its beginning: the lock may have been
 * waited for.
 */
static uint64
by_reference(const struct reference *reference, const char *command, const char *table,
             const char *where)
{
	char *query = psprintf("%s cancer_pe.%s WHERE %s", command, quote_identifier(table), where);
	bool latest = reference->hold && IsolationUsesXactSnapshot();
	int done;

	if (latest)
	{
		CommandCounterIncrement();
		PushActiveSnapshot(GetLatestSnapshot());
	}
	done = SPI_execute_with_args(query, reference->columns, (Oid *) reference->type,
	                             (Datum *) reference->value, NULL, latest, 0);
	if (latest)
		PopActiveSnapshot();
	if (done < 0)
		elog(ERROR, "could not follow a reference");
	return SPI_processed;
}

static uint64
in_own_table(const struct reference *reference, const char *table)
{
	return by_reference(reference, "SELECT 1 FROM", table, reference->where);
}

static uint64
in_other_table(const struct reference *reference, const char *command)
{
	return by_reference(reference, command, reference->other, reference->where_other);
}

/*
 * Keeps sessions apart that add a row that refers to a key (shared) and that remove the key's row,
 * to the end of their transactions.  A foreign key locks the row, which needs rights to change it;
 * an advisory lock of the key needs none.
 */
static void
hold_key(const struct reference *reference, const char *table, HeapTuple row, TupleDesc desc,
         bool shared)
{
	StringInfoData key;
	Datum number;

	if (!reference->hold)
		return;
	initStringInfo(&key);
	appendStringInfoString(&key, table);
	for (int i = 0; i < reference->columns; i++)
		appendStringInfo(&key, "\n%s",
		                 SPI_getvalue(row, desc, SPI_fnumber(desc, reference->column[i])));
	number = hash_any_extended((const unsigned char *) key.data, key.len, 0);
	if (shared)
		DirectFunctionCall1(pg_advisory_xact_lock_shared_int8, number);
	else
		DirectFunctionCall1(pg_advisory_xact_lock_int8, number);
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
	TupleDesc desc;
	HeapTuple row;

	require_row_trigger(fcinfo, "check_reference");
	if (!check_function_bodies) /* a dump is restored */
		return PointerGetDatum(NULL);
	desc = RelationGetDescr(trigger->tg_relation);
	row = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple : trigger->tg_trigtuple;
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (read_reference(trigger, row, true, &reference))
	{
		hold_key(&reference, reference.other, row, desc, true);
		if (in_other_table(&reference, "SELECT 1 FROM") == 0)
			ereport(
				ERROR,
				(errcode(ERRCODE_FOREIGN_KEY_VIOLATION),
			     errmsg("insert or update on table \"%s\" violates foreign key constraint "
			            "\"%s\"",
			            RelationGetRelationName(trigger->tg_relation), trigger->tg_trigger->tgname),
			     errdetail("Key %s is not present in table \"%s\".",
			               describe_reference(&reference, row, desc), reference.other),
			     errtableconstraint(trigger->tg_relation, trigger->tg_trigger->tgname)));
	}
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
	if (read_reference(trigger, trigger->tg_trigtuple, false, &reference) &&
	    in_own_table(&reference, table) == 0)
	{
		hold_key(&reference, table, trigger->tg_trigtuple, RelationGetDescr(trigger->tg_relation),
		         false);
		if (reference.cascade && TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
			(void) in_other_table(&reference, "DELETE FROM");
		else if (in_other_table(&reference, "SELECT 1 FROM") > 0)
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

double *
cpe_number_array(ArrayType *array, const char *name, int *count)
{
	bool whole = ARR_ELEMTYPE(array) == INT8OID;
	Datum *value;
	bool *null;
	double *number;

	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, NULL, NULL, "%s must have one dimension", name);
	deconstruct_array(array, whole ? INT8OID : FLOAT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE,
	                  &value, &null, count);
	number = MemoryContextAllocHuge(CurrentMemoryContext, sizeof(double) * Max(*count, 1));
	for (int i = 0; i < *count; i++)
	{
		number[i] = NAN;
		if (null[i])
			continue;
		number[i] = whole ? (double) DatumGetInt64(value[i]) : DatumGetFloat8(value[i]);
		if (isnan(number[i]))
			cpe_refuse(CPE_INVALID, "It is a finite number, or NULL where there is none.", NULL,
			           "%s out of range: NaN", name);
	}
	return number;
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
	struct cpe_row row = {0};

	cpe_put_finite(&row, low);
	cpe_put_finite(&row, high);
	cpe_put_text(&row, status);
	return cpe_row_datum(fcinfo, &row);
}
