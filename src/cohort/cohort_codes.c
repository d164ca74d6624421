#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/guc.h"
#include "utils/rel.h"

#include "base/base_lookup.h"
#include "cohort/code_list.h"
#include "cohort/cohort_codes.h"

StaticAssertDecl(DATEVAL_NOBEGIN == CPE_DAY_NONE_BEFORE && DATEVAL_NOEND == CPE_DAY_NONE_AFTER,
                 "days without an end are those of dates");

Datum
cpe_looked_up_row(FunctionCallInfo fcinfo, Datum *value, bool *null)
{
	struct cpe_lookup *lookup = cpe_call_lookup(fcinfo);
	MemoryContext before;
	TupleDesc row;

	if (lookup->more == NULL)
	{
		before = MemoryContextSwitchTo(fcinfo->flinfo->fn_mcxt);
		if (get_call_result_type(fcinfo, NULL, &row) != TYPEFUNC_COMPOSITE)
			elog(ERROR, "the result is a row");
		lookup->more = BlessTupleDesc(row);
		MemoryContextSwitchTo(before);
	}
	return HeapTupleGetDatum(heap_form_tuple(lookup->more, value, null));
}

/* What a code means: texts that are copied for a result, NULL where there is none. */
struct meaning
{
	text *label;
	text *class;
};

struct code_list
{
	const char *name;
	struct cpe_dated_code *row;
	int rows;
};

/* A text in a column, kept, or NULL. */
static text *
kept_text(MemoryContext keep, uint64 row, int column)
{
	MemoryContext before = MemoryContextSwitchTo(keep);
	char *value = cpe_row_text(row, column);
	text *kept = value ? cstring_to_text(value) : NULL;

	MemoryContextSwitchTo(before);
	return kept;
}

static void
refuse_list(const char *name)
{
	char *lists = cpe_registry_list("SELECT list FROM cancer_pe.code_list "
	                                "ORDER BY list COLLATE pg_catalog.\"C\"",
	                                0, NULL);

	cpe_refuse(CPE_INVALID, psprintf("Lists: %s.", lists ? lists : "none"),
	           "Add one of your own with INSERT INTO cancer_pe.code_list.",
	           "there is no code list \"%s\"", name);
}

static void *
read_list(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	MemoryContext keep = CurrentMemoryContext;
	struct code_list *list = palloc0(sizeof(*list));
	struct meaning *meaning;
	uint64 known;

	list->name = pstrdup(word[0]);
	cpe_registry_query("SELECT FROM cancer_pe.code_list WHERE list OPERATOR(pg_catalog.=) $1", 1,
	                   word);
	known = SPI_processed;
	SPI_finish();
	if (known == 0)
		refuse_list(word[0]);
	cpe_registry_query("SELECT code, pg_catalog.lower(valid), pg_catalog.upper(valid), builtin, "
	                   "label, class FROM cancer_pe.code WHERE list OPERATOR(pg_catalog.=) $1",
	                   1, word);
	list->row = MemoryContextAlloc(keep, sizeof(*list->row) * (SPI_processed + 1));
	meaning = MemoryContextAlloc(keep, sizeof(*meaning) * (SPI_processed + 1));
	for (uint64 i = 0; i < SPI_processed; i++)
	{
		struct cpe_dated_code *row = &list->row[list->rows++];
		const char *code = cpe_row_text(i, 1);

		row->code = MemoryContextStrdup(keep, code);
		row->length = strlen(code);
		row->from = cpe_row_day(i, 2, CPE_DAY_NONE_BEFORE);
		row->to = cpe_row_day(i, 3, CPE_DAY_NONE_AFTER);
		row->shipped = *cpe_row_text(i, 4) == 't';
		meaning[i].label = kept_text(keep, i, 5);
		meaning[i].class = kept_text(keep, i, 6);
		row->meaning = &meaning[i];
	}
	SPI_finish();
	cpe_code_sort(list->row, list->rows);
	return list;
}

/* The error for a code that a list has not. */
static void
refuse_code(const struct code_list *list, const text *code)
{
	char *name = pstrdup(list->name);
	char *codes = cpe_registry_list("SELECT DISTINCT code COLLATE pg_catalog.\"C\" "
	                                "FROM cancer_pe.code WHERE list OPERATOR(pg_catalog.=) $1 "
	                                "ORDER BY 1",
	                                1, &name);

	cpe_refuse(CPE_INVALID, psprintf("Codes: %s.", codes ? codes : "none"),
	           "Case and leading zeros matter. With strict => false it is NULL.",
	           "list \"%s\" has no code \"%s\"", list->name, text_to_cstring(code));
}

