#include "suppress/audit.h"

#include "sdc_fixture.h"
#include "suppress/lp.h"
#include "unit.h"

#include <stdlib.h>
#include <string.h>

#define MOST_FIGURES 64
#define MOST_ROWS 64

static struct cpe_arena arena;
static struct cpe_problem problem;
static const char *directory;

static void *
room(size_t count, size_t size)
{
	return sdc_room(&arena, count, size);
}

/* ---- what an answer must hold, whatever it is ---- */

/* Attacks prove the bounds, moves are tables, and the verdict follows from them. */
static void
check_answer(const struct cpe_view *view, const struct cpe_target *target,
             const struct cpe_audit *audit, const int64_t *base, const bool *hidden, bool bounds,
             const char *name)
{
	uint32_t figure = target->figure;
	int64_t bound;
	struct cpe_system system = *view->system;

	system.value = (int64_t *) base;
	system.low = (int64_t *) view->low;
	system.high = (int64_t *) view->high;
	CHECK(audit->low <= base[figure] && base[figure] <= audit->high, "%s %u: base within", name,
	      figure);
	if (audit->least.divisor != 0)
		CHECK(cpe_attack_bound(view, figure, &audit->least, false, &bound) && bound == audit->low,
		      "%s %u: least attack", name, figure);
	if (audit->most.divisor != 0)
		CHECK(cpe_attack_bound(view, figure, &audit->most, true, &bound) && bound == audit->high,
		      "%s %u: most attack", name, figure);
	CHECK(cpe_move_holds(&system, hidden, &audit->up) &&
	          base[figure] + cpe_move_change(&audit->up, figure) == audit->seen_high,
	      "%s %u: move up", name, figure);
	CHECK(cpe_move_holds(&system, hidden, &audit->down) &&
	          base[figure] + cpe_move_change(&audit->down, figure) == audit->seen_low,
	      "%s %u: move down", name, figure);
	CHECK(audit->low <= audit->seen_low && audit->seen_high <= audit->high, "%s %u: seen within",
	      name, figure);
	CHECK(audit->verdict != CPE_AUDIT_EXACT || audit->low == audit->high, "%s %u: exact", name,
	      figure);
	if (bounds && audit->verdict != CPE_AUDIT_OPEN)
		CHECK(audit->low >= view->low[figure] && audit->high <= view->high[figure], "%s %u: bounds",
		      name, figure);
}

/* ---- the published patterns of simple rules ---- */

/* The smallest member of a row that is shown and not zero, from a place on; SIZE_MAX: none. */
static size_t
smallest(const struct cpe_system *system, const bool *hidden, size_t row, size_t from)
{
	size_t best = SIZE_MAX;

	for (size_t i = system->row_start[row] + from; i < system->row_start[row + 1]; i++)
	{
		size_t figure = system->row_figure[i];

		if (hidden[figure] || system->value[figure] == 0)
			continue;
		if (best == SIZE_MAX || system->value[figure] < system->value[best] ||
		    (system->value[figure] == system->value[best] && figure < best))
			best = figure;
	}
	return best;
}

/* "Hide the next smallest too" over all rows: once (children first), or until nothing changes. */
static void
simple_rule(const struct sdc_fixture *fixture, bool repeat, bool *hidden)
{
	const struct cpe_system *system = &fixture->system;
	bool changed;

	memcpy(hidden, fixture->primary, fixture->n * sizeof(*hidden));
	do
	{
		changed = false;
		for (size_t row = 0; row < system->rows; row++)
		{
			size_t count = 0;
			size_t other;

			for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
				count += hidden[system->row_figure[i]];
			if (count != 1)
				continue;
			other = smallest(system, hidden, row, repeat ? 0 : 1);
			if (other == SIZE_MAX)
				other = smallest(system, hidden, row, 0);
			if (other == SIZE_MAX)
				continue;
			hidden[other] = true;
			changed = true;
		}
	} while (changed && repeat);
}

static void
audit_pattern(const struct sdc_fixture *fixture, const bool *hidden, int64_t lower,
              struct cpe_audit *audit, bool check, const char *name)
{
	const struct cpe_system *system = &fixture->system;
	int64_t *low = room(fixture->n, sizeof(*low));
	int64_t *high = room(fixture->n, sizeof(*high));
	int64_t *base = room(fixture->n, sizeof(*base));
	struct cpe_audit_options options = {false, 0, 0};
	struct cpe_view view = {system, low, high, true, true};
	size_t bad_row;

