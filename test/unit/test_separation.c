#include "adjust/separation.h"
#include "adjust/regression.h"
#include "casemix_cells.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#define CELLS 1200
#define COLUMNS 60
#define EFFECTS 60
#define PARAMETERS (COLUMNS + EFFECTS)

/* Cells with whole numbers in the design matrix, and the frame of them. */
struct data
{
	bool absorbed;
	int organisations;
	int columns;
	int cells; /* each a pattern of its own unless the row before is the same */
	int x[CELLS][COLUMNS];
	int organisation[CELLS];
	int positive[CELLS];
	int negative[CELLS];
	bool linear[COLUMNS];
	double scale[COLUMNS]; /* of a linear column: what its whole numbers are multiplied by */
};

struct built
{
	struct cpe_frame frame;
	struct cpe_column column[COLUMNS];
	int64_t entry[CELLS + 1];
	int32_t entry_column[CELLS * COLUMNS];
	double entry_value[CELLS * COLUMNS];
	int32_t pattern[CELLS];
	int32_t first[CELLS + 1];
	int32_t organisation[CELLS];
	int64_t n[CELLS];
	double w[CELLS];
	double wy[CELLS];
};

static double
value_of(const struct data *data, int cell, int column)
{
	return data->x[cell][column] * (data->linear[column] ? data->scale[column] : 1);
}

static bool
same_row(const struct data *data, int a, int b)
{
	return memcmp(data->x[a], data->x[b], sizeof(int) * data->columns) == 0;
}

static void
build_columns(struct built *built, const struct data *data)
{
	struct cpe_frame *frame = &built->frame;

	frame->columns = data->columns;
	frame->column = built->column;
	for (int k = 0; k < data->columns; k++)
	{
		memset(&built->column[k], 0, sizeof(built->column[k]));
		built->column[k].factors = !data->absorbed && k == 0 ? 0 : 1;
		built->column[k].level[0] = data->linear[k] ? -1 : 1;
		if (data->linear[k])
			frame->entry_value = built->entry_value;
	}
}

static void
build_frame(struct built *built, const struct data *data)
{
	struct cpe_frame *frame = &built->frame;
	int entries = 0;

	memset(frame, 0, sizeof(*frame));
	frame->absorbed = data->absorbed;
	frame->organisations = data->organisations;
	build_columns(built, data);
	for (int c = 0; c < data->cells; c++)
	{
		if (c == 0 || !same_row(data, c - 1, c))
		{
			int p = frame->patterns++;

			built->pattern[p] = p;
			built->entry[p] = entries;
			built->first[p] = c;
			for (int k = 0; k < data->columns; k++)
				if (data->x[c][k] != 0)
				{
					built->entry_column[entries] = k;
					built->entry_value[entries++] = value_of(data, c, k);
				}
		}
		built->organisation[c] = data->organisation[c];
		built->n[c] = data->positive[c] + data->negative[c];
		built->w[c] = (double) built->n[c];
		built->wy[c] = data->positive[c];
	}
	built->entry[frame->patterns] = entries;
	built->first[frame->patterns] = data->cells;
	frame->pattern = built->pattern;
	frame->entry = built->entry;
	frame->entry_column = built->entry_column;
	frame->first = built->first;
	frame->cells = data->cells;
	frame->organisation_of = built->organisation;
	frame->sum.n = built->n;
	frame->sum.w = built->w;
	frame->sum.wy = built->wy;
}

/* 1, -1, or 0 for both outcomes. */
static int
sign_of(const struct data *data, int cell)
{
	return data->negative[cell] == 0 ? 1 : data->positive[cell] == 0 ? -1 : 0;
}

/* The whole row: organisations, then columns. */
static int
full_row(const struct data *data, int cell, int *row)
{
	int effects = data->absorbed ? data->organisations : 0;

	for (int j = 0; j < effects; j++)
		row[j] = data->organisation[cell] == j;
	for (int k = 0; k < data->columns; k++)
		row[effects + k] = data->x[cell][k];
	return effects + data->columns;
}

/* ---- oracle: linear programming in whole numbers ---- */

#define ROWS 12
#define RAYS 80

/* A simplex tableau of whole numbers over a common denominator (Edmonds 1967). */
struct tableau
{
	int rows;
	int columns; /* without the right-hand side, which is the last */
	int64_t denominator;
	int64_t at[ROWS + 1][RAYS + ROWS + 1]; /* the last row: reduced costs */
	int basic[ROWS];
};

