#include "casemix_cells.h"

#include "adjust/frame.h"

static const char *directory;

static struct cpe_problem problem;

/* Opens a frame that is to succeed. */
static struct cpe_frame
open_frame(const struct cpe_cells *cells, const struct cpe_fit_options *options,
           struct cpe_arena *arena)
{
	struct cpe_frame frame;

	problem.message[0] = '\0';
	CHECK(cpe_frame_open(&frame, cells, options, arena, &problem), "frame: %s", problem.message);
	return frame;
}

/* A column's names as "term=level". */
static const char *
column_name(const struct cpe_frame *frame, int column, struct cpe_arena *arena)
{
	static char name[200];
	const char *term;
	const char *level;

	CHECK(cpe_column_names(frame, column, arena, &term, &level, &problem), "names");
	snprintf(name, sizeof(name), "%s=%s", term, level ? level : "-");
	return name;
}

static void
check_columns(const struct cpe_frame *frame, const char *const *want, int columns,
              struct cpe_arena *arena)
{
	CHECK(frame->columns == columns, "%d columns, not %d", frame->columns, columns);
	for (int i = 0; i < columns && i < frame->columns; i++)
		CHECK(strcmp(column_name(frame, i, arena), want[i]) == 0, "column %d is %s, not %s", i,
		      column_name(frame, i, arena), want[i]);
}

static void
check_refused(const struct cpe_cells *cells, const struct cpe_fit_options *options,
              enum cpe_code code, const char *words, struct cpe_arena *arena)
{
	struct cpe_frame frame;

	problem.message[0] = '\0';
	CHECK(!cpe_frame_open(&frame, cells, options, arena, &problem), "refused: %s", words);
	CHECK(problem.code == code && strstr(problem.message, words) != NULL, "\"%s\", not \"%s\"",
	      problem.message, words);
}

/* Few respondents: sex, age and a number; one has no sex, one no organisation, one no outcome. */
static const char *const few_name[] = {"sex", "age", "dose"};

static const struct cpe_cells *
few(struct cpe_arena *arena)
{
	static const struct
	{
		const char *organisation;
		const char *level[3];
		double y;
		int n;
	} row[] = {
		{"A", {"m", "young", "-1.5e0"}, 1, 3}, {"A", {"f", "old", "0"}, 0, 2},
		{"B", {"m", "old", "2"}, 1, 1},        {"B", {"f", "middle", "2"}, 0, 4},
		{"B", {"m", "middle", "0"}, 1, 1},     {"B", {NULL, "ancient", "1"}, 1, 5},
		{NULL, {"f", "young", "2"}, 0, 6},     {"C", {"f", "young", "2"}, NAN, 7},
		{NULL, {"f", "young", "2"}, NAN, 8},   {"A", {"f", "young", "0"}, 1, 1},
	};
	struct casemix casemix;

	casemix_open(&casemix, arena, 3, few_name);
	for (size_t i = 0; i < sizeof(row) / sizeof(row[0]); i++)
		casemix_add(&casemix, row[i].organisation, row[i].level, row[i].y, 1, 0, row[i].n);
	return casemix_cells(&casemix);
}

static void
check_few(void)
{
	static const char *const fixed[] = {"sex=m", "age=old", "age=young", "dose=0", "dose=2"};
	static const char *const category[] = {
		"(Intercept)=-", "sex=m",        "sex=(missing)",        "age=middle",  "age=old",
		"age=young",     "sex:dose=m:0", "sex:dose=(missing):1", "sex:dose=m:2"};
	static const struct cpe_term_request term[] = {{1, {0}}, {1, {1}}, {2, {0, 2}}};
	struct cpe_arena arena;
	const struct cpe_cells *cells;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	struct cpe_frame frame;

	cpe_arena_open_malloc(&arena);
	cells = few(&arena);
	unit_case("complete respondents of organisations: counts, columns and references");
	frame = open_frame(cells, &options, &arena);
	CHECK(frame.absorbed && frame.organisations == 3, "organisations");
	CHECK(frame.n == 12 && frame.missing == 5 && frame.nameless == 14, "n %lld, lost %lld and %lld",
	      (long long) frame.n, (long long) frame.missing, (long long) frame.nameless);
	CHECK(frame.missing_of[0] == 0 && frame.missing_of[1] == 5 && frame.missing_of[2] == 0,
	      "missing by organisation");
	CHECK(frame.unanswered_of[2] == 7, "unanswered by organisation");
	/* "ancient" is gone with the one whose sex is missing, and its column too */
	CHECK(frame.covariate[1].levels == 4 && frame.covariate[1].reference == 1, "levels of age");
	check_columns(&frame, fixed, 5, &arena);

	unit_case("without effects those without organisation stay; missing may be a level");
	options = casemix_options(CPE_EFFECT_NONE);
	options.missing = CPE_MISSING_CATEGORY;
	options.terms = 3;
	options.term = term;
	frame = open_frame(cells, &options, &arena);
	CHECK(frame.n == 23 && frame.missing == 0 && frame.nameless == 0, "counts");
	CHECK(frame.organisations == 4 && frame.organisation[3] == NULL && frame.unanswered_of[3] == 8,
	      "the organisation without a name is the last");
	check_columns(&frame, category, 9, &arena);

	unit_case("an unused covariate loses nobody");
	options.missing = CPE_MISSING_ERROR;
	options.terms = 1;
	options.term = &term[1];
	frame = open_frame(cells, &options, &arena);
	CHECK(frame.n == 23 && frame.covariate[1].reference == 0 && !frame.covariate[0].used, "n");
	cpe_arena_close_malloc(&arena);
}

