#ifndef CANCER_PE_H
#define CANCER_PE_H

/* What the rooms' PostgreSQL sides share. */

#include "postgres.h"
#include "fmgr.h"

#include "nodes/nodes.h"

#include "base/arena.h"
#include "base/problem.h"
#include "compat.h"

/* Raises the problem as an ERROR with its SQLSTATE. */
pg_noreturn extern void cpe_raise(const struct cpe_problem *problem);

/* The same from an input function: where the caller takes soft errors, it returns. */
extern void cpe_raise_soft(Node *context, const struct cpe_problem *problem);

/*
 * A problem's text without what is no character of the database's encoding: kernels cut names by
 * bytes.
 */
extern char *cpe_whole_characters(const char *text);

/* Raises an ERROR told in place; detail and hint may be NULL. */
pg_noreturn extern void cpe_refuse(enum cpe_code code, const char *detail, const char *hint,
                                   const char *message, ...) pg_attribute_printf(4, 5);

/* A text made of its format, as long as it gets. */
extern char *cpe_formatted(const char *format, va_list args) pg_attribute_printf(1, 0);

/* Tells how far long work is, where the setting cancer_pe.progress asks for it. */
extern void cpe_progress(const char *format, ...) pg_attribute_printf(1, 2);

/* An arena over a memory context; its poll is the query's cancel and the backend's end. */
extern void cpe_arena_open(struct cpe_arena *arena, MemoryContext context);

/* An SQL function of one statement; and those of an order, from a comparison's sign. */
#define CPE_FUNCTION(name, body)                                                                   \
	PG_FUNCTION_INFO_V1(name);                                                                     \
	Datum name(PG_FUNCTION_ARGS)                                                                   \
	{                                                                                              \
		body;                                                                                      \
	}
#define CPE_ORDER_FUNCTIONS(type, order)                                                           \
	CPE_FUNCTION(cpe_##type##_lt, PG_RETURN_BOOL((order) < 0))                                     \
	CPE_FUNCTION(cpe_##type##_le, PG_RETURN_BOOL((order) <= 0))                                    \
	CPE_FUNCTION(cpe_##type##_eq, PG_RETURN_BOOL((order) == 0))                                    \
	CPE_FUNCTION(cpe_##type##_ne, PG_RETURN_BOOL((order) != 0))                                    \
	CPE_FUNCTION(cpe_##type##_ge, PG_RETURN_BOOL((order) >= 0))                                    \
	CPE_FUNCTION(cpe_##type##_gt, PG_RETURN_BOOL((order) > 0))                                     \
	CPE_FUNCTION(cpe_##type##_cmp, PG_RETURN_INT32(order))

#endif
