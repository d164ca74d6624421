#include "cancer_pe.h"

#include "catalog/pg_type.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/array.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/numeric.h"

#include "base/base.h"
#include "survey/cleaning.h"
#include "survey/survey.h"

/* ---- what an answer counts as ---- */

struct classify_memo
{
	struct cpe_plan_memo waves;
	const struct cpe_wave *wave; /* of the last question */
	int question;
	char *unasked; /* the last concept that only other waves ask about, as the registry was then */
	size_t unasked_size, unasked_room;
	struct cpe_registry_view view;
};

static struct classify_memo *
classify_memo(FunctionCallInfo fcinfo)
{
	if (fcinfo->flinfo->fn_extra == NULL)
		fcinfo->flinfo->fn_extra =
			MemoryContextAllocZero(fcinfo->flinfo->fn_mcxt, sizeof(struct classify_memo));
	return fcinfo->flinfo->fn_extra;
}

/* The question that an argument names; an unknown one is an error. */
static const struct cpe_question *
question_arg(FunctionCallInfo fcinfo, int argument, struct classify_memo *memo,
             const struct cpe_wave *wave)
{
	text *name;
	const char *key;
	size_t length;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, NULL, "question must not be null");
	name = PG_GETARG_TEXT_PP(argument);
	key = VARDATA_ANY(name);
	length = VARSIZE_ANY_EXHDR(name);
	if (memo->wave != wave || strlen(wave->question[memo->question].code) != length ||
	    memcmp(wave->question[memo->question].code, key, length) != 0)
	{
		int question = cpe_wave_question(wave, key, length);

		if (question < 0)
			cpe_refuse(CPE_INVALID, NULL,
			           "SELECT question FROM cancer_pe.question lists them; case matters.",
			           "there is no question \"%s\" in wave \"%s\"", text_to_cstring(name),
			           wave->code);
		memo->wave = wave;
		memo->question = question;
	}
	return &wave->question[memo->question];
}

static Datum
classify(FunctionCallInfo fcinfo, struct classify_memo *memo, const struct cpe_wave *wave)
{
	const struct cpe_question *question = question_arg(fcinfo, 1, memo, wave);
	bool strict = PG_ARGISNULL(3) || PG_GETARG_BOOL(3);
	int32 code;
	int option;

	if (question->options == 0)
		cpe_refuse(CPE_INVALID, NULL, NULL,
		           "the options of question \"%s\" of wave \"%s\" are not known", question->code,
		           wave->code);
	if (PG_ARGISNULL(2))
		PG_RETURN_TEXT_P(cstring_to_text("missing"));
	code = PG_GETARG_INT32(2);
	option = cpe_question_option(question, code);
	if (option >= 0)
		PG_RETURN_TEXT_P(cstring_to_text(cpe_class_word[question->option[option].class]));
	if (cpe_wave_is_missing(wave, code))
		PG_RETURN_TEXT_P(cstring_to_text("missing"));
	if (strict)
		cpe_refuse_code(wave, question, code);
	PG_RETURN_TEXT_P(cstring_to_text("invalid"));
}

PG_FUNCTION_INFO_V1(cpe_classify_by_name);
Datum
cpe_classify_by_name(PG_FUNCTION_ARGS)
{
	struct classify_memo *memo = classify_memo(fcinfo);
	const struct cpe_wave *wave = cpe_wave_arg(fcinfo, 0, &memo->waves);

	return classify(fcinfo, memo, wave);
}

PG_FUNCTION_INFO_V1(cpe_classify_by_plan);
Datum
cpe_classify_by_plan(PG_FUNCTION_ARGS)
{
	struct classify_memo *memo = classify_memo(fcinfo);
	const struct cpe_wave *wave = cpe_wave_plan_arg(fcinfo, 0, &memo->waves);

	return classify(fcinfo, memo, wave);
}

