#include "casemix_cells.h"

#include "adjust/adjusted.h"
#include "adjust/fit.h"

static const char *directory;

static struct cpe_problem problem;

/* A fit that is to succeed. */
static const struct cpe_model *
fit(const struct cpe_cells *cells, const struct cpe_fit_options *options, struct cpe_arena *arena)
{
	const struct cpe_model *model;

	problem.message[0] = '\0';
	model = cpe_fit(cells, options, arena, &problem);
	if (!CHECK(model != NULL, "fit: %s", problem.message))
		exit(2);
	return model;
}

static const struct cpe_model_organisation *
find(const struct cpe_model *model, const char *name)
{
	for (int32_t j = 0; j < model->organisations; j++)
		if (strcmp(model->organisation[j].name, name) == 0)
			return &model->organisation[j];
	printf("Bail out! no organisation %s\n", name);
	exit(2);
}

/* ---- R's figures ---- */

static double
statistic(const char *of, const char *name)
{
	struct unit_table *table = unit_table_read(directory, "adjust/glm_stats.csv");
	double value = NAN;

	for (int i = 0; i < table->rows; i++)
		if (strcmp(unit_table_text(table, i, "case"), of) == 0 &&
		    strcmp(unit_table_text(table, i, "stat"), name) == 0)
			value = unit_table_number(table, i, "value");
	unit_table_free(table);
	return value;
}

static void
check_report(const struct cpe_model *model, const char *of, bool auc)
{
	CHECK((double) model->n == statistic(of, "n"), "n %lld", (long long) model->n);
	CHECK((double) model->rank == statistic(of, "rank"), "rank %lld", (long long) model->rank);
	RELATIVE(model->deviance, statistic(of, "deviance"), 1e-12, "deviance");
	RELATIVE(model->null_deviance, statistic(of, "null_deviance"), 1e-12, "null deviance");
	RELATIVE(model->log_likelihood, statistic(of, "loglik"), 1e-12, "log-likelihood");
	RELATIVE(model->aic, statistic(of, "aic"), 1e-12, "AIC");
	if (auc)
		RELATIVE(model->auc, statistic(of, "auc"), 1e-14, "AUC");
	ABSOLUTE(model->calibration_intercept, 0, 1e-11, "calibration intercept");
	ABSOLUTE(model->calibration_slope, 1, 1e-11, "calibration slope");
	unit_worst("of the report");
}

static void
check_trusts(const struct cpe_cells *cells, struct cpe_arena *arena)
{
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	struct unit_table *table = unit_table_read(directory, "adjust/glm_cpes200k_q1_trust.csv");
	const struct cpe_model *model;

	options.reference = casemix_cpes200k_reference;
	unit_case("200,000 respondents, model without trusts: report as R's");
	model = fit(cells, &options, arena);
	check_report(model, "cpes200k_q1", true);
	CHECK(model->n_unanswered + model->n + model->n_missing == 200000, "none is lost uncounted");

	unit_case("expected and its variances by trust as R's");
	CHECK(table->rows == 145 && model->organisations == 145, "145 trusts");
	for (int i = 0; i < table->rows; i++)
	{
		const char *trust = unit_table_text(table, i, "trust");
		const struct cpe_model_organisation *of = find(model, trust);

		CHECK((double) of->n == unit_table_number(table, i, "n") &&
		          of->observed == unit_table_number(table, i, "obs"),
		      "%s: counts", trust);
		RELATIVE(of->expected, unit_table_number(table, i, "exp"), 1e-12, "%s: expected", trust);
		RELATIVE(of->variance, unit_table_number(table, i, "var_binom"), 1e-12, "%s: variance",
		         trust);
		RELATIVE(of->variance_difference, unit_table_number(table, i, "var_OminusE"), 1e-11,
		         "%s: variance of O - E", trust);
		RELATIVE(model->mean, unit_table_number(table, i, "national"), 1e-14, "national");
	}
	unit_worst("by trust");
	unit_table_free(table);
}

static void
check_margins(const struct cpe_cells *cells, struct cpe_arena *arena)
{
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	struct unit_table *table = unit_table_read(directory, "adjust/glm_cpes200k_q1_direct_std.csv");
	struct unit_table *coefs =
		unit_table_read(directory, "adjust/glm_cpes200k_q1_trustfe_coef.csv");
	const struct cpe_model *model;
	double observed = 0;
	double expected = 0;
	int contrasts = 0;

	options.reference = casemix_cpes200k_reference;
	unit_case("200,000 respondents, trusts fixed: report as R's");
	model = fit(cells, &options, arena);
	check_report(model, "cpes200k_q1_trustfe", false);

	unit_case("predictive margins as R's");
	for (int i = 0; i < table->rows; i++)
	{
		const char *trust = unit_table_text(table, i, "trust");
		const struct cpe_model_organisation *of = find(model, trust);

		ABSOLUTE(of->margin, unit_table_number(table, i, "direct_std"), 1e-13, "%s: margin", trust);
		ABSOLUTE(of->margin_se, unit_table_number(table, i, "se_delta"), 1e-12, "%s: se", trust);
	}
	unit_worst("of margins");

	unit_case("trusts' contrasts as R's coefficients");
	for (int i = 0; i < coefs->rows; i++)
	{
		const char *term = unit_table_text(coefs, i, "term");
		const struct cpe_model_organisation *of;

		if (strncmp(term, "trust", 5) != 0)
			continue;
		of = find(model, term + 5);
		ABSOLUTE(of->contrast, unit_table_number(coefs, i, "coef"), 1e-11, "%s", term);
		RELATIVE(of->contrast_se, unit_table_number(coefs, i, "se"), 1e-8, "%s: se", term);
		contrasts++;
	}
	CHECK(contrasts > 30, "%d contrasts", contrasts);
	ABSOLUTE(find(model, "T001")->effect, unit_table_number(coefs, 0, "coef"), 1e-11, "intercept");
	RELATIVE(find(model, "T001")->effect_se, unit_table_number(coefs, 0, "se"), 1e-8, "its se");
	unit_worst("of contrasts");
	for (int32_t j = 0; j < model->organisations; j++)
	{
		observed += model->organisation[j].observed;
		expected += model->organisation[j].expected;
	}
	RELATIVE(expected, observed, 1e-13, "expected of all trusts sums to observed");
	unit_table_free(coefs);
	unit_table_free(table);
}

