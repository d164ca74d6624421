/*
 * Catalogues of waves: what is read holds together, plans of it are read back as they were written,
 * and what cleaning leaves of any answers is routed, known, and stays as it is.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "survey/cleaning.h"
#include "survey/plan.h"

#define ROUNDS 6

/* What whoever uses a wave relies on. */
static void
check_wave(const struct cpe_wave *wave)
{
	long options = 0;

	MUST(wave->questions > 0 && wave->questions <= CPE_MAX_QUESTIONS);
	for (int i = 0; i < wave->questions; i++)
	{
		const struct cpe_question *question = &wave->question[i];
		const char *column = question->column ? question->column : question->code;

		MUST(cpe_wave_question(wave, question->code, strlen(question->code)) == i);
		MUST(cpe_wave_column(wave, column, strlen(column)) == i);
		MUST(question->parent >= -1 && question->parent < i);
		MUST((question->parent < 0) == (question->parent_answers == 0));
		MUST(!question->back_coded || wave->back_coding);
		MUST(question->behind_back_coded ==
		     (question->parent >= 0 && (wave->question[question->parent].back_coded ||
		                                wave->question[question->parent].behind_back_coded)));
		MUST(question->options > 0 || wave->state != CPE_WAVE_COMPLETE);
		options += question->options;
		for (int k = 0; k < question->options; k++)
		{
			const struct cpe_option *option = &question->option[k];

			MUST(cpe_question_option(question, option->code) == k);
			MUST(option->code != CPE_NO_CODE && !cpe_wave_is_missing(wave, option->code));
			MUST(option->class >= CPE_POSITIVE && option->class <= CPE_RATED);
			MUST(option->valued ? fabs(option->value) <= 1e15 : option->class != CPE_RATED);
		}
		MUST(cpe_question_option(question, CPE_NO_CODE) == -1);
	}
	MUST(options <= CPE_MAX_OPTIONS);
	for (int i = 0; i < wave->rules; i++)
	{
		MUST(wave->rule[i].boxes >= 2);
		for (int k = 0; k < wave->rule[i].boxes; k++)
			MUST(wave->rule[i].box[k] >= 0 && wave->rule[i].box[k] < wave->questions);
	}
	for (int i = 0; i < wave->comparisons; i++)
		MUST(wave->comparison[i].question >= 0 && wave->comparison[i].question < wave->questions &&
		     strcmp(wave->comparison[i].wave, wave->code) != 0);
}

/* ---- cleaning ---- */

static int32_t
some_answer(const struct cpe_wave *wave, const struct cpe_question *question,
            struct fuzz_random *random)
{
	static const int32_t odd[] = {0, 1, -1, 99, CPE_NO_CODE, INT32_MAX, INT32_MIN + 1};
	size_t kind = fuzz_below(random, 16);

	if (kind == 0 || question->options == 0)
		return odd[fuzz_below(random, sizeof(odd) / sizeof(odd[0]))];
	if (kind == 1 && wave->missings > 0)
		return wave->missing[fuzz_below(random, (size_t) wave->missings)];
	return question->option[fuzz_below(random, (size_t) question->options)].code;
}

/* A finding leads from what an answer is by now to what it becomes. */
struct replay
{
	int32_t *answer;
	bool *given;
	int findings;
};

static void
replay(struct cpe_findings *findings, const struct cpe_finding *finding)
{
	struct replay *now = findings->owner;
	int question = finding->question;

	now->findings++;
	MUST(finding->fault <= CPE_FAULT_FILTER_MISSING && cpe_fault_word[finding->fault] != NULL);
	MUST(finding->given == now->given[question] &&
	     (!finding->given || finding->answer == now->answer[question]));
	now->given[question] = finding->becomes_given;
	now->answer[question] = finding->becomes_given ? finding->becomes : 0;
}

static void
check_clean(const struct cpe_wave *wave, const int32_t *answer, const bool *given, bool keep)
{
	for (int i = 0; i < wave->questions; i++)
	{
		const struct cpe_question *question = &wave->question[i];
		bool asked = question->parent < 0;

		if (!given[i])
			continue;
		MUST(!cpe_wave_is_missing(wave, answer[i]));
		MUST(keep || question->options == 0 || cpe_question_option(question, answer[i]) >= 0);
		for (int k = 0; k < question->parent_answers; k++)
			asked = asked || (given[question->parent] &&
			                  answer[question->parent] == question->parent_answer[k]);
		MUST(asked);
	}
}

