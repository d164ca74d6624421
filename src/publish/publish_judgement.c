#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "miscadmin.h"
#include "utils/memutils.h"
#include "utils/builtins.h"
#include "utils/fmgrprotos.h"

#include "publish/publish_judgement.h"
#include "publish/publish_linking.h"

/* Suppression of a release: one call of suppress and of certificate for each part. */

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

/*
 * A query over the rows of a partition: a function of value, dims and more.  A release without
 * dimensions is to it one that gives the total of one.
 */
static char *
partition_query(int dims, const char *function, const char *arguments, bool window)
{
	StringInfoData query;

	initStringInfo(&query);
	appendStringInfo(&query, "SELECT %s(c.v, ARRAY[", function);
	for (int d = 0; d < dims; d++)
		appendStringInfo(&query, "%sc.d%d", d ? ", " : "", d);
	appendStringInfo(&query, "%s]::pg_catalog.text[], %s)", dims > 0 ? "" : "NULL", arguments);
	if (window)
		appendStringInfoString(&query, " OVER ()");
	for (int p = 3; p <= FIXED_PARAMETERS; p++)
		appendStringInfo(&query, "%spg_catalog.unnest($%d)", p > 3 ? ", " : " FROM ROWS FROM (", p);
	for (int d = 0; d < dims; d++)
		appendStringInfo(&query, ", pg_catalog.unnest($%d)", d + FIXED_PARAMETERS + 1);
	appendStringInfoString(&query, ") WITH ORDINALITY AS c(v, k, g, s");
	for (int d = 0; d < dims; d++)
		appendStringInfo(&query, ", d%d", d);
	appendStringInfoString(&query, ", o)");
	if (window)
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

/* Runs suppress, certificate or (without a rule) verification over a partition; the rows are in
 * SPI_tuptable. */
static void
call_on(const struct cpe_partition *partition, const char *function, const char *rule,
        Jsonb *options)
{
	int parameters = FIXED_PARAMETERS + partition->dims;
	bool window = strcmp(function, "cancer_pe.suppress") == 0;
	const char *arguments = window    ? "$1, $2, c.k, c.g"
	                        : rule[0] ? "c.s, $1, $2, c.k, c.g"
	                                  : "c.s, $2, c.k";
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
	if (SPI_execute_with_args(partition_query(partition->dims, function, arguments, window),
	                          parameters, type, value, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not run %s", function);
}

static void
suppress_partition(struct cpe_partition *partition, const char *rule, Jsonb *options)
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
prove_partition(const struct cpe_partition *partition, const char *rule, Jsonb *options)
{
	char *certificate;

	call_on(partition, "cancer_pe.certificate", rule, options);
	certificate = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	SPI_freetuptable(SPI_tuptable);
	return certificate;
}

static char *
verification_of(const struct cpe_partition *partition, const char *certificate)
{
	char *verdict;

	call_on(partition, "cancer_pe.verification", "",
	        DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(certificate))));
	verdict = SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1);
	SPI_freetuptable(SPI_tuptable);
	return verdict;
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
             struct cpe_partition *partition)
{
	Size size = (Size) rows + 1;

	cpe_partition_open(partition, rows, cells->dimensions);
	partition->cells = rows;
	partition->cell = palloc_extended(size * sizeof(int), MCXT_ALLOC_HUGE);
	partition->place = palloc_extended(size * sizeof(int), MCXT_ALLOC_HUGE);
	for (int r = 0; r < rows; r++)
	{
		int c = order[r];

		for (int d = 0; d < cells->dimensions; d++)
			partition->label[(Size) r * cells->dimensions + d] =
				cells->label[(Size) c * cells->dimensions + d];
		partition->value[r] = cells->value[c];
		partition->numerator[r] = cells->numerator[c];
		partition->cell[r] = c;
		partition->place[r] = r;
	}
}

/* What a release is judged by, found once for all its parts. */
struct judgement
{
	const struct cpe_release *release;
	struct cpe_release_cells *cells;
	struct cpe_linking *linking;
	MemoryContext context; /* of what lasts */
	char **certificate;    /* of parts that were published */
	int *first;
	int *order;
};

static void
begin_judgement(struct judgement *judgement, struct cpe_made_release *made,
                struct cpe_release_cells *cells, const struct cpe_suppression *suppression)
{
	memset(judgement, 0, sizeof(*judgement));
	judgement->release = made->release;
	judgement->context = CurrentMemoryContext;
	judgement->cells = cells;
	cells_by_part(cells, &judgement->first, &judgement->order);
	judgement->linking = cpe_linking_begin(made, suppression);
}

/* A part's cells with what earlier releases told of them, and the options to judge them by. */
static Jsonb *
part_to_judge(const struct judgement *judgement, int part, Jsonb *options,
              struct cpe_partition *partition)
{
	const int *order = judgement->order + judgement->first[part];
	int rows = judgement->first[part + 1] - judgement->first[part];

	partition_of(judgement->cells, order, rows, partition);
	if (judgement->linking == NULL)
		return options;
	return cpe_linking_part(judgement->linking, cpe_release_cells_part_text(judgement->cells, part),
	                        options, partition);
}

/* Beyond this many cells a search that was not asked for is the fast one. */
#define CELLS_SEARCHED_WELL 20000

