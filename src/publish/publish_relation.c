#include "cancer_pe.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "common/shortest_dec.h"
#include "executor/spi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/datetime.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "publish/publish_release.h"
#include "suppress/suppress_published.h"

/* Plain tables: made in memory, written as relations with comments, read back and checked. */

/* ---- in memory ---- */

struct cpe_plain_table *
cpe_plain_new(const char *name, const char *title, int rows)
{
	struct cpe_plain_table *table = palloc0(sizeof(struct cpe_plain_table));

	table->name = name;
	table->title = title;
	table->description = "";
	table->rows = rows;
	return table;
}

struct cpe_plain_column *
cpe_plain_column(struct cpe_plain_table *table, const char *name, Oid type, const char *title)
{
	struct cpe_plain_column *column;

	for (int c = 0; c < table->columns; c++)
		if (strcmp(table->column[c].name, name) == 0)
			cpe_refuse(CPE_INVALID, NULL, "Call one of them otherwise in the query.",
			           "table \"%s\" would have two columns \"%s\"", table->name, name);
	if (table->columns == CPE_PLAIN_COLUMNS)
		cpe_refuse(CPE_LIMIT, NULL, NULL, "table \"%s\" has more than %d columns", table->name,
		           CPE_PLAIN_COLUMNS);
	column = &table->column[table->columns++];
	column->name = name;
	column->type = type;
	column->title = title;
	column->role = column->unit = column->belongs_to = column->description = "";
	column->decimals = -1;
	column->value = palloc_extended(((Size) table->rows + 1) * sizeof(Datum),
	                                MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	column->null = palloc_extended((Size) table->rows + 1, MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	return column;
}

void
cpe_plain_put(struct cpe_plain_table *table, int row, int column, const char *text)
{
	table->column[column].null[row] = text == NULL;
	table->column[column].value[row] = text ? CStringGetTextDatum(text) : (Datum) 0;
}

void
cpe_plain_put_int(struct cpe_plain_table *table, int row, int column, int32 number)
{
	table->column[column].null[row] = false;
	table->column[column].value[row] = Int32GetDatum(number);
}

/* ---- checksums ---- */

/* A text as COPY writes it. */
static void
append_copied(StringInfo line, const char *text)
{
	for (const char *c = text; *c; c++)
	{
		const char *letter = strchr("\b\f\n\r\t\v\\", *c);

		if (letter == NULL)
			appendStringInfoCharMacro(line, *c);
		else
		{
			appendStringInfoCharMacro(line, '\\');
			appendStringInfoCharMacro(line, "bfnrtv\\"[letter - "\b\f\n\r\t\v\\"]);
		}
	}
}

char *
cpe_day_text(DateADT day)
{
	char buffer[MAXDATELEN + 1];
	struct pg_tm tm = {0};

	if (DATE_NOT_FINITE(day))
		EncodeSpecialDate(day, buffer);
	else
	{
		j2date(day + POSTGRES_EPOCH_JDATE, &tm.tm_year, &tm.tm_mon, &tm.tm_mday);
		EncodeDateOnly(&tm, USE_ISO_DATES, buffer);
	}
	return pstrdup(buffer);
}

char *
cpe_plain_text(Oid type, Datum value)
{
	char buffer[DOUBLE_SHORTEST_DECIMAL_LEN];
	Oid output;
	bool varlena;

	switch (type)
	{
		case INT4OID:
			return psprintf("%d", DatumGetInt32(value));
		case FLOAT8OID:
			double_to_shortest_decimal_buf(DatumGetFloat8(value), buffer);
			return pstrdup(buffer);
		case BOOLOID:
			return pstrdup(DatumGetBool(value) ? "t" : "f");
		case DATEOID:
			return cpe_day_text(DatumGetDateADT(value));
		case TEXTOID:
			return TextDatumGetCString(value);
		default:
			getTypeOutputInfo(type, &output, &varlena);
			return OidOutputFunctionCall(output, value);
	}
}

/* A row, or with -1 the header, as COPY writes it, in UTF-8. */
static char *
copied_line(const struct cpe_plain_table *table, int row)
{
	StringInfoData line;

	initStringInfo(&line);
	for (int c = 0; c < table->columns; c++)
	{
		if (c > 0)
			appendStringInfoChar(&line, '\t');
		if (row < 0)
			append_copied(&line, table->column[c].name);
		else if (table->column[c].null[row])
			appendStringInfoString(&line, "\\N");
		else
			append_copied(&line,
			              cpe_plain_text(table->column[c].type, table->column[c].value[row]));
	}
	return cpe_to_utf8(line.data);
}

static int
compare_lines(const void *a, const void *b)
{
	return strcmp(*(char *const *) a, *(char *const *) b);
}

/* A digest as hexadecimal digits. */
static char *
hexadecimal(const unsigned char *digest)
{
	char *text = palloc(2 * CPE_DIGEST_SIZE + 1);

	for (int i = 0; i < CPE_DIGEST_SIZE; i++)
		snprintf(text + 2 * i, 3, "%02x", digest[i]);
	return text;
}

char *
cpe_hex_digest(const char *bytes, size_t size)
{
	unsigned char digest[CPE_DIGEST_SIZE];

	if (!cpe_sha256(bytes, size, digest))
		elog(ERROR, "could not compute a digest");
	return hexadecimal(digest);
}

char *
cpe_plain_checksum(const struct cpe_plain_table *table)
{
	char **line;
	StringInfoData all;
	char *checksum;
	MemoryContext before;
	MemoryContext here =
		AllocSetContextCreate(CurrentMemoryContext, "checksum", ALLOCSET_DEFAULT_SIZES);

	before = MemoryContextSwitchTo(here);
	line = palloc_extended(((Size) table->rows + 1) * sizeof(char *), MCXT_ALLOC_HUGE);
	for (int r = -1; r < table->rows; r++)
	{
		CHECK_FOR_INTERRUPTS();
		line[r + 1] = copied_line(table, r);
	}
	qsort(line, table->rows + 1, sizeof(char *), compare_lines);
	initStringInfo(&all);
	for (int r = 0; r <= table->rows; r++)
	{
		appendStringInfoString(&all, line[r]);
		appendStringInfoChar(&all, '\n');
	}
	MemoryContextSwitchTo(before);
	checksum = cpe_hex_digest(all.data, all.len);
	MemoryContextDelete(here);
	return checksum;
}

/* ---- relations ---- */

void
cpe_run(const char *statement)
{
	if (SPI_execute(statement, false, 0) < 0)
		elog(ERROR, "could not run a statement of publish");
}

char *
cpe_relation_name(const char *table, int version)
{
	char *name = version == 1 ? pstrdup(table) : psprintf("%s_v%d", table, version);

	if (strlen(name) >= NAMEDATALEN)
		cpe_refuse(CPE_LIMIT, NULL, NULL, "the name of table \"%s\" is too long", name);
	return name;
}

char *
cpe_relation_quoted(const char *schema, const char *table, int version)
{
	return quote_qualified_identifier(schema, cpe_relation_name(table, version));
}

static const char *
type_word(Oid type)
{
	switch (type)
	{
		case INT4OID:
			return "pg_catalog.int4";
		case FLOAT8OID:
			return "pg_catalog.float8";
		case BOOLOID:
			return "pg_catalog.bool";
		case DATEOID:
			return "pg_catalog.date";
		default:
			return "pg_catalog.text";
	}
}

static void
create_relation(const char *relation, const struct cpe_plain_table *table)
{
	StringInfoData statement;
	bool first = true;

	initStringInfo(&statement);
	appendStringInfo(&statement, "CREATE TABLE %s (", relation);
	for (int c = 0; c < table->columns; c++)
		appendStringInfo(&statement, "%s%s %s%s", c ? ", " : "",
		                 quote_identifier(table->column[c].name), type_word(table->column[c].type),
		                 table->column[c].required ? " NOT NULL" : "");
	for (int c = 0; c < table->columns; c++)
		if (table->column[c].key)
		{
			appendStringInfo(&statement, "%s%s", first ? ", PRIMARY KEY (" : ", ",
			                 quote_identifier(table->column[c].name));
			first = false;
		}
	appendStringInfoString(&statement, first ? ")" : "))");
	cpe_run(statement.data);
}

Datum
cpe_array_of(const Datum *value, const bool *null, int count, Oid type)
{
	int16 length;
	bool by_value;
	char align;
	int dims[1] = {count};
	int lower[1] = {1};

	get_typlenbyvalalign(type, &length, &by_value, &align);
	return PointerGetDatum(construct_md_array((Datum *) value, (bool *) null, 1, dims, lower, type,
	                                          length, by_value, align));
}

/* Fills it, in the order of the rows, by one statement. */
static void
fill_relation(const char *relation, const struct cpe_plain_table *table)
{
	StringInfoData statement;
	Oid *type = palloc(table->columns * sizeof(Oid));
	Datum *array = palloc(table->columns * sizeof(Datum));

	if (table->rows == 0)
		return;
	initStringInfo(&statement);
	appendStringInfo(&statement, "INSERT INTO %s SELECT * FROM ROWS FROM (", relation);
	for (int c = 0; c < table->columns; c++)
	{
		const struct cpe_plain_column *column = &table->column[c];

		appendStringInfo(&statement, "%spg_catalog.unnest($%d)", c ? ", " : "", c + 1);
		type[c] = get_array_type(column->type);
		array[c] = cpe_array_of(column->value, column->null, table->rows, column->type);
	}
	appendStringInfoString(&statement, ") AS r");
	if (SPI_execute_with_args(statement.data, table->columns, type, array, NULL, false, 0) !=
	    SPI_OK_INSERT)
		elog(ERROR, "could not fill a table of a release");
}

static void
comment_relation(const char *relation, const struct cpe_plain_table *table)
{
	cpe_run(psprintf("COMMENT ON TABLE %s IS %s", relation,
	                 quote_literal_cstr(table->description[0]
	                                        ? psprintf("%s. %s", table->title, table->description)
	                                        : table->title)));
	for (int c = 0; c < table->columns; c++)
	{
		const struct cpe_plain_column *column = &table->column[c];

		cpe_run(psprintf(
			"COMMENT ON COLUMN %s.%s IS %s", relation, quote_identifier(column->name),
			quote_literal_cstr(column->description[0] ? column->description : column->title)));
	}
}

void
cpe_plain_write(const char *schema, int version, const struct cpe_plain_table *table)
{
	char *relation = cpe_relation_quoted(schema, table->name, version);

	create_relation(relation, table);
	fill_relation(relation, table);
	comment_relation(relation, table);
}

struct cpe_plain_table *
cpe_plain_read(const char *schema, const char *name, int version)
{
	Oid schema_oid = get_namespace_oid(schema, true);
	struct cpe_plain_table *table;
	SPITupleTable *tuples;

	if (!OidIsValid(schema_oid) ||
	    !OidIsValid(get_relname_relid(cpe_relation_name(name, version), schema_oid)))
		return NULL;
	if (SPI_execute(psprintf("SELECT * FROM %s", cpe_relation_quoted(schema, name, version)), true,
	                0) != SPI_OK_SELECT)
		elog(ERROR, "could not read a table of a release");
	tuples = SPI_tuptable;
	table = cpe_plain_new(name, "", (int) SPI_processed);
	for (int c = 1; c <= tuples->tupdesc->natts; c++)
	{
		struct cpe_plain_column *column = cpe_plain_column(table, SPI_fname(tuples->tupdesc, c),
		                                                   SPI_gettypeid(tuples->tupdesc, c), "");

		for (int r = 0; r < table->rows; r++)
			column->value[r] = SPI_getbinval(tuples->vals[r], tuples->tupdesc, c, &column->null[r]);
	}
	return table;
}
