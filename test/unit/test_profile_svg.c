#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "publish/profile_svg.h"
#include "svg_check.h"

#define NAME 24

/* Fills scales as an instrument has them: scores of 0 to 100, the first third better when high. */
static void
make_scales(struct cpe_profile_scale *scales, char *names, size_t count)
{
	memset(scales, 0, count * sizeof(*scales));
	for (size_t i = 0; i < count; i++)
	{
		snprintf(names + i * NAME, NAME, "Scale %zu", i);
		scales[i].label = names + i * NAME;
		scales[i].position = (double) i;
		scales[i].score = floor(1000 * unit_random()) / 10;
		scales[i].low = scales[i].score - 3;
		scales[i].high = scales[i].score + 3;
		scales[i].reference = floor(1000 * unit_random()) / 10;
		scales[i].higher = i < count / 3 ? CPE_HIGHER_BETTER : CPE_HIGHER_WORSE;
	}
}

/* Draws, checks that it worked, is well-formed and holds nothing unwanted; "" when not. */
static char *
draw(struct cpe_arena *arena, const struct cpe_profile_scale *scales, size_t count,
     const struct cpe_profile_options *options)
{
	struct cpe_problem problem;
	const char *wrong;
	char *svg;
	size_t length;

	memset(&problem, 0, sizeof(problem));
	if (!CHECK(cpe_profile_svg(arena, scales, count, options, &svg, &length, &problem),
	           "problem: %s", problem.message))
		return "";
	wrong = ill_formed(svg, length);
	CHECK(wrong == NULL, "not well-formed: %s", wrong ? wrong : "");
	wrong = unwanted(svg);
	CHECK(wrong == NULL, "%s", wrong ? wrong : "");
	return svg;
}

/* The code of the problem a picture has, CPE_OK when none. */
static enum cpe_code
problem_of(struct cpe_arena *arena, const struct cpe_profile_scale *scales, size_t count,
           const struct cpe_profile_options *options, struct cpe_problem *problem)
{
	char *svg;
	size_t length;

	memset(problem, 0, sizeof(*problem));
	if (cpe_profile_svg(arena, scales, count, options, &svg, &length, problem))
		return CPE_OK;
	CHECK(svg == NULL && length == 0, "a result beside a problem");
	return problem->code;
}

/* Finds a word behind a place; what follows all. */
static const char *
after(const char *text, const char *word)
{
	const char *found = text ? strstr(text, word) : NULL;

	CHECK(found != NULL, "no %s", word);
	return found ? found + strlen(word) : "";
}

/*
 * Marks, intervals and references against their places worked out by hand: the axis is 0 to 100
 * without being asked for, a header takes a row, so that of five rows scales have the second,
 * third and fifth.
 */
