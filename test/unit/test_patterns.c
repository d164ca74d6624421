#include "adjust/patterns.h"
#include "unit.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct cpe_arena arena;
static struct cpe_problem problem;

/* A row of random data; its levels are numbers, -1: missing. */
#define COVARIATES 3
struct row
{
	int level[COVARIATES];
	int organisation;
	int answer[3]; /* by question; -1: none */
	double outcome;
	double weight;
	double offset;
};

static unsigned long long seed = 1;

static int
below(int limit)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (int) ((seed >> 33) % (unsigned) limit);
}

static void
random_rows(struct row *row, int rows)
{
	static const double number[] = {0, 1, -1, 0.1, 1e70, -1e-70, 7.25, 1.0 / 3};
	static const double offset[] = {0.0, -0.0, 1.5, -2};

	for (int i = 0; i < rows; i++)
	{
		row[i].level[0] = below(7) - 1;
		row[i].level[1] = below(3);
		row[i].level[2] = below(40) - 1;
		row[i].organisation = below(12) - 1;
		for (int q = 0; q < 3; q++)
			row[i].answer[q] = below(5) == 0 ? -1 : q == 2 ? below(11) : below(2);
		row[i].outcome = number[below(8)];
		row[i].weight = 0.1 + fabs(number[below(8)]) * (below(2) ? 1 : 0);
		row[i].offset = offset[below(4)];
	}
}

/* Levels of several lengths, so that all ways to look them up are taken. */
static const char *
text_of(int dimension, int level, char *buffer)
{
	static const char *const longer[] = {"",
	                                     "seven__",
	                                     "eight___",
	                                     "nine_____",
	                                     "sixteen_________",
	                                     "seventeen________",
	                                     "\"quoted\", \"\"twice\"\""};

	if (dimension == 0 && level >= 0 && level < 7)
		return longer[level];
	sprintf(buffer, "%d", level);
	return buffer;
}

static const char *const covariate[COVARIATES] = {"age", "se\"x", "size"};
static const struct cpe_patterns_question questions[3] = {
	{"Q1", false, 1}, {"Q2", false, 0}, {"rating", true, UINT64_C(0xfedcba9876543210)}};
static const struct cpe_patterns_question single[1] = {{NULL, false, 0}};

enum kind
{
	SHEET,
	NUMERIC,
	WEIGHTED,
	WEIGHTED_NUMERIC,
	OFFSET,
	KINDS
};

static struct cpe_patterns_shape
shape_of(enum kind kind)
{
	struct cpe_patterns_shape shape = {.covariates = COVARIATES, .covariate = covariate};

	shape.questions = kind == SHEET ? 3 : 1;
	shape.question = kind == SHEET ? questions : single;
	shape.numeric = kind == NUMERIC || kind == WEIGHTED_NUMERIC;
	shape.weighted = kind == WEIGHTED || kind == WEIGHTED_NUMERIC || kind == OFFSET;
	shape.offset = kind == OFFSET;
	return shape;
}

static struct cpe_patterns *
open_patterns(enum kind kind)
{
	struct cpe_patterns_shape shape = shape_of(kind);
	struct cpe_patterns *patterns = cpe_patterns_open(&shape, &arena, &problem);

	CHECK(patterns != NULL, "opening: %s", problem.message);
	return patterns;
}

static int32_t
level_code(struct cpe_patterns *patterns, int dimension, int level)
{
	int32_t code = CPE_LEVEL_MISSING;
	char buffer[16];

	if (level < 0)
		return code;
	if (dimension == 2)
		CHECK(cpe_patterns_level_integer(patterns, dimension, level, &code, &problem), "a level");
	else
	{
		const char *text = text_of(dimension, level, buffer);

		CHECK(cpe_patterns_level(patterns, dimension, text, strlen(text), &code, &problem),
		      "a level");
	}
	return code;
}

static int32_t
cell_of(struct cpe_patterns *patterns, enum kind kind, const struct row *row, int32_t organisation)
{
	int32_t code[COVARIATES + 1];
	int32_t cell = -1;

	for (int d = 0; d < COVARIATES; d++)
		code[d] = level_code(patterns, d, row->level[d]);
	if (kind == OFFSET)
		cpe_patterns_level_number(patterns, COVARIATES, row->offset, &code[COVARIATES], &problem);
	CHECK(cpe_patterns_cell(patterns, organisation, code, &cell, &problem), "a cell: %s",
	      problem.message);
	return cell;
}

