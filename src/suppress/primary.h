#ifndef CPE_SUPPRESS_PRIMARY_H
#define CPE_SUPPRESS_PRIMARY_H

#include "suppress/protect.h"
#include "suppress/table.h"

/*
 * Which cells must be hidden, and what the attacker knows of them: the rule and the stated attacker
 * turned into a system, targets, and what may be done with each cell.
 */
enum cpe_zeros_rule
{
	CPE_ZERO_SHOWN,    /* zeros are never hidden, so a hidden count is at least 1 */
	CPE_ZERO_HIDDEN,   /* the mark may stand for a zero: lower bound 0; they may protect others */
	CPE_ZERO_PROTECTED /* zeros must be hidden as small counts are */
};

struct cpe_primary_rule
{
	int64_t threshold; /* small: 1 to threshold, inclusive; 0: none by this rule */
	enum cpe_zeros_rule zeros;
	bool numerator; /* numerators and what is left of the count obey the rule too */
	bool range;     /* protect 'range' (requirement B), not 'value' */
	uint64_t
		national; /* bit d: a cell that is the total over all dimensions named here is exempt */
	bool distinct_marks; /* primary and complementary cells are told apart by the reader */
};

/* The state of a cell before the decision, as its row says. */
enum cpe_cell_given
{
	CPE_GIVEN_NOTHING,
	CPE_GIVEN_HIDDEN,      /* c: published as hidden before, stays so */
	CPE_GIVEN_SHOWN,       /* show: published before, or must stay visible */
	CPE_GIVEN_UNPUBLISHED, /* x: latent, exists but is never published; the attacker's lower bound
	                          is 0 */
	CPE_GIVEN_PROTECT, /* protect: must be hidden and protected whatever its count (dominance, ...)
	                    */
	CPE_GIVEN_EXEMPT,  /* exempt: not tested by the rule, may be hidden for another's sake */
	CPE_GIVEN_PREFER   /* prefer: hide it rather than another (its cost is next to nothing) */
};

enum cpe_cell_reason
{
	CPE_REASON_NONE,
	CPE_REASON_COUNT,      /* the count is small */
	CPE_REASON_NUMERATOR,  /* the numerator is small */
	CPE_REASON_REST,       /* count minus numerator is small */
	CPE_REASON_ZERO,       /* a zero, where zeros are protected */
	CPE_REASON_RULE,       /* given as protect */
	CPE_REASON_GIVEN,      /* hidden before */
	CPE_REASON_COMPLEMENT, /* protects another */
	CPE_REASON_UNPUBLISHED
};

/*
 * The table as a system.  Cells are in canonical order.  Figure c is the count of cell c; cells + k
 * the numerator of the k-th cell that has one; behind the numerators stand the rests (count minus
 * numerator) in the same order.  A row of the table binds the counts, and the numerators where its
 * cells have them; a row for each numerator says that count, numerator and rest go together
 * (count - numerator - rest = 0), so that a move can never leave a numerator above its count.
 */
struct cpe_primary
{
	struct cpe_system system;
	enum cpe_cell_leave *leave;
	enum cpe_cell_reason *reason; /* by cell: of being hidden as primary */
	size_t targets;
	struct cpe_target *target;  /* sorted by figure */
	size_t numerators;          /* how many cells have one */
	uint32_t *numerator_figure; /* by cell; UINT32_MAX: none */
	uint32_t *rest_figure;      /* by cell; UINT32_MAX: none */
	int64_t *floor; /* by figure: the structural floor, the least the figure can be, whatever is
	                   hidden */
};

/*
 * given is by cell as given (not in canonical order).  A small cell that was published before
 * (show) is a problem that names it: nothing can protect it any more; so is a row in which some
 * cells with a count have a numerator and some have none.  Values must be known.
 *
 * What the attacker knows of hidden figures (system.low, system.high):
 * - a count is at least 1 where zeros are shown, and at least its structural floor; 0 where the
 *   mark may stand for a zero, where the cell is latent, and where a zero was hidden before.
 *   Numerators and rests are at least 0: a cell is hidden for any of its figures, so that even
 *   where zeros are shown a hidden numerator may be one.
 * - with distinct marks a primary cell has a small figure and another hidden one none.  These are
 *   alternatives (this figure or that; zero or above the threshold), which bounds cannot say: the
 *   bounds are then those of the alternative that is true.  A move within them is a possible table,
 *   so a proof stays a proof; an attack that needs the bounds of another alternative is not one.
 * What must stay possible (target):
 * - 'value': one more or one less, whichever is not beyond the bounds.
 * - 'range': the floor, and the first value that is not small (with distinct marks: the threshold).
 *   A cell given as protect that is not small must leave one more and one less.
 */
extern bool cpe_primary_decide(struct cpe_arena *arena, const struct cpe_table *table,
                               const struct cpe_table_cell *cell, const enum cpe_cell_given *given,
                               const struct cpe_primary_rule *rule, struct cpe_primary *primary,
                               struct cpe_problem *problem);

#endif
