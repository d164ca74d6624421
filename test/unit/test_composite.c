#include "adjust/composite.h"
#include "base/distribution.h"
#include "casemix_cells.h"
#include "unit.h"

#define ROWS 1200
#define ORGANISATIONS 9
#define COLUMNS 5 /* age: 3 dummies, sex, number */
#define ITEMS 4

/* Covariates, of which the second is not used, then the items. */
static const char *const name[] = {"age", "unused", "sex", "number", "q1", "q2", "q3", "q4"};
static const char *const age_name[] = {"16-44", "45-64", "65-74", "75+"};
static const char *const organisation_name[] = {"R1", "R2", "R3", "R4", "R5",
                                                "R6", "R7", "R8", "R9"};
static const char *const answer_name[] = {"0", "1", "2.5", "4"};

struct row
{
	int organisation;
	double x[COLUMNS];
	const char *level[4 + ITEMS];
	double y[ITEMS]; /* NAN: no answer */
	double w;
	char text[24];
};

static struct row rows[ROWS];

/*
 * Respondents whose answers go together; some items are answered by few.  Organisation 2 has no
 * answer to item 3, organisation 4 one; nobody else lacks any.
 */
static void
make_rows(bool weighted)
{
	for (int i = 0; i < ROWS; i++)
	{
		struct row *row = &rows[i];
		int age = (int) (random() % 4);
		int sex = (int) (random() % 2);
		double number = (double) (random() % 60) / 8 - 4;
		double mood = unit_random();
		bool any = false;

		memset(row, 0, sizeof(*row));
		row->organisation = (int) (pow(unit_random(), 1.5) * ORGANISATIONS);
		if (row->organisation % 3 == 0 && random() % 2)
			age = 3;
		if (age > 0)
			row->x[age - 1] = 1;
		row->x[3] = sex;
		row->x[4] = number;
		sprintf(row->text, "%.17g", number);
		row->level[0] = age_name[age];
		row->level[1] = random() % 2 ? "a" : "b";
		row->level[2] = sex ? "Male" : "Female";
		row->level[3] = row->text;
		row->w = weighted ? 0.25 + (double) (random() % 12) / 4 : 1;
		for (int k = 0; k < ITEMS; k++)
		{
			double tendency = 0.6 * mood + 0.3 * unit_random() + 0.05 * age - 0.03 * sex * k +
			                  0.01 * number + 0.02 * (row->organisation % 4);
			int answer = tendency < 0.3 ? 0 : tendency < 0.5 ? 1 : tendency < 0.7 ? 2 : 3;
			bool given = unit_random() > 0.1 + 0.2 * k && !(k == 3 && row->organisation == 2) &&
			             !(k == 3 && row->organisation == 4 && i > 300);

			row->y[k] = given ? atof(answer_name[answer]) : NAN;
			row->level[4 + k] = given ? answer_name[answer] : NULL;
			any = any || given;
		}
		if (!any)
		{
			row->y[0] = 1;
			row->level[4] = "1";
		}
	}
}

/* What the formulas say, over rows, in long double. */
struct oracle
{
	long double n[ORGANISATIONS], w[ORGANISATIONS]; /* of any item */
	long double item_n[ITEMS][ORGANISATIONS], item_w[ITEMS][ORGANISATIONS];
	long double x[ITEMS][ORGANISATIONS][COLUMNS], y[ITEMS][ORGANISATIONS];
	long double coefficient[ITEMS][COLUMNS];
	long double a[ITEMS][ORGANISATIONS], b[ITEMS];
	long double share[ORGANISATIONS];
	long double mean[ITEMS], overall;
	long double adjusted[ORGANISATIONS], unadjusted[ORGANISATIONS], variance[ORGANISATIONS];
	long double f, grand, se[ORGANISATIONS], t[ORGANISATIONS], df2;
};

/* Gaussian elimination with pivots. */
static void
solve(long double a[COLUMNS][COLUMNS + 1], long double *x)
{
	bool done[COLUMNS] = {false};
	int pivot[COLUMNS];

	for (int i = 0; i < COLUMNS; i++)
	{
		int best = -1;

		for (int k = 0; k < COLUMNS; k++)
			if (!done[k] && (best < 0 || fabsl(a[k][i]) > fabsl(a[best][i])))
				best = k;
		done[best] = true;
		pivot[i] = best;
		for (int k = 0; k < COLUMNS; k++)
			if (k != best)
			{
				long double times = a[k][i] / a[best][i];

				for (int j = 0; j <= COLUMNS; j++)
					a[k][j] -= times * a[best][j];
			}
	}
	for (int i = 0; i < COLUMNS; i++)
		x[i] = a[pivot[i]][COLUMNS] / a[pivot[i]][i];
}

