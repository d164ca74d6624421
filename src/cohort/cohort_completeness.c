#include "cancer_pe.h"

#include <ctype.h>
#include <math.h>

#include "access/htup_details.h"
#include "access/tupmacs.h"
#include "catalog/pg_type.h"
#include "funcapi.h"
#include "miscadmin.h"
#include "mb/pg_wchar.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/date.h"
#include "utils/fmgrprotos.h"
#include "utils/lsyscache.h"
#include "utils/memutils.h"
#include "utils/typcache.h"

#include "base/base.h"
#include "base/base_flat.h"
#include "base/base_row.h"
#include "base/base_summary.h"
#include "base/calendar.h"
#include "cohort/completeness.h"
#include "tally/rate_stats.h"

/* ---- one item: a tally of what is known ---- */

/* The tally with an eligible row more. */
static Datum
count_known(FunctionCallInfo fcinfo, bool known)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_tally_kind);

	if (unlikely(state->weighted))
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "cannot add an item without weight to a weighted tally");
	cpe_summary_count(state, &cpe_tally_kind, CPE_TALLY_N);
	if (known)
		cpe_summary_count(state, &cpe_tally_kind, CPE_TALLY_POSITIVE);
	PG_RETURN_POINTER(state);
}

/* The list of values that stand for not known; it has to be there. */
static ArrayType *
unknown_arg(FunctionCallInfo fcinfo, int argument)
{
	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, "Where only NULL is unknown, leave it out or give '{}'.",
		           "the list of unknown values must not be null");
	return PG_GETARG_ARRAYTYPE_P(argument);
}

/* Whether a text is an element of a text[], by bytes. */
static bool
is_among(const text *value, ArrayType *list)
{
	int count = ArrayGetNItems(ARR_NDIM(list), ARR_DIMS(list));
	const bits8 *nulls = ARR_NULLBITMAP(list);
	const char *at = ARR_DATA_PTR(list);
	Size length = VARSIZE_ANY_EXHDR(value);

	for (int i = 0; i < count; i++)
	{
		if (nulls != NULL && att_isnull(i, nulls))
			continue;
		if (VARSIZE_ANY_EXHDR(at) == length &&
		    memcmp(VARDATA_ANY(at), VARDATA_ANY(value), length) == 0)
			return true;
		at = att_addlength_pointer(at, -1, at);
		at = (const char *) att_align_nominal(at, TYPALIGN_INT);
	}
	return false;
}

/* (tally, value text, unknown text[]) */
PG_FUNCTION_INFO_V1(cpe_completeness_accum_text);
Datum
cpe_completeness_accum_text(PG_FUNCTION_ARGS)
{
	ArrayType *unknown = unknown_arg(fcinfo, 2);

	return count_known(fcinfo, !PG_ARGISNULL(1) && !is_among(PG_GETARG_TEXT_PP(1), unknown));
}

/* (tally, value anyelement, unknown anyarray): equal as the type's operator = says. */
PG_FUNCTION_INFO_V1(cpe_completeness_accum_array);
Datum
cpe_completeness_accum_array(PG_FUNCTION_ARGS)
{
	ArrayType *unknown = unknown_arg(fcinfo, 2);
	TypeCacheEntry *type = fcinfo->flinfo->fn_extra;
	ArrayIterator iterator;
	Datum element;
	bool null;
	bool known = !PG_ARGISNULL(1);

	if (type == NULL || type->type_id != ARR_ELEMTYPE(unknown))
	{
		type = lookup_type_cache(ARR_ELEMTYPE(unknown), TYPECACHE_EQ_OPR_FINFO);
		if (!OidIsValid(type->eq_opr_finfo.fn_oid))
			cpe_refuse(CPE_INVALID, NULL, NULL, "type %s has no equality",
			           format_type_be(ARR_ELEMTYPE(unknown)));
		fcinfo->flinfo->fn_extra = type;
	}
	if (!known)
		return count_known(fcinfo, false);
	iterator = array_create_iterator(unknown, 0, NULL);
	while (known && array_iterate(iterator, &element, &null))
		known = null || !DatumGetBool(FunctionCall2Coll(&type->eq_opr_finfo, PG_GET_COLLATION(),
		                                                PG_GETARG_DATUM(1), element));
	array_free_iterator(iterator);
	return count_known(fcinfo, known);
}

