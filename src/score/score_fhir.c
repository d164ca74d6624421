#include "score/score.h"

#include <math.h>

#include "access/detoast.h"
#include "catalog/pg_type.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/guc.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/numeric.h"
#include "utils/tuplestore.h"

#include "base/base.h"
#include "score/codebook.h"
#include "score/fhir.h"

/* ---- settings ---- */

static int max_document = 8192; /* kB */

void
cpe_score_settings(void)
{
	DefineCustomIntVariable("cancer_pe.max_document", "Largest JSON document that is read, in kB.",
	                        "Its tree in memory may take sixteen times as much.", &max_document,
	                        8192, 1, 131072, PGC_USERSET, GUC_UNIT_KB, NULL, NULL, NULL);
}

static struct cpe_json_limits
limits_now(void)
{
	struct cpe_json_limits limits;

	limits.bytes = (size_t) max_document * 1024;
	limits.memory = limits.bytes * 16;
	limits.depth = CPE_FHIR_DEPTH;
	return limits;
}

/* ---- texts: UTF-8 inside, the server's encoding outside ---- */

static const char *
utf8_of(const char *server)
{
	return server == NULL ? NULL : pg_server_to_any(server, (int) strlen(server), PG_UTF8);
}

static Datum
text_datum(const char *utf8, bool *null)
{
	*null = utf8 == NULL;
	if (*null)
		return (Datum) 0;
	return CStringGetTextDatum(pg_any_to_server(utf8, (int) strlen(utf8), PG_UTF8));
}

static Datum
number_datum(double number, bool *null)
{
	*null = !isfinite(number);
	return Float8GetDatum(*null ? 0 : number);
}

/* ---- documents as trees ---- */

/* Builds a tree from jsonb; its nodes come out of larger blocks. */
struct builder
{
	char *block;
	size_t left;
	size_t memory; /* that may still be taken */
	struct cpe_problem *problem;
};

#define BLOCK 32768

/* NULL and the problem when there is no more. */
static void *
take(struct builder *b, size_t size)
{
	void *taken;

	size = MAXALIGN(size);
	if (size > b->memory)
	{
		cpe_problem_set(b->problem, CPE_LIMIT, NULL, NULL,
		                "response has too many values: they would take more than %zu kB",
		                limits_now().memory / 1024);
		return NULL;
	}
	b->memory -= size;
	if (size > BLOCK / 4)
		return palloc_extended(size, MCXT_ALLOC_HUGE);
	if (size > b->left)
	{
		b->block = palloc(BLOCK);
		b->left = BLOCK;
	}
	taken = b->block;
	b->block += size;
	b->left -= size;
	return taken;
}

static char *
take_string(struct builder *b, const JsonbValue *value)
{
	int length = value->val.string.len;
	const char *utf8 = pg_server_to_any(value->val.string.val, length, PG_UTF8);
	char *copy;

	if (utf8 != value->val.string.val)
		length = (int) strlen(utf8);
	copy = take(b, (size_t) length + 1);
	if (copy == NULL)
		return NULL;
	memcpy(copy, utf8, (size_t) length);
	copy[length] = '\0';
	return copy;
}

static double
double_of(Numeric number)
{
	return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, NumericGetDatum(number)));
}

static cJSON *
take_node(struct builder *b, int type)
{
	cJSON *node = take(b, sizeof(cJSON));

	if (node != NULL)
	{
		memset(node, 0, sizeof(cJSON));
		node->type = type;
	}
	return node;
}