static void
check_grouped(struct cpe_arena *arena)
{
	static const char *const name[] = {"age", "sex", "imd"};
	struct unit_table *table = unit_table_read(directory, "adjust/glm_grouped_age_sex_imd.csv");
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	const struct cpe_model *model;

	options.reference = (const char *const[]){"65-74", "Female", "1"};
	unit_case("grouped rows: deviance from the saturated model as R's");
	model = fit(casemix_of_table(arena, table, "y", "n", NULL, 3, name), &options, arena);
	CHECK((double) model->patterns == statistic("grouped_age_sex_imd", "n"), "patterns");
	CHECK((double) model->rank == statistic("grouped_age_sex_imd", "rank"), "rank");
	RELATIVE(model->pattern_deviance, statistic("grouped_age_sex_imd", "deviance"), 1e-11,
	         "deviance");
	RELATIVE(model->pattern_deviance + model->null_deviance - model->deviance,
	         statistic("grouped_age_sex_imd", "null_deviance"), 1e-11, "null deviance");
	unit_worst("of deviances");
	unit_table_free(table);
}

static void
check_figures(void)
{
	struct cpe_arena arena;
	const struct cpe_cells *cells;

	cpe_arena_open_malloc(&arena);
	cells = casemix_cpes200k(&arena, directory);
	check_trusts(cells, &arena);
	check_margins(cells, &arena);
	check_grouped(&arena);
	cpe_arena_close_malloc(&arena);
}

/* ---- the delta method by differences ---- */

#define CELLS_MOST 64

static const char *const small_name[] = {"a", "b"};
static const char *const small_organisation[] = {"A", "B", "C", "D"};

/* Four organisations, two factors with three and two levels; two cells' weights differ within. */
static const struct cpe_cells *
small_cells(struct cpe_arena *arena, bool weighted, bool numeric)
{
	static const char *const letter[] = {"x", "y", "z"};
	struct casemix casemix;

	srandom(11);
	casemix_open(&casemix, arena, 2, small_name);
	for (int i = 0; i < 160; i++)
	{
		const char *level[2] = {letter[i % 3], letter[(int) (unit_random() * 2)]};
		int organisation = (int) (unit_random() * 4);
		double y = unit_random() < 0.3 + 0.1 * organisation + 0.1 * (i % 3);
		double w = weighted ? 0.5 + unit_random() * 2 : 1;

		casemix_add(&casemix, small_organisation[organisation], level,
		            numeric ? y * 4 + floor(unit_random() * 5) : y, w, 0, 1);
	}
	return casemix_cells(&casemix);
}

/* The same cells with a little more of the outcome in one of them. */
static const struct cpe_cells *
nudge(const struct cpe_cells *cells, int32_t cell, double by, struct cpe_arena *arena)
{
	struct cpe_cells *nudged = casemix_room(arena, 1, sizeof(*nudged));
	double *wy = casemix_room(arena, (size_t) cells->cells, sizeof(double));

	memcpy(wy, cells->sum.wy, sizeof(double) * (size_t) cells->cells);
	wy[cell] += by;
	*nudged = *cells;
	nudged->sum.wy = wy;
	return nudged;
}

/* What a model says of a cell's respondents: with their organisation's effect, or without. */
static double
expectation(const struct cpe_model *model, const struct cpe_cells *cells, int32_t pattern,
            const char *organisation)
{
	const char *level[CASEMIX_COVARIATES];
	double expected = NAN;

	for (int i = 0; i < cells->covariates; i++)
		level[i] = cells->covariate[i].level[cells->code[pattern * cells->covariates + i]];
	CHECK(cpe_model_expected(model, level, organisation, cells->offset ? cells->offset[pattern] : 0,
	                         &expected, &problem),
	      "expectation: %s", problem.message);
	return expected;
}

/* Derivatives by the outcome of each cell, and each cell's sums of w^2 v. */
struct derivatives
{
	double margin[4][CELLS_MOST];
	double difference[4][CELLS_MOST];
	double fitted[CELLS_MOST];  /* sum of w^2 v as fitted */
	double null[CELLS_MOST];    /* as expected without effects */
	double slope[CELLS_MOST];   /* sum of w v as expected */
	double squares[CELLS_MOST]; /* sum of w^2 (y - fitted)^2 */
	double score[CELLS_MOST];   /* sum of w (y - fitted) */
};