static void
add_row(struct cpe_patterns *patterns, enum kind kind, const struct row *row)
{
	int32_t organisation = CPE_LEVEL_MISSING;
	int32_t cell = -1;
	bool good = true;
	char buffer[16];

	if (row->organisation >= 0)
	{
		sprintf(buffer, "R%d", row->organisation);
		good = cpe_patterns_level(patterns, patterns->organisation, buffer, strlen(buffer),
		                          &organisation, &problem);
	}
	for (int q = 0; q < patterns->shape.questions && good; q++)
	{
		int y = row->answer[q];

		if (y < 0)
		{
			good = cpe_patterns_unanswered(patterns, organisation, q, 1, &problem);
			continue;
		}
		if (cell < 0)
			cell = cell_of(patterns, kind, row, organisation);
		if (patterns->sums)
			good = cpe_patterns_add(patterns, cell, patterns->shape.numeric ? row->outcome : y,
			                        patterns->shape.weighted ? row->weight : 1, &problem);
		else
			good =
				cpe_patterns_count(patterns, cell, patterns->first[q], 1, &problem) &&
				(y == 0 ||
			     cpe_patterns_count(patterns, cell, patterns->first[q] + 1, y, &problem)) &&
				(!questions[q].rated || cpe_patterns_count(patterns, cell, patterns->first[q] + 2,
			                                               (int64_t) y * y, &problem));
	}
	CHECK(good, "a row: %s", problem.message);
}

static struct cpe_patterns *
patterns_of(enum kind kind, const struct row *row, int rows, int step)
{
	struct cpe_patterns *patterns = open_patterns(kind);

	for (int i = 0; i < rows; i++)
		add_row(patterns, kind, &row[(long long) i * step % rows]);
	return patterns;
}

static unsigned char *
canonical(const struct cpe_patterns *patterns, size_t *size)
{
	struct cpe_patterns_order order;
	unsigned char *bytes;

	CHECK(cpe_patterns_arrange(patterns, -1, &arena, &order, &problem), "order: %s",
	      problem.message);
	*size = cpe_patterns_write(patterns, &order, NULL, &arena, &problem);
	bytes = cpe_arena_alloc(&arena, *size, 1, &problem);
	CHECK(cpe_patterns_write(patterns, &order, bytes, &arena, &problem) == *size,
	      "as many bytes as were counted");
	CHECK(cpe_patterns_bytes_canonical(bytes, *size), "the bytes say that they are canonical");
	return bytes;
}

static bool
same(const struct cpe_patterns *a, const struct cpe_patterns *b)
{
	size_t a_size;
	size_t b_size;
	unsigned char *of_a = canonical(a, &a_size);
	unsigned char *of_b = canonical(b, &b_size);

	return a_size == b_size && memcmp(of_a, of_b, a_size) == 0;
}

/* ---- against brute force ---- */

static int
compare_texts(const char *a, const char *b)
{
	return a == NULL || b == NULL ? (a == NULL) - (b == NULL) : strcmp(a, b);
}

/* Whether a row is in the pattern, by the texts of its levels. */
static bool
in_pattern(const struct cpe_cells *cells, int32_t pattern, const struct row *row)
{
	char buffer[16];

	for (int d = 0; d < COVARIATES; d++)
	{
		const char *level = cells->covariate[d].level[cells->code[pattern * cells->covariates + d]];

		if (compare_texts(level, row->level[d] < 0 ? NULL : text_of(d, row->level[d], buffer)) != 0)
			return false;
	}
	return cells->offset == NULL || cells->offset[pattern] == row->offset;
}

static bool
in_organisation(const struct cpe_cells *cells, int32_t organisation, const struct row *row)
{
	char buffer[16];

	sprintf(buffer, "R%d", row->organisation);
	return compare_texts(cells->organisation.level[organisation],
	                     row->organisation < 0 ? NULL : buffer) == 0;
}

/* The sums of a cell over the rows, one by one. */
static void
check_cell(const struct cpe_cells *cells, int question, int32_t pattern, int32_t cell,
           const struct row *row, int rows, int64_t *counted)
{
	int64_t n = 0;
	struct cpe_total total[6];

	for (int i = 0; i < 6; i++)
		cpe_total_open(&total[i]);
	for (int i = 0; i < rows; i++)
	{
		double y = cells->numeric && question != 2 ? row[i].outcome : row[i].answer[question];
		double w = cells->weighted ? row[i].weight : 1;
		double factor[4] = {w, w, y, y};

		if (row[i].answer[question] < 0 || !in_pattern(cells, pattern, &row[i]) ||
		    !in_organisation(cells, cells->organisation_of[cell], &row[i]))
			continue;
		n++;
		cpe_total_add(&total[0], factor, 1);
		cpe_total_add(&total[1], factor + 1, 2);
		cpe_total_add(&total[2], factor + 1, 3);
		cpe_total_add(&total[3], factor, 2);
		cpe_total_add(&total[4], factor, 3);
		cpe_total_add(&total[5], factor, 4);
	}
	CHECK(n == cells->sum.n[cell] && n > 0, "n of a cell: %lld and %lld", (long long) n,
	      (long long) cells->sum.n[cell]);
	CHECK(cells->sum.w[cell] == cpe_total_value(&total[0]), "w");
	CHECK(cells->sum.wy[cell] == cpe_total_value(&total[1]), "wy %g %g", cells->sum.wy[cell],
	      cpe_total_value(&total[1]));
	CHECK(cells->sum.wyy[cell] == cpe_total_value(&total[2]), "wyy");
	CHECK(cells->sum.w2[cell] == cpe_total_value(&total[3]), "w2");
	CHECK(cells->sum.w2y[cell] == cpe_total_value(&total[4]), "w2y");
	CHECK(cells->sum.w2yy[cell] == cpe_total_value(&total[5]), "w2yy");
	*counted += n;
}

