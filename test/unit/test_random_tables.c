/*
 * Random tables from the first cell to the certificate: crossings of two to four dimensions, with
 * hierarchies, roll-ups, linked tables over inner cells that are never published, zeros that are
 * not in the table, numerators, statuses given before, tiny and huge counts.  What the search
 * hides is judged by relations that the test makes itself (every cell is the sum of the finest
 * cells below it, in each pattern that has them): each move is another table, each small figure is
 * left what it must be, the certificate is verified, and the rows' order does not matter.  Where
 * tables are few enough to try them all, so that is done, and the audit's bounds are compared.
 */
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "unit.h"

#include "suppress/attacker.h"
#include "suppress/primary.h"
#include "suppress/protect.h"
#include "suppress/verify.h"

#define TABLES 10000
#define DIMS 4
#define LABELS 8
#define CELLS 240
#define FIGURES (3 * CELLS)
#define ROWS 2400
#define ENTRIES 60000
#define MOST_NODES 400 /* of the trial of all tables */
#define CAP 40         /* how far above the truth a figure without a bound is tried */

static uint64_t seed = 20261127;

static unsigned
below(unsigned limit)
{
	seed = seed * 6364136223846793005u + 1442695040888963407u;
	return (unsigned) (seed >> 33) % limit;
}

/* ---- tables ---- */

struct table
{
	int dims;
	int labels[DIMS], leaves[DIMS];
	unsigned under[DIMS][LABELS]; /* the leaves of a label, as bits */
	char name[DIMS][LABELS][4];
	bool pattern[1 << DIMS]; /* which dimensions are filled in, as bits: whether there are cells */
	bool latent[1 << DIMS];
	int cells;
	int label[CELLS][DIMS];
	const char *dim[CELLS][DIMS];
	struct cpe_table_cell cell[CELLS];
	enum cpe_cell_given given[CELLS];
	double cost[CELLS];
	int lists;
	struct cpe_table_parts list[2 * DIMS];
	struct cpe_certified_parts certified_list[2 * DIMS];
	const char *part[2 * DIMS][LABELS];
	struct cpe_primary_rule rule;
	bool numbered;
	bool lacking; /* a zero is not in the table */
	bool vague;   /* nothing says what a hidden zero is made of */
};

static void
make_dimension(struct table *t, int d, int leaves, bool hierarchy)
{
	t->leaves[d] = leaves;
	t->labels[d] = 1 + leaves;
	t->under[d][0] = (1u << leaves) - 1;
	for (int l = 0; l < leaves; l++)
	{
		t->under[d][1 + l] = 1u << l;
		snprintf(t->name[d][1 + l], sizeof(t->name[d][0]), "%c%d", 'a' + d, l);
	}
	for (int s = 0; hierarchy && s < 2; s++)
	{
		struct cpe_table_parts *list = &t->list[t->lists];
		int label = t->labels[d]++;

		snprintf(t->name[d][label], sizeof(t->name[d][0]), "S%d", s);
		t->under[d][label] = s == 0 ? 3u : t->under[d][0] & ~3u;
		*list = (struct cpe_table_parts){d, t->name[d][label], 0, t->part[t->lists]};
		for (int l = 0; l < leaves; l++)
			if (t->under[d][label] >> l & 1)
				t->part[t->lists][list->parts++] = t->name[d][1 + l];
		t->certified_list[t->lists++] =
			(struct cpe_certified_parts){d, list->whole, list->parts, list->part};
	}
}

/* Which patterns there are: all, a roll-up, or two linked tables, with or without inner cells. */
static void
make_patterns(struct table *t)
{
	unsigned all = (1u << t->dims) - 1;
	unsigned kind = below(4);
	unsigned one = 1 + below(all - 1);
	unsigned other = 1 + below(all - 1);

	for (unsigned p = 0; p <= all; p++)
		t->pattern[p] = kind < 2 || (p & (p + 1)) == 0;
	if (kind < 3)
		return;
	memset(t->pattern, 0, sizeof(t->pattern));
	for (unsigned p = 0; p <= all; p++)
		t->pattern[p] = p == one || p == other || p == (one & other) || p == 0;
	t->latent[all] = t->pattern[all] = below(2) == 0;
}

static bool
is_under(const struct table *t, const int *leaf, const int *cell)
{
	for (int d = 0; d < t->dims; d++)
		if (!(t->under[d][cell[d]] >> (leaf[d] - 1) & 1))
			return false;
	return true;
}

