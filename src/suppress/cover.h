#ifndef CPE_SUPPRESS_COVER_H
#define CPE_SUPPRESS_COVER_H

#include "suppress/lp.h"
#include "suppress/piece.h"

/*
 * What the attackers of a piece say about patterns.  A pattern is a share of each cell, 1 where it
 * is hidden and 0 where it is shown; between, what the relaxed master programme thinks of it.
 */

/*
 * The sum of weight over the hidden ones of some cells that are not forced must be 1 or more: an
 * attack succeeds otherwise.
 */
struct cpe_cut
{
	size_t count;
	uint32_t *cell; /* ascending */
	double *weight; /* 0 < weight <= 1 */
};

/* Cuts without duplicates. */
struct cpe_cuts
{
	struct cpe_arena *arena;
	size_t count;
	size_t room;
	struct cpe_cut *cut;
	size_t slots; /* a power of two */
	uint32_t *slot;
};

/* A whole-number change to hidden figures of a piece that keeps its rows: the cells it needs. */
struct cpe_piece_move
{
	size_t cells;
	uint32_t *cell;
};

#define CPE_MOVES_KEPT 12 /* by need, the last ones found */

struct cpe_cover
{
	struct cpe_arena *arena;
	struct cpe_piece *piece;
	int64_t work, allowed; /* simplex iterations, one more for each solution */
	bool exhausted;
	uint64_t random;
	struct cpe_lp *most; /* how far a figure goes, the cells as far open as they are hidden */
	double *low, *high;  /* its bounds */
	bool *met;           /* by need, in this pattern */
	bool *sure;          /* by need: the forced cells alone meet it, in fractions */
	bool broken;         /* the last need attacked has a cut that the shares break, new or not */
	double *pull;   /* by figure: c of "what is gained is at most the sum of c times the change" */
	double *weight; /* by cell */
	uint32_t *touched;    /* cells */
	struct cpe_lp *least; /* the smallest change: figures' rise, then their fall */
	double *least_low, *least_high;
	bool *pattern; /* that its bounds are of, by cell */
	int64_t *change;
	size_t moves;
	size_t move_room;
	struct cpe_piece_move *move;
	uint32_t *kept;       /* needs * CPE_MOVES_KEPT, by age from kept_count on */
	uint32_t *kept_count; /* by need: moves ever kept */
	size_t *need_start;   /* figures + 1: the needs of each figure */
	uint32_t *need_of;
};

enum cpe_cover_answer
{
	CPE_COVER_YES,
	CPE_COVER_NO,
	CPE_COVER_UNKNOWN
};

extern bool cpe_cuts_open(struct cpe_cuts *cuts, struct cpe_arena *arena,
                          struct cpe_problem *problem);

/* Adds a copy, unless there is such a cut. */
extern bool cpe_cuts_add(struct cpe_cuts *cuts, const struct cpe_cut *cut,
                         struct cpe_problem *problem);

extern bool cpe_cover_open(struct cpe_cover *cover, struct cpe_arena *arena,
                           struct cpe_piece *piece, int64_t allowed, struct cpe_problem *problem);
extern void cpe_cover_close(struct cpe_cover *cover);

/*
 * Adds cuts that these shares break, at most most_cuts, by attacks on all needs that are not known
 * to be met.  Attackers find each cell open a little (spare) further than it is: that makes them
 * choose among attacks those of few cells.  With spare 0, no new cut means that there is none.
 */
extern bool cpe_cover_separate(struct cpe_cover *cover, const double *share, double spare,
                               size_t most_cuts, struct cpe_cuts *cuts,
                               struct cpe_problem *problem);

/* Finds the needs that forced cells alone meet: they are never attacked again. */
extern bool cpe_cover_sure(struct cpe_cover *cover, struct cpe_problem *problem);

/* The cut of one need; none is added where these shares keep it or it is in cuts already. */
extern bool cpe_cover_attack(struct cpe_cover *cover, const double *share, double spare,
                             size_t need, struct cpe_cuts *cuts, struct cpe_problem *problem);

/*
 * The cut that says no more than that another cell must be hidden: where a need has no whole-number
 * move in a pattern, though fractions would do.  A need that even all cells do not serve is set
 * aside.
 */
extern bool cpe_cover_other(struct cpe_cover *cover, const bool *hidden, size_t need,
                            struct cpe_cuts *cuts, struct cpe_problem *problem);

/* Cuts that can be read off single rows. */
extern bool cpe_cover_rows(struct cpe_cover *cover, struct cpe_cuts *cuts,
                           struct cpe_problem *problem);

/* Whether a need has a whole-number move within the hidden cells: kept from before, or searched. */
extern bool cpe_cover_kept(const struct cpe_cover *cover, const bool *hidden, size_t need);
extern bool cpe_cover_move(struct cpe_cover *cover, const bool *hidden, size_t need,
                           enum cpe_cover_answer *answer, struct cpe_problem *problem);

/* A number in [0, 1) of the piece's own sequence. */
extern double cpe_cover_random(struct cpe_cover *cover);

/* The iterations that are left; 0 marks the work as exhausted. */
extern int64_t cpe_cover_left(struct cpe_cover *cover);

#endif
