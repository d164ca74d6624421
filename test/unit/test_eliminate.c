/* Elimination, against showing cell after cell with a dense elimination of every pattern. */
#include "suppress/eliminate.h"
#include "small_table.h"
#include "unit.h"

#define PRIME 1000000007 /* another one than that of the code under test */
#define MOST_ROWS 200

static struct cpe_arena arena;
static struct cpe_problem problem;

static int64_t
power(int64_t base, int64_t exponent)
{
	int64_t result = 1;

	for (; exponent > 0; exponent >>= 1, base = base * base % PRIME)
		if (exponent & 1)
			result = result * base % PRIME;
	return result;
}

/* Which figures follow from those shown, by adding and subtracting rows. */
static void
follow(const struct cpe_system *system, const bool *hidden, bool *known)
{
	static int64_t row[MOST_ROWS][SMALL_FIGURES];
	size_t rank = 0;

	memset(row, 0, sizeof(row));
	for (size_t r = 0; r < system->rows; r++)
		for (size_t i = system->row_start[r]; i < system->row_start[r + 1]; i++)
			if (hidden[system->cell[system->row_figure[i]]])
				row[r][system->row_figure[i]] = system->row_sign[i] > 0 ? 1 : PRIME - 1;
	for (size_t f = 0; f < system->figures; f++)
	{
		size_t at = rank;
		int64_t scale;

		known[f] = !hidden[system->cell[f]];
		while (at < system->rows && row[at][f] == 0)
			at++;
		if (at == system->rows)
			continue;
		for (size_t k = 0; k < system->figures; k++)
		{
			int64_t keep = row[at][k];

			row[at][k] = row[rank][k];
			row[rank][k] = keep;
		}
		scale = power(row[rank][f], PRIME - 2);
		for (size_t k = 0; k < system->figures; k++)
			row[rank][k] = row[rank][k] * scale % PRIME;
		for (size_t r = 0; r < system->rows; r++)
		{
			int64_t factor = row[r][f];

			for (size_t k = 0; r != rank && factor != 0 && k < system->figures; k++)
				row[r][k] = ((row[r][k] - factor * row[rank][k]) % PRIME + PRIME) % PRIME;
		}
		rank++;
	}
	for (size_t r = 0; r < rank; r++)
	{
		size_t count = 0;
		size_t last = 0;

		for (size_t f = 0; f < system->figures; f++)
			if (row[r][f] != 0)
			{
				count++;
				last = f;
			}
		if (count == 1)
			known[last] = true;
	}
}

/* The number of targets that follow. */
static int
told(const struct small *small, const bool *target, const bool *hidden)
{
	bool known[SMALL_FIGURES];
	int count = 0;

	follow(&small->system, hidden, known);
	for (size_t f = 0; f < small->system.figures; f++)
		count += target[f] && known[f];
	return count;
}

/* The dearest cell that is neither done nor forced, the last of equals; or none. */
static int
dearest(const struct small *small, const bool *done)
{
	int best = small->cells;

	for (int c = 0; c < small->cells; c++)
		if (!done[c] && !small->forced[c] && !small->never[c] &&
		    (best == small->cells || small->cost[c] >= small->cost[best]))
			best = c;
	return best;
}

/* Shows cells from the dearest down where no more targets follow than do anyhow. */
static void
greedy(const struct small *small, const bool *target, bool *hidden)
{
	bool done[SMALL_CELLS] = {false};
	int anyhow;
	int next;

	for (int c = 0; c < small->cells; c++)
		hidden[c] = small->forced[c] || !small->never[c];
	anyhow = told(small, target, hidden);
	while ((next = dearest(small, done)) < small->cells)
	{
		done[next] = true;
		hidden[next] = false;
		hidden[next] = told(small, target, hidden) > anyhow;
	}
}

/* Targets are forced; single figures give the same pattern as the oracle, pairs one that is safe.
 */