static void
check_linear(void)
{
	static const struct cpe_term_request term[] = {{1, {2}}, {2, {0, 2}}};
	static const bool linear[] = {false, false, true};
	static const char *const want[] = {"dose=-", "sex:dose=m"};
	struct cpe_arena arena;
	const struct cpe_cells *cells;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	struct cpe_frame frame;
	int64_t zeros = 0;

	cpe_arena_open_malloc(&arena);
	cells = few(&arena);
	unit_case("linear covariates, by themselves and times a factor; zeros are no entries");
	options.linear = linear;
	options.terms = 2;
	options.term = term;
	frame = open_frame(cells, &options, &arena);
	check_columns(&frame, want, 2, &arena);
	for (int32_t p = 0; p < frame.patterns; p++)
	{
		const int32_t *code = &cells->code[frame.pattern[p] * 3];
		double dose = strtod(cells->covariate[2].level[code[2]], NULL);
		bool male = strcmp(cells->covariate[0].level[code[0]], "m") == 0;
		double coefficient[] = {1, 100};

		CHECK(cpe_frame_linear(&frame, p, coefficient) == dose + (male ? 100 * dose : 0),
		      "pattern %d", p);
		if (dose == 0)
			zeros += frame.entry[p + 1] == frame.entry[p];
	}
	CHECK(zeros == 2, "%lld patterns of zero dose: age is not used", (long long) zeros);

	unit_case("linear covariates refused");
	options.term = &term[0];
	options.terms = 1;
	options.linear = (const bool[]){true, true, true};
	options.terms = -1;
	check_refused(cells, &options, CPE_INVALID,
	              "level \"f\" of the linear covariate \"sex\" is not a finite", &arena);
	cpe_arena_close_malloc(&arena);
}

/* A table of one linear covariate with the one level. */
static const struct cpe_cells *
one_level(const char *level, struct cpe_arena *arena)
{
	static const char *const name[] = {"x"};
	struct casemix casemix;

	casemix_open(&casemix, arena, 1, name);
	casemix_add(&casemix, "A", &level, 1, 1, 0, 1);
	return casemix_cells(&casemix);
}

static void
check_refusals(void)
{
	static const char *const bad[] = {"",   "1e400", "0x1", "1,5", " 1",
	                                  "1 ", "nan",   "inf", "1e",  "--1"};
	static const bool linear[] = {true};
	const char *const reference[] = {"x", NULL, NULL};
	struct cpe_arena arena;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	struct cpe_term_request *term;

	cpe_arena_open_malloc(&arena);
	unit_case("what no frame is made of");
	options.linear = linear;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++)
		check_refused(one_level(bad[i], &arena), &options, CPE_INVALID, "is not a finite decimal",
		              &arena);
	check_refused(one_level(NULL, &arena), &options, CPE_INVALID, "there are no respondents",
	              &arena);
	CHECK(strstr(problem.detail, "1 lack a covariate") != NULL, "detail: %s", problem.detail);
	options.missing = CPE_MISSING_CATEGORY;
	check_refused(one_level(NULL, &arena), &options, CPE_INVALID, "cannot be a category", &arena);
	options = casemix_options(CPE_EFFECT_FIXED);
	options.reference = reference;
	check_refused(few(&arena), &options, CPE_INVALID,
	              "no respondent has the reference level \"x\" of covariate \"sex\"", &arena);
	/* a level that only those who are lost have is no reference either */
	options.reference = (const char *const[]){NULL, "ancient", NULL};
	check_refused(few(&arena), &options, CPE_INVALID, "\"ancient\" of covariate \"age\"", &arena);
	options.missing = CPE_MISSING_ERROR;
	check_refused(few(&arena), &options, CPE_INVALID, "covariate \"sex\" is missing for some",
	              &arena);
	options = casemix_options(CPE_EFFECT_FIXED);
	options.terms = CPE_FRAME_COLUMNS + 1;
	term = casemix_room(&arena, (size_t) options.terms, sizeof(*term));
	for (int t = 0; t < options.terms; t++)
		term[t].factors = 1;
	options.term = term;
	check_refused(few(&arena), &options, CPE_LIMIT, "more than 2000 columns", &arena);
	cpe_arena_close_malloc(&arena);
}