/* Whether any registered wave asks about a concept as a fact; asked of the registry once. */
static bool
is_stated_concept(FunctionCallInfo fcinfo, struct classify_memo *memo, text *concept_arg)
{
	const char *concept = VARDATA_ANY(concept_arg);
	size_t size = VARSIZE_ANY_EXHDR(concept_arg);

	if (memo->unasked != NULL && memo->unasked_size == size &&
	    memcmp(memo->unasked, concept, size) == 0 && cpe_registry_same(&memo->view))
		return true;
	if (cpe_first_value("SELECT 't' FROM cancer_pe.question AS q JOIN cancer_pe.answer_option AS o "
	                    "ON o.wave OPERATOR(pg_catalog.=) q.wave "
	                    "AND o.question OPERATOR(pg_catalog.=) q.question "
	                    "WHERE q.concept OPERATOR(pg_catalog.=) $1 AND o.state IS NOT NULL",
	                    1, pnstrdup(concept, size), NULL) == NULL)
		return false;
	if (memo->unasked_room < size + 1)
	{
		if (memo->unasked != NULL)
			pfree(memo->unasked);
		memo->unasked = NULL;
		memo->unasked = MemoryContextAlloc(fcinfo->flinfo->fn_mcxt, size + 1);
		memo->unasked_room = size + 1;
	}
	memcpy(memo->unasked, concept, size);
	memo->unasked_size = size;
	memo->view = cpe_registry_view_now();
	return true;
}

static void
refuse_concept(const char *concept)
{
	char *known =
		cpe_first_value("SELECT pg_catalog.string_agg(DISTINCT q.concept COLLATE pg_catalog.\"C\", "
	                    "', ' ORDER BY q.concept COLLATE pg_catalog.\"C\") "
	                    "FROM cancer_pe.question AS q JOIN cancer_pe.answer_option AS o "
	                    "ON o.wave OPERATOR(pg_catalog.=) q.wave "
	                    "AND o.question OPERATOR(pg_catalog.=) q.question "
	                    "WHERE q.concept OPERATOR(pg_catalog.<>) $1 AND o.state IS NOT NULL",
	                    1, concept, NULL);

	cpe_refuse(CPE_INVALID, known ? psprintf("Concepts that waves ask about so: %s.", known) : NULL,
	           NULL, "no wave asks about \"%s\" as a fact", concept);
}

PG_FUNCTION_INFO_V1(cpe_concept_state);
Datum
cpe_concept_state(PG_FUNCTION_ARGS)
{
	struct classify_memo *memo = classify_memo(fcinfo);
	const struct cpe_wave *wave = cpe_wave_arg(fcinfo, 0, &memo->waves);
	const struct cpe_question *question = NULL;
	text *concept;
	const char *name;
	size_t length;
	const char *state = NULL;
	int32 code;
	int option;

	if (PG_ARGISNULL(1))
		cpe_refuse(CPE_NULL, NULL, NULL, "concept must not be null");
	concept = PG_GETARG_TEXT_PP(1);
	name = VARDATA_ANY(concept);
	length = VARSIZE_ANY_EXHDR(concept);
	if (unlikely(GetDatabaseEncoding() != PG_UTF8))
	{
		const char *utf8 = pg_server_to_any(name, (int) length, PG_UTF8);

		length = utf8 == name ? length : strlen(utf8);
		name = utf8;
	}
	/* the last one first: a column of answers is of one question */
	for (int i = -1; i < wave->questions && question == NULL; i++)
	{
		const struct cpe_question *at;
		bool stated = false;

		if (i < 0 && memo->wave != wave)
			continue;
		at = &wave->question[i < 0 ? memo->question : i];
		if (at->concept == NULL || strlen(at->concept) != length ||
		    memcmp(at->concept, name, length) != 0)
			continue;
		for (int k = 0; k < at->options && !stated; k++)
			stated = at->option[k].state != NULL;
		if (!stated)
			continue;
		question = at;
		memo->wave = wave;
		memo->question = (int) (at - wave->question);
	}
	if (question == NULL)
	{
		memo->wave = NULL;
		if (!is_stated_concept(fcinfo, memo, concept))
			refuse_concept(text_to_cstring(concept));
		PG_RETURN_TEXT_P(cstring_to_text("unknown"));
	}
	if (!PG_ARGISNULL(2))
	{
		code = PG_GETARG_INT32(2);
		option = cpe_question_option(question, code);
		if (option >= 0)
			state = question->option[option].state;
		else if (!cpe_wave_is_missing(wave, code))
			cpe_refuse(CPE_INVALID,
			           psprintf("Codes of %s in wave %s: %s.", question->code, wave->code,
			                    cpe_code_list(question)),
			           "clean_response makes such an answer missing.",
			           "%d is no code of question %s", code, question->code);
	}
	PG_RETURN_TEXT_P(cstring_to_text(state ? state : "unknown"));
}

