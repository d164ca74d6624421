#include "suppress/attacker.h"

#include <stdio.h>
#include <string.h>

#include "base/sort.h"
#include "suppress/rounding.h"

/* ---- what is seen ---- */

/* The words of a cell by its place. */
static void
describe(const struct cpe_sight *sight, size_t place, char *text, size_t size)
{
	cpe_table_describe(&sight->cell[sight->table->order[place]], sight->table->dims, text, size);
}

/* What a shown count says of the true one, where counts were rounded. */
static bool
see_rounded(const struct cpe_attacker *attacker, const struct cpe_sight *sight, size_t place,
            int64_t shown, struct cpe_problem *problem)
{
	int64_t *low = &sight->low[place];
	int64_t *high = &sight->high[place];
	enum cpe_rounding_kind kind;
	char name[200];

	if (!cpe_rounding_word(attacker->rounding, &kind, problem) ||
	    !cpe_rounding_interval(shown, attacker->base, kind, low, high, problem))
	{
		describe(sight, place, name, sizeof(name));
		snprintf(problem->detail, sizeof(problem->detail), "It is shown as cell %s.", name);
		return false;
	}
	/* small counts are not shown: what is shown is zero or above the threshold */
	if (attacker->threshold > 0 && *low <= attacker->threshold)
	{
		if (*high <= attacker->threshold)
			*high = 0;
		else if (*low > 0)
			*low = attacker->threshold + 1;
		if (*low > *high)
		{
			describe(sight, place, name, sizeof(name));
			return cpe_problem_set(
				problem, CPE_INVALID,
				"A count that is rounded to this is small, and small ones are hidden.", NULL,
				"cell %s is shown as %lld", name, (long long) shown);
		}
	}
	return true;
}

/* What the mark of a hidden cell says of its count. */
static void
see_mark(const struct cpe_attacker *attacker, const struct cpe_sight *sight, size_t place,
         enum cpe_seen_mark mark)
{
	bool distinct = attacker->marks == CPE_MARKS_DISTINCT;

	sight->hidden[place] = true;
	sight->low[place] = mark == CPE_SEEN_UNPUBLISHED ? 0 : attacker->lower;
	if (mark == CPE_SEEN_UNPUBLISHED)
		return;
	if (attacker->marks == CPE_MARKS_SMALL || (distinct && mark == CPE_SEEN_HIDDEN_SMALL))
		sight->high[place] = attacker->threshold;
	else if (distinct && mark == CPE_SEEN_HIDDEN_OTHER)
		sight->low[place] = attacker->threshold + 1;
}

/* What is known of a cell otherwise: of a hidden one more, of a shown one in place of its count. */
static void
see_bounds(const struct cpe_sight *sight, size_t place, const struct cpe_seen *seen)
{
	bool hidden = sight->hidden[place];

	if (seen->has_low && (!hidden || seen->low > sight->low[place]))
		sight->low[place] = seen->low;
	if (seen->has_high && (!hidden || seen->high < sight->high[place]))
		sight->high[place] = seen->high;
}

/* One cell: bounds and, where it is known, the true count. */
static bool
see_cell(const struct cpe_attacker *attacker, const struct cpe_seen *seen, struct cpe_sight *sight,
         size_t place, struct cpe_problem *problem)
{
	const struct cpe_table_cell *cell = &sight->cell[sight->table->order[place]];
	bool true_value = cell->known;
	char name[200];

	sight->low[place] = 0;
	sight->high[place] = CPE_UNBOUNDED;
	if (seen->mark == CPE_SEEN_ZERO)
	{
		sight->high[place] = 0;
		true_value = true;
	}
	else if (seen->mark != CPE_SEEN_SHOWN)
		see_mark(attacker, sight, place, seen->mark);
	else if (cell->known && attacker->base > 1)
	{
		if (!see_rounded(attacker, sight, place, cell->value, problem))
			return false;
		true_value = sight->low[place] == sight->high[place];
	}
	else if (cell->known)
		sight->low[place] = sight->high[place] = cell->value;
	see_bounds(sight, place, seen);
	if (sight->low[place] > sight->high[place])
	{
		describe(sight, place, name, sizeof(name));
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "what is known of cell %s contradicts itself: %lld at least and "
		                       "%lld at most",
		                       name, (long long) sight->low[place], (long long) sight->high[place]);
	}
	if (seen->mark == CPE_SEEN_SHOWN && (seen->has_low || seen->has_high))
		true_value = sight->low[place] == sight->high[place];
	sight->known &= true_value;
	if (!true_value)
		return true;
	sight->system.value[place] = seen->mark == CPE_SEEN_SHOWN  ? sight->low[place]
	                             : seen->mark == CPE_SEEN_ZERO ? 0
	                                                           : cell->value;
	if (sight->system.value[place] >= sight->low[place] &&
	    sight->system.value[place] <= sight->high[place])
		return true;
	describe(sight, place, name, sizeof(name));
	if (sight->high[place] == CPE_UNBOUNDED)
		return cpe_problem_set(
			problem, CPE_INVALID, "What is known of a hidden cell has to be true of its count.",
			NULL, "the count of cell %s is not within what is known of it: %lld at least", name,
			(long long) sight->low[place]);
	return cpe_problem_set(problem, CPE_INVALID,
	                       "What is known of a hidden cell has to be true of its count.", NULL,
	                       "the count of cell %s is not within what is known of it: %lld at least "
	                       "and %lld at most",
	                       name, (long long) sight->low[place], (long long) sight->high[place]);
}

