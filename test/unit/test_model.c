#include "adjust/model.h"
#include "base/distribution.h"
#include "base/linear.h"
#include "unit.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static struct cpe_arena arena;
static struct cpe_problem problem;

static void *
room(size_t count, size_t size)
{
	return cpe_arena_alloc(&arena, count, size, &problem);
}

/* ---- a model with a bit of everything ---- */

enum
{
	AGE,
	SEX,
	IMD, /* linear */
	WARD /* not used */
};
enum /* columns of the model below */
{
	AGE_MIDDLE,
	AGE_OLD,
	SEX_MALE,
	SEX_MISSING,
	BY_IMD,
	MIDDLE_MALE,
	OLD_MALE,
	OLD_MISSING, /* aliased */
	MIDDLE_BY_IMD,
	OLD_BY_IMD,
	COLUMNS
};

static const char *const age[] = {"16-44", "45-74", "75+"};
static const char *const sex[] = {"Female", "Male", NULL};
static const char *const imd[] = {"-2.5", "0", "1e1"};
static const char *const ward[] = {"5", "4"};

static void
set_organisation(struct cpe_model_organisation *organisation, const char *name,
                 enum cpe_model_flag flag, int64_t n, double effect)
{
	*organisation = (struct cpe_model_organisation){.name = name,
	                                                .flag = flag,
	                                                .n = n,
	                                                .missing = 3,
	                                                .unanswered = 4,
	                                                .weight = (double) n,
	                                                .observed = 0.7 * (double) n,
	                                                .effect = effect,
	                                                .effect_se = 0.1,
	                                                .contrast = effect - 0.4,
	                                                .contrast_se = 0.2,
	                                                .expected = 0.65 * (double) n,
	                                                .variance = 0.2 * (double) n,
	                                                .variance_difference = 0.19 * (double) n,
	                                                .margin = 0.6,
	                                                .margin_se = 0.03};
}

static struct cpe_model *
make_model(void)
{
	static const struct cpe_column what[COLUMNS] = {
		{0, 1, {AGE}, {1}},          {0, 1, {AGE}, {2}},         {1, 1, {SEX}, {1}},
		{1, 1, {SEX}, {2}},          {2, 1, {IMD}, {-1}},        {3, 2, {AGE, SEX}, {1, 1}},
		{3, 2, {AGE, SEX}, {2, 1}},  {3, 2, {AGE, SEX}, {2, 2}}, {4, 2, {IMD, AGE}, {-1, 1}},
		{4, 2, {IMD, AGE}, {-1, 2}},
	};
	static const double value[COLUMNS] = {0.5, 1.25, -0.3, 0.1, 0.02, -0.15, 0.75, 0, 0.03, -0.01};
	struct cpe_model *model = room(1, sizeof(*model));

	model->question = "Q \"1\"";
	model->missing = CPE_MISSING_CATEGORY;
	model->separation = CPE_SEPARATION_DROP;
	model->ridge = NAN;
	model->n = 1000;
	model->n_missing = 30;
	model->n_separated = 20;
	model->patterns = 18;
	model->cells = 40;
	model->rank = 11;
	model->iterations = 5;
	model->weight = 1000;
	model->mean = 0.7;
	model->log_likelihood = -612.5;
	model->null_log_likelihood = -633.25;
	model->deviance = 1225;
	model->null_deviance = 1266.5;
	model->pattern_deviance = 41.25;
	model->aic = 1247;
	model->auc = 0.625;
	model->calibration_slope = 1;
	model->sigma = model->variance_of_effects = model->log_variance_se = NAN;
	model->intercept = 0.875;

	model->covariates = 4;
	model->covariate = room(4, sizeof(struct cpe_covariate));
	model->covariate[AGE] =
		(struct cpe_covariate){.name = "age", .used = true, .levels = 3, .level = age};
	model->covariate[SEX] =
		(struct cpe_covariate){.name = "sex", .used = true, .levels = 3, .level = sex};
	model->covariate[IMD] = (struct cpe_covariate){
		.name = "imd", .used = true, .linear = true, .levels = 3, .level = imd};
	model->covariate[IMD].number = room(3, sizeof(double));
	model->covariate[IMD].number[0] = -2.5;
	model->covariate[IMD].number[2] = 10;
	model->covariate[WARD] = (struct cpe_covariate){.name = "ward", .levels = 2, .level = ward};
	model->terms = 5;
	model->term = room(5, sizeof(struct cpe_term_request));
	model->term[0] = (struct cpe_term_request){1, {AGE}};
	model->term[1] = (struct cpe_term_request){1, {SEX}};
	model->term[2] = (struct cpe_term_request){1, {IMD}};
	model->term[3] = (struct cpe_term_request){2, {AGE, SEX}};
	model->term[4] = (struct cpe_term_request){2, {IMD, AGE}};
	model->columns = COLUMNS;
	model->column = room(COLUMNS, sizeof(struct cpe_model_column));
	model->covariance = room(CPE_PACKED_SIZE(COLUMNS), sizeof(double));
	for (int i = 0; i < COLUMNS; i++)
	{
		model->column[i].what = what[i];
		model->column[i].n = 100 + i;
		model->column[i].value = value[i];
		model->column[i].low = model->column[i].high = model->column[i].p = NAN;
		for (int j = 0; j <= i; j++)
			model->covariance[CPE_PACKED(i, j)] = i == j ? 0.04 : 0.001 * (i - j);
	}
	model->column[OLD_MISSING].flag = CPE_FLAG_ALIASED;
	model->organisations = 4;
	model->organisation = room(4, sizeof(struct cpe_model_organisation));
	set_organisation(&model->organisation[0], "A", CPE_FLAG_NONE, 500, 0.4);
	set_organisation(&model->organisation[1], "B", CPE_FLAG_NONE, 480, 1.1);
	set_organisation(&model->organisation[2], "C", CPE_FLAG_ALL_POSITIVE, 20, NAN);
	set_organisation(&model->organisation[3], "D", CPE_FLAG_NO_DATA, 0, NAN);
	model->organisation[2].separated = 20;
	return model;
}