static void
differentiate(struct derivatives *d, const struct cpe_model *model, const struct cpe_cells *cells,
              const struct cpe_fit_options *options, struct cpe_arena *arena)
{
	const double h = 1e-4;
	const struct cpe_cell_sums *sum = &cells->sum;
	bool gaussian = options->family == CPE_GAUSSIAN;

	CHECK(cells->cells <= CELLS_MOST && cells->organisation.levels == 4, "room");
	for (int32_t p = 0; p < cells->patterns; p++)
		for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
		{
			const char *name = cells->organisation.level[cells->organisation_of[c]];
			const struct cpe_model *up = fit(nudge(cells, c, h, arena), options, arena);
			const struct cpe_model *down = fit(nudge(cells, c, -h, arena), options, arena);
			double fitted = expectation(model, cells, p, name);
			double expected = expectation(model, cells, p, NULL);
			double variance = gaussian ? model->sigma * model->sigma : expected * (1 - expected);

			for (int j = 0; j < 4; j++)
			{
				const struct cpe_model_organisation *a = &up->organisation[j];
				const struct cpe_model_organisation *b = &down->organisation[j];

				d->margin[j][c] = (a->margin - b->margin) / (2 * h);
				d->difference[j][c] =
					((a->observed - a->expected) - (b->observed - b->expected)) / (2 * h);
			}
			d->null[c] = (gaussian ? sum->w[c] : sum->w2[c]) * variance;
			d->slope[c] = sum->w[c] * (gaussian ? 1 : variance);
			d->fitted[c] = gaussian ? sum->w[c] * variance : sum->w2[c] * fitted * (1 - fitted);
			d->squares[c] = sum->w2yy[c] - 2 * fitted * sum->w2y[c] + fitted * fitted * sum->w2[c];
			d->score[c] = sum->wy[c] - sum->w[c] * fitted;
		}
}

/* The variance of O - E, and of the margin, of one organisation. */
static void
check_variances(const struct derivatives *d, const struct cpe_model *model,
                const struct cpe_cells *cells, int j)
{
	const struct cpe_model_organisation *of = &model->organisation[j];
	bool fixed = model->effect == CPE_EFFECT_FIXED;
	bool hc0 = model->variance == CPE_VARIANCE_HC0;
	double cluster[4] = {0};
	double margin = 0;
	double difference = 0;
	double all = 0;
	double own = 0;

	for (int32_t c = 0; c < cells->cells; c++)
	{
		all += d->slope[c];
		own += cells->organisation_of[c] == j ? d->slope[c] : 0;
	}
	for (int32_t c = 0; c < cells->cells; c++)
	{
		/* the outcome's own part in O - E, beside that of the coefficients */
		double direct = (cells->organisation_of[c] == j) - (fixed ? own / all : 0);
		double change = d->difference[j][c];

		margin += (hc0 ? d->squares[c] : d->fitted[c]) * d->margin[j][c] * d->margin[j][c];
		cluster[cells->organisation_of[c]] += d->score[c] * d->margin[j][c];
		if (hc0)
			difference += d->squares[c] * change * change;
		else
			difference +=
				d->null[c] * direct * direct + d->fitted[c] * (change * change - direct * direct);
	}
	if (model->variance == CPE_VARIANCE_CLUSTER)
	{
		margin = 0;
		for (int k = 0; k < 4; k++)
			margin += cluster[k] * cluster[k];
		CHECK(isnan(of->variance_difference), "no variance of O - E by cluster");
	}
	else
		RELATIVE(of->variance_difference, difference, 1e-8, "organisation %d: V(O - E)", j);
	/* with weights the model's own covariance is not the variance of what the weights make */
	if (fixed && !(model->variance == CPE_VARIANCE_MODEL && model->weighted))
		RELATIVE(of->margin_se, sqrt(margin), 1e-8, "organisation %d: se of margin", j);
	if (!fixed)
		CHECK(isnan(of->margin) && isnan(of->margin_se), "no margin without effects");
}

static void
check_delta(void)
{
	static const struct
	{
		const char *title;
		enum cpe_variance variance;
		bool weighted;
		double ridge;
		enum cpe_family family;
	} kind[] = {
		{"model", CPE_VARIANCE_MODEL, false, 0, CPE_BINOMIAL},
		{"model, weights", CPE_VARIANCE_MODEL, true, 0, CPE_BINOMIAL},
		{"hc0", CPE_VARIANCE_HC0, false, 0, CPE_BINOMIAL},
		{"hc0, weights", CPE_VARIANCE_HC0, true, 0, CPE_BINOMIAL},
		{"ridge", CPE_VARIANCE_MODEL, false, 1.5, CPE_BINOMIAL},
		{"cluster", CPE_VARIANCE_CLUSTER, false, 0, CPE_BINOMIAL},
		{"least squares", CPE_VARIANCE_MODEL, false, 0, CPE_GAUSSIAN},
		{"least squares, weights", CPE_VARIANCE_MODEL, true, 0, CPE_GAUSSIAN},
		{"least squares, hc0, weights", CPE_VARIANCE_HC0, true, 0, CPE_GAUSSIAN},
	};

	for (int fixed = 0; fixed < 2; fixed++)
		for (size_t k = 0; k < sizeof(kind) / sizeof(kind[0]); k++)
		{
			static char title[2][10][80];
			static struct derivatives d;
			struct cpe_arena arena;
			struct cpe_fit_options options =
				casemix_options(fixed ? CPE_EFFECT_FIXED : CPE_EFFECT_NONE);
			const struct cpe_cells *cells;
			const struct cpe_model *model;

			snprintf(title[fixed][k], sizeof(title[fixed][k]),
			         "variances by differences: %s, organisations %s", kind[k].title,
			         fixed ? "fixed" : "none");
			unit_case(title[fixed][k]);
			cpe_arena_open_malloc(&arena);
			options.family = kind[k].family;
			options.variance = kind[k].variance;
			options.method = kind[k].ridge > 0 ? CPE_METHOD_RIDGE : CPE_METHOD_ML;
			options.ridge = kind[k].ridge;
			cells = small_cells(&arena, kind[k].weighted, kind[k].family == CPE_GAUSSIAN);
			model = fit(cells, &options, &arena);
			differentiate(&d, model, cells, &options, &arena);
			for (int j = 0; j < 4; j++)
				check_variances(&d, model, cells, j);
			unit_worst("of variances");
			cpe_arena_close_malloc(&arena);
		}
}