/* Stored jsonb as the tree that its text would give; NULL and the problem: refused. */
static cJSON *
tree_of(Jsonb *jsonb, struct cpe_problem *problem)
{
	struct cpe_json_limits limits = limits_now();
	struct builder b = {NULL, 0, limits.memory, problem};
	cJSON *open[CPE_FHIR_DEPTH], *last[CPE_FHIR_DEPTH], *root = NULL;
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue value;
	char *name = NULL;
	int depth = 0;
	uint32 nodes = 0;

	if (JB_ROOT_IS_SCALAR(jsonb)) /* no response, whatever it is */
		return take_node(&b, cJSON_NULL);
	iterator = JsonbIteratorInit(&jsonb->root);
	while ((token = JsonbIteratorNext(&iterator, &value, false)) != WJB_DONE)
	{
		cJSON *node;

		if (token == WJB_KEY)
		{
			name = take_string(&b, &value);
			if (name == NULL)
				return NULL;
			continue;
		}
		if (token == WJB_END_ARRAY || token == WJB_END_OBJECT)
		{
			depth--;
			continue;
		}
		if (++nodes % 4096 == 0)
			CHECK_FOR_INTERRUPTS();
		node = take_node(&b, cJSON_NULL);
		if (node == NULL)
			return NULL;
		node->string = name;
		name = NULL;
		if (depth == 0)
			root = node;
		else
		{
			cJSON *up = open[depth - 1];

			if (up->child == NULL)
				up->child = node;
			else
			{
				last[depth - 1]->next = node;
				node->prev = last[depth - 1];
			}
			last[depth - 1] = node;
			up->child->prev = node;
		}
		if (token == WJB_BEGIN_ARRAY || token == WJB_BEGIN_OBJECT)
		{
			if (depth >= limits.depth)
			{
				cpe_problem_set(problem, CPE_LIMIT, NULL, NULL,
				                "response is nested more than %d deep", limits.depth);
				return NULL;
			}
			node->type = token == WJB_BEGIN_ARRAY ? cJSON_Array : cJSON_Object;
			open[depth++] = node;
			continue;
		}
		switch (value.type)
		{
			case jbvString:
				node->type = cJSON_String;
				node->valuestring = take_string(&b, &value);
				if (node->valuestring == NULL)
					return NULL;
				break;
			case jbvNumeric:
				node->type = cJSON_Number;
				node->valuedouble = double_of(value.val.numeric);
				break;
			case jbvBool:
				node->type = value.val.boolean ? cJSON_True : cJSON_False;
				break;
			default:
				node->type = cJSON_NULL;
		}
	}
	return root;
}

/* ---- what a call site keeps ---- */

/* The link map of an instrument, and room for the answers to it. */
struct kept_map
{
	struct kept_map *next;
	const char *instrument; /* its code */
	struct cpe_link_map *map;
	int32_t *value;
	bool *given;
	const char **link;
};

struct fhir_memo
{
	MemoryContext work; /* of one call */
	struct cpe_plan_memo instrument;
	MemoryContext keep;            /* of the maps */
	struct cpe_registry_view view; /* in which they were read */
	struct kept_map *maps;         /* the last used first */
};

static struct fhir_memo *
memo_of(FunctionCallInfo fcinfo)
{
	struct fhir_memo *memo = fcinfo->flinfo->fn_extra;

	if (memo == NULL)
	{
		memo = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*memo));
		memo->work = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "cancer_pe document",
		                                   ALLOCSET_DEFAULT_SIZES);
		fcinfo->flinfo->fn_extra = memo;
	}
	MemoryContextReset(memo->work); /* an error may have left it full */
	return memo;
}

/* Refuses a document that is too large before it is taken out of storage. */
static bool
check_size(Datum document, const char *what, struct cpe_problem *problem)
{
	struct cpe_json_limits limits = limits_now();

	return toast_raw_datum_size(document) - VARHDRSZ <= limits.bytes ||
	       cpe_problem_set(problem, CPE_LIMIT, NULL,
	                       "The setting cancer_pe.max_document says how large.",
	                       "%s is larger than %zu kB", what, limits.bytes / 1024);
}

/* The text of an argument in UTF-8, in the current memory context; NULL and the problem: refused.
 */
