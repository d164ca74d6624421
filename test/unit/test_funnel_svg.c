#include "unit.h"

#include <locale.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "base/text.h"
#include "publish/funnel_svg.h"
#include "svg_check.h"

/* ---- helpers ---- */

static uint64_t seed = 88172645463325252u;

/* A random number from 0 to below 1, the same in every run. */
static double
chance(void)
{
	seed ^= seed << 13;
	seed ^= seed >> 7;
	seed ^= seed << 17;
	return (double) (seed >> 11) / 9007199254740992.0;
}

/* Sets a row's limits around a centre as a funnel of shares has them, and its band. */
static void
set_limits(struct cpe_funnel_point *row, double centre)
{
	double error = sqrt(centre * (1 - centre) / row->n + 0.012 * 0.012);

	row->low = centre - 1.96 * error;
	row->high = centre + 1.96 * error;
	row->outer_low = centre - 3.09 * error;
	row->outer_high = centre + 3.09 * error;
	row->band = row->score > row->outer_high  ? CPE_BAND_FAR_ABOVE
	            : row->score > row->high      ? CPE_BAND_ABOVE
	            : row->score < row->outer_low ? CPE_BAND_FAR_BELOW
	            : row->score < row->low       ? CPE_BAND_BELOW
	                                          : CPE_BAND_WITHIN;
}

#define NAME 16
#define BAND_COUNT ((int) CPE_BAND_FAR_ABOVE + 1)

/* Fills rows with units as a survey has them; names has NAME bytes for each. */
static void
make_units(struct cpe_funnel_point *rows, char *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
	{
		rows[i].n = floor(25 * pow(80, chance()));
		rows[i].score = 0.91 + (chance() + chance() - 1) * 6 * sqrt(0.0819 / rows[i].n + 0.000144);
		snprintf(names + i * NAME, NAME, "R%zu", i);
		rows[i].label = names + i * NAME;
		set_limits(&rows[i], 0.91);
	}
}

/* Options as a survey has them. */
static struct cpe_funnel_options
survey_options(void)
{
	struct cpe_funnel_options options;

	cpe_funnel_defaults(&options);
	options.picture.title = "Respect and dignity, by trust";
	options.picture.unit = "%";
	options.picture.score_factor = 100;
	options.centre = 0.91;
	options.picture.y_min = 0;
	options.picture.y_max = 1;
	return options;
}

/* Draws, checks that it worked and is well-formed; "" when not. */
static char *
draw(struct cpe_arena *arena, const struct cpe_funnel_point *rows, size_t count,
     const struct cpe_funnel_options *options)
{
	struct cpe_problem problem;
	char *svg;
	size_t length;
	const char *wrong;

	memset(&problem, 0, sizeof(problem));
	if (!CHECK(cpe_funnel_svg(arena, rows, count, options, &svg, &length, &problem), "problem: %s",
	           problem.message))
		return "";
	wrong = ill_formed(svg, length);
	CHECK(wrong == NULL, "not well-formed: %s", wrong ? wrong : "");
	wrong = unwanted(svg);
	CHECK(wrong == NULL, "%s", wrong ? wrong : "");
	return svg;
}

/* The code of the problem a funnel has, CPE_OK when none. */
static enum cpe_code
problem_of(struct cpe_arena *arena, const struct cpe_funnel_point *rows, size_t count,
           const struct cpe_funnel_options *options, struct cpe_problem *problem)
{
	char *svg;
	size_t length;

	memset(problem, 0, sizeof(*problem));
	if (cpe_funnel_svg(arena, rows, count, options, &svg, &length, problem))
		return CPE_OK;
	CHECK(svg == NULL && length == 0, "a result beside a problem");
	return problem->code;
}

/* How many elements stand in a band's groups outside the legend. */
static size_t
marks(const char *svg, const char *band)
{
	const char *legend = strstr(svg, "data-part=\"legend\"");
	char opening[40];
	const char *group;
	size_t count = 0;

	snprintf(opening, sizeof(opening), "<g data-band=\"%s\"", band);
	for (group = svg; (group = strstr(group, opening)) != NULL && group < legend; group++)
	{
		const char *end = strstr(group, "</g>");

		for (const char *at = group; (at = strstr(at, "<title>")) != NULL && at < end; at++)
			count++;
	}
	return count;
}