static void
check_order(const struct cpe_cells *cells)
{
	for (int d = 0; d <= cells->covariates; d++)
	{
		const struct cpe_dimension *dimension =
			d < cells->covariates ? &cells->covariate[d] : &cells->organisation;

		for (int32_t i = 1; i < dimension->levels; i++)
			CHECK(compare_texts(dimension->level[i - 1], dimension->level[i]) < 0,
			      "levels ascend, missing last");
	}
	for (int32_t p = 1; p < cells->patterns; p++)
	{
		int order = 0;

		for (int d = 0; d < cells->covariates && order == 0; d++)
			order = cells->code[p * cells->covariates + d] -
			        cells->code[(p - 1) * cells->covariates + d];
		if (order == 0 && cells->offset != NULL)
			order = cells->offset[p] > cells->offset[p - 1] ? 1 : -1;
		CHECK(order > 0, "patterns ascend");
	}
	for (int32_t p = 0; p < cells->patterns; p++)
	{
		CHECK(cells->first[p] < cells->first[p + 1], "each pattern has cells");
		for (int32_t c = cells->first[p] + 1; c < cells->first[p + 1]; c++)
			CHECK(cells->organisation_of[c - 1] < cells->organisation_of[c], "cells ascend");
	}
	CHECK(cells->first[0] == 0 && cells->first[cells->patterns] == cells->cells, "all cells");
}

static void
check_cells(const struct cpe_patterns *patterns, const struct row *row, int rows)
{
	for (int q = 0; q < patterns->shape.questions; q++)
	{
		const struct cpe_cells *cells = cpe_patterns_cells(patterns, q, &arena, &problem);
		int64_t counted = 0;
		int64_t unanswered = 0;
		int64_t answered = 0;

		CHECK(cells != NULL, "cells: %s", problem.message);
		check_order(cells);
		for (int32_t p = 0; p < cells->patterns; p++)
			for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
				check_cell(cells, q, p, c, row, rows, &counted);
		for (int i = 0; i < rows; i++)
			answered += row[i].answer[q] >= 0;
		CHECK(counted == answered, "each respondent is in a cell");
		for (int32_t o = 0; o < cells->organisation.levels; o++)
		{
			int64_t here = 0;

			for (int i = 0; i < rows; i++)
				here += row[i].answer[q] < 0 && in_organisation(cells, o, &row[i]);
			CHECK(here == cells->unanswered[o], "unanswered of an organisation");
			unanswered += here;
		}
		CHECK(unanswered == rows - answered, "each of the others is counted");
		if (!cells->weighted && !cells->numeric)
			CHECK(cells->sum.w == cells->sum.w2 && cells->sum.wy == cells->sum.wyy &&
			          cells->sum.wy == cells->sum.w2y && cells->sum.wy == cells->sum.w2yy,
			      "equal numbers are the same array");
	}
}

/* ---- laws ---- */

/* Text and bytes give the value back; a value read has the same cells without sorting. */
static void
check_round_trip(const struct cpe_patterns *patterns)
{
	char *text = cpe_patterns_print(patterns, &arena, &problem);
	struct cpe_patterns *again = cpe_patterns_parse(text, &arena, &problem);
	unsigned char *bytes;
	size_t size;

	CHECK(again != NULL, "the text is read: %s", problem.message);
	CHECK(same(patterns, again), "the text gives the value back");
	CHECK(strcmp(text, cpe_patterns_print(again, &arena, &problem)) == 0, "and prints the same");
	for (int checked = 0; checked < 2; checked++)
	{
		bytes = canonical(patterns, &size);
		again = cpe_patterns_read(bytes, size, checked, &arena, &problem);
		CHECK(again != NULL, "bytes are read: %s", problem.message);
		CHECK(same(patterns, again), "bytes give the value back");
		CHECK(again->sorted == !checked, "who sends bytes is not believed");
		size = cpe_patterns_write(patterns, NULL, NULL, &arena, &problem);
		bytes = cpe_arena_alloc(&arena, size, 1, &problem);
		CHECK(cpe_patterns_write(patterns, NULL, bytes, &arena, &problem) == size, "counted");
		again = cpe_patterns_read(bytes, size, checked, &arena, &problem);
		CHECK(again != NULL && !again->sorted && same(patterns, again),
		      "bytes in the order of the rows give the value back");
	}
}

