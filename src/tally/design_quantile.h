#ifndef CPE_TALLY_DESIGN_QUANTILE_H
#define CPE_TALLY_DESIGN_QUANTILE_H

#include <stdint.h>

#include "base/arena.h"
#include "base/problem.h"

/*
 * Weighted values for quantiles: how often each pair of value and weight came, and how many values
 * were missing.  Flat memory; open, the pairs stand as they came, with room to grow; closed, they
 * are in order, each once, without room, and equal ones are equal byte for byte.
 *
 * Merge law: merging those of any parts of the rows gives that of all rows.
 */
#define CPE_WEIGHTED_VERSION 1
#define CPE_WEIGHTED_MAX 10000000 /* different pairs, 24 bytes each */

struct cpe_weighted_pair
{
	double value;
	double weight;
	int64_t count;
};

struct cpe_weighted
{
	int32_t length_word; /* the server's; kernels do not look at it */
	uint8_t version;
	uint8_t closed;
	uint16_t reserved; /* zero */
	uint32_t pairs;
	uint32_t room;
	int64_t n;
	int64_t missing;
	struct cpe_weighted_pair pair[];
};
#define CPE_WEIGHTED_SIZE(room)                                                                    \
	(sizeof(struct cpe_weighted) + sizeof(struct cpe_weighted_pair) * (size_t) (room))

extern void cpe_weighted_empty(struct cpe_weighted *weighted);

/* Adds a finite value, once missing, or all of another; it moves into the arena when it grows. */
extern bool cpe_weighted_add(struct cpe_weighted **weighted, double value, double weight,
                             struct cpe_arena *arena, struct cpe_problem *problem);
extern bool cpe_weighted_add_missing(struct cpe_weighted *weighted, struct cpe_problem *problem);
extern bool cpe_weighted_merge(struct cpe_weighted **weighted, const struct cpe_weighted *other,
                               struct cpe_arena *arena, struct cpe_problem *problem);

/* Closed, which is the same one where it is closed already; NULL on a problem. */
extern const struct cpe_weighted *cpe_weighted_close(const struct cpe_weighted *weighted,
                                                     struct cpe_arena *arena,
                                                     struct cpe_problem *problem);

/*
 * The smallest value up to which at least the share p, 0 to 1, of the weights lies, by exact
 * arithmetic; n must not be 0.
 */
extern bool cpe_weighted_quantile(const struct cpe_weighted *closed, double p,
                                  struct cpe_arena *arena, double *quantile,
                                  struct cpe_problem *problem);

/* Text and binary form of a closed one, and back to a closed one; NULL on a problem. */
extern char *cpe_weighted_print(const struct cpe_weighted *closed, struct cpe_arena *arena,
                                struct cpe_problem *problem);
extern const struct cpe_weighted *cpe_weighted_parse(const char *text, struct cpe_arena *arena,
                                                     struct cpe_problem *problem);
extern unsigned char *cpe_weighted_write(const struct cpe_weighted *closed, size_t *length,
                                         struct cpe_arena *arena, struct cpe_problem *problem);
extern const struct cpe_weighted *cpe_weighted_read(const unsigned char *bytes, size_t length,
                                                    struct cpe_arena *arena,
                                                    struct cpe_problem *problem);

#endif
