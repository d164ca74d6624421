#ifndef CPE_BASE_BASE_SUMMARY_H
#define CPE_BASE_BASE_SUMMARY_H

/* PostgreSQL side: SQL types that are summaries of a kind, and aggregates over them. */

#include "cancer_pe.h"

#include "base/summary.h"

/* A summary argument for reading, unpacked and aligned; and its end, where that took a copy. */
extern const struct cpe_summary *cpe_summary_arg(FunctionCallInfo fcinfo, int argument);
extern void cpe_summary_release_arg(FunctionCallInfo fcinfo, int argument,
                                    const struct cpe_summary *summary);

/* The summary of no rows, a new datum. */
extern struct cpe_summary *cpe_summary_new_empty(const struct cpe_summary_kind *kind);

/* Adds a term to every sum of the state, which moves when its windows are too small. */
extern struct cpe_summary *cpe_summary_add(const struct cpe_summary_kind *kind,
                                           struct cpe_summary *state, bool weighted,
                                           const struct cpe_term *term);

/*
 * The first argument for writing: the aggregate's own state as it is, anything else as a copy.  The
 * executor hands a transition function a state it may change; any other caller does not.
 */
static inline struct cpe_summary *
cpe_summary_state_arg(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind)
{
	struct varlena *datum;
	struct cpe_summary *state;

	if (PG_ARGISNULL(0))
		return cpe_summary_new_empty(kind);
	datum = (struct varlena *) PG_GETARG_POINTER(0);
	/* IsA first: this is called for each row, nearly always by an aggregate */
	if (VARATT_IS_4B_U(datum) &&
	    ((fcinfo->context && IsA(fcinfo->context, AggState)) || AggCheckCallContext(fcinfo, NULL)))
		state = (struct cpe_summary *) datum;
	else
		state = (struct cpe_summary *) PG_DETOAST_DATUM_COPY(PointerGetDatum(datum));
	if (unlikely(state->version != CPE_SUMMARY_VERSION))
		(void) cpe_summary_arg(fcinfo, 0);
	return state;
}

static inline void
cpe_summary_count(struct cpe_summary *state, const struct cpe_summary_kind *kind, int which)
{
	if (unlikely(state->count[which] == PG_INT64_MAX))
		cpe_refuse(CPE_RANGE, NULL, NULL, "%s of %s is out of range", kind->count_name[which],
		           kind->name);
	state->count[which]++;
}

/* Bodies of the functions that every such type has. */
extern Datum cpe_summary_in(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind);
extern Datum cpe_summary_out(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind);
extern Datum cpe_summary_recv(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind);
extern Datum cpe_summary_send(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind);
extern Datum cpe_summary_hash(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind);
extern Datum cpe_summary_hash_extended(FunctionCallInfo fcinfo,
                                       const struct cpe_summary_kind *kind);
extern Datum cpe_summary_combine(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind);
extern int cpe_summary_cmp(FunctionCallInfo fcinfo, const struct cpe_summary_kind *kind);

/* Every SQL function that such types have alike. */
#define CPE_SUMMARY_TYPE(type)                                                                     \
	CPE_FUNCTION(cpe_##type##_in, return cpe_summary_in(fcinfo, &cpe_##type##_kind))               \
	CPE_FUNCTION(cpe_##type##_out, return cpe_summary_out(fcinfo, &cpe_##type##_kind))             \
	CPE_FUNCTION(cpe_##type##_recv, return cpe_summary_recv(fcinfo, &cpe_##type##_kind))           \
	CPE_FUNCTION(cpe_##type##_send, return cpe_summary_send(fcinfo, &cpe_##type##_kind))           \
	CPE_FUNCTION(cpe_##type##_combine, return cpe_summary_combine(fcinfo, &cpe_##type##_kind))     \
	CPE_ORDER_FUNCTIONS(type, cpe_summary_cmp(fcinfo, &cpe_##type##_kind))                         \
	CPE_FUNCTION(cpe_##type##_hash, return cpe_summary_hash(fcinfo, &cpe_##type##_kind))           \
	CPE_FUNCTION(cpe_##type##_hash_extended,                                                       \
	             return cpe_summary_hash_extended(fcinfo, &cpe_##type##_kind))

#endif
