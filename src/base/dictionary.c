#include "base/dictionary.h"

#include <string.h>

#include "base/sort.h"

#define FIRST_SLOTS 16
#define FIRST_CHUNK_BYTES 256
#define CHUNK_BYTES 65536
#define KEY_ALIGNMENT 8

/* What is sorted: the entry first, so that comparisons see one. */
struct placed
{
	struct cpe_dictionary_entry entry;
	int32_t number;
};

bool
cpe_dictionary_open(struct cpe_dictionary *dictionary, struct cpe_arena *arena,
                    struct cpe_problem *problem)
{
	memset(dictionary, 0, sizeof(*dictionary));
	dictionary->arena = arena;
	dictionary->slots = FIRST_SLOTS;
	dictionary->slot = cpe_arena_alloc(arena, FIRST_SLOTS, sizeof(int32_t), problem);
	if (dictionary->slot == NULL)
		return false;
	dictionary->entry =
		cpe_arena_alloc(arena, FIRST_SLOTS / 2, sizeof(struct cpe_dictionary_entry), problem);
	return dictionary->entry != NULL;
}

/* Eight bytes at a time: multiply and fold.  Any hash gives the same numbers, only slower. */
static uint64_t
hash_bytes(const unsigned char *bytes, size_t size)
{
	uint64_t hash = 0x9e3779b97f4a7c15u ^ size;

	while (size > 0)
	{
		size_t take = size < sizeof(uint64_t) ? size : sizeof(uint64_t);
		uint64_t word = 0;

		memcpy(&word, bytes, take);
		hash = (hash ^ word) * 0xff51afd7ed558ccdu;
		hash ^= hash >> 32;
		bytes += take;
		size -= take;
	}
	hash *= 0xc4ceb9fe1a85ec53u;
	return hash ^ (hash >> 29);
}

/* Doubles the room for keys. */
static bool
grow(struct cpe_dictionary *dictionary, struct cpe_problem *problem)
{
	size_t slots = 2 * dictionary->slots;
	struct cpe_dictionary_entry *entry;
	int32_t *slot;

	if (slots > ((size_t) 1 << 31))
		return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "too many different rows");
	slot = cpe_arena_alloc(dictionary->arena, slots, sizeof(int32_t), problem);
	if (slot == NULL)
		return false;
	entry = cpe_arena_alloc(dictionary->arena, slots / 2, sizeof(*entry), problem);
	if (entry == NULL)
		return false;
	memcpy(entry, dictionary->entry, sizeof(*entry) * dictionary->entries);
	for (int32_t i = 0; i < dictionary->entries; i++)
	{
		size_t at = entry[i].hash & (slots - 1);

		while (slot[at])
			at = (at + 1) & (slots - 1);
		slot[at] = i + 1;
	}
	dictionary->entry = entry;
	dictionary->slot = slot;
	dictionary->slots = slots;
	return true;
}

/* A copy of the key. */
static const void *
keep(struct cpe_dictionary *dictionary, const void *bytes, size_t size, struct cpe_problem *problem)
{
	size_t room = (size + KEY_ALIGNMENT) / KEY_ALIGNMENT * KEY_ALIGNMENT; /* a NUL behind it */
	char *copy;

	if (room > dictionary->chunk_left)
	{
		size_t chunk = dictionary->chunk_size;

		chunk = chunk == 0 ? FIRST_CHUNK_BYTES : chunk < CHUNK_BYTES ? 2 * chunk : CHUNK_BYTES;
		dictionary->chunk_size = chunk;
		if (room > chunk)
			chunk = room;

		dictionary->chunk = cpe_arena_alloc(dictionary->arena, chunk, 1, problem);
		if (dictionary->chunk == NULL)
		{
			dictionary->chunk_left = 0;
			return NULL;
		}
		dictionary->chunk_left = chunk;
	}
	copy = dictionary->chunk;
	dictionary->chunk += room;
	dictionary->chunk_left -= room;
	memcpy(copy, bytes, size);
	return copy;
}

/* The slot of a key, or the free one where it would go. */
static size_t
seek(const struct cpe_dictionary *dictionary, const void *bytes, size_t size, uint64_t hash)
{
	size_t at = hash & (dictionary->slots - 1);

	for (; dictionary->slot[at]; at = (at + 1) & (dictionary->slots - 1))
	{
		const struct cpe_dictionary_entry *entry = &dictionary->entry[dictionary->slot[at] - 1];

		if (entry->hash == hash && entry->size == size && memcmp(entry->bytes, bytes, size) == 0)
			break;
	}
	return at;
}

int32_t
cpe_dictionary_find(const struct cpe_dictionary *dictionary, const void *bytes, size_t size)
{
	return dictionary->slot[seek(dictionary, bytes, size, hash_bytes(bytes, size))] - 1;
}

bool
cpe_dictionary_number(struct cpe_dictionary *dictionary, const void *bytes, size_t size,
                      int32_t *number, struct cpe_problem *problem)
{
	uint64_t hash = hash_bytes(bytes, size);
	size_t at = seek(dictionary, bytes, size, hash);
	struct cpe_dictionary_entry *entry;

	*number = dictionary->slot[at] - 1;
	if (*number >= 0)
		return true;
	if ((size_t) dictionary->entries == dictionary->slots / 2)
	{
		if (!cpe_arena_poll(dictionary->arena, problem) || !grow(dictionary, problem))
			return false;
		return cpe_dictionary_number(dictionary, bytes, size, number, problem);
	}
	entry = &dictionary->entry[dictionary->entries];
	entry->bytes = keep(dictionary, bytes, size, problem);
	if (entry->bytes == NULL)
		return false;
	entry->size = size;
	entry->hash = hash;
	*number = dictionary->entries++;
	dictionary->slot[at] = dictionary->entries;
	return true;
}

static int
compare_bytes(const void *a, const void *b)
{
	const struct cpe_dictionary_entry *left = a;
	const struct cpe_dictionary_entry *right = b;
	size_t common = left->size < right->size ? left->size : right->size;
	int order = memcmp(left->bytes, right->bytes, common);

	return order ? order : (left->size > right->size) - (left->size < right->size);
}

bool
cpe_dictionary_sort(const struct cpe_dictionary *dictionary,
                    int (*compare)(const void *, const void *), int32_t **rank, int32_t **order,
                    struct cpe_problem *problem)
{
	struct cpe_arena *arena = dictionary->arena;
	size_t entries = (size_t) dictionary->entries;
	struct placed *placed = cpe_arena_alloc(arena, entries, sizeof(*placed), problem);

	if (placed == NULL)
		return false;
	*rank = cpe_arena_alloc(arena, entries, sizeof(int32_t), problem);
	if (*rank == NULL)
		return false;
	*order = cpe_arena_alloc(arena, entries, sizeof(int32_t), problem);
	if (*order == NULL)
		return false;
	for (size_t i = 0; i < entries; i++)
	{
		placed[i].entry = dictionary->entry[i];
		placed[i].number = (int32_t) i;
	}
	if (!cpe_sort(arena, placed, entries, sizeof(*placed), compare ? compare : compare_bytes,
	              problem))
		return false;
	for (size_t i = 0; i < entries; i++)
	{
		(*order)[i] = placed[i].number;
		(*rank)[placed[i].number] = (int32_t) i;
	}
	return true;
}
