#include "cancer_pe.h"

#include "executor/spi.h"
#include "funcapi.h"
#include "lib/stringinfo.h"
#include "miscadmin.h"
#include "utils/builtins.h"
#include "utils/datetime.h"
#include "utils/json.h"
#include "utils/numeric.h"
#include "utils/tuplestore.h"

#include "base/base.h"
#include "benchmark/compare.h"
#include "benchmark/pairs.h"
#include "publish/publish_programme.h"

/* An object of the definition that is being read, and where it stands. */
struct place
{
	JsonbContainer *object; /* NULL: it is not there */
	const char *path;
	List **problems;
};

static const char *const kind_words[] = {"survey", "scores", "metrics", "pledge", NULL};

#define COMMON_KEYS                                                                                \
	"kind", "title", "explain", "period", "interval", "p_method", "suppression", "decimals",       \
		"population"
#define COUNTED_KEYS "levels", "breakdowns", "expected_range", "reliability"
static const char *const keys_of_kind[][24] = {
	{COMMON_KEYS, COUNTED_KEYS, "wave", "questions", "plan", "case_mix", NULL},
	{COMMON_KEYS, COUNTED_KEYS, "scores", "case_mix", NULL},
	{COMMON_KEYS, COUNTED_KEYS, "metrics", "at", "columns", "parameters", NULL},
	{COMMON_KEYS, "before", "after", "test", "paired_test", "as_of", NULL}};
static const char *const level_keys[] = {"level", "title",   "label",  "column",  "of", "register",
                                         "at",    "missing", "judged", "explain", NULL};
static const char *const breakdown_keys[] = {"breakdown", "title",   "column", "levels",
                                             "missing",   "explain", NULL};
static const char *const case_mix_keys[] = {"covariates", "options", "explain", NULL};
static const char *const covariate_keys[] = {"covariate", "column", "missing", "explain", NULL};
static const char *const interval_keys[] = {"rate", "mean", "level", "explain", NULL};
static const char *const range_keys[] = {"method", "options", "explain", NULL};
static const char *const suppression_keys[] = {"rule", "options", "explain", NULL};
static const char *const population_keys[] = {"base", "filter", "explain", NULL};
static const char *const score_keys[] = {"instrument", "columns", "scales",  "value_set",
                                         "times",      "strict",  "explain", NULL};
/* Columns of the report and of its statement, which no level or breakdown can be called like. */
static const char *const taken_names[] = {"period",
                                          "level",
                                          "area",
                                          "breakdown",
                                          "category",
                                          "measure",
                                          "label",
                                          "unit",
                                          "value",
                                          "low",
                                          "high",
                                          "adjusted",
                                          "band",
                                          "p",
                                          "q",
                                          "expected_low",
                                          "expected_high",
                                          "reliability",
                                          "n",
                                          "status",
                                          "display",
                                          "dims",
                                          "numerator",
                                          "place",
                                          "measure_label",
                                          "service",
                                          "sheet",
                                          "all",
                                          "score",
                                          "score_low",
                                          "score_high",
                                          "factor",
                                          "se",
                                          "level_place",
                                          "breakdown_place",
                                          NULL};

/* ---- problems ---- */

static const char *path_to(const struct place *at, const char *key);
static void complain(const struct place *at, const char *key, const char *format, ...)
	pg_attribute_printf(3, 4);

static const char *
path_to(const struct place *at, const char *key)
{
	return key ? psprintf("%s.%s", at->path, key) : at->path;
}

/* Notes that something is wrong with a key (NULL: the object itself). */
static void
complain(const struct place *at, const char *key, const char *format, ...)
{
	struct cpe_programme_problem *problem = palloc(sizeof(*problem));
	va_list args;

	va_start(args, format);
	problem->problem = cpe_formatted(format, args);
	va_end(args);
	problem->path = path_to(at, key);
	*at->problems = lappend(*at->problems, problem);
}

/* ---- values of keys ---- */

/* The value of a key; JSON null counts as not given. */
static bool
value_at(const struct place *at, const char *key, JsonbValue *value)
{
	return at->object != NULL &&
	       getKeyJsonValueFromContainer(at->object, key, strlen(key), value) != NULL &&
	       value->type != jbvNull;
}

