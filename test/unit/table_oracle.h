#ifndef CPE_TEST_TABLE_ORACLE_H
#define CPE_TEST_TABLE_ORACLE_H

#include <stdlib.h>
#include <string.h>

#include "suppress/system.h"

/*
 * What an attacker can work out of a small table, by trying every table: all whole numbers for
 * every figure within its bounds that keep all rows.  It reads nothing of a system but its rows, so
 * it shares no thought with the code under test.
 *
 * A figure without an upper bound that no row bounds either is tried up to cap above its lower
 * bound; most is then that end, which capped says.
 */
struct table_oracle
{
	int64_t tables;        /* found; 0: what is seen contradicts itself */
	bool complete;         /* false: stopped at the limit, and nothing below is to be trusted */
	size_t figures;        /* of the system */
	int64_t *low;          /* by figure: where its values begin */
	int64_t *least, *most; /* by figure: the lowest and highest value of any table */
	int64_t *values;       /* by figure: how many different values there are */
	bool *capped;          /* by figure: its highest value is the cap */
	unsigned char **value; /* by figure: whether low + i is the value in some table */
	int64_t cap;
};

/* Where the search stands: bounds of every figure, equal where it is decided. */
struct table_oracle_search
{
	const struct cpe_system *system;
	struct table_oracle *oracle;
	int64_t *low, *high;
	int64_t limit;
};

/* The least and most that a row's figures but one leave for it; false: nothing. */
static bool
table_oracle_row_range(const struct table_oracle_search *search, size_t row, size_t skip,
                       int64_t *low, int64_t *high)
{
	const struct cpe_system *system = search->system;
	__int128 least = 0;
	__int128 most = 0;
	bool open_least = false;
	bool open_most = false;
	bool plus = system->row_sign[skip] > 0;

	for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
	{
		uint32_t figure = system->row_figure[i];
		bool open = search->high[figure] == CPE_UNBOUNDED;

		if (i == skip)
			continue;
		/* the skipped figure is minus the sum of the others, where its own sign is plus */
		if ((system->row_sign[i] > 0) != plus)
		{
			least += search->low[figure];
			most += open ? 0 : search->high[figure];
			open_most |= open;
		}
		else
		{
			most -= search->low[figure];
			least -= open ? 0 : search->high[figure];
			open_least |= open;
		}
	}
	if (!open_least && least > *low)
		*low = least > INT64_MAX - 1 ? INT64_MAX - 1 : (int64_t) least;
	if (!open_most && most < *high)
		*high = most < *low - 1 ? *low - 1 : (int64_t) most;
	return *low <= *high;
}

/* What the rows leave for a figure as things stand. */
static bool
table_oracle_range(const struct table_oracle_search *search, uint32_t figure, int64_t *low,
                   int64_t *high)
{
	const struct cpe_system *system = search->system;

	*low = search->low[figure];
	*high = search->high[figure];
	for (size_t row = 0; row < system->rows; row++)
		for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
			if (system->row_figure[i] == figure &&
			    !table_oracle_row_range(search, row, i, low, high))
				return false;
	return true;
}

/* Notes one table that fits all that is seen. */
static void
table_oracle_note(const struct table_oracle_search *search)
{
	struct table_oracle *oracle = search->oracle;

	for (size_t f = 0; f < oracle->figures; f++)
	{
		int64_t value = search->low[f];
		unsigned char *seen = &oracle->value[f][value - oracle->low[f]];

		if (oracle->tables == 0 || value < oracle->least[f])
			oracle->least[f] = value;
		if (oracle->tables == 0 || value > oracle->most[f])
			oracle->most[f] = value;
		oracle->values[f] += *seen == 0;
		*seen = 1;
		oracle->capped[f] |= value == oracle->low[f] + oracle->cap;
	}
	oracle->tables++;
}

