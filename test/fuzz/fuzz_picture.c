/*
 * Pictures: the first byte says which (f: funnel; c: caterpillar plot; s: control chart; d: one of
 * dates; p: profile; a: answer bars; m: suppression map), the next seven the options, then nine
 * bytes a row: a label's byte, its length and numbers. What is accepted is one element that ends
 * where it should, holds no number that is none and none of the input's markup, and is the same for
 * the rows in reverse.
 */
#include "fuzz.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "publish/answers_svg.h"
#include "publish/caterpillar_svg.h"
#include "publish/funnel_svg.h"
#include "publish/profile_svg.h"
#include "publish/spc_svg.h"
#include "publish/suppression_map_svg.h"

#define MOST_ROWS 200
#define ROW_BYTES 9

static const double numbers[] = {0,    1,    -1,   0.5,   0.1, 3,        -7.25,   1e15,
                                 1e-3, 1e-9, 1e14, 17532, 100, INFINITY, DBL_MAX, NAN};

/* One of 16 for a small byte; for a large one a share. */
static double
number_of(unsigned byte)
{
	return byte < 160 ? numbers[byte % 16] : (double) (byte - 160) / 95;
}

/* The options that all pictures know, from seven bytes. */
static void
set_options(struct cpe_svg_options *options, const uint8_t *byte, const char *text)
{
	options->width = 380 + 20 * byte[0];
	options->height = byte[1] == 255 ? 0 : 280 + 20 * (byte[1] % 64);
	options->score_factor = byte[2] % 4 == 0 ? number_of(byte[2]) : 100;
	options->y_min = number_of(byte[3]);
	options->y_max = number_of(byte[4]);
	options->y_fixed = byte[5] & 1;
	options->max_labels = byte[5] / 8;
	options->decimals = byte[6] % 11;
	if (byte[6] & 128)
		options->title = options->unit = options->noun = options->x_label = options->y_label = text;
}

/* A label of one byte again and again; NULL for none. */
static const char *
label_of(struct cpe_arena *arena, const uint8_t *byte)
{
	struct cpe_problem problem = {0};
	char *label;

	if (byte[0] == 0)
		return NULL;
	label = cpe_arena_alloc(arena, (size_t) byte[1] + 1, 1, &problem);
	MUST(label != NULL);
	memset(label, byte[0], byte[1]);
	return label;
}

/* What a picture must be. */
static void
check_picture(const char *svg, size_t length)
{
	MUST(strlen(svg) == length);
	MUST(strncmp(svg, "<svg ", 5) == 0 && strcmp(svg + length - 7, "</svg>\n") == 0);
	MUST(strstr(svg, "=\"NaN") == NULL && strstr(svg, " NaN") == NULL);
	MUST(strstr(svg, "=\"inf") == NULL && strstr(svg, "=\"-inf") == NULL);
	MUST(strchr(svg, '\1') == NULL);
	MUST(strstr(svg, "<s") == svg && strstr(svg + 1, "<s") == NULL);
}

/* A number as a place in an order, which is finite or none. */
static double
position_of(unsigned byte)
{
	double number = number_of(byte);

	return isfinite(number) ? number : NAN;
}

/* Draws one of the pictures that are made of rows with names; the same for the rows in reverse. */
static bool
draw_rows(struct cpe_arena *arena, const uint8_t *data, const uint8_t *rows, size_t count,
          bool reverse, const char *text, char **svg, size_t *length, struct cpe_problem *problem)
{
	struct cpe_profile_scale profile[MOST_ROWS];
	struct cpe_answers_part answers[MOST_ROWS];
	struct cpe_map_cell map[MOST_ROWS];

	memset(profile, 0, sizeof(profile));
	memset(answers, 0, sizeof(answers));
	memset(map, 0, sizeof(map));
	for (size_t i = 0; i < count; i++)
	{
		const uint8_t *byte = rows + ROW_BYTES * (reverse ? count - 1 - i : i);

		profile[i].label = answers[i].label = map[i].row = label_of(arena, byte);
		answers[i].answer = map[i].column = label_of(arena, byte + 4);
		profile[i].position = answers[i].position = map[i].row_position = position_of(byte[2]);
		answers[i].answer_position = map[i].column_position = position_of(byte[6]);
		profile[i].score = answers[i].n = number_of(byte[3]);
		profile[i].low = number_of(byte[4]);
		profile[i].high = number_of(byte[5]);
		profile[i].reference = number_of(byte[7]);
		profile[i].higher = (enum cpe_profile_higher)(byte[8] % 4);
		answers[i].class = (enum cpe_answers_class)(byte[8] % 7);
		map[i].status = (enum cpe_map_status)(byte[8] % 8);
	}
	if (data[0] == 'p')
	{
		struct cpe_profile_options options;

		cpe_profile_defaults(&options);
		set_options(&options.picture, data + 1, text);
		return cpe_profile_svg(arena, profile, count, &options, svg, length, problem);
	}
	if (data[0] == 'a')
	{
		struct cpe_answers_options options;

		cpe_answers_defaults(&options);
		set_options(&options.picture, data + 1, text);
		options.order = (enum cpe_answers_order)(data[7] % 4);
		return cpe_answers_svg(arena, answers, count, &options, svg, length, problem);
	}
	else
	{
		struct cpe_svg_options options;

		cpe_suppression_map_defaults(&options);
		set_options(&options, data + 1, text);
		return cpe_suppression_map_svg(arena, map, count, &options, svg, length, problem);
	}
}