static const char *
document_text(Datum datum, const char *what, size_t *length, struct cpe_problem *problem)
{
	text *document;
	const char *utf8;

	if (!check_size(datum, what, problem))
		return NULL;
	document = DatumGetTextPP(datum);
	*length = VARSIZE_ANY_EXHDR(document);
	utf8 = pg_server_to_any(VARDATA_ANY(document), (int) *length, PG_UTF8);
	if (utf8 != VARDATA_ANY(document))
		*length = strlen(utf8);
	return utf8;
}

/* The response of argument 0, in the current memory context; NULL and the problem: refused. */
static const cJSON *
response_arg(FunctionCallInfo fcinfo, bool is_jsonb, struct cpe_arena *arena,
             struct cpe_problem *problem)
{
	struct cpe_json_limits limits = limits_now();
	const char *text;
	size_t length;

	if (is_jsonb)
		return check_size(PG_GETARG_DATUM(0), "response", problem)
		           ? tree_of(PG_GETARG_JSONB_P(0), problem)
		           : NULL;
	text = document_text(PG_GETARG_DATUM(0), "response", &length, problem);
	return text == NULL ? NULL : cpe_json_parse(arena, text, length, "response", &limits, problem);
}

/* ---- fhir_items, fhir_header ---- */

struct item_rows
{
	ReturnSetInfo *result;
	MemoryContext row;
};

static bool
put_item(void *context, const struct cpe_fhir_row *row, struct cpe_problem *problem)
{
	struct item_rows *rows = context;
	MemoryContext before = MemoryContextSwitchTo(rows->row);
	struct cpe_arena arena;
	struct cpe_text path;
	Datum value[12];
	bool null[12];
	const char *place;

	cpe_arena_open(&arena, rows->row);
	cpe_text_open(&path, &arena, problem);
	cpe_fhir_path(&path, row->place);
	place = cpe_text_close(&path, NULL);
	if (place == NULL)
		return false;
	value[0] = text_datum(place, &null[0]);
	value[1] = Int32GetDatum(row->depth);
	null[1] = false;
	value[2] = text_datum(row->link_id, &null[2]);
	value[3] = text_datum(row->item_text, &null[3]);
	value[4] = Int32GetDatum(row->answer_no);
	null[4] = row->answer_no == 0;
	value[5] = text_datum(cpe_fhir_value_word[row->type], &null[5]);
	value[6] = text_datum(row->text, &null[6]);
	value[7] = number_datum(row->number, &null[7]);
	value[8] = text_datum(row->code, &null[8]);
	value[9] = text_datum(row->system, &null[9]);
	value[10] = number_datum(row->weight, &null[10]);
	value[11] = text_datum(row->absent, &null[11]);
	tuplestore_putvalues(rows->result->setResult, rows->result->setDesc, value, null);
	MemoryContextSwitchTo(before);
	MemoryContextReset(rows->row);
	return true;
}

static Datum
fhir_items(FunctionCallInfo fcinfo, bool is_jsonb)
{
	struct fhir_memo *memo = memo_of(fcinfo);
	struct item_rows rows;
	struct cpe_arena arena;
	struct cpe_problem problem;
	const cJSON *response;
	MemoryContext before;

	InitMaterializedSRF(fcinfo, 0);
	before = MemoryContextSwitchTo(memo->work);
	cpe_arena_open(&arena, memo->work);
	rows.result = (ReturnSetInfo *) fcinfo->resultinfo;
	rows.row = AllocSetContextCreate(memo->work, "cancer_pe item", ALLOCSET_SMALL_SIZES);
	response = response_arg(fcinfo, is_jsonb, &arena, &problem);
	if (response == NULL || !cpe_fhir_walk(response, &arena, put_item, &rows, &problem))
		cpe_raise(&problem);
	MemoryContextSwitchTo(before);
	MemoryContextReset(memo->work);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_fhir_items_text);
Datum
cpe_fhir_items_text(PG_FUNCTION_ARGS)
{
	return fhir_items(fcinfo, false);
}

