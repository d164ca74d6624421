/* Whole fits: R's figures from 182,354 respondents, and what a fit does about separation. */

#include "adjust/adjusted.h"
#include "adjust/fit.h"
#include "base/linear.h"
#include "casemix_cells.h"

/* A column of the model by R's name for it: term and level run together. */
static const struct cpe_model_column *
column_named(const struct cpe_model *model, const char *name, int *number)
{
	for (int k = 0; k < model->columns; k++)
	{
		const struct cpe_column *what = &model->column[k].what;
		char text[80] = "(Intercept)";

		if (what->factors == 1)
			snprintf(text, sizeof(text), "%s%s", model->covariate[what->covariate[0]].name,
			         model->covariate[what->covariate[0]].level[what->level[0]]);
		if (strcmp(text, name) == 0)
		{
			*number = k;
			return &model->column[k];
		}
	}
	return NULL;
}

static const struct cpe_model_organisation *
organisation_named(const struct cpe_model *model, const char *name)
{
	for (int32_t j = 0; j < model->organisations; j++)
		if (strcmp(model->organisation[j].name, name) == 0)
			return &model->organisation[j];
	return NULL;
}

static struct cpe_model *
fit(const struct cpe_cells *cells, const struct cpe_fit_options *options, struct cpe_arena *arena)
{
	struct cpe_problem problem;
	struct cpe_model *model = cpe_fit(cells, options, arena, &problem);

	CHECK(model != NULL, "no fit: %s", model == NULL ? problem.message : "");
	return model;
}

static double
se_of(const struct cpe_model *model, int column)
{
	return sqrt(model->covariance[CPE_PACKED(column, column)]);
}

/* The report against R's figures of a case; what is not in the file is not looked at. */
static void
check_report(const struct cpe_model *model, const struct unit_table *stats, const char *fit_case)
{
	for (int i = 0; i < stats->rows; i++)
	{
		const char *stat = unit_table_text(stats, i, "stat");
		double want = unit_table_number(stats, i, "value");
		double got = strcmp(stat, "n") == 0               ? (double) model->n
		             : strcmp(stat, "rank") == 0          ? (double) model->rank
		             : strcmp(stat, "deviance") == 0      ? model->deviance
		             : strcmp(stat, "null_deviance") == 0 ? model->null_deviance
		             : strcmp(stat, "loglik") == 0        ? model->log_likelihood
		             : strcmp(stat, "aic") == 0           ? model->aic
		             : strcmp(stat, "auc") == 0           ? model->auc
		                                                  : NAN;

		if (strcmp(unit_table_text(stats, i, "case"), fit_case) == 0 && strcmp(stat, "iter") != 0)
			RELATIVE(got, want, 1e-10, "%s %s", fit_case, stat);
	}
}

