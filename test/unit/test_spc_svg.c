#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "publish/spc_svg.h"
#include "svg_check.h"

/* Fills points with a series of shares by month in two phases, some of them special causes. */
static void
make_points(struct cpe_spc_point *points, size_t count)
{
	memset(points, 0, count * sizeof(*points));
	for (size_t i = 0; i < count; i++)
	{
		struct cpe_spc_point *point = &points[i];

		point->position = 17532 + 30 * (double) i; /* from 2018-01-01 on */
		point->centre = i < count / 2 ? 0.8 : 0.85;
		point->low = point->centre - 0.03 - (i % 3 == 0 ? 0.01 : 0);
		point->high = point->centre + 0.03;
		point->value = point->centre + 0.05 * (unit_random() - 0.5);
		point->signal = CPE_SIGNAL_COMMON_CAUSE;
		if (i % 7 == 3)
		{
			point->signal = (enum cpe_signal)(1 + i % 4);
			point->direction = i % 2 ? CPE_DIRECTION_IMPROVEMENT : CPE_DIRECTION_CONCERN;
		}
	}
}

/* Options as a series of months has them. */
static struct cpe_spc_options
month_options(void)
{
	struct cpe_spc_options options;

	cpe_spc_defaults(&options);
	options.picture.unit = "%";
	options.picture.score_factor = 100;
	options.target = 0.82;
	options.dates = true;
	return options;
}

/* Draws, checks that it worked, is well-formed and holds nothing unwanted; "" when not. */
static char *
draw(struct cpe_arena *arena, const struct cpe_spc_point *points, size_t count,
     const struct cpe_spc_options *options)
{
	struct cpe_problem problem;
	const char *wrong;
	char *svg;
	size_t length;

	memset(&problem, 0, sizeof(problem));
	if (!CHECK(cpe_spc_svg(arena, points, count, options, &svg, &length, &problem), "problem: %s",
	           problem.message))
		return "";
	wrong = ill_formed(svg, length);
	CHECK(wrong == NULL, "not well-formed: %s", wrong ? wrong : "");
	wrong = unwanted(svg);
	CHECK(wrong == NULL, "%s", wrong ? wrong : "");
	return svg;
}

/* The code of the problem a picture has, CPE_OK when none. */
static enum cpe_code
problem_of(struct cpe_arena *arena, const struct cpe_spc_point *points, size_t count,
           const struct cpe_spc_options *options, struct cpe_problem *problem)
{
	char *svg;
	size_t length;

	memset(problem, 0, sizeof(*problem));
	if (cpe_spc_svg(arena, points, count, options, &svg, &length, problem))
		return CPE_OK;
	CHECK(svg == NULL && length == 0, "a result beside a problem");
	return problem->code;
}

/* The path of a line: that behind the n-th group of lines, from its first corner on. */
static const char *
path_behind(const char *svg, const char *style, int index)
{
	const char *at = strstr(strstr(svg, "clip-path=\"url"), style);

	while (at != NULL && index-- >= 0)
		at = strstr(at + 1, " d=\"M");
	return at ? at + 4 : "";
}

/*
 * The lines of four points in two phases at places worked out by hand: a fixed axis from 0 to 1,
 * positions 0 to 3, so that each step ends half way between two points.
 */