/* ---- separation ---- */

/* The margin by its definition, over the patterns wanted (NULL: all). */
static double
margin_of(const struct cpe_model *model, const struct cpe_cells *cells, const char *organisation,
          const bool *wanted)
{
	double sum = 0;
	double weight = 0;

	for (int32_t p = 0; p < cells->patterns; p++)
		for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
			if (wanted == NULL || wanted[p])
			{
				weight += cells->sum.w[c];
				sum += cells->sum.w[c] * expectation(model, cells, p, organisation);
			}
	return sum / weight;
}

/* Patterns that are complete and whose level of the first covariate is not the one named. */
static void
complete_without(const struct cpe_cells *cells, const char *name, bool *wanted)
{
	CHECK(cells->patterns <= CELLS_MOST, "room");
	for (int32_t p = 0; p < cells->patterns; p++)
	{
		const char *level = cells->covariate[0].level[cells->code[p * 2]];

		wanted[p] = level != NULL && strcmp(level, name) != 0;
	}
}

/*
 * small_cells, and organisations that are all positive ("P", which alone has level w of a) and all
 * negative ("N").
 */
static const struct cpe_cells *
separated_cells(struct cpe_arena *arena, bool whole, bool rare)
{
	const struct cpe_cells *small = small_cells(arena, false, false);
	struct casemix casemix;

	casemix_open(&casemix, arena, 2, small_name);
	for (int32_t p = 0; p < small->patterns; p++)
		for (int32_t c = small->first[p]; c < small->first[p + 1]; c++)
		{
			const char *level[2] = {small->covariate[0].level[small->code[p * 2]],
			                        small->covariate[1].level[small->code[p * 2 + 1]]};
			const char *name = small->organisation.level[small->organisation_of[c]];
			int64_t positive = (int64_t) small->sum.wy[c];

			casemix_add(&casemix, name, level, 1, 1, 0, positive);
			casemix_add(&casemix, name, level, 0, 1, 0, small->sum.n[c] - positive);
			if (whole && c % 3 == 0)
				casemix_add(&casemix, "P", level, 1, 1, 0, 2);
			if (whole && c % 4 == 0)
				casemix_add(&casemix, "N", level, 0, 1, 0, 1);
		}
	if (rare)
		casemix_add(&casemix, "P", (const char *const[]){"w", "x"}, 1, 1, 0, 5);
	casemix_add(&casemix, "E", (const char *const[]){NULL, "x"}, 1, 1, 0, 3);
	casemix_add(&casemix, "E", (const char *const[]){"x", "x"}, NAN, 1, 0, 2);
	return casemix_cells(&casemix);
}

static void
check_separated(void)
{
	struct cpe_arena arena;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	const struct cpe_cells *cells;
	const struct cpe_model *model;
	const struct cpe_model *plain;
	bool wanted[CELLS_MOST];
	double total = 0;

	cpe_arena_open_malloc(&arena);
	options.reference = (const char *const[]){"x", NULL};
	unit_case("organisations all positive and all negative: their limits, and no part in others");
	cells = separated_cells(&arena, true, false);
	complete_without(cells, "", wanted);
	plain = fit(separated_cells(&arena, false, false), &options, &arena);
	model = fit(cells, &options, &arena);
	for (int j = 0; j < 4; j++)
	{
		const struct cpe_model_organisation *of = find(model, small_organisation[j]);

		ABSOLUTE(of->effect, find(plain, small_organisation[j])->effect, 1e-11, "effect");
		ABSOLUTE(of->effect_se, find(plain, small_organisation[j])->effect_se, 1e-11, "its se");
		ABSOLUTE(of->margin, margin_of(model, cells, of->name, wanted), 1e-13, "margin");
		CHECK(of->margin_se > 0 && of->flag == CPE_FLAG_NONE && of->separated == 0, "ordinary");
		CHECK(of->variance_difference > 0, "variance of O - E");
	}
	CHECK(find(model, "P")->flag == CPE_FLAG_ALL_POSITIVE && find(model, "P")->margin == 1 &&
	          isnan(find(model, "P")->margin_se) && isnan(find(model, "P")->effect) &&
	          find(model, "P")->separated == find(model, "P")->n && find(model, "P")->n > 0,
	      "all positive");
	CHECK(find(model, "N")->flag == CPE_FLAG_ALL_NEGATIVE && find(model, "N")->margin == 0 &&
	          isnan(find(model, "N")->margin_se),
	      "all negative");
	CHECK(find(model, "P")->expected < find(model, "P")->observed &&
	          find(model, "N")->expected > 0 && find(model, "N")->variance_difference > 0,
	      "they have expectations");
	CHECK(find(model, "E")->flag == CPE_FLAG_NO_DATA && find(model, "E")->missing == 3 &&
	          find(model, "E")->unanswered == 2 && isnan(find(model, "E")->margin) &&
	          isnan(find(model, "E")->expected),
	      "none of its respondents could be used");
	for (int32_t j = 0; j < model->organisations; j++)
		if (model->organisation[j].n > 0)
			total += model->organisation[j].observed - model->organisation[j].expected;
	ABSOLUTE(total, 0, 1e-11, "expected sums to observed");
	RELATIVE(model->log_likelihood, plain->log_likelihood, 1e-12, "log-likelihood");
	RELATIVE(model->aic, plain->aic + 4, 1e-12, "AIC counts the two at their limits");
	CHECK(model->auc > plain->auc, "AUC sees them, too");
	RELATIVE(model->calibration_slope, 1, 1e-10, "calibration is of the rest");

	unit_case("a level that only a separated organisation has is not predicted with");
	cells = separated_cells(&arena, true, true);
	model = fit(cells, &options, &arena);
	complete_without(cells, "w", wanted);
	for (int j = 0; j < 4; j++)
		ABSOLUTE(find(model, small_organisation[j])->margin,
		         margin_of(model, cells, small_organisation[j], wanted), 1e-13, "margin");
	CHECK(find(model, "P")->margin == 1 && isnan(find(model, "P")->expected) &&
	          isnan(find(model, "P")->variance_difference),
	      "its organisation has no expectation");

	unit_case("reference organisation");
	CHECK(model->reference_organisation == 0 && find(model, "A")->contrast == 0, "the first");
	options.reference_organisation = "C";
	model = fit(cells, &options, &arena);
	ABSOLUTE(find(model, "A")->contrast, find(model, "A")->effect - find(model, "C")->effect, 0,
	         "contrast");
	options.reference_organisation = "P";
	model = fit(cells, &options, &arena);
	CHECK(model->reference_organisation == -1 && isnan(find(model, "A")->contrast),
	      "one at its limit is no reference");
	options.reference_organisation = "X";
	CHECK(cpe_fit(cells, &options, &arena, &problem) == NULL && problem.code == CPE_INVALID &&
	          strstr(problem.message, "reference organisation \"X\"") != NULL,
	      "unknown: %s", problem.message);
	cpe_arena_close_malloc(&arena);
}

