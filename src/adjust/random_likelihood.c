#include "adjust/random_likelihood.h"

#include <math.h>
#include <string.h>

#include "base/linear.h"

/* Odds are products exp(eta) * exp(deviation b) while neither exponent is beyond this. */
#define MODERATE 300.0
#define EXPONENT_MAX 700.0

#define MODE_STEPS 200
#define MODE_STEP 1e-10 /* at a Newton step below this, one more is the last */

/* Cells looked at between two polls, times the nodes. */
#define POLL_EVERY 8192

/* ---- data by organisation ---- */

static bool
allocate(struct cpe_random_likelihood *like)
{
	const struct cpe_frame *frame = like->frame;
	size_t cells = (size_t) frame->cells;
	size_t patterns = (size_t) frame->patterns;
	size_t organisations = (size_t) frame->organisations;
	const struct
	{
		void *where; /* a pointer */
		size_t count;
		size_t size;
	} wanted[] = {{&like->start, organisations + 1, sizeof(int32_t)},
	              {&like->cell, cells, sizeof(int32_t)},
	              {&like->pattern, cells, sizeof(int32_t)},
	              {&like->w, cells, sizeof(double)},
	              {&like->wy, cells, sizeof(double)},
	              {&like->sum_w, organisations, sizeof(double)},
	              {&like->sum_wy, organisations, sizeof(double)},
	              {&like->eta, patterns, sizeof(double)},
	              {&like->odds, patterns, sizeof(double)},
	              {&like->mode, organisations, sizeof(double)},
	              {&like->scale, organisations, sizeof(double)},
	              {&like->score, patterns, sizeof(double)}};

	for (size_t i = 0; i < sizeof(wanted) / sizeof(wanted[0]); i++)
	{
		void *memory = cpe_arena_alloc(like->arena, wanted[i].count, wanted[i].size, like->problem);

		if (memory == NULL)
			return false;
		memcpy(wanted[i].where, &memory, sizeof(memory));
	}
	return true;
}

/* Cells by organisation, in the frame's order within each. */
static bool
group_cells(struct cpe_random_likelihood *like)
{
	const struct cpe_frame *frame = like->frame;
	int32_t *next =
		cpe_arena_alloc(like->arena, (size_t) frame->organisations, sizeof(int32_t), like->problem);

	if (next == NULL)
		return false;
	for (int32_t i = 0; i < frame->cells; i++)
		like->start[frame->organisation_of[i] + 1]++;
	for (int32_t j = 0; j < frame->organisations; j++)
	{
		next[j] = like->start[j];
		like->start[j + 1] += like->start[j];
	}
	for (int32_t p = 0; p < frame->patterns; p++)
		for (int32_t i = frame->first[p]; i < frame->first[p + 1]; i++)
		{
			int32_t j = frame->organisation_of[i];
			int32_t place = next[j]++;

			if (i % POLL_EVERY == 0 && !cpe_arena_poll(like->arena, like->problem))
				return false;
			like->cell[place] = i;
			like->pattern[place] = p;
			like->w[place] = frame->sum.w[i];
			like->wy[place] = frame->sum.wy[i];
			like->sum_w[j] += frame->sum.w[i];
			like->sum_wy[j] += frame->sum.wy[i];
		}
	return true;
}

bool
cpe_random_likelihood_open(struct cpe_random_likelihood *like, const struct cpe_frame *frame,
                           int nodes, struct cpe_arena *arena, struct cpe_problem *problem)
{
	if (nodes < 1 || nodes > CPE_HERMITE_NODES_MAX)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "number of quadrature nodes must be from 1 to %d",
		                       CPE_HERMITE_NODES_MAX);
	memset(like, 0, sizeof(*like));
	like->frame = frame;
	like->arena = arena;
	like->problem = problem;
	like->nodes = nodes;
	cpe_hermite_rule(nodes, like->node, like->log_weight);
	for (int q = 0; q < nodes; q++)
		like->log_weight[q] = log(like->log_weight[q]);
	return allocate(like) && group_cells(like);
}

/* ---- one organisation ---- */

