#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "publish/publish_judgement.h"

/* Suppression of a release: one call of suppress and of certificate for each part. */

/* What suppress is asked about one part. */
struct partition
{
	int rows;
	int dims;
	char **label; /* dims of each row; NULL: total */
	int64 *value;
	int64 *numerator;    /* -1: none */
	const char **given;  /* NULL: nothing */
	const char **status; /* decided */
	int *cell;           /* of the release; -1: of an earlier one */
};

/* ---- the rule ---- */

/* Refuses options that a release cannot keep. */
static void
check_rule(const struct cpe_release *release)
{
	struct cpe_options options = {
		"suppress", {release->options, cpe_preset_options("suppress", release->rule)}};
	JsonbValue value;
	char *marks;

	if (cpe_option_value(&options, "round", &value))
		cpe_refuse(CPE_INVALID, "publish writes figures as the queries give them.",
		           "Round in the query and say {\"round\": null}, or take another rule.",
		           "rule \"%s\" rounds counts", release->rule);
	marks = cpe_option_text(&options, "marks");
	if (marks && strcmp(marks, "one") != 0)
		cpe_refuse(CPE_INVALID, "A reader is not told why a figure is hidden.", NULL,
		           "publish has one mark only");
	for (int layer = 0; layer < 2; layer++)
		if (cpe_option_value(&options, layer ? "parts" : "parents", &value))
			cpe_refuse(
				CPE_INVALID, NULL,
				"Say it of the dimension: {\"dimensions\": {\"trust\": {\"parents\": ...}}}.",
				"option \"%s\" is of a dimension", layer ? "parts" : "parents");
}

/* Adds {"1": ..., "2": ...} of what dimensions have under that key. */
static void
add_dimension_option(StringInfo text, const struct cpe_release *release, const char *key,
                     bool parents)
{
	bool any = false;

	for (int d = 0; d < release->dimensions; d++)
	{
		Jsonb *of = parents ? release->dimension[d].parents : release->dimension[d].parts;

		if (of == NULL)
			continue;
		if (!any)
			appendStringInfo(text, "%s\"%s\": {", text->len > 1 ? ", " : "", key);
		appendStringInfo(text, "%s\"%d\": %s", any ? ", " : "", d + 1,
		                 JsonbToCString(NULL, &of->root, VARSIZE(of)));
		any = true;
	}
	if (any)
		appendStringInfoChar(text, '}');
}

/* The options of suppress: as given, and what the dimensions say. */
static Jsonb *
options_of(const struct cpe_release *release)
{
	StringInfoData more;

	initStringInfo(&more);
	appendStringInfoChar(&more, '{');
	add_dimension_option(&more, release, "parents", true);
	add_dimension_option(&more, release, "parts", false);
	appendStringInfoChar(&more, '}');
	return DatumGetJsonbP(
		DirectFunctionCall2(jsonb_concat, JsonbPGetDatum(release->options),
	                        DirectFunctionCall1(jsonb_in, CStringGetDatum(more.data))));
}

/* ---- calls ---- */

/* Parameters: rule, options, values, numerators, given, statuses, then the labels. */
#define FIXED_PARAMETERS 6

/* A query over the rows of a partition, with what it selects. */
static char *
partition_query(int dims, const char *select)
{
	StringInfoData query;

	initStringInfo(&query);
	appendStringInfo(&query, "SELECT %s(c.v, ARRAY[", select);
	for (int d = 0; d < dims; d++)
		appendStringInfo(&query, "%sc.d%d", d ? ", " : "", d);
	if (strcmp(select, "cancer_pe.suppress") == 0)
		appendStringInfoString(&query, "]::pg_catalog.text[], $1, $2, c.k, c.g) OVER ()");
	else
		appendStringInfoString(&query, "]::pg_catalog.text[], c.s, $1, $2, c.k, c.g)");
	for (int p = 3; p <= FIXED_PARAMETERS; p++)
		appendStringInfo(&query, "%spg_catalog.unnest($%d)", p > 3 ? ", " : " FROM ROWS FROM (", p);
	for (int d = 0; d < dims; d++)
		appendStringInfo(&query, ", pg_catalog.unnest($%d)", d + FIXED_PARAMETERS + 1);
	appendStringInfoString(&query, ") WITH ORDINALITY AS c(v, k, g, s");
	for (int d = 0; d < dims; d++)
		appendStringInfo(&query, ", d%d", d);
	appendStringInfoString(&query, ", o)");
	if (strcmp(select, "cancer_pe.suppress") == 0)
		appendStringInfoString(&query, " ORDER BY c.o");
	return query.data;
}