/*
 * The meaning of the code in the arguments (list, code, at, strict), or NULL with its status; an
 * unknown one is an error where strict says so.
 */
static const struct meaning *
meaning_of_args(FunctionCallInfo fcinfo, enum cpe_code_status *status)
{
	static const int arguments[] = {0};
	static const char *const names[] = {"list"};
	const struct code_list *list;
	const struct cpe_dated_code *row;
	int32 at;
	text *code;

	if (PG_ARGISNULL(3))
		cpe_refuse(CPE_NULL, NULL, NULL, "strict must not be null");
	list = cpe_look_up(fcinfo, arguments, names, 1, 1, read_list);
	*status = CPE_CODE_MISSING;
	if (PG_ARGISNULL(1))
		return NULL;
	code = PG_GETARG_TEXT_PP(1);
	at = PG_ARGISNULL(2) ? 0 : PG_GETARG_DATEADT(2);
	row = cpe_code_at(list->row, list->rows, VARDATA_ANY(code), VARSIZE_ANY_EXHDR(code),
	                  PG_ARGISNULL(2) ? NULL : &at, status);
	if (*status == CPE_CODE_UNKNOWN && PG_GETARG_BOOL(3))
		refuse_code(list, code);
	return row ? row->meaning : NULL;
}

static text *
copied(const text *value)
{
	text *copy = palloc(VARSIZE_ANY(value));

	memcpy(copy, value, VARSIZE_ANY(value));
	return copy;
}

PG_FUNCTION_INFO_V1(cpe_code_class);
Datum
cpe_code_class(PG_FUNCTION_ARGS)
{
	enum cpe_code_status status;
	const struct meaning *meaning = meaning_of_args(fcinfo, &status);

	if (meaning == NULL || meaning->class == NULL)
		PG_RETURN_NULL();
	PG_RETURN_TEXT_P(copied(meaning->class));
}

PG_FUNCTION_INFO_V1(cpe_code_meaning);
Datum
cpe_code_meaning(PG_FUNCTION_ARGS)
{
	enum cpe_code_status status;
	const struct meaning *meaning = meaning_of_args(fcinfo, &status);
	Datum value[3] = {0};
	bool null[3] = {true, true, false};

	if (meaning)
	{
		null[0] = meaning->label == NULL;
		null[1] = meaning->class == NULL;
		value[0] = PointerGetDatum(meaning->label);
		value[1] = PointerGetDatum(meaning->class);
	}
	value[2] = PointerGetDatum(cstring_to_text(cpe_code_status_name(status)));
	return cpe_looked_up_row(fcinfo, value, null);
}

PG_FUNCTION_INFO_V1(cpe_check_code_class);
Datum
cpe_check_code_class(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;
	TupleDesc columns;
	HeapTuple row;
	char *word[2];
	uint64 wrong;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
	    !TRIGGER_FIRED_FOR_ROW(trigger->tg_event) || TRIGGER_FIRED_BY_DELETE(trigger->tg_event))
		ereport(ERROR,
		        (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
		         errmsg("check_code_class must be called as a trigger after the change of a row")));
	if (!check_function_bodies) /* a dump is restored */
		return PointerGetDatum(NULL);
	row = TRIGGER_FIRED_BY_UPDATE(trigger->tg_event) ? trigger->tg_newtuple : trigger->tg_trigtuple;
	columns = RelationGetDescr(trigger->tg_relation);
	word[0] = SPI_getvalue(row, columns, SPI_fnumber(columns, "list"));
	word[1] = SPI_getvalue(row, columns, SPI_fnumber(columns, "class"));
	cpe_registry_query("SELECT FROM cancer_pe.code_list WHERE list OPERATOR(pg_catalog.=) $1 "
	                   "AND $2 OPERATOR(pg_catalog.<>) ALL (classes)",
	                   2, word);
	wrong = SPI_processed;
	SPI_finish();
	if (wrong > 0)
	{
		char *classes = cpe_registry_list("SELECT pg_catalog.unnest(classes) "
		                                  "FROM cancer_pe.code_list "
		                                  "WHERE list OPERATOR(pg_catalog.=) $1",
		                                  1, word);

		ereport(ERROR, (errcode(ERRCODE_CHECK_VIOLATION),
		                errmsg("list \"%s\" has no class \"%s\"", word[0], word[1]),
		                errdetail("Classes: %s.", classes ? classes : "none"),
		                errtableconstraint(trigger->tg_relation, trigger->tg_trigger->tgname)));
	}
	return PointerGetDatum(NULL);
}
