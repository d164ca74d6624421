#include "benchmark/log_odds.h"

#include <math.h>

#include "adjust/quadrature.h"
#include "benchmark/ascent.h"
#include "benchmark/counted.h"

#define LOG_ODDS_MAX 700.0 /* exp of it is a double */
#define MODE_STEPS 200
#define MODE_STEP 1e-12  /* at a Newton step below this, one more is the last */
#define CURVE_NODES 9    /* at least, for second derivatives */
#define MANY 1e5         /* times sigma^2: answers that know their log odds well */
#define SIGMA_LEAST 1e-5 /* a standard deviation below this counts as 0 */

/* The probability at log odds, and its complement, each to full relative accuracy. */
struct chance
{
	double p;
	double q;
};

static struct chance
chance_at(double log_odds)
{
	double odds = exp(fmax(-LOG_ODDS_MAX, fmin(log_odds, LOG_ODDS_MAX)));
	double q = 1 / (1 + odds);

	return (struct chance){odds * q, q};
}

/* x - n p, without cancellation where p is near 0 or 1. */
static double
residual_at(const struct cpe_counted *unit, struct chance chance)
{
	return unit->positive * chance.q - (unit->n - unit->positive) * chance.p;
}

/* Gauss and Hermite's rule, its weights as logs. */
struct rule
{
	int nodes;
	double node[CPE_HERMITE_NODES_MAX];
	double log_weight[CPE_HERMITE_NODES_MAX];
};

static void
rule_open(struct rule *rule, int nodes)
{
	rule->nodes = nodes;
	cpe_hermite_rule(nodes, rule->node, rule->log_weight);
	for (int i = 0; i < nodes; i++)
		rule->log_weight[i] = log(rule->log_weight[i]);
}

struct fit
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct cpe_counted_set set;
	double *mode; /* of b, by unit, at the point last looked at */
	struct rule rule;
	struct rule curve; /* for second derivatives, unless rule has nodes enough */
};

/* ---- one unit ---- */

/*
 * A unit's log odds are intercept + sigma b with b standard normal.  With the residual r = x - n p
 * and the weight w = n p (1 - p), h(b) = log of the binomial probability - b^2 / 2 has
 * h' = sigma r - b and h'' = -(1 + sigma^2 w).
 */
struct mode
{
	double b;
	double p;
	double q;
	double residual;
	double weight;
	double skew; /* w (1 - 2 p) */
	double scale;
};

/* The mode of h, from where it was last, by Newton's method between bounds. */
static struct mode
find_mode(const struct cpe_counted *unit, double intercept, double sigma, double start)
{
	double low = fmin(sigma * unit->positive, sigma * (unit->positive - unit->n));
	double high = fmax(sigma * unit->positive, sigma * (unit->positive - unit->n));
	struct mode mode = {fmax(low, fmin(start, high)), 0, 0, 0, 0, 0, 1};
	double moved = high - low;
	bool last = false;

	for (int i = 0; i < MODE_STEPS; i++)
	{
		struct chance at = chance_at(intercept + sigma * mode.b);
		double slope;
		double step;

		mode.p = at.p;
		mode.q = at.q;
		mode.residual = residual_at(unit, at);
		mode.weight = unit->n * at.p * at.q;
		mode.skew = mode.weight * (at.q - at.p);
		if (last)
			break;
		slope = sigma * mode.residual - mode.b;
		step = slope / (1 + sigma * sigma * mode.weight);
		if (slope > 0)
			low = mode.b;
		else
			high = mode.b;
		last = fabs(step) <= MODE_STEP * (1 + fabs(mode.b));
		/* steps that leave the bounds, or do not shrink, are halvings instead */
		if (!last && (!(mode.b + step > low && mode.b + step < high) || fabs(step) > moved / 2))
			step = (low + high) / 2 - mode.b;
		moved = fabs(step);
		mode.b += step;
	}
	/* of very many answers the residual is lost in rounding, but h' = 0 */
	if (sigma * sigma * mode.weight > 1)
		mode.residual = mode.b / sigma;
	mode.scale = 1 / sqrt(1 + sigma * sigma * mode.weight);
	return mode;
}

/* The nodes of a unit's integral, and what is found there. */
struct nodes
{
	double log_value; /* of the integral, without what does not depend on the parameters */
	double b[CPE_HERMITE_NODES_MAX];
	double residual[CPE_HERMITE_NODES_MAX];
	double weight[CPE_HERMITE_NODES_MAX];
	double share[CPE_HERMITE_NODES_MAX]; /* of the node in the integral */
};