/* ---- the text builder ---- */

/* Whether a number comes out as wanted. */
static void
check_fixed(struct cpe_arena *arena, double value, int decimals, const char *want, bool grouped)
{
	struct cpe_problem problem;
	struct cpe_text text;
	char *got;

	cpe_text_open(&text, arena, &problem);
	if (grouped)
		cpe_text_grouped(&text, value, decimals);
	else
		cpe_text_fixed(&text, value, decimals);
	got = cpe_text_close(&text, NULL);
	CHECK(got != NULL && strcmp(got, want) == 0, "%s instead of %s", got ? got : "NULL", want);
}

/* Numbers: the known hard ones, then many against printf in the C locale. */
static void
test_numbers(void)
{
	struct cpe_arena arena;

	unit_case("numbers as text");
	cpe_arena_open_malloc(&arena);
	check_fixed(&arena, 0, 0, "0", false);
	check_fixed(&arena, -0.04, 1, "0.0", false);
	check_fixed(&arena, 0.25, 1, "0.2", false);
	check_fixed(&arena, 0.35, 1, "0.3", false);
	check_fixed(&arena, 0.75, 1, "0.8", false);
	check_fixed(&arena, 2.5, 0, "2", false);
	check_fixed(&arena, 99.95, 1, "100.0", false);
	check_fixed(&arena, 9.999, 2, "10.00", false);
	check_fixed(&arena, -12.345, 2, "-12.35", false);
	check_fixed(&arena, 5e-324, 3, "0.000", false);
	check_fixed(&arena, 1e22, 0, "10000000000000000000000", false);
	check_fixed(&arena, 4294967296.0, 1, "4294967296.0", false);
	check_fixed(&arena, NAN, 1, "NaN", false);
	check_fixed(&arena, 1234567, 0, "1,234,567", true);
	check_fixed(&arena, 999, 0, "999", true);
	check_fixed(&arena, 1000.55, 1, "1,000.5", true);
	check_fixed(&arena, -123456.5, 1,
	            "\xE2\x88\x92"
	            "123,456.5",
	            true);
	for (int i = 0; i < 20000; i++)
	{
		int decimals = (int) (chance() * 18);
		double value = ldexp(chance() - 0.5, (int) (chance() * 200) - 100);
		char want[400];

		if (i % 2 == 0)
			value = floor(chance() * 1000000) / 1000;
		else if (i % 17 == 0)
			value = ldexp(chance(), 1000);
		snprintf(want, sizeof(want), "%.*f", decimals, value);
		check_fixed(&arena, value, decimals,
		            want[strspn(want, "-0.")] == '\0' && want[0] == '-' ? want + 1 : want, false);
	}
	cpe_arena_close_malloc(&arena);
}

/* The printf: every conversion, and one it does not know. */
static void
test_printf(void)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_text text;
	size_t length;
	char *got;

	unit_case("text by format");
	cpe_arena_open_malloc(&arena);
	cpe_text_open(&text, &arena, &problem);
	cpe_text_printf(&text, "%s|%c|%d|%u|%ld|%lu|%lld|%llu|%zu|%%|%.2f|%.*f|", "a", 'b', -1, 2u, -3L,
	                4UL, -5LL, 6ULL, (size_t) 7, 1.005, 1, 2.25);
	got = cpe_text_close(&text, &length);
	CHECK(got != NULL && strcmp(got, "a|b|-1|2|-3|4|-5|6|7|%|1.00|2.2|") == 0, "got %s",
	      got ? got : "NULL");
	CHECK(got != NULL && length == strlen(got), "length");
	cpe_text_open(&text, &arena, &problem);
	for (int i = 0; i < 100000; i++)
		cpe_text_append(&text, "0123456789");
	got = cpe_text_close(&text, &length);
	CHECK(got != NULL && length == 1000000 && strlen(got) == length && got[777777] == '7', "long");
	cpe_text_open(&text, &arena, &problem);
	CHECK(cpe_text_close(&text, &length) != NULL && length == 0, "empty");
	cpe_text_open(&text, &arena, &problem);
	cpe_text_printf(&text, "a%5d", 3);
	cpe_text_append(&text, "b");
	CHECK(cpe_text_close(&text, &length) == NULL && problem.code == CPE_INVALID,
	      "an unknown conversion passes");
	cpe_arena_close_malloc(&arena);
}

