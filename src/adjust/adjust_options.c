#include "cancer_pe.h"

#include <math.h>

#include "base/base.h"
#include "adjust/adjust.h"

/* ---- covariates ---- */

/* The number of a covariate by its name. */
static int
covariate_of(const struct cpe_options *options, const char *key, const struct cpe_cells *cells,
             const char *name, size_t length)
{
	StringInfoData list;

	for (int i = 0; i < cells->covariates; i++)
		if (strlen(cells->covariate[i].name) == length &&
		    memcmp(cells->covariate[i].name, name, length) == 0)
			return i;
	initStringInfo(&list);
	for (int i = 0; i < cells->covariates; i++)
		appendStringInfo(&list, "%s%s", i ? ", " : "", cells->covariate[i].name);
	cpe_refuse(CPE_INVALID, psprintf("Covariates: %s.", list.data),
	           "Names are those that casemix was given; without any they are c1, c2, ....",
	           "option \"%s\" of %s names no covariate of the casemix: \"%.*s\"", key,
	           options->what, (int) length, name);
}

/* "age", or "age:sex"; a covariate whose name has a colon is found as a whole. */
static struct cpe_term_request
read_term(const struct cpe_options *options, const struct cpe_cells *cells, const char *text)
{
	struct cpe_term_request term = {0};

	for (int i = 0; i < cells->covariates; i++)
		if (strcmp(cells->covariate[i].name, text) == 0)
			return (struct cpe_term_request){.factors = 1, .covariate = {i}};
	for (const char *at = text;;)
	{
		size_t length = strcspn(at, ":");

		if (term.factors == CPE_TERM_FACTORS_MAX)
			cpe_refuse(
				CPE_INVALID,
				psprintf("An interaction is of %d covariates at most.", CPE_TERM_FACTORS_MAX), NULL,
				"term \"%s\" has too many covariates", text);
		term.covariate[term.factors] = covariate_of(options, "terms", cells, at, length);
		for (int i = 0; i < term.factors; i++)
			if (term.covariate[i] == term.covariate[term.factors])
				cpe_refuse(CPE_INVALID, NULL, NULL, "term \"%s\" names a covariate twice", text);
		term.factors++;
		if (at[length] == '\0')
			return term;
		at += length + 1;
	}
}

/* Whether two terms are of the same covariates. */
static bool
same_term(const struct cpe_term_request *a, const struct cpe_term_request *b)
{
	int alike = 0;

	for (int i = 0; i < a->factors; i++)
		for (int j = 0; j < b->factors; j++)
			alike += a->covariate[i] == b->covariate[j];
	return a->factors == b->factors && alike == a->factors;
}

/* The term without one of its covariates, as it is written. */
static char *
lower_term(const struct cpe_cells *cells, const struct cpe_term_request *term, int without)
{
	StringInfoData text;

	initStringInfo(&text);
	for (int i = 0; i < term->factors; i++)
		if (i != without)
			appendStringInfo(&text, "%s%s", text.len > 0 ? ":" : "",
			                 cells->covariate[term->covariate[i]].name);
	return text.data;
}

/*
 * An interaction has no columns for reference levels.  Without the terms below it the model would
 * be another one for other reference levels, which nobody can mean.
 */
static void
check_hierarchy(const struct cpe_cells *cells, const struct cpe_term_request *term, int count,
                const char *const *text)
{
	for (int i = 0; i < count; i++)
		for (int without = 0; term[i].factors > 1 && without < term[i].factors; without++)
		{
			struct cpe_term_request lower = {.factors = term[i].factors - 1};
			bool found = false;

			for (int f = 0; f < lower.factors; f++)
				lower.covariate[f] = term[i].covariate[f + (f >= without)];
			for (int j = 0; j < count && !found; j++)
				found = same_term(&lower, &term[j]);
			if (!found)
				cpe_refuse(
					CPE_INVALID,
					"Without it the model would depend on which levels are the references.",
					psprintf("Add \"%s\" to the terms.", lower_term(cells, &term[i], without)),
					"term \"%s\" is given without the term below it, \"%s\"", text[i],
					lower_term(cells, &term[i], without));
		}
}