/* Sums over an organisation's cells at some b. */
struct sums
{
	double residual; /* of w (y - p) */
	double pq;       /* of w p (1 - p) */
	double skew;     /* of w p (1 - p) (1 - 2 p) */
};

/* The odds in a cell's pattern at a shift, factor being its exponential; moderate: of all. */
static inline double
odds_at(const struct cpe_random_likelihood *like, int32_t i, bool moderate, double shift,
        double factor)
{
	if (moderate)
		return like->odds[like->pattern[i]] * factor;
	return exp(fmax(-EXPONENT_MAX, fmin(like->eta[like->pattern[i]] + shift, EXPONENT_MAX)));
}

/* log(1 + exp(eta + shift)), given the odds. */
static inline double
log_sum_at(const struct cpe_random_likelihood *like, int32_t i, bool moderate, double shift,
           double odds)
{
	double beyond = moderate ? 0 : like->eta[like->pattern[i]] + shift - EXPONENT_MAX;

	return log(1 + odds) + fmax(0, beyond);
}

/* w (y - p), without cancellation where p is near the outcome; q is 1 - p. */
static inline double
residual_at(const struct cpe_random_likelihood *like, int32_t i, double p, double q)
{
	return like->wy[i] * q - (like->w[i] - like->wy[i]) * p;
}

static bool
sums_at(const struct cpe_random_likelihood *like, int32_t organisation, double shift,
        struct sums *sums)
{
	bool moderate = like->moderate && fabs(shift) <= MODERATE;
	double factor = moderate ? exp(shift) : 0;

	*sums = (struct sums){0, 0, 0};
	if (!cpe_arena_poll(like->arena, like->problem))
		return false;
	for (int32_t i = like->start[organisation]; i < like->start[organisation + 1]; i++)
	{
		double odds = odds_at(like, i, moderate, shift, factor);
		double q = 1 / (1 + odds);
		double p = odds * q;
		double wpq = like->w[i] * p * q;

		sums->residual += residual_at(like, i, p, q);
		sums->pq += wpq;
		sums->skew += wpq * (q - p);
	}
	return true;
}

/*
 * The mode of an organisation's b, from its last one, by Newton's method between bounds: h' falls,
 * and b^ = deviation * (sum of w (y - p)).  Leaves the sums there.
 */
static bool
find_mode(struct cpe_random_likelihood *like, int32_t organisation, double deviation,
          struct sums *sums)
{
	double y = like->sum_wy[organisation];
	double low = deviation * (y - like->sum_w[organisation]);
	double high = deviation * y;
	double b = fmax(low, fmin(like->mode[organisation], high));
	double moved = high - low;
	bool last = false;

	for (int i = 0; i < MODE_STEPS; i++)
	{
		double slope;
		double step;

		if (!sums_at(like, organisation, deviation * b, sums))
			return false;
		if (last)
			break;
		slope = deviation * sums->residual - b;
		step = slope / (1 + deviation * deviation * sums->pq);
		if (slope > 0)
			low = b;
		else
			high = b;
		last = fabs(step) <= MODE_STEP * (1 + fabs(b));
		/* steps that leave the bounds, or do not shrink, are halvings instead */
		if (!last && (!(b + step > low && b + step < high) || fabs(step) > moved / 2))
			step = (low + high) / 2 - b;
		moved = fabs(step);
		b += step;
	}
	like->mode[organisation] = b;
	like->scale[organisation] = 1 / sqrt(1 + deviation * deviation * sums->pq);
	return true;
}

/* The nodes of an organisation's integral, and what is found there. */
struct nodes
{
	bool moderate;
	double b[CPE_HERMITE_NODES_MAX];
	double shift[CPE_HERMITE_NODES_MAX];
	double factor[CPE_HERMITE_NODES_MAX];   /* exp(shift) */
	double sum[CPE_HERMITE_NODES_MAX];      /* of w log(1 + exp(eta)) */
	double residual[CPE_HERMITE_NODES_MAX]; /* of w (y - p) */
	double share[CPE_HERMITE_NODES_MAX];    /* of the node in the integral */
};

static bool
poll_cell(const struct cpe_random_likelihood *like, int32_t i)
{
	return (int64_t) i * like->nodes % POLL_EVERY >= like->nodes ||
	       cpe_arena_poll(like->arena, like->problem);
}

