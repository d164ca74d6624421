#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "publish/answers_svg.h"
#include "svg_check.h"

#define BARS 14
#define ANSWERS 6
#define NAME 24

static char bar_names[BARS][NAME];
static const char *const answers[ANSWERS] = {"Yes, always",   "Yes, at times", "Neither",
                                             "No, not often", "No, never",     "Don't know"};
static const enum cpe_answers_class classes[ANSWERS] = {CPE_ANSWERS_POSITIVE, CPE_ANSWERS_POSITIVE,
                                                        CPE_ANSWERS_NEUTRAL,  CPE_ANSWERS_NEGATIVE,
                                                        CPE_ANSWERS_NEGATIVE, CPE_ANSWERS_EXCLUDED};

/* Fills the parts of some bars, all with the same answers. */
static void
make_parts(struct cpe_answers_part *parts)
{
	memset(parts, 0, BARS * ANSWERS * sizeof(*parts));
	for (int i = 0; i < BARS * ANSWERS; i++)
	{
		int bar = i / ANSWERS;

		snprintf(bar_names[bar], NAME, "Question %d", bar);
		parts[i].label = bar_names[bar];
		parts[i].position = bar;
		parts[i].answer = answers[i % ANSWERS];
		parts[i].answer_position = i % ANSWERS;
		parts[i].class = classes[i % ANSWERS];
		parts[i].n = floor(1 + 500 * unit_random());
	}
}

