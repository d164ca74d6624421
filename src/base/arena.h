#ifndef CPE_BASE_ARENA_H
#define CPE_BASE_ARENA_H

#include <stdbool.h>
#include <stddef.h>

#include "base/problem.h"

/*
 * Where a kernel gets its memory and asks whether to go on.  On the server it wraps a memory
 * context and the query's interrupts; in tests it wraps malloc.  Nothing is freed one by one.
 */
struct cpe_arena
{
	void *(*alloc)(struct cpe_arena *arena, size_t size); /* NULL when there is no more */
	bool (*stop)(struct cpe_arena *arena);                /* true: return CPE_CANCELLED soon */
	void *owner;
};

/* Zeroed memory for count things of size bytes each; on failure fills the problem, returns NULL. */
extern void *cpe_arena_alloc(struct cpe_arena *arena, size_t count, size_t size,
                             struct cpe_problem *problem);

/* Whether to go on; when not, fills the problem and returns false.  Cheap enough for inner loops.
 */
extern bool cpe_arena_poll(struct cpe_arena *arena, struct cpe_problem *problem);

/* An arena over malloc for programs without a server, and its end. */
extern void cpe_arena_open_malloc(struct cpe_arena *arena);
extern void cpe_arena_close_malloc(struct cpe_arena *arena);

#endif
