#include "adjust/fit.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "adjust/adjusted.h"
#include "adjust/firth.h"

/* A fit under way. */
struct fitting
{
	const struct cpe_fit_options *options;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	enum cpe_method method; /* now; a rule for separation may change it */
	bool by_separation;
	struct cpe_frame frame; /* all complete respondents */
	struct cpe_separation separation;
	struct cpe_frame kept;      /* without what is separated */
	struct cpe_frame collapsed; /* kept, over organisations; the estimate looks into it again */
	struct cpe_estimate estimate;
	struct cpe_covariance covariance;
	struct cpe_random_estimate random;
};

/* ---- separation ---- */

/* A list that grows in a fixed place; what has no room is counted. */
struct list
{
	char text[240];
	size_t used;
	int more;
};

#define LONGEST_NAME 40

/* Adds: what "name"; a long name is cut between two characters. */
static void
list_add(struct list *list, const char *what, const char *name)
{
	size_t length = strlen(name);
	bool cut = length > LONGEST_NAME;

	if (cut)
		for (length = LONGEST_NAME; length > 0 && ((unsigned char) name[length] & 0xc0) == 0x80;)
			length--;
	if (list->more > 0 ||
	    list->used + strlen(what) + length + sizeof(", \"...\" and 2147483647 more") >
	        sizeof(list->text))
	{
		list->more++;
		return;
	}
	list->used +=
		(size_t) sprintf(list->text + list->used, "%s%s \"%.*s%s\"", list->used ? ", " : "", what,
	                     (int) length, name, cut ? "..." : "");
}

/* The organisations and columns of the direction found first, for a message. */
static bool
describe_direction(const struct fitting *fitting, struct list *list)
{
	const struct cpe_frame *frame = &fitting->frame;
	const struct cpe_separation_direction *direction = fitting->separation.direction;
	const char *term, *level;

	for (int k = 0; k < frame->columns; k++)
	{
		if (direction->column[k] == 0)
			continue;
		if (!cpe_column_names(frame, k, fitting->arena, &term, &level, fitting->problem))
			return false;
		if (strlen(term) > LONGEST_NAME)
			term = "column";
		list_add(list, term, level != NULL ? level : "");
	}
	for (int32_t j = 0; direction->effect != NULL && j < frame->organisations; j++)
		if (direction->effect[j] != 0)
			list_add(list, "organisation", frame->organisation[j]);
	if (list->more > 0)
		sprintf(list->text + list->used, " and %d more", list->more);
	return true;
}

/* What the options say is done about separation; false: the fit ends here. */
static bool
meet_separation(struct fitting *fitting)
{
	struct list about = {.used = 0};

	switch (fitting->options->separation)
	{
		case CPE_SEPARATION_DROP:
			return true;
		case CPE_SEPARATION_RIDGE:
			fitting->method = CPE_METHOD_RIDGE;
			break;
		case CPE_SEPARATION_FIRTH:
			fitting->method = CPE_METHOD_FIRTH;
			break;
		case CPE_SEPARATION_ERROR:
			if (!describe_direction(fitting, &about))
				return false;
			return cpe_problem_set(
				fitting->problem, CPE_INVALID, about.text,
				"Option separation says what to do instead: drop, ridge or firth.",
				"the outcome is separated: maximum likelihood has no finite estimate");
	}
	fitting->by_separation = true;
	return true;
}

/* The frame without what is separated; false also when that leaves nothing. */
static bool
keep_rest(struct fitting *fitting)
{
	const struct cpe_frame *frame = &fitting->frame;
	bool *keep = cpe_arena_alloc(fitting->arena, (size_t) frame->cells, 1, fitting->problem);

	if (keep == NULL)
		return false;
	if (fitting->separation.cells == frame->cells)
		return cpe_problem_set(
			fitting->problem, CPE_INVALID,
			"Organisations and covariates foretell each outcome without error.",
			"Where both outcomes occur, methods ridge and firth have an estimate.",
			"nothing is left to fit a model to");
	for (int32_t i = 0; i < frame->cells; i++)
		keep[i] = !fitting->separation.out[i];
	return cpe_frame_keep(&fitting->kept, frame, keep, fitting->arena, fitting->problem);
}

/* ---- estimates ---- */

