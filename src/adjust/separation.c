#include "adjust/separation.h"

#include <math.h>
#include <string.h>

#include "adjust/arrow.h"
#include "base/sort.h"

#define POLL_EVERY 4096
#define SOME_PART 1e-7   /* above it a linear predictor has a sign */
#define CLEAN 1e-11      /* of the largest part in a direction: what is below it is rounding */
#define LEAST_REST 1e-12 /* of a column's square: where the search takes it as dependent */
#define BALANCE 1e-7     /* of the least multiplier: how far a proof's sums may be from 0 */
#define MOST_STEPS 100
#define STEPS_SURE 6 /* from there on each step is tried as a direction */
#define NEAR 0.25    /* a decrement from which Newton's method converges quadratically */

bool
cpe_separation_open(struct cpe_separation *separation, const struct cpe_frame *frame,
                    struct cpe_arena *arena, struct cpe_problem *problem)
{
	memset(separation, 0, sizeof(*separation));
	separation->out = cpe_arena_alloc(arena, frame->cells, sizeof(bool), problem);
	return separation->out != NULL;
}

/* A new last direction, all 0. */
static struct cpe_separation_direction *
add_direction(struct cpe_separation *separation, const struct cpe_frame *frame,
              struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_separation_direction new = {NULL, 0, NULL};

	if (separation->directions == separation->room)
	{
		int room = 2 * separation->room + 4;
		struct cpe_separation_direction *more =
			cpe_arena_alloc(arena, room, sizeof(*more), problem);

		if (more == NULL)
			return NULL;
		if (separation->directions > 0)
			memcpy(more, separation->direction, sizeof(*more) * separation->directions);
		separation->direction = more;
		separation->room = room;
	}
	new.column = cpe_arena_alloc(arena, frame->columns, sizeof(double), problem);
	if (new.column == NULL)
		return NULL;
	if (frame->absorbed)
	{
		new.effect = cpe_arena_alloc(arena, frame->organisations, sizeof(double), problem);
		if (new.effect == NULL)
			return NULL;
	}
	separation->direction[separation->directions] = new;
	return &separation->direction[separation->directions++];
}

static void
take_out(struct cpe_separation *separation, const struct cpe_frame *frame, int32_t cell)
{
	separation->out[cell] = true;
	separation->cells++;
	separation->n += frame->sum.n[cell];
}

/* 1: all the cell's respondents have the outcome, -1: none has it, 0: some have. */
static int
outcome_of(const struct cpe_frame *frame, int32_t cell)
{
	if (!(frame->sum.wy[cell] > 0))
		return -1;
	return frame->sum.wy[cell] < frame->sum.w[cell] ? 0 : 1;
}

/* A linear predictor with the sum of its terms' sizes. */
struct predictor
{
	double value;
	double size;
};

static struct predictor
predictor_of(const struct cpe_frame *frame, int32_t pattern, const double *column)
{
	struct predictor sum = {0, 0};

	for (int64_t e = frame->entry[pattern]; e < frame->entry[pattern + 1]; e++)
	{
		double term = column[frame->entry_column[e]];

		if (frame->entry_value != NULL)
			term *= frame->entry_value[e];
		sum.value += term;
		sum.size += fabs(term);
	}
	return sum;
}

static struct predictor
with_part(struct predictor sum, double part)
{
	sum.value += part;
	sum.size += fabs(part);
	return sum;
}

static struct predictor
with_effect(struct predictor sum, const double *effect, int32_t organisation)
{
	return effect == NULL ? sum : with_part(sum, effect[organisation]);
}

/* 1 or -1, or 0 when nothing but rounding can be left of its terms. */
static int
sign_of(struct predictor sum)
{
	if (!(fabs(sum.value) > CPE_SEPARATION_NO_PART * sum.size))
		return 0;
	return sum.value > 0 ? 1 : -1;
}

