#include "suppress/primary.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define MAX_CELLS 64
#define MAX_ROWS 64
#define MAX_ROW 8

/* ---- tables built by hand, without the reader of tables ---- */

struct table
{
	int dims;
	size_t cells;
	const char *dim[MAX_CELLS][2];
	struct cpe_table_cell cell[MAX_CELLS]; /* as given */
	enum cpe_cell_given given[MAX_CELLS];
	uint32_t order[MAX_CELLS], place[MAX_CELLS];
	size_t rows;
	size_t row_start[MAX_ROWS + 1];
	uint32_t row_place[MAX_ROWS * MAX_ROW];
	struct cpe_table table;
};

static const char *const labels[] = {NULL, "a", "b", "c", "d"};

/* Starts a table of so many cells, given in random order. */
static void
start_table(struct table *table, int dims, size_t cells)
{
	memset(table, 0, sizeof(*table));
	table->dims = dims;
	table->cells = cells;
	for (size_t i = 0; i < cells; i++)
		table->order[i] = (uint32_t) i;
	for (size_t i = cells; i > 1; i--)
	{
		size_t j = (size_t) random() % i;
		uint32_t swap = table->order[i - 1];

		table->order[i - 1] = table->order[j];
		table->order[j] = swap;
	}
	for (size_t i = 0; i < cells; i++)
		table->place[table->order[i]] = (uint32_t) i;
	table->table = (struct cpe_table){
		dims, cells, table->order, table->place, 0, table->row_start, table->row_place};
}

static struct cpe_table_cell *
at(struct table *table, size_t place)
{
	return &table->cell[table->order[place]];
}

static void
name_cell(struct table *table, size_t place, const char *first, const char *second)
{
	size_t i = table->order[place];

	table->dim[i][0] = first;
	table->dim[i][1] = second;
	table->cell[i].dim = table->dim[i];
	table->cell[i].known = true;
}

/* Adds a row: the total, then its parts. */
static void
add_row(struct table *table, uint32_t total, const uint32_t *part, size_t parts)
{
	size_t end = table->row_start[table->rows];

	table->row_place[end++] = total;
	for (size_t i = 0; i < parts; i++)
		table->row_place[end++] = part[i];
	table->row_start[++table->rows] = end;
	table->table.rows = table->rows;
}

/* The values of totals from their parts, where rows stand in the order of parts first. */
static void
add_up(struct table *table)
{
	for (size_t r = 0; r < table->rows; r++)
	{
		struct cpe_table_cell *total = at(table, table->row_place[table->row_start[r]]);

		total->value = total->numerator = 0;
		for (size_t i = table->row_start[r] + 1; i < table->row_start[r + 1]; i++)
		{
			total->value += at(table, table->row_place[i])->value;
			total->numerator += at(table, table->row_place[i])->numerator;
		}
	}
}

static int64_t
random_count(void)
{
	static const int64_t some[] = {0, 0, 1, 1, 2, 3, 4, 5, 6, 7, 20};

	return some[random() % (sizeof(some) / sizeof(*some))];
}

/* A table of rows by columns with all margins: place (r, c) is r * (columns + 1) + c, 0 a total. */
static void
cube(struct table *table, int rows, int columns, bool numbered)
{
	int across = columns + 1;

	start_table(table, 2, (size_t) (rows + 1) * across);
	for (int r = 0; r <= rows; r++)
		for (int c = 0; c <= columns; c++)
		{
			struct cpe_table_cell *cell = at(table, (size_t) (r * across + c));

			name_cell(table, (size_t) (r * across + c), labels[r], labels[c]);
			cell->numbered = numbered;
			cell->value = random_count();
			cell->numerator = numbered ? random() % (cell->value + 1) : 0;
		}
	for (int r = 1; r <= rows; r++)
	{
		uint32_t part[MAX_ROW];

		for (int c = 1; c <= columns; c++)
			part[c - 1] = (uint32_t) (r * across + c);
		add_row(table, (uint32_t) (r * across), part, (size_t) columns);
	}
	for (int c = 0; c <= columns; c++)
	{
		uint32_t part[MAX_ROW];

		for (int r = 1; r <= rows; r++)
			part[r - 1] = (uint32_t) (r * across + c);
		add_row(table, (uint32_t) c, part, (size_t) rows);
	}
	add_up(table);
	/* the grand total over the columns, too */
	{
		uint32_t part[MAX_ROW];

		for (int c = 1; c <= columns; c++)
			part[c - 1] = (uint32_t) c;
		add_row(table, 0, part, (size_t) columns);
	}
}