/* Draws a picture of that kind of rows; NULL when it is refused. */
static char *
draw(struct cpe_arena *arena, const uint8_t *data, const uint8_t *rows, size_t count, bool reverse)
{
	static const char text[] = "<b>&\"' name\xFF";
	struct cpe_problem problem = {0};
	struct cpe_funnel_point funnel[MOST_ROWS];
	struct cpe_caterpillar_unit caterpillar[MOST_ROWS];
	struct cpe_spc_point spc[MOST_ROWS];
	char *svg;
	size_t length;
	bool drawn;

	memset(funnel, 0, sizeof(funnel));
	memset(caterpillar, 0, sizeof(caterpillar));
	memset(spc, 0, sizeof(spc));
	for (size_t i = 0; i < count; i++)
	{
		const uint8_t *byte = rows + ROW_BYTES * (reverse ? count - 1 - i : i);

		funnel[i].label = caterpillar[i].label = spc[i].label = label_of(arena, byte);
		funnel[i].n = spc[i].position = number_of(byte[2]);
		funnel[i].score = caterpillar[i].score = spc[i].value = number_of(byte[3]);
		funnel[i].low = caterpillar[i].low = spc[i].low = number_of(byte[4]);
		funnel[i].high = caterpillar[i].high = spc[i].high = number_of(byte[5]);
		funnel[i].outer_low = spc[i].centre = number_of(byte[6]);
		funnel[i].outer_high = number_of(byte[7]);
		funnel[i].band = caterpillar[i].band = (enum cpe_band)(byte[8] % 9);
		spc[i].signal = (enum cpe_signal)(byte[8] % 7);
		spc[i].direction = (enum cpe_signal_direction)(byte[8] / 7 % 6);
	}
	if (strchr("pam", data[0]) != NULL)
		drawn = draw_rows(arena, data, rows, count, reverse, text, &svg, &length, &problem);
	else if (data[0] == 'f')
	{
		struct cpe_funnel_options options;

		cpe_funnel_defaults(&options);
		set_options(&options.picture, data + 1, text);
		options.centre = number_of(data[7]);
		options.x_scale = data[6] & 64 ? CPE_FUNNEL_LOG : CPE_FUNNEL_LINEAR;
		drawn = cpe_funnel_svg(arena, funnel, count, &options, &svg, &length, &problem);
	}
	else if (data[0] == 'c')
	{
		struct cpe_caterpillar_options options;

		cpe_caterpillar_defaults(&options);
		set_options(&options.picture, data + 1, text);
		options.centre = number_of(data[7]);
		options.layout = data[6] & 64 ? CPE_CATERPILLAR_ROWS : CPE_CATERPILLAR_COLUMNS;
		options.descending = data[6] & 32;
		drawn = cpe_caterpillar_svg(arena, caterpillar, count, &options, &svg, &length, &problem);
	}
	else
	{
		struct cpe_spc_options options;

		cpe_spc_defaults(&options);
		set_options(&options.picture, data + 1, text);
		options.target = number_of(data[7]);
		options.dates = data[0] == 'd';
		drawn = cpe_spc_svg(arena, spc, count, &options, &svg, &length, &problem);
	}
	if (!drawn)
	{
		fuzz_check_problem(&problem);
		return NULL;
	}
	check_picture(svg, length);
	return svg;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	struct cpe_arena arena;
	size_t count;
	char *first;
	char *second;

	if (size < 8 || data[0] == '\0' || strchr("fcsdpam", data[0]) == NULL)
		return;
	count = (size - 8) / ROW_BYTES;
	if (count > MOST_ROWS)
		count = MOST_ROWS;
	cpe_arena_open_malloc(&arena);
	first = draw(&arena, data, data + 8, count, false);
	second = draw(&arena, data, data + 8, count, true);
	MUST((first == NULL) == (second == NULL));
	MUST(first == NULL || strcmp(first, second) == 0);
	cpe_arena_close_malloc(&arena);
}