/* The model without organisations, and what it says of each of them. */
static void
check_without_effects(const struct cpe_cells *cells, const char *directory, struct cpe_arena *arena)
{
	static const struct
	{
		enum cpe_variance variance;
		const char *column;
		double tolerance;
	} kinds[] = {{CPE_VARIANCE_MODEL, "se", 1e-8}, {CPE_VARIANCE_CLUSTER_HC1, "se_cl_hc1", 1e-9}};
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	struct unit_table *coef = unit_table_read(directory, "adjust/glm_cpes200k_q1_coef.csv");
	struct unit_table *trust = unit_table_read(directory, "adjust/glm_cpes200k_q1_trust.csv");
	struct unit_table *stats = unit_table_read(directory, "adjust/glm_stats.csv");

	options.reference = casemix_cpes200k_reference;
	for (int v = 0; v < 2; v++)
	{
		const struct cpe_model *model;

		options.variance = kinds[v].variance;
		model = fit(cells, &options, arena);
		unit_case(kinds[v].column);
		CHECK(model->columns == coef->rows, "%d columns", model->columns);
		for (int i = 0; i < coef->rows; i++)
		{
			const char *term = unit_table_text(coef, i, "term");
			int k = 0;
			const struct cpe_model_column *column = column_named(model, term, &k);

			CHECK(column != NULL, "no %s", term);
			if (column == NULL)
				continue;
			ABSOLUTE(column->value, unit_table_number(coef, i, "coef"), 1e-9, "%s", term);
			RELATIVE(se_of(model, k), unit_table_number(coef, i, kinds[v].column),
			         kinds[v].tolerance, "%s of %s", kinds[v].column, term);
		}
		unit_worst("coefficients and standard errors");
		if (v > 0)
			continue;
		unit_case("organisations, indirectly standardised");
		for (int i = 0; i < trust->rows; i++)
		{
			const char *name = unit_table_text(trust, i, "trust");
			const struct cpe_model_organisation *o = organisation_named(model, name);
			double national = unit_table_number(trust, i, "national");

			RELATIVE((double) o->n, unit_table_number(trust, i, "n"), 0, "n of %s", name);
			RELATIVE(o->observed, unit_table_number(trust, i, "obs"), 0, "observed of %s", name);
			RELATIVE(o->expected, unit_table_number(trust, i, "exp"), 1e-9, "expected of %s", name);
			RELATIVE(o->variance, unit_table_number(trust, i, "var_binom"), 1e-9, "variance of %s",
			         name);
			RELATIVE(o->variance_difference, unit_table_number(trust, i, "var_OminusE"), 1e-9,
			         "variance of the difference of %s", name);
			RELATIVE(model->mean, national, 1e-12, "national");
			RELATIVE(o->observed / o->expected * model->mean,
			         unit_table_number(trust, i, "adj_ratio"), 1e-9, "adjusted %s", name);
		}
		unit_worst("organisations");
		unit_case("report");
		check_report(model, stats, "cpes200k_q1");
	}
	unit_table_free(coef);
	unit_table_free(trust);
	unit_table_free(stats);
}

/* The model with fixed effects, and its predictive margins. */
static void
check_fixed_effects(const struct cpe_cells *cells, const char *directory, struct cpe_arena *arena)
{
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	struct unit_table *coef = unit_table_read(directory, "adjust/glm_cpes200k_q1_trustfe_coef.csv");
	struct unit_table *margin = unit_table_read(directory, "adjust/glm_cpes200k_q1_direct_std.csv");
	struct unit_table *stats = unit_table_read(directory, "adjust/glm_stats.csv");
	const struct cpe_model *model;
	const struct cpe_model_organisation *reference;
	double expected = 0, observed = 0;

	options.reference = casemix_cpes200k_reference;
	model = fit(cells, &options, arena);
	unit_case("fixed effects");
	reference = &model->organisation[model->reference_organisation];
	CHECK(strcmp(reference->name, "T001") == 0, "reference %s", reference->name);
	for (int i = 0; i < coef->rows; i++)
	{
		const char *term = unit_table_text(coef, i, "term");
		double want = unit_table_number(coef, i, "coef");
		double se = unit_table_number(coef, i, "se");
		int k = 0;
		const struct cpe_model_column *column = column_named(model, term, &k);

		if (strcmp(term, "(Intercept)") == 0)
		{
			ABSOLUTE(reference->effect, want, 1e-9, "effect of the reference");
			RELATIVE(reference->effect_se, se, 1e-8, "its standard error");
		}
		else if (strncmp(term, "trust", 5) == 0)
		{
			const struct cpe_model_organisation *o = organisation_named(model, term + 5);

			ABSOLUTE(o->contrast, want, 1e-9, "%s", term);
			RELATIVE(o->contrast_se, se, 1e-8, "standard error of %s", term);
		}
		else
		{
			ABSOLUTE(column->value, want, 1e-9, "%s", term);
			RELATIVE(se_of(model, k), se, 1e-8, "standard error of %s", term);
		}
	}
	unit_worst("coefficients");
	unit_case("margins");
	for (int i = 0; i < margin->rows; i++)
	{
		const char *name = unit_table_text(margin, i, "trust");
		const struct cpe_model_organisation *o = organisation_named(model, name);

		ABSOLUTE(o->margin, unit_table_number(margin, i, "direct_std"), 1e-11, "margin of %s",
		         name);
		RELATIVE(o->margin_se, unit_table_number(margin, i, "se_delta"), 1e-9,
		         "standard error of the margin of %s", name);
	}
	unit_worst("margins");
	for (int32_t j = 0; j < model->organisations; j++)
	{
		expected += model->organisation[j].expected;
		observed += model->organisation[j].observed;
	}
	unit_case("report of fixed effects");
	RELATIVE(expected, observed, 1e-12, "expected sums to observed");
	check_report(model, stats, "cpes200k_q1_trustfe");
	unit_table_free(coef);
	unit_table_free(margin);
	unit_table_free(stats);
}

