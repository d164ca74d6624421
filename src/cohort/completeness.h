#ifndef CPE_COHORT_COMPLETENESS_H
#define CPE_COHORT_COMPLETENESS_H

#include <stdint.h>

#include "base/arena.h"

/*
 * How complete the items of a table are: for each column the rows in which it is NULL, has a code
 * that stands for not known, or one that says that the item does not apply; the others are known.
 *
 * Merge law: merging the profiles of any parts of the rows gives the profile of all.  Profiles of
 * other items or codes do not merge.
 */
enum
{
	CPE_ITEM_NULL,
	CPE_ITEM_UNKNOWN,
	CPE_ITEM_NOT_APPLICABLE,
	CPE_ITEM_COUNTS
};
#define CPE_PROFILE_ITEMS 1664
#define CPE_PROFILE_CODES 1000 /* in a list */
#define CPE_PROFILE_TEXT 1000  /* bytes of a name or code */

struct cpe_item_code
{
	const char *bytes;
	size_t length;
};

struct cpe_item
{
	struct cpe_item_code name;
	int codes[2]; /* unknown, not applicable */
	struct cpe_item_code *code[2];
};

#define CPE_PROFILE_VERSION 1
struct cpe_profile
{
	int32_t length_word; /* the server's; kernels do not look at it */
	uint8_t version;
	uint8_t reserved[3];
	uint32_t items;
	uint32_t layout_size;
	int64_t rows;
	int64_t count[]; /* CPE_ITEM_COUNTS of each item; behind them the layout's bytes */
};

extern size_t cpe_profile_size(const struct cpe_profile *profile);

static inline const unsigned char *
cpe_profile_layout(const struct cpe_profile *profile)
{
	return (const unsigned char *) (profile->count + (size_t) profile->items * CPE_ITEM_COUNTS);
}

/* Brings the codes of an item into order; one that is in both lists is refused. */
extern bool cpe_item_close(struct cpe_item *item, struct cpe_problem *problem);

/* A profile of no rows, of closed items with different names. */
extern struct cpe_profile *cpe_profile_open(const struct cpe_item *item, int items,
                                            struct cpe_arena *arena, struct cpe_problem *problem);

/* The items of a profile; what they point to is the profile's. */
extern struct cpe_item *cpe_profile_items(const struct cpe_profile *profile,
                                          struct cpe_arena *arena, struct cpe_problem *problem);

/* Whether two are of the same items and codes; the first difference where they are not. */
extern bool cpe_profile_same(const struct cpe_profile *a, const struct cpe_profile *b,
                             struct cpe_arena *arena, struct cpe_problem *problem);

/* Adds the other's rows in place. */
extern bool cpe_profile_merge(struct cpe_profile *profile, const struct cpe_profile *other,
                              struct cpe_arena *arena, struct cpe_problem *problem);

/* Text: rows=3 "stage" unknown("","X") not_applicable() 1 0 0, NULLs, unknown, not applicable. */
extern char *cpe_profile_print(const struct cpe_profile *profile, struct cpe_arena *arena,
                               struct cpe_problem *problem);
extern struct cpe_profile *cpe_profile_parse(const char *text, struct cpe_arena *arena,
                                             struct cpe_problem *problem);
extern unsigned char *cpe_profile_write(const struct cpe_profile *profile, size_t *size,
                                        struct cpe_arena *arena, struct cpe_problem *problem);
extern struct cpe_profile *cpe_profile_read(const unsigned char *bytes, size_t size,
                                            struct cpe_arena *arena, struct cpe_problem *problem);

#endif