/* ---- the answers of one respondent ---- */

struct response
{
	const struct cpe_wave *wave;
	int32_t *answer;
	bool *given;
	ReturnSetInfo *rows; /* where findings go, or NULL */
};

/* A row of validate_response. */
static void
put_finding(struct response *response, const char *question, const char *problem,
            const char *answer, const int32_t *becomes, const char *because,
            const struct cpe_question *codes_of)
{
	Datum value[6];
	bool null[6] = {false};

	if (response->rows == NULL)
		return;
	value[0] = CStringGetTextDatum(question);
	value[1] = CStringGetTextDatum(problem);
	null[2] = answer == NULL;
	value[2] = answer ? CStringGetTextDatum(answer) : (Datum) 0;
	null[3] = becomes == NULL;
	value[3] = becomes ? Int32GetDatum(*becomes) : (Datum) 0;
	null[4] = because == NULL;
	value[4] = because ? CStringGetTextDatum(because) : (Datum) 0;
	null[5] = codes_of == NULL || codes_of->options == 0;
	if (!null[5])
	{
		int32_t *code = palloc(codes_of->options * sizeof(*code));

		for (int i = 0; i < codes_of->options; i++)
			code[i] = codes_of->option[i].code;
		value[5] = cpe_int_array_datum(code, NULL, codes_of->options);
	}
	tuplestore_putvalues(response->rows->setResult, response->rows->setDesc, value, null);
}

/* A text that is a whole number, spaces around it or not; NULL or the name of the fault. */
static const char *
read_code(const char *text, int32_t *answer)
{
	bool negative, digits = false;
	int64 number = 0;

	while (*text == ' ')
		text++;
	negative = *text == '-';
	text += *text == '-' || *text == '+';
	for (; *text >= '0' && *text <= '9'; text++, digits = true)
		if (number <= PG_INT32_MAX)
			number = 10 * number + (*text - '0');
	if (digits && *text == '.')
		for (text++; *text == '0';)
			text++;
	while (*text == ' ')
		text++;
	if (!digits || *text != '\0')
		return "not a whole number";
	if (number > PG_INT32_MAX)
		return "out of range";
	*answer = (int32_t) (negative ? -number : number);
	return NULL;
}

/*
 * What a jsonb value says: a code, nothing, or a fault with its name.  An array is read as what it
 * holds.  written is what was given, for messages.
 */
static const char *
read_value(const JsonbValue *value, bool *given, int32_t *answer, char **written)
{
	const char *fault = NULL;
	JsonbContainer *container;

	*given = false;
	*answer = 0;
	*written = NULL;
	switch (value->type)
	{
		case jbvNull:
			return NULL;
		case jbvNumeric:
			*written = DatumGetCString(
				DirectFunctionCall1(numeric_out, NumericGetDatum(value->val.numeric)));
			fault = read_code(*written, answer);
			break;
		case jbvString:
			*written = pnstrdup(value->val.string.val, value->val.string.len);
			if ((*written)[strspn(*written, " ")] == '\0')
				return NULL; /* as files write no answer */
			fault = read_code(*written, answer);
			break;
		case jbvBool:
			*written = value->val.boolean ? "true" : "false";
			return "not a whole number";
		default:
			container = value->val.binary.data;
			if (JsonContainerIsArray(container) && JsonContainerSize(container) == 0)
				return NULL;
			if (JsonContainerIsArray(container) && JsonContainerSize(container) == 1)
			{
				const JsonbValue *only = getIthJsonbValueFromContainer(container, 0);

				if (only->type != jbvBinary)
					return read_value(only, given, answer, written);
			}
			*written = JsonbToCString(NULL, container, value->val.binary.len);
			return JsonContainerIsArray(container) ? "more than one answer" : "not a whole number";
	}
	*given = fault == NULL;
	return fault;
}

