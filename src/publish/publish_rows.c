#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"
#include "utils/json.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/numeric.h"
#include "utils/plancache.h"

#include "base/decimal.h"
#include "base/text.h"
#include "publish/publish_release.h"
#include "suppress/suppress_cells.h"

/* From the rows of a query to cells, and from decided cells to the rows that are published. */

/* ---- columns of a query ---- */

/* The plain type that stands for a column's, or an error that names it. */
static Oid
plain_type(const char *table, const char *column, Oid type)
{
	switch (getBaseType(type))
	{
		case INT2OID:
		case INT4OID:
		case INT8OID:
			return INT4OID;
		case FLOAT4OID:
		case FLOAT8OID:
		case NUMERICOID:
			return FLOAT8OID;
		case TEXTOID:
		case VARCHAROID:
		case BPCHAROID:
			return TEXTOID;
		case BOOLOID:
			return BOOLOID;
		case DATEOID:
			return DATEOID;
		default:
			cpe_refuse(CPE_INVALID,
			           "A release has columns of text, integer, double precision, boolean and date "
			           "only, which every tool can read.",
			           "Cast it in the query, as with ::text.",
			           "column \"%s\" of table \"%s\" has type %s", column, table,
			           format_type_be(type));
	}
}

/* The place of a column in the query's rows, from 1; an error where there is none. */
static int
column_place(const struct cpe_release_table *table, TupleDesc desc, const char *column)
{
	int place = SPI_fnumber(desc, column);

	if (place <= 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "the query of table \"%s\" has no column \"%s\"",
		           table->name, column);
	return place;
}

/* Marks the columns that the definition names; what is named again would be shown unmasked. */
static void
mark_columns(const struct cpe_release_table *table, TupleDesc desc, const char *const *column,
             int columns, bool *named)
{
	for (int c = 0; c < columns; c++)
	{
		int place = column_place(table, desc, column[c]);

		if (named[place])
			cpe_refuse(CPE_INVALID, NULL, "Where it is two things, the query has it twice.",
			           "column \"%s\" of table \"%s\" is named twice in the definition", column[c],
			           table->name);
		named[place] = true;
	}
}

/* Marks the columns that say why values are NULL, of which several values may have one. */
static void
mark_statuses(const struct cpe_release_table *table, TupleDesc desc, bool *named)
{
	bool *status = palloc0((desc->natts + 1) * sizeof(bool));

	for (int v = 0; v < table->values; v++)
		if (table->value[v].status)
		{
			int place = column_place(table, desc, table->value[v].status);

			if (!status[place])
				mark_columns(table, desc, &table->value[v].status, 1, named);
			status[place] = true;
		}
}

/* Refuses a column that the definition does not name. */
static void
check_columns(const struct cpe_release_table *table, TupleDesc desc)
{
	bool *named = palloc0((desc->natts + 1) * sizeof(bool));

	mark_columns(table, desc, table->time, table->times, named);
	mark_columns(table, desc, table->dimension, table->dimensions, named);
	mark_columns(table, desc, table->separate, table->separates, named);
	mark_columns(table, desc, table->label, table->labels, named);
	mark_columns(table, desc, &table->count, 1, named);
	if (table->numerator)
		mark_columns(table, desc, &table->numerator, 1, named);
	for (int v = 0; v < table->values; v++)
	{
		mark_columns(table, desc, &table->value[v].column, 1, named);
		mark_columns(table, desc, table->value[v].companion, table->value[v].companions, named);
	}
	mark_statuses(table, desc, named);
	for (int c = 1; c <= desc->natts; c++)
		if (!named[c])
			cpe_refuse(CPE_INVALID, NULL,
			           "Say what it is: time, dimensions, separate, labels, count, numerator or "
			           "values; or leave it out of the query.",
			           "column \"%s\" of table \"%s\" is not named in the definition",
			           NameStr(TupleDescAttr(desc, c - 1)->attname), table->name);
}

/* ---- values of a row ---- */

/* A value as text of its type, in no setting's form; NULL for NULL. */
static char *
value_text(HeapTuple row, TupleDesc desc, int place)
{
	Oid type = SPI_gettypeid(desc, place);
	bool null;
	Datum value = SPI_getbinval(row, desc, place, &null);

	if (null)
		return NULL;
	if (getBaseType(type) == DATEOID)
		return cpe_day_text(DatumGetDateADT(value));
	if (getBaseType(type) == BPCHAROID)
		return TextDatumGetCString(DirectFunctionCall1(rtrim1, value));
	return SPI_getvalue(row, desc, place);
}

