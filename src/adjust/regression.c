#include "adjust/regression.h"

#include <math.h>
#include <string.h>

#include "adjust/firth.h"
#include "adjust/logistic.h"

/* When a fit has converged: the next step, and the first derivatives, relative to their scale. */
#define STEP_CONVERGED 1e-10
#define SCORE_CONVERGED 1e-12

/* A step so small that the next one can use the same second derivatives. */
#define STEP_CHORD 1e-4

/* Steps smaller than that which gain nothing any more are rounding. */
#define STEP_ROUNDING 1e-6

/*
 * A Newton step that changes no linear predictor by more than r raises the log-likelihood by at
 * least D (1 - (e^r - 1 - r) / r^2), D > 0 being the first derivative along the step: a weight p (1
 * - p) grows at most by the factor e^r on the way.  That is positive below 1.79.
 */
#define CHANGE_SAFE 1.7
#define CHANGE_LARGEST 20

/* Beyond that linear predictor a fit that still moves, and gains nothing, does not end. */
#define LINEAR_INFINITE 30
#define LINEAR_LARGE 15
#define CHANGE_ENDLESS 0.05
#define GAIN_ENDLESS 1e-9 /* per respondent */

struct newton
{
	const struct cpe_frame *frame;
	const struct cpe_regression *how;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct cpe_logistic at;
	struct cpe_arrow information;
	struct cpe_arrow penalised; /* with a ridge */
	struct cpe_arrow *system;   /* what steps are solved with: one of these */
	int32_t organisations;      /* that have a parameter */
	int columns;                /* of the system */
	double *effect;             /* the parameters */
	double *column;
	double *effect_score; /* what is maximised, differentiated */
	double *column_score;
	double *effect_step;
	double *column_step;
	double *effect_trial;
	double *column_trial;
	double *column_size; /* sum of w |x|, at least that of w */
	bool *left_out;      /* columns found to be aliased */
	double total;        /* sum of w */
	double gain;         /* derivative along the step */
	double last_gain;
	double change; /* of a linear predictor by the step, at most */
};

void
cpe_arrow_leave_out(struct cpe_arrow *arrow, int column)
{
	for (int32_t j = 0; j < arrow->organisations; j++)
		arrow->cross[(size_t) j * arrow->columns + column] = 0;
	for (int i = 0; i < arrow->columns; i++)
		arrow->block[i < column ? CPE_PACKED(column, i) : CPE_PACKED(i, column)] = 0;
}

/* Room for second derivatives with a ridge. */
static bool
ridge_open(struct cpe_arrow *penalised, const struct cpe_frame *frame, struct cpe_arena *arena,
           struct cpe_problem *problem)
{
	return cpe_arrow_open(penalised, frame->absorbed ? frame->organisations : 0,
	                      frame->columns + frame->absorbed, arena, problem);
}

/* Whether a ridge penalises a column: not the intercept. */
static bool
is_penalised(const struct cpe_frame *frame, int column)
{
	return frame->column[column].term >= 0;
}

void
cpe_ridge_fill(struct cpe_arrow *penalised, const struct cpe_frame *frame,
               const struct cpe_arrow *information, double ridge)
{
	int columns = information->columns;
	int wide = penalised->columns;
	double *intercept = &penalised->block[CPE_PACKED(wide - 1, 0)];

	memset(penalised->block, 0, CPE_PACKED_SIZE(wide) * sizeof(double));
	memcpy(penalised->block, information->block, CPE_PACKED_SIZE(columns) * sizeof(double));
	for (int c = 0; c < columns; c++)
		if (is_penalised(frame, c) && penalised->block[CPE_PACKED(c, c)] > 0)
			penalised->block[CPE_PACKED(c, c)] += ridge;
	for (int32_t j = 0; j < information->organisations; j++)
	{
		bool present = information->diagonal[j] > 0;
		double *cross = &penalised->cross[(size_t) j * wide];

		memcpy(cross, &information->cross[(size_t) j * columns], columns * sizeof(double));
		penalised->diagonal[j] = present ? information->diagonal[j] + ridge : 0;
		cross[columns] = present ? -ridge : 0;
		if (present)
			intercept[columns] += ridge;
	}
}

