#include "adjust/cahps.h"
#include "base/distribution.h"
#include "casemix_cells.h"
#include "unit.h"

#define ROWS 1500
#define ORGANISATIONS 12
#define COLUMNS 6 /* age: 3 dummies, sex, number, visits */

static const char *const covariate_name[] = {"age", "sex", "number", "visits"};
static const char *const age_name[] = {"16-44", "45-64", "65-74", "75+"};
static const char *const organisation_name[] = {"R01", "R02", "R03", "R04", "R05", "R06",
                                                "R07", "R08", "R09", "R10", "R11", "R12"};

struct row
{
	int organisation;
	double x[COLUMNS];
	const char *level[4];
	double y;
	double w;
};

struct rows
{
	int rows;
	struct row row[ROWS];
	char text[ROWS][2][24];
};

/* What the formulas say, over rows, in long double. */
struct oracle
{
	long double coefficient[COLUMNS];
	long double n[ORGANISATIONS], w[ORGANISATIONS], share[ORGANISATIONS];
	long double x[ORGANISATIONS][COLUMNS], y[ORGANISATIONS];
	long double adjusted[ORGANISATIONS], variance[ORGANISATIONS];
	long double overall, grand, f, se[ORGANISATIONS], t[ORGANISATIONS];
	int used;
	long double df2;
};

static void
make_rows(struct rows *rows, int count, bool rated, bool weighted)
{
	rows->rows = count;
	for (int i = 0; i < count; i++)
	{
		struct row *row = &rows->row[i];
		int age = (int) (random() % 4);
		int sex = (int) (random() % 2);
		double number = (double) (random() % 400) / 8 - 10;
		double visits = (double) (random() % 9);
		double tendency;

		/* organisations of different sizes, and with different patients */
		row->organisation = (int) (pow(unit_random(), 1.7) * ORGANISATIONS);
		if (row->organisation % 3 == 0 && random() % 2)
			age = 3;
		memset(row->x, 0, sizeof(row->x));
		if (age > 0)
			row->x[age - 1] = 1;
		row->x[3] = sex;
		row->x[4] = number;
		row->x[5] = visits;
		row->level[0] = age_name[age];
		row->level[1] = sex ? "Male" : "Female";
		sprintf(rows->text[i][0], "%.17g", number);
		sprintf(rows->text[i][1], "%.17g", visits);
		row->level[2] = rows->text[i][0];
		row->level[3] = rows->text[i][1];
		tendency = 0.4 + 0.1 * age - 0.05 * sex + 0.004 * number + 0.02 * (row->organisation % 5) +
		           0.3 * (unit_random() - 0.5);
		row->y = rated ? fmin(10, floor(10 * tendency)) : unit_random() < tendency;
		row->w = weighted ? 0.25 + (double) (random() % 12) / 4 : 1;
	}
}

/* Gaussian elimination with pivots; columns without variation keep coefficient 0. */
static void
solve(long double a[COLUMNS][COLUMNS + 1], long double *x)
{
	bool done[COLUMNS] = {false};
	int pivot_of[COLUMNS];

	for (int i = 0; i < COLUMNS; i++)
	{
		int best = -1;

		pivot_of[i] = -1;
		for (int k = 0; k < COLUMNS; k++)
			if (!done[k] && (best < 0 || fabsl(a[k][i]) > fabsl(a[best][i])))
				best = k;
		if (fabsl(a[best][i]) < 1e-9L)
			continue;
		done[best] = true;
		pivot_of[i] = best;
		for (int k = 0; k < COLUMNS; k++)
			if (k != best)
			{
				long double times = a[k][i] / a[best][i];

				for (int j = 0; j <= COLUMNS; j++)
					a[k][j] -= times * a[best][j];
			}
	}
	for (int i = 0; i < COLUMNS; i++)
		x[i] = pivot_of[i] < 0 ? 0 : a[pivot_of[i]][COLUMNS] / a[pivot_of[i]][i];
}

static long double
weight_of(const struct oracle *oracle, enum cpe_cahps_weights weights, int j)
{
	return weights == CPE_CAHPS_RESPONDENTS ? oracle->n[j]
	       : weights == CPE_CAHPS_EQUAL     ? 1
	                                        : oracle->w[j];
}