int
cpe_separation_limit(const struct cpe_separation *separation, const struct cpe_frame *frame,
                     int32_t pattern, int32_t organisation)
{
	for (int d = 0; d < separation->directions; d++)
	{
		const struct cpe_separation_direction *direction = &separation->direction[d];
		struct predictor sum = predictor_of(frame, pattern, direction->column);
		int sign = sign_of(organisation < 0 ? with_part(sum, direction->common)
		                                    : with_effect(sum, direction->effect, organisation));

		if (sign != 0)
			return sign;
	}
	return 0;
}

/* ---- where no organisation is meant ---- */

#define MADE_UP 1e-12 /* of all weights: a sum of them that near to another is the same */

/* A pattern that earlier directions left finite. */
struct finite
{
	int32_t pattern;
	double weight;
	struct predictor sum; /* of its columns */
};

/* Descending by predictor, then by pattern. */
static int
compare_finite(const void *a, const void *b)
{
	const struct finite *left = a;
	const struct finite *right = b;

	if (left->sum.value != right->sum.value)
		return left->sum.value > right->sum.value ? -1 : 1;
	return (left->pattern > right->pattern) - (left->pattern < right->pattern);
}

/* The common part of a direction; positive: the weight of those that go to 1 or stay finite. */
static double
find_common(const struct finite *finite, int32_t count, double positive, double slack)
{
	double above = 0;
	int32_t next;

	for (int32_t i = 0; i < count; i = next)
	{
		double value = finite[i].sum.value;
		double here = 0;

		if (above >= positive - slack)
			return 0 - (i > 0 ? (finite[i - 1].sum.value + value) / 2 : value + 1);
		for (next = i; next < count && sign_of(with_part(finite[next].sum, -value)) == 0; next++)
			here += finite[next].weight;
		if (above + here > positive + slack)
			return 0 - value;
		above += here;
	}
	return count > 0 ? 1 - finite[count - 1].sum.value : 0;
}

bool
cpe_separation_settle(struct cpe_separation *separation, const struct cpe_frame *frame,
                      struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct finite *finite;
	int32_t count = frame->patterns;
	double positive = 0;
	double all = 0;

	if (!frame->absorbed || separation->directions == 0)
		return true;
	finite = cpe_arena_alloc(arena, frame->patterns, sizeof(*finite), problem);
	if (finite == NULL)
		return false;
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		finite[p].pattern = p;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			finite[p].weight += frame->sum.w[c];
			positive += frame->sum.wy[c];
		}
		all += finite[p].weight;
	}
	for (int d = 0; d < separation->directions; d++)
	{
		struct cpe_separation_direction *direction = &separation->direction[d];
		int32_t left = 0;

		for (int32_t i = 0; i < count; i++)
		{
			if (i % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
				return false;
			finite[i].sum = predictor_of(frame, finite[i].pattern, direction->column);
		}
		if (!cpe_sort(arena, finite, (size_t) count, sizeof(*finite), compare_finite, problem))
			return false;
		direction->common = find_common(finite, count, positive, MADE_UP * all);
		for (int32_t i = 0; i < count; i++)
		{
			int sign = sign_of(with_part(finite[i].sum, direction->common));

			if (sign == 0)
				finite[left++] = finite[i];
			else if (sign > 0)
				positive -= finite[i].weight;
		}
		count = left;
	}
	return true;
}

/* ---- what one look shows ---- */

#define SEEN_NEGATIVE 1
#define SEEN_POSITIVE 2

/* The outcomes seen by parameter among the cells that are left, one bit each. */
struct seen
{
	unsigned char *effect;
	unsigned char *column;
};

static bool
look(const struct cpe_separation *separation, const struct cpe_frame *frame, struct seen *seen,
     struct cpe_arena *arena, struct cpe_problem *problem)
{
	memset(seen->effect, 0, frame->organisations);
	memset(seen->column, 0, frame->columns);
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		unsigned char all = 0;

