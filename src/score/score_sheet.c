#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "common/int.h"
#include "funcapi.h"
#include "libpq/pqformat.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "score/score.h"

/* ---- the answers of one person in a long table: the type answer_sheet ---- */

#define SHEET_VERSION 1

enum cell_state
{
	CELL_EMPTY,
	CELL_ANSWER,
	CELL_CLASH /* answers that differ; in lenient mode that is an invalid answer */
};

struct sheet
{
	int32 length_word;
	uint8 version;
	uint8 strict;
	uint16 items;
	int64 unknown; /* answers to items that the instrument does not have */
	unsigned char fingerprint[CPE_FINGERPRINT];
	uint16 code_size;
	uint16 reserved;
	uint32 plan_size;                    /* 0: the instrument is a registered one */
	int32 answer[FLEXIBLE_ARRAY_MEMBER]; /* behind them the states, the code, the plan's text */
};
#define SHEET_STATE(sheet) ((uint8 *) ((sheet)->answer + (sheet)->items))
#define SHEET_CODE(sheet) ((char *) SHEET_STATE(sheet) + (sheet)->items)
#define SHEET_PLAN(sheet) (SHEET_CODE(sheet) + (sheet)->code_size)
#define SHEET_SIZE(items, code_size, plan_size)                                                    \
	(offsetof(struct sheet, answer) + (items) * (sizeof(int32) + 1) + (code_size) + (plan_size))

static struct sheet *
new_sheet(int items, const char *code, size_t code_size, const char *plan, size_t plan_size)
{
	size_t size = SHEET_SIZE(items, code_size, plan_size);
	struct sheet *sheet = palloc0(size);

	SET_VARSIZE(sheet, size);
	sheet->version = SHEET_VERSION;
	sheet->items = (uint16) items;
	sheet->code_size = (uint16) code_size;
	sheet->plan_size = (uint32) plan_size;
	memcpy(SHEET_CODE(sheet), code, code_size);
	if (plan_size > 0)
		memcpy(SHEET_PLAN(sheet), plan, plan_size);
	return sheet;
}

static struct sheet *
sheet_arg(FunctionCallInfo fcinfo, int argument)
{
	struct sheet *sheet = (struct sheet *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argument));

	if (sheet->version != SHEET_VERSION)
		cpe_refuse(CPE_INVALID, "It was written by a later version of the library.", NULL,
		           "unknown format %d of a stored answer_sheet", sheet->version);
	return sheet;
}

/* The first argument for writing: an aggregate's own state as it is, anything else as a copy. */
static struct sheet *
sheet_state(FunctionCallInfo fcinfo)
{
	if (VARATT_IS_4B_U(PG_GETARG_POINTER(0)) && AggCheckCallContext(fcinfo, NULL))
		return sheet_arg(fcinfo, 0);
	return (struct sheet *) PG_DETOAST_DATUM_COPY(PointerGetDatum(sheet_arg(fcinfo, 0)));
}

pg_noreturn static void
refuse_second_answer(const char *item, const char *code)
{
	cpe_refuse(
		CPE_INVALID, "In strict mode each item has one row at most.",
		"In lenient mode (strict => false) equal answers count once, and answers that differ "
		"as an invalid one.",
		"item %s of %s has a second answer", item, code);
}

/* Puts an answer into an item's cell; false where strict mode has a second one. */
static bool
fill_cell(struct sheet *sheet, int item, int32 answer)
{
	uint8 *state = SHEET_STATE(sheet) + item;

	if (*state == CELL_EMPTY)
	{
		*state = CELL_ANSWER;
		sheet->answer[item] = answer;
		return true;
	}
	if (sheet->strict)
		return false;
	if (*state == CELL_ANSWER && sheet->answer[item] != answer)
	{
		*state = CELL_CLASH;
		sheet->answer[item] = 0;
	}
	return true;
}

static void
count_unknown(struct sheet *sheet, int64 more)
{
	if (pg_add_s64_overflow(sheet->unknown, more, &sheet->unknown))
		cpe_refuse(CPE_RANGE, NULL, NULL, "unknown of answer_sheet is out of range");
}