/* Tries every value of the figure that has fewest left, and so on for the others. */
static void
table_oracle_try(struct table_oracle_search *search)
{
	struct table_oracle *oracle = search->oracle;
	size_t best = oracle->figures;
	int64_t best_low = 0;
	int64_t best_high = 0;
	int64_t kept_low;
	int64_t kept_high;

	for (size_t f = 0; f < oracle->figures; f++)
	{
		int64_t low;
		int64_t high;

		if (!table_oracle_range(search, (uint32_t) f, &low, &high))
			return;
		if (high > oracle->low[f] + oracle->cap)
			high = oracle->low[f] + oracle->cap;
		if (search->low[f] < search->high[f] &&
		    (best == oracle->figures || high - low < best_high - best_low))
		{
			best = f;
			best_low = low;
			best_high = high;
		}
	}
	if (best == oracle->figures)
	{
		table_oracle_note(search);
		oracle->complete = oracle->tables < search->limit;
		return;
	}
	kept_low = search->low[best];
	kept_high = search->high[best];
	for (int64_t value = best_low; value <= best_high && oracle->complete; value++)
	{
		search->low[best] = search->high[best] = value;
		table_oracle_try(search);
	}
	search->low[best] = kept_low;
	search->high[best] = kept_high;
}

static void
table_oracle_close(struct table_oracle *oracle)
{
	for (size_t f = 0; f < oracle->figures; f++)
		free(oracle->value[f]);
	free(oracle->value);
	free(oracle->low);
	free(oracle->least);
	free(oracle->most);
	free(oracle->values);
	free(oracle->capped);
}

/*
 * All tables with low <= figure <= high (CPE_UNBOUNDED as high: none), at most so many; low and
 * high by figure.  Whether all were tried and there is one.  Close it on either answer.
 */
static bool
table_oracle_open(struct table_oracle *oracle, const struct cpe_system *system, const int64_t *low,
                  const int64_t *high, int64_t cap, int64_t limit)
{
	size_t n = system->figures;
	struct table_oracle_search search = {system, oracle, NULL, NULL, limit};

	memset(oracle, 0, sizeof(*oracle));
	oracle->figures = n;
	oracle->cap = cap;
	oracle->complete = true;
	oracle->low = calloc(n + 1, sizeof(int64_t));
	oracle->least = calloc(n + 1, sizeof(int64_t));
	oracle->most = calloc(n + 1, sizeof(int64_t));
	oracle->values = calloc(n + 1, sizeof(int64_t));
	oracle->capped = calloc(n + 1, sizeof(bool));
	oracle->value = calloc(n + 1, sizeof(*oracle->value));
	search.low = calloc(n + 1, sizeof(int64_t));
	search.high = calloc(n + 1, sizeof(int64_t));
	for (size_t f = 0; f < n; f++)
	{
		search.low[f] = oracle->low[f] = low[f];
		search.high[f] = high[f];
		oracle->value[f] = calloc(1, (size_t) (high[f] < low[f]         ? 1
		                                       : high[f] - low[f] < cap ? high[f] - low[f] + 1
		                                                                : cap + 1));
		if (high[f] < low[f])
			oracle->complete = false;
	}
	if (oracle->complete)
		table_oracle_try(&search);
	else
		oracle->complete = true; /* bounds that contradict each other: no table */
	free(search.low);
	free(search.high);
	return oracle->complete && oracle->tables > 0;
}

/* The same with cells hidden or shown: shown ones as they are, hidden ones within what is known. */
static bool
table_oracle_hidden(struct table_oracle *oracle, const struct cpe_system *system,
                    const bool *hidden, int64_t cap, int64_t limit)
{
	int64_t *low = calloc(system->figures + 1, sizeof(int64_t));
	int64_t *high = calloc(system->figures + 1, sizeof(int64_t));
	bool found;

	for (size_t f = 0; f < system->figures; f++)
	{
		bool shown = !hidden[system->cell[f]];

		low[f] = shown ? system->value[f] : system->low[f];
		high[f] = shown ? system->value[f] : system->high[f];
	}
	found = table_oracle_open(oracle, system, low, high, cap, limit);
	free(low);
	free(high);
	return found;
}

/* Whether a figure has that value in some table. */
static inline bool
table_oracle_possible(const struct table_oracle *oracle, size_t figure, int64_t value)
{
	return oracle->values[figure] > 0 && value >= oracle->least[figure] &&
	       value <= oracle->most[figure] && oracle->value[figure][value - oracle->low[figure]] != 0;
}

#endif