static bool
decide(struct cpe_arena *arena, const struct table *table, const struct cpe_primary_rule *rule,
       struct cpe_primary *primary, struct cpe_problem *problem)
{
	memset(problem, 0, sizeof(*problem));
	return cpe_primary_decide(arena, &table->table, table->cell, table->given, rule, primary,
	                          problem);
}

static struct cpe_primary_rule
random_rule(void)
{
	struct cpe_primary_rule rule = {0};

	rule.threshold = random() % 8;
	rule.zeros = (enum cpe_zeros_rule)(random() % 3);
	rule.numerator = random() % 3 > 0;
	rule.range = random() % 2;
	rule.distinct_marks = random() % 2;
	rule.national = random() % 4 == 0 ? 1 : 0;
	return rule;
}

/* ---- floors ---- */

/* In a table with all its inner cells, the floor is the number of those that are not zero. */
static void
check_cube_floors(void)
{
	for (int round = 0; round < 300; round++)
	{
		static struct table table;
		struct cpe_primary_rule rule = {.threshold = 4};
		struct cpe_primary primary;
		struct cpe_problem problem;
		struct cpe_arena arena;
		int rows = 1 + (int) (random() % 4);
		int columns = 1 + (int) (random() % 4);

		cube(&table, rows, columns, false);
		unit_arena_open(&arena, -1, -1);
		if (CHECK(decide(&arena, &table, &rule, &primary, &problem), "%s", problem.message))
			for (int r = 0; r <= rows; r++)
				for (int c = 0; c <= columns; c++)
				{
					int64_t want = 0;

					for (int i = 1; i <= rows; i++)
						for (int j = 1; j <= columns; j++)
							want += (r == 0 || r == i) && (c == 0 || c == j) &&
							        at(&table, (size_t) (i * (columns + 1) + j))->value > 0;
					CHECK(primary.floor[r * (columns + 1) + c] == want,
					      "round %d, (%d, %d): %lld, not %lld", round, r, c,
					      (long long) primary.floor[r * (columns + 1) + c], (long long) want);
				}
		cpe_arena_close_malloc(&arena);
	}
}

/*
 * A total with two partitions, each by two columns: places 0 to 2 are the total and its columns, 3
 * on the parts (label by column).  All tables with small parts are tried: what a cell can be at
 * least is its floor.
 */
#define FIRST_PARTS 2
#define SECOND_PARTS 3

static void
two_partitions(struct table *table)
{
	uint32_t part[MAX_ROW];
	int parts = FIRST_PARTS + SECOND_PARTS;
	int64_t left[2] = {0, 0};

	start_table(table, 2, (size_t) (3 + 3 * parts));
	for (int p = 0; p <= parts; p++)
		for (int c = 0; c < 3; c++)
		{
			static const char *const names[] = {NULL, "A1", "A2", "R1", "R2", "R3"};
			struct cpe_table_cell *cell = at(table, (size_t) (3 * p + c));

			name_cell(table, (size_t) (3 * p + c), names[p], labels[c]);
			if (p > 0 && p <= FIRST_PARTS && c > 0)
			{
				cell->value = random() % 4;
				left[c - 1] += cell->value;
			}
		}
	for (int c = 1; c < 3; c++)
		for (int p = FIRST_PARTS + 1; p <= parts; p++)
		{
			struct cpe_table_cell *cell = at(table, (size_t) (3 * p + c));

			cell->value = p == parts ? left[c - 1] : random() % (left[c - 1] + 1);
			left[c - 1] -= cell->value;
		}
	for (int p = 1; p <= parts; p++)
	{
		part[0] = (uint32_t) (3 * p + 1);
		part[1] = (uint32_t) (3 * p + 2);
		add_row(table, (uint32_t) (3 * p), part, 2);
	}
	for (int c = 0; c < 3; c++)
	{
		for (int p = 1; p <= FIRST_PARTS; p++)
			part[p - 1] = (uint32_t) (3 * p + c);
		add_row(table, (uint32_t) c, part, FIRST_PARTS);
		for (int p = 1; p <= SECOND_PARTS; p++)
			part[p - 1] = (uint32_t) (3 * (FIRST_PARTS + p) + c);
		add_row(table, (uint32_t) c, part, SECOND_PARTS);
	}
	part[0] = 1;
	part[1] = 2;
	add_row(table, 0, part, 2);
	add_up(table);
}