/* The model with separation: organisation C first, then the oldest, all negative without C. */
static struct cpe_model *
make_separated(void)
{
	struct cpe_model *model = make_model();

	model->directions = 2;
	model->direction = room(2, sizeof(struct cpe_separation_direction));
	for (int d = 0; d < 2; d++)
	{
		model->direction[d].effect = room(4, sizeof(double));
		model->direction[d].column = room(COLUMNS, sizeof(double));
	}
	model->direction[0].effect[2] = 1;
	model->direction[1].column[AGE_OLD] = -1;
	model->column[AGE_OLD].flag = CPE_FLAG_ALL_NEGATIVE;
	model->column[AGE_OLD].value = 0;
	return model;
}

/* ---- bytes and text ---- */

static bool
same_bytes(const struct cpe_model *a, const struct cpe_model *b)
{
	size_t of_a;
	size_t of_b;
	unsigned char *one = cpe_model_write(a, &of_a, &arena, &problem);
	unsigned char *two = cpe_model_write(b, &of_b, &arena, &problem);

	return one != NULL && two != NULL && of_a == of_b && memcmp(one, two, of_a) == 0;
}

static void
check_round_trips(const struct cpe_model *model)
{
	size_t size;
	unsigned char *bytes;
	const struct cpe_model *again;
	char *text;

	problem.message[0] = '\0';
	bytes = cpe_model_write(model, &size, &arena, &problem);
	CHECK(bytes != NULL, "written: %s", problem.message);
	if (bytes == NULL)
		return;
	again = cpe_model_read(bytes, size, &arena, &problem);
	CHECK(again != NULL && same_bytes(model, again), "bytes: %s", problem.message);
	text = cpe_model_print(model, &arena, &problem);
	again = text ? cpe_model_parse(text, &arena, &problem) : NULL;
	CHECK(again != NULL && same_bytes(model, again), "text: %s", problem.message);
	CHECK(again != NULL && strcmp(text, cpe_model_print(again, &arena, &problem)) == 0,
	      "the same text again");
}

/* The smallest model, and its whole text. */
static struct cpe_model *
make_small(void)
{
	struct cpe_model *model = room(1, sizeof(*model));

	model->family = CPE_GAUSSIAN;
	model->effect = CPE_EFFECT_NONE;
	model->n = 3;
	model->rank = 1;
	model->patterns = model->cells = 1;
	model->ridge = 0.1;
	model->weight = 3;
	model->mean = -2.5;
	model->deviance = model->null_deviance = 1e-300;
	model->pattern_deviance = model->auc = NAN;
	model->sigma = 12345678901234567.0;
	model->intercept = -0.0;
	model->reference_organisation = -1;
	model->columns = 1;
	model->column = room(1, sizeof(struct cpe_model_column));
	model->column[0].what.term = -1;
	model->column[0].n = 3;
	model->column[0].value = -2.5;
	model->column[0].low = -INFINITY;
	model->column[0].high = 2.0 / 3;
	model->column[0].p = NAN;
	model->covariance = room(1, sizeof(double));
	model->covariance[0] = 5e-324;
	model->organisations = 1;
	model->organisation = room(1, sizeof(struct cpe_model_organisation));
	model->organisation[0].n = 3;
	model->organisation[0].weight = 3;
	return model;
}