PG_FUNCTION_INFO_V1(cpe_fhir_items_jsonb);
Datum
cpe_fhir_items_jsonb(PG_FUNCTION_ARGS)
{
	return fhir_items(fcinfo, true);
}

static Datum
fhir_header(FunctionCallInfo fcinfo, bool is_jsonb)
{
	struct fhir_memo *memo = memo_of(fcinfo);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	struct cpe_fhir_header header;
	struct cpe_arena arena;
	struct cpe_problem problem;
	const cJSON *response;
	MemoryContext before;
	Datum value[7];
	bool null[7];

	InitMaterializedSRF(fcinfo, 0);
	before = MemoryContextSwitchTo(memo->work);
	cpe_arena_open(&arena, memo->work);
	response = response_arg(fcinfo, is_jsonb, &arena, &problem);
	if (response == NULL || !cpe_fhir_header(response, &arena, &header, &problem))
		cpe_raise(&problem);
	value[0] = text_datum(header.id, &null[0]);
	value[1] = text_datum(header.questionnaire, &null[1]);
	value[2] = text_datum(header.version, &null[2]);
	value[3] = text_datum(header.status, &null[3]);
	value[4] = text_datum(header.subject, &null[4]);
	value[5] = text_datum(header.authored, &null[5]);
	value[6] = text_datum(header.author, &null[6]);
	tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	MemoryContextSwitchTo(before);
	MemoryContextReset(memo->work);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_fhir_header_text);
Datum
cpe_fhir_header_text(PG_FUNCTION_ARGS)
{
	return fhir_header(fcinfo, false);
}

PG_FUNCTION_INFO_V1(cpe_fhir_header_jsonb);
Datum
cpe_fhir_header_jsonb(PG_FUNCTION_ARGS)
{
	return fhir_header(fcinfo, true);
}

/* ---- the link map ---- */

static const char *
kept_text(HeapTuple row, TupleDesc desc, int column, MemoryContext keep)
{
	char *text = SPI_getvalue(row, desc, column);

	return text == NULL ? NULL : MemoryContextStrdup(keep, utf8_of(text));
}

/* Reads the rows of the instrument, once a call site, and makes the arrays of its answers. */
static struct kept_map *
load_map(MemoryContext keep, const struct cpe_instrument *instrument)
{
	Oid type = TEXTOID;
	Datum code = CStringGetTextDatum(
		pg_any_to_server(instrument->code, (int) strlen(instrument->code), PG_UTF8));
	struct kept_map *kept = MemoryContextAllocZero(keep, sizeof(*kept));
	struct cpe_link_row *row;
	struct cpe_arena arena;
	struct cpe_problem problem;
	int rows;

	cpe_arena_open(&arena, keep);
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	if (SPI_execute_with_args("SELECT questionnaire, link_id, code, item, value "
	                          "FROM cancer_pe.link_map WHERE instrument OPERATOR(pg_catalog.=) $1",
	                          1, &type, &code, NULL, true, 0) != SPI_OK_SELECT)
		elog(ERROR, "could not read the link map");
	rows = (int) SPI_processed;
	row = palloc0(sizeof(*row) * (rows + 1));
	for (int i = 0; i < rows; i++)
	{
		HeapTuple from = SPI_tuptable->vals[i];
		TupleDesc desc = SPI_tuptable->tupdesc;
		bool null;

		row[i].questionnaire = kept_text(from, desc, 1, keep);
		row[i].link_id = kept_text(from, desc, 2, keep);
		row[i].code = kept_text(from, desc, 3, keep);
		row[i].item = kept_text(from, desc, 4, keep);
		row[i].value = DatumGetInt32(SPI_getbinval(from, desc, 5, &null));
		row[i].has_value = !null;
	}
	kept->map = cpe_link_map_make(&arena, instrument, row, rows, &problem);
	if (kept->map == NULL)
		cpe_raise(&problem);
	SPI_finish();
	kept->instrument = MemoryContextStrdup(keep, instrument->code);
	kept->value = MemoryContextAlloc(keep, sizeof(*kept->value) * instrument->items);
	kept->given = MemoryContextAlloc(keep, sizeof(*kept->given) * instrument->items);
	kept->link = MemoryContextAlloc(keep, sizeof(*kept->link) * instrument->items);
	return kept;
}