/* Any split and any tree of merges gives the same bytes. */
static void
check_merges(enum kind kind, const struct row *row, int rows, const struct cpe_patterns *all)
{
	for (int split = 2; split <= 9; split += 7)
	{
		struct cpe_patterns *part[9];
		int parts = split;

		for (int p = 0; p < parts; p++)
			part[p] = open_patterns(kind);
		for (int i = 0; i < rows; i++)
			add_row(part[below(parts)], kind, &row[i]);
		while (parts > 1)
		{
			int into = below(parts);
			int from = (into + 1 + below(parts - 1)) % parts;
			unsigned char *bytes;
			size_t size;

			/* some are sent */
			if (below(2))
			{
				bytes = canonical(part[from], &size);
				part[from] = cpe_patterns_read(bytes, size, below(2), &arena, &problem);
				bytes = canonical(part[into], &size);
				part[into] = cpe_patterns_read(bytes, size, below(2), &arena, &problem);
			}
			CHECK(cpe_patterns_merge(part[into], part[from], &arena, &problem), "merging: %s",
			      problem.message);
			part[from] = part[--parts];
			if (into == parts)
				part[from] = part[into];
		}
		CHECK(same(part[0], all), "kind %d merged", kind);
	}
}

/* One question of a sheet is the same as if it had been collected alone. */
static void
check_only(const struct cpe_patterns *sheet, const struct row *row, int rows)
{
	for (int q = 0; q < 3; q++)
	{
		struct cpe_patterns_shape shape = shape_of(SHEET);
		struct cpe_patterns *alone;
		struct cpe_patterns *only = cpe_patterns_only(sheet, q, &arena, &problem);

		shape.questions = 1;
		shape.question = &questions[q];
		alone = cpe_patterns_open(&shape, &arena, &problem);
		for (int i = 0; i < rows; i++)
		{
			struct row copy = row[i];
			int y = copy.answer[q];
			int32_t organisation = level_code(alone, alone->organisation, -1);
			char buffer[16];
			int32_t cell;

			if (copy.organisation >= 0)
			{
				sprintf(buffer, "R%d", copy.organisation);
				cpe_patterns_level(alone, alone->organisation, buffer, strlen(buffer),
				                   &organisation, &problem);
			}
			if (y < 0)
			{
				cpe_patterns_unanswered(alone, organisation, 0, 1, &problem);
				continue;
			}
			cell = cell_of(alone, SHEET, &copy, organisation);
			cpe_patterns_count(alone, cell, 0, 1, &problem);
			cpe_patterns_count(alone, cell, 1, y, &problem);
			if (questions[q].rated)
				cpe_patterns_count(alone, cell, 2, (int64_t) y * y, &problem);
		}
		CHECK(only != NULL && only->sorted && same(only, alone), "question %d alone", q);
		only->sorted = false;
		CHECK(same(only, alone), "and it is in order");
	}
}

static void
test_kinds(void)
{
	enum
	{
		ROWS = 1500
	};
	static struct row row[ROWS];
	static const char *const name[KINDS] = {"counts of a sheet", "numbers", "weights",
	                                        "numbers with weights", "offsets"};

	for (int kind = 0; kind < KINDS; kind++)
	{
		struct cpe_patterns *all;

		unit_case(name[kind]);
		cpe_arena_open_malloc(&arena);
		random_rows(row, ROWS);
		if (kind == SHEET) /* a cell that needs two bytes, then four */
			for (int i = 0; i < ROWS / 3; i++)
				row[i * 3] = row[0];
		all = patterns_of((enum kind) kind, row, ROWS, 1);
		check_cells(all, row, ROWS);
		check_round_trip(all);
		CHECK(same(all, patterns_of((enum kind) kind, row, ROWS, 7)), "another order of rows");
		check_merges((enum kind) kind, row, ROWS, all);
		if (kind == SHEET)
			check_only(all, row, ROWS);
		cpe_arena_close_malloc(&arena);
	}
}

/* ---- growing ---- */

