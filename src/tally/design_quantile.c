#include "tally/design_quantile.h"

#include <errno.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "base/exact_sum.h"
#include "base/sort.h"
#include "base/text.h"

static int
compare_pairs(const void *left, const void *right)
{
	const struct cpe_weighted_pair *a = left;
	const struct cpe_weighted_pair *b = right;
	int order = cpe_compare_numbers(a->value, b->value);

	return order != 0 ? order : cpe_compare_numbers(a->weight, b->weight);
}

void
cpe_weighted_empty(struct cpe_weighted *weighted)
{
	int32_t length = weighted->length_word;

	memset(weighted, 0, sizeof(*weighted));
	weighted->length_word = length;
	weighted->version = CPE_WEIGHTED_VERSION;
	weighted->closed = 1;
}

/* Puts pairs in order, each once; their new number. */
static bool
put_in_order(struct cpe_weighted_pair *pair, uint32_t *pairs, struct cpe_arena *arena,
             struct cpe_problem *problem)
{
	uint32_t kept = 0;

	if (*pairs == 0)
		return true;
	if (!cpe_sort(arena, pair, *pairs, sizeof(*pair), compare_pairs, problem))
		return false;
	for (uint32_t i = 1; i < *pairs; i++)
		if (compare_pairs(&pair[kept], &pair[i]) == 0)
			pair[kept].count += pair[i].count; /* n, their sum, is a count too */
		else
			pair[++kept] = pair[i];
	*pairs = kept + 1;
	return true;
}

/* Room for so many pairs more: by putting those there are in order, or in a larger place. */
static bool
reserve(struct cpe_weighted **weighted, uint32_t more, struct cpe_arena *arena,
        struct cpe_problem *problem)
{
	struct cpe_weighted *now = *weighted;
	struct cpe_weighted *wider;
	uint64_t room;

	if (!now->closed && (uint64_t) now->pairs + more <= now->room)
		return true;
	if (!now->closed && !put_in_order(now->pair, &now->pairs, arena, problem))
		return false;
	/* half of it free, or it would soon be put in order again */
	if (!now->closed && 2 * ((uint64_t) now->pairs + more) <= now->room)
		return true;
	room = 2 * ((uint64_t) now->pairs + more);
	room = room < 8 ? 8 : room > CPE_WEIGHTED_MAX ? CPE_WEIGHTED_MAX : room;
	if ((uint64_t) now->pairs + more > room)
		return cpe_problem_set(problem, CPE_LIMIT, "There can be 10,000,000.",
		                       "Group by more, or round the values.",
		                       "too many different pairs of value and weight");
	if (!now->closed && room <= now->room)
		return true;
	wider = cpe_arena_alloc(arena, CPE_WEIGHTED_SIZE(room), 1, problem);
	if (wider == NULL)
		return false;
	memcpy(wider, now, CPE_WEIGHTED_SIZE(now->pairs));
	wider->closed = 0;
	wider->room = (uint32_t) room;
	*weighted = wider;
	return true;
}

static bool
count(int64_t *counter, int64_t more, const char *name, struct cpe_problem *problem)
{
	return !__builtin_add_overflow(*counter, more, counter) ||
	       cpe_problem_set(problem, CPE_RANGE, NULL, NULL, "%s of weighted_values is out of range",
	                       name);
}

static bool
add_pair(struct cpe_weighted **weighted, double value, double weight, int64_t times,
         struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_weighted_pair *pair;

	if (!count(&(*weighted)->n, times, "n", problem) || !reserve(weighted, 1, arena, problem))
		return false;
	pair = &(*weighted)->pair[(*weighted)->pairs++];
	pair->value = value == 0 ? 0 : value; /* no minus zero */
	pair->weight = weight;
	pair->count = times;
	return true;
}

bool
cpe_weighted_add(struct cpe_weighted **weighted, double value, double weight,
                 struct cpe_arena *arena, struct cpe_problem *problem)
{
	return add_pair(weighted, value, weight, 1, arena, problem);
}

bool
cpe_weighted_add_missing(struct cpe_weighted *weighted, struct cpe_problem *problem)
{
	return count(&weighted->missing, 1, "missing", problem);
}

