#include "cancer_pe.h"

#include "access/relation.h"
#include "catalog/pg_class.h"
#include "catalog/pg_type.h"
#include "commands/comment.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/rel.h"

#include "base/ascii.h"
#include "base/text.h"
#include "publish/html_table.h"
#include "publish/publish.h"
#include "publish/publish_value.h"

/* PostgreSQL side: table_html(). */

static const char *const table_keys[] = {"title", "columns", "headings", "row_headings",
                                         "only",  "rows",    "decimals", "id",
                                         "class", "align",   NULL};
static const char *const align_words[] = {"style", "class", NULL};

/* A column that is shown, with the places in a row of what belongs to it. */
struct shown_column
{
	char *name;
	Oid type;
	char *heading;
	int decimals;
	bool row_heading;
	int value;     /* where it stands in a fetched row */
	int status;    /* where its status stands; -1: it has none */
	int display;   /* the same of its text */
	int hidden_by; /* where the status stands that hides it: its own, or that of the number before
	                */
};

/* What is shown of a relation. */
struct shown
{
	struct cpe_options options;
	char *relation; /* quoted */
	char *name;
	char *title;
	TupleDesc type;
	int columns;
	struct shown_column *column;
	StringInfoData fetched; /* the select list */
	int places;
	int rows; /* at most */
};

/* The attribute of a name, or NULL. */
static Form_pg_attribute
attribute_of(TupleDesc type, const char *name)
{
	for (int i = 0; i < type->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(type, i);

		if (!attribute->attisdropped && strcmp(NameStr(attribute->attname), name) == 0)
			return attribute;
	}
	return NULL;
}

/* The attribute of a name that an option speaks of; an unknown one is an error. */
static Form_pg_attribute
named_attribute(const struct shown *shown, const char *option, const char *name)
{
	Form_pg_attribute attribute = attribute_of(shown->type, name);

	if (attribute == NULL)
		cpe_refuse(CPE_INVALID,
		           psprintf("Option \"%s\" of %s names it.", option, shown->options.what), NULL,
		           "relation \"%s\" has no column \"%s\"", shown->name, name);
	return attribute;
}

/* The attribute called name with an ending, or NULL. */
static Form_pg_attribute
partner_of(TupleDesc type, const char *name, const char *ending)
{
	Form_pg_attribute attribute = attribute_of(type, psprintf("%s%s", name, ending));

	return attribute && attribute->atttypid == TEXTOID ? attribute : NULL;
}

/* Whether a column is the status or the text of another one that is there. */
static bool
is_partner(TupleDesc type, const char *name, const char *ending)
{
	size_t length = strlen(name);
	size_t tail = strlen(ending);

	return length > tail && strcmp(name + length - tail, ending) == 0 &&
	       attribute_of(type, pnstrdup(name, length - tail)) != NULL &&
	       partner_of(type, pnstrdup(name, length - tail), ending) != NULL;
}

/* One more column to fetch; its place in a row. */
static int
fetch(struct shown *shown, Form_pg_attribute attribute)
{
	if (attribute == NULL)
		return -1;
	appendStringInfo(&shown->fetched, "%s%s", shown->places ? ", " : "",
	                 quote_identifier(NameStr(attribute->attname)));
	return shown->places++;
}

/* The value of a key in an option that is an object, if it is there. */
static bool
value_in(const struct shown *shown, const char *option, const char *key, JsonbValue *value)
{
	JsonbValue object;

	return cpe_option_value(&shown->options, option, &object) &&
	       getKeyJsonValueFromContainer(object.val.binary.data, key, strlen(key), value);
}

/* An option that is an object: its keys are columns. */
static void
check_object(const struct shown *shown, const char *option)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue value;

	if (!cpe_option_value(&shown->options, option, &value))
		return;
	if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
		cpe_refuse(CPE_INVALID, NULL, "Its keys are names of columns.",
		           "option \"%s\" of %s must be an object", option, shown->options.what);
	iterator = JsonbIteratorInit(value.val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
		if (token == WJB_KEY)
			named_attribute(shown, option, pnstrdup(value.val.string.val, value.val.string.len));
}

