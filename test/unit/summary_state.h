#ifndef CPE_TEST_SUMMARY_STATE_H
#define CPE_TEST_SUMMARY_STATE_H

/* States of summaries that grow as the aggregates' do, for kinds without weights. */

#include "base/summary.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

static inline struct cpe_summary *
state_open(const struct cpe_summary_kind *kind)
{
	struct cpe_summary *state = calloc(1, cpe_summary_empty_size(kind));

	cpe_summary_empty(kind, state);
	return state;
}

static inline void
state_widen(const struct cpe_summary_kind *kind, struct cpe_summary **state,
            const struct cpe_window *window)
{
	struct cpe_summary *wider = calloc(1, cpe_summary_size_with(kind, false, window));

	cpe_summary_copy(kind, wider, false, window, *state);
	free(*state);
	*state = wider;
}

static inline void
state_add(const struct cpe_summary_kind *kind, struct cpe_summary **state,
          const struct cpe_term *term)
{
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS] = {{0, 0}};
	struct cpe_sums sums = cpe_summary_sums(kind, *state);

	if (!cpe_sums_add(&sums, term))
	{
		cpe_sums_plan_add(&sums, term, window);
		state_widen(kind, state, window);
		sums = cpe_summary_sums(kind, *state);
		CHECK(cpe_sums_add(&sums, term), "planned windows are wide enough");
	}
	(*state)->count[0]++;
}

static inline void
state_merge(const struct cpe_summary_kind *kind, struct cpe_summary **state,
            const struct cpe_summary *other)
{
	struct cpe_window window[CPE_SUMMARY_MAX_SUMS];
	struct cpe_problem problem;
	enum cpe_merge done = cpe_summary_merge(kind, *state, other, window, &problem);

	if (done == CPE_MERGE_ROOM)
	{
		state_widen(kind, state, window);
		done = cpe_summary_merge(kind, *state, other, window, &problem);
	}
	CHECK(done == CPE_MERGE_DONE, "parts merge");
}

/*
 * That text and bytes give the state back, and that no byte of them, changed, makes a summary whose
 * text does not read as itself again.
 */
static inline void
state_round_trip(const struct cpe_summary_kind *kind, const struct cpe_summary *state)
{
	static char text[CPE_SUMMARY_MAX_TEXT];
	static unsigned char bytes[CPE_SUMMARY_MAX_SIZE];
	static union
	{
		struct cpe_summary summary;
		char bytes[CPE_SUMMARY_MAX_SIZE];
		double align;
	} one, other;
	struct cpe_problem problem;
	size_t size = cpe_summary_write(kind, state, bytes);

	cpe_summary_print(kind, state, text);
	CHECK(cpe_summary_parse(kind, text, &one.summary, &problem) &&
	          cpe_summary_compare(kind, state, &one.summary) == 0,
	      "%s: %s", text, problem.message);
	CHECK(cpe_summary_read(kind, bytes, size, &one.summary, &problem) &&
	          cpe_summary_compare(kind, state, &one.summary) == 0,
	      "bytes of %s: %s", text, problem.message);
	CHECK(!cpe_summary_read(kind, bytes, size - 1, &one.summary, &problem), "a byte short");
	for (size_t i = 0; i < size; i++)
	{
		unsigned char was = bytes[i];

		bytes[i] ^= (unsigned char) (1 << (random() % 8));
		if (cpe_summary_read(kind, bytes, size, &one.summary, &problem))
		{
			cpe_summary_print(kind, &one.summary, text);
			CHECK(cpe_summary_parse(kind, text, &other.summary, &problem) &&
			          cpe_summary_compare(kind, &one.summary, &other.summary) == 0,
			      "%s: %s", text, problem.message);
		}
		bytes[i] = was;
	}
}

#endif
