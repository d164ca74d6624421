#include "adjust/patterns_sheet.h"

/* The highest bit of each counter of a word: eight of one byte, or four of two. */
#define SIGNS_8 UINT64_C(0x8080808080808080)
#define SIGNS_16 UINT64_C(0x8000800080008000)

static inline uint64_t
word_at(const void *bytes)
{
	uint64_t word;

	memcpy(&word, bytes, sizeof(word));
	return word;
}

/* Four bytes as four of two bytes, in the same order on any processor. */
static inline uint64_t
spread(const unsigned char *bytes)
{
	uint32_t four;
	uint64_t word;

	memcpy(&four, bytes, sizeof(four));
	word = (four | (uint64_t) four << 16) & UINT64_C(0x0000FFFF0000FFFF);
	return (word | word << 8) & UINT64_C(0x00FF00FF00FF00FF);
}

/* Adds numbers without a sign to signed counters, each on its own. */
static inline uint64_t
add_each(uint64_t counters, uint64_t add, uint64_t signs)
{
	return ((counters & ~signs) + add) ^ (counters & signs);
}

/*
 * Adds to counters of one or two bytes, or adds nothing and returns false where one would not hold
 * it: it would turn from positive to negative.
 */
#define ADD_WORDS(type, most, each, signs, add_at)                                                 \
	static bool add_to_##type(type *row, const unsigned char *add, int counters)                   \
	{                                                                                              \
		int words = counters - counters % (each);                                                  \
		uint64_t over = 0;                                                                         \
                                                                                                   \
		for (int i = 0; i < words; i += (each))                                                    \
		{                                                                                          \
			uint64_t before = word_at(row + i);                                                    \
                                                                                                   \
			over |= ~before & add_each(before, add_at(add + i), signs) & (signs);                  \
		}                                                                                          \
		for (int i = words; i < counters; i++)                                                     \
			over |= row[i] > (most) -add[i];                                                       \
		if (over != 0)                                                                             \
			return false;                                                                          \
		for (int i = 0; i < words; i += (each))                                                    \
		{                                                                                          \
			uint64_t sum = add_each(word_at(row + i), add_at(add + i), signs);                     \
                                                                                                   \
			memcpy(row + i, &sum, sizeof(sum));                                                    \
		}                                                                                          \
		for (int i = words; i < counters; i++)                                                     \
			row[i] = (type) (row[i] + add[i]);                                                     \
		return true;                                                                               \
	}
ADD_WORDS(int8_t, INT8_MAX, 8, SIGNS_8, word_at)
ADD_WORDS(int16_t, INT16_MAX, 4, SIGNS_16, spread)

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
			return add_to_int8_t(row, add, counts->counters);
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
