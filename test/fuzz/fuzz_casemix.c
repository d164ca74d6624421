/*
 * What case-mix aggregates collect: the first byte says what the rest is.  t: a text; b: bytes, of
 * anyone; r: rows.  What is accepted prints, is written, reads back as the same, merges in any
 * order to the same, each question of it is a value of its own, and its cells are in order and add
 * up.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "adjust/patterns.h"

/* A problem may show names, which are the input's: they are taken for printable ones. */
static void
tame(struct cpe_problem *problem)
{
	char *const part[] = {problem->message, problem->detail, problem->hint};

	for (int i = 0; i < 3; i++)
	{
		bool within = false;

		for (char *at = part[i]; *at != '\0'; at++)
		{
			if (*at == '"')
				within = true;
			else if (within && (*at < ' ' || *at > '~'))
				*at = '?';
		}
	}
}

static void
check_problem(const struct cpe_problem *problem)
{
	struct cpe_problem tamed = *problem;

	tame(&tamed);
	fuzz_check_problem(&tamed);
	MUST(problem->code != CPE_NO_MEMORY && problem->code != CPE_CANCELLED);
}

static unsigned char *
canonical(const struct cpe_patterns *patterns, size_t *size, struct cpe_arena *arena)
{
	struct cpe_problem problem = {0};
	struct cpe_patterns_order order;
	unsigned char *bytes;

	MUST(cpe_patterns_arrange(patterns, -1, arena, &order, &problem));
	*size = cpe_patterns_write(patterns, &order, NULL, arena, &problem);
	MUST(*size > 0);
	bytes = cpe_arena_alloc(arena, *size, 1, &problem);
	MUST(bytes != NULL);
	MUST(cpe_patterns_write(patterns, &order, bytes, arena, &problem) == *size);
	return bytes;
}

static bool
same(const struct cpe_patterns *a, const struct cpe_patterns *b, struct cpe_arena *arena)
{
	size_t a_size;
	size_t b_size;
	unsigned char *of_a = canonical(a, &a_size, arena);
	unsigned char *of_b = canonical(b, &b_size, arena);

	return a_size == b_size && memcmp(of_a, of_b, a_size) == 0;
}

static void
check_round_trip(const struct cpe_patterns *patterns, struct cpe_arena *arena)
{
	struct cpe_problem problem = {0};
	size_t size;
	unsigned char *bytes = canonical(patterns, &size, arena);
	char *text = cpe_patterns_print(patterns, arena, &problem);
	struct cpe_patterns *again;

	MUST(text != NULL);
	for (int checked = 0; checked < 2; checked++)
	{
		again = cpe_patterns_read(bytes, size, checked, arena, &problem);
		MUST(again != NULL && same(patterns, again, arena));
		MUST(strcmp(text, cpe_patterns_print(again, arena, &problem)) == 0);
	}
	MUST(cpe_patterns_read(bytes, size - 1, true, arena, &problem) == NULL);
	check_problem(&problem);
	again = cpe_patterns_parse(text, arena, &problem);
	MUST(again != NULL && same(patterns, again, arena));
}