/* Whether a pattern of the frame is in a column: by the levels, not by the frame's entries. */
static bool
is_in(const struct cpe_frame *frame, const struct cpe_cells *cells, int32_t pattern, int column)
{
	const struct cpe_column *what = &frame->column[column];
	const int32_t *code = &cells->code[(size_t) frame->pattern[pattern] * cells->covariates];

	for (int f = 0; f < what->factors; f++)
		if (code[what->covariate[f]] != what->level[f])
			return false;
	return true;
}

static void
check_cpes200k(void)
{
	static const struct cpe_term_request term[] = {{1, {0}}, {1, {1}}, {2, {0, 1}}, {3, {1, 3, 5}}};
	struct cpe_arena arena;
	const struct cpe_cells *cells;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	struct cpe_frame frame;
	struct cpe_frame kept;
	struct cpe_frame collapsed;
	bool *keep;
	int64_t n = 0;
	int64_t wrong = 0;

	cpe_arena_open_malloc(&arena);
	cells = casemix_cpes200k(&arena, directory);
	unit_case("200,000 respondents: the frame's entries are what levels say");
	options.reference = casemix_cpes200k_reference;
	options.terms = 4;
	options.term = term;
	frame = open_frame(cells, &options, &arena);
	for (int32_t p = 0; p < frame.patterns; p++)
	{
		int64_t e = frame.entry[p];

		for (int c = 0; c < frame.columns; c++)
		{
			bool entry = e < frame.entry[p + 1] && frame.entry_column[e] == c;

			wrong += entry != is_in(&frame, cells, p, c);
			e += entry;
		}
		wrong += e != frame.entry[p + 1];
	}
	CHECK(wrong == 0, "%lld entries", (long long) wrong);
	for (int c = 1; c < frame.columns; c++)
	{
		const struct cpe_column *a = &frame.column[c - 1];
		const struct cpe_column *b = &frame.column[c];
		int f = b->factors - 1;

		while (a->term == b->term && f > 0 && a->level[f] == b->level[f])
			f--;
		CHECK(a->term < b->term || a->level[f] < b->level[f], "order of columns %d", c);
		for (f = 0; f < b->factors; f++)
			CHECK(b->level[f] != frame.covariate[b->covariate[f]].reference, "reference");
	}

	unit_case("200,000 respondents: complete cases");
	options = casemix_options(CPE_EFFECT_FIXED);
	frame = open_frame(cells, &options, &arena);
	CHECK(frame.n == 182354 && frame.patterns == 13372 && frame.organisations == 145 &&
	          frame.columns == 35,
	      "n %lld, %d patterns", (long long) frame.n, frame.patterns);
	CHECK(frame.sum.wy == frame.sum.wyy && frame.sum.w == frame.sum.w2 &&
	          frame.sum.wy == frame.sum.w2yy,
	      "sums that are the same stay one array");

	unit_case("cells kept, and patterns collapsed");
	keep = casemix_room(&arena, (size_t) frame.cells, sizeof(bool));
	for (int32_t c = 0; c < frame.cells; c++)
	{
		keep[c] = c % 3 != 0;
		n += keep[c] ? frame.sum.n[c] : 0;
	}
	CHECK(cpe_frame_keep(&kept, &frame, keep, &arena, &problem), "kept");
	CHECK(kept.n == n && kept.patterns == frame.patterns && kept.columns == frame.columns, "kept");
	CHECK(cpe_frame_collapse(&collapsed, &kept, &arena, &problem), "collapsed");
	CHECK(collapsed.n == n && collapsed.organisations == 1, "collapsed");
	for (int32_t p = 0; p < frame.patterns; p++)
	{
		double w = 0;
		double wy = 0;
		double once = 0;
		double once_wy = 0;

		for (int32_t c = frame.first[p]; c < frame.first[p + 1]; c++)
		{
			w += keep[c] ? frame.sum.w[c] : 0;
			wy += keep[c] ? frame.sum.wy[c] : 0;
		}
		for (int32_t c = collapsed.first[p]; c < collapsed.first[p + 1]; c++)
		{
			once += collapsed.sum.w[c];
			once_wy += collapsed.sum.wy[c];
		}
		CHECK(once == w && once_wy == wy && collapsed.first[p + 1] - collapsed.first[p] == (w > 0),
		      "pattern %d", p);
	}
	cpe_arena_close_malloc(&arena);
}