/* Escaping: what must be, what is not UTF-8, what ends in the middle of a character. */
static void
test_escape(void)
{
	static const char *const pairs[][2] = {
		{"a&b<c>d\"e'f", "a&amp;b&lt;c&gt;d&quot;e&#39;f"},
		{"\x01\x1F\t\n\r\x7F", "\xEF\xBF\xBD\xEF\xBF\xBD\t\n&#13;\x7F"},
		{"\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80", "\xC3\xA4\xE2\x82\xAC\xF0\x9F\x98\x80"},
		{"\xEF\xBF\xBE", "\xEF\xBF\xBD"},                         /* U+FFFE */
		{"\xED\xA0\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"}, /* a surrogate */
		{"\xC0\xAF", "\xEF\xBF\xBD\xEF\xBF\xBD"},                 /* too long a form */
		{"x\xE2\x82", "x\xEF\xBF\xBD\xEF\xBF\xBD"},               /* cut off */
		{"\xF0\x9F<", "\xEF\xBF\xBD\xEF\xBF\xBD&lt;"},            /* cut off by markup */
		{"\xFF\xF8\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"}, /* never bytes of UTF-8 */
		{"\xF4\x90\x80\x80", "\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD"}, /* too large */
		{"", ""}};
	struct cpe_arena arena;
	struct cpe_problem problem;

	unit_case("text in XML");
	cpe_arena_open_malloc(&arena);
	for (size_t i = 0; i < sizeof(pairs) / sizeof(*pairs); i++)
	{
		size_t length = strlen(pairs[i][0]);
		char *exact = cpe_arena_alloc(&arena, 1, length, &problem);
		struct cpe_text text;
		char *got;

		memcpy(exact, pairs[i][0], length); /* the sanitizer sees a read behind its end */
		cpe_text_open(&text, &arena, &problem);
		cpe_text_xml_bytes(&text, exact, length);
		got = cpe_text_close(&text, NULL);
		CHECK(got != NULL && strcmp(got, pairs[i][1]) == 0, "pair %zu: %s", i, got ? got : "NULL");
	}
	cpe_arena_close_malloc(&arena);
}

/* ---- the funnel ---- */

/* What a usual funnel holds: as many marks as units, words, ids, no labels on each other. */
static void
test_usual(void)
{
	static const char *const bands[] = {"none",   "far-below",      "below", "somewhat-below",
	                                    "within", "somewhat-above", "above", "far-above"};
	struct cpe_funnel_point rows[245];
	struct cpe_funnel_options options = survey_options();
	static char names[145][NAME];
	size_t count[BAND_COUNT] = {0};
	struct cpe_arena arena;
	char words[200];
	double box[100][4];
	int boxes = 0;
	char *svg;

	unit_case("a usual funnel");
	cpe_arena_open_malloc(&arena);
	memset(rows, 0, sizeof(rows));
	make_units(rows, names[0], 145);
	for (int i = 0; i < 100; i++)
	{
		rows[145 + i].n = 10 * pow(250, i / 99.0);
		rows[145 + i].score = NAN;
		set_limits(&rows[145 + i], 0.91);
	}
	rows[3].band = CPE_BAND_NONE;
	for (int i = 0; i < 145; i++)
		count[rows[i].band]++;
	CHECK(count[CPE_BAND_ABOVE] > 2 && count[CPE_BAND_BELOW] > 2, "too dull an example");
	options.picture.noun = "trusts";
	svg = draw(&arena, rows, 245, &options);
	for (int i = 0; i < BAND_COUNT; i++)
		CHECK(marks(svg, bands[i]) == count[i], "%zu marks %s instead of %zu", marks(svg, bands[i]),
		      bands[i], count[i]);
	snprintf(words, sizeof(words), "Within the inner limits (%zu)", count[CPE_BAND_WITHIN]);
	CHECK(strstr(svg, words) != NULL, "no \"%s\"", words);
	CHECK(strstr(svg, ">145 trusts; ") != NULL, "no description");
	CHECK(strstr(svg, "; 1 not compared</desc>") != NULL, "not compared is not described");
	CHECK(strstr(svg, "not shown") == NULL, "something is not shown");
	CHECK(strstr(svg, "<text x=\"450.0\"") == NULL, "no data?");
	CHECK(strstr(svg, "Centre: 91.0%") != NULL, "no centre");
	CHECK(strstr(svg, "role=\"img\" aria-labelledby=\"cpe") != NULL, "not labelled");
	CHECK(occurrences(svg, "C") > 50, "no curves");
	CHECK(occurrences(strstr(svg, "data-part=\"labels\""), "text-anchor") <= 15, "too many labels");
	for (const char *at = svg; (at = strstr(at, "<rect x=")) != NULL && boxes < 100; at++)
		if (sscanf(at, "<rect x=\"%lf\" y=\"%lf\" width=\"%lf\" height=\"%lf\" fill",
		           &box[boxes][0], &box[boxes][1], &box[boxes][2], &box[boxes][3]) == 4 &&
		    box[boxes][3] < 20)
			boxes++;
	CHECK(boxes > 5, "%d labels", boxes);
	for (int i = 0; i < boxes; i++)
		for (int j = 0; j < i; j++)
			CHECK(box[i][0] + box[i][2] <= box[j][0] || box[j][0] + box[j][2] <= box[i][0] ||
			          box[i][1] + box[i][3] <= box[j][1] || box[j][1] + box[j][3] <= box[i][1],
			      "labels %d and %d overlap", i, j);
	options.picture.max_labels = 0;
	CHECK(strstr(draw(&arena, rows, 245, &options), "data-part=\"labels\"") == NULL, "labels");
	cpe_arena_close_malloc(&arena);
}