/* ---- what is maximised ---- */

static bool
newton_open(struct newton *newton, const struct cpe_frame *frame, const struct cpe_regression *how,
            struct cpe_arena *arena, struct cpe_problem *problem)
{
	double **vector[] = {&newton->effect,       &newton->column,      &newton->effect_score,
	                     &newton->column_score, &newton->effect_step, &newton->column_step,
	                     &newton->effect_trial, &newton->column_trial};

	memset(newton, 0, sizeof(*newton));
	newton->frame = frame;
	newton->how = how;
	newton->arena = arena;
	newton->problem = problem;
	newton->organisations = frame->absorbed ? frame->organisations : 0;
	newton->columns = frame->columns + (frame->absorbed && how->ridge > 0);
	newton->system = how->ridge > 0 ? &newton->penalised : &newton->information;
	if (!cpe_logistic_open(&newton->at, frame, false, arena, problem) ||
	    !cpe_arrow_open(&newton->information, newton->organisations, frame->columns, arena,
	                    problem) ||
	    (how->ridge > 0 && !ridge_open(&newton->penalised, frame, arena, problem)))
		return false;
	for (int i = 0; i < 8; i++)
	{
		*vector[i] = cpe_arena_alloc(arena, i % 2 ? newton->columns : newton->organisations,
		                             sizeof(double), problem);
		if (*vector[i] == NULL)
			return false;
	}
	newton->column_size = cpe_arena_alloc(arena, newton->columns, sizeof(double), problem);
	if (newton->column_size == NULL)
		return false;
	newton->left_out = cpe_arena_alloc(arena, newton->columns, sizeof(bool), problem);
	return newton->left_out != NULL;
}

/* The effects as the likelihood takes them. */
static const double *
effects(const struct newton *newton, const double *effect)
{
	return newton->frame->absorbed ? effect : NULL;
}

/* Scales that first derivatives are measured by: rounding does not allow more of large numbers. */
static void
measure_columns(struct newton *newton)
{
	const struct cpe_frame *frame = newton->frame;

	for (int32_t i = 0; i < frame->patterns; i++)
	{
		double w = 0;

		for (int32_t cell = frame->first[i]; cell < frame->first[i + 1]; cell++)
			w += frame->sum.w[cell];
		newton->total += w;
		for (int64_t e = frame->entry[i]; frame->entry_value && e < frame->entry[i + 1]; e++)
			newton->column_size[frame->entry_column[e]] += w * fabs(frame->entry_value[e]);
	}
	for (int c = 0; c < newton->columns; c++)
		newton->column_size[c] = fmax(newton->column_size[c], newton->total);
}

/* Takes the ridge off the first derivatives. */
static void
penalise_score(struct newton *newton)
{
	double ridge = newton->how->ridge;
	int columns = newton->frame->columns;

	for (int c = 0; c < columns; c++)
		if (is_penalised(newton->frame, c))
			newton->column_score[c] -= ridge * newton->column[c];
	if (newton->columns == columns)
		return;
	newton->column_score[columns] = 0;
	for (int32_t j = 0; j < newton->organisations; j++)
	{
		double pull = ridge * (newton->effect[j] - newton->column[columns]);

		if (newton->penalised.diagonal[j] <= 0)
			continue;
		newton->effect_score[j] -= pull;
		newton->column_score[columns] += pull;
	}
}

/* The penalty of the ridge. */
static double
ridge_penalty(const struct newton *newton, const double *effect, const double *column)
{
	int columns = newton->frame->columns;
	double squares = 0;

	for (int c = 0; c < columns; c++)
		if (is_penalised(newton->frame, c))
			squares += column[c] * column[c];
	for (int32_t j = 0; newton->columns > columns && j < newton->organisations; j++)
		if (newton->penalised.diagonal[j] > 0)
			squares += (effect[j] - column[columns]) * (effect[j] - column[columns]);
	return newton->how->ridge / 2 * squares;
}

