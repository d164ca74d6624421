#include "cohort/metric_rule.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/ascii.h"
#include "base/decimal.h"
#include "base/text.h"

static const char *const part_word[CPE_METRIC_PARTS] = {"eligible", "positive", "missing"};

/* Words of the language: a column of such a name is written in double quotes. */
static const char *const keyword[] = {"and",     "or", "not", "known", "except", "in",
                                      "between", "of", "is",  "icd10", NULL};

/* ---- characters and words ---- */

static bool
begins_name(char c)
{
	return cpe_is_letter(c) || c == '_';
}

static bool
in_code(char c)
{
	return begins_name(c) || cpe_is_digit(c) || c == '.';
}

static bool
is_keyword(const char *word)
{
	for (int i = 0; keyword[i] != NULL; i++)
		if (strcmp(keyword[i], word) == 0)
			return true;
	return false;
}

bool
cpe_metric_same_name(const char *a, const char *b)
{
	while (*a != '\0' && cpe_lower(*a) == cpe_lower(*b))
	{
		a++;
		b++;
	}
	return *a == '\0' && *b == '\0';
}

bool
cpe_metric_word(const char *word, struct cpe_problem *problem)
{
	size_t length = strlen(word);

	for (size_t i = 0; i < length; i++)
		if (word[i] < ' ' || word[i] > '~')
			return cpe_problem_set(problem, CPE_INVALID,
			                       "Names and codes in rules are printable ASCII.", NULL,
			                       "a character of a name or code is not of ASCII");
	if (length == 0 || word[0] == ' ' || word[length - 1] == ' ')
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "a name or code is empty, or begins or ends with a blank");
	if (length > CPE_METRIC_MAX_WORD)
		return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL,
		                       "a name or code is longer than %d characters", CPE_METRIC_MAX_WORD);
	return true;
}

static int
compare_words(const void *a, const void *b)
{
	return strcmp(*(const char *const *) a, *(const char *const *) b);
}

/* Puts words in order, each once. */
static void
order_words(struct cpe_metric_words *words)
{
	int kept = 0;

	if (words->count == 0)
		return;
	qsort(words->word, (size_t) words->count, sizeof(*words->word), compare_words);
	for (int i = 0; i < words->count; i++)
		if (kept == 0 || strcmp(words->word[kept - 1], words->word[i]) != 0)
			words->word[kept++] = words->word[i];
	words->count = kept;
}

static bool
has_word(const struct cpe_metric_words *words, const char *text, size_t size)
{
	int from = 0, to = words->count;

	while (from < to)
	{
		int middle = from + (to - from) / 2;
		int order = strncmp(words->word[middle], text, size);

		if (order == 0 && words->word[middle][size] == '\0')
			return true;
		if (order < 0)
			from = middle + 1;
		else
			to = middle;
	}
	return false;
}

/* ---- reading ---- */

/* Where reading a rule is; the text has a NUL behind it. */
struct scan
{
	struct cpe_arena *arena;
	const char *text, *at, *end;
	int parentheses; /* inside them a line can go on in the next */
	int depth;
	int codes;
	struct cpe_metric_rule *rule;
	struct cpe_problem *problem;
};

/* A problem of the text, with the place where reading is. */
static bool
refuse(struct scan *s, enum cpe_code code, const char *what)
{
	char place[80];
	const char *begin = s->text;
	int line = 1;

	for (const char *c = s->text; c < s->at; c++)
		if (*c == '\n')
		{
			line++;
			begin = c + 1;
		}
	snprintf(place, sizeof(place), "At line %d, column %d.", line, (int) (s->at - begin) + 1);
	return cpe_problem_set(s->problem, code, place, NULL, "%s", what);
}

/* Passes blanks and comments, and in parentheses the ends of lines. */
static void
skip(struct scan *s)
{
	for (;; s->at++)
	{
		if (*s->at == '#')
			while (s->at < s->end && *s->at != '\n')
				s->at++;
		if (*s->at != ' ' && *s->at != '\t' && *s->at != '\r' &&
		    !(*s->at == '\n' && s->parentheses > 0))
			return;
	}
}

static bool
take(struct scan *s, char c)
{
	skip(s);
	if (*s->at != c)
		return false;
	s->at++;
	if (c == '(')
		s->parentheses++;
	if (c == ')')
		s->parentheses--;
	return true;
}

/* Takes a keyword; a longer word that begins with it is another one. */
static bool
take_keyword(struct scan *s, const char *word)
{
	size_t length = strlen(word);

	skip(s);
	for (size_t i = 0; i < length; i++)
		if (cpe_lower(s->at[i]) != word[i])
			return false;
	if (in_code(s->at[length]))
		return false;
	s->at += length;
	return true;
}

/* A copy of a word in the arena. */
static const char *
copy_word(struct scan *s, const char *word, size_t length, bool small)
{
	char *copy;

	if (length > CPE_METRIC_MAX_WORD)
		return refuse(s, CPE_LIMIT, "a name or code is too long"), NULL;
	copy = cpe_arena_alloc(s->arena, length + 1, 1, s->problem);
	for (size_t i = 0; copy != NULL && i < length; i++)
		copy[i] = small ? cpe_lower(word[i]) : word[i];
	return copy;
}