/* The least sums of a partition of a column: reachable[s] says that its parts can add up to s. */
static int64_t
least_common_sum(struct table *table, int column, int fixed, int64_t value)
{
	/* parts are at least 1 where they are not zero; sums to 12 are more than enough */
	bool reached[2][13] = {{false}};

	for (int side = 0; side < 2; side++)
	{
		int from = side == 0 ? 1 : FIRST_PARTS + 1;
		int to = side == 0 ? FIRST_PARTS : FIRST_PARTS + SECOND_PARTS;

		reached[side][0] = true;
		for (int p = from; p <= to; p++)
		{
			bool next[13] = {false};
			bool zero = at(table, (size_t) (3 * p + column))->value == 0;

			for (int s = 0; s <= 12; s++)
				for (int v = zero ? 0 : 1; reached[side][s] && v <= (zero ? 0 : 6); v++)
					if (s + v <= 12 && (p != fixed || v == value))
						next[s + v] = true;
			memcpy(reached[side], next, sizeof(next));
		}
	}
	for (int s = 0; s <= 12; s++)
		if (reached[0][s] && reached[1][s])
			return s;
	return -1;
}

static void
check_linked_floors(void)
{
	int more = 0;

	for (int round = 0; round < 1000; round++)
	{
		static struct table table;
		struct cpe_primary_rule rule = {.threshold = 4};
		struct cpe_primary primary;
		struct cpe_problem problem;
		struct cpe_arena arena;
		int64_t least[3] = {0};

		two_partitions(&table);
		unit_arena_open(&arena, -1, -1);
		if (!CHECK(decide(&arena, &table, &rule, &primary, &problem), "%s", problem.message))
			continue;
		for (int c = 1; c < 3; c++)
		{
			least[c] = least_common_sum(&table, c, 0, 0);
			least[0] += least[c];
			CHECK(primary.floor[c] == least[c], "round %d, column %d: %lld, not %lld", round, c,
			      (long long) primary.floor[c], (long long) least[c]);
		}
		CHECK(primary.floor[0] == least[0], "round %d: %lld, not %lld", round,
		      (long long) primary.floor[0], (long long) least[0]);
		for (int p = 1; p <= FIRST_PARTS + SECOND_PARTS; p++)
		{
			int64_t sum = 0;

			for (int c = 1; c < 3; c++)
			{
				int64_t v = 0;

				while (least_common_sum(&table, c, p, v) < 0)
					v++;
				CHECK(primary.floor[3 * p + c] <= v, "a floor that is no bound: %lld of %lld",
				      (long long) primary.floor[3 * p + c], (long long) v);
				sum += v;
			}
			CHECK(primary.floor[3 * p] <= sum, "a floor that is no bound: %lld of %lld",
			      (long long) primary.floor[3 * p], (long long) sum);
		}
		more += primary.floor[0] > primary.floor[3] + primary.floor[6];
		cpe_arena_close_malloc(&arena);
	}
	CHECK(more > 100, "the second partition is seldom the one that counts: %d", more);
}

/* ---- what the attacker knows ---- */