static void
test_steps(void)
{
	static const struct cpe_spc_point points[4] = {
		{NULL, 0, 0.5, 0.5, 0.25, 0.75, CPE_SIGNAL_COMMON_CAUSE, CPE_DIRECTION_NONE},
		{NULL, 1, 0.5, 0.5, 0.125, NAN, CPE_SIGNAL_COMMON_CAUSE, CPE_DIRECTION_NONE},
		{NULL, 2, 0.75, 0.75, 0.5, 1, CPE_SIGNAL_COMMON_CAUSE, CPE_DIRECTION_NONE},
		{NULL, 3, 0.75, 0.75, 0.5, 1, CPE_SIGNAL_COMMON_CAUSE, CPE_DIRECTION_NONE}};
	struct cpe_spc_options options = month_options();
	struct cpe_arena arena;
	double left;
	double top;
	double width;
	double height;
	double got[6];
	const char *svg;
	const char *clip;
	double one; /* a position in pixels */

	unit_case("lines as steps in their places");
	cpe_arena_open_malloc(&arena);
	options.dates = false;
	options.target = NAN;
	options.picture.y_min = 0;
	options.picture.y_max = 1;
	options.picture.y_fixed = true;
	svg = draw(&arena, points, 4, &options);
	clip = strstr(svg, "<clipPath");
	CHECK(clip != NULL && sscanf(strstr(clip, "<rect"),
	                             "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\"", &left,
	                             &top, &width, &height) == 4,
	      "no plot");
	one = width / (3 * 1.06);
	left += 0.03 * 3 * one; /* where position 0 is */
	CHECK(sscanf(path_behind(svg, "stroke-width=\"1.4\"", 0), "M%lf %lfH%lfV%lfH%lfM%lf", &got[0],
	             &got[1], &got[2], &got[3], &got[4], &got[5]) == 6,
	      "the lower limit");
	ABSOLUTE(got[0], left - 8, 0.11, "it begins before its first point");
	ABSOLUTE(got[1], top + 0.75 * height, 0.11, "low of the first point");
	ABSOLUTE(got[2], left + 0.5 * one, 0.11, "half way to the second");
	ABSOLUTE(got[3], top + 0.875 * height, 0.11, "low of the second point");
	ABSOLUTE(got[4], left + 1.5 * one - 2, 0.11, "the end of the first phase");
	ABSOLUTE(got[5], left + 1.5 * one + 2, 0.11, "the start of the second");
	CHECK(sscanf(path_behind(svg, "stroke-width=\"1.4\"", 1), "M%lf %lfH%lfM%lf %lfH%lf", &got[0],
	             &got[1], &got[2], &got[3], &got[4], &got[5]) == 6,
	      "the upper limit, which the second point has not");
	ABSOLUTE(got[2], left + 0.5 * one, 0.11, "the upper limit of the first point alone");
	ABSOLUTE(got[4], top, 0.11, "the upper limit of the second phase");
	CHECK(sscanf(path_behind(svg, "stroke-width=\"1.5\"", 0), "M%lf %lfH%lfV%lfH%lfM%lf", &got[0],
	             &got[1], &got[2], &got[3], &got[4], &got[5]) == 6,
	      "the centre");
	ABSOLUTE(got[1], top + 0.5 * height, 0.11, "the centre of the first phase");
	CHECK(strstr(svg, "4 points from 0 to 3: 4 common cause; 2 phases</desc>") != NULL, "words");
	CHECK(strstr(svg, ">Centre<") != NULL && strstr(svg, "Centre: ") == NULL,
	      "one centre of two in the legend");
	CHECK(strstr(draw(&arena, points + 2, 2, &options), ">Centre: 75.0%<") != NULL,
	      "the only centre is not in the legend");
	cpe_arena_close_malloc(&arena);
}

