#include "suppress/primary.h"

/* What is being decided, and where to. */
struct decision
{
	struct cpe_arena *arena;
	const struct cpe_table *table;
	const struct cpe_table_cell *cell;
	const enum cpe_cell_given *given;
	const struct cpe_primary_rule *rule;
	struct cpe_primary *primary;
	struct cpe_problem *problem;
};

/* The cell at a place of the canonical order, and what its row says of it. */
static const struct cpe_table_cell *
cell_at(const struct decision *d, size_t place)
{
	return &d->cell[d->table->order[place]];
}

static enum cpe_cell_given
given_at(const struct decision *d, size_t place)
{
	return d->given[d->table->order[place]];
}

/* A problem that names a cell; message holds one %s for it. */
static bool
refuse_cell(const struct decision *d, size_t place, const char *detail, const char *hint,
            const char *before, const char *after)
{
	char where[140];

	cpe_table_describe(cell_at(d, place), d->table->dims, where, sizeof(where));
	return cpe_problem_set(d->problem, CPE_INVALID, detail, hint, "%s%s%s", before, where, after);
}

/* ---- figures ---- */

/* Which cells have a numerator: a count of zero has one as soon as any cell has. */
static bool
number_cells(struct decision *d)
{
	struct cpe_primary *primary = d->primary;
	size_t cells = d->table->cells;
	bool any = false;
	uint32_t next = (uint32_t) cells;

	for (size_t c = 0; c < cells && !any; c++)
		any = d->cell[c].numbered;
	for (size_t c = 0; c < cells; c++)
	{
		bool has = cell_at(d, c)->numbered || (any && cell_at(d, c)->value == 0);

		if (c % 4096 == 0 && !cpe_arena_poll(d->arena, d->problem))
			return false;
		if (!cell_at(d, c)->known)
			return refuse_cell(d, c, "The decision needs the value of every cell.", NULL, "cell ",
			                   " has no value");
		primary->numerator_figure[c] = has ? next++ : UINT32_MAX;
	}
	primary->numerators = next - cells;
	for (size_t c = 0; c < cells; c++)
		primary->rest_figure[c] =
			primary->numerator_figure[c] == UINT32_MAX
				? UINT32_MAX
				: primary->numerator_figure[c] + (uint32_t) primary->numerators;
	return true;
}

/* Values and cells of the figures; their bounds as wide as they can be. */
static bool
fill_figures(struct decision *d)
{
	struct cpe_primary *primary = d->primary;
	struct cpe_system *system = &primary->system;
	size_t figures = system->cells + 2 * primary->numerators;

	system->figures = figures;
	system->value = cpe_arena_alloc(d->arena, figures + 1, sizeof(int64_t), d->problem);
	system->low = cpe_arena_alloc(d->arena, figures + 1, sizeof(int64_t), d->problem);
	system->high = cpe_arena_alloc(d->arena, figures + 1, sizeof(int64_t), d->problem);
	system->cell = cpe_arena_alloc(d->arena, figures + 1, sizeof(uint32_t), d->problem);
	primary->floor = cpe_arena_alloc(d->arena, figures + 1, sizeof(int64_t), d->problem);
	if (!system->value || !system->low || !system->high || !system->cell || !primary->floor)
		return false;
	for (size_t c = 0; c < system->cells; c++)
	{
		const struct cpe_table_cell *cell = cell_at(d, c);
		uint32_t numerator = primary->numerator_figure[c];
		uint32_t rest = primary->rest_figure[c];

		system->value[c] = cell->value;
		system->cell[c] = (uint32_t) c;
		if (numerator == UINT32_MAX)
			continue;
		system->value[numerator] = cell->numbered ? cell->numerator : 0;
		system->value[rest] = cell->value - system->value[numerator];
		system->cell[numerator] = (uint32_t) c;
		system->cell[rest] = (uint32_t) c;
		if (system->value[numerator] < 0 || system->value[rest] < 0)
			return refuse_cell(d, c, "It is from 0 to the count.", NULL, "the numerator of cell ",
			                   " is out of range");
	}
	for (size_t f = 0; f < figures; f++)
		system->high[f] = CPE_UNBOUNDED;
	return true;
}

/* ---- rows ---- */

/*
 * Whether the cells of a row have numerators; false through *good when some with a count have one
 * and some have none: what they add up to would tell of them what no row here says.
 */