/* What stands between quotes, doubled ones being one. */
static const char *
read_quoted(struct scan *s, char quote)
{
	char word[CPE_METRIC_MAX_WORD + 1];
	size_t length = 0;

	s->at++;
	for (;; s->at++)
	{
		if (*s->at == quote && s->at[1] == quote)
			s->at++;
		else if (*s->at == quote)
			break;
		if (*s->at < ' ')
			return refuse(s, CPE_SYNTAX, "a quoted word does not end in its line"), NULL;
		if (length == CPE_METRIC_MAX_WORD)
			return refuse(s, CPE_LIMIT, "a name or code is too long"), NULL;
		word[length++] = *s->at;
	}
	s->at++;
	word[length] = '\0';
	if (length == 0 || word[0] == ' ' || word[length - 1] == ' ')
		return refuse(s, CPE_SYNTAX, "a name or code is empty, or begins or ends with a blank"),
		       NULL;
	return copy_word(s, word, length, false);
}

/* A name: a plain word, taken in small letters, or one in double quotes. */
static const char *
read_name(struct scan *s, const char *wanted)
{
	const char *begin, *name;

	skip(s);
	if (*s->at == '"')
		return read_quoted(s, '"');
	if (!begins_name(*s->at))
		return refuse(s, CPE_SYNTAX, wanted), NULL;
	begin = s->at;
	while (begins_name(*s->at) || cpe_is_digit(*s->at))
		s->at++;
	name = copy_word(s, begin, (size_t) (s->at - begin), true);
	if (name != NULL && is_keyword(name))
	{
		s->at = begin;
		return refuse(s, CPE_SYNTAX, wanted), NULL;
	}
	return name;
}

/* A code: plain, with dashes inside, or in single quotes. */
static const char *
read_code(struct scan *s)
{
	const char *begin;

	if (++s->codes > CPE_METRIC_MAX_CODES)
		return refuse(s, CPE_LIMIT, "the rule has too many codes"), NULL;
	if (s->codes % 1024 == 0 && !cpe_arena_poll(s->arena, s->problem))
		return NULL;
	skip(s);
	if (*s->at == '\'')
		return read_quoted(s, '\'');
	if (!in_code(*s->at))
		return refuse(s, CPE_SYNTAX, "a code is expected"), NULL;
	begin = s->at;
	while (in_code(*s->at) || *s->at == '-')
		s->at++;
	return copy_word(s, begin, (size_t) (s->at - begin), false);
}

/* (code, code, ...); or, where that is allowed, one name without parentheses. */
static bool
read_words(struct scan *s, struct cpe_metric_words *words, bool single)
{
	int room = 16;

	words->count = 0;
	words->word = cpe_arena_alloc(s->arena, (size_t) room, sizeof(*words->word), s->problem);
	if (words->word == NULL)
		return false;
	skip(s);
	if (single && *s->at != '(')
	{
		words->word[0] = read_name(s, "a class, or classes in parentheses, are expected");
		words->count = 1;
		return words->word[0] != NULL;
	}
	if (!take(s, '('))
		return refuse(s, CPE_SYNTAX, "codes in parentheses are expected");
	do
	{
		if (words->count == room)
		{
			const char **more =
				cpe_arena_alloc(s->arena, 2 * (size_t) room, sizeof(*more), s->problem);

			if (more == NULL)
				return false;
			memcpy(more, words->word, (size_t) room * sizeof(*more));
			words->word = more;
			room *= 2;
		}
		words->word[words->count] = read_code(s);
		if (words->word[words->count++] == NULL)
			return false;
	} while (take(s, ','));
	if (!take(s, ')'))
		return refuse(s, CPE_SYNTAX, "a comma or a closing parenthesis is expected");
	order_words(words);
	return true;
}

/* The number of a column, a new one where it was not met before. */
static bool
read_column(struct scan *s, int *column)
{
	const char *name = read_name(s, "a column is expected");
	struct cpe_metric_rule *rule = s->rule;

	if (name == NULL)
		return false;
	for (*column = 0; *column < rule->columns; (*column)++)
		if (cpe_metric_same_name(rule->column[*column].name, name))
			return true;
	if (rule->columns == CPE_METRIC_MAX_COLUMNS)
		return refuse(s, CPE_LIMIT, "the rule has too many columns");
	rule->column[rule->columns++].name = name;
	return true;
}