static void
test_places(void)
{
	static const struct cpe_profile_scale scales[3] = {
		{"c", 3, 25, 10, 40, 20, CPE_HIGHER_WORSE},
		{"a", 1, 50, 25, 75, 60, CPE_HIGHER_BETTER},
		{"b", 2, 75, -INFINITY, 80, NAN, CPE_HIGHER_BETTER}};
	static const double want[3][2] = {{0.50, 1.5}, {0.75, 2.5}, {0.25, 4.5}};
	static const double reference[2][2] = {{0.60, 1.5}, {0.20, 4.5}};
	static const double interval[3][2] = {{0.25, 0.75}, {0.75, 0.80}, {0.10, 0.40}};
	struct cpe_profile_options options;
	struct cpe_arena arena;
	double left;
	double top;
	double width;
	double height;
	double x;
	double y;
	double end;
	const char *at;
	char *svg;

	unit_case("marks, intervals and references in their places");
	cpe_arena_open_malloc(&arena);
	cpe_profile_defaults(&options);
	svg = draw(&arena, scales, 3, &options);
	at = after(svg, "<clipPath");
	CHECK(sscanf(after(at, "<rect "), "x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\"", &left,
	             &top, &width, &height) == 4,
	      "no plot");
	at = after(svg, "data-higher=\"better\"");
	for (int i = 0; i < 2; i++)
	{
		at = after(at, "<circle ");
		CHECK(sscanf(at, "cx=\"%lf\" cy=\"%lf\"", &x, &y) == 2, "no circle");
		ABSOLUTE(x, left + want[i][0] * width, 0.11, "x of %d", i);
		ABSOLUTE(y, top + want[i][1] / 5 * height, 0.11, "y of %d", i);
	}
	CHECK(strncmp(after(at, "<title>"), "b\nscore 75.0\n", 12) == 0, "order");
	at = after(after(svg, "data-higher=\"worse\""), "<path d=\"M");
	CHECK(sscanf(at, "%lf %lf", &x, &y) == 2, "no diamond");
	ABSOLUTE(x, left + 0.25 * width, 0.11, "x of the diamond");
	ABSOLUTE(y, top + 4.5 / 5 * height, 6.0, "y of the diamond"); /* its upper corner */
	at = after(svg, "data-part=\"reference\"");
	for (int i = 0; i < 2; i++)
	{
		at = after(at, "<path d=\"M");
		CHECK(sscanf(at, "%lf %lf", &x, &y) == 2, "no reference");
		ABSOLUTE(x, left + reference[i][0] * width, 3.0, "reference %d", i); /* its left side */
		ABSOLUTE(y + 8, top + reference[i][1] / 5 * height, 0.11, "row of reference %d", i);
	}
	at = after(svg, "<g clip-path=");
	for (int i = 0; i < 3; i++)
	{
		at = after(at, "<path d=\"M");
		CHECK(sscanf(at, "%lf %lfH%lf", &x, &y, &end) == 3, "no interval");
		ABSOLUTE(x, left + interval[i][0] * width, 0.11, "low of %d", i);
		ABSOLUTE(end, left + interval[i][1] * width, 0.11, "high of %d", i);
		ABSOLUTE(y, top + want[i][1] / 5 * height, 0.11, "row of interval %d", i);
	}
	CHECK(occurrences(svg, "Higher is better") == 3 && occurrences(svg, "Higher is worse") == 2,
	      "words");
	CHECK(strstr(svg, "3 scales: a higher score is better in 2, worse in 1; the score is above the "
	                  "mark Reference in 1, below it in 1, the same in 0</desc>") != NULL,
	      "description");
	/* what is beyond is held at the edge and said */
	options.picture.y_min = 30;
	options.picture.y_max = 60;
	options.picture.y_fixed = true;
	svg = draw(&arena, scales, 3, &options);
	CHECK(strstr(svg, "Beyond the axis, drawn at its edge (2)") != NULL, "beyond");
	CHECK(occurrences(strstr(svg, "data-part=\"reference\""), "<path d=\"M") == 8, "references");
	cpe_arena_close_malloc(&arena);
}

/* The order of the rows, ties and equal rows included, leaves no trace. */
static void
test_order(void)
{
	struct cpe_profile_scale scales[60];
	static char names[60][NAME];
	struct cpe_profile_options options;
	struct cpe_arena arena;
	char *first;

	unit_case("any order of the rows");
	cpe_arena_open_malloc(&arena);
	make_scales(scales, names[0], 60);
	for (int i = 0; i < 30; i++)
	{
		scales[i].position = i % 2 ? NAN : 7;
		scales[i].label = i < 20 ? "same" : scales[i].label;
		scales[i].score = i < 10 ? 50 : scales[i].score;
		scales[i].higher = (enum cpe_profile_higher)(i % 3);
	}
	scales[50].score = NAN;
	cpe_profile_defaults(&options);
	first = draw(&arena, scales, 60, &options);
	CHECK(occurrences(first, "\nscore ") == 59, "not all are drawn");
	CHECK(occurrences(strstr(first, "data-part=\"names\""), ">same<") == 20, "names");
	for (int round = 0; round < 10; round++)
	{
		for (size_t i = 59; i > 0; i--)
		{
			size_t j = (size_t) (unit_random() * (double) (i + 1));
			struct cpe_profile_scale scale = scales[i];

			scales[i] = scales[j];
			scales[j] = scale;
		}
		CHECK(strcmp(first, draw(&arena, scales, 60, &options)) == 0, "other bytes");
	}
	cpe_arena_close_malloc(&arena);
}

