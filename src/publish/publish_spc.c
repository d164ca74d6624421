#include "cancer_pe.h"

#include <math.h>

#include "datatype/timestamp.h"
#include "utils/builtins.h"
#include "utils/date.h"

#include "base/base.h"
#include "publish/publish.h"
#include "publish/spc_svg.h"

static const char *const keys[] = {CPE_PICTURE_KEYS, "centre_name", "limits_name",
                                   "target",         "target_name", NULL};

/* What both forms read alike; the position is the caller's. */
static struct cpe_spc_point *
add_point(FunctionCallInfo fcinfo, struct cpe_picture *picture)
{
	struct cpe_spc_point *point = cpe_picture_row(picture, sizeof(*point));

	point->label = cpe_picture_text(fcinfo, picture, 1);
	point->value = cpe_picture_score(fcinfo, 3, "value");
	if (PG_ARGISNULL(2) && !PG_ARGISNULL(3))
		cpe_refuse(CPE_NULL, NULL, NULL, "position must not be null");
	point->centre = cpe_picture_number(fcinfo, 4);
	point->low = cpe_picture_number(fcinfo, 5);
	point->high = cpe_picture_number(fcinfo, 6);
	point->signal = cpe_picture_word(fcinfo, 7, "rule", cpe_signal_words);
	point->direction = cpe_picture_word(fcinfo, 8, "direction", cpe_direction_words);
	return point;
}

PG_FUNCTION_INFO_V1(cpe_spc_svg_accum);
Datum
cpe_spc_svg_accum(PG_FUNCTION_ARGS)
{
	struct cpe_picture *picture = cpe_picture_state(fcinfo, "spc_svg", 9);
	struct cpe_spc_point *point = add_point(fcinfo, picture);

	point->position = cpe_picture_number(fcinfo, 2);
	PG_RETURN_POINTER(picture);
}

PG_FUNCTION_INFO_V1(cpe_spc_svg_date_accum);
Datum
cpe_spc_svg_date_accum(PG_FUNCTION_ARGS)
{
	struct cpe_picture *picture = cpe_picture_state(fcinfo, "spc_svg", 9);
	struct cpe_spc_point *point = add_point(fcinfo, picture);

	point->position = NAN;
	if (!PG_ARGISNULL(2))
	{
		DateADT date = PG_GETARG_DATEADT(2);

		if (!DATE_NOT_FINITE(date))
			point->position = (double) date + (POSTGRES_EPOCH_JDATE - UNIX_EPOCH_JDATE);
	}
	PG_RETURN_POINTER(picture);
}

/* Reads the options of a control chart. */
static void
read_options(Jsonb *given, struct cpe_spc_options *spc)
{
	struct cpe_options options = {"spc_svg", {given, NULL}};

	cpe_options_check(&options, keys);
	cpe_spc_defaults(spc);
	cpe_picture_options(&options, &spc->picture);
	cpe_picture_text_option(&options, "centre_name", &spc->centre_name);
	cpe_picture_text_option(&options, "limits_name", &spc->limits_name);
	cpe_picture_number_option(&options, "target", &spc->target);
	cpe_picture_text_option(&options, "target_name", &spc->target_name);
}

/* Draws the chart of the points collected; their positions are dates or numbers. */
static bool
draw(struct cpe_arena *arena, const struct cpe_picture *picture, bool dates, char **svg,
     size_t *length, struct cpe_problem *problem)
{
	struct cpe_spc_options options;

	read_options(picture->options, &options);
	options.dates = dates;
	return cpe_spc_svg(arena, (struct cpe_spc_point *) picture->row, picture->rows, &options, svg,
	                   length, problem);
}

static bool
draw_numbers(struct cpe_arena *arena, const struct cpe_picture *picture, char **svg, size_t *length,
             struct cpe_problem *problem)
{
	return draw(arena, picture, false, svg, length, problem);
}

static bool
draw_dates(struct cpe_arena *arena, const struct cpe_picture *picture, char **svg, size_t *length,
           struct cpe_problem *problem)
{
	return draw(arena, picture, true, svg, length, problem);
}

CPE_FUNCTION(cpe_spc_svg_final, return cpe_picture_final(fcinfo, draw_numbers))
CPE_FUNCTION(cpe_spc_svg_date_final, return cpe_picture_final(fcinfo, draw_dates))
