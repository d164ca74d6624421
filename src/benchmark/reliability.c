#include "benchmark/reliability.h"

#include <math.h>

#include "benchmark/beta_binomial.h"
#include "benchmark/between.h"
#include "benchmark/counted.h"
#include "benchmark/log_odds.h"
#include "benchmark/variance_components.h"

const char *const cpe_reliability_words[] = {"log_odds",
                                             "anova",
                                             "reml",
                                             "ml",
                                             "beta_binomial",
                                             "dersimonian_laird",
                                             "hedges",
                                             "paule_mandel",
                                             "additive_reml",
                                             "additive_ml",
                                             NULL};

#define POLL_EVERY 4096

double
cpe_spearman_brown(double icc, double n)
{
	return n * icc / (n * icc + (1 - icc)); /* not 1 + (n - 1) icc, which cancels */
}

double
cpe_answers_needed(double n, double reliability, double target)
{
	return n * (target / (1 - target)) * ((1 - reliability) / reliability);
}

bool
cpe_reliability_of_counts(enum cpe_reliability_method method)
{
	return method == CPE_RELIABILITY_LOG_ODDS || method == CPE_RELIABILITY_BETA_BINOMIAL;
}

static bool
additive(enum cpe_reliability_method method)
{
	return method >= CPE_RELIABILITY_DERSIMONIAN_LAIRD;
}

/* The units that take part, as columns; and what is found of all of them. */
struct work
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const struct cpe_reliability_rule *rule;
	struct cpe_reliability_unit *unit;
	size_t units;
	struct cpe_reliability *out;
	double within; /* the same for all, or NAN */
	const char *reason;
};

/* ---- the units ---- */

/* Why a unit takes no part, or NULL. */
static const char *
missing_of(const struct cpe_reliability_rule *rule, const struct cpe_reliability_unit *unit)
{
	bool answers = !rule->scores || !additive(rule->method);

	if (unit->n == 0 || (answers && isnan(unit->n)))
		return "no responses";
	if (isnan(unit->score))
		return "no score";
	if (rule->scores && isnan(unit->se))
		return "no standard error";
	if (rule->scores && additive(rule->method) && unit->se == 0)
		return "standard error is zero";
	return NULL;
}

static bool
open_units(struct work *work)
{
	for (size_t i = 0; i < work->units; i++)
	{
		struct cpe_reliability_unit *unit = &work->unit[i];

		if (i % POLL_EVERY == 0 && !cpe_arena_poll(work->arena, work->problem))
			return false;
		unit->reliability = unit->n_needed = unit->within = unit->icc = NAN;
		unit->status = missing_of(work->rule, unit);
		if (unit->status == NULL)
			work->out->units++;
	}
	return true;
}

/* A column of numbers, one for each unit that takes part. */
static double *
column(struct work *work)
{
	return cpe_arena_alloc(work->arena, work->out->units + 1, sizeof(double), work->problem);
}

/* The units' counts, the positive ones rounded to whole ones. */
static bool
take_counts(struct work *work, double **positive, double **n)
{
	size_t count = 0;

	*positive = column(work);
	*n = column(work);
	if (*positive == NULL || *n == NULL)
		return false;
	for (size_t i = 0; i < work->units; i++)
	{
		const struct cpe_reliability_unit *unit = &work->unit[i];

		if (unit->status != NULL)
			continue;
		(*n)[count] = unit->n;
		(*positive)[count++] = rint(unit->score * unit->n);
	}
	return true;
}

/* The share of positive answers among those of all units that take part. */
static bool
pooled_share(struct work *work, double *share)
{
	struct cpe_counted_set set;
	double *positive;
	double *n;

	if (!take_counts(work, &positive, &n) ||
	    !cpe_counted_collect(work->arena, positive, n, work->out->units, &set, work->problem))
		return false;
	*share = set.positive / set.n;
	return true;
}

/* ---- the variance between units, by method ---- */

/* On the scale of log odds; without a fit where nothing is asked of it. */
static bool
by_log_odds(struct work *work)
{
	const struct cpe_reliability_rule *rule = work->rule;
	struct cpe_log_odds model;
	double *positive;
	double *n;
	double p;

	if (!isnan(rule->between) && rule->own)
		return true;
	if (!take_counts(work, &positive, &n) ||
	    !cpe_log_odds_fit(work->arena, positive, n, work->out->units, rule->nodes, rule->between,
	                      &model, work->problem))
		return false;
	work->out->between = model.sigma2;
	work->reason = model.reason;
	p = 1 / (1 + exp(-model.intercept));
	if (!rule->own)
		work->within = 1 / p + 1 / (1 - p);
	return true;
}

static bool
by_beta_binomial(struct work *work)
{
	struct cpe_beta_binomial model;
	double *positive;
	double *n;
	double variance;

	if (!isnan(work->rule->between))
	{
		if (!pooled_share(work, &model.mean))
			return false;
	}
	else
	{
		if (!take_counts(work, &positive, &n) ||
		    !cpe_beta_binomial_fit(work->arena, positive, n, work->out->units, NAN, &model,
		                           work->problem))
			return false;
		work->reason = model.reason;
		work->out->between = model.mean * (1 - model.mean) * model.rho;
	}
	variance = model.mean * (1 - model.mean);
	work->within = variance - work->out->between;
	if (work->reason == NULL && !(variance > 0))
		work->reason = "all answers are alike";
	else if (work->within < 0)
		work->reason = "between is more than the mean allows";
	return true;
}