/* A row for messages: its dimensions and what it is separate by. */
static const char *
row_name(const struct cpe_release_table *table, HeapTuple row, TupleDesc desc)
{
	StringInfoData name;
	const char *const *column[] = {table->time, table->separate, table->dimension};
	int columns[] = {table->times, table->separates, table->dimensions};

	initStringInfo(&name);
	for (int kind = 0; kind < 3; kind++)
		for (int c = 0; c < columns[kind]; c++)
		{
			char *text = value_text(row, desc, SPI_fnumber(desc, column[kind][c]));

			appendStringInfo(&name, "%s%s %s", name.len ? ", " : "", column[kind][c],
			                 text ? text : "total");
		}
	return name.data;
}

/* A whole number of a column, which is to be there and in range. */
static int64
whole_number(const struct cpe_release_table *table, HeapTuple row, TupleDesc desc,
             const char *column)
{
	int place = column_place(table, desc, column);
	bool null;
	Datum value = SPI_getbinval(row, desc, place, &null);
	int64 number = 0;
	bool whole = true;

	if (null)
		cpe_refuse(CPE_NULL, psprintf("The row is (%s).", row_name(table, row, desc)), NULL,
		           "column \"%s\" of table \"%s\" must not be null", column, table->name);
	switch (getBaseType(SPI_gettypeid(desc, place)))
	{
		case INT2OID:
			number = DatumGetInt16(value);
			break;
		case INT4OID:
			number = DatumGetInt32(value);
			break;
		case INT8OID:
			number = DatumGetInt64(value);
			break;
		case NUMERICOID:
		{
			double real = DatumGetFloat8(DirectFunctionCall1(numeric_float8, value));

			whole = real == floor(real) && fabs(real) < 1e15;
			number = whole ? (int64) real : 0;
			break;
		}
		default:
			cpe_refuse(CPE_INVALID, NULL, NULL,
			           "column \"%s\" of table \"%s\" must be whole numbers", column, table->name);
	}
	if (!whole || number < 0 || number > PG_INT32_MAX)
		cpe_refuse(CPE_RANGE, psprintf("The row is (%s).", row_name(table, row, desc)), NULL,
		           "column \"%s\" of table \"%s\" must be whole numbers from 0 to %d", column,
		           table->name, PG_INT32_MAX);
	return number;
}

/* A value in its plain type; false where it is NULL. */
static bool
plain_value(const struct cpe_release_table *table, HeapTuple row, TupleDesc desc, int place,
            Oid plain, Datum *result)
{
	Oid type = getBaseType(SPI_gettypeid(desc, place));
	bool null;
	Datum value = SPI_getbinval(row, desc, place, &null);
	const char *column = SPI_fname(desc, place);

	*result = (Datum) 0;
	if (null)
		return false;
	if (plain == TEXTOID)
	{
		*result = CStringGetTextDatum(value_text(row, desc, place));
		return true;
	}
	if (plain == BOOLOID)
	{
		*result = value;
		return true;
	}
	if (plain == DATEOID)
	{
		if (DATE_NOT_FINITE(DatumGetDateADT(value)))
			cpe_refuse(CPE_INVALID, psprintf("The row is (%s).", row_name(table, row, desc)), NULL,
			           "column \"%s\" of table \"%s\" has an infinite date", column, table->name);
		*result = value;
		return true;
	}
	if (plain == INT4OID)
	{
		int64 number = type == INT2OID   ? DatumGetInt16(value)
		               : type == INT4OID ? DatumGetInt32(value)
		                                 : DatumGetInt64(value);

		if (number < PG_INT32_MIN || number > PG_INT32_MAX)
			cpe_refuse(CPE_RANGE, psprintf("The row is (%s).", row_name(table, row, desc)), NULL,
			           "column \"%s\" of table \"%s\" is out of range of integer", column,
			           table->name);
		*result = Int32GetDatum((int32) number);
		return true;
	}
	if (type == FLOAT8OID)
		*result = value;
	else if (type == NUMERICOID)
		*result = DirectFunctionCall1(numeric_float8, value);
	else /* the shortest text of a float4, which is what it was meant to be */
		*result = DirectFunctionCall1(float8in,
		                              CStringGetDatum(OidOutputFunctionCall(F_FLOAT4OUT, value)));
	if (!isfinite(DatumGetFloat8(*result)))
		cpe_refuse(CPE_INVALID, psprintf("The row is (%s).", row_name(table, row, desc)),
		           "Give NULL, and the reason in the column named as status.",
		           "column \"%s\" of table \"%s\" is not finite", column, table->name);
	return true;
}