/*
 * What a shift of the log odds away from the mode does, without cancellation for any n: the loss
 * of log binomial probability, residual and weight.  Where p is the larger, that of the negative
 * answers is looked at.
 */
static double
shifted(const struct cpe_counted *unit, const struct mode *mode, double shift, double *residual,
        double *weight)
{
	bool turned = mode->p > 0.5;
	double p = turned ? mode->q : mode->p;
	double q = turned ? mode->p : mode->q;
	double own = turned ? -mode->residual : mode->residual;
	double way = fmax(-LOG_ODDS_MAX, fmin(turned ? -shift : shift, LOG_ODDS_MAX));
	double growth = expm1(way);
	double sum = 1 + p * growth;
	double change = unit->n * p * q * growth / sum;

	*residual = turned ? change - own : own - change;
	*weight = unit->n * p * (1 + growth) * q / (sum * sum);
	return own * way + unit->n * (p * way - log1p(p * growth));
}

static void
integrate(const struct rule *rule, const struct cpe_counted *unit, double sigma,
          const struct mode *mode, struct nodes *nodes)
{
	double most = -INFINITY;
	double total = 0;

	for (int i = 0; i < rule->nodes; i++)
	{
		double distance = M_SQRT2 * mode->scale * rule->node[i];
		double b = mode->b + distance;

		nodes->b[i] = b;
		nodes->share[i] =
			rule->log_weight[i] - b * b / 2 +
			shifted(unit, mode, sigma * distance, &nodes->residual[i], &nodes->weight[i]);
		most = fmax(most, nodes->share[i]);
	}
	for (int i = 0; i < rule->nodes; i++)
		total += nodes->share[i] = exp(nodes->share[i] - most);
	for (int i = 0; i < rule->nodes; i++)
		nodes->share[i] /= total;
	nodes->log_value = most + log(total) + log(mode->scale) - log(M_PI) / 2 +
	                   cpe_counted_loss(unit, mode->p, mode->q);
}

/* The exact derivatives of the log of the integral, whose nodes move with mode and scale. */
static void
slopes_of(const struct rule *rule, double sigma, const struct mode *mode, const struct nodes *nodes,
          double *slope)
{
	double s = mode->scale;
	double curve = 1 + sigma * sigma * mode->weight;
	double third = -sigma * sigma * sigma * mode->skew; /* h''' */
	double by_mode = 0;
	double by_scale = 1 / s;
	double mode_by[2] = {-sigma * mode->weight / curve,
	                     (mode->residual - sigma * mode->b * mode->weight) / curve};
	double own_by[2] = {-sigma * sigma * mode->skew,
	                    -2 * sigma * mode->weight - sigma * sigma * mode->b * mode->skew};

	slope[0] = slope[1] = 0;
	for (int i = 0; i < rule->nodes; i++)
	{
		double along = sigma * nodes->residual[i] - nodes->b[i];

		by_mode += nodes->share[i] * along;
		by_scale += nodes->share[i] * along * M_SQRT2 * rule->node[i];
		slope[0] += nodes->share[i] * nodes->residual[i];
		slope[1] += nodes->share[i] * nodes->residual[i] * nodes->b[i];
	}
	for (int k = 0; k < 2; k++)
		slope[k] +=
			by_mode * mode_by[k] + by_scale * s * s * s / 2 * (third * mode_by[k] + own_by[k]);
}

/*
 * The integrand's derivatives by intercept and sigma at a node, first and second.  With b fixed
 * they are those of the binomial probability; with the log odds fixed (many answers) those of their
 * normal density, which do not cancel when the answers know the log odds well.
 */
static void
derivatives_at(double sigma, bool many, double b, double residual, double weight, double *first,
               double *second)
{
	if (many)
	{
		first[0] = b / sigma;
		first[1] = (b * b - 1) / sigma;
		second[0] = -1 / (sigma * sigma);
		second[1] = -2 * b / (sigma * sigma);
		second[2] = (1 - 3 * b * b) / (sigma * sigma);
		return;
	}
	first[0] = residual;
	first[1] = residual * b;
	second[0] = -weight;
	second[1] = -weight * b;
	second[2] = -weight * b * b;
}

/*
 * The second derivatives of the log of the integral as Louis (1982) writes them: the mean of the
 * integrand's second derivatives and the variance of its first.
 */