/* All figures of a family a, b and its total hidden: the system allows what is possible. */
static void
check_possible(void)
{
	static struct table table;
	static const uint32_t parts[] = {1, 2};
	struct cpe_primary_rule rule = {.threshold = 4, .numerator = true};
	struct cpe_primary primary;
	struct cpe_problem problem;
	struct cpe_arena arena;
	const struct cpe_system *system = &primary.system;
	int allowed = 0;

	start_table(&table, 1, 3);
	for (size_t p = 0; p < 3; p++)
	{
		name_cell(&table, p, labels[p], NULL);
		at(&table, p)->numbered = true;
		at(&table, p)->value = (int64_t) (2 + p);
		at(&table, p)->numerator = 1;
	}
	add_row(&table, 0, parts, 2);
	add_up(&table);
	unit_arena_open(&arena, -1, -1);
	if (!CHECK(decide(&arena, &table, &rule, &primary, &problem), "%s", problem.message))
		return;
	CHECK(system->figures == 9 && system->rows == 5 && primary.numerators == 3, "its size");
	for (int64_t a = 0; a <= 4; a++)
		for (int64_t b = 0; b <= 4; b++)
			for (int64_t r = -1; r <= 5; r++)
				for (int64_t s = -1; s <= 5; s++)
				{
					int64_t x[9] = {a + b, a, b, r + s, r, s, a + b - r - s, a - r, b - s};
					/* the floor of the total follows from those of its parts */
					bool want = a >= 1 && b >= 1 && r >= 0 && r <= a && s >= 0 && s <= b;
					bool got = true;

					for (size_t f = 0; f < 9; f++)
						got = got && x[f] >= system->low[f] && x[f] <= system->high[f];
					for (size_t row = 0; row < system->rows; row++)
					{
						int64_t sum = 0;

						for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
							sum += system->row_sign[i] * x[system->row_figure[i]];
						CHECK(sum == 0, "row %zu", row);
					}
					CHECK(got == want, "%lld of %lld, %lld of %lld: %d", (long long) r,
					      (long long) a, (long long) s, (long long) b, got);
					allowed += got;
				}
	CHECK(allowed == 14 * 14, "%d", allowed);
	cpe_arena_close_malloc(&arena);
}

/* ---- decisions, read off the rule one figure after another ---- */

static bool
exempt(const struct cpe_primary_rule *rule, const struct table *table, size_t i)
{
	return table->given[i] == CPE_GIVEN_EXEMPT || (rule->national && table->dim[i][0] == NULL);
}

/* Whether the rule hides a count with a numerator (-1: none) by itself. */
static bool
hidden_by_rule(const struct cpe_primary_rule *rule, int64_t count, int64_t numerator)
{
	int64_t part[3] = {count, numerator, count - numerator};
	int parts = rule->numerator && numerator >= 0 && count > 0 ? 3 : 1;

	for (int i = 0; i < parts; i++)
		if ((part[i] > 0 && part[i] <= rule->threshold) ||
		    (part[i] == 0 && rule->zeros == CPE_ZERO_PROTECTED))
			return true;
	return false;
}

static void
check_target(const struct cpe_primary_rule *rule, const struct cpe_system *system,
             const struct cpe_target *target, bool small)
{
	int64_t value = system->value[target->figure];
	int64_t low = system->low[target->figure];
	int64_t high = system->high[target->figure];
	long long up = target->up;
	long long down = target->down;

	if (low == value && high == value)
		CHECK(up == 1 && down == 0, "what cannot be proven: %lld, %lld", up, down);
	else if (rule->range && small)
	{
		CHECK(value - down == low, "down to the least: %lld of %lld", down, (long long) value);
		CHECK(value + up == (high < rule->threshold + 1 ? high : rule->threshold + 1),
		      "up to the first that is not small: %lld of %lld", up, (long long) value);
		CHECK(!target->either, "both ends");
	}
	else
		CHECK(up == (value < high) && down == (value > low) &&
		          target->either == (!rule->range && up && down),
		      "%lld, %lld, %d at %lld", up, down, target->either, (long long) value);
}