static void
pivot(struct tableau *t, int row, int column)
{
	__int128 by = t->at[row][column];

	for (int i = 0; i <= t->rows; i++)
	{
		__int128 factor = t->at[i][column];

		for (int j = 0; i != row && j <= t->columns; j++)
			t->at[i][j] = (int64_t) ((t->at[i][j] * by - factor * t->at[row][j]) / t->denominator);
	}
	t->denominator = (int64_t) by;
	t->basic[row] = column;
}

/* Bland's rule: the row that leaves when a column enters; -1: none. */
static int
leaving_row(const struct tableau *t, int column)
{
	int best = -1;

	for (int i = 0; i < t->rows; i++)
	{
		__int128 this;
		__int128 that;

		if (t->at[i][column] <= 0)
			continue;
		this = best < 0 ? 0 : (__int128) t->at[i][t->columns] * t->at[best][column];
		that = best < 0 ? 0 : (__int128) t->at[best][t->columns] * t->at[i][column];
		if (best < 0 || this < that || (this == that && t->basic[i] < t->basic[best]))
			best = i;
	}
	return best;
}

/* Whether a vector is a sum of non-negative multiples of rays. */
static bool
in_cone(int size, int rays, int ray[RAYS][ROWS], const int *vector)
{
	static struct tableau t;

	memset(&t, 0, sizeof(t));
	t.rows = size;
	t.columns = rays + size;
	t.denominator = 1;
	for (int i = 0; i < size; i++)
	{
		int sign = vector[i] < 0 ? -1 : 1;

		for (int j = 0; j < rays; j++)
			t.at[i][j] = sign * ray[j][i];
		t.at[i][rays + i] = 1;
		t.at[i][t.columns] = sign * vector[i];
		t.basic[i] = rays + i;
		for (int j = 0; j < rays; j++)
			t.at[size][j] -= t.at[i][j];
		t.at[size][t.columns] -= t.at[i][t.columns];
	}
	for (;;)
	{
		int enters = 0;

		while (enters < rays && t.at[size][enters] >= 0)
			enters++;
		if (enters == rays)
			return t.at[size][t.columns] == 0;
		pivot(&t, leaving_row(&t, enters), enters);
	}
}

/*
 * The cells that some direction separates: those whose z'g is not bounded above by 0 on the cone of
 * directions, that is (Farkas), with -z not in the cone of all z and of x and -x where there are
 * both outcomes.
 */
static void
separated_exactly(const struct data *data, bool *separated)
{
	static int ray[RAYS][ROWS];
	int rays = 0;
	int size = 0;

	for (int c = 0; c < data->cells; c++)
	{
		int sign = sign_of(data, c);
		int row[ROWS];

		size = full_row(data, c, row);
		for (int side = -1; side <= 1; side += 2)
			if (sign == 0 || sign == side)
			{
				for (int i = 0; i < size; i++)
					ray[rays][i] = side * row[i];
				rays++;
			}
	}
	for (int c = 0; c < data->cells; c++)
	{
		int row[ROWS];

		full_row(data, c, row);
		for (int i = 0; i < size; i++)
			row[i] *= -sign_of(data, c);
		separated[c] = sign_of(data, c) != 0 && !in_cone(size, rays, ray, row);
	}
}

/* ---- what must hold ---- */

/* Looks at the data until nothing more is found; the margins first or not. */
static bool
separate(struct cpe_separation *separation, const struct cpe_frame *frame, bool margins,
         struct cpe_arena *arena, struct cpe_problem *problem)
{
	bool found = true;

	if (!cpe_separation_open(separation, frame, arena, problem))
		return false;
	if (margins && !cpe_separation_marginal(separation, frame, arena, &found, problem))
		return false;
	for (found = true; found;)
	{
		if (!cpe_separation_search(separation, frame, arena, &found, problem))
			return false;
		if (found && margins)
		{
			bool more;

			if (!cpe_separation_marginal(separation, frame, arena, &more, problem))
				return false;
		}
	}
	return true;
}