/* The map of an instrument, from what the call site keeps while the registry is the same. */
static struct kept_map *
find_map(FunctionCallInfo fcinfo, struct fhir_memo *memo, const struct cpe_instrument *instrument)
{
	struct kept_map *found;

	if (memo->keep == NULL)
		memo->keep = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "cancer_pe link map",
		                                   ALLOCSET_DEFAULT_SIZES);
	if (unlikely(!cpe_registry_same(&memo->view)))
	{
		memo->maps = NULL;
		MemoryContextReset(memo->keep);
		memo->view = cpe_registry_view_now();
	}
	for (struct kept_map **at = &memo->maps; *at; at = &(*at)->next)
		if (strcmp((*at)->instrument, instrument->code) == 0)
		{
			found = *at;
			*at = found->next;
			found->next = memo->maps;
			return memo->maps = found;
		}
	found = load_map(memo->keep, instrument);
	found->next = memo->maps;
	return memo->maps = found;
}

/*
 * The instrument that the arguments name and, in the memo, the response's answers to it; NULL and
 * the problem when the response is refused.  The links lie in the work context.
 */
static const struct cpe_instrument *
read_answers(FunctionCallInfo fcinfo, struct fhir_memo *memo, bool is_jsonb, bool strict,
             struct cpe_problem *problem)
{
	const struct cpe_instrument *instrument = cpe_instrument_arg(fcinfo, 1, &memo->instrument);
	MemoryContext before = MemoryContextSwitchTo(memo->work);
	struct cpe_arena arena;
	struct kept_map *kept;
	const cJSON *response;

	kept = find_map(fcinfo, memo, instrument);
	cpe_arena_open(&arena, memo->work);
	response = response_arg(fcinfo, is_jsonb, &arena, problem);
	if (response == NULL || !cpe_fhir_answers(response, instrument, kept->map, strict, &arena,
	                                          kept->value, kept->given, kept->link, problem))
		instrument = NULL;
	MemoryContextSwitchTo(before);
	return instrument;
}

static const struct cpe_instrument *
read_answers_or_raise(FunctionCallInfo fcinfo, struct fhir_memo *memo, bool is_jsonb)
{
	struct cpe_problem problem;
	const struct cpe_instrument *instrument =
		read_answers(fcinfo, memo, is_jsonb, PG_GETARG_BOOL(2), &problem);

	if (instrument == NULL)
		cpe_raise(&problem);
	return instrument;
}

/* ---- fhir_scores, fhir_answer_array, fhir_answers, fhir_problem ---- */

static Datum
fhir_scores(FunctionCallInfo fcinfo, bool is_jsonb)
{
	struct fhir_memo *memo = memo_of(fcinfo);
	const struct cpe_instrument *instrument = read_answers_or_raise(fcinfo, memo, is_jsonb);
	Datum scores =
		cpe_scores_datum(instrument, memo->maps->value, memo->maps->given, PG_GETARG_BOOL(2));

	MemoryContextReset(memo->work);
	return scores;
}

PG_FUNCTION_INFO_V1(cpe_fhir_scores_text);
Datum
cpe_fhir_scores_text(PG_FUNCTION_ARGS)
{
	return fhir_scores(fcinfo, false);
}

PG_FUNCTION_INFO_V1(cpe_fhir_scores_jsonb);
Datum
cpe_fhir_scores_jsonb(PG_FUNCTION_ARGS)
{
	return fhir_scores(fcinfo, true);
}