bool
cpe_weighted_merge(struct cpe_weighted **weighted, const struct cpe_weighted *other,
                   struct cpe_arena *arena, struct cpe_problem *problem)
{
	if (!count(&(*weighted)->n, other->n, "n", problem) ||
	    !count(&(*weighted)->missing, other->missing, "missing", problem))
		return false;
	if (other->pairs == 0)
		return true;
	if ((uint64_t) (*weighted)->pairs + other->pairs > UINT32_MAX ||
	    !reserve(weighted, other->pairs, arena, problem))
		return false;
	memcpy((*weighted)->pair + (*weighted)->pairs, other->pair,
	       sizeof(other->pair[0]) * other->pairs);
	(*weighted)->pairs += other->pairs;
	return true;
}

const struct cpe_weighted *
cpe_weighted_close(const struct cpe_weighted *weighted, struct cpe_arena *arena,
                   struct cpe_problem *problem)
{
	struct cpe_weighted *closed;
	struct cpe_weighted *tight;

	if (weighted->closed)
		return weighted;
	closed = cpe_arena_alloc(arena, CPE_WEIGHTED_SIZE(weighted->pairs), 1, problem);
	if (closed == NULL)
		return NULL;
	memcpy(closed, weighted, CPE_WEIGHTED_SIZE(weighted->pairs));
	if (!put_in_order(closed->pair, &closed->pairs, arena, problem))
		return NULL;
	closed->closed = 1;
	closed->room = closed->pairs;
	if (closed->pairs == weighted->pairs)
		return closed;
	tight = cpe_arena_alloc(arena, CPE_WEIGHTED_SIZE(closed->pairs), 1, problem);
	if (tight != NULL)
		memcpy(tight, closed, CPE_WEIGHTED_SIZE(closed->pairs));
	return tight;
}

/* Adds weight * times, exactly: a count takes two doubles. */
static void
add_times(struct cpe_total *total, const struct cpe_weighted_pair *pair)
{
	double high[2] = {pair->weight, (double) (pair->count >> 32) * 4294967296.0};
	double low[2] = {pair->weight, (double) (pair->count & INT64_C(0xffffffff))};

	cpe_total_add(total, high, 2);
	cpe_total_add(total, low, 2);
}