static void
test_growth(void)
{
	struct cpe_patterns *patterns;
	struct cpe_patterns *again;
	const char *const name[2] = {"a", "b"};
	struct cpe_patterns_shape shape = {
		.covariates = 2, .covariate = name, .questions = 1, .question = single};
	int32_t code[2];
	int32_t cell;
	int32_t organisation;
	bool good = true;

	unit_case("codes of one, two and four bytes; many cells");
	cpe_arena_open_malloc(&arena);
	patterns = cpe_patterns_open(&shape, &arena, &problem);
	for (int round = 0; round < 2; round++)
		for (int i = 0; i < 70000; i++)
		{
			good = good && cpe_patterns_level_integer(patterns, 0, i, &code[0], &problem) &&
			       cpe_patterns_level_integer(patterns, 1, i % 300, &code[1], &problem) &&
			       cpe_patterns_level_integer(patterns, patterns->organisation, i % 11,
			                                  &organisation, &problem) &&
			       cpe_patterns_cell(patterns, organisation, code, &cell, &problem) && cell == i &&
			       code[0] == i + 1 && cpe_patterns_count(patterns, cell, 0, 1, &problem);
		}
	CHECK(good && patterns->cells == 70000 && patterns->patterns == 70000, "each has its cell");
	CHECK(patterns->code_size == 4, "codes have grown to %d bytes", patterns->code_size);
	for (int i = 0; i < 70000; i++)
		good = good &&
		       cpe_counts_get(&patterns->count, cpe_patterns_cell_at(patterns, i)->place, 0) == 2;
	CHECK(good, "each was met twice");
	check_round_trip(patterns);
	again = cpe_patterns_open(&shape, &arena, &problem);
	CHECK(cpe_patterns_merge(again, patterns, &arena, &problem) && same(again, patterns), "merged");
	cpe_arena_close_malloc(&arena);

	unit_case("counters grow, and end where they are out of range");
	cpe_arena_open_malloc(&arena);
	patterns = open_patterns(SHEET);
	code[0] = code[1] = 0;
	{
		int32_t codes[COVARIATES] = {0};
		static const int64_t add[] = {1, 126, 1, 32639, 1, 2147450879, 1, INT64_MAX - 2147483648};
		int32_t all[7] = {1, 1, 0, 0, 3, -5, 9};
		int64_t sum = 0;

		CHECK(cpe_patterns_cell(patterns, 0, codes, &cell, &problem), "a cell");
		for (int i = 0; i < 8; i++)
		{
			sum += add[i];
			CHECK(cpe_patterns_count(patterns, cell, 0, add[i], &problem), "adding");
			CHECK(cpe_counts_get(&patterns->count, cpe_patterns_cell_at(patterns, cell)->place,
			                     0) == sum,
			      "%lld", (long long) sum);
		}
		CHECK(!cpe_patterns_count(patterns, cell, 0, 1, &problem) && problem.code == CPE_RANGE,
		      "2^63 is out of range");
		codes[0] = 1;
		CHECK(cpe_patterns_level(patterns, 0, "x", 1, &codes[0], &problem) &&
		          cpe_patterns_cell(patterns, 0, codes, &cell, &problem),
		      "another cell");
		for (int i = 0; i < 300; i++)
			for (int j = 0; j < 7; j++)
				CHECK(cpe_patterns_count(patterns, cell, j, all[j], &problem), "adding to each");
		for (int i = 0; i < 7; i++)
			CHECK(cpe_counts_get(&patterns->count, cpe_patterns_cell_at(patterns, cell)->place,
			                     i) == 300 * all[i],
			      "counter %d of all", i);
	}
	cpe_arena_close_malloc(&arena);
}

/* ---- limits and errors ---- */

