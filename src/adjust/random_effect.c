#include "adjust/random_effect.h"

#include <math.h>
#include <string.h>

#include "adjust/random_likelihood.h"
#include "adjust/regression.h"

/* A deviation of log odds beyond this is on its way to infinity. */
#define DEVIATION_MAX 20.0
#define DEVIATION_LARGE 5.0 /* likewise, when there is no end to the steps */

/*
 * Squared Newton steps, in units of standard errors: near enough for the matrix of second
 * derivatives, the end, and what counts as an end when rounding allows no better.
 */
#define NEAR 1e-10
#define FAR 1e-4 /* that itself, beyond which the matrix is another one */
#define END 1e-20
#define NEARLY_END 1e-14
#define DIFFERENCE 3e-4 /* step of differences of the gradient, in standard errors */
#define QUICK_STEPS 12  /* with approximate second derivatives, before the exact ones */
#define HALVINGS 30
#define CLIMB_TRIES 20

struct point
{
	double *column;
	double deviation;
};

struct random
{
	const struct cpe_frame *frame;
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct cpe_random_likelihood likelihood;

	/* what is estimated: columns not aliased, ascending, and then the deviation */
	int free;
	int *free_column;
	const bool *aliased;

	/* second derivatives, less exact and more exact */
	struct cpe_arrow arrow;
	double *cell_weight;
	double *cross;  /* by column: -d2 / d column d deviation */
	double *lift;   /* inverse of the arrow times that */
	double bend;    /* of the deviation given the best columns */
	double *matrix; /* packed, of what is estimated */
	struct cpe_cholesky exact;
	double *work;

	struct point at;
	double value;
	double *gradient; /* by column, then deviation */
	struct point trial;
	double *trial_gradient;
	double *other_gradient;
	double *step; /* by column, then deviation */
	int iterations;
	int max_iterations;
};

/* ---- room ---- */

static bool
allocate(struct random *fit)
{
	const struct cpe_frame *frame = fit->frame;
	size_t cells = (size_t) frame->cells;
	size_t parameters = (size_t) frame->columns + 1;
	const struct
	{
		void *where; /* a pointer */
		size_t count;
		size_t size;
	} wanted[] = {{&fit->free_column, parameters, sizeof(int)},
	              {&fit->cell_weight, cells, sizeof(double)},
	              {&fit->cross, parameters, sizeof(double)},
	              {&fit->lift, parameters, sizeof(double)},
	              {&fit->matrix, CPE_PACKED_SIZE(parameters), sizeof(double)},
	              {&fit->work, parameters, sizeof(double)},
	              {&fit->at.column, parameters, sizeof(double)},
	              {&fit->gradient, parameters, sizeof(double)},
	              {&fit->trial.column, parameters, sizeof(double)},
	              {&fit->trial_gradient, parameters, sizeof(double)},
	              {&fit->other_gradient, parameters, sizeof(double)},
	              {&fit->step, parameters, sizeof(double)}};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
	{
		void *memory = cpe_arena_alloc(fit->arena, wanted[i].count, wanted[i].size, fit->problem);

		if (memory == NULL)
			return false;
		memcpy(wanted[i].where, &memory, sizeof(memory));
	}
	return true;
}

/* Whether the data can tell a variance of effects at all. */
static bool
check_organisations(const struct random *fit)
{
	const struct cpe_random_likelihood *likelihood = &fit->likelihood;
	int32_t organisations = 0;
	bool several = false;

	for (int32_t j = 0; j < fit->frame->organisations; j++)
	{
		int32_t first = likelihood->start[j];

		if (first == likelihood->start[j + 1])
			continue;
		organisations++;
		several = several || first + 1 < likelihood->start[j + 1] ||
		          fit->frame->sum.n[likelihood->cell[first]] > 1;
	}
	if (organisations < 2)
		return cpe_problem_set(fit->problem, CPE_INVALID, NULL,
		                       "Option organisation can be none instead.",
		                       "random effects need at least two organisations with respondents");
	if (!several)
		return cpe_problem_set(fit->problem, CPE_INVALID, NULL,
		                       "Option organisation can be none instead.",
		                       "random effects need an organisation with two respondents");
	return true;
}

static bool
evaluate(struct random *fit, const struct point *at, double *value, double *gradient)
{
	return cpe_random_likelihood_at(&fit->likelihood, at->column, at->deviation, value, gradient);
}