static bool
row_numbered(const struct decision *d, size_t row, bool *good)
{
	size_t with = 0;
	size_t without = 0;
	size_t example = 0;

	for (size_t i = d->table->row_start[row]; i < d->table->row_start[row + 1]; i++)
	{
		uint32_t place = d->table->row_place[i];

		if (cell_at(d, place)->value == 0)
			continue;
		if (d->primary->numerator_figure[place] != UINT32_MAX)
			with++;
		else
		{
			without++;
			example = place;
		}
	}
	*good = with == 0 || without == 0;
	if (!*good)
		refuse_cell(d, example,
		            "Cells that add up to one another have a numerator each, or none of them has.",
		            "Give the numerator of every cell, or put cells without one in a table of "
		            "their own.",
		            "cell ", " has no numerator, though others of its row have one");
	return without == 0; /* a zero among zeros has a numerator too: none of them */
}

/* Adds a figure to the row being written. */
static void
put(struct cpe_system *system, size_t *at, uint32_t figure, int8_t sign)
{
	system->row_figure[*at] = figure;
	system->row_sign[*at] = sign;
	(*at)++;
}

/* Writes a row of the table: for counts, or (figure given) for numerators. */
static void
put_table_row(const struct decision *d, size_t row, const uint32_t *figure, size_t *at)
{
	struct cpe_system *system = &d->primary->system;
	size_t first = d->table->row_start[row];

	for (size_t i = first; i < d->table->row_start[row + 1]; i++)
	{
		uint32_t place = d->table->row_place[i];

		put(system, at, figure ? figure[place] : place, i == first ? 1 : -1);
	}
	system->row_start[++system->rows] = *at;
}

/* Whether the row is zero as it stands: the table adds up, in its numerators too. */
static bool
row_adds_up(const struct decision *d, size_t row)
{
	const struct cpe_system *system = &d->primary->system;
	int64_t sum = 0;

	for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
	{
		int64_t value = system->value[system->row_figure[i]];

		if (system->row_sign[i] > 0 ? __builtin_add_overflow(sum, value, &sum)
		                            : __builtin_sub_overflow(sum, value, &sum))
			break;
		if (i + 1 == system->row_start[row + 1] && sum == 0)
			return true;
	}
	return refuse_cell(d, system->cell[system->row_figure[system->row_start[row]]], NULL, NULL,
	                   row < d->table->rows ? "the counts below cell "
	                                        : "the numerators below cell ",
	                   " do not add up to it");
}

/* The rows of the table for counts, then for numerators, then a link for each numerator. */
static bool
fill_rows(struct decision *d)
{
	struct cpe_primary *primary = d->primary;
	struct cpe_system *system = &primary->system;
	const struct cpe_table *table = d->table;
	size_t entries = table->row_start[table->rows];
	size_t at = 0;

	system->row_start = cpe_arena_alloc(d->arena, 2 * table->rows + primary->numerators + 1,
	                                    sizeof(size_t), d->problem);
	system->row_figure = cpe_arena_alloc(d->arena, 2 * entries + 3 * primary->numerators + 1,
	                                     sizeof(uint32_t), d->problem);
	system->row_sign = cpe_arena_alloc(d->arena, 2 * entries + 3 * primary->numerators + 1,
	                                   sizeof(int8_t), d->problem);
	if (!system->row_start || !system->row_figure || !system->row_sign)
		return false;
	for (size_t r = 0; r < table->rows; r++)
		put_table_row(d, r, NULL, &at);
	for (size_t r = 0; primary->numerators > 0 && r < table->rows; r++)
	{
		bool good;
		bool numbered = row_numbered(d, r, &good);

		if (!good || (r % 1024 == 0 && !cpe_arena_poll(d->arena, d->problem)))
			return false;
		if (numbered)
			put_table_row(d, r, primary->numerator_figure, &at);
	}
	for (size_t c = 0; c < system->cells; c++)
		if (primary->numerator_figure[c] != UINT32_MAX)
		{
			put(system, &at, (uint32_t) c, 1);
			put(system, &at, primary->numerator_figure[c], -1);
			put(system, &at, primary->rest_figure[c], -1);
			system->row_start[++system->rows] = at;
		}
	for (size_t r = 0; r < system->rows; r++)
		if ((r % 1024 == 0 && !cpe_arena_poll(d->arena, d->problem)) || !row_adds_up(d, r))
			return false;
	return cpe_system_index(d->arena, system, d->problem);
}

