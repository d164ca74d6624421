#include "cohort/metric_rule.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct cpe_arena arena;

static struct cpe_metric_rule *
parse(const char *text, struct cpe_problem *problem)
{
	memset(problem, 0, sizeof(*problem));
	return cpe_metric_parse(&arena, text, strlen(text), problem);
}

static char *
print(const struct cpe_metric_rule *rule)
{
	struct cpe_problem problem;

	return cpe_metric_print(&arena, rule, NULL, &problem);
}

static void
check_spelling(void)
{
	static const struct
	{
		const char *text;
		const char *canonical;
	} rule[] = {
		{"positive A known", "positive a known\n"},
		{"  POSITIVE a KNOWN  # so\n\n", "positive a known\n"},
		{"positive a in (2,1, 2)", "positive a in (1, 2)\n"},
		{"positive a in (b) of (c,\n b) ", "positive a in (b) of (b, c)\n"},
		{"positive a known except ('?', X)", "positive a known except ('?', X)\n"},
		{"positive a in ('1 - it''s')", "positive a in ('1 - it''s')\n"},
		{"positive a in ('plain', 0-x)", "positive a in (0-x, plain)\n"},
		{"positive a is contact of L", "positive a is (contact) of l\n"},
		{"positive a is (x, y) of \"My List\"", "positive a is (x, y) of \"My List\"\n"},
		{"positive \"in\" known", "positive \"in\" known\n"},
		{"positive \"plain\" known", "positive plain known\n"},
		{"positive \"a\"\"b\" known", "positive \"a\"\"b\" known\n"},
		{"positive a icd10 (D05, C50)", "positive a icd10 (C50, D05)\n"},
		{"positive a between 1 and 2.50", "positive a between 1 and 2.5\n"},
		{"positive a-b between -30 and 1e3", "positive a - b between -30 and 1000\n"},
		{"positive a = 3", "positive a between 3 and 3\n"},
		{"positive a<5", "positive a < 5\n"},
		{"positive a<=-0", "positive a <= 0\n"},
		{"positive a > .5", "positive a > 0.5\n"},
		{"positive a >= 5", "positive a >= 5\n"},
		{"positive a known and b known and c known", "positive a known and b known and c known\n"},
		{"positive a known and (b known and c known)",
	     "positive a known and b known and c known\n"},
		{"positive (a known or b known) and c known",
	     "positive (a known or b known) and c known\n"},
		{"positive a known or (b known and c known)", "positive a known or b known and c known\n"},
		{"positive not (a known and b known)", "positive not (a known and b known)\n"},
		{"positive not (a known)", "positive not a known\n"},
		{"positive not not a known", "positive not not a known\n"},
		{"missing b known\npositive a known\neligible c known and d known\neligible e known",
	     "eligible c known\neligible d known\neligible e known\npositive a known\nmissing b "
	     "known\n"},
		{"eligible (a known or\n\n b known)\npositive c known",
	     "eligible a known or b known\npositive c known\n"},
		{"parameter P 730\npositive a between 0 and p",
	     "parameter p 730\npositive a between 0 and p\n"},
		{"lenient\nat 2026-05-19\nmetric \"a b\"\npositive a known",
	     "metric \"a b\"\nat 2026-05-19\nlenient\npositive a known\n"},
		{"positive known_x known", "positive known_x known\n"},
		{"positive a known\r\nmissing b known\r\n", "positive a known\nmissing b known\n"}};

	unit_case("rules in their fixed spelling, which reads back as itself");
	for (size_t i = 0; i < sizeof(rule) / sizeof(*rule); i++)
	{
		struct cpe_problem problem;
		struct cpe_metric_rule *read = parse(rule[i].text, &problem);
		const char *canonical = read ? print(read) : NULL;

		CHECK(canonical != NULL && strcmp(canonical, rule[i].canonical) == 0, "%s: %s, %s",
		      rule[i].text, canonical ? canonical : problem.message, problem.detail);
		read = canonical ? parse(canonical, &problem) : NULL;
		CHECK(read != NULL && strcmp(print(read), canonical) == 0, "again: %s", rule[i].text);
	}
}

