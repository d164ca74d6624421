#ifndef CPE_BASE_BASE_PLAN_H
#define CPE_BASE_BASE_PLAN_H

/* PostgreSQL side: a definition as a value of an SQL type, and the definitions of a call site. */

#include "cancer_pe.h"

#include "base/base_lookup.h"

#define CPE_FINGERPRINT 16

/* A JSON document that defines something, checked. */
struct cpe_plan
{
	int32 length_word;
	unsigned char fingerprint[CPE_FINGERPRINT]; /* of the text; the same only for the same text */
	char text[FLEXIBLE_ARRAY_MEMBER];           /* in the server's encoding, without NUL */
};
#define CPE_PLAN_HEADER offsetof(struct cpe_plan, text)
#define CPE_PLAN_TEXT_SIZE(plan) (VARSIZE(plan) - CPE_PLAN_HEADER)
#define CPE_PLAN_ARG(argument) ((struct cpe_plan *) PG_DETOAST_DATUM(PG_GETARG_DATUM(argument)))

/* What is defined: a questionnaire, a survey's wave. */
struct cpe_plan_kind
{
	const char *what; /* for messages: "instrument", ... */

	/* The definition in UTF-8, read into the arena; NULL and the problem where it is wrong. */
	void *(*read)(struct cpe_arena *arena, const char *text, size_t size,
	              struct cpe_problem *problem);

	/* Puts each of its texts into cpe_utf8_datum, which refuses what the server cannot write. */
	void (*check_texts)(const void *definition);

	/* The registered text of that name, or NULL; and the error when there is none. */
	char *(*registered)(const char *name);
	void (*refuse_unknown)(const char *name);
};

/* The fingerprint of any bytes, as they are. */
extern void cpe_fingerprint(const void *bytes, size_t size, unsigned char *fingerprint);

/* The fingerprint of a definition's text, the same in every encoding. */
extern void cpe_plan_fingerprint(const char *text, size_t size, unsigned char *fingerprint);

/* Reads a definition in the server's encoding; its memory is the context's. */
extern void *cpe_plan_definition(const struct cpe_plan_kind *kind, const char *text, size_t size,
                                 MemoryContext context, struct cpe_problem *problem);

/* The definition as a datum; NULL where it is wrong, with the problem. */
extern struct cpe_plan *cpe_plan_make(const struct cpe_plan_kind *kind, const char *text,
                                      size_t size, struct cpe_problem *problem);

/* A copy in the current memory context. */
extern struct cpe_plan *cpe_plan_copy(const struct cpe_plan *plan);

/* Bodies of the functions that every such type has; its order is that of bytes (cpe_bytes_*). */
extern Datum cpe_plan_in(FunctionCallInfo fcinfo, const struct cpe_plan_kind *kind);
extern Datum cpe_plan_out(FunctionCallInfo fcinfo);
extern Datum cpe_plan_recv(FunctionCallInfo fcinfo, const struct cpe_plan_kind *kind);
extern Datum cpe_plan_send(FunctionCallInfo fcinfo);

/* A text of a definition or another UTF-8 document as text in the server's encoding; NULL is NULL.
 */
extern Datum cpe_utf8_datum(const char *text, bool *null);

/* Such texts as a text[]; none of them is NULL. */
extern Datum cpe_utf8_array_datum(const char *const *text, int count);

/* ---- the definitions of a call site ---- */

struct cpe_plan_memo_entry
{
	char *key; /* a name, or a plan's fingerprint */
	size_t key_size;
	bool by_plan;
	unsigned char fingerprint[CPE_FINGERPRINT];
	MemoryContext context;
	const void *definition;
	const char *text;   /* of a name's definition */
	bool stale;         /* the registry may have changed since it was looked up */
	bool carried_known; /* whether carried has been looked for */
	char *carried;      /* the text that sheets of it carry; NULL: it is the registered one */
	void *kept;         /* what the call site made of the definition, in context; NULL at first */
};

/*
 * The definitions that a call site last used, so that each is looked up and read once.  It belongs
 * into what the function keeps in fn_extra; zeroed at the start.
 */
struct cpe_plan_memo
{
	struct cpe_plan_memo_entry *entry;
	int entries;
	int last;
	bool fixed; /* the argument is the same in every call */
	struct cpe_registry_view view;
};

/*
 * The definition that a text argument names, or that a plan argument is; an unknown name is an
 * error that lists the known ones.  It lives as long as the call site (fn_mcxt).
 */
extern struct cpe_plan_memo_entry *cpe_plan_name_entry(FunctionCallInfo fcinfo, int argument,
                                                       struct cpe_plan_memo *memo,
                                                       const struct cpe_plan_kind *kind);
extern struct cpe_plan_memo_entry *cpe_plan_value_entry(FunctionCallInfo fcinfo, int argument,
                                                        struct cpe_plan_memo *memo,
                                                        const struct cpe_plan_kind *kind);

/* The same by name, at once where the name is a constant and the registry as it was. */
extern const void *cpe_plan_named(FunctionCallInfo fcinfo, int argument, struct cpe_plan_memo *memo,
                                  const struct cpe_plan_kind *kind);

/* What the memo has under a key, or NULL; and reading a definition into it. */
extern struct cpe_plan_memo_entry *cpe_plan_memo_recall(struct cpe_plan_memo *memo, const void *key,
                                                        size_t key_size, bool by_plan);
extern struct cpe_plan_memo_entry *cpe_plan_memo_remember(struct cpe_plan_memo *memo,
                                                          const struct cpe_plan_kind *kind,
                                                          MemoryContext keep, const void *key,
                                                          size_t key_size, bool by_plan,
                                                          const char *text, size_t size);

/* The memo of a function that keeps nothing else in fn_extra. */
extern struct cpe_plan_memo *cpe_plan_call_memo(FunctionCallInfo fcinfo);

#endif