/* A column's name for readers: its heading in the options, or the name in words. */
static char *
heading_of(const struct shown *shown, const char *name)
{
	JsonbValue value;
	char *words;

	if (value_in(shown, "headings", name, &value))
	{
		if (value.type != jbvString)
			cpe_refuse(CPE_INVALID, NULL, NULL, "the heading of column \"%s\" must be a text",
			           name);
		return pnstrdup(value.val.string.val, value.val.string.len);
	}
	words = pstrdup(name);
	words[0] = cpe_upper(words[0]);
	for (char *c = words; *c; c++)
		if (*c == '_')
			*c = ' ';
	return words;
}

/* The decimals that the options give a column, or -1. */
static int
decimals_of(const struct shown *shown, const char *name)
{
	JsonbValue value;
	double decimals;

	if (!value_in(shown, "decimals", name, &value))
		return -1;
	if (value.type != jbvNumeric)
		cpe_refuse(CPE_INVALID, NULL, NULL, "the decimals of column \"%s\" must be a number", name);
	decimals =
		DatumGetFloat8(DirectFunctionCall1(numeric_float8, NumericGetDatum(value.val.numeric)));
	if (!(decimals >= 0 && decimals <= 10) || decimals != (int) decimals)
		cpe_refuse(CPE_INVALID, "There are 0 to 10 decimals.", NULL,
		           "the decimals of column \"%s\" are out of range", name);
	return (int) decimals;
}

/* One more column to show. */
static void
show(struct shown *shown, Form_pg_attribute attribute)
{
	struct shown_column *column = &shown->column[shown->columns++];

	column->name = pstrdup(NameStr(attribute->attname));
	column->type = attribute->atttypid;
	column->heading = heading_of(shown, column->name);
	column->decimals = decimals_of(shown, column->name);
	column->value = fetch(shown, attribute);
	column->status = fetch(shown, partner_of(shown->type, column->name, "_status"));
	column->display = fetch(shown, partner_of(shown->type, column->name, "_display"));
}

/* The columns that the options list, or all but those that belong to another. */
static void
choose_columns(struct shown *shown)
{
	int count;
	const char *const *name = cpe_option_texts(&shown->options, "columns", &count);

	shown->column = palloc0((name ? count : shown->type->natts) * sizeof(*shown->column) + 1);
	if (name)
		for (int i = 0; i < count; i++)
			show(shown, named_attribute(shown, "columns", name[i]));
	else
		for (int i = 0; i < shown->type->natts; i++)
		{
			Form_pg_attribute attribute = TupleDescAttr(shown->type, i);
			const char *text = NameStr(attribute->attname);

			if (!attribute->attisdropped && !is_partner(shown->type, text, "_status") &&
			    !is_partner(shown->type, text, "_display"))
				show(shown, attribute);
		}
	if (shown->columns == 0)
		cpe_refuse(CPE_INVALID, NULL, NULL, "%s shows no column of relation \"%s\"",
		           shown->options.what, shown->name);
}

/* Whether a column is a published number: one with a status or a text of its own. */
static bool
is_published(const struct shown_column *column)
{
	return cpe_value_is_number(column->type) && (column->status >= 0 || column->display >= 0);
}

/*
 * Which status hides each number: its own, or that of the published number before it, as with the
 * ends of an interval.  What a row is about is never hidden.
 */
static void
choose_hiding(struct shown *shown)
{
	int before = -1;

	for (int c = 0; c < shown->columns; c++)
	{
		struct shown_column *column = &shown->column[c];

		column->hidden_by = -1;
		if (is_published(column))
			before = column->status;
		if (cpe_value_is_number(column->type) && !column->row_heading)
			column->hidden_by = before;
	}
}

/* How many columns at the left say what a row is about: those before the first published number. */
static int
leading_columns(const struct shown *shown)
{
	for (int c = 0; c < shown->columns; c++)
		if (is_published(&shown->column[c]))
			return c;
	for (int c = 0; c < shown->columns; c++)
		if (cpe_value_is_number(shown->column[c].type))
			return c;
	return 1;
}