static void
check_refusals(void)
{
	static const struct
	{
		const char *text;
		enum cpe_code code;
		const char *place; /* NULL: it says none */
	} rule[] = {{"", CPE_INVALID, NULL},
	            {"eligible a known", CPE_INVALID, NULL},
	            {"positiv a known", CPE_SYNTAX, "line 1, column 1"},
	            {"positivea known", CPE_SYNTAX, "line 1, column 1"},
	            {"positive", CPE_SYNTAX, "line 1, column 9"},
	            {"positive a", CPE_SYNTAX, "line 1, column 11"},
	            {"positive in known", CPE_SYNTAX, "line 1, column 10"},
	            {"positive a known b", CPE_SYNTAX, "line 1, column 18"},
	            {"positive a known and", CPE_SYNTAX, "line 1, column 21"},
	            {"positive (a known", CPE_SYNTAX, "line 1, column 18"},
	            {"positive a known)", CPE_SYNTAX, "line 1, column 17"},
	            {"positive a in ()", CPE_SYNTAX, "line 1, column 16"},
	            {"positive a in 1", CPE_SYNTAX, "line 1, column 15"},
	            {"positive a in (1 2)", CPE_SYNTAX, "line 1, column 18"},
	            {"positive a in ('x", CPE_SYNTAX, "line 1, column 18"},
	            {"positive a in ('')", CPE_SYNTAX, "line 1, column 18"},
	            {"positive a in (' x')", CPE_SYNTAX, "line 1, column 20"},
	            {"positive a in (1) of (2)", CPE_INVALID, "line 1, column 25"},
	            {"positive a is b", CPE_SYNTAX, "line 1, column 16"},
	            {"positive a icd10 (C5O)", CPE_INVALID, "line 1, column 23"},
	            {"positive a icd10 (C60-C50)", CPE_INVALID, "line 1, column 27"},
	            {"positive a between 1", CPE_SYNTAX, "line 1, column 21"},
	            {"positive a between 2 and 1", CPE_INVALID, "line 1, column 27"},
	            {"positive a < x", CPE_INVALID, "line 1, column 14"},
	            {"positive a < 1e999", CPE_SYNTAX, "line 1, column 14"},
	            {"positive a < nan", CPE_INVALID, "line 1, column 14"},
	            {"positive a < 5x", CPE_SYNTAX, "line 1, column 15"},
	            {"positive a - b known", CPE_SYNTAX, "line 1, column 16"},
	            {"positive a known\npositive b known", CPE_INVALID, "line 2, column 9"},
	            {"missing a known\n\nmissing b known", CPE_INVALID, "line 3, column 8"},
	            {"parameter p 1\nparameter p 2\npositive a < p", CPE_INVALID, "line 2, column 12"},
	            {"positive a < p\nparameter p 1", CPE_INVALID, "line 1, column 14"},
	            {"at 2026-5-19\npositive a known", CPE_SYNTAX, "line 1, column 4"},
	            {"metric a\nmetric b\npositive a known", CPE_SYNTAX, "line 2, column 1"},
	            {"positive \303\251 known", CPE_SYNTAX, "line 1, column 10"},
	            {"positive a in ('\001')", CPE_SYNTAX, "line 1, column 17"}};
	struct cpe_problem problem;
	char *deep = malloc(10000), *wide = malloc(CPE_METRIC_MAX_TEXT + 2);

	unit_case("what is no rule, and where");
	for (size_t i = 0; i < sizeof(rule) / sizeof(*rule); i++)
	{
		CHECK(parse(rule[i].text, &problem) == NULL, "%s", rule[i].text);
		CHECK(problem.code == rule[i].code &&
		          (rule[i].place == NULL || strstr(problem.detail, rule[i].place) != NULL),
		      "%s: %d %s %s", rule[i].text, problem.code, problem.message, problem.detail);
	}
	unit_case("limits");
	strcpy(deep, "positive ");
	for (int i = 0; i < CPE_METRIC_MAX_DEPTH; i++)
		strcat(deep, "(");
	strcat(deep, "a known");
	CHECK(parse(deep, &problem) == NULL && problem.code == CPE_LIMIT, "%s", problem.message);
	strcpy(wide, "positive a known");
	for (int i = 1; i < CPE_METRIC_MAX_CONDITIONS; i++)
		strcat(wide, " or a known");
	CHECK(parse(wide, &problem) != NULL, "as many conditions as there may be");
	strcat(wide, " or a known");
	CHECK(parse(wide, &problem) == NULL && problem.code == CPE_LIMIT, "%s", problem.message);
	memset(wide, ' ', CPE_METRIC_MAX_TEXT + 1);
	wide[CPE_METRIC_MAX_TEXT + 1] = '\0';
	CHECK(parse(wide, &problem) == NULL && problem.code == CPE_LIMIT, "%s", problem.message);
	free(deep);
	free(wide);
}