static Datum
texts_of(const char *const *text, int step, int count)
{
	Datum *value = palloc_extended(((Size) count + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);
	bool *null = palloc_extended((Size) count + 1, MCXT_ALLOC_HUGE);

	for (int i = 0; i < count; i++)
	{
		null[i] = text[(Size) i * step] == NULL;
		value[i] = null[i] ? (Datum) 0 : CStringGetTextDatum(text[(Size) i * step]);
	}
	return cpe_array_of(value, null, count, TEXTOID);
}

static Datum
numbers_of(const int64 *number, int count)
{
	Datum *value = palloc_extended(((Size) count + 1) * sizeof(Datum), MCXT_ALLOC_HUGE);
	bool *null = palloc_extended((Size) count + 1, MCXT_ALLOC_HUGE);

	for (int i = 0; i < count; i++)
	{
		null[i] = number[i] < 0;
		value[i] = Int64GetDatum(number[i]);
	}
	return cpe_array_of(value, null, count, INT8OID);
}

/* Runs suppress or certificate over a partition; the rows are in SPI_tuptable. */
static void
call_on(const struct partition *partition, const char *function, const char *rule, Jsonb *options)
{
	int parameters = FIXED_PARAMETERS + partition->dims;
	Oid *type = palloc(parameters * sizeof(Oid));
	Datum *value = palloc(parameters * sizeof(Datum));

	for (int p = 0; p < parameters; p++)
		type[p] = TEXTARRAYOID;
	type[0] = TEXTOID;
	type[1] = JSONBOID;
	type[2] = type[3] = INT8ARRAYOID;
	value[0] = CStringGetTextDatum(rule);
	value[1] = JsonbPGetDatum(options);
	value[2] = numbers_of(partition->value, partition->rows);
	value[3] = numbers_of(partition->numerator, partition->rows);
	value[4] = texts_of(partition->given, 1, partition->rows);
	value[5] = texts_of(partition->status, 1, partition->rows);
	for (int d = 0; d < partition->dims; d++)
		value[FIXED_PARAMETERS + d] =
			texts_of((const char *const *) partition->label + d, partition->dims, partition->rows);
	if (SPI_execute_with_args(partition_query(partition->dims, function), parameters, type, value,
	                          NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not run %s", function);
}

static void
suppress_partition(struct partition *partition, const char *rule, Jsonb *options)
{
	SPITupleTable *tuples;

	call_on(partition, "cancer_pe.suppress", rule, options);
	tuples = SPI_tuptable;
	if (SPI_processed != (uint64) partition->rows)
		elog(ERROR, "suppress returned another number of cells");
	for (int r = 0; r < partition->rows; r++)
		partition->status[r] = SPI_getvalue(tuples->vals[r], tuples->tupdesc, 1);
	SPI_freetuptable(tuples);
}

static char *
prove_partition(const struct partition *partition, const char *rule, Jsonb *options)
{
	char *certificate;

	call_on(partition, "cancer_pe.certificate", rule, options);
	certificate = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	SPI_freetuptable(SPI_tuptable);
	return certificate;
}

/* ---- parts ---- */

/* The cells of each part: order[first[p]] to order[first[p + 1] - 1]. */
static void
cells_by_part(const struct cpe_release_cells *cells, int **first, int **order)
{
	int parts = cells->parts.entries;

	*first = palloc0((parts + 2) * sizeof(int));
	*order = palloc_extended(((Size) cells->count + 1) * sizeof(int), MCXT_ALLOC_HUGE);
	for (int c = 0; c < cells->count; c++)
		(*first)[cells->part[c] + 2]++;
	for (int p = 2; p < parts + 2; p++)
		(*first)[p] += (*first)[p - 1];
	for (int c = 0; c < cells->count; c++)
		(*order)[(*first)[cells->part[c] + 1]++] = c;
}

static void
partition_of(const struct cpe_release_cells *cells, const int *order, int rows,
             struct partition *partition)
{
	Size size = (Size) rows + 1;

	partition->rows = rows;
	partition->dims = cells->dimensions;
	partition->label = palloc_extended(size * cells->dimensions * sizeof(char *), MCXT_ALLOC_HUGE);
	partition->value = palloc_extended(size * sizeof(int64), MCXT_ALLOC_HUGE);
	partition->numerator = palloc_extended(size * sizeof(int64), MCXT_ALLOC_HUGE);
	partition->given = palloc_extended(size * sizeof(char *), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	partition->status = palloc_extended(size * sizeof(char *), MCXT_ALLOC_HUGE | MCXT_ALLOC_ZERO);
	partition->cell = palloc_extended(size * sizeof(int), MCXT_ALLOC_HUGE);
	for (int r = 0; r < rows; r++)
	{
		int c = order[r];

		for (int d = 0; d < cells->dimensions; d++)
			partition->label[(Size) r * cells->dimensions + d] =
				cells->label[(Size) c * cells->dimensions + d];
		partition->value[r] = cells->value[c];
		partition->numerator[r] = cells->numerator[c];
		partition->cell[r] = c;
	}
}

/* Refuses what cannot be linked. */
static void
check_earlier(const struct cpe_release *release)
{
	List *earlier = cpe_ledger_of_base(release->base);

	if (earlier != NIL)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "release \"%s\" of base \"%s\" was published before, and is not linked",
		           ((struct cpe_ledger_entry *) linitial(earlier))->release, release->base);
}

void
cpe_judge(struct cpe_made_release *made, struct cpe_release_cells *cells)
{
	const struct cpe_release *release = made->release;
	int *first;
	int *order;
	int parts = cells->parts.entries;

	check_rule(release);
	check_earlier(release);
	made->options = options_of(release);
	made->certificate = palloc0((parts + 1) * sizeof(char *));
	cells_by_part(cells, &first, &order);
	for (int p = 0; p < parts; p++)
	{
		struct partition partition;

		CHECK_FOR_INTERRUPTS();
		cpe_progress("publish: suppression of part %d of %d, %d cells", p + 1, parts,
		             first[p + 1] - first[p]);
		partition_of(cells, order + first[p], first[p + 1] - first[p], &partition);
		suppress_partition(&partition, release->rule, made->options);
		if (!release->unproven)
			made->certificate[p] = prove_partition(&partition, release->rule, made->options);
		for (int r = 0; r < partition.rows; r++)
			cells->status[partition.cell[r]] = partition.status[r];
	}
}