/* What is maximised, where the likelihood was last taken. */
static bool
objective(struct newton *newton, const double *effect, const double *column, double *value)
{
	if (!cpe_logistic_likelihood(&newton->at, NULL, value, newton->arena, newton->problem))
		return false;
	if (newton->how->ridge > 0)
		*value -= ridge_penalty(newton, effect, column);
	return true;
}

/*
 * Least squares in the place of the likelihood: the mean of each cell (where the likelihood has
 * weights), and the first derivatives for a dispersion of 1.
 */
static bool
gaussian_at(struct newton *newton)
{
	const struct cpe_frame *frame = newton->frame;
	struct cpe_logistic *at = &newton->at;

	if (!cpe_arena_poll(newton->arena, newton->problem))
		return false;
	memset(at->effect_score, 0, newton->organisations * sizeof(double));
	memset(at->column_score, 0, frame->columns * sizeof(double));
	for (int32_t i = 0; i < frame->patterns; i++)
	{
		double linear = cpe_frame_linear(frame, i, newton->column);
		double sum = 0;

		if (i % 1024 == 0 && !cpe_arena_poll(newton->arena, newton->problem))
			return false;
		for (int32_t cell = frame->first[i]; cell < frame->first[i + 1]; cell++)
		{
			int32_t organisation = frame->organisation_of[cell];
			double fitted = linear + (frame->absorbed ? newton->effect[organisation] : 0);
			double residual = frame->sum.wy[cell] - frame->sum.w[cell] * fitted;

			at->weight[cell] = fitted;
			if (frame->absorbed)
				at->effect_score[organisation] += residual;
			sum += residual;
		}
		cpe_logistic_add_row(frame, i, sum, at->column_score);
	}
	return true;
}

/* The likelihood and its first derivatives at the parameters. */
static bool
evaluate(struct newton *newton)
{
	bool good = newton->how->family == CPE_GAUSSIAN
	                ? gaussian_at(newton)
	                : cpe_logistic_at(&newton->at, effects(newton, newton->effect), newton->column,
	                                  newton->arena, newton->problem);

	if (!good)
		return false;
	if (newton->organisations > 0)
		memcpy(newton->effect_score, newton->at.effect_score,
		       newton->organisations * sizeof(double));
	memcpy(newton->column_score, newton->at.column_score, newton->frame->columns * sizeof(double));
	return true;
}

/* The second derivatives at the parameters, factored. */
static bool
factor(struct newton *newton)
{
	const double *weight =
		newton->how->family == CPE_GAUSSIAN ? newton->frame->sum.w : newton->at.weight;

	cpe_arrow_clear(&newton->information);
	if (!cpe_arrow_add(&newton->information, newton->frame, weight, newton->arena, newton->problem))
		return false;
	for (int c = 0; c < newton->frame->columns; c++)
		if (newton->left_out[c])
			cpe_arrow_leave_out(&newton->information, c);
	if (newton->how->ridge > 0)
		cpe_ridge_fill(&newton->penalised, newton->frame, &newton->information, newton->how->ridge);
	return cpe_arrow_factor(newton->system, newton->arena, newton->problem);
}

/* Solves for the step, and measures what it gains. */
static void
solve(struct newton *newton)
{
	if (newton->how->ridge > 0)
		penalise_score(newton);
	if (newton->organisations > 0)
		memcpy(newton->effect_step, newton->effect_score, newton->organisations * sizeof(double));
	memcpy(newton->column_step, newton->column_score, newton->columns * sizeof(double));
	cpe_arrow_solve(newton->system, newton->effect_step, newton->column_step);
	newton->gain = 0;
	for (int32_t j = 0; j < newton->organisations; j++)
		newton->gain += newton->effect_step[j] * newton->effect_score[j];
	for (int c = 0; c < newton->columns; c++)
		newton->gain += newton->column_step[c] * newton->column_score[c];
}

