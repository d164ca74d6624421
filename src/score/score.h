#ifndef CPE_SCORE_SCORE_H
#define CPE_SCORE_SCORE_H

/* PostgreSQL side: instruments as arguments, and scores as results. */

#include "cancer_pe.h"

#include "utils/array.h"

#include "base/base_lookup.h"
#include "score/instrument.h"

/* Defines the settings of the room; called when the library is loaded. */
extern void cpe_score_settings(void);

/* ---- the type scoring_plan: a definition, checked ---- */

#define CPE_FINGERPRINT 16

struct cpe_plan
{
	int32 length_word;
	unsigned char fingerprint[CPE_FINGERPRINT]; /* of the text; the same only for the same text */
	char text[FLEXIBLE_ARRAY_MEMBER];           /* in the server's encoding, without NUL */
};
#define PLAN_HEADER offsetof(struct cpe_plan, text)
#define CPE_PLAN_TEXT_SIZE(plan) (VARSIZE(plan) - PLAN_HEADER)
#define CPE_PLAN_ARG(argument) ((struct cpe_plan *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argument)))

/* The fingerprint of a definition's text. */
extern void cpe_plan_fingerprint(const char *text, size_t size, unsigned char *fingerprint);

/* Reads a definition in the server's encoding; its memory is the context's. */
extern struct cpe_instrument *cpe_plan_read(const char *text, size_t size, MemoryContext context,
                                            struct cpe_problem *problem);

/* The text of a registered instrument's definition, or NULL; and the error when there is none. */
extern char *cpe_registered_definition(const char *code);
pg_noreturn extern void cpe_refuse_unknown(const char *code);

/* ---- instruments of a call site ---- */

struct cpe_instrument_memo_entry
{
	char *key; /* a name, or a plan's fingerprint */
	size_t key_size;
	bool by_plan;
	unsigned char fingerprint[CPE_FINGERPRINT];
	MemoryContext context;
	const struct cpe_instrument *instrument;
	const char *text;   /* of a name's definition */
	bool stale;         /* the registry may have changed since it was looked up */
	bool carried_known; /* whether carried has been looked for */
	char *carried;      /* the text that sheets of it carry; NULL: it is the registered one */
};

/*
 * The instruments that a call site last used, so that each is looked up and read once.  It belongs
 * into what the function keeps in fn_extra; zeroed at the start.
 */
struct cpe_instrument_memo
{
	struct cpe_instrument_memo_entry *entry;
	int entries;
	int last;
	bool fixed; /* the argument is the same in every call */
	struct cpe_registry_view view;
};

/*
 * The instrument that a text argument names, or that a scoring_plan argument is; an unknown
 * name is an error that lists the known ones.  It lives as long as the call site (fn_mcxt).
 */
extern const struct cpe_instrument *cpe_instrument_arg(FunctionCallInfo fcinfo, int argument,
                                                       struct cpe_instrument_memo *memo);
extern const struct cpe_instrument *cpe_plan_arg(FunctionCallInfo fcinfo, int argument,
                                                 struct cpe_instrument_memo *memo);

/* The same with what is known of it besides. */
extern struct cpe_instrument_memo_entry *cpe_name_entry(FunctionCallInfo fcinfo, int argument,
                                                        struct cpe_instrument_memo *memo);
extern struct cpe_instrument_memo_entry *cpe_plan_entry(FunctionCallInfo fcinfo, int argument,
                                                        struct cpe_instrument_memo *memo);

/* What the memo has under a key, or NULL; and reading a definition into it. */
extern struct cpe_instrument_memo_entry *cpe_memo_recall(struct cpe_instrument_memo *memo,
                                                         const void *key, size_t key_size,
                                                         bool by_plan);
extern struct cpe_instrument_memo_entry *cpe_memo_remember(struct cpe_instrument_memo *memo,
                                                           MemoryContext keep, const void *key,
                                                           size_t key_size, bool by_plan,
                                                           const char *text, size_t size);

/* The memo of a function that keeps nothing else in fn_extra. */
extern struct cpe_instrument_memo *cpe_call_memo(FunctionCallInfo fcinfo);

/* ---- answers and scores ---- */

/*
 * Spreads an int[] over the instrument's items.  Too many answers are refused; too few in strict
 * mode only, else the last items count as not answered.
 */
extern void cpe_spread_answers(const struct cpe_instrument *instrument, ArrayType *array,
                               bool strict, int32_t *answer, bool *given);
pg_noreturn extern void cpe_refuse_count(const struct cpe_instrument *instrument, int count,
                                         bool lenient_may);

/* The scores of one person as float8[], NULL where there is none. */
extern Datum cpe_score_array(const double *score, int scales);
extern Datum cpe_scores_datum(const struct cpe_instrument *instrument, const int32_t *answer,
                              const bool *given, bool strict);

/* A row for each scale into the materialized result: score, what it rests on, status. */
extern Datum cpe_score_rows(FunctionCallInfo fcinfo, const struct cpe_instrument *instrument,
                            const int32_t *answer, const bool *given, bool strict);

/* A text of a definition or another UTF-8 document as text in the server's encoding; NULL is NULL.
 */
extern Datum cpe_utf8_datum(const char *text, bool *null);

#endif
