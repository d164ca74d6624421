#include "cancer_pe.h"

#include <math.h>

#include "access/tupmacs.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/expandeddatum.h"
#include "utils/guc.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"

#include "adjust/adjust.h"
#include "adjust/adjust_levels.h"
#include "base/base_flat.h"

/* ---- settings ---- */

static int max_patterns = 2000000;

void
cpe_adjust_settings(void)
{
	DefineCustomIntVariable("cancer_pe.max_patterns", "Most cells that a casemix may have.",
	                        "A cell is a combination of covariates' levels in an organisation; "
	                        "for one question it takes about 40 bytes.",
	                        &max_patterns, 2000000, 1, INT_MAX, PGC_USERSET, 0, NULL, NULL, NULL);
}

/* ---- flat values: a varlena of the kernel's bytes ---- */

/* The canonical flat value; NULL and the problem where that fails. */
static struct varlena *
flat_of(const struct cpe_patterns *patterns, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_patterns_order order;
	struct varlena *flat;
	size_t size;

	if (!cpe_patterns_arrange(patterns, -1, arena, &order, problem))
		return NULL;
	size = cpe_patterns_write(patterns, &order, NULL, arena, problem);
	if (size == 0)
		return NULL;
	flat = cpe_arena_alloc(arena, VARHDRSZ + size, 1, problem);
	if (flat == NULL ||
	    cpe_patterns_write(patterns, &order, (unsigned char *) VARDATA(flat), arena, problem) == 0)
		return NULL;
	SET_VARSIZE(flat, VARHDRSZ + size);
	return flat;
}

/* The same, for a result. */
static Datum
casemix_datum(const struct cpe_patterns *patterns)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct varlena *flat;

	cpe_arena_open(&arena, CurrentMemoryContext);
	flat = flat_of(patterns, &arena, &problem);
	if (flat == NULL)
		cpe_raise(&problem);
	return PointerGetDatum(flat);
}

/* What a flat value has collected. */
static struct cpe_patterns *
read_flat(const void *flat, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_patterns_read((const unsigned char *) VARDATA(flat), VARSIZE(flat) - VARHDRSZ, false,
	                         arena, problem);
}

static const void *
parse_casemix(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_patterns *patterns = cpe_patterns_parse(text, arena, problem);

	return patterns ? flat_of(patterns, arena, problem) : NULL;
}

/* Every text of a casemix that was received has to be one of the database's encoding. */
static void
verify_texts(const struct cpe_patterns *patterns)
{
	const struct cpe_patterns_shape *shape = &patterns->shape;

	for (int i = 0; i < shape->covariates; i++)
		pg_verifymbstr(shape->covariate[i], (int) strlen(shape->covariate[i]), false);
	for (int i = 0; i < shape->questions; i++)
		if (shape->question[i].name != NULL)
			pg_verifymbstr(shape->question[i].name, (int) strlen(shape->question[i].name), false);
	for (int d = 0; shape->questions > 0 && d <= patterns->width; d++)
		for (int32_t i = 1; i <= cpe_patterns_levels(patterns, d); i++)
		{
			const struct cpe_dictionary_entry *level = cpe_patterns_level_entry(patterns, d, i);

			if (!shape->offset || d != shape->covariates)
				pg_verifymbstr(level->bytes, (int) level->size, false);
		}
}

static const void *
read_casemix(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
             struct cpe_problem *problem)
{
	const struct cpe_patterns *patterns = cpe_patterns_read(bytes, size, true, arena, problem);

	if (patterns == NULL)
	{
		/* a message may show names, which have not been looked at yet */
		pg_verifymbstr(problem->message, (int) strlen(problem->message), false);
		return NULL;
	}
	verify_texts(patterns);
	return flat_of(patterns, arena, problem);
}

static const void *
close_casemix(const void *flat, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_patterns *patterns;

	if (cpe_patterns_bytes_canonical((const unsigned char *) VARDATA(flat),
	                                 VARSIZE(flat) - VARHDRSZ))
		return flat;
	patterns = read_flat(flat, arena, problem);
	return patterns ? flat_of(patterns, arena, problem) : NULL;
}

static char *
print_casemix(const void *flat, struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_patterns *patterns = read_flat(flat, arena, problem);

	return patterns ? cpe_patterns_print(patterns, arena, problem) : NULL;
}