/* ---- cells ---- */

/* As jsonb orders its keys; what is compared begins with a name. */
static int
compare_keys(const void *a, const void *b)
{
	const char *left = *(const char *const *) a;
	const char *right = *(const char *const *) b;
	size_t left_size = strlen(left);
	size_t right_size = strlen(right);

	return left_size != right_size ? (left_size > right_size) - (left_size < right_size)
	                               : strcmp(left, right);
}

/* A column that splits a table into parts, by its first name. */
struct part_column
{
	const char *first_name;
	const char *column;
};

/* The columns that split a table into parts, as jsonb orders their first names. */
static struct part_column *
part_columns(const struct cpe_release *release, const struct cpe_release_table *table, int *count)
{
	struct part_column *column =
		palloc((table->times + table->separates + 1) * sizeof(struct part_column));

	*count = 0;
	for (int c = 0; c < table->times; c++)
		column[(*count)++].column = table->time[c];
	for (int c = 0; c < table->separates; c++)
		column[(*count)++].column = table->separate[c];
	for (int c = 0; c < *count; c++)
		column[c].first_name = cpe_release_first_name(release, column[c].column);
	qsort(column, *count, sizeof(struct part_column), compare_keys);
	return column;
}

char *
cpe_part_text(const struct cpe_release *release, const struct cpe_release_table *table,
              char *(*text)(void *row, const char *column), void *row)
{
	int columns;
	const struct part_column *column = part_columns(release, table, &columns);
	StringInfoData part;

	initStringInfo(&part);
	appendStringInfoChar(&part, '{');
	for (int c = 0; c < columns; c++)
	{
		appendStringInfoString(&part, c ? ", " : "");
		escape_json(&part, column[c].first_name);
		appendStringInfoString(&part, ": ");
		escape_json(&part, text(row, column[c].column));
	}
	appendStringInfoChar(&part, '}');
	return part.data;
}

/* A row of a query, whose columns are asked for by name. */
struct query_row
{
	const struct cpe_release_table *table;
	HeapTuple row;
	TupleDesc desc;
};

/* A value that tells parts apart, as text of its plain type. */
static char *
part_value(void *of, const char *column)
{
	const struct query_row *query = of;
	int place = column_place(query->table, query->desc, column);
	Oid type = plain_type(query->table->name, column, SPI_gettypeid(query->desc, place));
	Datum value;

	if (!plain_value(query->table, query->row, query->desc, place, type, &value))
		cpe_refuse(CPE_NULL,
		           psprintf("The row is (%s).", row_name(query->table, query->row, query->desc)),
		           "Only a dimension has totals.", "column \"%s\" of table \"%s\" must not be null",
		           column, query->table->name);
	return cpe_plain_text(type, value);
}

/* The label of a dimension in a row, the same for the same number; NULL for a total. */
static char *
label_text(const struct cpe_release_table *table, HeapTuple row, TupleDesc desc, const char *column)
{
	int place = column_place(table, desc, column);
	Oid type = plain_type(table->name, column, SPI_gettypeid(desc, place));
	Datum value;

	if (type != FLOAT8OID)
		return value_text(row, desc, place);
	if (!plain_value(table, row, desc, place, type, &value))
		return NULL;
	return cpe_plain_text(type, value);
}

/* The labels of a row in the order of the release's dimensions. */
static void
row_labels(const struct cpe_release *release, const struct cpe_release_table *table, HeapTuple row,
           TupleDesc desc, char **label)
{
	memset(label, 0, release->dimensions * sizeof(char *));
	for (int c = 0; c < table->dimensions; c++)
	{
		int d = cpe_release_dimension_place(release, table->dimension[c]);

		label[d] = label_text(table, row, desc, table->dimension[c]);
		if (label[d] && strcmp(label[d], release->dimension[d].total) == 0)
			cpe_refuse(CPE_INVALID, psprintf("The row is (%s).", row_name(table, row, desc)),
			           "A total is NULL in the query, as GROUP BY CUBE and ROLLUP write it.",
			           "dimension \"%s\" has the label \"%s\", which is that of its total",
			           table->dimension[c], label[d]);
	}
}

