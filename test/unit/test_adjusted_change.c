#include "adjust/fit.h"
#include "base/distribution.h"
#include "benchmark/adjusted_change.h"
#include "casemix_cells.h"
#include "unit.h"

#define ROWS 900
#define ORGANISATIONS 5

static const char *const name[] = {"age", "number"};
static const char *const age_name[] = {"16-44", "45-64", "65-74", "75+"};
static const char *const organisation_name[] = {"R1", "R2", "R3", "R4", "R5"};

struct row
{
	int organisation;
	bool after;
	const char *level[2];
	double y;
	double w;
	double offset;
	char text[24];
};

static struct row rows[ROWS];

/* R1 is only there before, R5 only after. */
static void
make_rows(bool numeric, bool weighted, bool offset)
{
	for (int i = 0; i < ROWS; i++)
	{
		struct row *row = &rows[i];
		int age = (int) (random() % 4);
		double number = (double) (random() % 40) / 8 - 2;
		double tendency;

		row->after = random() % 2;
		row->organisation = row->after ? 1 + (int) (random() % 4) : (int) (random() % 4);
		sprintf(row->text, "%.17g", number);
		row->level[0] = age_name[age];
		row->level[1] = row->text;
		row->w = weighted ? 0.25 + (double) (random() % 12) / 4 : 1;
		row->offset = offset ? (double) (random() % 4) / 4 : 0;
		tendency = 0.3 + 0.1 * age + 0.05 * number + 0.1 * row->after * (row->organisation % 3 - 1);
		row->y = numeric ? tendency + unit_random() : unit_random() < tendency;
	}
}

/* Respondents of a wave, 0 or 1, or of both (2). */
static const struct cpe_cells *
cells_of(struct cpe_arena *arena, int wave, bool numeric)
{
	struct casemix casemix;

	casemix_open(&casemix, arena, 2, name);
	casemix.numeric = numeric;
	for (int i = 0; i < ROWS; i++)
		if (wave == 2 || rows[i].after == (wave == 1))
			casemix_add(&casemix, organisation_name[rows[i].organisation], rows[i].level, rows[i].y,
			            rows[i].w, rows[i].offset, 1);
	return casemix_cells(&casemix);
}

static const struct cpe_model *
model_of(struct cpe_arena *arena, bool numeric, enum cpe_effect effect)
{
	static const bool linear[] = {false, true};
	struct cpe_fit_options options = casemix_options(effect);
	struct cpe_problem problem;
	const struct cpe_model *model;

	options.linear = linear;
	if (numeric)
		options.family = CPE_GAUSSIAN;
	model = cpe_fit(cells_of(arena, 2, numeric), &options, arena, &problem);
	if (!CHECK(model != NULL, "%s", problem.message))
		exit(1);
	return model;
}

/* The model's linear predictor of a row, or its mean. */
static long double
linear_of(const struct cpe_model *model, const struct row *row)
{
	struct cpe_problem problem;
	double expected = 0;

	CHECK(cpe_model_expected(model, row->level, NULL, row->offset, &expected, &problem),
	      "expected");
	return model->family == CPE_GAUSSIAN ? expected : logl(expected) - log1pl(-expected);
}

/* What one wave of an organisation says: (O - E) / W, its variance, the shift and its variance. */
struct side
{
	long double excess, variance, shift, shift_variance;
	int n;
};

static struct side
consult(const struct cpe_model *model, int organisation, bool after)
{
	static long double linear[ROWS];
	static const struct row *row[ROWS];
	struct side side = {0, 0, 0, 0, 0};
	long double w = 0, observed = 0, low = -40, high = 40, slope = 0, spread = 0;

	for (int i = 0; i < ROWS; i++)
		if (rows[i].organisation == organisation && rows[i].after == after)
		{
			row[side.n] = &rows[i];
			linear[side.n++] = linear_of(model, &rows[i]);
		}
	for (int i = 0; i < side.n; i++)
	{
		bool numeric = model->family == CPE_GAUSSIAN;
		long double p = numeric ? linear[i] : 1 / (1 + expl(-linear[i]));

		w += row[i]->w;
		observed += row[i]->w * row[i]->y;
		side.excess += row[i]->w * (row[i]->y - p);
		side.variance += numeric ? row[i]->w * (long double) model->sigma * model->sigma
		                         : row[i]->w * row[i]->w * p * (1 - p);
	}
	side.excess /= w;
	side.variance /= w * w;
	for (int step = 0; step < 90 && model->family == CPE_BINOMIAL; step++)
	{
		long double sum = 0;

		side.shift = (low + high) / 2;
		for (int i = 0; i < side.n; i++)
			sum += row[i]->w / (1 + expl(-linear[i] - side.shift));
		*(sum > observed ? &high : &low) = side.shift;
	}
	for (int i = 0; i < side.n; i++)
	{
		long double p = 1 / (1 + expl(-linear[i] - side.shift));

		slope += row[i]->w * p * (1 - p);
		spread += row[i]->w * row[i]->w * p * (1 - p);
	}
	side.shift_variance = spread / slope / slope;
	return side;
}