static unsigned char *
write_casemix(const void *flat, size_t *size, struct cpe_arena *arena, struct cpe_problem *problem)
{
	*size = VARSIZE(flat) - VARHDRSZ;
	return (unsigned char *) VARDATA(flat);
}

static Datum
flat_datum(const void *flat)
{
	return PointerGetDatum(flat);
}

static const struct cpe_flat_kind casemix_kind = {.stored = "a stored casemix",
                                                  .version = CPE_CASEMIX_VERSION,
                                                  .quotes = true,
                                                  .parse = parse_casemix,
                                                  .read = read_casemix,
                                                  .close = close_casemix,
                                                  .print = print_casemix,
                                                  .write = write_casemix,
                                                  .datum = flat_datum};

CPE_FLAT_TYPE(casemix, &casemix_kind)

/* ---- a casemix that is collected: an expanded object ---- */

struct casemix_object
{
	ExpandedObjectHeader header;
	struct cpe_arena arena; /* over the object's memory context */
	struct cpe_patterns *patterns;
};

static struct casemix_object *
object_of(const struct cpe_patterns *patterns)
{
	return (struct casemix_object *) ((char *) patterns->arena -
	                                  offsetof(struct casemix_object, arena));
}

/* The flat form in the order of the rows: canonical is what the final functions make. */
static size_t
write_object(ExpandedObjectHeader *header, unsigned char *bytes)
{
	struct casemix_object *object = (struct casemix_object *) header;
	struct cpe_problem problem;
	size_t size = cpe_patterns_write(object->patterns, NULL, bytes, &object->arena, &problem);

	if (size == 0)
		cpe_raise(&problem);
	return size;
}

static Size
flat_size(ExpandedObjectHeader *header)
{
	return VARHDRSZ + write_object(header, NULL);
}

static void
flatten_into(ExpandedObjectHeader *header, void *result, Size size)
{
	if (VARHDRSZ + write_object(header, (unsigned char *) VARDATA(result)) != size)
		elog(ERROR, "the size of a casemix has changed");
	SET_VARSIZE(result, size);
}

static const ExpandedObjectMethods object_methods = {flat_size, flatten_into};

/* The object that a datum points to, or NULL. */
static struct casemix_object *
object_at(Datum datum)
{
	struct casemix_object *object;

	if (!VARATT_IS_EXTERNAL_EXPANDED(DatumGetPointer(datum)))
		return NULL;
	object = (struct casemix_object *) DatumGetEOHP(datum);
	return object->header.eoh_methods == &object_methods ? object : NULL;
}

/* A casemix argument for reading; what that takes stays in the current memory context. */
const struct cpe_patterns *
cpe_casemix_patterns_arg(FunctionCallInfo fcinfo, int argument)
{
	struct casemix_object *object = object_at(PG_GETARG_DATUM(argument));
	struct cpe_arena *arena;
	struct cpe_problem problem;
	struct cpe_patterns *patterns;

	if (object != NULL)
		return object->patterns;
	arena = palloc(sizeof(*arena));
	cpe_arena_open(arena, CurrentMemoryContext);
	patterns = read_flat(cpe_flat_arg(fcinfo, argument, &casemix_kind), arena, &problem);
	if (patterns == NULL)
		cpe_raise(&problem);
	return patterns;
}

/* A new object, with what a flat value has collected (NULL: nothing). */
static struct casemix_object *
new_object(MemoryContext parent, const void *flat)
{
	static const struct cpe_patterns_shape none;
	MemoryContext context = AllocSetContextCreate(parent, "casemix", ALLOCSET_START_SMALL_SIZES);
	struct casemix_object *object = MemoryContextAllocZero(context, sizeof(*object));
	struct cpe_problem problem;

	EOH_init_header(&object->header, &object_methods, context);
	cpe_arena_open(&object->arena, context);
	object->patterns = flat ? read_flat(flat, &object->arena, &problem)
	                        : cpe_patterns_open(&none, &object->arena, &problem);
	if (object->patterns == NULL)
		cpe_raise(&problem);
	return object;
}