/* The relations of the table as rows of the system: a total minus its parts. */
static bool
see_rows(struct cpe_arena *arena, const struct cpe_table *table, struct cpe_system *system,
         struct cpe_problem *problem)
{
	size_t entries = table->row_start[table->rows];

	system->rows = table->rows;
	system->row_start = table->row_start;
	system->row_figure = table->row_place;
	system->row_sign = cpe_arena_alloc(arena, entries + 1, sizeof(int8_t), problem);
	if (system->row_sign == NULL)
		return false;
	for (size_t row = 0; row < table->rows; row++)
		for (size_t i = table->row_start[row]; i < table->row_start[row + 1]; i++)
			system->row_sign[i] = i == table->row_start[row] ? 1 : -1;
	return cpe_system_index(arena, system, problem);
}

bool
cpe_attacker_sight(struct cpe_arena *arena, const struct cpe_attacker *attacker,
                   const struct cpe_table *table, const struct cpe_table_cell *cell,
                   const struct cpe_seen *seen, struct cpe_sight *sight,
                   struct cpe_problem *problem)
{
	struct cpe_system *system = &sight->system;
	size_t cells = table->cells;

	memset(sight, 0, sizeof(*sight));
	sight->table = table;
	sight->cell = cell;
	sight->known = true;
	system->cells = system->figures = cells;
	system->value = cpe_arena_alloc(arena, cells + 1, sizeof(int64_t), problem);
	system->cell = cpe_arena_alloc(arena, cells + 1, sizeof(uint32_t), problem);
	sight->low = cpe_arena_alloc(arena, cells + 1, sizeof(int64_t), problem);
	sight->high = cpe_arena_alloc(arena, cells + 1, sizeof(int64_t), problem);
	sight->hidden = cpe_arena_alloc(arena, cells + 1, sizeof(bool), problem);
	if (!system->value || !system->cell || !sight->low || !sight->high || !sight->hidden)
		return false;
	system->low = sight->low;
	system->high = sight->high;
	for (size_t place = 0; place < cells; place++)
	{
		if (place % 4096 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		system->cell[place] = (uint32_t) place;
		if (!see_cell(attacker, &seen[table->order[place]], sight, place, problem))
			return false;
	}
	return see_rows(arena, table, system, problem);
}

/* ---- what he works out ---- */

/* The audit of one sight, which may be looked at by several insiders. */
struct inquiry
{
	struct cpe_arena *arena;
	const struct cpe_attacker *attacker;
	const struct cpe_sight *sight;
	const struct cpe_audit_options *options;
	struct cpe_finding *finding;
	int64_t *floor; /* by place: the least a cell can be, whatever is hidden; where ranges count */
	struct cpe_problem *problem;
};

/* A table that has no solution: names the row whose cells do not fit. */
static bool
refuse_contradiction(const struct inquiry *inquiry, size_t row)
{
	const struct cpe_sight *sight = inquiry->sight;
	char name[160];

	if (row >= sight->system.rows)
		return cpe_problem_set(inquiry->problem, CPE_INVALID,
		                       "There are no whole numbers that fit all cells and all bounds.",
		                       NULL, "what is published contradicts itself");
	describe(sight, sight->system.row_figure[sight->system.row_start[row]], name, sizeof(name));
	return cpe_problem_set(inquiry->problem, CPE_INVALID,
	                       "There are no whole numbers that fit the cell, its parts, and what is "
	                       "known of them from other rows.",
	                       NULL, "what is published contradicts itself: %s and its parts", name);
}

/* Whether a cell is asked about. */
static bool
is_asked(const struct inquiry *inquiry, size_t place)
{
	int64_t value = inquiry->sight->system.value[place];

	if (!inquiry->sight->hidden[place])
		return false;
	return !inquiry->attacker->small_only || (value >= 1 && value <= inquiry->attacker->threshold);
}

/*
 * Structural floors: what the rows leave at least where every cell that is not zero is hidden.
 */
static bool
find_floors(struct inquiry *inquiry)
{
	const struct cpe_sight *sight = inquiry->sight;
	size_t cells = sight->system.cells;
	int64_t *high = cpe_arena_alloc(inquiry->arena, cells + 1, sizeof(int64_t), inquiry->problem);
	size_t bad_row = SIZE_MAX;

	inquiry->floor =
		high ? cpe_arena_alloc(inquiry->arena, cells + 1, sizeof(int64_t), inquiry->problem) : NULL;
	if (inquiry->floor == NULL)
		return false;
	for (size_t place = 0; place < cells; place++)
	{
		bool zero = sight->high[place] == 0;

		inquiry->floor[place] = zero ? 0
		                        : sight->low[place] < inquiry->attacker->lower
		                            ? sight->low[place]
		                            : inquiry->attacker->lower;
		high[place] = zero ? 0 : CPE_UNBOUNDED;
	}
	if (!cpe_audit_propagate(inquiry->arena, &sight->system, inquiry->floor, high, &bad_row,
	                         inquiry->problem))
		return inquiry->problem->code == CPE_INVALID ? refuse_contradiction(inquiry, bad_row)
		                                             : false;
	return true;
}

/* The values between which everything must stay possible, where ranges count. */
static void
range_of(const struct inquiry *inquiry, size_t place, int64_t *from, int64_t *to)
{
	const struct cpe_sight *sight = inquiry->sight;

	*from = inquiry->floor[place] > sight->low[place] ? inquiry->floor[place] : sight->low[place];
	*to = inquiry->attacker->threshold + 1;
	if (*to > sight->high[place])
		*to = sight->high[place];
	if (*to < *from)
		*to = *from;
}

/* The verdict by what the requirement asks, of bounds that are proven and values that were met. */
static void
judge(const struct inquiry *inquiry, size_t place)
{
	struct cpe_finding *finding = &inquiry->finding[place];
	struct cpe_audit *audit = &finding->audit;
	bool range = inquiry->attacker->requirement == CPE_REQUIRE_RANGE &&
	             audit->low <= inquiry->attacker->threshold;
	int64_t from = audit->low;
	int64_t to = audit->high;

	if (audit->low == audit->high)
	{
		audit->verdict = CPE_AUDIT_EXACT;
		return;
	}
	if (range)
		range_of(inquiry, place, &from, &to);
	if (range && (audit->low > from || audit->high < to))
		audit->verdict = CPE_AUDIT_NARROW;
	else if (range ? audit->seen_low <= from && audit->seen_high >= to
	               : audit->seen_low < audit->seen_high)
		audit->verdict = CPE_AUDIT_SAFE;
	else
		audit->verdict = CPE_AUDIT_OPEN;
}

/* The worse of two verdicts comes first. */
static int
harm(enum cpe_audit_verdict verdict)
{
	return verdict == CPE_AUDIT_EXACT    ? 3
	       : verdict == CPE_AUDIT_NARROW ? 2
	       : verdict == CPE_AUDIT_OPEN   ? 1
	                                     : 0;
}

/* Looks once, with these bounds; keeps what is worse than what was found before. */
static bool
look(struct inquiry *inquiry, const int64_t *low, const int64_t *high, uint32_t insider)
{
	const struct cpe_sight *sight = inquiry->sight;
	struct cpe_arena *arena = inquiry->arena;
	struct cpe_problem *problem = inquiry->problem;
	size_t cells = sight->system.cells;
	size_t targets = 0;
	size_t bad_row = SIZE_MAX;
	struct cpe_view view = {&sight->system, low, high, sight->known, inquiry->attacker->whole};
	struct cpe_audit_options options = *inquiry->options;
	struct cpe_target *target = cpe_arena_alloc(arena, cells + 1, sizeof(*target), problem);
	struct cpe_audit *audit =
		target ? cpe_arena_alloc(arena, cells + 1, sizeof(*audit), problem) : NULL;
	int64_t *base = audit ? cpe_arena_alloc(arena, cells + 1, sizeof(*base), problem) : NULL;

	if (base == NULL)
		return false;
	for (size_t place = 0; place < cells; place++)
		if (inquiry->finding[place].asked && place != insider)
			target[targets++] = (struct cpe_target){(uint32_t) place, 1, 1, true};
	options.bounds |= inquiry->attacker->requirement == CPE_REQUIRE_RANGE ||
	                  inquiry->attacker->insider == CPE_INSIDER_MEMBER;
	if (!cpe_audit_view(arena, &view, target, targets, &options, audit, base, &bad_row, problem))
		return problem->code == CPE_INVALID ? refuse_contradiction(inquiry, bad_row) : false;
	for (size_t t = 0; t < targets; t++)
	{
		struct cpe_finding *finding = &inquiry->finding[target[t].figure];
		struct cpe_finding before = *finding;

		finding->audit = audit[t];
		finding->insider = insider;
		judge(inquiry, target[t].figure);
		if (insider != UINT32_MAX && harm(finding->audit.verdict) <= harm(before.audit.verdict))
			*finding = before;
		else if (insider != UINT32_MAX && inquiry->attacker->insider == CPE_INSIDER_COUNT)
		{
			/* what follows from a count that is not published is not to be told */
			finding->audit.low = finding->audit.seen_low = before.audit.low;
			finding->audit.high = finding->audit.seen_high = before.audit.high;
		}
	}
	return true;
}

/* Looks once more as somebody in each hidden cell, who knows more of it. */
static bool
look_inside(struct inquiry *inquiry)
{
	const struct cpe_sight *sight = inquiry->sight;
	size_t cells = sight->system.cells;
	int64_t *low = cpe_arena_alloc(inquiry->arena, cells + 1, sizeof(*low), inquiry->problem);
	int64_t *high =
		low ? cpe_arena_alloc(inquiry->arena, cells + 1, sizeof(*high), inquiry->problem) : NULL;

	if (high == NULL)
		return false;
	memcpy(low, sight->low, sizeof(*low) * cells);
	memcpy(high, sight->high, sizeof(*high) * cells);
	for (size_t place = 0; place < cells; place++)
	{
		struct cpe_finding *finding = &inquiry->finding[place];
		int64_t value = sight->system.value[place];

		if (!sight->hidden[place] || (sight->known && value < 1) || sight->high[place] < 1)
			continue;
		if (inquiry->attacker->insider == CPE_INSIDER_COUNT)
			low[place] = high[place] = value;
		else if (low[place] < 1)
			low[place] = 1;
		else
			continue; /* he knows no more than everybody */
		if (!look(inquiry, low, high, (uint32_t) place))
			return false;
		/* what a member of the cell itself learns: whether he is alone, or how many others */
		if (inquiry->attacker->insider == CPE_INSIDER_MEMBER && finding->asked &&
		    finding->audit.verdict != CPE_AUDIT_EXACT && finding->audit.high == 1)
		{
			finding->audit.low = 1;
			finding->audit.verdict = CPE_AUDIT_EXACT;
			finding->insider = (uint32_t) place;
		}
		low[place] = sight->low[place];
		high[place] = sight->high[place];
	}
	return true;
}

bool
cpe_attacker_audit(struct cpe_arena *arena, const struct cpe_attacker *attacker,
                   const struct cpe_sight *sight, const struct cpe_audit_options *options,
                   struct cpe_finding *finding, struct cpe_problem *problem)
{
	struct inquiry inquiry = {arena, attacker, sight, options, finding, NULL, problem};

