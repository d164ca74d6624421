/*
 * Models: the first byte says what the rest is.  t: a model's text; b: its bytes.  What is accepted
 * prints, is written, reads back as the same, and what it expects and tests are numbers or come
 * with the reason why not.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "adjust/model.h"

/* A problem may show a covariate's name or a level, which are taken for printable ones. */
static void
check_problem(const struct cpe_problem *problem)
{
	struct cpe_problem tamed = *problem;
	bool within = false;

	for (char *at = tamed.message; *at != '\0'; at++)
	{
		if (*at == '"')
			within = true;
		else if (within && (*at < ' ' || *at > '~'))
			*at = '?';
	}
	fuzz_check_problem(&tamed);
	MUST(problem->code != CPE_NO_MEMORY && problem->code != CPE_CANCELLED);
}

static void
check_same(struct cpe_arena *arena, const struct cpe_model *a, const struct cpe_model *b)
{
	struct cpe_problem problem = {0};
	size_t size_a, size_b;
	unsigned char *of_a = cpe_model_write(a, &size_a, arena, &problem);
	unsigned char *of_b = cpe_model_write(b, &size_b, arena, &problem);

	MUST(of_a != NULL && of_b != NULL && size_a == size_b && memcmp(of_a, of_b, size_a) == 0);
}

static void
check_round_trip(struct cpe_arena *arena, const struct cpe_model *model)
{
	struct cpe_problem problem = {0};
	struct cpe_model *again;
	size_t size;
	unsigned char *bytes = cpe_model_write(model, &size, arena, &problem);
	char *text = cpe_model_print(model, arena, &problem);

	MUST(bytes != NULL && text != NULL);
	again = cpe_model_read(bytes, size, arena, &problem);
	MUST(again != NULL);
	check_same(arena, model, again);
	again = cpe_model_parse(text, arena, &problem);
	MUST(again != NULL);
	check_same(arena, model, again);
	MUST(cpe_model_read(bytes, size - 1, arena, &problem) == NULL);
	check_problem(&problem);
}

/* A respondent that the input's bytes choose, in some organisation or none. */
static void
check_expected(const struct cpe_model *model, struct fuzz_random *random)
{
	static const char *const other[] = {"", "1", "-2.5e3", "1e308", "no level"};
	const char *level[CPE_MODEL_COVARIATES];
	const char *organisation = NULL;
	struct cpe_problem problem = {0};
	double expected = NAN;

	for (int i = 0; i < model->covariates; i++)
	{
		const struct cpe_covariate *covariate = &model->covariate[i];
		size_t levels = (size_t) covariate->levels;
		size_t which = fuzz_below(random, levels + 1 + (fuzz_below(random, 8) == 0) * 5);

		level[i] = which < levels    ? covariate->level[which]
		           : which == levels ? NULL
		                             : other[which - levels - 1];
	}
	if (model->organisations > 0 && fuzz_below(random, 4) > 0)
		organisation = model->organisation[fuzz_below(random, (size_t) model->organisations)].name;
	if (cpe_model_expected(model, level, organisation, (double) fuzz_below(random, 3) - 1,
	                       &expected, &problem))
		MUST(isfinite(expected) &&
		     (model->family == CPE_GAUSSIAN || (expected >= 0 && expected <= 1)));
	else
	{
		MUST(isnan(expected));
		if (problem.code != CPE_OK)
			check_problem(&problem);
	}
}

static void
check_tests(struct cpe_arena *arena, const struct cpe_model *model)
{
	struct cpe_problem problem = {0};
	const char **term;
	const char **level;

	MUST(cpe_model_names(model, &term, &level, arena, &problem));
	for (int i = 0; i < model->columns; i++)
		MUST(term[i] != NULL);
	for (int t = 0; t < model->terms; t++)
	{
		struct cpe_wald wald;

		if (!cpe_model_wald(model, t, &wald, arena, &problem))
			check_problem(&problem);
		else
		{
			MUST(wald.df >= 0 && (isnan(wald.chi2) || (wald.chi2 >= 0 && isfinite(wald.chi2))));
			MUST(isnan(wald.p) || (wald.p >= 0 && wald.p <= 1));
		}
	}
}

static struct cpe_model *
take(struct cpe_arena *arena, const char *data, size_t length, struct cpe_problem *problem)
{
	if (length == 0 || (data[0] != 't' && data[0] != 'b'))
	{
		cpe_problem_set(problem, CPE_SYNTAX, NULL, NULL, "neither text nor bytes");
		return NULL;
	}
	if (data[0] == 't')
	{
		char *text = cpe_arena_alloc(arena, length, 1, problem);

		if (text == NULL)
			return NULL;
		memcpy(text, data + 1, length - 1);
		return cpe_model_parse(text, arena, problem);
	}
	return cpe_model_read((const unsigned char *) data + 1, length - 1, arena, problem);
}

static bool
use(struct cpe_arena *arena, const char *data, size_t length, struct cpe_problem *problem)
{
	struct cpe_model *model = take(arena, data, length, problem);

	return model != NULL && cpe_model_print(model, arena, problem) != NULL;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	struct fuzz_random random = fuzz_random_of(data, size);
	struct fuzz_arena arena;
	struct cpe_problem problem = {0};
	struct cpe_model *model;

	fuzz_arena_open(&arena, FUZZ_NEVER, FUZZ_NEVER);
	model = take(&arena.arena, (const char *) data, size, &problem);
	if (model == NULL)
		check_problem(&problem);
	else
	{
		check_round_trip(&arena.arena, model);
		check_tests(&arena.arena, model);
		for (int i = 0; i < 20; i++)
			check_expected(model, &random);
	}
	fuzz_arena_close(&arena);
	fuzz_with_arenas(use, data, size);
}