static void
read_terms(const struct cpe_options *options, const struct cpe_cells *cells,
           struct cpe_fit_options *fit)
{
	int count;
	const char *const *text = cpe_option_texts(options, "terms", &count);
	struct cpe_term_request *term;

	fit->terms = -1;
	if (text == NULL)
		return;
	term = palloc0((count + 1) * sizeof(*term));
	for (int i = 0; i < count; i++)
	{
		term[i] = read_term(options, cells, text[i]);
		for (int j = 0; j < i; j++)
			if (same_term(&term[i], &term[j]))
				cpe_refuse(CPE_INVALID, NULL, NULL, "term \"%s\" is given twice", text[i]);
	}
	check_hierarchy(cells, term, count, text);
	fit->terms = count;
	fit->term = term;
}

static void
read_linear(const struct cpe_options *options, const struct cpe_cells *cells,
            struct cpe_fit_options *fit)
{
	int count;
	const char *const *text = cpe_option_texts(options, "linear", &count);
	bool *linear = palloc0((cells->covariates + 1) * sizeof(bool));

	for (int i = 0; i < count; i++)
		linear[covariate_of(options, "linear", cells, text[i], strlen(text[i]))] = true;
	fit->linear = linear;
}

/* {"age": "65-74", "organisation": "R0A"}; a covariate of that name goes before organisations. */
static void
read_references(const struct cpe_options *options, const struct cpe_cells *cells,
                struct cpe_fit_options *fit)
{
	const char **reference = palloc0((cells->covariates + 1) * sizeof(char *));
	JsonbValue value, element;
	JsonbIterator *iterator;
	JsonbIteratorToken token;
	int at = -1; /* the covariate of the key read last; -1: organisations */

	fit->reference = reference;
	if (!cpe_option_value(options, "reference", &value))
		return;
	if (value.type != jbvBinary || !JsonContainerIsObject(value.val.binary.data))
		cpe_refuse(CPE_INVALID, NULL, "Write it like {\"age\": \"65-74\"}.",
		           "option \"reference\" of %s must be an object", options->what);
	iterator = JsonbIteratorInit(value.val.binary.data);
	while ((token = JsonbIteratorNext(&iterator, &element, true)) != WJB_DONE)
	{
		char *text;

		if (token != WJB_KEY && token != WJB_VALUE)
			continue;
		if (element.type != jbvString)
			cpe_refuse(CPE_INVALID, NULL, NULL, "a reference level must be a text");
		text = pnstrdup(element.val.string.val, element.val.string.len);
		if (token == WJB_VALUE)
		{
			if (at < 0)
				fit->reference_organisation = text;
			else
				reference[at] = text;
			continue;
		}
		at = -1;
		for (int i = 0; i < cells->covariates; i++)
			if (strcmp(cells->covariate[i].name, text) == 0)
				at = i;
		if (at < 0 && strcmp(text, "organisation") != 0)
			(void) covariate_of(options, "reference", cells, text, strlen(text));
		if (at >= 0 && fit->linear[at])
			cpe_refuse(CPE_INVALID, "A linear covariate is a number, without a reference level.",
			           NULL, "option \"reference\" of %s names the linear covariate \"%s\"",
			           options->what, text);
	}
}

void
cpe_covariate_options(const struct cpe_options *options, const struct cpe_cells *cells,
                      struct cpe_fit_options *fit)
{
	fit->missing =
		(enum cpe_missing) cpe_word_option(options, "missing", cpe_missing_words, CPE_MISSING_DROP);
	read_terms(options, cells, fit);
	read_linear(options, cells, fit);
	read_references(options, cells, fit);
}

/* ---- all options of a fit ---- */

static const char *const fit_keys[] = {
	"preset",   "family",    "organisation",   "missing",    "terms",
	"linear",   "reference", "method",         "separation", "ridge",
	"variance", "nodes",     "max_iterations", "profile",    NULL};

void
cpe_fit_layers(struct cpe_options *options, const char *what, Jsonb *given)
{
	char *preset;

	options->what = what;
	options->layer[0] = given;
	options->layer[1] = NULL;
	cpe_options_check(options, fit_keys);
	preset = cpe_option_text(options, "preset");
	if (preset == NULL)
		return;
	options->layer[1] = cpe_preset_options("casemix", preset);
	cpe_options_check(options, fit_keys);
}

