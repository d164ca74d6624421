#ifndef CPE_SUPPRESS_PROVE_H
#define CPE_SUPPRESS_PROVE_H

#include "suppress/system.h"

/* The proof for one target: moves to a higher and to a lower value, as far as asked. */
struct cpe_proof
{
	bool safe;
	struct cpe_move up, down;
};

/*
 * Looks for whole-number moves within the hidden cells that give each target what must stay
 * possible.  What is found is checked; what is not found is not proven, whatever the reason.
 */
extern bool cpe_prove(struct cpe_arena *arena, const struct cpe_system *system, const bool *hidden,
                      const struct cpe_target *target, size_t targets, struct cpe_proof *proof,
                      struct cpe_problem *problem);

#endif
