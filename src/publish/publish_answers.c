#include "cancer_pe.h"

#include "base/base.h"
#include "publish/answers_svg.h"
#include "publish/publish.h"

static const char *const keys[] = {"title", "description", "x_label",  "y_label", "noun",
                                   "width", "height",      "decimals", "order",   NULL};
static const char *const order_words[] = {"position", "ascending", "descending", NULL};

PG_FUNCTION_INFO_V1(cpe_answers_svg_accum);
Datum
cpe_answers_svg_accum(PG_FUNCTION_ARGS)
{
	struct cpe_picture *picture = cpe_picture_state(fcinfo, "answers_svg", 7);
	struct cpe_answers_part *part = cpe_picture_row(picture, sizeof(*part));

	part->label = cpe_picture_text(fcinfo, picture, 1);
	if (part->label == NULL)
		cpe_refuse(CPE_NULL, NULL, NULL, "label must not be null");
	part->position = cpe_picture_position(fcinfo, 2, "position");
	part->answer = cpe_picture_text(fcinfo, picture, 3);
	if (part->answer == NULL)
		cpe_refuse(CPE_NULL, NULL, NULL, "answer must not be null");
	part->answer_position = cpe_picture_position(fcinfo, 4, "answer_position");
	part->class = cpe_picture_word(fcinfo, 5, "class", cpe_answers_classwords);
	part->n = cpe_picture_score(fcinfo, 6, "number of answers");
	PG_RETURN_POINTER(picture);
}

/* Reads the options of answer bars. */
static void
read_options(Jsonb *given, struct cpe_answers_options *answers)
{
	struct cpe_options options = {"answers_svg", {given, NULL}};

	cpe_options_check(&options, keys);
	cpe_answers_defaults(answers);
	cpe_picture_options(&options, &answers->picture);
	answers->order = cpe_word_option(&options, "order", order_words, answers->order);
}

/* Draws the picture of the rows collected. */
static bool
draw(struct cpe_arena *arena, const struct cpe_picture *picture, char **svg, size_t *length,
     struct cpe_problem *problem)
{
	struct cpe_answers_options options;

	read_options(picture->options, &options);
	return cpe_answers_svg(arena, (struct cpe_answers_part *) picture->row, picture->rows, &options,
	                       svg, length, problem);
}

CPE_FUNCTION(cpe_answers_svg_final, return cpe_picture_final(fcinfo, draw))
