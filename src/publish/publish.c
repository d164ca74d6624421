#include "cancer_pe.h"

#include <math.h>

#include "mb/pg_wchar.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/text.h"
#include "publish/funnel_svg.h"

#define MAX_FUNNEL_ROWS 1000000

static const char *const funnel_keys[] = {
	"title",   "description", "x_label",      "y_label",    "unit",
	"noun",    "centre_name", "inner_name",   "outer_name", "width",
	"height",  "centre",      "score_factor", "y_min",      "y_max",
	"y_fixed", "x_scale",     "max_labels",   "decimals",   NULL};
static const char *const no_yes_words[] = {"no", "yes", NULL};
static const char *const x_scale_words[] = {"linear", "log", NULL};

/* The rows of one picture so far. */
struct funnel_state
{
	MemoryContext context;
	Jsonb *options;
	size_t rows;
	size_t room;
	struct cpe_funnel_point *point;
};

/* A text of the database as a string in UTF-8, which the renderer speaks. */
static char *
to_utf8(const char *text, int length)
{
	char *string = pnstrdup(text, length);

	if (GetDatabaseEncoding() == PG_SQL_ASCII)
		return string; /* unknown bytes: the renderer replaces what is no UTF-8 */
	return pg_server_to_any(string, length, PG_UTF8);
}

static double
number_arg(FunctionCallInfo fcinfo, int argument)
{
	return PG_ARGISNULL(argument) ? NAN : PG_GETARG_FLOAT8(argument);
}

/* The options of the picture: taken from the first row, and the same in every other. */
static void
keep_options(FunctionCallInfo fcinfo, struct funnel_state *state, int argument)
{
	Jsonb *options;

	if (PG_ARGISNULL(argument))
		cpe_refuse(CPE_NULL, NULL, "Give '{}' for a plain picture.", "options must not be null");
	options = PG_GETARG_JSONB_P(argument);
	if (state->options == NULL)
	{
		state->options = MemoryContextAlloc(state->context, VARSIZE(options));
		memcpy(state->options, options, VARSIZE(options));
	}
	else if (VARSIZE(options) != VARSIZE(state->options) ||
	         memcmp(options, state->options, VARSIZE(options)) != 0)
		cpe_refuse(CPE_INVALID, "They must be the same in all rows of a picture.", NULL,
		           "options of funnel_svg differ between rows");
}

PG_FUNCTION_INFO_V1(cpe_funnel_svg_accum);
Datum
cpe_funnel_svg_accum(PG_FUNCTION_ARGS)
{
	MemoryContext context;
	struct funnel_state *state;
	struct cpe_funnel_point *point;
	bool outer = PG_NARGS() == 10;
	int band_at = outer ? 8 : 6;

	if (!AggCheckCallContext(fcinfo, &context))
		elog(ERROR, "funnel_svg_accum called outside an aggregate");
	state = PG_ARGISNULL(0) ? NULL : (struct funnel_state *) PG_GETARG_POINTER(0);
	if (state == NULL)
	{
		state = MemoryContextAllocZero(context, sizeof(*state));
		state->context = context;
	}
	keep_options(fcinfo, state, band_at + 1);
	if (state->rows == MAX_FUNNEL_ROWS)
		cpe_refuse(CPE_LIMIT, "The limit is 1000000 rows.", NULL, "too many rows for a picture");
	if (state->rows == state->room)
	{
		state->room = state->room ? 2 * state->room : 256;
		state->point = state->point ? repalloc_huge(state->point, state->room * sizeof(*point))
		                            : MemoryContextAlloc(context, state->room * sizeof(*point));
	}
	point = &state->point[state->rows++];
	memset(point, 0, sizeof(*point));
	if (!PG_ARGISNULL(1))
	{
		text *label = PG_GETARG_TEXT_PP(1);
		char *utf8 = to_utf8(VARDATA_ANY(label), VARSIZE_ANY_EXHDR(label));

		point->label = MemoryContextStrdup(context, utf8);
	}
	point->score = number_arg(fcinfo, 3);
	if (PG_ARGISNULL(2) && (point->label == NULL || !PG_ARGISNULL(3)))
		cpe_refuse(CPE_NULL, NULL, NULL, "n must not be null");
	if (!PG_ARGISNULL(3) && !isfinite(point->score))
		cpe_refuse(CPE_INVALID, "A score is a finite number, or NULL where it is not shown.", NULL,
		           "score out of range: %g", point->score);
	point->n = number_arg(fcinfo, 2);
	point->low = number_arg(fcinfo, 4);
	point->high = number_arg(fcinfo, 5);
	point->outer_low = outer ? number_arg(fcinfo, 6) : NAN;
	point->outer_high = outer ? number_arg(fcinfo, 7) : NAN;
	point->band = CPE_BAND_NONE;
	if (!PG_ARGISNULL(band_at))
	{
		char *band = text_to_cstring(PG_GETARG_TEXT_PP(band_at));

		if (!cpe_band_by_name(band, &point->band))
			cpe_refuse(CPE_INVALID, NULL,
			           "Bands: far below, below, within, above, far above, or NULL.",
			           "unknown band: \"%s\"", band);
	}
	PG_RETURN_POINTER(state);
}

