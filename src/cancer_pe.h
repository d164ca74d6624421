#ifndef CANCER_PE_H
#define CANCER_PE_H

/* What the rooms' PostgreSQL sides share. */

#include "postgres.h"
#include "fmgr.h"

#include "base/arena.h"
#include "base/problem.h"

/* Raises the problem as an ERROR with its SQLSTATE. */
extern void cpe_raise(const struct cpe_problem *problem) pg_attribute_noreturn();

/* An arena over a memory context; its poll is the query's cancel and the backend's end. */
extern void cpe_arena_open(struct cpe_arena *arena, MemoryContext context);

#endif
