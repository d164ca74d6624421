#include "survey/outcome.h"

#include <string.h>

/* Any counts are those of some mailings, also where their number passes that of a bigint. */
static bool
possible(const struct cpe_summary *response, struct cpe_problem *problem)
{
	(void) response;
	(void) problem;
	return true;
}

const struct cpe_summary_kind cpe_response_kind = {"response",
                                                   CPE_OUTCOMES,
                                                   {"responded", "not_responded", "deceased",
                                                    "undeliverable", "ineligible", "opted_out",
                                                    "excluded", "unknown"},
                                                   {0, 0},
                                                   {{NULL}, {NULL}},
                                                   {{0}, {0}},
                                                   possible};

const char cpe_outcome_names[] = "responded, not_responded, deceased, undeliverable, ineligible, "
								 "opted_out, excluded, unknown";

bool
cpe_outcome_by_name(const char *name, size_t length, enum cpe_outcome *outcome)
{
	for (int i = 0; i < CPE_OUTCOMES; i++)
	{
		const char *known = cpe_response_kind.count_name[i];

		if (strlen(known) == length && memcmp(known, name, length) == 0)
		{
			*outcome = (enum cpe_outcome) i;
			return true;
		}
	}
	return false;
}

const char cpe_response_basis_names[] = "raw, adjusted";

bool
cpe_response_basis_by_name(const char *name, enum cpe_response_basis *basis)
{
	bool adjusted = strcmp(name, "adjusted") == 0;

	*basis = adjusted ? CPE_BASIS_ADJUSTED : CPE_BASIS_RAW;
	return adjusted || strcmp(name, "raw") == 0;
}

int64_t
cpe_response_eligible(const struct cpe_summary *response, enum cpe_response_basis basis)
{
	int64_t n = 0;

	for (int i = 0; i < CPE_OUTCOMES; i++)
	{
		if (basis == CPE_BASIS_ADJUSTED && (i == CPE_DECEASED || i == CPE_UNDELIVERABLE ||
		                                    i == CPE_INELIGIBLE || i == CPE_EXCLUDED))
			continue;
		if (response->count[i] > INT64_MAX - n)
			return -1;
		n += response->count[i];
	}
	return n;
}