/* The next choice of one number below limit[d] for each dimension; false: that was the last. */
static bool
next_choice(int *at, const int *limit, int first, int dims)
{
	for (int d = 0; d < dims; d++)
	{
		if (++at[d] < limit[d])
			return true;
		at[d] = first;
	}
	return false;
}

static int64_t
make_value(unsigned kind)
{
	if (below(5) == 0)
		return 0;
	if (below(3) == 0)
		return 1 + below(4);
	return kind == 0   ? 1 + below(9)
	       : kind == 1 ? 5 + below(60)
	       : below(3)  ? 1 + below(20)
	                   : (int64_t) 1000000000000000 + below(1000);
}

static unsigned
pattern_of(const struct table *t, const int *label)
{
	unsigned pattern = 0;

	for (int d = 0; d < t->dims; d++)
		pattern |= (label[d] != 0 ? 1u : 0u) << d;
	return pattern;
}

/* Whether all labels of a cell are leaves, where it has any. */
static bool
is_leaf(const struct table *t, const int *label)
{
	for (int d = 0; d < t->dims; d++)
		if (label[d] > t->leaves[d])
			return false;
	return true;
}

static void
make_cells(struct table *t)
{
	static int64_t value[4096], numerator[4096];
	int leaf[DIMS] = {1, 1, 1, 1};
	int at[DIMS] = {0};
	int limit[DIMS];
	int leaves = 0;
	unsigned kind = below(3);

	for (int d = 0; d < t->dims; d++)
		limit[d] = t->leaves[d] + 1;
	do
	{
		value[leaves] = make_value(kind);
		numerator[leaves] =
			value[leaves] < 1000000 ? below((unsigned) value[leaves] + 1) : below(50);
		leaves++;
	} while (next_choice(leaf, limit, 1, t->dims));
	do
	{
		struct cpe_table_cell *cell = &t->cell[t->cells];
		unsigned pattern = pattern_of(t, at);
		int l = 0;

		if (!t->pattern[pattern])
			continue;
		memcpy(t->label[t->cells], at, sizeof(at));
		for (int d = 0; d < t->dims; d++)
			t->dim[t->cells][d] = at[d] ? t->name[d][at[d]] : NULL;
		*cell = (struct cpe_table_cell){
			.dim = t->dim[t->cells], .known = true, .numbered = t->numbered};
		do
		{
			if (is_under(t, leaf, at))
			{
				cell->value += value[l];
				cell->numerator += t->numbered ? numerator[l] : 0;
			}
			l++;
		} while (next_choice(leaf, limit, 1, t->dims));
		if (cell->value == 0 && below(3) == 0)
		{
			t->lacking = true;
			continue;
		}
		cell->open = cell->value == 0 && (t->latent[pattern] || t->rule.zeros != CPE_ZERO_SHOWN);
		t->given[t->cells] = t->latent[pattern] ? CPE_GIVEN_UNPUBLISHED : CPE_GIVEN_NOTHING;
		t->cost[t->cells] = cell->value > 0 ? (double) cell->value : 1;
		t->cells++;
	} while (next_choice(at, t->labels, 0, t->dims));
}

/* Some cells were published before, or have been judged otherwise. */
static void
make_given(struct table *t)
{
	static const enum cpe_cell_given word[] = {CPE_GIVEN_HIDDEN, CPE_GIVEN_PROTECT,
	                                           CPE_GIVEN_EXEMPT};

	for (int c = 0; c < t->cells; c++)
		if (t->given[c] == CPE_GIVEN_NOTHING && t->cell[c].value > 0 && below(30) == 0)
			t->given[c] = word[below(3)];
}

static void
make_table(struct table *t)
{
	memset(t, 0, sizeof(*t));
	t->dims = 2 + (int) below(2) + (below(6) == 0);
	t->numbered = below(4) == 0;
	t->rule.threshold = 1 + below(5);
	t->rule.zeros = below(3) ? CPE_ZERO_SHOWN : below(2) ? CPE_ZERO_HIDDEN : CPE_ZERO_PROTECTED;
	t->rule.numerator = t->numbered && below(4) > 0;
	t->rule.range = below(3) == 0;
	t->rule.distinct_marks = !t->numbered && below(8) == 0;
	if (below(8) == 0)
		t->rule.national = 1u << below((unsigned) t->dims);
	for (int d = 0; d < t->dims; d++)
		make_dimension(t, d,
		               t->dims == 2   ? 1 + (int) below(5)
		               : t->dims == 3 ? 1 + (int) below(3)
		                              : 2,
		               false);
	if (t->dims < 4 && below(3) == 0)
		make_dimension(t, 0, 4, true);
	make_patterns(t);
	make_cells(t);
	if (below(3) == 0)
		make_given(t);
}

