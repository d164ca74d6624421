#include "benchmark/rank_distribution.h"

#include <math.h>
#include <string.h>

#include "base/distribution.h"
#include "base/sort.h"

#define INVERSE_ROOT_2PI 0.3989422804014326779

/* ---- exact ---- */

#define EXACT_REACH 8.5   /* standard errors to either side */
#define EXACT_STEP 0.25   /* of the first round; halved by each */
#define EXACT_ROUNDS 9    /* at most */
#define EXACT_CHANGE 1e-9 /* of the distribution function, in the last round */
#define NEGLIGIBLE 1e-18  /* a probability */

/* Room for the distribution of a rank: both arrays have a place for each unit. */
struct exact
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	const struct cpe_contender *unit;
	size_t units;
	double *above; /* probabilities of numbers of units above, at one true score */
	double *sum;   /* the same times the step's weights, over the nodes of a round */
	double *mixed; /* of all rounds */
};

/* Adds the distribution of the number of units above this true score of unit j, weighted. */
static void
add_node(const struct exact *exact, size_t j, double level, double weight)
{
	double *above = exact->above;
	size_t surely = 0;
	size_t open = 0;

	above[0] = 1;
	for (size_t k = 0; k < exact->units; k++)
	{
		double z = (level - exact->unit[k].score) / exact->unit[k].se;
		double p = cpe_normal_upper(z);

		if (k == j || p < NEGLIGIBLE)
			continue;
		if (z < 0 && cpe_normal_cdf(z) < NEGLIGIBLE)
		{
			surely++;
			continue;
		}
		above[open + 1] = above[open] * p;
		for (size_t r = open; r > 0; r--)
			above[r] = above[r] * (1 - p) + above[r - 1] * p;
		above[0] *= 1 - p;
		open++;
	}
	for (size_t r = 0; r <= open; r++)
		exact->sum[surely + r] += weight * above[r];
}

/* The trapezoidal rule over unit j's true score: half the step, until nothing moves. */
static bool
mix(const struct exact *exact, size_t j)
{
	const struct cpe_contender *own = &exact->unit[j];
	double step = EXACT_STEP;

	for (int round = 0; round < EXACT_ROUNDS; round++)
	{
		int nodes = (int) (EXACT_REACH / step);
		double was = 0;
		double is = 0;
		double change = 0;

		memset(exact->sum, 0, sizeof(double) * exact->units);
		for (int m = -nodes; m <= nodes; m++)
		{
			double x = m * step;

			if (round > 0 && m % 2 == 0)
				continue;
			if (!cpe_arena_poll(exact->arena, exact->problem))
				return false;
			add_node(exact, j, own->score + x * own->se, step * INVERSE_ROOT_2PI * exp(-x * x / 2));
		}
		for (size_t r = 0; r < exact->units; r++)
		{
			double now = exact->sum[r] + (round > 0 ? exact->mixed[r] / 2 : 0);

			was += exact->mixed[r];
			is += now;
			change = fmax(change, fabs(is - was));
			exact->mixed[r] = now;
		}
		if (round > 0 && change < EXACT_CHANGE)
			break;
		step /= 2;
	}
	return true;
}

/* How many outcomes at one end have no more probability than that together, step by step. */
static size_t
cut_off(const double *probability, size_t count, int step, double p)
{
	double sum = 0;
	size_t cut = 0;

	while (cut + 1 < count)
	{
		sum += *probability;
		if (sum > p)
			break;
		probability += step;
		cut++;
	}
	return cut;
}

bool
cpe_rank_exact(struct cpe_arena *arena, struct cpe_contender *unit, size_t units, double alpha,
               struct cpe_problem *problem)
{
	struct exact exact = {arena, problem, unit, units, NULL, NULL, NULL};
	/* equal units may have exactly alpha / 2 at each end; less than half, so that low is not above
	 * high */
	double tail = fmin(alpha / 2 + 1e-9 * alpha, 0.5 - 1e-9);

	exact.above = cpe_arena_alloc(arena, units + 1, sizeof(double), problem);
	exact.sum = exact.above ? cpe_arena_alloc(arena, units, sizeof(double), problem) : NULL;
	exact.mixed = exact.sum ? cpe_arena_alloc(arena, units, sizeof(double), problem) : NULL;
	if (exact.mixed == NULL)
		return false;
	for (size_t j = 0; j < units; j++)
	{
		memset(exact.mixed, 0, sizeof(double) * units);
		if (!mix(&exact, j))
			return false;
		unit[j].low = 1 + (double) cut_off(exact.mixed, units, 1, tail);
		unit[j].high = (double) (units - cut_off(exact.mixed + units - 1, units, -1, tail));
	}
	return true;
}

