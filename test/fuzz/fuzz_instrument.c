/*
 * Instrument definitions, and the scoring of answers by those that are accepted: scores lie within
 * what the scale says, or there is none and a reason.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "score/instrument.h"

#define ROUNDS 6

/* A number for all that a definition was read as. */
static uint64_t
digest(uint64_t sum, const void *bytes, size_t size)
{
	for (size_t i = 0; i < size; i++)
		sum = (sum ^ ((const uint8_t *) bytes)[i]) * UINT64_C(0x100000001B3);
	return sum;
}

static uint64_t
digest_text(uint64_t sum, const char *text)
{
	return text ? digest(sum, text, strlen(text) + 1) : digest(sum, "\1", 1);
}

#define ADD(thing) sum = digest(sum, &(thing), sizeof(thing))
#define ADD_TEXT(text) sum = digest_text(sum, text)

static uint64_t
digest_of(const struct cpe_instrument *instrument)
{
	uint64_t sum = UINT64_C(0xCBF29CE484222325);

	ADD_TEXT(instrument->code);
	ADD_TEXT(instrument->version);
	ADD_TEXT(instrument->title);
	ADD_TEXT(instrument->function);
	ADD_TEXT(instrument->column);
	ADD_TEXT(instrument->source);
	ADD_TEXT(instrument->licence);
	ADD_TEXT(instrument->certainty);
	ADD_TEXT(instrument->note);
	ADD(instrument->conditions_apply);
	for (int i = 0; i < instrument->items; i++)
	{
		const struct cpe_item *item = &instrument->item[i];

		ADD_TEXT(item->id);
		ADD_TEXT(item->label);
		ADD(item->min);
		ADD(item->max);
		sum = digest(sum, item->value, (size_t) (item->max - item->min + 1) * sizeof(int32_t));
		ADD(item->low);
		ADD(item->high);
		sum = digest(sum, item->missing, (size_t) item->missings * sizeof(int32_t));
		ADD(item->gate);
		sum = digest(sum, item->gate_answer, (size_t) item->gate_answers * sizeof(int32_t));
	}
	for (int i = 0; i < instrument->scales; i++)
	{
		const struct cpe_scale *scale = &instrument->scale[i];

		ADD_TEXT(scale->code);
		ADD_TEXT(scale->label);
		ADD_TEXT(scale->direction);
		ADD_TEXT(scale->certainty);
		ADD_TEXT(scale->source);
		ADD_TEXT(scale->note);
		ADD(scale->transform);
		ADD(scale->of_scales);
		for (int k = 0; k < scale->parts; k++)
		{
			ADD(scale->part[k].index);
			ADD(scale->part[k].reversed);
		}
		ADD(scale->min_parts);
		ADD(scale->items);
		ADD(scale->min_items);
		ADD(scale->low);
		ADD(scale->high);
		ADD(scale->table_from);
		sum = digest(sum, scale->table, (size_t) scale->table_size * sizeof(double));
	}
	for (int i = 0; i < instrument->thresholds; i++)
	{
		const struct cpe_threshold *threshold = &instrument->threshold[i];

		ADD(threshold->scale);
		ADD_TEXT(threshold->name);
		ADD_TEXT(threshold->source);
		ADD(threshold->side);
		ADD(threshold->cut);
	}
	return sum;
}

/* What whoever uses an instrument relies on. */
static void
check_instrument(const struct cpe_instrument *instrument)
{
	MUST(instrument->items > 0 && instrument->items <= CPE_MAX_ITEMS);
	MUST(instrument->scales > 0 && instrument->scales <= CPE_MAX_SCALES);
	for (int i = 0; i < instrument->items; i++)
	{
		const struct cpe_item *item = &instrument->item[i];

		MUST(item->min < item->max && item->low <= item->high);
		MUST(cpe_instrument_item(instrument, item->id, strlen(item->id)) == i);
		for (int k = 0; k <= item->max - item->min; k++)
			MUST(item->value[k] >= item->low && item->value[k] <= item->high);
		MUST(item->gate >= -1 && item->gate < instrument->items && item->gate != i);
	}
	for (int i = 0; i < instrument->scales; i++)
	{
		const struct cpe_scale *scale = &instrument->scale[i];

		MUST(cpe_instrument_scale(instrument, scale->code, strlen(scale->code)) == i);
		MUST(scale->parts > 0 && scale->items > 0 && scale->items <= instrument->items);
		MUST(scale->min_parts > 0 && scale->min_parts <= scale->parts);
		MUST(scale->min_items >= 0 && scale->min_items <= scale->items);
		MUST(isfinite(scale->low) && isfinite(scale->high) && scale->low <= scale->high);
		for (int k = 0; k < scale->parts; k++)
			MUST(scale->part[k].index >= 0 &&
			     scale->part[k].index < (scale->of_scales ? i : instrument->items));
	}
	for (int i = 0; i < instrument->thresholds; i++)
		MUST(instrument->threshold[i].scale >= 0 &&
		     instrument->threshold[i].scale < instrument->scales);
}

static bool
allowed(const struct cpe_item *item, int32_t answer, bool *missing)
{
	*missing = false;
	for (int i = 0; i < item->missings; i++)
		*missing = *missing || item->missing[i] == answer;
	return (answer >= item->min && answer <= item->max) || *missing;
}