static void
test_limits(void)
{
	struct cpe_patterns *patterns;
	int32_t code[COVARIATES] = {0};
	int32_t cell;
	int32_t organisation;

	unit_case("the limit of cells, and of organisations");
	cpe_arena_open_malloc(&arena);
	patterns = open_patterns(SHEET);
	patterns->limit = 3;
	for (int i = 0; i < 4; i++)
	{
		CHECK(cpe_patterns_level_integer(patterns, 2, i, &code[2], &problem), "a level");
		CHECK(cpe_patterns_cell(patterns, 0, code, &cell, &problem) == (i < 3), "cell %d", i);
	}
	CHECK(problem.code == CPE_LIMIT && strstr(problem.hint, "cancer_pe.max_patterns") != NULL,
	      "the setting is named");
	code[2] = 1;
	CHECK(cpe_patterns_cell(patterns, 0, code, &cell, &problem) && cell == 0,
	      "what is there stays there");
	for (int i = 0; i < 4; i++)
	{
		CHECK(cpe_patterns_level_integer(patterns, patterns->organisation, i, &organisation,
		                                 &problem),
		      "an organisation");
		CHECK(cpe_patterns_unanswered(patterns, organisation, 0, 1, &problem) == (i < 3),
		      "organisation %d", i);
	}
	CHECK(problem.code == CPE_LIMIT, "too many organisations");
	cpe_arena_close_malloc(&arena);

	unit_case("no memory, and stopped");
	for (int at = 0; at < 60; at++)
	{
		static struct row row[40];

		seed = 5;
		random_rows(row, 40);
		unit_arena_open(&arena, -1, at);
		problem.code = CPE_OK;
		{
			struct cpe_patterns_shape shape = shape_of(WEIGHTED_NUMERIC);
			struct cpe_patterns *all = cpe_patterns_open(&shape, &arena, &problem);
			int32_t codes[COVARIATES] = {0};
			bool good = all != NULL;

			for (int i = 0; i < 40 && good; i++)
				good = cpe_patterns_level_integer(all, 2, row[i].level[2], &codes[2], &problem) &&
				       cpe_patterns_cell(all, 0, codes, &cell, &problem) &&
				       cpe_patterns_add(all, cell, row[i].outcome, row[i].weight, &problem);
			good = good && cpe_patterns_print(all, &arena, &problem) != NULL &&
			       cpe_patterns_cells(all, 0, &arena, &problem) != NULL;
			CHECK(good || problem.code == CPE_NO_MEMORY, "told at allocation %d", at);
		}
		cpe_arena_close_malloc(&arena);
	}
}

static void
test_shapes(void)
{
	static const char *const names[COVARIATES] = {"age", "sex", "size"};
	static const char *const twice[COVARIATES] = {"age", "sex", "age"};
	struct cpe_patterns_question ruled[3];
	struct cpe_patterns *patterns;
	struct cpe_patterns_shape shape;

	unit_case("shapes that differ");
	memcpy(ruled, questions, sizeof(ruled));
	cpe_arena_open_malloc(&arena);
	patterns = open_patterns(SHEET);
	shape = shape_of(SHEET);
	CHECK(cpe_patterns_take(patterns, &shape, &problem), "the same");
	shape.question = ruled;
	for (int q = 2; q >= 0; q--)
	{
		char want[100];

		/* each bit tells, and of several questions the first is named */
		for (int bit = 0; bit < 64; bit += 9)
		{
			ruled[q].rule = questions[q].rule ^ UINT64_C(1) << bit;
			CHECK(!cpe_patterns_take(patterns, &shape, &problem) && problem.code == CPE_INVALID &&
			          strncmp(problem.message, "rules of ", 9) == 0,
			      "rules: %s", problem.message);
			sprintf(want, "Question \"%s\" has other codes", questions[q].name);
			CHECK(strncmp(problem.detail, want, strlen(want)) == 0, "%s", problem.detail);
			CHECK(!cpe_patterns_merge(patterns, cpe_patterns_open(&shape, &arena, &problem), &arena,
			                          &problem) &&
			          strncmp(problem.detail, want, strlen(want)) == 0,
			      "merging: %s", problem.detail);
		}
	}
	shape = shape_of(SHEET);
	shape.covariate = names;
	CHECK(!cpe_patterns_take(patterns, &shape, &problem) && problem.code == CPE_INVALID &&
	          strcmp(problem.detail, "Covariate 2 is \"se\"x\", and \"sex\".") == 0,
	      "names: %s", problem.detail);
	shape.covariate = twice;
	CHECK(cpe_patterns_open(&shape, &arena, &problem) == NULL && problem.code == CPE_INVALID,
	      "a name twice");
	for (int kind = NUMERIC; kind < KINDS; kind++)
	{
		shape = shape_of((enum kind) kind);
		CHECK(!cpe_patterns_take(patterns, &shape, &problem) && problem.code == CPE_INVALID,
		      "another kind: %s", problem.message);
		for (int other = NUMERIC; other < KINDS; other++)
		{
			struct cpe_patterns_shape another = shape_of((enum kind) other);

			CHECK(cpe_patterns_take(open_patterns((enum kind) kind), &another, &problem) ==
			          (kind == other),
			      "kinds %d and %d", kind, other);
		}
	}
	shape.questions = 0;
	CHECK(cpe_patterns_take(patterns, &shape, &problem), "what has no rows goes with all");
	patterns = cpe_patterns_open(&(struct cpe_patterns_shape){0}, &arena, &problem);
	CHECK(strcmp(cpe_patterns_print(patterns, &arena, &problem), "none") == 0, "none");
	check_round_trip(patterns);
	CHECK(cpe_patterns_merge(patterns, open_patterns(OFFSET), &arena, &problem) &&
	          patterns->width == COVARIATES + 1,
	      "it takes the first shape that comes");
	cpe_arena_close_malloc(&arena);
}