/* ---- floors ---- */

/* The least a count can be for what is known of it alone. */
static int64_t
own_floor(const struct decision *d, size_t place)
{
	return d->rule->zeros == CPE_ZERO_SHOWN && cell_at(d, place)->value > 0 &&
	       given_at(d, place) != CPE_GIVEN_UNPUBLISHED;
}

/*
 * A total is at least what its parts must be, in whichever of its rows that is most.  Parts come
 * before totals: each cell waits for the rows it is the total of, each row for its parts.
 */
static bool
fill_floors(struct decision *d)
{
	const struct cpe_system *system = &d->primary->system;
	const struct cpe_table *table = d->table;
	int64_t *floor = d->primary->floor;
	size_t *row_waits = cpe_arena_alloc(d->arena, table->rows + 1, sizeof(size_t), d->problem);
	int64_t *row_sum = cpe_arena_alloc(d->arena, table->rows + 1, sizeof(int64_t), d->problem);
	size_t *waits = cpe_arena_alloc(d->arena, system->cells + 1, sizeof(size_t), d->problem);
	uint32_t *ready = cpe_arena_alloc(d->arena, system->cells + 1, sizeof(uint32_t), d->problem);
	size_t last = 0;

	if (!row_waits || !row_sum || !waits || !ready)
		return false;
	for (size_t r = 0; r < table->rows; r++)
	{
		row_waits[r] = table->row_start[r + 1] - table->row_start[r] - 1;
		waits[table->row_place[table->row_start[r]]] += row_waits[r] > 0;
	}
	for (size_t c = 0; c < system->cells; c++)
	{
		floor[c] = own_floor(d, c);
		if (waits[c] == 0)
			ready[last++] = (uint32_t) c;
	}
	for (size_t next = 0; next < last; next++)
	{
		uint32_t part = ready[next];

		if (next % 4096 == 0 && !cpe_arena_poll(d->arena, d->problem))
			return false;
		for (size_t i = system->figure_start[part]; i < system->figure_start[part + 1]; i++)
		{
			uint32_t row = system->figure_row[i];
			uint32_t total;

			if (row >= table->rows || system->figure_sign[i] > 0)
				continue;
			row_sum[row] += floor[part]; /* at most the sum of the values, which is the total's */
			if (--row_waits[row] > 0)
				continue;
			total = table->row_place[table->row_start[row]];
			if (row_sum[row] > floor[total])
				floor[total] = row_sum[row];
			if (--waits[total] == 0)
				ready[last++] = total;
		}
	}
	if (last == system->cells)
		return true;
	for (size_t c = 0; c < system->cells; c++)
		if (waits[c] > 0)
			return refuse_cell(d, c, NULL, NULL, "cell ", " is a part of itself");
	return true;
}

/* ---- decisions ---- */

static bool
is_small(const struct cpe_primary_rule *rule, int64_t value)
{
	return value >= 1 && value <= rule->threshold;
}

/* Whether the threshold does not apply to a cell. */
static bool
is_exempt(const struct decision *d, size_t place)
{
	uint64_t national = d->rule->national;

	if (given_at(d, place) == CPE_GIVEN_EXEMPT)
		return true;
	for (int i = 0; i < d->table->dims && i < 64; i++)
		if (national >> i & 1 && cell_at(d, place)->dim[i] != NULL)
			return false;
	return national != 0;
}

/* Which figures of a cell must be protected, and the first reason among them. */
struct test
{
	bool count, numerator, rest;
	enum cpe_cell_reason reason;
};

static void
find(struct test *test, bool *figure, enum cpe_cell_reason reason)
{
	*figure = true;
	if (test->reason == CPE_REASON_NONE)
		test->reason = reason;
}