static bool
sums_at_nodes(const struct cpe_random_likelihood *like, int32_t organisation, double deviation,
              struct nodes *nodes)
{
	nodes->moderate = like->moderate;
	for (int q = 0; q < like->nodes; q++)
	{
		nodes->b[q] =
			like->mode[organisation] + M_SQRT2 * like->scale[organisation] * like->node[q];
		nodes->shift[q] = deviation * nodes->b[q];
		nodes->moderate = nodes->moderate && fabs(nodes->shift[q]) <= MODERATE;
		nodes->sum[q] = nodes->residual[q] = 0;
	}
	for (int q = 0; q < like->nodes; q++)
		nodes->factor[q] = nodes->moderate ? exp(nodes->shift[q]) : 0;
	for (int32_t i = like->start[organisation]; i < like->start[organisation + 1]; i++)
	{
		if (!poll_cell(like, i))
			return false;
		for (int q = 0; q < like->nodes; q++)
		{
			double odds = odds_at(like, i, nodes->moderate, nodes->shift[q], nodes->factor[q]);
			double rest = 1 / (1 + odds);

			nodes->sum[q] +=
				like->w[i] * log_sum_at(like, i, nodes->moderate, nodes->shift[q], odds);
			nodes->residual[q] += residual_at(like, i, odds * rest, rest);
		}
	}
	return true;
}

/* The log of the organisation's integral; fills the shares. */
static double
integrate(const struct cpe_random_likelihood *like, int32_t organisation, double linear,
          struct nodes *nodes)
{
	double most = -INFINITY;
	double total = 0;

	for (int q = 0; q < like->nodes; q++)
	{
		nodes->share[q] = like->log_weight[q] + linear +
		                  nodes->shift[q] * like->sum_wy[organisation] - nodes->sum[q] -
		                  nodes->b[q] * nodes->b[q] / 2;
		most = fmax(most, nodes->share[q]);
	}
	if (!isfinite(most))
		return -INFINITY;
	for (int q = 0; q < like->nodes; q++)
		total += nodes->share[q] = exp(nodes->share[q] - most);
	for (int q = 0; q < like->nodes; q++)
		nodes->share[q] /= total;
	return most + log(total) + log(like->scale[organisation]) - log(M_PI) / 2;
}

/*
 * The derivative of the log of an organisation's integral by the deviation; that by eta goes to
 * each cell's pattern.  sums are those at the mode.
 */
static bool
differentiate(const struct cpe_random_likelihood *like, int32_t organisation, double deviation,
              const struct sums *sums, const struct nodes *nodes, double *by_deviation)
{
	double b = like->mode[organisation];
	double s = like->scale[organisation];
	double curve = 1 + deviation * deviation * sums->pq;
	double third = -deviation * deviation * deviation * sums->skew; /* h''' */
	double by_mode = 0; /* by b^, nodes moving with it */
	double by_scale = 1 / s;
	double mode_step;
	double scale_step;
	bool moderate = nodes->moderate && fabs(deviation * b) <= MODERATE;
	double factor = moderate ? exp(deviation * b) : 0;

	*by_deviation = 0;
	for (int q = 0; q < like->nodes; q++)
	{
		double slope = deviation * nodes->residual[q] - nodes->b[q];

		by_mode += nodes->share[q] * slope;
		by_scale += nodes->share[q] * slope * M_SQRT2 * like->node[q];
		*by_deviation += nodes->share[q] * nodes->b[q] * nodes->residual[q];
	}
	mode_step = (sums->residual - deviation * b * sums->pq) / curve;
	scale_step =
		s * s * s / 2 *
		(third * mode_step - 2 * deviation * sums->pq - deviation * deviation * b * sums->skew);
	*by_deviation += by_mode * mode_step + by_scale * scale_step;

	for (int32_t i = like->start[organisation]; i < like->start[organisation + 1]; i++)
	{
		double odds = odds_at(like, i, moderate, deviation * b, factor);
		double q_mode = 1 / (1 + odds);
		double p_mode = odds * q_mode;
		double wpq = like->w[i] * p_mode * q_mode;
		double residual = 0;

		if (!poll_cell(like, i))
			return false;
		for (int q = 0; q < like->nodes; q++)
		{
			double rest;

			odds = odds_at(like, i, nodes->moderate, nodes->shift[q], nodes->factor[q]);
			rest = 1 / (1 + odds);
			residual += nodes->share[q] * residual_at(like, i, odds * rest, rest);
		}
		mode_step = -deviation * wpq / curve;
		scale_step =
			s * s * s / 2 * (third * mode_step - deviation * deviation * wpq * (q_mode - p_mode));
		like->score[like->pattern[i]] += residual + by_mode * mode_step + by_scale * scale_step;
	}
	return true;
}