/* (tally, value anyelement): only NULL is unknown. */
CPE_FUNCTION(cpe_completeness_accum_any, return count_known(fcinfo, !PG_ARGISNULL(1)))

/* ---- profiles as datums ---- */

static Datum
profile_datum(const void *profile)
{
	SET_VARSIZE((void *) profile, cpe_profile_size(profile));
	return PointerGetDatum(profile);
}

static const void *
parse_profile(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_profile_parse(text, arena, problem);
}

static void
verify_code(const struct cpe_item_code *code)
{
	pg_verifymbstr(code->bytes, (int) code->length, false);
}

/* Every text that was received has to be one of the database's encoding. */
static const void *
read_profile(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
             struct cpe_problem *problem)
{
	const struct cpe_profile *profile = cpe_profile_read(bytes, size, arena, problem);
	const struct cpe_item *item;

	if (profile == NULL)
	{
		/* a message may show names, which have not been looked at yet */
		pg_verifymbstr(problem->message, (int) strlen(problem->message), false);
		return NULL;
	}
	item = cpe_profile_items(profile, arena, problem);
	if (item == NULL)
		return NULL;
	for (uint32 i = 0; i < profile->items; i++)
	{
		verify_code(&item[i].name);
		for (int list = 0; list < 2; list++)
			for (int k = 0; k < item[i].codes[list]; k++)
				verify_code(&item[i].code[list][k]);
	}
	return profile;
}

static char *
print_profile(const void *profile, struct cpe_arena *arena, struct cpe_problem *problem)
{
	return cpe_profile_print(profile, arena, problem);
}

static unsigned char *
write_profile(const void *profile, size_t *size, struct cpe_arena *arena,
              struct cpe_problem *problem)
{
	return cpe_profile_write(profile, size, arena, problem);
}

static const struct cpe_flat_kind profile_kind = {.stored = "a stored item_profile",
                                                  .version = CPE_PROFILE_VERSION,
                                                  .parse = parse_profile,
                                                  .read = read_profile,
                                                  .print = print_profile,
                                                  .write = write_profile,
                                                  .datum = profile_datum};

CPE_FLAT_TYPE(item_profile, &profile_kind)

/* ---- reading rows ---- */

/* How a column's values are compared with codes. */
enum reading
{
	READ_NOTHING, /* no code can be equal: only NULL counts */
	READ_TEXT,
	READ_PADDED, /* text whose blanks at the end do not count */
	READ_WHOLE,
	READ_NUMBER,
	READ_DATE,
	READ_BOOLEAN,
	READ_WORD /* as text, by the type's output function, which no setting changes */
};

/* A code, and what it counts as. */
struct column_code
{
	int count;
	const char *bytes;
	Size length;
	int64 whole; /* of a whole number, a boolean, a date */
	double number;
};

struct column
{
	Oid type;
	int16 length;
	char align;
	bool by_value;
	bool dropped;
	enum reading reading;
	FmgrInfo output;
	int codes;
	Size longest;
	struct column_code *code;
};

/* A call site's lists of codes, made ready for rows of a type. */
struct profiler
{
	MemoryContext context; /* of what follows it; reset for another type of rows or other lists */
	struct cpe_rule_memo memo[2];
	Oid row_type;
	int32 row_typmod;
	const TypeCacheEntry *row_cache;
	uint64 row_form;
	int columns;
	struct column *column;
	struct cpe_profile *empty;
};

static enum reading
reading_of(Oid type)
{
	switch (type)
	{
		case TEXTOID:
		case VARCHAROID:
			return READ_TEXT;
		case BPCHAROID:
			return READ_PADDED;
		case INT2OID:
		case INT4OID:
		case INT8OID:
			return READ_WHOLE;
		case FLOAT4OID:
		case FLOAT8OID:
		case NUMERICOID:
			return READ_NUMBER;
		case DATEOID:
			return READ_DATE;
		case BOOLOID:
			return READ_BOOLEAN;
		case UUIDOID:
		case NAMEOID:
		case CHAROID:
			return READ_WORD;
		default:
			return type_is_enum(type) ? READ_WORD : READ_NOTHING;
	}
}