/* The step's largest part relative to its parameter. */
static double
step_size(const struct newton *newton)
{
	double size = 0;

	for (int32_t j = 0; j < newton->organisations; j++)
		size = fmax(size, fabs(newton->effect_step[j]) / (1 + fabs(newton->effect[j])));
	for (int c = 0; c < newton->columns; c++)
		size = fmax(size, fabs(newton->column_step[c]) / (1 + fabs(newton->column[c])));
	return size;
}

/* The largest first derivative of what is not left out, relative to its scale. */
static double
score_size(const struct newton *newton)
{
	double size = 0;

	for (int32_t j = 0; j < newton->organisations; j++)
		size = fmax(size, fabs(newton->effect_score[j]) / newton->total);
	for (int c = 0; c < newton->columns; c++)
		if (!newton->system->aliased[c])
			size = fmax(size, fabs(newton->column_score[c]) / newton->column_size[c]);
	return size;
}

/* Adds a part of the step to the parameters. */
static void
move(struct newton *newton, double part, double *effect, double *column)
{
	for (int32_t j = 0; j < newton->organisations; j++)
		effect[j] = newton->effect[j] + part * newton->effect_step[j];
	for (int c = 0; c < newton->columns; c++)
		column[c] = newton->column[c] + part * newton->column_step[c];
}

/* ---- steps ---- */

/*
 * Takes the step, halved until what is maximised does not fall; a part that cannot let it fall is
 * taken without a look.  whole: nothing was cut off.
 */
static bool
take_step(struct newton *newton, bool *whole)
{
	double part = 1;
	double now;

	if (newton->change > CHANGE_SAFE)
	{
		if (!objective(newton, newton->effect, newton->column, &now))
			return false;
		part = fmin(1, CHANGE_LARGEST / newton->change);
		while (part * newton->change > CHANGE_SAFE)
		{
			double then;

			move(newton, part, newton->effect_trial, newton->column_trial);
			if (!cpe_logistic_at(&newton->at, effects(newton, newton->effect_trial),
			                     newton->column_trial, newton->arena, newton->problem) ||
			    !objective(newton, newton->effect_trial, newton->column_trial, &then))
				return false;
			if (then >= now)
				break;
			part /= 2;
		}
	}
	move(newton, part, newton->effect, newton->column);
	*whole = part == 1;
	return true;
}

/* Leaves out columns newly found to be aliased; any: there were such. */
static void
leave_out_aliased(struct newton *newton, bool *any)
{
	*any = false;
	for (int c = 0; c < newton->frame->columns; c++)
	{
		if (!newton->system->aliased[c] || newton->left_out[c])
			continue;
		newton->left_out[c] = true;
		*any = *any || newton->column[c] != 0;
		newton->column[c] = 0;
	}
}

/* An intercept, or the same effect of all organisations, and nothing else. */
static enum cpe_fit_end
start(struct newton *newton)
{
	const struct cpe_frame *frame = newton->frame;
	double value;

	measure_columns(newton);
	if (newton->how->family == CPE_GAUSSIAN || newton->total == 0)
		return CPE_FIT_DONE;
	value = cpe_logistic_start(frame, 0, 0);
	if (!isfinite(value))
		return CPE_FIT_DIVERGES;
	if (frame->absorbed)
		for (int32_t j = 0; j < frame->organisations; j++)
			newton->effect[j] = value;
	else if (frame->columns > 0 && !is_penalised(frame, 0))
		newton->column[0] = value;
	if (newton->columns > frame->columns)
		newton->column[frame->columns] = value;
	return CPE_FIT_DONE;
}