/* Marks the headings of rows: those listed in the options, or the leading columns. */
static void
choose_row_headings(struct shown *shown)
{
	int count;
	const char *const *name = cpe_option_texts(&shown->options, "row_headings", &count);
	int leading = name ? 0 : leading_columns(shown);

	for (int c = 0; c < leading; c++)
		shown->column[c].row_heading = true;
	for (int i = 0; name && i < count; i++)
	{
		named_attribute(shown, "row_headings", name[i]);
		for (int c = 0; c < shown->columns; c++)
			if (strcmp(shown->column[c].name, name[i]) == 0)
				shown->column[c].row_heading = true;
	}
}

/* A condition on a column of option "only", in the column's own type. */
static void
append_condition(StringInfo where, Form_pg_attribute attribute, const JsonbValue *value)
{
	const char *name = quote_identifier(NameStr(attribute->attname));
	const char *literal;

	appendStringInfoString(where, where->len ? " AND " : " WHERE ");
	if (value->type == jbvNull)
	{
		appendStringInfo(where, "%s IS NULL", name);
		return;
	}
	if (value->type == jbvString)
		literal = pnstrdup(value->val.string.val, value->val.string.len);
	else if (value->type == jbvNumeric)
		literal =
			DatumGetCString(DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));
	else if (value->type == jbvBool)
		literal = value->val.boolean ? "true" : "false";
	else
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "option \"only\" of table_html: column \"%s\" must be equal to one value",
		           NameStr(attribute->attname));
	appendStringInfo(where, "%s OPERATOR(pg_catalog.=) %s::%s", name, quote_literal_cstr(literal),
	                 format_type_be_qualified(attribute->atttypid));
}

/* The conditions of option "only" as a WHERE clause. */
static char *
where_clause(const struct shown *shown)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue value;
	StringInfoData where;
	Form_pg_attribute attribute = NULL;

	initStringInfo(&where);
	if (!cpe_option_value(&shown->options, "only", &value))
		return where.data;
	iterator = JsonbIteratorInit(value.val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		if (token == WJB_KEY)
			attribute =
				attribute_of(shown->type, pnstrdup(value.val.string.val, value.val.string.len));
		else if (token == WJB_VALUE)
			append_condition(&where, attribute, &value);
	}
	return where.data;
}

/* The name of what stands at a place of a fetched row, quoted. */
static const char *
fetched_name(const struct shown *shown, int place)
{
	for (int c = 0; c < shown->columns; c++)
	{
		const struct shown_column *column = &shown->column[c];

		if (column->value == place)
			return quote_identifier(column->name);
		if (column->status == place)
			return quote_identifier(psprintf("%s_status", column->name));
		if (column->display == place)
			return quote_identifier(psprintf("%s_display", column->name));
	}
	elog(ERROR, "nothing is fetched at place %d", place);
}

static void
append_order(StringInfo order, const char *what, bool text)
{
	appendStringInfo(order, "%s%s%s", order->len ? ", " : " ORDER BY ", what,
	                 text ? " COLLATE pg_catalog.\"C\"" : "");
}

/*
 * An order of the rows: by all columns shown, from left to right, texts by their bytes; a number
 * that is not shown has no place in it.  Then by what else is seen of them.
 */
static char *
order_clause(const struct shown *shown)
{
	StringInfoData order;

	initStringInfo(&order);
	for (int c = 0; c < shown->columns; c++)
	{
		const struct shown_column *column = &shown->column[c];
		const char *name = quote_identifier(column->name);

		if (!cpe_value_is_plain(column->type) && !cpe_value_is_number(column->type))
			continue;
		if (column->hidden_by >= 0)
			name = psprintf("CASE WHEN %s IS NULL THEN %s END",
			                fetched_name(shown, column->hidden_by), name);
		append_order(&order, name, column->type == TEXTOID);
	}
	for (int c = 0; c < shown->columns; c++)
	{
		if (shown->column[c].status >= 0)
			append_order(&order, fetched_name(shown, shown->column[c].status), true);
		if (shown->column[c].display >= 0)
			append_order(&order, fetched_name(shown, shown->column[c].display), true);
	}
	return order.data;
}

