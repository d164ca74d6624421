#include "score/instrument.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#include "score/json.h"

const char *const cpe_score_status_word[] = {"scored", "too_few_answers", "no_answer", "not_asked",
                                             "part_missing"};

static bool
stands_for_missing(const struct cpe_item *item, int32_t answer)
{
	for (int i = 0; i < item->missings; i++)
		if (item->missing[i] == answer)
			return true;
	return false;
}

/* The problem of an answer that is not allowed, with what is. */
static bool
refuse_answer(const struct cpe_instrument *instrument, int index, int32_t answer,
              struct cpe_problem *problem)
{
	const struct cpe_item *item = &instrument->item[index];
	char detail[240], codes[120] = "";
	size_t used = 0;

	for (int i = 0; i < item->missings && used < 100; i++)
		used += (size_t) snprintf(codes + used, sizeof(codes) - used, "%s%d",
		                          i ? ", " : "; or for no answer NULL or ", item->missing[i]);
	snprintf(detail, sizeof(detail), "Answers to this item go from %d to %d%s.", item->min,
	         item->max, item->missings ? codes : "; no answer is NULL");
	if (answer == CPE_UNREADABLE)
		return cpe_problem_set(problem, CPE_INVALID, detail,
		                       "In lenient mode (strict => false) such answers count as invalid.",
		                       "item %s of %s is not a whole number", cpe_json_shown(item->id),
		                       instrument->code);
	return cpe_problem_set(problem, CPE_INVALID, detail,
	                       "In lenient mode (strict => false) such answers count as invalid.",
	                       "item %s of %s has the answer %d", cpe_json_shown(item->id),
	                       instrument->code, answer);
}

/* Whether the person's answer to another item makes this one not apply. */
static bool
not_asked(const struct cpe_instrument *instrument, int index, const int32_t *answer,
          const bool *given)
{
	const struct cpe_item *item = &instrument->item[index];

	if (item->gate < 0 || !instrument->conditions_apply || !given[item->gate])
		return false;
	for (int i = 0; i < item->gate_answers; i++)
		if (answer[item->gate] == item->gate_answer[i])
			return true;
	return false;
}

/*
 * Adds every valid answer to the totals of its scales; in strict mode the first that is not allowed
 * is a problem.  The answers are in cell, or where that is NULL in answer and given.  Where valid
 * is not NULL, it says in the end which answers count, conditions considered.  Inlined, so that
 * each caller has a loop without what it does not need.
 */
static inline __attribute__((always_inline)) bool
add_up(const struct cpe_instrument *instrument, const struct cpe_answer *cell,
       const int32_t *answer, const bool *given, bool strict, int64_t *total, uint8_t *valid,
       struct cpe_problem *problem)
{
#define ANSWER(i) (cell != NULL ? (int32_t) cell[i].value : answer[i])
#define GIVEN(i) (cell != NULL ? !cell[i].missing : given[i])
	const struct cpe_quick_item *item = instrument->quick_item;
	const int64_t *term = instrument->term;
	int items = instrument->items;

	memset(total, 0, ((size_t) instrument->scales + 1) * sizeof(*total));
	for (int i = 0; i < items; i++)
	{
		uint32_t step = (uint32_t) ANSWER(i) - (uint32_t) item[i].min;

		if (valid != NULL)
			valid[i] = 0;
		if (!GIVEN(i))
			continue;
		if (step > item[i].spread)
		{
			if (strict && !stands_for_missing(&instrument->item[i], ANSWER(i)))
				return refuse_answer(instrument, i, ANSWER(i), problem);
			continue;
		}
		if (valid != NULL)
		{
			if (not_asked(instrument, i, answer, given))
				continue;
			valid[i] = 1;
		}
		total[item[i].scale] += term[item[i].term + (int32_t) step];
	}
	for (int k = 0; k < instrument->quick_parts; k++)
	{
		int i = instrument->quick_part[k].item;
		uint32_t step = (uint32_t) ANSWER(i) - (uint32_t) item[i].min;

		if (valid != NULL ? valid[i] : GIVEN(i) && step <= item[i].spread)
			total[instrument->quick_part[k].scale] += term[item[i].term + (int32_t) step];
	}
	return true;
#undef ANSWER
#undef GIVEN
}

/* A scale of items from the sum of the answered ones. */
static inline double
score_of_items(const struct cpe_instrument *instrument, const struct cpe_scale *scale, int64_t sum,
               int answered)
{
	const struct cpe_item *first = &instrument->item[scale->item[0]];
	int64_t low = (int64_t) first->low * answered, high = (int64_t) first->high * answered;

	switch (scale->transform)
	{
		case CPE_FUNCTIONAL:
			return (double) (100 * (high - sum)) / (double) (high - low);
		case CPE_SYMPTOM:
			return (double) (100 * (sum - low)) / (double) (high - low);
		case CPE_MEAN:
			return (double) sum / answered;
		case CPE_SUM:
			return (double) sum;
		case CPE_PRORATED_SUM:
			return (double) (sum * scale->parts) / answered;
		case CPE_T_SCORE:
			return scale->table[sum - scale->table_from];
	}
	return NAN;
}

