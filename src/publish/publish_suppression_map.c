#include "cancer_pe.h"

#include "base/base.h"
#include "publish/publish.h"
#include "publish/suppression_map_svg.h"

static const char *const keys[] = {"title", "description", "x_label", "y_label",
                                   "noun",  "width",       "height",  NULL};

PG_FUNCTION_INFO_V1(cpe_suppression_map_svg_accum);
Datum
cpe_suppression_map_svg_accum(PG_FUNCTION_ARGS)
{
	struct cpe_picture *picture = cpe_picture_state(fcinfo, "suppression_map_svg", 6);
	struct cpe_map_cell *cell = cpe_picture_row(picture, sizeof(*cell));

	cell->row = cpe_picture_text(fcinfo, picture, 1);
	if (cell->row == NULL)
		cpe_refuse(CPE_NULL, NULL, "Give a total the label of its total.",
		           "row_label must not be null");
	cell->row_position = cpe_picture_position(fcinfo, 2, "row_position");
	cell->column = cpe_picture_text(fcinfo, picture, 3);
	if (cell->column == NULL)
		cpe_refuse(CPE_NULL, NULL, "Give a total the label of its total.",
		           "column_label must not be null");
	cell->column_position = cpe_picture_position(fcinfo, 4, "column_position");
	cell->status = cpe_picture_word(fcinfo, 5, "status", cpe_map_status_words);
	PG_RETURN_POINTER(picture);
}

/* Draws the map of the cells collected. */
static bool
draw(struct cpe_arena *arena, const struct cpe_picture *picture, char **svg, size_t *length,
     struct cpe_problem *problem)
{
	struct cpe_options given = {"suppression_map_svg", {picture->options, NULL}};
	struct cpe_svg_options options;

	cpe_options_check(&given, keys);
	cpe_suppression_map_defaults(&options);
	cpe_picture_options(&given, &options);
	return cpe_suppression_map_svg(arena, (struct cpe_map_cell *) picture->row, picture->rows,
	                               &options, svg, length, problem);
}

CPE_FUNCTION(cpe_suppression_map_svg_final, return cpe_picture_final(fcinfo, draw))