static void
bends_of(const struct rule *rule, double sigma, const struct mode *mode, const struct nodes *nodes,
         double *bend)
{
	bool many = sigma * sigma * mode->weight > MANY;
	double first[CPE_HERMITE_NODES_MAX][2];
	double mean[2] = {0, 0};

	bend[0] = bend[1] = bend[2] = 0;
	for (int i = 0; i < rule->nodes; i++)
	{
		double second[3];

		derivatives_at(sigma, many, nodes->b[i], nodes->residual[i], nodes->weight[i], first[i],
		               second);
		for (int k = 0; k < 2; k++)
			mean[k] += nodes->share[i] * first[i][k];
		for (int k = 0; k < 3; k++)
			bend[k] += nodes->share[i] * second[k];
	}
	for (int i = 0; i < rule->nodes; i++)
	{
		double one = first[i][0] - mean[0];
		double other = first[i][1] - mean[1];

		bend[0] += nodes->share[i] * one * one;
		bend[1] += nodes->share[i] * one * other;
		bend[2] += nodes->share[i] * other * other;
	}
}

/* ---- the log-likelihood ---- */

static bool
likelihood_at(void *of, const double *x, struct cpe_ascent_point *point)
{
	struct fit *fit = of;
	bool enough = fit->rule.nodes >= CURVE_NODES;
	struct nodes nodes;

	*point = (struct cpe_ascent_point){0, {0, 0}, {0, 0, 0}};
	for (size_t j = 0; j < fit->set.count; j++)
	{
		const struct cpe_counted *unit = &fit->set.unit[j];
		struct mode mode = find_mode(unit, x[0], x[1], fit->mode[j]);
		double slope[2];
		double bend[3];

		if (j % 256 == 0 && !cpe_arena_poll(fit->arena, fit->problem))
			return false;
		fit->mode[j] = mode.b;
		integrate(&fit->rule, unit, x[1], &mode, &nodes);
		slopes_of(&fit->rule, x[1], &mode, &nodes, slope);
		point->value += unit->units * nodes.log_value;
		if (!enough)
			integrate(&fit->curve, unit, x[1], &mode, &nodes);
		bends_of(enough ? &fit->rule : &fit->curve, x[1], &mode, &nodes, bend);
		for (int k = 0; k < 2; k++)
			point->slope[k] += unit->units * slope[k];
		for (int k = 0; k < 3; k++)
			point->bend[k] += unit->units * bend[k];
	}
	return true;
}

/* The log-likelihood without variance between units, and the intercept, its log odds. */
static double
pooled_likelihood(const struct fit *fit, double *intercept)
{
	double p = fit->set.positive / fit->set.n;
	double q = (fit->set.n - fit->set.positive) / fit->set.n;
	double sum = 0;

	*intercept = log(p / q);
	for (size_t j = 0; j < fit->set.count; j++)
		sum += fit->set.unit[j].units * cpe_counted_loss(&fit->set.unit[j], p, q);
	return sum;
}

/* Where to start: the excess of the squared residuals over what the binomial distribution gives. */
static double
start_sigma(const struct fit *fit)
{
	double p = fit->set.positive / fit->set.n;
	double q = (fit->set.n - fit->set.positive) / fit->set.n;
	double excess = 0;
	double scale = 0;

	for (size_t j = 0; j < fit->set.count; j++)
	{
		const struct cpe_counted *unit = &fit->set.unit[j];
		double residual = residual_at(unit, (struct chance){p, q}) / unit->n;

		excess += unit->units * (residual * residual - p * q / unit->n);
		scale += unit->units * p * q * p * q;
	}
	return sqrt(fmax(excess / scale, 0.01));
}

/* The standard error of the intercept, from second derivatives with the other sign. */
static double
error_of(const bool *free, double both, double mixed, double other)
{
	double detail = both - (free[1] ? mixed * mixed / other : 0);

	return detail > 0 ? 1 / sqrt(detail) : NAN;
}

/*
 * The same from differences of the exact slopes, as second derivatives of few nodes are not those
 * of the log-likelihood they make.
 */
static bool
intercept_error(struct fit *fit, const bool *free, const double *x, double *se)
{
	double bend[2][2] = {{0, 0}, {0, 0}};
	double least = free[1] ? fabs(x[1]) : INFINITY;

	for (int k = 0; k < 2; k++)
	{
		double step = 1e-4 * fmin(1, least);
		struct cpe_ascent_point up;
		struct cpe_ascent_point down;
		double to[2] = {x[0], x[1]};

		if (!free[k])
			continue;
		to[k] = x[k] + step;
		if (!likelihood_at(fit, to, &up))
			return false;
		to[k] = x[k] - step;
		if (!likelihood_at(fit, to, &down))
			return false;
		for (int i = 0; i < 2; i++)
			bend[k][i] = (down.slope[i] - up.slope[i]) / (2 * step);
	}
	*se = error_of(free, bend[0][0], (bend[0][1] + bend[1][0]) / 2, bend[1][1]);
	return true;
}