/* ---- judging, against a second implementation ---- */

#define COLUMNS 4

/* An expression as text, and its value for the columns at hand: 0 no, 1 yes, 2 neither. */
static int
random_expression(char *text, int depth, const int *value)
{
	int choice = (int) (unit_random() * (depth > 0 ? 5 : 2));
	int column = (int) (unit_random() * COLUMNS), left, right;

	if (choice < 2)
	{
		/* values are none, a or b */
		sprintf(text + strlen(text), choice == 0 ? "c%d known" : "c%d in (a)", column);
		return choice == 0 ? value[column] > 0 : value[column] == 0 ? 2 : value[column] == 1;
	}
	if (choice == 2)
	{
		strcat(text, "not (");
		left = random_expression(text, depth - 1, value);
		strcat(text, ")");
		return left == 2 ? 2 : !left;
	}
	strcat(text, "(");
	left = random_expression(text, depth - 1, value);
	strcat(text, choice == 3 ? ") and (" : ") or (");
	right = random_expression(text, depth - 1, value);
	strcat(text, ")");
	if (choice == 3) /* the least, neither being a half */
		return left == 0 || right == 0 ? 0 : left == 2 || right == 2 ? 2 : 1;
	return left == 1 || right == 1 ? 1 : left == 2 || right == 2 ? 2 : 0;
}

static enum cpe_metric_verdict
verdict_of(int eligible, int positive, int missing)
{
	if (eligible != 1)
		return eligible == 0 ? CPE_VERDICT_NOT_ELIGIBLE : CPE_VERDICT_UNDECIDED;
	if (missing == 1 || positive == 2)
		return CPE_VERDICT_MISSING;
	return positive == 1 ? CPE_VERDICT_POSITIVE : CPE_VERDICT_NEGATIVE;
}

/* The verdict of a rule whose columns c0 to c3 have those values. */
static enum cpe_metric_verdict
judge(const struct cpe_metric_rule *rule, const int *value)
{
	struct cpe_metric_value row[COLUMNS] = {{false, NULL, 0, 0}};
	struct cpe_problem problem;

	for (int i = 0; i < rule->columns; i++)
	{
		int it = value[rule->column[i].name[1] - '0'];

		cpe_metric_take_text(&row[i], it == 1 ? "a" : it == 2 ? "b" : "", it > 0);
	}
	return cpe_metric_judge(rule, row, &problem);
}

static void
check_logic(void)
{
	static const char *const part[] = {"eligible ", "\npositive ", "\nmissing "};
	int seen[CPE_VERDICTS] = {0};

	unit_case("20000 random rules and rows agree with a second implementation");
	for (int i = 0; i < 20000; i++)
	{
		char text[8000] = "";
		int value[COLUMNS], truth[3];
		struct cpe_problem problem;
		struct cpe_metric_rule *rule;
		enum cpe_metric_verdict want;

		for (int c = 0; c < COLUMNS; c++)
			value[c] = (int) (unit_random() * 3);
		for (int p = 0; p < 3; p++)
		{
			strcat(text, part[p]);
			truth[p] = random_expression(text, 4, value);
		}
		want = verdict_of(truth[0], truth[1], truth[2]);
		seen[want]++;
		rule = parse(text, &problem);
		if (!CHECK(rule != NULL, "%s: %s", text, problem.message))
			return;
		CHECK(judge(rule, value) == want, "%s", text);
		rule = parse(print(rule), &problem);
		CHECK(rule != NULL && judge(rule, value) == want, "respelt: %s", text);
		if (i % 100 == 0)
		{
			cpe_arena_close_malloc(&arena);
			cpe_arena_open_malloc(&arena);
		}
	}
	for (int v = 0; v < CPE_VERDICT_INVALID; v++)
		CHECK(seen[v] > 100, "verdict %d was met %d times only", v, seen[v]);
}

/* The verdict of a rule of one column on a text, or on a number where there is no text. */
static enum cpe_metric_verdict
judge_one(const char *text, const char *value, double number)
{
	struct cpe_problem problem = {0};
	struct cpe_metric_rule *rule = parse(text, &problem);
	struct cpe_metric_value row = {.known = true, .number = number};

	CHECK(rule != NULL, "%s: %s", text, problem.message);
	if (value != NULL)
		cpe_metric_take_text(&row, value, strlen(value));
	return rule ? cpe_metric_judge(rule, &row, &problem) : CPE_VERDICTS;
}