	if (attacker->insider == CPE_INSIDER_COUNT && !sight->known)
		return cpe_problem_set(problem, CPE_NULL,
		                       "Somebody who knows the count of his cell can only be judged where "
		                       "the counts of all cells are given.",
		                       NULL, "the value of a cell is missing");
	for (size_t place = 0; place < sight->system.cells; place++)
	{
		finding[place].asked = is_asked(&inquiry, place);
		finding[place].insider = UINT32_MAX;
	}
	if (attacker->requirement == CPE_REQUIRE_RANGE && !find_floors(&inquiry))
		return false;
	return look(&inquiry, sight->low, sight->high, UINT32_MAX) &&
	       (attacker->insider == CPE_INSIDER_NONE || look_inside(&inquiry));
}

/* ---- recipes ---- */

static int
compare_terms(const void *a, const void *b)
{
	uint32_t left = ((const struct cpe_recipe_term *) a)->figure;
	uint32_t right = ((const struct cpe_recipe_term *) b)->figure;

	return (left > right) - (left < right);
}

/* All entries of the rows of an attack, and the figure itself; false: beyond 64 bits or no memory.
 */
static bool
collect_terms(struct cpe_arena *arena, const struct cpe_system *system, uint32_t figure,
              const struct cpe_attack *attack, struct cpe_recipe *recipe,
              struct cpe_problem *problem)
{
	size_t entries = 1;

