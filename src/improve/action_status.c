#include "improve/action_status.h"

#include <stdio.h>
#include <string.h>

enum state
{
	PROPOSED,
	AGREED,
	UNDER_WAY,
	DONE,
	DROPPED,
	STATES
};

static const char *const name[STATES] = {"proposed", "agreed", "under_way", "done", "dropped"};

/* From the row's state to the column's. */
static const bool allowed[STATES][STATES] = {
	[PROPOSED] = {[PROPOSED] = true, [AGREED] = true, [DROPPED] = true},
	[AGREED] = {[AGREED] = true, [UNDER_WAY] = true, [DONE] = true, [DROPPED] = true},
	[UNDER_WAY] = {[AGREED] = true, [UNDER_WAY] = true, [DONE] = true, [DROPPED] = true},
	[DONE] = {[UNDER_WAY] = true, [DONE] = true},
	[DROPPED] = {[PROPOSED] = true, [AGREED] = true, [DROPPED] = true},
};

/* The state of a name, or STATES. */
static enum state
state_of(const char *word)
{
	int state = 0;

	while (state < STATES && strcmp(name[state], word) != 0)
		state++;
	return (enum state) state;
}

/* "It may become agreed, dropped." */
static void
list_allowed(enum state from, char *text, size_t size)
{
	size_t used = (size_t) snprintf(text, size, "It may become ");
	const char *between = "";

	for (int to = 0; to < STATES; to++)
	{
		if (to == (int) from || !allowed[from][to])
			continue;
		used += (size_t) snprintf(text + used, size - used, "%s%s", between, name[to]);
		between = ", ";
	}
	(void) snprintf(text + used, size - used, ".");
}

bool
cpe_action_status_step(const char *from, const char *to, struct cpe_problem *problem)
{
	enum state before = state_of(from);
	enum state after = state_of(to);
	char hint[100];

	if (before == STATES || after == STATES)
		return cpe_problem_set(
			problem, CPE_INVALID, "The states are proposed, agreed, under_way, done, dropped.",
			NULL, "unknown state of an action: \"%.60s\"", before == STATES ? from : to);
	if (allowed[before][after])
		return true;
	list_allowed(before, hint, sizeof(hint));
	return cpe_problem_set(problem, CPE_INVALID, NULL, hint,
	                       "an action that is %s cannot become %s", from, to);
}