/* Each direction is feasible in what those before it left, and takes out what it says. */
static void
check_directions(const struct data *data, const struct cpe_frame *frame,
                 const struct cpe_separation *separation)
{
	int p = -1;
	int out = 0;
	int n = 0;

	for (int c = 0; c < data->cells; c++)
	{
		bool taken = false;

		p += p + 1 < frame->patterns && frame->first[p + 1] == c;
		for (int d = 0; d < separation->directions; d++)
		{
			const struct cpe_separation_direction *direction = &separation->direction[d];
			double sum = data->absorbed ? direction->effect[data->organisation[c]] : 0;
			double size = fabs(sum);

			for (int k = 0; k < data->columns; k++)
			{
				sum += direction->column[k] * value_of(data, c, k);
				size += fabs(direction->column[k] * value_of(data, c, k));
			}
			if (taken || fabs(sum) <= 1e-9 * size)
				continue;
			taken = true;
			CHECK(sign_of(data, c) * sum > 1e-7 * size, "cell %d direction %d: %g", c, d, sum);
		}
		CHECK(taken == separation->out[c], "cell %d taken", c);
		CHECK(cpe_separation_limit(separation, frame, p, data->organisation[c]) ==
		          (taken ? sign_of(data, c) : 0),
		      "limit of cell %d", c);
		out += taken;
		n += taken ? data->positive[c] + data->negative[c] : 0;
	}
	CHECK(separation->cells == out && separation->n == n, "%d cells, %d respondents", out, n);
}

/* The minus log-likelihood of the cells left, its slope, and the matrix of second derivatives. */
static double
likelihood(const struct data *data, const bool *out, const double *g, double *slope,
           struct cpe_gram *gram)
{
	double sum = 0;
	int size = 0;

	memset(slope, 0, sizeof(double) * PARAMETERS);
	if (gram != NULL)
		cpe_gram_clear(gram);
	for (int c = 0; c < data->cells; c++)
	{
		int effects = data->absorbed ? data->organisations : 0;
		int n = data->positive[c] + data->negative[c];
		double x[PARAMETERS] = {0};
		double eta = 0;
		double p;

		if (out[c])
			continue;
		if (data->absorbed)
			x[data->organisation[c]] = 1;
		for (int k = 0; k < data->columns; k++)
			x[effects + k] = data->x[c][k];
		size = effects + data->columns;
		for (int i = 0; i < size; i++)
			eta += x[i] * g[i];
		p = 1 / (1 + exp(-eta));
		sum += n * (fmax(eta, 0) + log1p(exp(-fabs(eta)))) - data->positive[c] * eta;
		for (int i = 0; i < size; i++)
			slope[i] += x[i] * (n * p - data->positive[c]);
		if (gram != NULL)
			cpe_gram_add(gram, n * p * (1 - p), x);
	}
	return sum;
}

/*
 * That the cells left have a finite maximum: Newton's steps end.  (Where there is none they go on
 * at about 1 in the linear predictor.)
 */
static void
check_finite(const struct data *data, const bool *out)
{
	int effects = data->absorbed ? data->organisations : 0;
	int size = effects + data->columns;
	double g[PARAMETERS] = {0};
	double step[PARAMETERS];
	double most = 0;
	struct cpe_arena arena;
	struct cpe_gram gram;
	struct cpe_cholesky cholesky;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	CHECK(cpe_gram_open(&gram, &arena, size, &problem) &&
	          cpe_cholesky_open(&cholesky, &arena, size, &problem),
	      "opens");
	for (int round = 0; round < 30; round++)
	{
		double value = likelihood(data, out, g, step, &gram);
		double next[PARAMETERS];
		double unused[PARAMETERS];
		double times = 1;

		CHECK(cpe_cholesky_factor(&cholesky, &arena, cpe_gram_matrix(&gram), &problem), "factor");
		cpe_cholesky_solve(&cholesky, step);
		for (int halving = 0; halving < 30; halving++, times /= 2)
		{
			for (int i = 0; i < size; i++)
				next[i] = g[i] - times * step[i];
			if (likelihood(data, out, next, unused, NULL) <= value + 1e-12 * fabs(value))
				break;
		}
		memcpy(g, next, sizeof(g));
	}
	for (int c = 0; c < data->cells; c++)
	{
		double sum = data->absorbed ? step[data->organisation[c]] : 0;

		for (int k = 0; k < data->columns; k++)
			sum += data->x[c][k] * step[effects + k];
		most = out[c] ? most : fmax(most, fabs(sum));
	}
	CHECK(most < 1e-6, "the last step is %g", most);
	cpe_arena_close_malloc(&arena);
}

/* The whole check of one data set; returns how many cells are out. */
static int
check_data(const struct data *data, const bool *expected, bool margins)
{
	static struct built built;
	struct cpe_arena arena;
	struct cpe_problem problem = {0};
	struct cpe_separation separation;
	int out = 0;

	build_frame(&built, data);
	cpe_arena_open_malloc(&arena);
	if (CHECK(separate(&separation, &built.frame, margins, &arena, &problem), "%s",
	          problem.message))
	{
		for (int c = 0; expected != NULL && c < data->cells; c++)
			CHECK(separation.out[c] == expected[c], "cell %d is out: %d", c, separation.out[c]);
		check_directions(data, &built.frame, &separation);
		check_finite(data, separation.out);
		out = separation.cells;
	}
	cpe_arena_close_malloc(&arena);
	return out;
}