/* A number, or the name of a parameter. */
static bool
read_limit(struct scan *s, struct cpe_metric_limit *limit, bool inside)
{
	const char *begin, *next, *name;

	limit->given = true;
	limit->inside = inside;
	limit->parameter = -1;
	skip(s);
	begin = s->at;
	if (begins_name(*s->at) || *s->at == '"')
	{
		name = read_name(s, "a number or a parameter is expected");
		if (name == NULL)
			return false;
		for (int i = 0; i < s->rule->parameters; i++)
			if (strcmp(s->rule->parameter[i].name, name) == 0)
			{
				limit->parameter = i;
				return true;
			}
		s->at = begin;
		return refuse(s, CPE_INVALID, "there is no parameter of that name above this line");
	}
	next = cpe_decimal_read(s->at, &limit->value);
	if (next == NULL)
		return refuse(s, CPE_SYNTAX, "a number or a parameter is expected");
	s->at = next;
	if (in_code(*s->at))
		return refuse(s, CPE_SYNTAX, "a number does not end in letters");
	return true;
}

static double
limit_value(const struct cpe_metric_rule *rule, const struct cpe_metric_limit *limit)
{
	return limit->parameter >= 0 ? rule->parameter[limit->parameter].value : limit->value;
}

/* Whether some number can be between the limits. */
static bool
is_range(const struct cpe_metric_rule *rule, const struct cpe_metric_condition *condition)
{
	return !condition->low.given || !condition->high.given ||
	       limit_value(rule, &condition->low) <= limit_value(rule, &condition->high);
}

/* What stands behind a column, or a difference of two, that is a number. */
static bool
read_number_test(struct scan *s, struct cpe_metric_condition *condition)
{
	condition->test = CPE_TEST_NUMBER;
	if (take_keyword(s, "between"))
	{
		if (!read_limit(s, &condition->low, true))
			return false;
		if (!take_keyword(s, "and"))
			return refuse(s, CPE_SYNTAX, "\"and\" and the upper limit are expected");
		if (!read_limit(s, &condition->high, true))
			return false;
	}
	else if (take(s, '='))
	{
		if (!read_limit(s, &condition->low, true))
			return false;
		condition->high = condition->low;
	}
	else if (take(s, '<'))
	{
		bool inside = *s->at == '=' && s->at++;

		if (!read_limit(s, &condition->high, inside))
			return false;
	}
	else if (take(s, '>'))
	{
		bool inside = *s->at == '=' && s->at++;

		if (!read_limit(s, &condition->low, inside))
			return false;
	}
	else
		return refuse(s, CPE_SYNTAX, "known, in, is, icd10, between or a comparison is expected");
	if (!is_range(s->rule, condition))
		return refuse(s, CPE_INVALID, "the lower limit is above the upper one");
	s->rule->column[condition->column].numeric = true;
	if (condition->other >= 0)
		s->rule->column[condition->other].numeric = true;
	return true;
}

/* Reads the ranges of a condition, its words, into a set of codes. */
static bool
read_ranges(struct scan *s, struct cpe_metric_condition *condition)
{
	struct cpe_icd10_set *set = cpe_arena_alloc(s->arena, 1, sizeof(*set), s->problem);
	struct cpe_text text;
	const char *ranges;
	size_t length;

	cpe_text_open(&text, s->arena, s->problem);
	for (int i = 0; i < condition->words.count; i++)
		cpe_text_printf(&text, i > 0 ? ",%s" : "%s", condition->words.word[i]);
	ranges = set ? cpe_text_close(&text, &length) : NULL;
	if (ranges == NULL)
		return false;
	condition->set = set;
	return cpe_icd10_set_read(ranges, length, set, s->problem) ||
	       refuse(s, CPE_INVALID, "in front of it are no ranges of ICD-10 codes");
}

/* What stands behind the column of a condition. */
static bool
read_test(struct scan *s, struct cpe_metric_condition *condition)
{
	bool *coded = &s->rule->column[condition->column].coded;

	if (take_keyword(s, "known"))
	{
		condition->test = CPE_TEST_KNOWN;
		if (!take_keyword(s, "except"))
			return true;
		*coded = true;
		return read_words(s, &condition->words, false);
	}
	if (take_keyword(s, "in"))
	{
		condition->test = CPE_TEST_CODE;
		*coded = true;
		if (!read_words(s, &condition->words, false))
			return false;
		condition->listed = take_keyword(s, "of");
		if (condition->listed && !read_words(s, &condition->among, false))
			return false;
		for (int i = 0; condition->listed && i < condition->words.count; i++)
			if (!has_word(&condition->among, condition->words.word[i],
			              strlen(condition->words.word[i])))
				return refuse(s, CPE_INVALID, "a code is not among those that there are");
		return true;
	}
	if (take_keyword(s, "is"))
	{
		condition->test = CPE_TEST_CLASS;
		*coded = true;
		if (!read_words(s, &condition->words, true))
			return false;
		if (!take_keyword(s, "of"))
			return refuse(s, CPE_SYNTAX, "\"of\" and a code list are expected");
		condition->list = read_name(s, "a code list is expected");
		return condition->list != NULL;
	}
	if (take_keyword(s, "icd10"))
	{
		condition->test = CPE_TEST_ICD10;
		*coded = true;
		return read_words(s, &condition->words, false) && read_ranges(s, condition);
	}
	return read_number_test(s, condition);
}