static void
check_cleaning(const struct cpe_wave *wave, struct fuzz_random *random)
{
	static int32_t answer[CPE_MAX_QUESTIONS], before[CPE_MAX_QUESTIONS], now[CPE_MAX_QUESTIONS];
	static bool given[CPE_MAX_QUESTIONS], given_before[CPE_MAX_QUESTIONS],
		given_now[CPE_MAX_QUESTIONS];
	size_t questions = (size_t) wave->questions;

	for (int round = 0; round < ROUNDS; round++)
	{
		bool keep = round % 2;
		struct replay told = {now, given_now, 0};
		struct cpe_findings findings = {replay, &told};
		size_t share = 20 + fuzz_below(random, 81);

		for (size_t i = 0; i < questions; i++)
		{
			given[i] = given_now[i] = fuzz_below(random, 100) < share;
			answer[i] = now[i] = given[i] ? some_answer(wave, &wave->question[i], random) : 0;
			if (given_now[i] && cpe_wave_is_missing(wave, now[i]))
				given_now[i] = false, now[i] = 0;
		}
		cpe_clean(wave, answer, given, keep, &findings);
		check_clean(wave, answer, given, keep);
		MUST(memcmp(now, answer, questions * sizeof(answer[0])) == 0);
		MUST(memcmp(given_now, given, questions * sizeof(given[0])) == 0);
		memcpy(before, answer, questions * sizeof(answer[0]));
		memcpy(given_before, given, questions * sizeof(given[0]));
		told.findings = 0;
		cpe_clean(wave, answer, given, keep, &findings);
		MUST(memcmp(before, answer, questions * sizeof(answer[0])) == 0);
		MUST(memcmp(given_before, given, questions * sizeof(given[0])) == 0);
		MUST(keep || told.findings == 0);
	}
}

/* ---- plans ---- */

static void
check_plan(const struct cpe_wave *wave, struct fuzz_random *random)
{
	static bool chosen[CPE_MAX_QUESTIONS];
	struct cpe_plan_choice choice = {chosen, fuzz_below(random, 2) == 1, fuzz_below(random, 2) == 1,
	                                 fuzz_below(random, 2) == 1};
	struct fuzz_arena arena;
	struct cpe_problem problem;
	const struct cpe_wave *plan;
	char *text, *again;
	size_t length, length_again;
	int number = 0;

	cpe_plan_default(wave, chosen);
	for (int i = 0; i < wave->questions; i++)
		if (fuzz_below(random, 3) == 0)
			chosen[i] = !chosen[i];
	if (choice.clean)
		cpe_plan_complete(wave, chosen);
	for (int i = 0; i < wave->questions; i++)
	{
		if (chosen[i] && wave->question[i].options == 0)
			return; /* sheet_plan refuses */
		if (chosen[i] && choice.clean && wave->question[i].parent >= 0)
			MUST(chosen[wave->question[i].parent]);
		number += chosen[i];
	}
	if (number == 0)
		return;
	fuzz_arena_open(&arena, FUZZ_NEVER, FUZZ_NEVER);
	text = cpe_plan_write(&arena.arena, wave, &choice, &length, &problem);
	MUST(text != NULL && strlen(text) == length);
	plan = cpe_wave_read(&arena.arena, text, length, &problem);
	if (plan == NULL && problem.code == CPE_LIMIT)
	{
		fuzz_arena_close(&arena);
		return;
	}
	MUST(plan != NULL && plan->questions == number && plan->clean == choice.clean &&
	     plan->strict == choice.strict && plan->neutral_scored == choice.neutral_scored);
	check_wave(plan);
	for (int i = 0; i < number; i++)
		chosen[i] = true;
	again = cpe_plan_write(&arena.arena, plan, &choice, &length_again, &problem);
	MUST(again != NULL && length_again == length && memcmp(text, again, length) == 0);
	fuzz_arena_close(&arena);
}

/* That the parts of a wave that a choice needs are cleaned as in the whole. */
static void
check_part(const struct cpe_wave *wave, struct fuzz_random *random)
{
	static bool chosen[CPE_MAX_QUESTIONS], given[CPE_MAX_QUESTIONS], part_given[CPE_MAX_QUESTIONS];
	static int32_t answer[CPE_MAX_QUESTIONS], part_answer[CPE_MAX_QUESTIONS];

	memset(chosen, 0, sizeof(chosen));
	chosen[fuzz_below(random, (size_t) wave->questions)] = true;
	cpe_plan_complete(wave, chosen);
	for (int i = 0; i < wave->questions; i++)
	{
		given[i] = fuzz_below(random, 4) > 0;
		answer[i] = given[i] ? some_answer(wave, &wave->question[i], random) : 0;
		part_given[i] = given[i] && chosen[i];
		part_answer[i] = part_given[i] ? answer[i] : 0;
	}
	cpe_clean(wave, answer, given, false, NULL);
	cpe_clean(wave, part_answer, part_given, false, NULL);
	for (int i = 0; i < wave->questions; i++)
		MUST(!chosen[i] || (given[i] == part_given[i] && answer[i] == part_answer[i]));
}

static bool
read_and_clean(struct cpe_arena *arena, const char *text, size_t length,
               struct cpe_problem *problem)
{
	struct fuzz_random random = fuzz_random_of((const uint8_t *) text, length);
	struct cpe_wave *wave = cpe_wave_read(arena, text, length, problem);
	struct cpe_problem lacking;

	if (wave == NULL)
		return false;
	check_wave(wave);
	if (!cpe_wave_described(wave, &lacking))
		fuzz_check_problem(&lacking);
	check_cleaning(wave, &random);
	check_plan(wave, &random);
	check_part(wave, &random);
	return true;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	fuzz_with_arenas(read_and_clean, data, size);
}
