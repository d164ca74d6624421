#include "cancer_pe.h"

#include "base/base.h"
#include "publish/profile_svg.h"
#include "publish/publish.h"

static const char *const keys[] = {"title",        "description",   "x_label",        "y_label",
                                   "unit",         "noun",          "width",          "height",
                                   "score_factor", "y_min",         "y_max",          "y_fixed",
                                   "decimals",     "interval_name", "reference_name", NULL};

PG_FUNCTION_INFO_V1(cpe_profile_svg_accum);
Datum
cpe_profile_svg_accum(PG_FUNCTION_ARGS)
{
	struct cpe_picture *picture = cpe_picture_state(fcinfo, "profile_svg", 8);
	struct cpe_profile_scale *scale = cpe_picture_row(picture, sizeof(*scale));

	scale->label = cpe_picture_text(fcinfo, picture, 1);
	if (scale->label == NULL)
		cpe_refuse(CPE_NULL, NULL, NULL, "label must not be null");
	scale->position = cpe_picture_position(fcinfo, 2, "position");
	scale->score = cpe_picture_score(fcinfo, 3, "score");
	scale->low = cpe_picture_number(fcinfo, 4);
	scale->high = cpe_picture_number(fcinfo, 5);
	scale->reference = cpe_picture_score(fcinfo, 6, "reference");
	scale->higher = cpe_picture_word(fcinfo, 7, "higher", cpe_profile_higher_words);
	PG_RETURN_POINTER(picture);
}

/* Reads the options of a profile. */
static void
read_options(Jsonb *given, struct cpe_profile_options *profile)
{
	struct cpe_options options = {"profile_svg", {given, NULL}};

	cpe_options_check(&options, keys);
	cpe_profile_defaults(profile);
	cpe_picture_options(&options, &profile->picture);
	cpe_picture_text_option(&options, "interval_name", &profile->interval_name);
	cpe_picture_text_option(&options, "reference_name", &profile->reference_name);
}

/* Draws the picture of the rows collected. */
static bool
draw(struct cpe_arena *arena, const struct cpe_picture *picture, char **svg, size_t *length,
     struct cpe_problem *problem)
{
	struct cpe_profile_options options;

	read_options(picture->options, &options);
	return cpe_profile_svg(arena, (struct cpe_profile_scale *) picture->row, picture->rows,
	                       &options, svg, length, problem);
}

CPE_FUNCTION(cpe_profile_svg_final, return cpe_picture_final(fcinfo, draw))
