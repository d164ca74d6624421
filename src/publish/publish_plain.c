#include "cancer_pe.h"

#include "access/htup_details.h"
#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_row.h"
#include "publish/publish_plain.h"
#include "publish/publish_value.h"

/* PostgreSQL side: a release as it stands in plain tables, and release_notes(). */

#define FETCHED_AT_ONCE 1000

/* A read-only query; the rows are in SPI_tuptable. */
static void
run(const char *query, int arguments, Datum *argument)
{
	static Oid text[] = {TEXTOID, TEXTOID};

	if (SPI_execute_with_args(query, arguments, text, argument, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read a release");
}

/* A field of a fetched row as text, or NULL. */
static char *
text_at(uint64 row, int column)
{
	return SPI_getvalue(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column);
}

/* A field that is a whole number, or what stands for it. */
static int
whole_at(uint64 row, int column, int otherwise)
{
	bool null;
	Datum value = SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, column, &null);

	return null ? otherwise : DatumGetInt32(value);
}

pg_noreturn static void
refuse_unknown(const char *schema, const char *release, int version)
{
	Datum argument[] = {CStringGetTextDatum(schema)};
	char *known;

	run("SELECT pg_catalog.string_agg(DISTINCT pg_catalog.regexp_replace(c.relname::text, "
	    "'_columns(_v[1-9][0-9]*)?$', ''), ', ') FROM pg_catalog.pg_class c "
	    "WHERE c.relnamespace OPERATOR(pg_catalog.=) (SELECT n.oid FROM pg_catalog.pg_namespace n "
	    "WHERE n.nspname OPERATOR(pg_catalog.=) $1) AND c.relkind OPERATOR(pg_catalog.=) "
	    "ANY ('{r,p,v,m,f}') AND c.relname::text OPERATOR(pg_catalog.~) "
	    "'^[a-z][a-z0-9_]*_columns(_v[1-9][0-9]*)?$'",
	    1, argument);
	known = text_at(0, 1);
	known = psprintf("Releases in this schema: %s.", known ? known : "none");
	if (version > 0)
		cpe_refuse(CPE_INVALID, known, NULL,
		           "there is no version %d of release \"%s\" in schema \"%s\"", version, release,
		           schema);
	cpe_refuse(CPE_INVALID, known, NULL, "there is no release \"%s\" in schema \"%s\"", release,
	           schema);
}

/* The version asked for, or (0) the latest, if its tables are there; 0: they are not. */
static int
version_there(const char *schema, const char *release, int version)
{
	Datum argument[] = {CStringGetTextDatum(schema), CStringGetTextDatum(release)};
	int found = 0;

	run("SELECT CASE s.ending WHEN '' THEN 1 ELSE pg_catalog.substr(s.ending, 3)::int END "
	    "FROM pg_catalog.pg_class c, LATERAL (SELECT pg_catalog.substr(c.relname::text, "
	    "pg_catalog.length($2) OPERATOR(pg_catalog.+) 9) AS ending) s "
	    "WHERE c.relnamespace OPERATOR(pg_catalog.=) (SELECT n.oid FROM pg_catalog.pg_namespace n "
	    "WHERE n.nspname OPERATOR(pg_catalog.=) $1) AND c.relkind OPERATOR(pg_catalog.=) "
	    "ANY ('{r,p,v,m,f}') AND pg_catalog.starts_with(c.relname::text, "
	    "$2 OPERATOR(pg_catalog.||) '_columns') AND s.ending OPERATOR(pg_catalog.~) "
	    "'^(|_v([2-9]|[1-9][0-9]{1,7}))$'",
	    2, argument);
	for (uint64 r = 0; r < SPI_processed; r++)
	{
		int there = whole_at(r, 1, 0);

		if (version > 0 ? there == version : there > found)
			found = there;
	}
	return found;
}

/* Reads the notes, in their order. */
static void
read_notes(struct cpe_shown_release *release)
{
	run(psprintf("SELECT position::int, kind::text, nullif(topic::text, ''), note::text FROM %s "
	             "ORDER BY position, kind COLLATE pg_catalog.\"C\", topic COLLATE "
	             "pg_catalog.\"C\", note COLLATE pg_catalog.\"C\"",
	             quote_qualified_identifier(
					 release->schema, psprintf("%s_notes%s", release->release, release->ending))),
	    0, NULL);
	release->notes = (int) SPI_processed;
	release->note = palloc0(sizeof(*release->note) * SPI_processed + 1);
	for (int n = 0; n < release->notes; n++)
	{
		struct cpe_shown_note *note = &release->note[n];

		note->position = whole_at(n, 1, 0);
		note->kind = text_at(n, 2) ? text_at(n, 2) : "note";
		note->topic = text_at(n, 3);
		note->note = text_at(n, 4) ? text_at(n, 4) : "";
	}
}

const char *
cpe_shown_note_on(const struct cpe_shown_release *release, const char *kind, const char *topic)
{
	for (int n = 0; n < release->notes; n++)
	{
		const struct cpe_shown_note *note = &release->note[n];

		if (strcmp(note->kind, kind) == 0 && note->topic && strcmp(note->topic, topic) == 0)
			return note->note;
	}
	return NULL;
}

/* The type of a column of a plain table; one that no release has is an error. */
static Oid
column_type(const struct cpe_shown_release *release, const struct cpe_shown_table *table,
            const char *column)
{
	Oid schema = get_namespace_oid(release->schema, false);
	Oid relation = get_relname_relid(table->file, schema);
	AttrNumber number = OidIsValid(relation) ? get_attnum(relation, column) : InvalidAttrNumber;
	Oid type;

	if (number <= 0)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "release \"%s\" lists column \"%s\" of table \"%s\", "
		           "which is not there",
		           release->release, column, table->file);
	type = get_atttype(relation, number);
	if (!cpe_value_is_plain(type))
		cpe_refuse(CPE_INVALID,
		           "A release has text, integer, double precision, boolean and date columns only.",
		           NULL, "column \"%s\" of table \"%s\" is of type %s", column, table->file,
		           format_type_be(type));
	return type;
}

