#ifndef CPE_BASE_DICTIONARY_H
#define CPE_BASE_DICTIONARY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * Numbers for keys of bytes, 0, 1, ... in the order in which they are first met: for collapsing
 * many rows to the few that differ.  Keys are copied, each at an address that suits doubles.
 */
struct cpe_dictionary_entry
{
	const void *bytes;
	size_t size;
	uint64_t hash;
};

struct cpe_dictionary
{
	struct cpe_arena *arena;
	int32_t entries;
	struct cpe_dictionary_entry *entry;
	int32_t *slot; /* number of the key + 1; 0: free */
	size_t slots;  /* a power of two, at least twice the entries */
	char *chunk;   /* where the next keys' bytes go */
	size_t chunk_left;
	size_t chunk_size; /* of the last one: they grow, so that few keys take little */
};

extern bool cpe_dictionary_open(struct cpe_dictionary *dictionary, struct cpe_arena *arena,
                                struct cpe_problem *problem);

/* The number of a key, a new one when it was not met before. */
extern bool cpe_dictionary_number(struct cpe_dictionary *dictionary, const void *bytes, size_t size,
                                  int32_t *number, struct cpe_problem *problem);

/* The number of a key that was met before; else -1. */
extern int32_t cpe_dictionary_find(const struct cpe_dictionary *dictionary, const void *bytes,
                                   size_t size);

/*
 * The places of the keys in ascending order: rank[number], and in order[place] the numbers.  The
 * comparison sees entries; NULL: by bytes, a key before those it begins.
 */
extern bool cpe_dictionary_sort(const struct cpe_dictionary *dictionary,
                                int (*compare)(const void *, const void *), int32_t **rank,
                                int32_t **order, struct cpe_problem *problem);

#endif