/* ---- where to start ---- */

static bool
one_outcome(const struct random *fit)
{
	double positive = 0;
	double negative = 0;

	for (int32_t i = 0; i < fit->frame->cells; i++)
	{
		positive += fit->frame->sum.wy[i];
		negative += fit->frame->sum.w[i] - fit->frame->sum.wy[i];
	}
	return positive == 0 || negative == 0;
}

/* The fit without effects. */
static bool
fit_plain(struct random *fit, struct cpe_estimate *plain, bool *diverges)
{
	const struct cpe_regression how = {.family = CPE_BINOMIAL,
	                                   .max_iterations = fit->max_iterations};
	struct cpe_frame collapsed;

	if (!cpe_frame_collapse(&collapsed, fit->frame, fit->arena, fit->problem))
		return false;
	switch (cpe_regression_fit(&collapsed, &how, fit->arena, plain, fit->problem))
	{
		case CPE_FIT_DONE:
			return true;
		case CPE_FIT_PROBLEM:
			return false;
		case CPE_FIT_DIVERGES:
			break;
	}
	*diverges = true;
	if (one_outcome(fit))
		return cpe_problem_set(fit->problem, CPE_INVALID, NULL, NULL,
		                       "all respondents have the same outcome");
	return cpe_problem_set(fit->problem, CPE_INVALID,
	                       "Some combination of the covariates foretells the outcome of some "
	                       "respondents without error, so that coefficients grow without bound.",
	                       "Leave the covariate out, or join its levels.",
	                       "a covariate separates the outcome");
}

/*
 * Looks along the deviation, with the coefficients of the plain fit, for the best place to start.
 * If none is better than no effects, the maximum is there: 0.
 */
static bool
search_deviation(struct random *fit)
{
	static const double grid[] = {0.05, 0.1, 0.2, 0.4, 0.8, 1.6, 3.2, 6.4};
	const int grids = (int) (sizeof(grid) / sizeof(grid[0]));
	double best;
	double variance;
	double found = 0;

	fit->at.deviation = 0;
	if (!evaluate(fit, &fit->at, &best, NULL) ||
	    !cpe_random_moment_variance(&fit->likelihood, &variance))
		return false;
	best += 1e-9 + 1e-13 * fabs(best);
	for (int i = 0; i < grids + 4; i++)
	{
		double value;

		if (i >= grids && !(variance > 0))
			break;
		fit->at.deviation = i < grids ? grid[i] : sqrt(variance) * ldexp(1, grids + 1 - i);
		if (!evaluate(fit, &fit->at, &value, NULL))
			return false;
		if (value > best)
		{
			best = value;
			found = fit->at.deviation;
		}
	}
	fit->at.deviation = found;
	return true;
}

/* ---- steps ---- */

/* The error of steps that do not end, or lead away. */
static bool
not_converged(const struct random *fit)
{
	if (fit->at.deviation > DEVIATION_LARGE)
		return cpe_problem_set(fit->problem, CPE_INVALID,
		                       "Organisations have hardly any other outcomes than all positive and "
		                       "all negative, so that the variance of their effects has no bound.",
		                       "Option organisation can be none instead.",
		                       "the variance of the organisations' effects grows without bound");
	return cpe_problem_set(fit->problem, CPE_INVALID, NULL,
	                       "Option max_iterations allows more; fewer terms may be wiser.",
	                       "the model with random effects does not converge in %d iterations",
	                       fit->max_iterations);
}

static bool
count_step(struct random *fit)
{
	if (fit->iterations++ < fit->max_iterations)
		return true;
	return not_converged(fit);
}

/* The gradient's product with a step, over what is estimated. */
static double
rise(const struct random *fit)
{
	double sum = fit->gradient[fit->frame->columns] * fit->step[fit->frame->columns];

	for (int k = 0; k < fit->free - 1; k++)
		sum += fit->gradient[fit->free_column[k]] * fit->step[fit->free_column[k]];
	return sum;
}

/* Sets the trial point a share of the step away. */
static void
go(struct random *fit, double share)
{
	for (int k = 0; k < fit->frame->columns; k++)
		fit->trial.column[k] = fit->at.column[k] + share * fit->step[k];
	fit->trial.deviation = fit->at.deviation + share * fit->step[fit->frame->columns];
}