/* One cell: what may be done with it, why, its bounds and its targets. */
static void
check_cell(const struct cpe_primary_rule *rule, const struct table *table, size_t place,
           const struct cpe_primary *primary, size_t *targets)
{
	const struct cpe_system *system = &primary->system;
	size_t i = table->order[place];
	const struct cpe_table_cell *cell = &table->cell[i];
	enum cpe_cell_given given = table->given[i];
	int64_t numerator = cell->numbered ? cell->numerator : -1;
	uint32_t figure[3] = {(uint32_t) place, primary->numerator_figure[place],
	                      primary->rest_figure[place]};
	bool by_rule = !exempt(rule, table, i) && hidden_by_rule(rule, cell->value, numerator);
	bool must = by_rule || given == CPE_GIVEN_PROTECT;
	enum cpe_cell_leave leave = given == CPE_GIVEN_UNPUBLISHED      ? CPE_UNPUBLISHED
	                            : must || given == CPE_GIVEN_HIDDEN ? CPE_MUST_HIDE
	                            : given == CPE_GIVEN_SHOWN          ? CPE_MUST_SHOW
	                            : cell->value == 0 && rule->zeros == CPE_ZERO_SHOWN ? CPE_MUST_SHOW
	                                                                                : CPE_MAY_HIDE;

	CHECK(primary->leave[place] == leave, "leave %d, not %d", primary->leave[place], leave);
	CHECK((primary->reason[place] == CPE_REASON_NONE) ==
	          (leave == CPE_MAY_HIDE || leave == CPE_MUST_SHOW),
	      "reason %d", primary->reason[place]);
	for (int f = 0; f < (cell->numbered ? 3 : 1); f++)
	{
		int64_t value = system->value[figure[f]];
		bool small = value > 0 ? value <= rule->threshold : rule->zeros == CPE_ZERO_PROTECTED;
		bool tested = !exempt(rule, table, i) && (f == 0 || (rule->numerator && cell->value > 0));
		bool wanted = (tested && small) || (f == 0 && given == CPE_GIVEN_PROTECT);
		size_t found = 0;

		CHECK(system->low[figure[f]] <= value && value <= system->high[figure[f]],
		      "the truth is within the bounds");
		CHECK(system->low[figure[f]] >= primary->floor[figure[f]], "so is the floor");
		for (size_t t = 0; t < primary->targets; t++)
			if (primary->target[t].figure == figure[f])
			{
				check_target(rule, system, &primary->target[t], value <= rule->threshold);
				found++;
			}
		CHECK(found == wanted, "figure %d of value %lld: %zu targets", f, (long long) value, found);
		*targets += found;
	}
}

/*
 * With distinct marks, every count and numerator within the bounds would have got the same mark:
 * the reader cannot tell them from the truth.
 */
static void
check_marks(const struct cpe_primary_rule *rule, const struct table *table, size_t place,
            const struct cpe_primary *primary)
{
	const struct cpe_system *system = &primary->system;
	size_t i = table->order[place];
	const struct cpe_table_cell *cell = &table->cell[i];
	uint32_t r = primary->numerator_figure[place];
	int64_t numerator = cell->numbered ? cell->numerator : -1;
	bool marked = hidden_by_rule(rule, cell->value, numerator);
	int64_t start = system->low[place];

	/* of a cell that is not the threshold's, a mark tells nothing of it */
	if (exempt(rule, table, i) || table->given[i] == CPE_GIVEN_UNPUBLISHED ||
	    primary->reason[place] == CPE_REASON_RULE)
		CHECK(system->low[place] == primary->floor[place] && system->high[place] == CPE_UNBOUNDED,
		      "bounds of a cell that was not tested");
	if (exempt(rule, table, i) || table->given[i] == CPE_GIVEN_UNPUBLISHED ||
	    table->given[i] == CPE_GIVEN_PROTECT || primary->leave[place] == CPE_MUST_SHOW)
		return;
	for (int64_t n = start; n <= start + 12 && n <= system->high[place]; n++)
		for (int64_t k = 0; k <= (cell->numbered ? n : 0); k++)
		{
			if (cell->numbered && (k < system->low[r] || k > system->high[r] ||
			                       n - k < system->low[primary->rest_figure[place]] ||
			                       n - k > system->high[primary->rest_figure[place]]))
				continue;
			CHECK(hidden_by_rule(rule, n, cell->numbered ? k : -1) == marked,
			      "%lld of %lld would not get the mark of %lld of %lld", (long long) k,
			      (long long) n, (long long) numerator, (long long) cell->value);
		}
}