static void
check_keys(const struct place *at, const char *const *known)
{
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	JsonbValue value;

	if (at->object == NULL)
		return;
	iterator = JsonbIteratorInit(at->object);
	while ((token = JsonbIteratorNext(&iterator, &value, true)) != WJB_DONE)
	{
		char *key;

		if (token != WJB_KEY)
			continue;
		key = pnstrdup(value.val.string.val, value.val.string.len);
		if (cpe_word_place(known, key) < 0)
			complain(at, key, "unknown key; known: %s", cpe_words_list(known));
	}
}

static const char *
text_at(const struct place *at, const char *key, const char *otherwise)
{
	JsonbValue value;

	if (!value_at(at, key, &value))
		return otherwise;
	if (value.type != jbvString || value.val.string.len == 0)
	{
		complain(at, key, "must be a text that is not empty");
		return otherwise;
	}
	return pnstrdup(value.val.string.val, value.val.string.len);
}

/* The same where it must be given; what stands for it lets reading go on. */
static const char *
needed_text(const struct place *at, const char *key)
{
	JsonbValue value;

	if (at->object != NULL && !value_at(at, key, &value))
		complain(at, key, "is missing");
	return text_at(at, key, "");
}

/* A number as a float, infinite where it is too large for one: that is for the caller to judge. */
static double
float_of(Numeric number)
{
	return DatumGetFloat8(DirectFunctionCall1(numeric_float8_no_overflow, NumericGetDatum(number)));
}

/* A number within limits, as text that reads back as it. */
static const char *
number_at(const struct place *at, const char *key, double low, double high, const char *otherwise)
{
	JsonbValue value;
	double number;

	if (!value_at(at, key, &value))
		return otherwise;
	if (value.type == jbvNumeric)
	{
		number = float_of(value.val.numeric);
		if (number > low && number < high)
			return DatumGetCString(
				DirectFunctionCall1(numeric_out, NumericGetDatum(value.val.numeric)));
	}
	complain(at, key, "must be a number between %g and %g", low, high);
	return otherwise;
}

static bool
yes_at(const struct place *at, const char *key, bool otherwise)
{
	JsonbValue value;

	if (!value_at(at, key, &value))
		return otherwise;
	if (value.type != jbvBool)
	{
		complain(at, key, "must be true or false");
		return otherwise;
	}
	return value.val.boolean;
}

static bool
is_object(const JsonbValue *value)
{
	return value->type == jbvBinary && JsonContainerIsObject(value->val.binary.data);
}

static bool
is_array(const JsonbValue *value)
{
	return value->type == jbvBinary && JsonContainerIsArray(value->val.binary.data) &&
	       !JsonContainerIsScalar(value->val.binary.data);
}

/* An object to read on in, checked for its keys; without keys where it is not given. */
static struct place
object_at(const struct place *at, const char *key, const char *const *known)
{
	struct place inside = {NULL, path_to(at, key), at->problems};
	JsonbValue value;

	if (!value_at(at, key, &value))
		return inside;
	if (!is_object(&value))
	{
		complain(at, key, "must be an object");
		return inside;
	}
	inside.object = value.val.binary.data;
	if (known)
		check_keys(&inside, known);
	return inside;
}

/* An object as JSON, to be handed on as options. */
static const char *
json_at(const struct place *at, const char *key, const char *otherwise)
{
	struct place inside = object_at(at, key, NULL);

	if (inside.object == NULL)
		return otherwise;
	return JsonbToCString(NULL, inside.object, 0);
}

/* The elements of an array; -1 where it is not given or none. */
static int
array_at(const struct place *at, const char *key, JsonbValue **element)
{
	JsonbValue value;
	int count;

	if (!value_at(at, key, &value))
		return -1;
	if (!is_array(&value))
	{
		complain(at, key, "must be an array");
		return -1;
	}
	count = JsonContainerSize(value.val.binary.data);
	*element = palloc(Max(count, 1) * sizeof(JsonbValue));
	for (int i = 0; i < count; i++)
		(*element)[i] = *getIthJsonbValueFromContainer(value.val.binary.data, i);
	return count;
}

static struct place
element_place(const struct place *at, const char *key, int i, JsonbValue *element,
              const char *const *known)
{
	struct place inside = {NULL, psprintf("%s.%s[%d]", at->path, key, i), at->problems};

	if (!is_object(element))
	{
		complain(&inside, NULL, "must be an object");
		return inside;
	}
	inside.object = element->val.binary.data;
	check_keys(&inside, known);
	return inside;
}