		if (p % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			static const unsigned char bits[3] = {SEEN_NEGATIVE, SEEN_NEGATIVE | SEEN_POSITIVE,
			                                      SEEN_POSITIVE};
			unsigned char here;

			if (separation->out[c])
				continue;
			here = bits[outcome_of(frame, c) + 1];
			all |= here;
			if (frame->absorbed)
				seen->effect[frame->organisation_of[c]] |= here;
		}
		if (all != 0)
			for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
				seen->column[frame->entry_column[e]] |= all;
	}
	return true;
}

/* The parameter's part in a direction: 1 or -1 when its respondents have one outcome. */
static int
part_of(unsigned char seen)
{
	return seen == SEEN_POSITIVE ? 1 : seen == SEEN_NEGATIVE ? -1 : 0;
}

/* Whether a column is 0 or 1, that is, has no linear covariate. */
static bool
is_indicator(const struct cpe_column *column)
{
	for (int f = 0; f < column->factors; f++)
		if (column->level[f] < 0)
			return false;
	return true;
}

/* Takes out the cells in which the last direction, a sum of feasible ones, is not 0. */
static bool
take_out_whole(struct cpe_separation *separation, const struct cpe_frame *frame,
               struct cpe_arena *arena, struct cpe_problem *problem)
{
	const struct cpe_separation_direction *last =
		&separation->direction[separation->directions - 1];

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		struct predictor sum;

		if (p % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		sum = predictor_of(frame, p, last->column);
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			if (!separation->out[c] &&
			    with_effect(sum, last->effect, frame->organisation_of[c]).value != 0)
				take_out(separation, frame, c);
	}
	return true;
}

/*
 * One look at the organisations (or the intercept), or at the other columns: it adds a direction
 * if something shows.
 */
static bool
look_at(struct cpe_separation *separation, const struct cpe_frame *frame, bool whole,
        struct seen *seen, struct cpe_arena *arena, bool *shows, struct cpe_problem *problem)
{
	struct cpe_separation_direction *direction = NULL;
	int parameters = whole && frame->absorbed ? frame->organisations : frame->columns;

	*shows = false;
	if (!look(separation, frame, seen, arena, problem))
		return false;
	for (int k = 0; k < parameters; k++)
	{
		bool effect = whole && frame->absorbed;
		int part = part_of(effect ? seen->effect[k] : seen->column[k]);

		if (part == 0 || (!effect && (whole != (frame->column[k].factors == 0) ||
		                              !is_indicator(&frame->column[k]))))
			continue;
		if (direction == NULL)
			direction = add_direction(separation, frame, arena, problem);
		if (direction == NULL)
			return false;
		(effect ? direction->effect : direction->column)[k] = part;
		*shows = true;
	}
	return !*shows || take_out_whole(separation, frame, arena, problem);
}

bool
cpe_separation_marginal(struct cpe_separation *separation, const struct cpe_frame *frame,
                        struct cpe_arena *arena, bool *found, struct cpe_problem *problem)
{
	struct seen seen;
	bool whole = true;
	int nothing = 0; /* looks in a row that showed nothing */

	*found = false;
	seen.effect = cpe_arena_alloc(arena, frame->organisations, 1, problem);
	seen.column = cpe_arena_alloc(arena, frame->columns, 1, problem);
	if (seen.effect == NULL || seen.column == NULL)
		return false;
	for (; nothing < 2; whole = !whole)
	{
		bool shows;

		if (!look_at(separation, frame, whole, &seen, arena, &shows, problem))
			return false;
		*found = *found || shows;
		nothing = shows ? 0 : nothing + 1;
	}
	return true;
}

/* ---- the search ---- */

/*
 * With z = x for cells whose respondents all have the outcome and z = -x for those where none has
 * it, a direction g separates when z'g >= 0 in all of them, x'g = 0 where there are both, and not
 * all z'g are 0.  By Stiemke's lemma there is one exactly when there are no multipliers, positive
 * for the former cells and of any sign for the latter, with which the cells' rows sum to 0.
 *
 * Both come from the minimum of a convex function, the sum of h(z'g) over the former and
 * (x'g)^2 / 2 over the latter.  h is such that -h'(u) = m(u) is the positive number with
 * u = 1 / m - m.  Where there is a minimum, the m are multipliers that prove it (they are those
 * with the least sum of m^2 / 2 - ln m).  Where there is none, Newton's method doubles z'g at each
 * step in every cell that can be separated, m falling as 1 / z'g, and settles in the others: a
 * step tells one from the other by its prediction of m, which is near 0 in the former, near m in
 * the latter.  h is self-concordant, so the method has no trouble far from the minimum.
 */