/* ---- data ---- */

static int
below(int limit)
{
	return (int) (random() % limit);
}

/* Columns of a factor's levels but the first. */
static void
add_factor(struct data *data, int levels, const int *level)
{
	for (int l = 1; l < levels; l++, data->columns++)
		for (int c = 0; c < data->cells; c++)
			data->x[c][data->columns] = level[c] == l;
}

static void
add_product(struct data *data, int a, int b)
{
	for (int c = 0; c < data->cells; c++)
		data->x[c][data->columns] = data->x[c][a] * data->x[c][b];
	data->linear[data->columns] = data->linear[a] || data->linear[b];
	data->scale[data->columns] =
		(data->linear[a] ? data->scale[a] : 1) * (data->linear[b] ? data->scale[b] : 1);
	data->columns++;
}

static void
add_linear(struct data *data, int from, int to, double scale)
{
	for (int c = 0; c < data->cells; c++)
		data->x[c][data->columns] = from + below(to - from + 1);
	data->linear[data->columns] = true;
	data->scale[data->columns++] = scale;
}

static int
compare_cells(const void *a, const void *b)
{
	return memcmp(a, b, sizeof(int) * COLUMNS);
}

/* Equal rows next to one another, organisations as they come. */
static void
sort_rows(struct data *data)
{
	qsort(data->x, data->cells, sizeof(data->x[0]), compare_cells);
}

/*
 * Outcomes: at random, by a rule that separates up to a few cells, or by a rule with ties on its
 * border.
 */
static void
draw_outcomes(struct data *data, int most)
{
	int effects = data->absorbed ? data->organisations : 0;
	int rule[PARAMETERS];
	int kind = below(4);

	for (int i = 0; i < effects + data->columns; i++)
		rule[i] = below(3) - 1;
	for (int c = 0; c < data->cells; c++)
	{
		int n = 1 + below(most);
		int sum = data->absorbed ? rule[data->organisation[c]] : 0;

		for (int k = 0; k < data->columns; k++)
			sum += rule[effects + k] * data->x[c][k];
		data->positive[c] = 0;
		for (int i = 0; i < n; i++)
			data->positive[c] +=
				kind == 0 || sum == 0 || (kind == 1 && below(6) == 0) ? below(2) : sum > 0;
		data->negative[c] = n - data->positive[c];
	}
}

static void
draw_data(struct data *data, int round)
{
	int level[2][CELLS];
	int levels = 2 + below(2);

	memset(data, 0, sizeof(*data));
	data->absorbed = round % 3 != 0;
	data->organisations = 1 + below(3);
	data->cells = 2 + below(15);
	for (int c = 0; c < data->cells; c++)
	{
		data->organisation[c] = below(data->organisations);
		level[0][c] = below(2);
		level[1][c] = below(levels);
		data->x[c][0] = 1;
	}
	data->columns = !data->absorbed; /* an intercept */
	add_factor(data, 2, level[0]);
	add_factor(data, levels, level[1]);
	if (below(2))
		add_product(data, data->columns - levels, data->columns - 1);
	if (below(2))
		add_linear(data, -1 - below(4), 3, pow(10, below(13) - 6));
	else if (below(3) == 0)
		add_linear(data, 2010, 2010 + below(9), 1); /* years */
	if (below(4) == 0)                              /* aliased */
		add_product(data, !data->absorbed, !data->absorbed);
	else if (data->linear[data->columns - 1] && below(2))
		add_product(data, data->columns - 1, !data->absorbed);
	sort_rows(data);
	draw_outcomes(data, 1 + below(3));
}

/* The same cells in another order. */
static void
shuffle(const struct data *data, struct data *other, int *from)
{
	*other = *data;
	for (int c = 0; c < data->cells; c++)
		from[c] = c;
	for (int c = data->cells - 1; c > 0; c--)
	{
		int swap = below(c + 1);
		int kept = from[c];

		from[c] = from[swap];
		from[swap] = kept;
	}
	for (int c = 0; c < data->cells; c++)
	{
		memcpy(other->x[c], data->x[from[c]], sizeof(data->x[0]));
		other->organisation[c] = data->organisation[from[c]];
		other->positive[c] = data->positive[from[c]];
		other->negative[c] = data->negative[from[c]];
	}
}