/* The order of the rows, ties and equal rows included, leaves no trace; nor does the locale. */
static void
test_order(void)
{
	struct cpe_funnel_point rows[200];
	struct cpe_funnel_options options = survey_options();
	static char names[200][NAME];
	struct cpe_arena arena;
	char *first;

	unit_case("any order of the rows");
	cpe_arena_open_malloc(&arena);
	memset(rows, 0, sizeof(rows));
	make_units(rows, names[0], 200);
	for (int i = 0; i < 60; i++) /* ties of n and score, told apart by ever less */
	{
		rows[i].n = 100;
		rows[i].score = i < 40 ? 0.5 : rows[i].score;
		rows[i].label = i < 30 ? "same" : rows[i].label;
		set_limits(&rows[i], i % 2 ? 0.91 : 0.9);
		if (i < 10)
			rows[i].low = i % 3 ? NAN : 0.8;
	}
	rows[100].score = NAN;
	rows[101].label = NULL;
	first = draw(&arena, rows, 200, &options);
	for (int round = 0; round < 5; round++)
	{
		for (size_t i = 199; i > 0; i--)
		{
			size_t j = (size_t) (chance() * (double) (i + 1));
			struct cpe_funnel_point row = rows[i];

			rows[i] = rows[j];
			rows[j] = row;
		}
		CHECK(strcmp(first, draw(&arena, rows, 200, &options)) == 0, "other bytes");
	}
	if (setlocale(LC_NUMERIC, "de_DE.UTF-8") != NULL || setlocale(LC_NUMERIC, "de_DE") != NULL)
		CHECK(strcmp(first, draw(&arena, rows, 200, &options)) == 0, "other bytes by locale");
	setlocale(LC_NUMERIC, "C");
	cpe_arena_close_malloc(&arena);
}

/* The ids of different pictures differ, even if only what is said does. */
static void
test_ids(void)
{
	struct cpe_funnel_options options = survey_options();
	struct cpe_funnel_point rows[3];
	static char names[3][NAME];
	struct cpe_arena arena;
	char id[3][24];

	unit_case("ids on one page");
	cpe_arena_open_malloc(&arena);
	memset(rows, 0, sizeof(rows));
	make_units(rows, names[0], 3);
	for (int i = 0; i < 3; i++)
	{
		char *svg;

		if (i == 1)
			options.picture.title = "Another";
		if (i == 2)
			rows[0].score -= 0.01;
		svg = draw(&arena, rows, 3, &options);
		snprintf(id[i], sizeof(id[i]), "%s", strstr(svg, "<title id=\"") + 11);
		for (char *at = id[i]; *at != '\0' && *at != '-'; at++)
			CHECK(*at >= 'a' && *at <= 'z', "a digit in an id");
	}
	CHECK(strcmp(id[0], id[1]) != 0 && strcmp(id[1], id[2]) != 0, "the same id");
	cpe_arena_close_malloc(&arena);
}