static const char small_text[] =
	"model 1 question=- family=gaussian effect=none missing=drop method=ml method_by_separation=f"
	" separation=error variance=model weighted=f offset=f ridge=0.1 nodes=0 profile_level=0 n=3"
	" n_missing=0 n_nameless=0 n_unanswered=0 n_separated=0 patterns=1 cells=1 rank=1 iterations=0"
	" weight=3 mean=-2.5 log_likelihood=0 null_log_likelihood=0 deviance=1e-300"
	" null_deviance=1e-300 pattern_deviance=- aic=0 auc=- calibration_intercept=0"
	" calibration_slope=0 sigma=12345678901234568 variance_of_effects=0 log_variance_se=0"
	" intercept=0 reference_organisation=-1 covariates=0 terms=0 columns=1 organisations=1"
	" directions=0\n"
	"column term=-1 flag=none n=3 value=-2.5 low=-inf high=0.6666666666666666 p=-\n"
	"covariance 4.94065645841247e-324\n"
	"organisation name=- flag=none n=3 missing=0 unanswered=0 separated=0 weight=3 observed=0"
	" effect=0 effect_se=0 contrast=0 contrast_se=0 expected=0 variance=0 variance_difference=0"
	" margin=0 margin_se=0";

static void
test_text(void)
{
	const struct cpe_model *read;
	char *text;
	char spread[sizeof(small_text) * 2];
	char *at = spread;

	unit_case("the text of a model, digit for digit");
	text = cpe_model_print(make_small(), &arena, &problem);
	CHECK(text != NULL && strcmp(text, small_text) == 0, "%s: %s", problem.message, text);
	/* white space between words may be any */
	for (const char *from = small_text; *from != '\0'; from++)
		if (*from == ' ' || *from == '\n')
			at = stpcpy(at, " \n");
		else
			*at++ = *from;
	strcpy(at, "\t\n");
	read = cpe_model_parse(spread, &arena, &problem);
	CHECK(read != NULL && same_bytes(read, make_small()), "spread: %s", problem.message);
}

static void
test_round_trips(void)
{
	unit_case("bytes and text read back as the same model");
	check_round_trips(make_small());
	check_round_trips(make_model());
	check_round_trips(make_separated());
	for (int i = 0; i < 200; i++)
	{
		struct cpe_model *model = i % 2 ? make_separated() : make_model();

		model->question = i % 3 ? NULL : "a \"b\"\n- \xc3\xa9";
		model->log_likelihood = -ldexp(unit_random(), (int) (random() % 2000) - 1000);
		model->profile_level = unit_random();
		for (int k = 0; k < COLUMNS; k++)
			if (model->column[k].flag == CPE_FLAG_NONE)
			{
				model->column[k].value = ldexp(unit_random() - 0.5, (int) (random() % 100) - 50);
				model->column[k].p = unit_random();
				model->column[k].high = i % 5 ? 1 / unit_random() : INFINITY;
			}
		for (size_t k = 0; k < CPE_PACKED_SIZE(COLUMNS); k++)
			model->covariance[k] = ldexp(unit_random(), (int) (random() % 40) - 30);
		check_round_trips(model);
	}
}

static void
test_unused(void)
{
	struct cpe_model *model = make_model();
	size_t with;
	size_t without;

	unit_case("levels of a covariate that no term uses are not kept");
	CHECK(cpe_model_write(model, &with, &arena, &problem) != NULL, "%s", problem.message);
	model->covariate[WARD].levels = 0;
	CHECK(cpe_model_write(model, &without, &arena, &problem) != NULL, "%s", problem.message);
	CHECK(with == without, "%zu bytes, and %zu", with, without);
}

/* ---- what is refused ---- */

/* Text with one thing in it replaced; it has to be there. */
static const char *
changed(const char *text, const char *from, const char *to)
{
	const char *at = strstr(text, from);
	char *copy = room(strlen(text) + strlen(to) + 1, 1);

	CHECK(at != NULL, "there is no %s", from);
	if (at == NULL)
		return text;
	memcpy(copy, text, (size_t) (at - text));
	strcpy(stpcpy(copy + (at - text), to), at + strlen(from));
	return copy;
}