/* The table of that name, begun where it is not there yet. */
static struct cpe_shown_table *
begin_table(struct cpe_shown_release *release, const char *name, int columns)
{
	struct cpe_shown_table *table = &release->table[release->tables];
	const char *title = cpe_shown_note_on(release, "table", name);

	if (release->tables > 0 && strcmp(table[-1].name, name) == 0)
		return table - 1;
	table->name = name;
	table->file = psprintf("%s%s", name, release->ending);
	table->relation = pstrdup(quote_qualified_identifier(release->schema, table->file));
	table->title = title ? title : name;
	table->column = palloc0(sizeof(*table->column) * columns);
	release->tables++;
	return table;
}

/* Reads the tables and their columns: in the order of the notes on tables, then by name. */
static void
read_columns(struct cpe_shown_release *release)
{
	const char *notes = pstrdup(quote_qualified_identifier(
		release->schema, psprintf("%s_notes%s", release->release, release->ending)));
	SPITupleTable *rows;
	int count;

	run(psprintf("SELECT c.table_name::text, c.column_name::text, coalesce(c.role::text, ''), "
	             "nullif(c.unit::text, ''), c.decimals::int, nullif(c.belongs_to::text, ''), "
	             "nullif(c.title::text, ''), nullif(c.description::text, '') FROM %s c ORDER BY "
	             "(SELECT pg_catalog.min(n.position) FROM %s n "
	             "WHERE n.kind OPERATOR(pg_catalog.=) 'table' AND n.topic OPERATOR(pg_catalog.=) "
	             "c.table_name), c.table_name COLLATE pg_catalog.\"C\", c.position, "
	             "c.column_name COLLATE pg_catalog.\"C\"",
	             quote_qualified_identifier(
					 release->schema, psprintf("%s_columns%s", release->release, release->ending)),
	             notes),
	    0, NULL);
	rows = SPI_tuptable;
	count = (int) SPI_processed;
	release->table = palloc0(sizeof(*release->table) * count + 1);
	for (int r = 0; r < count; r++)
	{
		struct cpe_shown_table *table;
		struct cpe_shown_column *column;

		SPI_tuptable = rows;
		if (text_at(r, 1) == NULL || text_at(r, 2) == NULL)
			cpe_refuse(CPE_NULL, NULL, NULL, "release \"%s\" lists a column without a name",
			           release->release);
		table = begin_table(release, text_at(r, 1), count);
		column = &table->column[table->columns++];
		column->name = text_at(r, 2);
		column->role = text_at(r, 3);
		column->unit = text_at(r, 4);
		column->decimals = whole_at(r, 5, -1);
		column->belongs_to = text_at(r, 6);
		column->title = text_at(r, 7);
		column->description = text_at(r, 8);
		column->type = column_type(release, table, column->name);
		if (column->decimals < -1 || column->decimals > 10)
			cpe_refuse(CPE_INVALID, "There are 0 to 10 decimals.", NULL,
			           "decimals of column \"%s\" of table \"%s\" are out of range", column->name,
			           table->name);
	}
}