/* ---- relations, as the test sees them ---- */

/* Figures are counts, then numerators, then rests, each by cell as given. */
struct relations
{
	int rows, figures;
	int start[ROWS + 1];
	int figure[ENTRIES];
	int sign[ENTRIES];
	int64_t value[FIGURES], low[FIGURES];
	int64_t high[FIGURES]; /* CPE_UNBOUNDED: none */
	int64_t floor[FIGURES];
};

static void
put(struct relations *r, int *at, int figure, int sign)
{
	r->figure[*at] = figure;
	r->sign[(*at)++] = sign;
}

/* The sums of a cell, and the least that they leave it. */
static void
relate_cell(struct table *t, struct relations *r, int c, int *at)
{
	unsigned own = pattern_of(t, t->label[c]);

	r->floor[c] = t->rule.zeros == CPE_ZERO_SHOWN && t->cell[c].value > 0 &&
	              t->given[c] != CPE_GIVEN_UNPUBLISHED;
	for (unsigned p = own; p < 1u << t->dims; p++)
	{
		if (!t->pattern[p] || (p & own) != own || (p == own && is_leaf(t, t->label[c])))
			continue;
		for (int part = 0; part < (t->numbered ? 2 : 1); part++)
		{
			int64_t floor = 0;
			int from = *at;

			put(r, at, c + part * t->cells, 1);
			for (int i = 0; i < t->cells; i++)
			{
				int leaf[DIMS];

				for (int d = 0; d < t->dims; d++)
					leaf[d] = t->label[i][d] == 0 ? 1 : t->label[i][d];
				if (pattern_of(t, t->label[i]) != p || !is_leaf(t, t->label[i]) ||
				    !is_under(t, leaf, t->label[c]))
					continue;
				put(r, at, i + part * t->cells, -1);
				floor += t->rule.zeros == CPE_ZERO_SHOWN && t->cell[i].value > 0 &&
				         t->given[i] != CPE_GIVEN_UNPUBLISHED;
			}
			t->vague = t->vague || (*at == from + 1 && t->cell[c].open);
			if (part == 0 && floor > r->floor[c])
				r->floor[c] = floor;
			r->start[++r->rows] = *at;
		}
	}
}

static void
relate(struct table *t, struct relations *r)
{
	int at = 0;

	r->rows = 0;
	r->figures = (t->numbered ? 3 : 1) * t->cells;
	for (int f = 0; f < r->figures; f++)
	{
		const struct cpe_table_cell *cell = &t->cell[f % t->cells];

		r->value[f] = f < t->cells       ? cell->value
		              : f < 2 * t->cells ? cell->numerator
		                                 : cell->value - cell->numerator;
		r->floor[f] = 0;
		r->high[f] = CPE_UNBOUNDED;
	}
	for (int c = 0; c < t->cells; c++)
		relate_cell(t, r, c, &at);
	for (int c = 0; c < t->cells && t->numbered; c++)
	{
		put(r, &at, c, 1);
		put(r, &at, c + t->cells, -1);
		put(r, &at, c + 2 * t->cells, -1);
		r->start[++r->rows] = at;
	}
	memcpy(r->low, r->floor, sizeof(r->low));
}

/* ---- all tables ---- */

struct trial
{
	const struct relations *r;
	int nodes;
	bool complete;
	bool cut; /* a figure reached the cap, so that there are more tables */
	int64_t tables;
	int64_t least[FIGURES], most[FIGURES];
};

/* What rows leave, over and over; false: nothing. */
static bool
tighten(const struct relations *r, int64_t *low, int64_t *high)
{
	bool changed = true;

	while (changed)
	{
		changed = false;
		for (int row = 0; row < r->rows; row++)
		{
			int64_t least = 0;
			int64_t most = 0;

			for (int i = r->start[row]; i < r->start[row + 1]; i++)
			{
				int f = r->figure[i];

				least += r->sign[i] > 0 ? low[f] : -high[f];
				most += r->sign[i] > 0 ? high[f] : -low[f];
			}
			if (least > 0 || most < 0)
				return false;
			for (int i = r->start[row]; i < r->start[row + 1]; i++)
			{
				int f = r->figure[i];
				int64_t up = r->sign[i] > 0 ? low[f] - least : low[f] + most;
				int64_t down = r->sign[i] > 0 ? high[f] - most : high[f] + least;

				if (up < high[f])
				{
					most -= r->sign[i] > 0 ? high[f] - up : 0;
					least += r->sign[i] < 0 ? high[f] - up : 0;
					high[f] = up;
					changed = true;
				}
				if (down > low[f])
				{
					least += r->sign[i] > 0 ? down - low[f] : 0;
					most -= r->sign[i] < 0 ? down - low[f] : 0;
					low[f] = down;
					changed = true;
				}
				if (low[f] > high[f])
					return false;
			}
		}
	}
	return true;
}

