#ifndef CPE_SUPPRESS_AUDIT_H
#define CPE_SUPPRESS_AUDIT_H

#include "suppress/system.h"

/*
 * What the stated attacker can work out of a table.  He sees bounds for every figure: both equal
 * where it is published as it is, its rounding interval where it is rounded, and what the rule
 * leaves where it is hidden.
 */
struct cpe_view
{
	const struct cpe_system *system;
	const int64_t *low, *high; /* by figure; CPE_UNBOUNDED as high: none */
	bool known; /* system->value is a table within the bounds (else found by search) */
	bool whole; /* he knows that figures are whole numbers */
};

/*
 * An attack: whole multiples of rows whose sum, with what is seen, bounds a figure:
 * divisor * x[figure] + sum of multiple * row = sum of weight * x over the figures of the recipe,
 * each of which is at most (at least) its bound.  Checked in integers by cpe_attack_bound.
 */
struct cpe_attack
{
	int64_t divisor; /* 0: there is none */
	size_t rows;
	uint32_t *row; /* ascending */
	int64_t *multiple;
};

enum cpe_audit_verdict
{
	CPE_AUDIT_SAFE,   /* what must stay possible is shown to be so */
	CPE_AUDIT_EXACT,  /* one value remains */
	CPE_AUDIT_NARROW, /* not all that must stay possible */
	CPE_AUDIT_OPEN    /* neither proven: to be treated as unsafe */
};

struct cpe_audit
{
	enum cpe_audit_verdict verdict;
	int64_t low, high; /* proven: the figure lies within (CPE_UNBOUNDED: no upper bound) */
	int64_t seen_low, seen_high; /* reached by whole-number tables that fit all that is seen */
	/*
	 * What proves low and high: given where the verdict is exact or narrow, and with
	 * options.bounds.  Divisor 0: the bound comes from looking at all whole-number tables of a
	 * small part, or cannot be told in 64 bits.
	 */
	struct cpe_attack least, most;
	struct cpe_move up, down; /* from the base table to those that reach seen_high, seen_low */
};

struct cpe_audit_options
{
	bool bounds;     /* find low and high as tight as they are, not just the verdict */
	int64_t work;    /* simplex iterations allowed in all; 0: no limit */
	size_t max_size; /* figures of one component to be searched as one; 0: no limit */
};

/*
 * Audits the targets; base (by figure) receives the table that moves start from: the truth where it
 * is known, else one that fits (what must stay possible is then seen from there), or, in a part of
 * the table where none was found, the lower bounds.  A contradiction in what is seen is a problem
 * (CPE_INVALID) that names nothing: which row is *bad_row, SIZE_MAX where not known.
 *
 * Where the attacker does not know that figures are whole (view.whole false), bounds are rounded
 * outwards, and whole-number tables still prove what is possible.
 */
extern bool cpe_audit_view(struct cpe_arena *arena, const struct cpe_view *view,
                           const struct cpe_target *target, size_t targets,
                           const struct cpe_audit_options *options, struct cpe_audit *audit,
                           int64_t *base, size_t *bad_row, struct cpe_problem *problem);

/*
 * The upper (most) or lower bound that an attack proves, in integers: rigorous whatever the
 * multiples are.  False where it proves none (no bound, or beyond 64 bits).
 */
extern bool cpe_attack_bound(const struct cpe_view *view, uint32_t figure,
                             const struct cpe_attack *attack, bool most, int64_t *bound);

/*
 * The same facts by looking at one row after another until nothing changes (bounds propagation in
 * integers): cheap, and enough for what subtraction and "two ones" give.  Tightens low and high in
 * place; false with CPE_INVALID where they contradict each other (*bad_row).
 */
extern bool cpe_audit_propagate(struct cpe_arena *arena, const struct cpe_system *system,
                                int64_t *low, int64_t *high, size_t *bad_row,
                                struct cpe_problem *problem);

#endif