	for (size_t f = 0; f < fixture->n; f++)
	{
		low[f] = hidden[f] ? lower : system->value[f];
		high[f] = hidden[f] ? CPE_UNBOUNDED : system->value[f];
	}
	if (!CHECK(cpe_audit_view(&arena, &view, fixture->value, fixture->targets, &options, audit,
	                          base, &bad_row, &problem),
	           "%s: %s", name, problem.message))
		return;
	for (size_t t = 0; t < fixture->targets && check; t++)
		check_answer(&view, &fixture->value[t], &audit[t], base, hidden, false, name);
}

static size_t
count_verdict(const struct cpe_audit *audit, size_t targets, enum cpe_audit_verdict verdict)
{
	size_t count = 0;

	for (size_t t = 0; t < targets; t++)
		count += audit[t].verdict == verdict;
	return count;
}

/*
 * Cells hidden beyond the small ones, their sum, and the small ones given away with lower bound 0
 * and 1: the figures of section 6 of the project's measurements of these rules (HiGHS).
 */
static void
check_patterns(void)
{
	static const struct
	{
		const char *table;
		bool repeat;
		size_t cells;
		int64_t people;
		size_t leaks[2];
	} want[] = {
		{"F01", false, 9, 67, {0, 2}},        {"F01", true, 9, 67, {0, 2}},
		{"F03", false, 53, 395, {2, 82}},     {"F03", true, 55, 407, {0, 76}},
		{"F04", false, 86, 780, {11, 24}},    {"F04", true, 96, 889, {0, 13}},
		{"F05", false, 588, 4287, {47, 823}}, {"F05", true, 620, 4510, {6, 723}},
	};

	for (size_t w = 0; w < sizeof(want) / sizeof(*want); w++)
	{
		struct sdc_fixture fixture;
		bool *hidden;
		struct cpe_audit *audit;
		size_t cells = 0;
		int64_t people = 0;
		char name[40];

		sdc_load(&arena, directory, want[w].table, &fixture);
		hidden = room(fixture.n, sizeof(*hidden));
		audit = room(fixture.targets, sizeof(*audit));
		simple_rule(&fixture, want[w].repeat, hidden);
		for (size_t f = 0; f < fixture.n; f++)
		{
			cells += hidden[f] && !fixture.primary[f];
			people += hidden[f] && !fixture.primary[f] ? fixture.system.value[f] : 0;
		}
		CHECK(cells == want[w].cells && people == want[w].people, "%s: %zu cells, %d people",
		      want[w].table, cells, (int) people);
		for (int lower = 0; lower < 2 && cpe_lp_present(); lower++)
		{
			size_t exact, open;

			snprintf(name, sizeof(name), "%s %s lower %d", want[w].table,
			         want[w].repeat ? "repeated" : "once", lower);
			audit_pattern(&fixture, hidden, lower, audit, true, name);
			exact = count_verdict(audit, fixture.targets, CPE_AUDIT_EXACT);
			open = count_verdict(audit, fixture.targets, CPE_AUDIT_OPEN);
			printf("# %s: %zu exact, %zu open, %zu safe\n", name, exact, open,
			       count_verdict(audit, fixture.targets, CPE_AUDIT_SAFE));
			CHECK(exact == want[w].leaks[lower] && open == 0, "%s: %zu exact, %zu open", name,
			      exact, open);
		}
		cpe_arena_close_malloc(&arena);
		cpe_arena_open_malloc(&arena);
	}
}

/* ---- all tables, by brute force ---- */

struct small
{
	struct cpe_system system;
	int64_t value[MOST_FIGURES], low[MOST_FIGURES], high[MOST_FIGURES];
	uint32_t cell[MOST_FIGURES], hidden_figure[MOST_FIGURES];
	bool hidden[MOST_FIGURES];
	size_t row_start[MOST_ROWS + 1];
	uint32_t row_figure[4 * MOST_ROWS];
	int8_t row_sign[4 * MOST_ROWS];
	int last[MOST_ROWS]; /* the last of its hidden figures, as a place in hidden_figure */
	int unknown;
	int64_t now[MOST_FIGURES], least[MOST_FIGURES], most[MOST_FIGURES];
	int64_t tables;
};

