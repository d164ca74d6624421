#include "publish/svg_names.h"

#include <string.h>

#include "base/sort.h"

/* By text, then by position. */
static int
by_text(const void *left, const void *right)
{
	const struct cpe_svg_name *a = left;
	const struct cpe_svg_name *b = right;
	int order = strcmp(a->text, b->text);

	return order != 0 ? order : cpe_compare_numbers(a->position, b->position);
}

/* By position, then by text. */
static int
by_position(const void *left, const void *right)
{
	const struct cpe_svg_name *a = *(struct cpe_svg_name *const *) left;
	const struct cpe_svg_name *b = *(struct cpe_svg_name *const *) right;
	int order = cpe_compare_numbers(a->position, b->position);

	return order != 0 ? order : strcmp(a->text, b->text);
}

/* Finds the distinct names and gives them their places. */
bool
cpe_svg_names_make(struct cpe_svg_names *names, struct cpe_svg_name *all, size_t count,
                   struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_svg_name **ordered;

	names->count = 0;
	names->by_text = all;
	if (!cpe_sort(arena, all, count, sizeof(*all), by_text, problem))
		return false;
	for (size_t i = 0; i < count; i++)
	{
		if (names->count > 0 && strcmp(all[names->count - 1].text, all[i].text) == 0)
			continue;
		all[names->count++] = all[i];
	}
	ordered = cpe_arena_alloc(arena, names->count, sizeof(*ordered), problem);
	names->text = cpe_arena_alloc(arena, names->count, sizeof(*names->text), problem);
	if (ordered == NULL || names->text == NULL)
		return false;
	for (size_t i = 0; i < names->count; i++)
		ordered[i] = &all[i];
	if (!cpe_sort(arena, ordered, names->count, sizeof(*ordered), by_position, problem))
		return false;
	for (size_t i = 0; i < names->count; i++)
	{
		ordered[i]->place = i;
		names->text[i] = ordered[i]->text;
	}
	return true;
}

/* Looks a name up. */
size_t
cpe_svg_name_place(const struct cpe_svg_names *names, const char *text)
{
	size_t lo = 0;
	size_t hi = names->count;

	while (hi - lo > 1)
	{
		size_t middle = lo + (hi - lo) / 2;

		if (strcmp(names->by_text[middle].text, text) <= 0)
			lo = middle;
		else
			hi = middle;
	}
	return names->by_text[lo].place;
}