static void
test_refused(void)
{
	static const struct
	{
		const char *from;
		const char *to;
		enum cpe_code code;
		const char *message;
	} wrong[] = {
		{"model 1", "model 2", CPE_SYNTAX, "invalid input syntax for type model"},
		{"n=1000", "n=1e3", CPE_SYNTAX, "invalid input syntax for type model"},
		{"n=1000", "n=9223372036854775808", CPE_SYNTAX, "invalid input syntax for type model"},
		{"n=1000", "n=-1", CPE_INVALID, "n of a model must not be negative"},
		{"family=binomial", "family=poisson", CPE_SYNTAX, "invalid input syntax for type model"},
		{"weight=1000", "weight=inf", CPE_INVALID, "weight of a model is out of range"},
		{"weight=1000", "weight=-", CPE_INVALID, "weight of a model is out of range"},
		{"weight=1000", "weight=-1", CPE_INVALID, "weight of a model is out of range"},
		{"mean=0.7", "mean=1.7", CPE_INVALID, "no fitted model has a rate above 1"},
		{"auc=0.625", "auc=2", CPE_INVALID, "no fitted model has these options and numbers"},
		{"method_by_separation=f", "method_by_separation=t", CPE_INVALID,
	     "no fitted model has these options and numbers"},
		{"reference_organisation=0", "reference_organisation=4", CPE_INVALID,
	     "no fitted model has these options and numbers"},
		{"effect=fixed", "effect=random", CPE_SYNTAX, "invalid input syntax for type model"},
		{"covariates=4", "covariates=2147483647", CPE_LIMIT,
	     "the model has more than 1000 covariates"},
		{"covariates=4", "covariates=5", CPE_SYNTAX, "invalid input syntax for type model"},
		{"columns=10", "columns=2001", CPE_LIMIT, "the model has more than 2000 columns"},
		{"organisations=4", "organisations=2147483647", CPE_SYNTAX,
	     "invalid input syntax for type model"},
		{"directions=2", "directions=0", CPE_SYNTAX, "invalid input syntax for type model"},
		{"name=\"age\"", "name=-", CPE_INVALID, "no fitted model has a covariate without a name"},
		{"\"16-44\" \"45-74\"", "\"45-74\" \"16-44\"", CPE_INVALID,
	     "no fitted model has levels out of order"},
		{"\"Female\" \"Male\" -", "\"Female\" - \"Male\"", CPE_INVALID,
	     "no fitted model has levels out of order"},
		{"missing=category", "missing=drop", CPE_INVALID,
	     "no fitted model has a level for missing where missing is no category"},
		{"levels=3 reference=0", "levels=3 reference=3", CPE_INVALID,
	     "no fitted model has a covariate without its reference level"},
		{"levels=3 reference=0", "levels=3 reference=1", CPE_INVALID,
	     "no fitted model has a column of a reference level"},
		{"term factors=1 0", "term factors=0 0", CPE_INVALID,
	     "no fitted model has a term of so many covariates"},
		{"term factors=1 0", "term factors=5 0", CPE_INVALID,
	     "no fitted model has a term of so many covariates"},
		{"term factors=1 0", "term factors=1 3", CPE_INVALID,
	     "no fitted model has a term of a covariate that it does not use"},
		{"term factors=1 0", "term factors=1 -1", CPE_INVALID,
	     "no fitted model has a term of a covariate that it does not use"},
		{"term factors=2 0 1", "term factors=2 0 0", CPE_INVALID,
	     "no fitted model has a term with a covariate twice"},
		{"column term=1 ", "column term=5 ", CPE_INVALID,
	     "no fitted model has a column of a term that it does not have"},
		{"p=- 2\n", "p=- 1\n", CPE_INVALID, "no fitted model has columns out of order"},
		{"p=- 1\n", "p=- 3\n", CPE_INVALID, "no fitted model has a column of a level that"},
		{"p=- -1\n", "p=- 0\n", CPE_INVALID, "no fitted model has a column of a level that"},
		{"value=0.5", "value=inf", CPE_INVALID, "value of a model is out of range"},
		{"value=0.5", "value=1e400", CPE_SYNTAX, "invalid input syntax for type model"},
		{"flag=aliased n=107 value=0", "flag=aliased n=107 value=1", CPE_INVALID,
	     "no fitted model has a column with that flag"},
		{"n=107", "n=1001", CPE_INVALID, "no fitted model has a column with these numbers"},
		{"flag=all_negative", "flag=all_positive", CPE_INVALID,
	     "no fitted model has a separated column without a direction"},
		{"covariance 0.04", "covariance -0.04", CPE_INVALID,
	     "no fitted model has negative variances"},
		{"covariance 0.04", "covariance -", CPE_INVALID, "covariance of a model is out of range"},
		{"name=\"B\"", "name=\"A\"", CPE_INVALID, "no fitted model has organisations out of order"},
		{"name=\"D\"", "name=-", CPE_INVALID, "no fitted model has an organisation without a name"},
		{"flag=no_data n=0", "flag=no_data n=1", CPE_INVALID,
	     "no fitted model has an organisation with that flag and these counts"},
		{" separated=20", " separated=21", CPE_INVALID,
	     "no fitted model has an organisation with that flag and these counts"},
		{"flag=all_positive", "flag=reference", CPE_INVALID,
	     "no fitted model has that reference organisation"},
		{"weight=500", "weight=0", CPE_INVALID, "no fitted model has respondents without weight"},
		{"direction common=0", "direction common=inf", CPE_INVALID,
	     "common of a model is out of range"},
		{"direction common=0", "direction common=-", CPE_INVALID,
	     "common of a model is out of range"},
		{"direction common=0", "direction common=-1", CPE_OK, ""},
		{"direction common=0", "direction", CPE_SYNTAX, "invalid input syntax for type model"},
		{"\ndirection", " direction", CPE_OK, ""},
		{"\ndirection", "direction", CPE_SYNTAX, "invalid input syntax for type model"},
	};
	const char *text = cpe_model_print(make_separated(), &arena, &problem);
	size_t length = strlen(text);
	char *cut = room(length + 1, 1);

	unit_case("texts of no model are refused, each for its reason");
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
	{
		const char *bad = changed(text, wrong[i].from, wrong[i].to);

		memset(&problem, 0, sizeof(problem));
		CHECK((cpe_model_parse(bad, &arena, &problem) != NULL) == (wrong[i].code == CPE_OK),
		      "%s to %s", wrong[i].from, wrong[i].to);
		CHECK(problem.code == wrong[i].code &&
		          strncmp(problem.message, wrong[i].message, strlen(wrong[i].message)) == 0,
		      "%s to %s: %d %s", wrong[i].from, wrong[i].to, problem.code, problem.message);
	}

	unit_case("no beginning of a text or of bytes is a model, and nothing more behind it");
	for (size_t i = 0; i < length; i++)
	{
		memcpy(cut, text, i);
		cut[i] = '\0';
		/* the last number of all may well be shorter */
		CHECK(cpe_model_parse(cut, &arena, &problem) == NULL || i + 1 == length, "%zu of %zu", i,
		      length);
	}
	CHECK(cpe_model_parse(changed(text, "model", " model"), &arena, &problem) == NULL, "in front");
	CHECK(cpe_model_parse(strcat(strcpy(room(length + 3, 1), text), " 1"), &arena, &problem) ==
	          NULL,
	      "behind");
}