/* A wave's question by a key of the object, else by a column's name that means it; -1: none. */
static int
find_question(const struct cpe_wave *wave, const char *name, size_t length)
{
	int question = cpe_wave_question(wave, name, length);

	return question >= 0 ? question : cpe_question_in_column(wave, name, length);
}

int
cpe_question_in_column(const struct cpe_wave *wave, const char *name, size_t length)
{
	char *utf8;

	if (GetDatabaseEncoding() == PG_UTF8)
		return cpe_wave_column(wave, name, length);
	utf8 = pg_server_to_any(name, (int) length, PG_UTF8);
	return cpe_wave_column(wave, utf8, utf8 == name ? length : strlen(utf8));
}

/* Keys of the object that are no questions, and may be there. */
struct also
{
	Datum *name;
	bool *null;
	int names;
};

static bool
is_among(const struct also *also, const char *name, size_t length)
{
	for (int i = 0; i < also->names; i++)
		if (!also->null[i] && VARSIZE_ANY_EXHDR(DatumGetPointer(also->name[i])) == length &&
		    memcmp(VARDATA_ANY(DatumGetPointer(also->name[i])), name, length) == 0)
			return true;
	return false;
}

/* Reads the object into answers; what cannot be read is told and counts as missing. */
static void
read_response(struct response *response, Jsonb *answers, ArrayType *also_array)
{
	const struct cpe_wave *wave = response->wave;
	struct also also = {NULL, NULL, 0};
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue key, value;
	bool *faulty = palloc0(wave->questions * sizeof(bool));

	response->answer = palloc0(wave->questions * sizeof(int32_t));
	response->given = palloc0(wave->questions * sizeof(bool));
	if (!JB_ROOT_IS_OBJECT(answers))
		cpe_refuse(CPE_INVALID, "They are an object of questions and codes, {\"Q1\": 2, ...}.",
		           NULL, "answers must be a JSON object");
	if (also_array != NULL)
		deconstruct_array(also_array, TEXTOID, -1, false, TYPALIGN_INT, &also.name, &also.null,
		                  &also.names);
	iterator = JsonbIteratorInit(&answers->root);
	while ((token = JsonbIteratorNext(&iterator, &key, true)) != WJB_DONE)
	{
		int question;
		const char *fault;
		char *written;
		bool given;
		int32_t answer;

		if (token != WJB_KEY)
			continue;
		CHECK_FOR_INTERRUPTS();
		(void) JsonbIteratorNext(&iterator, &value, true);
		question = find_question(wave, key.val.string.val, key.val.string.len);
		if (question < 0)
		{
			if (response->rows == NULL || is_among(&also, key.val.string.val, key.val.string.len))
				continue;
			(void) read_value(&value, &given, &answer, &written);
			put_finding(response, pnstrdup(key.val.string.val, key.val.string.len),
			            "unknown question", written, NULL, NULL, NULL);
			continue;
		}
		fault = read_value(&value, &given, &answer, &written);
		if (given && response->given[question] && answer != response->answer[question])
			fault = "more than one answer"; /* two keys that mean one question */
		if (fault != NULL)
		{
			put_finding(response, wave->question[question].code, fault, written, NULL, NULL,
			            &wave->question[question]);
			faulty[question] = true;
			response->given[question] = false;
			response->answer[question] = 0;
		}
		else if (given && !faulty[question])
		{
			response->given[question] = true;
			response->answer[question] = answer;
		}
	}
}

static void
tell(struct cpe_findings *findings, const struct cpe_finding *finding)
{
	struct response *response = findings->owner;
	const struct cpe_wave *wave = response->wave;

	put_finding(response, wave->question[finding->question].code, cpe_fault_word[finding->fault],
	            finding->given ? psprintf("%d", finding->answer) : NULL,
	            finding->becomes_given ? &finding->becomes : NULL,
	            finding->rule           ? finding->rule->name
	            : finding->because >= 0 ? wave->question[finding->because].code
	                                    : NULL,
	            &wave->question[finding->question]);
}