/* A read-only query under the snapshot of the statement. */
static void
run(const char *query)
{
	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read a relation");
}

/* How many rows there are. */
static int64
count_rows(const struct shown *shown)
{
	bool null;

	run(psprintf("SELECT pg_catalog.count(*) FROM %s%s", shown->relation, where_clause(shown)));
	return DatumGetInt64(SPI_getbinval(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1, &null));
}

/* Says that there are no rows, or not all. */
static char *
remark_on(const struct shown *shown, int64 fetched, int64 all)
{
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct cpe_text text;

	if (fetched > 0 && all == fetched)
		return NULL;
	cpe_arena_open(&arena, CurrentMemoryContext);
	cpe_text_open(&text, &arena, &problem);
	if (fetched == 0)
		cpe_text_append(&text, "No rows.");
	else
	{
		cpe_text_append(&text, fetched == 1 ? "The first row of " : "The first ");
		if (fetched > 1)
		{
			cpe_text_grouped(&text, (double) fetched, 0);
			cpe_text_append(&text, " of ");
		}
		cpe_text_grouped(&text, (double) all, 0);
		cpe_text_append(&text, fetched == 1 ? "." : " rows.");
	}
	if (cpe_text_close(&text, NULL) == NULL)
		cpe_raise(&problem);
	return text.data;
}

/* A text of a fetched row, or NULL. */
static char *
text_at(SPITupleTable *rows, uint64 row, int place)
{
	bool null;
	Datum value;

	if (place < 0)
		return NULL;
	value = SPI_getbinval(rows->vals[row], rows->tupdesc, place + 1, &null);
	return null ? NULL : TextDatumGetCString(value);
}

/*
 * A cell as it is read.  What is not there, or a number that its status hides, shows the status in
 * brackets; what has none of its own, as an interval's ends, that of the number before it.
 */
static const char *
cell_text(SPITupleTable *rows, uint64 row, const struct shown_column *column, char **before)
{
	char *display = text_at(rows, row, column->display);
	char *status = column->status >= 0 ? text_at(rows, row, column->status) : *before;
	bool null;
	Datum value = SPI_getbinval(rows->vals[row], rows->tupdesc, column->value + 1, &null);

	if (is_published(column))
		*before = status;
	if (display)
		return display;
	if (!null && (column->hidden_by < 0 || text_at(rows, row, column->hidden_by) == NULL))
		return cpe_value_text(value, column->type, column->decimals, column->name);
	if (status)
		return psprintf("[%s]", status);
	return cpe_value_is_number(column->type) ? "[x]" : NULL;
}

/* The rows of the table. */
static void
write_rows(struct cpe_text *out, const struct shown *shown, const struct cpe_html_table *table,
           SPITupleTable *rows, uint64 count)
{
	const char **cell = palloc(shown->columns * sizeof(*cell));
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "table_html row", ALLOCSET_SMALL_SIZES);

	for (uint64 r = 0; r < count; r++)
	{
		MemoryContext before = MemoryContextSwitchTo(work);
		char *status = NULL;

		CHECK_FOR_INTERRUPTS();
		for (int c = 0; c < shown->columns; c++)
		{
			const char *text = cell_text(rows, r, &shown->column[c], &status);

			cell[c] = text ? cpe_picture_utf8(text, (int) strlen(text)) : NULL;
		}
		cpe_html_table_row(out, table, cell);
		MemoryContextSwitchTo(before);
		MemoryContextReset(work);
	}
	MemoryContextDelete(work);
}

/* The frame around the rows. */
static struct cpe_html_table *
table_frame(const struct shown *shown, const char *remark)
{
	struct cpe_html_table *table = palloc0(sizeof(*table));
	struct cpe_html_column *column = palloc0(shown->columns * sizeof(*column));

	for (int c = 0; c < shown->columns; c++)
	{
		const struct shown_column *from = &shown->column[c];

		column[c].heading = cpe_picture_utf8(from->heading, (int) strlen(from->heading));
		column[c].number = cpe_value_is_number(from->type) && !from->row_heading;
		column[c].row_heading = from->row_heading;
	}
	table->caption = cpe_picture_utf8(shown->title, (int) strlen(shown->title));
	table->remark = remark;
	cpe_picture_text_option(&shown->options, "id", &table->id);
	cpe_picture_text_option(&shown->options, "class", &table->style_class);
	table->align_by_class = cpe_word_option(&shown->options, "align", align_words, 0) == 1;
	table->columns = shown->columns;
	table->column = column;
	return table;
}