/* The state of a transition function; see the header. */
static inline struct cpe_patterns *
state_arg(FunctionCallInfo fcinfo)
{
	MemoryContext context = NULL;
	struct casemix_object *object;

	if (!AggCheckCallContext(fcinfo, &context))
		context = NULL;
	if (context != NULL && !PG_ARGISNULL(0))
	{
		Datum datum = PG_GETARG_DATUM(0);

		if (likely(VARATT_IS_EXTERNAL_EXPANDED_RW(DatumGetPointer(datum))) &&
		    (object = object_at(datum)) != NULL)
		{
			object->patterns->limit = max_patterns;
			return object->patterns;
		}
	}
	object = new_object(context ? context : CurrentMemoryContext,
	                    PG_ARGISNULL(0) ? NULL : cpe_flat_arg(fcinfo, 0, &casemix_kind));
	object->patterns->limit = max_patterns;
	return object->patterns;
}

struct cpe_patterns *
cpe_casemix_state(FunctionCallInfo fcinfo, const struct cpe_patterns_shape *shape)
{
	struct cpe_patterns *state = state_arg(fcinfo);
	struct cpe_problem problem;

	if (shape != NULL && !cpe_patterns_take(state, shape, &problem))
		cpe_raise(&problem);
	return state;
}

Datum
cpe_casemix_state_datum(FunctionCallInfo fcinfo, struct cpe_patterns *state)
{
	return EOHPGetRWDatum(&object_of(state)->header);
}

/* ---- rows ---- */

/* What a call site collects: kept in fn_extra, made anew when the names are others. */
struct site
{
	MemoryContext context; /* of all but itself */
	uint64 serial;         /* states have it that were seen to have this shape */
	struct varlena *names; /* as they were given; NULL: made up */
	struct cpe_patterns_shape shape;
	struct cpe_patterns_question question;
	int32_t *code; /* a row's */
	struct cpe_level_column *column;
};

/* Where a transition function has its arguments, the state being the first; 0: it has none. */
struct signature
{
	int names;
	int outcome;
	int organisation;
	int covariates;
	int weight;
	int offset;
	bool numeric;
	bool columns; /* the covariates are arguments of their own, to the last */
};

/* Reads which types the columns have. */
static void
open_columns(FunctionCallInfo fcinfo, struct site *site, int first)
{
	int count = PG_NARGS() - first;

	if (get_fn_expr_variadic(fcinfo->flinfo))
		cpe_refuse(CPE_INVALID, NULL,
		           "The aggregate casemix(names, outcome, organisation, covariates) takes arrays.",
		           "casemix_columns takes its covariates one by one, not as VARIADIC array");
	if (count != site->shape.covariates)
		cpe_refuse(CPE_INVALID, "Each covariate has a name.", NULL,
		           "casemix_columns has %d names and %d covariates", site->shape.covariates, count);
	site->column = cpe_level_columns(fcinfo, first, count);
}

/* Prepares the call site for names, or for so many covariates without. */
static struct site *
open_site(FunctionCallInfo fcinfo, const struct signature *signature, ArrayType *names,
          int covariates)
{
	struct site *site = fcinfo->flinfo->fn_extra;
	MemoryContext before;
	const char **name;

	if (site == NULL)
	{
		site = MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*site));
		site->context = AllocSetContextCreate(fcinfo->flinfo->fn_mcxt, "casemix names",
		                                      ALLOCSET_START_SMALL_SIZES);
		fcinfo->flinfo->fn_extra = site;
	}
	site->serial = 0; /* until all is well */
	site->names = NULL;
	MemoryContextReset(site->context);
	before = MemoryContextSwitchTo(site->context);
	if (names != NULL)
		site->shape.covariates = cpe_covariate_names(names, &name);
	else
	{
		name = palloc(Max(covariates, 1) * sizeof(*name));
		for (int i = 0; i < covariates; i++)
			name[i] = psprintf("c%d", i + 1);
		site->shape.covariates = covariates;
	}
	site->shape.covariate = name;
	site->shape.questions = 1;
	site->shape.question = &site->question;
	site->shape.numeric = signature->numeric;
	site->shape.weighted = signature->weight > 0;
	site->shape.offset = signature->offset > 0;
	site->code = palloc0((site->shape.covariates + 1) * sizeof(*site->code));
	if (signature->columns)
		open_columns(fcinfo, site, signature->covariates);
	if (names != NULL)
	{
		site->names = palloc(VARSIZE(names));
		memcpy(site->names, names, VARSIZE(names));
	}
	MemoryContextSwitchTo(before);
	site->serial = cpe_casemix_serial();
	return site;
}

