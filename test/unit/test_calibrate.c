#include "tally/calibrate.h"
#include "unit.h"

#include <float.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ROWS 300
#define MOST_COLUMNS 12

static double
random_sign(void)
{
	return 2 * unit_random() - 1;
}

static void
shuffle(int *order, int count)
{
	for (int i = 0; i < count; i++)
		order[i] = i;
	for (int i = count - 1; i > 0; i--)
	{
		int j = random() % (i + 1);
		int swap = order[i];

		order[i] = order[j];
		order[j] = swap;
	}
}

/* ---- sums ---- */

/* Whole numbers of very different size: their sums are known to the bit, in any order. */
static void
check_sums(void)
{
	for (int round = 0; round < 100; round++)
	{
		int rows = 1 + random() % MOST_ROWS;
		int patterns = 1 + random() % 20;
		int32_t pattern[MOST_ROWS];
		double weight[MOST_ROWS];
		double value[MOST_ROWS];
		__int128 sum[20] = {0};
		__int128 products[20] = {0};
		struct cpe_arena arena;
		struct cpe_problem problem;
		double *got;
		double *got_products;

		for (int i = 0; i < rows; i++)
		{
			int64_t w = (int64_t) 1 << (random() % 50);
			int64_t u = (random() % 2000001 - 1000000) * ((int64_t) 1 << (random() % 20));

			pattern[i] = (int32_t) (random() % patterns);
			weight[i] = (double) w;
			value[i] = (double) u;
			sum[pattern[i]] += w;
			products[pattern[i]] += (__int128) w * u;
		}
		cpe_arena_open_malloc(&arena);
		CHECK(cpe_pattern_sums(&arena, pattern, rows, patterns, weight, value, &got, &got_products,
		                       &problem),
		      "%s", problem.message);
		for (int p = 0; p < patterns; p++)
		{
			CHECK(got[p] == (double) sum[p], "sum %d", p);
			CHECK(got_products[p] == (double) products[p], "products %d", p);
		}
		cpe_arena_close_malloc(&arena);
	}
}

/* ---- caps and trims ---- */

static void
random_weights(double *weight, int rows, double spread)
{
	for (int i = 0; i < rows; i++)
		weight[i] = exp(spread * random_sign());
}