/* The texts of an array, NULL where it is not given. */
static const char *const *
texts_at(const struct place *at, const char *key, int *count)
{
	JsonbValue *element;
	const char **text;

	*count = array_at(at, key, &element);
	if (*count < 0)
	{
		*count = 0;
		return NULL;
	}
	text = palloc((*count + 1) * sizeof(char *));
	for (int i = 0; i < *count; i++)
	{
		text[i] = "";
		if (element[i].type == jbvString && element[i].val.string.len > 0)
			text[i] = pnstrdup(element[i].val.string.val, element[i].val.string.len);
		else
			complain(at, key, "element %d must be a text that is not empty", i);
	}
	text[*count] = NULL;
	return text;
}

/* A day, written as in ISO 8601. */
static const char *
day_at(const struct place *at, const char *key)
{
	const char *text = text_at(at, key, NULL);
	int year, month, day, length = 0;

	if (text == NULL)
		return NULL;
	if (strlen(text) != 10 || sscanf(text, "%4d-%2d-%2d%n", &year, &month, &day, &length) != 3 ||
	    length != 10 || year < 1 || month < 1 || month > 12 || day < 1 ||
	    day > day_tab[isleap(year)][month - 1])
	{
		complain(at, key, "must be a day like 2018-06-30");
		return NULL;
	}
	return text;
}

/* Something that a registry must have; the query is given the name. */
static void
check_registered(const struct place *at, const char *key, const char *name, const char *what,
                 const char *query)
{
	if (name != NULL && name[0] != '\0' && cpe_first_value(query, 1, name, NULL) == NULL)
		complain(at, key, "there is no %s \"%s\"", what, name);
}

/* ---- parts of a definition ---- */

/* "Tumour group" for tumour_group. */
static const char *
title_of(const char *name)
{
	char *title = pstrdup(name);

	for (char *c = title; *c; c++)
		if (*c == '_')
			*c = ' ';
	if (title[0] >= 'a' && title[0] <= 'z')
		title[0] -= 'a' - 'A';
	return title;
}

/* A name that becomes a column's. */
static const char *
name_at(const struct place *at, const char *key)
{
	const char *name = needed_text(at, key);
	bool plain = name[0] == '\0' || (name[0] >= 'a' && name[0] <= 'z');

	for (const char *c = name; *c; c++)
		plain = plain && ((*c >= 'a' && *c <= 'z') || (*c >= '0' && *c <= '9') || *c == '_');
	if (!plain || strlen(name) > 36)
		complain(at, key,
		         "must be lower-case letters, digits and underscores, at most 36, and "
		         "begin with a letter");
	else if (cpe_word_place(taken_names, name) >= 0)
		complain(at, key, "\"%s\" is a column of the report or of its statement", name);
	return name;
}

/* Complains of a key where it would say nothing. */
static void
check_fits(const struct place *at, bool fits, const char *key, const char *why)
{
	JsonbValue value;

	if (!fits && value_at(at, key, &value))
		complain(at, key, "%s", why);
}

static void
read_level(const struct place *at, struct cpe_programme *programme, int i)
{
	struct cpe_programme_level *level = &programme->level[i];

	level->level = name_at(at, "level");
	level->title = text_at(at, "title", title_of(level->level));
	level->column = text_at(at, "column", NULL);
	level->of = text_at(at, "of", NULL);
	level->registered = text_at(at, "register", level->of ? level->level : NULL);
	level->at = day_at(at, "at");
	level->judged = yes_at(at, "judged", false);
	level->of_place = -1;
	check_fits(at, level->column == NULL && level->of == NULL, "label",
	           "is of all people together; that of people without an area is missing");
	check_fits(at, level->column != NULL || level->of != NULL, "missing",
	           "is of a level with areas");
	check_fits(at, level->of != NULL, "register", "is of a level with \"of\"");
	check_fits(at, level->of != NULL, "at", "is of a level with \"of\"");
	if (level->column == NULL && level->of == NULL)
		level->label = text_at(at, "label", "All");
	else
		level->label = text_at(at, "missing", "Not known");
	if (level->column && level->of)
		complain(at, "of", "a level has a column or is that of another level's areas, not both");
	if (level->of && level->at == NULL)
		complain(at, "at", "is missing: the day by which areas belong together");
	if (level->of)
		check_registered(at, "register", level->registered, "area level",
		                 "SELECT level FROM cancer_pe.area_level WHERE level "
		                 "OPERATOR(pg_catalog.=) $1");
	if (level->column == NULL && level->of == NULL && level->judged)
		complain(at, "judged", "all people together have nobody to be compared with");
}

