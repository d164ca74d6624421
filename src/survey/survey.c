#include "cancer_pe.h"

#include <math.h>

#include "access/xact.h"
#include "catalog/pg_type.h"
#include "commands/trigger.h"
#include "common/shortest_dec.h"
#include "executor/spi.h"
#include "funcapi.h"
#include "mb/pg_wchar.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/jsonb.h"
#include "utils/memutils.h"
#include "utils/rel.h"
#include "utils/snapmgr.h"

#include "base/base.h"
#include "survey/plan.h"
#include "survey/survey.h"

/* ---- the type survey_plan ---- */

static void *
read_wave(struct cpe_arena *arena, const char *text, size_t size, struct cpe_problem *problem)
{
	return cpe_wave_read(arena, text, size, problem);
}

/* Refuses texts that the server's encoding does not have, which \u escapes can bring in. */
static void
check_texts(const void *definition)
{
	const struct cpe_wave *wave = definition;
	bool null;

	for (int i = 0; i < wave->questions; i++)
		(void) cpe_utf8_datum(wave->question[i].column, &null);
}

static char *
registered_document(const char *wave)
{
	return cpe_first_value("SELECT cancer_pe.wave_document($1)", 1, wave, NULL);
}

static void
refuse_unknown(const char *wave)
{
	char *known = cpe_first_value("SELECT pg_catalog.string_agg(wave, ', ' ORDER BY wave COLLATE "
	                              "pg_catalog.\"C\") FROM cancer_pe.survey_wave "
	                              "WHERE wave OPERATOR(pg_catalog.<>) $1",
	                              1, wave, NULL);

	cpe_refuse(CPE_INVALID, known ? psprintf("Known waves: %s.", known) : NULL,
	           "register_wave adds one of your own; case matters.", "there is no wave \"%s\"",
	           wave);
}

const struct cpe_plan_kind cpe_survey_plan_kind = {"wave", read_wave, check_texts,
                                                   registered_document, refuse_unknown};

PG_FUNCTION_INFO_V1(cpe_survey_plan_in);
Datum
cpe_survey_plan_in(PG_FUNCTION_ARGS)
{
	return cpe_plan_in(fcinfo, &cpe_survey_plan_kind);
}

PG_FUNCTION_INFO_V1(cpe_survey_plan_out);
Datum
cpe_survey_plan_out(PG_FUNCTION_ARGS)
{
	return cpe_plan_out(fcinfo);
}

PG_FUNCTION_INFO_V1(cpe_survey_plan_recv);
Datum
cpe_survey_plan_recv(PG_FUNCTION_ARGS)
{
	return cpe_plan_recv(fcinfo, &cpe_survey_plan_kind);
}

PG_FUNCTION_INFO_V1(cpe_survey_plan_send);
Datum
cpe_survey_plan_send(PG_FUNCTION_ARGS)
{
	return cpe_plan_send(fcinfo);
}

PG_FUNCTION_INFO_V1(cpe_survey_plan_wave);
Datum
cpe_survey_plan_wave(PG_FUNCTION_ARGS)
{
	PG_RETURN_TEXT_P(
		cstring_to_text(cpe_wave_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo))->code));
}

