#include "base/dictionary.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define KEYS 3000
#define LONGEST 90

struct key
{
	size_t size;
	char bytes[LONGEST];
};

static int
compare_keys(const struct key *a, const struct key *b)
{
	size_t common = a->size < b->size ? a->size : b->size;
	int order = memcmp(a->bytes, b->bytes, common);

	return order ? order : (a->size > b->size) - (a->size < b->size);
}

/* Keys of few different bytes, so that many are met again and many begin others. */
static void
random_key(struct key *key, int round)
{
	key->size = random() % (round % 3 ? 8 : LONGEST);
	for (size_t i = 0; i < key->size; i++)
		key->bytes[i] = (char) (random() % 3 - 1);
}

/* Against a list that is searched from its beginning. */
static void
check_numbers(void)
{
	static struct key met[KEYS];

	for (int round = 0; round < 20; round++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem;
		struct cpe_dictionary dictionary;
		int32_t *rank;
		int32_t *order;
		int32_t count = 0;

		cpe_arena_open_malloc(&arena);
		CHECK(cpe_dictionary_open(&dictionary, &arena, &problem), "opens");
		for (int i = 0; i < KEYS; i++)
		{
			int32_t want = 0;
			int32_t number = -1;

			random_key(&met[count], round);
			while (compare_keys(&met[want], &met[count]) != 0)
				want++;
			CHECK(cpe_dictionary_find(&dictionary, met[count].bytes, met[count].size) ==
			          (want < count ? want : -1),
			      "key %d is found, or not there yet", i);
			CHECK(cpe_dictionary_number(&dictionary, met[count].bytes, met[count].size, &number,
			                            &problem),
			      "a number");
			CHECK(number == want, "key %d has number %d, not %d", i, number, want);
			count += want == count;
		}
		CHECK(dictionary.entries == count, "%d keys, not %d", dictionary.entries, count);
		CHECK(cpe_dictionary_sort(&dictionary, NULL, &rank, &order, &problem), "sorts");
		for (int32_t i = 0; i < count; i++)
		{
			const struct cpe_dictionary_entry *entry = &dictionary.entry[i];

			CHECK(entry->size == met[i].size &&
			          memcmp(entry->bytes, met[i].bytes, entry->size) == 0,
			      "key %d is kept", i);
			CHECK(((const char *) entry->bytes)[entry->size] == 0, "a NUL behind key %d", i);
			CHECK((size_t) entry->bytes % 8 == 0, "key %d suits doubles", i);
			CHECK(order[rank[i]] == i, "rank and order of %d", i);
			if (i > 0)
				CHECK(compare_keys(&met[order[i - 1]], &met[order[i]]) < 0, "order of %d", i);
		}
		cpe_arena_close_malloc(&arena);
	}
}

/* Stopped at each poll, and without memory at each request. */
static void
check_failures(void)
{
	for (int memory = 0; memory < 2; memory++)
		for (int left = 0;; left++)
		{
			struct cpe_arena arena;
			struct cpe_problem problem = {CPE_OK, "", "", ""};
			struct cpe_dictionary dictionary;
			int32_t *rank;
			int32_t *order;
			bool good;

			unit_arena_open(&arena, memory ? -1 : left, memory ? left : -1);
			good = cpe_dictionary_open(&dictionary, &arena, &problem);
			for (int32_t i = 0; good && i < 20000; i++)
			{
				int32_t number;

				good = cpe_dictionary_number(&dictionary, &i, sizeof(i), &number, &problem);
			}
			good = good && cpe_dictionary_sort(&dictionary, NULL, &rank, &order, &problem);
			CHECK(good || problem.code == (memory ? CPE_NO_MEMORY : CPE_CANCELLED), "after %d: %d",
			      left, problem.code);
			cpe_arena_close_malloc(&arena);
			if (good)
			{
				CHECK(left > 5, "it asks often enough: %d", left);
				break;
			}
		}
}

int
main(void)
{
	srandom(1995);
	unit_case("numbers and order against a plain list");
	check_numbers();
	unit_case("stopped, or out of memory");
	check_failures();
	return unit_end();
}