/* The code as a value of the column's type; false where it is none. */
static bool
read_code(const struct column *column, struct column_code *code)
{
	char *end;
	int32 day;

	switch (column->reading)
	{
		case READ_WHOLE:
			errno = 0;
			code->whole = strtoll(code->bytes, &end, 10);
			return errno == 0 && code->length > 0 && *end == '\0' &&
			       !isspace((unsigned char) code->bytes[0]);
		case READ_NUMBER:
			errno = 0;
			code->number = strtod(code->bytes, &end);
			if (column->type == FLOAT4OID) /* 99.9 is not the same in both widths */
				code->number = (float) code->number;
			return errno == 0 && isfinite(code->number) && code->length > 0 && *end == '\0' &&
			       strspn(code->bytes, "+-.0123456789eE") == code->length;
		case READ_DATE:
			if (code->length != CPE_DATE_TEXT - 1 || !cpe_date_read(code->bytes, &day))
				return false;
			code->whole = day;
			return true;
		case READ_BOOLEAN:
			code->whole = strcmp(code->bytes, "true") == 0;
			return code->whole || strcmp(code->bytes, "false") == 0;
		default:
			return true;
	}
}

/* The codes of a list that go for a column: its own, or for words those for all. */
static const char *const *
codes_for(const struct cpe_options *lists, const char *name, const struct column *column,
          int *codes)
{
	const char *const *code = cpe_option_texts(lists, name, codes);
	bool words = column->reading == READ_TEXT || column->reading == READ_PADDED ||
	             column->reading == READ_WORD;

	if (code == NULL && words)
		code = cpe_option_texts(lists, "*", codes);
	if (code == NULL)
		*codes = 0;
	else if (*codes > 0 && column->reading == READ_NOTHING)
		cpe_refuse(CPE_INVALID, "Codes are for text, numbers, dates, booleans and enums.", NULL,
		           "column \"%s\" has the type %s, which has no codes", name,
		           format_type_be(column->type));
	return code;
}

/* Takes the codes of a list that go for a column. */
static void
take_codes(const struct cpe_options *lists, int count, struct column *column, struct cpe_item *item)
{
	int list = count == CPE_ITEM_UNKNOWN ? 0 : 1;
	const char *const *code = codes_for(lists, item->name.bytes, column, &item->codes[list]);
	int codes = item->codes[list];
	Size size = (column->codes + codes + 1) * sizeof(struct column_code);

	column->code = column->code == NULL ? palloc(size) : repalloc(column->code, size);
	item->code[list] = palloc((codes + 1) * sizeof(struct cpe_item_code));
	for (int i = 0; i < codes; i++)
	{
		struct column_code made = {count, code[i], strlen(code[i]), 0, 0};

		if (!read_code(column, &made))
			cpe_refuse(CPE_INVALID, NULL, NULL,
			           "\"%s\" is no value of column \"%s\", which has the type %s", code[i],
			           item->name.bytes, format_type_be(column->type));
		column->code[column->codes++] = made;
		column->longest = Max(column->longest, made.length);
		item->code[list][i] = (struct cpe_item_code){made.bytes, made.length};
	}
}

static int
count_of_whole(const struct column *column, int64 value)
{
	for (int i = 0; i < column->codes; i++)
		if (column->code[i].whole == value)
			return column->code[i].count;
	return -1;
}

static int
count_of_number(const struct column *column, double value)
{
	for (int i = 0; i < column->codes; i++)
		if (column->code[i].number == value)
			return column->code[i].count;
	return -1;
}

static int
count_of_bytes(const struct column *column, const char *bytes, Size length)
{
	if (length > column->longest)
		return -1;
	for (int i = 0; i < column->codes; i++)
		if (column->code[i].length == length && memcmp(column->code[i].bytes, bytes, length) == 0)
			return column->code[i].count;
	return -1;
}

static int
count_of_text(const struct column *column, Datum value)
{
	const text *word = (const text *) DatumGetPointer(value);
	Size length;

	if (VARATT_IS_COMPRESSED(word) || VARATT_IS_EXTERNAL(word))
		word = (const text *) PG_DETOAST_DATUM_PACKED(value);
	length = VARSIZE_ANY_EXHDR(word);
	while (column->reading == READ_PADDED && length > 0 && VARDATA_ANY(word)[length - 1] == ' ')
		length--;
	return count_of_bytes(column, VARDATA_ANY(word), length);
}

