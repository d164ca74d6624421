#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "publish/caterpillar_svg.h"
#include "svg_check.h"

#define NAME 24

/* Fills units as a survey has them: shares, each with its interval and its band around 0.8. */
static void
make_units(struct cpe_caterpillar_unit *units, char *names, size_t count)
{
	memset(units, 0, count * sizeof(*units));
	for (size_t i = 0; i < count; i++)
	{
		double n = floor(30 * pow(60, unit_random()));
		double se = sqrt(0.16 / n);
		double z = 3.5 * (unit_random() + unit_random() - 1);

		snprintf(names + i * NAME, NAME, "Trust %zu", i);
		units[i].label = names + i * NAME;
		units[i].score = 0.8 + z * se;
		units[i].low = units[i].score - 1.96 * se;
		units[i].high = units[i].score + 1.96 * se;
		units[i].band = z > 3    ? CPE_BAND_FAR_ABOVE
		                : z > 2  ? CPE_BAND_ABOVE
		                : z < -3 ? CPE_BAND_FAR_BELOW
		                : z < -2 ? CPE_BAND_BELOW
		                         : CPE_BAND_WITHIN;
	}
}

/* Options as a survey has them. */
static struct cpe_caterpillar_options
survey_options(enum cpe_caterpillar_layout layout)
{
	struct cpe_caterpillar_options options;

	cpe_caterpillar_defaults(&options);
	options.picture.unit = "%";
	options.picture.score_factor = 100;
	options.centre = 0.8;
	options.layout = layout;
	options.picture.height = 2000;
	return options;
}

