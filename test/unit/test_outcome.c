#include "survey/outcome.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define KIND (&cpe_response_kind)

/* A buffer for any summary, aligned for one. */
union buffer
{
	struct cpe_summary summary;
	char bytes[CPE_SUMMARY_MAX_SIZE];
	double align;
};

static void
check_words(void)
{
	char *names = strdup(cpe_outcome_names);
	int words = 0;
	enum cpe_outcome outcome;
	enum cpe_response_basis basis;

	unit_case("outcomes and bases by name");
	for (char *word = strtok(names, ", "); word; word = strtok(NULL, ", "))
		CHECK(cpe_outcome_by_name(word, strlen(word), &outcome) && (int) outcome == words++, "%s",
		      word);
	CHECK(words == CPE_OUTCOMES, "%d words", words);
	CHECK(!cpe_outcome_by_name("respond", 7, &outcome) &&
	          !cpe_outcome_by_name("Responded", 9, &outcome) &&
	          !cpe_outcome_by_name("", 0, &outcome),
	      "other words");
	CHECK(cpe_response_basis_by_name("raw", &basis) && basis == CPE_BASIS_RAW &&
	          cpe_response_basis_by_name("adjusted", &basis) && basis == CPE_BASIS_ADJUSTED &&
	          !cpe_response_basis_by_name("", &basis),
	      "bases");
	free(names);
}

static void
check_eligible(void)
{
	union buffer buffer;
	struct cpe_summary *response = &buffer.summary;
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS];
	union buffer copy;
	char text[CPE_SUMMARY_MAX_TEXT];
	struct cpe_problem problem;

	unit_case("eligible on both bases");
	cpe_summary_empty(KIND, response);
	CHECK(cpe_response_eligible(response, CPE_BASIS_RAW) == 0 &&
	          cpe_response_eligible(response, CPE_BASIS_ADJUSTED) == 0,
	      "nobody");
	/* powers of two: each sum says which counts are in it */
	for (int i = 0; i < CPE_OUTCOMES; i++)
		response->count[i] = INT64_C(1) << i;
	CHECK(cpe_response_eligible(response, CPE_BASIS_RAW) == (1 << CPE_OUTCOMES) - 1, "all");
	CHECK(cpe_response_eligible(response, CPE_BASIS_ADJUSTED) ==
	          (1 << CPE_RESPONDED) + (1 << CPE_NOT_RESPONDED) + (1 << CPE_OPTED_OUT) +
	              (1 << CPE_OUTCOME_UNKNOWN),
	      "adjusted");

	unit_case("text, binary and merging; too many people");
	cpe_summary_print(KIND, response, text);
	CHECK(cpe_summary_parse(KIND, text, &copy.summary, &problem) &&
	          cpe_summary_compare(KIND, response, &copy.summary) == 0,
	      "%s", text);
	CHECK(cpe_summary_merge(KIND, response, &copy.summary, window, &problem) == CPE_MERGE_DONE &&
	          response->count[CPE_EXCLUDED] == 2 << CPE_EXCLUDED,
	      "merged");
	response->count[CPE_RESPONDED] = INT64_MAX - 100;
	CHECK(cpe_response_eligible(response, CPE_BASIS_RAW) == -1, "out of range");
	cpe_summary_print(KIND, response, text);
	CHECK(cpe_summary_parse(KIND, text, &copy.summary, &problem) &&
	          cpe_summary_compare(KIND, response, &copy.summary) == 0,
	      "%s", text);
}

int
main(int argc, char **argv)
{
	(void) argc;
	(void) argv;
	check_words();
	check_eligible();
	return unit_end();
}