static long double
weight_of(enum cpe_cahps_weights weights, long double n, long double w)
{
	return weights == CPE_CAHPS_RESPONDENTS ? n : weights == CPE_CAHPS_EQUAL ? 1 : w;
}

/* Sums, means and the regression of one item, centred within organisations. */
static void
oracle_item(struct oracle *oracle, int k, const struct cpe_cahps_options *options)
{
	long double normal[COLUMNS][COLUMNS + 1] = {{0}};

	for (int i = 0; i < ROWS; i++)
	{
		int j = rows[i].organisation;

		if (isnan(rows[i].y[k]) || oracle->n[j] < options->minimum)
			continue;
		oracle->item_n[k][j] += 1;
		oracle->item_w[k][j] += rows[i].w;
		oracle->y[k][j] += rows[i].w * rows[i].y[k];
		for (int c = 0; c < COLUMNS; c++)
			oracle->x[k][j][c] += rows[i].w * rows[i].x[c];
	}
	for (int j = 0; j < ORGANISATIONS; j++)
		if (oracle->item_n[k][j] > 0)
		{
			oracle->y[k][j] /= oracle->item_w[k][j];
			for (int c = 0; c < COLUMNS; c++)
				oracle->x[k][j][c] /= oracle->item_w[k][j];
		}
	for (int i = 0; i < ROWS; i++)
	{
		int j = rows[i].organisation;
		long double w;

		if (isnan(rows[i].y[k]) || oracle->n[j] < options->minimum)
			continue;
		w = rows[i].w * weight_of(options->weights, oracle->item_n[k][j], oracle->item_w[k][j]) /
		    oracle->item_w[k][j];
		for (int c = 0; c < COLUMNS; c++)
		{
			for (int d = 0; d < COLUMNS; d++)
				normal[c][d] +=
					w * (rows[i].x[c] - oracle->x[k][j][c]) * (rows[i].x[d] - oracle->x[k][j][d]);
			normal[c][COLUMNS] +=
				w * (rows[i].x[c] - oracle->x[k][j][c]) * (rows[i].y[k] - oracle->y[k][j]);
		}
	}
	solve(normal, oracle->coefficient[k]);
}

/* Items' weights, overall and in each organisation. */
static void
oracle_weights(struct oracle *oracle, const struct cpe_composite_options *options)
{
	long double all = 0;

	for (int k = 0; k < ITEMS; k++)
	{
		long double n = 0, w = 0;

		for (int j = 0; j < ORGANISATIONS; j++)
		{
			n += oracle->item_n[k][j];
			w += oracle->item_w[k][j];
		}
		oracle->b[k] = options->weights == CPE_COMPOSITE_EQUAL         ? 1
		               : options->weights == CPE_COMPOSITE_RESPONDENTS ? n
		                                                               : w;
		all += oracle->b[k];
	}
	for (int k = 0; k < ITEMS; k++)
		oracle->b[k] /= all;
	for (int j = 0; j < ORGANISATIONS; j++)
	{
		long double sum = 0;

		for (int k = 0; k < ITEMS; k++)
		{
			if (oracle->item_n[k][j] > 0)
				oracle->a[k][j] = options->weights != CPE_COMPOSITE_EQUAL
				                      ? oracle->b[k]
				                      : fminl(oracle->item_n[k][j], options->target);
			sum += oracle->a[k][j];
		}
		for (int k = 0; k < ITEMS && sum > 0; k++)
			oracle->a[k][j] /= sum;
	}
}