/* What takes the rows of a query as SPI does, up to the limit; SPI's own limit is for one worker.
 */
struct limited_receiver
{
	DestReceiver receiver;
	DestReceiver *spi;
	const char *table;
	int rows;
};

static bool
receive_row(TupleTableSlot *slot, DestReceiver *self)
{
	struct limited_receiver *limited = (struct limited_receiver *) self;

	if (limited->rows++ == cpe_max_cells)
		cpe_refuse(CPE_LIMIT, NULL, "The setting is cancer_pe.max_cells.",
		           "table \"%s\" has more than %d rows", limited->table, cpe_max_cells);
	return limited->spi->receiveSlot(slot, limited->spi);
}

/* Runs a query that only reads, under the snapshot that the release is of. */
static void
run_query(const struct cpe_release_table *table)
{
	SPIPlanPtr plan = SPI_prepare_cursor(table->query, 0, NULL, CURSOR_OPT_PARALLEL_OK);
	struct limited_receiver limited = {.spi = CreateDestReceiver(DestSPI), .table = table->name};
	SPIExecuteOptions options = {.read_only = true, .dest = &limited.receiver};
	CachedPlanSource *source;

	limited.receiver = *limited.spi;
	limited.receiver.receiveSlot = receive_row;

	if (plan == NULL || !SPI_is_cursor_plan(plan))
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "the query of table \"%s\" must be one statement that returns rows",
		           table->name);
	source = linitial(SPI_plan_get_plan_sources(plan));
	if (source->commandTag != CMDTAG_SELECT ||
	    SPI_execute_plan_extended(plan, &options) != SPI_OK_SELECT)
		cpe_refuse(CPE_INVALID, NULL, NULL, "the query of table \"%s\" must be a SELECT",
		           table->name);
}

/* The numerator of a row, or -1: a mean has none, which only a published numerator cannot say. */
static int64
numerator_of(const struct cpe_release_table *table, HeapTuple row, TupleDesc desc)
{
	if (table->numerator == NULL)
		return -1;
	if (!table->publish_numerator &&
	    heap_attisnull(row, column_place(table, desc, table->numerator), desc))
		return -1;
	return whole_number(table, row, desc, table->numerator);
}

void
cpe_rows_read(const struct cpe_release *release, const struct cpe_release_table *table,
              struct cpe_release_cells *cells, struct cpe_release_rows *rows)
{
	char **label = palloc((release->dimensions + 1) * sizeof(char *));
	MemoryContext each =
		AllocSetContextCreate(CurrentMemoryContext, "row of a release", ALLOCSET_SMALL_SIZES);

	run_query(table);
	rows->table = table;
	rows->tuples = SPI_tuptable;
	rows->rows = (int) SPI_processed;
	rows->cell = palloc_extended(((Size) rows->rows + 1) * sizeof(int), MCXT_ALLOC_HUGE);
	check_columns(table, rows->tuples->tupdesc);
	for (int r = 0; r < rows->rows; r++)
	{
		HeapTuple row = rows->tuples->vals[r];
		TupleDesc desc = rows->tuples->tupdesc;
		struct query_row query = {table, row, desc};
		MemoryContext before = MemoryContextSwitchTo(each);
		char *part;
		int64 value;
		int64 numerator;

		CHECK_FOR_INTERRUPTS();
		part = cpe_part_text(release, table, part_value, &query);
		row_labels(release, table, row, desc, label);
		value = whole_number(table, row, desc, table->count);
		numerator = numerator_of(table, row, desc);
		MemoryContextSwitchTo(before);
		rows->cell[r] = cpe_release_cells_add(cells, part, label, value, numerator, table->name);
		MemoryContextReset(each);
	}
	MemoryContextDelete(each);
}

/* ---- the published table ---- */

static const char *const known_statuses[] = {"c", "w", "x", "u", "z", "low", NULL};

struct masking
{
	const struct cpe_release *release;
	const struct cpe_release_rows *rows;
	const struct cpe_release_cells *cells;
	struct cpe_plain_table *plain;
};

/* A column of the published table. */
static struct cpe_plain_column *
add_column(struct masking *masking, const char *name, Oid type, const char *role)
{
	const char *title;
	const char *description;
	struct cpe_plain_column *column;

	cpe_release_column_words(masking->rows->table, name, &title, &description);
	column = cpe_plain_column(masking->plain, name, type, title);
	column->role = role;
	column->description = description ? description : "";
	return column;
}