struct search
{
	struct cpe_separation *separation;
	const struct cpe_frame *frame;
	struct cpe_arena *arena;
	struct cpe_problem *problem;

	/* by cell */
	signed char *outcome;
	bool *fast;  /* seems to be separated */
	bool *taken; /* the direction tried is not 0 */
	double *value;
	double *step_value;
	double *multiplier; /* signed: the sum of multiplier * x is to be 0 */
	double *weight;     /* second derivatives of the function */

	/* by parameter */
	struct cpe_arrow arrow;
	bool *aliased;
	double *largest; /* of a column's sizes */
	double *effect;
	double *column;
	double *step_effect;
	double *step_column;
	struct cpe_careful *effect_sum;
	struct cpe_careful *column_sum;
	double *try_effect;
	double *try_column;

	int32_t pure; /* cells left with one outcome */
	bool steady;  /* fast is as it was a step before */
};

static void *
search_alloc(const struct search *search, int32_t count, size_t size)
{
	return cpe_arena_alloc(search->arena, count, size, search->problem);
}

static bool
open_cells(struct search *search)
{
	int32_t cells = search->frame->cells;

	search->outcome = search_alloc(search, cells, 1);
	search->fast = search_alloc(search, cells, sizeof(bool));
	search->taken = search_alloc(search, cells, sizeof(bool));
	search->value = search_alloc(search, cells, sizeof(double));
	search->step_value = search_alloc(search, cells, sizeof(double));
	search->multiplier = search_alloc(search, cells, sizeof(double));
	search->weight = search_alloc(search, cells, sizeof(double));
	return search->outcome != NULL && search->fast != NULL && search->taken != NULL &&
	       search->value != NULL && search->step_value != NULL && search->multiplier != NULL &&
	       search->weight != NULL;
}

static bool
open_parameters(struct search *search)
{
	int32_t effects = search->frame->absorbed ? search->frame->organisations : 0;
	int columns = search->frame->columns;

	search->aliased = search_alloc(search, columns, sizeof(bool));
	search->largest = search_alloc(search, columns, sizeof(double));
	search->effect = search_alloc(search, effects, sizeof(double));
	search->column = search_alloc(search, columns, sizeof(double));
	search->step_effect = search_alloc(search, effects, sizeof(double));
	search->step_column = search_alloc(search, columns, sizeof(double));
	search->effect_sum = search_alloc(search, effects, sizeof(struct cpe_careful));
	search->column_sum = search_alloc(search, columns, sizeof(struct cpe_careful));
	search->try_effect = search_alloc(search, effects, sizeof(double));
	search->try_column = search_alloc(search, columns, sizeof(double));
	return search->aliased != NULL && search->largest != NULL && search->effect != NULL &&
	       search->column != NULL && search->step_effect != NULL && search->step_column != NULL &&
	       search->effect_sum != NULL && search->column_sum != NULL && search->try_effect != NULL &&
	       search->try_column != NULL &&
	       cpe_arrow_open(&search->arrow, effects, columns, search->arena, search->problem);
}

/* The outcomes of the cells that are left, and the columns' sizes in them. */
static void
read_cells(struct search *search)
{
	const struct cpe_frame *frame = search->frame;

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		bool left = false;

		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			if (search->separation->out[c])
				continue;
			left = true;
			search->outcome[c] = outcome_of(frame, c);
			search->pure += search->outcome[c] != 0;
		}
		for (int64_t e = frame->entry[p]; left && e < frame->entry[p + 1]; e++)
		{
			double *largest = &search->largest[frame->entry_column[e]];

			*largest = fmax(*largest, frame->entry_value ? fabs(frame->entry_value[e]) : 1);
		}
	}
}