/* A text option over its default. */
static void
text_option(const struct cpe_options *options, const char *key, const char **target)
{
	char *text = cpe_option_text(options, key);

	if (text)
		*target = to_utf8(text, strlen(text));
}

static void
number_option(const struct cpe_options *options, const char *key, double *target)
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

static void
read_funnel_options(Jsonb *given, struct cpe_funnel_options *funnel)
{
	struct cpe_options options = {"funnel_svg", {given, NULL}};

	cpe_options_check(&options, funnel_keys);
	cpe_funnel_defaults(funnel);
	text_option(&options, "title", &funnel->title);
	text_option(&options, "description", &funnel->description);
	text_option(&options, "x_label", &funnel->x_label);
	text_option(&options, "y_label", &funnel->y_label);
	text_option(&options, "unit", &funnel->unit);
	text_option(&options, "noun", &funnel->noun);
	text_option(&options, "centre_name", &funnel->centre_name);
	text_option(&options, "inner_name", &funnel->inner_name);
	text_option(&options, "outer_name", &funnel->outer_name);
	integer_option(&options, "width", &funnel->width);
	integer_option(&options, "height", &funnel->height);
	number_option(&options, "centre", &funnel->centre);
	number_option(&options, "score_factor", &funnel->score_factor);
	number_option(&options, "y_min", &funnel->y_min);
	number_option(&options, "y_max", &funnel->y_max);
	integer_option(&options, "max_labels", &funnel->max_labels);
	integer_option(&options, "decimals", &funnel->decimals);
	if (cpe_option_text(&options, "y_fixed"))
		funnel->y_fixed = cpe_option_word(&options, "y_fixed", no_yes_words) == 1;
	if (cpe_option_text(&options, "x_scale"))
		funnel->x_scale = cpe_option_word(&options, "x_scale", x_scale_words);
}

PG_FUNCTION_INFO_V1(cpe_funnel_svg_final);
Datum
cpe_funnel_svg_final(PG_FUNCTION_ARGS)
{
	struct funnel_state *state;
	struct cpe_funnel_options options;
	struct cpe_arena arena;
	struct cpe_problem problem;
	char *svg;
	size_t length;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	state = (struct funnel_state *) PG_GETARG_POINTER(0);
	read_funnel_options(state->options, &options);
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_funnel_svg(&arena, state->point, state->rows, &options, &svg, &length, &problem))
		cpe_raise(&problem);
	if (GetDatabaseEncoding() != PG_UTF8)
	{
		/* whatever the database can hold, plain ASCII it can */
		struct cpe_text ascii;

		cpe_text_open(&ascii, &arena, &problem);
		cpe_text_ascii(&ascii, svg, length);
		svg = cpe_text_close(&ascii, &length);
		if (svg == NULL)
			cpe_raise(&problem);
	}
	if (length > MaxAllocSize - VARHDRSZ)
		cpe_refuse(CPE_LIMIT, NULL, NULL, "the picture is too large");
	PG_RETURN_TEXT_P(cstring_to_text_with_len(svg, length));
}