/* Tests a cell by the rule; of nobody nothing but the count can be said. */
static struct test
test_cell(const struct decision *d, size_t place)
{
	const struct cpe_primary *primary = d->primary;
	const int64_t *value = primary->system.value;
	bool numbered =
		d->rule->numerator && primary->numerator_figure[place] != UINT32_MAX && value[place] > 0;
	int64_t numerator = numbered ? value[primary->numerator_figure[place]] : 0;
	int64_t rest = numbered ? value[primary->rest_figure[place]] : 0;
	bool zeros = d->rule->zeros == CPE_ZERO_PROTECTED;
	struct test test = {0};

	if (!is_exempt(d, place))
	{
		if (is_small(d->rule, value[place]))
			find(&test, &test.count, CPE_REASON_COUNT);
		if (numbered && is_small(d->rule, numerator))
			find(&test, &test.numerator, CPE_REASON_NUMERATOR);
		if (numbered && is_small(d->rule, rest))
			find(&test, &test.rest, CPE_REASON_REST);
		if (zeros && value[place] == 0)
			find(&test, &test.count, CPE_REASON_ZERO);
		if (zeros && numbered && numerator == 0)
			find(&test, &test.numerator, CPE_REASON_ZERO);
		if (zeros && numbered && rest == 0)
			find(&test, &test.rest, CPE_REASON_ZERO);
	}
	if (given_at(d, place) == CPE_GIVEN_PROTECT)
		find(&test, &test.count, CPE_REASON_RULE);
	return test;
}

/* What may be done with a cell that was tested. */
static enum cpe_cell_leave
leave_of(const struct decision *d, size_t place, const struct test *test)
{
	enum cpe_cell_given given = given_at(d, place);

	if (given == CPE_GIVEN_UNPUBLISHED)
		return CPE_UNPUBLISHED;
	if (test->reason != CPE_REASON_NONE || given == CPE_GIVEN_HIDDEN)
		return CPE_MUST_HIDE;
	if (given == CPE_GIVEN_SHOWN ||
	    (d->rule->zeros == CPE_ZERO_SHOWN && cell_at(d, place)->value == 0))
		return CPE_MUST_SHOW;
	return CPE_MAY_HIDE;
}

static void
bound(struct cpe_system *system, uint32_t figure, int64_t low, int64_t high)
{
	if (low > system->low[figure])
		system->low[figure] = low;
	if (high < system->high[figure])
		system->high[figure] = high;
}

/* Bounds of a figure of which the mark says that it is small, or that it is not. */
static void
bound_by_mark(struct decision *d, uint32_t figure, bool primary)
{
	struct cpe_system *system = &d->primary->system;

	if (primary)
		bound(system, figure, d->rule->zeros != CPE_ZERO_PROTECTED, d->rule->threshold);
	else if (system->value[figure] == 0)
		bound(system, figure, 0, 0);
	else
		bound(system, figure, d->rule->threshold + 1, CPE_UNBOUNDED);
}

/* The figure that gave the reason to hide a cell. */
static uint32_t
figure_of_reason(const struct decision *d, size_t place, enum cpe_cell_reason reason)
{
	const struct cpe_primary *primary = d->primary;
	uint32_t numerator = primary->numerator_figure[place];

	if (reason == CPE_REASON_NUMERATOR)
		return numerator;
	if (reason == CPE_REASON_REST)
		return primary->rest_figure[place];
	if (reason == CPE_REASON_ZERO && primary->system.value[place] > 0)
		return primary->system.value[numerator] == 0 ? numerator : primary->rest_figure[place];
	return (uint32_t) place;
}

/*
 * With distinct marks: of a primary cell, the figure that made it so is within the threshold; of
 * any other hidden cell none is.  Cells that the threshold does not apply to have no such bounds,
 * nor have those hidden by another rule than it.
 */
static void
apply_marks(struct decision *d, size_t place, const struct test *test)
{
	const struct cpe_primary *primary = d->primary;
	bool numbered = d->rule->numerator && primary->numerator_figure[place] != UINT32_MAX &&
	                primary->system.value[place] > 0;

	if (is_exempt(d, place) || given_at(d, place) == CPE_GIVEN_UNPUBLISHED ||
	    given_at(d, place) == CPE_GIVEN_PROTECT)
		return;
	if (test->reason != CPE_REASON_NONE)
	{
		bound_by_mark(d, figure_of_reason(d, place, test->reason), true);
		return;
	}
	bound_by_mark(d, (uint32_t) place, false);
	if (numbered)
	{
		bound_by_mark(d, primary->numerator_figure[place], false);
		bound_by_mark(d, primary->rest_figure[place], false);
	}
}