/* Polls once in a while. */
static bool
go_on(const struct search *search, int32_t at)
{
	return at % POLL_EVERY != 0 || cpe_arena_poll(search->arena, search->problem);
}

/* x'g of the cells that are left. */
static bool
predict(const struct search *search, const double *effect, const double *column, double *value)
{
	const struct cpe_frame *frame = search->frame;

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		struct predictor sum;

		if (!go_on(search, p))
			return false;
		if (frame->first[p] == frame->first[p + 1])
			continue;
		sum = predictor_of(frame, p, column);
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
			value[c] = search->separation->out[c] ? 0
			           : frame->absorbed          ? sum.value + effect[frame->organisation_of[c]]
			                                      : sum.value;
	}
	return true;
}

/* The sum of times * x over the cells that are left; times is 0 in the others. */
static bool
sum_rows(const struct search *search, const double *times, double *effect, double *column)
{
	const struct cpe_frame *frame = search->frame;

	memset(search->effect_sum, 0, sizeof(struct cpe_careful) * search->arrow.organisations);
	memset(search->column_sum, 0, sizeof(struct cpe_careful) * frame->columns);
	for (int32_t p = 0; p < frame->patterns; p++)
	{
		struct cpe_careful all = {0, 0};

		if (!go_on(search, p))
			return false;
		if (frame->first[p] == frame->first[p + 1])
			continue;
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			cpe_careful_add(&all, times[c]);
			if (frame->absorbed)
				cpe_careful_add(&search->effect_sum[frame->organisation_of[c]], times[c]);
		}
		for (int64_t e = frame->entry[p]; e < frame->entry[p + 1]; e++)
		{
			double value = frame->entry_value ? frame->entry_value[e] : 1;

			cpe_careful_add(&search->column_sum[frame->entry_column[e]],
			                value * cpe_careful_value(&all));
		}
	}
	for (int32_t j = 0; j < search->arrow.organisations; j++)
		effect[j] = cpe_careful_value(&search->effect_sum[j]);
	for (int k = 0; k < frame->columns; k++)
		column[k] = cpe_careful_value(&search->column_sum[k]);
	return true;
}

/* The matrix of weight * x x', factored; what is aliased in all cells is left out. */
static bool
factor(struct search *search, const double *weight)
{
	cpe_arrow_clear(&search->arrow);
	if (!cpe_arrow_add(&search->arrow, search->frame, weight, search->arena, search->problem))
		return false;
	for (int k = 0; k < search->frame->columns; k++)
		if (search->aliased[k])
			search->arrow.block[CPE_PACKED(k, k)] = 0;
	return cpe_arrow_reduce(&search->arrow, LEAST_REST, search->arena, search->problem);
}

/* The rank of the cells that are left, or of those with both outcomes, and what is aliased. */
static bool
find_rank(struct search *search, bool both, int *rank, bool *aliased)
{
	struct cpe_arrow *arrow = &search->arrow;

	for (int32_t c = 0; c < search->frame->cells; c++)
		search->weight[c] = !search->separation->out[c] && !(both && search->outcome[c] != 0);
	cpe_arrow_clear(arrow);
	if (!cpe_arrow_add(arrow, search->frame, search->weight, search->arena, search->problem) ||
	    !cpe_arrow_reduce(arrow, CPE_ARROW_LEAST, search->arena, search->problem))
		return false;
	*rank = arrow->rank;
	memcpy(aliased, arrow->aliased, sizeof(bool) * search->frame->columns);
	return true;
}

/* How many parameters have some part in the cells that are left. */
static int
count_parameters(const struct search *search)
{
	int parameters = 0;

	memset(search->effect, 0, sizeof(double) * search->arrow.organisations);
	for (int32_t c = 0; search->frame->absorbed && c < search->frame->cells; c++)
		if (!search->separation->out[c])
			search->effect[search->frame->organisation_of[c]] = 1;
	for (int32_t j = 0; j < search->arrow.organisations; j++)
	{
		parameters += search->effect[j] > 0;
		search->effect[j] = 0;
	}
	for (int k = 0; k < search->frame->columns; k++)
		parameters += search->largest[k] > 0;
	return parameters;
}