static void
try_all(struct trial *trial, const int64_t *given_low, const int64_t *given_high)
{
	int64_t low[FIGURES];
	int64_t high[FIGURES];
	int best = -1;
	int n = trial->r->figures;

	memcpy(low, given_low, sizeof(*low) * (size_t) n);
	memcpy(high, given_high, sizeof(*high) * (size_t) n);
	if (++trial->nodes > MOST_NODES)
		trial->complete = false;
	if (!trial->complete || !tighten(trial->r, low, high))
		return;
	for (int f = 0; f < n; f++)
		if (low[f] < high[f] && (best < 0 || high[f] - low[f] < high[best] - low[best]))
			best = f;
	if (best < 0)
	{
		for (int f = 0; f < n; f++)
		{
			if (trial->tables == 0 || low[f] < trial->least[f])
				trial->least[f] = low[f];
			if (trial->tables == 0 || low[f] > trial->most[f])
				trial->most[f] = low[f];
			trial->cut = trial->cut || low[f] == trial->r->value[f] + CAP;
		}
		trial->tables++;
		return;
	}
	for (int64_t value = low[best]; value <= high[best] && trial->complete; value++)
	{
		int64_t one_low[FIGURES];
		int64_t one_high[FIGURES];

		memcpy(one_low, low, sizeof(*low) * (size_t) n);
		memcpy(one_high, high, sizeof(*high) * (size_t) n);
		one_low[best] = one_high[best] = value;
		try_all(trial, one_low, one_high);
	}
}

/* The tables that fit what is seen with these cells hidden. */
static void
try_hidden(struct trial *trial, const struct relations *r, const bool *hidden, int cells)
{
	int64_t low[FIGURES];
	int64_t high[FIGURES];

	*trial = (struct trial){.r = r, .complete = true};
	for (int f = 0; f < r->figures; f++)
	{
		bool is = hidden[f % cells];

		low[f] = is ? r->low[f] : r->value[f];
		high[f] = !is ? r->value[f] : r->high[f] == CPE_UNBOUNDED ? r->value[f] + CAP : r->high[f];
	}
	try_all(trial, low, high);
}

/* ---- suppression ---- */

static struct cpe_arena arena;
static struct cpe_problem problem;
static int number;                /* of the table */
static struct table table, other; /* as it is, and in another order */
static struct relations relations;
static struct trial trial;
static int refused, tried, proven, unproven, certified, audited, leaks, tight;

/* One table decided. */
struct decided
{
	struct cpe_table table;
	struct cpe_primary primary;
	struct cpe_protection protection;
	bool hidden[CELLS]; /* by cell as given */
};

static bool
decide(const struct table *t, struct decided *d)
{
	struct cpe_protect_options options = {number % 50 == 49 ? CPE_EFFORT_USUAL : CPE_EFFORT_FAST, 0,
	                                      0};
	double cost[CELLS];

	memset(d, 0, sizeof(*d));
	if (!cpe_table_read(&arena, t->cell, (size_t) t->cells, t->dims, t->list, (size_t) t->lists,
	                    &d->table, &problem) ||
	    !cpe_primary_decide(&arena, &d->table, t->cell, t->given, &t->rule, &d->primary, &problem))
		return false;
	for (int c = 0; c < t->cells; c++)
		cost[d->table.place[c]] = t->cost[c];
	if (!cpe_protect(&arena, &d->primary.system, d->primary.target, d->primary.targets,
	                 d->primary.leave, cost, &options, &d->protection, &problem))
		return false;
	for (int c = 0; c < t->cells; c++)
		d->hidden[c] = d->protection.hidden[d->table.place[c]];
	return true;
}

/* Whether what is wrong with a table is that a total is not in it. */
static bool
says_lacking(void)
{
	return strstr(problem.message, "the table lacks") != NULL ||
	       strstr(problem.message, "is not in the table") != NULL;
}