static void
check_decisions(void)
{
	int refused = 0;
	size_t targets = 0;

	for (int round = 0; round < 4000; round++)
	{
		static struct table table;
		struct cpe_primary_rule rule = random_rule();
		struct cpe_primary primary;
		struct cpe_problem problem;
		struct cpe_arena arena;
		bool want = true;
		size_t before = targets;

		cube(&table, 1 + (int) (random() % 3), 1 + (int) (random() % 3), random() % 2);
		for (size_t i = 0; i < table.cells; i++)
		{
			table.given[i] = (enum cpe_cell_given)(random() % 3 ? 0 : random() % 7);
			if (table.given[i] == CPE_GIVEN_SHOWN && !exempt(&rule, &table, i) &&
			    hidden_by_rule(&rule, table.cell[i].value,
			                   table.cell[i].numbered ? table.cell[i].numerator : -1))
				want = false;
		}
		unit_arena_open(&arena, -1, -1);
		if (CHECK(decide(&arena, &table, &rule, &primary, &problem) == want, "round %d: %s", round,
		          problem.message) &&
		    want)
		{
			for (size_t p = 0; p < table.cells; p++)
			{
				check_cell(&rule, &table, p, &primary, &targets);
				if (rule.distinct_marks)
					check_marks(&rule, &table, p, &primary);
			}
			CHECK(primary.targets == targets - before, "%zu targets", primary.targets);
			for (size_t t = 1; t < primary.targets; t++)
				CHECK(primary.target[t - 1].figure < primary.target[t].figure, "in order");
		}
		else if (!want)
		{
			CHECK(problem.code == CPE_INVALID && strstr(problem.message, "cannot be protected"),
			      "%s", problem.message);
			refused++;
		}
		cpe_arena_close_malloc(&arena);
	}
	CHECK(refused > 200 && targets > 10000, "%d refused, %zu targets", refused, targets);
}

/* ---- refused ---- */

static void
check_refusal(const struct table *table, const char *want)
{
	struct cpe_primary_rule rule = {.threshold = 4, .numerator = true};
	struct cpe_primary primary;
	struct cpe_problem problem;
	struct cpe_arena arena;

	unit_arena_open(&arena, -1, -1);
	CHECK(!decide(&arena, table, &rule, &primary, &problem) && problem.code == CPE_INVALID &&
	          strcmp(problem.message, want) == 0,
	      "%s", problem.message);
	cpe_arena_close_malloc(&arena);
}