/* The place of a level among those read, or -1. */
static int
level_place(const struct cpe_programme *programme, const char *name)
{
	for (int i = 0; i < programme->levels; i++)
		if (strcmp(programme->level[i].level, name) == 0)
			return i;
	return -1;
}

/* Levels go from all people, of whom there is one, to the finest areas. */
static void
read_levels(const struct place *at, struct cpe_programme *programme)
{
	JsonbValue *element;
	int count = array_at(at, "levels", &element);

	if (count <= 0)
	{
		complain(at, "levels", "is missing: at least one level");
		return;
	}
	programme->level = palloc0(count * sizeof(struct cpe_programme_level));
	for (int i = 0; i < count; i++)
	{
		struct place inside = element_place(at, "levels", i, &element[i], level_keys);

		read_level(&inside, programme, i);
		if (level_place(programme, programme->level[i].level) >= 0)
			complain(&inside, "level", "is there twice");
		programme->levels = i + 1;
		if ((programme->level[i].column == NULL && programme->level[i].of == NULL) != (i == 0))
			complain(&inside, NULL,
			         i == 0 ? "the first level is that of all people, without column"
			                : "has neither column nor \"of\"");
	}
	for (int i = 0; i < count; i++)
	{
		struct cpe_programme_level *level = &programme->level[i];

		if (level->of == NULL)
			continue;
		level->of_place = level_place(programme, level->of);
		if (level->of_place < 0 || programme->level[level->of_place].column == NULL)
			complain(at, "levels", "level \"%s\" is of \"%s\", which is no level with a column",
			         level->level, level->of);
	}
}

static void
read_breakdown(const struct place *at, struct cpe_programme *programme, int i)
{
	struct cpe_programme_breakdown *breakdown = &programme->breakdown[i];
	const char *const *levels;
	int count;

	breakdown->breakdown = name_at(at, "breakdown");
	breakdown->title = text_at(at, "title", title_of(breakdown->breakdown));
	breakdown->column = text_at(at, "column", breakdown->breakdown);
	breakdown->missing = text_at(at, "missing", "Not known");
	breakdown->at_level = palloc0(Max(programme->levels, 1) * sizeof(bool));
	levels = texts_at(at, "levels", &count);
	for (int l = 0; l < programme->levels; l++)
		breakdown->at_level[l] = levels == NULL;
	for (int k = 0; k < count; k++)
	{
		int place = level_place(programme, levels[k]);

		if (place < 0)
			complain(at, "levels", "there is no level \"%s\"", levels[k]);
		else
			breakdown->at_level[place] = true;
	}
	for (int l = 0; l < programme->levels; l++)
		if (breakdown->at_level[l])
			breakdown->finest = l;
	if (levels != NULL && count == 0)
		complain(at, "levels", "names no level");
}

static void
read_breakdowns(const struct place *at, struct cpe_programme *programme)
{
	JsonbValue *element;
	int count = array_at(at, "breakdowns", &element);

	programme->breakdown = palloc0(Max(count, 1) * sizeof(struct cpe_programme_breakdown));
	for (int i = 0; i < count; i++)
	{
		struct place inside = element_place(at, "breakdowns", i, &element[i], breakdown_keys);

		read_breakdown(&inside, programme, i);
		for (int k = 0; k < i; k++)
			if (strcmp(programme->breakdown[k].breakdown, programme->breakdown[i].breakdown) == 0)
				complain(&inside, "breakdown", "is there twice");
		if (level_place(programme, programme->breakdown[i].breakdown) >= 0)
			complain(&inside, "breakdown", "is the name of a level");
		programme->breakdowns = i + 1;
	}
}