/* One fit to the cells that are kept. */
static enum cpe_fit_end
estimate_once(struct fitting *fitting)
{
	const struct cpe_fit_options *options = fitting->options;
	const struct cpe_regression how = {.family = options->family,
	                                   .firth = fitting->method == CPE_METHOD_FIRTH,
	                                   .ridge =
	                                       fitting->method == CPE_METHOD_RIDGE ? options->ridge : 0,
	                                   .max_iterations = options->max_iterations};

	if (options->effect == CPE_EFFECT_RANDOM)
	{
		if (cpe_random_fit(&fitting->kept, options->nodes, options->max_iterations, fitting->arena,
		                   &fitting->random, fitting->problem))
			return CPE_FIT_DONE;
		return fitting->random.diverges ? CPE_FIT_DIVERGES : CPE_FIT_PROBLEM;
	}
	if (options->effect == CPE_EFFECT_FIXED)
		return cpe_regression_fit(&fitting->kept, &how, fitting->arena, &fitting->estimate,
		                          fitting->problem);
	if (!cpe_frame_collapse(&fitting->collapsed, &fitting->kept, fitting->arena, fitting->problem))
		return CPE_FIT_PROBLEM;
	return cpe_regression_fit(&fitting->collapsed, &how, fitting->arena, &fitting->estimate,
	                          fitting->problem);
}

/* Looks for separation that no margin shows; false when that fails or finds none. */
static bool
search_on(struct fitting *fitting)
{
	bool found;

	if (!cpe_separation_search(&fitting->separation, &fitting->frame, fitting->arena, &found,
	                           fitting->problem))
		return false;
	if (!found)
		return cpe_problem_set(fitting->problem, CPE_INVALID, NULL,
		                       "Option max_iterations allows more; fewer terms may be wiser.",
		                       "the model does not converge, although nothing separates it");
	return true;
}

/*
 * Fits, and where maximum likelihood has no finite answer does as the options say, until there is
 * one.  Least squares and penalised fits always have one.
 */
static bool
estimate(struct fitting *fitting)
{
	bool penalised = fitting->method != CPE_METHOD_ML;
	bool found = false;

	fitting->kept = fitting->frame;
	if (!cpe_separation_open(&fitting->separation, &fitting->frame, fitting->arena,
	                         fitting->problem))
		return false;
	if (fitting->options->family == CPE_BINOMIAL && !penalised &&
	    !cpe_separation_marginal(&fitting->separation, &fitting->frame, fitting->arena, &found,
	                             fitting->problem))
		return false;
	for (;;)
	{
		enum cpe_fit_end end;

		if (found && !meet_separation(fitting))
			return false;
		if (fitting->by_separation)
		{
			fitting->kept = fitting->frame;
			if (!cpe_separation_open(&fitting->separation, &fitting->frame, fitting->arena,
			                         fitting->problem))
				return false;
		}
		else if (found && !keep_rest(fitting))
			return false;
		end = estimate_once(fitting);
		if (end != CPE_FIT_DIVERGES)
			return end == CPE_FIT_DONE;
		if (penalised || fitting->by_separation)
			return cpe_problem_set(
				fitting->problem, CPE_INVALID,
				"A ridge leaves the intercept free, which has no finite estimate where all "
				"outcomes are the same; a tiny penalty holds the rest as little.",
				"Option max_iterations allows more; method firth holds all of it.",
				"the penalised model does not converge");
		if (!search_on(fitting))
			return false;
		found = true;
	}
}

/* ---- the model ---- */

/* Which way a parameter goes by separation; the direction found first decides. */
static int
goes(const struct cpe_separation *separation, int column)
{
	for (int d = 0; d < separation->directions; d++)
	{
		double step = separation->direction[d].column[column];

		if (step != 0)
			return step > 0 ? 1 : -1;
	}
	return 0;
}

/* Respondents whose row is not zero in each column. */
static void
count_columns(struct cpe_model *model, const struct cpe_frame *frame)
{
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		int64_t n = 0;

		for (int32_t i = frame->first[p]; i < frame->first[p + 1]; i++)
			n += frame->sum.n[i];
		for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
			if (frame->entry_value == NULL || frame->entry_value[e] != 0)
				model->column[frame->entry_column[e]].n += n;
	}
}

static bool
fill_columns(struct cpe_model *model, const struct fitting *fitting)
{
	const struct cpe_frame *frame = &fitting->frame;
	bool random = fitting->options->effect == CPE_EFFECT_RANDOM;
	const double *value = random ? fitting->random.column : fitting->estimate.column;
	const bool *aliased = random ? fitting->random.aliased : fitting->estimate.information.aliased;
	const double *covariance = random ? fitting->random.covariance : fitting->covariance.column;
	size_t packed = CPE_PACKED_SIZE(frame->columns);

	model->columns = frame->columns;
	model->column = cpe_arena_alloc(fitting->arena, (size_t) frame->columns, sizeof(*model->column),
	                                fitting->problem);
	if (model->column == NULL)
		return false;
	model->covariance = cpe_arena_alloc(fitting->arena, packed, sizeof(double), fitting->problem);
	if (model->covariance == NULL)
		return false;
	for (int k = 0; k < frame->columns; k++)
	{
		struct cpe_model_column *column = &model->column[k];
		int way = goes(&fitting->separation, k);

		column->what = frame->column[k];
		column->low = column->high = column->p = NAN;
		column->flag = way > 0      ? CPE_FLAG_ALL_POSITIVE
		               : way < 0    ? CPE_FLAG_ALL_NEGATIVE
		               : aliased[k] ? CPE_FLAG_ALIASED
		                            : CPE_FLAG_NONE;
		column->value = value[k]; /* of a separated one that of the respondents left */
	}
	for (int k = 0; k < frame->columns; k++)
		for (int l = 0; l <= k; l++)
			if (!aliased[k] && !aliased[l])
				model->covariance[CPE_PACKED(k, l)] = covariance[CPE_PACKED(k, l)];
	count_columns(model, frame);
	return true;
}