/* A new node; -1 where there is no room. */
static int
new_node(struct scan *s, enum cpe_metric_op op, int left, int right)
{
	struct cpe_metric_node *node = &s->rule->node[s->rule->nodes];

	if (s->rule->nodes == 4 * CPE_METRIC_MAX_CONDITIONS)
		return refuse(s, CPE_LIMIT, "the rule has too many conditions"), -1;
	node->op = op;
	node->left = left;
	node->right = right;
	return s->rule->nodes++;
}

static int
read_condition(struct scan *s)
{
	struct cpe_metric_condition *condition = &s->rule->condition[s->rule->conditions];

	if (s->rule->conditions == CPE_METRIC_MAX_CONDITIONS)
		return refuse(s, CPE_LIMIT, "the rule has too many conditions"), -1;
	condition->other = -1;
	condition->low.parameter = condition->high.parameter = -1;
	if (!read_column(s, &condition->column))
		return -1;
	if (take(s, '-'))
	{
		if (!read_column(s, &condition->other) || !read_number_test(s, condition))
			return -1;
	}
	else if (!read_test(s, condition))
		return -1;
	return new_node(s, CPE_METRIC_CONDITION, s->rule->conditions++, -1);
}

static int read_either(struct scan *s);

/* not ..., (...), or a condition. */
static int
read_factor(struct scan *s)
{
	int node;

	if (s->depth == CPE_METRIC_MAX_DEPTH)
		return refuse(s, CPE_LIMIT, "the rule is nested too deep"), -1;
	s->depth++;
	if (take_keyword(s, "not"))
	{
		node = read_factor(s);
		if (node >= 0)
			node = new_node(s, CPE_METRIC_NOT, node, -1);
	}
	else if (take(s, '('))
	{
		node = read_either(s);
		if (node >= 0 && !take(s, ')'))
			node = (refuse(s, CPE_SYNTAX, "and, or or a closing parenthesis is expected"), -1);
	}
	else
		node = read_condition(s);
	s->depth--;
	return node;
}

/* Factors joined by "and". */
static int
read_both(struct scan *s)
{
	int node = read_factor(s);

	while (node >= 0 && take_keyword(s, "and"))
	{
		int right = read_factor(s);

		node = right < 0 ? -1 : new_node(s, CPE_METRIC_AND, node, right);
	}
	return node;
}

static int
read_either(struct scan *s)
{
	int node = read_both(s);

	while (node >= 0 && take_keyword(s, "or"))
	{
		int right = read_both(s);

		node = right < 0 ? -1 : new_node(s, CPE_METRIC_OR, node, right);
	}
	return node;
}

/* parameter NAME NUMBER */
static bool
read_parameter(struct scan *s)
{
	struct cpe_metric_rule *rule = s->rule;
	struct cpe_metric_limit value;
	const char *name = read_name(s, "the name of a parameter is expected");

	if (name == NULL)
		return false;
	for (int i = 0; i < rule->parameters; i++)
		if (strcmp(rule->parameter[i].name, name) == 0)
			return refuse(s, CPE_INVALID, "a parameter is given twice");
	if (rule->parameters == CPE_METRIC_MAX_PARAMETERS)
		return refuse(s, CPE_LIMIT, "the rule has too many parameters");
	if (!read_limit(s, &value, true))
		return false;
	if (value.parameter >= 0)
		return refuse(s, CPE_SYNTAX, "a number is expected");
	rule->parameter[rule->parameters].name = name;
	rule->parameter[rule->parameters++].value = value.value;
	return true;
}

/* at YYYY-MM-DD: the day the code lists are of, for readers; the server's side wrote it. */
static bool
read_date(struct scan *s)
{
	static const char form[] = "dddd-dd-dd";

	skip(s);
	for (int i = 0; form[i] != '\0'; i++)
		if (form[i] == 'd' ? !cpe_is_digit(s->at[i]) : s->at[i] != form[i])
			return refuse(s, CPE_SYNTAX, "a date as 2026-05-19 is expected");
	s->rule->at = copy_word(s, s->at, strlen(form), false);
	s->at += strlen(form);
	return s->rule->at != NULL;
}

/* A line of conditions; those of eligible hold together. */
static bool
read_part(struct scan *s, enum cpe_metric_part part)
{
	int *root = &s->rule->root[part];
	int node;

	if (*root >= 0 && part != CPE_METRIC_ELIGIBLE)
		return refuse(s, CPE_INVALID, "positive and missing have one line each");
	node = read_either(s);
	if (node >= 0 && *root >= 0)
		node = new_node(s, CPE_METRIC_AND, *root, node);
	*root = node;
	return node >= 0;
}

static bool
read_line(struct scan *s)
{
	struct cpe_metric_rule *rule = s->rule;

	for (int part = 0; part < CPE_METRIC_PARTS; part++)
		if (take_keyword(s, part_word[part]))
			return read_part(s, (enum cpe_metric_part) part);
	if (take_keyword(s, "parameter"))
		return read_parameter(s);
	if (rule->name == NULL && take_keyword(s, "metric"))
	{
		rule->name = read_name(s, "the name of the metric is expected");
		return rule->name != NULL;
	}
	if (rule->at == NULL && take_keyword(s, "at"))
		return read_date(s);
	if (!rule->lenient && take_keyword(s, "lenient"))
		return rule->lenient = true;
	return refuse(s, CPE_SYNTAX, "a line begins with eligible, positive, missing or parameter");
}

