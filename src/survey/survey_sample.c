#include "cancer_pe.h"

#include <math.h>

#include "access/htup_details.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"

#include "survey/sample.h"

/* Columns of a row before the answers. */
#define COLUMNS_BEFORE 7

/* A call of sample_responses, from its first row to its last. */
struct sampling
{
	struct cpe_arena arena;
	struct cpe_sample *sample;
	struct cpe_sample_frame frame;
	struct cpe_sample_row row;
	int64 next;
	int64 end;
	TupleDesc desc;
	Datum *trust;
	Datum group[CPE_SAMPLE_GROUPS];
	Datum age[CPE_SAMPLE_AGES];
	Datum sex[CPE_SAMPLE_SEXES];
	Datum ethnicity[CPE_SAMPLE_ETHNICITIES];
	Datum *value;
	bool *null;
};

/* ---- the margins, read once a call ---- */

pg_noreturn static void
refuse_margins(const char *table, uint64 row)
{
	cpe_refuse(CPE_INVALID, "The tables of the sample are not as shipped.", NULL,
	           "row " UINT64_FORMAT " of %s cannot be read", row + 1, table);
}

static Datum
column(uint64 row, int number, bool *null)
{
	return SPI_getbinval(SPI_tuptable->vals[row], SPI_tuptable->tupdesc, number, null);
}

/* An integer column; NULL is -1. */
static int
int_column(uint64 row, int number)
{
	bool null;
	Datum value = column(row, number, &null);

	return null ? -1 : DatumGetInt32(value);
}

/* The elements of an integer[] in the context, NULL ones as -1; NULL unless it has count of them.
 */
static int *
ints_column(uint64 row, int number, int count, MemoryContext context)
{
	bool null;
	Datum value = column(row, number, &null);
	ArrayType *array;
	Datum *element;
	bool *element_null;
	int *result;
	int elements;

	if (null)
		return NULL;
	array = DatumGetArrayTypeP(value);
	deconstruct_array(array, INT4OID, sizeof(int32), true, TYPALIGN_INT, &element, &element_null,
	                  &elements);
	if (elements != count)
		return NULL;
	result = MemoryContextAlloc(context, sizeof(int) * Max(count, 1));
	for (int i = 0; i < count; i++)
		result[i] = element_null[i] ? -1 : DatumGetInt32(element[i]);
	return result;
}