/* Profile limits of each coefficient, where asked for. */
static bool
fill_profile(struct cpe_model *model, const struct fitting *fitting)
{
	const struct cpe_regression how = {
		.family = CPE_BINOMIAL, .firth = true, .max_iterations = fitting->options->max_iterations};
	const struct cpe_frame *frame =
		fitting->options->effect == CPE_EFFECT_NONE ? &fitting->collapsed : &fitting->kept;

	model->profile_level = fitting->options->profile_level;
	if (!(model->profile_level > 0))
		return true;
	for (int k = 0; k < model->columns; k++)
	{
		struct cpe_model_column *column = &model->column[k];

		if (column->flag == CPE_FLAG_NONE &&
		    !cpe_firth_profile(frame, &how, &fitting->estimate, k, model->profile_level,
		                       fitting->arena, &column->low, &column->high, &column->p,
		                       fitting->problem))
			return false;
	}
	return true;
}

/* What was asked for, and what of it was lost on the way. */
static void
fill_head(struct cpe_model *model, const struct cpe_cells *cells, const struct fitting *fitting)
{
	const struct cpe_fit_options *options = fitting->options;
	const struct cpe_frame *frame = &fitting->frame;
	bool random = options->effect == CPE_EFFECT_RANDOM;

	model->question = cells->question;
	model->family = options->family;
	model->effect = options->effect;
	model->missing = options->missing;
	model->method = fitting->method;
	model->method_by_separation = fitting->by_separation;
	model->separation = options->separation;
	model->variance = options->variance;
	model->weighted = cells->weighted;
	model->offset = cells->offset != NULL;
	model->ridge = fitting->method == CPE_METHOD_RIDGE ? options->ridge : NAN;
	model->nodes = random ? options->nodes : 0;
	model->covariates = frame->covariates;
	model->covariate = frame->covariate;
	model->terms = frame->terms;
	model->term = (struct cpe_term_request *) frame->term;
	model->directions = fitting->separation.directions;
	model->direction = fitting->separation.direction;
	model->n = frame->n;
	model->n_missing = frame->missing;
	model->n_nameless = frame->nameless;
	model->n_separated = fitting->separation.n;
	model->patterns = frame->patterns;
	model->cells = frame->cells;
	model->iterations = random ? fitting->random.iterations : fitting->estimate.iterations;
	model->rank = random ? fitting->random.rank : fitting->estimate.information.rank;
}

static struct cpe_model *
make_model(const struct cpe_cells *cells, const struct fitting *fitting)
{
	bool random = fitting->options->effect == CPE_EFFECT_RANDOM;
	const struct cpe_fitted fitted = {.frame = &fitting->frame,
	                                  .separation = &fitting->separation,
	                                  .estimate = random ? NULL : &fitting->estimate,
	                                  .covariance = random ? NULL : &fitting->covariance,
	                                  .random = random ? &fitting->random : NULL};
	struct cpe_model *model = cpe_arena_alloc(fitting->arena, 1, sizeof(*model), fitting->problem);

	if (model == NULL)
		return NULL;
	fill_head(model, cells, fitting);
	if (!fill_columns(model, fitting) || !fill_profile(model, fitting) ||
	    !cpe_adjusted_fill(model, &fitted, fitting->options, fitting->arena, fitting->problem))
		return NULL;
	return model;
}

struct cpe_model *
cpe_fit(const struct cpe_cells *cells, const struct cpe_fit_options *options,
        struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct fitting *fitting = cpe_arena_alloc(arena, 1, sizeof(*fitting), problem);

	if (fitting == NULL)
		return NULL;
	fitting->options = options;
	fitting->arena = arena;
	fitting->problem = problem;
	fitting->method = options->method;
	if (!cpe_frame_open(&fitting->frame, cells, options, arena, problem) || !estimate(fitting) ||
	    !cpe_separation_settle(&fitting->separation, &fitting->frame, arena, problem))
		return NULL;
	if (options->effect != CPE_EFFECT_RANDOM &&
	    !cpe_covariance_open(&fitting->covariance, &fitting->kept, &fitting->estimate,
	                         options->variance, arena, problem))
		return NULL;
	return make_model(cells, fitting);
}