struct accum_memo
{
	struct cpe_plan_memo instruments;
	int next; /* the item that is likely to come */
};

/* The place of an item, tried first behind the one before. */
static int
find_item(struct accum_memo *memo, const struct cpe_instrument *instrument, const char *id,
          size_t size)
{
	int item = memo->next;

	if (item >= instrument->items || strncmp(instrument->item[item].id, id, size) != 0 ||
	    instrument->item[item].id[size] != '\0')
		item = cpe_instrument_item(instrument, id, size);
	if (item >= 0)
		memo->next = item + 1 < instrument->items ? item + 1 : 0;
	return item;
}

/* The plan argument's text where sheets need to carry it along: it is not the registered one. */
static const char *
carried_plan(FunctionCallInfo fcinfo, struct cpe_plan_memo_entry *entry)
{
	unsigned char registered[CPE_FINGERPRINT];
	struct cpe_plan *plan;
	char *text;

	if (!entry->by_plan || entry->carried_known)
		return entry->carried;
	text =
		cpe_scoring_plan_kind.registered(((const struct cpe_instrument *) entry->definition)->code);
	if (text != NULL)
		cpe_plan_fingerprint(text, strlen(text), registered);
	if (text == NULL || memcmp(registered, entry->fingerprint, CPE_FINGERPRINT) != 0)
	{
		plan = CPE_PLAN_ARG(1);
		entry->carried = MemoryContextAlloc(entry->context, CPE_PLAN_TEXT_SIZE(plan) + 1);
		memcpy(entry->carried, plan->text, CPE_PLAN_TEXT_SIZE(plan));
		entry->carried[CPE_PLAN_TEXT_SIZE(plan)] = '\0';
	}
	entry->carried_known = true;
	return entry->carried;
}

/* (sheet, plan or instrument, item, answer [, strict]) */
static Datum
sheet_accum(FunctionCallInfo fcinfo, bool by_plan)
{
	struct accum_memo *memo = fcinfo->flinfo->fn_extra;
	const struct cpe_instrument *instrument;
	struct cpe_plan_memo_entry *entry;
	struct sheet *sheet;
	bool strict = PG_NARGS() < 5 || PG_ARGISNULL(4) || PG_GETARG_BOOL(4);
	text *id;
	int item = -1;

	if (memo == NULL)
		memo = fcinfo->flinfo->fn_extra =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(*memo));
	entry = by_plan ? cpe_plan_value_entry(fcinfo, 1, &memo->instruments, &cpe_scoring_plan_kind)
	                : cpe_plan_name_entry(fcinfo, 1, &memo->instruments, &cpe_scoring_plan_kind);
	instrument = entry->definition;
	if (PG_ARGISNULL(0))
	{
		const char *plan = carried_plan(fcinfo, entry);

		/* the executor copies a new state into the aggregate's memory */
		sheet = new_sheet(instrument->items, instrument->code, strlen(instrument->code), plan,
		                  plan ? strlen(plan) : 0);
		sheet->strict = strict;
		memcpy(sheet->fingerprint, entry->fingerprint, CPE_FINGERPRINT);
	}
	else
	{
		sheet = sheet_state(fcinfo);
		if (memcmp(sheet->fingerprint, entry->fingerprint, CPE_FINGERPRINT) != 0 ||
		    sheet->items != instrument->items || sheet->strict != strict)
			cpe_refuse(CPE_INVALID, NULL, "Group by what decides on the instrument.",
			           "the answers of one sheet must have one instrument and one mode");
	}
	if (!PG_ARGISNULL(2))
	{
		id = PG_GETARG_TEXT_PP(2);
		item = find_item(memo, instrument, VARDATA_ANY(id), VARSIZE_ANY_EXHDR(id));
		if (item < 0 && strict)
			cpe_refuse(
				CPE_INVALID,
				psprintf("items('%s') lists its %d items.", instrument->code, instrument->items),
				"Leave other rows out with FILTER (WHERE ...); in lenient mode (strict => false) "
				"they are passed over and counted in the sheet.",
				"there is no item \"%s\" in %s", text_to_cstring(id), instrument->code);
	}
	else if (strict)
		cpe_refuse(CPE_NULL, NULL, NULL, "item must not be null");
	if (item < 0)
		count_unknown(sheet, 1);
	else if (!PG_ARGISNULL(3) && !fill_cell(sheet, item, PG_GETARG_INT32(3)))
		refuse_second_answer(psprintf("\"%s\"", instrument->item[item].id), instrument->code);
	PG_RETURN_POINTER(sheet);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_accum_by_name);