static void
check_cap(void)
{
	double weight[MOST_ROWS];

	for (int round = 0; round < 200; round++)
	{
		int rows = 2 + random() % (MOST_ROWS - 2);
		double sds = 3 * unit_random();
		long double mean = 0;
		long double squares = 0;
		struct cpe_arena arena;
		struct cpe_problem problem;
		double cap;

		random_weights(weight, rows, round % 10);
		for (int i = 0; i < rows; i++)
			mean += weight[i];
		mean /= rows;
		for (int i = 0; i < rows; i++)
			squares += (weight[i] - mean) * (weight[i] - mean);
		cpe_arena_open_malloc(&arena);
		CHECK(cpe_weight_cap(&arena, weight, rows, sds, &cap, &problem), "a cap");
		RELATIVE(cap, (double) (mean + sds * sqrtl(squares / (rows - 1))), 1e-15, "cap of %d",
		         rows);
		CHECK(cpe_weight_cap(&arena, weight, 1, sds, &cap, &problem) && cap == INFINITY,
		      "no cap of one weight");
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("relative");
}

/*
 * The rule as it is written: what is outside is clipped, what that takes or gives is spread over
 * those that were not outside (at a limit is inside), again and again.  False when a round finds
 * none inside, or it does not end soon.
 */
static bool
trim_by_rule(long double *weight, int rows, double low, double high)
{
	for (int round = 0; round < 20000; round++)
	{
		bool outside[MOST_ROWS];
		long double lost = 0;
		int inside = 0;

		for (int i = 0; i < rows; i++)
		{
			long double rounding = 1e-18L * weight[i];

			outside[i] = weight[i] < low - rounding || weight[i] > high + rounding;
			inside += !outside[i];
		}
		if (inside == rows)
			return true;
		if (inside == 0)
			return false;
		for (int i = 0; i < rows; i++)
			if (outside[i])
			{
				long double clipped = fminl(high, fmaxl(low, weight[i]));

				lost += weight[i] - clipped;
				weight[i] = clipped;
			}
		for (int i = 0; i < rows; i++)
			if (!outside[i])
				weight[i] += lost / inside;
	}
	return false;
}

static void
check_trim(void)
{
	int by_rule = 0;
	int impossible = 0;

	for (int round = 0; round < 3000; round++)
	{
		int rows = 1 + random() % (round % 3 ? 12 : MOST_ROWS);
		double weight[MOST_ROWS];
		double trimmed[MOST_ROWS];
		double shuffled[MOST_ROWS];
		double again[MOST_ROWS];
		long double rule[MOST_ROWS];
		int order[MOST_ROWS];
		long double total = 0;
		long double got = 0;
		double low = round % 5 == 0 ? -INFINITY : exp(random_sign() - 0.7);
		double high = round % 5 == 1 ? INFINITY : fmax(low, 0) + exp(3 * random_sign());
		struct cpe_arena arena;
		struct cpe_problem problem;

		random_weights(weight, rows, 0.5 + round % 4);
		for (int i = 0; i < rows; i++)
		{
			if (random() % 4 == 0)
				weight[i] = isfinite(high) && random() % 2 ? high : isfinite(low) ? low : 1;
			rule[i] = weight[i];
			total += weight[i];
		}
		cpe_arena_open_malloc(&arena);
		if (total < rows * (long double) low * (1 - 1e-15L) ||
		    total > rows * (long double) high * (1 + 1e-15L))
		{
			impossible++;
			CHECK(!cpe_weight_trim(&arena, weight, rows, low, high, trimmed, &problem) &&
			          problem.code == CPE_INVALID && problem.detail[0],
			      "round %d: cannot be", round);
			cpe_arena_close_malloc(&arena);
			continue;
		}
		CHECK(cpe_weight_trim(&arena, weight, rows, low, high, trimmed, &problem), "%s",
		      problem.message);
		for (int i = 0; i < rows; i++)
		{
			got += trimmed[i];
			CHECK(trimmed[i] >= low && trimmed[i] <= high, "round %d: %g within %g and %g", round,
			      trimmed[i], low, high);
		}
		RELATIVE((double) got, (double) total, 1e-14, "total of round %d", round);
		if (trim_by_rule(rule, rows, low, high))
		{
			by_rule++;
			for (int i = 0; i < rows; i++)
				RELATIVE(trimmed[i], (double) rule[i], 1e-13, "round %d: weight %d of %d", round, i,
				         rows);
		}
		shuffle(order, rows);
		for (int i = 0; i < rows; i++)
			shuffled[i] = weight[order[i]];
		CHECK(cpe_weight_trim(&arena, shuffled, rows, low, high, again, &problem), "again");
		for (int i = 0; i < rows; i++)
			CHECK(again[i] == trimmed[order[i]], "round %d: another order", round);
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("relative");
	CHECK(by_rule > 1000, "%d held against the rule", by_rule);
	CHECK(impossible > 200, "%d impossible", impossible);
}

/* ---- raking ---- */

/* Random margins and cells; their totals are met by some weights. */
struct survey
{
	int margins;
	int levels[4];
	int cells;
	int32_t level[200 * 4];
	double weight[200];
	double total[4][6];
	const char *label[4][6];
	struct cpe_margin margin[4];
};

static struct cpe_margins
random_survey(struct survey *survey)
{
	static const char *const names[6] = {"A", "B", "C", "D", "E", "F"};
	int most = 1;

	memset(survey, 0, sizeof(*survey));
	survey->margins = 1 + random() % 4;
	for (int m = 0; m < survey->margins; m++)
	{
		survey->levels[m] = 1 + random() % 6;
		if (most * survey->levels[m] > 150)
			survey->levels[m] = 1;
		most *= survey->levels[m];
	}
	/* all cells but a few, every category at least in the first levels' cells */
	for (int c = 0; c < most; c++)
	{
		int rest = c;
		bool needed = false;
		int32_t level[4];

		for (int m = survey->margins - 1; m >= 0; m--)
		{
			level[m] = rest % survey->levels[m];
			rest /= survey->levels[m];
		}
		for (int m = 0; m < survey->margins; m++)
		{
			int others = 0;

			for (int k = 0; k < survey->margins; k++)
				others += k != m ? level[k] : 0;
			needed |= others == 0;
		}
		if (!needed && random() % 3 == 0)
			continue;
		memcpy(&survey->level[survey->cells * survey->margins], level,
		       sizeof(int32_t) * survey->margins);
		survey->weight[survey->cells] = exp(3 * random_sign());
		survey->cells++;
	}
	/* each margin's totals from the same weights */
	for (int c = 0; c < survey->cells; c++)
	{
		double meant = survey->weight[c] * exp(random_sign());

		for (int m = 0; m < survey->margins; m++)
			survey->total[m][survey->level[c * survey->margins + m]] += meant;
	}
	for (int m = 0; m < survey->margins; m++)
	{
		memcpy(survey->label[m], names, sizeof(names));
		survey->margin[m] =
			(struct cpe_margin){survey->levels[m], survey->label[m], survey->total[m]};
	}
	return (struct cpe_margins){survey->margins, survey->margin, survey->cells, survey->level,
	                            survey->weight};
}

/* The columns of all categories, as regressors. */
static struct cpe_regressors
as_ones(const struct survey *survey, int32_t *one)
{
	int columns = 0;

	for (int m = 0; m < survey->margins; m++)
	{
		for (int c = 0; c < survey->cells; c++)
			one[c * survey->margins + m] = columns + survey->level[c * survey->margins + m];
		columns += survey->levels[m];
	}
	return (struct cpe_regressors){survey->cells, columns, NULL, survey->margins, one};
}

/*
 * What makes a raking solution: the margins are met, and the logarithm of the factor is a sum of
 * one number for each category, so that a regression on the categories leaves nothing of it.
 */
static void
check_rake(void)
{
	static struct survey survey;
	static int32_t one[200 * 4];

	for (int round = 0; round < 300; round++)
	{
		struct cpe_margins margins = random_survey(&survey);
		struct cpe_regressors ones = as_ones(&survey, one);
		double factor[200];
		double again[200];
		double raked[200];
		double product[200];
		double fitted[200];
		struct cpe_arena arena;
		struct cpe_problem problem;

		cpe_arena_open_malloc(&arena);
		CHECK(cpe_rake(&arena, &margins, 1e-13, 10000, factor, &problem), "round %d: %s %s", round,
		      problem.message, problem.detail);
		for (int m = 0; m < survey.margins; m++)
		{
			long double sum[6] = {0};

			for (int c = 0; c < survey.cells; c++)
				sum[survey.level[c * survey.margins + m]] +=
					(long double) survey.weight[c] * factor[c];
			for (int l = 0; l < survey.levels[m]; l++)
				RELATIVE((double) sum[l], survey.total[m][l], 1.1e-13, "margin %d, %d", m, l);
		}
		for (int c = 0; c < survey.cells; c++)
		{
			raked[c] = survey.weight[c] * factor[c];
			product[c] = survey.weight[c] * log(factor[c]);
		}
		CHECK(cpe_regress(&arena, &ones, survey.weight, product, fitted, &problem), "regress");
		for (int c = 0; c < survey.cells; c++)
			ABSOLUTE(fitted[c], log(factor[c]), 1e-11, "round %d: product form of %d", round, c);
		/* raked weights stay: no sweep, or one that changes nothing to speak of */
		margins.weight = raked;
		CHECK(cpe_rake(&arena, &margins, 2e-13, 1, again, &problem), "again");
		for (int c = 0; c < survey.cells; c++)
			CHECK(again[c] == 1, "round %d: raked again by %.17g", round, again[c]);
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("relative");
}

static void
check_rake_failures(void)
{
	static const char *const names[] = {"A", "B"};
	static const char *const long_names[] = {
		"A label of more than sixty bytes, which no message is to cut within a character", "B"};
	static const double weight[] = {1, 2};
	static const int32_t level[] = {0, 0, 1, 1};
	double first[] = {10, 20};
	double second[] = {15, 15};
	struct cpe_margin margin[] = {{2, long_names, first}, {2, names, second}};
	struct cpe_margins margins = {2, margin, 2, level, weight};
	double factor[2];
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	CHECK(!cpe_rake(&arena, &margins, 1e-13, 50, factor, &problem), "does not converge");
	CHECK(problem.code == CPE_INVALID &&
	          strcmp(problem.message, "raking did not converge in 50 iterations") == 0 &&
	          strstr(problem.detail, "category \"...\" of margin 1") != NULL,
	      "%s: %s", problem.message, problem.detail);
	second[1] = 15.5;
	CHECK(!cpe_rake(&arena, &margins, 1e-13, 50, factor, &problem), "totals differ");
	CHECK(strcmp(problem.detail,
	             "Margin 1 adds up to 30, margin 2 to 30.5: a difference of 0.5.") == 0,
	      "%s", problem.detail);
	/* within half the tolerance they may differ */
	second[0] = 10;
	second[1] = 20.001;
	CHECK(cpe_rake(&arena, &margins, 1e-4, 50, factor, &problem), "%s", problem.message);
	RELATIVE(factor[0], 10, 1e-4, "first");
	RELATIVE(2 * factor[1], 20, 1e-4, "second");
	/* factors leave the doubles */
	first[0] = second[0] = 1e308;
	first[1] = second[1] = 1e308;
	CHECK(!cpe_rake(&arena, &margins, 1e-13, 50, factor, &problem) && problem.code == CPE_RANGE,
	      "totals out of range");
	cpe_arena_close_malloc(&arena);
}

/* ---- calibration and regression ---- */

struct sample
{
	int patterns;
	int columns;
	double x[MOST_ROWS * MOST_COLUMNS];
	double weight[MOST_ROWS];
	double total[MOST_COLUMNS];
};

/* Numbers of different size; the totals are those of other weights, all positive. */
static struct cpe_regressors
random_sample(struct sample *sample, double change)
{
	sample->columns = 1 + random() % MOST_COLUMNS;
	sample->patterns = 4 * sample->columns + random() % (MOST_ROWS - 4 * MOST_COLUMNS);
	memset(sample->total, 0, sizeof(sample->total));
	for (int p = 0; p < sample->patterns; p++)
	{
		double *x = &sample->x[p * sample->columns];

		sample->weight[p] = exp(2 * random_sign());
		x[0] = 1;
		for (int j = 1; j < sample->columns; j++)
			x[j] = j % 3 == 0   ? (double) (random() % 2)
			       : j % 3 == 1 ? 1e6 * random_sign()
			                    : 2000 + (double) (random() % 20) + unit_random();
	}
	for (int p = 0; p < sample->patterns; p++)
	{
		double meant = 5 * sample->weight[p] * exp(change * random_sign());

		for (int j = 0; j < sample->columns; j++)
			sample->total[j] += meant * sample->x[p * sample->columns + j];
	}
	return (struct cpe_regressors){sample->patterns, sample->columns, sample->x, 0, NULL};
}

/*
 * What makes a calibration: the totals are met, and the factor less 1, or its logarithm, is a
 * linear function of x, so that a regression on x leaves nothing of it.
 */
static void
check_calibrate(void)
{
	static struct sample sample;

	for (int round = 0; round < 400; round++)
	{
		enum cpe_calibration method = round % 2 ? CPE_CALIBRATION_RAKING : CPE_CALIBRATION_LINEAR;
		struct cpe_regressors x = random_sample(&sample, round % 4 < 2 ? 0.5 : 1.5);
		double factor[MOST_ROWS];
		double product[MOST_ROWS];
		double fitted[MOST_ROWS];
		struct cpe_arena arena;
		struct cpe_problem problem;

		cpe_arena_open_malloc(&arena);
		CHECK(cpe_calibrate(&arena, &x, sample.weight, sample.total, method, 1e-12, 100, factor,
		                    &problem),
		      "round %d: %s %s", round, problem.message, problem.detail);
		for (int j = 0; j < sample.columns; j++)
		{
			long double sum = 0;
			long double size = 0;

			for (int p = 0; p < sample.patterns; p++)
			{
				long double term =
					(long double) sample.weight[p] * factor[p] * sample.x[p * sample.columns + j];

				sum += term;
				size += fabsl(term);
			}
			/* as near as coefficients in double come where 1 and a year cancel */
			ABSOLUTE((double) ((sum - sample.total[j]) / size), 0, 1e-13, "total %d of round %d", j,
			         round);
		}
		for (int p = 0; p < sample.patterns; p++)
		{
			CHECK(method == CPE_CALIBRATION_LINEAR || factor[p] > 0, "positive");
			product[p] = sample.weight[p] *
			             (method == CPE_CALIBRATION_LINEAR ? factor[p] - 1 : log(factor[p]));
		}
		CHECK(cpe_regress(&arena, &x, sample.weight, product, fitted, &problem), "regress");
		for (int p = 0; p < sample.patterns; p++)
			ABSOLUTE(fitted[p], product[p] / sample.weight[p], 1e-10, "form of %d in round %d", p,
			         round);
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("absolute");
}

/* The normal equations in long double, by elimination with the largest pivot. */
static void
regress_by_elimination(const struct sample *sample, const double *product, long double *fitted)
{
	long double matrix[MOST_COLUMNS][MOST_COLUMNS + 1] = {{0}};
	int columns = sample->columns;
	/* columns taken from their middle, which changes no fitted value where the first column is 1 */
	double middle[MOST_COLUMNS] = {0};

	for (int j = 1; j < columns; j++)
		middle[j] = sample->x[j];
	for (int p = 0; p < sample->patterns; p++)
	{
		const double *x = &sample->x[p * columns];

		for (int a = 0; a < columns; a++)
		{
			long double xa = (long double) x[a] - middle[a];

			for (int b = 0; b < columns; b++)
				matrix[a][b] += sample->weight[p] * xa * ((long double) x[b] - middle[b]);
			matrix[a][columns] += xa * product[p];
		}
	}
	for (int k = 0; k < columns; k++)
	{
		int pivot = k;

		for (int a = k; a < columns; a++)
			if (fabsl(matrix[a][k]) > fabsl(matrix[pivot][k]))
				pivot = a;
		for (int b = 0; b <= columns; b++)
		{
			long double swap = matrix[k][b];

			matrix[k][b] = matrix[pivot][b];
			matrix[pivot][b] = swap;
		}
		for (int a = 0; a < columns; a++)
		{
			long double times = matrix[a][k] / matrix[k][k];

			for (int b = k; a != k && b <= columns; b++)
				matrix[a][b] -= times * matrix[k][b];
		}
	}
	for (int p = 0; p < sample->patterns; p++)
	{
		fitted[p] = 0;
		for (int j = 0; j < columns; j++)
			fitted[p] += matrix[j][columns] / matrix[j][j] *
			             ((long double) sample->x[p * columns + j] - middle[j]);
	}
}

static void
check_regress(void)
{
	static struct sample sample;
	static struct survey survey;
	static int32_t one[200 * 4];

	for (int round = 0; round < 300; round++)
	{
		struct cpe_regressors x = random_sample(&sample, 0.5);
		double product[MOST_ROWS];
		double fitted[MOST_ROWS];
		double largest = 0;
		long double want[MOST_ROWS];
		struct cpe_arena arena;
		struct cpe_problem problem;

		for (int p = 0; p < sample.patterns; p++)
		{
			double u = random_sign() + (round % 2 ? sample.x[p * sample.columns] * 3 : 0);

			product[p] = sample.weight[p] * u;
			largest = fmax(largest, fabs(u));
		}
		cpe_arena_open_malloc(&arena);
		CHECK(cpe_regress(&arena, &x, sample.weight, product, fitted, &problem), "regress");
		regress_by_elimination(&sample, product, want);
		for (int p = 0; p < sample.patterns; p++)
			ABSOLUTE((fitted[p] - (double) want[p]) / largest, 0, 1e-12, "fitted %d of round %d", p,
			         round);
		cpe_arena_close_malloc(&arena);
	}
	/* categories: the same as all but one of each margin as numbers */
	for (int round = 0; round < 200; round++)
	{
		struct cpe_regressors ones;
		struct cpe_regressors x;
		double product[200];
		double fitted[200];
		double by_numbers[200];
		double *number;
		struct cpe_arena arena;
		struct cpe_problem problem;

		random_survey(&survey);
		ones = as_ones(&survey, one);
		number = calloc((size_t) survey.cells * ones.columns, sizeof(double));
		for (int c = 0; c < survey.cells; c++)
		{
			product[c] = random_sign();
			for (int m = 0; m < survey.margins; m++)
				number[c * ones.columns + one[c * survey.margins + m]] = 1;
		}
		x = (struct cpe_regressors){survey.cells, ones.columns, number, 0, NULL};
		cpe_arena_open_malloc(&arena);
		CHECK(cpe_regress(&arena, &ones, survey.weight, product, fitted, &problem) &&
		          cpe_regress(&arena, &x, survey.weight, product, by_numbers, &problem),
		      "%s", problem.message);
		for (int c = 0; c < survey.cells; c++)
			ABSOLUTE(fitted[c], by_numbers[c], 1e-11, "cell %d", c);
		cpe_arena_close_malloc(&arena);
		free(number);
	}
	unit_worst("absolute");
}

static void
check_calibrate_failures(void)
{
	static const double collinear[] = {1, 2, 5, 1, 3, 7, 1, 4, 9};
	static const double x[] = {1, 1, 1, 2, 1, 3};
	static const double weight[] = {1, 1, 1};
	static const double outside[] = {10, 31};
	static const double huge[] = {1e308, 1.7e308};
	static const double three[] = {10, 20, 30};
	struct cpe_regressors regressors = {3, 3, collinear, 0, NULL};
	double factor[3];
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	CHECK(!cpe_calibrate(&arena, &regressors, weight, three, CPE_CALIBRATION_LINEAR, 1e-12, 100,
	                     factor, &problem) &&
	          problem.code == CPE_INVALID &&
	          strcmp(problem.detail, "x[3] = 1 * x[1] + 2 * x[2] in every row.") == 0,
	      "%s", problem.detail);
	regressors = (struct cpe_regressors){3, 2, x, 0, NULL};
	CHECK(!cpe_calibrate(&arena, &regressors, weight, outside, CPE_CALIBRATION_RAKING, 1e-12, 60,
	                     factor, &problem) &&
	          problem.code == CPE_INVALID && strstr(problem.detail, "x[2]") != NULL,
	      "%s %s", problem.message, problem.detail);
	CHECK(cpe_calibrate(&arena, &regressors, weight, outside, CPE_CALIBRATION_LINEAR, 1e-12, 60,
	                    factor, &problem) &&
	          factor[0] < 0,
	      "linear weights may be negative");
	CHECK(!cpe_calibrate(&arena, &regressors, weight, huge, CPE_CALIBRATION_LINEAR, 1e-12, 60,
	                     factor, &problem),
	      "out of range");
	cpe_arena_close_malloc(&arena);
}

/* ---- stopped, or out of memory ---- */

static bool
everything(struct cpe_arena *arena, struct cpe_problem *problem)
{
	static struct survey survey;
	static struct sample sample;
	static int32_t one[200 * 4];
	static int32_t pattern[MOST_ROWS];
	struct cpe_margins margins;
	struct cpe_regressors ones;
	struct cpe_regressors x;
	double numbers[MOST_ROWS];
	double *sum;
	double *products;
	double cap;

	srandom(7);
	do
		margins = random_survey(&survey);
	while (survey.margins < 2);
	ones = as_ones(&survey, one);
	x = random_sample(&sample, 0.5);
	return cpe_pattern_sums(arena, pattern, sample.patterns, 1, sample.weight, sample.x, &sum,
	                        &products, problem) &&
	       cpe_weight_cap(arena, sample.weight, sample.patterns, 2, &cap, problem) &&
	       cpe_weight_trim(arena, sample.weight, sample.patterns, 0.5, 3, numbers, problem) &&
	       cpe_rake(arena, &margins, 1e-13, 1000, numbers, problem) &&
	       cpe_regress(arena, &ones, survey.weight, survey.weight, numbers, problem) &&
	       cpe_regress(arena, &x, sample.weight, sample.weight, numbers, problem) &&
	       cpe_calibrate(arena, &x, sample.weight, sample.total, CPE_CALIBRATION_RAKING, 1e-12, 100,
	                     numbers, problem);
}

static void
check_failures(void)
{
	for (int memory = 0; memory < 2; memory++)
		for (int left = 0;; left++)
		{
			struct cpe_arena arena;
			struct cpe_problem problem = {CPE_OK, "", "", ""};
			bool good;

			unit_arena_open(&arena, memory ? -1 : left, memory ? left : -1);
			good = everything(&arena, &problem);
			CHECK(good || problem.code == (memory ? CPE_NO_MEMORY : CPE_CANCELLED),
			      "after %d: %d %s", left, problem.code, problem.message);
			cpe_arena_close_malloc(&arena);
			if (good)
			{
				CHECK(left > 20, "it asks often enough: %d", left);
				break;
			}
		}
}

int
main(void)
{
	srandom(1940);
	unit_case("sums of patterns");
	check_sums();
	unit_case("caps");
	check_cap();
	unit_case("trims, against the rule as written");
	check_trim();
	unit_case("raking: totals met, factors of product form, nothing done twice");
	check_rake();
	unit_case("what cannot be raked");
	check_rake_failures();
	unit_case("calibration: totals met, factors of the method's form");
	check_calibrate();
	unit_case("regression, against elimination in long double");
	check_regress();
	unit_case("what cannot be calibrated");
	check_calibrate_failures();
	unit_case("stopped, or out of memory");
	check_failures();
	return unit_end();
}