static Datum
fhir_answer_array(FunctionCallInfo fcinfo, bool is_jsonb)
{
	struct fhir_memo *memo = memo_of(fcinfo);
	const struct cpe_instrument *instrument = read_answers_or_raise(fcinfo, memo, is_jsonb);
	Datum array = cpe_int_array_datum(memo->maps->value, memo->maps->given, instrument->items);

	MemoryContextReset(memo->work);
	return array;
}

PG_FUNCTION_INFO_V1(cpe_fhir_answer_array_text);
Datum
cpe_fhir_answer_array_text(PG_FUNCTION_ARGS)
{
	return fhir_answer_array(fcinfo, false);
}

PG_FUNCTION_INFO_V1(cpe_fhir_answer_array_jsonb);
Datum
cpe_fhir_answer_array_jsonb(PG_FUNCTION_ARGS)
{
	return fhir_answer_array(fcinfo, true);
}

static Datum
fhir_answers(FunctionCallInfo fcinfo, bool is_jsonb)
{
	struct fhir_memo *memo = memo_of(fcinfo);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_instrument *instrument;
	MemoryContext before;

	InitMaterializedSRF(fcinfo, 0);
	instrument = read_answers_or_raise(fcinfo, memo, is_jsonb);
	before = MemoryContextSwitchTo(memo->work);
	for (int i = 0; i < instrument->items; i++)
	{
		const struct cpe_item *item = &instrument->item[i];
		int32_t answer = memo->maps->value[i];
		Datum value[4];
		bool null[4];

		value[0] = text_datum(item->id, &null[0]);
		value[1] = Int32GetDatum(answer);
		null[1] = !memo->maps->given[i] || answer == CPE_UNREADABLE;
		value[2] = text_datum(!memo->maps->given[i]                      ? "missing"
		                      : answer < item->min || answer > item->max ? "invalid"
		                                                                 : "answered",
		                      &null[2]);
		value[3] = text_datum(memo->maps->link[i], &null[3]);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	MemoryContextSwitchTo(before);
	MemoryContextReset(memo->work);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_fhir_answers_text);
Datum
cpe_fhir_answers_text(PG_FUNCTION_ARGS)
{
	return fhir_answers(fcinfo, false);
}

PG_FUNCTION_INFO_V1(cpe_fhir_answers_jsonb);
Datum
cpe_fhir_answers_jsonb(PG_FUNCTION_ARGS)
{
	return fhir_answers(fcinfo, true);
}

/* What strict mode would raise for the response, or NULL. */
static Datum
fhir_problem(FunctionCallInfo fcinfo, bool is_jsonb)
{
	struct fhir_memo *memo = memo_of(fcinfo);
	struct cpe_problem problem;
	bool good = read_answers(fcinfo, memo, is_jsonb, true, &problem) != NULL;

	MemoryContextReset(memo->work);
	if (good)
		PG_RETURN_NULL();
	if (problem.code == CPE_CANCELLED || problem.code == CPE_NO_MEMORY)
		cpe_raise(&problem);
	PG_RETURN_TEXT_P(cstring_to_text(
		problem.detail[0] ? psprintf("%s: %s", problem.message, problem.detail) : problem.message));
}

PG_FUNCTION_INFO_V1(cpe_fhir_problem_text);
Datum
cpe_fhir_problem_text(PG_FUNCTION_ARGS)
{
	return fhir_problem(fcinfo, false);
}

PG_FUNCTION_INFO_V1(cpe_fhir_problem_jsonb);
Datum
cpe_fhir_problem_jsonb(PG_FUNCTION_ARGS)
{
	return fhir_problem(fcinfo, true);
}

/* ---- codebooks ---- */

static struct cpe_codebook *
codebook_arg(FunctionCallInfo fcinfo, struct cpe_arena *arena)
{
	struct cpe_json_limits limits = limits_now();
	struct cpe_codebook *codebook;
	struct cpe_problem problem;
	size_t length;
	const char *text = document_text(PG_GETARG_DATUM(0), "codebook", &length, &problem);

	if (text == NULL ||
	    (codebook = cpe_codebook_read(arena, text, length, &limits, &problem)) == NULL)
		cpe_raise(&problem);
	return codebook;
}

/* A row of codebook(): a variable, with a code, or with a range, or with neither. */
static void
put_code(ReturnSetInfo *result, int position, const struct cpe_codebook_variable *variable,
         const struct cpe_code_label *code, const struct cpe_code_range *range)
{
	Datum value[11];
	bool null[11];

	value[0] = Int32GetDatum(position);
	null[0] = false;
	value[1] = text_datum(variable->name, &null[1]);
	value[2] = text_datum(variable->label, &null[2]);
	value[3] = text_datum(variable->numeric ? "numeric" : "string", &null[3]);
	value[4] = text_datum(variable->format, &null[4]);
	value[5] = number_datum(code ? code->code : NAN, &null[5]);
	value[6] = text_datum(code ? code->text : NULL, &null[6]);
	value[7] = text_datum(code ? code->label : NULL, &null[7]);
	value[8] = BoolGetDatum(range != NULL || (code != NULL && code->missing));
	null[8] = range == NULL && code == NULL;
	value[9] = number_datum(range ? range->low : NAN, &null[9]);
	value[10] = number_datum(range ? range->high : NAN, &null[10]);
	tuplestore_putvalues(result->setResult, result->setDesc, value, null);
}

PG_FUNCTION_INFO_V1(cpe_codebook_rows);
Datum
cpe_codebook_rows(PG_FUNCTION_ARGS)
{
	struct fhir_memo *memo = memo_of(fcinfo);
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	struct cpe_codebook *codebook;
	struct cpe_arena arena;
	MemoryContext before;

	InitMaterializedSRF(fcinfo, 0);
	before = MemoryContextSwitchTo(memo->work);
	cpe_arena_open(&arena, memo->work);
	codebook = codebook_arg(fcinfo, &arena);
	for (int i = 0; i < codebook->variables; i++)
	{
		const struct cpe_codebook_variable *variable = &codebook->variable[i];

		CHECK_FOR_INTERRUPTS();
		for (int j = 0; j < variable->codes; j++)
			put_code(result, i + 1, variable, &variable->code[j], NULL);
		for (int j = 0; j < variable->ranges; j++)
			put_code(result, i + 1, variable, NULL, &variable->range[j]);
		if (variable->codes == 0 && variable->ranges == 0)
			put_code(result, i + 1, variable, NULL, NULL);
	}
	MemoryContextSwitchTo(before);
	MemoryContextReset(memo->work);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_codebook_missing_codes);
Datum
cpe_codebook_missing_codes(PG_FUNCTION_ARGS)
{
	struct fhir_memo *memo = memo_of(fcinfo);
	MemoryContext before = MemoryContextSwitchTo(memo->work);
	struct cpe_arena arena;
	struct cpe_codebook *codebook;
	struct cpe_problem problem;
	char *name = text_to_cstring(PG_GETARG_TEXT_PP(1));
	double *code;
	Datum *value;
	int place, codes;
	ArrayType *array;

	cpe_arena_open(&arena, memo->work);
	codebook = codebook_arg(fcinfo, &arena);
	place = cpe_codebook_variable(codebook, utf8_of(name));
	if (place < 0)
		cpe_refuse(CPE_INVALID, NULL, "The names are those that codebook() lists; case matters.",
		           "the codebook has no variable \"%s\"", name);
	if (!cpe_codebook_missing(&codebook->variable[place], &arena, &code, &codes, &problem))
		cpe_raise(&problem);
	value = palloc(sizeof(Datum) * (codes + 1));
	for (int i = 0; i < codes; i++)
		value[i] = Float8GetDatum(code[i]);
	MemoryContextSwitchTo(before);
	array = construct_array(value, codes, FLOAT8OID, 8, FLOAT8PASSBYVAL, TYPALIGN_DOUBLE);
	MemoryContextReset(memo->work);
	PG_RETURN_ARRAYTYPE_P(array);
}
