#include "unit.h"

#include "improve/action_status.h"

#include <string.h>

/* Every pair of states against the rule as it is written in the comment of the SQL function. */
static void
check_steps(void)
{
	static const char *const state[] = {"proposed", "agreed", "under_way", "done", "dropped"};
	static const char *const rule = "proposed>agreed proposed>dropped agreed>under_way agreed>done "
									"agreed>dropped under_way>agreed under_way>done "
									"under_way>dropped done>under_way dropped>proposed "
									"dropped>agreed ";

	for (int from = 0; from < 5; from++)
		for (int to = 0; to < 5; to++)
		{
			struct cpe_problem problem = {CPE_OK};
			char step[40];
			bool may;

			snprintf(step, sizeof(step), "%s>%s ", state[from], state[to]);
			may = from == to || strstr(rule, step) != NULL;
			CHECK(cpe_action_status_step(state[from], state[to], &problem) == may, "%s", step);
			CHECK(may == (problem.code == CPE_OK), "%s tells a problem", step);
			if (!may)
				CHECK(problem.code == CPE_INVALID && strstr(problem.message, state[to]) != NULL &&
				          strstr(problem.hint, state[to]) == NULL,
				      "%s: %s %s", step, problem.message, problem.hint);
		}
}

static void
check_words(void)
{
	static const char *const word[] = {"", "Done", "done ", "finished"};

	for (int i = 0; i < 4; i++)
	{
		struct cpe_problem problem;

		CHECK(!cpe_action_status_step("agreed", word[i], &problem) && problem.code == CPE_INVALID,
		      "to %s", word[i]);
		CHECK(!cpe_action_status_step(word[i], "agreed", &problem) && problem.code == CPE_INVALID,
		      "from %s", word[i]);
	}
}

int
main(void)
{
	unit_case("each state follows those that it may follow, and no other");
	check_steps();
	unit_case("words that are no state");
	check_words();
	return unit_end();
}
