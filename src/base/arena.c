#include "base/arena.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

bool
cpe_problem_set(struct cpe_problem *problem, enum cpe_code code, const char *detail,
                const char *hint, const char *message, ...)
{
	va_list args;

	problem->code = code;
	va_start(args, message);
	vsnprintf(problem->message, sizeof(problem->message), message, args);
	va_end(args);
	snprintf(problem->detail, sizeof(problem->detail), "%s", detail ? detail : "");
	snprintf(problem->hint, sizeof(problem->hint), "%s", hint ? hint : "");
	return false;
}

void *
cpe_arena_alloc(struct cpe_arena *arena, size_t count, size_t size, struct cpe_problem *problem)
{
	void *memory = NULL;

	if (size == 0 || count <= (SIZE_MAX - 1) / size)
		memory = arena->alloc(arena, count * size + 1);
	if (memory == NULL)
		cpe_problem_set(problem, CPE_NO_MEMORY, NULL, NULL, "out of memory");
	return memory;
}

bool
cpe_arena_poll(struct cpe_arena *arena, struct cpe_problem *problem)
{
	if (arena->stop == NULL || !arena->stop(arena))
		return true;
	return cpe_problem_set(problem, CPE_CANCELLED, NULL, NULL, "canceled at the caller's request");
}

/* A chunk of the malloc arena: a link in front of the memory handed out. */
union chunk
{
	union chunk *next;
	long double align;
};

static void *
malloc_alloc(struct cpe_arena *arena, size_t size)
{
	union chunk *chunk;

	if (size > SIZE_MAX - sizeof(union chunk))
		return NULL;
	chunk = calloc(1, sizeof(union chunk) + size);
	if (chunk == NULL)
		return NULL;
	chunk->next = arena->owner;
	arena->owner = chunk;
	return chunk + 1;
}

void
cpe_arena_open_malloc(struct cpe_arena *arena)
{
	memset(arena, 0, sizeof(*arena));
	arena->alloc = malloc_alloc;
}

void
cpe_arena_close_malloc(struct cpe_arena *arena)
{
	union chunk *chunk = arena->owner;

	while (chunk != NULL)
	{
		union chunk *next = chunk->next;

		free(chunk);
		chunk = next;
	}
	arena->owner = NULL;
}