static void
check_refused(void)
{
	static struct table table;
	static const uint32_t itself[] = {1};

	cube(&table, 2, 2, true);
	at(&table, 4)->known = false;
	check_refusal(&table, "cell (a, a) has no value");

	cube(&table, 2, 2, true);
	at(&table, 4)->numerator = -1;
	check_refusal(&table, "the numerator of cell (a, a) is out of range");

	cube(&table, 2, 2, true);
	at(&table, 4)->value += 10;
	at(&table, 4)->numerator += 1;
	check_refusal(&table, "the counts below cell (a, total) do not add up to it");
	at(&table, 4)->value -= 10;
	at(&table, 4)->numerator -= 1;
	at(&table, 4)->value += 3;
	at(&table, 3)->value += 3;
	at(&table, 1)->value += 3;
	at(&table, 0)->value += 3;
	at(&table, 4)->numerator += 1;
	check_refusal(&table, "the numerators below cell (a, total) do not add up to it");

	cube(&table, 2, 2, true);
	at(&table, 3)->value += 5 - at(&table, 4)->value;
	at(&table, 1)->value += 5 - at(&table, 4)->value;
	at(&table, 0)->value += 5 - at(&table, 4)->value;
	at(&table, 4)->value = 5;
	at(&table, 5)->value = 2;
	at(&table, 5)->numerator = 1;
	for (size_t c = 0; c < 9; c++)
		at(&table, c)->numbered = c != 4;
	table.rows = table.table.rows = 1; /* (a, total) of (a, a), (a, b) */
	at(&table, 3)->value = 7;
	check_refusal(&table, "cell (a, a) has no numerator, though others of its row have one");

	start_table(&table, 1, 2);
	name_cell(&table, 0, NULL, NULL);
	name_cell(&table, 1, "a", NULL);
	at(&table, 0)->value = at(&table, 1)->value = 3;
	add_row(&table, 0, itself, 1);
	table.row_place[1] = 0;
	check_refusal(&table, "cell (total) is a part of itself");
}

/* A zero without a numerator is no gap: of nobody, nobody said yes. */
static void
check_zero_numerators(void)
{
	static struct table table;
	static const uint32_t parts[] = {1, 2};
	struct cpe_primary_rule rule = {.threshold = 4, .numerator = true};
	struct cpe_primary primary;
	struct cpe_problem problem;
	struct cpe_arena arena;

	start_table(&table, 1, 3);
	for (size_t p = 0; p < 3; p++)
		name_cell(&table, p, labels[p], NULL);
	at(&table, 1)->value = 9;
	at(&table, 1)->numerator = 2;
	at(&table, 0)->numbered = at(&table, 1)->numbered = true;
	add_row(&table, 0, parts, 2);
	add_up(&table);
	unit_arena_open(&arena, -1, -1);
	CHECK(decide(&arena, &table, &rule, &primary, &problem) && primary.numerators == 3 &&
	          primary.system.value[primary.numerator_figure[2]] == 0 && primary.targets == 2,
	      "%s", problem.message);
	cpe_arena_close_malloc(&arena);
}

static void
check_ends(void)
{
	static struct table table;
	struct cpe_primary_rule rule = {.threshold = 4, .numerator = true};
	struct cpe_primary primary;
	struct cpe_problem problem;
	struct cpe_arena arena;
	int rounds = 0;

	start_table(&table, 1, 0);
	unit_arena_open(&arena, -1, -1);
	CHECK(decide(&arena, &table, &rule, &primary, &problem) && primary.targets == 0 &&
	          primary.system.figures == 0,
	      "no cells");
	cpe_arena_close_malloc(&arena);
	cube(&table, 3, 3, true);
	for (int kind = 0; kind < 2; kind++)
		for (int after = 0;; after++)
		{
			bool good;

			unit_arena_open(&arena, kind == 0 ? after : -1, kind == 1 ? after : -1);
			good = decide(&arena, &table, &rule, &primary, &problem);
			cpe_arena_close_malloc(&arena);
			if (good)
				break;
			CHECK(problem.code == (kind == 0 ? CPE_CANCELLED : CPE_NO_MEMORY), "%s",
			      problem.message);
			rounds++;
		}
	CHECK(rounds > 20, "%d", rounds);
}

int
main(void)
{
	srandom(2018);
	unit_case("floors of a table with all its inner cells: how many are not zero");
	check_cube_floors();
	unit_case("floors of a total with two partitions: the least of all possible tables");
	check_linked_floors();
	unit_case("the system allows exactly the tables that are possible");
	check_possible();
	unit_case("decisions, bounds and targets of random tables, figure by figure");
	check_decisions();
	unit_case("a zero without a numerator has none of zero");
	check_zero_numerators();
	unit_case("what is refused is named");
	check_refused();
	unit_case("no cells, cancelled, no memory");
	check_ends();
	return unit_end();
}