/* ---- the log-likelihood ---- */

/* Linear predictors; finite: all are. */
static bool
predict(struct cpe_random_likelihood *like, const double *column, bool *finite)
{
	double largest = 0;

	for (int32_t p = 0; p < like->frame->patterns; p++)
	{
		if (p % POLL_EVERY == 0 && !cpe_arena_poll(like->arena, like->problem))
			return false;
		like->eta[p] = cpe_frame_linear(like->frame, p, column);
		if (!(fabs(like->eta[p]) <= largest))
			largest = fabs(like->eta[p]);
		if (isnan(like->eta[p]))
			break;
	}
	*finite = isfinite(largest);
	like->moderate = largest <= MODERATE;
	if (like->moderate)
		for (int32_t p = 0; p < like->frame->patterns; p++)
			like->odds[p] = exp(like->eta[p]);
	return true;
}

static bool
gradient_by_column(const struct cpe_random_likelihood *like, double *gradient)
{
	const struct cpe_frame *frame = like->frame;

	memset(gradient, 0, sizeof(double) * (size_t) frame->columns);
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		if (p % POLL_EVERY == 0 && !cpe_arena_poll(like->arena, like->problem))
			return false;
		for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
			gradient[frame->entry_column[e]] +=
				like->score[p] * (frame->entry_value ? frame->entry_value[e] : 1);
	}
	return true;
}

bool
cpe_random_likelihood_at(struct cpe_random_likelihood *like, const double *column, double deviation,
                         double *value, double *gradient)
{
	struct cpe_careful total = {0, 0};
	struct cpe_careful by_deviation = {0, 0};
	bool finite;

	*value = -INFINITY;
	if (!predict(like, column, &finite))
		return false;
	if (!finite)
		return true;
	memset(like->score, 0, sizeof(double) * (size_t) like->frame->patterns);
	for (int32_t j = 0; j < like->frame->organisations; j++)
	{
		struct sums sums;
		struct nodes nodes;
		double linear = 0;
		double slope;

		if (like->start[j] == like->start[j + 1])
			continue;
		for (int32_t i = like->start[j]; i < like->start[j + 1]; i++)
			linear += like->wy[i] * like->eta[like->pattern[i]];
		if (!find_mode(like, j, deviation, &sums) || !sums_at_nodes(like, j, deviation, &nodes))
			return false;
		cpe_careful_add(&total, integrate(like, j, linear, &nodes));
		if (!isfinite(total.sum))
			return true;
		if (gradient == NULL)
			continue;
		if (!differentiate(like, j, deviation, &sums, &nodes, &slope))
			return false;
		cpe_careful_add(&by_deviation, slope);
	}
	*value = cpe_careful_value(&total);
	if (gradient == NULL)
		return true;
	gradient[like->frame->columns] = cpe_careful_value(&by_deviation);
	return gradient_by_column(like, gradient);
}

bool
cpe_random_moment_variance(const struct cpe_random_likelihood *like, double *variance)
{
	double excess = 0;
	double squares = 0;

	for (int32_t j = 0; j < like->frame->organisations; j++)
	{
		struct sums sums;

		if (!sums_at(like, j, 0, &sums))
			return false;
		excess += sums.residual * sums.residual - sums.pq;
		squares += sums.pq * sums.pq;
	}
	*variance = squares > 0 ? excess / squares : 0;
	return true;
}

double
cpe_random_probability(const struct cpe_random_likelihood *like, int32_t place, double effect)
{
	double odds = odds_at(like, place, false, effect, 0);

	return odds / (1 + odds);
}