/* ---- covariates that no term uses ---- */

#define MANY 4 /* covariates */

static unsigned long long seed = 2018;

static int
below(int limit)
{
	seed = seed * 6364136223846793005ULL + 1442695040888963407ULL;
	return (int) ((seed >> 33) % (unsigned) limit);
}

/* Who is collected is the same for the same start: all covariates, or those used only. */
static const struct cpe_cells *
collect(struct cpe_arena *arena, unsigned long long start, unsigned used)
{
	static const char *const level[] = {"1", "2", "3", "10", NULL};
	static const char *const organisation[] = {"A", "B", "C", "D", NULL};
	static const char *const all[MANY] = {"a", "b", "c", "d"};
	const char **name = casemix_room(arena, MANY, sizeof(char *));
	struct casemix casemix;
	bool weights;
	bool offsets;
	bool numbers;
	int covariates = 0;

	for (int i = 0; i < MANY; i++)
		if (used >> i & 1)
			name[covariates++] = all[i];
	casemix_open(&casemix, arena, covariates, name);
	seed = start;
	weights = below(2);
	offsets = below(2);
	numbers = below(2);
	for (int i = 0; i < 400; i++)
	{
		const char *of[MANY] = {NULL};
		const char *where = organisation[below(10) == 0 ? 4 : below(4)];
		double y = below(9) == 0 ? NAN : below(numbers ? 5 : 2);
		double w = weights ? 1 + below(3) : 1;
		double offset = offsets ? (below(3) - 1) * 0.5 : 0;
		int at = 0;

		for (int k = 0; k < MANY; k++)
		{
			const char *drawn = level[below(12) == 0 ? 4 : below(4)];

			if (used >> k & 1)
				of[at++] = drawn;
		}
		casemix_add(&casemix, where, of, y, w, offset, 1 + below(2));
	}
	return casemix_cells(&casemix);
}

static bool
same_numbers(const double *a, const double *b, int64_t count)
{
	if (a == NULL || b == NULL)
		return a == b;
	return count == 0 || memcmp(a, b, sizeof(double) * (size_t) count) == 0;
}

static bool
same_integers(const int32_t *a, const int32_t *b, int64_t count)
{
	return count == 0 || memcmp(a, b, sizeof(int32_t) * (size_t) count) == 0;
}

/* Everything that a model is fitted to, bit by bit. */
static void
check_same(const struct cpe_frame *a, const struct cpe_frame *b, struct cpe_arena *arena)
{
	CHECK(a->n == b->n && a->missing == b->missing && a->nameless == b->nameless, "counts");
	CHECK(a->organisations == b->organisations, "organisations");
	for (int32_t j = 0; j < a->organisations && j < b->organisations; j++)
		CHECK(casemix_compare_texts(&a->organisation[j], &b->organisation[j]) == 0 &&
		          a->missing_of[j] == b->missing_of[j] &&
		          a->unanswered_of[j] == b->unanswered_of[j],
		      "organisation %d", j);
	if (!CHECK(a->patterns == b->patterns && a->cells == b->cells && a->columns == b->columns,
	           "%d and %d patterns, %d and %d cells, %d and %d columns", a->patterns, b->patterns,
	           a->cells, b->cells, a->columns, b->columns))
		return;
	for (int c = 0; c < a->columns; c++)
	{
		char name[200];

		strcpy(name, column_name(a, c, arena));
		CHECK(strcmp(name, column_name(b, c, arena)) == 0, "column %d: %s", c, name);
	}
	CHECK(memcmp(a->entry, b->entry, sizeof(int64_t) * ((size_t) a->patterns + 1)) == 0 &&
	          same_integers(a->entry_column, b->entry_column, a->entry[a->patterns]) &&
	          same_numbers(a->entry_value, b->entry_value, a->entry[a->patterns]),
	      "entries");
	CHECK(same_numbers(a->offset, b->offset, a->patterns), "offsets");
	CHECK(same_integers(a->first, b->first, a->patterns + 1) &&
	          same_integers(a->organisation_of, b->organisation_of, a->cells),
	      "cells");
	CHECK(memcmp(a->sum.n, b->sum.n, sizeof(int64_t) * (size_t) a->cells) == 0 &&
	          same_numbers(a->sum.w, b->sum.w, a->cells) &&
	          same_numbers(a->sum.wy, b->sum.wy, a->cells) &&
	          same_numbers(a->sum.wyy, b->sum.wyy, a->cells) &&
	          same_numbers(a->sum.w2, b->sum.w2, a->cells) &&
	          same_numbers(a->sum.w2y, b->sum.w2y, a->cells) &&
	          same_numbers(a->sum.w2yy, b->sum.w2yy, a->cells),
	      "sums");
	CHECK((a->sum.w == a->sum.w2) == (b->sum.w == b->sum.w2) &&
	          (a->sum.wy == a->sum.wyy) == (b->sum.wy == b->sum.wyy),
	      "sums that are the same stay one array");
}

