#include "adjust/random_effect.h"

#include <math.h>
#include <string.h>

#include "adjust/quadrature.h"
#include "adjust/regression.h"

/*
 * Effects are written as deviation * b with b standard normal, so that the log-likelihood is
 * smooth at a deviation of 0, and even in it.  Of one organisation, with the linear predictor
 * eta_i = x_i'beta + deviation * b,
 *
 *     h(b) = sum of (wy eta - w log(1 + exp(eta))) - b^2 / 2
 *
 * has its mode at b^ and s = (-h''(b^))^(-1/2); with the nodes b_q = b^ + sqrt(2) s z_q and the
 * weights W_q of the rule for the whole line, its likelihood is s / sqrt(pi) * sum W_q exp(h(b_q)).
 * Mode and s move with the parameters; the gradient follows them.
 */

/* Odds are products exp(eta) * exp(deviation b) while neither exponent is beyond this. */
#define MODERATE 300.0
#define EXPONENT_MAX 700.0

#define MODE_STEPS 200
#define MODE_STEP 1e-10 /* at a Newton step below this, one more is the last */

/* A deviation of log odds beyond this is on its way to infinity. */
#define DEVIATION_MAX 50.0

/*
 * Squared Newton steps, in units of standard errors: near enough for the matrix of second
 * derivatives, the end, and what counts as an end when rounding allows no better.
 */
#define NEAR 1e-10
#define END 1e-20
#define NEARLY_END 1e-14
#define DIFFERENCE 3e-4 /* step of differences of the gradient, in standard errors */
#define QUICK_STEPS 12  /* with approximate second derivatives, before the exact ones */
#define HALVINGS 30

/* Cells looked at between two polls, times the nodes. */
#define POLL_EVERY 8192

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

	int nodes;
	double node[CPE_HERMITE_NODES_MAX];
	double log_weight[CPE_HERMITE_NODES_MAX];

	/* cells by organisation */
	int32_t *start;   /* organisations + 1 */
	int32_t *cell;    /* its number in the frame */
	int32_t *pattern; /* of it */
	double *w;
	double *wy;
	double *sum_w; /* by organisation */
	double *sum_wy;

	/* at the point last looked at */
	double *eta;   /* by pattern, without effect */
	double *odds;  /* exp of that, where moderate */
	bool moderate; /* all are */
	double *mode;  /* by organisation: b^ */
	double *scale; /* by organisation: s */
	double *score; /* by pattern: derivative of the log-likelihood by eta */

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

/* ---- one organisation ---- */

/* Sums over an organisation's cells at some b. */
struct sums
{
	double p;    /* of w p */
	double pq;   /* of w p (1 - p) */
	double skew; /* of w p (1 - p) (1 - 2 p) */
};

/* The odds in a cell's pattern at a shift, factor being its exponential; moderate: of all. */
static inline double
odds_at(const struct random *fit, int32_t i, bool moderate, double shift, double factor)
{
	if (moderate)
		return fit->odds[fit->pattern[i]] * factor;
	return exp(fmax(-EXPONENT_MAX, fmin(fit->eta[fit->pattern[i]] + shift, EXPONENT_MAX)));
}

/* log(1 + exp(eta + shift)), given the odds. */
static inline double
log_sum_at(const struct random *fit, int32_t i, bool moderate, double shift, double odds)
{
	double beyond = moderate ? 0 : fit->eta[fit->pattern[i]] + shift - EXPONENT_MAX;

	return log(1 + odds) + fmax(0, beyond);
}

static bool
sums_at(const struct random *fit, int32_t organisation, double shift, struct sums *sums)
{
	bool moderate = fit->moderate && fabs(shift) <= MODERATE;
	double factor = moderate ? exp(shift) : 0;

	*sums = (struct sums){0, 0, 0};
	if (!cpe_arena_poll(fit->arena, fit->problem))
		return false;
	for (int32_t i = fit->start[organisation]; i < fit->start[organisation + 1]; i++)
	{
		double odds = odds_at(fit, i, moderate, shift, factor);
		double q = 1 / (1 + odds);
		double p = odds * q;
		double wp = fit->w[i] * p;

		sums->p += wp;
		sums->pq += wp * q;
		sums->skew += wp * q * (q - p);
	}
	return true;
}

/*
 * The mode of an organisation's b, from its last one, by Newton's method between bounds: h' falls,
 * and b^ = deviation * (sum of w (y - p)).  Leaves the sums there.
 */
