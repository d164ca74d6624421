#include "base/sort.h"

#include <string.h>

/* Merges two sorted neighbours into the target. */
static void
merge_runs(char *target, const char *left, size_t lefts, const char *right, size_t rights,
           size_t size, int (*compare)(const void *, const void *))
{
	while (lefts > 0 && rights > 0)
	{
		if (compare(left, right) <= 0)
		{
			memcpy(target, left, size);
			left += size;
			lefts--;
		}
		else
		{
			memcpy(target, right, size);
			right += size;
			rights--;
		}
		target += size;
	}
	memcpy(target, left, lefts * size);
	memcpy(target + lefts * size, right, rights * size);
}

/* Bottom-up merge sort: a long sort stays cancellable, which qsort does not. */
bool
cpe_sort(struct cpe_arena *arena, void *base, size_t count, size_t size,
         int (*compare)(const void *, const void *), struct cpe_problem *problem)
{
	char *from = base;
	char *to = cpe_arena_alloc(arena, count, size, problem);

	if (to == NULL)
		return false;
	for (size_t run = 1; run < count; run *= 2)
	{
		char *swap = from;
		size_t since_poll = 0;

		for (size_t at = 0; at < count; at += 2 * run)
		{
			size_t lefts = count - at < run ? count - at : run;
			size_t rights = count - at - lefts < run ? count - at - lefts : run;

			merge_runs(to + at * size, from + at * size, lefts, from + (at + lefts) * size, rights,
			           size, compare);
			since_poll += lefts + rights;
			if (since_poll >= 4096)
			{
				since_poll = 0;
				if (!cpe_arena_poll(arena, problem))
					return false;
			}
		}
		from = to;
		to = swap;
	}
	if (from != (char *) base)
		memcpy(base, from, count * size);
	return true;
}

int
cpe_by_number(const void *a, const void *b)
{
	return cpe_compare_numbers(*(const double *) a, *(const double *) b);
}

int
cpe_compare_texts(const char *a, const char *b)
{
	if (a == NULL || b == NULL)
		return (a != NULL) - (b != NULL);
	return strcmp(a, b);
}
