/*
 * Metrics: the text of a rule.  What is read is written, reads back as the same text, becomes a
 * plan and judges rows: of any values alike before and after it was written, and by no wrong value
 * unless it can have one.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "cohort/metric_rule.h"

/* Values for the columns of a rule, some of them the rule's own codes. */
static void
random_row(struct fuzz_random *random, const struct cpe_metric_rule *rule,
           struct cpe_metric_value *value)
{
	static const char *const text[] = {"", " ", "1", "C50.4", "c78", "\377\303", "Y1", "-1"};

	memset(value, 0, (size_t) rule->columns * sizeof(*value));
	for (int i = 0; i < rule->columns; i++)
	{
		const char *it = text[fuzz_below(random, sizeof(text) / sizeof(*text))];

		cpe_metric_take_text(&value[i], it, strlen(it));
		value[i].number = (double) fuzz_below(random, 2000) - 1000;
		if (fuzz_below(random, 20) == 0)
			value[i].number = fuzz_below(random, 2) ? NAN : INFINITY;
	}
	for (int i = 0; i < rule->conditions; i++)
	{
		const struct cpe_metric_condition *condition = &rule->condition[i];

		if (condition->words.count > 0 && fuzz_below(random, 2) == 0)
		{
			const char *it = condition->words.word[fuzz_below(random, condition->words.count)];

			cpe_metric_take_text(&value[condition->column], it, strlen(it));
		}
	}
}

/* Judges rows by a rule and by what it reads back as. */
static void
check_judging(struct fuzz_random *random, const struct cpe_metric_rule *rule,
              const struct cpe_metric_rule *again)
{
	static struct cpe_metric_value value[CPE_METRIC_MAX_COLUMNS], moved[CPE_METRIC_MAX_COLUMNS];

	for (int row = 0; row < 20; row++)
	{
		struct cpe_problem problem = {0}, other = {0};
		enum cpe_metric_verdict verdict;

		random_row(random, rule, value);
		/* parts are written in another order, so columns are met in another one */
		for (int i = 0; i < again->columns; i++)
			for (int k = 0; k < rule->columns; k++)
				if (cpe_metric_same_name(again->column[i].name, rule->column[k].name))
					moved[i] = value[k];
		verdict = cpe_metric_judge(rule, value, &problem);
		MUST(verdict < CPE_VERDICTS);
		MUST(verdict == cpe_metric_judge(again, moved, &other));
		MUST((verdict == CPE_VERDICT_INVALID) == (problem.code != CPE_OK));
	}
}

/* Puts codes in the place of code lists, and numbers in that of parameters. */
static void
check_plan(struct cpe_arena *arena, struct cpe_metric_rule *rule)
{
	static const char *const code[] = {"1", "2", "3"};
	struct cpe_problem problem = {0};
	size_t size;
	char *text;

	for (int i = 0; i < rule->conditions; i++)
		if (rule->condition[i].test == CPE_TEST_CLASS)
		{
			const char *code_class[3] = {rule->condition[i].words.word[0], NULL, "other"};

			MUST(cpe_metric_expand(arena, &rule->condition[i], code, code_class, 3, &problem));
		}
	MUST(cpe_metric_settle(rule, &problem));
	MUST(cpe_metric_is_plan(rule, &problem));
	text = cpe_metric_print(arena, rule, &size, &problem);
	MUST(text != NULL);
	if (size <= CPE_METRIC_MAX_TEXT)
	{
		struct cpe_metric_rule *plan = cpe_metric_parse(arena, text, size, &problem);

		MUST(plan != NULL && cpe_metric_is_plan(plan, &problem));
	}
}

static bool
use_rule(struct cpe_arena *arena, const char *text, size_t length, struct cpe_problem *problem)
{
	return cpe_metric_parse(arena, text, length, problem) != NULL;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	struct fuzz_random random = fuzz_random_of(data, size);
	struct cpe_problem problem = {0};
	struct fuzz_arena arena;
	struct cpe_metric_rule *rule, *again;
	char *text, *twice;
	size_t length, length_twice;

	fuzz_with_arenas(use_rule, data, size);
	fuzz_arena_open(&arena, FUZZ_NEVER, FUZZ_NEVER);
	rule = cpe_metric_parse(&arena.arena, (const char *) data, size, &problem);
	if (rule != NULL)
	{
		text = cpe_metric_print(&arena.arena, rule, &length, &problem);
		MUST(text != NULL && length == strlen(text));
		/* its spelling can be longer than what was given */
		if (length <= CPE_METRIC_MAX_TEXT)
		{
			again = cpe_metric_parse(&arena.arena, text, length, &problem);
			MUST(again != NULL);
			twice = cpe_metric_print(&arena.arena, again, &length_twice, &problem);
			MUST(twice != NULL && length_twice == length && strcmp(text, twice) == 0);
			if (cpe_metric_is_plan(rule, &problem))
				check_judging(&random, rule, again);
			check_plan(&arena.arena, rule);
		}
	}
	fuzz_arena_close(&arena);
}