/* Makes the trial point the point. */
static void
arrive(struct random *fit, double value)
{
	struct point point = fit->at;
	double *gradient = fit->gradient;

	fit->at = fit->trial;
	fit->trial = point;
	fit->gradient = fit->trial_gradient;
	fit->trial_gradient = gradient;
	fit->value = value;
}

/*
 * Takes the step, or as much of it as raises the log-likelihood and leaves the deviation in a
 * stretch about where it is.  rise is the gradient's product with it.  moved: the share taken, 0 if
 * none does.
 */
static bool
take_step(struct random *fit, double rise, double *moved)
{
	double step = fit->step[fit->frame->columns];
	double deviation = fit->at.deviation;
	double noise = 1e-13 * (1 + fabs(fit->value));
	double share = 1;

	*moved = 0;
	if (step < -0.8 * deviation)
		share = 0.8 * deviation / -step;
	else if (step > fmax(2 * deviation, 0.5))
		share = fmax(2 * deviation, 0.5) / step;
	for (int i = 0; i < HALVINGS; i++, share /= 2)
	{
		double value;

		go(fit, share);
		if (!evaluate(fit, &fit->trial, &value, fit->trial_gradient))
			return false;
		if (value >= fit->value + 1e-4 * share * rise - noise)
		{
			arrive(fit, value);
			*moved = share;
			break;
		}
	}
	return fit->at.deviation <= DEVIATION_MAX || not_converged(fit);
}

/* ---- second derivatives ---- */

/* Gradients a difference up and down in one parameter; work gets minus the second derivatives. */
static bool
difference_gradient(struct random *fit, int parameter, double difference)
{
	int columns = fit->frame->columns;
	double *where = parameter == columns ? &fit->trial.deviation : &fit->trial.column[parameter];
	double low;
	double high;
	double value;

	memset(fit->step, 0, sizeof(double) * ((size_t) columns + 1));
	go(fit, 0);
	low = *where - difference;
	high = *where + difference;
	*where = low;
	if (!evaluate(fit, &fit->trial, &value, fit->trial_gradient))
		return false;
	if (!isfinite(value))
		return not_converged(fit);
	*where = high;
	if (!evaluate(fit, &fit->trial, &value, fit->other_gradient))
		return false;
	if (!isfinite(value))
		return not_converged(fit);
	for (int k = 0; k <= columns; k++)
		fit->work[k] = (fit->trial_gradient[k] - fit->other_gradient[k]) / (high - low);
	return true;
}

/* w p (1 - p) at the modes, by the frame's cells. */
static bool
weigh_cells(struct random *fit)
{
	const struct cpe_random_likelihood *likelihood = &fit->likelihood;

	for (int32_t j = 0; j < fit->frame->organisations; j++)
	{
		if (!cpe_arena_poll(fit->arena, fit->problem))
			return false;
		for (int32_t i = likelihood->start[j]; i < likelihood->start[j + 1]; i++)
		{
			double p =
				cpe_random_probability(likelihood, i, fit->at.deviation * likelihood->mode[j]);

			fit->cell_weight[likelihood->cell[i]] = likelihood->w[i] * p * (1 - p);
		}
	}
	return true;
}

/* How far to go for a difference in the deviation, given its second derivative. */
static double
deviation_difference(const struct random *fit, double bend)
{
	double step = bend > 0 ? DIFFERENCE / sqrt(bend) : DIFFERENCE;

	return fmin(step, 0.01 * fit->at.deviation);
}

/* The second derivatives of the penalised likelihood of columns and effects, at the modes. */
static bool
make_arrow(struct random *fit)
{
	const struct cpe_random_likelihood *likelihood = &fit->likelihood;
	struct cpe_arrow *arrow = &fit->arrow;
	int columns = fit->frame->columns;

	cpe_arrow_clear(arrow);
	if (!weigh_cells(fit) ||
	    !cpe_arrow_add(arrow, fit->frame, fit->cell_weight, fit->arena, fit->problem))
		return false;
	for (int32_t j = 0; j < fit->frame->organisations; j++)
		if (likelihood->start[j] < likelihood->start[j + 1])
			arrow->diagonal[j] += 1 / (fit->at.deviation * fit->at.deviation);
	for (int k = 0; k < columns; k++)
	{
		if (!fit->aliased[k])
			continue;
		for (int l = 0; l < columns; l++)
			arrow->block[k > l ? CPE_PACKED(k, l) : CPE_PACKED(l, k)] = 0;
		for (int32_t j = 0; j < fit->frame->organisations; j++)
			arrow->cross[(size_t) j * (size_t) columns + (size_t) k] = 0;
	}
	return cpe_arrow_factor(arrow, fit->arena, fit->problem);
}

