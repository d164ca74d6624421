#ifndef CPE_ADJUST_COMPOSITE_H
#define CPE_ADJUST_COMPOSITE_H

#include "adjust/cahps.h"

/*
 * Composites of the CAHPS surveys: several items made one figure.  Each item is regressed on the
 * adjusters by itself (cahps.h), over the respondents who answered it.  With M_i the overall mean
 * of item i, adjusted_ij the adjusted mean of organisation j, a_ij the item's weight in the
 * organisation (they sum to 1 over the items it has answers to) and b_i its weight overall,
 *
 *     overall = sum b_i M_i,   difference_j = sum a_ij (adjusted_ij - M_i),
 *
 * and the composite is overall + difference, so that an organisation without answers to an item is
 * not taken for a poor one because the item is a hard one.  Variance: a respondent's terms are
 * summed over the items before they are squared, sum over r of (w_r sum_i a_ij e_ri / W_ij)^2.
 *
 * The data are cells of all covariates, the items being the last of them: their levels are the
 * answers, missing where there is none.  So who answered what together is known exactly.
 */
enum cpe_composite_weights
{
	CPE_COMPOSITE_EQUAL,       /* items alike */
	CPE_COMPOSITE_RESPONDENTS, /* by all respondents who answered them */
	CPE_COMPOSITE_WEIGHTS      /* by the sum of those's weights */
};

struct cpe_composite_options
{
	int items; /* the last covariates */
	enum cpe_composite_weights weights;
	int64_t target; /* equal: of an item with fewer answers in an organisation, min(n, target) */
	const struct cpe_cahps_options *cahps; /* of covariates that are no items */
};

/* What the rule of the question is whose casemix has such items (see patterns.h): "items", n. */
#define CPE_COMPOSITE_RULE UINT64_C(0x6974656d73000000)

/*
 * n: respondents with an answer to any item.  items: by organisation, how many items it has
 * answers to; NULL where there are no organisations.
 */
extern bool cpe_composite(struct cpe_cahps *result, int **items, const struct cpe_cells *cells,
                          const struct cpe_composite_options *options, struct cpe_arena *arena,
                          struct cpe_problem *problem);

/* The cells without the items as covariates, of numbers: for reading options. */
extern struct cpe_cells cpe_composite_adjusters(const struct cpe_cells *cells, int items);

#endif
