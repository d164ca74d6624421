#include "adjust/adjusted.h"

#include <math.h>
#include <string.h>

#include "adjust/indirect.h"
#include "adjust/margin.h"
#include "base/decimal.h"

#define POLL_EVERY 4096

/* ---- the data that a model is fitted to ---- */

struct filling
{
	struct cpe_model *model;
	const struct cpe_fitted *fitted;
	const struct cpe_frame *frame;
	const struct cpe_separation *separation; /* NULL: none */
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	int64_t *kept; /* by organisation: cells in the fit */
	struct cpe_undetermined undetermined;
	int64_t parameters; /* those at their limit included */
	struct cpe_prediction prediction;
};

/* An organisation of which nothing is known yet. */
static void
clear_organisation(struct cpe_model_organisation *organisation, const char *name)
{
	memset(organisation, 0, sizeof(*organisation));
	organisation->name = name;
	organisation->effect = NAN;
	organisation->effect_se = NAN;
	organisation->contrast = NAN;
	organisation->contrast_se = NAN;
	organisation->expected = NAN;
	organisation->variance = NAN;
	organisation->variance_difference = NAN;
	organisation->margin = NAN;
	organisation->margin_se = NAN;
}

/* The organisations' counts and sums. */
static bool
count_organisations(struct filling *filling)
{
	const struct cpe_frame *frame = filling->frame;
	struct cpe_model *model = filling->model;

	model->organisations = frame->organisations;
	model->organisation = cpe_arena_alloc(filling->arena, frame->organisations,
	                                      sizeof(struct cpe_model_organisation), filling->problem);
	filling->kept =
		cpe_arena_alloc(filling->arena, frame->organisations, sizeof(int64_t), filling->problem);
	if (model->organisation == NULL || filling->kept == NULL)
		return false;
	model->n_unanswered = 0;
	model->weight = 0;
	for (int32_t j = 0; j < frame->organisations; j++)
	{
		struct cpe_model_organisation *to = &model->organisation[j];

		clear_organisation(to, frame->organisation[j]);
		to->missing = frame->missing_of[j];
		to->unanswered = frame->unanswered_of[j];
		model->n_unanswered += to->unanswered;
	}
	for (int32_t c = 0; c < frame->cells; c++)
	{
		struct cpe_model_organisation *to = &model->organisation[frame->organisation_of[c]];

		if (c % POLL_EVERY == 0 && !cpe_arena_poll(filling->arena, filling->problem))
			return false;
		to->n += frame->sum.n[c];
		to->weight += frame->sum.w[c];
		to->observed += frame->sum.wy[c];
		if (filling->separation != NULL && filling->separation->out[c])
			to->separated += frame->sum.n[c];
		else
			filling->kept[frame->organisation_of[c]]++;
	}
	model->mean = 0;
	for (int32_t j = 0; j < frame->organisations; j++)
	{
		model->weight += model->organisation[j].weight;
		model->mean += model->organisation[j].observed;
	}
	model->mean /= model->weight;
	return true;
}

/* Why a fixed effect has no ordinary estimate; none of its cells is in the fit. */
static enum cpe_model_flag
flag_of_separated(const struct filling *filling, int32_t organisation)
{
	const struct cpe_separation *separation = filling->separation;
	const struct cpe_model_organisation *of = &filling->model->organisation[organisation];

	for (int d = 0; separation != NULL && d < separation->directions; d++)
	{
		double step =
			separation->direction[d].effect ? separation->direction[d].effect[organisation] : 0;

		if (step != 0)
			return step > 0 ? CPE_FLAG_ALL_POSITIVE : CPE_FLAG_ALL_NEGATIVE;
	}
	/* its respondents went with a column: its effect does not matter to any of them */
	if (of->observed == 0)
		return CPE_FLAG_ALL_NEGATIVE;
	return of->observed == of->weight ? CPE_FLAG_ALL_POSITIVE : CPE_FLAG_ALIASED;
}