/* Whether the words go together and with the outcome. */
static bool
check_words(const struct cpe_fit_options *fit, const struct cpe_cells *cells,
            struct cpe_problem *problem)
{
	if (fit->family == CPE_BINOMIAL && cells->numeric)
		return cpe_problem_set(problem, CPE_INVALID, "The casemix was made of numbers.",
		                       "Make it of a boolean: casemix(names, answer = 1, ...).",
		                       "a logistic regression needs outcomes that are true or false");
	if (fit->family == CPE_GAUSSIAN && fit->method == CPE_METHOD_FIRTH)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "Use method ml or ridge.",
		                       "Firth's penalty is for outcomes that are true or false");
	if (fit->effect != CPE_EFFECT_RANDOM)
		return true;
	if (fit->family == CPE_GAUSSIAN)
		return cpe_problem_set(
			problem, CPE_INVALID, NULL, "Use organisation fixed or none.",
			"random organisation effects are for outcomes that are true or false");
	if (fit->method != CPE_METHOD_ML || fit->separation == CPE_SEPARATION_RIDGE ||
	    fit->separation == CPE_SEPARATION_FIRTH)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "Leave out method and separation.",
		                       "random organisation effects are fitted by maximum likelihood only");
	if (fit->variance != CPE_VARIANCE_MODEL)
		return cpe_problem_set(problem, CPE_INVALID, NULL, "Leave out variance.",
		                       "random organisation effects have the variance of the model only");
	return true;
}

bool
cpe_read_fit_options(const struct cpe_options *options, const struct cpe_cells *cells,
                     struct cpe_fit_options *fit, struct cpe_problem *problem)
{
	memset(fit, 0, sizeof(*fit));
	fit->family = (enum cpe_family) cpe_word_option(options, "family", cpe_family_words,
	                                                cells->numeric ? CPE_GAUSSIAN : CPE_BINOMIAL);
	fit->effect = (enum cpe_effect) cpe_word_option(options, "organisation", cpe_effect_words,
	                                                CPE_EFFECT_FIXED);
	fit->method =
		(enum cpe_method) cpe_word_option(options, "method", cpe_method_words, CPE_METHOD_ML);
	fit->separation = (enum cpe_separation_rule) cpe_word_option(
		options, "separation", cpe_separation_words, CPE_SEPARATION_DROP);
	fit->variance = (enum cpe_variance) cpe_word_option(options, "variance", cpe_variance_words,
	                                                    CPE_VARIANCE_MODEL);
	fit->nodes = cpe_whole_option(options, "nodes", 1, 64, 10);
	fit->max_iterations = cpe_whole_option(options, "max_iterations", 1, 10000, 50);
	fit->ridge = cpe_option_number(options, "ridge");
	fit->profile_level = cpe_option_number(options, "profile");
	cpe_covariate_options(options, cells, fit);
	if (fit->method != CPE_METHOD_RIDGE && fit->separation != CPE_SEPARATION_RIDGE)
	{
		if (!isnan(fit->ridge))
			cpe_refuse(CPE_INVALID, NULL, "Leave it out, or give \"method\": \"ridge\".",
			           "option \"ridge\" of %s is the penalty of method or separation ridge",
			           options->what);
		fit->ridge = 0;
	}
	else if (isnan(fit->ridge))
		cpe_refuse(CPE_INVALID, "It is the penalty's lambda.", NULL,
		           "option \"ridge\" of %s is missing", options->what);
	else if (!(fit->ridge > 0))
		cpe_refuse(CPE_INVALID, "A penalty is positive.", NULL,
		           "option \"ridge\" of %s is out of range", options->what);
	if (isnan(fit->profile_level))
		fit->profile_level = 0;
	else if (fit->method != CPE_METHOD_FIRTH)
		cpe_refuse(CPE_INVALID, NULL, NULL, "profile limits are those of method firth");
	else if (!(fit->profile_level > 0 && fit->profile_level < 1))
		cpe_refuse(CPE_INVALID, "A level lies between 0 and 1.", NULL,
		           "option \"profile\" of %s is out of range", options->what);
	return check_words(fit, cells, problem);
}
