#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "lib/stringinfo.h"
#include "utils/builtins.h"
#include "utils/json.h"
#include "utils/jsonb.h"

#include "base/base.h"
#include "publish/publish_csv.h"
#include "publish/publish_plain.h"
#include "publish/publish_value.h"

/* PostgreSQL side: a release as JSON: release_json() and csvw(). */

/* The key of an object's member, with what stands before it. */
static void
key(StringInfo out, const char *name)
{
	char last = out->len > 0 ? out->data[out->len - 1] : '{';

	if (last != '{' && last != '[')
		appendStringInfoChar(out, ',');
	escape_json(out, name);
	appendStringInfoChar(out, ':');
}

/* A text or null. */
static void
string(StringInfo out, const char *text)
{
	if (text)
		escape_json(out, text);
	else
		appendStringInfoString(out, "null");
}

/* A member that is a text or null; and one that is left out where there is no text. */
static void
member(StringInfo out, const char *name, const char *text)
{
	key(out, name);
	string(out, text);
}

static void
given_member(StringInfo out, const char *name, const char *text)
{
	if (text)
		member(out, name, text);
}

/* A comma between the elements of an array. */
static void
next(StringInfo out)
{
	if (out->data[out->len - 1] != '[')
		appendStringInfoChar(out, ',');
}

/* What a result is written into: memory of the caller, who outlives the connection. */
static void
begin(StringInfo out)
{
	initStringInfo(out);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
}

static Datum
end(StringInfo out)
{
	SPI_finish();
	return DirectFunctionCall1(jsonb_in, CStringGetDatum(out->data));
}

/* ---- the feed ---- */

/* The notes of a kind as an array. */
static void
notes_member(StringInfo out, const char *name, const struct cpe_shown_release *release,
             const char *kind)
{
	key(out, name);
	appendStringInfoChar(out, '[');
	for (int n = 0; n < release->notes; n++)
	{
		if (strcmp(release->note[n].kind, kind) != 0)
			continue;
		next(out);
		appendStringInfoChar(out, '{');
		member(out, "topic", release->note[n].topic);
		member(out, "note", release->note[n].note);
		appendStringInfoChar(out, '}');
	}
	appendStringInfoChar(out, ']');
}

static const char *
type_word(Oid type)
{
	return type == INT4OID     ? "integer"
	       : type == FLOAT8OID ? "number"
	       : type == BOOLOID   ? "boolean"
	       : type == DATEOID   ? "date"
	                           : "text";
}

static void
feed_column(StringInfo out, const struct cpe_shown_column *column)
{
	appendStringInfoChar(out, '{');
	member(out, "name", column->name);
	member(out, "role", column->role);
	member(out, "type", type_word(column->type));
	member(out, "unit", column->unit);
	key(out, "decimals");
	appendStringInfoString(out, column->decimals < 0 ? "null" : psprintf("%d", column->decimals));
	member(out, "belongs_to", column->belongs_to);
	member(out, "title", column->title ? column->title : column->name);
	member(out, "description", column->description);
	appendStringInfoChar(out, '}');
}

struct feed_rows
{
	StringInfo out;
	const struct cpe_shown_table *table;
};

/* A row as an array: numbers and truth as they are, the rest as texts. */
static void
feed_row(void *context, const char *const *field, int fields)
{
	struct feed_rows *rows = context;

	next(rows->out);
	appendStringInfoChar(rows->out, '[');
	for (int c = 0; c < fields; c++)
	{
		Oid type = rows->table->column[c].type;

		next(rows->out);
		if (field[c] && (cpe_value_is_number(type) || type == BOOLOID))
			appendStringInfoString(rows->out, field[c]);
		else
			string(rows->out, field[c]);
	}
	appendStringInfoChar(rows->out, ']');
}

static void
feed_table(StringInfo out, const struct cpe_shown_table *table)
{
	struct feed_rows rows = {out, table};

	appendStringInfoChar(out, '{');
	member(out, "name", table->name);
	member(out, "title", table->title);
	key(out, "columns");
	appendStringInfoChar(out, '[');
	for (int c = 0; c < table->columns; c++)
	{
		next(out);
		feed_column(out, &table->column[c]);
	}
	appendStringInfoChar(out, ']');
	key(out, "rows");
	appendStringInfoChar(out, '[');
	cpe_shown_rows(psprintf("SELECT %s FROM %s %s", cpe_shown_select_list(table), table->relation,
	                        cpe_shown_order(table)),
	               table->column, feed_row, &rows);
	appendStringInfoString(out, "]}");
}

/* The title of a release, or its name. */
static const char *
title_of(const struct cpe_shown_release *release)
{
	const char *title = cpe_shown_note_on(release, "about", "title");

	return title ? title : release->release;
}

/* (schema_name, release, version): everything of a release */
PG_FUNCTION_INFO_V1(cpe_release_json);
Datum
cpe_release_json(PG_FUNCTION_ARGS)
{
	const struct cpe_shown_release *release;
	StringInfoData out;

	begin(&out);
	release = cpe_shown_release_arg(fcinfo, 2);
	appendStringInfoChar(&out, '{');
	key(&out, "format");
	appendStringInfoChar(&out, '1');
	member(&out, "release", release->release);
	key(&out, "version");
	appendStringInfo(&out, "%d", release->version);
	member(&out, "title", title_of(release));
	notes_member(&out, "about", release, "about");
	notes_member(&out, "shorthand", release, "shorthand");
	notes_member(&out, "methods", release, "method");
	notes_member(&out, "caveats", release, "caveat");
	notes_member(&out, "notes", release, "note");
	key(&out, "tables");
	appendStringInfoChar(&out, '[');
	for (int t = 0; t < release->tables; t++)
	{
		next(&out);
		feed_table(&out, &release->table[t]);
	}
	appendStringInfoString(&out, "]}");
	return end(&out);
}