/* A level all positive in several organisations: predicted with certainty, also in others. */
static void
check_separated_level(void)
{
	struct cpe_arena arena;

	cpe_arena_open_malloc(&arena);
	for (int effect = CPE_EFFECT_FIXED; effect <= CPE_EFFECT_NONE; effect++)
	{
		struct cpe_fit_options options = casemix_options((enum cpe_effect) effect);
		const struct cpe_cells *small = small_cells(&arena, false, false);
		const struct cpe_cells *cells;
		const struct cpe_model *model;
		const struct cpe_model *plain = fit(small, &options, &arena);
		struct casemix casemix;
		double expected[4] = {0};
		double variance[4] = {0};

		unit_case(effect == CPE_EFFECT_FIXED    ? "a level all positive, organisations fixed"
		          : effect == CPE_EFFECT_RANDOM ? "a level all positive, organisations random"
		                                        : "a level all positive, no organisations");
		casemix_open(&casemix, &arena, 2, small_name);
		for (int32_t p = 0; p < small->patterns; p++)
			for (int32_t c = small->first[p]; c < small->first[p + 1]; c++)
			{
				const char *level[2] = {small->covariate[0].level[small->code[p * 2]],
				                        small->covariate[1].level[small->code[p * 2 + 1]]};
				const char *name = small->organisation.level[small->organisation_of[c]];
				int64_t positive = (int64_t) small->sum.wy[c];

				casemix_add(&casemix, name, level, 1, 1, 0, positive);
				casemix_add(&casemix, name, level, 0, 1, 0, small->sum.n[c] - positive);
				level[0] = "zz";
				if (c % 3 == 0 && small->organisation_of[c] < 2)
					casemix_add(&casemix, name, level, 1, 1, 0, 2);
			}
		cells = casemix_cells(&casemix);
		model = fit(cells, &options, &arena);
		for (int32_t p = 0; p < cells->patterns; p++)
			for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
			{
				double one = expectation(model, cells, p, NULL);

				CHECK((one == 1) == (cells->code[p * 2] == 3), "limits of the level only");
				expected[cells->organisation_of[c]] += cells->sum.w[c] * one;
				variance[cells->organisation_of[c]] += cells->sum.w[c] * one * (1 - one);
			}
		for (int j = 0; j < 4; j++)
		{
			const struct cpe_model_organisation *of = &model->organisation[j];

			RELATIVE(of->expected, expected[j], 1e-13, "expected");
			RELATIVE(of->variance, variance[j], 1e-12, "variance");
			CHECK(of->flag == CPE_FLAG_NONE && (of->separated > 0) == (j < 2), "flags");
			CHECK(of->variance_difference > 0, "variance of O - E");
			if (effect == CPE_EFFECT_NONE)
				continue;
			ABSOLUTE(of->effect, plain->organisation[j].effect, 1e-6, "effect");
			ABSOLUTE(of->margin, margin_of(model, cells, of->name, NULL), 1e-13, "margin");
			if (effect == CPE_EFFECT_FIXED)
				CHECK(of->margin_se < plain->organisation[j].margin_se, "certainty has no error");
		}
		RELATIVE(model->aic, plain->aic + 2, 1e-9, "AIC counts the parameter at its limit");
	}
	cpe_arena_close_malloc(&arena);
}

/* ---- the report's parts ---- */