/* A suppressed unit leaves nothing but its count: whatever it holds, the bytes are the same. */
static void
test_suppressed(void)
{
	static const double wild[] = {NAN, INFINITY, -1, 0, 1e300, 777777, 12};
	struct cpe_funnel_point rows[31];
	struct cpe_funnel_options options = survey_options();
	static char names[30][NAME];
	struct cpe_arena arena;
	struct cpe_problem problem;
	char *first = NULL;

	unit_case("suppressed units leave no trace");
	cpe_arena_open_malloc(&arena);
	memset(rows, 0, sizeof(rows));
	make_units(rows, names[0], 30);
	for (size_t i = 0; i < sizeof(wild) / sizeof(*wild); i++)
	{
		char *svg;

		rows[30].label = i % 2 ? "ZZsecret" : "hidden<";
		rows[30].score = NAN;
		rows[30].n = wild[i];
		rows[30].low = rows[30].outer_low = -wild[i];
		rows[30].high = rows[30].outer_high = wild[i] / 2;
		rows[30].band = (enum cpe_band)(i * 3);
		svg = draw(&arena, rows, 31, &options);
		CHECK(strstr(svg, "ZZsecret") == NULL && strstr(svg, "hidden&") == NULL, "its label");
		CHECK(strstr(svg, "777777") == NULL && strstr(svg, "777,777") == NULL, "its n");
		CHECK(strstr(svg, "; 1 not shown (suppressed)</desc>") != NULL, "not described");
		CHECK(strstr(svg, "Not shown, suppressed (1)") != NULL, "not in the legend");
		CHECK(first == NULL || strcmp(first, svg) == 0, "other bytes for other hidden values");
		first = svg;
	}
	options.x_scale = CPE_FUNNEL_LOG;
	rows[30].n = 0;
	CHECK(problem_of(&arena, rows, 31, &options, &problem) == CPE_OK, "%s", problem.message);
	first = draw(&arena, rows + 30, 1, &options);
	CHECK(strstr(first, ">no data<") != NULL && strstr(first, "suppressed (1)") != NULL, "alone");
	cpe_arena_close_malloc(&arena);
}

/* Texts from outside are escaped everywhere, long ones cut for the eye but not in the tooltip. */
static void
test_texts(void)
{
	struct cpe_funnel_point row = {"<b>&\"'\x02\xFF", 100, 0.5, 0.8, 0.9, 0.7, 0.95,
	                               CPE_BAND_FAR_BELOW};
	struct cpe_funnel_options options = survey_options();
	struct cpe_arena arena;
	static char longest[20001];
	char *svg;

	unit_case("texts from outside");
	cpe_arena_open_malloc(&arena);
	options.picture.title = "a<b> & \"c\" 'd' \xE6\x97\xA5\xE6\x9C\xAC";
	options.picture.x_label = options.picture.y_label = "<x>&";
	options.picture.unit = "<";
	options.picture.noun = "a&b";
	options.centre_name = "c<";
	options.inner_name = "i<";
	options.outer_name = "o&";
	svg = draw(&arena, &row, 1, &options);
	CHECK(occurrences(svg, "&lt;b&gt;&amp;&quot;&#39;\xEF\xBF\xBD\xEF\xBF\xBD") == 2, "label");
	CHECK(strstr(svg, "Below the o&amp; (1)") != NULL, "legend");
	CHECK(strstr(svg, "below the o&amp;</title>") != NULL, "tooltip");
	options.picture.description = "<mine>";
	CHECK(strstr(draw(&arena, &row, 1, &options), ">&lt;mine&gt;</desc>") != NULL, "description");
	memset(longest, 'W', sizeof(longest) - 1);
	options.picture.title = options.picture.x_label = options.picture.y_label =
		options.picture.unit = options.picture.noun = longest;
	options.centre_name = longest;
	row.label = longest;
	options.picture.height = 900;
	svg = draw(&arena, &row, 1, &options);
	CHECK(occurrences(svg, longest) > 2, "the whole text is nowhere");
	for (char *at = svg; (at = strstr(at, "<text ")) != NULL; at++)
		CHECK(strcspn(strchr(at, '>'), "<") < 200, "a text as wide as the page");
	memset(longest, '\xE6', sizeof(longest) - 1); /* the start of a character, again and again */
	draw(&arena, &row, 1, &options);
	options.picture.title = options.picture.x_label = options.picture.y_label =
		options.picture.unit = options.picture.noun = "";
	options.centre_name = options.inner_name = options.outer_name = options.picture.description =
		"";
	row.label = "";
	draw(&arena, &row, 1, &options);
	cpe_arena_close_malloc(&arena);
}

