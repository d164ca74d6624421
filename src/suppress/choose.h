#ifndef CPE_SUPPRESS_CHOOSE_H
#define CPE_SUPPRESS_CHOOSE_H

#include "suppress/cover.h"

/*
 * The cheapest cells that keep all cuts, by branch and bound.  Cuts that share no cell are separate
 * questions, and an answer is kept until its cuts change.  What it costs becomes a cut of its own.
 */
struct cpe_chooser
{
	struct cpe_arena *arena;
	struct cpe_cuts *cuts;
	size_t cells;
	const double *cost;        /* by cell */
	double step;               /* costs are multiples of it; 0: they are not */
	bool *barred;              /* by cell: not to be chosen */
	bool *hint;                /* by cell: what was chosen last */
	double *least;             /* by cell: no choice with it costs less */
	bool trying;               /* cells are barred for the time being: nothing is to be kept */
	struct cpe_cover *work;    /* whose iterations are used */
	struct cpe_answer *answer; /* a table of slots */
	size_t answers;
	size_t slots;
};

extern bool cpe_chooser_open(struct cpe_chooser *chooser, struct cpe_arena *arena,
                             struct cpe_cuts *cuts, const struct cpe_piece *piece,
                             struct cpe_cover *work, struct cpe_problem *problem);

/*
 * The cells chosen, and what they cost at least (*bound; INFINITY: without barred cells it cannot
 * be done).  *exact when they cost just that; not where the work allowed is used up.
 */
extern bool cpe_choose(struct cpe_chooser *chooser, bool *chosen, double *bound, bool *exact,
                       struct cpe_problem *problem);

/* The least cost that whole choices can have whose relaxation costs that much. */
extern double cpe_whole_cost(double step, double cost);

#endif
