#include "adjust/patterns.h"

#include <math.h>

#include "base/text.h"

/*
 * The exact text of what was collected:
 *
 *   covariates=("age","sex") questions=(binary) pattern=("75-84",-) organisation="R1K" 3:2
 *   organisation=- 1:0 unanswered="R1K" 4
 *
 * Of counts n:positive, or n:sum:squares of a rated question, one for each question; of sums
 * n=, and exact sums by name.  A question whose outcomes were made of answers is, for instance,
 * "Q1" binary rule=00a1b2c3d4e5f607.
 */

/* A rule's digits, of which there are 16. */
static const char rule_digit[] = "0123456789abcdef";

/* ---- printing ---- */

/* A text in quotes, those within doubled; NULL is -. */
static void
print_quoted(struct cpe_text *text, const char *name)
{
	if (name == NULL)
	{
		cpe_text_append(text, "-");
		return;
	}
	cpe_text_append(text, "\"");
	while (*name != '\0')
	{
		size_t plain = strcspn(name, "\"");

		cpe_text_bytes(text, name, plain);
		name += plain;
		if (*name == '"')
		{
			cpe_text_append(text, "\"\"");
			name++;
		}
	}
	cpe_text_append(text, "\"");
}

static void
print_exact(struct cpe_text *text, struct cpe_exact sum)
{
	char buffer[CPE_EXACT_TEXT];

	cpe_exact_print(sum, buffer);
	cpe_text_append(text, buffer);
}

/* The fingerprint of a question's rule, where it has one. */
static void
print_rule(struct cpe_text *text, uint64_t rule)
{
	if (rule == 0)
		return;
	cpe_text_append(text, " rule=");
	for (int shift = 60; shift >= 0; shift -= 4)
		cpe_text_bytes(text, &rule_digit[rule >> shift & 15], 1);
}

static void
print_shape(struct cpe_text *text, const struct cpe_patterns_shape *shape)
{
	cpe_text_append(text, "covariates=(");
	for (int d = 0; d < shape->covariates; d++)
	{
		cpe_text_append(text, d > 0 ? "," : "");
		print_quoted(text, shape->covariate[d]);
	}
	cpe_text_append(text, ") questions=(");
	for (int q = 0; q < shape->questions; q++)
	{
		cpe_text_append(text, q > 0 ? "," : "");
		if (shape->question[q].name != NULL)
		{
			print_quoted(text, shape->question[q].name);
			cpe_text_append(text, " ");
		}
		cpe_text_append(text, shape->question[q].rated ? "rated"
		                      : shape->numeric         ? "numeric"
		                                               : "binary");
		print_rule(text, shape->question[q].rule);
	}
	cpe_text_append(text, ")");
	cpe_text_append(text, shape->weighted ? " weighted" : "");
	cpe_text_append(text, shape->offset ? " offset" : "");
}

/* The text of a level, or NULL. */
static const char *
level_text(const struct cpe_patterns *patterns, int dimension, int32_t code)
{
	return code == CPE_LEVEL_MISSING ? NULL
	                                 : cpe_patterns_level_entry(patterns, dimension, code)->bytes;
}

static void
print_pattern(struct cpe_text *text, const struct cpe_patterns *patterns, int32_t pattern)
{
	int covariates = patterns->shape.covariates;

	cpe_text_append(text, " pattern=(");
	for (int d = 0; d < covariates; d++)
	{
		cpe_text_append(text, d > 0 ? "," : "");
		print_quoted(text, level_text(patterns, d, cpe_patterns_code_at(patterns, pattern, d)));
	}
	cpe_text_append(text, ")");
	if (patterns->shape.offset)
	{
		struct cpe_total total;
		double offset;

		memcpy(
			&offset,
			level_text(patterns, covariates, cpe_patterns_code_at(patterns, pattern, covariates)),
			sizeof(offset));
		cpe_total_open(&total);
		cpe_total_add(&total, &offset, 1);
		cpe_text_append(text, " offset=");
		print_exact(text, cpe_total_exact(&total));
	}
}

static void
print_cell(struct cpe_text *text, const struct cpe_patterns *patterns, int32_t number)
{
	const struct cpe_patterns_cell *cell = cpe_patterns_cell_at(patterns, number);
	const struct cpe_patterns_sums *at;
	struct cpe_sums sums;

	cpe_text_append(text, " organisation=");
	print_quoted(text, level_text(patterns, patterns->organisation, cell->organisation));
	if (!patterns->sums)
	{
		for (int q = 0; q < patterns->shape.questions; q++)
			for (int i = 0; i < (patterns->shape.question[q].rated ? 3 : 2); i++)
				cpe_text_printf(text, "%c%lld", i > 0 ? ':' : ' ',
				                (long long) cpe_counts_get(&patterns->count, cell->place,
				                                           patterns->first[q] + i));
		return;
	}
	at = cpe_patterns_sums_at(patterns, number);
	sums = cpe_sums_at(at->memory, patterns->sums_each);
	cpe_text_printf(text, " n=%lld", (long long) at->n);
	for (int i = 0; i < CPE_SUM_KINDS; i++)
	{
		int which = cpe_patterns_sum_at(patterns, (enum cpe_patterns_sum) i);

		if (which < 0)
			continue;
		cpe_text_printf(text, " %s=", cpe_patterns_sum_label(patterns, (enum cpe_patterns_sum) i));
		print_exact(text, cpe_sums_get(&sums, which));
	}
}