/* Whether bytes are refused, or are those of the model read. */
static bool
refused_or_canonical(const unsigned char *bytes, size_t size, bool *refused)
{
	struct cpe_model *model;
	unsigned char *again;
	size_t again_size;

	memset(&problem, 0, sizeof(problem));
	model = cpe_model_read(bytes, size, &arena, &problem);
	*refused = model == NULL;
	if (model == NULL)
		return problem.code == CPE_BINARY || problem.code == CPE_INVALID ||
		       problem.code == CPE_LIMIT;
	again = cpe_model_write(model, &again_size, &arena, &problem);
	return again != NULL && again_size == size && memcmp(bytes, again, size) == 0;
}

static void
test_bytes(void)
{
	size_t size;
	unsigned char *bytes = cpe_model_write(make_separated(), &size, &arena, &problem);
	bool refused;
	int read = 0;
	uint64_t nan_bits = UINT64_C(0x7FF8000000000001);
	unsigned char *at;

	unit_case("bytes are of one model each, or refused");
	CHECK(bytes[0] == CPE_MODEL_VERSION, "the version is first");
	for (size_t i = 0; i < size; i++)
	{
		CHECK(cpe_model_read(bytes, i, &arena, &problem) == NULL && problem.code == CPE_BINARY,
		      "%zu of %zu bytes", i, size);
		for (int bit = 0; bit < 8; bit++)
		{
			bytes[i] ^= (unsigned char) (1 << bit);
			CHECK(refused_or_canonical(bytes, size, &refused), "bit %d of byte %zu: %s", bit, i,
			      problem.message);
			read += !refused;
			bytes[i] ^= (unsigned char) (1 << bit);
		}
	}
	CHECK(read > 0, "some of them are other models");

	/* the last number is that of the last column in the last direction */
	at = bytes + size - 8;
	for (int i = 0; i < 8; i++)
		at[i] = (unsigned char) (nan_bits >> (56 - 8 * i));
	CHECK(cpe_model_read(bytes, size, &arena, &problem) == NULL && problem.code == CPE_BINARY,
	      "another NaN");
	memset(at, 0, 8);
	at[0] = 0x80;
	CHECK(cpe_model_read(bytes, size, &arena, &problem) == NULL && problem.code == CPE_BINARY,
	      "minus zero");
}

