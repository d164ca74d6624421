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
	CHECK(zeros == 3, "%lld patterns of zero dose", (long long) zeros);

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
	check_ends();
	return unit_end();
}