static bool
by_components(struct work *work)
{
	enum cpe_components method = (enum cpe_components)(work->rule->method - CPE_RELIABILITY_ANOVA);
	struct cpe_component_unit *layout =
		cpe_arena_alloc(work->arena, work->out->units + 1, sizeof(*layout), work->problem);
	struct cpe_variance_components model;
	size_t count = 0;

	if (layout == NULL)
		return false;
	for (size_t i = 0; i < work->units; i++)
	{
		const struct cpe_reliability_unit *unit = &work->unit[i];
		double squares = work->rule->scores ? unit->se * unit->se * unit->n * (unit->n - 1)
		                                    : unit->n * unit->score * (1 - unit->score);

		if (unit->status == NULL)
			layout[count++] = (struct cpe_component_unit){unit->n, unit->score, squares};
	}
	if (!cpe_variance_components(work->arena, method, layout, count, work->rule->between, &model,
	                             work->problem))
		return false;
	work->reason = model.reason;
	work->out->between = model.between;
	work->within = model.within;
	return true;
}

/* Scores with variances of their own; of proportions, those at the share of all answers. */
static bool
by_variances(struct work *work)
{
	static const enum cpe_between method[] = {CPE_BETWEEN_DERSIMONIAN_LAIRD, CPE_BETWEEN_HEDGES,
	                                          CPE_BETWEEN_PAULE_MANDEL, CPE_BETWEEN_REML,
	                                          CPE_BETWEEN_ML};
	struct cpe_heterogeneity model;
	double *y = column(work);
	double *v = column(work);
	size_t count = 0;
	double p;

	if (y == NULL || v == NULL)
		return false;
	if (!work->rule->scores)
	{
		if (!pooled_share(work, &p))
			return false;
		work->within = p * (1 - p);
		if (!(work->within > 0))
			work->reason = "all answers are alike";
	}
	if (!isnan(work->rule->between) || work->reason != NULL)
		return true;
	for (size_t i = 0; i < work->units; i++)
	{
		const struct cpe_reliability_unit *unit = &work->unit[i];

		if (unit->status != NULL)
			continue;
		y[count] = unit->score;
		v[count++] = work->rule->scores ? unit->se * unit->se : work->within / unit->n;
	}
	if (count < 2)
	{
		work->reason = "needs at least two units";
		return true;
	}
	if (!cpe_heterogeneity(work->arena,
	                       method[work->rule->method - CPE_RELIABILITY_DERSIMONIAN_LAIRD], y, v,
	                       count, NAN, &model, work->problem))
		return false;
	work->out->between = model.tau2;
	return true;
}

/* ---- each unit ---- */

/* The variance of one of the unit's answers; NAN where it has none or n is not known. */
static double
within_of(const struct work *work, const struct cpe_reliability_unit *unit)
{
	if (!isnan(work->within))
		return work->within;
	if (work->rule->method == CPE_RELIABILITY_LOG_ODDS)
		return unit->score > 0 && unit->score < 1 ? 1 / unit->score + 1 / (1 - unit->score) : NAN;
	return unit->se * unit->se * unit->n;
}

/* Fills the figures of a unit that takes part. */
static void
judge(const struct work *work, struct cpe_reliability_unit *unit)
{
	double between = work->out->between;
	double within = within_of(work, unit);
	double sampling = isnan(unit->n) ? unit->se * unit->se : within / unit->n;

	unit->status = work->reason;
	if (unit->status != NULL)
		return;
	if (isnan(sampling))
	{
		unit->status = "no variance at 0 or 100 %";
		return;
	}
	unit->within = within;
	if (!(isfinite(between + sampling) && isfinite(between + (isnan(within) ? 0 : within))))
		unit->status = "out of range";
	else if (between == 0)
	{
		unit->reliability = unit->icc = 0;
		unit->status = "no variance between units";
	}
	else
	{
		unit->reliability = between / (between + sampling);
		unit->icc = between / (between + within);
		unit->n_needed = work->rule->target / (1 - work->rule->target) * (within / between);
		if (isinf(unit->n_needed))
		{
			unit->n_needed = NAN;
			unit->status = "out of range";
		}
	}
	if (isinf(unit->within))
		unit->within = NAN;
	if (isnan(within))
		unit->icc = NAN;
}

bool
cpe_reliability(struct cpe_arena *arena, const struct cpe_reliability_rule *rule,
                struct cpe_reliability_unit *unit, size_t units, struct cpe_reliability *out,
                struct cpe_problem *problem)
{
	struct work work = {arena, problem, rule, unit, units, out, NAN, NULL};
	bool good;

	*out = (struct cpe_reliability){rule->between, 0};
	if (!open_units(&work))
		return false;
	if (out->units == 0)
		return true;
	if (additive(rule->method))
		good = by_variances(&work);
	else if (rule->method == CPE_RELIABILITY_LOG_ODDS)
		good = by_log_odds(&work);
	else if (rule->method == CPE_RELIABILITY_BETA_BINOMIAL)
		good = by_beta_binomial(&work);
	else
		good = by_components(&work);
	if (!good)
		return false;
	for (size_t i = 0; i < units; i++)
	{
		if (i % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		if (unit[i].status == NULL)
			judge(&work, &unit[i]);
	}
	return true;
}
