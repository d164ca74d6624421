#include "tally/design_quantile.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct cpe_arena arena;
static struct cpe_problem problem;

static struct cpe_weighted *
open_weighted(void)
{
	struct cpe_weighted *weighted = cpe_arena_alloc(&arena, 1, sizeof(*weighted), &problem);

	cpe_weighted_empty(weighted);
	return weighted;
}

static const struct cpe_weighted *
closed(const struct cpe_weighted *weighted)
{
	return cpe_weighted_close(weighted, &arena, &problem);
}

static bool
same(const struct cpe_weighted *a, const struct cpe_weighted *b)
{
	a = closed(a);
	b = closed(b);
	return a->pairs == b->pairs && memcmp(a, b, CPE_WEIGHTED_SIZE(a->pairs)) == 0;
}

/* The smallest value up to which the share lies: weights are whole quarters, so sums are exact. */
static double
oracle(const double *value, const double *weight, int rows, double p)
{
	double total = 0;
	double best = INFINITY;

	for (int i = 0; i < rows; i++)
		total += weight[i];
	for (int i = 0; i < rows; i++)
	{
		double up_to = 0;

		for (int j = 0; j < rows; j++)
			if (value[j] <= value[i])
				up_to += weight[j];
		if (up_to >= p * total && value[i] < best)
			best = value[i];
	}
	return best;
}

static void
check_random(void)
{
	for (int round = 0; round < 300; round++)
	{
		double value[200];
		double weight[200];
		int rows = 1 + (int) (random() % 200);
		struct cpe_weighted *whole;
		struct cpe_weighted *part[3];
		const struct cpe_weighted *again;
		unsigned char *bytes;
		size_t length;
		char *text;

		cpe_arena_open_malloc(&arena);
		whole = open_weighted();
		for (int p = 0; p < 3; p++)
			part[p] = open_weighted();
		for (int i = 0; i < rows; i++)
		{
			value[i] = (double) (random() % (round % 2 ? 20 : 100000)) / 7 - 3;
			weight[i] = (double) (1 + random() % 9) / 4;
			CHECK(cpe_weighted_add(&whole, value[i], weight[i], &arena, &problem) &&
			          cpe_weighted_add(&part[random() % 3], value[i], weight[i], &arena, &problem),
			      "a value");
		}
		CHECK(cpe_weighted_add_missing(whole, &problem) &&
		          cpe_weighted_add_missing(part[1], &problem),
		      "one missing");
		for (double p = 0; p <= 1; p += 0.125)
		{
			double quantile = NAN;

			CHECK(cpe_weighted_quantile(closed(whole), p, &arena, &quantile, &problem) &&
			          quantile == oracle(value, weight, rows, p),
			      "round %d: quantile %g is %g, not %g", round, p, quantile,
			      oracle(value, weight, rows, p));
		}
		CHECK(cpe_weighted_merge(&part[0], part[1], &arena, &problem) &&
		          cpe_weighted_merge(&part[0], closed(part[2]), &arena, &problem) &&
		          same(part[0], whole),
		      "round %d: in parts", round);
		text = cpe_weighted_print(closed(whole), &arena, &problem);
		again = cpe_weighted_parse(text, &arena, &problem);
		CHECK(again != NULL && same(again, whole), "text: %s", text);
		bytes = cpe_weighted_write(closed(whole), &length, &arena, &problem);
		again = cpe_weighted_read(bytes, length, &arena, &problem);
		CHECK(again != NULL && same(again, whole), "binary form");
		for (size_t i = 0; i < length; i += 5)
		{
			unsigned char before = bytes[i];

			bytes[i] = (unsigned char) random();
			again = cpe_weighted_read(bytes, length, &arena, &problem);
			CHECK(again == NULL || same(again, whole) == (bytes[i] == before), "another byte");
			bytes[i] = before;
		}
		CHECK(cpe_weighted_read(bytes, length - 1, &arena, &problem) == NULL &&
		          problem.code == CPE_BINARY,
		      "cut off");
		cpe_arena_close_malloc(&arena);
	}
}

/* As many pairs as there may be, and one more. */
static void
check_limit(void)
{
	struct cpe_weighted *large;

	cpe_arena_open_malloc(&arena);
	large = cpe_arena_alloc(&arena, 1, CPE_WEIGHTED_SIZE(CPE_WEIGHTED_MAX), &problem);
	cpe_weighted_empty(large);
	large->pairs = CPE_WEIGHTED_MAX;
	large->room = CPE_WEIGHTED_MAX;
	CHECK(!cpe_weighted_add(&large, 1, 1, &arena, &problem) && problem.code == CPE_LIMIT,
	      "the limit is told: %s", problem.message);
	cpe_arena_close_malloc(&arena);
}

int
main(void)
{
	srandom(1801);
	unit_case("definition, parts, text and bytes");
	check_random();
	unit_case("the largest");
	check_limit();
	return unit_end();
}
