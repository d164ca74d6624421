#include "suppress/prover.h"

#include <string.h>

bool
cpe_prove(struct cpe_arena *arena, const struct cpe_system *system, const bool *hidden,
          const struct cpe_target *target, size_t targets, struct cpe_proof *proof,
          struct cpe_problem *problem)
{
	struct cpe_prover prover;
	bool *pattern = cpe_arena_alloc(arena, system->cells + 1, sizeof(*pattern), problem);
	bool *never = cpe_arena_alloc(arena, system->cells + 1, sizeof(*never), problem);
	double *cost = cpe_arena_alloc(arena, system->cells + 1, sizeof(*cost), problem);

	if (pattern == NULL || never == NULL || cost == NULL)
		return false;
	memcpy(pattern, hidden, system->cells * sizeof(*pattern));
	for (size_t c = 0; c < system->cells; c++)
		never[c] = !hidden[c];
	if (!cpe_prover_open(&prover, arena, system, pattern, never, cost, target, targets, problem))
		return false;
	if (!cpe_prover_prove(&prover, problem))
		return false;
	cpe_prover_proofs(&prover, proof);
	return true;
}