static bool
is_exempt(const struct table *t, int c)
{
	if (t->given[c] == CPE_GIVEN_EXEMPT)
		return true;
	for (int d = 0; d < t->dims; d++)
		if (t->rule.national >> d & 1 && t->dim[c][d] != NULL)
			return false;
	return t->rule.national != 0;
}

/* Whether the rule asks for a figure. */
static bool
is_small(const struct table *t, int f)
{
	int c = f % t->cells;
	int64_t value = relations.value[f];

	if (t->given[c] == CPE_GIVEN_PROTECT && f < t->cells)
		return true;
	if (is_exempt(t, c) || (f >= t->cells && (!t->rule.numerator || t->cell[c].value == 0)))
		return false;
	return (value >= 1 && value <= t->rule.threshold) ||
	       (value == 0 && t->rule.zeros == CPE_ZERO_PROTECTED);
}

/* With distinct marks a hidden count is small, or not; but where another rule than that hid it. */
static void
see_marks(const struct table *t, const struct decided *d)
{
	for (int c = 0; c < t->cells && t->rule.distinct_marks; c++)
	{
		int64_t value = t->cell[c].value;
		bool small = is_small(t, c);

		if (!d->hidden[c] || is_exempt(t, c) || t->given[c] == CPE_GIVEN_UNPUBLISHED ||
		    t->given[c] == CPE_GIVEN_PROTECT)
			continue;
		if (small && relations.high[c] > t->rule.threshold)
			relations.high[c] = t->rule.threshold;
		if (small && relations.low[c] < 1 && t->rule.zeros != CPE_ZERO_PROTECTED)
			relations.low[c] = 1;
		if (!small && value > 0 && relations.low[c] <= t->rule.threshold)
			relations.low[c] = t->rule.threshold + 1;
		if (!small && value == 0)
			relations.high[c] = 0;
	}
}

/* A figure of the system by cell as given. */
static int
figure_as_given(const struct table *t, const struct decided *d, uint32_t figure)
{
	uint32_t place = d->primary.system.cell[figure];
	int c = (int) d->table.order[place];

	return figure < d->primary.system.cells               ? c
	       : figure == d->primary.numerator_figure[place] ? c + t->cells
	                                                      : c + 2 * t->cells;
}

/* Whether a move makes another table; its changes by figure as given. */
static bool
is_table(const struct table *t, const struct decided *d, const struct cpe_move *move,
         int64_t *change)
{
	memset(change, 0, sizeof(*change) * FIGURES);
	for (size_t s = 0; s < move->steps; s++)
		change[figure_as_given(t, d, move->step[s].figure)] += move->step[s].change;
	for (int f = 0; f < relations.figures; f++)
		if (change[f] != 0 &&
		    (!d->hidden[f % t->cells] || relations.value[f] + change[f] < relations.low[f] ||
		     relations.value[f] + change[f] > relations.high[f]))
			return false;
	for (int row = 0; row < relations.rows; row++)
	{
		int64_t sum = 0;

		for (int i = relations.start[row]; i < relations.start[row + 1]; i++)
			sum += relations.sign[i] * change[relations.figure[i]];
		if (sum != 0)
			return false;
	}
	return true;
}

/* Whether the highest and lowest value that are possible leave what must be. */
static bool
is_left(const struct table *t, int f, int64_t least, int64_t most)
{
	int64_t low = relations.low[f];
	int64_t high = t->rule.threshold + 1;

	if (!t->rule.range)
		return least < most;
	if (relations.value[f] > t->rule.threshold)
		return (least < relations.value[f] || relations.value[f] == low) &&
		       most > relations.value[f];
	return least <= low && most >= (high < relations.high[f] ? high : relations.high[f]) &&
	       least < most;
}