/* Orders: levels and patterns differ, a pattern's cells too, and nothing is empty. */
static void
check_cells(const struct cpe_cells *cells)
{
	MUST(cells->first[0] == 0 && cells->first[cells->patterns] == cells->cells);
	for (int32_t p = 0; p < cells->patterns; p++)
	{
		MUST(cells->first[p] < cells->first[p + 1]);
		MUST(cells->offset == NULL || isfinite(cells->offset[p]));
		for (int d = 0; d < cells->covariates; d++)
			MUST(cells->code[p * cells->covariates + d] >= 0 &&
			     cells->code[p * cells->covariates + d] < cells->covariate[d].levels);
		for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
		{
			MUST(cells->organisation_of[c] >= 0 &&
			     cells->organisation_of[c] < cells->organisation.levels);
			MUST(c == cells->first[p] || cells->organisation_of[c - 1] < cells->organisation_of[c]);
			MUST(cells->sum.n[c] > 0 && cells->sum.w[c] >= 0 && cells->sum.wyy[c] >= 0);
			MUST(isfinite(cells->sum.wy[c]) && isfinite(cells->sum.w2y[c]) &&
			     isfinite(cells->sum.w2yy[c]));
			MUST(cells->numeric || (cells->sum.wy[c] >= 0 && cells->sum.wy[c] <= cells->sum.w[c]));
		}
	}
	for (int d = 0; d < cells->covariates; d++)
		for (int32_t i = 0; i < cells->covariate[d].levels; i++)
		{
			const char *level = cells->covariate[d].level[i];

			MUST(level != NULL || i == cells->covariate[d].levels - 1);
			MUST(i == 0 || level == NULL || strcmp(cells->covariate[d].level[i - 1], level) < 0);
		}
}

static void
check_questions(const struct cpe_patterns *patterns, struct cpe_arena *arena)
{
	for (int q = 0; q < patterns->shape.questions && q < 5; q++)
	{
		struct cpe_problem problem = {0};
		struct cpe_patterns *only = cpe_patterns_only(patterns, q, arena, &problem);
		const struct cpe_cells *cells = cpe_patterns_cells(patterns, q, arena, &problem);

		MUST(only != NULL);
		check_round_trip(only, arena);
		if (cells == NULL)
		{
			MUST(problem.code == CPE_RANGE);
			continue;
		}
		check_cells(cells);
		MUST(cells->cells == only->cells && cells->patterns == only->patterns);
	}
}

/* Both orders of merging: the same, or both refused. */
static void
check_merge(const struct cpe_patterns *a, const struct cpe_patterns *b, struct cpe_arena *arena)
{
	static const struct cpe_patterns_shape none;
	struct cpe_problem problem = {0};
	struct cpe_patterns *ab = cpe_patterns_open(&none, arena, &problem);
	struct cpe_patterns *ba = cpe_patterns_open(&none, arena, &problem);
	bool one;
	bool other;

	MUST(cpe_patterns_merge(ab, a, arena, &problem) && same(ab, a, arena));
	MUST(cpe_patterns_merge(ba, b, arena, &problem) && same(ba, b, arena));
	one = cpe_patterns_merge(ab, b, arena, &problem);
	if (!one)
		check_problem(&problem);
	other = cpe_patterns_merge(ba, a, arena, &problem);
	MUST(one == other);
	if (!one)
		return;
	MUST(same(ab, ba, arena));
	check_round_trip(ab, arena);
}

/* Rows: the head says what is collected, each row is four bytes. */
static struct cpe_patterns *
patterns_of(const uint8_t *bytes, size_t size, bool backwards, struct cpe_arena *arena,
            struct cpe_problem *problem)
{
	static const char *const name[] = {"age", "sex"};
	static const struct cpe_patterns_question question[] = {{NULL, false, 0}};
	static const char *const level[] = {"", "a", "eight___", "a level of more than 16 bytes"};
	static const double number[] = {1, 0.1, 1e22, 5e-324, 3, 1e300, 7.25, 1e-9};
	struct cpe_patterns_shape shape = {.covariates = 2, .covariate = name, .questions = 1};
	struct cpe_patterns *patterns;
	size_t rows = size == 0 ? 0 : (size - 1) / 4;

