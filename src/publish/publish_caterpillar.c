#include "cancer_pe.h"

#include "base/base.h"
#include "publish/caterpillar_svg.h"
#include "publish/publish.h"

static const char *const keys[] = {CPE_PICTURE_KEYS, "centre", "centre_name", "interval_name",
                                   "layout",         "order",  NULL};
static const char *const layout_words[] = {"columns", "rows", NULL};
static const char *const order_words[] = {"ascending", "descending", NULL};

PG_FUNCTION_INFO_V1(cpe_caterpillar_svg_accum);
Datum
cpe_caterpillar_svg_accum(PG_FUNCTION_ARGS)
{
	struct cpe_picture *picture = cpe_picture_state(fcinfo, "caterpillar_svg", 6);
	struct cpe_caterpillar_unit *unit = cpe_picture_row(picture, sizeof(*unit));

	unit->label = cpe_picture_text(fcinfo, picture, 1);
	if (unit->label == NULL)
		cpe_refuse(CPE_NULL, NULL, NULL, "label must not be null");
	unit->score = cpe_picture_score(fcinfo, 2, "score");
	unit->low = cpe_picture_number(fcinfo, 3);
	unit->high = cpe_picture_number(fcinfo, 4);
	unit->band = cpe_picture_band(fcinfo, 5);
	PG_RETURN_POINTER(picture);
}

/* Reads the options of a caterpillar plot. */
static void
read_options(Jsonb *given, struct cpe_caterpillar_options *caterpillar)
{
	struct cpe_options options = {"caterpillar_svg", {given, NULL}};

	cpe_options_check(&options, keys);
	cpe_caterpillar_defaults(caterpillar);
	cpe_picture_options(&options, &caterpillar->picture);
	cpe_picture_text_option(&options, "centre_name", &caterpillar->centre_name);
	cpe_picture_text_option(&options, "interval_name", &caterpillar->interval_name);
	cpe_picture_number_option(&options, "centre", &caterpillar->centre);
	caterpillar->layout = cpe_word_option(&options, "layout", layout_words, caterpillar->layout);
	caterpillar->descending = cpe_word_option(&options, "order", order_words, 0) == 1;
}

/* Draws the picture of the rows collected. */
static bool
draw(struct cpe_arena *arena, const struct cpe_picture *picture, char **svg, size_t *length,
     struct cpe_problem *problem)
{
	struct cpe_caterpillar_options options;

	read_options(picture->options, &options);
	return cpe_caterpillar_svg(arena, (struct cpe_caterpillar_unit *) picture->row, picture->rows,
	                           &options, svg, length, problem);
}

CPE_FUNCTION(cpe_caterpillar_svg_final, return cpe_picture_final(fcinfo, draw))
