#ifndef CPE_BASE_BASE_FLAT_H
#define CPE_BASE_BASE_FLAT_H

/* PostgreSQL side: SQL types that lie in flat memory and have canonical bytes. */

#include "cancer_pe.h"

/*
 * A value is a varlena whose first byte is the version of its format.  The functions over it are a
 * kernel's: they work in an arena, and return NULL and the problem where something is wrong.
 */
struct cpe_flat_kind
{
	const char *stored; /* for messages: "a stored design" */
	unsigned char version;
	bool quotes; /* whether a syntax error shows how the text begins */

	const void *(*parse)(const char *text, struct cpe_arena *arena, struct cpe_problem *problem);
	const void *(*read)(const unsigned char *bytes, size_t size, struct cpe_arena *arena,
	                    struct cpe_problem *problem);

	/* The value in its final order, maybe itself; NULL: every value is. */
	const void *(*close)(const void *value, struct cpe_arena *arena, struct cpe_problem *problem);

	/* The text and the canonical bytes of a value in its final order. */
	char *(*print)(const void *closed, struct cpe_arena *arena, struct cpe_problem *problem);
	unsigned char *(*write)(const void *closed, size_t *size, struct cpe_arena *arena,
	                        struct cpe_problem *problem);

	/* What one of them made, as a datum. */
	Datum (*datum)(const void *value);
};

/* An argument for reading, unpacked and aligned. */
extern const void *cpe_flat_arg(FunctionCallInfo fcinfo, int argument,
                                const struct cpe_flat_kind *kind);

/* The same in its final order; what that takes stays in the current memory context. */
extern const void *cpe_flat_closed_arg(FunctionCallInfo fcinfo, int argument,
                                       const struct cpe_flat_kind *kind);

/* The first argument for writing: an aggregate's own state as it is, anything else as a copy. */
extern void *cpe_flat_state_arg(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind);

/* Bodies of the functions that every such type has. */
extern Datum cpe_flat_in(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind);
extern Datum cpe_flat_out(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind);
extern Datum cpe_flat_recv(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind);
extern Datum cpe_flat_send(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind);
extern Datum cpe_flat_hash(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind);
extern Datum cpe_flat_hash_extended(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind);
extern int cpe_flat_cmp(FunctionCallInfo fcinfo, const struct cpe_flat_kind *kind);

/* Every SQL function that such types have alike. */
#define CPE_FLAT_TYPE(type, kind)                                                                  \
	CPE_FUNCTION(cpe_##type##_in, return cpe_flat_in(fcinfo, kind))                                \
	CPE_FUNCTION(cpe_##type##_out, return cpe_flat_out(fcinfo, kind))                              \
	CPE_FUNCTION(cpe_##type##_recv, return cpe_flat_recv(fcinfo, kind))                            \
	CPE_FUNCTION(cpe_##type##_send, return cpe_flat_send(fcinfo, kind))                            \
	CPE_ORDER_FUNCTIONS(type, cpe_flat_cmp(fcinfo, kind))                                          \
	CPE_FUNCTION(cpe_##type##_hash, return cpe_flat_hash(fcinfo, kind))                            \
	CPE_FUNCTION(cpe_##type##_hash_extended, return cpe_flat_hash_extended(fcinfo, kind))

#endif