/*
 * Second derivatives with the effects held in their modes' penalised likelihood, which is what the
 * integral's nearly are for the columns; those with the deviation by differences.
 */
static bool
approximate(struct random *fit)
{
	struct cpe_arrow *arrow = &fit->arrow;
	int columns = fit->frame->columns;

	/* the modes may be those of a trial */
	if (!evaluate(fit, &fit->at, &fit->value, fit->gradient) || !make_arrow(fit))
		return false;
	if (!difference_gradient(fit, columns, deviation_difference(fit, fit->bend)))
		return false;
	memcpy(fit->cross, fit->work, sizeof(double) * (size_t) columns);
	fit->bend = fit->work[columns];
	for (int k = 0; k < columns; k++)
	{
		fit->lift[k] = 0;
		for (int l = 0; l < columns; l++)
			fit->lift[k] +=
				arrow->inverse[k > l ? CPE_PACKED(k, l) : CPE_PACKED(l, k)] * fit->cross[l];
	}
	for (int k = 0; k < columns; k++)
		fit->bend -= fit->cross[k] * fit->lift[k];
	/* where it is no maximum by the deviation, go as far as its curvature says all the same */
	fit->bend = fmax(fabs(fit->bend), 1e-8 * (1 + fabs(fit->work[columns])));
	return true;
}

/* The step by the approximate ones. */
static void
approximate_step(struct random *fit)
{
	int columns = fit->frame->columns;
	double by_deviation = fit->gradient[columns];

	for (int k = 0; k < columns; k++)
		by_deviation -= fit->lift[k] * fit->gradient[k];
	fit->step[columns] = by_deviation / fit->bend;
	for (int k = 0; k < columns; k++)
	{
		fit->step[k] = -fit->lift[k] * fit->step[columns];
		for (int l = 0; l < columns; l++)
			fit->step[k] +=
				fit->arrow.inverse[k > l ? CPE_PACKED(k, l) : CPE_PACKED(l, k)] * fit->gradient[l];
	}
}

/* Factors them; definite: they are those of a maximum. */
static bool
factor(struct random *fit, bool *definite)
{
	*definite = true;
	for (int a = 0; a < fit->free; a++)
		*definite = *definite && fit->matrix[CPE_PACKED(a, a)] > 0;
	if (!*definite)
		return true;
	if (!cpe_cholesky_factor(&fit->exact, fit->arena, fit->matrix, fit->problem))
		return false;
	*definite = fit->exact.rank == fit->free;
	return true;
}

/* Second derivatives by differences of the exact gradient, factored if they are a maximum's. */
static bool
differentiate_twice(struct random *fit, bool *definite)
{
	int columns = fit->frame->columns;

	for (int a = 0; a < fit->free; a++)
	{
		int parameter = a == fit->free - 1 ? columns : fit->free_column[a];
		double variance =
			a == fit->free - 1 ? 0 : fit->arrow.inverse[CPE_PACKED(parameter, parameter)];
		double difference = parameter == columns ? deviation_difference(fit, fit->bend)
		                                         : DIFFERENCE * sqrt(variance > 0 ? variance : 1);

		if (!difference_gradient(fit, parameter, difference))
			return false;
		for (int b = 0; b < fit->free; b++)
		{
			double second = fit->work[b == fit->free - 1 ? columns : fit->free_column[b]] / 2;

			fit->matrix[b > a ? CPE_PACKED(b, a) : CPE_PACKED(a, b)] +=
				b == a ? 2 * second : second;
		}
	}
	return factor(fit, definite);
}

/* The step by the exact ones. */
static void
exact_step(struct random *fit)
{
	int columns = fit->frame->columns;

	for (int k = 0; k < fit->free; k++)
		fit->work[k] = fit->gradient[k == fit->free - 1 ? columns : fit->free_column[k]];
	cpe_cholesky_solve(&fit->exact, fit->work);
	memset(fit->step, 0, sizeof(double) * ((size_t) columns + 1));
	for (int k = 0; k < fit->free; k++)
		fit->step[k == fit->free - 1 ? columns : fit->free_column[k]] = fit->work[k];
}

