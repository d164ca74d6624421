#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/fmgroids.h"
#include "utils/fmgrprotos.h"

#include "publish/publish_ledger.h"

/* Runs a query with text parameters, of which some may be NULL; its rows are in SPI_tuptable. */
static uint64
query_rows(const char *query, int parameters, const char *const *parameter)
{
	Oid *type = palloc((parameters + 1) * sizeof(Oid));
	Datum *value = palloc((parameters + 1) * sizeof(Datum));
	char *nulls = palloc(parameters + 1);

	for (int p = 0; p < parameters; p++)
	{
		type[p] = TEXTOID;
		value[p] = parameter[p] ? CStringGetTextDatum(parameter[p]) : (Datum) 0;
		nulls[p] = parameter[p] ? ' ' : 'n';
	}
	if (SPI_execute_with_args(query, parameters, type, value, nulls, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the ledger");
	return SPI_processed;
}

char *
cpe_query_value(const char *query, int parameters, const char *const *parameter)
{
	if (query_rows(query, parameters, parameter) == 0)
		return NULL;
	return SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
}

/* ---- reading ---- */

#define ENTRY_COLUMNS                                                                              \
	"SELECT release, version, base, filter, period, schema_name, correction, proof, checksum, "    \
	"definition, dimensions FROM cancer_pe.release "

static Jsonb *
jsonb_of(const char *text)
{
	return DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(text)));
}

/* A row of ENTRY_COLUMNS. */
static struct cpe_ledger_entry *
entry_of(HeapTuple row, TupleDesc desc)
{
	struct cpe_ledger_entry *entry = palloc0(sizeof(struct cpe_ledger_entry));
	Datum *label;
	bool null;

	entry->release = SPI_getvalue(row, desc, 1);
	entry->version = DatumGetInt32(SPI_getbinval(row, desc, 2, &null));
	entry->base = SPI_getvalue(row, desc, 3);
	entry->filter = SPI_getvalue(row, desc, 4);
	entry->period = SPI_getvalue(row, desc, 5);
	entry->schema = SPI_getvalue(row, desc, 6);
	entry->correction = SPI_getvalue(row, desc, 7);
	entry->proof = SPI_getvalue(row, desc, 8);
	entry->checksum = SPI_getvalue(row, desc, 9);
	entry->definition = jsonb_of(SPI_getvalue(row, desc, 10));
	deconstruct_array(DatumGetArrayTypeP(SPI_getbinval(row, desc, 11, &null)), TEXTOID, -1, false,
	                  'i', &label, NULL, &entry->dimensions);
	entry->dimension = palloc((entry->dimensions + 1) * sizeof(char *));
	for (int d = 0; d < entry->dimensions; d++)
		entry->dimension[d] = TextDatumGetCString(label[d]);
	return entry;
}

struct cpe_ledger_entry *
cpe_ledger_find(const char *release, int version)
{
	const char *parameter[] = {release, version ? psprintf("%d", version) : NULL};

	if (query_rows(ENTRY_COLUMNS
	               "WHERE release OPERATOR(pg_catalog.=) $1 AND ($2 IS NULL OR version "
	               "OPERATOR(pg_catalog.=) $2::pg_catalog.int4) ORDER BY version DESC LIMIT 1",
	               2, parameter) == 0)
		return NULL;
	return entry_of(SPI_tuptable->vals[0], SPI_tuptable->tupdesc);
}

List *
cpe_ledger_before(const char *base, const char *release, int version)
{
	List *entries = NIL;
	uint64 rows = query_rows(ENTRY_COLUMNS
	                         "WHERE base OPERATOR(pg_catalog.=) $1 ORDER BY published_at, release "
	                         "COLLATE pg_catalog.\"C\", version",
	                         1, &base);
	SPITupleTable *tuples = SPI_tuptable;

	for (uint64 r = 0; r < rows; r++)
	{
		struct cpe_ledger_entry *entry = entry_of(tuples->vals[r], tuples->tupdesc);

		if (strcmp(entry->release, release) == 0 && entry->version == version)
			break;
		entries = lappend(entries, entry);
	}
	return entries;
}

List *
cpe_ledger_relations(const struct cpe_ledger_entry *entry)
{
	const char *parameter[] = {entry->release, psprintf("%d", entry->version)};
	uint64 rows = query_rows("SELECT earlier, earlier_version, relation FROM "
	                         "cancer_pe.release_relation WHERE release OPERATOR(pg_catalog.=) $1 "
	                         "AND version OPERATOR(pg_catalog.=) $2::pg_catalog.int4",
	                         2, parameter);
	SPITupleTable *tuples = SPI_tuptable;
	List *relations = NIL;

	for (uint64 r = 0; r < rows; r++)
	{
		struct cpe_ledger_relation *relation = palloc(sizeof(struct cpe_ledger_relation));
		bool null;

		relation->earlier = SPI_getvalue(tuples->vals[r], tuples->tupdesc, 1);
		relation->earlier_version =
			DatumGetInt32(SPI_getbinval(tuples->vals[r], tuples->tupdesc, 2, &null));
		relation->relation = SPI_getvalue(tuples->vals[r], tuples->tupdesc, 3);
		relations = lappend(relations, relation);
	}
	return relations;
}