/* All proofs, by the relations of the test. */
static void
check_proofs(const struct table *t, const struct decided *d)
{
	static int64_t change[FIGURES];
	static bool asked[FIGURES];
	int targets = 0;

	memset(asked, 0, sizeof(asked));
	for (size_t i = 0; i < d->primary.targets; i++)
	{
		const struct cpe_proof *proof = &d->protection.proof[i];
		int f = figure_as_given(t, d, d->primary.target[i].figure);
		int64_t up = 0;
		int64_t down = 0;

		asked[f] = true;
		if (!proof->safe)
			continue;
		CHECK(is_table(t, d, &proof->up, change), "table %d figure %d: up", number, f);
		up = change[f];
		CHECK(is_table(t, d, &proof->down, change), "table %d figure %d: down", number, f);
		down = change[f];
		if (up < down)
		{
			int64_t keep = up;

			up = down;
			down = keep;
		}
		CHECK(is_left(t, f, relations.value[f] + (down < 0 ? down : 0),
		              relations.value[f] + (up > 0 ? up : 0)),
		      "table %d figure %d of %d: %" PRId64 " %+" PRId64 " %+" PRId64 " at least %" PRId64,
		      number, f, t->cells, relations.value[f], down, up, relations.low[f]);
	}
	for (int f = 0; f < relations.figures; f++)
	{
		targets += is_small(t, f);
		CHECK(!is_small(t, f) || (asked[f] && d->hidden[f % t->cells]), "table %d figure %d: shown",
		      number, f);
	}
	CHECK(targets == (int) d->primary.targets, "table %d: %d small figures, %zu targets", number,
	      targets, d->primary.targets);
}

/* The same pattern of the same rows in another order. */
static void
check_order(const struct table *t, const struct decided *d)
{
	static struct decided again;
	int from[CELLS];

	memcpy(&other, t, sizeof(other));
	for (int c = 0; c < t->cells; c++)
		from[c] = c;
	for (int c = t->cells - 1; c > 0; c--)
	{
		int i = (int) below((unsigned) c + 1);
		int keep = from[c];

		from[c] = from[i];
		from[i] = keep;
	}
	for (int c = 0; c < t->cells; c++)
	{
		other.cell[c] = t->cell[from[c]];
		other.given[c] = t->given[from[c]];
		other.cost[c] = t->cost[from[c]];
	}
	if (!CHECK(decide(&other, &again), "table %d again: %s", number, problem.message))
		return;
	for (int c = 0; c < t->cells; c++)
		CHECK(again.hidden[c] == d->hidden[from[c]], "table %d: cell %d in another order", number,
		      from[c]);
	CHECK(again.protection.not_safe == d->protection.not_safe, "table %d: proofs", number);
}

/* ---- certificates ---- */

static bool
plain_digest(const void *bytes, size_t size, unsigned char digest[CPE_DIGEST_SIZE])
{
	const unsigned char *at = bytes;
	uint64_t lane[4] = {1, 2, 3, 4};

	for (size_t i = 0; i < size; i++)
		for (int l = 0; l < 4; l++)
			lane[l] = (lane[l] ^ (at[i] + 257 * (uint64_t) l)) * 0x100000001b3u + (lane[l] >> 41);
	memcpy(digest, lane, CPE_DIGEST_SIZE);
	return true;
}

struct certified
{
	struct cpe_certificate certificate;
	struct cpe_published_cell published[CELLS];
	struct cpe_certified_cell cell[CELLS];
	const char *const *exempt[CELLS];
	int place[CELLS];
	size_t start[2 * FIGURES + 1];
	uint32_t *figure;
	int64_t *change;
};

/* The cells as published, and those told in confidence; their number published. */
static size_t
fill_cells(const struct table *t, const struct decided *d, struct certified *to)
{
	struct cpe_certificate *c = &to->certificate;
	size_t published = 0;

	for (int latent = 0; latent < 2; latent++)
		for (int i = 0; i < t->cells; i++)
		{
			bool primary =
				is_small(t, i) ||
				(t->numbered && (is_small(t, i + t->cells) || is_small(t, i + 2 * t->cells)));

			if ((t->given[i] == CPE_GIVEN_UNPUBLISHED) != (latent == 1))
				continue;
			if (latent == 0)
				to->published[published++] =
					(struct cpe_published_cell){t->dim[i],
				                                !d->hidden[i]             ? CPE_PUBLISHED_SHOWN
				                                : !t->rule.distinct_marks ? CPE_PUBLISHED_HIDDEN
				                                : primary ? CPE_PUBLISHED_HIDDEN_SMALL
				                                          : CPE_PUBLISHED_HIDDEN_OTHER,
				                                !d->hidden[i],
				                                t->numbered,
				                                t->cell[i].value,
				                                t->cell[i].numerator};
			if (t->given[i] == CPE_GIVEN_EXEMPT)
				to->exempt[c->exempt++] = t->dim[i];
			if (!d->hidden[i])
				continue;
			to->place[i] = (int) (c->hidden + c->unpublished);
			to->cell[to->place[i]] =
				(struct cpe_certified_cell){t->dim[i], t->numbered, t->cell[i].value,
			                                t->cell[i].numerator, t->given[i] == CPE_GIVEN_PROTECT};
			*(latent ? &c->unpublished : &c->hidden) += 1;
			c->primary += primary;
			c->complementary += !primary && !latent;
			c->cost += primary || latent ? 0 : t->cell[i].value;
		}
	c->cells = (int64_t) published;
	return published;
}