static void
test_refused(void)
{
	static const struct
	{
		const char *text;
		enum cpe_code code;
	} bad[] = {
		{"", CPE_SYNTAX},
		{"none ", CPE_SYNTAX},
		{"covariates=(\"a\") questions=()", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(binary) ", CPE_SYNTAX},
		{"covariates=(\"a\",) questions=(binary)", CPE_SYNTAX},
		{"covariates=(\"a\",\"a\") questions=(binary)", CPE_INVALID},
		{"covariates=(\"a\") questions=(binary,binary)", CPE_INVALID},
		{"covariates=(\"a\") questions=(\"q\" binary,\"q\" rated)", CPE_INVALID},
		{"covariates=(\"a\") questions=(\"q\" binary,\"r\" numeric)", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(rated) weighted", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(\"q\" binary rule=0000000000000000)", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(\"q\" binary rule=123456789abcdef)", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(\"q\" binary rule=0123456789abcdef0)", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(\"q\" binary rule=0123456789ABCDEF)", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(\"q\" rule=0123456789abcdef binary)", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(\"q\" binary rule=0123456789abcde", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(binary) pattern=(\"x\")", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(binary) pattern=(\"x\",-) organisation=- 1:1", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(binary) pattern=(\"x\") organisation=- 0:0", CPE_INVALID},
		{"covariates=(\"a\") questions=(binary) pattern=(\"x\") organisation=- 1:2", CPE_INVALID},
		{"covariates=(\"a\") questions=(binary) pattern=(\"x\") organisation=- 1:-1", CPE_INVALID},
		{"covariates=(\"a\") questions=(binary) pattern=(\"x\") organisation=- -1:0", CPE_INVALID},
		{"covariates=(\"a\") questions=(binary) pattern=(\"x\") organisation=- "
	     "9223372036854775808:0",
	     CPE_SYNTAX},
		{"covariates=(\"a\") questions=(binary) pattern=(\"x\") organisation=- 1:1 organisation=- "
	     "1:1",
	     CPE_INVALID},
		{"covariates=(\"a\") questions=(binary) pattern=(\"x\") organisation=- 1:1 pattern=(\"x\") "
	     "organisation=- 1:1",
	     CPE_INVALID},
		{"covariates=(\"a\") questions=(rated) pattern=(\"x\") organisation=- 2:3:4", CPE_INVALID},
		{"covariates=(\"a\") questions=(rated) pattern=(\"x\") organisation=- 2:4:8:1", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(rated) pattern=(\"x\") organisation=- 2:4:7", CPE_INVALID},
		{"covariates=(\"a\") questions=(binary) unanswered=\"R\" 0", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(binary) unanswered=\"R\" 1 unanswered=\"R\" 1",
	     CPE_INVALID},
		{"covariates=(\"a\") questions=(binary) unanswered=\"R\" -1", CPE_SYNTAX},
		{"covariates=(\"a\") questions=(binary) unanswered=\"R 1", CPE_SYNTAX},
		{"covariates=() questions=(numeric) pattern=() organisation=- n=0 y=0 yy=0", CPE_INVALID},
		{"covariates=() questions=(numeric) pattern=() organisation=- n=1 y=2p0 yy=1p0",
	     CPE_INVALID},
		{"covariates=() questions=(numeric) pattern=() organisation=- n=1 y=1p1 yy=1p0",
	     CPE_INVALID},
		{"covariates=() questions=(numeric) pattern=() organisation=- n=1 y=1p0 yy=-1p0",
	     CPE_INVALID},
		{"covariates=() questions=(numeric) pattern=() organisation=- n=1 y=1p1025 yy=1p2050",
	     CPE_RANGE},
		{"covariates=() questions=(binary) weighted pattern=() organisation=- n=1 w=1p0 wy=1p1 "
	     "ww=1p0 wwy=1p0",
	     CPE_INVALID},
		{"covariates=() questions=(binary) weighted pattern=() organisation=- n=1 w=1p0 wy=1p0 "
	     "ww=1p0 wwy=0",
	     CPE_INVALID},
		{"covariates=() questions=(binary) weighted pattern=() organisation=- n=2 w=1p0 wy=0 "
	     "ww=1p1 wwy=0",
	     CPE_INVALID},
		{"covariates=() questions=(binary) weighted pattern=() organisation=- n=1 w=0 wy=0 ww=0 "
	     "wwy=0",
	     CPE_INVALID},
		{"covariates=() questions=(binary) offset pattern=() organisation=- 1:1", CPE_SYNTAX},
		{"covariates=() questions=(binary) offset pattern=() offset=1p1024 organisation=- 1:1",
	     CPE_SYNTAX},
	};

	unit_case("texts that are refused");
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
	{
		cpe_arena_open_malloc(&arena);
		CHECK(cpe_patterns_parse(bad[i].text, &arena, &problem) == NULL &&
		          problem.code == bad[i].code,
		      "%s: %s", bad[i].text, problem.message);
		cpe_arena_close_malloc(&arena);
	}
}

/* Bytes cut at any place, and with any byte changed, are refused or are a value. */
static void
test_bytes(void)
{
	static struct row row[16];

	unit_case("bytes that are changed");
	for (int kind = 0; kind < KINDS; kind++)
	{
		unsigned char *bytes;
		unsigned char *copy;
		size_t size;
		int values = 0;

		cpe_arena_open_malloc(&arena);
		random_rows(row, 16);
		bytes = canonical(patterns_of((enum kind) kind, row, 16, 1), &size);
		copy = malloc(size);
		for (size_t at = 0; at < size; at++)
		{
			struct cpe_arena keep = arena;

			/* memory of its own, so that the sanitizer sees its end */
			unsigned char *cut = malloc(at + 1);

			cpe_arena_open_malloc(&arena);
			memcpy(cut, bytes, at);
			CHECK(cpe_patterns_read(cut, at, true, &arena, &problem) == NULL, "cut at %zu", at);
			free(cut);
			for (int change = 0; change < 3; change++)
			{
				struct cpe_patterns *read;

				memcpy(copy, bytes, size);
				copy[at] = (unsigned char) (change == 0 ? copy[at] ^ 1 : below(256));
				read = cpe_patterns_read(copy, size, true, &arena, &problem);
				values += read != NULL;
				if (read != NULL)
					check_round_trip(read);
			}
			cpe_arena_close_malloc(&arena);
			arena = keep;
		}
		CHECK(values > 10, "some are values: %d", values);
		free(copy);
		cpe_arena_close_malloc(&arena);
	}
}

/* A rule is eight bytes, the most significant first, and sixteen digits. */
static void
test_rules(void)
{
	static const char text[] = "covariates=() questions=(\"Q1\" binary rule=0000000000000001,"
							   "\"Q2\" binary,\"rating\" rated rule=fedcba9876543210)";
	static const unsigned char bytes[] = {CPE_CASEMIX_VERSION,
	                                      1,
	                                      3,
	                                      5,
	                                      2,
	                                      'Q',
	                                      '1',
	                                      0,
	                                      0,
	                                      0,
	                                      0,
	                                      0,
	                                      0,
	                                      0,
	                                      1,
	                                      1,
	                                      2,
	                                      'Q',
	                                      '2',
	                                      7,
	                                      6,
	                                      'r',
	                                      'a',
	                                      't',
	                                      'i',
	                                      'n',
	                                      'g',
	                                      0xfe,
	                                      0xdc,
	                                      0xba,
	                                      0x98,
	                                      0x76,
	                                      0x54,
	                                      0x32,
	                                      0x10,
	                                      0,
	                                      0,
	                                      0,
	                                      0,
	                                      0,
	                                      0,
	                                      0};
	struct cpe_patterns_shape shape = shape_of(SHEET);
	struct cpe_patterns *patterns;
	unsigned char *written;
	unsigned char changed[sizeof(bytes)];
	size_t size;

	unit_case("rules in text and bytes");
	cpe_arena_open_malloc(&arena);
	shape.covariates = 0;
	patterns = cpe_patterns_open(&shape, &arena, &problem);
	CHECK(strcmp(cpe_patterns_print(patterns, &arena, &problem), text) == 0, "text");
	written = canonical(patterns, &size);
	CHECK(size == sizeof(bytes) && memcmp(written, bytes, size) == 0, "%zu bytes", size);
	check_round_trip(patterns);
	memcpy(changed, bytes, sizeof(bytes));
	changed[14] = 0;
	CHECK(cpe_patterns_read(changed, size, true, &arena, &problem) == NULL &&
	          problem.code == CPE_BINARY,
	      "a rule of 0 is none and is not written");
	changed[14] = 1;
	changed[3] = 13;
	CHECK(cpe_patterns_read(changed, size, true, &arena, &problem) == NULL, "an unknown flag");
	cpe_arena_close_malloc(&arena);
}

int
main(void)
{
	test_kinds();
	test_growth();
	test_limits();
	test_shapes();
	test_rules();
	test_refused();
	test_bytes();
	return unit_end();
}
