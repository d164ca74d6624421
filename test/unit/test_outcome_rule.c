#include "adjust/outcome_rule.h"
#include "survey/cleaning.h"
#include "survey/plan.h"
#include "unit.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/*
 * Rules by which answers become outcomes: what changes them and what does not, by hand; and over
 * generated plans, that a rule that is the same gives every row of answers the same outcome.
 */

#define ROOM 8000

static struct cpe_arena arena;
static struct cpe_problem problem;

static const struct cpe_wave *
read_wave(const char *document)
{
	return cpe_wave_read(&arena, document, strlen(document), &problem);
}

static const char *
rule_of(const struct cpe_wave *wave, int question)
{
	size_t length;
	const char *rule = cpe_outcome_rule(&arena, wave, question, &length, &problem);

	CHECK(rule != NULL && strlen(rule) == length, "a rule: %s", problem.message);
	return rule;
}

/* The rule of a question in the plan of it alone. */
static const char *
rule_alone(const struct cpe_wave *wave, int question)
{
	struct cpe_plan_choice choice = {NULL, wave->clean, wave->strict, wave->neutral_scored};
	const struct cpe_wave *alone;
	const char *key = wave->question[question].code;
	size_t length;
	char *plan;

	choice.chosen = cpe_arena_alloc(&arena, (size_t) wave->questions, sizeof(bool), &problem);
	choice.chosen[question] = true;
	if (wave->clean)
		cpe_plan_complete(wave, choice.chosen);
	plan = cpe_plan_write(&arena, wave, &choice, &length, &problem);
	alone = cpe_wave_read(&arena, plan, length, &problem);
	if (!CHECK(alone != NULL, "a plan: %s %s", problem.message, problem.detail))
		return "";
	return rule_of(alone, cpe_wave_question(alone, key, strlen(key)));
}

/* ---- by hand ---- */

/* Q1 decides on Q2, which has neutral answers; Q3 is a rating, Q4 asked of all; two boxes. */
static const char base[] =
	"{\"wave\":\"W\",\"neutral\":\"excluded\",\"missing\":[999,998],\"clean\":true,\"questions\":["
	"{\"question\":\"Q1\",\"kind\":\"filter\",\"options\":[{\"code\":1,\"class\":\"excluded\"},"
	"{\"code\":2,\"class\":\"excluded\"}]},"
	"{\"question\":\"Q2\",\"kind\":\"scored\",\"asked_if\":{\"question\":\"Q1\",\"answers\":[1]},"
	"\"options\":[{\"code\":1,\"class\":\"positive\"},{\"code\":2,\"class\":\"neutral\"},"
	"{\"code\":3,\"class\":\"negative\"},{\"code\":4,\"class\":\"excluded\"}]},"
	"{\"question\":\"Q3\",\"kind\":\"rating\",\"options\":[{\"code\":1,\"class\":\"rated\","
	"\"value\":-5},{\"code\":2,\"class\":\"rated\",\"value\":7}]},"
	"{\"question\":\"Q4\",\"kind\":\"scored\",\"column\":\"care\",\"options\":[{\"code\":5,"
	"\"class\":\"negative\"},{\"code\":7,\"class\":\"positive\"}]},"
	"{\"question\":\"B1\",\"kind\":\"box\",\"options\":[{\"code\":0,\"class\":\"negative\"},"
	"{\"code\":1,\"class\":\"positive\"}]},"
	"{\"question\":\"B2\",\"kind\":\"box\",\"options\":[{\"code\":0,\"class\":\"negative\"},"
	"{\"code\":1,\"class\":\"positive\"}]}],"
	"\"rules\":[{\"rule\":\"one\",\"kind\":\"exclusive\",\"ticked\":1,\"unticked\":0,"
	"\"boxes\":[\"B1\",\"B2\"]}]}";