/* Item means recentred to the unadjusted overall mean, then put together. */
static void
oracle_means(struct oracle *oracle, const struct cpe_cahps_options *options)
{
	for (int j = 0; j < ORGANISATIONS; j++)
		if (oracle->n[j] >= options->minimum)
			oracle->share[j] = weight_of(options->overall, oracle->n[j], oracle->w[j]);
	for (int k = 0; k < ITEMS; k++)
	{
		long double adjusted[ORGANISATIONS];
		long double total = 0, off = 0;

		for (int j = 0; j < ORGANISATIONS; j++)
		{
			if (!(oracle->item_n[k][j] > 0))
				continue;
			adjusted[j] = oracle->y[k][j];
			for (int c = 0; c < COLUMNS; c++)
				adjusted[j] -= oracle->x[k][j][c] * oracle->coefficient[k][c];
			total += oracle->share[j];
			oracle->mean[k] += oracle->share[j] * oracle->y[k][j];
			off += oracle->share[j] * (oracle->y[k][j] - adjusted[j]);
		}
		oracle->mean[k] /= total;
		oracle->overall += oracle->b[k] * oracle->mean[k];
		for (int j = 0; j < ORGANISATIONS; j++)
			if (oracle->item_n[k][j] > 0)
			{
				oracle->adjusted[j] +=
					oracle->a[k][j] * (adjusted[j] + off / total - oracle->mean[k]);
				oracle->unadjusted[j] += oracle->a[k][j] * (oracle->y[k][j] - oracle->mean[k]);
			}
	}
	for (int j = 0; j < ORGANISATIONS; j++)
	{
		oracle->adjusted[j] += oracle->overall;
		oracle->unadjusted[j] += oracle->overall;
	}
}

/* Respondents' terms over the items, squared; then the tests as CAHPS has them. */
static void
oracle_tests(struct oracle *oracle)
{
	long double top = 0, bottom = 0, total = 0, all = 0, used = 0, n = 0;

	for (int i = 0; i < ROWS; i++)
	{
		int j = rows[i].organisation;
		long double term = 0;

		if (!(oracle->share[j] > 0))
			continue;
		for (int k = 0; k < ITEMS; k++)
		{
			long double residual = rows[i].y[k] - oracle->y[k][j];

			if (isnan(rows[i].y[k]))
				continue;
			for (int c = 0; c < COLUMNS; c++)
				residual -= (rows[i].x[c] - oracle->x[k][j][c]) * oracle->coefficient[k][c];
			term += rows[i].w * oracle->a[k][j] * residual / oracle->item_w[k][j];
		}
		oracle->variance[j] += term * term;
	}
	for (int j = 0; j < ORGANISATIONS; j++)
		if (oracle->share[j] > 0)
		{
			top += oracle->adjusted[j] * oracle->share[j] / oracle->variance[j];
			bottom += oracle->share[j] / oracle->variance[j];
			total += oracle->share[j];
			all += oracle->share[j] * oracle->share[j] * oracle->variance[j];
			used += 1;
			n += oracle->n[j];
		}
	oracle->grand = top / bottom;
	oracle->df2 = n - used - COLUMNS;
	for (int j = 0; j < ORGANISATIONS; j++)
		if (oracle->share[j] > 0)
		{
			long double from = oracle->adjusted[j] - oracle->grand;

			oracle->f += from * from / oracle->variance[j] / (used - 1);
			oracle->se[j] = sqrtl(oracle->variance[j] * (1 - 2 * oracle->share[j] / total) +
			                      all / total / total);
			oracle->t[j] = (oracle->adjusted[j] - oracle->overall) / oracle->se[j];
		}
}

static void
consult(struct oracle *oracle, const struct cpe_composite_options *options)
{
	memset(oracle, 0, sizeof(*oracle));
	for (int i = 0; i < ROWS; i++)
	{
		oracle->n[rows[i].organisation] += 1;
		oracle->w[rows[i].organisation] += rows[i].w;
	}
	for (int k = 0; k < ITEMS; k++)
		oracle_item(oracle, k, options->cahps);
	oracle_weights(oracle, options);
	oracle_means(oracle, options->cahps);
	oracle_tests(oracle);
}

static const struct cpe_cells *
cells_of(struct cpe_arena *arena, bool backwards)
{
	struct casemix casemix;

	casemix_open(&casemix, arena, 4 + ITEMS, name);
	for (int i = 0; i < ROWS; i++)
	{
		const struct row *row = &rows[backwards ? ROWS - 1 - i : i];
		bool complete = true;

		for (int k = 0; k < ITEMS; k++)
			complete = complete && !isnan(row->y[k]);
		casemix_add(&casemix, organisation_name[row->organisation], row->level, complete, row->w, 0,
		            1);
	}
	return casemix_cells(&casemix);
}

static struct cpe_cahps_options
default_options(void)
{
	static const bool linear[] = {false, false, false, true};
	static const struct cpe_term_request term[] = {{1, {0}}, {1, {2}}, {1, {3}}};
	struct cpe_cahps_options options = {.alpha = 0.05, .lowest = 0, .highest = 4, .z = 1.96};

	options.minimum = 2;
	options.fit.terms = 3;
	options.fit.term = term;
	options.fit.linear = linear;
	return options;
}