/* Nothing, one, all the same, the far ends of numbers, each on both scales and three axes. */
static void
test_extremes(void)
{
	static const double sizes[][2] = {{300, 300}, {1, 1e9}, {1e9, 1e9 + 5}, {0.5, 3}, {1, 1}};
	static const double scores[][2] = {{0.9, 0.9},       {0, 0},         {-5, 3},
	                                   {1e12, 1e12 + 1}, {1e-12, 2e-12}, {-1e9, 1e9}};
	struct cpe_arena arena;
	struct cpe_funnel_options options;
	char *svg;

	unit_case("extremes");
	cpe_arena_open_malloc(&arena);
	cpe_funnel_defaults(&options);
	svg = draw(&arena, NULL, 0, &options);
	CHECK(strstr(svg, ">no data</text>") != NULL, "no words for no data");
	CHECK(strstr(svg, ">0 units; 0 above, 0 within, 0 below the limits</desc>") != NULL, "words");
	for (size_t i = 0; i < sizeof(sizes) / sizeof(*sizes); i++)
		for (size_t j = 0; j < sizeof(scores) / sizeof(*scores); j++)
			for (int kind = 0; kind < 12; kind++)
			{
				struct cpe_funnel_point rows[12];
				int count = kind % 2 ? 1 : 12;

				memset(rows, 0, sizeof(rows));
				cpe_funnel_defaults(&options);
				for (int k = 0; k < count; k++)
				{
					rows[k].label = k == 5 ? NULL : "unit";
					rows[k].n = sizes[i][0] + (sizes[i][1] - sizes[i][0]) * k / 11.0;
					rows[k].score = scores[j][0] + (scores[j][1] - scores[j][0]) * k / 11.0;
					rows[k].low = rows[k].score - 1 / rows[k].n;
					rows[k].high = k == 3 ? INFINITY : rows[k].score + 1e300;
					rows[k].outer_low = k == 4 ? -INFINITY : NAN;
					rows[k].outer_high = NAN;
					rows[k].band = (enum cpe_band)(k % BAND_COUNT);
				}
				options.centre = kind % 3 ? 0.5 : NAN;
				options.x_scale = kind % 4 < 2 ? CPE_FUNNEL_LINEAR : CPE_FUNNEL_LOG;
				options.picture.y_min = kind >= 4 ? 0 : NAN;
				options.picture.y_max = kind >= 6 ? 1 : NAN;
				options.picture.y_fixed = kind >= 8;
				svg = draw(&arena, rows, (size_t) count, &options);
				CHECK(occurrences(svg, "\nn ") == (size_t) (count == 12 ? 11 : 1), "units");
				CHECK(strstr(svg, "text-anchor=\"end\">\n<text ") != NULL, "no score ticks");
				CHECK(strstr(svg, "text-anchor=\"middle\">\n<text ") != NULL, "no n ticks");
			}
	cpe_arena_close_malloc(&arena);
}