/* Adds a row (part, dims, value, numerator, status) of the ledger to the cells. */
static void
add_ledger_cell(const struct cpe_ledger_entry *entry, HeapTuple row, TupleDesc desc,
                struct cpe_release_cells *cells)
{
	Datum *element;
	bool *element_null;
	bool null;
	int dims;
	int cell;
	char **label = palloc0((entry->dimensions + 1) * sizeof(char *));
	char *status = SPI_getvalue(row, desc, 5);
	int64 value = DatumGetInt64(SPI_getbinval(row, desc, 3, &null));
	int64 numerator = DatumGetInt64(SPI_getbinval(row, desc, 4, &null));

	if (null)
		numerator = -1;
	deconstruct_array(DatumGetArrayTypeP(SPI_getbinval(row, desc, 2, &null)), TEXTOID, -1, false,
	                  'i', &element, &element_null, &dims);
	for (int d = 0; d < Min(dims, entry->dimensions); d++)
		if (!element_null[d])
			label[d] = TextDatumGetCString(element[d]);
	cell = cpe_release_cells_add(cells, SPI_getvalue(row, desc, 1), label, value, numerator,
	                             entry->release);
	cells->status[cell] = status;
}

void
cpe_ledger_cells(const struct cpe_ledger_entry *entry, struct cpe_release_cells *cells)
{
	const char *parameter[] = {entry->release, psprintf("%d", entry->version)};
	uint64 rows = query_rows("SELECT part, dims, value, numerator, status FROM "
	                         "cancer_pe.release_cell WHERE release OPERATOR(pg_catalog.=) $1 AND "
	                         "version OPERATOR(pg_catalog.=) $2::pg_catalog.int4",
	                         2, parameter);
	SPITupleTable *tuples = SPI_tuptable;

	for (uint64 r = 0; r < rows; r++)
		add_ledger_cell(entry, tuples->vals[r], tuples->tupdesc, cells);
	SPI_freetuptable(tuples);
}

List *
cpe_ledger_tables(const struct cpe_ledger_entry *entry)
{
	const char *parameter[] = {entry->release, psprintf("%d", entry->version)};
	uint64 rows = query_rows(
		"SELECT table_name, kind, row_count, shown, hidden, checksum FROM "
		"cancer_pe.release_table WHERE release OPERATOR(pg_catalog.=) $1 AND version "
		"OPERATOR(pg_catalog.=) $2::pg_catalog.int4 ORDER BY kind OPERATOR(pg_catalog.<>) 'table', "
		"kind, table_name COLLATE pg_catalog.\"C\"",
		2, parameter);
	SPITupleTable *tuples = SPI_tuptable;
	List *tables = NIL;

	for (uint64 r = 0; r < rows; r++)
	{
		struct cpe_ledger_table *table = palloc0(sizeof(struct cpe_ledger_table));
		HeapTuple row = tuples->vals[r];
		bool null;

		table->name = SPI_getvalue(row, tuples->tupdesc, 1);
		table->kind = SPI_getvalue(row, tuples->tupdesc, 2);
		table->rows = DatumGetInt64(SPI_getbinval(row, tuples->tupdesc, 3, &null));
		table->shown = DatumGetInt64(SPI_getbinval(row, tuples->tupdesc, 4, &null));
		table->hidden = DatumGetInt64(SPI_getbinval(row, tuples->tupdesc, 5, &null));
		table->checksum = SPI_getvalue(row, tuples->tupdesc, 6);
		tables = lappend(tables, table);
	}
	return tables;
}

char *
cpe_ledger_certificate(const struct cpe_ledger_entry *entry, const char *part)
{
	const char *parameter[] = {entry->release, psprintf("%d", entry->version), part};

	return cpe_query_value("SELECT certificate FROM cancer_pe.release_proof WHERE release "
	                       "OPERATOR(pg_catalog.=) $1 AND version OPERATOR(pg_catalog.=) "
	                       "$2::pg_catalog.int4 AND part OPERATOR(pg_catalog.=) "
	                       "$3::pg_catalog.jsonb",
	                       3, parameter);
}

/* ---- writing ---- */