/* A scale of scales from those before it; NAN where it has no score. */
static double
score_of_scales(const struct cpe_scale *scale, const uint8_t *valid, const double *score,
                enum cpe_score_status *status)
{
	double sum = 0;
	int there = scale->parts, answered = 0;

	*status = CPE_PART_MISSING;
	if (scale->min_parts == scale->parts)
	{
		/* one without a score is NAN, and so is the sum */
		for (int i = 0; i < scale->parts; i++)
		{
			const struct cpe_part *part = &scale->part[i];

			sum += part->reversed ? part->mirror - score[part->index] : score[part->index];
		}
		if (isnan(sum))
			return NAN;
	}
	else
	{
		there = 0;
		for (int i = 0; i < scale->parts; i++)
		{
			const struct cpe_part *part = &scale->part[i];

			if (isnan(score[part->index]))
				continue;
			sum += part->reversed ? part->mirror - score[part->index] : score[part->index];
			there++;
		}
		if (there < scale->min_parts)
			return NAN;
	}
	if (scale->min_items > 0)
	{
		for (int i = 0; i < scale->items; i++)
			answered += valid[scale->item[i]];
		*status = CPE_TOO_FEW;
		if (answered < scale->min_items)
			return NAN;
	}
	*status = CPE_SCORED;
	return scale->transform == CPE_MEAN ? sum / there : sum;
}

/* What a scale's score rests on. */
static void
tell(const struct cpe_instrument *instrument, int index, const uint8_t *valid,
     const int32_t *answer, const bool *given, double score, enum cpe_score_status status,
     struct cpe_score *detail)
{
	const struct cpe_scale *scale = &instrument->scale[index];

	memset(detail, 0, sizeof(*detail));
	for (int i = 0; i < scale->items; i++)
	{
		int item = scale->item[i];

		if (valid[item])
			detail->answered++;
		else if (not_asked(instrument, item, answer, given))
			detail->not_asked++;
		else if (given[item] && !stands_for_missing(&instrument->item[item], answer[item]))
			detail->invalid++;
	}
	if (status != CPE_SCORED && detail->not_asked == scale->items)
		status = CPE_NOT_ASKED;
	detail->score = score;
	detail->status = status;
}

/* Scores by the sum of a scale's items, for sheets without a gap. */
static bool
tabulate(const struct cpe_instrument *instrument, const struct cpe_scale *scale,
         struct cpe_quick_scale *quick, struct cpe_arena *arena, struct cpe_problem *problem)
{
	int64_t from = 0, to = 0;
	double *table;

	for (int i = 0; i < scale->items; i++)
	{
		from += instrument->item[scale->item[i]].low;
		to += instrument->item[scale->item[i]].high;
	}
	if (to - from > 1000)
		return true;
	table = cpe_arena_alloc(arena, (size_t) (to - from + 1), sizeof(*table), problem);
	if (table == NULL)
		return false;
	for (int64_t sum = from; sum <= to; sum++)
		table[sum - from] = score_of_items(instrument, scale, sum, scale->items);
	quick->complete_from = from;
	quick->complete = table;
	return true;
}

bool
cpe_instrument_prepare(struct cpe_instrument *instrument, struct cpe_arena *arena,
                       struct cpe_problem *problem)
{
	struct cpe_quick_item *item =
		cpe_arena_alloc(arena, (size_t) instrument->items, sizeof(*item), problem);
	struct cpe_quick_scale *quick =
		cpe_arena_alloc(arena, (size_t) instrument->scales, sizeof(*quick), problem);
	struct cpe_quick_part *part;
	size_t parts = 0, answers = 0;
	int64_t *term;