/* Small problems at random against the oracle, as they are and in another order. */
static void
check_random(void)
{
	static struct data data;
	static struct data other;
	int none = 0;
	int some = 0;
	int all = 0;

	for (int round = 0; round < 6000; round++)
	{
		bool expected[CELLS];
		bool moved[CELLS];
		int from[CELLS];
		int out;

		draw_data(&data, round);
		separated_exactly(&data, expected);
		out = check_data(&data, expected, round % 2);
		none += out == 0;
		all += out == data.cells;
		some += out > 0 && out < data.cells;
		shuffle(&data, &other, from);
		for (int c = 0; c < data.cells; c++)
			moved[c] = expected[from[c]];
		check_data(&other, moved, below(2));
	}
	CHECK(none > 400 && some > 400 && all > 400, "%d not, %d in part, %d wholly separated", none,
	      some, all);
}

/* More organisations and columns than the oracle can do: what was found is right, and all. */
static void
check_larger(void)
{
	static struct data data;
	int some = 0;
	int margins_miss = 0;

	for (int round = 0; round < 60; round++)
	{
		int level[3][CELLS];

		memset(&data, 0, sizeof(data));
		data.absorbed = round % 3 != 0;
		data.organisations = 1 + below(40);
		data.cells = 100 + below(900);
		data.columns = !data.absorbed;
		for (int c = 0; c < data.cells; c++)
		{
			data.organisation[c] = below(data.organisations);
			data.x[c][0] = 1;
			for (int f = 0; f < 3; f++)
				level[f][c] = below(2 + below(4));
		}
		for (int f = 0; f < 3; f++)
			add_factor(&data, 5, level[f]);
		if (below(2))
			add_linear(&data, -40, 40, 0.01);
		sort_rows(&data);
		draw_outcomes(&data, 1 + below(4));
		/* a direction that no margin shows */
		for (int c = 0; round % 2 && c < data.cells; c++)
		{
			int way = data.x[c][data.columns - 1] - data.x[c][data.columns - 6];

			if (way > 0)
				data.negative[c] = 0, data.positive[c] = 1;
			if (way < 0)
				data.positive[c] = 0, data.negative[c] = 1;
		}
		some += check_data(&data, NULL, true) > 0;
		margins_miss += check_data(&data, NULL, false) > 0;
	}
	CHECK(some == margins_miss && some > 20 && some < 60, "%d separated with margins, %d without",
	      some, margins_miss);
}

/* Adds a cell. */
static void
add_cell(struct data *data, int organisation, const int *x, int positive, int negative)
{
	int c = data->cells++;

	data->organisation[c] = organisation;
	memcpy(data->x[c], x, sizeof(int) * data->columns);
	data->positive[c] = positive;
	data->negative[c] = negative;
}

/*
 * Two factors of two levels: those of the second level of one only all have the outcome, those of
 * the other only have it never, and the rest is mixed.
 */
static void
hidden(struct data *data)
{
	static const int x[4][3] = {{1, 0, 0}, {1, 1, 0}, {1, 0, 1}, {1, 1, 1}};

	memset(data, 0, sizeof(*data));
	data->columns = 3;
	add_cell(data, 0, x[0], 5, 5);
	add_cell(data, 0, x[1], 7, 0);
	add_cell(data, 0, x[2], 0, 3);
	add_cell(data, 0, x[3], 2, 2);
}

/* No level shows it, but the difference of the two does. */
static void
check_hidden(void)
{
	static struct data data;
	static struct built built;
	bool expected[4] = {false, true, true, false};
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_separation separation;
	bool found;

	hidden(&data);
	CHECK(check_data(&data, expected, true) == 2, "with margins");
	build_frame(&built, &data);
	cpe_arena_open_malloc(&arena);
	CHECK(cpe_separation_open(&separation, &built.frame, &arena, &problem) &&
	          cpe_separation_marginal(&separation, &built.frame, &arena, &found, &problem) &&
	          !found && separation.cells == 0,
	      "no margin shows it");
	CHECK(cpe_separation_search(&separation, &built.frame, &arena, &found, &problem) && found &&
	          separation.cells == 2 && separation.n == 10 && separation.directions == 1,
	      "the search does");
	ABSOLUTE(separation.direction[0].column[0], 0, 0, "intercept");
	ABSOLUTE(separation.direction[0].column[1], 1, 1e-12, "first");
	ABSOLUTE(separation.direction[0].column[2], -1, 1e-12, "second");
	cpe_arena_close_malloc(&arena);
}