static enum cpe_fit_end
no_convergence(const struct newton *newton)
{
	if (newton->at.largest > LINEAR_LARGE && newton->change > CHANGE_ENDLESS)
		return CPE_FIT_DIVERGES;
	cpe_problem_set(newton->problem, CPE_INVALID,
	                "The likelihood's maximum was not reached to the precision that is asked for.",
	                "Allow more iterations (max_iterations), or use fewer terms.",
	                "logistic regression did not converge in %d iterations",
	                newton->how->max_iterations);
	return CPE_FIT_PROBLEM;
}

/*
 * Whether what the steps show is enough: the rule, or as near as rounding allows.  A last step that
 * helps is still to be taken.
 */
static bool
converged(const struct newton *newton, double size)
{
	if (size < STEP_CONVERGED && score_size(newton) < SCORE_CONVERGED)
		return true;
	return size < STEP_ROUNDING && newton->gain >= newton->last_gain / 4;
}

/* Newton's method.  Near the maximum steps share the second derivatives of the last one but few. */
static enum cpe_fit_end
climb(struct newton *newton, int *iterations)
{
	bool chord = false;

	newton->last_gain = INFINITY;
	newton->change = INFINITY;
	for (*iterations = 1; *iterations <= newton->how->max_iterations; ++*iterations)
	{
		bool again = false;
		double size;

		if (!evaluate(newton) || (!chord && !factor(newton)))
			return CPE_FIT_PROBLEM;
		if (!chord)
			leave_out_aliased(newton, &again);
		if (again && newton->at.largest > LINEAR_LARGE)
			return CPE_FIT_DIVERGES;
		if (again)
			continue;
		solve(newton);
		size = step_size(newton);
		newton->change = cpe_logistic_change(newton->frame, effects(newton, newton->effect_step),
		                                     newton->column_step, CHANGE_ENDLESS);
		if (!isfinite(newton->change))
			return CPE_FIT_DIVERGES;
		if (converged(newton, size))
		{
			if (newton->gain < newton->last_gain)
				move(newton, 1, newton->effect, newton->column);
			return CPE_FIT_DONE;
		}
		if (newton->at.largest > LINEAR_INFINITE && newton->change > CHANGE_ENDLESS &&
		    newton->gain < GAIN_ENDLESS * newton->total)
			return CPE_FIT_DIVERGES;
		newton->last_gain = newton->gain;
		if (!take_step(newton, &chord))
			return CPE_FIT_PROBLEM;
		chord = chord && size < STEP_CHORD;
	}
	--*iterations;
	return no_convergence(newton);
}

/* Least squares: solved, and solved again for what rounding left. */
static enum cpe_fit_end
least_squares(struct newton *newton, int *iterations)
{
	bool none;

	*iterations = 1;
	if (!evaluate(newton) || !factor(newton))
		return CPE_FIT_PROBLEM;
	leave_out_aliased(newton, &none);
	for (int round = 0; round < 3; round++)
	{
		solve(newton);
		move(newton, 1, newton->effect, newton->column);
		if (!evaluate(newton))
			return CPE_FIT_PROBLEM;
	}
	return CPE_FIT_DONE;
}

/* ---- what comes out ---- */

/* The residual sum of squares: within cells, and of their means. */
static double
residual_squares(const struct cpe_frame *frame, const double *fitted)
{
	struct cpe_careful sum = {0, 0};

	for (int32_t cell = 0; cell < frame->cells; cell++)
	{
		double w = frame->sum.w[cell];
		double mean = frame->sum.wy[cell] / w;
		double within = frame->sum.n[cell] == 1 ? 0 : frame->sum.wyy[cell] - w * mean * mean;

		cpe_careful_add(&sum, fmax(within, 0) + w * (mean - fitted[cell]) * (mean - fitted[cell]));
	}
	return cpe_careful_value(&sum);
}

