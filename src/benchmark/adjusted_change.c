#include "benchmark/adjusted_change.h"

#include <math.h>
#include <string.h>

#include "adjust/adjusted.h"
#include "adjust/prediction.h"

#define POLL_EVERY 4096

/* What separation foretells but for rounding, of a wave's weight. */
#define NOTHING_LEFT 1e-12

/* One wave under the model: cells by organisation, with what the shift is found from. */
struct wave
{
	const struct cpe_model *model;
	const struct cpe_cells *cells;
	struct cpe_model_organisation *organisation;
	int32_t organisations;
	double *linear; /* by pattern */
	int32_t *first; /* organisations + 1: where each one's entries begin */
	double *value;  /* finite linear predictors, by entry */
	double *w;
	double *w2;
	double *foretold; /* by organisation: observed in cells whose predictor is infinite */
	struct cpe_arena *arena;
	struct cpe_problem *problem;
};

static bool
poll(const struct wave *wave, int64_t step)
{
	return step % POLL_EVERY != 0 || cpe_arena_poll(wave->arena, wave->problem);
}

/* Whether respondents of a pattern and an organisation have a part in the organisation's shift. */
static bool
takes_part(const struct wave *wave, int32_t pattern, int32_t cell)
{
	return isfinite(wave->linear[pattern]) &&
	       wave->cells->organisation_of[cell] < wave->organisations;
}

/* Where each organisation's entries begin, and what separation foretells of it. */
static bool
count_entries(struct wave *wave)
{
	const struct cpe_cells *cells = wave->cells;

	for (int32_t p = 0; p < cells->patterns; p++)
	{
		if (!poll(wave, p))
			return false;
		for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
			if (takes_part(wave, p, c))
				wave->first[cells->organisation_of[c] + 1]++;
			else if (isinf(wave->linear[p]) && cells->organisation_of[c] < wave->organisations)
				wave->foretold[cells->organisation_of[c]] += cells->sum.wy[c];
	}
	for (int32_t j = 0; j < wave->organisations; j++)
		wave->first[j + 1] += wave->first[j];
	return true;
}

/* The entries, organisation by organisation. */
static bool
fill_entries(struct wave *wave)
{
	const struct cpe_cells *cells = wave->cells;
	int32_t entries = wave->first[wave->organisations];
	int32_t *next =
		cpe_arena_alloc(wave->arena, (size_t) wave->organisations, sizeof(int32_t), wave->problem);

	wave->value = cpe_arena_alloc(wave->arena, (size_t) entries, sizeof(double), wave->problem);
	wave->w = cpe_arena_alloc(wave->arena, (size_t) entries, sizeof(double), wave->problem);
	wave->w2 = cpe_arena_alloc(wave->arena, (size_t) entries, sizeof(double), wave->problem);
	if (next == NULL || wave->value == NULL || wave->w == NULL || wave->w2 == NULL)
		return false;
	memcpy(next, wave->first, sizeof(int32_t) * (size_t) wave->organisations);
	for (int32_t p = 0; p < cells->patterns; p++)
	{
		if (!poll(wave, p))
			return false;
		for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
		{
			int32_t at;

			if (!takes_part(wave, p, c))
				continue;
			at = next[cells->organisation_of[c]]++;
			wave->value[at] = wave->linear[p];
			wave->w[at] = cells->sum.w[c];
			wave->w2[at] = cells->sum.w2[c];
		}
	}
	return true;
}

static bool
open_wave(struct wave *wave)
{
	double mean;

	wave->linear =
		cpe_arena_alloc(wave->arena, (size_t) wave->cells->patterns, sizeof(double), wave->problem);
	if (wave->linear == NULL ||
	    !cpe_adjusted_indirect(wave->model, wave->cells, &wave->organisation, &wave->organisations,
	                           &mean, wave->linear, wave->arena, wave->problem))
		return false;
	wave->first = cpe_arena_alloc(wave->arena, (size_t) wave->organisations + 1, sizeof(int32_t),
	                              wave->problem);
	wave->foretold =
		cpe_arena_alloc(wave->arena, (size_t) wave->organisations, sizeof(double), wave->problem);
	if (wave->first == NULL || wave->foretold == NULL)
		return false;
	return wave->model->family == CPE_GAUSSIAN || (count_entries(wave) && fill_entries(wave));
}

/* Why a wave has no shift: what its respondents with a finite linear predictor answered. */
static const char *
no_shift(bool after, double observed, double weight)
{
	if (!(weight > 0))
		return after ? "no log odds ratio: after is foretold by separation"
		             : "no log odds ratio: before is foretold by separation";
	if (observed <= 0.5 * weight)
		return after ? "no log odds ratio: all negative after"
		             : "no log odds ratio: all negative before";
	return after ? "no log odds ratio: all positive after"
	             : "no log odds ratio: all positive before";
}

/*
 * The shift of an organisation's linear predictors that makes its expected outcomes the observed
 * ones, and its variance; or why there is none.
 */