/*
 * The data of glm_separation (benchmarking data, section 4; R's glm gives a wrong answer): group c
 * is all 1.  With a group as columns, and as the organisation.
 */
static void
check_fixture(void)
{
	static struct data data;
	static const int count[6][4] = {/* group, x, positive, negative */
	                                {0, 0, 10, 10}, {0, 1, 13, 7}, {1, 0, 6, 14},
	                                {1, 1, 9, 11},  {2, 0, 20, 0}, {2, 1, 20, 0}};
	bool expected[6] = {false, false, false, false, true, true};

	for (int margins = 0; margins < 2; margins++)
	{
		memset(&data, 0, sizeof(data));
		data.columns = 4;
		for (int i = 0; i < 6; i++)
		{
			int x[4] = {1, count[i][0] == 1, count[i][0] == 2, count[i][1]};

			add_cell(&data, 0, x, count[i][2], count[i][3]);
		}
		CHECK(check_data(&data, expected, margins) == 2, "as columns");
		memset(&data, 0, sizeof(data));
		data.absorbed = true;
		data.organisations = 4; /* the last has no respondent */
		data.columns = 1;
		for (int i = 0; i < 6; i++)
			add_cell(&data, count[i][0], &count[i][1], count[i][2], count[i][3]);
		CHECK(check_data(&data, expected, margins) == 2, "as organisations");
	}
}

/*
 * An organisation in which all have the outcome, and a level whose respondents elsewhere never
 * have it: where they meet, which no respondent does, the organisation's direction outweighs.
 */
static void
check_limits(void)
{
	static struct data data;
	static struct built built;
	static const int x[3][2] = {{0, 0}, {0, 1}, {1, 0}};
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_separation separation;
	bool found;

	memset(&data, 0, sizeof(data));
	data.absorbed = true;
	data.organisations = 2;
	data.columns = 2;
	add_cell(&data, 0, x[0], 9, 0);
	add_cell(&data, 1, x[0], 4, 5);
	add_cell(&data, 0, x[1], 1, 0);
	add_cell(&data, 1, x[1], 2, 1);
	add_cell(&data, 1, x[2], 0, 6);
	build_frame(&built, &data);
	cpe_arena_open_malloc(&arena);
	CHECK(cpe_separation_open(&separation, &built.frame, &arena, &problem) &&
	          cpe_separation_marginal(&separation, &built.frame, &arena, &found, &problem) &&
	          found && separation.cells == 3 && separation.n == 16 && separation.directions == 2,
	      "%d cells", separation.cells);
	CHECK(separation.direction[0].effect[0] == 1 && separation.direction[0].effect[1] == 0 &&
	          separation.direction[0].column[0] == 0 && separation.direction[1].column[0] == -1 &&
	          separation.direction[1].column[1] == 0,
	      "directions");
	for (int p = 0; p < 3; p++)
	{
		CHECK(cpe_separation_limit(&separation, &built.frame, p, 0) == 1, "organisation");
		CHECK(cpe_separation_limit(&separation, &built.frame, p, 1) == (p == 2 ? -1 : 0), "level");
		CHECK(cpe_separation_limit(&separation, &built.frame, p, -1) == (p == 2 ? -1 : 0),
		      "no organisation");
	}
	CHECK(cpe_separation_search(&separation, &built.frame, &arena, &found, &problem) && !found,
	      "no more");
	cpe_arena_close_malloc(&arena);
}

/*
 * Where no organisation is meant: a level that is all positive but in an organisation which is all
 * negative goes to 1 when there are more positive outcomes than it has respondents; when there are
 * fewer it stays finite and the rest goes to 0; and with as many all is certain.
 */