static void
check_result(const struct cpe_cahps *result, const int *items, const struct oracle *oracle,
             int64_t minimum)
{
	CHECK(result->organisations == ORGANISATIONS && result->adjusters == COLUMNS &&
	          result->aliased == 0 && result->df2 == (int64_t) oracle->df2 &&
	          result->status == NULL,
	      "df2 %lld", (long long) result->df2);
	RELATIVE(result->overall_mean, (double) oracle->overall, 1e-13, "overall mean");
	RELATIVE(result->grand_mean, (double) oracle->grand, 1e-12, "grand mean");
	RELATIVE(result->f, (double) oracle->f, 1e-11, "F");
	for (int j = 0; j < ORGANISATIONS; j++)
	{
		const struct cpe_cahps_organisation *got = &result->organisation[j];
		double p = 2 * cpe_t_upper(fabs((double) oracle->t[j]), (double) oracle->df2);
		int answered = 0;

		for (int k = 0; k < ITEMS; k++)
			answered += oracle->item_n[k][j] > 0;
		CHECK(got->n == (int64_t) oracle->n[j] && items[j] == answered, "items %d", items[j]);
		if (oracle->n[j] < minimum)
		{
			CHECK(isnan(got->adjusted) && got->stars == 0 && got->status != NULL, "left out %d", j);
			continue;
		}
		RELATIVE(got->unadjusted, (double) oracle->unadjusted[j], 1e-13, "unadjusted %d", j);
		RELATIVE(got->adjusted, (double) oracle->adjusted[j], 1e-12, "adjusted %d", j);
		RELATIVE(got->variance, (double) oracle->variance[j], 1e-12, "variance %d", j);
		RELATIVE(got->se, (double) oracle->se[j], 1e-12, "se %d", j);
		ABSOLUTE(got->t, (double) oracle->t[j], 1e-10, "t %d", j);
		ABSOLUTE(got->p, p, 1e-11, "p %d", j);
		CHECK(got->stars == (p >= 0.05 ? 2 : got->t < 0 ? 1 : 3), "stars %d", j);
	}
}