static bool
find_mode(struct random *fit, int32_t organisation, double deviation, struct sums *sums)
{
	double y = fit->sum_wy[organisation];
	double low = deviation * (y - fit->sum_w[organisation]);
	double high = deviation * y;
	double b = fmax(low, fmin(fit->mode[organisation], high));
	bool last = false;

	for (int i = 0; i < MODE_STEPS; i++)
	{
		double slope;
		double next;

		if (!sums_at(fit, organisation, deviation * b, sums))
			return false;
		if (last)
			break;
		slope = deviation * (y - sums->p) - b;
		next = b + slope / (1 + deviation * deviation * sums->pq);
		if (slope > 0)
			low = b;
		else
			high = b;
		last = fabs(next - b) <= MODE_STEP * (1 + fabs(b));
		if (!last && !(next >= low && next <= high))
			next = (low + high) / 2;
		b = next;
	}
	fit->mode[organisation] = b;
	fit->scale[organisation] = 1 / sqrt(1 + deviation * deviation * sums->pq);
	return true;
}

/* The nodes of an organisation's integral, and what is found there. */
struct nodes
{
	bool moderate;
	double b[CPE_HERMITE_NODES_MAX];
	double shift[CPE_HERMITE_NODES_MAX];
	double factor[CPE_HERMITE_NODES_MAX]; /* exp(shift) */
	double sum[CPE_HERMITE_NODES_MAX];    /* of w log(1 + exp(eta)) */
	double p[CPE_HERMITE_NODES_MAX];      /* of w p */
	double share[CPE_HERMITE_NODES_MAX];  /* of the node in the integral */
};

static bool
poll_cell(const struct random *fit, int32_t i)
{
	return (int64_t) i * fit->nodes % POLL_EVERY >= fit->nodes ||
	       cpe_arena_poll(fit->arena, fit->problem);
}

static bool
sums_at_nodes(const struct random *fit, int32_t organisation, double deviation, struct nodes *nodes)
{
	nodes->moderate = fit->moderate;
	for (int q = 0; q < fit->nodes; q++)
	{
		nodes->b[q] = fit->mode[organisation] + M_SQRT2 * fit->scale[organisation] * fit->node[q];
		nodes->shift[q] = deviation * nodes->b[q];
		nodes->moderate = nodes->moderate && fabs(nodes->shift[q]) <= MODERATE;
		nodes->sum[q] = nodes->p[q] = 0;
	}
	for (int q = 0; q < fit->nodes; q++)
		nodes->factor[q] = nodes->moderate ? exp(nodes->shift[q]) : 0;
	for (int32_t i = fit->start[organisation]; i < fit->start[organisation + 1]; i++)
	{
		if (!poll_cell(fit, i))
			return false;
		for (int q = 0; q < fit->nodes; q++)
		{
			double odds = odds_at(fit, i, nodes->moderate, nodes->shift[q], nodes->factor[q]);

			nodes->sum[q] += fit->w[i] * log_sum_at(fit, i, nodes->moderate, nodes->shift[q], odds);
			nodes->p[q] += fit->w[i] * (odds / (1 + odds));
		}
	}
	return true;
}

/* The log of the organisation's integral; fills the shares. */
static double
integrate(const struct random *fit, int32_t organisation, double linear, struct nodes *nodes)
{
	double most = -INFINITY;
	double total = 0;

	for (int q = 0; q < fit->nodes; q++)
	{
		nodes->share[q] = fit->log_weight[q] + linear +
		                  nodes->shift[q] * fit->sum_wy[organisation] - nodes->sum[q] -
		                  nodes->b[q] * nodes->b[q] / 2;
		most = fmax(most, nodes->share[q]);
	}
	if (!isfinite(most))
		return -INFINITY;
	for (int q = 0; q < fit->nodes; q++)
		total += nodes->share[q] = exp(nodes->share[q] - most);
	for (int q = 0; q < fit->nodes; q++)
		nodes->share[q] /= total;
	return most + log(total) + log(fit->scale[organisation]) - log(M_PI) / 2;
}

/*
 * The derivative of the log of an organisation's integral by the deviation; that by eta goes to
 * each cell's pattern.  sums are those at the mode.
 */