Datum
cpe_answer_sheet_accum_by_name(PG_FUNCTION_ARGS)
{
	return sheet_accum(fcinfo, false);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_accum_by_plan);
Datum
cpe_answer_sheet_accum_by_plan(PG_FUNCTION_ARGS)
{
	return sheet_accum(fcinfo, true);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_combine);
Datum
cpe_answer_sheet_combine(PG_FUNCTION_ARGS)
{
	struct sheet *sheet = sheet_state(fcinfo);
	const struct sheet *other = sheet_arg(fcinfo, 1);

	if (memcmp(sheet->fingerprint, other->fingerprint, CPE_FINGERPRINT) != 0 ||
	    sheet->items != other->items || sheet->strict != other->strict)
		cpe_refuse(CPE_INVALID, NULL, "Group by what decides on the instrument.",
		           "the answers of one sheet must have one instrument and one mode");
	count_unknown(sheet, other->unknown);
	for (int i = 0; i < sheet->items; i++)
	{
		uint8 state = SHEET_STATE(other)[i];

		if (state == CELL_ANSWER && !fill_cell(sheet, i, other->answer[i]))
			refuse_second_answer(psprintf("at position %d", i + 1),
			                     pnstrdup(SHEET_CODE(sheet), sheet->code_size));
		if (state == CELL_CLASH)
		{
			SHEET_STATE(sheet)[i] = CELL_CLASH;
			sheet->answer[i] = 0;
		}
	}
	PG_RETURN_POINTER(sheet);
}

/* The instrument of a sheet: its own plan, or the registered one while that is the same. */
static const struct cpe_instrument *
sheet_instrument(FunctionCallInfo fcinfo, const struct sheet *sheet)
{
	struct cpe_plan_memo *memo = cpe_plan_call_memo(fcinfo);
	struct cpe_plan_memo_entry *entry =
		cpe_plan_memo_recall(memo, sheet->fingerprint, CPE_FINGERPRINT, true);
	unsigned char found[CPE_FINGERPRINT];
	const struct cpe_instrument *instrument;
	char *code, *text;

	if (entry == NULL)
	{
		code = pnstrdup(SHEET_CODE(sheet), sheet->code_size);
		text = sheet->plan_size > 0 ? pnstrdup(SHEET_PLAN(sheet), sheet->plan_size)
		                            : cpe_scoring_plan_kind.registered(code);
		if (text == NULL)
			cpe_scoring_plan_kind.refuse_unknown(code);
		cpe_plan_fingerprint(text, strlen(text), found);
		if (memcmp(found, sheet->fingerprint, CPE_FINGERPRINT) != 0)
			cpe_refuse(
				CPE_INVALID, "A sheet is scored by the definition that it was filled with.",
				"Fill the sheets anew, or register the earlier definition under another name.",
				"the definition of %s has changed since the sheet was filled", code);
		entry = cpe_plan_memo_remember(memo, &cpe_scoring_plan_kind, fcinfo->flinfo->fn_mcxt, found,
		                               CPE_FINGERPRINT, true, text, strlen(text));
	}
	instrument = entry->definition;
	if (instrument->items != sheet->items)
		cpe_refuse(CPE_INVALID, NULL, NULL, "a sheet of %s has %d items, not %d", instrument->code,
		           sheet->items, instrument->items);
	return instrument;
}

/* The answers of a sheet as scoring takes them. */
static void
spread_sheet(const struct sheet *sheet, int32_t *answer, bool *given)
{
	for (int i = 0; i < sheet->items; i++)
	{
		given[i] = SHEET_STATE(sheet)[i] != CELL_EMPTY;
		answer[i] = SHEET_STATE(sheet)[i] == CELL_CLASH ? CPE_UNREADABLE : sheet->answer[i];
	}
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_scores);
Datum
cpe_answer_sheet_scores(PG_FUNCTION_ARGS)
{
	const struct sheet *sheet;
	const struct cpe_instrument *instrument;
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	sheet = sheet_arg(fcinfo, 0);
	instrument = sheet_instrument(fcinfo, sheet);
	spread_sheet(sheet, answer, given);
	return cpe_scores_datum(instrument, answer, given, sheet->strict);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_score);