static void
check_auc(void)
{
	struct cpe_arena arena;
	double fitted[300];
	double positive[300];
	double negative[300];
	double pairs = 0;
	double of_positive = 0;
	double of_negative = 0;
	double auc;

	unit_case("AUC against all pairs");
	cpe_arena_open_malloc(&arena);
	for (int i = 0; i < 300; i++)
	{
		fitted[i] = i % 3 ? unit_random() : floor(unit_random() * 8) / 8;
		fitted[i] *= i % 7 ? 1 : 1e-200;
		positive[i] = floor(unit_random() * 4);
		negative[i] = floor(unit_random() * 4);
		of_positive += positive[i];
		of_negative += negative[i];
	}
	fitted[0] = -0.0;
	fitted[1] = 0;
	for (int i = 0; i < 300; i++)
		for (int j = 0; j < 300; j++)
			pairs += positive[i] * negative[j] *
			         (fitted[i] > fitted[j]    ? 1
			          : fitted[i] == fitted[j] ? 0.5
			                                   : 0);
	CHECK(cpe_auc(300, fitted, positive, negative, &auc, &arena, &problem), "auc");
	RELATIVE(auc, pairs / of_positive / of_negative, 1e-15, "AUC");
	memset(negative, 0, sizeof(negative));
	CHECK(cpe_auc(300, fitted, positive, negative, &auc, &arena, &problem) && isnan(auc),
	      "none when all are positive");
	CHECK(cpe_auc(0, fitted, positive, negative, &auc, &arena, &problem) && isnan(auc), "of none");
	cpe_arena_close_malloc(&arena);
}

/* Score equations of the calibration, by their definition. */
static void
check_calibration(void)
{
	struct cpe_arena arena;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	const struct cpe_cells *cells;
	const struct cpe_model *model;
	double score = 0;
	double slope = 0;

	unit_case("calibration of a shrunk fit");
	cpe_arena_open_malloc(&arena);
	options.method = CPE_METHOD_RIDGE;
	options.ridge = 20;
	cells = small_cells(&arena, true, false);
	model = fit(cells, &options, &arena);
	for (int32_t p = 0; p < cells->patterns; p++)
		for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
		{
			double fitted =
				expectation(model, cells, p, cells->organisation.level[cells->organisation_of[c]]);
			double linear = log(fitted / (1 - fitted));
			double shown = model->calibration_intercept + model->calibration_slope * linear;
			double rest = cells->sum.wy[c] - cells->sum.w[c] / (1 + exp(-shown));

			score += rest;
			slope += rest * linear;
		}
	ABSOLUTE(score, 0, 1e-10, "score of the intercept");
	ABSOLUTE(slope, 0, 1e-10, "score of the slope");
	CHECK(model->calibration_slope > 1.2, "slope %g", model->calibration_slope);
	CHECK(isnan(model->aic), "no AIC of a penalised fit");
	options = casemix_options(CPE_EFFECT_NONE);
	options.terms = 0;
	model = fit(cells, &options, &arena);
	CHECK(isnan(model->calibration_slope) && isnan(model->calibration_intercept),
	      "none where all have the same prediction");
	RELATIVE(model->log_likelihood, model->null_log_likelihood, 1e-14, "that is the null model");
	ABSOLUTE(model->auc, 0.5, 0, "AUC of one tie");
	cpe_arena_close_malloc(&arena);
}

/* Offsets, also so large that odds cannot be multiplied. */
static void
check_offsets(void)
{
	struct cpe_arena arena;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);

	cpe_arena_open_malloc(&arena);
	for (int large = 0; large < 2; large++)
	{
		const struct cpe_cells *cells;
		const struct cpe_model *model;
		const struct cpe_model *null;
		struct cpe_fit_options none = casemix_options(CPE_EFFECT_NONE);
		struct casemix casemix;

		unit_case(large ? "offsets beyond the range of odds" : "offsets");
		casemix_open(&casemix, &arena, 1, small_name);
		srandom(5);
		for (int i = 0; i < 120; i++)
		{
			const char *level[1] = {i % 2 ? "x" : "y"};
			double offset = floor(unit_random() * 5) / 2 - 1;
			double y = unit_random() < 1 / (1 + exp(-offset));

			casemix_add(&casemix, small_organisation[i % 4], level, y, 1, offset, 1);
		}
		if (large)
		{
			casemix_add(&casemix, "A", (const char *const[]){"x"}, 1, 1, 800, 1);
			casemix_add(&casemix, "B", (const char *const[]){"y"}, 0, 1, -800, 1);
		}
		cells = casemix_cells(&casemix);
		model = fit(cells, &options, &arena);
		for (int j = 0; j < 4; j++)
		{
			ABSOLUTE(model->organisation[j].margin,
			         margin_of(model, cells, small_organisation[j], NULL), 1e-14, "margin");
			CHECK(model->organisation[j].margin_se > 0.01 && model->organisation[j].margin_se < 0.2,
			      "se %g", model->organisation[j].margin_se);
		}
		none.terms = 0;
		null = fit(cells, &none, &arena);
		RELATIVE(model->null_log_likelihood, null->log_likelihood, 1e-13, "null log-likelihood");
		RELATIVE(null->null_deviance, null->deviance, 1e-13, "null deviance");
	}
	cpe_arena_close_malloc(&arena);
}

