#include "cancer_pe.h"

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"

#include "base/base.h"
#include "publish/publish_csv.h"
#include "publish/publish_plain.h"

/* PostgreSQL side: a table of a release with a column for each label of a dimension. */

#define MAX_WIDE_COLUMNS 1600

/* A table turned: a row for what is left of the dimensions, a column for each label of across. */
struct wide
{
	const struct cpe_shown_table *table;
	const struct cpe_shown_column *across;
	const struct cpe_shown_column *value;
	const struct cpe_shown_column **lead; /* the other dimensions, then the labels that fit them */
	int keys;                             /* how many of lead are dimensions */
	int leads;
	const char **label; /* of across */
	int labels;
	const char **name; /* of the columns */
};

/* The dimension whose labels become columns. */
static const struct cpe_shown_column *
across_arg(FunctionCallInfo fcinfo, const struct cpe_shown_table *table)
{
	const struct cpe_shown_column *column =
		cpe_shown_column_named(table, cpe_word_arg(fcinfo, 3, "across"));

	if (!cpe_shown_is_dimension(column))
		cpe_refuse(CPE_INVALID, NULL,
		           "Take a column of role time, geography, dimension or separate.",
		           "column \"%s\" of table \"%s\" is no dimension", column->name, table->name);
	return column;
}

/* What the cells show: the column asked for or the first value or count, and that as text. */
static const struct cpe_shown_column *
value_arg(FunctionCallInfo fcinfo, const struct cpe_shown_table *table)
{
	const struct cpe_shown_column *value = NULL;
	const struct cpe_shown_column *display;

	if (!PG_ARGISNULL(4))
		value = cpe_shown_column_named(table, text_to_cstring(PG_GETARG_TEXT_PP(4)));
	for (int c = 0; c < table->columns && value == NULL; c++)
		if (strcmp(table->column[c].role, "value") == 0 ||
		    strcmp(table->column[c].role, "count") == 0)
			value = &table->column[c];
	if (value == NULL)
		cpe_refuse(CPE_INVALID, NULL, "Name a column as value.",
		           "table \"%s\" has no column of role value or count", table->name);
	if (cpe_shown_is_dimension(value))
		cpe_refuse(CPE_INVALID, NULL, "The cells of a wide table are figures.",
		           "column \"%s\" of table \"%s\" is a dimension", value->name, table->name);
	display = cpe_shown_display_of(table, value);
	return display ? display : value;
}

/* The list of the dimensions that are left. */
static char *
key_list(const struct wide *wide, bool ordered)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int k = 0; k < wide->keys; k++)
		appendStringInfo(&list, "%s%s%s", k ? ", " : "", quote_identifier(wide->lead[k]->name),
		                 ordered && wide->lead[k]->type == TEXTOID ? " COLLATE \"C\"" : "");
	return list.data;
}

/* Whether a query gives true. */
static bool
is_true(const char *query)
{
	bool null;
	Datum value;

	if (SPI_execute(query, true, 1) != SPI_OK_SELECT)
		elog(ERROR, "could not read a release");
	if (SPI_processed == 0)
		return false;
	value = SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &null);
	return !null && DatumGetBool(value);
}

/* The dimensions that are left, and of the labels those that are the same in all of a row. */
static void
choose_lead(struct wide *wide)
{
	const struct cpe_shown_table *table = wide->table;
	char *keys;

	wide->lead = palloc(sizeof(*wide->lead) * table->columns);
	for (int c = 0; c < table->columns; c++)
		if (cpe_shown_is_dimension(&table->column[c]) && &table->column[c] != wide->across)
			wide->lead[wide->keys++] = &table->column[c];
	wide->leads = wide->keys;
	keys = key_list(wide, false);
	if (is_true(psprintf("SELECT true FROM %s GROUP BY %s%s%s HAVING count(*) > 1 LIMIT 1",
	                     table->relation, keys, wide->keys ? ", " : "",
	                     quote_identifier(wide->across->name))))
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "the dimensions of table \"%s\" do not tell its rows apart", table->name);
	for (int c = 0; c < table->columns; c++)
		if (strcmp(table->column[c].role, "label") == 0 && &table->column[c] != wide->value &&
		    !is_true(psprintf("SELECT true FROM %s GROUP BY %s HAVING count(DISTINCT %s) > 1 "
		                      "LIMIT 1",
		                      table->relation, wide->keys ? keys : "()",
		                      quote_identifier(table->column[c].name))))
			wide->lead[wide->leads++] = &table->column[c];
}