Datum
cpe_answer_sheet_score(PG_FUNCTION_ARGS)
{
	const struct sheet *sheet;
	const struct cpe_instrument *instrument;
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(0))
		return (Datum) 0;
	sheet = sheet_arg(fcinfo, 0);
	instrument = sheet_instrument(fcinfo, sheet);
	spread_sheet(sheet, answer, given);
	return cpe_score_rows(fcinfo, instrument, answer, given, sheet->strict);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_answers);
Datum
cpe_answer_sheet_answers(PG_FUNCTION_ARGS)
{
	const struct sheet *sheet = sheet_arg(fcinfo, 0);
	Datum *value = palloc(Max(sheet->items, 1) * sizeof(Datum));
	bool *null = palloc(Max(sheet->items, 1) * sizeof(bool));
	int count = sheet->items, one = 1;

	for (int i = 0; i < sheet->items; i++)
	{
		null[i] = SHEET_STATE(sheet)[i] == CELL_EMPTY;
		value[i] =
			Int32GetDatum(SHEET_STATE(sheet)[i] == CELL_CLASH ? CPE_UNREADABLE : sheet->answer[i]);
	}
	PG_RETURN_ARRAYTYPE_P(
		construct_md_array(value, null, 1, &count, &one, INT4OID, 4, true, TYPALIGN_INT));
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_unknown);
Datum
cpe_answer_sheet_unknown(PG_FUNCTION_ARGS)
{
	PG_RETURN_INT64(sheet_arg(fcinfo, 0)->unknown);
}

/* strict=t unknown=0 fingerprint=... instrument="QLQ-C30" answers={1,,!} [plan=...] */
PG_FUNCTION_INFO_V1(cpe_answer_sheet_out);
Datum
cpe_answer_sheet_out(PG_FUNCTION_ARGS)
{
	const struct sheet *sheet = sheet_arg(fcinfo, 0);
	StringInfoData text;

	initStringInfo(&text);
	appendStringInfo(&text,
	                 "strict=%c unknown=" INT64_FORMAT " fingerprint=", sheet->strict ? 't' : 'f',
	                 sheet->unknown);
	for (int i = 0; i < CPE_FINGERPRINT; i++)
		appendStringInfo(&text, "%02x", sheet->fingerprint[i]);
	appendStringInfo(&text, " instrument=\"%.*s\" answers={", sheet->code_size, SHEET_CODE(sheet));
	for (int i = 0; i < sheet->items; i++)
	{
		if (i > 0)
			appendStringInfoChar(&text, ',');
		if (SHEET_STATE(sheet)[i] == CELL_CLASH)
			appendStringInfoChar(&text, '!');
		else if (SHEET_STATE(sheet)[i] == CELL_ANSWER)
			appendStringInfo(&text, "%d", sheet->answer[i]);
	}
	appendStringInfoChar(&text, '}');
	if (sheet->plan_size > 0)
	{
		appendStringInfoString(&text, " plan=");
		appendBinaryStringInfo(&text, SHEET_PLAN(sheet), (int) sheet->plan_size);
	}
	PG_RETURN_CSTRING(text.data);
}

/* Moves behind the word when the text goes on with it. */
static bool
skip_word(const char **text, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(*text, word, length) != 0)
		return false;
	*text += length;
	return true;
}

/* A number as it is printed: no plus sign, no zeros in front. */
static bool
skip_number(const char **text, int64 low, int64 high, int64 *number)
{
	const char *start = *text;
	char digits[24];
	size_t length = strspn(start + (*start == '-'), "0123456789") + (*start == '-');

	if (length == 0 || length >= sizeof(digits) - 1)
		return false;
	memcpy(digits, start, length);
	digits[length] = '\0';
	errno = 0;
	*number = strtoll(digits, NULL, 10);
	if (errno != 0 || *number < low || *number > high ||
	    strcmp(psprintf(INT64_FORMAT, *number), digits) != 0)
		return false;
	*text += length;
	return true;
}