/* Terms: each covariate used, and the first two of them together. */
static int
terms_of(unsigned used, bool renumbered, struct cpe_term_request *term)
{
	int terms = 0;
	int at = 0;

	for (int i = 0; i < MANY; i++)
		if (used >> i & 1)
		{
			term[terms++] = (struct cpe_term_request){1, {renumbered ? at : i}};
			at++;
		}
	if (terms > 1)
		term[terms++] = (struct cpe_term_request){2, {term[0].covariate[0], term[1].covariate[0]}};
	return terms;
}

static void
check_unused(void)
{
	int fewer = 0;

	unit_case("covariates that no term uses: as if they had not been collected");
	for (int round = 0; round < 12; round++)
		for (unsigned used = 0; used < 1u << MANY; used++)
		{
			static const enum cpe_effect effect[] = {CPE_EFFECT_FIXED, CPE_EFFECT_RANDOM,
			                                         CPE_EFFECT_NONE};
			struct cpe_term_request term[MANY + 1];
			struct cpe_term_request own[MANY + 1];
			bool linear[MANY] = {false};
			bool own_linear[MANY] = {false};
			struct cpe_fit_options options = casemix_options(effect[round % 3]);
			struct cpe_arena arena;
			struct cpe_frame frame;
			struct cpe_frame alone;
			const struct cpe_cells *cells;

			cpe_arena_open_malloc(&arena);
			cells = collect(&arena, (unsigned long long) round, 15);
			options.missing = round % 4 == 0 ? CPE_MISSING_CATEGORY : CPE_MISSING_DROP;
			/* the last one is linear where that can be */
			linear[MANY - 1] = (used >> (MANY - 1) & 1) && options.missing == CPE_MISSING_DROP;
			options.linear = linear;
			options.terms = terms_of(used, false, term);
			options.term = term;
			frame = open_frame(cells, &options, &arena);
			fewer += frame.cells < cells->cells / 2;
			own_linear[__builtin_popcount(used) > 0 ? __builtin_popcount(used) - 1 : 0] =
				linear[MANY - 1];
			options.linear = own_linear;
			options.terms = terms_of(used, true, own);
			options.term = own;
			alone = open_frame(collect(&arena, (unsigned long long) round, used), &options, &arena);
			check_same(&frame, &alone, &arena);
			for (int32_t p = 1; p < frame.patterns; p++)
				CHECK(frame.pattern[p] != frame.pattern[p - 1], "numbers of patterns");
			cpe_arena_close_malloc(&arena);
		}
	CHECK(fewer > 48, "%d frames are much smaller", fewer);
}

static void
check_ends(void)
{
	struct cpe_arena arena;
	struct cpe_arena plain;
	const struct cpe_cells *cells;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	static const struct cpe_term_request term[] = {{1, {0}}, {2, {1, 2}}};
	struct cpe_frame frame;
	int steps = 0;

	cpe_arena_open_malloc(&plain);
	cells = few(&plain);
	options.terms = 2;
	options.term = term;
	unit_case("no memory, and told to stop");
	for (bool good = false; !good && steps < 1000; steps++)
	{
		unit_arena_open(&arena, -1, steps);
		good = cpe_frame_open(&frame, cells, &options, &arena, &problem);
		CHECK(good || problem.code == CPE_NO_MEMORY, "allocation %d", steps);
		cpe_arena_close_malloc(&arena);
	}
	CHECK(steps > 10, "%d allocations", steps);
	unit_arena_open(&arena, 0, -1);
	CHECK(!cpe_frame_open(&frame, cells, &options, &arena, &problem) &&
	          problem.code == CPE_CANCELLED,
	      "stopped");
	cpe_arena_close_malloc(&arena);
	cpe_arena_close_malloc(&plain);
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	check_few();
	check_linear();
	check_refusals();
	check_cpes200k();
	check_unused();
	check_ends();
	return unit_end();
}
