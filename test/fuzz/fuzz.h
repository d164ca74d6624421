#ifndef CPE_TEST_FUZZ_H
#define CPE_TEST_FUZZ_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * What the fuzz targets share.  A target, fuzz_NAME.c, is one fuzz_one(): it gives an input to a
 * kernel and checks what must hold whatever comes.  test/fuzz/run builds and runs them.
 */
extern void fuzz_one(const uint8_t *data, size_t size);

/* What must hold; else the input is a finding. */
#define MUST(good)                                                                                 \
	do                                                                                             \
	{                                                                                              \
		if (!(good))                                                                               \
		{                                                                                          \
			fprintf(stderr, "%s:%d: must hold: %s\n", __FILE__, __LINE__, #good);                  \
			abort();                                                                               \
		}                                                                                          \
	} while (0)

/*
 * An arena whose every allocation is one of malloc's, so that the sanitizer sees its ends.  It can
 * have no more memory from an allocation on, and ask to stop from a poll on; both are counted.
 */
struct fuzz_arena
{
	struct cpe_arena arena; /* first: the arena's functions find the rest by it */
	size_t allocations, fail_at;
	size_t polls, stop_at;
	size_t bytes;
	struct fuzz_chunk *chunks;
};

#define FUZZ_NEVER SIZE_MAX

extern void fuzz_arena_open(struct fuzz_arena *arena, size_t fail_at, size_t stop_at);
extern void fuzz_arena_close(struct fuzz_arena *arena);

/* A problem has to be a good message: one of the codes, printable ASCII, whole. */
extern void fuzz_check_problem(const struct cpe_problem *problem);

/*
 * Runs what uses an arena three times: with all it asks for, with no memory from some allocation
 * on, and stopped at some poll.  It returns whether it succeeded; the failures must be told as
 * such.
 */
typedef bool (*fuzz_use)(struct cpe_arena *arena, const char *text, size_t length,
                         struct cpe_problem *problem);
extern void fuzz_with_arenas(fuzz_use use, const uint8_t *data, size_t size);

/* Numbers that look random and depend on the input only. */
struct fuzz_random
{
	uint64_t state;
};

extern struct fuzz_random fuzz_random_of(const uint8_t *data, size_t size);
extern uint64_t fuzz_random(struct fuzz_random *random);
extern size_t fuzz_below(struct fuzz_random *random, size_t limit);

#endif