/* What a value counts as, or -1: it is known. */
static int
count_of(struct column *column, Datum value)
{
	const char *bytes;

	switch (column->reading)
	{
		case READ_NOTHING:
			return -1;
		case READ_TEXT:
		case READ_PADDED:
			return count_of_text(column, value);
		case READ_WHOLE:
			return count_of_whole(column, column->type == INT4OID   ? DatumGetInt32(value)
			                              : column->type == INT2OID ? DatumGetInt16(value)
			                                                        : DatumGetInt64(value));
		case READ_DATE:
			return count_of_whole(column, DatumGetDateADT(value));
		case READ_BOOLEAN:
			return count_of_whole(column, DatumGetBool(value));
		case READ_NUMBER:
			return count_of_number(column, column->type == FLOAT8OID ? DatumGetFloat8(value)
			                               : column->type == FLOAT4OID
			                                   ? (double) DatumGetFloat4(value)
			                                   : DatumGetFloat8(DirectFunctionCall1(
													 numeric_float8_no_overflow, value)));
		case READ_WORD:
			bytes = OutputFunctionCall(&column->output, value);
			return count_of_bytes(column, bytes, strlen(bytes));
	}
	return -1;
}

/* ---- a call site ---- */

/* The names of columns as a list for messages. */
static char *
column_names(const struct cpe_item *item, int items)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < items && i < 60; i++)
		appendStringInfo(&list, "%s%s", i > 0 ? ", " : "", item[i].name.bytes);
	return psprintf("Columns: %s%s.", list.data, items > 60 ? " and others" : "");
}

/* Lists of codes have to be an object, and each of its names that of a column or *. */
static void
check_lists(Jsonb *lists, const struct cpe_item *item, int items)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue key;

	if (!JB_ROOT_IS_OBJECT(lists))
		cpe_refuse(CPE_INVALID, NULL, "Write them like {\"*\": [\"\", \"99\"]}.",
		           "lists of codes must be an object");
	iterator = JsonbIteratorInit(&lists->root);
	while ((token = JsonbIteratorNext(&iterator, &key, true)) != WJB_DONE)
	{
		struct cpe_item_code name = {key.val.string.val, (size_t) key.val.string.len};
		bool known = token != WJB_KEY || (name.length == 1 && name.bytes[0] == '*');

		for (int i = 0; !known && i < items; i++)
			known = item[i].name.length == name.length &&
			        memcmp(item[i].name.bytes, name.bytes, name.length) == 0;
		if (!known)
			cpe_refuse(CPE_INVALID, column_names(item, items),
			           "Names are as the table has them: mostly lower case.",
			           "there is no column \"%.*s\" in the rows", (int) name.length, name.bytes);
	}
}

/* How a column of a row lies in it, and how it is read. */
static void
open_column(struct column *column, Form_pg_attribute attribute)
{
	Oid output;
	bool varlena;

	column->length = attribute->attlen;
	column->align = attribute->attalign;
	column->by_value = attribute->attbyval;
	column->dropped = attribute->attisdropped;
	if (column->dropped)
		return;
	column->type = getBaseType(attribute->atttypid);
	column->reading = reading_of(column->type);
	if (column->reading != READ_WORD)
		return;
	getTypeOutputInfo(column->type, &output, &varlena);
	fmgr_info(output, &column->output);
}

/* The columns of rows of a type; the items that they are, and how many. */
static struct cpe_item *
open_columns(struct profiler *profiler, TupleDesc desc, int *items)
{
	struct cpe_item *item = palloc0((desc->natts + 1) * sizeof(struct cpe_item));

	profiler->columns = desc->natts;
	profiler->column = palloc0((desc->natts + 1) * sizeof(struct column));
	*items = 0;
	for (int i = 0; i < desc->natts; i++)
	{
		Form_pg_attribute attribute = TupleDescAttr(desc, i);

		open_column(&profiler->column[i], attribute);
		if (attribute->attisdropped)
			continue;
		item[*items].name.bytes = NameStr(attribute->attname);
		item[*items].name.length = strlen(NameStr(attribute->attname));
		(*items)++;
	}
	return item;
}