static void
check_change(const struct cpe_model *model, const struct cpe_adjusted_change *change, int j)
{
	struct side before = consult(model, j, false);
	struct side after = consult(model, j, true);

	CHECK(strcmp(change->name, organisation_name[j]) == 0 && change->before.n == before.n &&
	          change->after.n == after.n,
	      "%s", change->name);
	if (before.n == 0 || after.n == 0)
	{
		CHECK(isnan(change->difference) && isnan(change->log_odds_ratio) &&
		          strcmp(change->status,
		                 before.n == 0 ? "no respondents before" : "no respondents after") == 0,
		      "%s", change->status);
		return;
	}
	CHECK(change->status == NULL, "%s", change->status);
	ABSOLUTE(change->difference, (double) (after.excess - before.excess), 1e-14, "difference %d",
	         j);
	RELATIVE(change->se, (double) sqrtl(after.variance + before.variance), 1e-13, "se %d", j);
	ABSOLUTE(change->p, cpe_model_p(model, change->difference / change->se), 1e-14, "p %d", j);
	if (model->family == CPE_GAUSSIAN)
	{
		CHECK(isnan(change->log_odds_ratio) && isnan(change->log_odds_ratio_p), "numbers");
		return;
	}
	ABSOLUTE(change->log_odds_ratio, (double) (after.shift - before.shift), 1e-13,
	         "log odds ratio %d", j);
	RELATIVE(change->log_odds_ratio_se,
	         (double) sqrtl(after.shift_variance + before.shift_variance), 1e-13, "its se %d", j);
	ABSOLUTE(change->log_odds_ratio_p,
	         2 * cpe_normal_upper(fabs(change->log_odds_ratio / change->log_odds_ratio_se)), 1e-14,
	         "its p %d", j);
}

/* Against sums over rows and bisection. */
static void
check_formulas(bool numeric, bool weighted, bool offset, enum cpe_effect effect)
{
	for (int round = 0; round < 5; round++)
	{
		const struct cpe_model *model;
		struct cpe_adjusted_change *change;
		struct cpe_arena arena;
		struct cpe_problem problem;
		int32_t changes;

		make_rows(numeric, weighted, offset);
		cpe_arena_open_malloc(&arena);
		model = model_of(&arena, numeric, effect);
		CHECK(cpe_adjusted_changes(model, cells_of(&arena, 0, numeric),
		                           cells_of(&arena, 1, numeric), &change, &changes, &arena,
		                           &problem) &&
		          changes == ORGANISATIONS,
		      "%s", problem.message);
		for (int j = 0; j < ORGANISATIONS; j++)
			check_change(model, &change[j], j);
		cpe_arena_close_malloc(&arena);
	}
	unit_worst("error");
}

/* Stops and ends of memory come back as problems. */
static void
check_failures(void)
{
	struct cpe_arena kept;
	const struct cpe_model *model;
	const struct cpe_cells *before;
	const struct cpe_cells *after;

	make_rows(false, true, false);
	cpe_arena_open_malloc(&kept);
	model = model_of(&kept, false, CPE_EFFECT_NONE);
	before = cells_of(&kept, 0, false);
	after = cells_of(&kept, 1, false);
	for (int kind = 0; kind < 2; kind++)
		for (int limit = 0, done = false; !done; limit++)
		{
			struct cpe_adjusted_change *change;
			struct cpe_arena arena;
			struct cpe_problem problem;
			int32_t changes;

			unit_arena_open(&arena, kind == 0 ? limit : -1, kind == 0 ? -1 : limit);
			done = cpe_adjusted_changes(model, before, after, &change, &changes, &arena, &problem);
			CHECK(done || problem.code == (kind == 0 ? CPE_CANCELLED : CPE_NO_MEMORY), "%s",
			      problem.message);
			cpe_arena_close_malloc(&arena);
		}
	cpe_arena_close_malloc(&kept);
}

int
main(void)
{
	srandom(20261127);
	unit_case("yes or no: sums over rows, and bisection");
	check_formulas(false, false, false, CPE_EFFECT_NONE);
	unit_case("weighted, under a model with effects of organisations");
	check_formulas(false, true, false, CPE_EFFECT_FIXED);
	unit_case("offsets");
	check_formulas(false, false, true, CPE_EFFECT_NONE);
	unit_case("numbers, weighted");
	check_formulas(true, true, false, CPE_EFFECT_NONE);
	unit_case("out of memory, cancelled");
	check_failures();
	return unit_end();
}
