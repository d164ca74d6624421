#include "cancer_pe.h"

#include "executor/spi.h"
#include "utils/builtins.h"
#include "utils/memutils.h"

#include "base/base.h"
#include "base/base_lookup.h"
#include "base/base_summary.h"
#include "survey/outcome.h"

CPE_SUMMARY_TYPE(response)

/* ---- the aggregate's transition, and counts from a table ---- */

/* The outcome that a text argument names; it is not NULL. */
static enum cpe_outcome
outcome_arg(FunctionCallInfo fcinfo, int argument)
{
	text *word = PG_GETARG_TEXT_PP(argument);
	enum cpe_outcome outcome;

	if (unlikely(!cpe_outcome_by_name(VARDATA_ANY(word), VARSIZE_ANY_EXHDR(word), &outcome)))
		cpe_refuse(CPE_INVALID, psprintf("Outcomes: %s.", cpe_outcome_names),
		           "outcome_of(scheme, code) turns a survey's codes into these words.",
		           "unknown outcome: \"%s\"", text_to_cstring(word));
	return outcome;
}

PG_FUNCTION_INFO_V1(cpe_response_accum);
Datum
cpe_response_accum(PG_FUNCTION_ARGS)
{
	struct cpe_summary *state = cpe_summary_state_arg(fcinfo, &cpe_response_kind);

	cpe_summary_count(state, &cpe_response_kind,
	                  PG_ARGISNULL(1) ? CPE_OUTCOME_UNKNOWN : outcome_arg(fcinfo, 1));
	PG_RETURN_POINTER(state);
}

PG_FUNCTION_INFO_V1(cpe_make_response);
Datum
cpe_make_response(PG_FUNCTION_ARGS)
{
	struct cpe_summary *response = cpe_summary_new_empty(&cpe_response_kind);

	for (int i = 0; i < CPE_OUTCOMES; i++)
	{
		response->count[i] = PG_GETARG_INT64(i);
		if (response->count[i] < 0)
			cpe_refuse(CPE_INVALID, "Counts are zero or positive.", NULL,
			           "%s must not be negative: " INT64_FORMAT, cpe_response_kind.count_name[i],
			           response->count[i]);
	}
	if (cpe_response_eligible(response, CPE_BASIS_RAW) < 0)
		cpe_refuse(CPE_RANGE, NULL, NULL, "the outcomes of response are out of range");
	PG_RETURN_POINTER(response);
}

/* ---- accessors ---- */

/* A response argument whose outcomes add up to a bigint, and how many are of a basis. */
static const struct cpe_summary *
response_arg(FunctionCallInfo fcinfo, enum cpe_response_basis basis, int64 *n)
{
	const struct cpe_summary *response = cpe_summary_arg(fcinfo, 0);

	*n = cpe_response_eligible(response, basis);
	if (*n < 0)
		cpe_refuse(CPE_RANGE, NULL, NULL, "the outcomes of response are out of range");
	return response;
}

static enum cpe_response_basis
basis_arg(FunctionCallInfo fcinfo, int argument)
{
	char *name = text_to_cstring(PG_GETARG_TEXT_PP(argument));
	enum cpe_response_basis basis;

	if (!cpe_response_basis_by_name(name, &basis))
		cpe_refuse(CPE_INVALID, psprintf("Bases: %s.", cpe_response_basis_names), NULL,
		           "unknown basis of a response rate: \"%s\"", name);
	return basis;
}

PG_FUNCTION_INFO_V1(cpe_response_mailed);
Datum
cpe_response_mailed(PG_FUNCTION_ARGS)
{
	int64 n;

	(void) response_arg(fcinfo, CPE_BASIS_RAW, &n);
	PG_RETURN_INT64(n);
}

CPE_FUNCTION(cpe_response_responded,
             PG_RETURN_INT64(cpe_summary_arg(fcinfo, 0)->count[CPE_RESPONDED]))