/* Adds a target; up and down as far as the bounds leave any. */
static void
put_target(struct decision *d, uint32_t figure)
{
	const struct cpe_system *system = &d->primary->system;
	struct cpe_target *target = &d->primary->target[d->primary->targets++];
	int64_t value = system->value[figure];
	int64_t above = system->high[figure] - value;
	int64_t below = value - system->low[figure];

	target->figure = figure;
	target->up = above > 0;
	target->down = below > 0;
	target->either = target->up && target->down && !d->rule->range;
	if (d->rule->range && value <= d->rule->threshold)
	{
		int64_t up = d->rule->threshold + 1 - value;

		target->up = up < above ? up : above;
		target->down = below;
	}
	if (target->up == 0 && target->down == 0)
		target->up = 1; /* the mark gives it away: what cannot be proven says so */
}

/* Decides one cell, all but its targets, which need the bounds of all. */
static bool
decide_cell(struct decision *d, size_t place, struct test *test)
{
	struct cpe_primary *primary = d->primary;
	enum cpe_cell_given given = given_at(d, place);

	*test = test_cell(d, place);
	if (given == CPE_GIVEN_SHOWN && test->reason != CPE_REASON_NONE)
		return refuse_cell(d, place, "It is to be shown, and the rule says that it must be hidden.",
		                   "Nothing protects what was published; give exempt where it may be seen.",
		                   "cell ", " cannot be protected");
	primary->leave[place] = leave_of(d, place, test);
	primary->reason[place] = given == CPE_GIVEN_UNPUBLISHED ? CPE_REASON_UNPUBLISHED
	                         : test->reason != CPE_REASON_NONE
	                             ? test->reason
	                             : (given == CPE_GIVEN_HIDDEN ? CPE_REASON_GIVEN : CPE_REASON_NONE);
	primary->system.low[place] = primary->floor[place];
	if (d->rule->distinct_marks)
		apply_marks(d, place, test);
	return true;
}

/* Decides all cells; targets come out sorted, as figures are numbered by kind, then place. */
static bool
decide_cells(struct decision *d)
{
	struct cpe_primary *primary = d->primary;
	size_t cells = d->table->cells;
	struct test *test = cpe_arena_alloc(d->arena, cells + 1, sizeof(*test), d->problem);

	if (test == NULL)
		return false;
	for (size_t c = 0; c < cells; c++)
		if ((c % 4096 == 0 && !cpe_arena_poll(d->arena, d->problem)) ||
		    !decide_cell(d, c, &test[c]))
			return false;
	for (size_t c = 0; c < cells; c++)
		if (test[c].count)
			put_target(d, (uint32_t) c);
	for (size_t c = 0; c < cells; c++)
		if (test[c].numerator)
			put_target(d, primary->numerator_figure[c]);
	for (size_t c = 0; c < cells; c++)
		if (test[c].rest)
			put_target(d, primary->rest_figure[c]);
	return true;
}

bool
cpe_primary_decide(struct cpe_arena *arena, const struct cpe_table *table,
                   const struct cpe_table_cell *cell, const enum cpe_cell_given *given,
                   const struct cpe_primary_rule *rule, struct cpe_primary *primary,
                   struct cpe_problem *problem)
{
	struct decision d = {arena, table, cell, given, rule, primary, problem};
	size_t cells = table->cells;

	*primary = (struct cpe_primary){0};
	if (cells > UINT32_MAX / 4)
		return cpe_problem_set(problem, CPE_LIMIT, NULL, "Use PARTITION BY, one partition a table.",
		                       "too many cells in a table: %zu", cells);
	primary->system.cells = cells;
	primary->leave = cpe_arena_alloc(arena, cells + 1, sizeof(*primary->leave), problem);
	primary->reason = cpe_arena_alloc(arena, cells + 1, sizeof(*primary->reason), problem);
	primary->numerator_figure = cpe_arena_alloc(arena, cells + 1, sizeof(uint32_t), problem);
	primary->rest_figure = cpe_arena_alloc(arena, cells + 1, sizeof(uint32_t), problem);
	primary->target = cpe_arena_alloc(arena, 3 * cells + 1, sizeof(struct cpe_target), problem);
	if (!primary->leave || !primary->reason || !primary->numerator_figure ||
	    !primary->rest_figure || !primary->target)
		return false;
	return number_cells(&d) && fill_figures(&d) && fill_rows(&d) && fill_floors(&d) &&
	       decide_cells(&d);
}