/* Each kind of point has its shape, its words and its number; each run of a rule one label. */
static void
test_kinds(void)
{
	static const struct
	{
		enum cpe_signal signal;
		enum cpe_signal_direction direction;
		int count;
		const char *group;
		const char *legend;
	} kinds[] = {
		{CPE_SIGNAL_SHIFT, CPE_DIRECTION_IMPROVEMENT, 7, "improvement",
	     "Special cause, improvement (7)"},
		{CPE_SIGNAL_TREND, CPE_DIRECTION_CONCERN, 6, "concern", "Special cause, concern (6)"},
		{CPE_SIGNAL_BEYOND_LIMITS, CPE_DIRECTION_HIGH, 1, "high",
	     "Special cause, high or rising (1)"},
		{CPE_SIGNAL_TWO_OF_THREE, CPE_DIRECTION_LOW, 2, "low", "Special cause, low or falling (2)"},
		{CPE_SIGNAL_COMMON_CAUSE, CPE_DIRECTION_NONE, 9, "common-cause", "Common cause (9)"},
		{CPE_SIGNAL_NONE, CPE_DIRECTION_NONE, 3, "none", "Not judged (3)"}};
	struct cpe_spc_point points[28];
	struct cpe_spc_options options = month_options();
	struct cpe_arena arena;
	const char *labels;
	int used = 0;
	char *svg;

	unit_case("kinds of points");
	cpe_arena_open_malloc(&arena);
	make_points(points, 28);
	for (int i = 0; i < 6; i++)
		for (int k = 0; k < kinds[i].count; k++, used++)
		{
			points[used].centre = 0.8;
			points[used].signal = kinds[i].signal;
			points[used].direction = kinds[i].direction;
		}
	svg = draw(&arena, points, 28, &options);
	for (int i = 0; i < 6; i++)
	{
		char group[60];
		const char *at;
		size_t count = 0;

		snprintf(group, sizeof(group), "<g data-direction=\"%s\"", kinds[i].group);
		at = strstr(svg, group);
		if (CHECK(at != NULL, "no group of %s", kinds[i].group))
			for (const char *end = strstr(at, "</g>");
			     (at = strstr(at, "<title>")) != NULL && at < end; at++)
				count++;
		CHECK(count == (size_t) kinds[i].count, "%zu of %s", count, kinds[i].group);
		CHECK(strstr(svg, kinds[i].legend) != NULL, "no \"%s\"", kinds[i].legend);
	}
	labels = strstr(svg, "data-part=\"labels\"");
	if (CHECK(labels != NULL, "no labels"))
	{
		CHECK(occurrences(labels, ">shift<") == 1 && occurrences(labels, ">trend<") == 1 &&
		          occurrences(labels, ">beyond limits<") == 1 &&
		          occurrences(labels, ">two of three<") == 1,
		      "each rule once");
		CHECK(strstr(labels, ">common cause<") == NULL, "common cause has no label");
	}
	CHECK(strstr(svg, "\nshift, improvement</title>") != NULL, "tooltip");
	CHECK(strstr(svg, "<title>1 Jan 2018\nvalue ") != NULL, "date");
	CHECK(strstr(svg, ">Jan 2018<") != NULL && strstr(svg, ">Jan 2020<") != NULL, "ticks");
	CHECK(strstr(svg, ">Target: 82.0%<") != NULL, "target");
	points[8].direction = CPE_DIRECTION_NONE; /* by its side of the centre */
	points[8].value = 0.7;
	CHECK(strstr(draw(&arena, points, 28, &options), "low or falling (3)") != NULL, "no direction");
	options.picture.max_labels = 0;
	CHECK(strstr(draw(&arena, points, 28, &options), "data-part=\"labels\"") == NULL, "labels");
	cpe_arena_close_malloc(&arena);
}

/* Dates against the C library's calendar, and that ticks of any span have room and are dates. */
static void
test_dates(void)
{
	static const double spans[] = {0,    1,    5,     12,  40,  100, 400,
	                               1500, 9000, 40000, 4e5, 4e6, 1e8, 4e9};
	struct cpe_arena arena;

	unit_case("dates");
	cpe_arena_open_malloc(&arena);
	for (size_t i = 0; i < sizeof(spans) / sizeof(*spans); i++)
	{
		struct cpe_spc_point points[2];
		struct cpe_spc_options options = month_options();
		const char *ticks;
		double last = -INFINITY;
		double at;
		int count = 0;

		make_points(points, 2);
		points[0].position = -spans[i] / 2;
		points[1].position = spans[i] / 2;
		for (int k = 0; k < 2; k++)
		{
			time_t when = (time_t) floor(points[k].position) * 86400;
			struct tm *day = gmtime(&when);
			char words[60];
			static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
			                                     "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
			long long year = day ? day->tm_year + 1900LL : 0;

			if (!CHECK(day != NULL, "no such day"))
				continue;
			snprintf(words, sizeof(words), "<title>%d %s %lld%s\n", day->tm_mday,
			         months[day->tm_mon], year > 0 ? year : 1 - year, year > 0 ? "" : " BC");
			CHECK(strstr(draw(&arena, points, 2, &options), words) != NULL, "no %s", words);
		}
		ticks = strstr(draw(&arena, points, 2, &options), "text-anchor=\"middle\">\n");
		for (;
		     ticks != NULL && sscanf(ticks = strchr(ticks, '\n') + 1, "<text x=\"%lf\"", &at) == 1;
		     count++)
		{
			CHECK(at - last >= 30, "ticks at %g and %g", last, at);
			last = at;
		}
		CHECK(count >= 1 && count <= 20, "%d ticks for %g days", count, spans[i]);
	}
	cpe_arena_close_malloc(&arena);
}