CPE_FUNCTION(cpe_response_outcome_n,
             PG_RETURN_INT64(cpe_summary_arg(fcinfo, 0)->count[outcome_arg(fcinfo, 1)]))

PG_FUNCTION_INFO_V1(cpe_response_eligible_sql);
Datum
cpe_response_eligible_sql(PG_FUNCTION_ARGS)
{
	int64 n;

	(void) response_arg(fcinfo, basis_arg(fcinfo, 1), &n);
	PG_RETURN_INT64(n);
}

PG_FUNCTION_INFO_V1(cpe_response_rate);
Datum
cpe_response_rate(PG_FUNCTION_ARGS)
{
	int64 n;
	const struct cpe_summary *response = response_arg(fcinfo, basis_arg(fcinfo, 1), &n);

	if (n == 0)
		PG_RETURN_NULL();
	PG_RETURN_FLOAT8((double) response->count[CPE_RESPONDED] / (double) n);
}

/* ---- codes of surveys ---- */

/* What a code of a scheme stands for: a word, or NULL where the scheme does not have the code. */
struct outcome_word
{
	const char *word;
};

static void *
read_outcome(FunctionCallInfo fcinfo, struct cpe_lookup *lookup, char **word)
{
	struct outcome_word *found = palloc0(sizeof(*found));
	MemoryContext keep = CurrentMemoryContext;
	bool known;

	cpe_registry_query("SELECT outcome FROM cancer_pe.outcome_code "
	                   "WHERE scheme OPERATOR(pg_catalog.=) $1 "
	                   "AND code OPERATOR(pg_catalog.=) COALESCE($2, '')",
	                   2, word);
	if (SPI_processed > 0)
		found->word = MemoryContextStrdup(keep, cpe_row_text(0, 1));
	SPI_finish();
	if (found->word)
		return found;
	cpe_registry_query("SELECT FROM cancer_pe.outcome_code "
	                   "WHERE scheme OPERATOR(pg_catalog.=) $1 LIMIT 1",
	                   1, word);
	known = SPI_processed > 0;
	SPI_finish();
	if (!known)
	{
		char *schemes =
			cpe_registry_list("SELECT scheme FROM cancer_pe.outcome_code "
		                      "GROUP BY scheme ORDER BY scheme COLLATE pg_catalog.\"C\"",
		                      0, NULL);

		cpe_refuse(CPE_INVALID, psprintf("Schemes: %s.", schemes ? schemes : "none"),
		           "Add one of your own with INSERT INTO cancer_pe.outcome_code.",
		           "there is no scheme of outcome codes \"%s\"", word[0]);
	}
	return found;
}

PG_FUNCTION_INFO_V1(cpe_outcome_of);
Datum
cpe_outcome_of(PG_FUNCTION_ARGS)
{
	static const int arguments[] = {0, 1};
	static const char *const names[] = {"scheme", "code"};
	const struct outcome_word *found = cpe_look_up(fcinfo, arguments, names, 2, 1, read_outcome);

	if (PG_ARGISNULL(2))
		cpe_refuse(CPE_NULL, NULL, NULL, "strict must not be null");
	if (found->word)
		PG_RETURN_TEXT_P(cstring_to_text(found->word));
	if (PG_GETARG_BOOL(2) && !PG_ARGISNULL(1))
	{
		char *scheme = text_to_cstring(PG_GETARG_TEXT_PP(0));

		cpe_refuse(
			CPE_INVALID,
			psprintf("Codes: %s.", cpe_registry_list("SELECT pg_catalog.quote_literal(code) "
		                                             "FROM cancer_pe.outcome_code "
		                                             "WHERE scheme OPERATOR(pg_catalog.=) $1 "
		                                             "ORDER BY code COLLATE pg_catalog.\"C\"",
		                                             1, &scheme)),
			"With strict => false the outcome is then not known (NULL).",
			"scheme \"%s\" has no outcome code \"%s\"", scheme,
			text_to_cstring(PG_GETARG_TEXT_PP(1)));
	}
	PG_RETURN_NULL();
}