/* One more label, kept in the context of the connection. */
struct label_list
{
	struct wide *wide;
	MemoryContext context;
};

static void
add_label(void *context, const char *const *field, int fields)
{
	struct label_list *list = context;
	struct wide *wide = list->wide;

	if (wide->labels + wide->leads >= MAX_WIDE_COLUMNS)
		cpe_refuse(CPE_LIMIT, psprintf("At most %d columns can be made.", MAX_WIDE_COLUMNS),
		           "Turn the table another way round.",
		           "column \"%s\" of table \"%s\" has too many labels", wide->across->name,
		           wide->table->name);
	if (field[0] == NULL)
		cpe_refuse(CPE_NULL, NULL, "A total has a label of its own.",
		           "column \"%s\" of table \"%s\" is null in a row", wide->across->name,
		           wide->table->name);
	wide->label[wide->labels++] = MemoryContextStrdup(list->context, field[0]);
}

static void
read_labels(struct wide *wide)
{
	struct label_list list = {wide, CurrentMemoryContext};
	const char *name = quote_identifier(wide->across->name);

	wide->label = palloc(sizeof(*wide->label) * MAX_WIDE_COLUMNS);
	cpe_shown_rows(psprintf("SELECT %s FROM %s GROUP BY %s ORDER BY %s%s", name,
	                        wide->table->relation, name, name,
	                        wide->across->type == TEXTOID ? " COLLATE \"C\"" : ""),
	               NULL, add_label, &list);
}

/*
 * A name no other column before has: the text as far as a name goes, with ~2, ~3 where needed.
 * attempt: the first number to try, and the one that it has then.
 */
static const char *
unique_name(const char *const *name, int names, const char *text, int *attempt)
{
	for (;; ++*attempt)
	{
		char *ending = *attempt > 1 ? psprintf("~%d", *attempt) : "";
		int room = NAMEDATALEN - 1 - (int) strlen(ending);
		char *tried =
			psprintf("%.*s%s", pg_mbcliplen(text, (int) strlen(text), room), text, ending);
		int n = 0;

		CHECK_FOR_INTERRUPTS();
		while (n < names && strcmp(name[n], tried) != 0)
			n++;
		if (n == names)
			return tried;
		pfree(tried);
	}
}

/* Whether two texts begin with the same name; then what one has been tried as, the other cannot be.
 */
static bool
same_start(const char *a, const char *b)
{
	int length = pg_mbcliplen(a, (int) strlen(a), NAMEDATALEN - 1);

	return length == pg_mbcliplen(b, (int) strlen(b), NAMEDATALEN - 1) &&
	       strncmp(a, b, length) == 0;
}

/* Labels of the same start stand together, being in the order of their bytes. */
static void
name_columns(struct wide *wide)
{
	int names = 0;
	int attempt = 1;
	const char *before = NULL;

	wide->name = palloc(sizeof(*wide->name) * (wide->leads + wide->labels) + 1);
	for (int l = 0; l < wide->leads; l++)
		wide->name[names++] = wide->lead[l]->name;
	for (int l = 0; l < wide->labels; l++, names++)
	{
		const char *text = *wide->label[l] ? wide->label[l] : "(empty)";

		if (before == NULL || !same_start(before, text))
			attempt = 1;
		wide->name[names] = unique_name(wide->name, names, text, &attempt);
		before = text;
	}
}