/* The order of the rows, ties and equal rows included, leaves no trace. */
static void
test_order(void)
{
	struct cpe_spc_point points[60];
	struct cpe_spc_options options = month_options();
	struct cpe_arena arena;
	char *first;

	unit_case("any order of the rows");
	cpe_arena_open_malloc(&arena);
	make_points(points, 60);
	for (int i = 0; i < 12; i++)
	{
		points[i].position = 17532;
		points[i].value = i < 8 ? 0.8 : points[i].value;
		points[i].label = i < 6 ? "same" : NULL;
		points[i].low = i % 3 ? NAN : 0.75;
	}
	points[30].value = NAN;
	first = draw(&arena, points, 60, &options);
	CHECK(occurrences(first, "\nvalue ") == 59, "not all are drawn");
	for (int round = 0; round < 5; round++)
	{
		for (size_t i = 59; i > 0; i--)
		{
			size_t j = (size_t) (unit_random() * (double) (i + 1));
			struct cpe_spc_point point = points[i];

			points[i] = points[j];
			points[j] = point;
		}
		CHECK(strcmp(first, draw(&arena, points, 60, &options)) == 0, "other bytes");
	}
	cpe_arena_close_malloc(&arena);
}

/* A point without value leaves nothing but its count: whatever it holds, the bytes are the same. */
static void
test_suppressed(void)
{
	static const double wild[] = {NAN, INFINITY, -1, 0, 1e300, 777777};
	struct cpe_spc_point points[31];
	struct cpe_spc_options options = month_options();
	struct cpe_arena arena;
	char *first = NULL;

	unit_case("points without value leave no trace");
	cpe_arena_open_malloc(&arena);
	make_points(points, 30);
	for (size_t i = 0; i < sizeof(wild) / sizeof(*wild); i++)
	{
		char *svg;

		points[30].label = i % 2 ? "ZZsecret" : NULL;
		points[30].value = NAN;
		points[30].position = points[30].centre = points[30].low = wild[i];
		points[30].high = -wild[i];
		points[30].signal = (enum cpe_signal)(i * 2);
		points[30].direction = (enum cpe_signal_direction)(i * 2);
		svg = draw(&arena, points, 31, &options);
		CHECK(strstr(svg, "ZZsecret") == NULL && strstr(svg, "777") == NULL, "a trace");
		CHECK(strstr(svg, "; 1 without value (missing or suppressed)</desc>") != NULL, "words");
		CHECK(strstr(svg, "Without value, missing or suppressed (1)") != NULL, "legend");
		CHECK(first == NULL || strcmp(first, svg) == 0, "other bytes");
		first = svg;
	}
	CHECK(strstr(draw(&arena, points + 30, 1, &options), ">no data<") != NULL, "alone");
	cpe_arena_close_malloc(&arena);
}

/* Nothing, one, a constant series, the far ends of numbers, on three axes. */
static void
test_extremes(void)
{
	static const double values[][2] = {{0.9, 0.9},       {0, 0},         {-5, 3},
	                                   {1e12, 1e12 + 1}, {1e-12, 2e-12}, {-1e9, 1e9}};
	struct cpe_arena arena;

	unit_case("extremes");
	cpe_arena_open_malloc(&arena);
	for (size_t j = 0; j < sizeof(values) / sizeof(*values); j++)
		for (int kind = 0; kind < 12; kind++)
		{
			struct cpe_spc_point points[12];
			struct cpe_spc_options options;
			int count = kind % 2 ? 1 : 12;
			char *svg;

			cpe_spc_defaults(&options);
			memset(points, 0, sizeof(points));
			for (int k = 0; k < count; k++)
			{
				points[k].label = k == 4 ? "<b>&\"'\x02\xFF" : NULL;
				points[k].position = kind % 3 ? k * 1e13 : -k;
				points[k].value = values[j][0] + (values[j][1] - values[j][0]) * k / 11.0;
				points[k].centre = k == 3 ? NAN : values[j][0];
				points[k].low = k == 5 ? -INFINITY : values[j][0];
				points[k].high = k == 6 ? 1e300 : values[j][0];
				points[k].signal = (enum cpe_signal)(k % 6);
			}
			options.target = kind % 3 ? 0.5 : NAN;
			options.picture.y_min = kind >= 4 ? 0 : NAN;
			options.picture.y_max = kind >= 6 ? 1 : NAN;
			options.picture.y_fixed = kind >= 8;
			svg = draw(&arena, points, (size_t) count, &options);
			CHECK(occurrences(svg, "\nvalue ") == (size_t) count, "points");
			CHECK(occurrences(svg, "<b>") == 0, "not escaped");
			if (values[j][0] == -1e9 && kind >= 8)
				CHECK(strstr(svg, "Beyond the axis, drawn at its edge") != NULL, "beyond");
			CHECK(strstr(draw(&arena, points, 0, &options), ">no data<") != NULL, "none");
		}
	cpe_arena_close_malloc(&arena);
}