static void
read_case_mix(const struct place *at, struct cpe_programme *programme)
{
	struct place inside = object_at(at, "case_mix", case_mix_keys);
	JsonbValue *element;
	int count = array_at(&inside, "covariates", &element);

	programme->model_options = json_at(&inside, "options", "{}");
	programme->covariate = palloc0(Max(count, 1) * sizeof(struct cpe_programme_covariate));
	for (int i = 0; i < count; i++)
	{
		struct place covariate =
			element_place(&inside, "covariates", i, &element[i], covariate_keys);

		programme->covariate[i].covariate = needed_text(&covariate, "covariate");
		programme->covariate[i].column =
			text_at(&covariate, "column", programme->covariate[i].covariate);
		programme->covariate[i].missing = text_at(&covariate, "missing", NULL);
		for (int k = 0; k < i; k++)
			if (strcmp(programme->covariate[k].covariate, programme->covariate[i].covariate) == 0)
				complain(&covariate, "covariate", "is there twice");
		programme->covariates = i + 1;
	}
}

/* A word of a list, or what stands for it. */
static const char *
word_at(const struct place *at, const char *key, const char *const *words, const char *otherwise)
{
	const char *word = text_at(at, key, otherwise);

	if (word != NULL && cpe_word_place(words, word) < 0)
	{
		complain(at, key, "must be one of: %s", cpe_words_list(words));
		return otherwise;
	}
	return word;
}

static int
decimals_at(const struct place *at)
{
	JsonbValue value;
	double number = -1;

	if (!value_at(at, "decimals", &value))
		return 1;
	if (value.type == jbvNumeric)
		number = float_of(value.val.numeric);
	for (int decimals = 0; decimals <= 10; decimals++)
		if (number == decimals)
			return decimals;
	complain(at, "decimals", "must be a whole number from 0 to 10");
	return 1;
}

static void
read_methods(const struct place *at, struct cpe_programme *programme)
{
	static const char *const rates[] = {"wilson",          "wilson_cc", "wald",  "agresti_coull",
	                                    "clopper_pearson", "jeffreys",  "mid_p", "arcsine",
	                                    "logit",           NULL};
	static const char *const means[] = {"t", "normal", NULL};
	static const char *const adjustments[] = {"bonferroni", "holm", "hochberg", "hommel",
	                                          "bh",         "by",   NULL};
	struct place interval = object_at(at, "interval", interval_keys);
	struct place range = object_at(at, "expected_range", range_keys);
	struct place suppression = object_at(at, "suppression", suppression_keys);
	struct place population = object_at(at, "population", population_keys);
	bool pledge = programme->kind == CPE_PROGRAMME_PLEDGE;

	programme->rate_interval =
		word_at(&interval, "rate", rates, pledge ? "clopper_pearson" : "wilson");
	programme->mean_interval = word_at(&interval, "mean", means, "t");
	programme->confidence = number_at(&interval, "level", 0, 1, "0.95");
	programme->range_method = text_at(&range, "method", "ncpes2018");
	programme->range_options = json_at(&range, "options", "{}");
	check_registered(&range, "method", programme->range_method, "preset of expected_range",
	                 "SELECT name FROM cancer_pe.preset WHERE name OPERATOR(pg_catalog.=) $1 AND "
	                 "kind OPERATOR(pg_catalog.=) 'expected_range'");
	programme->p_method = word_at(at, "p_method", adjustments, pledge ? "holm" : "bh");
	programme->reliability = number_at(at, "reliability", 0, 1, "0.7");
	if (suppression.object == NULL)
		complain(at, "suppression", "is missing: a rule that decides what may be shown");
	programme->rule = needed_text(&suppression, "rule");
	programme->rule_options = json_at(&suppression, "options", "{}");
	check_registered(&suppression, "rule", programme->rule, "rule of suppress",
	                 "SELECT name FROM cancer_pe.preset WHERE name OPERATOR(pg_catalog.=) $1 AND "
	                 "kind OPERATOR(pg_catalog.=) 'suppress'");
	programme->decimals = decimals_at(at);
	programme->base = text_at(&population, "base", NULL);
	programme->filter = text_at(&population, "filter", NULL);
}

/* ---- kinds ---- */