/* An answer as files have them: most are good, some stand for none, some are not allowed. */
static int32_t
some_answer(const struct cpe_item *item, struct fuzz_random *random)
{
	static const int32_t odd[] = {0,   -1,  9,          99, 999, -99, INT32_MAX, INT32_MIN + 1,
	                              100, 256, -1000000000};
	size_t kind = fuzz_below(random, 40);

	if (kind == 0)
		return CPE_UNREADABLE;
	if (kind == 1)
		return odd[fuzz_below(random, sizeof(odd) / sizeof(odd[0]))];
	if (kind == 2)
		return item->max + 1;
	if (kind == 3)
		return item->min - 1;
	if (kind < 8 && item->missings > 0)
		return item->missing[fuzz_below(random, (size_t) item->missings)];
	if (kind < 12)
		return kind % 2 ? item->min : item->max;
	return item->min + (int32_t) fuzz_below(random, (size_t) (item->max - item->min + 1));
}

static void
check_scores(const struct cpe_instrument *instrument, const int32_t *answer, const bool *given)
{
	static struct cpe_score score[CPE_MAX_SCALES], strict_score[CPE_MAX_SCALES];
	static double alone[CPE_MAX_SCALES];
	struct cpe_problem problem = {0};
	bool good = true, complete = true, gated = false;

	for (int i = 0; i < instrument->items; i++)
	{
		bool missing;

		if (given[i] && !allowed(&instrument->item[i], answer[i], &missing))
			good = false;
		complete =
			complete && given[i] && allowed(&instrument->item[i], answer[i], &missing) && !missing;
		gated = gated || instrument->item[i].gate >= 0;
	}
	MUST(cpe_instrument_score(instrument, answer, given, false, score, &problem));
	MUST(cpe_instrument_scores(instrument, answer, given, false, alone, &problem));
	MUST(cpe_instrument_score(instrument, answer, given, true, strict_score, &problem) == good);
	if (!good)
	{
		fuzz_check_problem(&problem);
		MUST(problem.code == CPE_INVALID);
	}
	for (int i = 0; i < instrument->scales; i++)
	{
		const struct cpe_scale *scale = &instrument->scale[i];
		const struct cpe_score *s = &score[i];
		double slack = 1e-9 * (1 + fabs(scale->low) + fabs(scale->high));

		MUST((s->status == CPE_SCORED) == !isnan(alone[i]));
		MUST(s->answered >= 0 && s->invalid >= 0 && s->not_asked >= 0);
		MUST(s->answered + s->invalid + s->not_asked <= scale->items);
		MUST(s->status >= CPE_SCORED && s->status <= CPE_PART_MISSING);
		if (s->status == CPE_SCORED)
		{
			MUST(s->score == alone[i]);
			MUST(s->score >= scale->low - slack && s->score <= scale->high + slack);
			MUST(s->answered > 0);
		}
		if (s->answered == 0)
			MUST(s->status != CPE_TOO_FEW || scale->of_scales);
		if (complete && !(gated && instrument->conditions_apply))
			MUST(s->status == CPE_SCORED);
		if (good)
			MUST(strict_score[i].status == s->status && strict_score[i].answered == s->answered &&
			     (s->status != CPE_SCORED || strict_score[i].score == s->score));
	}
}

static void
check_scoring(const struct cpe_instrument *instrument, struct fuzz_random *random)
{
	static int32_t answer[CPE_MAX_ITEMS];
	static bool given[CPE_MAX_ITEMS];

	for (int round = 0; round < ROUNDS; round++)
	{
		/* all that is good, none, and the mixtures between */
		size_t share = round == 0 ? 100 : round == 1 ? 0 : fuzz_below(random, 101);

		for (int i = 0; i < instrument->items; i++)
		{
			const struct cpe_item *item = &instrument->item[i];
			size_t spread = (size_t) (item->max - item->min + 1);

			given[i] = fuzz_below(random, 100) < share;
			answer[i] = round < 3 ? item->min + (int32_t) fuzz_below(random, spread)
			                      : some_answer(item, random);
		}
		check_scores(instrument, answer, given);
	}
}

static bool
read_and_score(struct cpe_arena *arena, const char *text, size_t length,
               struct cpe_problem *problem)
{
	struct fuzz_random random = fuzz_random_of((const uint8_t *) text, length);
	struct cpe_instrument *instrument = cpe_instrument_read(arena, text, length, problem), *again;
	struct fuzz_arena other;
	struct cpe_problem other_problem;
	char *spaced;

	if (instrument == NULL)
		return false;
	check_instrument(instrument);
	check_scoring(instrument, &random);

	/* space around it makes no difference, and it does not depend on its text once it is read */
	spaced = malloc(length + 4);
	MUST(spaced != NULL);
	memcpy(spaced, "\n\t", 2);
	memcpy(spaced + 2, text, length);
	memcpy(spaced + 2 + length, " \r", 2);
	fuzz_arena_open(&other, FUZZ_NEVER, FUZZ_NEVER);
	again = cpe_instrument_read(&other.arena, spaced, length + 4, &other_problem);
	free(spaced);
	if (again != NULL || length + 4 <= 1024 * 1024)
		MUST(again != NULL && digest_of(again) == digest_of(instrument));
	fuzz_arena_close(&other);
	return true;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	fuzz_with_arenas(read_and_score, data, size);
}