/* What cannot be drawn is refused by row number, what cannot be asked for by name. */
static void
test_refusals(void)
{
	struct cpe_spc_point points[3];
	struct cpe_spc_options options = month_options();
	struct cpe_spc_options wrong;
	struct cpe_spc_point keep;
	struct cpe_arena arena;
	struct cpe_problem problem;

	unit_case("refusals");
	cpe_arena_open_malloc(&arena);
	make_points(points, 3);
	keep = points[1];
#define REFUSED(words, change)                                                                     \
	do                                                                                             \
	{                                                                                              \
		wrong = options;                                                                           \
		change;                                                                                    \
		CHECK(problem_of(&arena, points, 3, &wrong, &problem) == CPE_INVALID &&                    \
		          strstr(problem.message, words) != NULL,                                          \
		      "%s: %s", #change, problem.message);                                                 \
		points[1] = keep;                                                                          \
	} while (0)
	REFUSED("399 x 480", wrong.picture.width = 399);
	REFUSED("target", wrong.target = INFINITY);
	REFUSED("decimals", wrong.picture.decimals = 10);
	REFUSED("row 2 ", points[1].position = NAN);
	REFUSED("row 2 ", points[1].position = 1e10);
	REFUSED("row 2 ", wrong.dates = false; points[1].position = -2e15);
	REFUSED("row 2 ", points[1].value = INFINITY);
	REFUSED("row 2 ", points[1].signal = (enum cpe_signal) 6);
	REFUSED("row 2 ", points[1].direction = (enum cpe_signal_direction) 5);
	REFUSED("without a rule", points[1].direction = CPE_DIRECTION_LOW);
	cpe_arena_close_malloc(&arena);
}

/* No memory and a cancel, wherever they strike, come back as problems. */
static void
test_poor(void)
{
	struct cpe_spc_point points[40];

	unit_case("no memory, cancelled");
	make_points(points, 40);
	for (int kind = 0; kind < 2; kind++)
	{
		struct cpe_spc_options options = month_options();
		bool drawn = false;

		for (int i = 0; i < 3000 && !drawn; i++)
		{
			struct cpe_arena arena;
			struct cpe_problem problem;
			enum cpe_code code;

			unit_arena_open(&arena, kind == 0 ? -1 : i, kind == 0 ? i : -1);
			code = problem_of(&arena, points, 40, &options, &problem);
			drawn = code == CPE_OK;
			CHECK(drawn || code == (kind == 0 ? CPE_NO_MEMORY : CPE_CANCELLED), "code %d at %d",
			      code, i);
			cpe_arena_close_malloc(&arena);
		}
		CHECK(drawn, "never drawn");
	}
}

/* Many points: in time that grows as it should, and still well-formed. */
static void
test_many(void)
{
	size_t count = 100000;
	struct cpe_spc_point *points = calloc(count, sizeof(*points));
	struct cpe_spc_options options = month_options();
	struct cpe_arena arena;
	clock_t start = clock();
	double seconds;
	char *svg;

	unit_case("100,000 points");
	cpe_arena_open_malloc(&arena);
	make_points(points, count);
	svg = draw(&arena, points, count, &options);
	seconds = (double) (clock() - start) / CLOCKS_PER_SEC;
	CHECK(occurrences(svg, "\nvalue ") == count, "not all are drawn");
	CHECK(seconds < 20, "%.1f seconds", seconds);
	cpe_arena_close_malloc(&arena);
	free(points);
}

int
main(void)
{
	test_steps();
	test_kinds();
	test_dates();
	test_order();
	test_suppressed();
	test_extremes();
	test_refusals();
	test_poor();
	test_many();
	return unit_end();
}