static void
check_small(int kind, int tables)
{
	int complements = 0;

	for (int i = 0; i < tables; i++)
	{
		struct small *small = malloc(sizeof(*small));
		bool target[SMALL_FIGURES] = {false};
		bool hidden[SMALL_CELLS] = {false};
		bool all[SMALL_CELLS];
		bool want[SMALL_CELLS];
		bool whole = false;

		cpe_arena_open_malloc(&arena);
		small_make(small, &arena, kind);
		for (int t = 0; t < small->targets; t++)
		{
			target[small->target[t].figure] = true;
			small->forced[small->system.cell[small->target[t].figure]] = true;
		}
		for (int c = 0; c < small->cells; c++)
		{
			hidden[c] = small->forced[c];
			all[c] = small->forced[c] || !small->never[c];
		}
		greedy(small, target, want);
		CHECK(cpe_eliminate(&arena, &small->system, target, small->never, small->cost, 0, hidden,
		                    &whole, &problem),
		      "%s", problem.message);
		CHECK(whole, "not whole");
		CHECK(told(small, target, hidden) == told(small, target, all),
		      "kind %d table %d: %d targets follow, not %d", kind, i, told(small, target, hidden),
		      told(small, target, all));
		for (int c = 0; c < small->cells; c++)
		{
			CHECK(small->forced[c] ? hidden[c] : !(hidden[c] && small->never[c]), "cell %d", c);
			CHECK(small->layers > 1 || hidden[c] == want[c], "kind %d table %d cell %d: %s", kind,
			      i, c, hidden[c] ? "hidden" : "shown");
			complements += hidden[c] && !small->forced[c];
		}
		cpe_arena_close_malloc(&arena);
		free(small);
	}
	CHECK(complements > tables / 2, "tables of no interest");
}

/* Everything is hidden that little work did not come to; the answer is as safe. */
static void
check_work(const char *data)
{
	struct sdc_fixture fixture;
	bool *target, *hidden;
	bool whole;

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, "F04", &fixture);
	target = sdc_room(&arena, fixture.n, sizeof(*target));
	hidden = sdc_room(&arena, fixture.n, sizeof(*hidden));
	memcpy(target, fixture.primary, fixture.n * sizeof(*target));
	for (int64_t work = 1; work <= 10000000; work *= 10)
	{
		size_t count = 0;

		memcpy(hidden, fixture.primary, fixture.n * sizeof(*hidden));
		CHECK(cpe_eliminate(&arena, &fixture.system, target, fixture.never, fixture.cost, work,
		                    hidden, &whole, &problem),
		      "%s", problem.message);
		for (size_t c = 0; c < fixture.n; c++)
			count += hidden[c];
		CHECK(work > 10 || (!whole && count == fixture.n - 37), "work %lld: %zu hidden",
		      (long long) work, count);
		CHECK(work < 10000000 || (whole && count < 350), "work %lld: %zu hidden", (long long) work,
		      count);
	}
	cpe_arena_close_malloc(&arena);
}

/* Stopped at a poll, or without memory at any point, it says so. */
static void
check_stop(const char *data)
{
	struct sdc_fixture fixture;
	bool *hidden;
	bool whole;
	int failures = 0;

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, "F01", &fixture);
	hidden = sdc_room(&arena, fixture.n, sizeof(*hidden));
	for (int allocs = 0;; allocs++)
	{
		struct cpe_arena few;
		bool good;

		memcpy(hidden, fixture.primary, fixture.n * sizeof(*hidden));
		problem.code = CPE_OK;
		unit_arena_open(&few, -1, allocs);
		good = cpe_eliminate(&few, &fixture.system, fixture.primary, fixture.never, fixture.cost, 0,
		                     hidden, &whole, &problem);
		cpe_arena_close_malloc(&few);
		if (good)
			break;
		failures++;
		CHECK(problem.code == CPE_NO_MEMORY, "after %d allocations", allocs);
	}
	CHECK(failures > 100, "%d failures", failures);
	cpe_arena_close_malloc(&arena);

	cpe_arena_open_malloc(&arena);
	sdc_load(&arena, data, "F05", &fixture);
	hidden = sdc_room(&arena, fixture.n, sizeof(*hidden));
	for (int polls = 0; polls < 3; polls++)
	{
		struct cpe_arena stopping;

		memcpy(hidden, fixture.primary, fixture.n * sizeof(*hidden));
		problem.code = CPE_OK;
		unit_arena_open(&stopping, polls, -1);
		CHECK(!cpe_eliminate(&stopping, &fixture.system, fixture.primary, fixture.never,
		                     fixture.cost, 0, hidden, &whole, &problem) &&
		          problem.code == CPE_CANCELLED,
		      "not stopped after %d polls", polls);
		cpe_arena_close_malloc(&stopping);
	}
	cpe_arena_close_malloc(&arena);
}

int
main(int argc, char **argv)
{
	const char *data = argc > 1 ? argv[1] : "test/data";

	srandom(20240903);
	unit_case("two dimensions, cell after cell");
	check_small(0, 300);
	unit_case("two by four, cell after cell");
	check_small(3, 300);
	unit_case("three dimensions, cell after cell");
	check_small(1, 300);
	unit_case("counts with numerators: no target follows");
	check_small(2, 300);
	unit_case("limits of work");
	check_work(data);
	unit_case("stopped, and no memory");
	check_stop(data);
	return unit_end();
}