struct cpe_shown_release *
cpe_shown_release_arg(FunctionCallInfo fcinfo, int version)
{
	struct cpe_shown_release *release = palloc0(sizeof(*release));
	int asked = PG_ARGISNULL(version) ? 0 : PG_GETARG_INT32(version);

	release->schema = cpe_word_arg(fcinfo, 0, "schema_name");
	release->release = cpe_word_arg(fcinfo, 1, "release");
	if (!PG_ARGISNULL(version) && asked < 1)
		cpe_refuse(CPE_INVALID, "The first is 1; NULL stands for the latest.", NULL,
		           "version out of range: %d", asked);
	release->version = version_there(release->schema, release->release, asked);
	if (release->version == 0)
		refuse_unknown(release->schema, release->release, asked);
	release->ending = release->version > 1 ? psprintf("_v%d", release->version) : "";
	read_notes(release);
	read_columns(release);
	return release;
}

const struct cpe_shown_table *
cpe_shown_table_named(const struct cpe_shown_release *release, const char *name)
{
	StringInfoData known;

	initStringInfo(&known);
	for (int t = 0; t < release->tables; t++)
	{
		if (strcmp(release->table[t].name, name) == 0)
			return &release->table[t];
		appendStringInfo(&known, "%s%s", t ? ", " : "", release->table[t].name);
	}
	cpe_refuse(CPE_INVALID, NULL, psprintf("Tables: %s.", release->tables ? known.data : "none"),
	           "release \"%s\" has no table \"%s\"", release->release, name);
}

const struct cpe_shown_column *
cpe_shown_column_named(const struct cpe_shown_table *table, const char *name)
{
	StringInfoData known;

	initStringInfo(&known);
	for (int c = 0; c < table->columns; c++)
	{
		if (strcmp(table->column[c].name, name) == 0)
			return &table->column[c];
		appendStringInfo(&known, "%s%s", c ? ", " : "", table->column[c].name);
	}
	cpe_refuse(CPE_INVALID, NULL, psprintf("Columns: %s.", known.data),
	           "table \"%s\" has no column \"%s\"", table->name, name);
}

const struct cpe_shown_column *
cpe_shown_display_of(const struct cpe_shown_table *table, const struct cpe_shown_column *column)
{
	for (int c = 0; c < table->columns; c++)
	{
		const struct cpe_shown_column *other = &table->column[c];

		if (strcmp(other->role, "display") == 0 && other->belongs_to &&
		    strcmp(other->belongs_to, column->name) == 0)
			return other;
	}
	return NULL;
}

bool
cpe_shown_is_dimension(const struct cpe_shown_column *column)
{
	return strcmp(column->role, "time") == 0 || strcmp(column->role, "geography") == 0 ||
	       strcmp(column->role, "dimension") == 0 || strcmp(column->role, "separate") == 0;
}

char *
cpe_shown_select_list(const struct cpe_shown_table *table)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int c = 0; c < table->columns; c++)
		appendStringInfo(&list, "%s%s", c ? ", " : "", quote_identifier(table->column[c].name));
	return list.data;
}

/*
 * By what the rows are about, in the order of the columns, texts by their bytes; then by all the
 * rest, so that it does not matter how they lie in the table.
 */