/* The call site for the names that a row has. */
static inline struct site *
site_of(FunctionCallInfo fcinfo, const struct signature *signature, ArrayType *covariates)
{
	struct site *site = fcinfo->flinfo->fn_extra;
	int count;

	if (signature->names > 0)
	{
		ArrayType *names;

		if (PG_ARGISNULL(signature->names))
			cpe_refuse(CPE_NULL, NULL, NULL, "names must not be null");
		names = PG_GETARG_ARRAYTYPE_P(signature->names);
		if (likely(site != NULL && site->names != NULL && VARSIZE(site->names) == VARSIZE(names) &&
		           memcmp(site->names, names, VARSIZE(names)) == 0))
			return site;
		return open_site(fcinfo, signature, names, 0);
	}
	count = ArrayGetNItems(ARR_NDIM(covariates), ARR_DIMS(covariates));
	if (likely(site != NULL && site->serial != 0 && site->shape.covariates == count))
		return site;
	return open_site(fcinfo, signature, NULL, count);
}

/* A weight, an offset or an outcome: a finite number. */
static double
number_arg(FunctionCallInfo fcinfo, int argument, const char *name, bool positive)
{
	double number;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "%s must not be null", name);
	number = PG_GETARG_FLOAT8(argument);
	if (!isfinite(number) || (positive && number <= 0))
		cpe_refuse(CPE_INVALID, NULL, NULL, "%s must be %s, not %g", name,
		           positive ? "positive and finite" : "finite", number);
	return number;
}

/* Counts a row; the compiler makes one function of it for each signature. */
static pg_attribute_always_inline Datum
accumulate(FunctionCallInfo fcinfo, const struct signature *signature)
{
	struct cpe_patterns *state = state_arg(fcinfo);
	struct cpe_problem problem;
	ArrayType *covariates = NULL;
	struct site *site;
	double weight = 1;
	double offset = 0;
	int32_t organisation = CPE_LEVEL_MISSING;
	int32_t cell;
	bool good;

	if (!signature->columns)
	{
		if (PG_ARGISNULL(signature->covariates))
			cpe_refuse(CPE_NULL, NULL, "A covariate that is missing is a NULL in the array.",
			           "covariates must not be null");
		covariates = PG_GETARG_ARRAYTYPE_P(signature->covariates);
		if (ARR_NDIM(covariates) > 1)
			cpe_refuse(CPE_INVALID, NULL, NULL, "covariates must be an array of one dimension");
	}
	site = site_of(fcinfo, signature, covariates);
	if (covariates != NULL && signature->names > 0 &&
	    ArrayGetNItems(ARR_NDIM(covariates), ARR_DIMS(covariates)) != site->shape.covariates)
		cpe_refuse(CPE_INVALID, "Each covariate has a name.", NULL,
		           "casemix has %d names and %d covariates", site->shape.covariates,
		           ArrayGetNItems(ARR_NDIM(covariates), ARR_DIMS(covariates)));
	if (unlikely(state->agreed != site->serial))
	{
		if (!cpe_patterns_take(state, &site->shape, &problem))
			cpe_raise(&problem);
		state->agreed = site->serial;
	}
	if (signature->weight > 0)
		weight = number_arg(fcinfo, signature->weight, "weight", true);
	if (signature->offset > 0)
		offset = number_arg(fcinfo, signature->offset, "offset", false);
	if (!PG_ARGISNULL(signature->organisation) &&
	    !cpe_text_level(state, state->organisation, PG_GETARG_DATUM(signature->organisation), false,
	                    &organisation, &problem))
		cpe_raise(&problem);
	if (PG_ARGISNULL(signature->outcome))
	{
		if (!cpe_patterns_unanswered(state, organisation, 0, 1, &problem))
			cpe_raise(&problem);
		return cpe_casemix_state_datum(fcinfo, state);
	}
	if (signature->columns)
		cpe_read_level_columns(state, site->shape.covariates, site->column,
		                       &fcinfo->args[signature->covariates], site->code);
	else
		cpe_read_level_array(state, site->shape.covariates, covariates, site->code);
	good = (signature->offset == 0 ||
	        cpe_patterns_level_number(state, site->shape.covariates, offset,
	                                  &site->code[site->shape.covariates], &problem)) &&
	       cpe_patterns_cell(state, organisation, site->code, &cell, &problem);
	if (good && signature->numeric)
		good =
			cpe_patterns_add(state, cell, number_arg(fcinfo, signature->outcome, "outcome", false),
		                     weight, &problem);
	else if (good && signature->weight > 0)
		good = cpe_patterns_add(state, cell, PG_GETARG_BOOL(signature->outcome), weight, &problem);
	else if (good)
		good = cpe_patterns_count(state, cell, 0, 1, &problem) &&
		       (!PG_GETARG_BOOL(signature->outcome) ||
		        cpe_patterns_count(state, cell, 1, 1, &problem));
	if (!good)
		cpe_raise(&problem);
	return cpe_casemix_state_datum(fcinfo, state);
}

