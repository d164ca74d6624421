#ifndef CPE_SCORE_SCORE_H
#define CPE_SCORE_SCORE_H

/* PostgreSQL side: instruments as arguments, and scores as results. */

#include "cancer_pe.h"

#include "score/instrument.h"

/*
 * The instrument that an argument last named or held, so that it is looked up and read once a call
 * site.  It belongs into what the function keeps in fn_extra; zeroed at the start.
 */
struct cpe_instrument_memo
{
	char *key; /* the name, or the plan's bytes */
	size_t key_size;
	MemoryContext context;
	const struct cpe_instrument *instrument;
};

/*
 * The instrument of an argument that is a name (text) or an instrument_plan; an unknown name is an
 * error that lists the known ones.  It lives as long as the call site (fn_mcxt).
 */
extern const struct cpe_instrument *cpe_instrument_arg(FunctionCallInfo fcinfo, int argument,
                                                       struct cpe_instrument_memo *memo);

/* The scores of one person as float8[], NULL where there is none. */
extern Datum cpe_scores_datum(const struct cpe_instrument *instrument, const int32_t *answer,
                              const bool *given, bool strict);

#endif
