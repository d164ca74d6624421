#include "suppress/ptable.h"

#include <math.h>

#define MAX_CHANGES (2 * CPE_PTABLE_MAX_NOISE + 1)

/*
 * One row while it is sought.  Its probabilities are exp(tilt v - spread v^2) of the changes v,
 * up to a factor, where these are not decreasing up to v = 0; else neighbours share the mean of
 * their exponents (the projection that keeps the order).
 */
struct row
{
	int changes;
	int change[MAX_CHANGES];
	int ordered; /* the first so many must not decrease; 0: none */
	double tilt, spread;
	double p[MAX_CHANGES];
	double mean, square;                       /* expected change and its square */
	double variance_v, variance_q, covariance; /* of the shared exponents' derivatives */
};

/* Pools neighbours of a falling exponent; v and q become what they share. */
static void
pool(struct row *row, double *exponent, double *v, double *q)
{
	int start[MAX_CHANGES + 1];
	int blocks = 0;

	for (int i = 0; i < row->ordered; i++)
	{
		start[blocks++] = i;
		while (blocks > 1 && exponent[start[blocks - 2]] > exponent[start[blocks - 1]])
		{
			int first = start[blocks - 2];
			int middle = start[blocks - 1];
			double left = middle - first;
			double right = i + 1 - middle;

			exponent[first] = (left * exponent[first] + right * exponent[middle]) / (left + right);
			v[first] = (left * v[first] + right * v[middle]) / (left + right);
			q[first] = (left * q[first] + right * q[middle]) / (left + right);
			blocks--;
		}
	}
	start[blocks] = row->ordered;
	for (int b = 0; b < blocks; b++)
		for (int i = start[b] + 1; i < start[b + 1]; i++)
		{
			exponent[i] = exponent[start[b]];
			v[i] = v[start[b]];
			q[i] = q[start[b]];
		}
}

/* Probabilities and moments at the row's tilt and spread. */
static void
evaluate(struct row *row)
{
	double exponent[MAX_CHANGES];
	double v[MAX_CHANGES];
	double q[MAX_CHANGES];
	double highest = -HUGE_VAL;
	double sum = 0;

	for (int i = 0; i < row->changes; i++)
	{
		v[i] = row->change[i];
		q[i] = v[i] * v[i];
		exponent[i] = row->tilt * v[i] - row->spread * q[i];
	}
	pool(row, exponent, v, q);
	for (int i = 0; i < row->changes; i++)
		highest = exponent[i] > highest ? exponent[i] : highest;
	for (int i = 0; i < row->changes; i++)
		sum += row->p[i] = exp(exponent[i] - highest);
	row->mean = row->square = row->variance_v = row->variance_q = row->covariance = 0;
	for (int i = 0; i < row->changes; i++)
	{
		row->p[i] /= sum;
		row->mean += row->p[i] * row->change[i];
		row->square += row->p[i] * row->change[i] * row->change[i];
	}
	for (int i = 0; i < row->changes; i++)
	{
		row->variance_v += row->p[i] * (v[i] - row->mean) * (v[i] - row->mean);
		row->variance_q += row->p[i] * (q[i] - row->square) * (q[i] - row->square);
		row->covariance += row->p[i] * (v[i] - row->mean) * (q[i] - row->square);
	}
}

/* A Newton step from at within the bracket, or its middle; an end not known yet is infinite. */
static double
next_guess(double at, double step, double low, double high)
{
	double guess = at + step;

	if (guess > low && guess < high && isfinite(guess) && fabs(step) < 4 + fabs(at))
		return guess;
	if (isinf(high))
		return 2 * fabs(at) + 1;
	if (isinf(low))
		return -2 * fabs(at) - 1;
	return low + (high - low) / 2;
}

/* The tilt at which the expected change is 0; it grows with the tilt. */
static void
balance(struct row *row)
{
	double low = -HUGE_VAL;
	double high = HUGE_VAL;

	for (int i = 0; i < 200; i++)
	{
		double guess;

		evaluate(row);
		if (fabs(row->mean) < 1e-16)
			return;
		if (row->mean < 0)
			low = row->tilt;
		else
			high = row->tilt;
		guess = next_guess(row->tilt, -row->mean / row->variance_v, low, high);
		if (guess == row->tilt || guess == low || guess == high)
			return;
		row->tilt = guess;
	}
}

/* The spread at which the variance is the one asked; 0 where it is below that anyhow. */
static void
narrow(struct row *row, double variance)
{
	double low = 0;
	double high = HUGE_VAL;

	row->tilt = row->spread = 0;
	balance(row);
	if (row->square <= variance)
		return;
	for (int i = 0; i < 200; i++)
	{
		double slope = row->variance_q - row->covariance * row->covariance / row->variance_v;
		double excess = row->square - variance;
		double guess;

		if (fabs(excess) <= 1e-15 * variance)
			return;
		if (excess > 0)
			low = row->spread;
		else
			high = row->spread;
		guess = next_guess(row->spread, excess / slope, low, high);
		if (guess == row->spread || guess == low || guess == high)
			return;
		row->spread = guess;
		balance(row);
	}
}

/*
 * Where the count itself may not be shown, its two neighbours make the least variance; with no more
 * than that they are all there is.  Every row has changes to both sides.
 */