#define TRANSITION(name, ...)                                                                      \
	PG_FUNCTION_INFO_V1(name);                                                                     \
	Datum name(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                              \
		static const struct signature signature = {__VA_ARGS__};                                   \
                                                                                                   \
		return accumulate(fcinfo, &signature);                                                     \
	}
TRANSITION(cpe_casemix_accum, .outcome = 1, .organisation = 2, .covariates = 3)
TRANSITION(cpe_casemix_numeric_accum, .outcome = 1, .organisation = 2, .covariates = 3,
           .numeric = true)
TRANSITION(cpe_casemix_named_accum, .names = 1, .outcome = 2, .organisation = 3, .covariates = 4)
TRANSITION(cpe_casemix_named_numeric_accum, .names = 1, .outcome = 2, .organisation = 3,
           .covariates = 4, .numeric = true)
TRANSITION(cpe_casemix_weighted_accum, .names = 1, .outcome = 2, .organisation = 3, .covariates = 4,
           .weight = 5)
TRANSITION(cpe_casemix_weighted_numeric_accum, .names = 1, .outcome = 2, .organisation = 3,
           .covariates = 4, .weight = 5, .numeric = true)
TRANSITION(cpe_casemix_offset_accum, .names = 1, .outcome = 2, .organisation = 3, .covariates = 4,
           .weight = 5, .offset = 6)
TRANSITION(cpe_casemix_offset_numeric_accum, .names = 1, .outcome = 2, .organisation = 3,
           .covariates = 4, .weight = 5, .offset = 6, .numeric = true)
TRANSITION(cpe_casemix_columns_accum, .names = 1, .outcome = 2, .organisation = 3, .covariates = 4,
           .columns = true)

PG_FUNCTION_INFO_V1(cpe_casemix_combine);
Datum
cpe_casemix_combine(PG_FUNCTION_ARGS)
{
	struct cpe_patterns *state = state_arg(fcinfo);
	const struct cpe_patterns *other = cpe_casemix_patterns_arg(fcinfo, 1);
	struct cpe_arena work;
	struct cpe_problem problem;

	cpe_arena_open(&work, CurrentMemoryContext);
	if (!cpe_patterns_merge(state, other, &work, &problem))
		cpe_raise(&problem);
	return cpe_casemix_state_datum(fcinfo, state);
}

PG_FUNCTION_INFO_V1(cpe_casemix_final);
Datum
cpe_casemix_final(PG_FUNCTION_ARGS)
{
	struct casemix_object *object = object_at(PG_GETARG_DATUM(0));

	if (object != NULL)
		return casemix_datum(object->patterns);
	return PointerGetDatum(cpe_flat_closed_arg(fcinfo, 0, &casemix_kind));
}

/* ---- reading ---- */

const struct cpe_cells *
cpe_casemix_cells_of(const struct cpe_patterns *patterns, int question)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_cells *cells;

	cpe_arena_open(&arena, CurrentMemoryContext);
	cells = cpe_patterns_cells(patterns, question, &arena, &problem);
	if (cells == NULL)
		cpe_raise(&problem);
	return cells;
}

/* A text, or NULL. */
static Datum
text_datum(const char *text, bool *null)
{
	*null = text == NULL;
	return text == NULL ? (Datum) 0 : CStringGetTextDatum(text);
}

/* Texts as a text[], NULL where they are. */
static Datum
texts_datum(const char *const *text, int count)
{
	Datum *element = palloc(Max(count, 1) * sizeof(*element));
	bool *null = palloc(Max(count, 1) * sizeof(*null));
	int lower = 1;

	for (int i = 0; i < count; i++)
		element[i] = text_datum(text[i], &null[i]);
	if (count == 0)
		return PointerGetDatum(construct_empty_array(TEXTOID));
	return PointerGetDatum(
		construct_md_array(element, null, 1, &count, &lower, TEXTOID, -1, false, TYPALIGN_INT));
}