	for (int i = 0; i < instrument->items; i++)
		answers += (size_t) (instrument->item[i].max - instrument->item[i].min) + 1;
	for (int s = 0; s < instrument->scales; s++)
		parts += instrument->scale[s].of_scales ? 0 : (size_t) instrument->scale[s].items;
	term = cpe_arena_alloc(arena, answers, sizeof(*term), problem);
	part = cpe_arena_alloc(arena, parts, sizeof(*part), problem);
	if (item == NULL || quick == NULL || term == NULL || part == NULL)
		return false;
	answers = 0;
	for (int i = 0; i < instrument->items; i++)
	{
		const struct cpe_item *whole = &instrument->item[i];

		item[i].min = whole->min;
		item[i].spread = (uint32_t) (whole->max - whole->min);
		item[i].term = (int32_t) answers;
		item[i].scale = instrument->scales;
		for (int k = 0; k <= whole->max - whole->min; k++)
			term[answers++] = (int64_t) whole->value[k] * CPE_ONE_VALUE + 1;
	}
	instrument->plain = !instrument->conditions_apply;
	for (int s = 0; s < instrument->scales; s++)
	{
		const struct cpe_scale *scale = &instrument->scale[s];

		quick[s].items = scale->items;
		if (scale->min_items > 0)
			instrument->plain = false;
		if (scale->of_scales)
			continue;
		for (int i = 0; i < scale->items; i++)
			if (item[scale->item[i]].scale == instrument->scales)
				item[scale->item[i]].scale = s;
			else
			{
				part[instrument->quick_parts].item = (uint16_t) scale->item[i];
				part[instrument->quick_parts++].scale = (uint16_t) s;
			}
		if (!tabulate(instrument, scale, &quick[s], arena, problem))
			return false;
	}
	instrument->quick_item = item;
	instrument->quick_part = part;
	instrument->quick_scale = quick;
	instrument->term = term;
	return true;
}

/* Every scale from the totals.  detail may be NULL, and without it valid of a plain instrument. */
static inline __attribute__((always_inline)) void
score_totals(const struct cpe_instrument *instrument, const int32_t *answer, const bool *given,
             const int64_t *total, const uint8_t *valid, double *score, struct cpe_score *detail)
{
	for (int s = 0; s < instrument->scales; s++)
	{
		const struct cpe_quick_scale *quick = &instrument->quick_scale[s];
		enum cpe_score_status status = CPE_SCORED;
		int answered = (int) (total[s] & (CPE_ONE_VALUE - 1));
		int64_t sum = (total[s] - answered) / CPE_ONE_VALUE;

		if (quick->complete != NULL && answered == quick->items)
			score[s] = quick->complete[sum - quick->complete_from];
		else
		{
			const struct cpe_scale *scale = &instrument->scale[s];

			if (scale->of_scales)
				score[s] = score_of_scales(scale, valid, score, &status);
			else if (answered >= scale->min_parts)
				score[s] = score_of_items(instrument, scale, sum, answered);
			else
			{
				score[s] = NAN;
				status = answered > 0 ? CPE_TOO_FEW : CPE_NO_ANSWER;
			}
		}
		if (detail != NULL)
			tell(instrument, s, valid, answer, given, score[s], status, &detail[s]);
	}
}

bool
cpe_instrument_score(const struct cpe_instrument *instrument, const int32_t *answer,
                     const bool *given, bool strict, struct cpe_score *score,
                     struct cpe_problem *problem)
{
	int64_t total[CPE_MAX_SCALES + 1];
	uint8_t valid[CPE_MAX_ITEMS];
	double alone[CPE_MAX_SCALES];

	if (!add_up(instrument, NULL, answer, given, strict, total, valid, problem))
		return false;
	score_totals(instrument, answer, given, total, valid, alone, score);
	return true;
}

bool
cpe_instrument_scores(const struct cpe_instrument *instrument, const int32_t *answer,
                      const bool *given, bool strict, double *score, struct cpe_problem *problem)
{
	int64_t total[CPE_MAX_SCALES + 1];
	uint8_t valid[CPE_MAX_ITEMS];

	if (instrument->plain)
	{
		if (!add_up(instrument, NULL, answer, given, strict, total, NULL, problem))
			return false;
		score_totals(instrument, answer, given, total, NULL, score, NULL);
		return true;
	}
	if (!add_up(instrument, NULL, answer, given, strict, total, valid, problem))
		return false;
	score_totals(instrument, answer, given, total, valid, score, NULL);
	return true;
}

bool
cpe_instrument_scores_of_cells(const struct cpe_instrument *instrument,
                               const struct cpe_answer *cell, bool strict, double *score,
                               struct cpe_problem *problem)
{
	int32_t answer[CPE_MAX_ITEMS];
	bool given[CPE_MAX_ITEMS];
	int64_t total[CPE_MAX_SCALES + 1];

	if (instrument->plain)
	{
		if (!add_up(instrument, cell, NULL, NULL, strict, total, NULL, problem))
			return false;
		score_totals(instrument, NULL, NULL, total, NULL, score, NULL);
		return true;
	}
	for (int i = 0; i < instrument->items; i++)
	{
		answer[i] = (int32_t) cell[i].value;
		given[i] = !cell[i].missing;
	}
	return cpe_instrument_scores(instrument, answer, given, strict, score, problem);
}