/* Whether a sheet's own plan is one, and the one that the sheet is about. */
static bool
plan_of_sheet(const struct sheet *sheet)
{
	MemoryContext work;
	struct cpe_problem problem;
	const struct cpe_instrument *instrument;
	unsigned char fingerprint[CPE_FINGERPRINT];
	bool good;

	if (sheet->plan_size == 0)
		return true;
	work = AllocSetContextCreate(CurrentMemoryContext, "definition", ALLOCSET_DEFAULT_SIZES);
	instrument = cpe_plan_definition(&cpe_scoring_plan_kind, SHEET_PLAN(sheet), sheet->plan_size,
	                                 work, &problem);
	cpe_plan_fingerprint(SHEET_PLAN(sheet), sheet->plan_size, fingerprint);
	good = instrument != NULL && instrument->items == sheet->items &&
	       strlen(instrument->code) == sheet->code_size &&
	       memcmp(instrument->code, SHEET_CODE(sheet), sheet->code_size) == 0 &&
	       memcmp(fingerprint, sheet->fingerprint, CPE_FINGERPRINT) == 0;
	MemoryContextDelete(work);
	return good;
}

static struct sheet *
parse_sheet(const char *text)
{
	unsigned char fingerprint[CPE_FINGERPRINT];
	int32 answer[CPE_MAX_ITEMS];
	uint8 state[CPE_MAX_ITEMS];
	struct sheet *sheet;
	const char *code, *end;
	char *key;
	int64 unknown, number;
	int items = 0;
	bool strict;

	if (!skip_word(&text, "strict="))
		return NULL;
	strict = *text == 't';
	if ((*text != 't' && *text != 'f') || (text++, !skip_word(&text, " unknown=")) ||
	    !skip_number(&text, 0, PG_INT64_MAX, &unknown) || !skip_word(&text, " fingerprint="))
		return NULL;
	for (int i = 0; i < 2 * CPE_FINGERPRINT; i++, text++)
	{
		const char *digit = *text ? strchr("0123456789abcdef", *text) : NULL;

		if (digit == NULL)
			return NULL;
		number = digit - "0123456789abcdef";
		fingerprint[i / 2] = (unsigned char) (i % 2 ? fingerprint[i / 2] | number : number << 4);
	}
	if (!skip_word(&text, " instrument=\"") || (end = strchr(code = text, '"')) == NULL)
		return NULL;
	key = pnstrdup(code, end - code);
	text = end + 1;
	if (!cpe_instrument_is_key(key) || !skip_word(&text, " answers={"))
		return NULL;
	for (;; text++)
	{
		if (items >= CPE_MAX_ITEMS)
			return NULL;
		state[items] = CELL_EMPTY;
		answer[items] = 0;
		if (*text == '!')
		{
			if (strict)
				return NULL;
			state[items] = CELL_CLASH;
			text++;
		}
		else if (*text != ',' && *text != '}')
		{
			if (!skip_number(&text, PG_INT32_MIN, PG_INT32_MAX, &number))
				return NULL;
			state[items] = CELL_ANSWER;
			answer[items] = (int32) number;
		}
		items++;
		if (*text != ',')
			break;
	}
	if (!skip_word(&text, "}") || (*text != '\0' && (!skip_word(&text, " plan=") || *text == '\0')))
		return NULL;
	sheet = new_sheet(items, key, strlen(key), text, strlen(text));
	sheet->strict = strict;
	sheet->unknown = unknown;
	memcpy(sheet->fingerprint, fingerprint, CPE_FINGERPRINT);
	memcpy(sheet->answer, answer, items * sizeof(*answer));
	memcpy(SHEET_STATE(sheet), state, items);
	return plan_of_sheet(sheet) ? sheet : NULL;
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_in);
Datum
cpe_answer_sheet_in(PG_FUNCTION_ARGS)
{
	struct sheet *sheet = parse_sheet(PG_GETARG_CSTRING(0));

	if (sheet == NULL)
	{
		struct cpe_problem problem;

		cpe_problem_set(&problem, CPE_SYNTAX,
		                "It is written as strict=t unknown=0 fingerprint=(32 digits) "
		                "instrument=\"...\" answers={1,,2}, by this extension.",
		                NULL, "invalid input for type answer_sheet");
		cpe_raise_soft(CPE_SOFT_ERRORS(fcinfo), &problem);
		PG_RETURN_NULL();
	}
	PG_RETURN_POINTER(sheet);
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_send);
Datum
cpe_answer_sheet_send(PG_FUNCTION_ARGS)
{
	const struct sheet *sheet = sheet_arg(fcinfo, 0);
	StringInfoData message;

	pq_begintypsend(&message);
	pq_sendint8(&message, sheet->version);
	pq_sendint8(&message, sheet->strict);
	pq_sendint16(&message, sheet->items);
	pq_sendint64(&message, sheet->unknown);
	pq_sendbytes(&message, (const char *) sheet->fingerprint, CPE_FINGERPRINT);
	for (int i = 0; i < sheet->items; i++)
	{
		pq_sendint8(&message, SHEET_STATE(sheet)[i]);
		pq_sendint32(&message, (uint32) sheet->answer[i]);
	}
	pq_sendint16(&message, sheet->code_size);
	pq_sendbytes(&message, SHEET_CODE(sheet), sheet->code_size);
	pq_sendtext(&message, SHEET_PLAN(sheet), (int) sheet->plan_size);
	PG_RETURN_BYTEA_P(pq_endtypsend(&message));
}

