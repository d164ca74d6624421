#include "suppress/bounds.h"

#include <stdlib.h>
#include <string.h>

#define NO_ROW UINT32_MAX
#define POLL_EVERY 1024
#define VISITS 60 /* of a row on average, before propagation is left as it is */

__extension__ typedef __int128 wide;

/* ---- bounds by looking at rows ---- */

static void
wait_for(struct cpe_bounds *bounds, uint32_t row)
{
	size_t at = bounds->first + bounds->waiting;

	if (bounds->queued[row])
		return;
	bounds->queued[row] = true;
	bounds->queue[at % bounds->system->rows] = row;
	bounds->waiting++;
}

static void
forget_waiting(struct cpe_bounds *bounds)
{
	for (; bounds->waiting > 0; bounds->waiting--)
	{
		bounds->queued[bounds->queue[bounds->first]] = false;
		bounds->first = (bounds->first + 1) % bounds->system->rows;
	}
}

bool
cpe_bounds_open(struct cpe_arena *arena, const struct cpe_system *system, int64_t *low,
                int64_t *high, struct cpe_bounds *bounds, struct cpe_problem *problem)
{
	memset(bounds, 0, sizeof(*bounds));
	bounds->system = system;
	bounds->low = low;
	bounds->high = high;
	bounds->last = cpe_arena_alloc(arena, 2 * system->figures, sizeof(*bounds->last), problem);
	bounds->queue = bounds->last
	                    ? cpe_arena_alloc(arena, system->rows + 1, sizeof(*bounds->queue), problem)
	                    : NULL;
	bounds->queued =
		bounds->queue ? cpe_arena_alloc(arena, system->rows + 1, sizeof(*bounds->queued), problem)
					  : NULL;
	bounds->multiple = bounds->queued ? cpe_arena_alloc(arena, system->rows + 1,
	                                                    sizeof(*bounds->multiple), problem)
	                                  : NULL;
	if (bounds->multiple == NULL)
		return false;
	for (size_t r = 0; r < system->rows; r++)
		wait_for(bounds, (uint32_t) r);
	return true;
}

/* Records the bound before, sets the new one; the rows of the figure wait. */
static bool
tighten(struct cpe_arena *arena, struct cpe_bounds *bounds, uint32_t figure, bool upper,
        int64_t value, uint32_t row, struct cpe_problem *problem)
{
	const struct cpe_system *system = bounds->system;
	int64_t *bound = upper ? &bounds->high[figure] : &bounds->low[figure];
	struct cpe_bounds_event *event;

	if (bounds->events == bounds->room)
	{
		size_t room = bounds->room ? 2 * bounds->room : 256;

		event = cpe_arena_alloc(arena, room, sizeof(*event), problem);
		if (event == NULL)
			return false;
		if (bounds->events > 0)
			memcpy(event, bounds->event, bounds->events * sizeof(*event));
		bounds->event = event;
		bounds->room = room;
	}
	event = &bounds->event[bounds->events++];
	event->figure = figure;
	event->row = row;
	event->before = *bound;
	event->previous = bounds->last[2 * figure + upper];
	event->upper = upper;
	bounds->last[2 * figure + upper] = bounds->events;
	*bound = value;
	for (size_t i = system->figure_start[figure]; i < system->figure_start[figure + 1]; i++)
		if (system->figure_row[i] != row)
			wait_for(bounds, system->figure_row[i]);
	return true;
}

bool
cpe_bounds_set(struct cpe_arena *arena, struct cpe_bounds *bounds, uint32_t figure, bool upper,
               int64_t value, struct cpe_problem *problem)
{
	if (upper ? value >= bounds->high[figure] : value <= bounds->low[figure])
		return true;
	return tighten(arena, bounds, figure, upper, value, NO_ROW, problem);
}

void
cpe_bounds_undo(struct cpe_bounds *bounds, size_t mark)
{
	forget_waiting(bounds);
	while (bounds->events > mark)
	{
		const struct cpe_bounds_event *event = &bounds->event[--bounds->events];

		*(event->upper ? &bounds->high[event->figure] : &bounds->low[event->figure]) =
			event->before;
		bounds->last[2 * event->figure + event->upper] = event->previous;
	}
}

/* The least and the greatest sum of a row, apart from terms without bound, which are counted. */
struct activity
{
	wide least, most;
	size_t least_open, most_open;
};

