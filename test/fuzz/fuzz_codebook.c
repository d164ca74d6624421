/* Codebooks: whatever is accepted has names, codes and missing values that hang together. */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "score/codebook.h"

static const struct cpe_json_limits limits = {1 << 20, 16 << 20, 16};

static bool
use(struct cpe_arena *arena, const char *text, size_t length, struct cpe_problem *problem)
{
	const struct cpe_codebook *codebook = cpe_codebook_read(arena, text, length, &limits, problem);

	if (codebook == NULL)
		return false;
	MUST(codebook->variables >= 0);
	for (int i = 0; i < codebook->variables; i++)
	{
		const struct cpe_codebook_variable *variable = &codebook->variable[i];
		double *code;
		int codes, place;

		MUST(variable->name != NULL && variable->codes >= 0 && variable->ranges >= 0);
		place = cpe_codebook_variable(codebook, variable->name);
		MUST(place >= 0 && strcmp(codebook->variable[place].name, variable->name) == 0);
		for (int k = 0; k < variable->codes; k++)
		{
			MUST(isnan(variable->code[k].code) == (variable->code[k].text != NULL));
			if (!isnan(variable->code[k].code) && variable->code[k].missing)
				MUST(cpe_codebook_is_missing(variable, variable->code[k].code));
		}
		if (cpe_codebook_missing(variable, arena, &code, &codes, problem))
			for (int k = 0; k < codes; k++)
			{
				MUST(codes <= CPE_MISSING_CODES && isfinite(code[k]));
				MUST(k == 0 || code[k - 1] < code[k]);
				MUST(cpe_codebook_is_missing(variable, code[k]));
			}
		else if (problem->code == CPE_NO_MEMORY || problem->code == CPE_CANCELLED)
			return false;
		else
			fuzz_check_problem(problem);
	}
	return true;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	fuzz_with_arenas(use, data, size);
}