/*
 * Whether the cells with both outcomes span as much as all that are left: then nothing is
 * separated.  Where not, what is aliased in all that are left is found.
 */
static bool
compare_ranks(struct search *search, bool *spanned)
{
	bool *aliased = search_alloc(search, search->frame->columns, sizeof(bool));
	int of_both;
	int of_all;

	if (aliased == NULL || !find_rank(search, true, &of_both, aliased))
		return false;
	*spanned = of_both == count_parameters(search);
	if (*spanned)
		return true;
	if (!find_rank(search, false, &of_all, search->aliased))
		return false;
	*spanned = of_both == of_all && memcmp(aliased, search->aliased, search->frame->columns) == 0;
	return true;
}

/* The positive m with u = 1 / m - m. */
static double
multiplier_at(double u)
{
	double root = sqrt(u * u + 4);

	return u > 0 ? 2 / (root + u) : (root - u) / 2;
}

/* First and second derivatives of the function at g; a cell that is out has none. */
static bool
differentiate(struct search *search)
{
	if (!predict(search, search->effect, search->column, search->value))
		return false;
	for (int32_t c = 0; c < search->frame->cells; c++)
	{
		if (!go_on(search, c))
			return false;
		search->multiplier[c] = search->weight[c] = 0;
		if (search->separation->out[c])
			continue;
		if (search->outcome[c] == 0)
		{
			search->multiplier[c] = -search->value[c];
			search->weight[c] = 1;
		}
		else
		{
			double m = multiplier_at(search->outcome[c] * search->value[c]);

			search->multiplier[c] = search->outcome[c] * m;
			search->weight[c] = m * m / (1 + m * m);
		}
	}
	return true;
}

/* Newton's step, and what it predicts the multipliers to become. */
static bool
find_step(struct search *search, double *decrement, bool *positive)
{
	const struct cpe_frame *frame = search->frame;
	bool steady = true;

	if (!differentiate(search) || !factor(search, search->weight) ||
	    !sum_rows(search, search->multiplier, search->step_effect, search->step_column))
		return false;
	cpe_arrow_solve(&search->arrow, search->step_effect, search->step_column);
	if (!predict(search, search->step_effect, search->step_column, search->step_value))
		return false;
	*positive = true;
	*decrement = 0;
	for (int32_t c = 0; c < frame->cells; c++)
	{
		double change = search->weight[c] * search->step_value[c];
		double before = search->multiplier[c];
		bool fast;

		if (!go_on(search, c))
			return false;
		*decrement += change * search->step_value[c];
		search->multiplier[c] -= change;
		if (search->outcome[c] == 0)
			continue;
		if (!(search->multiplier[c] / before > 0.1))
			*positive = false;
		fast = !(search->multiplier[c] / before >= 0.5);
		steady = steady && fast == search->fast[c];
		search->fast[c] = fast;
	}
	*decrement = sqrt(*decrement);
	search->steady = steady;
	return true;
}

/* The slope of the function at times the step. */
static bool
slope_at(const struct search *search, double times, double *slope)
{
	*slope = 0;
	for (int32_t c = 0; c < search->frame->cells; c++)
	{
		double step = search->step_value[c];
		double there = search->value[c] + times * step;

		if (!go_on(search, c))
			return false;
		if (step == 0)
			continue;
		if (search->outcome[c] == 0)
			*slope += there * step;
		else
			*slope -= search->outcome[c] * multiplier_at(search->outcome[c] * there) * step;
	}
	return true;
}

/*
 * Makes the step, shorter until the function does not rise again along it.  Near the minimum it is
 * made as it is.
 */