PG_FUNCTION_INFO_V1(cpe_survey_plan_questions);
Datum
cpe_survey_plan_questions(PG_FUNCTION_ARGS)
{
	const struct cpe_wave *wave = cpe_wave_plan_arg(fcinfo, 0, cpe_plan_call_memo(fcinfo));
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;

	InitMaterializedSRF(fcinfo, 0);
	for (int i = 0; i < wave->questions; i++)
	{
		const struct cpe_question *question = &wave->question[i];
		int32_t *code = palloc(Max(question->options, 1) * sizeof(*code));
		const char **class = palloc(Max(question->options, 1) * sizeof(*class));
		Datum value[8];
		bool null[8] = {false};

		CHECK_FOR_INTERRUPTS();
		for (int k = 0; k < question->options; k++)
		{
			code[k] = question->option[k].code;
			class[k] = cpe_class_word[question->option[k].class];
		}
		value[0] = Int32GetDatum(i + 1);
		value[1] = CStringGetTextDatum(question->code);
		value[2] = CStringGetTextDatum(cpe_question_kind_word[question->kind]);
		value[3] = cpe_utf8_datum(question->column ? question->column : question->code, &null[3]);
		null[4] = null[5] = question->parent < 0;
		value[4] = null[4] ? (Datum) 0 : CStringGetTextDatum(wave->question[question->parent].code);
		value[5] = cpe_int_array_datum(question->parent_answer, NULL, question->parent_answers);
		value[6] = cpe_int_array_datum(code, NULL, question->options);
		value[7] = cpe_utf8_array_datum(class, question->options);
		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}

/* ---- the registry ---- */

PG_FUNCTION_INFO_V1(cpe_known_wave);
Datum
cpe_known_wave(PG_FUNCTION_ARGS)
{
	char *wave = text_to_cstring(PG_GETARG_TEXT_PP(0));

	if (cpe_first_value("SELECT wave FROM cancer_pe.survey_wave WHERE wave "
	                    "OPERATOR(pg_catalog.=) $1",
	                    1, wave, NULL) == NULL)
		refuse_unknown(wave);
	PG_RETURN_DATUM(PG_GETARG_DATUM(0));
}

/* A registered wave read as a whole; NULL and the problem when its rows do not fit together. */
static struct cpe_wave *
registered_wave(const char *code, struct cpe_problem *problem)
{
	char *text = registered_document(code);

	if (text == NULL)
		refuse_unknown(code);
	return cpe_plan_definition(&cpe_survey_plan_kind, text, strlen(text), CurrentMemoryContext,
	                           problem);
}

PG_FUNCTION_INFO_V1(cpe_json_number);
Datum
cpe_json_number(PG_FUNCTION_ARGS)
{
	float8 value = PG_GETARG_FLOAT8(0);

	if (isinf(value) || isnan(value))
		cpe_refuse(CPE_INVALID, NULL, NULL, "JSON has no number that is not finite");
	PG_RETURN_TEXT_P(cstring_to_text(double_to_shortest_decimal(value)));
}

/*
 * A comparison of wave $1 with what a registered wave does not have.  Waves that are not registered
 * are not looked into: they may come later.
 */
static const char *const orphan_comparison =
	"SELECT pg_catalog.format('%s is compared with question %s of wave %s, which %s.', "
	"c.question, c.other_question, c.other_wave, CASE WHEN q.question IS NULL THEN 'is not there' "
	"ELSE pg_catalog.format('has no code %s', x.code) END) "
	"FROM cancer_pe.comparable_question AS c "
	"JOIN cancer_pe.survey_wave AS w ON w.wave OPERATOR(pg_catalog.=) c.other_wave "
	"LEFT JOIN cancer_pe.question AS q ON q.wave OPERATOR(pg_catalog.=) c.other_wave "
	"AND q.question OPERATOR(pg_catalog.=) c.other_question "
	"LEFT JOIN LATERAL (SELECT u.code FROM pg_catalog.unnest(c.other_codes) AS u (code), "
	"(SELECT pg_catalog.array_agg(o.code) AS codes FROM cancer_pe.answer_option AS o "
	"WHERE o.wave OPERATOR(pg_catalog.=) c.other_wave "
	"AND o.question OPERATOR(pg_catalog.=) c.other_question) AS k "
	"WHERE u.code OPERATOR(pg_catalog.<>) ALL (k.codes) "
	"ORDER BY u.code LIMIT 1) AS x ON true "
	"WHERE c.wave OPERATOR(pg_catalog.=) $1 AND (q.question IS NULL OR x.code IS NOT NULL) "
	"ORDER BY c.question, c.other_wave, c.other_question LIMIT 1";

PG_FUNCTION_INFO_V1(cpe_wave_problem);
Datum
cpe_wave_problem(PG_FUNCTION_ARGS)
{
	struct cpe_problem problem;
	char *code = text_to_cstring(PG_GETARG_TEXT_PP(0));

	if (registered_wave(code, &problem) != NULL)
	{
		char *orphan = cpe_first_value(orphan_comparison, 1, code, NULL);

		if (orphan == NULL)
			PG_RETURN_NULL();
		PG_RETURN_TEXT_P(
			cstring_to_text(psprintf("catalogue of a wave is wrong at $.comparable: %s", orphan)));
	}
	if (problem.code == CPE_CANCELLED || problem.code == CPE_NO_MEMORY)
		cpe_raise(&problem);
	PG_RETURN_TEXT_P(cstring_to_text(
		problem.detail[0] ? psprintf("%s: %s", problem.message, problem.detail) : problem.message));
}

/*
 * The statements of register_wave, in order: $1 the document, $2 the key, $3 whether it is shipped.
 * The wave's own row goes first and is replaced where it stands, so that of two sessions that
 * register one key the later waits for the earlier.
 */
static const char *const registering[] = {
	"INSERT INTO cancer_pe.survey_wave AS s (wave, survey, title, year, state, neutral, "
	"missing_codes, source, certainty, note, builtin) "
	"SELECT $2, w.survey, w.title, w.year::pg_catalog.int4, COALESCE(w.state, 'complete'), "
	"COALESCE(w.neutral, 'excluded'), COALESCE(w.missing::pg_catalog.int4[], '{}'), w.source, "
	"w.certainty, w.note, $3 "
	"FROM pg_catalog.json_to_record($1) AS w (survey pg_catalog.text, title pg_catalog.text, "
	"year pg_catalog.numeric, state pg_catalog.text, neutral pg_catalog.text, "
	"missing pg_catalog.numeric[], source pg_catalog.text, certainty pg_catalog.text, "
	"note pg_catalog.text) "
	"ON CONFLICT (wave) DO UPDATE SET survey = EXCLUDED.survey, title = EXCLUDED.title, "
	"year = EXCLUDED.year, state = EXCLUDED.state, neutral = EXCLUDED.neutral, "
	"missing_codes = EXCLUDED.missing_codes, source = EXCLUDED.source, "
	"certainty = EXCLUDED.certainty, note = EXCLUDED.note",

	"DELETE FROM cancer_pe.question WHERE wave OPERATOR(pg_catalog.=) $2",

	"DELETE FROM cancer_pe.box_rule WHERE wave OPERATOR(pg_catalog.=) $2",

	"INSERT INTO cancer_pe.question (wave, question, position, kind, label, section, column_name, "
	"concept, asked_if_question, asked_if_answers, back_code, source, certainty, note, builtin) "
	"SELECT $2, q.question, q.ordinality, q.kind, q.label, q.section, q.\"column\", q.concept, "
	"a.question, a.answers::pg_catalog.int4[], q.back_code::pg_catalog.int4, q.source, "
	"q.certainty, q.note, $3 "
	"FROM ROWS FROM (pg_catalog.json_to_recordset(pg_catalog.json_extract_path($1, 'questions')) "
	"AS (question pg_catalog.text, kind pg_catalog.text, label pg_catalog.text, "
	"section pg_catalog.text, \"column\" pg_catalog.text, concept pg_catalog.text, "
	"asked_if pg_catalog.json, back_code pg_catalog.numeric, source pg_catalog.text, "
	"certainty pg_catalog.text, note pg_catalog.text)) WITH ORDINALITY AS q "
	"LEFT JOIN LATERAL pg_catalog.json_to_record(q.asked_if) "
	"AS a (question pg_catalog.text, answers pg_catalog.numeric[]) ON true",

	"INSERT INTO cancer_pe.answer_option (wave, question, code, position, class, value, label, "
	"state, certainty, builtin) "
	"SELECT $2, q.question, o.code::pg_catalog.int4, o.ordinality, o.class, o.value, o.label, "
	"o.state, o.certainty, $3 "
	"FROM pg_catalog.json_to_recordset(pg_catalog.json_extract_path($1, 'questions')) "
	"AS q (question pg_catalog.text, options pg_catalog.json), "
	"LATERAL ROWS FROM (pg_catalog.json_to_recordset(q.options) AS (code pg_catalog.numeric, "
	"class pg_catalog.text, value pg_catalog.float8, label pg_catalog.text, "
	"state pg_catalog.text, certainty pg_catalog.text)) WITH ORDINALITY AS o",

	"INSERT INTO cancer_pe.answer_option (wave, question, code, position, class, value, builtin) "
	"SELECT $2, q.question, o.code, o.ordinality, 'rated', o.code, $3 "
	"FROM pg_catalog.json_to_recordset(pg_catalog.json_extract_path($1, 'questions')) "
	"AS q (question pg_catalog.text, rating pg_catalog.json), "
	"LATERAL pg_catalog.json_to_record(q.rating) "
	"AS r (\"from\" pg_catalog.numeric, \"to\" pg_catalog.numeric), "
	"LATERAL pg_catalog.generate_series(r.\"from\"::pg_catalog.int4, "
	"r.\"to\"::pg_catalog.int4) WITH ORDINALITY AS o (code, ordinality) "
	"WHERE q.rating IS NOT NULL",

	"INSERT INTO cancer_pe.box_rule (wave, rule, position, kind, boxes, ticked, unticked, builtin) "
	"SELECT $2, q.rule, q.ordinality, q.kind, q.boxes, COALESCE(q.ticked::pg_catalog.int4, 1), "
	"q.unticked::pg_catalog.int4, $3 "
	"FROM ROWS FROM (pg_catalog.json_to_recordset(pg_catalog.json_extract_path($1, 'rules')) "
	"AS (rule pg_catalog.text, kind pg_catalog.text, boxes pg_catalog.text[], "
	"ticked pg_catalog.numeric, unticked pg_catalog.numeric)) WITH ORDINALITY AS q",

	"INSERT INTO cancer_pe.comparable_question (wave, question, other_wave, other_question, codes, "
	"other_codes, basis, certainty, builtin) "
	"SELECT $2, q.question, q.wave, q.with, o.codes, o.other_codes, q.basis, q.certainty, $3 "
	"FROM pg_catalog.json_to_recordset(pg_catalog.json_extract_path($1, 'comparable')) "
	"AS q (question pg_catalog.text, wave pg_catalog.text, \"with\" pg_catalog.text, "
	"options pg_catalog.json, basis pg_catalog.text, certainty pg_catalog.text), "
	"LATERAL (SELECT "
	"pg_catalog.array_agg(pg_catalog.json_array_element_text(p, 0)::pg_catalog.numeric"
	"::pg_catalog.int4 ORDER BY ordinality) AS codes, "
	"pg_catalog.array_agg(pg_catalog.json_array_element_text(p, 1)::pg_catalog.numeric"
	"::pg_catalog.int4 ORDER BY ordinality) AS other_codes "
	"FROM pg_catalog.json_array_elements(q.options) WITH ORDINALITY AS e (p, ordinality)) AS o"};

/*
 * Replaces a wave that was registered before, and adds the rows of the document.  It has been read
 * and checked as a whole by then; the statements only spread it over the tables, after which what
 * it says of other waves can be checked.
 */
PG_FUNCTION_INFO_V1(cpe_register_wave);
Datum
cpe_register_wave(PG_FUNCTION_ARGS)
{
	text *document = PG_GETARG_TEXT_PP(0);
	Oid type[3] = {JSONOID, TEXTOID, BOOLOID};
	Datum value[3];
	struct cpe_problem problem;
	const struct cpe_wave *wave;

	wave = cpe_plan_definition(&cpe_survey_plan_kind, VARDATA_ANY(document),
	                           VARSIZE_ANY_EXHDR(document), CurrentMemoryContext, &problem);
	if (wave == NULL || !cpe_wave_described(wave, &problem))
		cpe_raise(&problem);
	value[0] = PointerGetDatum(document);
	value[1] = CStringGetTextDatum(wave->code);
	value[2] = BoolGetDatum(cpe_in_own_script());
	if (SPI_connect() != SPI_OK_CONNECT)
		elog(ERROR, "SPI_connect failed");
	for (size_t i = 0; i < lengthof(registering); i++)
		if (SPI_execute_with_args(registering[i], 3, type, value, NULL, false, 0) < 0)
			elog(ERROR, "could not write a registry");
	if (SPI_execute_with_args(orphan_comparison, 1, &type[1], &value[1], NULL, false, 1) !=
	    SPI_OK_SELECT)
		elog(ERROR, "could not read a registry");
	if (SPI_processed > 0)
		cpe_refuse(CPE_INVALID, SPI_getvalue(SPI_tuptable->vals[0], SPI_tuptable->tupdesc, 1), NULL,
		           "catalogue of a wave is wrong at $.comparable");
	SPI_finish();
	PG_RETURN_DATUM(value[1]);
}

#define ROUTED(which)                                                                              \
	"SELECT pg_catalog.format('%s is asked because of %s, which %s.', c.question, "                \
	"c.asked_if_question, CASE WHEN p.position IS NULL THEN 'is not there' "                       \
	"ELSE 'does not stand before it' END) "                                                        \
	"FROM cancer_pe.question AS c LEFT JOIN cancer_pe.question AS p "                              \
	"ON p.wave OPERATOR(pg_catalog.=) c.wave "                                                     \
	"AND p.question OPERATOR(pg_catalog.=) c.asked_if_question "                                   \
	"WHERE c.wave OPERATOR(pg_catalog.=) $1 AND c." which " OPERATOR(pg_catalog.=) $2 "            \
	"AND c.asked_if_question IS NOT NULL "                                                         \
	"AND (p.position IS NULL OR p.position OPERATOR(pg_catalog.>=) c.position)"

/* A question stands behind the one that decides on it, and before those that it decides on. */
static void
check_routing(TriggerData *trigger, HeapTuple row, bool itself, bool others)
{
	TupleDesc desc = RelationGetDescr(trigger->tg_relation);
	char *wave = SPI_getvalue(row, desc, SPI_fnumber(desc, "wave"));
	char *question = SPI_getvalue(row, desc, SPI_fnumber(desc, "question"));
	char *wrong = itself ? cpe_first_value(ROUTED("question"), 2, wave, question) : NULL;

	if (wrong == NULL && others)
		wrong = cpe_first_value(ROUTED("asked_if_question"), 2, wave, question);
	if (wrong != NULL)
		ereport(ERROR, (errcode(ERRCODE_CHECK_VIOLATION),
		                errmsg("routing of wave \"%s\" does not go forward", wave),
		                errdetail("Question %s", wrong), errtable(trigger->tg_relation)));
}

/*
 * Routing goes forward.  Looked at when the transaction ends, so that rows may come and go in any
 * order; no foreign key, because a dump would warn of a table that refers to itself.
 */
PG_FUNCTION_INFO_V1(cpe_check_routing);
Datum
cpe_check_routing(PG_FUNCTION_ARGS)
{
	TriggerData *trigger = (TriggerData *) fcinfo->context;

	if (!CALLED_AS_TRIGGER(fcinfo) || !TRIGGER_FIRED_AFTER(trigger->tg_event) ||
	    !TRIGGER_FIRED_FOR_ROW(trigger->tg_event))
		ereport(ERROR, (errcode(ERRCODE_E_R_I_E_TRIGGER_PROTOCOL_VIOLATED),
		                errmsg("check_routing must be called as a trigger after the change of a "
		                       "row")));
	/* under SET CONSTRAINTS IMMEDIATE the statement's own snapshot does not see what it did */
	CommandCounterIncrement();
	PushActiveSnapshot(GetTransactionSnapshot());
	if (TRIGGER_FIRED_BY_UPDATE(trigger->tg_event))
		check_routing(trigger, trigger->tg_newtuple, true, true);
	check_routing(trigger, trigger->tg_trigtuple, TRIGGER_FIRED_BY_INSERT(trigger->tg_event),
	              !TRIGGER_FIRED_BY_INSERT(trigger->tg_event));
	PopActiveSnapshot();
	return PointerGetDatum(NULL);
}

/* ---- plans ---- */

/* The codes of a question as a list for messages, the first ones of many. */
char *
cpe_code_list(const struct cpe_question *question)
{
	StringInfoData list;

	initStringInfo(&list);
	for (int i = 0; i < question->options && i < 40; i++)
		appendStringInfo(&list, "%s%d", i ? ", " : "", question->option[i].code);
	if (question->options > 40)
		appendStringInfoString(&list, ", ...");
	return list.data;
}

void
cpe_refuse_code(const struct cpe_wave *wave, const struct cpe_question *question, int32 code)
{
	StringInfoData missing;

	initStringInfo(&missing);
	for (int i = 0; i < wave->missings; i++)
		appendStringInfo(&missing, "%s%d", i ? ", " : " No answer is NULL or ", wave->missing[i]);
	cpe_refuse(CPE_INVALID,
	           psprintf("Codes of %s in wave %s: %s.%s%s", question->code, wave->code,
	                    cpe_code_list(question), missing.data, wave->missings > 0 ? "." : ""),
	           "In lenient mode (strict false) such an answer counts as invalid.",
	           "%d is no code of question %s", code, question->code);
}

/* Marks the questions that an option names: an array of keys, or "all". */
static void
choose_questions(const struct cpe_wave *wave, Jsonb *options, bool *chosen)
{
	JsonbValue value;
	JsonbIterator *iterator;
	JsonbIteratorToken token;

	if (!getKeyJsonValueFromContainer(&options->root, "questions", 9, &value) ||
	    value.type == jbvNull)
	{
		cpe_plan_default(wave, chosen);
		return;
	}
	if (value.type == jbvString && value.val.string.len == 3 &&
	    memcmp(value.val.string.val, "all", 3) == 0)
	{
		for (int i = 0; i < wave->questions; i++)
			chosen[i] = wave->question[i].options > 0;
		return;
	}
	if (value.type != jbvBinary || !JsonContainerIsArray(value.val.binary.data) ||
	    JsonContainerIsScalar(value.val.binary.data))
		cpe_refuse(CPE_INVALID, "Questions are an array of keys, or \"all\".", NULL,
		           "option \"questions\" of sheet_plan is wrong");
	iterator = JsonbIteratorInit(value.val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		int question;

		if (token != WJB_ELEM)
			continue;
		if (value.type != jbvString)
			cpe_refuse(CPE_INVALID, "Each is the key of a question, a string.", NULL,
			           "option \"questions\" of sheet_plan is wrong");
		question = cpe_wave_question(wave, value.val.string.val, value.val.string.len);
		if (question < 0)
			cpe_refuse(CPE_INVALID, NULL, "SELECT question FROM cancer_pe.question lists them.",
			           "there is no question \"%s\" in wave \"%s\"",
			           pnstrdup(value.val.string.val, value.val.string.len), wave->code);
		if (wave->question[question].options == 0)
			cpe_refuse(CPE_INVALID, NULL, NULL,
			           "the options of question \"%s\" of wave \"%s\" are not known",
			           wave->question[question].code, wave->code);
		chosen[question] = true;
	}
}

/* The text of a plan, in the server's encoding. */
static char *
plan_text(const char *code, Jsonb *given)
{
	static const char *const known[] = {"questions", "clean", "strict", "neutral", NULL};
	struct cpe_options options = {.what = "sheet_plan", .layer = {given, NULL}};
	struct cpe_problem problem;
	const struct cpe_wave *wave;
	struct cpe_plan_choice choice;
	struct cpe_arena arena;
	bool any = false;
	char *text;
	int said;

	if (given != NULL)
		cpe_options_check(&options, known);
	wave = registered_wave(code, &problem);
	if (wave == NULL)
		cpe_raise(&problem);
	choice.chosen = palloc0(wave->questions * sizeof(bool));
	if (given != NULL)
		choose_questions(wave, given, choice.chosen);
	else
		cpe_plan_default(wave, choice.chosen);
	for (int i = 0; i < wave->questions; i++)
		any = any || choice.chosen[i];
	if (!any || wave->state == CPE_WAVE_SKELETON)
		cpe_refuse(CPE_INVALID,
		           wave->state == CPE_WAVE_SKELETON
		               ? "Its state is skeleton: what its answers count as is not known."
		               : "No question is chosen, or none is scored or a rating.",
		           wave->state == CPE_WAVE_SKELETON
		               ? "Register a wave of your own with what you know (register_wave)."
		               : "Name what is to be counted in the option questions.",
		           "nothing of wave \"%s\" can be counted", code);
	choice.clean = given != NULL && cpe_option_boolean(&options, "clean") == 1;
	choice.strict = given == NULL || cpe_option_boolean(&options, "strict") != 0;
	choice.neutral_scored = wave->neutral_scored;
	if (given != NULL && cpe_option_text(&options, "neutral") != NULL)
	{
		said = cpe_option_word(&options, "neutral", cpe_neutral_word);
		choice.neutral_scored = said == 1;
	}
	if (choice.clean)
	{
		cpe_plan_complete(wave, choice.chosen);
		for (int i = 0; i < wave->questions; i++)
			if (choice.chosen[i] && wave->question[i].options == 0)
				cpe_refuse(CPE_INVALID, "Cleaning needs it.", NULL,
				           "the options of question \"%s\" of wave \"%s\" are not known",
				           wave->question[i].code, code);
	}
	cpe_arena_open(&arena, CurrentMemoryContext);
	text = cpe_plan_write(&arena, wave, &choice, NULL, &problem);
	if (text == NULL)
		cpe_raise(&problem);
	return pg_any_to_server(text, (int) strlen(text), PG_UTF8);
}

static char *
default_plan_text(const char *wave)
{
	return plan_text(wave, NULL);
}

const struct cpe_plan_kind cpe_default_plan_kind = {"wave", read_wave, check_texts,
                                                    default_plan_text, refuse_unknown};

PG_FUNCTION_INFO_V1(cpe_sheet_plan);
Datum
cpe_sheet_plan(PG_FUNCTION_ARGS)
{
	char *wave = text_to_cstring(PG_GETARG_TEXT_PP(0));
	char *document = plan_text(wave, PG_GETARG_JSONB_P(1));
	struct cpe_problem problem;
	struct cpe_plan *plan =
		cpe_plan_make(&cpe_survey_plan_kind, document, strlen(document), &problem);

	if (plan == NULL)
		cpe_raise(&problem);
	PG_RETURN_POINTER(plan);
}