static int
below(int n)
{
	return (int) (unit_random() * n);
}

/* A table of up to three dimensions with all margins: label 0 is the total. */
static void
make_small(struct small *s, int dims, const int *size, int largest)
{
	int figures = 1, rows = 0, entries = 0;
	int step[3];

	memset(s, 0, sizeof(*s));
	for (int d = dims; d-- > 0;)
	{
		step[d] = figures;
		figures *= size[d] + 1;
	}
	for (int f = 0; f < figures; f++)
	{
		bool inner = true;
		int count = below(3) == 0 ? 0 : below(largest + 1);

		for (int d = 0; d < dims; d++)
			inner = inner && f / step[d] % (size[d] + 1) != 0;
		s->cell[f] = (uint32_t) f;
		for (int g = 0; inner && g < figures; g++)
		{
			bool above = true;

			for (int d = 0; d < dims; d++)
			{
				int label = g / step[d] % (size[d] + 1);

				above = above && (label == 0 || label == f / step[d] % (size[d] + 1));
			}
			s->value[g] += above ? count : 0;
		}
	}
	for (int d = 0; d < dims; d++)
		for (int f = 0; f < figures; f++)
		{
			if (f / step[d] % (size[d] + 1) != 0)
				continue;
			for (int label = 0; label <= size[d]; label++)
			{
				s->row_figure[entries] = (uint32_t) (f + label * step[d]);
				s->row_sign[entries++] = label == 0 ? 1 : -1;
			}
			s->row_start[++rows] = (size_t) entries;
		}
	s->system = (struct cpe_system){.cells = (size_t) figures,
	                                .figures = (size_t) figures,
	                                .rows = (size_t) rows,
	                                .value = s->value,
	                                .low = s->low,
	                                .high = s->high,
	                                .cell = s->cell,
	                                .row_start = s->row_start,
	                                .row_figure = s->row_figure,
	                                .row_sign = s->row_sign};
	CHECK(cpe_system_index(&arena, &s->system, &problem), "%s", problem.message);
}

/* Hides some cells; what is left for them is lower..high, or without a bound above. */
static void
hide_small(struct small *s, double share, int lower, int64_t high)
{
	for (size_t f = 0; f < s->system.figures; f++)
	{
		s->hidden[f] =
			s->value[f] >= lower && s->value[f] <= high && s->unknown < 12 && unit_random() < share;
		s->low[f] = s->hidden[f] ? lower : s->value[f];
		s->high[f] = s->hidden[f] ? high : s->value[f];
		if (s->hidden[f])
			s->hidden_figure[s->unknown++] = (uint32_t) f;
		s->now[f] = s->value[f];
		s->least[f] = INT64_MAX;
		s->most[f] = INT64_MIN;
	}
	for (size_t r = 0; r < s->system.rows; r++)
	{
		s->last[r] = -1;
		for (size_t i = s->row_start[r]; i < s->row_start[r + 1]; i++)
			for (int k = 0; k < s->unknown; k++)
				if (s->hidden_figure[k] == s->row_figure[i] && k > s->last[r])
					s->last[r] = k;
	}
}

static bool
rows_hold(const struct small *s, int at)
{
	for (size_t r = 0; r < s->system.rows; r++)
	{
		int64_t sum = 0;

		if (s->last[r] != at)
			continue;
		for (size_t i = s->row_start[r]; i < s->row_start[r + 1]; i++)
			sum += s->row_sign[i] * s->now[s->row_figure[i]];
		if (sum != 0)
			return false;
	}
	return true;
}

static void
all_tables(struct small *s, int at)
{
	uint32_t figure;

	if (at == s->unknown)
	{
		s->tables++;
		for (int k = 0; k < s->unknown; k++)
		{
			figure = s->hidden_figure[k];
			s->least[figure] =
				s->now[figure] < s->least[figure] ? s->now[figure] : s->least[figure];
			s->most[figure] = s->now[figure] > s->most[figure] ? s->now[figure] : s->most[figure];
		}
		return;
	}
	figure = s->hidden_figure[at];
	for (s->now[figure] = s->low[figure]; s->now[figure] <= s->high[figure]; s->now[figure]++)
		if (rows_hold(s, at))
			all_tables(s, at + 1);
}