static double
effect_variance(const struct filling *filling, double *effect, const double *column, int32_t one,
                int32_t other)
{
	double variance;

	effect[one] += 1;
	if (other >= 0)
		effect[other] -= 1;
	variance = cpe_covariance_of(filling->fitted->covariance, effect, column, filling->arena);
	effect[one] = 0;
	if (other >= 0)
		effect[other] = 0;
	return fmax(variance, 0);
}

/* The organisation that others are compared with: the one asked for, or the first. */
static bool
find_reference(struct filling *filling, const char *asked)
{
	struct cpe_model *model = filling->model;
	int32_t found = -1;

	for (int32_t j = model->organisations - 1; j >= 0; j--)
		if (asked ? strcmp(model->organisation[j].name, asked) == 0
		          : model->organisation[j].flag == CPE_FLAG_NONE)
			found = j;
	if (asked && found < 0)
		return cpe_problem_set(filling->problem, CPE_INVALID, NULL, NULL,
		                       "no respondent is of the reference organisation \"%s\"", asked);
	model->reference_organisation =
		found >= 0 && model->organisation[found].flag == CPE_FLAG_NONE ? found : -1;
	return true;
}

/* Fixed effects, their contrasts and standard errors. */
static bool
fill_fixed(struct filling *filling, const char *asked)
{
	struct cpe_model *model = filling->model;
	double *effect =
		cpe_arena_alloc(filling->arena, model->organisations, sizeof(double), filling->problem);
	double *column =
		cpe_arena_alloc(filling->arena, filling->frame->columns, sizeof(double), filling->problem);
	int32_t reference;

	if (effect == NULL || column == NULL)
		return false;
	for (int32_t j = 0; j < model->organisations; j++)
	{
		struct cpe_model_organisation *to = &model->organisation[j];

		if (to->n == 0)
			to->flag = CPE_FLAG_NO_DATA;
		else if (filling->kept[j] == 0)
			to->flag = flag_of_separated(filling, j);
		else
			to->effect = filling->fitted->estimate->effect[j];
	}
	if (!find_reference(filling, asked))
		return false;
	reference = model->reference_organisation;
	for (int32_t j = 0; j < model->organisations; j++)
	{
		struct cpe_model_organisation *to = &model->organisation[j];

		if (to->flag != CPE_FLAG_NONE)
			continue;
		if (!cpe_arena_poll(filling->arena, filling->problem))
			return false;
		to->effect_se = sqrt(effect_variance(filling, effect, column, j, -1));
		if (reference < 0)
			continue;
		to->contrast = to->effect - model->organisation[reference].effect;
		to->contrast_se =
			j == reference ? NAN : sqrt(effect_variance(filling, effect, column, j, reference));
	}
	return true;
}

/* Random effects are their modes; without effects there is nothing but the counts. */
static void
fill_other(struct filling *filling)
{
	struct cpe_model *model = filling->model;
	const struct cpe_random_estimate *random = filling->fitted->random;

	model->reference_organisation = -1;
	for (int32_t j = 0; j < model->organisations; j++)
	{
		struct cpe_model_organisation *to = &model->organisation[j];

		if (to->n == 0)
			to->flag = CPE_FLAG_NO_DATA;
		else if (random != NULL)
		{
			to->effect = random->effect[j];
			to->effect_se = sqrt(random->effect_variance[j]);
		}
	}
}

/* The design of the cells with a weight, for telling what depends on what. */
static bool
reduce_design(struct filling *filling, struct cpe_arrow *design, const double *weight)
{
	const struct cpe_frame *frame = filling->frame;

	return cpe_arrow_open(design, frame->absorbed ? frame->organisations : 0, frame->columns,
	                      filling->arena, filling->problem) &&
	       cpe_arrow_add(design, frame, weight, filling->arena, filling->problem) &&
	       cpe_arrow_reduce(design, CPE_ARROW_LEAST, filling->arena, filling->problem);
}

#define NO_PART 1e-9 /* of the largest part in a change: what is below it is rounding */