/* ---- separation ---- */

static const char *const two_names[] = {"age", "sex"};

/* 40 respondents in each of six organisations; what makes some of them different is added. */
static void
ordinary_rows(struct casemix *casemix, struct cpe_arena *arena)
{
	static const char *const organisation[] = {"A", "B", "C", "D", "E", "F"};
	static const char *const age[] = {"old", "young"};
	static const char *const sex[] = {"f", "m"};
	uint32_t state = 7;

	casemix_open(casemix, arena, 2, two_names);
	for (int j = 0; j < 6; j++)
		for (int i = 0; i < 40; i++)
		{
			const char *level[2] = {age[i % 2], sex[i / 2 % 2]};

			state = state * 1664525u + 1013904223u;
			casemix_add(casemix, organisation[j], level,
			            (state >> 16) % 100 < 60 + 5 * (uint32_t) j, 1, 0, 1);
		}
}

/* An organisation with positives only: flagged, at its limit, and without a say in the rest. */
static void
check_perfect_organisation(struct cpe_arena *arena)
{
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	struct casemix with, without;
	const struct cpe_model *all, *rest;
	const struct cpe_model_organisation *perfect;
	struct cpe_problem problem;
	const char *level[2] = {"old", "f"};

	unit_case("an organisation with positives only");
	ordinary_rows(&with, arena);
	ordinary_rows(&without, arena);
	casemix_add(&with, "Z", level, 1, 1, 0, 25);
	level[0] = "young";
	casemix_add(&with, "Z", level, 1, 1, 0, 15);
	all = fit(casemix_cells(&with), &options, arena);
	rest = fit(casemix_cells(&without), &options, arena);
	perfect = organisation_named(all, "Z");
	CHECK(perfect->flag == CPE_FLAG_ALL_POSITIVE, "flag %d", perfect->flag);
	CHECK(perfect->margin == 1 && isnan(perfect->margin_se), "margin %g", perfect->margin);
	CHECK(perfect->separated == 40 && all->n_separated == 40 && all->n == 280, "counts");
	CHECK(isnan(perfect->effect) && isnan(perfect->contrast), "no effect");
	for (int k = 0; k < rest->columns; k++)
	{
		ABSOLUTE(all->column[k].value, rest->column[k].value, 1e-12, "column %d", k);
		RELATIVE(se_of(all, k), se_of(rest, k), 1e-12, "its standard error");
	}
	for (int32_t j = 0; j < rest->organisations; j++)
	{
		const struct cpe_model_organisation *here = &all->organisation[j];

		ABSOLUTE(here->effect, rest->organisation[j].effect, 1e-12, "effect of %s", here->name);
		CHECK(here->flag == CPE_FLAG_NONE && here->margin > 0 && here->margin < 1, "others");
	}

	ordinary_rows(&with, arena);
	casemix_add(&with, "Z", level, 1, 1, 0, 15);
	options.separation = CPE_SEPARATION_ERROR;
	CHECK(cpe_fit(casemix_cells(&with), &options, arena, &problem) == NULL &&
	          problem.code == CPE_INVALID && strstr(problem.detail, "organisation \"Z\"") != NULL,
	      "an error names it: %s", problem.detail);
}