PG_FUNCTION_INFO_V1(cpe_answer_sheet_recv);
Datum
cpe_answer_sheet_recv(PG_FUNCTION_ARGS)
{
	StringInfo message = (StringInfo) PG_GETARG_POINTER(0);
	unsigned char fingerprint[CPE_FINGERPRINT];
	int32 answer[CPE_MAX_ITEMS];
	uint8 state[CPE_MAX_ITEMS];
	int version = 0, strict = 0, items = 0, plan_size = 0, code_size = 0;
	int64 unknown = 0;
	struct sheet *sheet = NULL;
	char *key = NULL, *plan = NULL;
	bool good = message->len - message->cursor >= 12 + CPE_FINGERPRINT;

	if (good)
	{
		version = pq_getmsgbyte(message);
		strict = pq_getmsgbyte(message);
		items = (int) pq_getmsgint(message, 2);
		unknown = pq_getmsgint64(message);
		memcpy(fingerprint, pq_getmsgbytes(message, CPE_FINGERPRINT), CPE_FINGERPRINT);
		good = version == SHEET_VERSION && strict <= 1 && items >= 1 && items <= CPE_MAX_ITEMS &&
		       unknown >= 0 && message->len - message->cursor >= 5 * items + 2;
	}
	for (int i = 0; good && i < items; i++)
	{
		state[i] = (uint8) pq_getmsgbyte(message);
		answer[i] = (int32) pq_getmsgint(message, 4);
		good = state[i] == CELL_ANSWER ||
		       (answer[i] == 0 && (state[i] == CELL_EMPTY || (state[i] == CELL_CLASH && !strict)));
	}
	if (good)
	{
		code_size = (int) pq_getmsgint(message, 2);
		good = code_size <= message->len - message->cursor;
	}
	if (good)
	{
		key = pnstrdup(pq_getmsgbytes(message, code_size), code_size);
		plan = pq_getmsgtext(message, message->len - message->cursor, &plan_size);
		good = strlen(key) == code_size && cpe_instrument_is_key(key);
	}
	if (good)
	{
		sheet = new_sheet(items, key, code_size, plan, plan_size);
		sheet->strict = (uint8) strict;
		sheet->unknown = unknown;
		memcpy(sheet->fingerprint, fingerprint, CPE_FINGERPRINT);
		memcpy(sheet->answer, answer, items * sizeof(*answer));
		memcpy(SHEET_STATE(sheet), state, items);
		good = plan_of_sheet(sheet);
	}
	if (!good)
		cpe_refuse(CPE_BINARY, NULL, NULL, "invalid binary answer_sheet");
	PG_RETURN_POINTER(sheet);
}