PG_FUNCTION_INFO_V1(cpe_casemix_question_names);
Datum
cpe_casemix_question_names(PG_FUNCTION_ARGS)
{
	const struct cpe_patterns *patterns = cpe_casemix_patterns_arg(fcinfo, 0);
	int count = patterns->shape.questions;
	const char **name = palloc(Max(count, 1) * sizeof(*name));

	for (int i = 0; i < count; i++)
		name[i] = patterns->shape.question[i].name;
	return texts_datum(name, count);
}

/* The number of a question by name; an unknown one is an error that lists some. */
static int
find_question(const struct cpe_patterns *patterns, const char *name)
{
	StringInfoData list;
	int named = 0;

	for (int i = 0; i < patterns->shape.questions; i++)
		if (patterns->shape.question[i].name != NULL &&
		    strcmp(patterns->shape.question[i].name, name) == 0)
			return i;
	initStringInfo(&list);
	for (int i = 0; i < patterns->shape.questions && named < 20; i++)
		if (patterns->shape.question[i].name != NULL)
			appendStringInfo(&list, "%s%s", named++ > 0 ? ", " : "",
			                 patterns->shape.question[i].name);
	cpe_refuse(CPE_INVALID, NULL,
	           named == 0 ? "Its questions have no names."
	                      : psprintf("Questions: %s%s.", list.data,
	                                 named < patterns->shape.questions ? " and others" : ""),
	           "casemix has no question \"%s\"", name);
}

PG_FUNCTION_INFO_V1(cpe_casemix_question);
Datum
cpe_casemix_question(PG_FUNCTION_ARGS)
{
	const struct cpe_patterns *patterns = cpe_casemix_patterns_arg(fcinfo, 0);
	int question = find_question(patterns, text_to_cstring(PG_GETARG_TEXT_PP(1)));
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_patterns *only;

	cpe_arena_open(&arena, CurrentMemoryContext);
	only = cpe_patterns_only(patterns, question, &arena, &problem);
	if (only == NULL)
		cpe_raise(&problem);
	return casemix_datum(only);
}

/* A set of rows that is made question by question, each in memory of its own. */
struct rows
{
	ReturnSetInfo *result;
	const struct cpe_patterns *patterns;
	MemoryContext work; /* reset after each question */
};

static struct rows
open_rows(FunctionCallInfo fcinfo)
{
	struct rows rows;

	InitMaterializedSRF(fcinfo, 0);
	rows.result = (ReturnSetInfo *) fcinfo->resultinfo;
	rows.patterns = cpe_casemix_patterns_arg(fcinfo, 0);
	rows.work =
		AllocSetContextCreate(CurrentMemoryContext, "casemix question", ALLOCSET_DEFAULT_SIZES);
	return rows;
}

static void
put_row(const struct rows *rows, Datum *value, bool *null)
{
	tuplestore_putvalues(rows->result->setResult, rows->result->setDesc, value, null);
}

/* Columns of casemix_cells. */
enum
{
	CELL_QUESTION,
	CELL_ORGANISATION,
	CELL_COVARIATES,
	CELL_OFFSET,
	CELL_N,
	CELL_POSITIVE,
	CELL_WEIGHT,
	CELL_SUM,
	CELL_SQUARES,
	CELL_COLUMNS
};

/* A pattern's levels. */
static const char **
pattern_levels(const struct cpe_cells *cells, int32_t pattern)
{
	const int32_t *code = cells->code + (size_t) pattern * cells->covariates;
	const char **level = palloc(Max(cells->covariates, 1) * sizeof(*level));

	for (int d = 0; d < cells->covariates; d++)
		level[d] = cells->covariate[d].level[code[d]];
	return level;
}

/* A count that is kept as a double; past 2^53 that need not be the count. */
static Datum
count_datum(double count)
{
	if (count > 9007199254740992.0)
		cpe_refuse(CPE_RANGE, NULL, NULL, "a count of casemix is out of range");
	return Int64GetDatum((int64) count);
}