bool
cpe_weighted_quantile(const struct cpe_weighted *closed, double p, struct cpe_arena *arena,
                      double *quantile, struct cpe_problem *problem)
{
	struct cpe_total total;
	struct cpe_total share;
	struct cpe_big weights;
	struct cpe_big factor;
	struct cpe_big threshold; /* minus p times all weights */
	uint32_t i;

	cpe_total_open(&total);
	for (i = 0; i < closed->pairs; i++)
	{
		if (i % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		add_times(&total, &closed->pair[i]);
	}
	cpe_total_open(&share);
	cpe_total_add(&share, &p, 1);
	cpe_big_of_exact(&weights, cpe_total_exact(&total));
	cpe_big_of_exact(&factor, cpe_total_exact(&share));
	cpe_big_multiply(&threshold, &weights, &factor);
	cpe_big_negate(&threshold);
	cpe_total_open(&total);
	for (i = 0; i < closed->pairs; i++)
	{
		struct cpe_big left;

		if (i % 1024 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		add_times(&total, &closed->pair[i]);
		cpe_big_of_exact(&weights, cpe_total_exact(&total));
		cpe_big_add(&left, &weights, &threshold);
		if (cpe_big_sign(&left) >= 0)
			break;
	}
	*quantile = closed->pair[i < closed->pairs ? i : closed->pairs - 1].value;
	return true;
}

/* ---- text and binary form ---- */

char *
cpe_weighted_print(const struct cpe_weighted *closed, struct cpe_arena *arena,
                   struct cpe_problem *problem)
{
	struct cpe_text text;

	cpe_text_open(&text, arena, problem);
	cpe_text_printf(&text, "missing=%lld", (long long) closed->missing);
	for (uint32_t i = 0; i < closed->pairs; i++)
	{
		char pair[80];

		if (i % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
		snprintf(pair, sizeof(pair), " %.17g/%.17g=%lld", closed->pair[i].value,
		         closed->pair[i].weight, (long long) closed->pair[i].count);
		cpe_text_append(&text, pair);
	}
	return cpe_text_close(&text, NULL);
}

static struct cpe_weighted *
open_weighted(struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_weighted *weighted = cpe_arena_alloc(arena, 1, sizeof(*weighted), problem);

	if (weighted != NULL)
		cpe_weighted_empty(weighted);
	return weighted;
}

/* A pair that was read; each comes once. */
static bool
take_pair(struct cpe_weighted **weighted, double value, double weight, int64_t times,
          struct cpe_arena *arena, struct cpe_problem *problem)
{
	if (!isfinite(value) || !isfinite(weight) || !(weight > 0) || times < 1)
		return cpe_problem_set(problem, CPE_INVALID,
		                       "Values are finite; weights and counts are positive.", NULL,
		                       "no rows have these numbers in weighted_values");
	return add_pair(weighted, value, weight, times, arena, problem);
}

static const struct cpe_weighted *
finish_reading(const struct cpe_weighted *weighted, struct cpe_arena *arena,
               struct cpe_problem *problem)
{
	const struct cpe_weighted *closed = cpe_weighted_close(weighted, arena, problem);

	if (closed != NULL && closed->missing < 0)
	{
		cpe_problem_set(problem, CPE_INVALID, "Counts are zero or positive.", NULL,
		                "missing of weighted_values must not be negative");
		return NULL;
	}
	return closed;
}

/* A number as strtod takes it, but decimal and with a digit first. */
static bool
skip_number(const char **text, double *number)
{
	const char *first = *text + (**text == '-');
	char *end;

	if (*first < '0' || *first > '9' || first[1] == 'x' || first[1] == 'X')
		return false;
	*number = strtod(*text, &end);
	*text = end;
	return true;
}

static bool
skip_count(const char **text, int64_t *number)
{
	const char *first = *text;

	for (*number = 0; **text >= '0' && **text <= '9'; (*text)++)
		if (__builtin_mul_overflow(*number, (int64_t) 10, number) ||
		    __builtin_add_overflow(*number, (int64_t) (**text - '0'), number))
			return false;
	return *text > first;
}

const struct cpe_weighted *
cpe_weighted_parse(const char *text, struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_weighted *weighted = open_weighted(arena, problem);
	bool good = strncmp(text, "missing=", 8) == 0;

	if (weighted == NULL)
		return NULL;
	if (good)
	{
		text += 8;
		good = skip_count(&text, &weighted->missing);
	}
	while (good && *text == ' ')
	{
		double value = 0;
		double weight = 0;
		int64_t times = 0;

		text++;
		good = skip_number(&text, &value) && *text++ == '/' && skip_number(&text, &weight) &&
		       *text++ == '=' && skip_count(&text, &times);
		if (good && !take_pair(&weighted, value, weight, times, arena, problem))
			return NULL;
		if (good && weighted->pairs % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return NULL;
	}
	if (!good || *text != '\0')
	{
		cpe_problem_set(problem, CPE_SYNTAX,
		                "The text is like \"missing=0 7.5/1=2\": values, weights and how often.",
		                NULL, "invalid input syntax for type weighted_values");
		return NULL;
	}
	return finish_reading(weighted, arena, problem);
}

unsigned char *
cpe_weighted_write(const struct cpe_weighted *closed, size_t *length, struct cpe_arena *arena,
                   struct cpe_problem *problem)
{
	unsigned char *bytes = cpe_arena_alloc(arena, 9 + 24 * (size_t) closed->pairs, 1, problem);
	unsigned char *at = bytes;

	if (bytes == NULL)
		return NULL;
	*at++ = CPE_WEIGHTED_VERSION;
	at = cpe_bytes_write(at, (uint64_t) closed->missing, 8);
	for (uint32_t i = 0; i < closed->pairs; i++)
	{
		uint64_t bits[3];

		memcpy(bits, &closed->pair[i], sizeof(bits));
		for (int j = 0; j < 3; j++)
			at = cpe_bytes_write(at, bits[j], 8);
	}
	*length = (size_t) (at - bytes);
	return bytes;
}

const struct cpe_weighted *
cpe_weighted_read(const unsigned char *bytes, size_t length, struct cpe_arena *arena,
                  struct cpe_problem *problem)
{
	struct cpe_weighted *weighted = open_weighted(arena, problem);

	if (weighted == NULL)
		return NULL;
	if (length < 9 || bytes[0] != CPE_WEIGHTED_VERSION || (length - 9) % 24 != 0)
	{
		cpe_problem_set(problem, CPE_BINARY, NULL, NULL,
		                "invalid binary form of type weighted_values");
		return NULL;
	}
	weighted->missing = (int64_t) cpe_bytes_read(bytes + 1, 8);
	for (size_t at = 9; at < length; at += 24)
	{
		struct cpe_weighted_pair pair;
		uint64_t bits[3];

		for (int j = 0; j < 3; j++)
			bits[j] = cpe_bytes_read(bytes + at + 8 * j, 8);
		memcpy(&pair, bits, sizeof(pair));
		if (!take_pair(&weighted, pair.value, pair.weight, pair.count, arena, problem))
			return NULL;
	}
	return finish_reading(weighted, arena, problem);
}