static HeapTuple
tuple_of(const struct masking *masking, int row)
{
	return masking->rows->tuples->vals[row];
}

/* A column as the query has it: time, separate and labels. */
static void
add_plain(struct masking *masking, const char *name, const char *role, bool key)
{
	const struct cpe_release_table *table = masking->rows->table;
	TupleDesc desc = masking->rows->tuples->tupdesc;
	int place = column_place(table, desc, name);
	Oid type = plain_type(table->name, name, SPI_gettypeid(desc, place));
	struct cpe_plain_column *column = add_column(masking, name, type, role);

	column->key = key;
	column->required = key;
	for (int r = 0; r < masking->rows->rows; r++)
		column->null[r] =
			!plain_value(table, tuple_of(masking, r), desc, place, type, &column->value[r]);
}

/* A dimension, a total by its name. */
static void
add_dimension(struct masking *masking, int d)
{
	const struct cpe_release_dimension *dimension = &masking->release->dimension[d];
	struct cpe_plain_column *column = add_column(masking, dimension->name, TEXTOID,
	                                             dimension->geography ? "geography" : "dimension");

	column->title = dimension->title;
	if (column->description[0] == '\0')
		column->description = dimension->description;
	column->key = column->required = true;
	for (int r = 0; r < masking->rows->rows; r++)
	{
		const char *label =
			masking->cells->label[(Size) masking->rows->cell[r] * masking->cells->dimensions + d];

		column->value[r] = CStringGetTextDatum(label ? label : dimension->total);
		column->null[r] = false;
	}
}

/* What a reader sees in the place of a number, in a text that is used again and again. */
static Datum
display(struct cpe_text *text, double value, const char *status, int decimals)
{
	text->length = 0;
	if (status)
	{
		cpe_text_append(text, "[");
		cpe_text_append(text, status);
		cpe_text_append(text, "]");
	}
	else
		cpe_text_fixed(text, cpe_round_half_up(value, decimals, CPE_ROUND_ONCE), decimals);
	if (cpe_text_close(text, NULL) == NULL)
		cpe_raise(text->problem);
	return PointerGetDatum(cstring_to_text_with_len(text->data, (int) text->length));
}

/* The status of each row of a number, and what is shown of it. */
static void
add_status(struct masking *masking, int number, const char *const *status)
{
	struct cpe_plain_table *plain = masking->plain;
	const char *name = plain->column[number].name;
	Oid type = plain->column[number].type;
	int decimals = plain->column[number].decimals;
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_text text;
	bool is_number = type == INT4OID || type == FLOAT8OID;
	struct cpe_plain_column *word =
		add_column(masking, psprintf("%s_status", name), TEXTOID, "status");
	struct cpe_plain_column *shown =
		is_number ? add_column(masking, psprintf("%s_display", name), TEXTOID, "display") : NULL;

	cpe_arena_open(&arena, CurrentMemoryContext);
	cpe_text_open(&text, &arena, &problem);
	word->belongs_to = name;
	if (word->description[0] == '\0')
		word->description = psprintf(
			"Why %s is empty: a mark that the notes explain; empty where it is not.", name);
	if (shown)
	{
		shown->belongs_to = name;
		shown->required = true;
		if (shown->description[0] == '\0')
			shown->description =
				psprintf("%s as text for readers, or the reason in square brackets.",
			             plain->column[number].title);
	}
	for (int r = 0; r < plain->rows; r++)
	{
		Datum value = plain->column[number].value[r];

		word->null[r] = status[r] == NULL;
		word->value[r] = status[r] ? CStringGetTextDatum(status[r]) : (Datum) 0;
		if (shown == NULL)
			continue;
		shown->null[r] = false;
		shown->value[r] = display(&text,
		                          status[r]         ? 0
		                          : type == INT4OID ? DatumGetInt32(value)
		                                            : DatumGetFloat8(value),
		                          status[r], decimals);
	}
}

/* The count, or the numerator, with its status. */
static void
add_count(struct masking *masking, const char *name, const int64 *number, const char *role)
{
	struct cpe_plain_table *plain = masking->plain;
	const char **status =
		palloc_extended(((Size) plain->rows + 1) * sizeof(char *), MCXT_ALLOC_HUGE);
	int place = plain->columns;
	struct cpe_plain_column *column = add_column(masking, name, INT4OID, role);

	column->unit = "count";
	column->decimals = 0;
	for (int r = 0; r < plain->rows; r++)
	{
		int cell = masking->rows->cell[r];

		status[r] = masking->cells->status[cell];
		column->null[r] = status[r] != NULL;
		column->value[r] = status[r] ? (Datum) 0 : Int32GetDatum((int32) number[cell]);
	}
	add_status(masking, place, status);
}