/* Sets to 0 what is rounding in a change; largest: by column, of its sizes. */
static void
clean_change(double *effect, int32_t organisations, double *column, int columns,
             const double *largest)
{
	double most = 0;

	for (int k = 0; k < columns; k++)
		most = fmax(most, fabs(column[k]) * largest[k]);
	for (int k = 0; k < columns; k++)
		if (fabs(column[k]) * largest[k] <= NO_PART * most)
			column[k] = 0;
	for (int32_t j = 0; j < organisations; j++)
		if (fabs(effect[j]) <= NO_PART * most)
			effect[j] = 0;
}

/* Adds a change: the column up by 1, and what it depends on as much down. */
static bool
add_undetermined(struct filling *filling, const struct cpe_arrow *kept, int which,
                 const double *largest)
{
	const struct cpe_frame *frame = filling->frame;
	struct cpe_undetermined *to = &filling->undetermined;
	double *column =
		cpe_arena_alloc(filling->arena, frame->columns, sizeof(double), filling->problem);
	double *effect =
		cpe_arena_alloc(filling->arena, kept->organisations, sizeof(double), filling->problem);

	if (column == NULL || effect == NULL)
		return false;
	for (int k = 0; k < frame->columns; k++)
		column[k] = -kept->block[CPE_PACKED(k > which ? k : which, k > which ? which : k)];
	for (int32_t j = 0; j < kept->organisations; j++)
		effect[j] = -kept->cross[(size_t) j * frame->columns + which];
	cpe_arrow_solve(kept, effect, column);
	column[which] = 1;
	clean_change(effect, kept->organisations, column, frame->columns, largest);
	to->column[to->changes] = column;
	to->effect[to->changes++] = kept->organisations > 0 ? effect : NULL;
	return true;
}

/* The changes that what separation left in the fit does not see, and all respondents would. */
static bool
find_undetermined(struct filling *filling, const struct cpe_arrow *all)
{
	const struct cpe_frame *frame = filling->frame;
	struct cpe_undetermined *to = &filling->undetermined;
	struct cpe_arrow kept;
	double *weight =
		cpe_arena_alloc(filling->arena, frame->cells, sizeof(double), filling->problem);
	double *largest =
		cpe_arena_alloc(filling->arena, frame->columns, sizeof(double), filling->problem);

	to->column =
		cpe_arena_alloc(filling->arena, frame->columns, sizeof(double *), filling->problem);
	to->effect =
		cpe_arena_alloc(filling->arena, frame->columns, sizeof(double *), filling->problem);
	if (weight == NULL || largest == NULL || to->column == NULL || to->effect == NULL)
		return false;
	for (int64_t e = 0; e < frame->entry[frame->patterns]; e++)
	{
		double *of = &largest[frame->entry_column[e]];

		*of = fmax(*of, frame->entry_value ? fabs(frame->entry_value[e]) : 1);
	}
	for (int32_t c = 0; c < frame->cells; c++)
		weight[c] = filling->separation->out[c] ? 0 : frame->sum.w[c];
	if (!reduce_design(filling, &kept, weight))
		return false;
	for (int k = 0; k < frame->columns; k++)
		if (kept.aliased[k] && !all->aliased[k] && !add_undetermined(filling, &kept, k, largest))
			return false;
	return true;
}

/* How many parameters there are, and with separation what it leaves undetermined. */
static bool
count_parameters(struct filling *filling)
{
	const struct cpe_random_estimate *random = filling->fitted->random;
	struct cpe_arrow all;

	filling->parameters = filling->model->rank;
	if (filling->separation == NULL)
		return true;
	if (!reduce_design(filling, &all, filling->frame->sum.w))
		return false;
	filling->parameters = all.rank + (random != NULL);
	return find_undetermined(filling, &all);
}

