#ifndef CPE_SCORE_SCORE_H
#define CPE_SCORE_SCORE_H

/* PostgreSQL side: instruments as arguments, and scores as results. */

#include "cancer_pe.h"

#include "utils/array.h"

#include "score/instrument.h"

/* Defines the settings of the room; called when the library is loaded. */
extern void cpe_score_settings(void);

/*
 * The instruments that a call site last used, so that each is looked up and read once.  It belongs
 * into what the function keeps in fn_extra; zeroed at the start.
 */
struct cpe_instrument_memo
{
	struct cpe_instrument_memo_entry *entry;
	int entries;
	int last;
	uint32 command; /* whose view of the registry it is */
};

/*
 * The instrument that a text argument names, or that an instrument_plan argument is; an unknown
 * name is an error that lists the known ones.  It lives as long as the call site (fn_mcxt).
 */
extern const struct cpe_instrument *cpe_instrument_arg(FunctionCallInfo fcinfo, int argument,
                                                       struct cpe_instrument_memo *memo);
extern const struct cpe_instrument *cpe_plan_arg(FunctionCallInfo fcinfo, int argument,
                                                 struct cpe_instrument_memo *memo);

/* The scores of one person as float8[], NULL where there is none. */
extern Datum cpe_scores_datum(const struct cpe_instrument *instrument, const int32_t *answer,
                              const bool *given, bool strict);

/* A text of a definition or another UTF-8 document as text in the server's encoding; NULL is NULL.
 */
extern Datum cpe_utf8_datum(const char *text, bool *null);

#endif