/* Every move of every proof, without what says nothing. */
static void
fill_moves(const struct table *t, const struct decided *d, struct certified *to)
{
	struct cpe_certificate *c = &to->certificate;
	uint32_t certified_cells = (uint32_t) (c->hidden + c->unpublished);
	size_t at = 0;
	size_t room = 1;

	for (size_t i = 0; i < d->primary.targets; i++)
		room += d->protection.proof[i].up.steps + d->protection.proof[i].down.steps;
	to->figure = cpe_arena_alloc(&arena, room, sizeof(uint32_t), &problem);
	to->change = cpe_arena_alloc(&arena, room, sizeof(int64_t), &problem);
	for (size_t i = 0; i < 2 * d->primary.targets; i++)
	{
		const struct cpe_proof *proof = &d->protection.proof[i / 2];
		const struct cpe_move *move = i % 2 ? &proof->down : &proof->up;

		for (size_t s = 0; s < move->steps; s++)
		{
			int f = figure_as_given(t, d, move->step[s].figure);

			if (f >= 2 * t->cells || move->step[s].change == 0)
				continue;
			to->figure[at] =
				(uint32_t) to->place[f % t->cells] + (f < t->cells ? 0 : certified_cells);
			to->change[at++] = move->step[s].change;
		}
		if (at > to->start[c->moves])
			to->start[++c->moves] = at;
	}
}

static void
check_certificate(const struct table *t, const struct decided *d)
{
	static struct certified to;
	struct cpe_certificate *c = &to.certificate;
	struct cpe_verdict verdict;
	size_t published;
	size_t size;
	char *text;

	memset(&to, 0, sizeof(to));
	*c = (struct cpe_certificate){.claim = "test",
	                              .threshold = t->rule.threshold,
	                              .zeros = (enum cpe_certified_zeros) t->rule.zeros,
	                              .numerator = t->rule.numerator,
	                              .range = t->rule.range,
	                              .distinct = t->rule.distinct_marks,
	                              .dims = t->dims,
	                              .national = t->rule.national,
	                              .parts_count = (size_t) t->lists,
	                              .parts = t->certified_list,
	                              .cell = to.cell,
	                              .exempt_dim = to.exempt,
	                              .move_start = to.start};
	published = fill_cells(t, d, &to);
	fill_moves(t, d, &to);
	c->move_figure = to.figure;
	c->move_change = to.change;
	text = cpe_published_text(&arena, to.published, published, t->dims, &size, &problem);
	plain_digest(text, size, c->digest);
	text = cpe_certificate_text(&arena, c, &size, &problem);
	plain_digest(text, size, c->seal);
	if (!CHECK(cpe_verify(&arena, to.published, published, t->dims, c, plain_digest, &verdict,
	                      &problem),
	           "table %d: %s", number, problem.message))
		return;
	CHECK(verdict.verified, "table %d: %s", number, verdict.reason);
	certified++;
}

/* ---- audit ---- */