static bool
fill_report(struct filling *filling)
{
	struct cpe_model *model = filling->model;
	const struct cpe_random_estimate *random = filling->fitted->random;
	const struct cpe_estimate *estimate = filling->fitted->estimate;
	bool gaussian = model->family == CPE_GAUSSIAN;
	double saturated = gaussian || random
	                       ? NAN
	                       : cpe_frame_saturated(filling->frame, model->effect == CPE_EFFECT_NONE);

	model->log_likelihood = random ? random->log_likelihood : estimate->log_likelihood;
	model->deviance = gaussian ? estimate->residual_squares : -2 * model->log_likelihood;
	model->pattern_deviance = 2 * (saturated - model->log_likelihood);
	model->aic = model->method == CPE_METHOD_ML
	                 ? 2 * (double) (filling->parameters + gaussian) - 2 * model->log_likelihood
	                 : NAN;
	model->sigma = gaussian ? sqrt(estimate->dispersion) : NAN;
	model->variance_of_effects = random ? random->variance : NAN;
	model->log_variance_se = random ? random->log_variance_se : NAN;
	model->auc = NAN;
	model->calibration_intercept = NAN;
	model->calibration_slope = NAN;
	if (!cpe_frame_null(filling->frame, model->family, &model->null_log_likelihood,
	                    &model->null_deviance, filling->arena, filling->problem))
		return false;
	if (gaussian)
		return true;
	return cpe_prediction_auc(&filling->prediction, &model->auc, filling->arena,
	                          filling->problem) &&
	       cpe_prediction_calibration(&filling->prediction, &model->calibration_intercept,
	                                  &model->calibration_slope, filling->arena, filling->problem);
}

/*
 * As many parameters as respondents leave nothing to tell a spread from: residuals are 0 whatever
 * the outcomes.
 */
static void
clear_spread(struct cpe_model *model)
{
	model->sigma = NAN;
	for (int32_t j = 0; j < model->organisations; j++)
	{
		struct cpe_model_organisation *of = &model->organisation[j];

		of->effect_se = of->contrast_se = of->margin_se = NAN;
		of->variance = of->variance_difference = NAN;
	}
}

bool
cpe_adjusted_fill(struct cpe_model *model, const struct cpe_fitted *fitted,
                  const struct cpe_fit_options *options, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	const struct cpe_separation *separation = fitted->separation;
	const struct cpe_random_estimate *random = fitted->random;
	struct filling filling = {.model = model,
	                          .fitted = fitted,
	                          .frame = fitted->frame,
	                          .separation =
	                              separation && separation->directions > 0 ? separation : NULL,
	                          .arena = arena,
	                          .problem = problem};

	if (!count_organisations(&filling) || !count_parameters(&filling))
		return false;
	if (model->effect != CPE_EFFECT_FIXED)
		fill_other(&filling);
	else if (!fill_fixed(&filling, options->reference_organisation))
		return false;
	if (!cpe_prediction_open(&filling.prediction, filling.frame, filling.separation, model->family,
	                         random ? random->column : fitted->estimate->column,
	                         random ? random->effect : fitted->estimate->effect,
	                         &filling.undetermined, arena, problem) ||
	    !cpe_indirect(model, &filling.prediction, fitted->estimate, fitted->covariance,
	                  random ? random->covariance : NULL, arena, problem) ||
	    (model->effect != CPE_EFFECT_NONE &&
	     !cpe_margins(model, &filling.prediction, fitted->covariance, arena, problem)) ||
	    !fill_report(&filling))
		return false;
	if (model->family == CPE_GAUSSIAN && model->n <= model->rank)
		clear_spread(model);
	return true;
}

/* ---- other data ---- */

/* What other cells are read with. */
struct reading
{
	const struct cpe_model *model;
	const struct cpe_cells *cells;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	int *from;         /* by covariate of the model: which of the cells it is, or -1 */
	int32_t **level;   /* by covariate of the model and level of the cells: its level there */
	double **number;   /* the same: its number, where it is linear */
	const char **text; /* by covariate of the model, of a pattern */
	double *row;       /* of the design matrix */
	double *slope;     /* by organisation: sum of w p (1 - p) */
	double *gradient;  /* organisations x columns: sum of w p (1 - p) x */
	int32_t nameless;  /* an organisation whose respondents are lost, or -1 */
	struct cpe_model_organisation *organisation;
};

