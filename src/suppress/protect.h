#ifndef CPE_SUPPRESS_PROTECT_H
#define CPE_SUPPRESS_PROTECT_H

#include "suppress/prove.h"

/* What may be done with a cell. */
enum cpe_cell_leave
{
	CPE_MAY_HIDE,   /* shown, unless it has to protect another */
	CPE_MUST_HIDE,  /* a small count, or hidden before */
	CPE_MUST_SHOW,  /* published already, a zero that is shown, or the caller's wish */
	CPE_UNPUBLISHED /* latent: never published, so it is hidden and costs nothing */
};

enum cpe_effort
{
	CPE_EFFORT_USUAL = -1, /* better for tables of middling size, fast for larger ones */
	CPE_EFFORT_FAST,
	CPE_EFFORT_BETTER, /* the optimum within a little work, or exchanges */
	CPE_EFFORT_OPTIMAL /* the optimum within the work allowed */
};

struct cpe_protect_options
{
	enum cpe_effort effort;
	int64_t work;   /* of the optimum, in simplex iterations; 0: the default */
	double seconds; /* time limit, 0: none; after it the answer is safe, not as cheap */
};

struct cpe_protection
{
	bool *hidden;            /* by cell */
	struct cpe_proof *proof; /* by target */
	size_t not_safe;         /* targets without proof: what is published as it is would tell them */
	double cost;             /* of cells hidden beyond those that must be */
	double lower_bound;      /* of that cost, where effort 2 was asked; else NAN */
	bool optimal;
};

/*
 * Chooses the cells to hide beyond those that must be, so that every target is left what it must,
 * and proves it.  The same input gives the same pattern.
 */
extern bool cpe_protect(struct cpe_arena *arena, const struct cpe_system *system,
                        const struct cpe_target *target, size_t targets,
                        const enum cpe_cell_leave *leave, const double *cost,
                        const struct cpe_protect_options *options,
                        struct cpe_protection *protection, struct cpe_problem *problem);

#endif