static void
gaussian_results(const struct newton *newton, struct cpe_estimate *estimate)
{
	double squares = residual_squares(newton->frame, estimate->fitted);
	int64_t n = newton->frame->n;
	int rank = estimate->information.rank;

	estimate->residual_squares = squares;
	estimate->dispersion = n > rank ? squares / (double) (n - rank) : 0;
	estimate->log_likelihood =
		squares > 0
			? -newton->total / 2 * (log(2 * 3.14159265358979323846 * squares / newton->total) + 1)
			: NAN;
	estimate->penalised = -squares / 2;
	if (newton->how->ridge > 0)
		estimate->penalised -= ridge_penalty(newton, newton->effect, newton->column);
}

/* Organisations without data have no effect. */
static void
clear_absent(struct newton *newton)
{
	for (int32_t j = 0; j < newton->organisations; j++)
		if (!(newton->information.diagonal[j] > 0))
			newton->effect[j] = 0;
}

/* With a ridge: what the penalised fit left out is what has no estimate. */
static enum cpe_fit_end
adopt_penalised(struct newton *newton, struct cpe_estimate *estimate)
{
	struct cpe_problem *problem = newton->problem;

	if (newton->columns > newton->frame->columns &&
	    newton->penalised.aliased[newton->frame->columns])
	{
		cpe_problem_set(problem, CPE_INVALID,
		                "Beside the penalty nothing is left of what the data say.",
		                "Choose a smaller ridge.", "the ridge is too large for these data");
		return CPE_FIT_PROBLEM;
	}
	if (!cpe_arrow_factor(&estimate->information, newton->arena, problem))
		return CPE_FIT_PROBLEM;
	estimate->information.aliased = newton->left_out;
	estimate->information.rank =
		newton->penalised.rank - (newton->columns > newton->frame->columns);
	return CPE_FIT_DONE;
}

/* Everything at the last parameters. */
static enum cpe_fit_end
finish(struct newton *newton, struct cpe_estimate *estimate)
{
	if (!evaluate(newton) || !factor(newton))
		return CPE_FIT_PROBLEM;
	clear_absent(newton);
	estimate->effect = newton->frame->absorbed ? newton->effect : NULL;
	estimate->column = newton->column;
	estimate->fitted = newton->at.weight; /* no more needed as that */
	estimate->information = newton->information;
	estimate->logistic = newton->how->family == CPE_BINOMIAL;
	estimate->ridge = newton->how->ridge;
	estimate->dispersion = 1;
	if (newton->how->ridge > 0 && adopt_penalised(newton, estimate) != CPE_FIT_DONE)
		return CPE_FIT_PROBLEM;
	if (newton->how->family == CPE_GAUSSIAN)
	{
		gaussian_results(newton, estimate);
		return CPE_FIT_DONE;
	}
	if (!cpe_logistic_likelihood(&newton->at, estimate->fitted, &estimate->log_likelihood,
	                             newton->arena, newton->problem))
		return CPE_FIT_PROBLEM;
	estimate->penalised = estimate->log_likelihood;
	if (newton->how->ridge > 0)
		estimate->penalised -= ridge_penalty(newton, newton->effect, newton->column);
	return CPE_FIT_DONE;
}

enum cpe_fit_end
cpe_regression_fit(const struct cpe_frame *frame, const struct cpe_regression *how,
                   struct cpe_arena *arena, struct cpe_estimate *estimate,
                   struct cpe_problem *problem)
{
	struct newton newton;
	enum cpe_fit_end end;

	memset(estimate, 0, sizeof(*estimate));
	if (how->firth)
		return cpe_firth_fit(frame, how, arena, estimate, problem);
	if (!newton_open(&newton, frame, how, arena, problem))
		return CPE_FIT_PROBLEM;
	end = start(&newton);
	if (end == CPE_FIT_DONE)
		end = how->family == CPE_GAUSSIAN ? least_squares(&newton, &estimate->iterations)
		                                  : climb(&newton, &estimate->iterations);
	return end == CPE_FIT_DONE ? finish(&newton, estimate) : end;
}