/* One mean each: everything has a closed form. */
static void
check_means(void)
{
	struct cpe_arena arena;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	const struct cpe_cells *cells;
	const struct cpe_model *model;
	double n[4] = {0};
	double sum[4] = {0};
	double squares[4] = {0};
	double all = 0;
	double total = 0;
	double within = 0;
	double square = 0;

	unit_case("least squares without covariates: closed forms");
	cpe_arena_open_malloc(&arena);
	options.family = CPE_GAUSSIAN;
	options.terms = 0;
	cells = small_cells(&arena, false, true);
	model = fit(cells, &options, &arena);
	for (int32_t c = 0; c < cells->cells; c++)
	{
		int j = cells->organisation_of[c];

		n[j] += cells->sum.w[c];
		sum[j] += cells->sum.wy[c];
		squares[j] += cells->sum.wyy[c];
	}
	for (int j = 0; j < 4; j++)
	{
		all += n[j];
		total += sum[j];
		square += squares[j];
		within += squares[j] - sum[j] * sum[j] / n[j];
	}
	for (int j = 0; j < 4; j++)
	{
		const struct cpe_model_organisation *of = &model->organisation[j];

		RELATIVE(of->margin, sum[j] / n[j], 1e-14, "margin");
		RELATIVE(of->margin_se, sqrt(within / (all - 4) / n[j]), 1e-13, "se");
		RELATIVE(of->expected, n[j] * total / all, 1e-13, "expected");
		RELATIVE(of->variance, n[j] * within / (all - 4), 1e-13, "variance");
		RELATIVE(of->variance_difference, n[j] * (1 - n[j] / all) * within / (all - 4), 1e-13,
		         "of the difference");
	}
	RELATIVE(model->sigma, sqrt(within / (all - 4)), 1e-13, "sigma");
	RELATIVE(model->deviance, within, 1e-13, "deviance");
	RELATIVE(model->null_deviance, square - total * total / all, 1e-13, "null deviance");
	RELATIVE(model->log_likelihood, -all / 2 * (log(2 * M_PI * within / all) + 1), 1e-13, "ln L");
	RELATIVE(model->aic, all * (log(2 * M_PI * within / all) + 1) + 2 * 5, 1e-13, "AIC as R's");
	CHECK(isnan(model->auc) && isnan(model->pattern_deviance) && isnan(model->calibration_slope),
	      "what only yes or no has");
	unit_worst("of closed forms");
	cpe_arena_close_malloc(&arena);
}

/* ---- other data ---- */

static void
check_other_refused(const struct cpe_model *model, const struct cpe_cells *cells, const char *words,
                    struct cpe_arena *arena)
{
	struct cpe_model_organisation *organisation;
	int32_t organisations;
	double mean;

	problem.message[0] = '\0';
	CHECK(!cpe_adjusted_indirect(model, cells, &organisation, &organisations, &mean, NULL, arena,
	                             &problem) &&
	          problem.code == CPE_INVALID && strstr(problem.message, words) != NULL,
	      "\"%s\", not \"%s\"", problem.message, words);
}

