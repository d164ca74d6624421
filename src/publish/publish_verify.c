#include "cancer_pe.h"

#include "catalog/namespace.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base_row.h"
#include "publish/publish_judgement.h"
#include "publish/publish_ledger.h"

/* The function verify_release: published tables against the ledger. */

/* A row of a published table, whose columns are asked for by name. */
struct plain_row
{
	const struct cpe_plain_table *table;
	int row;
};

/* A value as text; NULL where it is NULL or there is no such column. */
static char *
plain_text(const struct cpe_plain_table *table, int row, const char *column)
{
	for (int c = 0; c < table->columns; c++)
		if (strcmp(table->column[c].name, column) == 0)
			return table->column[c].null[row]
			           ? NULL
			           : cpe_plain_text(table->column[c].type, table->column[c].value[row]);
	return NULL;
}

/* The same, for what is never NULL. */
static char *
part_value(void *of, const char *column)
{
	const struct plain_row *plain = of;
	char *text = plain_text(plain->table, plain->row, column);

	return text ? text : pstrdup("");
}

/* The cell of a row of a published table, or -1. */
static int
cell_of_row(const struct cpe_release *release, const struct cpe_release_table *table,
            const struct cpe_plain_table *plain, int row, struct cpe_release_cells *cells)
{
	struct plain_row of = {plain, row};
	char **label = palloc0((release->dimensions + 1) * sizeof(char *));

	for (int c = 0; c < table->dimensions; c++)
	{
		int d = cpe_release_dimension_place(release, table->dimension[c]);
		char *text = plain_text(plain, row, table->dimension[c]);

		if (text && strcmp(text, release->dimension[d].total) != 0)
			label[d] = text;
	}
	return cpe_release_cells_find(cells, cpe_part_text(release, table, part_value, &of), label);
}

/* Whether a published text is what is to be shown: the number where there is no status. */
static bool
shows(const char *text, int64 number, const char *status)
{
	if (status)
		return text == NULL;
	return text && strcmp(text, psprintf(INT64_FORMAT, number)) == 0;
}

/* Whether a row shows and hides what the ledger says of its cell. */
static bool
row_as_recorded(const struct cpe_release *release, const struct cpe_release_table *table,
                const struct cpe_plain_table *plain, int row, struct cpe_release_cells *cells)
{
	int cell = cell_of_row(release, table, plain, row, cells);
	const char *word = plain_text(plain, row, psprintf("%s_status", table->count));

	if (cell < 0)
		return false;
	if ((word == NULL) != (cells->status[cell] == NULL) ||
	    (word && strcmp(word, cells->status[cell]) != 0))
		return false;
	if (table->numerator && table->publish_numerator &&
	    !shows(plain_text(plain, row, table->numerator), cells->numerator[cell],
	           cells->status[cell]))
		return false;
	return shows(plain_text(plain, row, table->count), cells->value[cell], cells->status[cell]);
}

static const char *
verify_rows(const struct cpe_release *release, const struct cpe_release_table *table,
            const struct cpe_plain_table *plain, struct cpe_release_cells *cells)
{
	MemoryContext each =
		AllocSetContextCreate(CurrentMemoryContext, "row of a release", ALLOCSET_SMALL_SIZES);
	const char *verdict = "verified";

	for (int r = 0; r < plain->rows && strcmp(verdict, "verified") == 0; r++)
	{
		MemoryContext before = MemoryContextSwitchTo(each);

		CHECK_FOR_INTERRUPTS();
		if (!row_as_recorded(release, table, plain, r, cells))
			verdict = "a row is not what the ledger says";
		MemoryContextSwitchTo(before);
		MemoryContextReset(each);
	}
	MemoryContextDelete(each);
	return verdict;
}

static const char *
verify_table(const struct cpe_ledger_entry *entry, const struct cpe_release *release,
             const struct cpe_ledger_table *recorded, struct cpe_release_cells *cells)
{
	struct cpe_plain_table *plain = cpe_plain_read(entry->schema, recorded->name, entry->version);

	if (plain == NULL)
		return "the table is not there";
	if (strcmp(cpe_plain_checksum(plain), recorded->checksum) != 0)
		return "the table is not as it was published";
	for (int t = 0; t < release->tables; t++)
		if (strcmp(release->table[t].name, recorded->name) == 0)
			return verify_rows(release, &release->table[t], plain, cells);
	return "verified";
}

static void
return_verdict(ReturnSetInfo *result, const char *table, const char *verdict)
{
	struct cpe_row row = {0};

	cpe_put_text(&row, table);
	cpe_put_text(&row, verdict);
	cpe_row_store(result, &row);
}

static const char *
verify_proof(const struct cpe_ledger_entry *entry, const struct cpe_release *release,
             struct cpe_release_cells *cells)
{
	struct cpe_made_release made = {0};

	if (strcmp(entry->proof, "proven") != 0)
		return "not proven";
	made.release = release;
	made.version = entry->version;
	made.cells = cells;
	made.certificate = palloc0((cells->parts.entries + 1) * sizeof(char *));
	for (int p = 0; p < cells->parts.entries; p++)
		made.certificate[p] = cpe_ledger_certificate(entry, cpe_release_cells_part_text(cells, p));
	return cpe_verify_parts(&made, cells);
}

static void
verify(ReturnSetInfo *result, const struct cpe_ledger_entry *entry)
{
	struct cpe_release *release = cpe_release_read(entry->release, entry->definition);
	struct cpe_release_cells cells;
	ListCell *cell;

	cpe_release_cells_open(&cells, release->dimensions);
	cpe_ledger_cells(entry, &cells);
	foreach (cell, cpe_ledger_tables(entry))
	{
		const struct cpe_ledger_table *table = lfirst(cell);

		cpe_progress("verify_release: table %s", table->name);
		return_verdict(result, table->name, verify_table(entry, release, table, &cells));
	}
	return_verdict(result, NULL, verify_proof(entry, release, &cells));
}

PG_FUNCTION_INFO_V1(cpe_verify_release);
Datum
cpe_verify_release(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const char *name = cpe_word_arg(fcinfo, 0, "release");
	int version = PG_ARGISNULL(1) ? 0 : PG_GETARG_INT32(1);
	struct cpe_ledger_entry *entry;

	InitMaterializedSRF(fcinfo, 0);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	entry =
		version < 0 || (version == 0 && !PG_ARGISNULL(1)) ? NULL : cpe_ledger_find(name, version);
	if (entry == NULL)
		cpe_refuse(CPE_INVALID, NULL, NULL, "there is no %srelease \"%s\"",
		           PG_ARGISNULL(1) ? "" : psprintf("version %d of ", version), name);
	verify(result, entry);
	SPI_finish();
	return (Datum) 0;
}