/* The options of sheet_plan that questions and plan come to. */
static const char *
plan_options(const struct place *at, const char *wave)
{
	static const char *const plan_keys[] = {"strict", "clean", "neutral", "explain", NULL};
	static const char *const neutral_words[] = {"scored", "excluded", NULL};
	struct place plan = object_at(at, "plan", plan_keys);
	const char *neutral = word_at(&plan, "neutral", neutral_words, NULL);
	const char *const *question;
	StringInfoData options;
	int questions;

	initStringInfo(&options);
	appendStringInfo(&options, "{\"strict\": %s, \"clean\": %s",
	                 yes_at(&plan, "strict", true) ? "true" : "false",
	                 yes_at(&plan, "clean", false) ? "true" : "false");
	if (neutral)
		appendStringInfo(&options, ", \"neutral\": \"%s\"", neutral);
	question = texts_at(at, "questions", &questions);
	if (question != NULL && questions == 0)
		complain(at, "questions", "names no question; left out, all are meant");
	for (int i = 0; i < questions; i++)
	{
		appendStringInfoString(&options, i ? ", " : ", \"questions\": [");
		escape_json(&options, question[i]);
		if (question[i][0] != '\0' &&
		    cpe_first_value("SELECT question FROM cancer_pe.question WHERE wave "
		                    "OPERATOR(pg_catalog.=) $1 AND question OPERATOR(pg_catalog.=) $2",
		                    2, wave, question[i]) == NULL)
			complain(at, "questions", "wave \"%s\" has no question \"%s\"", wave, question[i]);
	}
	appendStringInfoString(&options, questions > 0 ? "]}" : "}");
	return options.data;
}

static void
read_survey(const struct place *at, struct cpe_programme *programme)
{
	programme->wave = needed_text(at, "wave");
	check_registered(at, "wave", programme->wave, "wave",
	                 "SELECT wave FROM cancer_pe.survey_wave WHERE wave "
	                 "OPERATOR(pg_catalog.=) $1");
	if (programme->period == NULL)
		programme->period = programme->wave;
	programme->plan_options = plan_options(at, programme->wave);
	read_case_mix(at, programme);
}

/* Complains of a text that stands twice in a list. */
static void
check_once(const struct place *at, const char *key, const char *const *text, int count)
{
	for (int i = 1; i < count; i++)
		for (int k = 0; k < i; k++)
			if (text[i][0] != '\0' && strcmp(text[i], text[k]) == 0)
				complain(at, key, "\"%s\" is there twice", text[i]);
}

static void
read_score(const struct place *at, struct cpe_programme_score *score)
{
	JsonbValue value;

	score->instrument = needed_text(at, "instrument");
	check_registered(at, "instrument", score->instrument, "instrument",
	                 "SELECT code FROM cancer_pe.instrument WHERE code "
	                 "OPERATOR(pg_catalog.=) $1");
	score->value_set = text_at(at, "value_set", NULL);
	score->strict = yes_at(at, "strict", true);
	score->scale = texts_at(at, "scales", &score->scales);
	if (score->scale != NULL && score->scales == 0)
		complain(at, "scales", "names no scale; left out, all are meant");
	check_once(at, "scales", score->scale, score->scales);
	score->times = number_at(at, "times", 0, 1e6, "1");
	if (score->value_set == NULL)
	{
		if (value_at(at, "times", &value))
			complain(at, "times", "is of an index, which has a value_set");
		score->pattern = text_at(at, "columns", NULL);
		return;
	}
	check_registered(at, "value_set", score->value_set, "value set",
	                 "SELECT name FROM cancer_pe.value_set WHERE name OPERATOR(pg_catalog.=) $1");
	score->column = texts_at(at, "columns", &score->columns);
	if (score->columns != 5)
		complain(at, "columns", "an index needs the columns of its five answers");
	if (score->scale != NULL)
		complain(at, "scales", "an index has none");
}

static void
read_scores(const struct place *at, struct cpe_programme *programme)
{
	JsonbValue *element;
	int count = array_at(at, "scores", &element);

	if (count <= 0)
		complain(at, "scores", "is missing: at least one instrument");
	programme->score = palloc0(Max(count, 1) * sizeof(struct cpe_programme_score));
	for (int i = 0; i < count; i++)
	{
		struct place inside = element_place(at, "scores", i, &element[i], score_keys);

		read_score(&inside, &programme->score[i]);
		programme->scores = i + 1;
	}
	read_case_mix(at, programme);
}