static Datum
validate(FunctionCallInfo fcinfo, const struct cpe_wave *wave)
{
	struct response response = {.wave = wave, .rows = (ReturnSetInfo *) fcinfo->resultinfo};
	struct cpe_findings findings = {tell, &response};

	InitMaterializedSRF(fcinfo, 0);
	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, NULL, NULL, "also must not be null");
	if (PG_ARGISNULL(1))
		return (Datum) 0;
	read_response(&response, PG_GETARG_JSONB_P(1), PG_GETARG_ARRAYTYPE_P(2));
	cpe_clean(wave, response.answer, response.given, false, &findings);
	return (Datum) 0;
}

PG_FUNCTION_INFO_V1(cpe_validate_by_name);
Datum
cpe_validate_by_name(PG_FUNCTION_ARGS)
{
	return validate(fcinfo, cpe_wave_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo)));
}

PG_FUNCTION_INFO_V1(cpe_validate_by_plan);
Datum
cpe_validate_by_plan(PG_FUNCTION_ARGS)
{
	return validate(fcinfo, cpe_wave_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo)));
}

/* ---- cleaned answers ---- */

static Datum
clean_object(FunctionCallInfo fcinfo, const struct cpe_wave *wave)
{
	struct response response = {.wave = wave};
	JsonbParseState *state = NULL;
	JsonbValue value;

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	read_response(&response, PG_GETARG_JSONB_P(1), NULL);
	cpe_clean(wave, response.answer, response.given, false, NULL);
	(void) pushJsonbValue(&state, WJB_BEGIN_OBJECT, NULL);
	for (int i = 0; i < wave->questions; i++)
	{
		value.type = jbvString;
		value.val.string.val = (char *) wave->question[i].code;
		value.val.string.len = (int) strlen(wave->question[i].code);
		(void) pushJsonbValue(&state, WJB_KEY, &value);
		value.type = response.given[i] ? jbvNumeric : jbvNull;
		if (response.given[i])
			value.val.numeric = int64_to_numeric(response.answer[i]);
		(void) pushJsonbValue(&state, WJB_VALUE, &value);
	}
	PG_RETURN_JSONB_P(JsonbValueToJsonb(pushJsonbValue(&state, WJB_END_OBJECT, NULL)));
}

PG_FUNCTION_INFO_V1(cpe_clean_by_name);
Datum
cpe_clean_by_name(PG_FUNCTION_ARGS)
{
	return clean_object(fcinfo, cpe_wave_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo)));
}

PG_FUNCTION_INFO_V1(cpe_clean_by_plan);
Datum
cpe_clean_by_plan(PG_FUNCTION_ARGS)
{
	return clean_object(fcinfo, cpe_wave_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo)));
}

PG_FUNCTION_INFO_V1(cpe_clean_answers);
Datum
cpe_clean_answers(PG_FUNCTION_ARGS)
{
	const struct cpe_wave *wave = cpe_wave_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo));
	int32_t *answer = palloc(wave->questions * sizeof(*answer));
	bool *given = palloc(wave->questions * sizeof(*given));

	if (PG_ARGISNULL(1))
		PG_RETURN_NULL();
	cpe_spread_row(wave, PG_GETARG_ARRAYTYPE_P(1), answer, given);
	cpe_clean(wave, answer, given, false, NULL);
	return cpe_int_array_datum(answer, given, wave->questions);
}

void
cpe_spread_row(const struct cpe_wave *wave, ArrayType *array, int32_t *answer, bool *given)
{
	int count = cpe_int_array_count(array);

	if (ARR_NDIM(array) > 1)
		cpe_refuse(CPE_INVALID, "The answers of one respondent are a one-dimensional array.", NULL,
		           "answers have %d dimensions", ARR_NDIM(array));
	if (count != wave->questions)
		cpe_refuse(CPE_INVALID,
		           psprintf("The plan of wave %s has %d questions, in the order of "
		                    "plan_questions(plan).",
		                    wave->code, wave->questions),
		           NULL, "%d answers of a respondent", count);
	cpe_int_array_spread(array, answer, given);
}