static Jsonb *
judged_options(const struct cpe_release *release, int cells)
{
	struct cpe_options given = {"suppress", {release->options, NULL}};
	Jsonb *options = options_of(release);
	JsonbValue value;

	if (cells <= CELLS_SEARCHED_WELL || cpe_option_value(&given, "search", &value))
		return options;
	return DatumGetJsonbP(DirectFunctionCall2(
		jsonb_concat, JsonbPGetDatum(options),
		DirectFunctionCall1(jsonb_in, CStringGetDatum("{\"search\": \"fast\"}"))));
}

/* Says of which part an error is. */
static void
name_part(void *part)
{
	if (strcmp(part, "{}") != 0)
		errcontext("part %s", (const char *) part);
}

/* Decides on a part and proves it; returns its certificate, or NULL where none is asked for. */
static char *
judge_part(const struct judgement *judgement, int part, Jsonb *options)
{
	const struct cpe_release *release = judgement->release;
	struct cpe_partition partition = {0};
	char *certificate = NULL;

	options = part_to_judge(judgement, part, options, &partition);
	suppress_partition(&partition, release->rule, options);
	if (!release->unproven)
		certificate = prove_partition(&partition, release->rule, options);
	for (int r = 0; r < partition.cells; r++)
	{
		const char *status = partition.status[partition.place[r]];

		judgement->cells->status[partition.cell[r]] =
			status ? MemoryContextStrdup(judgement->context, status) : NULL;
	}
	return certificate ? MemoryContextStrdup(judgement->context, certificate) : NULL;
}

/* Runs a step for a part, in memory that is given back then, and where its errors name the part. */
static char *
for_part(const struct judgement *judgement, int part, Jsonb *options,
         char *(*step)(const struct judgement *, int, Jsonb *) )
{
	MemoryContext context =
		AllocSetContextCreate(CurrentMemoryContext, "part of a release", ALLOCSET_DEFAULT_SIZES);
	MemoryContext before = MemoryContextSwitchTo(context);
	ErrorContextCallback callback = {0};
	char *result;

	CHECK_FOR_INTERRUPTS();
	callback.callback = name_part;
	callback.arg = unconstify(char *, cpe_release_cells_part_text(judgement->cells, part));
	callback.previous = error_context_stack;
	error_context_stack = &callback;
	result = step(judgement, part, options);
	error_context_stack = callback.previous;
	MemoryContextSwitchTo(before);
	MemoryContextDelete(context);
	return result;
}

/* The rule, checked and read, with the options that the release is judged by. */
static void
read_rule(struct cpe_made_release *made, int cells, struct cpe_suppression *suppression)
{
	check_rule(made->release);
	made->options = judged_options(made->release, cells);
	cpe_suppression_read(suppression, made->release->rule, made->options);
	made->threshold = suppression->rule.threshold;
	made->range = suppression->rule.range;
}

void
cpe_judge(struct cpe_made_release *made, struct cpe_release_cells *cells)
{
	struct cpe_suppression suppression;
	struct judgement judgement;
	int parts = cells->parts.entries;

	read_rule(made, cells->count, &suppression);
	made->certificate = palloc0((parts + 1) * sizeof(char *));
	begin_judgement(&judgement, made, cells, &suppression);
	for (int p = 0; p < parts; p++)
	{
		cpe_progress("publish: suppression of part %d of %d, %d cells", p + 1, parts,
		             judgement.first[p + 1] - judgement.first[p]);
		made->certificate[p] = for_part(&judgement, p, made->options, judge_part);
	}
}

/* ---- what was published ---- */

/*
 * What the certificate of a part says of the cells as they are published: their figures where they
 * have no status, and those of earlier releases as the ledger has them.
 */
static char *
verify_part(const struct judgement *judgement, int part, Jsonb *options)
{
	struct cpe_partition partition = {0};
	const struct cpe_release_cells *cells = judgement->cells;

	(void) part_to_judge(judgement, part, options, &partition);
	for (int r = 0; r < partition.rows; r++)
	{
		const char *given = partition.given[r];

		/* what is to be hidden and is no cell of the release is hidden */
		partition.status[r] = given == NULL || strcmp(given, "show") == 0 ? NULL
		                      : strcmp(given, "protect") == 0             ? "c"
		                                                                  : given;
	}
	for (int r = 0; r < partition.cells; r++)
		partition.status[partition.place[r]] = cells->status[partition.cell[r]];
	for (int r = 0; r < partition.rows; r++)
		if (partition.status[r])
			partition.value[r] = partition.numerator[r] = -1;
	return MemoryContextStrdup(judgement->context,
	                           verification_of(&partition, judgement->certificate[part]));
}

char *
cpe_verify_parts(struct cpe_made_release *made, struct cpe_release_cells *cells)
{
	struct cpe_suppression suppression;
	struct judgement judgement;

	read_rule(made, cells->count, &suppression);
	begin_judgement(&judgement, made, cells, &suppression);
	judgement.certificate = made->certificate;
	for (int p = 0; p < cells->parts.entries; p++)
	{
		char *verdict;

		cpe_progress("verify_release: part %d of %d", p + 1, cells->parts.entries);
		if (made->certificate[p] == NULL)
			return psprintf("part %s has no certificate", cpe_release_cells_part_text(cells, p));
		verdict = for_part(&judgement, p, made->options, verify_part);
		if (strcmp(verdict, "verified") != 0)
			return strcmp(cpe_release_cells_part_text(cells, p), "{}") == 0
			           ? verdict
			           : psprintf("part %s: %s", cpe_release_cells_part_text(cells, p), verdict);
	}
	return pstrdup("verified");
}