/* The codes of each column, by lists (NULL: none). */
static void
open_codes(struct profiler *profiler, Jsonb *const *list, struct cpe_item *item, int items)
{
	struct cpe_problem problem;
	int next = 0;

	for (int k = 0; k < 2; k++)
		if (list[k] != NULL)
			check_lists(list[k], item, items);
	for (int i = 0; i < profiler->columns; i++)
	{
		if (profiler->column[i].dropped)
			continue;
		for (int k = 0; k < 2; k++)
		{
			struct cpe_options lists = {"completeness_profile", {list[k], NULL}};

			take_codes(&lists, k == 0 ? CPE_ITEM_UNKNOWN : CPE_ITEM_NOT_APPLICABLE,
			           &profiler->column[i], &item[next]);
		}
		if (!cpe_item_close(&item[next++], &problem))
			cpe_raise(&problem);
	}
}

/* Makes lists of codes ready for the columns of rows of a type. */
static void
open_profiler(struct profiler *profiler, Jsonb *const *list, Oid type, int32 typmod)
{
	MemoryContext before;
	struct cpe_item *item;
	struct cpe_arena arena;
	struct cpe_problem problem;
	int items;

	profiler->row_type = InvalidOid;
	MemoryContextReset(profiler->context);
	before = MemoryContextSwitchTo(profiler->context);
	cpe_arena_open(&arena, profiler->context);
	item = open_columns(profiler, lookup_rowtype_tupdesc_copy(type, typmod), &items);
	open_codes(profiler, list, item, items);
	profiler->empty = cpe_profile_open(item, items, &arena, &problem);
	if (profiler->empty == NULL)
		cpe_raise(&problem);
	MemoryContextSwitchTo(before);
	profiler->row_cache = type != RECORDOID ? lookup_type_cache(type, TYPECACHE_TUPDESC) : NULL;
	profiler->row_form = profiler->row_cache ? profiler->row_cache->tupDesc_identifier : 0;
	profiler->row_typmod = typmod;
	profiler->row_type = type;
}

/* The profiler of a call site, ready for this row and its lists (those after the row). */
static struct profiler *
profiler_of(FunctionCallInfo fcinfo, HeapTupleHeader row)
{
	struct profiler *profiler = fcinfo->flinfo->fn_extra;
	Oid type = HeapTupleHeaderGetTypeId(row);
	int32 typmod = HeapTupleHeaderGetTypMod(row);
	Jsonb *list[2] = {NULL, NULL};
	bool same = true;

	if (profiler == NULL)
	{
		MemoryContext keep = fcinfo->flinfo->fn_mcxt;

		profiler = MemoryContextAllocZero(keep, sizeof(*profiler));
		profiler->context =
			AllocSetContextCreate(keep, "completeness_profile", ALLOCSET_SMALL_SIZES);
		fcinfo->flinfo->fn_extra = profiler;
	}
	for (int k = 0; k < 2 && 2 + k < PG_NARGS(); k++)
	{
		if (PG_ARGISNULL(2 + k))
			cpe_refuse(CPE_NULL, NULL, "Where there are none, give '{}'.",
			           "lists of codes must not be null");
		list[k] = PG_GETARG_JSONB_P(2 + k);
		same = cpe_rule_same(&profiler->memo[k], fcinfo->flinfo->fn_mcxt, "codes", list[k]) && same;
	}
	/* a named type can be altered between two rows, even by the query that makes them */
	if (unlikely(!same || profiler->row_type != type || profiler->row_typmod != typmod ||
	             (profiler->row_cache != NULL &&
	              profiler->row_cache->tupDesc_identifier != profiler->row_form)))
		open_profiler(profiler, list, type, typmod);
	return profiler;
}

/*
 * Counts a row, taken apart as PostgreSQL does it, without making anything of columns that have no
 * codes.
 */
static void
count_row(const struct profiler *profiler, HeapTupleHeader row, int64_t *count)
{
	const bits8 *nulls = (row->t_infomask & HEAP_HASNULL) ? row->t_bits : NULL;
	const char *data = (char *) row + row->t_hoff;
	int there = HeapTupleHeaderGetNatts(row);
	uint32 at = 0;

	for (int i = 0; i < profiler->columns; i++)
	{
		struct column *column = &profiler->column[i];
		int64_t *mine = count;
		int what;

		if (!column->dropped)
			count += CPE_ITEM_COUNTS;
		if (i >= there || (nulls != NULL && att_isnull(i, nulls)))
		{
			if (!column->dropped)
				mine[CPE_ITEM_NULL]++;
			continue;
		}
		if (column->length == -1)
			at = att_align_pointer(at, column->align, -1, data + at);
		else
			at = att_align_nominal(at, column->align);
		if (column->codes > 0)
		{
			what = count_of(column, fetch_att(data + at, column->by_value, column->length));
			if (what >= 0)
				mine[what]++;
		}
		at = att_addlength_pointer(at, column->length, data + at);
	}
}

