/*
 * Pictures: the first byte says which (f: funnel; c: caterpillar plot; s: control chart; d: one of
 * dates), the next seven the options, then nine bytes a row: a label's byte, its length and
 * numbers. What is accepted is one element that ends where it should, holds no number that is none
 * and none of the input's markup, and is the same for the rows in reverse.
 */
#include "fuzz.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "publish/caterpillar_svg.h"
#include "publish/funnel_svg.h"
#include "publish/spc_svg.h"

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
	options->height = 280 + 20 * (byte[1] % 64);
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
	MUST(strstr(svg, "<s") == svg && strstr(svg + 1, "<s") == NULL);
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
	if (data[0] == 'f')
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

	if (size < 8 || data[0] == '\0' || strchr("fcsd", data[0]) == NULL)
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