	shape.question = question;
	if (size > 0)
	{
		shape.numeric = (bytes[0] & 1) != 0;
		shape.weighted = (bytes[0] & 2) != 0;
		shape.offset = (bytes[0] & 4) != 0;
	}
	patterns = cpe_patterns_open(&shape, arena, problem);
	for (size_t i = 0; patterns != NULL && i < rows && i < 200; i++)
	{
		const uint8_t *at = bytes + 1 + 4 * (backwards ? rows - 1 - i : i);
		int32_t code[3] = {0};
		int32_t organisation = 0;
		int32_t cell;
		const char *text = level[at[0] & 3];

		if (rows > 200 && backwards)
			at = bytes + 1 + 4 * (199 - i);
		text = level[at[0] & 3];
		if (((at[0] & 4) != 0 &&
		     !cpe_patterns_level(patterns, 0, text, strlen(text), &code[0], problem)) ||
		    ((at[0] & 8) != 0 &&
		     !cpe_patterns_level_integer(patterns, 1, at[1], &code[1], problem)) ||
		    ((at[0] & 16) != 0 && !cpe_patterns_level_integer(patterns, patterns->organisation,
		                                                      at[2] & 3, &organisation, problem)))
			return NULL;
		if ((at[0] & 32) != 0)
		{
			if (!cpe_patterns_unanswered(patterns, organisation, 0, 1, problem))
				return NULL;
			continue;
		}
		if ((shape.offset &&
		     !cpe_patterns_level_number(patterns, 2, number[at[3] & 7] * (at[3] & 8 ? -1 : 1),
		                                &code[2], problem)) ||
		    !cpe_patterns_cell(patterns, organisation, code, &cell, problem))
			return NULL;
		if (patterns->sums
		        ? !cpe_patterns_add(patterns, cell,
		                            shape.numeric ? number[at[3] >> 4 & 7] * (at[3] & 128 ? -1 : 1)
		                                          : at[3] >> 7,
		                            shape.weighted ? number[at[2] >> 2 & 7] : 1, problem)
		        : !cpe_patterns_count(patterns, cell, 0, 1, problem) ||
		              !cpe_patterns_count(patterns, cell, 1, at[3] >> 7, problem))
			return NULL;
	}
	return patterns;
}

static void
check(const struct cpe_patterns *patterns, const char *text, size_t size)
{
	struct fuzz_random random = fuzz_random_of((const uint8_t *) text, size);
	struct cpe_problem problem = {0};
	struct cpe_arena arena;
	struct cpe_patterns *other;
	uint8_t rows[41];

	cpe_arena_open_malloc(&arena);
	check_round_trip(patterns, &arena);
	check_questions(patterns, &arena);
	check_merge(patterns, patterns, &arena);
	for (size_t i = 0; i < sizeof(rows); i++)
		rows[i] = (uint8_t) fuzz_random(&random);
	other = patterns_of(rows, sizeof(rows), false, &arena, &problem);
	MUST(other != NULL);
	check_merge(patterns, other, &arena);
	cpe_arena_close_malloc(&arena);
}

static bool
use(struct cpe_arena *arena, const char *text, size_t size, struct cpe_problem *problem)
{
	const struct cpe_patterns *patterns;
	char form;

	if (size == 0)
		return cpe_problem_set(problem, CPE_SYNTAX, NULL, NULL, "nothing");
	form = *text++;
	size--;
	if (form == 'r')
	{
		patterns = patterns_of((const uint8_t *) text, size, false, arena, problem);
		if (patterns != NULL)
		{
			struct cpe_arena own;
			struct cpe_problem none = {0};

			cpe_arena_open_malloc(&own);
			MUST(
				same(patterns, patterns_of((const uint8_t *) text, size, true, &own, &none), &own));
			cpe_arena_close_malloc(&own);
		}
	}
	else if (form == 'b')
		patterns = cpe_patterns_read((const unsigned char *) text, size, true, arena, problem);
	else
	{
		char *copy = malloc(size + 1);

		MUST(copy != NULL);
		memcpy(copy, text, size);
		copy[size] = '\0';
		patterns = cpe_patterns_parse(copy, arena, problem);
		free(copy);
	}
	if (patterns == NULL)
	{
		tame(problem);
		return false;
	}
	check(patterns, text, size);
	return true;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	fuzz_with_arenas(use, data, size);
}