static void
add_term(const struct cpe_bounds *bounds, size_t i, struct activity *sum, int times)
{
	uint32_t figure = bounds->system->row_figure[i];
	bool open = bounds->high[figure] == CPE_UNBOUNDED;
	wide low = times * (wide) bounds->low[figure];
	wide high = times * (wide) bounds->high[figure];

	if (bounds->system->row_sign[i] > 0)
	{
		sum->least += low;
		sum->most += open ? 0 : high;
		sum->most_open += open ? (size_t) times : 0;
	}
	else
	{
		sum->most -= low;
		sum->least -= open ? 0 : high;
		sum->least_open += open ? (size_t) times : 0;
	}
}

/* The bounds that the rest of its row leaves one figure; false where they cross. */
static bool
look_at_term(struct cpe_arena *arena, struct cpe_bounds *bounds, uint32_t row, size_t i,
             struct activity *sum, bool *meets, struct cpe_problem *problem)
{
	const struct cpe_system *system = bounds->system;
	uint32_t figure = system->row_figure[i];
	bool positive = system->row_sign[i] > 0;
	struct activity rest = *sum;
	bool upper_open, lower_open;
	wide upper, lower;

	add_term(bounds, i, &rest, -1);
	upper = positive ? -rest.least : rest.most;
	lower = positive ? -rest.most : rest.least;
	upper_open = (positive ? rest.least_open : rest.most_open) != 0;
	lower_open = (positive ? rest.most_open : rest.least_open) != 0;
	*meets = (upper_open || upper >= bounds->low[figure]) &&
	         (lower_open || lower <= bounds->high[figure]);
	if (!*meets)
		return true;
	if (!upper_open && upper < bounds->high[figure] &&
	    !tighten(arena, bounds, figure, true, (int64_t) upper, row, problem))
		return false;
	if (!lower_open && lower > bounds->low[figure] &&
	    !tighten(arena, bounds, figure, false, (int64_t) lower, row, problem))
		return false;
	*sum = rest;
	add_term(bounds, i, sum, 1);
	return true;
}

static bool
look_at_row(struct cpe_arena *arena, struct cpe_bounds *bounds, uint32_t row, bool *meets,
            struct cpe_problem *problem)
{
	const struct cpe_system *system = bounds->system;
	struct activity sum = {0, 0, 0, 0};

	for (size_t i = system->row_start[row]; i < system->row_start[row + 1]; i++)
		add_term(bounds, i, &sum, 1);
	*meets = (sum.least_open > 0 || sum.least <= 0) && (sum.most_open > 0 || sum.most >= 0);
	for (size_t i = system->row_start[row]; i < system->row_start[row + 1] && *meets; i++)
		if (bounds->low[system->row_figure[i]] != bounds->high[system->row_figure[i]] &&
		    !look_at_term(arena, bounds, row, i, &sum, meets, problem))
			return false;
	return true;
}

bool
cpe_bounds_propagate(struct cpe_arena *arena, struct cpe_bounds *bounds, size_t visits,
                     size_t *bad_row, struct cpe_problem *problem)
{
	*bad_row = SIZE_MAX;
	for (size_t v = 0; v < visits && bounds->waiting > 0; v++)
	{
		uint32_t row = bounds->queue[bounds->first];
		bool meets;

		if (v % POLL_EVERY == 0 && !cpe_arena_poll(arena, problem))
			return false;
		bounds->first = (bounds->first + 1) % bounds->system->rows;
		bounds->waiting--;
		bounds->queued[row] = false;
		if (!look_at_row(arena, bounds, row, &meets, problem))
			return false;
		if (!meets)
		{
			*bad_row = row;
			break;
		}
	}
	forget_waiting(bounds);
	return true;
}

bool
cpe_audit_propagate(struct cpe_arena *arena, const struct cpe_system *system, int64_t *low,
                    int64_t *high, size_t *bad_row, struct cpe_problem *problem)
{
	struct cpe_bounds bounds;

	if (!cpe_bounds_open(arena, system, low, high, &bounds, problem) ||
	    !cpe_bounds_propagate(arena, &bounds, VISITS * (system->rows + 1), bad_row, problem))
		return false;
	if (*bad_row == SIZE_MAX)
		return true;
	return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
	                       "what is published contradicts itself");
}

/* ---- attacks ---- */

/* The multiple of a row in an attack, whose rows are sorted. */
static int64_t
multiple_of(const struct cpe_attack *attack, uint32_t row, size_t *at)
{
	size_t from = 0;
	size_t to = attack->rows;

	while (from < to)
	{
		size_t middle = from + (to - from) / 2;

		if (attack->row[middle] < row)
			from = middle + 1;
		else
			to = middle;
	}
	*at = from;
	return from < attack->rows && attack->row[from] == row ? attack->multiple[from] : 0;
}

/*
 * The weight of a figure in the sum of an attack's rows, and the first of those rows that it is in
 * (SIZE_MAX: none), so that each figure is taken once.
 */
