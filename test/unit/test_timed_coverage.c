/* Timed coverage: against counting one by one; texts, bytes, ends. */
#include "cohort/timed_coverage.h"

#include <stdlib.h>
#include <string.h>

#include "unit.h"

#define PEOPLE 400

static struct cpe_timed *
new_timed(struct cpe_arena *arena, uint32_t room)
{
	struct cpe_problem problem;
	struct cpe_timed *timed = cpe_arena_alloc(arena, 1, cpe_timed_size(room), &problem);

	cpe_timed_open(timed, room);
	return timed;
}

/* Adds a person: below -1 before, -1 never. */
static struct cpe_timed *
add(struct cpe_timed *timed, int days, struct cpe_arena *arena)
{
	struct cpe_problem problem;
	struct cpe_timed *roomier;

	if (days < 0)
	{
		CHECK(cpe_timed_count(timed, days == -1 ? &timed->never : &timed->before, 1, &problem),
		      "count");
		return timed;
	}
	if (cpe_timed_add(timed, days, 1, &problem) == CPE_TIMED_DONE)
		return timed;
	roomier = new_timed(arena, timed->room + 3);
	cpe_timed_copy(roomier, timed->room + 3, timed);
	CHECK(cpe_timed_add(roomier, days, 1, &problem) == CPE_TIMED_DONE, "there is room now");
	return roomier;
}

static int
by_days(const void *a, const void *b)
{
	return *(const int *) a - *(const int *) b;
}

static void
check_random(void)
{
	unit_case("random people: order, split, shares, against sorting");
	for (int trial = 0; trial < 300; trial++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem;
		int days[PEOPLE];
		int reached[PEOPLE];
		int found = 0;
		int people = (int) (unit_random() * PEOPLE);
		int spread = trial % 2 ? 30 : 700;
		struct cpe_timed *whole;
		struct cpe_timed *part[2];
		const struct cpe_timed *both;

		cpe_arena_open_malloc(&arena);
		whole = new_timed(&arena, 0);
		part[0] = new_timed(&arena, 1);
		part[1] = new_timed(&arena, 2);
		for (int i = 0; i < people; i++)
		{
			int k = unit_random() < 0.3;

			days[i] = (int) (unit_random() * spread) - 3;
			whole = add(whole, days[i], &arena);
			part[k] = add(part[k], days[i], &arena);
			if (days[i] >= 0)
				reached[found++] = days[i];
		}
		both = cpe_timed_merge(part[1], part[0], &arena, &problem);
		CHECK(strcmp(cpe_timed_print(whole, &arena, &problem),
		             cpe_timed_print(both, &arena, &problem)) == 0,
		      "trial %d: parts give the whole", trial);
		CHECK(whole->all == people && cpe_timed_reached(whole) == found, "trial %d: people", trial);
		qsort(reached, (size_t) found, sizeof(int), by_days);
		for (int i = 1; i <= found; i++)
		{
			CHECK(cpe_timed_day_of(whole, (double) i / found, found) == reached[i - 1],
			      "trial %d: %d of %d", trial, i, found);
			CHECK(cpe_timed_day_of(whole, (i - 0.5) / found, found) == reached[i - 1],
			      "trial %d: half before %d of %d", trial, i, found);
		}
		for (int day = 0; day < spread; day += 7)
		{
			int count = 0;

			while (count < found && reached[count] <= day)
				count++;
			CHECK(cpe_timed_by(whole, day) == count, "trial %d: by day %d", trial, day);
		}
		cpe_arena_close_malloc(&arena);
	}
}

/* Hundredths written as decimals are met exactly by so many of a hundred people. */
static void
check_decimals(void)
{
	static const char *const hundredth[] = {"0.01", "0.07", "0.14", "0.28", "0.29",
	                                        "0.55", "0.56", "0.57", "0.58", "0.99"};

	unit_case("a share written as a decimal is met exactly");
	for (int i = 0; i < 10; i++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem;
		double share = strtod(hundredth[i], NULL);
		int people = atoi(hundredth[i] + 2);
		char text[60];

		cpe_arena_open_malloc(&arena);
		snprintf(text, sizeof(text), "never=0 before=0 1:%d 2:%d", people, 100 - people);
		CHECK(cpe_timed_day_of(cpe_timed_parse(text, &arena, &problem), share, 100) == 1, "%s",
		      text);
		cpe_arena_close_malloc(&arena);
	}
}

static void
check_hostile_bytes(void)
{
	struct cpe_arena arena;
	struct cpe_problem problem;
	const struct cpe_timed *timed;
	unsigned char *bytes;
	size_t size = 0;
	int taken = 0;
	static const char text[] = "never=3 before=1 0:5 14:2 731:9";

	unit_case("hostile bytes");
	cpe_arena_open_malloc(&arena);
	timed = cpe_timed_parse(text, &arena, &problem);
	CHECK(strcmp(cpe_timed_print(timed, &arena, &problem), text) == 0, "text");
	bytes = cpe_timed_write(timed, &size, &arena, &problem);
	for (size_t i = 0; i < size; i++)
	{
		unsigned char *copy = malloc(size);

		memcpy(copy, bytes, size);
		CHECK(cpe_timed_read(copy, i, &arena, &problem) == NULL, "the first %zu bytes", i);
		for (int value = 0; value < 256; value++)
		{
			size_t written = 0;

			copy[i] = (unsigned char) value;
			timed = cpe_timed_read(copy, size, &arena, &problem);
			if (timed == NULL)
				continue;
			CHECK(memcmp(cpe_timed_write(timed, &written, &arena, &problem), copy, size) == 0 &&
			          written == size && timed->all >= cpe_timed_reached(timed) && timed->all >= 0,
			      "byte %zu as %d", i, value);
			taken++;
		}
		free(copy);
	}
	CHECK(taken > 2000, "only %d variants were taken", taken);
	cpe_arena_close_malloc(&arena);
}

int
main(void)
{
	srandom(11);
	check_random();
	check_decimals();
	check_hostile_bytes();
	return unit_end();
}