static bool
differentiate(const struct random *fit, int32_t organisation, double deviation,
              const struct sums *sums, const struct nodes *nodes, double *by_deviation)
{
	double y = fit->sum_wy[organisation];
	double b = fit->mode[organisation];
	double s = fit->scale[organisation];
	double curve = 1 + deviation * deviation * sums->pq;
	double third = -deviation * deviation * deviation * sums->skew; /* h''' */
	double by_mode = 0; /* by b^, nodes moving with it */
	double by_scale = 1 / s;
	double mode_step;
	double scale_step;
	bool moderate = nodes->moderate && fabs(deviation * b) <= MODERATE;
	double factor = moderate ? exp(deviation * b) : 0;

	*by_deviation = 0;
	for (int q = 0; q < fit->nodes; q++)
	{
		double slope = deviation * (y - nodes->p[q]) - nodes->b[q];

		by_mode += nodes->share[q] * slope;
		by_scale += nodes->share[q] * slope * M_SQRT2 * fit->node[q];
		*by_deviation += nodes->share[q] * nodes->b[q] * (y - nodes->p[q]);
	}
	mode_step = (y - sums->p - deviation * b * sums->pq) / curve;
	scale_step =
		s * s * s / 2 *
		(third * mode_step - 2 * deviation * sums->pq - deviation * deviation * b * sums->skew);
	*by_deviation += by_mode * mode_step + by_scale * scale_step;

	for (int32_t i = fit->start[organisation]; i < fit->start[organisation + 1]; i++)
	{
		double odds = odds_at(fit, i, moderate, deviation * b, factor);
		double q_mode = 1 / (1 + odds);
		double p_mode = odds * q_mode;
		double wpq = fit->w[i] * p_mode * q_mode;
		double mean = 0;

		if (!poll_cell(fit, i))
			return false;
		for (int q = 0; q < fit->nodes; q++)
		{
			odds = odds_at(fit, i, nodes->moderate, nodes->shift[q], nodes->factor[q]);
			mean += nodes->share[q] * (odds / (1 + odds));
		}
		mode_step = -deviation * wpq / curve;
		scale_step =
			s * s * s / 2 * (third * mode_step - deviation * deviation * wpq * (q_mode - p_mode));
		fit->score[fit->pattern[i]] +=
			fit->wy[i] - fit->w[i] * mean + by_mode * mode_step + by_scale * scale_step;
	}
	return true;
}

/* ---- the log-likelihood ---- */

/* Linear predictors; finite: each is, and so is its product with what is positive of it. */
static bool
predict(struct random *fit, const double *column, bool *finite)
{
	double largest = 0;

	for (int32_t p = 0; p < fit->frame->patterns; p++)
	{
		if (p % POLL_EVERY == 0 && !cpe_arena_poll(fit->arena, fit->problem))
			return false;
		fit->eta[p] = cpe_frame_linear(fit->frame, p, column);
		if (!(fabs(fit->eta[p]) <= largest))
			largest = fabs(fit->eta[p]);
		if (isnan(fit->eta[p]))
			break;
	}
	*finite = isfinite(largest);
	fit->moderate = largest <= MODERATE;
	if (fit->moderate)
		for (int32_t p = 0; p < fit->frame->patterns; p++)
			fit->odds[p] = exp(fit->eta[p]);
	return true;
}

static void
gradient_by_column(const struct random *fit, double *gradient)
{
	const struct cpe_frame *frame = fit->frame;

	memset(gradient, 0, sizeof(double) * (size_t) frame->columns);
	for (int32_t p = 0; p < frame->patterns; p++)
		for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
			gradient[frame->entry_column[e]] +=
				fit->score[p] * (frame->entry_value ? frame->entry_value[e] : 1);
}

/*
 * The log-likelihood at a point, -infinity where it is beyond the doubles, and its gradient unless
 * that is NULL.  False: stopped.
 */
static bool
evaluate(struct random *fit, const struct point *at, double *value, double *gradient)
{
	struct cpe_careful total = {0, 0};
	struct cpe_careful by_deviation = {0, 0};
	bool finite;

	*value = -INFINITY;
	if (!predict(fit, at->column, &finite))
		return false;
	if (!finite)
		return true;
	memset(fit->score, 0, sizeof(double) * (size_t) fit->frame->patterns);
	for (int32_t j = 0; j < fit->frame->organisations; j++)
	{
		struct sums sums;
		struct nodes nodes;
		double linear = 0;
		double slope;

		if (fit->start[j] == fit->start[j + 1])
			continue;
		for (int32_t i = fit->start[j]; i < fit->start[j + 1]; i++)
			linear += fit->wy[i] * fit->eta[fit->pattern[i]];
		if (!find_mode(fit, j, at->deviation, &sums) ||
		    !sums_at_nodes(fit, j, at->deviation, &nodes))
			return false;
		cpe_careful_add(&total, integrate(fit, j, linear, &nodes));
		if (!isfinite(total.sum))
			return true;
		if (gradient == NULL)
			continue;
		if (!differentiate(fit, j, at->deviation, &sums, &nodes, &slope))
			return false;
		cpe_careful_add(&by_deviation, slope);
	}
	*value = cpe_careful_value(&total);
	if (gradient != NULL)
	{
		gradient_by_column(fit, gradient);
		gradient[fit->frame->columns] = cpe_careful_value(&by_deviation);
	}
	return true;
}

