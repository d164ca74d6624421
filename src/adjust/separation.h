#ifndef CPE_ADJUST_SEPARATION_H
#define CPE_ADJUST_SEPARATION_H

#include "adjust/frame.h"

/*
 * Separation: a direction in which parameters can go to infinity and every respondent's likelihood
 * rises or stays (Albert and Anderson 1984).  Along it some cells are predicted without error; they
 * are taken out, and what is left is looked at again.  The limit of the fit, as the parameters go,
 * is the fit to the cells that stay, with probabilities 0 and 1 in those taken out.
 *
 * Which cells are taken out in the end does not depend on the directions that were found: it is all
 * that some direction predicts without error.
 */
/* A linear predictor below this share of the sum of its terms' sizes is 0. */
#define CPE_SEPARATION_NO_PART 1e-9

struct cpe_separation_direction
{
	double *effect; /* by organisation; NULL when the model has none */
	double common;  /* in an organisation's place where none is meant; 0 when the model has none */
	double *column;
};

struct cpe_separation
{
	int directions; /* in the order found: an earlier one outweighs the later ones */
	struct cpe_separation_direction *direction;
	bool *out;     /* by cell of the frame: predicted without error */
	int32_t cells; /* how many are out */
	int64_t n;     /* respondents in them */
	int room;      /* for directions */
};

extern bool cpe_separation_open(struct cpe_separation *separation, const struct cpe_frame *frame,
                                struct cpe_arena *arena, struct cpe_problem *problem);

/*
 * Takes out what one look at the data shows, until there is no more: organisations (or, without
 * them, everything) whose respondents all gave the same outcome, then columns of indicators.  The
 * organisations of one look are one direction and the columns another, which the organisations
 * outweigh.  found: something was taken out.
 */
extern bool cpe_separation_marginal(struct cpe_separation *separation,
                                    const struct cpe_frame *frame, struct cpe_arena *arena,
                                    bool *found, struct cpe_problem *problem);

/*
 * Decides whether the cells that are left are separated, and takes out what one direction shows:
 * as a rule all that can be taken out.  It gives either a direction or a proof that there is none,
 * both of which it checks; when neither holds as far as doubles let one see, that is an error
 * (CPE_INVALID).  Columns that depend on others (cpe_arrow_factor) have no part in a direction.
 *
 * Of a direction, a cell's linear predictor is 0 when it is below 1e-9 of the sum of its terms'
 * sizes, and has a sign when above 1e-7 of it.
 */
extern bool cpe_separation_search(struct cpe_separation *separation, const struct cpe_frame *frame,
                                  struct cpe_arena *arena, bool *found,
                                  struct cpe_problem *problem);

/*
 * Sets the common part of each direction, once all are found.  An organisation's part is what the
 * model adds for it; where no organisation is meant the common intercept stands in its place, which
 * makes expected outcomes sum to those observed, and so goes as far as that needs: with b the sum
 * of a pattern's columns, in descending order of b patterns go to 1 until their respondents make up
 * the positive outcomes, and those in which that happens stay finite (common = -b).  Later
 * directions look at the patterns that earlier ones left.  All b of organisations by themselves are
 * 0, and so is their common part.  When the reference level is all positive, all other levels have
 * b = -1 and organisations 1, and so has the common part: which level is the reference does not
 * matter.
 *
 * Where the positive outcomes are made up exactly between two b, common lies between them and no
 * pattern stays finite.
 */
extern bool cpe_separation_settle(struct cpe_separation *separation, const struct cpe_frame *frame,
                                  struct cpe_arena *arena, struct cpe_problem *problem);

/*
 * Where the linear predictor of a pattern in an organisation (-1: no organisation) goes: 1 or -1
 * to infinity, 0: it stays finite.
 */
extern int cpe_separation_limit(const struct cpe_separation *separation,
                                const struct cpe_frame *frame, int32_t pattern,
                                int32_t organisation);

#endif