/* ---- the normal distribution by interpolation ---- */

#define TABLE_REACH 9
#define TABLE_STEPS 64 /* for each unit: wrong by less than 1e-10 */
#define TABLE_POINTS (2 * TABLE_REACH * TABLE_STEPS + 1)

struct table
{
	double cdf[TABLE_POINTS];
	double density[TABLE_POINTS];
};

static void
fill_table(struct table *table)
{
	for (int i = 0; i < TABLE_POINTS; i++)
	{
		double z = (double) i / TABLE_STEPS - TABLE_REACH;

		table->cdf[i] = cpe_normal_cdf(z);
		table->density[i] = INVERSE_ROOT_2PI * exp(-z * z / 2);
	}
}

/* Hermite's cubic on [0, 1] from values and slopes (times the length of the piece). */
static inline double
hermite(double x, double left, double left_slope, double right, double right_slope)
{
	double rise = right - left;

	return left + x * (left_slope + x * (3 * rise - 2 * left_slope - right_slope +
	                                     x * (left_slope + right_slope - 2 * rise)));
}

/* P(Z <= z), and the density there. */
static inline double
table_cdf(const struct table *table, double z, double *density)
{
	double at = (z + TABLE_REACH) * TABLE_STEPS;
	double step = 1.0 / TABLE_STEPS;
	int i;
	double left;
	double right;
	double x;

	*density = 0;
	if (!(at > 0))
		return 0;
	if (at >= TABLE_POINTS - 1)
		return 1;
	i = (int) at;
	x = at - i;
	left = table->density[i];
	right = table->density[i + 1];
	*density = hermite(x, left, -left * ((double) i / TABLE_STEPS - TABLE_REACH) * step, right,
	                   -right * ((double) (i + 1) / TABLE_STEPS - TABLE_REACH) * step);
	return hermite(x, table->cdf[i], left * step, table->cdf[i + 1], right * step);
}

/* ---- the grid ---- */

#define GRID_POINTS 200
#define GRID_REACH 6     /* standard errors about each score */
#define GRID_SPREAD 25   /* points about each score */
#define GRID_POOL 100000 /* about so many points decide where the grid is dense */
#define OWN_REACH 5.5
#define OWN_STEPS 5    /* for each standard error */
#define MOST_EDGES 256 /* 55 steps of one's own, and one for each four points of the grid */

/* The number of true scores above a level: mean, variance, third moment, and their slopes. */
struct level
{
	double at;
	double moment[3];
	double slope[3];
	/* slopes times the width of the cell after and before, no steeper than its cubic can follow */
	double after[3];
	double before[3];
};

struct grid
{
	struct cpe_arena *arena;
	struct cpe_problem *problem;
	struct table *table;
	struct level *level; /* ascending */
	int levels;
};

/* Levels where true scores are: quantiles of points about the scores. */
static bool
place_levels(struct grid *grid, const struct cpe_contender *unit, size_t units)
{
	size_t every = 1 + units * GRID_SPREAD / GRID_POOL;
	size_t count = 0;
	double *pool = cpe_arena_alloc(grid->arena, (units / every + 1) * GRID_SPREAD, sizeof(double),
	                               grid->problem);

	if (pool == NULL)
		return false;
	for (size_t k = 0; k < units; k += every)
		for (int i = 0; i < GRID_SPREAD; i++)
			pool[count++] =
				unit[k].score + unit[k].se * GRID_REACH * (2.0 * i / (GRID_SPREAD - 1) - 1);
	if (!cpe_sort(grid->arena, pool, count, sizeof(double), cpe_by_number, grid->problem))
		return false;
	grid->level = cpe_arena_alloc(grid->arena, GRID_POINTS, sizeof(*grid->level), grid->problem);
	if (grid->level == NULL)
		return false;
	for (int i = 0; i < GRID_POINTS; i++)
	{
		double at = pool[(count - 1) * (size_t) i / (GRID_POINTS - 1)];

		if (grid->levels == 0 || at > grid->level[grid->levels - 1].at)
			grid->level[grid->levels++].at = at;
	}
	return true;
}

/* Adds a unit's part to a level's moments. */
static inline void
add_unit(const struct grid *grid, struct level *level, const struct cpe_contender *unit)
{
	double density;
	double p = table_cdf(grid->table, (unit->score - level->at) / unit->se, &density);
	double slope = -density / unit->se;
	double variance = p * (1 - p);

	level->moment[0] += p;
	level->moment[1] += variance;
	level->moment[2] += variance * (1 - 2 * p);
	level->slope[0] += slope;
	level->slope[1] += slope * (1 - 2 * p);
	level->slope[2] += slope * (1 - 6 * variance);
}