static void
check_conditions(void)
{
	static const struct
	{
		const char *rule;
		const char *value;
		enum cpe_metric_verdict verdict;
	} row[] = {{"positive a in (01)", "01", CPE_VERDICT_POSITIVE},
	           {"positive a in (01)", " 01\t", CPE_VERDICT_POSITIVE},
	           {"positive a in (01)", "1", CPE_VERDICT_NEGATIVE},
	           {"positive a in (01)", "011", CPE_VERDICT_NEGATIVE},
	           {"positive a in (01)", "0", CPE_VERDICT_NEGATIVE},
	           {"positive a in (y1)", "Y1", CPE_VERDICT_NEGATIVE},
	           {"positive a in (01)", "  ", CPE_VERDICT_MISSING},
	           {"positive a known", " ", CPE_VERDICT_NEGATIVE},
	           {"positive a known except (99)", "99 ", CPE_VERDICT_NEGATIVE},
	           {"positive a known except (99)", "9", CPE_VERDICT_POSITIVE},
	           {"positive a in (1) of (1, 2)", "2", CPE_VERDICT_NEGATIVE},
	           {"positive a in (1) of (1, 2)", "3", CPE_VERDICT_INVALID},
	           {"positive a known or a in (1) of (1)", "3", CPE_VERDICT_INVALID},
	           {"positive a in (1) of (1) and not a known", "3", CPE_VERDICT_INVALID},
	           {"positive a in (1) of (1)\nmissing a in (3)", "3", CPE_VERDICT_MISSING},
	           {"eligible a in (4)\npositive a in (1) of (1)", "3", CPE_VERDICT_NOT_ELIGIBLE},
	           {"positive a icd10 (C50)", "c50.4", CPE_VERDICT_POSITIVE},
	           {"positive a icd10 (C50)", "C50", CPE_VERDICT_POSITIVE},
	           {"positive a icd10 (C50)", "C51", CPE_VERDICT_NEGATIVE},
	           {"positive a icd10 (C78.0-C78.7)", "C787", CPE_VERDICT_POSITIVE},
	           {"positive a icd10 (C78.0-C78.7)", "C788", CPE_VERDICT_NEGATIVE},
	           {"positive a icd10 (C00-C43, C45-C97)", "C44.9", CPE_VERDICT_NEGATIVE},
	           {"positive a icd10 (C00-C97, '!C44')", "C44.9", CPE_VERDICT_NEGATIVE},
	           {"positive a icd10 (C00-C97, '!C44')", "C45.9", CPE_VERDICT_POSITIVE},
	           {"positive a icd10 (C50)", "breast", CPE_VERDICT_INVALID}};
	static const struct
	{
		const char *test;
		bool below, low, inside, high, above; /* of 10 and 20 */
	} range[] = {{"between 10 and 20", false, true, true, true, false},
	             {"> 10", false, false, true, true, true},
	             {">= 10", false, true, true, true, true},
	             {"< 20", true, true, true, false, false},
	             {"<= 20", true, true, true, true, false},
	             {"= 10", false, true, false, false, false}};

	unit_case("conditions on codes");
	for (size_t i = 0; i < sizeof(row) / sizeof(*row); i++)
		CHECK(judge_one(row[i].rule, row[i].value, 0) == row[i].verdict, "%s of \"%s\"",
		      row[i].rule, row[i].value);
	unit_case("conditions on numbers");
	for (size_t i = 0; i < sizeof(range) / sizeof(*range); i++)
	{
		const double number[] = {9.999, 10, 15, 20, 20.001};
		const bool want[] = {range[i].below, range[i].low, range[i].inside, range[i].high,
		                     range[i].above};
		char text[100] = "positive a ";

		strcat(text, range[i].test);
		for (int k = 0; k < 5; k++)
			CHECK(judge_one(text, NULL, number[k]) ==
			          (want[k] ? CPE_VERDICT_POSITIVE : CPE_VERDICT_NEGATIVE),
			      "%s: %g", text, number[k]);
		CHECK(judge_one(text, NULL, NAN) == CPE_VERDICT_INVALID, "%s: NaN", text);
		CHECK(judge_one(text, NULL, INFINITY) == CPE_VERDICT_INVALID, "%s: infinity", text);
	}
	unit_case("differences");
	for (int days = -2; days < 4; days++)
	{
		struct cpe_problem problem;
		struct cpe_metric_rule *rule = parse("positive b - a between 0 and 2", &problem);
		struct cpe_metric_value two[2] = {{.known = true, .number = 1000.0 + days},
		                                  {.known = true, .number = 1000}};

		CHECK(cpe_metric_judge(rule, two, &problem) ==
		          (days >= 0 && days <= 2 ? CPE_VERDICT_POSITIVE : CPE_VERDICT_NEGATIVE),
		      "%d days", days);
		two[1].known = false;
		CHECK(cpe_metric_judge(rule, two, &problem) == CPE_VERDICT_MISSING, "no second date");
		two[1].known = true;
		two[0].number = two[1].number = INFINITY;
		CHECK(cpe_metric_judge(rule, two, &problem) == CPE_VERDICT_INVALID, "no finite dates");
	}
}