/* Three cut points: the bands between the limits and the middle cut have shapes and words. */
static void
test_seven_bands(void)
{
	static const char *const words[] = {
		"Above the outer limits (2)",          "Above the inner limits (3)",
		"Somewhat above the inner limits (4)", "Within the inner limits (5)",
		"Somewhat below the inner limits (6)", "Below the inner limits (7)",
		"Below the outer limits (8)"};
	static const enum cpe_band bands[] = {
		CPE_BAND_FAR_ABOVE,      CPE_BAND_ABOVE, CPE_BAND_SOMEWHAT_ABOVE, CPE_BAND_WITHIN,
		CPE_BAND_SOMEWHAT_BELOW, CPE_BAND_BELOW, CPE_BAND_FAR_BELOW};
	struct cpe_funnel_point rows[35];
	struct cpe_funnel_options options = survey_options();
	static char names[35][NAME];
	struct cpe_arena arena;
	const char *last = NULL;
	char *svg;
	int used = 0;

	unit_case("seven bands");
	cpe_arena_open_malloc(&arena);
	memset(rows, 0, sizeof(rows));
	make_units(rows, names[0], 35);
	for (int i = 0; i < 7; i++)
		for (int k = 0; k < i + 2; k++)
			rows[used++].band = bands[i];
	svg = draw(&arena, rows, 35, &options);
	for (int i = 0; i < 7; i++)
	{
		const char *at = strstr(svg, words[i]);

		CHECK(at != NULL && (last == NULL || at > last), "\"%s\" is not in its place", words[i]);
		last = at;
	}
	CHECK(strstr(svg,
	             "; 9 above (2 far above, 4 somewhat above), 5 within, 21 below (8 far below, 6 "
	             "somewhat below) the limits</desc>") != NULL,
	      "description");
	CHECK(marks(svg, "somewhat-above") == 4 && marks(svg, "somewhat-below") == 6, "marks");
	for (int i = 0; i < 35; i++)
		if (rows[i].band == CPE_BAND_SOMEWHAT_ABOVE || rows[i].band == CPE_BAND_SOMEWHAT_BELOW)
			rows[i].band = CPE_BAND_WITHIN;
	CHECK(strstr(draw(&arena, rows, 35, &options), "omewhat") == NULL, "somewhat without need");
	cpe_arena_close_malloc(&arena);
}

/* Units beyond a fixed axis stay, at its edge, and are spoken of. */
static void
test_beyond(void)
{
	struct cpe_funnel_point rows[20];
	struct cpe_funnel_options options = survey_options();
	static char names[20][NAME];
	struct cpe_arena arena;
	char *svg;

	unit_case("beyond a fixed axis");
	cpe_arena_open_malloc(&arena);
	memset(rows, 0, sizeof(rows));
	make_units(rows, names[0], 20);
	for (int i = 0; i < 20; i++)
		rows[i].score = 0.905 + i * 0.0005;
	rows[4].score = 0.2;
	rows[5].score = 0.99;
	options.picture.y_min = 0.9;
	options.picture.y_max = 0.92;
	options.picture.y_fixed = true;
	svg = draw(&arena, rows, 20, &options);
	CHECK(strstr(svg, "Beyond the axis, drawn at its edge (2)") != NULL, "not in the legend");
	CHECK(strstr(svg, "score 20.0%") != NULL, "its number is gone");
	CHECK(strstr(svg, ">90.0%<") != NULL && strstr(svg, ">92.0%<") != NULL, "the axis' ends");
	cpe_arena_close_malloc(&arena);
}