/* ---- data by organisation ---- */

static bool
allocate(struct random *fit)
{
	const struct cpe_frame *frame = fit->frame;
	size_t cells = (size_t) frame->cells;
	size_t patterns = (size_t) frame->patterns;
	size_t organisations = (size_t) frame->organisations;
	size_t parameters = (size_t) frame->columns + 1;
	const struct
	{
		void *where; /* a pointer */
		size_t count;
		size_t size;
	} wanted[] = {{&fit->start, organisations + 1, sizeof(int32_t)},
	              {&fit->cell, cells, sizeof(int32_t)},
	              {&fit->pattern, cells, sizeof(int32_t)},
	              {&fit->w, cells, sizeof(double)},
	              {&fit->wy, cells, sizeof(double)},
	              {&fit->sum_w, organisations, sizeof(double)},
	              {&fit->sum_wy, organisations, sizeof(double)},
	              {&fit->eta, patterns, sizeof(double)},
	              {&fit->odds, patterns, sizeof(double)},
	              {&fit->mode, organisations, sizeof(double)},
	              {&fit->scale, organisations, sizeof(double)},
	              {&fit->score, patterns, sizeof(double)},
	              {&fit->free_column, parameters, sizeof(int)},
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

/* Cells by organisation, in the frame's order within each. */
static bool
group_cells(struct random *fit)
{
	const struct cpe_frame *frame = fit->frame;
	int32_t *next;

	next =
		cpe_arena_alloc(fit->arena, (size_t) frame->organisations, sizeof(int32_t), fit->problem);
	if (next == NULL)
		return false;
	for (int32_t i = 0; i < frame->cells; i++)
		fit->start[frame->organisation_of[i] + 1]++;
	for (int32_t j = 0; j < frame->organisations; j++)
	{
		next[j] = fit->start[j];
		fit->start[j + 1] += fit->start[j];
	}
	for (int32_t p = 0; p < frame->patterns; p++)
		for (int32_t i = frame->first[p]; i < frame->first[p + 1]; i++)
		{
			int32_t j = frame->organisation_of[i];
			int32_t place = next[j]++;

			if (i % POLL_EVERY == 0 && !cpe_arena_poll(fit->arena, fit->problem))
				return false;
			fit->cell[place] = i;
			fit->pattern[place] = p;
			fit->w[place] = frame->sum.w[i];
			fit->wy[place] = frame->sum.wy[i];
			fit->sum_w[j] += frame->sum.w[i];
			fit->sum_wy[j] += frame->sum.wy[i];
		}
	return true;
}

static bool
prepare(struct random *fit, const struct cpe_frame *frame, int nodes, struct cpe_arena *arena,
        struct cpe_problem *problem)
{
	if (nodes < 1 || nodes > CPE_HERMITE_NODES_MAX)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "number of quadrature nodes must be from 1 to %d",
		                       CPE_HERMITE_NODES_MAX);
	memset(fit, 0, sizeof(*fit));
	fit->frame = frame;
	fit->arena = arena;
	fit->problem = problem;
	fit->nodes = nodes;
	cpe_hermite_rule(nodes, fit->node, fit->log_weight);
	for (int q = 0; q < nodes; q++)
		fit->log_weight[q] = log(fit->log_weight[q]);
	return allocate(fit) && group_cells(fit);
}

/* Whether the data can tell a variance of effects at all. */
static bool
check_organisations(const struct random *fit)
{
	int32_t organisations = 0;
	bool several = false;

	for (int32_t j = 0; j < fit->frame->organisations; j++)
	{
		int32_t first = fit->start[j];

		if (first == fit->start[j + 1])
			continue;
		organisations++;
		several =
			several || first + 1 < fit->start[j + 1] || fit->frame->sum.n[fit->cell[first]] > 1;
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

/* ---- where to start ---- */

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
	return cpe_problem_set(fit->problem, CPE_INVALID,
	                       "Some combination of the covariates foretells the outcome of some "
	                       "respondents without error, so that coefficients grow without bound.",
	                       "Leave the covariate out, or join its levels.",
	                       "a covariate separates the outcome");
}

/*
 * The variance of effects by the method of moments at no effects: the excess of the squared sums
 * of residuals over what the binomial distribution gives; it has the sign of the derivative of the
 * log-likelihood by the variance.
 */
static bool
moment_variance(const struct random *fit, double *variance)
{
	double excess = 0;
	double squares = 0;

	for (int32_t j = 0; j < fit->frame->organisations; j++)
	{
		struct sums sums;
		double residual;

		if (!sums_at(fit, j, 0, &sums))
			return false;
		residual = fit->sum_wy[j] - sums.p;
		excess += residual * residual - sums.pq;
		squares += sums.pq * sums.pq;
	}
	*variance = squares > 0 ? excess / squares : 0;
	return true;
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
	if (!evaluate(fit, &fit->at, &best, NULL) || !moment_variance(fit, &variance))
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

static bool
not_converged(const struct random *fit)
{
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
	if (fit->at.deviation > DEVIATION_MAX)
		return cpe_problem_set(fit->problem, CPE_INVALID,
		                       "Organisations have hardly any other outcomes than all positive and "
		                       "all negative, so that the variance of their effects has no bound.",
		                       "Option organisation can be none instead.",
		                       "the variance of the organisations' effects grows without bound");
	return true;
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
	*where = high;
	if (!evaluate(fit, &fit->trial, &value, fit->other_gradient))
		return false;
	for (int k = 0; k <= columns; k++)
		fit->work[k] = (fit->trial_gradient[k] - fit->other_gradient[k]) / (high - low);
	return true;
}

/* w p (1 - p) at the modes, by the frame's cells. */
static void
weigh_cells(struct random *fit)
{
	for (int32_t j = 0; j < fit->frame->organisations; j++)
		for (int32_t i = fit->start[j]; i < fit->start[j + 1]; i++)
		{
			double odds = odds_at(fit, i, false, fit->at.deviation * fit->mode[j], 0);

			fit->cell_weight[fit->cell[i]] = fit->w[i] * odds / (1 + odds) / (1 + odds);
		}
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
	struct cpe_arrow *arrow = &fit->arrow;
	int columns = fit->frame->columns;

	weigh_cells(fit);
	cpe_arrow_clear(arrow);
	if (!cpe_arrow_add(arrow, fit->frame, fit->cell_weight, fit->arena, fit->problem))
		return false;
	for (int32_t j = 0; j < fit->frame->organisations; j++)
		if (fit->start[j] < fit->start[j + 1])
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

/* The step by these. */
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

/*
 * Second derivatives by differences of the exact gradient.  definite: they are those of a maximum,
 * and factored.
 */
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
	if (!cpe_cholesky_factor(&fit->exact, fit->arena, fit->matrix, fit->problem))
		return false;
	*definite = fit->exact.rank == fit->free;
	return true;
}

/* The step by these. */
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
	for (int i = 0; i < QUICK_STEPS; i++)
	{
		double left;
		double moved;

		if (!approximate(fit))
			return false;
		approximate_step(fit);
		left = rise(fit);
		if (left < NEAR)
			return true;
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
			*done = travelled < 10 * sqrt(NEAR);
			return true;
		}
		if (left > before / 4)
			return true;
		if (!count_step(fit) || !take_step(fit, left, &moved))
			return false;
		if (moved == 0)
			return true;
		travelled += sqrt(left);
		before = left;
	}
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
		if (definite && !finish(fit, &done))
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
		bool some = fit->start[j] < fit->start[j + 1];
		double s = some ? fit->scale[j] : 1;

		estimate->effect[j] = some ? deviation * fit->mode[j] : 0;
		estimate->effect_variance[j] = deviation * deviation * s * s;
		for (int32_t i = fit->start[j]; i < fit->start[j + 1]; i++)
		{
			double odds = odds_at(fit, i, false, estimate->effect[j], 0);

			estimate->fitted[fit->cell[i]] = odds / (1 + odds);
		}
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

	if (fit == NULL || plain == NULL || !prepare(fit, frame, nodes, arena, problem) ||
	    !allocate_estimate(fit, estimate) || !check_organisations(fit))
		return false;
	fit->max_iterations = max_iterations;
	return fit_plain(fit, plain, &estimate->diverges) && begin(fit, plain, estimate) &&
	       (fit->at.deviation == 0 || maximise(fit)) && fill_estimate(fit, plain, estimate);
}

bool
cpe_random_log_likelihood(const struct cpe_frame *frame, int nodes, const double *column,
                          double deviation, struct cpe_arena *arena, double *value,
                          double *gradient, struct cpe_problem *problem)
{
	struct random *fit = cpe_arena_alloc(arena, 1, sizeof(*fit), problem);
	struct point at = {(double *) column, deviation};

	return fit != NULL && prepare(fit, frame, nodes, arena, problem) &&
	       evaluate(fit, &at, value, gradient);
}