/* Whether all is ASCII that a rule can have. */
static bool
check_characters(struct scan *s)
{
	for (s->at = s->text; s->at < s->end; s->at++)
		if ((*s->at < ' ' || *s->at > '~') && *s->at != '\n' && *s->at != '\t' && *s->at != '\r')
			return refuse(s, CPE_SYNTAX, "a character is not of printable ASCII");
	s->at = s->text;
	return true;
}

/* A rule without lines; a copy of the text ends with a NUL. */
static bool
open_scan(struct scan *s, struct cpe_arena *arena, const char *text, size_t size,
          struct cpe_problem *problem)
{
	char *copy;

	memset(s, 0, sizeof(*s));
	s->arena = arena;
	s->problem = problem;
	if (size > CPE_METRIC_MAX_TEXT)
		return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL,
		                       "the rule of a metric is longer than %d bytes",
		                       (int) CPE_METRIC_MAX_TEXT);
	copy = cpe_arena_alloc(arena, size + 1, 1, problem);
	s->rule = copy ? cpe_arena_alloc(arena, 1, sizeof(*s->rule), problem) : NULL;
	if (s->rule == NULL)
		return false;
	memcpy(copy, text, size);
	s->text = s->at = copy;
	s->end = copy + size;
	s->rule->condition =
		cpe_arena_alloc(arena, CPE_METRIC_MAX_CONDITIONS, sizeof(*s->rule->condition), problem);
	s->rule->node = s->rule->condition
	                    ? cpe_arena_alloc(arena, (size_t) 4 * CPE_METRIC_MAX_CONDITIONS,
	                                      sizeof(*s->rule->node), problem)
	                    : NULL;
	for (int part = 0; part < CPE_METRIC_PARTS; part++)
		s->rule->root[part] = -1;
	return s->rule->node != NULL;
}

struct cpe_metric_rule *
cpe_metric_parse(struct cpe_arena *arena, const char *text, size_t size,
                 struct cpe_problem *problem)
{
	struct scan s;

	if (!open_scan(&s, arena, text, size, problem) || !check_characters(&s))
		return NULL;
	for (;;)
	{
		skip(&s);
		if (s.at == s.end)
			break;
		if (*s.at == '\n')
		{
			s.at++;
			continue;
		}
		if (!cpe_arena_poll(arena, problem) || !read_line(&s))
			return NULL;
		skip(&s);
		if (*s.at != '\n' && s.at != s.end)
			return refuse(&s, CPE_SYNTAX, "and, or or the end of the line is expected"), NULL;
	}
	if (s.rule->root[CPE_METRIC_POSITIVE] < 0)
		return cpe_problem_set(problem, CPE_INVALID,
		                       "The line positive says who is in the numerator.", NULL,
		                       "the rule of a metric has no line positive"),
		       NULL;
	return s.rule;
}

bool
cpe_metric_is_plan(const struct cpe_metric_rule *rule, struct cpe_problem *problem)
{
	static const char hint[] = "metric_plan(metric) makes a plan of a metric, definition_plan("
							   "definition) of a text.";

	if (rule->parameters > 0)
		return cpe_problem_set(problem, CPE_INVALID, "A plan has numbers in their places.", hint,
		                       "the plan of a metric has the parameter \"%.60s\"",
		                       rule->parameter[0].name);
	for (int i = 0; i < rule->conditions; i++)
		if (rule->condition[i].test == CPE_TEST_CLASS)
			return cpe_problem_set(problem, CPE_INVALID, "A plan has codes in their places.", hint,
			                       "the plan of a metric names the code list \"%.60s\"",
			                       rule->condition[i].list);
	return true;
}

/* ---- writing ---- */

static void
print_quoted(struct cpe_text *text, const char *word, char quote)
{
	cpe_text_bytes(text, &quote, 1);
	for (; *word != '\0'; word++)
	{
		if (*word == quote)
			cpe_text_bytes(text, &quote, 1);
		cpe_text_bytes(text, word, 1);
	}
	cpe_text_bytes(text, &quote, 1);
}

static void
print_name(struct cpe_text *text, const char *name)
{
	bool plain = begins_name(name[0]) && !is_keyword(name);

	for (const char *c = name; *c != '\0'; c++)
		plain = plain && (begins_name(*c) || cpe_is_digit(*c)) && cpe_lower(*c) == *c;
	if (plain)
		cpe_text_append(text, name);
	else
		print_quoted(text, name, '"');
}