static const struct
{
	const char *from, *to;
	const char *changes; /* of the questions, those whose rule is another: 1 to 6 */
} edits[] = {
	{"\"wave\":\"W\"", "\"wave\":\"V\"", ""},
	{"\"clean\":true", "\"clean\":true,\"strict\":false", ""},
	{"\"column\":\"care\"", "\"column\":\"cure\"", ""},
	{"[999,998]", "[998,999]", ""},
	{"\"rule\":\"one\"", "\"rule\":\"two\"", ""},
	{"{\"code\":5,\"class\":\"negative\"},{\"code\":7,\"class\":\"positive\"}",
     "{\"code\":7,\"class\":\"positive\"},{\"code\":5,\"class\":\"negative\"}", ""},
	{"\"neutral\":\"excluded\"", "\"neutral\":\"scored\"", "2"},
	{"\"code\":5,\"class\":\"negative\"", "\"code\":5,\"class\":\"neutral\"", "4"},
	{"\"code\":7,", "\"code\":8,", "4"},
	{"\"code\":5,\"class\":\"negative\"}",
     "\"code\":5,\"class\":\"negative\"},{\"code\":6,"
     "\"class\":\"excluded\"}",
     "4"},
	{"\"value\":7", "\"value\":7.5", "3"},
	{"\"value\":-5", "\"value\":5", "3"},
	{"\"code\":2,\"class\":\"rated\",\"value\":7", "\"code\":2,\"class\":\"excluded\"", "3"},
	{"\"answers\":[1]", "\"answers\":[1,2]", "2"},
	{"\"answers\":[1]", "\"answers\":[2]", "2"},
	{"\"asked_if\":{\"question\":\"Q1\",\"answers\":[1]},", "", "2"},
	/* another option of the filter: an answer that was none leads elsewhere now */
	{"[{\"code\":1,\"class\":\"excluded\"},",
     "[{\"code\":3,\"class\":\"excluded\"},{\"code\":1,"
     "\"class\":\"excluded\"},",
     "12"},
	/* a filter that is back-coded depends on what is behind it */
	{"\"kind\":\"filter\",", "\"kind\":\"filter\",\"back_code\":1,", "12"},
	{"\"code\":4,\"class\":\"excluded\"", "\"code\":4,\"class\":\"neutral\"", "2"},
	{"[999,998]", "[999]", "256"},
	{"\"unticked\":0,", "", "56"},
	{"exclusive", "contradiction", "56"},
	{"[\"B1\",\"B2\"]", "[\"B2\",\"B1\"]", "56"},
	{"\"clean\":true", "\"clean\":false", "256"},
};

/* The document with a part of it replaced. */
static const char *
edited(const char *from, const char *to)
{
	static char document[ROOM];
	const char *at = strstr(base, from);

	CHECK(at != NULL, "%s is there", from);
	snprintf(document, sizeof(document), "%.*s%s%s", (int) (at - base), base, to,
	         at + strlen(from));
	return document;
}

static void
test_by_hand(void)
{
	const struct cpe_wave *wave;
	const char *rule[6];

	cpe_arena_open_malloc(&arena);
	unit_case("a rule as it is written");
	wave = read_wave(base);
	if (!CHECK(wave != NULL, "%s: %s", problem.message, problem.detail))
		return;
	for (int q = 0; q < 6; q++)
		rule[q] = rule_of(wave, q);
	CHECK(strcmp(rule[0], "positive 1=- 2=-") == 0, "%s", rule[0]);
	CHECK(strcmp(rule[1], "positive 1=1 2=- 3=0 4=-\nmissing 998 999\nquestion \"Q1\" codes 1- 2-\n"
	                      "question \"Q2\" if \"Q1\" 1 codes 1 2 3 4-") == 0,
	      "%s", rule[1]);
	CHECK(strcmp(rule[2], "rated 1=13840687554816376832 2=4619567317775286272") == 0, "%s",
	      rule[2]);
	CHECK(strcmp(rule[3], "positive 5=0 7=1") == 0, "%s", rule[3]);
	CHECK(strcmp(rule[4], "positive 0=0 1=1\nmissing 998 999\nquestion \"B1\" codes 0 1\n"
	                      "question \"B2\" codes 0 1\nexclusive 1 or 0 \"B1\" \"B2\"") == 0,
	      "%s", rule[4]);
	unit_case("what changes a rule, and what does not");
	for (size_t i = 0; i < sizeof(edits) / sizeof(edits[0]); i++)
	{
		wave = read_wave(edited(edits[i].from, edits[i].to));
		if (!CHECK(wave != NULL, "%s: %s", edits[i].to, problem.detail))
			continue;
		for (int q = 0; q < 6; q++)
		{
			bool changes = strchr(edits[i].changes, '1' + q) != NULL;
			const char *now = rule_of(wave, q);

			CHECK((strcmp(rule[q], now) != 0) == changes, "%s: question %d: %s", edits[i].to, q + 1,
			      now);
			CHECK(strcmp(now, rule_alone(wave, q)) == 0, "the same in a plan of it alone");
		}
	}
	cpe_arena_close_malloc(&arena);
}

/* ---- generated ---- */

#define QUESTIONS 5
#define ANSWERS 5 /* none, 1 to 3, and 9 */

static uint64_t state = 2018;
static char made[ROOM];
static size_t used;

static int
pick(int low, int high)
{
	state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
	return low + (int) ((state >> 33) % (uint64_t) (high - low + 1));
}

static void __attribute__((format(printf, 1, 2))) add(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	used += (size_t) vsnprintf(made + used, ROOM - used, format, args);
	va_end(args);
}