/* Draws, checks that it worked, is well-formed and holds nothing unwanted; "" when not. */
static char *
draw(struct cpe_arena *arena, const struct cpe_answers_part *parts, size_t count,
     const struct cpe_answers_options *options)
{
	struct cpe_problem problem;
	const char *wrong;
	char *svg;
	size_t length;

	memset(&problem, 0, sizeof(problem));
	if (!CHECK(cpe_answers_svg(arena, parts, count, options, &svg, &length, &problem),
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
problem_of(struct cpe_arena *arena, const struct cpe_answers_part *parts, size_t count,
           const struct cpe_answers_options *options, struct cpe_problem *problem)
{
	char *svg;
	size_t length;

	memset(problem, 0, sizeof(*problem));
	if (cpe_answers_svg(arena, parts, count, options, &svg, &length, problem))
		return CPE_OK;
	CHECK(svg == NULL && length == 0, "a result beside a problem");
	return problem->code;
}

/* Mixes the rows of the input. */
static void
shuffle(struct cpe_answers_part *parts, size_t count)
{
	for (size_t i = count - 1; i > 0; i--)
	{
		size_t j = (size_t) (unit_random() * (double) (i + 1));
		struct cpe_answers_part part = parts[i];

		parts[i] = parts[j];
		parts[j] = part;
	}
}

/* The plot's rectangle: left, top, width, height. */
static void
read_plot(const char *svg, double plot[4])
{
	const char *at = strstr(svg, "<clipPath");

	CHECK(at != NULL &&
	          sscanf(strstr(at, "<rect"), "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\"",
	                 &plot[0], &plot[1], &plot[2], &plot[3]) == 4,
	      "no plot");
}

/* The segment of an answer of a bar, by its tooltip; the share it says. */
static bool
read_segment(const char *svg, const char *bar, const char *answer, double place[4], double *share)
{
	char words[120];
	const char *at;

	snprintf(words, sizeof(words), "<title>%s\n%s: ", bar, answer);
	at = strstr(svg, words);
	if (at == NULL)
		return false;
	*share = strtod(at + strlen(words), NULL);
	while (at > svg && strncmp(at, "<rect", 5) != 0)
		at--;
	return sscanf(at, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\"", &place[0],
	              &place[1], &place[2], &place[3]) == 4;
}

/* Each segment against its place worked out here from the shares, in any order of the rows. */
static void
test_places(void)
{
	struct cpe_answers_part parts[BARS * ANSWERS];
	double n[BARS][ANSWERS];
	struct cpe_answers_options options;
	struct cpe_arena arena;
	double plot[4];
	char *svg;

	unit_case("segments in their places");
	cpe_arena_open_malloc(&arena);
	cpe_answers_defaults(&options);
	options.picture.decimals = 3;
	make_parts(parts);
	parts[3].n = 0;
	for (int i = 0; i < BARS * ANSWERS; i++)
	{
		parts[i].answer = answers[i % ANSWERS] + (i % ANSWERS == 5 ? 4 : 0); /* no apostrophe */
		n[i / ANSWERS][i % ANSWERS] = parts[i].n;
	}
	shuffle(parts, BARS * ANSWERS);
	svg = draw(&arena, parts, BARS * ANSWERS, &options);
	read_plot(svg, plot);
	for (int bar = 0; bar < BARS; bar++)
	{
		double sum = 0;
		double before = 0;

		for (int i = 0; i < ANSWERS; i++)
			sum += n[bar][i];
		for (int i = 0; i < ANSWERS; i++)
		{
			double place[4];
			double share;
			bool found =
				read_segment(svg, bar_names[bar], answers[i] + (i == 5 ? 4 : 0), place, &share);

			CHECK(found == (n[bar][i] > 0), "bar %d, answer %d", bar, i);
			if (!found)
				continue;
			ABSOLUTE(place[0], plot[0] + before / sum * plot[2], 0.11, "left");
			ABSOLUTE(place[2], n[bar][i] / sum * plot[2], 0.11, "width");
			ABSOLUTE(place[1] + place[3] / 2, plot[1] + (bar + 0.5) / BARS * plot[3], 0.11, "row");
			ABSOLUTE(share, 100 * n[bar][i] / sum, 0.0005001, "share");
			before += n[bar][i];
		}
	}
	for (int round = 0; round < 5; round++)
	{
		shuffle(parts, BARS * ANSWERS);
		CHECK(strcmp(svg, draw(&arena, parts, BARS * ANSWERS, &options)) == 0, "other bytes");
	}
	cpe_arena_close_malloc(&arena);
}

/* The bars by the share of positive answers, those without answers last. */
static void
test_order(void)
{
	static const struct cpe_answers_part parts[] = {
		{"half", 3, "Yes", 1, CPE_ANSWERS_POSITIVE, 50},
		{"half", 3, "No", 2, CPE_ANSWERS_NEGATIVE, 50},
		{"none", 1, "Yes", 1, CPE_ANSWERS_POSITIVE, 0},
		{"none", 1, "No", 2, CPE_ANSWERS_NEGATIVE, 0},
		{"most", NAN, "Yes", 1, CPE_ANSWERS_POSITIVE, 0.9},
		{"most", 4, "No", 2, CPE_ANSWERS_NEGATIVE, 0.1},
		{"few", 2, "Yes", 1, CPE_ANSWERS_POSITIVE, 1},
		{"few", 2, "No", 2, CPE_ANSWERS_NEGATIVE, 3},
	};
	static const char *const order[3][4] = {{">none<", ">few<", ">half<", ">most<"},
	                                        {">few<", ">half<", ">most<", ">none<"},
	                                        {">most<", ">half<", ">few<", ">none<"}};
	struct cpe_answers_options options;
	struct cpe_arena arena;

	unit_case("orders of bars");
	cpe_arena_open_malloc(&arena);
	cpe_answers_defaults(&options);
	for (int i = 0; i < 3; i++)
	{
		const char *svg;
		const char *at;

		options.order = (enum cpe_answers_order) i;
		svg = draw(&arena, parts, 8, &options);
		at = strstr(svg, "data-part=\"names\"");
		for (int j = 0; j < 4 && at != NULL; j++)
			at = strstr(at, order[i][j]);
		CHECK(at != NULL, "order %d", i);
		CHECK(strstr(svg, "shares of 2 different answers; positive answers are 25% to 90%; 1 "
		                  "without answers</desc>") != NULL,
		      "description");
		CHECK(occurrences(svg, ">no answers<") == 1, "no answers");
		svg = strstr(svg, "data-part=\"shares\"");
		CHECK(occurrences(svg, ">50%<") == 2 && occurrences(svg, ">90%<") == 1, "shares in bars");
	}
	cpe_arena_close_malloc(&arena);
}

/*
 * A bar with a hidden part leaves nothing but its count: whatever its parts hold, answers that are
 * in no other bar included, the bytes are the same.
 */
static void
test_suppressed(void)
{
	static const double wild[] = {NAN, INFINITY, -1, 0, 1e300, 777777};
	struct cpe_answers_part parts[BARS * ANSWERS + 3];
	struct cpe_answers_options options;
	struct cpe_arena arena;
	char *first = NULL;

	unit_case("suppressed bars leave no trace");
	cpe_arena_open_malloc(&arena);
	cpe_answers_defaults(&options);
	make_parts(parts);
	for (size_t i = 0; i < sizeof(wild) / sizeof(*wild); i++)
	{
		char *svg;

		for (int j = 0; j < 3; j++)
		{
			struct cpe_answers_part *part = &parts[BARS * ANSWERS + j];

			part->label = i % 2 ? "ZZsecret bar with a very long name indeed" : "A";
			part->position = wild[i];
			part->answer = j == 0 ? "ZZanswer" : i % 3 ? answers[0] : NULL;
			part->answer_position = wild[(i + 2) % 6];
			part->class = (enum cpe_answers_class)(i * 3);
			part->n = j == 1 ? NAN : wild[i];
		}
		svg = draw(&arena, parts, BARS * ANSWERS + 3, &options);
		CHECK(strstr(svg, "ZZ") == NULL && strstr(svg, "7777") == NULL, "a trace");
		CHECK(strstr(svg, "; 1 not shown (suppressed)</desc>") != NULL, "not described");
		CHECK(strstr(svg, "Not shown, suppressed (1)") != NULL, "not in the legend");
		CHECK(first == NULL || strcmp(first, svg) == 0, "other bytes");
		first = svg;
	}
	first = draw(&arena, parts + BARS * ANSWERS, 3, &options);
	CHECK(strstr(first, ">no data<") != NULL, "alone");
	cpe_arena_close_malloc(&arena);
}

/* How the swatch in the legend before an answer is filled: its pattern without colours, light or
 * dark. */
static bool
read_pattern(const char *svg, const char *answer, char *pattern, size_t room)
{
	const char *at = strstr(strstr(svg, "data-part=\"legend\""), answer);
	const char *fill;
	char id[40];

	while (at > svg && strncmp(at, "<rect", 5) != 0)
		at--;
	fill = strstr(at, "fill=\"") + 6;
	if (sscanf(fill, "url(#%30[a-z0-9-])", id + 4) != 1)
	{
		snprintf(pattern, room, "%s", fill[1] >= 'd' ? "light" : "dark");
		return true;
	}
	memcpy(id, "id=\"", 4);
	strcat(id, "\"");
	at = strstr(svg, id);
	if (at == NULL)
		return false;
	snprintf(pattern, room, "%.*s %.*s", (int) strcspn(strstr(at, "<path"), ">"),
	         strstr(at, "<path") + 8, (int) strcspn(at, ">"), at + strlen(id));
	*strstr(pattern, "stroke=") = ' '; /* what follows is a colour and the size of the tile */
	return true;
}

/* No two answers have the same pattern, colours apart, for any mixture of classes. */
static void
test_patterns(void)
{
	struct cpe_answers_part parts[CPE_ANSWERS_MOST + 1];
	static char names[CPE_ANSWERS_MOST + 1][NAME];
	struct cpe_answers_options options;
	struct cpe_arena arena;
	struct cpe_problem problem;

	unit_case("patterns without colour");
	cpe_arena_open_malloc(&arena);
	cpe_answers_defaults(&options);
	memset(parts, 0, sizeof(parts));
	for (int round = 0; round < 12; round++)
	{
		char pattern[CPE_ANSWERS_MOST][200];
		char *svg;

		for (int i = 0; i <= CPE_ANSWERS_MOST; i++)
		{
			snprintf(names[i], NAME, "answer-%c", 'a' + i);
			parts[i].label = "bar";
			parts[i].answer = names[i];
			parts[i].class = (enum cpe_answers_class)(round < 6 ? round : (i * round) % 6);
			parts[i].n = 1;
		}
		svg = draw(&arena, parts, CPE_ANSWERS_MOST, &options);
		for (int i = 0; i < CPE_ANSWERS_MOST; i++)
		{
			char *colour;

			memset(pattern[i], 0, sizeof(pattern[i]));
			names[i][0] = 'A';
			CHECK(read_pattern(svg, names[i], pattern[i], sizeof(pattern[i])), "no pattern");
			while ((colour = strchr(pattern[i], '#')) != NULL)
				memset(colour, '.', 7);
			for (int j = 0; j < i; j++)
				CHECK(strcmp(pattern[i], pattern[j]) != 0,
				      "round %d: %s and %s are filled alike: %s", round, names[i], names[j],
				      pattern[i]);
		}
		for (int i = 0; i <= CPE_ANSWERS_MOST; i++)
			names[i][0] = 'a';
		CHECK(problem_of(&arena, parts, CPE_ANSWERS_MOST + 1, &options, &problem) == CPE_INVALID &&
		          strstr(problem.message, "more than 20 different answers") != NULL,
		      "%s", problem.message);
	}
	cpe_arena_close_malloc(&arena);
}

/* Small and large numbers, hostile texts, widths; the same text in two classes. */
static void
test_extremes(void)
{
	static const double sizes[] = {1, 1e-300, 1e15, 0, 1e-9};
	struct cpe_arena arena;

	unit_case("extremes");
	cpe_arena_open_malloc(&arena);
	for (size_t kind = 0; kind < sizeof(sizes) / sizeof(*sizes); kind++)
		for (int width = 400; width <= 2000; width += 800)
		{
			struct cpe_answers_part parts[BARS * ANSWERS];
			struct cpe_answers_options options;
			char *svg;

			cpe_answers_defaults(&options);
			options.picture.width = width;
			options.picture.title = options.picture.noun = options.picture.x_label =
				options.picture.y_label = "<s>\x01\xFF&";
			make_parts(parts);
			for (int i = 0; i < BARS * ANSWERS; i++)
			{
				parts[i].n = i % 5 ? sizes[kind] : sizes[(kind + 1) % 5];
				if (i < ANSWERS)
					parts[i].label = "<b>&\"'\x01\xFF";
				if (i % ANSWERS == 2)
				{
					parts[i].answer = "<b>\x01&";
					parts[i].class = i % 4 ? CPE_ANSWERS_UNSAID : CPE_ANSWERS_RATED;
				}
			}
			svg = draw(&arena, parts, BARS * ANSWERS, &options);
			CHECK(occurrences(svg, "<b>") == 0 && strchr(svg, '\x01') == NULL, "not escaped");
			CHECK(occurrences(svg, "data-part=\"answer\"") == ANSWERS + 1, "answers");
			CHECK(strstr(draw(&arena, parts, 0, &options), ">no data<") != NULL, "none");
		}
	cpe_arena_close_malloc(&arena);
}

/* What cannot be drawn is refused with its names. */
static void
test_refusals(void)
{
	struct cpe_answers_part parts[BARS * ANSWERS];
	struct cpe_answers_options options;
	struct cpe_answers_options wrong;
	struct cpe_answers_part keep;
	struct cpe_arena arena;
	struct cpe_problem problem;

	unit_case("refusals");
	cpe_arena_open_malloc(&arena);
	cpe_answers_defaults(&options);
	make_parts(parts);
	keep = parts[1];
#define REFUSED(code, words, change)                                                               \
	do                                                                                             \
	{                                                                                              \
		wrong = options;                                                                           \
		change;                                                                                    \
		CHECK(problem_of(&arena, parts, BARS *ANSWERS, &wrong, &problem) == (code) &&              \
		          strstr(problem.message, words) != NULL,                                          \
		      "%s: %s", #change, problem.message);                                                 \
		parts[1] = keep;                                                                           \
	} while (0)
	REFUSED(CPE_INVALID, "399 x 0", wrong.picture.width = 399);
	REFUSED(CPE_INVALID, "decimals", wrong.picture.decimals = 10);
	REFUSED(CPE_INVALID, "unknown order", wrong.order = (enum cpe_answers_order) 3);
	REFUSED(CPE_INVALID, "no room for 14 rows", wrong.picture.height = 320);
	REFUSED(CPE_INVALID, "row 2 of the answer bars: n is out of range", parts[1].n = -1);
	REFUSED(CPE_INVALID, "row 2 of the answer bars: n", parts[1].n = INFINITY);
	REFUSED(CPE_INVALID, "class 6", parts[1].class = (enum cpe_answers_class) 6);
	REFUSED(CPE_INVALID, "rows 1 and 2 of the answer bars are the same answer of one bar",
	        parts[1].answer = answers[0]);
	REFUSED(CPE_NULL, "row 2 ", parts[1].answer = NULL);
	REFUSED(CPE_NULL, "row 2 ", parts[1].label = NULL);
	cpe_arena_close_malloc(&arena);
}

/* No memory and a cancel, wherever they strike, come back as problems. */
static void
test_poor(void)
{
	struct cpe_answers_part parts[BARS * ANSWERS];
	struct cpe_answers_options options;

	unit_case("no memory, cancelled");
	make_parts(parts);
	cpe_answers_defaults(&options);
	for (int kind = 0; kind < 2; kind++)
	{
		bool drawn = false;

		for (int i = 0; i < 5000 && !drawn; i++)
		{
			struct cpe_arena arena;
			struct cpe_problem problem;
			enum cpe_code code;

			unit_arena_open(&arena, kind == 0 ? -1 : i, kind == 0 ? i : -1);
			code = problem_of(&arena, parts, BARS * ANSWERS, &options, &problem);
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
	test_patterns();
	test_extremes();
	test_refusals();
	test_poor();
	return unit_end();
}