static void
targets_small(const struct small *s, struct cpe_target *target)
{
	for (int k = 0; k < s->unknown; k++)
	{
		target[k] = (struct cpe_target){s->hidden_figure[k], 1, 1, true};
		if (below(3) == 0)
			target[k] = (struct cpe_target){s->hidden_figure[k], below(3), below(3), below(2)};
	}
}

/* Whether the tables that are possible leave a target what it must, from the base on. */
static bool
left(const struct small *s, const struct cpe_target *target, const int64_t *base)
{
	uint32_t f = target->figure;
	bool up = s->most[f] - base[f] >= target->up;
	bool down = base[f] - s->least[f] >= target->down;

	if (target->either && target->up > 0 && target->down > 0)
		return up || down;
	return up && down;
}

static void
compare_small(const struct small *s, const struct cpe_target *target, const struct cpe_audit *audit,
              const int64_t *base, bool bounds, int *open)
{
	for (int k = 0; k < s->unknown; k++)
	{
		uint32_t f = target[k].figure;
		bool exact = s->least[f] == s->most[f];
		enum cpe_audit_verdict want = exact                       ? CPE_AUDIT_EXACT
		                              : left(s, &target[k], base) ? CPE_AUDIT_SAFE
		                                                          : CPE_AUDIT_NARROW;

		CHECK(audit[k].low <= s->least[f] && audit[k].high >= s->most[f], "bounds too tight");
		CHECK(audit[k].seen_low >= s->least[f] && audit[k].seen_high <= s->most[f], "seen too far");
		if (audit[k].verdict == CPE_AUDIT_OPEN)
		{
			(*open)++;
			continue;
		}
		CHECK(audit[k].verdict == want, "figure %u (%d..%d): verdict %d, not %d; found %d..%d", f,
		      (int) s->least[f], (int) s->most[f], (int) audit[k].verdict, (int) want,
		      (int) audit[k].low, (int) audit[k].high);
		if (bounds)
			CHECK(audit[k].low == s->least[f] && audit[k].high == s->most[f],
			      "figure %u: %d..%d, not %d..%d", f, (int) audit[k].low, (int) audit[k].high,
			      (int) s->least[f], (int) s->most[f]);
	}
}

static void
check_brute_force(void)
{
	int open = 0, figures = 0;

	for (int t = 0; t < 3000; t++)
	{
		static struct small s;
		struct cpe_target target[MOST_FIGURES];
		struct cpe_audit audit[MOST_FIGURES];
		int64_t base[MOST_FIGURES];
		int size[3] = {2 + below(2), 2 + below(2), 2};
		int lower = below(2);
		bool bounds = below(2);
		bool known = below(4) > 0;
		size_t bad_row;
		struct cpe_audit_options options = {bounds, 0, 0};
		struct cpe_view view;

		make_small(&s, 2 + below(2), size, 1 + below(4));
		hide_small(&s, 0.3 + 0.6 * unit_random(), lower, 6 + below(5));
		all_tables(&s, 0);
		targets_small(&s, target);
		view = (struct cpe_view){&s.system, s.low, s.high, known, true};
		if (!CHECK(cpe_audit_view(&arena, &view, target, (size_t) s.unknown, &options, audit, base,
		                          &bad_row, &problem),
		           "%s", problem.message))
			continue;
		CHECK(!known || memcmp(base, s.value, s.system.figures * sizeof(*base)) == 0, "base");
		for (int k = 0; k < s.unknown; k++)
			check_answer(&view, &target[k], &audit[k], base, s.hidden, bounds, "small");
		compare_small(&s, target, audit, base, bounds, &open);
		figures += s.unknown;
		cpe_arena_close_malloc(&arena);
		cpe_arena_open_malloc(&arena);
	}
	printf("# %d figures, %d open\n", figures, open);
	CHECK(open == 0, "%d of %d figures are open", open, figures);
}