/* Reads and writes with no memory from an allocation on, or stopped from a poll on. */
static void
test_arenas(void)
{
	struct cpe_arena limited;
	const char *text = cpe_model_print(make_separated(), &arena, &problem);
	bool done = false;

	unit_case("without memory reading and writing end with a problem");
	for (int allocs = 0; !done && allocs < 1000; allocs++)
	{
		struct cpe_model *model;

		unit_arena_open(&limited, -1, allocs);
		memset(&problem, 0, sizeof(problem));
		model = cpe_model_parse(text, &limited, &problem);
		done = model != NULL && cpe_model_print(model, &limited, &problem) != NULL;
		CHECK(done || problem.code == CPE_NO_MEMORY, "%d allocations: %s", allocs, problem.message);
		cpe_arena_close_malloc(&limited);
	}
	CHECK(done, "at last it works");
}

static void
test_stops(void)
{
	struct cpe_model *model = make_model();
	struct cpe_arena limited;
	size_t size;

	unit_case("a large model asks whether to go on");
	model->organisations = 20000;
	model->organisation = room(20000, sizeof(struct cpe_model_organisation));
	for (int i = 0; i < 20000; i++)
	{
		char *name = room(8, 1);

		snprintf(name, 8, "%05d", i);
		set_organisation(&model->organisation[i], name, CPE_FLAG_NONE, 1, 0);
	}
	for (int polls = 0; polls < 2; polls++)
	{
		unit_arena_open(&limited, polls, -1);
		CHECK(cpe_model_write(model, &size, &limited, &problem) == NULL &&
		          problem.code == CPE_CANCELLED,
		      "stopped at poll %d", polls);
		cpe_arena_close_malloc(&limited);
	}
	CHECK(cpe_model_write(model, &size, &arena, &problem) != NULL, "%s", problem.message);
}

/* ---- what is expected ---- */

/* What expect returns in place of a number for a problem. */
#define REFUSED(code) (-1e9 - (double) (code))

static double
expect(const struct cpe_model *model, const char *age_level, const char *sex_level,
       const char *imd_level, const char *organisation, double offset)
{
	const char *const level[] = {age_level, sex_level, imd_level, "whatever"};
	double expected = 17;

	memset(&problem, 0, sizeof(problem));
	if (cpe_model_expected(model, level, organisation, offset, &expected, &problem))
		return expected;
	CHECK(expected == 17, "nothing is written");
	return problem.code == CPE_OK ? NAN : REFUSED(problem.code);
}

static double
expit(double x)
{
	return 1 / (1 + exp(-x));
}