static void
print_words(struct cpe_text *text, const struct cpe_metric_words *words)
{
	cpe_text_append(text, "(");
	for (int i = 0; i < words->count; i++)
	{
		const char *word = words->word[i];
		bool plain = in_code(word[0]);

		for (const char *c = word; *c != '\0'; c++)
			plain = plain && (in_code(*c) || *c == '-');
		if (i > 0)
			cpe_text_append(text, ", ");
		if (plain)
			cpe_text_append(text, word);
		else
			print_quoted(text, word, '\'');
	}
	cpe_text_append(text, ")");
}

static void
print_number(struct cpe_text *text, double value)
{
	char number[CPE_DECIMAL_TEXT];

	cpe_text_bytes(text, number, cpe_decimal_print(value + 0.0, number));
}

static void
print_limit(struct cpe_text *text, const struct cpe_metric_rule *rule,
            const struct cpe_metric_limit *limit)
{
	if (limit->parameter >= 0)
		print_name(text, rule->parameter[limit->parameter].name);
	else
		print_number(text, limit->value);
}

static void
print_column(struct cpe_text *text, const struct cpe_metric_rule *rule, int column)
{
	const struct cpe_metric_column *it = &rule->column[column];

	print_name(text, it->renamed ? it->renamed : it->name);
}

static void
print_number_test(struct cpe_text *text, const struct cpe_metric_rule *rule,
                  const struct cpe_metric_condition *condition)
{
	if (condition->other >= 0)
	{
		cpe_text_append(text, " - ");
		print_column(text, rule, condition->other);
	}
	if (condition->low.given && condition->high.given)
	{
		cpe_text_append(text, " between ");
		print_limit(text, rule, &condition->low);
		cpe_text_append(text, " and ");
		print_limit(text, rule, &condition->high);
		return;
	}
	cpe_text_append(text, condition->low.given ? " >" : " <");
	cpe_text_append(text, condition->low.inside || condition->high.inside ? "= " : " ");
	print_limit(text, rule, condition->low.given ? &condition->low : &condition->high);
}

static void
print_condition(struct cpe_text *text, const struct cpe_metric_rule *rule,
                const struct cpe_metric_condition *condition)
{
	print_column(text, rule, condition->column);
	switch (condition->test)
	{
		case CPE_TEST_KNOWN:
			cpe_text_append(text, " known");
			if (condition->words.count > 0)
			{
				cpe_text_append(text, " except ");
				print_words(text, &condition->words);
			}
			break;
		case CPE_TEST_CODE:
			cpe_text_append(text, " in ");
			print_words(text, &condition->words);
			if (condition->listed)
			{
				cpe_text_append(text, " of ");
				print_words(text, &condition->among);
			}
			break;
		case CPE_TEST_CLASS:
			cpe_text_append(text, " is ");
			print_words(text, &condition->words);
			cpe_text_append(text, " of ");
			print_name(text, condition->list);
			break;
		case CPE_TEST_ICD10:
			cpe_text_append(text, " icd10 ");
			print_words(text, &condition->words);
			break;
		default:
			print_number_test(text, rule, condition);
	}
}

/* An expression; in parentheses where it binds less than what it stands in. */
static void
print_node(struct cpe_text *text, const struct cpe_metric_rule *rule, int at,
           enum cpe_metric_op inside)
{
	const struct cpe_metric_node *node = &rule->node[at];
	bool open = (node->op == CPE_METRIC_OR && inside != CPE_METRIC_OR) ||
	            (node->op == CPE_METRIC_AND && inside == CPE_METRIC_NOT);

	if (node->op == CPE_METRIC_CONDITION)
	{
		print_condition(text, rule, &rule->condition[node->left]);
		return;
	}
	if (node->op == CPE_METRIC_NOT)
	{
		cpe_text_append(text, "not ");
		print_node(text, rule, node->left, CPE_METRIC_NOT);
		return;
	}
	if (open)
		cpe_text_append(text, "(");
	print_node(text, rule, node->left, node->op);
	cpe_text_append(text, node->op == CPE_METRIC_AND ? " and " : " or ");
	print_node(text, rule, node->right, node->op);
	if (open)
		cpe_text_append(text, ")");
}

/* Lines of a part: what holds together for eligible patients has a line each. */
static void
print_part(struct cpe_text *text, const struct cpe_metric_rule *rule, enum cpe_metric_part part,
           int at)
{
	if (part == CPE_METRIC_ELIGIBLE && rule->node[at].op == CPE_METRIC_AND)
	{
		print_part(text, rule, part, rule->node[at].left);
		print_part(text, rule, part, rule->node[at].right);
		return;
	}
	cpe_text_printf(text, "%s ", part_word[part]);
	print_node(text, rule, at, CPE_METRIC_OR);
	cpe_text_append(text, "\n");
}

char *
cpe_metric_print(struct cpe_arena *arena, const struct cpe_metric_rule *rule, size_t *size,
                 struct cpe_problem *problem)
{
	struct cpe_text text;