/* The penalties that take over where maximum likelihood has no finite estimate. */
static void
check_penalties(struct cpe_arena *arena)
{
	static const enum cpe_separation_rule rules[] = {CPE_SEPARATION_RIDGE, CPE_SEPARATION_FIRTH};
	static const enum cpe_method methods[] = {CPE_METHOD_RIDGE, CPE_METHOD_FIRTH};
	const char *level[2] = {"young", "f"};

	unit_case("penalties because of separation");
	for (int i = 0; i < 2; i++)
	{
		struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
		struct casemix casemix;
		const struct cpe_cells *cells;
		const struct cpe_model *by_rule, *by_method;

		ordinary_rows(&casemix, arena);
		casemix_add(&casemix, "Z", level, 1, 1, 0, 15);
		cells = casemix_cells(&casemix);
		options.ridge = 0.5;
		options.separation = rules[i];
		by_rule = fit(cells, &options, arena);
		options.separation = CPE_SEPARATION_ERROR;
		options.method = methods[i];
		by_method = fit(cells, &options, arena);
		CHECK(by_rule->method == methods[i] && by_rule->method_by_separation &&
		          !by_method->method_by_separation,
		      "method");
		CHECK(by_rule->n_separated == 0 && organisation_named(by_rule, "Z")->margin < 1 &&
		          organisation_named(by_rule, "Z")->margin_se > 0,
		      "a finite estimate");
		for (int32_t j = 0; j < by_rule->organisations; j++)
			CHECK(by_rule->organisation[j].effect == by_method->organisation[j].effect,
			      "the same as when asked for");
	}
}

/* Two factors that separate together, though neither does alone. */
static void
check_hidden_separation(struct cpe_arena *arena)
{
	static const char *const names[] = {"a", "b"};
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_NONE);
	struct casemix casemix;
	const struct cpe_model *model;
	double y;
	int shown = 0;

	unit_case("separation that no margin shows");
	casemix_open(&casemix, arena, 2, names);
	for (int i = 0; i < 60; i++)
	{
		char a = (char) ('0' + i % 3), b = (char) ('0' + i / 3 % 2);
		char at[2] = {a, '\0'}, bt[2] = {b, '\0'};
		const char *level[2];
		char *kept = casemix_room(arena, 4, 1);

		strcpy(kept, at);
		strcpy(kept + 2, bt);
		level[0] = kept;
		level[1] = kept + 2;
		/* a = 0, b = 0 never; a = 1, b = 1 and a = 2, b = 1 always; the rest by turns */
		y = a == '0' && b == '0' ? 0 : a != '0' && b == '1' ? 1 : i / 6 % 2;
		casemix_add(&casemix, "A", level, y, 1, 0, 1);
	}
	model = fit(casemix_cells(&casemix), &options, arena);
	for (int k = 0; k < model->columns; k++)
		shown += model->column[k].flag == CPE_FLAG_ALL_POSITIVE ||
		         model->column[k].flag == CPE_FLAG_ALL_NEGATIVE;
	CHECK(shown > 0 && model->n_separated == 30 && model->n == 60, "%d shown, %d separated", shown,
	      (int) model->n_separated);
	RELATIVE(model->organisation[0].expected, model->organisation[0].observed, 1e-9,
	         "what is expected of all");
}

/* What separates the respondents of make_separated. */
enum separated
{
	LEVEL_POSITIVE,
	LEVEL_NEGATIVE,
	POSITIVE_WITH_ORGANISATION, /* the level, and an organisation */
	POSITIVE_BUT_ORGANISATION,  /* the level, but in an organisation that is all negative */
	MADE_UP_BY_LEVEL,           /* the same, which leaves as many positive as have the level */
	LEVEL_OUTWEIGHS,            /* the same, which leaves fewer */
	NO_MARGIN,                  /* sums of two covariates */
	SEPARATED_KINDS
};

static const char *const three_ages[] = {"a0", "a1", "a2"};

/* The outcome of one respondent of organisations other than Z. */
static double
separated_outcome(enum separated kind, int age, int sex, double other)
{
	if (kind == NO_MARGIN)
		return age == 0 && sex == 0 ? 0 : age != 0 && sex == 1 ? 1 : other;
	return age > 0 ? other : kind != LEVEL_NEGATIVE;
}