static void
check_other_data(void)
{
	static const char *const turned[] = {"b", "more", "a"};
	struct cpe_arena arena;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	const struct cpe_cells *cells;
	const struct cpe_model *model;
	struct cpe_model_organisation *organisation;
	struct casemix casemix;
	int32_t organisations;
	double mean;
	double all = 0;

	cpe_arena_open_malloc(&arena);
	unit_case("a model's own data as other data");
	cells = small_cells(&arena, false, false);
	model = fit(cells, &options, &arena);
	CHECK(cpe_adjusted_indirect(model, cells, &organisation, &organisations, &mean, NULL, &arena,
	                            &problem) &&
	          organisations == 4,
	      "%s", problem.message);
	RELATIVE(mean, model->mean, 1e-14, "mean");
	for (int j = 0; j < 4; j++)
	{
		const struct cpe_model_organisation *of = &model->organisation[j];

		CHECK(organisation[j].n == of->n && organisation[j].observed == of->observed, "counts");
		RELATIVE(organisation[j].expected, of->expected, 1e-13, "expected");
		RELATIVE(organisation[j].variance, of->variance, 1e-13, "variance");
		/* V_O + g'Vg against V_O - g'Vg */
		RELATIVE(organisation[j].variance_difference, 2 * of->variance - of->variance_difference,
		         1e-12, "variance of the difference");
	}

	options.effect = CPE_EFFECT_FIXED;
	model = fit(cells, &options, &arena);
	CHECK(cpe_adjusted_indirect(model, cells, &organisation, &organisations, &mean, NULL, &arena,
	                            &problem),
	      "%s", problem.message);
	for (int j = 0; j < 4; j++)
		all += model->organisation[j].variance;
	for (int j = 0; j < 4; j++)
	{
		const struct cpe_model_organisation *of = &model->organisation[j];

		RELATIVE(organisation[j].expected, of->expected, 1e-13, "fixed: expected");
		/* V + V f + c'Vc against V - V f + c'Vc, f = V / A */
		RELATIVE(organisation[j].variance_difference,
		         of->variance_difference + 2 * of->variance * of->variance / all, 1e-12,
		         "fixed: variance of the difference");
	}
	options.effect = CPE_EFFECT_RANDOM;
	model = fit(cells, &options, &arena);
	CHECK(cpe_adjusted_indirect(model, cells, &organisation, &organisations, &mean, NULL, &arena,
	                            &problem),
	      "%s", problem.message);
	for (int j = 0; j < 4; j++)
	{
		RELATIVE(organisation[j].expected, model->organisation[j].expected, 1e-13, "random");
		RELATIVE(organisation[j].variance_difference, model->organisation[j].variance_difference,
		         1e-12, "random: variance of the difference");
	}

	unit_case("other covariates, organisations and losses");
	options.effect = CPE_EFFECT_NONE;
	model = fit(cells, &options, &arena);
	casemix_open(&casemix, &arena, 3, turned);
	casemix_add(&casemix, "New", (const char *const[]){"x", "?", "y"}, 1, 1, 0, 3);
	casemix_add(&casemix, "New", (const char *const[]){"y", "!", "y"}, 0, 1, 0, 1);
	casemix_add(&casemix, "New", (const char *const[]){NULL, "!", "y"}, 0, 1, 0, 2);
	casemix_add(&casemix, "New", (const char *const[]){"x", "?", "y"}, NAN, 1, 0, 4);
	casemix_add(&casemix, "Old", (const char *const[]){"x", "?", NULL}, 1, 1, 0, 5);
	casemix_add(&casemix, NULL, (const char *const[]){"x", "?", "x"}, 1, 1, 0, 6);
	cells = casemix_cells(&casemix);
	CHECK(cpe_adjusted_indirect(model, cells, &organisation, &organisations, &mean, NULL, &arena,
	                            &problem) &&
	          organisations == 3,
	      "%s", problem.message);
	CHECK(organisation[0].n == 4 && organisation[0].observed == 3 && organisation[0].missing == 2 &&
	          organisation[0].unanswered == 4,
	      "New");
	CHECK(organisation[1].n == 0 && organisation[1].missing == 5 &&
	          organisation[1].flag == CPE_FLAG_NO_DATA && isnan(organisation[1].expected),
	      "Old");
	CHECK(organisation[2].name == NULL && organisation[2].n == 6, "without a name");
	{
		double expected[2];

		CHECK(cpe_model_expected(model, (const char *const[]){"y", "x"}, NULL, 0, &expected[0],
		                         &problem) &&
		          cpe_model_expected(model, (const char *const[]){"y", "y"}, NULL, 0, &expected[1],
		                             &problem),
		      "one by one");
		RELATIVE(organisation[0].expected, 3 * expected[0] + expected[1], 1e-14, "expected");
	}
	options.effect = CPE_EFFECT_FIXED;
	model = fit(small_cells(&arena, false, false), &options, &arena);
	CHECK(cpe_adjusted_indirect(model, cells, &organisation, &organisations, &mean, NULL, &arena,
	                            &problem) &&
	          organisations == 2 &&
	          organisation[0].variance_difference > organisation[0].variance &&
	          isnan(organisation[1].variance_difference) && mean == 0.75,
	      "fixed effects: those without organisation are lost");

	unit_case("other data refused");
	check_other_refused(model, small_cells(&arena, false, true), "outcomes are numbers", &arena);
	casemix_open(&casemix, &arena, 1, turned);
	casemix_add(&casemix, "New", (const char *const[]){"x"}, 1, 1, 0, 1);
	check_other_refused(model, casemix_cells(&casemix), "covariate \"a\" of the model", &arena);
	casemix_open(&casemix, &arena, 2, small_name);
	casemix_add(&casemix, "New", (const char *const[]){"q", "x"}, 1, 1, 0, 1);
	check_other_refused(model, casemix_cells(&casemix), "\"q\"", &arena);
	casemix_open(&casemix, &arena, 2, small_name);
	casemix_add(&casemix, "New", (const char *const[]){"x", "x"}, 1, 1, 0.5, 1);
	check_other_refused(model, casemix_cells(&casemix), "casemix has offsets", &arena);
	options.missing = CPE_MISSING_ERROR;
	model = fit(small_cells(&arena, false, false), &options, &arena);
	check_other_refused(model, cells, "is missing for some respondents", &arena);
	cpe_arena_close_malloc(&arena);
}

static void
check_ends(void)
{
	struct cpe_arena plain;
	struct cpe_arena arena;
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	const struct cpe_cells *cells;
	const struct cpe_model *model;
	struct cpe_model_organisation *organisation;
	int32_t organisations;
	double mean;
	int steps = 0;

	cpe_arena_open_malloc(&plain);
	cells = separated_cells(&plain, true, true);
	model = fit(cells, &options, &plain);
	unit_case("no memory, and told to stop");
	for (bool good = false; !good && steps < 5000; steps++)
	{
		unit_arena_open(&arena, -1, steps);
		good = cpe_fit(cells, &options, &arena, &problem) != NULL;
		CHECK(good || problem.code == CPE_NO_MEMORY, "allocation %d: %s", steps, problem.message);
		cpe_arena_close_malloc(&arena);
	}
	CHECK(steps > 50, "%d allocations", steps);
	steps = 0;
	for (bool good = false; !good && steps < 5000; steps++)
	{
		unit_arena_open(&arena, steps, -1);
		good = cpe_fit(cells, &options, &arena, &problem) != NULL;
		CHECK(good || problem.code == CPE_CANCELLED, "poll %d: %s", steps, problem.message);
		cpe_arena_close_malloc(&arena);
	}
	CHECK(steps > 50, "%d polls", steps);
	steps = 0;
	for (bool good = false; !good && steps < 1000; steps++)
	{
		unit_arena_open(&arena, -1, steps);
		good = cpe_adjusted_indirect(model, cells, &organisation, &organisations, &mean, NULL,
		                             &arena, &problem);
		CHECK(good || problem.code == CPE_NO_MEMORY, "other data: %s", problem.message);
		cpe_arena_close_malloc(&arena);
	}
	cpe_arena_close_malloc(&plain);
}

int
main(int argc, char **argv)
{
	directory = argc > 1 ? argv[1] : "test/data";
	check_figures();
	check_delta();
	check_separated();
	check_separated_level();
	check_auc();
	check_calibration();
	check_offsets();
	check_means();
	check_other_data();
	check_ends();
	return unit_end();
}