/* Audits a pattern and compares what it says with all tables there are. */
static void
check_audit(const struct table *t, const bool *hidden, bool known)
{
	static struct cpe_seen seen[CELLS];
	static struct cpe_table_cell cell[CELLS];
	struct cpe_attacker attacker = {
		.lower = t->rule.zeros == CPE_ZERO_SHOWN, .base = 1, .whole = true};
	struct cpe_audit_options options = {.bounds = true};
	struct cpe_table read;
	struct cpe_sight sight;
	struct cpe_finding *finding;

	for (int c = 0; c < t->cells; c++)
	{
		cell[c] = t->cell[c];
		cell[c].numbered = false;
		cell[c].known = known || !hidden[c];
		cell[c].open = hidden[c];
		seen[c] =
			(struct cpe_seen){.mark = !hidden[c]                             ? CPE_SEEN_SHOWN
		                              : t->given[c] == CPE_GIVEN_UNPUBLISHED ? CPE_SEEN_UNPUBLISHED
		                                                                     : CPE_SEEN_HIDDEN};
	}
	finding = cpe_arena_alloc(&arena, (size_t) t->cells + 1, sizeof(*finding), &problem);
	if (!cpe_table_read(&arena, cell, (size_t) t->cells, t->dims, t->list, (size_t) t->lists, &read,
	                    &problem))
	{
		CHECK(t->lacking && says_lacking(), "table %d: %s", number, problem.message);
		return;
	}
	if (!CHECK(cpe_attacker_sight(&arena, &attacker, &read, cell, seen, &sight, &problem) &&
	               cpe_attacker_audit(&arena, &attacker, &sight, &options, finding, &problem),
	           "table %d: %s", number, problem.message))
		return;
	audited++;
	for (int c = 0; c < t->cells; c++)
	{
		const struct cpe_audit *audit = &finding[read.place[c]].audit;
		int64_t least = trial.least[c];
		int64_t most = trial.most[c];
		bool all = trial.complete && !trial.cut;

		if (!hidden[c] || trial.tables == 0)
			continue;
		CHECK(audit->low <= least && most <= audit->high,
		      "table %d cell %d: %" PRId64 " to %" PRId64 ", audit says %" PRId64 " to %" PRId64,
		      number, c, least, most, audit->low, audit->high);
		CHECK(audit->verdict != CPE_AUDIT_EXACT || least == most, "table %d cell %d: not exact",
		      number, c);
		CHECK(audit->verdict != CPE_AUDIT_SAFE || !all || least < most,
		      "table %d cell %d: not safe", number, c);
		CHECK(!all || (audit->seen_low >= least && audit->seen_high <= most),
		      "table %d cell %d: seen", number, c);
		leaks += audit->verdict == CPE_AUDIT_EXACT;
		tight += audit->low == audit->seen_low && audit->high == audit->seen_high;
	}
}

/* Patterns that nobody chose with care: small counts, and one cell in four besides. */
static void
check_other_pattern(const struct table *t)
{
	bool hidden[CELLS] = {false};

	for (int f = 0; f < relations.figures; f++)
	{
		relations.high[f] = CPE_UNBOUNDED;
		relations.low[f] =
			f < t->cells && t->given[f] != CPE_GIVEN_UNPUBLISHED && t->rule.zeros == CPE_ZERO_SHOWN;
	}
	for (int c = 0; c < t->cells; c++)
		hidden[c] = t->given[c] == CPE_GIVEN_UNPUBLISHED ||
		            ((t->cell[c].value > 0 || t->rule.zeros != CPE_ZERO_SHOWN) &&
		             (t->cell[c].value <= t->rule.threshold || below(4) == 0));
	try_hidden(&trial, &relations, hidden, t->cells);
	check_audit(t, hidden, number % 2 == 0);
}

/* ---- */

static void
check_table(void)
{
	static struct decided decided;

	do
	{
		make_table(&table);
		relate(&table, &relations);
	} while (table.vague);
	cpe_arena_open_malloc(&arena);
	if (!decide(&table, &decided))
	{
		refused++;
		CHECK(table.lacking && says_lacking(), "table %d: %s", number, problem.message);
	}
	else
	{
		see_marks(&table, &decided);
		check_proofs(&table, &decided);
		check_order(&table, &decided);
		proven += decided.protection.not_safe == 0;
		unproven += decided.protection.not_safe > 0;
		if (decided.protection.not_safe == 0)
			check_certificate(&table, &decided);
		try_hidden(&trial, &relations, decided.hidden, table.cells);
		tried += trial.complete;
		CHECK(!trial.complete || trial.tables > 0, "table %d: no table", number);
		for (size_t i = 0; i < decided.primary.targets && trial.complete && !trial.cut; i++)
		{
			int f = figure_as_given(&table, &decided, decided.primary.target[i].figure);
			bool left = is_left(&table, f, trial.least[f], trial.most[f]);

			CHECK(left || !decided.protection.proof[i].safe, "table %d: figure %d is told", number,
			      f);
		}
		if (!table.numbered && number % 8 < 2)
			check_other_pattern(&table);
	}
	cpe_arena_close_malloc(&arena);
}

int
main(int argc, char **argv)
{
	int tables = argc > 2 ? atoi(argv[2]) : TABLES;

	unit_case("random tables: pattern, proof, certificate, audit, order of rows");
	for (number = 0; number < tables; number++)
		check_table();
	printf("# %d refused, %d proven and %d not, %d certificates; all tables tried of %d; %d "
	       "audits, %d exact, "
	       "%d tight\n",
	       refused, proven, unproven, certified, tried, audited, leaks, tight);
	return unit_end();
}