/* Numbers of a covariate's levels in the model; -1: the model has no such level. */
static bool
read_levels(struct reading *reading, int which)
{
	const struct cpe_covariate *covariate = &reading->model->covariate[which];
	const struct cpe_dimension *dimension = &reading->cells->covariate[reading->from[which]];
	int32_t *level =
		cpe_arena_alloc(reading->arena, dimension->levels, sizeof(int32_t), reading->problem);
	double *number =
		cpe_arena_alloc(reading->arena, dimension->levels, sizeof(double), reading->problem);

	if (level == NULL || number == NULL)
		return false;
	reading->level[which] = level;
	reading->number[which] = number;
	for (int32_t i = 0; i < dimension->levels; i++)
	{
		const char *text = dimension->level[i];

		if (!cpe_arena_poll(reading->arena, reading->problem))
			return false;
		level[i] = -1;
		if (text != NULL && covariate->linear)
		{
			cpe_decimal_read(text, &number[i]); /* checked by cpe_model_expected */
			continue;
		}
		for (int32_t k = 0; k < covariate->levels && level[i] < 0; k++)
			if (text == NULL || covariate->level[k] == NULL
			        ? text == covariate->level[k]
			        : strcmp(text, covariate->level[k]) == 0)
				level[i] = k;
	}
	return true;
}

/* Finds the model's covariates in the cells, by name. */
static bool
find_covariates(struct reading *reading)
{
	const struct cpe_model *model = reading->model;

	for (int i = 0; i < model->covariates; i++)
	{
		reading->from[i] = -1;
		if (!model->covariate[i].used)
			continue;
		for (int k = 0; k < reading->cells->covariates; k++)
			if (strcmp(reading->cells->covariate[k].name, model->covariate[i].name) == 0)
				reading->from[i] = k;
		if (reading->from[i] < 0)
			return cpe_problem_set(reading->problem, CPE_INVALID, NULL, NULL,
			                       "covariate \"%s\" of the model is not among those of casemix",
			                       model->covariate[i].name);
		if (!read_levels(reading, i))
			return false;
	}
	return true;
}

static bool
check_kind(const struct reading *reading)
{
	const struct cpe_model *model = reading->model;
	const struct cpe_cells *cells = reading->cells;

	if (model->family == CPE_BINOMIAL && cells->numeric)
		return cpe_problem_set(reading->problem, CPE_INVALID, NULL, NULL,
		                       "the model is of yes or no, and the outcomes are numbers");
	if (model->offset != (cells->offset != NULL))
		return cpe_problem_set(reading->problem, CPE_INVALID, NULL, NULL,
		                       model->offset ? "the model has offsets, and casemix has none"
		                                     : "casemix has offsets, and the model has none");
	return true;
}

/* The design matrix's row of a pattern. */
static void
fill_row(struct reading *reading, const int32_t *code)
{
	const struct cpe_model *model = reading->model;

	for (int c = 0; c < model->columns; c++)
	{
		const struct cpe_column *column = &model->column[c].what;
		double x = model->column[c].flag != CPE_FLAG_ALIASED;

		for (int f = 0; f < column->factors && x != 0; f++)
		{
			int which = column->covariate[f];
			int32_t at = code[reading->from[which]];

			if (column->level[f] < 0)
				x *= reading->number[which][at];
			else if (reading->level[which][at] != column->level[f])
				x = 0;
		}
		reading->row[c] = x;
	}
}

/*
 * What the model expects of a pattern; lost: nothing.
 */