/* ---- CSV on the Web ---- */

/* The datatype of a column; a number with decimals says how many by its format. */
static void
csvw_datatype(StringInfo out, const struct cpe_shown_column *column)
{
	key(out, "datatype");
	if (column->decimals > 0 && cpe_value_is_number(column->type))
	{
		appendStringInfoString(out, "{\"base\":\"decimal\",\"format\":\"0.");
		for (int d = 0; d < column->decimals; d++)
			appendStringInfoChar(out, '0');
		appendStringInfoString(out, "\"}");
	}
	else if (column->type == FLOAT8OID)
		escape_json(out, column->decimals == 0 ? "integer" : "double");
	else
		escape_json(out, column->type == TEXTOID ? "string" : type_word(column->type));
}

/* A column; its first title is what stands in the file's header. */
static void
csvw_column(StringInfo out, const struct cpe_shown_column *column)
{
	appendStringInfoChar(out, '{');
	member(out, "name", column->name);
	key(out, "titles");
	appendStringInfoChar(out, '[');
	escape_json(out, column->name);
	if (column->title && strcmp(column->title, column->name) != 0)
	{
		next(out);
		escape_json(out, column->title);
	}
	appendStringInfoChar(out, ']');
	given_member(out, "dc:description", column->description);
	given_member(out, "schema:unitText", column->unit);
	csvw_datatype(out, column);
	key(out, "required");
	appendStringInfoString(out, cpe_shown_is_dimension(column) ? "true" : "false");
	appendStringInfoChar(out, '}');
}

/* The columns that tell the rows apart. */
static void
csvw_primary_key(StringInfo out, const struct cpe_shown_table *table)
{
	int before = out->len;

	key(out, "primaryKey");
	appendStringInfoChar(out, '[');
	for (int c = 0; c < table->columns; c++)
		if (cpe_shown_is_dimension(&table->column[c]))
		{
			next(out);
			escape_json(out, table->column[c].name);
		}
	if (out->data[out->len - 1] == '[')
	{
		out->len = before;
		out->data[before] = '\0';
	}
	else
		appendStringInfoChar(out, ']');
}

static void
csvw_table(StringInfo out, const struct cpe_shown_table *table, const char *base_url)
{
	appendStringInfoChar(out, '{');
	member(out, "url", psprintf("%s%s.csv", base_url, table->file));
	member(out, "dc:title", table->title);
	key(out, "tableSchema");
	appendStringInfoChar(out, '{');
	key(out, "columns");
	appendStringInfoChar(out, '[');
	for (int c = 0; c < table->columns; c++)
		if (cpe_shown_in_csv(&table->column[c]))
		{
			next(out);
			csvw_column(out, &table->column[c]);
		}
	appendStringInfoChar(out, ']');
	csvw_primary_key(out, table);
	appendStringInfoString(out, "}}");
}

/* The notes, but for the titles of tables, in words of Dublin Core. */
static void
csvw_notes(StringInfo out, const struct cpe_shown_release *release)
{
	key(out, "notes");
	appendStringInfoChar(out, '[');
	for (int n = 0; n < release->notes; n++)
	{
		const struct cpe_shown_note *note = &release->note[n];

		if (strcmp(note->kind, "table") == 0)
			continue;
		next(out);
		appendStringInfoChar(out, '{');
		member(out, "dc:type", note->kind);
		given_member(out, "dc:title", note->topic);
		member(out, "dc:description", note->note);
		appendStringInfoChar(out, '}');
	}
	appendStringInfoChar(out, ']');
}

/* (schema_name, release, base_url, version): the description of the files of release_csv() */
PG_FUNCTION_INFO_V1(cpe_csvw);
Datum
cpe_csvw(PG_FUNCTION_ARGS)
{
	const struct cpe_shown_release *release;
	const char *base_url;
	StringInfoData out;

	begin(&out);
	base_url = cpe_word_arg(fcinfo, 2, "base_url");
	release = cpe_shown_release_arg(fcinfo, 3);
	appendStringInfoString(&out,
	                       "{\"@context\":[\"http://www.w3.org/ns/csvw\",{\"@language\":\"en\"}]");
	member(&out, "@type", "TableGroup");
	member(&out, "dc:title", title_of(release));
	given_member(&out, "dc:description", cpe_shown_note_on(release, "about", "description"));
	given_member(&out, "dc:issued", cpe_shown_note_on(release, "about", "published"));
	member(&out, "dc:identifier", release->release);
	member(&out, "schema:version", psprintf("%d", release->version));
	csvw_notes(&out, release);
	key(&out, "tables");
	appendStringInfoChar(&out, '[');
	for (int t = 0; t < release->tables; t++)
	{
		next(&out);
		csvw_table(&out, &release->table[t], base_url);
	}
	appendStringInfoString(&out, "]}");
	return end(&out);
}