static void
test_expected(void)
{
	struct cpe_model *model = make_model();

	unit_case("expectations against sums by hand");
	RELATIVE(expect(model, "16-44", "Female", "0", NULL, 0), expit(0.875), 1e-15, "references");
	RELATIVE(expect(model, "16-44", "Female", "0", "A", 0), expit(0.4), 1e-15, "in A");
	RELATIVE(expect(model, "45-74", "Female", "0", "B", 0), expit(1.1 + 0.5), 1e-15, "a factor");
	RELATIVE(expect(model, "45-74", "Male", "0", "B", 0), expit(1.1 + 0.5 - 0.3 - 0.15), 1e-15,
	         "an interaction");
	RELATIVE(expect(model, "16-44", NULL, "-2.5", "B", 0), expit(1.1 + 0.1 - 0.05), 1e-15,
	         "missing as a category, and a linear covariate");
	RELATIVE(expect(model, "75+", "Male", "+3.25e0", "B", 0),
	         expit(1.1 + 1.25 - 0.3 + 0.75 + 3.25 * (0.02 - 0.01)), 1e-15,
	         "another number, and an interaction with it");
	RELATIVE(expect(model, "75+", NULL, "0", "B", 0.5), expit(0.5 + 1.1 + 1.25 + 0.1), 1e-15,
	         "an aliased column, and an offset");
	CHECK(expect(model, "16-44", "Female", "0", "B", 1000) == 1, "far off");
	CHECK(expect(model, "16-44", "Female", "0", "B", -1000) == 0, "far off below");

	unit_case("no expectation where there is no estimate");
	CHECK(isnan(expect(model, NULL, "Male", "0", "A", 0)), "missing without a category");
	CHECK(isnan(expect(model, "16-44", "Male", NULL, "A", 0)), "a number missing");
	CHECK(isnan(expect(model, "45-74", NULL, "0", "A", 0)), "a combination nobody had");
	CHECK(isnan(expect(model, "16-44", "Male", "0", "D", 0)), "an organisation without data");
	CHECK(isnan(expect(model, "16-44", "Male", "0", "C", 0)), "one without an effect");

	unit_case("what the model does not know is an error");
	CHECK(expect(model, "17", "Male", "0", "A", 0) == REFUSED(CPE_INVALID) &&
	          strcmp(problem.message, "unknown level of covariate \"age\": \"17\"") == 0,
	      "a level: %s", problem.message);
	CHECK(expect(model, "16-44", "Male", "0x", "A", 0) == REFUSED(CPE_INVALID) &&
	          strcmp(problem.message, "covariate \"imd\" must be a number: \"0x\"") == 0,
	      "no number: %s", problem.message);
	CHECK(expect(model, "16-44", "Male", "1e999", "A", 0) == REFUSED(CPE_INVALID),
	      "too large a number");
	CHECK(expect(model, "16-44", "Male", "", "A", 0) == REFUSED(CPE_INVALID), "an empty number");
	CHECK(expect(model, "16-44", "Male", "0",
	             "\xc3\xa9 an organisation's name that is so long that it is cut in between "
	             "\xc3\xa9\xc3\xa9\xc3\xa9",
	             0) == REFUSED(CPE_INVALID) &&
	          strcmp(problem.message, "unknown organisation: \"\xc3\xa9 an organisation's name "
	                                  "that is so long that it ...\"") == 0,
	      "an organisation: %s", problem.message);
}

static void
test_limits(void)
{
	struct cpe_model *model = make_separated();

	unit_case("separation takes expectations to 0 and 1, earlier directions first");
	CHECK(expect(model, "16-44", "Male", "0", "C", 0) == 1, "an organisation all positive");
	CHECK(expect(model, "75+", "Male", "0", "C", 0) == 1, "it outweighs what was found later");
	CHECK(expect(model, "75+", "Male", "0", "A", 0) == 0, "a level all negative");
	CHECK(expect(model, "75+", "Male", "0", NULL, 0) == 0, "without an organisation");
	RELATIVE(expect(model, "16-44", "Female", "0", "A", 0), expit(0.4), 1e-15, "others stay");
	CHECK(isnan(expect(model, "75+", NULL, NULL, "C", 0)), "a missing number all the same");

	/* the reference level is separated: all organisations go up, other levels down as much */
	for (int i = 0; i < 4; i++)
		model->direction[0].effect[i] = 1;
	model->direction[0].common = 1;
	model->direction[0].column[SEX_MALE] = model->direction[0].column[SEX_MISSING] = -1;
	model->direction[1].column[AGE_OLD] = 0;
	CHECK(expect(model, "16-44", "Female", "0", "A", 0) == 1, "the reference level");
	RELATIVE(expect(model, "16-44", "Male", "0", "A", 0), expit(0.4 - 0.3), 1e-15,
	         "other levels are finite");
	CHECK(expect(model, "16-44", "Female", "0", NULL, 0) == 1, "the same without an organisation");
	RELATIVE(expect(model, "16-44", "Male", "0", NULL, 0), expit(model->intercept - 0.3), 1e-15,
	         "others are finite there, too");
	model->direction[0].common = 0.5;
	CHECK(expect(model, "16-44", "Female", "0", NULL, 0) == 1 &&
	          expect(model, "16-44", "Male", "0", NULL, 0) == 0,
	      "a common part between the two");
}

static void
test_kinds(void)
{
	struct cpe_model *model = make_model();

	unit_case("expectations of random effects, of none, and of numbers");
	model->effect = CPE_EFFECT_NONE;
	model->intercept = 0.25;
	RELATIVE(expect(model, "45-74", "Female", "0", "new", 0), expit(0.75), 1e-15,
	         "organisations play no part");
	model->effect = CPE_EFFECT_RANDOM;
	RELATIVE(expect(model, "45-74", "Female", "0", "B", 0), expit(1.1 + 0.5), 1e-15, "random");
	model->family = CPE_GAUSSIAN;
	RELATIVE(expect(model, "45-74", "Female", "0", "B", 0), 1.6, 1e-15, "numbers");
	CHECK(expect(model, "16-44", "Female", "0", "B", INFINITY) == REFUSED(CPE_RANGE),
	      "out of range");
}

