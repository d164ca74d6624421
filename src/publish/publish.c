#include "cancer_pe.h"

#include <math.h>

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/text.h"
#include "publish/funnel_svg.h"
#include "publish/publish.h"

#define MAX_PICTURE_ROWS 1000000

static const char *const funnel_keys[] = {
	CPE_PICTURE_KEYS, "centre_name", "inner_name", "outer_name", "centre", "x_scale", NULL};
static const char *const no_yes_words[] = {"no", "yes", NULL};
static const char *const x_scale_words[] = {"linear", "log", NULL};

/* A text of the database as a string in UTF-8, which the renderer speaks. */
char *
cpe_picture_utf8(const char *text, int length)
{
	char *string = pnstrdup(text, length);

	if (GetDatabaseEncoding() == PG_SQL_ASCII)
		return string; /* unknown bytes: the renderer replaces what is no UTF-8 */
	return pg_server_to_any(string, length, PG_UTF8);
}

/* A number, NAN where there is none. */
double
cpe_picture_number(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NAN : PG_GETARG_FLOAT8(argument);
}

/* The options of the picture: taken from the first row, and the same in every other. */
static void
keep_options(FunctionCallInfo fcinfo, struct cpe_picture *picture, const char *what, int argument)
{
	Jsonb *options;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, "Give '{}' for a plain picture.", "options must not be null");
	options = PG_GETARG_JSONB_P(argument);
	if (picture->options == NULL)
	{
		picture->options = MemoryContextAlloc(picture->context, VARSIZE(options));
		memcpy(picture->options, options, VARSIZE(options));
	}
	else if (VARSIZE(options) != VARSIZE(picture->options) ||
	         memcmp(options, picture->options, VARSIZE(options)) != 0)
		cpe_refuse(CPE_INVALID, "They must be the same in all rows of a picture.", NULL,
		           "options of %s differ between rows", what);
}

/* The aggregate's state, made with the first row. */
struct cpe_picture *
cpe_picture_state(FunctionCallInfo fcinfo, const char *what, int options)
{
	MemoryContext context;
	struct cpe_picture *picture;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "%s_accum called outside an aggregate", what);
	picture = PG_ARGISNULL(0) ? NULL : (struct cpe_picture *) PG_GETARG_POINTER(0);
	if (picture == NULL)
	{
		picture = MemoryContextAllocZero(context, sizeof(*picture));
		picture->context = context;
	}
	keep_options(fcinfo, picture, what, options);
	return picture;
}

/* Room for one more row. */
void *
cpe_picture_row(struct cpe_picture *picture, size_t size)
{
	char *row;

	if (picture->rows == MAX_PICTURE_ROWS)
		cpe_refuse(CPE_LIMIT, "The limit is 1000000 rows.", NULL, "too many rows for a picture");
	if (picture->rows == picture->room)
	{
		size_t room = picture->room ? 2 * picture->room : 256;

		picture->row = picture->row ? repalloc_huge(picture->row, room * size)
		                            : MemoryContextAlloc(picture->context, room * size);
		picture->room = room;
	}
	row = picture->row + picture->rows++ * size;
	memset(row, 0, size);
	return row;
}

/* A text in UTF-8, kept as long as the picture. */
const char *
cpe_picture_text(FunctionCallInfo fcinfo, struct cpe_picture *picture, int argument)
{
	text *given;

	if (PG_ARGISNULL(argument))
		return NULL;
	given = PG_GETARG_TEXT_PP(argument);
	return MemoryContextStrdup(picture->context,
	                           cpe_picture_utf8(VARDATA_ANY(given), VARSIZE_ANY_EXHDR(given)));
}

/* A score that is drawn, or none. */
double
cpe_picture_score(FunctionCallInfo fcinfo, int argument, const char *name)
{
	double score = cpe_picture_number(fcinfo, argument);

	if (!PG_ARGISNULL(argument) && !isfinite(score))
		cpe_refuse(CPE_INVALID,
		           psprintf("A %s is a finite number, or NULL where it is not shown.", name), NULL,
		           "%s out of range: %g", name, score);
	return score;
}

/* A place in an order, or none. */
double
cpe_picture_position(FunctionCallInfo fcinfo, int argument, const char *name)
{
	double position = cpe_picture_number(fcinfo, argument);

	if (!PG_ARGISNULL(argument) && !isfinite(position))
		cpe_refuse(CPE_INVALID, "It is a finite number, or NULL to stand behind the others.", NULL,
		           "%s out of range: %g", name, position);
	return position;
}

/* A word argument's place in a list that begins behind its first entry; 0 where it is NULL. */
int
cpe_picture_word(FunctionCallInfo fcinfo, int argument, const char *what, const char *const *words)
{
	if (PG_ARGISNULL(argument))
		return 0;
	return 1 + cpe_word_in(words + 1, text_to_cstring(PG_GETARG_TEXT_PP(argument)), what);
}

/* A band by its name, none where it is NULL. */
enum cpe_band
cpe_picture_band(FunctionCallInfo fcinfo, int argument)
{
	enum cpe_band band = CPE_BAND_NONE;
	char *name;

	if (PG_ARGISNULL(argument))
		return band;
	name = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	if (!cpe_band_by_name(name, &band))
		cpe_refuse(CPE_INVALID, NULL,
		           "Bands: far below, below, somewhat below, within, somewhat above, above, far "
		           "above, or NULL.",
		           "unknown band: \"%s\"", name);
	return band;
}