static bool
figure_weight(const struct cpe_system *system, const struct cpe_attack *attack, uint32_t figure,
              wide *weight, size_t *first)
{
	*weight = 0;
	*first = SIZE_MAX;
	for (size_t i = system->figure_start[figure]; i < system->figure_start[figure + 1]; i++)
	{
		size_t at;
		wide multiple = multiple_of(attack, system->figure_row[i], &at);

		if (multiple != 0 && at < *first)
			*first = at;
		*weight += system->figure_sign[i] * multiple;
	}
	return *first != SIZE_MAX;
}

/* Adds the most (least) that weight times the figure can be; false where there is no bound. */
static bool
add_bound(const struct cpe_view *view, uint32_t figure, wide weight, bool most, wide *sum)
{
	bool upper = (weight > 0) == most;
	wide term;

	if (weight == 0)
		return true;
	if (upper && view->high[figure] == CPE_UNBOUNDED)
		return false;
	return !__builtin_mul_overflow(weight, (wide) (upper ? view->high[figure] : view->low[figure]),
	                               &term) &&
	       !__builtin_add_overflow(*sum, term, sum);
}

bool
cpe_attack_bound(const struct cpe_view *view, uint32_t figure, const struct cpe_attack *attack,
                 bool most, int64_t *bound)
{
	const struct cpe_system *system = view->system;
	wide sum = 0, weight, quotient, rest;
	size_t first;

	if (attack->divisor <= 0 || figure >= system->figures)
		return false;
	for (size_t r = 0; r < attack->rows; r++)
		if (attack->row[r] >= system->rows || attack->multiple[r] == 0 ||
		    (r > 0 && attack->row[r - 1] >= attack->row[r]))
			return false;
	figure_weight(system, attack, figure, &weight, &first);
	if (!add_bound(view, figure, weight + attack->divisor, most, &sum))
		return false;
	for (size_t r = 0; r < attack->rows; r++)
	{
		for (size_t i = system->row_start[attack->row[r]];
		     i < system->row_start[attack->row[r] + 1]; i++)
		{
			uint32_t other = system->row_figure[i];

			if (other == figure)
				continue;
			figure_weight(system, attack, other, &weight, &first);
			if (first == r && !add_bound(view, other, weight, most, &sum))
				return false;
		}
	}
	/* inwards for whole numbers, outwards for others */
	quotient = sum / attack->divisor;
	rest = sum % attack->divisor;
	if (most == view->whole)
		quotient -= rest < 0;
	else
		quotient += rest > 0;
	if (quotient > INT64_MAX - 1 || quotient < INT64_MIN)
		return false;
	*bound = (int64_t) quotient;
	return true;
}

/* Attacks being put together: rows touched, and how much of the trail is still to be replaced. */
struct composing
{
	struct cpe_bounds *bounds;
	bool most;
	bool fits; /* within 64 bits */
	uint32_t *touched;
	size_t rows, room;
	size_t top, pending; /* events with a weight, below top */
};

static bool
add_multiple(struct cpe_arena *arena, struct composing *c, uint32_t row, int64_t multiple,
             struct cpe_problem *problem)
{
	int64_t *sum = &c->bounds->multiple[row];

	if (*sum == 0)
	{
		if (c->rows == c->room)
		{
			size_t room = c->room ? 2 * c->room : 16;
			uint32_t *touched = cpe_arena_alloc(arena, room, sizeof(*touched), problem);

			if (touched == NULL)
				return false;
			if (c->rows > 0)
				memcpy(touched, c->touched, c->rows * sizeof(*touched));
			c->touched = touched;
			c->room = room;
		}
		c->touched[c->rows++] = row;
	}
	if (__builtin_add_overflow(*sum, multiple, sum))
		c->fits = false;
	return true;
}

/* That much of a bound is used: the event before end that gave it, if any, is to be replaced. */
static void
use_bound(struct composing *c, uint32_t figure, bool upper, int64_t weight, size_t end)
{
	size_t event = c->bounds->last[2 * figure + upper];

	while (event > end)
		event = c->bounds->event[event - 1].previous;
	if (event == 0)
		return;
	c->pending += c->bounds->weight[event - 1] == 0;
	if (__builtin_add_overflow(c->bounds->weight[event - 1], weight, &c->bounds->weight[event - 1]))
	{
		c->bounds->weight[event - 1] = INT64_MAX;
		c->fits = false;
	}
	if (event > c->top)
		c->top = event;
}

/* Replaces a bound by its row and the bounds of the others in it. */
static bool
replace(struct cpe_arena *arena, struct composing *c, size_t at, int64_t weight,
        struct cpe_problem *problem)
{
	const struct cpe_system *system = c->bounds->system;
	const struct cpe_bounds_event *event = &c->bounds->event[at];
	int64_t signed_weight = event->upper == c->most ? weight : -weight;
	int own = 0;