/* Organisations A to D, and Z where one is perfect: only it has women of a2. */
static const struct cpe_cells *
make_separated(enum separated kind, struct cpe_arena *arena)
{
	static const char *const organisation[] = {"A", "B", "C", "D"};
	static const char *const sex[] = {"f", "m"};
	bool perfect = kind >= POSITIVE_WITH_ORGANISATION && kind <= LEVEL_OUTWEIGHS;
	struct casemix casemix;
	const char *level[2];
	uint32_t state = 11;
	int64_t positive = 0; /* of other levels */

	casemix_open(&casemix, arena, 2, two_names);
	for (int i = 0; i < 480; i++)
	{
		int age = i / 4 % 3, of = i / 12 % 2;
		double y;

		state = state * 1664525u + 1013904223u;
		y = separated_outcome(kind, age, of, (state >> 16) % 100 < 40u + 10 * (i % 4));
		level[0] = three_ages[age];
		level[1] = sex[of];
		if (perfect && age == 2 && of == 0)
			continue;
		positive += age > 0 && y > 0;
		casemix_add(&casemix, organisation[i % 4], level, y, 1, 0, 1);
	}
	for (int age = 0; perfect && age < 3; age++)
	{
		level[0] = three_ages[age];
		level[1] = sex[age == 1];
		casemix_add(&casemix, "Z", level, kind == POSITIVE_WITH_ORGANISATION, 1, 0,
		            age > 0                    ? 7
		            : kind == MADE_UP_BY_LEVEL ? positive
		            : kind == LEVEL_OUTWEIGHS  ? positive + 9
		                                       : 5);
	}
	return casemix_cells(&casemix);
}

static void
same_number(double got, double want, const char *what, const char *name)
{
	CHECK(isnan(got) == isnan(want), "%s of %s: %g, %g", what, name, got, want);
	if (!isnan(got))
		ABSOLUTE(got, want, 1e-9 * (1 + fabs(want)), "%s of %s", what, name);
}

static void
same_organisations(const struct cpe_model_organisation *got,
                   const struct cpe_model_organisation *want, int32_t count)
{
	for (int32_t j = 0; j < count; j++)
	{
		const char *name = want[j].name;

		CHECK(got[j].flag == want[j].flag && got[j].separated == want[j].separated, "flag of %s",
		      name);
		same_number(got[j].expected, want[j].expected, "expected", name);
		same_number(got[j].variance, want[j].variance, "variance", name);
		same_number(got[j].variance_difference, want[j].variance_difference, "difference", name);
		same_number(got[j].contrast, want[j].contrast, "contrast", name);
		same_number(got[j].contrast_se, want[j].contrast_se, "its error", name);
		same_number(got[j].margin, want[j].margin, "margin", name);
		same_number(got[j].margin_se, want[j].margin_se, "its error", name);
	}
}

/* All that is expected sums to the observed, by respondent, by organisation and as other data. */
static void
check_sums(const struct cpe_model *model, const struct cpe_cells *cells,
           const struct cpe_model_organisation *other)
{
	double by_respondent[5] = {0};
	double expected = 0, observed = 0;
	struct cpe_problem problem;

	for (int32_t p = 0; p < cells->patterns; p++)
	{
		const char *level[2] = {cells->covariate[0].level[cells->code[p * 2]],
		                        cells->covariate[1].level[cells->code[p * 2 + 1]]};
		double one = NAN;

		CHECK(cpe_model_expected(model, level, NULL, 0, &one, &problem), "%s %s: %s", level[0],
		      level[1], problem.message);
		for (int32_t c = cells->first[p]; c < cells->first[p + 1]; c++)
			by_respondent[cells->organisation_of[c]] += cells->sum.w[c] * one;
	}
	for (int32_t j = 0; j < model->organisations; j++)
	{
		const struct cpe_model_organisation *of = &model->organisation[j];

		ABSOLUTE(by_respondent[j], of->expected, 1e-9, "respondents of %s", of->name);
		ABSOLUTE(other[j].expected, of->expected, 1e-9, "%s as other data", of->name);
		expected += of->expected;
		observed += of->observed;
	}
	ABSOLUTE(expected, observed, 1e-9, "all");
}