PG_FUNCTION_INFO_V1(cpe_funnel_svg_accum);
Datum
cpe_funnel_svg_accum(PG_FUNCTION_ARGS)
{
	bool outer = PG_NARGS() == 10;
	int band_at = outer ? 8 : 6;
	struct cpe_picture *picture = cpe_picture_state(fcinfo, "funnel_svg", band_at + 1);
	struct cpe_funnel_point *point = cpe_picture_row(picture, sizeof(*point));

	point->label = cpe_picture_text(fcinfo, picture, 1);
	if (PG_ARGISNULL(2) && (point->label == NULL || !PG_ARGISNULL(3)))
		cpe_refuse(CPE_NULL, NULL, NULL, "n must not be null");
	point->n = cpe_picture_number(fcinfo, 2);
	point->score = cpe_picture_score(fcinfo, 3, "score");
	point->low = cpe_picture_number(fcinfo, 4);
	point->high = cpe_picture_number(fcinfo, 5);
	point->outer_low = outer ? cpe_picture_number(fcinfo, 6) : NAN;
	point->outer_high = outer ? cpe_picture_number(fcinfo, 7) : NAN;
	point->band = cpe_picture_band(fcinfo, band_at);
	PG_RETURN_POINTER(picture);
}

/* A text option over its default. */
void
cpe_picture_text_option(const struct cpe_options *options, const char *key, const char **target)
{
	char *text = cpe_option_text(options, key);

	if (text)
		*target = cpe_picture_utf8(text, strlen(text));
}

/* A number option over its default. */
void
cpe_picture_number_option(const struct cpe_options *options, const char *key, double *target)
{
	double number = cpe_option_number(options, key);

	if (!isnan(number))
		*target = number;
}

/* A whole-number option; what is out of the picture's own range the renderer refuses. */
static void
integer_option(const struct cpe_options *options, const char *key, int *target)
{
	double number = cpe_option_number(options, key);

	if (isnan(number))
		return;
	if (rint(number) != number || fabs(number) > 1e6)
		cpe_refuse(CPE_INVALID, "It is a whole number.", NULL,
		           "option \"%s\" of %s is out of range", key, options->what);
	*target = (int) number;
}

/* The options that all pictures know. */
void
cpe_picture_options(const struct cpe_options *options, struct cpe_svg_options *picture)
{
	cpe_picture_text_option(options, "title", &picture->title);
	cpe_picture_text_option(options, "description", &picture->description);
	cpe_picture_text_option(options, "x_label", &picture->x_label);
	cpe_picture_text_option(options, "y_label", &picture->y_label);
	cpe_picture_text_option(options, "unit", &picture->unit);
	cpe_picture_text_option(options, "noun", &picture->noun);
	integer_option(options, "width", &picture->width);
	integer_option(options, "height", &picture->height);
	cpe_picture_number_option(options, "score_factor", &picture->score_factor);
	cpe_picture_number_option(options, "y_min", &picture->y_min);
	cpe_picture_number_option(options, "y_max", &picture->y_max);
	picture->y_fixed = cpe_word_option(options, "y_fixed", no_yes_words, picture->y_fixed) == 1;
	integer_option(options, "max_labels", &picture->max_labels);
	integer_option(options, "decimals", &picture->decimals);
}

/* Reads the options of a funnel. */
static void
read_funnel_options(Jsonb *given, struct cpe_funnel_options *funnel)
{
	struct cpe_options options = {"funnel_svg", {given, NULL}};

	cpe_options_check(&options, funnel_keys);
	cpe_funnel_defaults(funnel);
	cpe_picture_options(&options, &funnel->picture);
	cpe_picture_text_option(&options, "centre_name", &funnel->centre_name);
	cpe_picture_text_option(&options, "inner_name", &funnel->inner_name);
	cpe_picture_text_option(&options, "outer_name", &funnel->outer_name);
	cpe_picture_number_option(&options, "centre", &funnel->centre);
	funnel->x_scale = cpe_word_option(&options, "x_scale", x_scale_words, funnel->x_scale);
}

/* The picture in the database's encoding. */
Datum
cpe_picture_result(struct cpe_arena *arena, char *svg, size_t length)
{
	if (GetDatabaseEncoding() != PG_UTF8)
	{
		/* whatever the database can hold, plain ASCII it can */
		struct cpe_text ascii;
		struct cpe_problem problem;

		cpe_text_open(&ascii, arena, &problem);
		cpe_text_ascii(&ascii, svg, length);
		svg = cpe_text_close(&ascii, &length);
		if (svg == NULL)
			cpe_raise(&problem);
	}
	if (length > MaxAllocSize - VARHDRSZ)
		cpe_refuse(CPE_LIMIT, NULL, NULL, "the result is too large");
	return PointerGetDatum(cstring_to_text_with_len(svg, length));
}

Datum
cpe_picture_final(FunctionCallInfo fcinfo, cpe_picture_drawing draw)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	char *svg;
	size_t length;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!draw(&arena, (struct cpe_picture *) PG_GETARG_POINTER(0), &svg, &length, &problem))
		cpe_raise(&problem);
	return cpe_picture_result(&arena, svg, length);
}

/* Draws the funnel of the units collected. */
static bool
draw_funnel(struct cpe_arena *arena, const struct cpe_picture *picture, char **svg, size_t *length,
            struct cpe_problem *problem)
{
	struct cpe_funnel_options options;

	read_funnel_options(picture->options, &options);
	return cpe_funnel_svg(arena, (struct cpe_funnel_point *) picture->row, picture->rows, &options,
	                      svg, length, problem);
}

CPE_FUNCTION(cpe_funnel_svg_final, return cpe_picture_final(fcinfo, draw_funnel))