/* A suppressed scale leaves nothing but its count: whatever it holds, the bytes are the same. */
static void
test_suppressed(void)
{
	static const double wild[] = {NAN, INFINITY, -1, 0, 1e300, 777777};
	struct cpe_profile_scale scales[16];
	static char names[16][NAME];
	struct cpe_profile_options options;
	struct cpe_arena arena;
	char *first = NULL;

	unit_case("suppressed scales leave no trace");
	cpe_arena_open_malloc(&arena);
	make_scales(scales, names[0], 15);
	cpe_profile_defaults(&options);
	for (size_t i = 0; i < sizeof(wild) / sizeof(*wild); i++)
	{
		char *svg;

		scales[15].label = i % 2 ? "ZZsecret with a very long name indeed" : NULL;
		scales[15].position = wild[i];
		scales[15].score = NAN;
		scales[15].low = wild[i];
		scales[15].high = -wild[i];
		scales[15].reference = wild[i];
		scales[15].higher = (enum cpe_profile_higher)(i * 3);
		svg = draw(&arena, scales, 16, &options);
		CHECK(strstr(svg, "ZZsecret") == NULL && strstr(svg, "7777") == NULL, "a trace");
		CHECK(strstr(svg, "; 1 not shown (suppressed)</desc>") != NULL, "not described");
		CHECK(strstr(svg, "Not shown, suppressed (1)") != NULL, "not in the legend");
		CHECK(first == NULL || strcmp(first, svg) == 0, "other bytes");
		first = svg;
	}
	first = draw(&arena, scales + 15, 1, &options);
	CHECK(strstr(first, ">no data<") != NULL, "alone");
	cpe_arena_close_malloc(&arena);
}

/* Nothing, one, the far ends of numbers, hostile texts, on several axes and widths. */
static void
test_extremes(void)
{
	static const double scores[][2] = {{0, 100},         {0, 0},         {-5, 3},
	                                   {1e12, 1e12 + 1}, {1e-12, 2e-12}, {-1e9, 1e9}};
	struct cpe_arena arena;

	unit_case("extremes");
	cpe_arena_open_malloc(&arena);
	for (size_t j = 0; j < sizeof(scores) / sizeof(*scores); j++)
		for (int kind = 0; kind < 12; kind++)
		{
			struct cpe_profile_scale scales[12];
			struct cpe_profile_options options;
			int count = kind % 2 ? 1 : 12;
			char *svg;

			cpe_profile_defaults(&options);
			memset(scales, 0, sizeof(scales));
			for (int k = 0; k < count; k++)
			{
				struct cpe_profile_scale *scale = &scales[k];

				scale->label = k == 4   ? "<b>&\"'\x01\xFF"
				               : k == 5 ? "a scale with a name that goes on and on and on and has "
				                          "no end that anybody would want to read"
				                        : "scale";
				scale->score = scores[j][0] + (scores[j][1] - scores[j][0]) * k / 11.0;
				scale->low = k == 5 ? -INFINITY : scale->score - 1;
				scale->high = k == 3 ? NAN : scale->score + (k == 6 ? 1e300 : 0);
				scale->reference = k % 3 ? scale->score + 1 : NAN;
				scale->higher = (enum cpe_profile_higher)(k % 3);
			}
			options.picture.y_min = kind >= 4 ? 0 : NAN;
			options.picture.y_max = kind >= 6 ? 1 : NAN;
			options.picture.y_fixed = kind >= 8;
			options.picture.width = kind % 4 < 2 ? 400 : 2000;
			options.picture.unit = "<%>";
			options.interval_name = options.reference_name = "<b>";
			options.picture.title = options.picture.noun = "<s>\x01";
			svg = draw(&arena, scales, (size_t) count, &options);
			CHECK(occurrences(svg, "\nscore ") == (size_t) count, "scales");
			CHECK(occurrences(svg, "<b>") == 0, "not escaped");
			CHECK(strstr(draw(&arena, scales, 0, &options), ">no data<") != NULL, "none");
		}
	cpe_arena_close_malloc(&arena);
}