/* With effects of organisations no result depends on which level is the reference. */
static void
check_references(struct cpe_arena *arena)
{
	static const char *const title[SEPARATED_KINDS] = {
		"a level all positive: the same whichever level is the reference",
		"a level all negative",
		"a level and an organisation all positive",
		"a level all positive, but for an organisation all negative",
		"the same, and the level as many as are positive",
		"the same, and the level more than are positive",
		"separation that no margin shows, with effects of organisations",
	};
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	const char *reference[2] = {NULL, NULL};

	options.reference = reference;
	for (int kind = 0; kind < SEPARATED_KINDS; kind++)
	{
		const struct cpe_cells *cells = make_separated((enum separated) kind, arena);
		const struct cpe_model *first = NULL;
		struct cpe_model_organisation *first_other = NULL;

		unit_case(title[kind]);
		for (int r = 0; r < 6; r++)
		{
			struct cpe_model_organisation *other;
			int32_t organisations;
			double mean;
			struct cpe_problem problem;
			const struct cpe_model *model;

			reference[0] = three_ages[r % 3];
			reference[1] = r < 3 ? "f" : "m";
			model = fit(cells, &options, arena);
			if (model == NULL)
				continue;
			CHECK(model->n_separated > 0, "separated");
			CHECK(cpe_adjusted_indirect(model, cells, &other, &organisations, &mean, NULL, arena,
			                            &problem),
			      "%s", problem.message);
			check_sums(model, cells, other);
			if (first == NULL)
			{
				first = model;
				first_other = other;
				continue;
			}
			RELATIVE(model->log_likelihood, first->log_likelihood, 1e-9, "likelihood");
			CHECK(model->rank == first->rank && model->n_separated == first->n_separated, "counts");
			same_organisations(model->organisation, first->organisation, model->organisations);
			same_organisations(other, first_other, organisations);
		}
	}
}

/* What there is no model of. */
static void
check_ends(struct cpe_arena *arena)
{
	struct cpe_fit_options options = casemix_options(CPE_EFFECT_FIXED);
	struct casemix casemix;
	const struct cpe_model *model;
	struct cpe_problem problem;
	const char *level[2] = {"old", "f"};

	unit_case("ends");
	casemix_open(&casemix, arena, 2, two_names);
	casemix_add(&casemix, "A", level, 1, 1, 0, 9);
	casemix_add(&casemix, "B", level, 1, 1, 0, 4);
	CHECK(cpe_fit(casemix_cells(&casemix), &options, arena, &problem) == NULL &&
	          problem.code == CPE_INVALID && strstr(problem.message, "nothing is left") != NULL,
	      "all positive: %s", problem.message);
	casemix_open(&casemix, arena, 2, two_names);
	CHECK(cpe_fit(casemix_cells(&casemix), &options, arena, &problem) == NULL &&
	          problem.code == CPE_INVALID,
	      "no respondents: %s", problem.message);

	ordinary_rows(&casemix, arena);
	level[0] = "young";
	casemix_add(&casemix, "one", level, 1, 1, 0, 1);
	level[0] = "oldest";
	casemix_add(&casemix, "A", level, 0, 1, 0, 1);
	model = fit(casemix_cells(&casemix), &options, arena);
	CHECK(organisation_named(model, "one")->flag == CPE_FLAG_ALL_POSITIVE &&
	          organisation_named(model, "one")->margin == 1,
	      "an organisation with one respondent");
	CHECK(model->column[0].flag == CPE_FLAG_ALL_NEGATIVE && model->column[0].n == 1,
	      "a level seen once");
	CHECK(model->n == 242 && model->n_separated == 2, "counts");
}

int
main(int argc, char **argv)
{
	const char *directory = argc > 1 ? argv[1] : "test/data";
	struct cpe_arena arena;
	const struct cpe_cells *cells;

	cpe_arena_open_malloc(&arena);
	cells = casemix_cpes200k(&arena, directory);
	check_without_effects(cells, directory, &arena);
	check_fixed_effects(cells, directory, &arena);
	cpe_arena_close_malloc(&arena);
	cpe_arena_open_malloc(&arena);
	check_perfect_organisation(&arena);
	check_penalties(&arena);
	check_hidden_separation(&arena);
	check_references(&arena);
	check_ends(&arena);
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
