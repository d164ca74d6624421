#include "suppress/suppress_rule.h"

#include <math.h>

/* What callers may say, and what presets may say beside: rules of magnitudes. */
static const char *const suppress_keys[] = {
	"threshold", "comparator", "secondary", "zeros", "numerator", "protect", "marks",   "national",
	"round",     "cost",       "search",    "work",  "seconds",   "parts",   "parents", NULL};
static const char *const magnitude_keys[] = {"threshold",   "comparator", "zeros", "dominance_n",
                                             "dominance_k", "p_percent",  NULL};
static const char *const preset_keys[] = {
	"threshold", "comparator",  "secondary",   "zeros",     "numerator", "protect", "marks",
	"national",  "round",       "cost",        "search",    "work",      "seconds", "parts",
	"parents",   "dominance_n", "dominance_k", "p_percent", NULL};

static const char *const comparator_words[] = {"<", "<=", NULL};
static const char *const secondary_words[] = {"none", "next_smallest", "complementary", NULL};
static const char *const zeros_words[] = {"shown", "hidden", "protected", "no_answers", NULL};
static const char *const protect_words[] = {"value", "range", NULL};
static const char *const marks_words[] = {"one", "distinct", NULL};
static const char *const cost_words[] = {"count", "one", NULL};
static const char *const search_words[] = {"fast", "better", "optimal", NULL};

enum zeros_word
{
	ZEROS_SHOWN,
	ZEROS_HIDDEN,
	ZEROS_PROTECTED,
	ZEROS_NO_ANSWERS
};

/* The caller's options above the preset's, both checked. */
static struct cpe_options
layers_of(const char *name, Jsonb *given, const char *what, const char *const *keys)
{
	struct cpe_options options = {what, {given, NULL}};

	cpe_options_check(&options, keys);
	options.layer[1] = cpe_preset_options("suppress", name);
	cpe_options_check(&options, preset_keys);
	return options;
}

static int64
whole_option(const struct cpe_options *options, const char *key, int64 otherwise)
{
	double number = cpe_option_number(options, key);

	if (isnan(number))
		return otherwise;
	if (!(number >= 0 && number <= 1e15 && rint(number) == number))
		cpe_refuse(CPE_INVALID, "It is a whole number, zero or positive.", NULL,
		           "option \"%s\" of %s is out of range", key, options->what);
	return (int64) number;
}

static int64
threshold_option(const struct cpe_options *options)
{
	double threshold = cpe_option_number(options, "threshold");

	if (!(threshold >= 0 && threshold <= 1e15 && rint(threshold) == threshold))
		cpe_refuse(CPE_INVALID, "It is a whole number, zero or positive.", NULL,
		           "option \"threshold\" of %s is missing or out of range", options->what);
	return (int64) threshold;
}

/* The dimensions named, from 1, as bits from 0. */
static uint64_t
national_option(const struct cpe_options *options)
{
	int count;
	double *dim = cpe_option_numbers(options, "national", &count);
	uint64_t bits = 0;

	for (int i = 0; i < count; i++)
	{
		if (!(dim[i] >= 1 && dim[i] <= 64 && rint(dim[i]) == dim[i]))
			cpe_refuse(CPE_INVALID, "It names dimensions by number, from 1.", NULL,
			           "option \"national\" of %s is out of range", options->what);
		bits |= UINT64CONST(1) << ((int) dim[i] - 1);
	}
	return bits;
}

void
cpe_suppression_primary(const struct cpe_options *options, struct cpe_primary_rule *rule)
{
	int64 threshold = threshold_option(options);
	int zeros = cpe_word_option(options, "zeros", zeros_words, ZEROS_SHOWN);
	bool inclusive = cpe_option_word(options, "comparator", comparator_words) == 1;

	rule->threshold = inclusive || threshold == 0 ? threshold : threshold - 1;
	rule->zeros = zeros == ZEROS_HIDDEN      ? CPE_ZERO_HIDDEN
	              : zeros == ZEROS_PROTECTED ? CPE_ZERO_PROTECTED
	                                         : CPE_ZERO_SHOWN;
	rule->numerator = cpe_option_boolean(options, "numerator") != 0;
	rule->range = cpe_word_option(options, "protect", protect_words, 0) == 1;
	rule->distinct_marks = cpe_word_option(options, "marks", marks_words, 0) == 1;
	rule->national = national_option(options);
}