static void
run(const char *query)
{
	if (SPI_execute(query, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the margins of the sample");
}

static void
read_questions(struct cpe_sample_frame *frame, MemoryContext context)
{
	struct cpe_sample_question *question;

	/* Options as indexes of kinds and classes; a parent as the place of its row. */
	run("SELECT pg_catalog.array_position(ARRAY['percent', 'rating', 'filter', 'unscored'], "
	    "q.kind) OPERATOR(pg_catalog.-) 1, "
	    "q.position, p.item OPERATOR(pg_catalog.-) 1, pg_catalog.cardinality(q.share), "
	    "ARRAY(SELECT pg_catalog.array_position(ARRAY['positive', 'negative', 'excluded'], c) "
	    "OPERATOR(pg_catalog.-) 1 FROM pg_catalog.unnest(q.class) WITH ORDINALITY AS u (c, i) "
	    "ORDER BY i), q.share, q.item "
	    "FROM cancer_pe.sample_question AS q LEFT JOIN cancer_pe.sample_question AS p "
	    "ON p.question OPERATOR(pg_catalog.=) q.parent ORDER BY q.item");
	frame->questions = (int) Min(SPI_processed, CPE_SAMPLE_MOST_QUESTIONS);
	if (SPI_processed > CPE_SAMPLE_MOST_QUESTIONS)
		refuse_margins("sample_question", CPE_SAMPLE_MOST_QUESTIONS);
	question = MemoryContextAllocZero(context, sizeof(*question) * Max(frame->questions, 1));
	for (int i = 0; i < frame->questions; i++)
	{
		int kind = int_column(i, 1);
		int position = int_column(i, 2);
		int options = int_column(i, 4);
		int *share;

		if (kind < 0 || options < 1 || options > CPE_SAMPLE_MOST_OPTIONS ||
		    int_column(i, 7) != i + 1)
			refuse_margins("sample_question", i);
		question[i].kind = kind;
		question[i].position = position < 0 ? -1 : position - 1;
		question[i].parent = int_column(i, 3);
		question[i].options = options;
		share = ints_column(i, 6, options, context);
		for (int o = 0; share && o < options; o++)
			question[i].share[o] = share[o];
		if (kind == CPE_SAMPLE_PERCENT)
		{
			int *class = ints_column(i, 5, options, context);

			for (int o = 0; class && o < options; o++)
			{
				if (class[o] < 0)
					refuse_margins("sample_question", i);
				question[i].class[o] = class[o];
			}
			if (class == NULL)
				refuse_margins("sample_question", i);
		}
		if (position > frame->positions)
			frame->positions = position;
	}
	frame->question = question;
}

static void
read_trusts(struct cpe_sample_frame *frame, MemoryContext context)
{
	struct cpe_sample_trust *trust;

	run("SELECT trust, scored, positive, "
	    "pg_catalog.round(rating OPERATOR(pg_catalog.*) 100)::integer, tumour "
	    "FROM cancer_pe.sample_margin ORDER BY trust COLLATE pg_catalog.\"C\"");
	frame->trusts = (int) Min(SPI_processed, 1000000);
	trust = MemoryContextAllocZero(context, sizeof(*trust) * Max(frame->trusts, 1));
	for (int i = 0; i < frame->trusts; i++)
	{
		char *code = SPI_getvalue(SPI_tuptable->vals[i], SPI_tuptable->tupdesc, 1);

		trust[i].scored = ints_column(i, 2, frame->positions, context);
		trust[i].positive = ints_column(i, 3, frame->positions, context);
		trust[i].rating = int_column(i, 4);
		trust[i].group = ints_column(i, 5, CPE_SAMPLE_GROUPS, context);
		if (code == NULL || trust[i].scored == NULL || trust[i].positive == NULL ||
		    trust[i].group == NULL)
			refuse_margins("sample_margin", i);
		trust[i].code = MemoryContextStrdup(context, code);
	}
	frame->trust = trust;
}

static void
read_frame(struct cpe_sample_frame *frame, MemoryContext context)
{
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	read_questions(frame, context);
	read_trusts(frame, context);
	SPI_finish();
}

/* ---- the function ---- */

static void
name_texts(Datum *text, const char *const *name, int count)
{
	for (int i = 0; i < count; i++)
		text[i] = CStringGetTextDatum(name[i]);
}

/* Arguments, margins and what rows are made of, in the current memory context. */
static struct sampling *
open_sampling(FunctionCallInfo fcinfo)
{
	struct sampling *sampling = palloc0(sizeof(*sampling));
	struct cpe_problem problem;
	TupleDesc desc;
	int64 n = PG_ARGISNULL(0) ? 0 : PG_GETARG_INT64(0);
	int64 first;

	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, NULL, "Any whole number makes a sample of its own.",
		           "seed must not be null");
	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, NULL, NULL, "errors must not be null");
	if (PG_ARGISNULL(3))
		cpe_refuse(CPE_NULL, NULL, NULL, "first must not be null");
	first = PG_GETARG_INT64(3);
	if (first < 1)
		cpe_refuse(CPE_INVALID, "Respondents are numbered from 1.", NULL,
		           "first out of range: " INT64_FORMAT, first);
	if (get_call_result_type(fcinfo, NULL, &desc) != TYPEFUNC_COMPOSITE)
		ereport(ERROR, (errcode(ERRCODE_FEATURE_NOT_SUPPORTED),
		                errmsg("sample_responses must be called where a row can be taken")));
	sampling->desc = BlessTupleDesc(CreateTupleDescCopy(desc));
	read_frame(&sampling->frame, CurrentMemoryContext);
	if (sampling->desc->natts != COLUMNS_BEFORE + sampling->frame.questions)
		refuse_margins("sample_question", sampling->frame.questions);
	cpe_arena_open(&sampling->arena, CurrentMemoryContext);
	sampling->sample =
		cpe_sample_open(&sampling->arena, &sampling->frame, PG_ARGISNULL(0) ? NULL : &n,
	                    PG_GETARG_INT64(1), PG_GETARG_FLOAT8(2), &problem);
	if (sampling->sample == NULL)
		cpe_raise(&problem);
	sampling->next = first - 1;
	sampling->end = cpe_sample_size(sampling->sample);
	if (!PG_ARGISNULL(4) && PG_GETARG_INT64(4) < sampling->end)
		sampling->end = PG_GETARG_INT64(4);
	sampling->trust = palloc(sizeof(Datum) * sampling->frame.trusts);
	for (int i = 0; i < sampling->frame.trusts; i++)
		sampling->trust[i] = CStringGetTextDatum(sampling->frame.trust[i].code);
	name_texts(sampling->group, cpe_sample_group_name, CPE_SAMPLE_GROUPS);
	name_texts(sampling->age, cpe_sample_age_name, CPE_SAMPLE_AGES);
	name_texts(sampling->sex, cpe_sample_sex_name, CPE_SAMPLE_SEXES);
	name_texts(sampling->ethnicity, cpe_sample_ethnicity_name, CPE_SAMPLE_ETHNICITIES);
	sampling->value = palloc0(sizeof(Datum) * sampling->desc->natts);
	sampling->null = palloc0(sizeof(bool) * sampling->desc->natts);
	return sampling;
}

PG_FUNCTION_INFO_V1(cpe_sample_responses);
Datum
cpe_sample_responses(PG_FUNCTION_ARGS)
{
	FuncCallContext *call;
	struct sampling *sampling;
	struct cpe_sample_row *row;
	struct cpe_problem problem;
	Datum *value;

	if (SRF_IS_FIRSTCALL())
	{
		MemoryContext before;

		call = SRF_FIRSTCALL_INIT();
		before = MemoryContextSwitchTo(call->multi_call_memory_ctx);
		call->user_fctx = open_sampling(fcinfo);
		MemoryContextSwitchTo(before);
	}
	call = SRF_PERCALL_SETUP();
	sampling = call->user_fctx;
	if (sampling->next >= sampling->end)
		SRF_RETURN_DONE(call);
	CHECK_FOR_INTERRUPTS();
	row = &sampling->row;
	value = sampling->value;
	if (!cpe_sample_row(sampling->sample, sampling->next++, row, &problem))
		cpe_raise(&problem);
	value[0] = Int64GetDatum(sampling->next);
	value[1] = sampling->trust[row->trust];
	value[2] = sampling->group[row->group];
	value[3] = sampling->age[row->age];
	value[4] = sampling->sex[row->sex];
	sampling->null[5] = row->ethnicity < 0;
	value[5] = row->ethnicity < 0 ? (Datum) 0 : sampling->ethnicity[row->ethnicity];
	value[6] = Int32GetDatum(row->deprivation);
	for (int q = 0; q < sampling->frame.questions; q++)
	{
		sampling->null[COLUMNS_BEFORE + q] = row->answer[q] == CPE_SAMPLE_BLANK;
		value[COLUMNS_BEFORE + q] = Int32GetDatum(row->answer[q]);
	}
	SRF_RETURN_NEXT(call,
	                HeapTupleGetDatum(heap_form_tuple(sampling->desc, value, sampling->null)));
}
