#ifndef CPE_BASE_SUMMARY_H
#define CPE_BASE_SUMMARY_H

#include "base/exact_sum.h"
#include "base/problem.h"

/*
 * What tally and moments have in common: some counts and some exact sums in flat memory, with one
 * text, one binary form, one merge and one order.  A kind says which counts and sums there are.
 *
 * Merge law: merging the summaries of any parts of the rows gives the summary of all rows, to the
 * bit.  A summary without rows is neutral.  Weighted and unweighted ones do not merge.
 */
#define CPE_SUMMARY_VERSION 1
#define CPE_SUMMARY_MAX_COUNTS 24
#define CPE_SUMMARY_MAX_SUMS 9

struct cpe_summary
{
	int32_t length_word; /* the server's; kernels do not look at it */
	uint8_t version;
	uint8_t weighted;
	uint16_t reserved; /* zero */
	int64_t count[];   /* the kind's counts; behind them windows and limbs of its sums */
};

struct cpe_summary_kind
{
	const char *name;
	int counts;
	const char *count_name[CPE_SUMMARY_MAX_COUNTS];
	int sums[2]; /* without and with weights */
	const char *sum_name[2][CPE_SUMMARY_MAX_SUMS];
	int factors[2][CPE_SUMMARY_MAX_SUMS]; /* of the products that each sum adds up */
	/* whether rows exist that this is the summary of, as far as cheap to tell */
	bool (*possible)(const struct cpe_summary *summary, struct cpe_problem *problem);
};

#define CPE_SUMMARY_MAX_SIZE                                                                       \
	(sizeof(struct cpe_summary) + sizeof(int64_t) * CPE_SUMMARY_MAX_COUNTS +                       \
	 (sizeof(struct cpe_window) + sizeof(uint64_t) * CPE_EXACT_LIMBS) * CPE_SUMMARY_MAX_SUMS)
#define CPE_SUMMARY_MAX_TEXT                                                                       \
	(40 * CPE_SUMMARY_MAX_COUNTS + (CPE_EXACT_TEXT + 16) * CPE_SUMMARY_MAX_SUMS)

/* The summary of no rows: bytes, and the filling of that many. */
extern size_t cpe_summary_empty_size(const struct cpe_summary_kind *kind);
extern void cpe_summary_empty(const struct cpe_summary_kind *kind, struct cpe_summary *summary);

extern bool cpe_summary_is_empty(const struct cpe_summary_kind *kind,
                                 const struct cpe_summary *summary);
extern struct cpe_sums cpe_summary_sums(const struct cpe_summary_kind *kind,
                                        const struct cpe_summary *summary);
extern size_t cpe_summary_size(const struct cpe_summary_kind *kind,
                               const struct cpe_summary *summary);

/* Bytes of a summary with those windows, and a copy of one into them (weights switched on). */
extern size_t cpe_summary_size_with(const struct cpe_summary_kind *kind, bool weighted,
                                    const struct cpe_window *window);
extern void cpe_summary_copy(const struct cpe_summary_kind *kind, struct cpe_summary *result,
                             bool weighted, const struct cpe_window *window,
                             const struct cpe_summary *summary);

/*
 * Adds the other summary in place.  CPE_MERGE_ROOM: nothing changed, the windows to provide are in
 * window[].  CPE_MERGE_PROBLEM: the problem says why they do not go together.
 */
enum cpe_merge
{
	CPE_MERGE_DONE,
	CPE_MERGE_ROOM,
	CPE_MERGE_PROBLEM
};
extern enum cpe_merge cpe_summary_merge(const struct cpe_summary_kind *kind,
                                        struct cpe_summary *summary,
                                        const struct cpe_summary *other, struct cpe_window *window,
                                        struct cpe_problem *problem);

/* A total order without statistical meaning; 0 exactly when both hold the same numbers. */
extern int cpe_summary_compare(const struct cpe_summary_kind *kind, const struct cpe_summary *a,
                               const struct cpe_summary *b);

/* Text: "n=3 positive=2 missing=0 invalid=0", behind it the weights' sums.  Buffers of MAX sizes.
 */
extern size_t cpe_summary_print(const struct cpe_summary_kind *kind,
                                const struct cpe_summary *summary, char *text);
extern bool cpe_summary_parse(const struct cpe_summary_kind *kind, const char *text,
                              struct cpe_summary *summary, struct cpe_problem *problem);

/* Binary, most significant byte first: the same bytes for the same numbers on every machine. */
extern size_t cpe_summary_write(const struct cpe_summary_kind *kind,
                                const struct cpe_summary *summary, unsigned char *bytes);
extern bool cpe_summary_read(const struct cpe_summary_kind *kind, const unsigned char *bytes,
                             size_t length, struct cpe_summary *summary,
                             struct cpe_problem *problem);

#endif