/* Against the oracle, with each way of weighing. */
static void
check_formulas(bool weighted, int64_t minimum, int64_t target)
{
	for (int round = 0; round < 27; round++)
	{
		static struct oracle oracle;
		struct cpe_cahps_options cahps = default_options();
		struct cpe_composite_options options = {ITEMS, CPE_COMPOSITE_EQUAL, target, &cahps};
		struct cpe_cahps result;
		struct cpe_arena arena;
		struct cpe_problem problem;
		int *items;

		cahps.weights = (enum cpe_cahps_weights)(round % 3);
		cahps.overall = (enum cpe_cahps_weights)(round / 3 % 3);
		cahps.minimum = minimum;
		options.weights = (enum cpe_composite_weights)(round / 9);
		make_rows(weighted);
		cpe_arena_open_malloc(&arena);
		CHECK(cpe_composite(&result, &items, cells_of(&arena, false), &options, &arena, &problem),
		      "%s", problem.message);
		consult(&oracle, &options);
		check_result(&result, items, &oracle, minimum);
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("error");
}

/* A composite of one item is the item. */
static void
check_one_item(void)
{
	struct cpe_cahps_options cahps = default_options();
	struct cpe_composite_options options = {1, CPE_COMPOSITE_EQUAL, 1, &cahps};
	struct cpe_cahps composite, single;
	struct casemix one, other;
	struct cpe_arena arena;
	struct cpe_problem problem;
	int *items;

	make_rows(true);
	cpe_arena_open_malloc(&arena);
	casemix_open(&one, &arena, 5, name);
	casemix_open(&other, &arena, 4, name);
	other.numeric = true;
	for (int i = 0; i < ROWS; i++)
		if (!isnan(rows[i].y[0]))
		{
			const char *organisation = organisation_name[rows[i].organisation];

			casemix_add(&one, organisation, rows[i].level, 1, rows[i].w, 0, 1);
			casemix_add(&other, organisation, rows[i].level, rows[i].y[0], rows[i].w, 0, 1);
		}
	CHECK(cpe_composite(&composite, &items, casemix_cells(&one), &options, &arena, &problem), "%s",
	      problem.message);
	CHECK(cpe_cahps(&single, casemix_cells(&other), &cahps, &arena, &problem), "%s",
	      problem.message);
	RELATIVE(composite.f, single.f, 1e-11, "F");
	RELATIVE(composite.overall_mean, single.overall_mean, 1e-14, "overall mean");
	for (int j = 0; j < ORGANISATIONS; j++)
	{
		RELATIVE(composite.organisation[j].adjusted, single.organisation[j].adjusted, 1e-13,
		         "adjusted %d", j);
		RELATIVE(composite.organisation[j].variance, single.organisation[j].variance, 1e-12,
		         "variance %d", j);
		ABSOLUTE(composite.organisation[j].p, single.organisation[j].p, 1e-12, "p %d", j);
	}
	unit_worst("error");
	cpe_arena_close_malloc(&arena);
}

/* The same bits whatever the order of rows. */
static void
check_order(void)
{
	struct cpe_cahps_options cahps = default_options();
	struct cpe_composite_options options = {ITEMS, CPE_COMPOSITE_EQUAL, 5, &cahps};
	struct cpe_cahps result[2];
	struct cpe_arena arena;
	struct cpe_problem problem;
	int *items;

	make_rows(true);
	cpe_arena_open_malloc(&arena);
	for (int round = 0; round < 2; round++)
		CHECK(cpe_composite(&result[round], &items, cells_of(&arena, round), &options, &arena,
		                    &problem),
		      "%s", problem.message);
	for (int j = 0; j < ORGANISATIONS; j++)
		CHECK(result[0].organisation[j].adjusted == result[1].organisation[j].adjusted &&
		          result[0].organisation[j].p == result[1].organisation[j].p,
		      "organisation %d", j);
	CHECK(result[0].f == result[1].f, "F");
	cpe_arena_close_malloc(&arena);
}

/* Answers that are no numbers, or none at all, are refused. */
static void
check_refused(void)
{
	static const char *const level[2][8] = {{"75+", "a", "Male", "1", "1", "often", "1", "1"},
	                                        {"75+", "a", "Male", "1", NULL, NULL, NULL, NULL}};
	static const char *const words[2] = {"answer \"often\" to item \"q2\" is not a finite decimal",
	                                     "no respondents have these answers"};

	for (int round = 0; round < 2; round++)
	{
		struct cpe_cahps_options cahps = default_options();
		struct cpe_composite_options options = {ITEMS, CPE_COMPOSITE_EQUAL, 1, &cahps};
		struct cpe_cahps result;
		struct casemix casemix;
		struct cpe_arena arena;
		struct cpe_problem problem;
		int *items;

		cpe_arena_open_malloc(&arena);
		casemix_open(&casemix, &arena, 4 + ITEMS, name);
		casemix_add(&casemix, "R1", level[round], 1, 1, 0, 3);
		CHECK(
			!cpe_composite(&result, &items, casemix_cells(&casemix), &options, &arena, &problem) &&
				problem.code == CPE_INVALID && strstr(problem.message, words[round]) != NULL,
			"%s", problem.message);
		cpe_arena_close_malloc(&arena);
	}
}

/* Stops and ends of memory come back as problems. */
static void
check_failures(void)
{
	bool done = false;

	make_rows(true);
	for (int kind = 0; kind < 2; kind++, done = false)
		for (int after = 0; !done; after += kind == 0 ? 1 : 3)
		{
			struct cpe_cahps_options cahps = default_options();
			struct cpe_composite_options options = {ITEMS, CPE_COMPOSITE_EQUAL, 1, &cahps};
			struct cpe_cahps result;
			struct cpe_arena cells, arena;
			struct cpe_problem problem;
			int *items;

			cpe_arena_open_malloc(&cells);
			unit_arena_open(&arena, kind == 0 ? after : -1, kind == 0 ? -1 : after);
			done =
				cpe_composite(&result, &items, cells_of(&cells, false), &options, &arena, &problem);
			CHECK(done || problem.code == (kind == 0 ? CPE_CANCELLED : CPE_NO_MEMORY), "%s",
			      problem.message);
			cpe_arena_close_malloc(&arena);
			cpe_arena_close_malloc(&cells);
		}
}

int
main(void)
{
	srandom(20261127);
	unit_case("four items: the formulas over rows");
	check_formulas(false, 2, 1);
	unit_case("weighted, small organisations left out, a target of answers");
	check_formulas(true, 75, 90);
	unit_case("one item is the item");
	check_one_item();
	unit_case("row order");
	check_order();
	unit_case("what is refused");
	check_refused();
	unit_case("out of memory, cancelled");
	check_failures();
	return unit_end();
}