static const char *
find_shift(const struct wave *wave, int32_t j, bool after, double *shift, double *variance)
{
	int32_t first = wave->first[j];
	int32_t count = wave->first[j + 1] - first;
	double observed = wave->organisation[j].observed - wave->foretold[j];
	double weight = 0;
	double slope = 0;
	double spread = 0;

	for (int32_t i = first; i < first + count; i++)
		weight += wave->w[i];
	if (observed <= NOTHING_LEFT * weight || weight - observed <= NOTHING_LEFT * weight ||
	    !cpe_prediction_shift(CPE_BINOMIAL, count, wave->value + first, wave->w + first, NULL,
	                          observed, shift))
		return no_shift(after, observed, weight);
	for (int32_t i = first; i < first + count; i++)
	{
		double p = cpe_predict(CPE_BINOMIAL, wave->value[i] + *shift);

		slope += wave->w[i] * (p * (1 - p));
		spread += wave->w2[i] * (p * (1 - p));
	}
	*variance = spread / slope / slope;
	return isfinite(*variance) && *variance > 0 ? NULL : "no log odds ratio: out of range";
}

static void
fill_odds(const struct wave *before, int32_t i, const struct wave *after, int32_t k,
          struct cpe_adjusted_change *change)
{
	double shift[2];
	double variance[2];
	const char *status = find_shift(before, i, false, &shift[0], &variance[0]);

	if (status == NULL)
		status = find_shift(after, k, true, &shift[1], &variance[1]);
	if (status == NULL)
	{
		change->log_odds_ratio = shift[1] - shift[0];
		change->log_odds_ratio_se = sqrt(variance[0] + variance[1]);
		change->log_odds_ratio_p =
			cpe_model_p(before->model, change->log_odds_ratio / change->log_odds_ratio_se);
	}
	else if (change->status == NULL)
		change->status = status;
}

static void
fill_difference(const struct wave *before, int32_t i, const struct wave *after, int32_t k,
                struct cpe_adjusted_change *change)
{
	const struct cpe_model_organisation *one = &before->organisation[i];
	const struct cpe_model_organisation *two = &after->organisation[k];

	change->difference = (two->observed - two->expected) / two->weight -
	                     (one->observed - one->expected) / one->weight;
	change->se =
		sqrt(two->variance / two->weight / two->weight + one->variance / one->weight / one->weight);
	if (!isfinite(change->se))
		change->status = "no standard error";
	else if (change->se == 0)
		change->status = "zero variance";
	else
	{
		change->z = change->difference / change->se;
		change->p = cpe_model_p(before->model, change->z);
	}
	if (!isfinite(change->se))
		change->se = NAN;
}

/* One organisation's side of its row. */
static struct cpe_adjusted_wave
side_of(const struct wave *wave, int32_t j)
{
	static const struct cpe_adjusted_wave none = {.expected = NAN};
	const struct cpe_model_organisation *from;
	struct cpe_adjusted_wave side = none;

	if (j < 0)
		return side;
	from = &wave->organisation[j];
	side.n = from->n;
	side.missing = from->missing;
	side.unanswered = from->unanswered;
	side.weight = from->weight;
	side.observed = from->observed;
	side.expected = from->n > 0 ? from->expected : NAN;
	return side;
}

/* A row, of an organisation that is i in the one wave and k in the other; -1: in none of it. */
static void
fill_change(const struct wave *before, int32_t i, const struct wave *after, int32_t k,
            struct cpe_adjusted_change *change)
{
	change->name = i >= 0 ? before->organisation[i].name : after->organisation[k].name;
	change->before = side_of(before, i);
	change->after = side_of(after, k);
	change->difference = change->se = change->z = change->p = NAN;
	change->log_odds_ratio = change->log_odds_ratio_se = change->log_odds_ratio_p = NAN;
	if (change->before.n == 0 || change->after.n == 0)
	{
		change->status = change->after.n > 0    ? "no respondents before"
		                 : change->before.n > 0 ? "no respondents after"
		                                        : "no respondents";
		return;
	}
	fill_difference(before, i, after, k, change);
	if (before->model->family == CPE_BINOMIAL)
		fill_odds(before, i, after, k, change);
}

/* The order of two names by their bytes; NULL is the last. */
static int
compare_names(const char *one, const char *two)
{
	if (one == NULL || two == NULL)
		return (one == NULL) - (two == NULL);
	return strcmp(one, two);
}

bool
cpe_adjusted_changes(const struct cpe_model *model, const struct cpe_cells *before,
                     const struct cpe_cells *after, struct cpe_adjusted_change **change,
                     int32_t *changes, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct wave one = {.model = model, .cells = before, .arena = arena, .problem = problem};
	struct wave two = {.model = model, .cells = after, .arena = arena, .problem = problem};
	int32_t i = 0;
	int32_t k = 0;

	*changes = 0;
	if (!open_wave(&one) || !open_wave(&two))
		return false;
	*change = cpe_arena_alloc(arena, (size_t) one.organisations + (size_t) two.organisations,
	                          sizeof(**change), problem);
	if (*change == NULL)
		return false;
	while (i < one.organisations || k < two.organisations)
	{
		int order = i == one.organisations ? 1
		            : k == two.organisations
		                ? -1
		                : compare_names(one.organisation[i].name, two.organisation[k].name);

		if (!cpe_arena_poll(arena, problem))
			return false;
		fill_change(&one, order <= 0 ? i : -1, &two, order >= 0 ? k : -1, &(*change)[(*changes)++]);
		i += order <= 0;
		k += order >= 0;
	}
	return true;
}