/* What cannot be drawn is refused by row number, what cannot be asked for by name. */
static void
test_refusals(void)
{
	struct cpe_profile_scale scales[3];
	static char names[3][NAME];
	struct cpe_profile_options options;
	struct cpe_profile_options wrong;
	struct cpe_profile_scale keep;
	struct cpe_arena arena;
	struct cpe_problem problem;

	unit_case("refusals");
	cpe_arena_open_malloc(&arena);
	cpe_profile_defaults(&options);
	make_scales(scales, names[0], 3);
	keep = scales[1];
#define REFUSED(code, words, change)                                                               \
	do                                                                                             \
	{                                                                                              \
		wrong = options;                                                                           \
		change;                                                                                    \
		CHECK(problem_of(&arena, scales, 3, &wrong, &problem) == (code) &&                         \
		          strstr(problem.message, words) != NULL,                                          \
		      "%s: %s", #change, problem.message);                                                 \
		scales[1] = keep;                                                                          \
	} while (0)
	REFUSED(CPE_INVALID, "399 x 0", wrong.picture.width = 399);
	REFUSED(CPE_INVALID, "900 x 299", wrong.picture.height = 299);
	REFUSED(CPE_INVALID, "score factor", wrong.picture.score_factor = NAN);
	REFUSED(CPE_INVALID, "score axis", wrong.picture.y_min = 1; wrong.picture.y_max = 1);
	REFUSED(CPE_INVALID, "both its ends", wrong.picture.y_fixed = true);
	REFUSED(CPE_INVALID, "decimals", wrong.picture.decimals = -1);
	REFUSED(CPE_INVALID, "row 2 ", scales[1].score = INFINITY);
	REFUSED(CPE_INVALID, "row 2 ", scales[1].reference = INFINITY);
	REFUSED(CPE_INVALID, "row 2 ", scales[1].low = 0.9; scales[1].high = 0.8);
	REFUSED(CPE_INVALID, "row 2 ", scales[1].higher = (enum cpe_profile_higher) 3);
	REFUSED(CPE_NULL, "row 2 ", scales[1].label = NULL);
	cpe_arena_close_malloc(&arena);
}

/* A picture grows with its rows until they would touch at its greatest height. */
static void
test_growth(void)
{
	static struct cpe_profile_scale scales[500];
	static char names[500][NAME];
	struct cpe_profile_options options;
	struct cpe_arena arena;
	struct cpe_problem problem;
	size_t most = 400;
	int height[2] = {0, 0};

	unit_case("growth");
	cpe_arena_open_malloc(&arena);
	cpe_profile_defaults(&options);
	make_scales(scales, names[0], 500);
	for (int i = 0; i < 2; i++)
		sscanf(after(draw(&arena, scales, i == 0 ? 30 : 60, &options), " height=\""), "%d",
		       &height[i]);
	CHECK(height[1] - height[0] == 30 * 24, "%d and %d pixels", height[0], height[1]);
	while (most < 500 && problem_of(&arena, scales, most + 1, &options, &problem) == CPE_OK)
		most++;
	CHECK(most > 400 && most < 500, "%zu rows", most);
	CHECK(problem.code == CPE_INVALID && strstr(problem.message, "no room") != NULL, "%s",
	      problem.message);
	cpe_arena_close_malloc(&arena);
}

/* No memory and a cancel, wherever they strike, come back as problems. */
static void
test_poor(void)
{
	struct cpe_profile_scale scales[20];
	static char names[20][NAME];
	struct cpe_profile_options options;

	unit_case("no memory, cancelled");
	make_scales(scales, names[0], 20);
	cpe_profile_defaults(&options);
	for (int kind = 0; kind < 2; kind++)
	{
		bool drawn = false;

		for (int i = 0; i < 3000 && !drawn; i++)
		{
			struct cpe_arena arena;
			struct cpe_problem problem;
			enum cpe_code code;

			unit_arena_open(&arena, kind == 0 ? -1 : i, kind == 0 ? i : -1);
			code = problem_of(&arena, scales, 20, &options, &problem);
			drawn = code == CPE_OK;
			CHECK(drawn || code == (kind == 0 ? CPE_NO_MEMORY : CPE_CANCELLED), "code %d at %d",
			      code, i);
			cpe_arena_close_malloc(&arena);
		}
		CHECK(drawn, "never drawn");
	}
}

int
main(void)
{
	test_places();
	test_order();
	test_suppressed();
	test_extremes();
	test_refusals();
	test_growth();
	test_poor();
	return unit_end();
}