/* A plan of few things that can differ, so that two of them are often the same in a question. */
static void
make_plan(void)
{
	bool routed = pick(0, 3) > 0;

	used = 0;
	add("{\"wave\":\"G\",\"neutral\":\"%s\",\"clean\":%s%s,\"questions\":[",
	    pick(0, 1) ? "scored" : "excluded", pick(0, 3) ? "true" : "false",
	    pick(0, 1) ? ",\"missing\":[9]" : "");
	for (int i = 0; i < QUESTIONS; i++)
	{
		add("%s{\"question\":\"q%d\",\"kind\":\"scored\",", i ? "," : "", i);
		if (i > 0 && i < 3 && routed)
			add("\"asked_if\":{\"question\":\"q%d\",\"answers\":[%s]},", i - 1,
			    (const char *[]){"1", "2", "1,2", "2,1"}[pick(0, 3)]);
		if (i < 2 && routed && pick(0, 1))
			add("\"back_code\":%d,", pick(1, 2));
		add("\"options\":[{\"code\":1,\"class\":\"positive\"},{\"code\":2,\"class\":\"%s\"}%s]}",
		    (const char *[]){"negative", "neutral", "excluded"}[pick(0, 2)],
		    pick(0, 3) ? "" : ",{\"code\":3,\"class\":\"excluded\"}");
	}
	add("]");
	if (pick(0, 1))
	{
		int first = pick(3, 4);

		add(",\"rules\":[{\"rule\":\"r\",\"kind\":\"%s\",\"ticked\":1,\"unticked\":2,"
		    "\"boxes\":[\"q%d\",\"q%d\"]}]",
		    (const char *[]){"exclusive", "contradiction", "tick_all"}[pick(0, 2)], first,
		    7 - first);
	}
	add("}");
}

/* What a row of answers gives for a question: 1, 0, or -1 for no outcome. */
static int
outcome(const struct cpe_wave *wave, int question, int row)
{
	static const int32_t answers[ANSWERS] = {0, 1, 2, 3, 9};
	int32_t answer[QUESTIONS];
	bool given[QUESTIONS];

	for (int i = 0; i < QUESTIONS; i++, row /= ANSWERS)
	{
		answer[i] = answers[row % ANSWERS];
		given[i] = row % ANSWERS > 0;
	}
	if (wave->clean)
		cpe_clean(wave, answer, given, true, NULL);
	if (!given[question])
		return -1;
	for (int k = 0; k < wave->question[question].options; k++)
	{
		const struct cpe_option *option = &wave->question[question].option[k];

		if (option->code != answer[question])
			continue;
		if (option->class == CPE_POSITIVE)
			return 1;
		return option->class == CPE_NEGATIVE ||
		               (option->class == CPE_NEUTRAL && wave->neutral_scored)
		           ? 0
		           : -1;
	}
	return -1;
}

static bool
same_outcomes(const struct cpe_wave *a, const struct cpe_wave *b, int question)
{
	int rows = 1;

	for (int i = 0; i < QUESTIONS; i++)
		rows *= ANSWERS;
	for (int row = 0; row < rows; row++)
		if (outcome(a, question, row) != outcome(b, question, row))
			return false;
	return true;
}

#define PLANS 300

static void
test_generated(void)
{
	static const struct cpe_wave *plan[PLANS];
	static const char *rule[PLANS][QUESTIONS];
	int plans = 0, same = 0, cleaned = 0, needless = 0, pairs = 0;

	unit_case("the same rule, the same outcome of every row");
	cpe_arena_open_malloc(&arena);
	while (plans < PLANS)
	{
		make_plan();
		plan[plans] = read_wave(made);
		if (plan[plans] == NULL)
			continue; /* a back code that leads nowhere, say */
		for (int q = 0; q < QUESTIONS; q++)
		{
			rule[plans][q] = rule_of(plan[plans], q);
			CHECK(strcmp(rule[plans][q], rule_alone(plan[plans], q)) == 0, "in a plan of it alone");
		}
		plans++;
	}
	for (int a = 1; a < PLANS; a++)
		for (int q = 0; q < QUESTIONS; q++)
		{
			int b = pick(0, a - 1);

			/* the nearest that has the same rule, or any */
			for (int i = 0; i < a; i++)
				if (strcmp(rule[a][q], rule[i][q]) == 0)
					b = i;
			pairs++;
			if (strcmp(rule[a][q], rule[b][q]) != 0)
			{
				needless += same_outcomes(plan[a], plan[b], q);
				continue;
			}
			same++;
			cleaned += strchr(rule[a][q], '\n') != NULL;
			CHECK(same_outcomes(plan[a], plan[b], q), "plans %d and %d, question %d: %s", a, b, q,
			      rule[a][q]);
		}
	CHECK(same > PLANS && cleaned > PLANS / 4, "%d pairs are the same, %d of them cleaned", same,
	      cleaned);
	CHECK(needless < pairs / 10, "%d of %d pairs are told apart without need", needless, pairs);
	cpe_arena_close_malloc(&arena);
}

static void
test_memory(void)
{
	unit_case("no memory");
	for (int at = 0; at < 40; at++)
	{
		const struct cpe_wave *wave;
		struct cpe_arena own;
		size_t length;

		cpe_arena_open_malloc(&arena);
		wave = read_wave(base);
		unit_arena_open(&own, -1, at);
		problem.code = CPE_OK;
		CHECK(cpe_outcome_rule(&own, wave, 1, &length, &problem) != NULL ||
		          problem.code == CPE_NO_MEMORY,
		      "told at allocation %d", at);
		cpe_arena_close_malloc(&own);
		cpe_arena_close_malloc(&arena);
	}
}

int
main(void)
{
	test_by_hand();
	test_generated();
	test_memory();
	return unit_end();
}
