#include "adjust/patterns_sheet.h"

/* The highest bit of each of a word's bytes. */
#define SIGNS UINT64_C(0x8080808080808080)

static uint64_t
word_at(const void *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

/* Adds bytes that are 0 to 127 to signed ones, each on its own. */
static uint64_t
add_each(uint64_t counters, uint64_t add)
{
	return ((counters & ~SIGNS) + add) ^ (counters & SIGNS);
}

/* Adds to counters of one byte, or adds nothing and returns false where one would not hold it. */
static bool
add_to_bytes(signed char *row, const unsigned char *add, int counters)
{
	int words = counters & ~7;
	uint64_t over = 0;

	for (int i = 0; i < words; i += 8)
	{
		uint64_t before = word_at(row + i);

		over |= ~before & add_each(before, word_at(add + i)) & SIGNS;
	}
	for (int i = words; i < counters; i++)
		over |= row[i] + add[i] > INT8_MAX;
	if (over != 0)
		return false;
	for (int i = 0; i < words; i += 8)
	{
		uint64_t sum = add_each(word_at(row + i), word_at(add + i));

		memcpy(row + i, &sum, sizeof(sum));
	}
	for (int i = words; i < counters; i++)
		row[i] = (signed char) (row[i] + add[i]);
	return true;
}

/* The same to wider counters. */
#define ADD_TO(type, most)                                                                         \
	static bool add_to_##type(type *row, const unsigned char *add, int counters)                   \
	{                                                                                              \
		int over = 0;                                                                              \
                                                                                                   \
		for (int i = 0; i < counters; i++)                                                         \
			over |= row[i] > (most) -add[i];                                                       \
		for (int i = 0; over == 0 && i < counters; i++)                                            \
			row[i] = (type) (row[i] + add[i]);                                                     \
		return over == 0;                                                                          \
	}
ADD_TO(int16_t, INT16_MAX)
ADD_TO(int32_t, INT32_MAX)
ADD_TO(int64_t, INT64_MAX)

/* Adds to a row that is there as it is, or adds nothing and returns false. */
static bool
add_in_place(const struct cpe_counts *counts, uint32_t place, const unsigned char *add)
{
	void *row = cpe_pages_at(&counts->store[place & 3], (place >> 2) - 1);

	switch (place & 3)
	{
		case 0:
			return add_to_bytes(row, add, counts->counters);
		case 1:
			return add_to_int16_t(row, add, counts->counters);
		case 2:
			return add_to_int32_t(row, add, counts->counters);
		default:
			return add_to_int64_t(row, add, counts->counters);
	}
}

bool
cpe_counts_add_bytes(struct cpe_counts *counts, uint32_t *place, const unsigned char *add,
                     struct cpe_arena *arena, struct cpe_problem *problem)
{
	if (*place == 0 && !cpe_counts_widen(counts, place, 0, 0, arena, problem))
		return false;
	if (*place != 0 && add_in_place(counts, *place, add))
		return true;
	for (int i = 0; i < counts->counters; i++)
		if (add[i] != 0 && !cpe_counts_add(counts, place, i, add[i], arena, problem))
			return false;
	return true;
}

bool
cpe_patterns_unanswered_bytes(struct cpe_patterns *patterns, int32_t organisation,
                              const unsigned char *add, struct cpe_problem *problem)
{
	if ((uint32_t) organisation < patterns->unanswered_place.room)
	{
		uint32_t *place = cpe_pages_at(&patterns->unanswered_place, (uint32_t) organisation);

		if (*place != 0)
			return cpe_counts_add_bytes(&patterns->unanswered, place, add, patterns->arena,
			                            problem);
	}
	for (int i = 0; i < patterns->shape.questions; i++)
		if (add[i] != 0 && !cpe_patterns_unanswered(patterns, organisation, i, add[i], problem))
			return false;
	return true;
}