/* Reads the rows and writes the table into a text of the caller's. */
static void
write_table(struct cpe_text *out, const struct shown *shown)
{
	const struct cpe_html_table *table;
	SPITupleTable *rows;
	uint64 fetched;
	bool more;

	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	run(psprintf("SELECT %s FROM %s%s%s LIMIT %d", shown->fetched.data, shown->relation,
	             where_clause(shown), order_clause(shown), shown->rows + 1));
	rows = SPI_tuptable;
	more = SPI_processed > (uint64) shown->rows;
	fetched = more ? (uint64) shown->rows : SPI_processed;
	table = table_frame(
		shown, remark_on(shown, (int64) fetched, more ? count_rows(shown) : (int64) fetched));
	cpe_html_table_begin(out, table);
	write_rows(out, shown, table, rows, fetched);
	cpe_html_table_end(out);
	SPI_finish();
}

/* The caption: as the options say, or the relation's comment, or its name. */
static char *
title_of(const struct shown *shown, Oid relation)
{
	char *title = cpe_option_text(&shown->options, "title");

	if (title == NULL)
		title = GetComment(relation, RelationRelationId, 0);
	return title ? title : shown->name;
}

/* What the options say of a relation. */
static void
read_shown(struct shown *shown, Relation relation)
{
	Oid oid = RelationGetRelid(relation);

	shown->relation = quote_qualified_identifier(get_namespace_name(RelationGetNamespace(relation)),
	                                             RelationGetRelationName(relation));
	shown->name = pstrdup(RelationGetRelationName(relation));
	shown->type = RelationGetDescr(relation);
	cpe_options_check(&shown->options, table_keys);
	check_object(shown, "headings");
	check_object(shown, "only");
	check_object(shown, "decimals");
	shown->title = title_of(shown, oid);
	shown->rows = cpe_whole_option(&shown->options, "rows", 1, 1000000, 1000);
	initStringInfo(&shown->fetched);
	choose_columns(shown);
	choose_row_headings(shown);
	choose_hiding(shown);
}

/* Opens a relation that has rows. */
static Relation
open_readable(Oid oid)
{
	Relation relation = try_relation_open(oid, AccessShareLock);
	char kind;

	if (relation == NULL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "there is no relation with OID %u", oid);
	kind = relation->rd_rel->relkind;
	if (kind != RELKIND_RELATION && kind != RELKIND_PARTITIONED_TABLE && kind != RELKIND_VIEW &&
	    kind != RELKIND_MATVIEW && kind != RELKIND_FOREIGN_TABLE)
		cpe_refuse(CPE_INVALID, NULL, NULL, "\"%s\" is no table and no view",
		           RelationGetRelationName(relation));
	return relation;
}

/* (relation, options): a table of HTML */
PG_FUNCTION_INFO_V1(cpe_table_html);
Datum
cpe_table_html(PG_FUNCTION_ARGS)
{
	struct shown shown = {0};
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct cpe_text out;
	Relation relation;
	size_t length;

	if (PG_ARGISNULL(0) || PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, NULL, NULL, "relation and options must not be null");
	shown.options.what = "table_html";
	shown.options.layer[0] = PG_GETARG_JSONB_P(1);
	cpe_arena_open(&arena, CurrentMemoryContext);
	cpe_text_open(&out, &arena, &problem);
	relation = open_readable(PG_GETARG_OID(0));
	read_shown(&shown, relation);
	write_table(&out, &shown);
	relation_close(relation, AccessShareLock);
	if (cpe_text_close(&out, &length) == NULL)
		cpe_raise(&problem);
	return cpe_picture_result(&arena, out.data, length);
}