/* ---- the fit ---- */

/* The fit without variance between units, in closed form. */
static void
take_pooled(const struct fit *fit, struct cpe_log_odds *out)
{
	out->log_likelihood = pooled_likelihood(fit, &out->intercept);
	out->intercept_se = sqrt(fit->set.n / fit->set.positive / (fit->set.n - fit->set.positive));
}

/* What the data cannot tell, and what then is known; false: there is something to climb. */
static bool
without_climb(const struct fit *fit, double sigma2, struct cpe_log_odds *out)
{
	bool estimate = isnan(sigma2);

	if (fit->set.count == 0)
		out->reason = "no responses";
	else if (fit->set.alike)
	{
		out->reason = "all answers are alike";
		out->sigma2 = estimate ? 0 : sigma2;
		out->log_likelihood = 0;
	}
	else if (estimate && fit->set.units < 2)
		out->reason = "needs at least two units";
	else if (estimate && !fit->set.pairs)
		out->reason = "no unit has two answers";
	else if (estimate && fit->set.whole)
	{
		out->reason = "each unit's answers are alike";
		return true;
	}
	else if (sigma2 != 0)
		return false;
	if (fit->set.count > 0 && !fit->set.alike)
		take_pooled(fit, out);
	return true;
}

/* Climbs to the maximum; without one at a positive variance, that is 0. */
static bool
climb(struct fit *fit, double sigma2, struct cpe_log_odds *out)
{
	const bool free[2] = {true, isnan(sigma2)};
	struct cpe_ascent_point point;
	double x[2];
	double pooled = pooled_likelihood(fit, &x[0]);
	bool arrived;

	x[1] = free[1] ? start_sigma(fit) : sqrt(sigma2);
	if (!cpe_ascent(likelihood_at, fit, free, x, &point, &arrived))
		return false;
	if (free[1] && (fabs(x[1]) < SIGMA_LEAST || !(point.value > pooled)))
	{
		out->sigma2 = 0;
		take_pooled(fit, out);
		return true;
	}
	out->intercept_se = error_of(free, -point.bend[0], -point.bend[1], -point.bend[2]);
	if (fit->rule.nodes < CURVE_NODES && !intercept_error(fit, free, x, &out->intercept_se))
		return false;
	if (!arrived || isnan(out->intercept_se))
	{
		out->intercept_se = NAN;
		out->reason = "no maximum found";
		return true;
	}
	out->intercept = x[0];
	out->sigma2 = free[1] ? x[1] * x[1] : sigma2;
	out->log_likelihood = point.value;
	return true;
}

bool
cpe_log_odds_fit(struct cpe_arena *arena, const double *positive, const double *n, size_t units,
                 int nodes, double sigma2, struct cpe_log_odds *out, struct cpe_problem *problem)
{
	struct fit fit = {.arena = arena, .problem = problem};

	*out = (struct cpe_log_odds){NAN, NAN, sigma2, NAN, 0, NULL};
	if (nodes < 1 || nodes > CPE_HERMITE_NODES_MAX)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "number of quadrature nodes must be from 1 to %d",
		                       CPE_HERMITE_NODES_MAX);
	if (!isnan(sigma2) && !(sigma2 >= 0 && sigma2 <= 1e6))
		return cpe_problem_set(problem, CPE_INVALID, "It is from 0 to 1e6.", NULL,
		                       "variance of log odds between units out of range: %g", sigma2);
	if (!cpe_counted_collect(arena, positive, n, units, &fit.set, problem))
		return false;
	out->units = (size_t) fit.set.units;
	if (!without_climb(&fit, sigma2, out))
	{
		fit.mode = cpe_arena_alloc(arena, fit.set.count, sizeof(double), problem);
		if (fit.mode == NULL)
			return false;
		rule_open(&fit.rule, nodes);
		rule_open(&fit.curve, CURVE_NODES);
		if (!climb(&fit, sigma2, out))
			return false;
	}
	for (size_t j = 0; j < fit.set.count; j++)
		out->log_likelihood += fit.set.unit[j].units * cpe_counted_saturated(&fit.set.unit[j]);
	return true;
}

void
cpe_log_odds_mode(const struct cpe_log_odds *model, double positive, double n, double *mode,
                  double *variance)
{
	const struct cpe_counted unit = {positive, n, 1};
	double sigma = sqrt(model->sigma2);
	struct mode found;

	*mode = *variance = NAN;
	if (isnan(model->intercept) || isnan(sigma))
		return;
	found = find_mode(&unit, model->intercept, sigma, 0);
	*mode = sigma * found.b;
	*variance = model->sigma2 * found.scale * found.scale;
}