	cpe_text_open(&text, arena, problem);
	if (rule->name != NULL)
	{
		cpe_text_append(&text, "metric ");
		print_name(&text, rule->name);
		cpe_text_append(&text, "\n");
	}
	if (rule->at != NULL)
		cpe_text_printf(&text, "at %s\n", rule->at);
	if (rule->lenient)
		cpe_text_append(&text, "lenient\n");
	for (int i = 0; i < rule->parameters; i++)
	{
		cpe_text_append(&text, "parameter ");
		print_name(&text, rule->parameter[i].name);
		cpe_text_append(&text, " ");
		print_number(&text, rule->parameter[i].value);
		cpe_text_append(&text, "\n");
	}
	for (int part = 0; part < CPE_METRIC_PARTS; part++)
		if (rule->root[part] >= 0)
			print_part(&text, rule, (enum cpe_metric_part) part, rule->root[part]);
	return cpe_text_close(&text, size);
}

/* ---- from a rule to a plan ---- */

bool
cpe_metric_set_parameter(struct cpe_metric_rule *rule, const char *name, double value,
                         struct cpe_problem *problem)
{
	for (int i = 0; i < rule->parameters; i++)
		if (cpe_metric_same_name(rule->parameter[i].name, name))
		{
			rule->parameter[i].value = value;
			return true;
		}
	return cpe_problem_set(problem, CPE_INVALID, NULL,
	                       "The lines parameter of the definition name them.",
	                       "the metric has no parameter \"%.60s\"", name);
}

bool
cpe_metric_rename(struct cpe_arena *arena, struct cpe_metric_rule *rule, const char *name,
                  const char *renamed, struct cpe_problem *problem)
{
	size_t length = strlen(renamed);
	char *copy;

	if (!cpe_metric_word(renamed, problem))
		return false;
	copy = cpe_arena_alloc(arena, length + 1, 1, problem);
	if (copy == NULL)
		return false;
	for (size_t i = 0; i < length; i++)
		copy[i] = cpe_lower(renamed[i]);
	for (int i = 0; i < rule->columns; i++)
		if (cpe_metric_same_name(rule->column[i].name, name))
		{
			rule->column[i].renamed = copy;
			return true;
		}
	return cpe_problem_set(problem, CPE_INVALID, NULL,
	                       "metric_columns(metric) lists those that it has.",
	                       "the metric has no column \"%.60s\"", name);
}

bool
cpe_metric_expand(struct cpe_arena *arena, struct cpe_metric_condition *condition,
                  const char *const *code, const char *const *code_class, int codes,
                  struct cpe_problem *problem)
{
	struct cpe_metric_words words = {0, NULL}, among = {0, NULL};
	size_t room = (size_t) (codes > 0 ? codes : 1);

	words.word = cpe_arena_alloc(arena, room, sizeof(*words.word), problem);
	among.word = words.word ? cpe_arena_alloc(arena, room, sizeof(*among.word), problem) : NULL;
	if (among.word == NULL)
		return false;
	for (int i = 0; i < codes; i++)
	{
		if (!cpe_metric_word(code[i], problem))
			return false;
		among.word[among.count++] = code[i];
		if (code_class[i] != NULL &&
		    has_word(&condition->words, code_class[i], strlen(code_class[i])))
			words.word[words.count++] = code[i];
	}
	if (words.count == 0)
		return cpe_problem_set(problem, CPE_INVALID, NULL,
		                       "Give another date, at which a code has that meaning.",
		                       "no code of the list \"%.60s\" is %.60s then", condition->list,
		                       condition->words.word[0]);
	order_words(&words);
	order_words(&among);
	condition->test = CPE_TEST_CODE;
	condition->listed = true;
	condition->words = words;
	condition->among = among;
	return true;
}

bool
cpe_metric_settle(struct cpe_metric_rule *rule, struct cpe_problem *problem)
{
	for (int i = 0; i < rule->conditions; i++)
	{
		struct cpe_metric_condition *condition = &rule->condition[i];

		if (!is_range(rule, condition))
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "the parameters put a lower limit above its upper one");
		condition->low.value = limit_value(rule, &condition->low);
		condition->high.value = limit_value(rule, &condition->high);
		condition->low.parameter = condition->high.parameter = -1;
	}
	rule->parameters = 0;
	return true;
}

/* ---- judging rows ---- */

enum truth
{
	NO,
	YES,
	UNKNOWN,
	INVALID
};

void
cpe_metric_take_text(struct cpe_metric_value *value, const char *text, size_t size)
{
	cpe_trim(&text, &size);
	value->known = size > 0;
	value->text = text;
	value->size = size;
}

/* Says which codes there are, as many as a message holds. */
static void
list_codes(const struct cpe_metric_words *words, char *detail, size_t size)
{
	size_t length = (size_t) snprintf(detail, size, "Its codes:");

	for (int i = 0; i < words->count; i++)
	{
		const char *word = words->word[i];

		if (length + strlen(word) + 10 > size)
		{
			snprintf(detail + length, size - length, ", ...");
			return;
		}
		length +=
			(size_t) snprintf(detail + length, size - length, "%s %s", i > 0 ? "," : "", word);
	}
	snprintf(detail + length, size - length, ".");
}

