#include "adjust/patterns_sheet.h"
#include "unit.h"

#include <stdlib.h>

#define MOST_COUNTERS 150

/* A row of counters and what it must hold, kept the simplest way. */
struct row
{
	uint32_t place;
	int64_t want[MOST_COUNTERS];
};

static void
check_row(const struct cpe_counts *counts, const struct row *row, const char *when)
{
	for (int i = 0; i < counts->counters; i++)
		if (!CHECK(cpe_counts_get(counts, row->place, i) == row->want[i],
		           "%s, counter %d of %d is %lld, not %lld", when, i, counts->counters,
		           (long long) cpe_counts_get(counts, row->place, i), (long long) row->want[i]))
			return;
}

/* Numbers to add: none, small ones, or the greatest. */
static void
random_bytes(unsigned char *add, int counters)
{
	int most = random() % 3 == 0 ? 127 : 1 + random() % 3;

	for (int i = 0; i < counters; i++)
		add[i] = (unsigned char) (random() % (most + 1));
}

/* Rows of one state at every width, with what a sum of ratings can have been before. */
static void
add_at_random(struct cpe_arena *arena, int counters)
{
	static const int64_t start[] = {
		0, 100, -128, -1, 32700, -32768, 2147483600, -2147483648, INT64_MAX - 200000};
	struct cpe_patterns_question *question = calloc((size_t) counters / 2, sizeof(*question));
	struct cpe_patterns_shape shape = {.questions = counters / 2, .question = question};
	struct cpe_patterns *patterns;
	struct cpe_problem problem;
	struct row row[9] = {{0, {0}}};
	char name[MOST_COUNTERS][16];
	unsigned char add[MOST_COUNTERS];

	for (int i = 0; i < shape.questions; i++)
	{
		snprintf(name[i], sizeof(name[i]), "Q%d", i);
		question[i].name = name[i];
		question[i].rated = i == 0 && counters % 2 != 0;
	}
	patterns = cpe_patterns_open(&shape, arena, &problem);
	if (!CHECK(patterns != NULL && patterns->counters == counters, "no state of %d counters",
	           counters))
		return;
	for (int round = 0; round < 1000; round++)
		for (int i = 0; i < 9; i++)
		{
			int at = (int) random() % counters;

			if (round == 0 && start[i] != 0)
			{
				CHECK(
					cpe_counts_add(&patterns->count, &row[i].place, at, start[i], arena, &problem),
					"%s", problem.message);
				row[i].want[at] = start[i];
			}
			random_bytes(add, counters);
			for (int k = 0; k < counters; k++)
				row[i].want[k] += add[k];
			if (!CHECK(cpe_counts_add_bytes(&patterns->count, &row[i].place, add, arena, &problem),
			           "%s", problem.message))
				return;
			if (round % 100 == 0 || round == 999)
				check_row(&patterns->count, &row[i], "after an addition");
		}
	CHECK((row[0].place & 3) == 1 && (row[4].place & 3) == 2 && (row[6].place & 3) == 3,
	      "rows did not become as wide as they have to");
	free(question);
}

/* An organisation's respondents without an outcome: the first, and the next ones. */
static void
unanswered(struct cpe_arena *arena)
{
	struct cpe_patterns_question question[11];
	struct cpe_patterns_shape shape = {.questions = 11, .question = question};
	struct cpe_patterns *patterns;
	struct cpe_problem problem;
	int64_t want[4][11] = {{0}};
	char name[11][16];

	for (int i = 0; i < 11; i++)
	{
		snprintf(name[i], sizeof(name[i]), "Q%d", i);
		question[i] = (struct cpe_patterns_question){name[i], false, 0};
	}
	patterns = cpe_patterns_open(&shape, arena, &problem);
	for (int round = 0; patterns != NULL && round < 2000; round++)
	{
		int organisation = (int) random() % 4;
		unsigned char add[11];

		for (int i = 0; i < 11; i++)
			want[organisation][i] += add[i] = random() % 2;
		CHECK(cpe_patterns_unanswered_bytes(patterns, organisation, add, &problem), "%s",
		      problem.message);
	}
	for (int k = 0; patterns != NULL && k < 4; k++)
		for (int i = 0; i < 11; i++)
			CHECK(cpe_patterns_unanswered_at(patterns, k, i) == want[k][i],
			      "organisation %d lacks %lld outcomes of question %d, not %lld", k,
			      (long long) cpe_patterns_unanswered_at(patterns, k, i), i,
			      (long long) want[k][i]);
}

static void
limits(void)
{
	struct cpe_patterns_question question = {NULL, false, 0};
	struct cpe_patterns_shape shape = {.questions = 1, .question = &question};
	struct cpe_patterns *patterns;
	struct cpe_problem problem;
	struct cpe_arena arena;
	const unsigned char add[2] = {1, 1};
	uint32_t place = 0;

	cpe_arena_open_malloc(&arena);
	patterns = cpe_patterns_open(&shape, &arena, &problem);
	CHECK(cpe_counts_add(&patterns->count, &place, 1, INT64_MAX, &arena, &problem), "no number");
	CHECK(!cpe_counts_add_bytes(&patterns->count, &place, add, &arena, &problem) &&
	          problem.code == CPE_RANGE,
	      "a count passes 2^63");
	cpe_arena_close_malloc(&arena);
	for (int allocs = 0; allocs < 40; allocs++)
	{
		unit_arena_open(&arena, -1, allocs);
		problem.code = CPE_OK;
		place = 0;
		patterns = cpe_patterns_open(&shape, &arena, &problem);
		if (patterns != NULL &&
		    !cpe_counts_add_bytes(&patterns->count, &place, add, &arena, &problem))
			CHECK(problem.code == CPE_NO_MEMORY, "another problem than no memory");
		cpe_arena_close_malloc(&arena);
	}
	CHECK(problem.code == CPE_OK, "40 allocations are not enough");
}

int
main(void)
{
	struct cpe_arena arena;

	srandom(20260301);
	cpe_arena_open_malloc(&arena);
	unit_case("bytes are added to counters of every width");
	for (int counters = 2; counters < MOST_COUNTERS; counters += counters < 30 ? 1 : 17)
		add_at_random(&arena, counters);
	unit_case("respondents without an outcome");
	unanswered(&arena);
	cpe_arena_close_malloc(&arena);
	unit_case("limits");
	limits();
	return unit_end();
}