static void
check_common(void)
{
	static struct data data;
	static struct built built;
	static const int x[2][1] = {{0}, {1}};
	static const struct
	{
		int negative; /* of the level in the organisation that is all negative */
		double common;
		int limit[2]; /* of the other level, and of the level */
	} want[] = {{2, 0, {0, 1}}, {3, -0.5, {-1, 1}}, {4, -1, {-1, 0}}};
	struct cpe_arena arena;
	struct cpe_problem problem;
	struct cpe_separation separation;
	bool found;

	cpe_arena_open_malloc(&arena);
	for (int i = 0; i < 3; i++)
	{
		memset(&data, 0, sizeof(data));
		data.absorbed = true;
		data.organisations = 2;
		data.columns = 1;
		add_cell(&data, 1, x[0], 3, 6);
		add_cell(&data, 0, x[1], 0, want[i].negative);
		add_cell(&data, 1, x[1], 5, 0);
		build_frame(&built, &data);
		CHECK(cpe_separation_open(&separation, &built.frame, &arena, &problem) &&
		          cpe_separation_marginal(&separation, &built.frame, &arena, &found, &problem) &&
		          separation.directions == 2 &&
		          cpe_separation_settle(&separation, &built.frame, &arena, &problem),
		      "%d directions", separation.directions);
		CHECK(separation.direction[0].effect[0] == -1 && separation.direction[0].common == 0 &&
		          separation.direction[1].column[0] == 1,
		      "the organisation, then the level");
		ABSOLUTE(separation.direction[1].common, want[i].common, 0, "common part");
		for (int p = 0; p < 2; p++)
			CHECK(cpe_separation_limit(&separation, &built.frame, p, -1) == want[i].limit[p] &&
			          cpe_separation_limit(&separation, &built.frame, p, 0) == -1 &&
			          cpe_separation_limit(&separation, &built.frame, p, 1) == p,
			      "limit of %d", p);
	}

	/* the level is the reference: organisations and the common part go up, the other level down */
	memset(&data, 0, sizeof(data));
	data.absorbed = true;
	data.organisations = 2;
	data.columns = 1;
	add_cell(&data, 0, x[0], 4, 0);
	add_cell(&data, 1, x[0], 5, 0);
	add_cell(&data, 0, x[1], 4, 2);
	add_cell(&data, 1, x[1], 1, 3);
	build_frame(&built, &data);
	CHECK(cpe_separation_open(&separation, &built.frame, &arena, &problem) &&
	          cpe_separation_search(&separation, &built.frame, &arena, &found, &problem) && found &&
	          separation.directions == 1 &&
	          cpe_separation_settle(&separation, &built.frame, &arena, &problem),
	      "found");
	RELATIVE(separation.direction[0].common, separation.direction[0].effect[0], 1e-12,
	         "the common part");
	for (int j = -1; j < 2; j++)
		CHECK(cpe_separation_limit(&separation, &built.frame, 0, j) == 1 &&
		          cpe_separation_limit(&separation, &built.frame, 1, j) == 0,
		      "limits in %d", j);
	cpe_arena_close_malloc(&arena);
}

/* One outcome only, with organisations and without: all is out at the first look. */
static void
check_one_outcome(void)
{
	static struct data data;
	static struct built built;

	for (int kind = 0; kind < 8; kind++)
	{
		struct cpe_arena arena;
		struct cpe_problem problem;
		struct cpe_separation separation;
		bool found = false;

		memset(&data, 0, sizeof(data));
		data.absorbed = kind & 1;
		data.organisations = 3;
		data.columns = 2;
		for (int c = 0; c < 12; c++)
		{
			int x[2] = {1, c >= 6};

			add_cell(&data, c % 3, x, kind & 2 ? c + 1 : 0, kind & 2 ? 0 : c + 1);
		}
		build_frame(&built, &data);
		cpe_arena_open_malloc(&arena);
		CHECK(cpe_separation_open(&separation, &built.frame, &arena, &problem) &&
		          (kind & 4 ? cpe_separation_marginal : cpe_separation_search)(
					  &separation, &built.frame, &arena, &found, &problem),
		      "%s", problem.message);
		CHECK(found && separation.cells == 12 && separation.n == 78 && separation.directions == 1,
		      "kind %d: %d cells, %d directions", kind, separation.cells, separation.directions);
		CHECK(cpe_separation_search(&separation, &built.frame, &arena, &found, &problem) && !found,
		      "nothing is left");
		for (int p = 0; p < built.frame.patterns; p++)
			CHECK(cpe_separation_limit(&separation, &built.frame, p, 1) == (kind & 2 ? 1 : -1),
			      "limit");
		cpe_arena_close_malloc(&arena);
	}
}

/* Told to stop at each poll, and without memory at each allocation, until it ends by itself. */
static void
check_stops(void)
{
	static struct data data;
	static struct built built;

	hidden(&data);
	build_frame(&built, &data);
	for (int kind = 0; kind < 2; kind++)
	{
		bool done = false;
		int stops = 0;

		for (; !done; stops++)
		{
			struct cpe_arena arena;
			struct cpe_problem problem = {0};
			struct cpe_separation separation;

			unit_arena_open(&arena, kind == 0 ? stops : -1, kind == 1 ? stops : -1);
			done = separate(&separation, &built.frame, true, &arena, &problem);
			CHECK(done || problem.code == (kind == 0 ? CPE_CANCELLED : CPE_NO_MEMORY), "%s",
			      problem.message);
			cpe_arena_close_malloc(&arena);
		}
		CHECK(stops > 10, "%d stops", stops);
	}
}