/* Adds a row of values that are given as text. */
static void
insert_row(const char *statement, int parameters, const char *const *parameter)
{
	Oid *type = palloc(parameters * sizeof(Oid));
	Datum *value = palloc(parameters * sizeof(Datum));
	char *nulls = palloc(parameters + 1);

	for (int p = 0; p < parameters; p++)
	{
		type[p] = TEXTOID;
		value[p] = parameter[p] ? CStringGetTextDatum(parameter[p]) : (Datum) 0;
		nulls[p] = parameter[p] ? ' ' : 'n';
	}
	if (SPI_execute_with_args(statement, parameters, type, value, nulls, false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not write the ledger");
}

static char *
jsonb_text(Jsonb *value)
{
	return JsonbToCString(NULL, &value->root, VARSIZE(value));
}

/* The dimensions' names as an array's text. */
static char *
dimension_names(const struct cpe_release *release)
{
	Datum *name = palloc(release->dimensions * sizeof(Datum));
	bool *null = palloc0(release->dimensions * sizeof(bool));

	for (int d = 0; d < release->dimensions; d++)
		name[d] = CStringGetTextDatum(release->dimension[d].first_name);
	return OidOutputFunctionCall(F_ARRAY_OUT,
	                             cpe_array_of(name, null, release->dimensions, TEXTOID));
}

static void
write_release(const struct cpe_made_release *made, const char *published)
{
	const struct cpe_release *release = made->release;
	int64 hidden = 0;

	for (int c = 0; c < made->cells->count; c++)
		hidden += made->cells->status[c] != NULL;
	{
		const char *parameter[] = {release->name,
		                           psprintf("%d", made->version),
		                           release->base,
		                           release->filter,
		                           release->period,
		                           release->rule,
		                           jsonb_text(made->options),
		                           dimension_names(release),
		                           jsonb_text(release->definition),
		                           release->schema,
		                           published,
		                           CPE_VERSION,
		                           PG_VERSION,
		                           psprintf("%d", made->cells->count),
		                           psprintf(INT64_FORMAT, made->cells->count - hidden),
		                           psprintf(INT64_FORMAT, hidden),
		                           release->unproven ? "not proven" : "proven",
		                           made->version > 1 ? release->correction : NULL,
		                           made->checksum};

		insert_row("INSERT INTO cancer_pe.release (release, version, base, filter, period, rule, "
		           "options, dimensions, definition, schema_name, published, extension, server, "
		           "cells, shown, hidden, proof, correction, checksum) VALUES ($1, "
		           "$2::pg_catalog.int4, $3, $4, $5, $6, $7::pg_catalog.jsonb, "
		           "$8::pg_catalog.text[], $9::pg_catalog.jsonb, $10, $11::pg_catalog.date, $12, "
		           "$13, $14::pg_catalog.int8, $15::pg_catalog.int8, $16::pg_catalog.int8, $17, "
		           "$18, $19)",
		           lengthof(parameter), parameter);
	}
}

static void
write_table(const struct cpe_made_release *made, const struct cpe_plain_table *table,
            const char *kind)
{
	const char *parameter[] = {made->release->name,
	                           psprintf("%d", made->version),
	                           table->name,
	                           kind,
	                           psprintf("%d", table->rows),
	                           psprintf(INT64_FORMAT, table->rows - table->hidden),
	                           psprintf(INT64_FORMAT, table->hidden),
	                           table->checksum};

	insert_row("INSERT INTO cancer_pe.release_table (release, version, table_name, kind, "
	           "row_count, shown, hidden, checksum) VALUES ($1, $2::pg_catalog.int4, $3, $4, "
	           "$5::pg_catalog.int8, $6::pg_catalog.int8, $7::pg_catalog.int8, $8)",
	           lengthof(parameter), parameter);
}

static void
write_relation(const struct cpe_made_release *made, const struct cpe_ledger_relation *relation)
{
	const char *parameter[] = {made->release->name, psprintf("%d", made->version),
	                           relation->earlier, psprintf("%d", relation->earlier_version),
	                           relation->relation};

	insert_row("INSERT INTO cancer_pe.release_relation (release, version, earlier, "
	           "earlier_version, relation) VALUES ($1, $2::pg_catalog.int4, $3, "
	           "$4::pg_catalog.int4, $5)",
	           lengthof(parameter), parameter);
}

static void
write_proof(const struct cpe_made_release *made, int part)
{
	const char *parameter[] = {made->release->name, psprintf("%d", made->version),
	                           cpe_release_cells_part_text(made->cells, part),
	                           made->certificate[part]};

	insert_row(
		"INSERT INTO cancer_pe.release_proof (release, version, part, certificate, digest) "
		"SELECT $1, $2::pg_catalog.int4, $3::pg_catalog.jsonb, c.certificate, c.certificate "
		"OPERATOR(pg_catalog.->>) 'digest' FROM (SELECT $4::pg_catalog.jsonb AS certificate) "
		"AS c",
		lengthof(parameter), parameter);
}

/* The statement that adds cells from arrays: part, value, numerator, status, then the labels. */
static char *
cell_statement(int dimensions)
{
	StringInfoData statement;

	initStringInfo(&statement);
	appendStringInfoString(
		&statement, "INSERT INTO cancer_pe.release_cell (release, version, part, dims, value, "
					"numerator, status) SELECT $1, $2::pg_catalog.int4, c.p::pg_catalog.jsonb, "
					"ARRAY[");
	for (int d = 0; d < dimensions; d++)
		appendStringInfo(&statement, "%sc.d%d", d ? ", " : "", d);
	appendStringInfoString(
		&statement, "]::pg_catalog.text[], c.v, c.k, c.s FROM ROWS FROM (pg_catalog.unnest($3), "
					"pg_catalog.unnest($4), pg_catalog.unnest($5), pg_catalog.unnest($6)");
	for (int d = 0; d < dimensions; d++)
		appendStringInfo(&statement, ", pg_catalog.unnest($%d)", d + 7);
	appendStringInfoString(&statement, ") AS c(p, v, k, s");
	for (int d = 0; d < dimensions; d++)
		appendStringInfo(&statement, ", d%d", d);
	appendStringInfoChar(&statement, ')');
	return statement.data;
}

/* An array of one text (or NULL) for each cell. */
static Datum
text_array(const struct cpe_release_cells *cells,
           const char *(*text)(const struct cpe_release_cells *, int, int), int argument)
{
	Datum *value = palloc_extended((Size) cells->count * sizeof(Datum), MCXT_ALLOC_HUGE);
	bool *null = palloc_extended(cells->count, MCXT_ALLOC_HUGE);

	for (int c = 0; c < cells->count; c++)
	{
		const char *of_cell = text(cells, c, argument);

		null[c] = of_cell == NULL;
		value[c] = of_cell ? CStringGetTextDatum(of_cell) : (Datum) 0;
	}
	return cpe_array_of(value, null, cells->count, TEXTOID);
}

static const char *
cell_part(const struct cpe_release_cells *cells, int cell, int unused)
{
	return cpe_release_cells_part_text(cells, cells->part[cell]);
}

static const char *
cell_status(const struct cpe_release_cells *cells, int cell, int unused)
{
	return cells->status[cell];
}

static const char *
cell_label(const struct cpe_release_cells *cells, int cell, int d)
{
	return cells->label[(Size) cell * cells->dimensions + d];
}

/* An array of one number for each cell, NULL where it is negative. */
static Datum
number_array(const struct cpe_release_cells *cells, const int64 *number)
{
	Datum *value = palloc_extended((Size) cells->count * sizeof(Datum), MCXT_ALLOC_HUGE);
	bool *null = palloc_extended(cells->count, MCXT_ALLOC_HUGE);

	for (int c = 0; c < cells->count; c++)
	{
		null[c] = number[c] < 0;
		value[c] = Int64GetDatum(number[c]);
	}
	return cpe_array_of(value, null, cells->count, INT8OID);
}

static void
write_cells(const struct cpe_made_release *made)
{
	const struct cpe_release_cells *cells = made->cells;
	int parameters = 6 + cells->dimensions;
	Oid *type = palloc(parameters * sizeof(Oid));
	Datum *value = palloc(parameters * sizeof(Datum));

	if (cells->count == 0)
		return;
	for (int p = 0; p < parameters; p++)
		type[p] = TEXTARRAYOID;
	type[0] = type[1] = TEXTOID;
	type[3] = type[4] = INT8ARRAYOID;
	value[0] = CStringGetTextDatum(made->release->name);
	value[1] = CStringGetTextDatum(psprintf("%d", made->version));
	value[2] = text_array(cells, cell_part, 0);
	value[3] = number_array(cells, cells->value);
	value[4] = number_array(cells, cells->numerator);
	value[5] = text_array(cells, cell_status, 0);
	for (int d = 0; d < cells->dimensions; d++)
		value[6 + d] = text_array(cells, cell_label, d);
	if (SPI_execute_with_args(cell_statement(cells->dimensions), parameters, type, value, NULL,
	                          false, 0) != SPI_OK_INSERT)
		elog(ERROR, "could not write the ledger");
}

void
cpe_ledger_write(const struct cpe_made_release *made, const char *published)
{
	write_release(made, published);
	for (int r = 0; r < made->relations; r++)
		write_relation(made, &made->relation[r]);
	for (int t = 0; t < made->tables; t++)
		write_table(made, made->table[t], "table");
	write_table(made, made->columns, "columns");
	write_table(made, made->notes, "notes");
	write_cells(made);
	if (!made->release->unproven)
		for (int p = 0; p < made->cells->parts.entries; p++)
			write_proof(made, p);
}