/* Draws, checks that it worked, is well-formed and holds nothing unwanted; "" when not. */
static char *
draw(struct cpe_arena *arena, const struct cpe_caterpillar_unit *units, size_t count,
     const struct cpe_caterpillar_options *options)
{
	struct cpe_problem problem;
	const char *wrong;
	char *svg;
	size_t length;

	memset(&problem, 0, sizeof(problem));
	if (!CHECK(cpe_caterpillar_svg(arena, units, count, options, &svg, &length, &problem),
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
problem_of(struct cpe_arena *arena, const struct cpe_caterpillar_unit *units, size_t count,
           const struct cpe_caterpillar_options *options, struct cpe_problem *problem)
{
	char *svg;
	size_t length;

	memset(problem, 0, sizeof(*problem));
	if (cpe_caterpillar_svg(arena, units, count, options, &svg, &length, problem))
		return CPE_OK;
	CHECK(svg == NULL && length == 0, "a result beside a problem");
	return problem->code;
}

/* Reads the two coordinates behind a word; false where it does not occur. */
static bool
read_pair(const char *text, const char *format, double *x, double *y)
{
	return sscanf(text, format, x, y) == 2;
}

/*
 * Marks, intervals and order of a small plot against their places worked out by hand: a fixed axis
 * from 0 to 1 puts a score of s at bottom - s * height.
 */
static void
test_places(void)
{
	struct cpe_caterpillar_unit units[3] = {{"b", 0.5, 0.25, 0.75, CPE_BAND_WITHIN},
	                                        {"c", 0.75, 0.6, INFINITY, CPE_BAND_WITHIN},
	                                        {"a", 0.25, 0.1, 0.4, CPE_BAND_WITHIN}};
	static const char *const order[] = {"<title>a\n", "<title>b\n", "<title>c\n"};
	struct cpe_caterpillar_options options = survey_options(CPE_CATERPILLAR_COLUMNS);
	struct cpe_arena arena;
	double left;
	double top;
	double width;
	double height;
	char *svg;
	const char *clip;
	const char *at;

	unit_case("marks and intervals in their places");
	cpe_arena_open_malloc(&arena);
	options.picture.y_min = 0;
	options.picture.y_max = 1;
	options.picture.y_fixed = true;
	options.picture.height = 600;
	for (int rows = 0; rows < 2; rows++)
	{
		options.layout = rows ? CPE_CATERPILLAR_ROWS : CPE_CATERPILLAR_COLUMNS;
		svg = draw(&arena, units, 3, &options);
		clip = strstr(svg, "<clipPath");
		CHECK(clip != NULL && sscanf(strstr(clip, "<rect"),
		                             "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\"",
		                             &left, &top, &width, &height) == 4,
		      "no plot");
		at = svg;
		for (int i = 0; i < 3; i++)
		{
			double share = (1 + i) / 4.0;
			double x = rows ? left + share * width : left + (i + 0.5) / 3 * width;
			double y = rows ? top + (i + 0.5) / 3 * height : top + (1 - share) * height;
			double cx;
			double cy;

			at = strstr(at, "<circle");
			if (!CHECK(at != NULL && read_pair(at, "<circle cx=\"%lf\" cy=\"%lf\"", &cx, &cy) &&
			               strstr(at, order[i]) == strstr(at, "<title>"),
			           "mark %d", i))
				break;
			ABSOLUTE(cx, x, 0.11, "x of %d", i);
			ABSOLUTE(cy, y, 0.11, "y of %d", i);
			at++;
		}
		/* the first interval: from 0.1 to 0.4 */
		at = strstr(svg, "clip-path=\"url");
		at = at ? strstr(at, "<g fill=\"none\"") : NULL;
		at = at ? strstr(at, "<path d=\"M") : NULL;
		if (CHECK(at != NULL, "no interval"))
		{
			double from[2];
			double to[2];

			CHECK(sscanf(at, "<path d=\"M%lf %lfL%lf %lf", &from[0], &from[1], &to[0], &to[1]) == 4,
			      "not a line");
			ABSOLUTE(rows ? from[0] : from[1], rows ? left + 0.1 * width : top + 0.9 * height, 0.11,
			         "low");
			ABSOLUTE(rows ? to[0] : to[1], rows ? left + 0.4 * width : top + 0.6 * height, 0.11,
			         "high");
		}
		CHECK(strstr(svg, "\ninterval 10.0% to 40.0%\n") != NULL, "tooltip");
		CHECK(strstr(svg, ">3 units by score, lowest first: 3 within</desc>") != NULL, "words");
		CHECK((strstr(svg, "data-part=\"names\"") != NULL) == (rows == 1), "names");
	}
	options.descending = true;
	svg = draw(&arena, units, 3, &options);
	CHECK(strstr(svg, order[2]) < strstr(svg, order[1]) &&
	          strstr(svg, order[1]) < strstr(svg, order[0]),
	      "descending");
	CHECK(strstr(svg, "highest first") != NULL, "words of descending");
	cpe_arena_close_malloc(&arena);
}

/* The order of the rows, ties and equal rows included, leaves no trace. */
static void
test_order(void)
{
	struct cpe_caterpillar_unit units[120];
	static char names[120][NAME];
	struct cpe_arena arena;

	unit_case("any order of the rows");
	cpe_arena_open_malloc(&arena);
	make_units(units, names[0], 120);
	for (int i = 0; i < 40; i++)
	{
		units[i].score = 0.7;
		units[i].label = i < 20 ? "same" : units[i].label;
		if (i < 10)
			units[i].low = i % 3 ? NAN : 0.5;
	}
	units[100].score = NAN;
	for (int layout = 0; layout < 2; layout++)
	{
		struct cpe_caterpillar_options options =
			survey_options((enum cpe_caterpillar_layout) layout);
		char *first = draw(&arena, units, 120, &options);

		CHECK(occurrences(first, "\nscore ") == 119, "not all are drawn");
		CHECK(layout == 0 || occurrences(strstr(first, "data-part=\"names\""), ">same<") == 20,
		      "names");
		for (int round = 0; round < 5; round++)
		{
			for (size_t i = 119; i > 0; i--)
			{
				size_t j = (size_t) (unit_random() * (double) (i + 1));
				struct cpe_caterpillar_unit unit = units[i];

				units[i] = units[j];
				units[j] = unit;
			}
			CHECK(strcmp(first, draw(&arena, units, 120, &options)) == 0, "other bytes");
		}
	}
	cpe_arena_close_malloc(&arena);
}

/* A suppressed unit leaves nothing but its count: whatever it holds, the bytes are the same. */
static void
test_suppressed(void)
{
	static const double wild[] = {NAN, INFINITY, -1, 0, 1e300, 777777};
	struct cpe_caterpillar_unit units[31];
	static char names[30][NAME];
	struct cpe_arena arena;

	unit_case("suppressed units leave no trace");
	cpe_arena_open_malloc(&arena);
	make_units(units, names[0], 30);
	for (int layout = 0; layout < 2; layout++)
	{
		struct cpe_caterpillar_options options =
			survey_options((enum cpe_caterpillar_layout) layout);
		char *first = NULL;

		for (size_t i = 0; i < sizeof(wild) / sizeof(*wild); i++)
		{
			char *svg;

			units[30].label = i % 2 ? "ZZsecret with a very long name indeed" : NULL;
			units[30].score = NAN;
			units[30].low = wild[i];
			units[30].high = -wild[i];
			units[30].band = (enum cpe_band)(i * 3);
			svg = draw(&arena, units, 31, &options);
			CHECK(strstr(svg, "ZZsecret") == NULL && strstr(svg, "777") == NULL, "a trace");
			CHECK(strstr(svg, "; 1 not shown (suppressed)</desc>") != NULL, "not described");
			CHECK(strstr(svg, "Not shown, suppressed (1)") != NULL, "not in the legend");
			CHECK(first == NULL || strcmp(first, svg) == 0, "other bytes");
			first = svg;
		}
		first = draw(&arena, units + 30, 1, &options);
		CHECK(strstr(first, ">no data<") != NULL, "alone");
	}
	cpe_arena_close_malloc(&arena);
}

/* Nothing, one, all the same, the far ends of numbers, in both layouts and on three axes. */
static void
test_extremes(void)
{
	static const double scores[][2] = {{0.9, 0.9},       {0, 0},         {-5, 3},
	                                   {1e12, 1e12 + 1}, {1e-12, 2e-12}, {-1e9, 1e9}};
	struct cpe_arena arena;

	unit_case("extremes");
	cpe_arena_open_malloc(&arena);
	for (size_t j = 0; j < sizeof(scores) / sizeof(*scores); j++)
		for (int kind = 0; kind < 24; kind++)
		{
			struct cpe_caterpillar_unit units[12];
			struct cpe_caterpillar_options options;
			int count = kind % 2 ? 1 : 12;
			char *svg;

			cpe_caterpillar_defaults(&options);
			memset(units, 0, sizeof(units));
			for (int k = 0; k < count; k++)
			{
				units[k].label = k == 4 ? "<b>&\"'\x02\xFF" : "unit";
				units[k].score = scores[j][0] + (scores[j][1] - scores[j][0]) * k / 11.0;
				units[k].low = k == 5 ? -INFINITY : units[k].score - 1;
				units[k].high = k == 3 ? NAN : units[k].score + (k == 6 ? 1e300 : 0);
				units[k].band = (enum cpe_band)(k % CPE_BAND_COUNT);
			}
			options.layout = kind >= 12 ? CPE_CATERPILLAR_ROWS : CPE_CATERPILLAR_COLUMNS;
			options.centre = kind % 3 ? 0.5 : NAN;
			options.picture.y_min = kind % 12 >= 4 ? 0 : NAN;
			options.picture.y_max = kind % 12 >= 6 ? 1 : NAN;
			options.picture.y_fixed = kind % 12 >= 8;
			svg = draw(&arena, units, (size_t) count, &options);
			CHECK(occurrences(svg, "\nscore ") == (size_t) count, "units");
			CHECK(occurrences(svg, "<b>") == 0, "not escaped");
			if (scores[j][0] == -1e9 && kind % 12 >= 8)
				CHECK(strstr(svg, "Beyond the axis, drawn at its edge") != NULL, "beyond");
			CHECK(strstr(draw(&arena, units, 0, &options), ">no data<") != NULL, "none");
		}
	cpe_arena_close_malloc(&arena);
}

/* What cannot be drawn is refused by row number, what cannot be asked for by name. */
static void
test_refusals(void)
{
	struct cpe_caterpillar_unit units[3];
	static char names[3][NAME];
	struct cpe_caterpillar_options options = survey_options(CPE_CATERPILLAR_ROWS);
	struct cpe_caterpillar_options wrong;
	struct cpe_caterpillar_unit keep;
	struct cpe_arena arena;
	struct cpe_problem problem;

	unit_case("refusals");
	cpe_arena_open_malloc(&arena);
	make_units(units, names[0], 3);
	keep = units[1];
#define REFUSED(code, words, change)                                                               \
	do                                                                                             \
	{                                                                                              \
		wrong = options;                                                                           \
		change;                                                                                    \
		CHECK(problem_of(&arena, units, 3, &wrong, &problem) == (code) &&                          \
		          strstr(problem.message, words) != NULL,                                          \
		      "%s: %s", #change, problem.message);                                                 \
		units[1] = keep;                                                                           \
	} while (0)
	REFUSED(CPE_INVALID, "399 x 2000", wrong.picture.width = 399);
	REFUSED(CPE_INVALID, "score factor", wrong.picture.score_factor = NAN);
	REFUSED(CPE_INVALID, "centre", wrong.centre = INFINITY);
	REFUSED(CPE_INVALID, "score axis", wrong.picture.y_min = 1; wrong.picture.y_max = 1);
	REFUSED(CPE_INVALID, "both its ends", wrong.picture.y_fixed = true);
	REFUSED(CPE_INVALID, "layout", wrong.layout = (enum cpe_caterpillar_layout) 2);
	REFUSED(CPE_INVALID, "1001 labels", wrong.picture.max_labels = 1001);
	REFUSED(CPE_INVALID, "decimals", wrong.picture.decimals = -1);
	REFUSED(CPE_INVALID, "row 2 ", units[1].score = INFINITY);
	REFUSED(CPE_INVALID, "row 2 ", units[1].low = 0.9; units[1].high = 0.8);
	REFUSED(CPE_INVALID, "row 2 ", units[1].band = (enum cpe_band) CPE_BAND_COUNT);
	REFUSED(CPE_NULL, "row 2 ", units[1].label = NULL);
	cpe_arena_close_malloc(&arena);
}

/* Rows that have no room for their names are refused; those that have just do not touch. */
static void
test_crowded_rows(void)
{
	struct cpe_caterpillar_unit units[60];
	static char names[60][NAME];
	struct cpe_caterpillar_options options = survey_options(CPE_CATERPILLAR_ROWS);
	struct cpe_arena arena;
	struct cpe_problem problem;
	size_t most = 0;

	unit_case("crowded rows");
	cpe_arena_open_malloc(&arena);
	make_units(units, names[0], 60);
	options.picture.height = 640;
	while (most < 60 && problem_of(&arena, units, most + 1, &options, &problem) == CPE_OK)
		most++;
	CHECK(most >= 30 && most < 60, "%zu rows", most);
	CHECK(problem.code == CPE_INVALID && strstr(problem.message, "no room") != NULL, "%s",
	      problem.message);
	cpe_arena_close_malloc(&arena);
}

/* No memory and a cancel, wherever they strike, come back as problems. */
static void
test_poor(void)
{
	struct cpe_caterpillar_unit units[40];
	static char names[40][NAME];

	unit_case("no memory, cancelled");
	make_units(units, names[0], 40);
	for (int kind = 0; kind < 4; kind++)
	{
		struct cpe_caterpillar_options options =
			survey_options((enum cpe_caterpillar_layout)(kind % 2));
		bool drawn = false;

		for (int i = 0; i < 3000 && !drawn; i++)
		{
			struct cpe_arena arena;
			struct cpe_problem problem;
			enum cpe_code code;

			unit_arena_open(&arena, kind < 2 ? -1 : i, kind < 2 ? i : -1);
			code = problem_of(&arena, units, 40, &options, &problem);
			drawn = code == CPE_OK;
			CHECK(drawn || code == (kind < 2 ? CPE_NO_MEMORY : CPE_CANCELLED), "code %d at %d",
			      code, i);
			cpe_arena_close_malloc(&arena);
		}
		CHECK(drawn, "never drawn");
	}
}

/* Many units: in time that grows as it should, and still well-formed. */
static void
test_many(void)
{
	size_t count = 100000;
	struct cpe_caterpillar_unit *units = calloc(count, sizeof(*units));
	char *names = calloc(count, NAME);
	struct cpe_caterpillar_options options = survey_options(CPE_CATERPILLAR_COLUMNS);
	struct cpe_arena arena;
	clock_t start = clock();
	double seconds;
	char *svg;

	unit_case("100,000 units");
	cpe_arena_open_malloc(&arena);
	make_units(units, names, count);
	svg = draw(&arena, units, count, &options);
	seconds = (double) (clock() - start) / CLOCKS_PER_SEC;
	CHECK(occurrences(svg, "\nscore ") == count, "not all are drawn");
	CHECK(seconds < 20, "%.1f seconds", seconds);
	cpe_arena_close_malloc(&arena);
	free(units);
	free(names);
}

int
main(void)
{
	test_places();
	test_order();
	test_suppressed();
	test_extremes();
	test_refusals();
	test_crowded_rows();
	test_poor();
	test_many();
	return unit_end();
}
