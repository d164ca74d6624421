#ifndef CPE_SUPPRESS_VERIFY_H
#define CPE_SUPPRESS_VERIFY_H

#include "base/arena.h"

#include <stdint.h>

/*
 * The check of a certificate against a published table, in integers and by itself: it knows nothing
 * of how cells were chosen or moves found, and derives the relations of the table from the labels
 * in a way of its own.  Labels are UTF-8 without a NUL.
 */
enum cpe_published
{
	CPE_PUBLISHED_SHOWN,
	CPE_PUBLISHED_NO_ANSWERS,   /* w: nothing was answered, known to be zero */
	CPE_PUBLISHED_HIDDEN,       /* c */
	CPE_PUBLISHED_HIDDEN_SMALL, /* c1: with distinct marks, what the rule hides */
	CPE_PUBLISHED_HIDDEN_OTHER  /* c2: with distinct marks, what protects others */
};

struct cpe_published_cell
{
	const char *const *dim; /* a label for each dimension; NULL: the total over it */
	enum cpe_published published;
	bool known; /* value is given: always where the cell is shown */
	bool numbered;
	int64_t value;
	int64_t numerator;
};

/* A cell that the certificate tells in confidence. */
struct cpe_certified_cell
{
	const char *const *dim;
	bool numbered;
	int64_t value;
	int64_t numerator;
	bool protect; /* to be protected whatever its count */
};

/* What a label (NULL: the total) of a dimension (from 0) is the sum of. */
struct cpe_certified_parts
{
	int dim;
	const char *whole;
	size_t parts;
	const char *const *part;
};

enum cpe_certified_zeros
{
	CPE_CERTIFIED_ZEROS_SHOWN,    /* a zero is never hidden, so a hidden count is at least 1 */
	CPE_CERTIFIED_ZEROS_HIDDEN,   /* a hidden count may be zero */
	CPE_CERTIFIED_ZEROS_PROTECTED /* the same, and zeros are to be protected as small counts are */
};

#define CPE_DIGEST_SIZE 32

struct cpe_certificate
{
	/* what it says it proves */
	const char *claim; /* rule and options in words, for the seal alone */
	int64_t threshold; /* small: 1 to threshold */
	enum cpe_certified_zeros zeros;
	bool numerator; /* numerators, and what is left of the count, obey the rule too */
	bool range;     /* each small figure may be its floor, and threshold + 1 or more */
	bool distinct;  /* readers see which hidden cells are small and which protect others */
	int dims;
	uint64_t national; /* bit d: exempt where it is the total over all dimensions named here */
	size_t parts_count;
	const struct cpe_certified_parts *parts;
	unsigned char digest[CPE_DIGEST_SIZE]; /* of the published table */

	/* in confidence */
	size_t hidden, unpublished;
	const struct cpe_certified_cell *cell; /* first the hidden ones, then the unpublished ones */
	size_t exempt; /* cells shown or hidden that the rule does not look at */
	const char *const *const *exempt_dim;
	size_t moves;
	const size_t *move_start;    /* moves + 1 */
	const uint32_t *move_figure; /* c: the count of cell[c]; hidden + unpublished + c: numerator */
	const int64_t *move_change;
	unsigned char seal[CPE_DIGEST_SIZE]; /* of everything else */

	/* as counted: of the published table, except unpublished small cells, which are primary too */
	int64_t cells, primary, complementary, cost;
};

/* A cryptographic digest (SHA-256 on the server) of bytes; false: it failed. */
typedef bool (*cpe_digest_function)(const void *bytes, size_t size,
                                    unsigned char digest[CPE_DIGEST_SIZE]);

/*
 * The canonical text of a published table that its digest is taken of: a line
 * "cancer_pe table 1 DIMS CELLS", and for each cell in the order of its labels (bytes of UTF-8,
 * dimension by dimension, a total first) a line of its labels, value, numerator and status apart by
 * blanks.  A label or status is its number of bytes, a colon and the bytes; what is not there (a
 * total, the value of a cell with a status) is "-".  Lines end with a line feed.
 */
extern char *cpe_published_text(struct cpe_arena *arena, const struct cpe_published_cell *cell,
                                size_t cells, int dims, size_t *length,
                                struct cpe_problem *problem);

/* The canonical text of a certificate that its seal is taken of. */
extern char *cpe_certificate_text(struct cpe_arena *arena,
                                  const struct cpe_certificate *certificate, size_t *length,
                                  struct cpe_problem *problem);

/* What the check found; reason says what is wrong first, and tells no hidden value. */
struct cpe_verdict
{
	bool verified;
	char reason[600];
	int64_t cells, primary, complementary, cost; /* as far as it came */
};

/*
 * False with a problem only where it could not be checked (no memory, cancelled); what is wrong
 * with table or certificate is in the verdict.
 */
extern bool cpe_verify(struct cpe_arena *arena, const struct cpe_published_cell *cell, size_t cells,
                       int dims, const struct cpe_certificate *certificate,
                       cpe_digest_function digest, struct cpe_verdict *verdict,
                       struct cpe_problem *problem);

#endif