/* What rules without a search cannot do. */
static void
check_simple(const struct cpe_options *options, const struct cpe_suppression *suppression)
{
	const char *key = NULL;

	if (suppression->rule.zeros == CPE_ZERO_HIDDEN)
		key = "zeros\": \"hidden";
	else if (suppression->rule.range)
		key = "protect\": \"range";
	else if (suppression->rule.distinct_marks)
		key = "marks\": \"distinct";
	if (key)
		cpe_refuse(CPE_INVALID, "Only the search can answer for it.",
		           "Give {\"secondary\": \"complementary\"} with it.",
		           "option \"%s\" of %s needs complementary suppression", key, options->what);
}

void
cpe_suppression_read(struct cpe_suppression *suppression, const char *name, Jsonb *given)
{
	struct cpe_options options = layers_of(name, given, "suppress", suppress_keys);
	int numerator;

	memset(suppression, 0, sizeof(*suppression));
	threshold_option(&options); /* first, as what every rule needs */
	cpe_option_word(&options, "comparator", comparator_words);
	suppression->secondary = cpe_option_word(&options, "secondary", secondary_words);
	suppression->no_answers = cpe_option_word(&options, "zeros", zeros_words) == ZEROS_NO_ANSWERS;
	cpe_suppression_primary(&options, &suppression->rule);
	numerator = cpe_option_boolean(&options, "numerator");
	suppression->table.threshold = suppression->rule.threshold;
	suppression->table.inclusive = true;
	suppression->table.secondary = suppression->secondary == CPE_RULE_NEXT_SMALLEST
	                                   ? CPE_SECONDARY_NEXT_SMALLEST
	                                   : CPE_SECONDARY_NONE;
	suppression->table.zeros = suppression->no_answers ? CPE_ZEROS_NO_ANSWERS : CPE_ZEROS_SHOWN;
	if (suppression->secondary != CPE_RULE_COMPLEMENTARY)
	{
		check_simple(&options, suppression);
		suppression->rule.numerator = numerator == 1;
	}
	cpe_whole_option(&options, "round", 1, 1000000, 1); /* for what follows: audit, rounding */
	suppression->cost = cpe_word_option(&options, "cost", cost_words, CPE_COST_COUNT);
	suppression->search.effort =
		cpe_word_option(&options, "search", search_words, CPE_EFFORT_USUAL);
	suppression->search.work = whole_option(&options, "work", 0);
	suppression->search.seconds = cpe_number_option(&options, "seconds", 0, 1e9, 0);
	cpe_cells_options_read(&options, &suppression->cells);
}

void
cpe_magnitude_rule_read(struct cpe_magnitude_rule *rule, const char *name, Jsonb *given)
{
	struct cpe_options options = layers_of(name, given, "sensitive_cell", magnitude_keys);
	rule->threshold = (double) threshold_option(&options);
	rule->inclusive = cpe_option_word(&options, "comparator", comparator_words) == 1;
	rule->zeros = cpe_word_option(&options, "zeros", zeros_words, ZEROS_SHOWN) == ZEROS_PROTECTED;
	rule->n = cpe_whole_option(&options, "dominance_n", 1, 100, 0);
	rule->k = cpe_number_option(&options, "dominance_k", 0, 100, NAN);
	rule->p = cpe_number_option(&options, "p_percent", 0, 100, 0);
	if ((rule->n > 0) == isnan(rule->k))
		cpe_refuse(CPE_INVALID, "Dominance is n contributions with more than k percent.", NULL,
		           "options \"dominance_n\" and \"dominance_k\" of %s go together", options.what);
}