/* ---- the maximum ---- */

/* Steps by approximate second derivatives: near the maximum, or as near as a few of them come. */
static bool
approach(struct random *fit)
{
	double before = INFINITY;

	for (int i = 0; i < QUICK_STEPS; i++)
	{
		double left;
		double moved;

		if (!approximate(fit))
			return false;
		approximate_step(fit);
		left = rise(fit);
		if (left < NEAR || (i >= QUICK_STEPS / 3 && left > before / 2))
			return true;
		before = left;
		if (!count_step(fit) || !take_step(fit, left, &moved))
			return false;
		if (moved == 0)
			return true;
	}
	return approximate(fit);
}

/*
 * Steps with one matrix of second derivatives while they shrink.  done: the maximum, and so near to
 * where the matrix is from that the matrix is also its own.
 */
static bool
finish(struct random *fit, bool *done)
{
	double before = INFINITY;
	double travelled = 0;

	*done = false;
	for (;;)
	{
		double left;
		double moved;

		exact_step(fit);
		left = fmax(rise(fit), 0);
		if (left < END || (left < NEARLY_END && left > before / 4))
		{
			*done = travelled < FAR;
			return true;
		}
		if (left > before / 4 || (left < NEAR && travelled >= FAR))
			return true;
		if (!count_step(fit) || !take_step(fit, left, &moved))
			return false;
		if (moved == 0)
			return true;
		travelled += sqrt(left);
		before = left;
	}
}

/*
 * A step where the second derivatives are not those of a maximum: what is added to the diagonal
 * until they are keeps it short.
 */
static bool
climb(struct random *fit)
{
	bool definite = false;
	double share = 1e-3;
	double moved;

	for (int i = 0; i < CLIMB_TRIES && !definite; i++, share *= 4)
	{
		for (int a = 0; a < fit->free; a++)
			fit->matrix[CPE_PACKED(a, a)] += share * (fabs(fit->matrix[CPE_PACKED(a, a)]) + 1e-8);
		if (!factor(fit, &definite))
			return false;
	}
	if (!definite)
		return true;
	exact_step(fit);
	return take_step(fit, rise(fit), &moved);
}

static bool
maximise(struct random *fit)
{
	bool definite;
	bool done = false;

	while (!done)
	{
		if (!approach(fit))
			return false;
		memset(fit->matrix, 0, sizeof(double) * CPE_PACKED_SIZE(fit->free));
		if (!differentiate_twice(fit, &definite))
			return false;
		if (definite ? !finish(fit, &done) : !climb(fit))
			return false;
		if (!done && !count_step(fit))
			return false;
	}
	return true;
}

/* ---- results ---- */

static bool
allocate_estimate(const struct random *fit, struct cpe_random_estimate *estimate)
{
	const struct cpe_frame *frame = fit->frame;
	size_t columns = (size_t) frame->columns;
	size_t organisations = (size_t) frame->organisations;

	memset(estimate, 0, sizeof(*estimate));
	estimate->column = cpe_arena_alloc(fit->arena, columns, sizeof(double), fit->problem);
	if (estimate->column == NULL)
		return false;
	estimate->aliased = cpe_arena_alloc(fit->arena, columns, sizeof(bool), fit->problem);
	if (estimate->aliased == NULL)
		return false;
	estimate->covariance =
		cpe_arena_alloc(fit->arena, CPE_PACKED_SIZE(columns), sizeof(double), fit->problem);
	if (estimate->covariance == NULL)
		return false;
	estimate->effect = cpe_arena_alloc(fit->arena, organisations, sizeof(double), fit->problem);
	if (estimate->effect == NULL)
		return false;
	estimate->effect_variance =
		cpe_arena_alloc(fit->arena, organisations, sizeof(double), fit->problem);
	if (estimate->effect_variance == NULL)
		return false;
	estimate->fitted =
		cpe_arena_alloc(fit->arena, (size_t) frame->cells, sizeof(double), fit->problem);
	return estimate->fitted != NULL;
}