static void
read_metrics(const struct place *at, struct cpe_programme *programme)
{
	const char *columns = json_at(at, "columns", NULL);
	const char *parameters = json_at(at, "parameters", NULL);

	programme->metric = texts_at(at, "metrics", &programme->metrics);
	if (programme->metrics == 0)
		complain(at, "metrics", "is missing: at least one metric");
	check_once(at, "metrics", programme->metric, programme->metrics);
	for (int i = 0; i < programme->metrics; i++)
		check_registered(at, "metrics", programme->metric[i], "metric with a definition",
		                 "SELECT metric FROM cancer_pe.metric WHERE metric "
		                 "OPERATOR(pg_catalog.=) $1 AND definition IS NOT NULL");
	programme->metric_at = day_at(at, "at");
	programme->metric_options =
		psprintf("{%s%s%s%s%s}", columns ? "\"columns\": " : "", columns ? columns : "",
	             columns && parameters ? ", " : "", parameters ? "\"parameters\": " : "",
	             parameters ? parameters : "");
}

static void
read_pledge(const struct place *at, struct cpe_programme *programme)
{
	enum cpe_proportion_test test;
	enum cpe_pairs_test paired_test;

	programme->before = needed_text(at, "before");
	programme->after = needed_text(at, "after");
	if (programme->after[0] != '\0' && strcmp(programme->before, programme->after) == 0)
		complain(at, "after", "is the wave before");
	programme->test = text_at(at, "test", "fisher");
	programme->paired_test = text_at(at, "paired_test", "exact");
	if (!cpe_proportion_test_by_name(programme->test, &test))
		complain(at, "test", "must be one of: %s", cpe_proportion_test_names);
	if (!cpe_pairs_test_by_name(programme->paired_test, &paired_test))
		complain(at, "paired_test", "must be one of: %s", cpe_pairs_test_names);
	programme->as_of = day_at(at, "as_of");
}

struct cpe_programme *
cpe_programme_read(Jsonb *definition, List **problems)
{
	struct cpe_programme *programme = palloc0(sizeof(*programme));
	struct place at = {NULL, "$", problems};
	const char *kind;
	int place;

	if (!JB_ROOT_IS_OBJECT(definition))
	{
		complain(&at, NULL, "must be an object");
		return programme;
	}
	at.object = &definition->root;
	kind = needed_text(&at, "kind");
	place = cpe_word_place(kind_words, kind);
	if (place < 0)
	{
		if (kind[0] != '\0')
			complain(&at, "kind", "must be one of: %s", cpe_words_list(kind_words));
		return programme;
	}
	programme->kind = (enum cpe_programme_kind) place;
	check_keys(&at, keys_of_kind[place]);
	programme->title = text_at(&at, "title", NULL);
	programme->period = text_at(&at, "period", NULL);
	read_methods(&at, programme);
	if (programme->kind != CPE_PROGRAMME_PLEDGE)
	{
		read_levels(&at, programme);
		read_breakdowns(&at, programme);
	}
	if (programme->kind == CPE_PROGRAMME_SURVEY)
		read_survey(&at, programme);
	else if (programme->kind == CPE_PROGRAMME_SCORES)
		read_scores(&at, programme);
	else if (programme->kind == CPE_PROGRAMME_METRICS)
		read_metrics(&at, programme);
	else
		read_pledge(&at, programme);
	if (programme->period == NULL && programme->kind != CPE_PROGRAMME_PLEDGE)
		(void) needed_text(&at, "period");
	return programme;
}

/* ---- registered programmes ---- */

static JsonbValue *put_over(JsonbParseState **state, JsonbContainer *below, JsonbContainer *above);

/* Adds the value of a key: an object put over an object's, else the upper one. */
static void
put_value(JsonbParseState **state, JsonbValue *below, JsonbValue *above)
{
	if (below && is_object(below) && is_object(above))
		(void) put_over(state, below->val.binary.data, above->val.binary.data);
	else
		pushJsonbValue(state, WJB_VALUE, above);
}

/* An object with another one put over it: null takes a key away, objects are put over objects. */
static JsonbValue *
put_over(JsonbParseState **state, JsonbContainer *below, JsonbContainer *above)
{
	JsonbContainer *layer[2] = {below, above};

	check_stack_depth();
	pushJsonbValue(state, WJB_BEGIN_OBJECT, NULL);
	for (int l = 0; l < 2; l++)
	{
		JsonbIterator *iterator = JsonbIteratorInit(layer[l]);
		JsonbIteratorToken token;
		JsonbValue key, value, *other;

		while ((token = JsonbIteratorNext(&iterator, &key, true)) != WJB_DONE)
		{
			if (token != WJB_KEY)
				continue;
			(void) JsonbIteratorNext(&iterator, &value, true);
			other = getKeyJsonValueFromContainer(layer[1 - l], key.val.string.val,
			                                     key.val.string.len, NULL);
			if ((l == 0 && other != NULL) || (l == 1 && value.type == jbvNull))
				continue;
			pushJsonbValue(state, WJB_KEY, &key);
			if (l == 0)
				pushJsonbValue(state, WJB_VALUE, &value);
			else
				put_value(state, other, &value);
		}
	}
	return pushJsonbValue(state, WJB_END_OBJECT, NULL);
}

