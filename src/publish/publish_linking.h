#ifndef CPE_PUBLISH_PUBLISH_LINKING_H
#define CPE_PUBLISH_PUBLISH_LINKING_H

/* PostgreSQL side: a part of a release together with what earlier releases have told. */

#include "publish/publish_ledger.h"
#include "suppress/suppress_rule.h"

/* What suppress is asked about one part: rows, of which some are cells of the release. */
struct cpe_partition
{
	int rows;
	int dims;
	char **label; /* dims of each row; NULL: total */
	int64 *value;
	int64 *numerator;    /* -1: none */
	const char **given;  /* NULL: nothing */
	const char **status; /* as decided, or as published */
	int cells;           /* of the release in this part */
	int *cell;           /* their numbers */
	int *place;          /* the row of each */
};

/* Rows without anything given or decided, to be filled in. */
extern void cpe_partition_open(struct cpe_partition *partition, int rows, int dims);

struct cpe_linking;

/*
 * The earlier releases of the base and how their people are related to those of the release, which
 * is written down in it; NULL where there is none.
 */
extern struct cpe_linking *cpe_linking_begin(struct cpe_made_release *made,
                                             const struct cpe_suppression *suppression);

/*
 * Adds what earlier releases told of this part to a partition that has the cells of the release;
 * returns the options by which it is to be judged then.
 */
extern Jsonb *cpe_linking_part(struct cpe_linking *linking, const char *part, Jsonb *options,
                               struct cpe_partition *partition);

#endif
