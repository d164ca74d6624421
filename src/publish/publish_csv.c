#include "cancer_pe.h"

#include "executor/spi.h"
#include "funcapi.h"
#include "utils/builtins.h"

#include "base/base.h"
#include "publish/csv.h"
#include "publish/publish_csv.h"
#include "publish/publish_plain.h"

/* PostgreSQL side: release_csv(). */

void
cpe_csv_put(void *context, const char *const *field, int fields)
{
	ReturnSetInfo *result = context;
	struct cpe_problem problem;
	struct cpe_arena arena;
	struct cpe_text line;
	size_t length;
	Datum value;
	bool null = false;

	cpe_arena_open(&arena, CurrentMemoryContext);
	cpe_text_open(&line, &arena, &problem);
	cpe_csv_line(&line, field, fields);
	if (cpe_text_close(&line, &length) == NULL)
		cpe_raise(&problem);
	value = PointerGetDatum(cstring_to_text_with_len(line.data, (int) length));
	tuplestore_putvalues(result->setResult, result->setDesc, &value, &null);
}

/* The table as a file holds it: without the texts, which the numbers and their status make. */
static const struct cpe_shown_table *
without_displays(const struct cpe_shown_table *table)
{
	struct cpe_shown_table *kept = palloc(sizeof(*kept));

	*kept = *table;
	kept->columns = 0;
	kept->column = palloc0(sizeof(*kept->column) * table->columns);
	for (int c = 0; c < table->columns; c++)
		if (cpe_shown_in_csv(&table->column[c]))
			kept->column[kept->columns++] = table->column[c];
	return kept;
}

bool
cpe_shown_in_csv(const struct cpe_shown_column *column)
{
	return strcmp(column->role, "display") != 0;
}

/* (schema_name, release, table_name, version): the lines of a CSV file */
PG_FUNCTION_INFO_V1(cpe_release_csv);
Datum
cpe_release_csv(PG_FUNCTION_ARGS)
{
	const struct cpe_shown_table *table;
	const char **header;

	InitMaterializedSRF(fcinfo, MAT_SRF_USE_EXPECTED_DESC);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	table = without_displays(cpe_shown_table_named(cpe_shown_release_arg(fcinfo, 3),
	                                               cpe_word_arg(fcinfo, 2, "table_name")));
	header = palloc(sizeof(*header) * table->columns + 1);
	for (int c = 0; c < table->columns; c++)
		header[c] = table->column[c].name;
	cpe_csv_put(fcinfo->resultinfo, header, table->columns);
	cpe_shown_rows(psprintf("SELECT %s FROM %s %s", cpe_shown_select_list(table), table->relation,
	                        cpe_shown_order(table)),
	               table->column, cpe_csv_put, fcinfo->resultinfo);
	SPI_finish();
	return (Datum) 0;
}