/* Why a value of a row is not shown: its cell's status, its own, or that there is none. */
static const char *
value_status(const struct masking *masking, const struct cpe_release_value *value, int row,
             bool null)
{
	const struct cpe_release_table *table = masking->rows->table;
	TupleDesc desc = masking->rows->tuples->tupdesc;
	int cell = masking->rows->cell[row];
	char *own = NULL;

	if (masking->cells->status[cell])
		return masking->cells->status[cell];
	if (value->status)
		own = value_text(tuple_of(masking, row), desc, SPI_fnumber(desc, value->status));
	if (own)
	{
		for (int s = 0; known_statuses[s]; s++)
			if (strcmp(known_statuses[s], own) == 0)
				return known_statuses[s];
		cpe_refuse(CPE_INVALID,
		           psprintf("The row is (%s).", row_name(table, tuple_of(masking, row), desc)),
		           "Statuses: c, w, x, u, z, low.",
		           "unknown status in column \"%s\" of table \"%s\"", value->status, table->name);
	}
	if (!null)
		return NULL;
	return masking->cells->value[cell] == 0 ? "w" : "x";
}

/* Puts the values of a column in, but where they are not shown. */
static void
put_values(struct masking *masking, struct cpe_plain_column *column, const char *const *status)
{
	const struct cpe_release_table *table = masking->rows->table;
	TupleDesc desc = masking->rows->tuples->tupdesc;
	int place = column_place(table, desc, column->name);

	for (int r = 0; r < masking->plain->rows; r++)
	{
		column->null[r] = true;
		column->value[r] = (Datum) 0;
		if (status[r])
			continue;
		column->null[r] =
			!plain_value(table, tuple_of(masking, r), desc, place, column->type, &column->value[r]);
		if (!column->null[r] && column->type == FLOAT8OID)
			column->value[r] = Float8GetDatum(cpe_round_half_up(DatumGetFloat8(column->value[r]),
			                                                    column->decimals, CPE_ROUND_ONCE) +
			                                  0.0);
	}
}

/* A value or what goes with it, of its plain type and rounded as the value is. */
static struct cpe_plain_column *
add_number(struct masking *masking, const struct cpe_release_value *value, const char *name,
           const char *role)
{
	const struct cpe_release_table *table = masking->rows->table;
	TupleDesc desc = masking->rows->tuples->tupdesc;
	Oid type = plain_type(table->name, name, SPI_gettypeid(desc, column_place(table, desc, name)));
	struct cpe_plain_column *column = add_column(masking, name, type, role);

	if (type == INT4OID)
		column->decimals = 0;
	if (type == FLOAT8OID)
	{
		if (value->decimals < 0)
			cpe_refuse(CPE_INVALID, NULL, "Write it as {\"column\": ..., \"decimals\": 1}.",
			           "option \"decimals\" of value \"%s\" of table \"%s\" is missing",
			           value->column, table->name);
		column->decimals = value->decimals;
	}
	if (type == INT4OID || type == FLOAT8OID)
		column->unit = value->unit;
	return column;
}

/* A value, its status, and what goes with it. */
static void
add_value(struct masking *masking, const struct cpe_release_value *value)
{
	struct cpe_plain_table *plain = masking->plain;
	TupleDesc desc = masking->rows->tuples->tupdesc;
	int source = column_place(masking->rows->table, desc, value->column);
	const char **status =
		palloc_extended(((Size) plain->rows + 1) * sizeof(char *), MCXT_ALLOC_HUGE);
	int place = plain->columns;
	struct cpe_plain_column *column = add_number(masking, value, value->column, "value");

	if (column->type == TEXTOID || column->type == BOOLOID)
		column->role = "band";
	for (int r = 0; r < plain->rows; r++)
	{
		bool null;

		(void) SPI_getbinval(tuple_of(masking, r), desc, source, &null);
		status[r] = value_status(masking, value, r, null);
	}
	put_values(masking, column, status);
	add_status(masking, place, status);
	for (int c = 0; c < value->companions; c++)
	{
		struct cpe_plain_column *companion =
			add_number(masking, value, value->companion[c], value->companion_role[c]);

		companion->belongs_to = value->column;
		put_values(masking, companion, status);
	}
}