static bool
expect(struct reading *reading, int32_t pattern, double *expected, bool *lost)
{
	const struct cpe_model *model = reading->model;
	const struct cpe_cells *cells = reading->cells;
	const int32_t *code = &cells->code[(size_t) pattern * cells->covariates];

	for (int i = 0; i < model->covariates; i++)
	{
		reading->text[i] = NULL;
		if (reading->from[i] < 0)
			continue;
		reading->text[i] = cells->covariate[reading->from[i]].level[code[reading->from[i]]];
		if (reading->text[i] == NULL && model->missing == CPE_MISSING_ERROR)
			return cpe_problem_set(reading->problem, CPE_INVALID,
			                       "The model was fitted with missing covariates as an error.",
			                       NULL, "covariate \"%s\" is missing for some respondents",
			                       model->covariate[i].name);
	}
	*lost =
		!cpe_model_expected(model, reading->text, NULL, cells->offset ? cells->offset[pattern] : 0,
	                        expected, reading->problem);
	if (*lost)
		return reading->problem->code == CPE_OK;
	fill_row(reading, code);
	return true;
}

/* Adds a pattern's cells. */
static void
add_cells(struct reading *reading, int32_t pattern, double expected, bool lost)
{
	const struct cpe_model *model = reading->model;
	const struct cpe_cells *cells = reading->cells;
	bool gaussian = model->family == CPE_GAUSSIAN;
	double slope = gaussian ? 1 : expected * (1 - expected);
	double variance = gaussian ? model->sigma * model->sigma : slope;

	for (int32_t c = cells->first[pattern]; c < cells->first[pattern + 1]; c++)
	{
		int32_t j = cells->organisation_of[c];
		struct cpe_model_organisation *to = &reading->organisation[j];
		double *gradient = &reading->gradient[(size_t) j * model->columns];

		if (lost || j == reading->nameless)
		{
			to->missing += cells->sum.n[c];
			continue;
		}
		if (to->n == 0)
			to->expected = to->variance = 0;
		to->n += cells->sum.n[c];
		to->weight += cells->sum.w[c];
		to->observed += cells->sum.wy[c];
		to->expected += cells->sum.w[c] * expected;
		to->variance += (gaussian ? cells->sum.w[c] : cells->sum.w2[c]) * variance;
		reading->slope[j] += cells->sum.w[c] * slope;
		for (int k = 0; k < model->columns; k++)
			gradient[k] += cells->sum.w[c] * slope * reading->row[k];
	}
}

/*
 * The variances of O - E, from V_O: with c the gradient of E by the coefficients, c'Vc.  Fixed
 * effects' intercept moves with the coefficients, so that c = g - a G / A, and has a variance of
 * its own, a^2 (sum of V_k) / A^2 of the model's data, where A is (sum of V_k) * (sum of a) / (sum
 * of V_O), and G / A is that of these respondents.
 */
static bool
fill_variances(struct reading *reading, int32_t organisations)
{
	const struct cpe_model *model = reading->model;
	bool fixed = model->effect == CPE_EFFECT_FIXED;
	double *total =
		cpe_arena_alloc(reading->arena, model->columns, sizeof(double), reading->problem);
	double slope = 0;
	double variance = 0;
	double fitted = 0;

	if (total == NULL)
		return false;
	for (int32_t j = 0; fixed && j < organisations; j++)
	{
		slope += reading->slope[j];
		variance += reading->organisation[j].n > 0 ? reading->organisation[j].variance : 0;
		for (int k = 0; k < model->columns; k++)
			total[k] += reading->gradient[(size_t) j * model->columns + k];
	}
	for (int32_t j = 0; fixed && j < model->organisations; j++)
		if (!isnan(model->organisation[j].variance))
			fitted += model->organisation[j].variance;
	for (int32_t j = 0; j < organisations; j++)
	{
		struct cpe_model_organisation *to = &reading->organisation[j];
		double *gradient = &reading->gradient[(size_t) j * model->columns];
		double share = fixed && slope > 0 ? reading->slope[j] / slope : 0;
		double own = share > 0 && fitted > 0 ? share * share * variance * (variance / fitted) : 0;

		if (!cpe_arena_poll(reading->arena, reading->problem))
			return false;
		for (int k = 0; k < model->columns; k++)
			gradient[k] -= share * total[k];
		to->variance_difference =
			to->variance + own + cpe_packed_variance(model->covariance, gradient, model->columns);
	}
	return true;
}