/* A figure changed so that the table cannot be: the audit says so, and only then. */
static void
check_contradictions(void)
{
	int impossible = 0;

	for (int t = 0; t < 500; t++)
	{
		static struct small s;
		struct cpe_target target[MOST_FIGURES];
		struct cpe_audit audit[MOST_FIGURES];
		int64_t base[MOST_FIGURES];
		int size[3] = {2, 2, 2};
		size_t bad_row, shown;
		struct cpe_audit_options options = {false, 0, 0};
		struct cpe_view view;
		bool good;

		make_small(&s, 2 + below(2), size, 3);
		hide_small(&s, 0.8, 0, 6);
		shown = (size_t) below((int) s.system.figures);
		if (!s.hidden[shown])
			s.now[shown] = s.low[shown] = s.high[shown] = s.low[shown] + 1;
		all_tables(&s, 0);
		if (s.tables > 0 && s.unknown > 0)
			for (size_t r = 0; r < s.system.rows; r++)
				s.tables = s.last[r] < 0 && !rows_hold(&s, -1) ? 0 : s.tables;
		if (s.unknown == 0)
			continue;
		targets_small(&s, target);
		view = (struct cpe_view){&s.system, s.low, s.high, false, true};
		problem.code = CPE_OK;
		good = cpe_audit_view(&arena, &view, target, (size_t) s.unknown, &options, audit, base,
		                      &bad_row, &problem);
		CHECK(good == (s.tables > 0), "%s with %d tables", good ? "fine" : problem.message,
		      (int) s.tables);
		CHECK(good || (problem.code == CPE_INVALID && bad_row < s.system.rows), "code %d, row %zu",
		      (int) problem.code, bad_row);
		impossible += !good;
		cpe_arena_close_malloc(&arena);
		cpe_arena_open_malloc(&arena);
	}
	CHECK(impossible > 50, "%d contradictions", impossible);
}

/* Two ones: F05, all ages, trust T024, with Brain and Sarcoma hidden and everything else shown. */
static void
check_two_ones(void)
{
	struct sdc_fixture fixture;
	struct cpe_audit audit[2];
	struct cpe_target target[2];
	struct cpe_audit_options options = {true, 0, 0};
	struct cpe_view view;
	int64_t *low, *high, *base;
	size_t found = 0, bad_row;

	sdc_load(&arena, directory, "F05", &fixture);
	low = room(fixture.n, sizeof(*low));
	high = room(fixture.n, sizeof(*high));
	base = room(fixture.n, sizeof(*base));
	for (size_t f = 0; f < fixture.n; f++)
	{
		const char *const *dim = fixture.cell[f].dim;
		bool inner = dim[1] != NULL && strcmp(dim[1], "T024") == 0 && dim[2] != NULL &&
		             (strcmp(dim[2], "Brain") == 0 || strcmp(dim[2], "Sarcoma") == 0) &&
		             dim[3] == NULL;

		low[f] = high[f] = fixture.system.value[f];
		if (!inner)
		{
			/* the inner counts and the higher margins of the two groups are hidden all over */
			if (dim[2] != NULL &&
			    (strcmp(dim[2], "Brain") == 0 || strcmp(dim[2], "Sarcoma") == 0) &&
			    fixture.system.value[f] > 0)
			{
				low[f] = 1;
				high[f] = CPE_UNBOUNDED;
			}
			continue;
		}
		CHECK(fixture.system.value[f] == 1 && found < 2, "a one");
		low[f] = 1;
		high[f] = CPE_UNBOUNDED;
		if (found < 2)
			target[found++] = (struct cpe_target){(uint32_t) f, 1, 1, true};
	}
	if (!CHECK(found == 2, "%zu of two cells", found))
		return;
	view = (struct cpe_view){&fixture.system, low, high, true, true};
	CHECK(cpe_audit_view(&arena, &view, target, 2, &options, audit, base, &bad_row, &problem), "%s",
	      problem.message);
	for (int k = 0; k < 2; k++)
	{
		CHECK(audit[k].verdict == CPE_AUDIT_EXACT && audit[k].low == 1 && audit[k].high == 1,
		      "exact");
		CHECK(audit[k].most.divisor == 1 && audit[k].most.rows == 1, "by one row");
	}
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	srandom(20261127);
	cpe_arena_open_malloc(&arena);
	unit_case("all whole-number tables of 3,000 small ones");
	check_brute_force();
	unit_case("tables that cannot be");
	check_contradictions();
	unit_case("two ones are told by one row");
	check_two_ones();
	unit_case("the simple rules' patterns, and what they give away");
	check_patterns();
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