static void
put_cells(const struct rows *rows, const struct cpe_cells *cells)
{
	MemoryContext row =
		AllocSetContextCreate(CurrentMemoryContext, "casemix row", ALLOCSET_SMALL_SIZES);
	MemoryContext before = MemoryContextSwitchTo(row);

	for (int32_t p = 0; p < cells->patterns; p++)
		for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
		{
			Datum value[CELL_COLUMNS] = {0};
			bool null[CELL_COLUMNS] = {false};

			CHECK_FOR_INTERRUPTS();
			value[CELL_QUESTION] = text_datum(cells->question, &null[CELL_QUESTION]);
			value[CELL_ORGANISATION] = text_datum(
				cells->organisation.level[cells->organisation_of[c]], &null[CELL_ORGANISATION]);
			value[CELL_COVARIATES] = texts_datum(pattern_levels(cells, p), cells->covariates);
			null[CELL_OFFSET] = cells->offset == NULL;
			if (cells->offset != NULL)
				value[CELL_OFFSET] = Float8GetDatum(cells->offset[p]);
			value[CELL_N] = Int64GetDatum(cells->sum.n[c]);
			null[CELL_POSITIVE] = cells->numeric || cells->weighted;
			if (!null[CELL_POSITIVE])
				value[CELL_POSITIVE] = count_datum(cells->sum.wy[c]);
			value[CELL_WEIGHT] = Float8GetDatum(cells->sum.w[c]);
			value[CELL_SUM] = Float8GetDatum(cells->sum.wy[c]);
			value[CELL_SQUARES] = Float8GetDatum(cells->sum.wyy[c]);
			put_row(rows, value, null);
			MemoryContextReset(row);
		}
	MemoryContextSwitchTo(before);
}

PG_FUNCTION_INFO_V1(cpe_casemix_cells);
Datum
cpe_casemix_cells(PG_FUNCTION_ARGS)
{
	struct rows rows = open_rows(fcinfo);
	MemoryContext before = MemoryContextSwitchTo(rows.work);

	for (int q = 0; q < rows.patterns->shape.questions; q++)
	{
		put_cells(&rows, cpe_casemix_cells_of(rows.patterns, q));
		MemoryContextReset(rows.work);
	}
	MemoryContextSwitchTo(before);
	return (Datum) 0;
}

/* Columns of casemix_lost. */
enum
{
	LOST_QUESTION,
	LOST_ORGANISATION,
	LOST_N,
	LOST_MISSING,
	LOST_UNANSWERED,
	LOST_COLUMNS
};

static bool
lacks_covariate(const struct cpe_cells *cells, int32_t pattern)
{
	const int32_t *code = cells->code + (size_t) pattern * cells->covariates;

	for (int d = 0; d < cells->covariates; d++)
		if (cells->covariate[d].level[code[d]] == NULL)
			return true;
	return false;
}

static void
put_lost(const struct rows *rows, const struct cpe_cells *cells)
{
	int64 *n = palloc0((cells->organisation.levels + 1) * sizeof(*n));
	int64 *missing = palloc0((cells->organisation.levels + 1) * sizeof(*missing));

	for (int32_t p = 0; p < cells->patterns; p++)
	{
		bool lacks = lacks_covariate(cells, p);

		for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
		{
			int32_t organisation = cells->organisation_of[c];

			n[organisation] += cells->sum.n[c];
			if (lacks)
				missing[organisation] += cells->sum.n[c];
		}
	}
	for (int32_t i = 0; i < cells->organisation.levels; i++)
	{
		Datum value[LOST_COLUMNS];
		bool null[LOST_COLUMNS] = {false};

		value[LOST_QUESTION] = text_datum(cells->question, &null[LOST_QUESTION]);
		value[LOST_ORGANISATION] =
			text_datum(cells->organisation.level[i], &null[LOST_ORGANISATION]);
		value[LOST_N] = Int64GetDatum(n[i]);
		value[LOST_MISSING] = Int64GetDatum(missing[i]);
		value[LOST_UNANSWERED] = Int64GetDatum(cells->unanswered[i]);
		put_row(rows, value, null);
	}
}

PG_FUNCTION_INFO_V1(cpe_casemix_lost);
Datum
cpe_casemix_lost(PG_FUNCTION_ARGS)
{
	struct rows rows = open_rows(fcinfo);
	MemoryContext before = MemoryContextSwitchTo(rows.work);

	for (int q = 0; q < rows.patterns->shape.questions; q++)
	{
		put_lost(&rows, cpe_casemix_cells_of(rows.patterns, q));
		MemoryContextReset(rows.work);
	}
	MemoryContextSwitchTo(before);
	return (Datum) 0;
}