/* An organisation with respondents who gave no outcome. */
static void
print_unanswered(struct cpe_text *text, const struct cpe_patterns *patterns, int32_t organisation)
{
	bool any = false;

	for (int q = 0; q < patterns->shape.questions; q++)
		any = any || cpe_patterns_unanswered_at(patterns, organisation, q) > 0;
	if (!any)
		return;
	cpe_text_append(text, " unanswered=");
	print_quoted(text, level_text(patterns, patterns->organisation, organisation));
	for (int q = 0; q < patterns->shape.questions; q++)
		cpe_text_printf(text, " %lld",
		                (long long) cpe_patterns_unanswered_at(patterns, organisation, q));
}

char *
cpe_patterns_print(const struct cpe_patterns *patterns, struct cpe_arena *arena,
                   struct cpe_problem *problem)
{
	int organisation = patterns->organisation;
	struct cpe_patterns_order order;
	struct cpe_text text;
	int32_t at = -1;

	cpe_text_open(&text, arena, problem);
	if (patterns->shape.questions == 0)
	{
		cpe_text_append(&text, "none");
		return cpe_text_close(&text, NULL);
	}
	if (!cpe_patterns_arrange(patterns, -1, arena, &order, problem))
		return NULL;
	print_shape(&text, &patterns->shape);
	for (int32_t i = 0; i < order.cells; i++)
	{
		int32_t pattern = cpe_patterns_cell_at(patterns, order.cell[i])->pattern;

		if (pattern != at)
			print_pattern(&text, patterns, pattern);
		at = pattern;
		print_cell(&text, patterns, order.cell[i]);
		if (i % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
	}
	for (int32_t i = 1; i <= order.levels[organisation]; i++)
		print_unanswered(&text, patterns, order.level[organisation][i]);
	print_unanswered(&text, patterns, CPE_LEVEL_MISSING);
	return cpe_text_close(&text, NULL);
}

/* ---- parsing ---- */

/* Where in the text; a failed function leaves the problem empty where the text is not of the form.
 */
struct reader
{
	const char *at;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
};

/* Moves behind the word where the text goes on with it. */
static bool
skip(struct reader *reader, const char *word)
{
	size_t length = strlen(word);

	if (strncmp(reader->at, word, length) != 0)
		return false;
	reader->at += length;
	return true;
}

/* A name in quotes; with none not NULL, - stands for none and gives NULL. */
static bool
skip_quoted(struct reader *reader, const char **name, size_t *length, bool *none)
{
	const char *from;
	const char *upto;
	char *copy;

	*name = NULL;
	*length = 0;
	if (none != NULL && (*none = skip(reader, "-")))
		return true;
	if (!skip(reader, "\""))
		return false;
	from = reader->at;
	for (upto = from; *upto != '\0' && (*upto != '"' || upto[1] == '"');
	     upto += *upto == '"' ? 2 : 1)
		;
	if (*upto != '"')
		return false;
	copy = cpe_arena_alloc(reader->arena, (size_t) (upto - from) + 1, 1, reader->problem);
	if (copy == NULL)
		return false;
	for (; from < upto; from++)
	{
		copy[(*length)++] = *from;
		if (*from == '"')
			from++;
	}
	reader->at = upto + 1;
	*name = copy;
	return true;
}

/* A whole number, maybe with a minus sign. */
static bool
skip_integer(struct reader *reader, int64_t *number)
{
	bool negative = skip(reader, "-");
	const char *first = reader->at;

	for (*number = 0; *reader->at >= '0' && *reader->at <= '9'; reader->at++)
	{
		int64_t digit = *reader->at - '0';

		if (__builtin_mul_overflow(*number, (int64_t) 10, number) ||
		    __builtin_add_overflow(*number, negative ? -digit : digit, number))
			return false;
	}
	return reader->at > first;
}

static bool
skip_exact(struct reader *reader, struct cpe_window *window, uint64_t *limb)
{
	const char *after = cpe_exact_parse(reader->at, window, limb);

	if (after == NULL)
		return false;
	reader->at = after;
	return true;
}

/* A finite double written as a sum of one. */
static bool
skip_double(struct reader *reader, double *number)
{
	uint64_t limb[CPE_EXACT_LIMBS];
	struct cpe_exact sum = {.limb = limb};
	struct cpe_total again;

	if (!skip_exact(reader, &sum.window, limb))
		return false;
	*number = cpe_exact_value(sum);
	if (!isfinite(*number))
		return false;
	cpe_total_open(&again);
	cpe_total_add(&again, number, 1);
	return cpe_exact_compare(cpe_total_exact(&again), sum) == 0;
}

/* The fingerprint of a question's rule, where there is one: 16 digits, not all 0. */
static bool
skip_rule(struct reader *reader, uint64_t *rule)
{
	*rule = 0;
	if (!skip(reader, " rule="))
		return true;
	for (int i = 0; i < 16; i++, reader->at++)
	{
		const char *digit = *reader->at != '\0' ? strchr(rule_digit, *reader->at) : NULL;

		if (digit == NULL)
			return false;
		*rule = *rule << 4 | (uint64_t) (digit - rule_digit);
	}
	return *rule != 0;
}

/* One question: its name where it has one, what its outcome is, and its rule. */
static bool
skip_question(struct reader *reader, struct cpe_patterns_question *question, bool *numeric)
{
	size_t length;

	if (*reader->at == '"' &&
	    !(skip_quoted(reader, &question->name, &length, NULL) && skip(reader, " ")))
		return false;
	*numeric = skip(reader, "numeric");
	question->rated = !*numeric && skip(reader, "rated");
	return (*numeric || question->rated || skip(reader, "binary")) &&
	       skip_rule(reader, &question->rule);
}

static bool
skip_shape(struct reader *reader, struct cpe_patterns_shape *shape)
{
	const char **covariate = cpe_arena_alloc(reader->arena, CPE_CASEMIX_MAX_COVARIATES,
	                                         sizeof(*covariate), reader->problem);
	struct cpe_patterns_question *question =
		covariate ? cpe_arena_alloc(reader->arena, CPE_CASEMIX_MAX_QUESTIONS, sizeof(*question),
	                                reader->problem)
				  : NULL;
	size_t length;
	bool numeric;

	if (question == NULL)
		return false;
	memset(shape, 0, sizeof(*shape));
	shape->covariate = covariate;
	shape->question = question;
	if (!skip(reader, "covariates=("))
		return false;
	while (!skip(reader, ")"))
		if ((shape->covariates > 0 && !skip(reader, ",")) ||
		    shape->covariates == CPE_CASEMIX_MAX_COVARIATES ||
		    !skip_quoted(reader, &covariate[shape->covariates++], &length, NULL))
			return false;
	if (!skip(reader, " questions=("))
		return false;
	do
	{
		if (shape->questions == CPE_CASEMIX_MAX_QUESTIONS ||
		    !skip_question(reader, &question[shape->questions++], &numeric))
			return false;
		shape->numeric = shape->numeric || numeric;
	} while (skip(reader, ","));
	if (!skip(reader, ")"))
		return false;
	shape->weighted = skip(reader, " weighted");
	shape->offset = skip(reader, " offset");
	/* sums are of one question */
	return !(shape->numeric || shape->weighted) || (shape->questions == 1 && !question[0].rated);
}

/* A level of a dimension, as its code. */
static bool
skip_level(struct reader *reader, struct cpe_patterns *patterns, int dimension, int32_t *code)
{
	const char *name;
	size_t length;
	bool none;

	*code = CPE_LEVEL_MISSING;
	return skip_quoted(reader, &name, &length, &none) &&
	       (none || cpe_patterns_level(patterns, dimension, name, length, code, reader->problem));
}

static bool
skip_pattern(struct reader *reader, struct cpe_patterns *patterns, int32_t *code)
{
	double offset;

	for (int d = 0; d < patterns->shape.covariates; d++)
		if ((d > 0 && !skip(reader, ",")) || !skip_level(reader, patterns, d, &code[d]))
			return false;
	if (!skip(reader, ")"))
		return false;
	if (!patterns->shape.offset)
		return true;
	return skip(reader, " offset=") && skip_double(reader, &offset) &&
	       cpe_patterns_level_number(patterns, patterns->shape.covariates, offset,
	                                 &code[patterns->shape.covariates], reader->problem);
}

static bool
skip_counts(struct reader *reader, struct cpe_patterns *patterns, int32_t cell)
{
	for (int q = 0; q < patterns->shape.questions; q++)
		for (int i = 0; i < (patterns->shape.question[q].rated ? 3 : 2); i++)
		{
			int64_t add;

			if (!skip(reader, i > 0 ? ":" : " ") || !skip_integer(reader, &add))
				return false;
			if (add != 0 &&
			    !cpe_patterns_count(patterns, cell, patterns->first[q] + i, add, reader->problem))
				return false;
		}
	return true;
}

static bool
skip_sums(struct reader *reader, struct cpe_patterns *patterns, int32_t cell)
{
	uint64_t memory[CPE_SUM_KINDS * (1 + CPE_EXACT_LIMBS)];
	struct cpe_sums sums = cpe_sums_at(memory, patterns->sums_each);
	uint64_t *limb = sums.limb;
	int64_t n;

	if (!skip(reader, " n=") || !skip_integer(reader, &n))
		return false;
	for (int i = 0; i < CPE_SUM_KINDS; i++)
	{
		int which = cpe_patterns_sum_at(patterns, (enum cpe_patterns_sum) i);
		uint64_t one[CPE_EXACT_LIMBS];

		if (which < 0)
			continue;
		if (!skip(reader, " ") ||
		    !skip(reader, cpe_patterns_sum_label(patterns, (enum cpe_patterns_sum) i)) ||
		    !skip(reader, "=") || !skip_exact(reader, &sums.window[which], one))
			return false;
		memcpy(limb, one, sizeof(uint64_t) * (size_t) sums.window[which].count);
		limb += sums.window[which].count;
	}
	return cpe_patterns_add_sums(patterns, cell, n, &sums, reader->problem);
}

/* A cell; it must not be there yet. */
static bool
skip_cell(struct reader *reader, struct cpe_patterns *patterns, const int32_t *code)
{
	int32_t before = patterns->cells;
	int32_t organisation;
	int32_t cell;

	if (!skip_level(reader, patterns, patterns->organisation, &organisation) ||
	    !cpe_patterns_cell(patterns, organisation, code, &cell, reader->problem))
		return false;
	if (patterns->cells == before)
		return cpe_problem_set(reader->problem, CPE_INVALID, NULL, NULL,
		                       "an organisation comes twice in a pattern of casemix");
	return (patterns->sums ? skip_sums(reader, patterns, cell)
	                       : skip_counts(reader, patterns, cell)) &&
	       cpe_patterns_cell_possible(patterns, cell, reader->problem);
}

static bool
skip_unanswered(struct reader *reader, struct cpe_patterns *patterns)
{
	int32_t organisation;
	int64_t any = 0;

	if (!skip_level(reader, patterns, patterns->organisation, &organisation))
		return false;
	for (int q = 0; q < patterns->shape.questions; q++)
		if (cpe_patterns_unanswered_at(patterns, organisation, q) > 0)
			return cpe_problem_set(reader->problem, CPE_INVALID, NULL, NULL,
			                       "the unanswered of an organisation come twice in casemix");
	for (int q = 0; q < patterns->shape.questions; q++)
	{
		int64_t respondents;

		if (!skip(reader, " ") || !skip_integer(reader, &respondents) || respondents < 0)
			return false;
		any |= respondents;
		if (respondents > 0 &&
		    !cpe_patterns_unanswered(patterns, organisation, q, respondents, reader->problem))
			return false;
	}
	return any > 0;
}

/* Everything behind the shape. */
static bool
skip_items(struct reader *reader, struct cpe_patterns *patterns)
{
	int32_t *code =
		cpe_arena_alloc(reader->arena, (size_t) patterns->width, sizeof(*code), reader->problem);
	uint32_t items = 0;

	if (code == NULL)
		return false;
	while (skip(reader, " pattern=("))
	{
		int32_t before = patterns->cells;

		if (!skip_pattern(reader, patterns, code))
			return false;
		while (skip(reader, " organisation="))
		{
			if (!skip_cell(reader, patterns, code))
				return false;
			if (items++ % 1024 == 0 && !cpe_arena_poll(reader->arena, reader->problem))
				return false;
		}
		if (patterns->cells == before)
			return false;
	}
	while (skip(reader, " unanswered="))
		if (!skip_unanswered(reader, patterns))
			return false;
	return *reader->at == '\0';
}

struct cpe_patterns *
cpe_patterns_parse(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct reader reader = {text, arena, problem};
	struct cpe_patterns_shape shape = {0};
	struct cpe_patterns *patterns = NULL;
	bool good;

	problem->code = CPE_OK;
	if (strcmp(text, "none") == 0)
		return cpe_patterns_open(&shape, arena, problem);
	good = skip_shape(&reader, &shape);
	if (good)
		patterns = cpe_patterns_open(&shape, arena, problem);
	if (patterns != NULL && skip_items(&reader, patterns))
		return patterns;
	if (problem->code == CPE_OK)
		cpe_problem_set(problem, CPE_SYNTAX,
		                "The text is like \"covariates=(\"age\",\"sex\") questions=(binary) "
		                "pattern=(\"75-84\",-) organisation=\"R1K\" 3:2 unanswered=\"R1K\" 1\".",
		                NULL, "invalid input syntax for type casemix");
	return NULL;
}