/* Centres within organisations and regresses. */
static void
oracle_regression(struct oracle *oracle, const struct rows *rows,
                  const struct cpe_cahps_options *options)
{
	long double normal[COLUMNS][COLUMNS + 1] = {{0}};

	for (int i = 0; i < rows->rows; i++)
	{
		const struct row *row = &rows->row[i];

		oracle->n[row->organisation] += 1;
		oracle->w[row->organisation] += row->w;
		oracle->y[row->organisation] += row->w * row->y;
		for (int k = 0; k < COLUMNS; k++)
			oracle->x[row->organisation][k] += row->w * row->x[k];
	}
	for (int j = 0; j < ORGANISATIONS; j++)
	{
		oracle->y[j] /= oracle->w[j];
		for (int k = 0; k < COLUMNS; k++)
			oracle->x[j][k] /= oracle->w[j];
	}
	for (int i = 0; i < rows->rows; i++)
	{
		const struct row *row = &rows->row[i];
		int j = row->organisation;
		long double w = row->w * weight_of(oracle, options->weights, j) / oracle->w[j];

		if (oracle->n[j] < options->minimum)
			continue;
		for (int a = 0; a < COLUMNS; a++)
		{
			for (int b = 0; b < COLUMNS; b++)
				normal[a][b] += w * (row->x[a] - oracle->x[j][a]) * (row->x[b] - oracle->x[j][b]);
			normal[a][COLUMNS] += w * (row->x[a] - oracle->x[j][a]) * (row->y - oracle->y[j]);
		}
	}
	solve(normal, oracle->coefficient);
}

/* Adjusted means and their variances, from the residuals of rows. */
static void
oracle_means(struct oracle *oracle, const struct rows *rows,
             const struct cpe_cahps_options *options)
{
	long double centre[COLUMNS] = {0};
	long double total = 0;

	for (int j = 0; j < ORGANISATIONS; j++)
		if (oracle->n[j] >= options->minimum)
		{
			oracle->used++;
			oracle->share[j] = weight_of(oracle, options->overall, j);
			total += oracle->share[j];
			for (int k = 0; k < COLUMNS; k++)
				centre[k] += oracle->share[j] * oracle->x[j][k];
		}
	for (int j = 0; j < ORGANISATIONS; j++)
	{
		oracle->adjusted[j] = oracle->y[j];
		for (int k = 0; k < COLUMNS; k++)
			oracle->adjusted[j] += (centre[k] / total - oracle->x[j][k]) * oracle->coefficient[k];
		oracle->overall += oracle->share[j] / total * oracle->adjusted[j];
	}
	for (int i = 0; i < rows->rows; i++)
	{
		const struct row *row = &rows->row[i];
		int j = row->organisation;
		long double residual = row->y - oracle->y[j];

		for (int k = 0; k < COLUMNS; k++)
			residual -= (row->x[k] - oracle->x[j][k]) * oracle->coefficient[k];
		oracle->variance[j] += row->w * row->w * residual * residual / oracle->w[j] / oracle->w[j];
	}
}

/* The tests as the CAHPS formulas write them. */
static void
oracle_tests(struct oracle *oracle)
{
	long double top = 0, bottom = 0, total = 0, all = 0, used_rows = 0;

	for (int j = 0; j < ORGANISATIONS; j++)
		if (oracle->share[j] > 0)
		{
			top += oracle->adjusted[j] * oracle->share[j] / oracle->variance[j];
			bottom += oracle->share[j] / oracle->variance[j];
			total += oracle->share[j];
			all += oracle->share[j] * oracle->share[j] * oracle->variance[j];
			used_rows += oracle->n[j];
		}
	oracle->grand = top / bottom;
	oracle->df2 = used_rows - oracle->used - COLUMNS;
	for (int j = 0; j < ORGANISATIONS; j++)
		if (oracle->share[j] > 0)
		{
			long double from = oracle->adjusted[j] - oracle->grand;

			oracle->f += from * from / oracle->variance[j] / (oracle->used - 1);
			oracle->se[j] = sqrtl(oracle->variance[j] * (1 - 2 * oracle->share[j] / total) +
			                      all / total / total);
			oracle->t[j] = (oracle->adjusted[j] - oracle->overall) / oracle->se[j];
		}
}