/* What cannot be drawn is refused by row number, what cannot be asked for by name. */
static void
test_refusals(void)
{
	struct cpe_funnel_point rows[3];
	struct cpe_funnel_options options = survey_options();
	struct cpe_funnel_options wrong;
	static char names[3][NAME];
	struct cpe_arena arena;
	struct cpe_problem problem;
	static const double bad_n[] = {NAN, INFINITY, -INFINITY, -1, 1e16};

	unit_case("refusals");
	cpe_arena_open_malloc(&arena);
	memset(rows, 0, sizeof(rows));
	make_units(rows, names[0], 3);
	for (size_t i = 0; i < 2 * sizeof(bad_n) / sizeof(*bad_n); i++)
	{
		struct cpe_funnel_point keep = rows[1];

		rows[1].n = bad_n[i / 2];
		if (i % 2)
			rows[1].label = NULL;
		CHECK(problem_of(&arena, rows, 3, &options, &problem) == CPE_INVALID &&
		          strstr(problem.message, "row 2 ") != NULL,
		      "n %g: %s", bad_n[i / 2], problem.message);
		rows[1] = keep;
	}
#define REFUSED(change)                                                                            \
	do                                                                                             \
	{                                                                                              \
		wrong = options;                                                                           \
		change;                                                                                    \
		CHECK(problem_of(&arena, rows, 3, &wrong, &problem) == CPE_INVALID, "%s passes", #change); \
	} while (0)
	REFUSED(wrong.picture.width = 399);
	REFUSED(wrong.picture.height = 5001);
	REFUSED(wrong.picture.height = 300; wrong.picture.width = 400);
	REFUSED(wrong.picture.score_factor = 0);
	REFUSED(wrong.picture.score_factor = NAN);
	REFUSED(wrong.centre = INFINITY);
	REFUSED(wrong.picture.y_min = 1);
	REFUSED(wrong.picture.y_max = INFINITY);
	REFUSED(wrong.picture.y_fixed = true; wrong.picture.y_min = NAN);
	REFUSED(wrong.picture.max_labels = -1);
	REFUSED(wrong.picture.decimals = 10);
	REFUSED(wrong.x_scale = (enum cpe_funnel_x_scale) 7);
	REFUSED(wrong.x_scale = CPE_FUNNEL_LOG; rows[0].n = 0);
	REFUSED(rows[0].n = 3; rows[0].score = INFINITY);
	REFUSED(rows[0].score = 1; rows[0].band = (enum cpe_band) BAND_COUNT);
	cpe_arena_close_malloc(&arena);
}

/* An arena that has no more after a while. */
struct poor
{
	struct cpe_arena arena;
	struct cpe_arena rich;
	int left;
	int polls;
};

/* Hands out memory as long as there is some. */
static void *
poor_alloc(struct cpe_arena *arena, size_t size)
{
	struct poor *poor = arena->owner;

	return poor->left-- > 0 ? poor->rich.alloc(&poor->rich, size) : NULL;
}

/* Asks to stop after a while. */
static bool
poor_stop(struct cpe_arena *arena)
{
	struct poor *poor = arena->owner;

	return poor->polls-- <= 0;
}

/* No memory and a cancel, wherever they strike, come back as problems. */
static void
test_poor(void)
{
	struct cpe_funnel_point rows[40];
	struct cpe_funnel_options options = survey_options();
	static char names[40][NAME];
	int drawn = 0;

	unit_case("no memory, cancelled");
	memset(rows, 0, sizeof(rows));
	make_units(rows, names[0], 40);
	for (int i = 0; i < 2000 && drawn < 2; i++)
	{
		struct poor poor;
		struct cpe_problem problem;
		enum cpe_code code;

		poor.arena.alloc = poor_alloc;
		poor.arena.stop = poor_stop;
		poor.arena.owner = &poor;
		poor.left = drawn == 0 ? i : 1000000;
		poor.polls = drawn == 0 ? 1000000 : i;
		cpe_arena_open_malloc(&poor.rich);
		code = problem_of(&poor.arena, rows, 40, &options, &problem);
		CHECK(code == CPE_OK || code == (drawn == 0 ? CPE_NO_MEMORY : CPE_CANCELLED),
		      "code %d at %d", code, i);
		if (code == CPE_OK)
		{
			drawn++;
			i = 0;
		}
		cpe_arena_close_malloc(&poor.rich);
	}
	CHECK(drawn == 2, "never drawn");
}

/* Many units: in time that grows as it should, and still well-formed. */
static void
test_many(void)
{
	size_t count = 100000;
	struct cpe_funnel_point *rows = calloc(count, sizeof(*rows));
	char *names = calloc(count, NAME);
	struct cpe_funnel_options options = survey_options();
	struct cpe_arena arena;
	clock_t start = clock();
	double seconds;
	char *svg;

	unit_case("100,000 units");
	cpe_arena_open_malloc(&arena);
	make_units(rows, names, count);
	svg = draw(&arena, rows, count, &options);
	seconds = (double) (clock() - start) / CLOCKS_PER_SEC;
	CHECK(occurrences(svg, "\nn ") == count, "not all are drawn");
	CHECK(seconds < 20, "%.1f seconds", seconds);
	cpe_arena_close_malloc(&arena);
	free(rows);
	free(names);
}

int
main(void)
{
	test_numbers();
	test_printf();
	test_escape();
	test_usual();
	test_order();
	test_ids();
	test_suppressed();
	test_texts();
	test_extremes();
	test_beyond();
	test_seven_bands();
	test_refusals();
	test_poor();
	test_many();
	return unit_end();
}