static Jsonb *
merged(Jsonb *definition, Jsonb *options)
{
	JsonbParseState *state = NULL;

	if (!JB_ROOT_IS_OBJECT(options))
		cpe_refuse(CPE_INVALID, NULL, "Write them like {\"decimals\": 0}.",
		           "options of a programme must be an object");
	return JsonbValueToJsonb(put_over(&state, &definition->root, &options->root));
}

static Jsonb *
registered_definition(const char *name)
{
	char *text = cpe_first_value("SELECT definition FROM cancer_pe.programme WHERE programme "
	                             "OPERATOR(pg_catalog.=) $1",
	                             1, name, NULL);

	if (text == NULL)
	{
		char *known =
			cpe_first_value("SELECT pg_catalog.string_agg(programme, ', ' ORDER BY programme "
		                    "COLLATE pg_catalog.\"C\") FROM cancer_pe.programme WHERE programme "
		                    "OPERATOR(pg_catalog.<>) $1",
		                    1, name, NULL);

		cpe_refuse(CPE_INVALID, known ? psprintf("Known programmes: %s.", known) : NULL,
		           "Add one of your own with INSERT INTO cancer_pe.programme; case matters.",
		           "there is no programme \"%s\"", name);
	}
	return DatumGetJsonbP(DirectFunctionCall1(jsonb_in, CStringGetDatum(text)));
}

/* Fails with the first problems of a definition. */
pg_noreturn static void
refuse_problems(const char *name, const List *problems)
{
	StringInfoData detail;
	const ListCell *cell;
	int told = 0;

	initStringInfo(&detail);
	foreach (cell, problems)
	{
		const struct cpe_programme_problem *problem = lfirst(cell);

		if (++told > 5)
			break;
		appendStringInfo(&detail, "%s%s: %s.", told > 1 ? " " : "", problem->path,
		                 problem->problem);
	}
	if (list_length(problems) > 5)
		appendStringInfo(&detail, " And %d more.", list_length(problems) - 5);
	cpe_refuse(CPE_INVALID, detail.data, "programme_check(definition) lists what is wrong.",
	           "the definition of programme \"%s\" cannot be used", name);
}

struct cpe_programme *
cpe_programme_of(const char *name, Jsonb *options)
{
	List *problems = NIL;
	struct cpe_programme *programme =
		cpe_programme_read(merged(registered_definition(name), options), &problems);

	if (problems != NIL)
		refuse_problems(name, problems);
	programme->name = name;
	programme->source = cpe_first_value("SELECT source FROM cancer_pe.programme WHERE programme "
	                                    "OPERATOR(pg_catalog.=) $1",
	                                    1, name, NULL);
	programme->note = cpe_first_value("SELECT note FROM cancer_pe.programme WHERE programme "
	                                  "OPERATOR(pg_catalog.=) $1",
	                                  1, name, NULL);
	return programme;
}

PG_FUNCTION_INFO_V1(cpe_programme_check);
Datum
cpe_programme_check(PG_FUNCTION_ARGS)
{
	ReturnSetInfo *result = (ReturnSetInfo *) fcinfo->resultinfo;
	Jsonb *definition = PG_GETARG_JSONB_P(0);
	List *problems = NIL;
	ListCell *cell;

	InitMaterializedSRF(fcinfo, 0);
	(void) cpe_programme_read(definition, &problems);
	foreach (cell, problems)
	{
		const struct cpe_programme_problem *problem = lfirst(cell);
		Datum value[2] = {CStringGetTextDatum(problem->path),
		                  CStringGetTextDatum(problem->problem)};
		bool null[2] = {false, false};

		tuplestore_putvalues(result->setResult, result->setDesc, value, null);
	}
	return (Datum) 0;
}