char *
cpe_shown_order(const struct cpe_shown_table *table)
{
	StringInfoData order;

	initStringInfo(&order);
	for (int pass = 0; pass < 2; pass++)
		for (int c = 0; c < table->columns; c++)
		{
			const struct cpe_shown_column *column = &table->column[c];

			if (cpe_shown_is_dimension(column) == (pass == 1))
				continue;
			appendStringInfo(&order, "%s%s%s", order.len ? ", " : "ORDER BY ",
			                 quote_identifier(column->name),
			                 column->type == TEXTOID ? " COLLATE pg_catalog.\"C\"" : "");
		}
	return order.data;
}

/* Whether a status hides a column: the number it belongs to, and what belongs to that, as limits.
 */
static bool
is_hidden_by(const struct cpe_shown_column *column, const struct cpe_shown_column *status)
{
	const char *number = status->belongs_to;

	if (strcmp(status->role, "status") != 0 || number == NULL ||
	    strcmp(column->role, "status") == 0 || strcmp(column->role, "display") == 0)
		return false;
	return strcmp(column->name, number) == 0 ||
	       (column->belongs_to && strcmp(column->belongs_to, number) == 0);
}

/* A number beside a status that says it is hidden is no release. */
static void
check_hidden(const struct cpe_shown_column *column, const char *const *field, int fields)
{
	for (int s = 0; s < fields; s++)
	{
		if (field[s] == NULL || strcmp(column[s].role, "status") != 0)
			continue;
		for (int c = 0; c < fields; c++)
			if (field[c] && is_hidden_by(&column[c], &column[s]))
				cpe_refuse(CPE_INVALID, "A number is NULL exactly where its status is not.", NULL,
				           "column \"%s\" holds a number that column \"%s\" hides", column[c].name,
				           column[s].name);
	}
}

/* The fields of a row as texts. */
static void
row_fields(HeapTuple row, TupleDesc type, const struct cpe_shown_column *column, const char **field)
{
	for (int c = 0; c < type->natts; c++)
	{
		bool null;
		Datum value = SPI_getbinval(row, type, c + 1, &null);

		field[c] = null ? NULL
		                : cpe_value_text(value, TupleDescAttr(type, c)->atttypid,
		                                 column ? column[c].decimals : -1,
		                                 NameStr(TupleDescAttr(type, c)->attname));
	}
	if (column)
		check_hidden(column, field, type->natts);
}

void
cpe_shown_rows(const char *query, const struct cpe_shown_column *column, cpe_shown_row row,
               void *context)
{
	SPIPlanPtr plan = SPI_prepare(query, 0, NULL);
	MemoryContext work =
		AllocSetContextCreate(CurrentMemoryContext, "row of a release", ALLOCSET_SMALL_SIZES);
	Portal portal;

	if (plan == NULL)
		elog(ERROR, "could not read a release: %s", SPI_result_code_string(SPI_result));
	portal = SPI_cursor_open(NULL, plan, NULL, NULL, true);
	for (;;)
	{
		SPI_cursor_fetch(portal, true, FETCHED_AT_ONCE);
		for (uint64 r = 0; r < SPI_processed; r++)
		{
			TupleDesc type = SPI_tuptable->tupdesc;
			MemoryContext before = MemoryContextSwitchTo(work);
			const char **field = palloc(type->natts * sizeof(*field));

			CHECK_FOR_INTERRUPTS();
			row_fields(SPI_tuptable->vals[r], type, column, field);
			row(context, field, type->natts);
			MemoryContextSwitchTo(before);
			MemoryContextReset(work);
		}
		if (SPI_processed == 0)
			break;
		SPI_freetuptable(SPI_tuptable);
	}
	SPI_cursor_close(portal);
	MemoryContextDelete(work);
}

/* (schema_name, release, version): the notes in their order */
PG_FUNCTION_INFO_V1(cpe_release_notes_sql);
Datum
cpe_release_notes_sql(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_shown_release *release;

	InitMaterializedSRF(fcinfo, 0);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	release = cpe_shown_release_arg(fcinfo, 2);
	for (int n = 0; n < release->notes; n++)
	{
		struct cpe_row row = {0};

		cpe_put(&row, Int32GetDatum(release->note[n].position), false);
		cpe_put_text(&row, release->note[n].kind);
		cpe_put_text(&row, release->note[n].topic);
		cpe_put_text(&row, release->note[n].note);
		cpe_row_store(result, &row);
	}
	SPI_finish();
	return (Datum) 0;
}