/* ---- tests of terms ---- */

static void
test_wald(void)
{
	struct cpe_model *model = make_model();
	struct cpe_wald wald;
	double a = 0.5, b = 1.25; /* coefficients of age */
	double chi2;

	unit_case("Wald tests against two by two systems by hand");
	model->covariance[CPE_PACKED(0, 0)] = 0.09;
	model->covariance[CPE_PACKED(1, 1)] = 0.16;
	model->covariance[CPE_PACKED(1, 0)] = 0.05;
	chi2 = (a * a * 0.16 - 2 * a * b * 0.05 + b * b * 0.09) / (0.09 * 0.16 - 0.05 * 0.05);
	CHECK(cpe_model_wald(model, 0, &wald, &arena, &problem), "%s", problem.message);
	CHECK(wald.df == 2, "df %d", wald.df);
	RELATIVE(wald.chi2, chi2, 1e-14, "chi-square");
	RELATIVE(wald.p, exp(-chi2 / 2), 1e-12, "p of two degrees is exp(-chi2 / 2)");

	CHECK(cpe_model_wald(model, 2, &wald, &arena, &problem) && wald.df == 1, "one column");
	RELATIVE(wald.chi2, 0.02 * 0.02 / 0.04, 1e-14, "the square of z");
	RELATIVE(wald.p, cpe_model_p(model, 0.02 / 0.2), 1e-12, "p as of z");
	model->family = CPE_GAUSSIAN;
	CHECK(cpe_model_wald(model, 2, &wald, &arena, &problem), "%s", problem.message);
	RELATIVE(wald.p, 2 * cpe_t_upper(0.1, 989), 1e-12, "p as of t");
	RELATIVE(cpe_model_p(model, -0.1), 2 * cpe_t_upper(0.1, 989), 1e-15, "either side");
	RELATIVE(cpe_model_central(model, 0.9), cpe_t_quantile(0.95, 989), 1e-12, "quantile of t");
	model->n = 11;
	CHECK(isnan(cpe_model_p(model, 1)) && isnan(cpe_model_central(model, 0.9)),
	      "no degrees of freedom");
	CHECK(cpe_model_wald(model, 2, &wald, &arena, &problem) && isnan(wald.p), "no p");
	model->family = CPE_BINOMIAL;
	RELATIVE(cpe_model_central(model, 0.95), 1.9599639845400542, 1e-14, "normal quantile");

	unit_case("Wald tests of singular covariances");
	CHECK(cpe_model_wald(model, 3, &wald, &arena, &problem) && wald.df == 2, "aliased columns: %d",
	      wald.df);
	/* the second coefficient is twice the first, and so is its part in the covariance */
	model->column[1].value = 1;
	model->covariance[CPE_PACKED(1, 0)] = 0.18;
	model->covariance[CPE_PACKED(1, 1)] = 0.36;
	CHECK(cpe_model_wald(model, 0, &wald, &arena, &problem) && wald.df == 1, "rank 1");
	RELATIVE(wald.chi2, 0.25 / 0.09, 1e-14, "the same as of the first alone");
	model->column[2].flag = model->column[3].flag = CPE_FLAG_ALIASED;
	CHECK(cpe_model_wald(model, 1, &wald, &arena, &problem) && wald.df == 0 && isnan(wald.p),
	      "nothing to test");
}

static void
test_names(void)
{
	const char **term;
	const char **level;

	unit_case("names of columns");
	CHECK(cpe_model_names(make_model(), &term, &level, &arena, &problem), "%s", problem.message);
	CHECK(strcmp(term[OLD_MISSING], "age:sex") == 0 &&
	          strcmp(level[OLD_MISSING], "75+:(missing)") == 0,
	      "%s %s", term[OLD_MISSING], level[OLD_MISSING]);
	CHECK(strcmp(term[BY_IMD], "imd") == 0 && level[BY_IMD] == NULL, "linear");
	CHECK(cpe_model_names(make_small(), &term, &level, &arena, &problem), "%s", problem.message);
	CHECK(strcmp(term[0], "(Intercept)") == 0 && level[0] == NULL, "the intercept");
}

int
main(void)
{
	cpe_arena_open_malloc(&arena);
	test_text();
	test_round_trips();
	test_unused();
	test_refused();
	test_bytes();
	test_arenas();
	test_stops();
	test_expected();
	test_limits();
	test_kinds();
	test_wald();
	test_names();
	cpe_arena_close_malloc(&arena);
	return unit_end();
}