/* (profile, row [, unknown [, not applicable]]) */
PG_FUNCTION_INFO_V1(cpe_item_profile_accum);
Datum
cpe_item_profile_accum(PG_FUNCTION_ARGS)
{
	HeapTupleHeader row;
	struct profiler *profiler;
	struct cpe_profile *profile;

	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, "A row may have NULLs, but has to be there.",
		           "Leave other rows out with FILTER (WHERE ...).", "the row must not be null");
	row = PG_GETARG_HEAPTUPLEHEADER(1);
	profiler = profiler_of(fcinfo, row);
	if (PG_ARGISNULL(0))
	{
		Size size = cpe_profile_size(profiler->empty);

		/* the executor copies a new state into the aggregate's memory */
		profile = palloc(size);
		memcpy(profile, profiler->empty, size);
		SET_VARSIZE(profile, size);
	}
	else
	{
		struct cpe_arena arena;
		struct cpe_problem problem;

		profile = cpe_flat_state_arg(fcinfo, &profile_kind);
		cpe_arena_open(&arena, CurrentMemoryContext);
		if (!cpe_profile_same(profile, profiler->empty, &arena, &problem))
			cpe_raise(&problem);
	}
	if (unlikely(profile->rows == PG_INT64_MAX))
		cpe_refuse(CPE_RANGE, NULL, NULL, "rows of item_profile is out of range");
	profile->rows++;
	count_row(profiler, row, profile->count);
	PG_RETURN_POINTER(profile);
}

PG_FUNCTION_INFO_V1(cpe_item_profile_combine);
Datum
cpe_item_profile_combine(PG_FUNCTION_ARGS)
{
	struct cpe_profile *profile = cpe_flat_state_arg(fcinfo, &profile_kind);
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_profile_merge(profile, cpe_flat_arg(fcinfo, 1, &profile_kind), &arena, &problem))
		cpe_raise(&problem);
	PG_RETURN_POINTER(profile);
}

CPE_FUNCTION(
	cpe_item_profile_n,
	PG_RETURN_INT64(((const struct cpe_profile *) cpe_flat_arg(fcinfo, 0, &profile_kind))->rows))

/* The items of a profile, a row each. */
PG_FUNCTION_INFO_V1(cpe_profile_rows);
Datum
cpe_profile_rows(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	const struct cpe_profile *profile;
	const struct cpe_item *item;
	struct cpe_arena arena;
	struct cpe_problem problem;

	InitMaterializedSRF(fcinfo, 0);
	profile = cpe_flat_arg(fcinfo, 0, &profile_kind);
	cpe_arena_open(&arena, CurrentMemoryContext);
	item = cpe_profile_items(profile, &arena, &problem);
	if (item == NULL)
		cpe_raise(&problem);
	for (uint32 i = 0; i < profile->items; i++)
	{
		const int64_t *count = &profile->count[(Size) i * CPE_ITEM_COUNTS];
		struct cpe_summary *tally = cpe_summary_new_empty(&cpe_tally_kind);
		int64 eligible = profile->rows - count[CPE_ITEM_NOT_APPLICABLE];
		int64 known = eligible - count[CPE_ITEM_NULL] - count[CPE_ITEM_UNKNOWN];
		struct cpe_row row = {0};

		tally->count[CPE_TALLY_N] = eligible;
		tally->count[CPE_TALLY_POSITIVE] = known;
		cpe_put(&row, Int32GetDatum((int32) i + 1), false);
		cpe_put(&row,
		        PointerGetDatum(
					cstring_to_text_with_len(item[i].name.bytes, (int) item[i].name.length)),
		        false);
		cpe_put_count(&row, eligible);
		cpe_put_count(&row, known);
		cpe_put_count(&row, count[CPE_ITEM_NULL]);
		cpe_put_count(&row, count[CPE_ITEM_UNKNOWN]);
		cpe_put_count(&row, count[CPE_ITEM_NOT_APPLICABLE]);
		cpe_put(&row, PointerGetDatum(tally), false);
		cpe_row_store(result, &row);
	}
	return (Datum) 0;
}