static const struct cpe_cells *
cells_of(struct cpe_arena *arena, const struct rows *rows)
{
	struct casemix casemix;

	casemix_open(&casemix, arena, 4, covariate_name);
	for (int i = 0; i < rows->rows; i++)
		casemix_add(&casemix, organisation_name[rows->row[i].organisation], rows->row[i].level,
		            rows->row[i].y, rows->row[i].w, 0, 1);
	return casemix_cells(&casemix);
}

static struct cpe_cahps_options
default_options(void)
{
	static const bool linear[] = {false, false, true, true};
	struct cpe_cahps_options options = {.alpha = 0.05, .lowest = 0, .highest = 1, .z = 1.96};

	options.minimum = 2;
	options.fit.terms = -1;
	options.fit.linear = linear;
	return options;
}

/* Against the oracle, with each way of weighing. */
static void
check_formulas(bool rated, bool weighted, int minimum)
{
	static struct rows rows;

	for (int round = 0; round < 9; round++)
	{
		struct oracle oracle;
		struct cpe_cahps_options options = default_options();
		struct cpe_cahps result;
		struct cpe_arena arena;
		struct cpe_problem problem;

		options.weights = (enum cpe_cahps_weights)(round % 3);
		options.overall = (enum cpe_cahps_weights)(round / 3);
		options.minimum = minimum;
		memset(&oracle, 0, sizeof(oracle));
		make_rows(&rows, ROWS, rated, weighted);
		cpe_arena_open_malloc(&arena);
		CHECK(cpe_cahps(&result, cells_of(&arena, &rows), &options, &arena, &problem), "%s",
		      problem.message);
		oracle_regression(&oracle, &rows, &options);
		oracle_means(&oracle, &rows, &options);
		oracle_tests(&oracle);
		CHECK(result.organisations == ORGANISATIONS && result.used == oracle.used &&
		          result.adjusters == COLUMNS && result.aliased == 0,
		      "round %d: %d organisations", round, result.used);
		CHECK(result.df1 == oracle.used - 1 && result.df2 == (int64_t) oracle.df2, "df %d", round);
		CHECK(result.status == NULL, "%s", result.status);
		RELATIVE(result.overall_mean, (double) oracle.overall, 1e-12, "overall mean %d", round);
		RELATIVE(result.grand_mean, (double) oracle.grand, 1e-12, "grand mean %d", round);
		RELATIVE(result.f, (double) oracle.f, 1e-11, "F %d", round);
		for (int j = 0; j < ORGANISATIONS; j++)
		{
			const struct cpe_cahps_organisation *got = &result.organisation[j];
			double p = 2 * cpe_t_upper(fabs((double) oracle.t[j]), (double) oracle.df2);

			RELATIVE(got->unadjusted, (double) oracle.y[j], 1e-13, "mean %d", j);
			if (!(oracle.share[j] > 0))
			{
				CHECK(isnan(got->adjusted) && isnan(got->p) && got->stars == 0 &&
				          strncmp(got->status, "fewer than", 10) == 0,
				      "left out %d", j);
				continue;
			}
			RELATIVE(got->adjusted, (double) oracle.adjusted[j], 1e-12, "adjusted %d", j);
			RELATIVE(got->variance, (double) oracle.variance[j], 1e-12, "variance %d", j);
			RELATIVE(got->se, (double) oracle.se[j], 1e-12, "se %d", j);
			ABSOLUTE(got->t, (double) oracle.t[j], 1e-10, "t %d", j);
			ABSOLUTE(got->p, p, 1e-11, "p %d", j);
			ABSOLUTE(got->high - got->low, 2 * 1.96 * got->se, 1e-14, "limits %d", j);
			CHECK(got->stars == (p >= 0.05 ? 2 : got->t < 0 ? 1 : 3), "stars %d", j);
		}
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("error");
}

/* The organisation of that name in a result. */
static const struct cpe_cahps_organisation *
organisation_of(const struct cpe_cahps *result, const char *name)
{
	for (int32_t j = 0; j < result->organisations; j++)
		if (strcmp(result->organisation[j].name, name) == 0)
			return &result->organisation[j];
	CHECK(false, "no organisation %s", name);
	return &result->organisation[0];
}

/* Rows first to end of a table of R's, and its row of tests. */
static void
check_figures(const struct cpe_cahps *result, const struct unit_table *table, int first, int end,
              const struct unit_table *test, int test_row)
{
	RELATIVE(result->f, unit_table_number(test, test_row, "f"), 1e-10, "F");
	RELATIVE(result->p, unit_table_number(test, test_row, "p"), 1e-8, "p of F");
	RELATIVE(result->overall_mean, unit_table_number(test, test_row, "overall_mean"), 1e-13, "M");
	RELATIVE(result->grand_mean, unit_table_number(test, test_row, "grand_mean"), 1e-12, "gm");
	CHECK(result->df1 == (int64_t) unit_table_number(test, test_row, "df1") &&
	          result->df2 == (int64_t) unit_table_number(test, test_row, "df2") &&
	          result->adjusters == (int) unit_table_number(test, test_row, "adjusters"),
	      "degrees of freedom");
	for (int i = first; i < end; i++)
	{
		const char *name = unit_table_text(table, i, "organisation");
		const struct cpe_cahps_organisation *got = organisation_of(result, name);

		CHECK(got->n == (int64_t) unit_table_number(table, i, "n"), "n of %s", name);
		RELATIVE(got->unadjusted, unit_table_number(table, i, "unadjusted"), 1e-13, "%s", name);
		RELATIVE(got->adjusted, unit_table_number(table, i, "adjusted"), 1e-12, "%s", name);
		RELATIVE(got->variance, unit_table_number(table, i, "variance"), 1e-11, "%s", name);
		RELATIVE(got->se, unit_table_number(table, i, "se"), 1e-11, "%s", name);
		ABSOLUTE(got->t, unit_table_number(table, i, "t"), 1e-10, "t of %s", name);
		ABSOLUTE(got->p, unit_table_number(table, i, "p"), 1e-10, "p of %s", name);
	}
}

/* Schools in districts weighted by their pupils; a factor and a number as adjusters. */
static void
check_schools(const char *directory)
{
	static const char *const name[] = {"stype", "meals"};
	static const bool linear[] = {false, true};
	struct unit_table *schools = unit_table_read(directory, "design/api.csv");
	struct unit_table *table = unit_table_read(directory, "adjust/cahps_api.csv");
	struct unit_table *test = unit_table_read(directory, "adjust/cahps_api_test.csv");
	struct cpe_arena arena;
	struct casemix casemix;
	const struct cpe_cells *cells;
	int at = 0;

	cpe_arena_open_malloc(&arena);
	casemix_open(&casemix, &arena, 2, name);
	for (int i = 0; i < schools->rows; i++)
	{
		const char *level[] = {unit_table_text(schools, i, "stype"),
		                       unit_table_text(schools, i, "meals")};

		if (strcmp(unit_table_text(schools, i, "sample"), "clus1") == 0)
			casemix_add(&casemix, unit_table_text(schools, i, "dnum"), level,
			            unit_table_number(schools, i, "api00"),
			            unit_table_number(schools, i, "enroll"), 0, 1);
	}
	cells = casemix_cells(&casemix);
	for (int round = 0; round < 3; round++)
	{
		struct cpe_cahps_options options = default_options();
		struct cpe_cahps result;
		struct cpe_problem problem;
		int end = at;

		options.weights = options.overall = (enum cpe_cahps_weights) round;
		options.fit.linear = linear;
		while (end < table->rows && strcmp(unit_table_text(table, end, "weights"),
		                                   unit_table_text(test, round, "weights")) == 0)
			end++;
		CHECK(cpe_cahps(&result, cells, &options, &arena, &problem), "%s", problem.message);
		CHECK(end - at == result.used, "%d districts", end - at);
		check_figures(&result, table, at, end, test, round);
		at = end;
	}
	unit_worst("error");
	cpe_arena_close_malloc(&arena);
	unit_table_free(schools);
	unit_table_free(table);
	unit_table_free(test);
}

/* 182,354 respondents of 145 trusts, 35 dummies. */
static void
check_respondents(const char *directory)
{
	struct unit_table *table = unit_table_read(directory, "adjust/cahps_cpes200k_q1.csv");
	struct unit_table *test = unit_table_read(directory, "adjust/cahps_cpes200k_q1_test.csv");
	struct cpe_cahps_options options = default_options();
	struct cpe_cahps result;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	options.fit.linear = NULL;
	options.overall = CPE_CAHPS_EQUAL;
	CHECK(cpe_cahps(&result, casemix_cpes200k(&arena, directory), &options, &arena, &problem), "%s",
	      problem.message);
	check_figures(&result, table, 0, table->rows, test, 0);
	unit_worst("error");
	cpe_arena_close_malloc(&arena);
	unit_table_free(table);
	unit_table_free(test);
}

/* Row order does not change a bit. */
static void
check_order(void)
{
	static struct rows rows;
	struct cpe_cahps_options options = default_options();
	struct cpe_cahps first;
	struct cpe_cahps again;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	make_rows(&rows, ROWS, true, false);
	CHECK(cpe_cahps(&first, cells_of(&arena, &rows), &options, &arena, &problem), "first");
	for (int i = ROWS - 1; i > 0; i--)
	{
		int other = (int) (random() % (i + 1));
		struct row row = rows.row[i];

		rows.row[i] = rows.row[other];
		rows.row[other] = row;
	}
	CHECK(cpe_cahps(&again, cells_of(&arena, &rows), &options, &arena, &problem), "again");
	CHECK(first.f == again.f && first.grand_mean == again.grand_mean, "F");
	for (int j = 0; j < ORGANISATIONS; j++)
		CHECK(first.organisation[j].adjusted == again.organisation[j].adjusted &&
		          first.organisation[j].t == again.organisation[j].t,
		      "organisation %d", j);
	cpe_arena_close_malloc(&arena);
}

/* An adjuster that is the same for all of an organisation changes nothing; nor does a duplicate. */
static void
check_aliased(void)
{
	static struct rows rows;
	struct cpe_cahps_options options = default_options();
	struct cpe_term_request without[] = {{1, {0}}, {1, {1}}, {1, {2}}};
	struct cpe_cahps all;
	struct cpe_cahps fewer;
	struct cpe_arena arena;
	struct cpe_problem problem;

	cpe_arena_open_malloc(&arena);
	make_rows(&rows, ROWS, true, true);
	for (int round = 0; round < 2; round++)
	{
		for (int i = 0; i < ROWS; i++)
		{
			struct row *row = &rows.row[i];

			row->x[5] = round ? 3 * row->x[4] + 1 : 2019 + row->organisation;
			sprintf(rows.text[i][1], "%.17g", row->x[5]);
		}
		options.fit.terms = -1;
		CHECK(cpe_cahps(&all, cells_of(&arena, &rows), &options, &arena, &problem), "all");
		options.fit.terms = 3;
		options.fit.term = without;
		CHECK(cpe_cahps(&fewer, cells_of(&arena, &rows), &options, &arena, &problem), "fewer");
		CHECK(all.aliased == 1 && all.adjusters == 5 && fewer.aliased == 0, "%d aliased",
		      all.aliased);
		CHECK(all.df2 == fewer.df2, "degrees of freedom");
		RELATIVE(all.f, fewer.f, 1e-10, "F");
		for (int j = 0; j < ORGANISATIONS; j++)
			RELATIVE(all.organisation[j].adjusted, fewer.organisation[j].adjusted, 1e-12,
			         "adjusted %d", j);
	}
	cpe_arena_close_malloc(&arena);
}

/* Adds respondents with one adjuster. */
static void
add(struct casemix *casemix, const char *organisation, const char *age, double y, int n)
{
	casemix_add(casemix, organisation, &age, y, 1, 0, n);
}

/* One item of few organisations by name; minimum, and options of the gates, are the caller's. */
static void
run(struct cpe_cahps *result, struct cpe_arena *arena, struct casemix *casemix,
    const struct cpe_cahps_options *options)
{
	struct cpe_problem problem;

	CHECK(cpe_cahps(result, casemix_cells(casemix), options, arena, &problem), "%s",
	      problem.message);
}

static void
check_edges(void)
{
	static const char *const name[] = {"age"};
	struct cpe_cahps_options options = default_options();
	struct cpe_cahps result;
	struct cpe_arena arena;
	struct casemix casemix;
	struct cpe_problem problem;

	options.fit.linear = NULL;
	cpe_arena_open_malloc(&arena);

	casemix_open(&casemix, &arena, 1, name); /* one organisation */
	add(&casemix, "A", "old", 1, 5);
	add(&casemix, "A", "young", 0, 3);
	add(&casemix, "A", "young", 1, 2);
	run(&result, &arena, &casemix, &options);
	CHECK(result.used == 1 && isnan(result.f) && isnan(result.p) && result.df1 == 0, "no F");
	CHECK(strcmp(result.status, "one organisation") == 0, "%s", result.status);
	CHECK(result.organisation[0].adjusted == 0.7 && result.organisation[0].difference == 0 &&
	          isnan(result.organisation[0].t) && result.organisation[0].stars == 0,
	      "its mean, and no test");

	casemix_open(&casemix, &arena, 1, name); /* all outcomes equal */
	for (int j = 0; j < 3; j++)
	{
		add(&casemix, organisation_name[j], "old", 7.3, 3 + j);
		add(&casemix, organisation_name[j], "young", 7.3, 5 + j * j);
	}
	run(&result, &arena, &casemix, &options);
	CHECK(isnan(result.f) && strcmp(result.status, "no variance") == 0, "no F");
	for (int j = 0; j < 3; j++)
		CHECK(fabs(result.organisation[j].adjusted - 7.3) < 1e-14 &&
		          result.organisation[j].variance == 0 && isnan(result.organisation[j].t) &&
		          strcmp(result.organisation[j].status, "no variance") == 0,
		      "organisation %d", j);

	casemix_open(&casemix, &arena, 1, name); /* one without variance, one of one, one of none */
	add(&casemix, "A", "old", 2, 4);
	add(&casemix, "A", "old", 4, 4);
	add(&casemix, "B", "old", 3, 4);
	add(&casemix, "B", "old", 4, 8);
	add(&casemix, "C", "old", 9, 5);
	add(&casemix, "D", "old", 1, 1);
	add(&casemix, "E", "old", NAN, 7);
	add(&casemix, "F", NULL, 5, 2);
	add(&casemix, NULL, "old", 5, 3);
	run(&result, &arena, &casemix, &options);
	CHECK(result.used == 3 && result.n == 25 && result.df1 == 1 && result.df2 == 22, "degrees");
	RELATIVE(result.overall_mean, (3 * 8 + 11 * 4 + 9 * 5 + 0.0) / 25, 1e-15,
	         "overall mean by respondents");
	/* A: mean 3, variance 8 / 64; B: mean 11 / 3, variance (8 / 3) / 144 */
	RELATIVE(result.grand_mean, (3 * 8 * 8 + 11.0 / 3 * 12 * 54) / (8 * 8 + 12 * 54), 1e-14, "gm");
	RELATIVE(result.organisation[0].variance, 0.125, 1e-15, "variance of A");
	RELATIVE(result.organisation[1].variance, 1.0 / 54, 1e-14, "variance of B");
	CHECK(strcmp(result.organisation[2].status, "no variance") == 0, "C");
	CHECK(strcmp(result.organisation[3].status, "fewer than 2 respondents") == 0 &&
	          result.organisation[3].unadjusted == 1 && isnan(result.organisation[3].adjusted),
	      "D");
	CHECK(strcmp(result.organisation[4].status, "no respondents") == 0 &&
	          result.organisation[4].unanswered == 7,
	      "E");
	CHECK(result.organisation[5].missing == 2 && result.missing == 2 && result.nameless == 3 &&
	          result.unanswered == 7,
	      "lost");

	casemix_open(&casemix, &arena, 1, name); /* as many parameters as respondents */
	add(&casemix, "A", "old", 2, 1);
	add(&casemix, "A", "young", 4, 1);
	add(&casemix, "B", "middle", 3, 1);
	add(&casemix, "B", "young", 7, 1);
	run(&result, &arena, &casemix, &options);
	CHECK(result.df2 == 0 && isnan(result.p) && strcmp(result.status, "no variance") == 0,
	      "nothing left: %s", result.status);

	casemix_open(&casemix, &arena, 1, name); /* nobody can be used */
	add(&casemix, "A", "old", 2, 1);
	run(&result, &arena, &casemix, &options);
	CHECK(result.used == 0 && strcmp(result.status, "no organisations") == 0 &&
	          isnan(result.overall_mean),
	      "nobody");

	casemix_open(&casemix, &arena, 0, NULL); /* without adjusters */
	casemix_add(&casemix, "A", NULL, 1, 1, 0, 30);
	casemix_add(&casemix, "A", NULL, 0, 1, 0, 10);
	casemix_add(&casemix, "B", NULL, 1, 1, 0, 20);
	casemix_add(&casemix, "B", NULL, 0, 1, 0, 20);
	run(&result, &arena, &casemix, &options);
	CHECK(result.adjusters == 0 && result.organisation[0].adjusted == 0.75, "unadjusted");
	/* equal n: F = 2 (d / 2)^2 / v of means weighted by 1 / v */
	RELATIVE(result.f, 0.0625 / (0.75 * 0.25 / 40 + 0.5 * 0.5 / 40), 1e-13, "F");

	casemix_open(&casemix, &arena, 1, name);
	casemix_add(&casemix, "A", name, 1, 1, 0.5, 3);
	CHECK(!cpe_cahps(&result, casemix_cells(&casemix), &options, &arena, &problem) &&
	          problem.code == CPE_INVALID,
	      "offsets are refused");
	cpe_arena_close_malloc(&arena);
}

/* Gates: significant differences that are too small to matter get two stars. */
static void
check_gates(void)
{
	struct cpe_cahps_options options = default_options();

	options.overall = CPE_CAHPS_EQUAL;
	for (int round = 0; round < 6; round++)
	{
		/* differences -0.1 and 0.1 from 0.6; the nearer end is 0.4 away */
		static const double change[] = {0, 0.24, 0.26, 0, 0, 0.24};
		static const double meandiff[] = {0, 0, 0, 0.099, 0.101, 0.101};
		static const int stars[] = {1, 1, 2, 1, 2, 2};
		struct casemix casemix;
		struct cpe_cahps result;
		struct cpe_arena arena;

		cpe_arena_open_malloc(&arena);
		casemix_open(&casemix, &arena, 0, NULL);
		casemix_add(&casemix, "A", NULL, 1, 1, 0, 2500);
		casemix_add(&casemix, "A", NULL, 0, 1, 0, 2500);
		casemix_add(&casemix, "B", NULL, 1, 1, 0, 3500);
		casemix_add(&casemix, "B", NULL, 0, 1, 0, 1500);
		options.change = change[round];
		options.meandiff = meandiff[round];
		options.floor = 0.0001;
		run(&result, &arena, &casemix, &options);
		CHECK(result.organisation[0].stars == stars[round] &&
		          result.organisation[1].stars == 4 - stars[round],
		      "round %d: %d %d", round, result.organisation[0].stars, result.organisation[1].stars);
		CHECK(result.p == 0.0001 && result.organisation[0].p == 0.0001, "floor");
		cpe_arena_close_malloc(&arena);
	}
}

/* Wherever the arena stops or runs out, a problem and no answer. */
static void
check_stops(void)
{
	static struct rows rows;
	struct cpe_cahps_options options = default_options();
	struct cpe_arena of_cells;
	struct cpe_problem problem;
	const struct cpe_cells *cells;
	bool done = false;

	make_rows(&rows, 300, true, false);
	cpe_arena_open_malloc(&of_cells);
	cells = cells_of(&of_cells, &rows);
	for (int allocs = 0; !done; allocs++)
	{
		struct cpe_arena arena;
		struct cpe_cahps result;

		unit_arena_open(&arena, -1, allocs);
		done = cpe_cahps(&result, cells, &options, &arena, &problem);
		CHECK(done || problem.code == CPE_NO_MEMORY, "after %d allocations", allocs);
		cpe_arena_close_malloc(&arena);
	}
	done = false;
	for (int polls = 0; !done; polls++)
	{
		struct cpe_arena arena;
		struct cpe_cahps result;

		unit_arena_open(&arena, polls, -1);
		done = cpe_cahps(&result, cells, &options, &arena, &problem);
		CHECK(done || problem.code == CPE_CANCELLED, "after %d polls", polls);
		cpe_arena_close_malloc(&arena);
	}
	cpe_arena_close_malloc(&of_cells);
}

int
main(int argc, char **argv)
{
	const char *directory = argc > 1 ? argv[1] : "test/data";

	srandom(2003);
	unit_case("ratings: the formulas over rows");
	check_formulas(true, false, 2);
	unit_case("weighted ratings, organisations below 90 left out");
	check_formulas(true, true, 90);
	unit_case("yes or no, weighted");
	check_formulas(false, true, 2);
	unit_case("schools in districts, weighted: R");
	check_schools(directory);
	unit_case("200,000 respondents: R");
	check_respondents(directory);
	unit_case("row order");
	check_order();
	unit_case("adjusters without variation within organisations");
	check_aliased();
	unit_case("edges");
	check_edges();
	unit_case("gates of the stars");
	check_gates();
	unit_case("out of memory, cancelled");
	check_stops();
	return unit_end();
}