/*
 * Slopes for the cubic of a cell.  Where the scores are more precise than the grid is dense, true
 * slopes would make it overshoot: the mean has to fall all the way (Fritsch and Carlson 1980), the
 * others not to leave the size they have at the ends.
 */
static void
fit_cell(struct level *left, struct level *right)
{
	double width = right->at - left->at;

	for (int m = 0; m < 3; m++)
	{
		double most = 3 * fmax(fabs(left->moment[m]), fabs(right->moment[m]));
		double least = -most;

		if (m == 0)
		{
			least = 3 * fmin(right->moment[0] - left->moment[0], 0);
			most = 0;
		}
		left->after[m] = fmin(fmax(left->slope[m] * width, least), most);
		right->before[m] = fmin(fmax(right->slope[m] * width, least), most);
	}
}

static bool
open_grid(struct grid *grid, struct cpe_arena *arena, const struct cpe_contender *unit,
          size_t units, struct cpe_problem *problem)
{
	*grid = (struct grid){arena, problem, NULL, NULL, 0};
	grid->table = cpe_arena_alloc(arena, 1, sizeof(*grid->table), problem);
	if (grid->table == NULL || !place_levels(grid, unit, units))
		return false;
	fill_table(grid->table);
	for (size_t k = 0; k < units; k++)
	{
		if (k % 64 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		for (int i = 0; i < grid->levels; i++)
			add_unit(grid, &grid->level[i], &unit[k]);
	}
	for (int i = 0; i + 1 < grid->levels; i++)
		fit_cell(&grid->level[i], &grid->level[i + 1]);
	return true;
}

/* Moments at any level, between the grid's by its values and slopes; outside as at its ends. */
static void
moments_at(const struct grid *grid, double at, int *cell, double *moment)
{
	const struct level *level = grid->level;
	double x;

	while (*cell + 1 < grid->levels && level[*cell + 1].at <= at)
		(*cell)++;
	level += *cell;
	if (*cell + 1 == grid->levels || at <= level->at)
	{
		memcpy(moment, level->moment, sizeof(level->moment));
		return;
	}
	x = (at - level->at) / (level[1].at - level->at);
	for (int m = 0; m < 3; m++)
		moment[m] =
			hermite(x, level->moment[m], level->after[m], level[1].moment[m], level[1].before[m]);
}

/* The first cell of the grid in which a level can lie. */
static int
cell_of(const struct grid *grid, double at)
{
	int low = 0;
	int high = grid->levels - 1;

	while (high - low > 1)
	{
		int middle = (low + high) / 2;

		if (grid->level[middle].at <= at)
			low = middle;
		else
			high = middle;
	}
	return low;
}

/* ---- approximate ---- */

/* One unit: its true score cut into pieces, and the others above it at their edges. */
struct pieces
{
	int edges;
	double weight[MOST_EDGES]; /* probability of the piece that begins at the edge */
	double mean[MOST_EDGES];
	double deviation[MOST_EDGES];
	double skewness[MOST_EDGES];
	double total_mean;
	double total_deviation;
};

/* The moments of the others above a level, at an edge. */
static void
fill_edge(const struct grid *grid, const struct cpe_contender *unit, size_t units, double at,
          int *cell, struct pieces *pieces)
{
	double moment[3];
	double density;
	double p = table_cdf(grid->table, (unit->score - at) / unit->se, &density);
	double variance;
	double deviation;
	int edge = pieces->edges++;

	moments_at(grid, at, cell, moment);
	variance = fmax(moment[1] - p * (1 - p), 1e-12);
	deviation = sqrt(variance);
	pieces->mean[edge] = fmin(fmax(moment[0] - p, 0), (double) (units - 1));
	pieces->deviation[edge] = deviation;
	pieces->skewness[edge] = (moment[2] - p * (1 - p) * (1 - 2 * p)) / (variance * deviation);
	pieces->weight[edge] = 1 - p; /* up to here, for now */
}

static void
cut(const struct grid *grid, const struct cpe_contender *unit, size_t units, struct pieces *pieces)
{
	double at = unit->score - OWN_REACH * unit->se;
	double end = unit->score + OWN_REACH * unit->se;
	int cell = cell_of(grid, at);
	double mean = 0;
	double square = 0;

	pieces->edges = 0;
	fill_edge(grid, unit, units, at, &cell, pieces);
	while (at < end && pieces->edges < MOST_EDGES)
	{
		double step = unit->se / OWN_STEPS;

		/* where the others are more precise, as dense as a quarter of the grid */
		if (cell + 4 < grid->levels && at >= grid->level[cell].at)
			step = fmin(step, grid->level[cell + 4].at - at);
		at = at + step > at && at + step < end ? at + step : end;
		fill_edge(grid, unit, units, at, &cell, pieces);
	}
	pieces->weight[0] = 0;
	for (int i = 0; i + 1 < pieces->edges; i++)
	{
		double middle = (pieces->mean[i] + pieces->mean[i + 1]) / 2;
		double deviation = (pieces->deviation[i] + pieces->deviation[i + 1]) / 2;

		pieces->weight[i] = pieces->weight[i + 1] - pieces->weight[i];
		mean += pieces->weight[i] * middle;
		square += pieces->weight[i] * (middle * middle + deviation * deviation);
	}
	pieces->total_mean = mean;
	pieces->total_deviation = sqrt(fmax(square - mean * mean, 0));
}

/*
 * Wilson and Hilferty: the normal deviate of a standardised gamma variable with that skewness;
 * far out, where it does not matter, the variable itself.
 */
static double
deviate(double x, double skewness)
{
	if (fabs(x) > 10 && fabs(skewness) < 1)
		return x;
	if (fabs(skewness) < 1e-4)
		return x;
	return 6 / skewness * (cbrt(skewness * x / 2 + 1) - 1) + skewness / 6;
}

/* P(rank <= rank): in each piece the normal deviate counts as linear in the true score. */
static double
rank_cdf(const struct grid *grid, const struct pieces *pieces, size_t units, double rank)
{
	double sum = 0;
	double left = 0;
	double left_integral = 0;

	if (rank < 1)
		return 0;
	if (rank >= (double) units)
		return 1;
	for (int i = 0; i < pieces->edges; i++)
	{
		double density;
		double z =
			deviate((rank - 0.5 - pieces->mean[i]) / pieces->deviation[i], pieces->skewness[i]);
		double p = table_cdf(grid->table, z, &density);
		double integral = z * p + density; /* of the distribution function */

		if (i > 0)
			sum += pieces->weight[i - 1] *
			       (fabs(z - left) > 1e-4 ? (integral - left_integral) / (z - left) : p);
		left = z;
		left_integral = integral;
	}
	return sum;
}

/*
 * The smallest rank reached with the probability: from where a normal would have it outwards, then
 * by false position and halving in turn.
 */
static double
rank_quantile(const struct grid *grid, const struct pieces *pieces, size_t units, double p)
{
	double guess = 1 + rint(pieces->total_mean + pieces->total_deviation * cpe_normal_quantile(p));
	double below = 0; /* not reached here */
	double at_below = 0;
	double reached = (double) units; /* reached here */
	double at_reached = 1;
	double step = fmax(1, floor(pieces->total_deviation / 64));

	guess = fmin(fmax(guess, 1), (double) units);
	for (int turn = 0; reached - below > 1; turn++)
	{
		double at = rank_cdf(grid, pieces, units, guess);

		if (at >= p)
		{
			reached = guess;
			at_reached = at;
			guess -= step;
		}
		else
		{
			below = guess;
			at_below = at;
			guess += step;
		}
		step *= 4;
		if (guess > below && guess < reached)
			continue;
		guess = (reached - below) / 2;
		if (turn % 2 == 0 && at_reached > at_below)
			guess = (reached - below) * (p - at_below) / (at_reached - at_below);
		guess = fmin(fmax(below + floor(guess), below + 1), reached - 1);
	}
	return reached;
}

bool
cpe_rank_approximate(struct cpe_arena *arena, struct cpe_contender *unit, size_t units,
                     double alpha, struct cpe_problem *problem)
{
	struct pieces *pieces;
	struct grid grid;

	if (!open_grid(&grid, arena, unit, units, problem))
		return false;
	pieces = cpe_arena_alloc(arena, 1, sizeof(*pieces), problem);
	if (pieces == NULL)
		return false;
	for (size_t j = 0; j < units; j++)
	{
		if (j % 64 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		cut(&grid, &unit[j], units, pieces);
		unit[j].low = rank_quantile(&grid, pieces, units, alpha / 2);
		unit[j].high = rank_quantile(&grid, pieces, units, 1 - alpha / 2);
	}
	return true;
}

/* ---- mean ranks ---- */

static bool
expected_by_pairs(struct cpe_arena *arena, struct cpe_contender *unit, size_t units,
                  struct cpe_problem *problem)
{
	struct table *table = cpe_arena_alloc(arena, 1, sizeof(*table), problem);
	double density;

	if (table == NULL)
		return false;
	fill_table(table);
	for (size_t j = 0; j < units; j++)
	{
		double variance = unit[j].se * unit[j].se;
		double sum = 1;

		if (!cpe_arena_poll(arena, problem))
			return false;
		for (size_t k = 0; k < units; k++)
			if (k != j)
				sum += table_cdf(table,
				                 (unit[k].score - unit[j].score) /
				                     sqrt(unit[k].se * unit[k].se + variance),
				                 &density);
		unit[j].expected = sum;
	}
	return true;
}

/* The integral over a cell of the grid, narrow beside the unit's error, by Gauss and Legendre. */
static double
mean_in_narrow(const struct level *left, const struct level *right,
               const struct cpe_contender *unit)
{
	static const double node[2] = {0.33998104358485626, 0.86113631159405258};
	static const double weight[2] = {0.65214515486254614, 0.34785484513745386};
	double width = right->at - left->at;
	double sum = 0;

	for (int i = 0; i < 4; i++)
	{
		double x = (1 + (i % 2 ? node[i / 2] : -node[i / 2])) / 2;
		double z = (left->at + x * width - unit->score) / unit->se;

		sum += weight[i / 2] * exp(-z * z / 2) *
		       hermite(x, left->moment[0], left->after[0], right->moment[0], right->before[0]);
	}
	return sum * INVERSE_ROOT_2PI * width / unit->se / 2;
}

/* The same for a wide cell: the cubic's powers against the normal density, in closed form. */
static double
mean_in_wide(const struct table *table, const struct level *left, const struct level *right,
             const struct cpe_contender *unit)
{
	double width = right->at - left->at;
	double a = (left->at - unit->score) / unit->se;
	double b = (right->at - unit->score) / unit->se;
	double density_a;
	double density_b;
	double power[4];
	double coefficient[4];
	double rise = right->moment[0] - left->moment[0];
	double at = (unit->score - left->at) / width; /* the place in the cell is at + stretch * z */
	double stretch = unit->se / width;

	power[0] = -table_cdf(table, a, &density_a);
	power[0] += table_cdf(table, b, &density_b);
	if (power[0] <= 0)
		return 0;
	power[1] = density_a - density_b;
	power[2] = power[0] + (density_a > 0 ? a * density_a : 0) - (density_b > 0 ? b * density_b : 0);
	power[3] = 2 * power[1] + (density_a > 0 ? a * a * density_a : 0) -
	           (density_b > 0 ? b * b * density_b : 0);
	coefficient[0] = left->moment[0];
	coefficient[1] = left->after[0];
	coefficient[3] = left->after[0] + right->before[0] - 2 * rise;
	coefficient[2] = rise - coefficient[1] - coefficient[3];
	return coefficient[0] * power[0] + coefficient[1] * (at * power[0] + stretch * power[1]) +
	       coefficient[2] *
	           (at * at * power[0] + 2 * at * stretch * power[1] + stretch * stretch * power[2]) +
	       coefficient[3] *
	           (at * at * at * power[0] + 3 * at * at * stretch * power[1] +
	            3 * at * stretch * stretch * power[2] + stretch * stretch * stretch * power[3]);
}

/* The mean of the number of true scores above the unit's, its own taken for one half. */
static double
expected_by_grid(const struct grid *grid, const struct cpe_contender *unit)
{
	const struct level *first = &grid->level[0];
	const struct level *last = &grid->level[grid->levels - 1];
	double density;
	double sum =
		first->moment[0] * table_cdf(grid->table, (first->at - unit->score) / unit->se, &density) +
		last->moment[0] * table_cdf(grid->table, (unit->score - last->at) / unit->se, &density);

	for (const struct level *level = first; level < last; level++)
	{
		if (level[1].at < unit->score - TABLE_REACH * unit->se)
			continue;
		if (level->at > unit->score + TABLE_REACH * unit->se)
			break;
		sum += level[1].at - level->at < unit->se / 2
		           ? mean_in_narrow(level, level + 1, unit)
		           : mean_in_wide(grid->table, level, level + 1, unit);
	}
	return sum;
}

bool
cpe_rank_expected(struct cpe_arena *arena, struct cpe_contender *unit, size_t units, size_t pairs,
                  struct cpe_problem *problem)
{
	struct grid grid;

	if (units <= pairs)
		return expected_by_pairs(arena, unit, units, problem);
	if (!open_grid(&grid, arena, unit, units, problem))
		return false;
	for (size_t j = 0; j < units; j++)
	{
		if (j % 64 == 0 && !cpe_arena_poll(arena, problem))
			return false;
		unit[j].expected = expected_by_grid(&grid, &unit[j]) + 0.5; /* 1, less itself */
	}
	return true;
}
