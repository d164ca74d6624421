#include "benchmark/shrink.h"

#include <math.h>

#include "benchmark/log_odds.h"

#define POLL_EVERY 4096

static double
expit(double x)
{
	return 1 / (1 + exp(-x));
}

/* Why the unit cannot take part, or NULL. */
static const char *
nothing_to_shrink(const struct cpe_shrink_rule *rule, const struct cpe_shrunken *unit)
{
	if (rule->log_odds && !(unit->n > 0))
		return "no responses";
	if (isnan(unit->score))
		return "no score";
	if (!rule->log_odds && !(unit->own_se > 0))
		return isnan(unit->own_se) ? "no standard error" : "standard error is zero";
	return NULL;
}

/* Nothing found yet; the units that take part as two columns (score and variance, or counts). */
static bool
gather(struct cpe_arena *arena, const struct cpe_shrink_rule *rule, struct cpe_shrinkage *all,
       struct cpe_shrunken *unit, size_t units, double **first, double **second,
       struct cpe_problem *problem)
{
	*first = cpe_arena_alloc(arena, units, sizeof(double), problem);
	*second = *first ? cpe_arena_alloc(arena, units, sizeof(double), problem) : NULL;
	if (*second == NULL)
		return false;
	all->mean = all->mean_se = all->tau2 = NAN;
	all->units = 0;
	for (size_t i = 0; i < units; i++)
	{
		struct cpe_shrunken *u = &unit[i];

		if (i % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		u->shrunken = u->se = u->low = u->high = u->shrinkage = NAN;
		u->status = nothing_to_shrink(rule, u);
		if (u->status != NULL)
			continue;
		(*first)[all->units] = rule->log_odds ? rint(u->score * u->n) : u->score;
		(*second)[all->units] = rule->log_odds ? u->n : u->own_se * u->own_se;
		all->units++;
	}
	return true;
}

/* Writes a unit's results, or that they are beyond the doubles. */
static void
tell(struct cpe_shrunken *unit, double shrunken, double se, double low, double high,
     double shrinkage)
{
	if (!isfinite(shrunken) || !isfinite(se) || !isfinite(low) || !isfinite(high) ||
	    !isfinite(shrinkage))
	{
		unit->status = "out of range";
		return;
	}
	unit->shrunken = shrunken;
	unit->se = se;
	unit->low = low;
	unit->high = high;
	unit->shrinkage = shrinkage;
}

/* By variances that are known and a variance between units. */
static void
shrink_unit(const struct cpe_shrink_rule *rule, const struct cpe_shrinkage *all,
            struct cpe_shrunken *unit)
{
	double z = rule->confidence.z;
	double b = all->tau2 / (all->tau2 + unit->own_se * unit->own_se);
	double back = unit->own_se / sqrt(all->tau2 + unit->own_se * unit->own_se);
	double shrunken;
	double se;

	back *= back; /* 1 - b, without cancellation */
	shrunken = b < back ? all->mean + b * (unit->score - all->mean)
	                    : unit->score + back * (all->mean - unit->score);
	se = hypot(sqrt(b) * unit->own_se, back * all->mean_se);
	tell(unit, shrunken, se, shrunken - z * se, shrunken + z * se, b);
}

/*
 * By the mode of its deviation on the log-odds scale.  When the intercept moves by one, the mode
 * moves back by the unit's own weight: so much of the intercept's error is left.
 */
static void
shrink_proportion(const struct cpe_shrink_rule *rule, const struct cpe_log_odds *model,
                  struct cpe_shrunken *unit)
{
	double centre;
	double deviation;
	double variance;
	double b;
	double p;

	cpe_log_odds_mode(model, rint(unit->score * unit->n), unit->n, &deviation, &variance);
	centre = model->intercept + deviation;
	b = model->sigma2 > 0 ? fmax(0, 1 - variance / model->sigma2) : 0;
	deviation = hypot(sqrt(variance), (1 - b) * model->intercept_se);
	p = expit(centre);
	tell(unit, p, deviation * p * (1 - p), expit(centre - rule->confidence.z * deviation),
	     expit(centre + rule->confidence.z * deviation), b);
}

static bool
shrink_log_odds(struct cpe_arena *arena, const struct cpe_shrink_rule *rule,
                struct cpe_shrinkage *all, struct cpe_shrunken *unit, size_t units,
                const double *positive, const double *n, struct cpe_problem *problem)
{
	struct cpe_log_odds model;

	if (!cpe_log_odds_fit(arena, positive, n, (size_t) all->units, rule->nodes, rule->tau2, &model,
	                      problem))
		return false;
	all->tau2 = model.sigma2;
	all->mean = expit(model.intercept);
	all->mean_se = model.intercept_se * all->mean * (1 - all->mean);
	for (size_t i = 0; i < units; i++)
	{
		if (i % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (unit[i].status != NULL)
			continue;
		if (isnan(model.intercept) || isnan(model.sigma2))
			unit[i].status = model.reason;
		else
			shrink_proportion(rule, &model, &unit[i]);
	}
	return true;
}

bool
cpe_shrink(struct cpe_arena *arena, const struct cpe_shrink_rule *rule, struct cpe_shrinkage *all,
           struct cpe_shrunken *unit, size_t units, struct cpe_problem *problem)
{
	struct cpe_heterogeneity found;
	double *first;
	double *second;

	if (!gather(arena, rule, all, unit, units, &first, &second, problem))
		return false;
	if (rule->log_odds)
		return shrink_log_odds(arena, rule, all, unit, units, first, second, problem);
	if (!cpe_heterogeneity(arena, rule->between, first, second, (size_t) all->units, rule->tau2,
	                       &found, problem))
		return false;
	all->tau2 = found.tau2;
	all->mean = isnan(rule->mean) ? found.mean : rule->mean;
	all->mean_se = isnan(rule->mean) ? found.mean_se : 0;
	for (size_t i = 0; i < units; i++)
	{
		if (i % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (unit[i].status != NULL)
			continue;
		if (isnan(found.tau2))
			unit[i].status = "tau2 needs at least two units";
		else
			shrink_unit(rule, all, &unit[i]);
	}
	return true;
}