/* Reads how a table is turned, by arguments 0 to 5. */
static struct wide *
wide_args(FunctionCallInfo fcinfo)
{
	struct wide *wide = palloc0(sizeof(*wide));

	wide->table = cpe_shown_table_named(cpe_shown_release_arg(fcinfo, 5),
	                                    cpe_word_arg(fcinfo, 2, "table_name"));
	wide->across = across_arg(fcinfo, wide->table);
	wide->value = value_arg(fcinfo, wide->table);
	choose_lead(wide);
	read_labels(wide);
	name_columns(wide);
	return wide;
}

/* The one value of a column in a group. */
static char *
only_value(const struct cpe_shown_column *column)
{
	return psprintf("%s(%s)", column->type == BOOLOID ? "bool_or" : "max",
	                quote_identifier(column->name));
}

/* The type of a column as SQL names it. */
static const char *
type_name(Oid type)
{
	return type == INT4OID     ? "int"
	       : type == FLOAT8OID ? "float8"
	       : type == BOOLOID   ? "bool"
	       : type == DATEOID   ? "date"
	                           : "text";
}

/* The cell of a label; a text that is not there is not available. */
static void
append_cell(StringInfo query, const struct wide *wide, int label)
{
	bool text = strcmp(wide->value->role, "display") == 0;

	appendStringInfo(query, "%s%s FILTER (WHERE %s = %s::%s)%s", text ? "coalesce(" : "",
	                 only_value(wide->value), quote_identifier(wide->across->name),
	                 quote_literal_cstr(wide->label[label]), type_name(wide->across->type),
	                 text ? ", '[x]')" : "");
}

/* The whole SELECT. */
static char *
wide_query(const struct wide *wide)
{
	StringInfoData query;

	initStringInfo(&query);
	appendStringInfoString(&query, "SELECT ");
	for (int c = 0; c < wide->leads + wide->labels; c++)
	{
		appendStringInfoString(&query, c ? ",\n\t" : "");
		if (c < wide->keys)
		{
			appendStringInfoString(&query, quote_identifier(wide->name[c]));
			continue;
		}
		if (c < wide->leads)
			appendStringInfoString(&query, only_value(wide->lead[c]));
		else
			append_cell(&query, wide, c - wide->leads);
		appendStringInfo(&query, " AS %s", quote_identifier(wide->name[c]));
	}
	appendStringInfo(&query, "\nFROM %s\nGROUP BY %s", wide->table->relation,
	                 wide->keys ? key_list(wide, false) : "()");
	if (wide->keys)
		appendStringInfo(&query, "\nORDER BY %s", key_list(wide, true));
	return query.data;
}

/* (schema_name, release, table_name, across, value, version): the text of a SELECT */
PG_FUNCTION_INFO_V1(cpe_release_wide_sql);
Datum
cpe_release_wide_sql(PG_FUNCTION_ARGS)
{
	MemoryContext outside = CurrentMemoryContext;
	MemoryContext connected;
	char *query;
	text *result;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	query = wide_query(wide_args(fcinfo));
	connected = MemoryContextSwitchTo(outside);
	result = cstring_to_text(query);
	MemoryContextSwitchTo(connected);
	SPI_finish();
	PG_RETURN_TEXT_P(result);
}

/* (schema_name, release, table_name, across, value, version): the lines of a CSV file */
PG_FUNCTION_INFO_V1(cpe_release_wide_csv);
Datum
cpe_release_wide_csv(PG_FUNCTION_ARGS)
{
	const struct wide *wide;
	struct cpe_shown_column *column;
	const char **header;
	int columns;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	wide = wide_args(fcinfo);
	columns = wide->leads + wide->labels;
	header = palloc(sizeof(*header) * columns + 1);
	column = palloc0(sizeof(*column) * columns + 1);
	for (int c = 0; c < columns; c++)
	{
		header[c] = c < wide->leads ? wide->name[c] : wide->label[c - wide->leads];
		column[c] = c < wide->leads ? *wide->lead[c] : *wide->value;
	}
	cpe_csv_put(fcinfo->resultinfo, header, columns);
	cpe_shown_rows(wide_query(wide), column, cpe_csv_put, fcinfo->resultinfo);
	SPI_finish();
	return (Datum) 0;
}