static void
check_plans(void)
{
	static const char *const code[] = {"Y1", "NN", "99", "Y2", "Z"};
	static const char *const code_class[] = {"contact", "no_contact", "not_recorded", "contact",
	                                         NULL};
	struct cpe_problem problem = {0};
	struct cpe_metric_rule *rule =
		parse("parameter p 7\npositive cns is contact of l and d between 0 and p", &problem);

	unit_case("from a rule to a plan");
	CHECK(!cpe_metric_is_plan(rule, &problem) && strstr(problem.message, "\"p\"") != NULL, "%s",
	      problem.message);
	CHECK(cpe_metric_set_parameter(rule, "P", 3, &problem), "%s", problem.message);
	CHECK(!cpe_metric_set_parameter(rule, "q", 3, &problem), "no such parameter");
	CHECK(cpe_metric_rename(&arena, rule, "CNS", "D", &problem), "%s", problem.message);
	CHECK(cpe_metric_rename(&arena, rule, "d", "Old CNS", &problem), "%s", problem.message);
	CHECK(!cpe_metric_rename(&arena, rule, "x", "y", &problem), "no such column");
	CHECK(!cpe_metric_rename(&arena, rule, "d", "\303\251", &problem), "not ASCII");
	CHECK(cpe_metric_settle(rule, &problem), "%s", problem.message);
	CHECK(!cpe_metric_is_plan(rule, &problem) && strstr(problem.message, "\"l\"") != NULL, "%s",
	      problem.message);
	CHECK(cpe_metric_expand(&arena, &rule->condition[0], code, code_class, 5, &problem), "%s",
	      problem.message);
	CHECK(cpe_metric_is_plan(rule, &problem), "%s", problem.message);
	CHECK(strcmp(print(rule), "positive d in (Y1, Y2) of (99, NN, Y1, Y2, Z) and "
	                          "\"old cns\" between 0 and 3\n") == 0,
	      "%s", print(rule));
	rule = parse("positive cns is contact of l", &problem);
	CHECK(!cpe_metric_expand(&arena, &rule->condition[0], code + 1, code_class + 1, 2, &problem) &&
	          problem.code == CPE_INVALID,
	      "no code of that class");
	rule = parse("parameter p 7\npositive d between 5 and p", &problem);
	CHECK(cpe_metric_set_parameter(rule, "p", 4, &problem) && !cpe_metric_settle(rule, &problem),
	      "limits cross");
}

static void
check_failures(void)
{
	static const char text[] =
		"metric m\nparameter p 1\neligible a icd10 (C50)\npositive b in (1, 2) and c < p\n";
	struct cpe_problem problem;
	bool done = false;

	unit_case("no more memory, and stopped");
	for (int allocs = 0; !done && allocs < 1000; allocs++)
	{
		struct cpe_arena poor;
		struct cpe_metric_rule *rule;

		unit_arena_open(&poor, -1, allocs);
		rule = cpe_metric_parse(&poor, text, strlen(text), &problem);
		done = rule != NULL && cpe_metric_print(&poor, rule, NULL, &problem) != NULL;
		CHECK(done || problem.code == CPE_NO_MEMORY, "%d: %s", allocs, problem.message);
		cpe_arena_close_malloc(&poor);
	}
	CHECK(done, "it never succeeds");
	for (int polls = 0; polls < 4; polls++)
	{
		struct cpe_arena hurried;

		unit_arena_open(&hurried, polls, -1);
		CHECK(cpe_metric_parse(&hurried, text, strlen(text), &problem) == NULL &&
		          problem.code == CPE_CANCELLED,
		      "%d polls", polls);
		cpe_arena_close_malloc(&hurried);
	}
}

int
main(void)
{
	srandom(20260519);
	cpe_arena_open_malloc(&arena);
	check_spelling();
	check_refusals();
	check_logic();
	check_conditions();
	check_plans();
	check_failures();
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
