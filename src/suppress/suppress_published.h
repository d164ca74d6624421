#ifndef CPE_SUPPRESS_SUPPRESS_PUBLISHED_H
#define CPE_SUPPRESS_SUPPRESS_PUBLISHED_H

/* PostgreSQL side: what making and verifying certificates have in common. */

#include "cancer_pe.h"

#include "fmgr.h"
#include "utils/jsonb.h"

#include "suppress/suppress_cells.h"
#include "suppress/verify.h"

#define CPE_CERTIFICATE_FORMAT 1

/* The words of the claim, NULL at the end. */
extern const char *const cpe_zeros_words[];
extern const char *const cpe_protect_words[];
extern const char *const cpe_marks_words[];

/* A text of the database in UTF-8, and back; what no encoding is known of stays as it is. */
extern char *cpe_to_utf8(const char *text);
extern char *cpe_from_utf8(const char *text);
extern const char *const *cpe_labels_to_utf8(const char *const *dim, int dims);

extern bool cpe_sha256(const void *bytes, size_t size, unsigned char digest[CPE_DIGEST_SIZE]);

/* What the seal covers beside the claim: who made it, by which rule and options. */
extern const char *cpe_claim_text(const char *extension, const char *rule, JsonbContainer *options);

/* The published status of a cell; x is false through *published, an unknown one an error. */
extern enum cpe_published cpe_published_of(const char *status, bool *published);

/* The published cells for the verifier, those with status x left out. */
extern struct cpe_published_cell *cpe_published_cells(const struct cpe_cells *cells, size_t *count);

/* The aggregate's memory, which its state lives in. */
extern MemoryContext cpe_state_memory(FunctionCallInfo fcinfo);

/*
 * Adds the cell of a transition's arguments (value, dims, status from 1 on) in the current memory
 * context; numerator: the number of that argument, where the function has it.
 */
extern void cpe_published_add(FunctionCallInfo fcinfo, struct cpe_cells *cells, int numerator);

#endif