static bool
two_points(struct row *row, double variance, double *least)
{
	int up = 0;

	while (up < row->changes && row->change[up] < 0)
		up++;
	*least = row->change[up] > 0 ? -(double) row->change[up - 1] * row->change[up] : 0;
	if (*least == 0 || variance != *least)
		return false;
	for (int i = 0; i < row->changes; i++)
		row->p[i] = 0;
	row->p[up] = -(double) row->change[up - 1] / (row->change[up] - row->change[up - 1]);
	row->p[up - 1] = 1 - row->p[up];
	return true;
}

/* The row of one count. */
static bool
make_row(const struct cpe_ptable *table, int count, struct row *row, struct cpe_problem *problem)
{
	double least;

	row->changes = row->ordered = 0;
	for (int result = count > table->noise ? count - table->noise : 0;
	     result <= count + table->noise; result++)
	{
		if (result >= 1 && result <= table->forbidden)
			continue;
		row->change[row->changes++] = result - count;
		if (result == count)
			row->ordered = row->changes;
	}
	if (two_points(row, table->variance, &least))
		return true;
	if (table->variance < least)
		return cpe_problem_set(problem, CPE_INVALID,
		                       "Where the count itself is a forbidden result, the noise must reach "
		                       "across the gap.",
		                       NULL, "a count of %d needs a noise variance of %.15g or more", count,
		                       least);
	narrow(row, table->variance);
	return true;
}

/* Puts a row into the table: probabilities, and their upper ends on the grid of keys. */
static void
store_row(struct cpe_ptable *table, int count, const struct row *row)
{
	int64_t whole = (int64_t) 1 << CPE_PTABLE_BITS;
	double sum = 0;
	int i = 0;

	for (int change = -table->noise; change <= table->noise; change++)
	{
		size_t place = cpe_ptable_place(table, count, change);

		if (i < row->changes && row->change[i] == change)
		{
			table->probability[place] = row->p[i];
			sum += row->p[i++];
		}
		table->bound[place] = i == row->changes ? whole : llrint(ldexp(sum, CPE_PTABLE_BITS));
	}
}

static bool
check_arguments(int noise, double variance, int forbidden, struct cpe_problem *problem)
{
	if (noise < 1 || noise > CPE_PTABLE_MAX_NOISE)
		return cpe_problem_set(problem, CPE_INVALID, "It is a whole number of 1 to 100.", NULL,
		                       "invalid largest noise: %d", noise);
	if (!(variance > 0) || variance > (double) noise * noise)
		return cpe_problem_set(problem, CPE_INVALID,
		                       "It is above 0 and at most the square of the largest noise.", NULL,
		                       "invalid noise variance: %.15g", variance);
	if (forbidden < 0 || forbidden >= noise)
		return cpe_problem_set(
			problem, CPE_INVALID,
			"It is the largest of the results 1, 2, ... that never occur, 0 for none, and "
			"less than the largest noise.",
			NULL, "invalid forbidden result: %d", forbidden);
	return true;
}

bool
cpe_ptable_make(struct cpe_arena *arena, int noise, double variance, int forbidden,
                struct cpe_ptable *table, struct cpe_problem *problem)
{
	size_t places;
	struct row *row;

	if (!check_arguments(noise, variance, forbidden, problem))
		return false;
	table->noise = noise;
	table->variance = variance;
	table->forbidden = forbidden;
	table->last = forbidden > 0 ? noise + forbidden + 1 : noise;
	places = (size_t) (table->last + 1) * (size_t) (2 * noise + 1);
	table->probability = cpe_arena_alloc(arena, places, sizeof(*table->probability), problem);
	table->bound =
		table->probability ? cpe_arena_alloc(arena, places, sizeof(*table->bound), problem) : NULL;
	row = table->bound ? cpe_arena_alloc(arena, 1, sizeof(*row), problem) : NULL;
	if (row == NULL)
		return false;
	row->changes = 1; /* 0 stays 0 */
	row->change[0] = 0;
	row->p[0] = 1;
	store_row(table, 0, row);
	for (int count = 1; count <= table->last; count++)
	{
		if (!cpe_arena_poll(arena, problem) || !make_row(table, count, row, problem))
			return false;
		store_row(table, count, row);
	}
	return true;
}

size_t
cpe_ptable_place(const struct cpe_ptable *table, int64_t count, int change)
{
	size_t row = (size_t) (count < table->last ? count : table->last);

	return row * (size_t) (2 * table->noise + 1) + (size_t) (change + table->noise);
}

bool
cpe_ptable_perturb(const struct cpe_ptable *table, int64_t count, uint64_t key, int64_t *result,
                   struct cpe_problem *problem)
{
	int64_t share = (int64_t) (key >> (64 - CPE_PTABLE_BITS));
	const int64_t *bound;
	int low = 0;
	int high = 2 * table->noise;

	if (count < 0)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL, "a count cannot be negative: %lld",
		                       (long long) count);
	if (count > INT64_MAX - table->noise)
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL, "count out of range: %lld",
		                       (long long) count);
	bound = table->bound + cpe_ptable_place(table, count, -table->noise);
	while (low < high)
	{
		int middle = (low + high) / 2;

		if (share < bound[middle])
			high = middle;
		else
			low = middle + 1;
	}
	*result = count + (low - table->noise);
	return true;
}