static enum truth
judge_code(const struct cpe_metric_rule *plan, const struct cpe_metric_condition *condition,
           const struct cpe_metric_value *value, struct cpe_problem *problem)
{
	char detail[sizeof(problem->detail)];

	if (has_word(&condition->words, value->text, value->size))
		return YES;
	if (!condition->listed || has_word(&condition->among, value->text, value->size))
		return NO;
	list_codes(&condition->among, detail, sizeof(detail));
	cpe_problem_set(problem, CPE_INVALID, detail,
	                "With the option {\"strict\": false} such a row counts as invalid.",
	                "code \"%.*s\" of column \"%.60s\" is not in its code list",
	                cpe_shown(value->text, value->size), value->text,
	                plan->column[condition->column].name);
	return INVALID;
}

static enum truth
judge_icd10(const struct cpe_metric_condition *condition, const struct cpe_metric_value *value,
            struct cpe_problem *problem)
{
	char code[CPE_ICD10_SIZE];

	if (!cpe_icd10_read(value->text, value->size, code, problem))
		return INVALID;
	return cpe_icd10_set_has(condition->set, code) ? YES : NO;
}

static enum truth
judge_number(const struct cpe_metric_rule *plan, const struct cpe_metric_condition *condition,
             const struct cpe_metric_value *value, struct cpe_problem *problem)
{
	const struct cpe_metric_limit *low = &condition->low, *high = &condition->high;
	double number = value[condition->column].number;

	if (condition->other >= 0)
	{
		if (!value[condition->other].known)
			return UNKNOWN;
		number -= value[condition->other].number;
	}
	if (!isfinite(number))
	{
		cpe_problem_set(problem, CPE_INVALID, "A number or a date is finite, or NULL.", NULL,
		                "column \"%.60s\" is not finite", plan->column[condition->column].name);
		return INVALID;
	}
	return (!low->given || number > low->value || (low->inside && number == low->value)) &&
	       (!high->given || number < high->value || (high->inside && number == high->value));
}

static enum truth
judge_condition(const struct cpe_metric_rule *plan, const struct cpe_metric_condition *condition,
                const struct cpe_metric_value *value, struct cpe_problem *problem)
{
	const struct cpe_metric_value *it = &value[condition->column];

	if (condition->test == CPE_TEST_KNOWN)
		return it->known &&
		       !(condition->words.count > 0 && has_word(&condition->words, it->text, it->size));
	if (!it->known)
		return UNKNOWN;
	switch (condition->test)
	{
		case CPE_TEST_CODE:
			return judge_code(plan, condition, it, problem);
		case CPE_TEST_ICD10:
			return judge_icd10(condition, it, problem);
		default:
			return judge_number(plan, condition, value, problem);
	}
}

/*
 * Three-valued as in SQL; a wrong value anywhere is one of the whole, so that the outcome does not
 * depend on the order in which conditions are written.
 */
static enum truth
judge_node(const struct cpe_metric_rule *plan, int at, const struct cpe_metric_value *value,
           struct cpe_problem *problem)
{
	const struct cpe_metric_node *node = &plan->node[at];
	enum truth left, right, strong;

	if (node->op == CPE_METRIC_CONDITION)
		return judge_condition(plan, &plan->condition[node->left], value, problem);
	left = judge_node(plan, node->left, value, problem);
	if (left == INVALID)
		return INVALID;
	if (node->op == CPE_METRIC_NOT)
		return left == UNKNOWN ? UNKNOWN : left == NO;
	right = judge_node(plan, node->right, value, problem);
	if (right == INVALID)
		return INVALID;
	strong = node->op == CPE_METRIC_OR ? YES : NO;
	if (left == strong || right == strong)
		return strong;
	return left == UNKNOWN || right == UNKNOWN ? UNKNOWN : left;
}

enum cpe_metric_verdict
cpe_metric_judge(const struct cpe_metric_rule *plan, const struct cpe_metric_value *value,
                 struct cpe_problem *problem)
{
	const int *root = plan->root;
	enum truth truth = YES;

	if (root[CPE_METRIC_ELIGIBLE] >= 0)
		truth = judge_node(plan, root[CPE_METRIC_ELIGIBLE], value, problem);
	if (truth != YES)
		return truth == NO        ? CPE_VERDICT_NOT_ELIGIBLE
		       : truth == UNKNOWN ? CPE_VERDICT_UNDECIDED
		                          : CPE_VERDICT_INVALID;
	if (root[CPE_METRIC_MISSING] >= 0)
	{
		truth = judge_node(plan, root[CPE_METRIC_MISSING], value, problem);
		if (truth == YES || truth == INVALID)
			return truth == YES ? CPE_VERDICT_MISSING : CPE_VERDICT_INVALID;
	}
	truth = judge_node(plan, root[CPE_METRIC_POSITIVE], value, problem);
	return truth == YES       ? CPE_VERDICT_POSITIVE
	       : truth == NO      ? CPE_VERDICT_NEGATIVE
	       : truth == UNKNOWN ? CPE_VERDICT_MISSING
	                          : CPE_VERDICT_INVALID;
}
