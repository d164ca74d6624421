#include "suppress/prover.h"

#include <string.h>

/* The nearest figures that a linear programme looks at, one size after another. */
static const size_t sizes[] = {800, 4000, 20000};

bool
cpe_prove(struct cpe_arena *arena, const struct cpe_system *system, const bool *hidden,
          const struct cpe_target *target, size_t targets, struct cpe_proof *proof,
          struct cpe_problem *problem)
{
	struct cpe_prover prover;
	bool *pattern = cpe_arena_alloc(arena, system->cells + 1, sizeof(*pattern), problem);
	bool *never = cpe_arena_alloc(arena, system->cells + 1, sizeof(*never), problem);
	double *cost = cpe_arena_alloc(arena, system->cells + 1, sizeof(*cost), problem);
	size_t left = targets;
	bool has;

	if (pattern == NULL || never == NULL || cost == NULL)
		return false;
	memcpy(pattern, hidden, system->cells * sizeof(*pattern));
	for (size_t c = 0; c < system->cells; c++)
		never[c] = !hidden[c];
	if (!cpe_prover_open(&prover, arena, system, pattern, never, cost, target, targets, problem))
		return false;
	for (size_t t = 0; t < targets; t++)
		if (!cpe_prover_try(&prover, t, 0, &has, problem))
			return false;
	for (size_t s = 0; s < sizeof(sizes) / sizeof(*sizes) && left > 0; s++)
	{
		left = 0;
		for (size_t t = 0; t < targets; t++)
		{
			if (!cpe_prover_has(&prover, t) && !cpe_prover_try(&prover, t, sizes[s], &has, problem))
				return false;
			left += !cpe_prover_has(&prover, t);
		}
	}
	cpe_prover_proofs(&prover, proof);
	return true;
}