static bool
open_reading(struct reading *reading)
{
	const struct cpe_model *model = reading->model;
	const struct cpe_dimension *dimension = &reading->cells->organisation;
	struct cpe_arena *arena = reading->arena;
	struct cpe_problem *problem = reading->problem;
	size_t organisations = dimension->levels;

	reading->from = cpe_arena_alloc(arena, model->covariates, sizeof(int), problem);
	reading->level = cpe_arena_alloc(arena, model->covariates, sizeof(int32_t *), problem);
	reading->number = cpe_arena_alloc(arena, model->covariates, sizeof(double *), problem);
	reading->text = cpe_arena_alloc(arena, model->covariates, sizeof(char *), problem);
	reading->row = cpe_arena_alloc(arena, model->columns, sizeof(double), problem);
	reading->slope = cpe_arena_alloc(arena, organisations, sizeof(double), problem);
	reading->gradient =
		cpe_arena_alloc(arena, organisations * model->columns, sizeof(double), problem);
	reading->organisation =
		cpe_arena_alloc(arena, organisations, sizeof(struct cpe_model_organisation), problem);
	if (reading->from == NULL || reading->level == NULL || reading->number == NULL ||
	    reading->text == NULL || reading->row == NULL || reading->slope == NULL ||
	    reading->gradient == NULL || reading->organisation == NULL)
		return false;
	for (int32_t j = 0; j < dimension->levels; j++)
	{
		clear_organisation(&reading->organisation[j], dimension->level[j]);
		reading->organisation[j].unanswered = reading->cells->unanswered[j];
	}
	reading->nameless = -1;
	if (model->effect != CPE_EFFECT_NONE && organisations > 0 &&
	    dimension->level[organisations - 1] == NULL)
		reading->nameless = dimension->levels - 1;
	return true;
}

/*
 * The linear predictor of a pattern that the model expects something of: infinite where separation
 * sends it there.
 */
static double
linear_of(const struct reading *reading, int32_t pattern, double expected)
{
	const struct cpe_model *model = reading->model;
	double linear =
		model->intercept + (reading->cells->offset ? reading->cells->offset[pattern] : 0);

	if (model->directions > 0 && (expected == 0 || expected == 1))
		return expected > 0 ? INFINITY : -INFINITY;
	for (int c = 0; c < model->columns; c++)
		if (reading->row[c] != 0)
			linear += reading->row[c] * model->column[c].value;
	return linear;
}

bool
cpe_adjusted_indirect(const struct cpe_model *model, const struct cpe_cells *cells,
                      struct cpe_model_organisation **organisation, int32_t *organisations,
                      double *mean, double *linear, struct cpe_arena *arena,
                      struct cpe_problem *problem)
{
	struct reading reading = {.model = model, .cells = cells, .arena = arena, .problem = problem};
	double weight = 0;
	double observed = 0;

	if (!check_kind(&reading) || !open_reading(&reading) || !find_covariates(&reading))
		return false;
	for (int32_t p = 0; p < cells->patterns; p++)
	{
		double expected = 0;
		bool lost;

		if (p % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (!expect(&reading, p, &expected, &lost))
			return false;
		add_cells(&reading, p, expected, lost);
		if (linear != NULL)
			linear[p] = lost ? NAN : linear_of(&reading, p, expected);
	}
	*organisation = reading.organisation;
	*organisations = cells->organisation.levels - (reading.nameless >= 0);
	for (int32_t j = 0; j < *organisations; j++)
	{
		struct cpe_model_organisation *to = &reading.organisation[j];

		weight += to->weight;
		observed += to->observed;
		if (to->n == 0)
			to->flag = CPE_FLAG_NO_DATA;
	}
	*mean = weight > 0 ? observed / weight : NAN;
	return fill_variances(&reading, *organisations);
}