	for (size_t i = system->row_start[event->row]; i < system->row_start[event->row + 1]; i++)
		if (system->row_figure[i] == event->figure)
			own = system->row_sign[i];
	for (size_t i = system->row_start[event->row]; i < system->row_start[event->row + 1]; i++)
	{
		bool positive = (system->row_sign[i] == own) != (signed_weight > 0);

		if (system->row_figure[i] != event->figure)
			use_bound(c, system->row_figure[i], positive == c->most, weight, at);
	}
	return add_multiple(arena, c, event->row, own > 0 ? -signed_weight : signed_weight, problem);
}

static int
by_row(const void *a, const void *b)
{
	uint32_t left = *(const uint32_t *) a;
	uint32_t right = *(const uint32_t *) b;

	return (left > right) - (left < right);
}

/* The rows with their multiples, sorted; the working memory is left as it was. */
static bool
hand_over(struct cpe_arena *arena, struct composing *c, int64_t divisor, struct cpe_attack *attack,
          struct cpe_problem *problem)
{
	memset(attack, 0, sizeof(*attack));
	if (c->rows > 0)
		qsort(c->touched, c->rows, sizeof(*c->touched), by_row);
	attack->row = cpe_arena_alloc(arena, c->rows, sizeof(*attack->row), problem);
	attack->multiple =
		attack->row ? cpe_arena_alloc(arena, c->rows, sizeof(*attack->multiple), problem) : NULL;
	for (size_t r = 0; r < c->rows; r++)
	{
		int64_t *multiple = &c->bounds->multiple[c->touched[r]];

		if (attack->multiple != NULL && *multiple != 0)
		{
			attack->row[attack->rows] = c->touched[r];
			attack->multiple[attack->rows++] = *multiple;
		}
		*multiple = 0;
	}
	attack->divisor = c->fits ? divisor : 0;
	return attack->multiple != NULL;
}

/* The bounds that a sum of rows uses, as far as the trail gave them. */
static void
use_bounds_of(struct composing *c, uint32_t figure, const struct cpe_attack *start)
{
	const struct cpe_system *system = c->bounds->system;
	wide weight;
	size_t first;

	figure_weight(system, start, figure, &weight, &first);
	weight += start->divisor;
	if (weight != 0)
		use_bound(c, figure, (weight > 0) == c->most, (int64_t) (weight > 0 ? weight : -weight),
		          c->bounds->events);
	for (size_t r = 0; r < start->rows; r++)
	{
		for (size_t i = system->row_start[start->row[r]]; i < system->row_start[start->row[r] + 1];
		     i++)
		{
			uint32_t other = system->row_figure[i];

			if (other == figure)
				continue;
			figure_weight(system, start, other, &weight, &first);
			if (first != r || weight == 0)
				continue;
			if (weight > INT64_MAX || weight < -INT64_MAX)
				c->fits = false;
			else
				use_bound(c, other, (weight > 0) == c->most,
				          (int64_t) (weight > 0 ? weight : -weight), c->bounds->events);
		}
	}
}

static bool
weights_open(struct cpe_arena *arena, struct cpe_bounds *bounds, struct cpe_problem *problem)
{
	if (bounds->weights >= bounds->room && bounds->weight != NULL)
		return true;
	bounds->weights = bounds->room;
	bounds->weight = cpe_arena_alloc(arena, bounds->room, sizeof(*bounds->weight), problem);
	return bounds->weight != NULL;
}

bool
cpe_bounds_attack(struct cpe_arena *arena, struct cpe_bounds *bounds, uint32_t figure, bool most,
                  int64_t divisor, size_t rows, const uint32_t *row, const int64_t *multiple,
                  struct cpe_attack *attack, struct cpe_problem *problem)
{
	struct composing c = {.bounds = bounds, .most = most, .fits = true};
	const struct cpe_attack start = {divisor, rows, (uint32_t *) row, (int64_t *) multiple};
	bool good = weights_open(arena, bounds, problem);

	if (!good)
		return false;
	for (size_t r = 0; r < rows && good; r++)
		good = add_multiple(arena, &c, row[r], multiple[r], problem);
	use_bounds_of(&c, figure, &start);
	for (size_t at = c.top; at-- > 0 && c.pending > 0;)
	{
		int64_t weight = bounds->weight[at];

		if (weight == 0)
			continue;
		bounds->weight[at] = 0;
		c.pending--;
		if (good && c.fits)
			good = replace(arena, &c, at, weight, problem);
	}
	return good && hand_over(arena, &c, divisor, attack, problem);
}