/* What to estimate and where to begin, from the plain fit. */
static bool
begin(struct random *fit, const struct cpe_estimate *plain, struct cpe_random_estimate *estimate)
{
	int columns = fit->frame->columns;

	memcpy(estimate->aliased, plain->information.aliased, sizeof(bool) * (size_t) columns);
	fit->aliased = estimate->aliased;
	memcpy(fit->at.column, plain->column, sizeof(double) * (size_t) columns);
	for (int k = 0; k < columns; k++)
		if (!estimate->aliased[k])
			fit->free_column[fit->free++] = k;
	fit->free++;
	return cpe_cholesky_open(&fit->exact, fit->arena, fit->free, fit->problem) &&
	       cpe_arrow_open(&fit->arrow, fit->frame->organisations, columns, fit->arena,
	                      fit->problem) &&
	       search_deviation(fit);
}

/* The inverse of the second derivatives: the columns' part, and the error of ln(variance). */
static bool
fill_covariance(const struct random *fit, struct cpe_random_estimate *estimate)
{
	int last = fit->free - 1;
	double *inverse =
		cpe_arena_alloc(fit->arena, CPE_PACKED_SIZE(fit->free), sizeof(double), fit->problem);

	if (inverse == NULL || !cpe_cholesky_inverse(&fit->exact, fit->arena, inverse, fit->problem))
		return false;
	for (int a = 0; a < last; a++)
		for (int b = 0; b <= a; b++)
			estimate->covariance[CPE_PACKED(fit->free_column[a], fit->free_column[b])] =
				inverse[CPE_PACKED(a, b)];
	estimate->log_variance_se = 2 * sqrt(inverse[CPE_PACKED(last, last)]) / fit->at.deviation;
	return true;
}

static bool
fill_estimate(struct random *fit, const struct cpe_estimate *plain,
              struct cpe_random_estimate *estimate)
{
	const struct cpe_random_likelihood *likelihood = &fit->likelihood;
	const struct cpe_frame *frame = fit->frame;
	double deviation = fit->at.deviation;

	/* the modes at this point, not at the last one tried */
	if (!evaluate(fit, &fit->at, &fit->value, NULL))
		return false;
	memcpy(estimate->column, fit->at.column, sizeof(double) * (size_t) frame->columns);
	estimate->variance = deviation * deviation;
	estimate->log_likelihood = fit->value;
	estimate->iterations = fit->iterations;
	estimate->rank = fit->free;
	for (int32_t j = 0; j < frame->organisations; j++)
	{
		bool some = likelihood->start[j] < likelihood->start[j + 1];
		double s = some ? likelihood->scale[j] : 1;

		estimate->effect[j] = some ? deviation * likelihood->mode[j] : 0;
		estimate->effect_variance[j] = deviation * deviation * s * s;
		if (!cpe_arena_poll(fit->arena, fit->problem))
			return false;
		for (int32_t i = likelihood->start[j]; i < likelihood->start[j + 1]; i++)
			estimate->fitted[likelihood->cell[i]] =
				cpe_random_probability(likelihood, i, estimate->effect[j]);
	}
	if (deviation > 0)
		return fill_covariance(fit, estimate);
	memcpy(estimate->covariance, plain->information.inverse,
	       sizeof(double) * CPE_PACKED_SIZE(frame->columns));
	estimate->log_variance_se = NAN;
	return true;
}

bool
cpe_random_fit(const struct cpe_frame *frame, int nodes, int max_iterations,
               struct cpe_arena *arena, struct cpe_random_estimate *estimate,
               struct cpe_problem *problem)
{
	struct random *fit = cpe_arena_alloc(arena, 1, sizeof(*fit), problem);
	struct cpe_estimate *plain = cpe_arena_alloc(arena, 1, sizeof(*plain), problem);

	if (fit == NULL || plain == NULL)
		return false;
	memset(fit, 0, sizeof(*fit));
	fit->frame = frame;
	fit->arena = arena;
	fit->problem = problem;
	fit->max_iterations = max_iterations;
	return cpe_random_likelihood_open(&fit->likelihood, frame, nodes, arena, problem) &&
	       allocate(fit) && allocate_estimate(fit, estimate) && check_organisations(fit) &&
	       fit_plain(fit, plain, &estimate->diverges) && begin(fit, plain, estimate) &&
	       (fit->at.deviation == 0 || maximise(fit)) && fill_estimate(fit, plain, estimate);
}
