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

PG_FUNCTION_INFO_V1(cpe_suppression_map_svg_final);
Datum
cpe_suppression_map_svg_final(PG_FUNCTION_ARGS)
{
	struct cpe_picture *picture;
	struct cpe_options given = {"suppression_map_svg", {NULL, NULL}};
	struct cpe_svg_options options;
	struct cpe_arena arena;
	struct cpe_problem problem;
	char *svg;
	size_t length;

	if (PG_ARGISNULL(0))
		PG_RETURN_NULL();
	picture = (struct cpe_picture *) PG_GETARG_POINTER(0);
	given.layer[0] = picture->options;
	cpe_options_check(&given, keys);
	cpe_suppression_map_defaults(&options);
	cpe_picture_options(&given, &options);
	cpe_arena_open(&arena, CurrentMemoryContext);
	if (!cpe_suppression_map_svg(&arena, (struct cpe_map_cell *) picture->row, picture->rows,
	                             &options, &svg, &length, &problem))
		cpe_raise(&problem);
	return cpe_picture_result(&arena, svg, length);
}