/* Geography first, then the other dimensions, in the order that the table names them. */
static void
add_dimensions(struct masking *masking)
{
	const struct cpe_release_table *table = masking->rows->table;

	for (int geography = 1; geography >= 0; geography--)
		for (int c = 0; c < table->dimensions; c++)
		{
			int d = cpe_release_dimension_place(masking->release, table->dimension[c]);

			if (masking->release->dimension[d].geography == geography)
				add_dimension(masking, d);
		}
}

/* ---- the order of rows ---- */

/* Texts by their bytes; they were made here, and are neither compressed nor elsewhere. */
static int
compare_texts(Datum a, Datum b)
{
	const struct varlena *left = (const struct varlena *) DatumGetPointer(a);
	const struct varlena *right = (const struct varlena *) DatumGetPointer(b);
	size_t left_size = VARSIZE_ANY_EXHDR(left);
	size_t right_size = VARSIZE_ANY_EXHDR(right);
	int order = memcmp(VARDATA_ANY(left), VARDATA_ANY(right), Min(left_size, right_size));

	return order != 0 ? order : (left_size > right_size) - (left_size < right_size);
}

/* By the columns of its key. */
static int
compare_rows(const void *a, const void *b, void *arg)
{
	const struct cpe_plain_table *table = arg;
	int left = *(const int *) a;
	int right = *(const int *) b;

	for (int c = 0; c < table->columns; c++)
	{
		const struct cpe_plain_column *column = &table->column[c];
		int order;

		if (!column->key)
			continue;
		if (column->type == TEXTOID)
			order = compare_texts(column->value[left], column->value[right]);
		else if (column->type == FLOAT8OID)
			order = (DatumGetFloat8(column->value[left]) > DatumGetFloat8(column->value[right])) -
			        (DatumGetFloat8(column->value[left]) < DatumGetFloat8(column->value[right]));
		else
			order = (DatumGetInt32(column->value[left]) > DatumGetInt32(column->value[right])) -
			        (DatumGetInt32(column->value[left]) < DatumGetInt32(column->value[right]));
		if (order != 0)
			return order;
	}
	return (left > right) - (left < right);
}

/* Puts the rows in their order. */
static void
sort_rows(struct cpe_plain_table *table)
{
	int *order = palloc_extended(((Size) table->rows + 1) * sizeof(int), MCXT_ALLOC_HUGE);

	for (int r = 0; r < table->rows; r++)
		order[r] = r;
	qsort_arg(order, table->rows, sizeof(int), compare_rows, table);
	for (int c = 0; c < table->columns; c++)
	{
		struct cpe_plain_column *column = &table->column[c];
		Datum *value = palloc_extended(((Size) table->rows + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);
		bool *null = palloc_extended((Size) table->rows + 1, MCXT_ALLOC_HUGE);

		for (int r = 0; r < table->rows; r++)
		{
			value[r] = column->value[order[r]];
			null[r] = column->null[order[r]];
		}
		column->value = value;
		column->null = null;
	}
}

struct cpe_plain_table *
cpe_rows_mask(const struct cpe_release *release, const struct cpe_release_rows *rows,
              const struct cpe_release_cells *cells)
{
	const struct cpe_release_table *table = rows->table;
	struct masking masking = {release, rows, cells, NULL};

	masking.plain = cpe_plain_new(table->name, table->title, rows->rows);
	masking.plain->description = table->description;
	for (int c = 0; c < table->times; c++)
		add_plain(&masking, table->time[c], "time", true);
	add_dimensions(&masking);
	for (int c = 0; c < table->separates; c++)
		add_plain(&masking, table->separate[c], "separate", true);
	for (int c = 0; c < table->labels; c++)
		add_plain(&masking, table->label[c], "label", false);
	for (int v = 0; v < table->values; v++)
		add_value(&masking, &table->value[v]);
	if (table->numerator && table->publish_numerator)
		add_count(&masking, table->numerator, cells->numerator, "numerator");
	add_count(&masking, table->count, cells->value, "count");
	for (int r = 0; r < rows->rows; r++)
		masking.plain->hidden += cells->status[rows->cell[r]] != NULL;
	sort_rows(masking.plain);
	return masking.plain;
}
