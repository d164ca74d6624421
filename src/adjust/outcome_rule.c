#include "adjust/outcome_rule.h"

#include <stdlib.h>
#include <string.h>

#include "base/text.h"
#include "survey/plan.h"
#include "tally/sheet.h"

static int
compare_codes(const void *a, const void *b)
{
	const int32_t left = *(const int32_t *) a;
	const int32_t right = *(const int32_t *) b;

	return (left > right) - (left < right);
}

/* Codes in ascending order, of which only the set matters. */
static void
write_codes(struct cpe_text *text, const int32_t *code, int codes)
{
	int32_t *sorted = cpe_arena_alloc(text->arena, (size_t) codes, sizeof(*code), text->problem);

	if (sorted == NULL)
	{
		text->failed = true;
		return;
	}
	if (codes > 0)
	{
		memcpy(sorted, code, sizeof(*code) * (size_t) codes);
		qsort(sorted, (size_t) codes, sizeof(*code), compare_codes);
	}
	for (int i = 0; i < codes; i++)
		cpe_text_printf(text, " %d", sorted[i]);
}

/* The option of the question that has the next code from that one on, or NULL. */
static const struct cpe_option *
option_from(const struct cpe_question *question, uint32_t *at)
{
	for (; question->options > 0 && *at <= question->spread; ++*at)
		if (question->place[*at] != 0)
			return &question->option[question->place[(*at)++] - 1];
	return NULL;
}

/* The outcome of each code: 1, 0, what a rating stands for (its bits), or none. */
static void
write_outcomes(struct cpe_text *text, const struct cpe_wave *wave,
               const struct cpe_question *question)
{
	bool rated = question->kind == CPE_KIND_RATING;
	const struct cpe_option *option;
	uint32_t at = 0;

	cpe_text_append(text, rated ? "rated" : "positive");
	while ((option = option_from(question, &at)) != NULL)
	{
		cpe_text_printf(text, " %d=", option->code);
		if (rated && option->valued)
		{
			uint64_t bits;

			memcpy(&bits, &option->value, sizeof(bits));
			cpe_text_printf(text, "%llu", (unsigned long long) bits);
		}
		else if (!rated && cpe_sheet_is_scored(option, wave->neutral_scored))
			cpe_text_append(text, option->class == CPE_POSITIVE ? "1" : "0");
		else
			cpe_text_append(text, "-");
	}
}

/* What cleaning looks at of a question. */
static void
write_routing(struct cpe_text *text, const struct cpe_wave *wave,
              const struct cpe_question *question)
{
	const struct cpe_option *option;
	uint32_t at = 0;

	cpe_text_printf(text, "\nquestion \"%s\"", question->code);
	if (question->parent >= 0)
	{
		cpe_text_printf(text, " if \"%s\"", wave->question[question->parent].code);
		write_codes(text, question->parent_answer, question->parent_answers);
	}
	if (question->back_coded)
		cpe_text_printf(text, " back %d", question->back_code);
	cpe_text_append(text, " codes");
	while ((option = option_from(question, &at)) != NULL)
		cpe_text_printf(text, " %d%s", option->code, option->class == CPE_EXCLUDED ? "-" : "");
}

static void
write_rule(struct cpe_text *text, const struct cpe_wave *wave, const struct cpe_box_rule *rule)
{
	cpe_text_printf(text, "\n%s %d", cpe_rule_kind_word[rule->kind], rule->ticked);
	if (rule->unticked_known)
		cpe_text_printf(text, " or %d", rule->unticked);
	for (int i = 0; i < rule->boxes; i++)
		cpe_text_printf(text, " \"%s\"", wave->question[rule->box[i]].code);
}

/* What cleaning looks at, for the questions chosen. */
static void
write_cleaning(struct cpe_text *text, const struct cpe_wave *wave, const bool *chosen)
{
	cpe_text_append(text, "\nmissing");
	write_codes(text, wave->missing, wave->missings);
	for (int i = 0; i < wave->questions; i++)
		if (chosen[i])
			write_routing(text, wave, &wave->question[i]);
	for (int i = 0; i < wave->rules; i++)
		if (chosen[wave->rule[i].box[0]])
			write_rule(text, wave, &wave->rule[i]);
}

char *
cpe_outcome_rule(struct cpe_arena *arena, const struct cpe_wave *wave, int question, size_t *length,
                 struct cpe_problem *problem)
{
	struct cpe_text text;
	bool *chosen = cpe_arena_alloc(arena, (size_t) wave->questions, sizeof(*chosen), problem);
	bool cleaned = false;

	if (chosen == NULL)
		return NULL;
	cpe_text_open(&text, arena, problem);
	write_outcomes(&text, wave, &wave->question[question]);
	chosen[question] = true;
	if (wave->clean)
		cpe_plan_complete(wave, chosen);
	for (int i = 0; i < wave->questions; i++)
		cleaned = cleaned || (i != question && chosen[i]);
	if (cleaned)
		write_cleaning(&text, wave, chosen);
	return cpe_text_close(&text, length);
}