	for (size_t r = 0; r < attack->rows; r++)
		entries += system->row_start[attack->row[r] + 1] - system->row_start[attack->row[r]];
	recipe->term = cpe_arena_alloc(arena, entries, sizeof(*recipe->term), problem);
	if (recipe->term == NULL)
		return false;
	recipe->term[recipe->terms++] = (struct cpe_recipe_term){figure, attack->divisor, 0};
	for (size_t r = 0; r < attack->rows; r++)
		for (size_t i = system->row_start[attack->row[r]];
		     i < system->row_start[attack->row[r] + 1]; i++)
			recipe->term[recipe->terms++] = (struct cpe_recipe_term){
				system->row_figure[i],
				system->row_sign[i] > 0 ? attack->multiple[r] : -attack->multiple[r], 0};
	return cpe_sort(arena, recipe->term, recipe->terms, sizeof(*recipe->term), compare_terms,
	                problem);
}

/* Terms of the same figure as one, without those that cancel out; false: beyond 64 bits. */
static bool
merge_terms(struct cpe_recipe *recipe)
{
	size_t kept = 0;

	for (size_t i = 0; i < recipe->terms;)
	{
		struct cpe_recipe_term term = recipe->term[i++];

		while (i < recipe->terms && recipe->term[i].figure == term.figure)
			if (__builtin_add_overflow(term.weight, recipe->term[i++].weight, &term.weight))
				return false;
		if (term.weight != 0)
			recipe->term[kept++] = term;
	}
	recipe->terms = kept;
	return true;
}

/* What is seen of a cell, by somebody in the finding's cell where he is in one. */
static int64_t
seen_bound(const struct cpe_sight *sight, const struct cpe_attacker *attacker,
           const struct cpe_finding *finding, uint32_t figure, bool upper)
{
	if (figure == finding->insider)
	{
		if (attacker->insider == CPE_INSIDER_COUNT)
			return sight->system.value[figure];
		if (!upper && sight->low[figure] < 1)
			return 1;
	}
	return upper ? sight->high[figure] : sight->low[figure];
}

/* What is seen of each term's cell, and the bound that their sum gives; false: it gives none. */
static bool
sum_terms(const struct cpe_sight *sight, const struct cpe_attacker *attacker,
          const struct cpe_finding *finding, bool most, struct cpe_recipe *recipe)
{
	__int128 sum = 0;
	__int128 rest;

	recipe->sure = true;
	for (size_t i = 0; i < recipe->terms; i++)
	{
		struct cpe_recipe_term *term = &recipe->term[i];
		bool upper = (term->weight > 0) == most;

		term->at = seen_bound(sight, attacker, finding, term->figure, upper);
		if (term->at == CPE_UNBOUNDED)
			return false;
		recipe->sure &= term->at == seen_bound(sight, attacker, finding, term->figure, !upper);
		sum += (__int128) term->weight * term->at;
	}
	rest = sum % recipe->divisor;
	recipe->sure &= rest == 0;
	sum /= recipe->divisor;
	/* division went towards zero; whole numbers lie inwards of the quotient, others outwards */
	if (rest != 0)
	{
		bool down = most == attacker->whole;

		sum += down ? -(rest < 0) : rest > 0;
	}
	if (sum < INT64_MIN || sum > INT64_MAX)
		return false;
	recipe->bound = (int64_t) sum;
	return true;
}

bool
cpe_attack_recipe(struct cpe_arena *arena, const struct cpe_sight *sight,
                  const struct cpe_attacker *attacker, uint32_t figure,
                  const struct cpe_finding *finding, bool most, struct cpe_recipe *recipe,
                  struct cpe_problem *problem)
{
	static const struct cpe_attack own = {1, 0, NULL, NULL};
	const struct cpe_attack *attack = most ? &finding->audit.most : &finding->audit.least;

	memset(recipe, 0, sizeof(*recipe));
	if (seen_bound(sight, attacker, finding, figure, most) ==
	    (most ? finding->audit.high : finding->audit.low))
		attack = &own; /* what is seen of the cell itself says as much */
	if (attack->divisor <= 0)
		return true;
	recipe->divisor = attack->divisor;
	if (!collect_terms(arena, &sight->system, figure, attack, recipe, problem))
		return false;
	if (!merge_terms(recipe) || !sum_terms(sight, attacker, finding, most, recipe))
		memset(recipe, 0, sizeof(*recipe));
	return true;
}