static bool
make_step(struct search *search, double decrement)
{
	double times = 1;

	while (decrement > NEAR && times > 1e-6)
	{
		double slope;

		if (!slope_at(search, times, &slope))
			return false;
		if (slope <= 0)
			break;
		times /= 2;
	}
	for (int32_t j = 0; j < search->arrow.organisations; j++)
		search->effect[j] += times * search->step_effect[j];
	for (int k = 0; k < search->frame->columns; k++)
		search->column[k] += times * search->step_column[k];
	return true;
}

/* How far the multipliers' sum over the rows is from 0, columns at the scale of their largest. */
static bool
imbalance(const struct search *search, double *effect, double *column, double *most)
{
	if (!sum_rows(search, search->multiplier, effect, column))
		return false;
	*most = 0;
	for (int32_t j = 0; j < search->arrow.organisations; j++)
		*most = fmax(*most, fabs(effect[j]));
	for (int k = 0; k < search->frame->columns; k++)
		if (!search->aliased[k] && search->largest[k] > 0)
			*most = fmax(*most, fabs(column[k]) / search->largest[k]);
	return true;
}

/*
 * Whether the step's multipliers prove that nothing is separated: all positive, and their sum over
 * the rows 0 up to what a change far smaller than the least of them makes up for.  The sum's
 * rounding is taken off the multipliers first.
 */
static bool
check_proof(struct search *search, bool *proven)
{
	double *effect = search->try_effect;
	double *column = search->try_column;
	double least = INFINITY;
	double most;

	*proven = false;
	for (int round = 0; round < 2; round++)
	{
		if (!imbalance(search, effect, column, &most))
			return false;
		cpe_arrow_solve(&search->arrow, effect, column);
		if (!predict(search, effect, column, search->step_value))
			return false;
		for (int32_t c = 0; c < search->frame->cells; c++)
			search->multiplier[c] -= search->weight[c] * search->step_value[c];
	}
	for (int32_t c = 0; c < search->frame->cells; c++)
		if (search->outcome[c] != 0)
			least = fmin(least, search->outcome[c] * search->multiplier[c]);
	if (!imbalance(search, effect, column, &most))
		return false;
	*proven = least > 0 && most <= BALANCE * least;
	return true;
}

/*
 * The direction tried, with what the cells that do not seem separated determine taken off it: 0 in
 * them up to rounding.
 */
static bool
purify(struct search *search)
{
	const struct cpe_frame *frame = search->frame;

	for (int32_t c = 0; c < frame->cells; c++)
		search->weight[c] = !search->separation->out[c] && !search->fast[c];
	if (!factor(search, search->weight))
		return false;
	for (int round = 0; round < 3; round++)
	{
		if (!predict(search, search->try_effect, search->try_column, search->value))
			return false;
		for (int32_t c = 0; c < frame->cells; c++)
			search->value[c] *= search->weight[c];
		if (!sum_rows(search, search->value, search->step_effect, search->step_column))
			return false;
		cpe_arrow_solve(&search->arrow, search->step_effect, search->step_column);
		for (int32_t j = 0; j < search->arrow.organisations; j++)
			search->try_effect[j] -= search->step_effect[j];
		for (int k = 0; k < frame->columns; k++)
			search->try_column[k] -= search->step_column[k];
	}
	return true;
}

/* The direction tried at a largest predictor of 1, and what is rounding noise in it set to 0. */
static bool
clean(struct search *search)
{
	double most = 0; /* predictor */
	double part = 0; /* largest that a parameter has in one */

	if (!predict(search, search->try_effect, search->try_column, search->value))
		return false;
	for (int32_t c = 0; c < search->frame->cells; c++)
		most = fmax(most, fabs(search->value[c]));
	if (!(most > 0) || !isfinite(most))
		most = 1;
	for (int32_t j = 0; j < search->arrow.organisations; j++)
		part = fmax(part, fabs(search->try_effect[j]));
	for (int k = 0; k < search->frame->columns; k++)
		part = fmax(part, fabs(search->try_column[k]) * search->largest[k]);
	for (int32_t j = 0; j < search->arrow.organisations; j++)
	{
		double *effect = &search->try_effect[j];

		*effect = fabs(*effect) <= CLEAN * part ? 0 : *effect / most;
	}
	for (int k = 0; k < search->frame->columns; k++)
	{
		double *column = &search->try_column[k];

		*column = fabs(*column) * search->largest[k] <= CLEAN * part ? 0 : *column / most;
	}
	return true;
}