/* Whether a pattern has a column. */
static bool
has_column(const struct cpe_frame *frame, int32_t pattern, int column)
{
	for (int64_t e = frame->entry[pattern]; e < frame->entry[pattern + 1]; e++)
		if (frame->entry_column[e] == column)
			return true;
	return false;
}

/*
 * Gives all respondents of an organisation the outcome; of the others those that have one column
 * and not the other, and takes it from those that have the other and not the one.  Tells which
 * cells that concerns, and returns how many.
 */
static int32_t
plant(const struct cpe_frame *frame, int32_t organisation, int one, int other, double *wy,
      bool *expected)
{
	int32_t concerned = 0;

	for (int32_t p = 0; p < frame->patterns; p++)
		for (int32_t c = frame->first[p]; c < frame->first[p + 1]; c++)
		{
			int way =
				organisation < 0 ? 0 : has_column(frame, p, one) - has_column(frame, p, other);

			if (frame->organisation_of[c] == organisation)
				way = 1;
			wy[c] = way == 0 ? frame->sum.wy[c] : way > 0 ? frame->sum.w[c] : 0;
			expected[c] = way != 0;
			concerned += expected[c];
		}
	return concerned;
}

/*
 * 182,354 respondents of 145 trusts (simulated; benchmarking data, section 4), as they are and with
 * two separations of them: exactly those cells go, and the fit to the others ends.
 */
static void
check_respondents(const char *directory)
{
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	struct cpe_regression how = {CPE_BINOMIAL, false, 0, 50};
	struct cpe_arena arena;
	struct cpe_problem problem = {0};
	struct cpe_frame frame;
	double *wy;
	bool *expected;

	cpe_arena_open_malloc(&arena);
	CHECK(cpe_frame_open(&frame, casemix_cpes200k(&arena, directory), &options, &arena, &problem),
	      "%s", problem.message);
	CHECK(frame.n == 182354, "%lld respondents", (long long) frame.n);
	wy = cpe_arena_alloc(&arena, (size_t) frame.cells, sizeof(double), &problem);
	expected = cpe_arena_alloc(&arena, (size_t) frame.cells, sizeof(bool), &problem);
	for (int32_t organisation = -1; organisation < 20; organisation += 10)
	{
		struct cpe_frame planted = frame;
		struct cpe_frame kept;
		struct cpe_separation separation;
		struct cpe_estimate estimate;
		int32_t wrong = 0;
		int32_t concerned = plant(&frame, organisation, 1, frame.columns - 1, wy, expected);

		planted.sum.wy = wy;
		CHECK(separate(&separation, &planted, organisation != 9, &arena, &problem), "%s",
		      problem.message);
		CHECK((concerned > 0) == (organisation >= 0) && separation.cells == concerned,
		      "%d cells of %d", separation.cells, concerned);
		for (int32_t c = 0; c < frame.cells; c++)
		{
			wrong += expected[c] != separation.out[c];
			expected[c] = !separation.out[c];
		}
		CHECK(wrong == 0, "%d cells are wrong", wrong);
		CHECK(cpe_frame_keep(&kept, &planted, expected, &arena, &problem) &&
		          cpe_regression_fit(&kept, &how, &arena, &estimate, &problem) == CPE_FIT_DONE,
		      "the fit ends");
	}
	cpe_arena_close_malloc(&arena);
}

int
main(int argc, char **argv)
{
	if (argc < 2)
	{
		fprintf(stderr, "usage: %s directory-of-test-data\n", argv[0]);
		return 2;
	}
	srandom(20261127);
	unit_case("separation that no margin shows");
	check_hidden();
	unit_case("a group with one outcome, as columns and as an organisation");
	check_fixture();
	unit_case("limits of the linear predictor, also where there are no respondents");
	check_limits();
	unit_case("limits where no organisation is meant");
	check_common();
	unit_case("one outcome only");
	check_one_outcome();
	unit_case("random small problems against linear programming in whole numbers");
	check_random();
	unit_case("larger problems: what is found is feasible, and what is left has a finite maximum");
	check_larger();
	unit_case("respondents of 145 trusts, as they are and with separations planted");
	check_respondents(argv[1]);
	unit_case("stopped at each poll, out of memory at each allocation");
	check_stops();
	return unit_end();
}