/* Whether the direction tried is feasible in all cells, and not 0 in some. */
static bool
check_direction(struct search *search, bool *separates)
{
	const struct cpe_frame *frame = search->frame;
	const double *effects = frame->absorbed ? search->try_effect : NULL;
	bool feasible = true;
	bool some = false;

	for (int32_t p = 0; p < frame->patterns; p++)
	{
		struct predictor sum;

		if (!go_on(search, p))
			return false;
		sum = predictor_of(frame, p, search->try_column);
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			struct predictor here;

			if (search->separation->out[c])
				continue;
			here = with_effect(sum, effects, frame->organisation_of[c]);
			search->taken[c] = sign_of(here) != 0;
			some = some || search->taken[c];
			if (search->taken[c] && !(search->outcome[c] * here.value >= SOME_PART * here.size))
				feasible = false;
		}
	}
	*separates = feasible && some;
	return true;
}

/*
 * The step as a direction: it is above 0 in the cells that seem separated, and the nearer to 0 in
 * the others the further the former are.  Takes out what it separates, if it does.
 */
static bool
try_direction(struct search *search, bool *separates)
{
	struct cpe_separation_direction *direction;

	memcpy(search->try_effect, search->step_effect, sizeof(double) * search->arrow.organisations);
	memcpy(search->try_column, search->step_column, sizeof(double) * search->frame->columns);
	if (!purify(search) || !clean(search) || !check_direction(search, separates))
		return false;
	if (!*separates)
		return true;
	direction = add_direction(search->separation, search->frame, search->arena, search->problem);
	if (direction == NULL)
		return false;
	memcpy(direction->column, search->try_column, sizeof(double) * search->frame->columns);
	if (search->frame->absorbed)
		memcpy(direction->effect, search->try_effect,
		       sizeof(double) * search->frame->organisations);
	for (int32_t c = 0; c < search->frame->cells; c++)
		if (!search->separation->out[c] && search->taken[c])
			take_out(search->separation, search->frame, c);
	return true;
}

static bool
undecided(struct cpe_problem *problem)
{
	return cpe_problem_set(
		problem, CPE_INVALID,
		"Some combination of covariates predicts the outcome of some respondents with hardly any "
		"error, and rounding hides whether with none.",
		"Leave out or coarsen a covariate, or choose a ridge or Firth's method.",
		"whether covariates separate the outcomes cannot be decided");
}

/* Steps until a proof or a direction holds. */
static bool
decide(struct search *search, bool *found)
{
	for (int step = 0; step < MOST_STEPS; step++)
	{
		double decrement;
		bool positive;
		bool holds = false;

		if (!find_step(search, &decrement, &positive))
			return false;
		/* before the proof and the direction, which use the cells' numbers up */
		if (!make_step(search, decrement))
			return false;
		if (positive && !check_proof(search, &holds))
			return false;
		if (holds)
			return true;
		if (!positive && (search->steady || step >= STEPS_SURE) && !try_direction(search, found))
			return false;
		if (*found)
			return true;
	}
	return undecided(search->problem);
}

bool
cpe_separation_search(struct cpe_separation *separation, const struct cpe_frame *frame,
                      struct cpe_arena *arena, bool *found, struct cpe_problem *problem)
{
	struct search search;
	bool spanned;

	*found = false;
	memset(&search, 0, sizeof(search));
	search.separation = separation;
	search.frame = frame;
	search.arena = arena;
	search.problem = problem;
	if (!open_cells(&search) || !open_parameters(&search))
		return false;
	read_cells(&search);
	if (search.pure == 0)
		return true;
	return compare_ranks(&search, &spanned) && (spanned || decide(&search, found));
}
