#include "score/eq5d.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/bytes.h"
#include "score/json.h"

const char *const cpe_eq5d_dimension[CPE_EQ5D_DIMENSIONS] = {"MO", "SC", "UA", "PD", "AD"};

int
cpe_eq5d_dimension_by_name(const char *name)
{
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
		if (strcmp(name, cpe_eq5d_dimension[d]) == 0)
			return d;
	return -1;
}

/* ---- states ---- */

bool
cpe_eq5d_parse(const char *text, int *state, struct cpe_problem *problem)
{
	static const char digits[] =
		"A state is five digits 1 to 5: mobility, self-care, usual activities, pain/discomfort, "
		"anxiety/depression.";
	int length = 0;

	*state = 0;
	while (text[length] >= '1' && text[length] <= '0' + CPE_EQ5D_LEVELS &&
	       length < CPE_EQ5D_DIMENSIONS)
		*state = *state * CPE_EQ5D_LEVELS + (text[length++] - '1');
	if (length == CPE_EQ5D_DIMENSIONS && text[length] == '\0')
		return true;
	return cpe_problem_set(problem, CPE_SYNTAX, digits,
	                       text[length] == '0' + CPE_EQ5D_MISSING
	                           ? "9 stands for no answer: a state with one is NULL."
	                           : NULL,
	                       "invalid input syntax for type eq5d");
}

void
cpe_eq5d_print(int state, char text[CPE_EQ5D_DIMENSIONS + 1])
{
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
		text[d] = (char) ('0' + cpe_eq5d_level(state, d));
	text[CPE_EQ5D_DIMENSIONS] = '\0';
}

int
cpe_eq5d_to_digits(int state)
{
	int digits = 0;

	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
		digits = digits * 10 + cpe_eq5d_level(state, d);
	return digits;
}

int
cpe_eq5d_from_digits(int digits)
{
	int state = 0;
	int power = 1;

	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++, power *= CPE_EQ5D_LEVELS, digits /= 10)
	{
		if (digits % 10 < 1 || digits % 10 > CPE_EQ5D_LEVELS)
			return -1;
		state += (digits % 10 - 1) * power;
	}
	return digits == 0 ? state : -1;
}

int
cpe_eq5d_state_3l(int state)
{
	int result = 0;

	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
	{
		int level = cpe_eq5d_level(state, d);

		if (level > 3)
			return -1;
		result = result * 3 + level - 1;
	}
	return result;
}

int
cpe_eq5d_lss(int state)
{
	int sum = 0;

	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
		sum += cpe_eq5d_level(state, d);
	return sum;
}

bool
cpe_eq5d_lfs(int state, int levels, char text[CPE_EQ5D_LEVELS + 1])
{
	memset(text, '0', (size_t) levels);
	text[levels] = '\0';
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
	{
		int level = cpe_eq5d_level(state, d);

		if (level > levels)
			return false;
		text[level - 1]++;
	}
	return true;
}

/* ---- change ---- */

const char *const cpe_eq5d_change_name[CPE_EQ5D_CHANGES] = {"No problems", "No change", "Improve",
                                                            "Worsen", "Mixed change"};

enum cpe_eq5d_change
cpe_eq5d_change_in(int before, int after, int dimension)
{
	int from = cpe_eq5d_level(before, dimension);
	int to = cpe_eq5d_level(after, dimension);

	if (from == to)
		return from == 1 ? CPE_EQ5D_NO_PROBLEMS : CPE_EQ5D_NO_CHANGE;
	return from > to ? CPE_EQ5D_IMPROVE : CPE_EQ5D_WORSEN;
}

enum cpe_eq5d_change
cpe_eq5d_change(int before, int after)
{
	bool better = false;
	bool worse = false;

	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
	{
		enum cpe_eq5d_change change = cpe_eq5d_change_in(before, after, d);

		better |= change == CPE_EQ5D_IMPROVE;
		worse |= change == CPE_EQ5D_WORSEN;
	}
	if (better)
		return worse ? CPE_EQ5D_MIXED : CPE_EQ5D_IMPROVE;
	if (worse)
		return CPE_EQ5D_WORSEN;
	return before == 0 ? CPE_EQ5D_NO_PROBLEMS : CPE_EQ5D_NO_CHANGE;
}

int
cpe_eq5d_pair_counts(int before, int after, int count[1 + CPE_EQ5D_DIMENSIONS])
{
	int counts = 0;

	count[counts++] = (int) cpe_eq5d_change(before, after);
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
	{
		enum cpe_eq5d_change change = cpe_eq5d_change_in(before, after, d);

		if (change == CPE_EQ5D_IMPROVE)
			count[counts++] = CPE_EQ5D_BETTER(d);
		else if (change == CPE_EQ5D_WORSEN)
			count[counts++] = CPE_EQ5D_WORSE(d);
		else if (change == CPE_EQ5D_NO_PROBLEMS)
			count[counts++] = CPE_EQ5D_NONE(d);
	}
	return counts;
}

int64_t
cpe_eq5d_changes_n(const struct cpe_summary *changes)
{
	int64_t n = 0;

	for (int i = 0; i < CPE_EQ5D_CHANGES; i++)
		if (__builtin_add_overflow(n, changes->count[i], &n))
			return -1;
	return n;
}

void
cpe_eq5d_changes_within(const struct cpe_summary *changes, int dimension,
                        int64_t n[CPE_EQ5D_CHANGES])
{
	n[CPE_EQ5D_NO_PROBLEMS] = changes->count[CPE_EQ5D_NONE(dimension)];
	n[CPE_EQ5D_IMPROVE] = changes->count[CPE_EQ5D_BETTER(dimension)];
	n[CPE_EQ5D_WORSEN] = changes->count[CPE_EQ5D_WORSE(dimension)];
	n[CPE_EQ5D_MIXED] = 0;
	n[CPE_EQ5D_NO_CHANGE] = cpe_eq5d_changes_n(changes) - n[CPE_EQ5D_NO_PROBLEMS] -
	                        n[CPE_EQ5D_IMPROVE] - n[CPE_EQ5D_WORSEN];
}

/*
 * Whether pairs can have these counts, as far as cheap to tell: no dimension has more than there
 * are pairs, none better (worse) more often than the classes allow, and each pair of those classes
 * is better (worse) in at least one dimension.
 */
static bool
possible(const struct cpe_summary *changes, struct cpe_problem *problem)
{
	const int64_t *count = changes->count;
	int64_t n = cpe_eq5d_changes_n(changes);
	double better = 0;
	double worse = 0;

	if (n < 0)
		return cpe_problem_set(problem, CPE_RANGE, NULL, NULL,
		                       "the pairs of eq5d_changes are out of range");
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
	{
		int64_t up = count[CPE_EQ5D_BETTER(d)];
		int64_t down = count[CPE_EQ5D_WORSE(d)];
		int64_t none = count[CPE_EQ5D_NONE(d)];

		if (up > count[CPE_EQ5D_IMPROVE] + count[CPE_EQ5D_MIXED] ||
		    down > count[CPE_EQ5D_WORSEN] + count[CPE_EQ5D_MIXED] ||
		    none < count[CPE_EQ5D_NO_PROBLEMS] || up > n - down || none > n - up - down)
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "no pairs of states have these counts in %s of eq5d_changes",
			                       cpe_eq5d_dimension[d]);
		better += (double) up;
		worse += (double) down;
	}
	if (better < (double) count[CPE_EQ5D_IMPROVE] + (double) count[CPE_EQ5D_MIXED] ||
	    worse < (double) count[CPE_EQ5D_WORSEN] + (double) count[CPE_EQ5D_MIXED])
		return cpe_problem_set(problem, CPE_INVALID,
		                       "A pair that improves or worsens does so in some dimension.", NULL,
		                       "no pairs of states have these counts of eq5d_changes");
	return true;
}

const struct cpe_summary_kind cpe_eq5d_changes_kind = {
	"eq5d_changes",
	CPE_EQ5D_CHANGES + 1 + 3 * CPE_EQ5D_DIMENSIONS,
	{"no_problems", "no_change", "improve", "worsen",  "mixed",   "missing", "mo_up",
     "mo_down",     "mo_none",   "sc_up",   "sc_down", "sc_none", "ua_up",   "ua_down",
     "ua_none",     "pd_up",     "pd_down", "pd_none", "ad_up",   "ad_down", "ad_none"},
	{0, 0},
	{{NULL}, {NULL}},
	{{0}, {0}},
	possible};

/* ---- value sets ---- */

/* What a term looks at, beyond what its name spells out. */
enum rule
{
	START, /* always */
	ANY,   /* some dimension above level 1 */
	ANY_3, /* some dimension at level 3 */
	ALL_3, /* every dimension at level 3 */
	D1,    /* dimensions above level 1, less 1 */
	I2,    /* dimensions at level 2, less 1; its square; the same of 3 */
	I2_SQUARE,
	I3,
	I3_SQUARE,
	C2_SQUARE, /* dimensions at level 2, squared; the same of 3 */
	C3_SQUARE,
	O2, /* levels 1 and 2 both, or all at 2; the same of 3 */
	O3,
	X5,       /* no dimension at level 1 */
	Z2,       /* some dimension at 2 and some at 3 */
	Z3,       /* dimensions at level 2, if some is at 3 */
	N4,       /* some dimension at 4 or 5 */
	N5,       /* some dimension at 5 */
	NUM_45,   /* (dimensions at 4 or 5, less 1) squared, if there are any */
	POWER,    /* no term: the exponent */
	LEVEL,    /* a dimension at a level */
	LEVEL_45, /* a dimension at 4 or 5 */
	BOTH,     /* two dimensions, each at its level */
	PRODUCT   /* of two dimensions' levels less 1 */
};

static const struct
{
	const char *name;
	enum rule rule;
	int levels;     /* of the sets that may have it; 0: any */
	bool indicator; /* 0 or 1, so that a product can have it as a factor */
} named[] = {{"StartValue", START, 0, true},
             {"FullHealth", START, 0, true},
             {"Intercept", ANY, 0, true},
             {"AtLeastOne2Or3", ANY, 3, true},
             {"AtLeastOne3", ANY_3, 3, true},
             {"A3", ALL_3, 3, true},
             {"D1", D1, 3, false},
             {"I2", I2, 3, false},
             {"I2square", I2_SQUARE, 3, false},
             {"I3", I3, 3, false},
             {"I3square", I3_SQUARE, 3, false},
             {"C2square", C2_SQUARE, 3, false},
             {"C3square", C3_SQUARE, 3, false},
             {"O2", O2, 3, true},
             {"O3", O3, 3, true},
             {"X5", X5, 3, true},
             {"Z2", Z2, 3, true},
             {"Z3", Z3, 3, false},
             {"N4", N4, 5, true},
             {"N5", N5, 5, true},
             {"Num45sq", NUM_45, 5, false},
             {"Power", POWER, 0, false}};

/* A term as read. */
struct term
{
	enum rule rule;
	bool indicator;
	int dimension[2];
	int level[2];
	double coefficient;
	int64_t units; /* the coefficient in units of 1e-9, where that is exact */
};

/* Reads "MO" and then a digit, if one is there (else level 0); NULL when it is neither. */
static const char *
read_place(const char *name, int *dimension, int *level)
{
	*dimension = -1;
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
		if (strncmp(name, cpe_eq5d_dimension[d], 2) == 0)
			*dimension = d;
	if (*dimension < 0)
		return NULL;
	name += 2;
	*level = 0;
	if (*name >= '1' && *name <= '0' + CPE_EQ5D_LEVELS)
		*level = *name++ - '0';
	return name;
}

/* Reads "MO2", "MO45", "MO3SC3", "MOAD"; whether it is one of them. */
static bool
read_places(const char *name, struct term *term)
{
	const char *at = read_place(name, &term->dimension[0], &term->level[0]);

	if (at == NULL)
		return false;
	if (*at == '\0')
	{
		term->rule = LEVEL;
		return term->level[0] > 0;
	}
	if (term->level[0] == 4 && strcmp(at, "5") == 0)
	{
		term->rule = LEVEL_45;
		term->level[0] = 5;
		return true;
	}
	at = read_place(at, &term->dimension[1], &term->level[1]);
	term->rule = term->level[0] > 0 ? BOTH : PRODUCT;
	return at != NULL && *at == '\0' && (term->level[0] > 0) == (term->level[1] > 0) &&
	       term->dimension[0] < term->dimension[1];
}

/* The coefficient as a whole number of 1e-9, where it is the double nearest to one. */
static bool
whole_units(double coefficient, int64_t *units)
{
	*units = llround(coefficient * 1e9);
	return (double) *units / 1e9 == coefficient;
}

static bool
read_term(const struct cpe_eq5d_set *set, const struct cpe_eq5d_term *given, struct term *term,
          struct cpe_problem *problem)
{
	size_t i = 0;
	int levels = 0;

	memset(term, 0, sizeof(*term));
	if (!isfinite(given->coefficient) || fabs(given->coefficient) > 1000)
		return cpe_problem_set(problem, CPE_INVALID, "A coefficient is between -1000 and 1000.",
		                       NULL, "coefficient of term %s is out of range",
		                       cpe_json_shown(given->name));
	while (i < sizeof(named) / sizeof(named[0]) && strcmp(named[i].name, given->name) != 0)
		i++;
	if (i < sizeof(named) / sizeof(named[0]))
	{
		term->rule = named[i].rule;
		term->indicator = named[i].indicator;
		levels = named[i].levels;
	}
	else if (read_places(given->name, term))
	{
		term->indicator = term->rule != PRODUCT;
		if (term->level[0] > 3 || term->level[1] > 3)
			levels = 5;
	}
	else
		return cpe_problem_set(
			problem, CPE_INVALID,
			"Terms: StartValue or FullHealth, Intercept, MO2 to AD5, pairs like MO3SC3 and MOAD; "
			"3 levels: AtLeastOne2Or3, AtLeastOne3, A3, D1, I2, I2square, I3, I3square, C2square, "
			"C3square, O2, O3, X5, Z2, Z3; 5 levels: MO45 to AD45, Num45sq, N4, N5; Power.",
			NULL, "unknown term %s of a value set", cpe_json_shown(given->name));
	if (levels != 0 && levels != set->levels)
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "term %s is not for value sets of %d levels",
		                       cpe_json_shown(given->name), set->levels);
	if ((set->form == CPE_EQ5D_MULTIPLICATIVE && !term->indicator) ||
	    (set->form == CPE_EQ5D_POWER && term->rule != START && term->rule != LEVEL &&
	     term->rule != POWER) ||
	    (set->form == CPE_EQ5D_ADDITIVE && term->rule == POWER))
		return cpe_problem_set(problem, CPE_INVALID,
		                       "Power goes with the form power, beside levels only; terms that "
		                       "count go with additive.",
		                       NULL, "term %s does not go with the form of the value set",
		                       cpe_json_shown(given->name));
	term->coefficient = given->coefficient;
	return true;
}

static int
square(int number)
{
	return number * number;
}

static int
above_0(int number)
{
	return number > 0 ? number : 0;
}

/* How often the term applies to a state of these levels; n[l] dimensions are at level l. */
static int
times(const struct term *term, const int *level, const int *n)
{
	int severe = n[4] + n[5];

	switch (term->rule)
	{
		case START:
			return 1;
		case ANY:
			return n[1] < CPE_EQ5D_DIMENSIONS;
		case ANY_3:
			return n[3] > 0;
		case ALL_3:
			return n[3] == CPE_EQ5D_DIMENSIONS;
		case D1:
			return above_0(n[2] + n[3] - 1);
		case I2:
			return above_0(n[2] - 1);
		case I2_SQUARE:
			return square(above_0(n[2] - 1));
		case I3:
			return above_0(n[3] - 1);
		case I3_SQUARE:
			return square(above_0(n[3] - 1));
		case C2_SQUARE:
			return square(n[2]);
		case C3_SQUARE:
			return square(n[3]);
		case O2:
			return n[2] > 0 && n[3] == 0;
		case O3:
			return n[3] > 0 && n[2] == 0;
		case X5:
			return n[1] == 0;
		case Z2:
			return n[2] > 0 && n[3] > 0;
		case Z3:
			return n[3] > 0 ? n[2] : 0;
		case N4:
			return severe > 0;
		case N5:
			return n[5] > 0;
		case NUM_45:
			return severe > 0 ? square(severe - 1) : 0;
		case LEVEL:
			return level[term->dimension[0]] == term->level[0];
		case LEVEL_45:
			return level[term->dimension[0]] >= 4;
		case BOTH:
			return level[term->dimension[0]] == term->level[0] &&
			       level[term->dimension[1]] == term->level[1];
		case PRODUCT:
			return (level[term->dimension[0]] - 1) * (level[term->dimension[1]] - 1);
		case POWER:
			break;
	}
	return 0;
}

/*
 * Sum of the terms that apply, without the start if asked.  Where every coefficient is a decimal of
 * at most nine places it is the double nearest to the true decimal sum, free of rounding noise.
 */
static double
sum_terms(const struct term *term, int terms, bool exact, bool start, const int *level,
          const int *n)
{
	int64_t units = 0;
	double sum = 0;

	for (int i = 0; i < terms; i++)
	{
		int multiple = start || term[i].rule != START ? times(&term[i], level, n) : 0;

		if (exact)
			units += multiple * term[i].units;
		else
			sum += multiple * term[i].coefficient;
	}
	return exact ? (double) units / 1e9 : sum;
}

static double
product_terms(const struct term *term, int terms, const int *level, const int *n)
{
	double product = 1;

	for (int i = 0; i < terms; i++)
		if (times(&term[i], level, n))
			product *= term[i].coefficient;
	return product;
}

#define MAX_TERMS 100

bool
cpe_eq5d_evaluate(const struct cpe_eq5d_set *set, double *value, struct cpe_problem *problem)
{
	struct term term[MAX_TERMS];
	int states = set->levels == 3 ? CPE_EQ5D_STATES_3L : CPE_EQ5D_STATES;
	int starts = 0;
	double start = 0;
	double exponent = NAN;
	bool exact = true;

	if (set->terms > MAX_TERMS)
		return cpe_problem_set(problem, CPE_LIMIT, NULL, NULL, "a value set has more than %d terms",
		                       MAX_TERMS);
	for (int i = 0; i < set->terms; i++)
	{
		if (!read_term(set, &set->term[i], &term[i], problem))
			return false;
		exact &= whole_units(term[i].coefficient, &term[i].units) || term[i].rule == POWER;
		if (term[i].rule == START)
		{
			starts++;
			start = term[i].coefficient;
		}
		if (term[i].rule == POWER)
			exponent = term[i].coefficient;
	}
	if (starts != 1)
		return cpe_problem_set(problem, CPE_INVALID,
		                       "It is the index before anything is taken off, usually 1.", NULL,
		                       "a value set has one of the terms StartValue and FullHealth");
	if (set->form == CPE_EQ5D_POWER && !(exponent > 0))
		return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
		                       "a value set of the form power has the term Power, above 0");
	for (int s = 0; s < states; s++)
	{
		int level[CPE_EQ5D_DIMENSIONS];
		int n[CPE_EQ5D_LEVELS + 1] = {0};
		int rest = s;

		for (int d = CPE_EQ5D_DIMENSIONS - 1; d >= 0; d--, rest /= set->levels)
		{
			level[d] = rest % set->levels + 1;
			n[level[d]]++;
		}
		if (set->form == CPE_EQ5D_MULTIPLICATIVE)
			value[s] = product_terms(term, set->terms, level, n);
		else if (set->form == CPE_EQ5D_POWER)
		{
			double decrement = -sum_terms(term, set->terms, exact, false, level, n);

			if (decrement < 0)
				return cpe_problem_set(problem, CPE_INVALID,
				                       "Levels of a set of the form power take off, or nothing.",
				                       NULL, "a value set cannot take a power of a gain");
			value[s] = decrement > 0 ? start - pow(decrement, exponent) : start;
		}
		else
			value[s] = sum_terms(term, set->terms, exact, true, level, n);
		if (!isfinite(value[s]) || fabs(value[s]) > 1e6)
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "a value set has values out of range");
	}
	for (int i = 0; i < set->fixed_states; i++)
	{
		int s = set->levels == 3 ? cpe_eq5d_state_3l(set->fixed[i].state) : set->fixed[i].state;

		if (s < 0 || !isfinite(set->fixed[i].value) || fabs(set->fixed[i].value) > 1000)
			return cpe_problem_set(problem, CPE_INVALID, NULL, NULL,
			                       "fixed state %d of a value set is of other levels, or its value "
			                       "is out of range",
			                       cpe_eq5d_to_digits(set->fixed[i].state));
		value[s] = set->fixed[i].value;
	}
	return true;
}

bool
cpe_eq5d_map(const double *index, const double *expected, int states, double given,
             double bandwidth, double *result)
{
	double weights = 0;
	double sum = 0;

	for (int i = 0; i < states; i++)
	{
		double distance = fabs(index[i] - given);
		double weight;

		if (bandwidth == 0)
			weight = distance <= 1e-9; /* the same decimal */
		else
			weight = distance < bandwidth ? 1 - distance / bandwidth * (distance / bandwidth) : 0;
		weights += weight;
		sum += weight * expected[i];
	}
	*result = sum / weights;
	return weights > 0;
}

/* ---- distributions ---- */

size_t
cpe_eq5d_distribution_size(int states)
{
	return sizeof(struct cpe_eq5d_distribution) + sizeof(uint64_t) * (size_t) states;
}

int
cpe_eq5d_distribution_find(const struct cpe_eq5d_distribution *distribution, int state, bool *found)
{
	int low = 0;
	int high = distribution->states;

	while (low < high)
	{
		int middle = (low + high) / 2;

		if (cpe_eq5d_entry_state(distribution->entry[middle]) < state)
			low = middle + 1;
		else
			high = middle;
	}
	*found = low < distribution->states && cpe_eq5d_entry_state(distribution->entry[low]) == state;
	return low;
}

static uint64_t
make_entry(int state, int64_t count)
{
	return (uint64_t) state << CPE_EQ5D_COUNT_BITS | (uint64_t) count;
}

void
cpe_eq5d_distribution_insert(struct cpe_eq5d_distribution *distribution, int place, int state)
{
	memmove(&distribution->entry[place + 1], &distribution->entry[place],
	        sizeof(uint64_t) * (size_t) (distribution->states - place));
	distribution->entry[place] = make_entry(state, 1);
	distribution->states++;
}

bool
cpe_eq5d_distribution_merge(const struct cpe_eq5d_distribution *a,
                            const struct cpe_eq5d_distribution *b,
                            struct cpe_eq5d_distribution *merged)
{
	int i = 0;
	int j = 0;
	int states = 0;
	int64_t missing;

	if (__builtin_add_overflow(a->missing, b->missing, &missing))
		return false;
	while (i < a->states || j < b->states)
	{
		int state_a = i < a->states ? cpe_eq5d_entry_state(a->entry[i]) : CPE_EQ5D_STATES;
		int state_b = j < b->states ? cpe_eq5d_entry_state(b->entry[j]) : CPE_EQ5D_STATES;
		int state = state_a < state_b ? state_a : state_b;
		int64_t count = 0;

		if (state_a == state)
			count += cpe_eq5d_entry_count(a->entry[i++]);
		if (state_b == state)
			count += cpe_eq5d_entry_count(b->entry[j++]);
		if (count > CPE_EQ5D_COUNT_MAX)
			return false;
		merged->entry[states++] = make_entry(state, count);
	}
	merged->version = CPE_EQ5D_DISTRIBUTION_VERSION;
	merged->reserved = 0;
	merged->states = (uint16_t) states;
	merged->missing = missing;
	return true;
}

int
cpe_eq5d_distribution_compare(const struct cpe_eq5d_distribution *a,
                              const struct cpe_eq5d_distribution *b)
{
	for (int i = 0; i < a->states && i < b->states; i++)
		if (a->entry[i] != b->entry[i])
			return a->entry[i] < b->entry[i] ? -1 : 1;
	if (a->states != b->states)
		return a->states < b->states ? -1 : 1;
	return a->missing == b->missing ? 0 : a->missing < b->missing ? -1 : 1;
}

size_t
cpe_eq5d_distribution_print(const struct cpe_eq5d_distribution *distribution, char *text)
{
	char *at = text + sprintf(text, "missing=%lld", (long long) distribution->missing);

	for (int i = 0; i < distribution->states; i++)
	{
		*at++ = ' ';
		cpe_eq5d_print(cpe_eq5d_entry_state(distribution->entry[i]), at);
		at += CPE_EQ5D_DIMENSIONS;
		at += sprintf(at, "=%lld", (long long) cpe_eq5d_entry_count(distribution->entry[i]));
	}
	return (size_t) (at - text);
}

static const char *
skip_space(const char *at)
{
	while (*at == ' ' || (*at >= '\t' && *at <= '\r'))
		at++;
	return at;
}

/* A whole number up to a limit; NULL when there is none. */
static const char *
read_count(const char *at, int64_t limit, int64_t *count)
{
	const char *start = at;

	*count = 0;
	while (*at >= '0' && *at <= '9')
	{
		if (*count > (limit - (*at - '0')) / 10)
			return NULL;
		*count = *count * 10 + (*at++ - '0');
	}
	return at > start ? at : NULL;
}

bool
cpe_eq5d_distribution_parse(const char *text, struct cpe_eq5d_distribution *distribution,
                            struct cpe_problem *problem)
{
	const char *at = skip_space(text);
	int last = -1;

	memset(distribution, 0, sizeof(*distribution));
	distribution->version = CPE_EQ5D_DISTRIBUTION_VERSION;
	at = strncmp(at, "missing=", 8) == 0 ? read_count(at + 8, INT64_MAX, &distribution->missing)
	                                     : NULL;
	while (at != NULL && *skip_space(at) != '\0')
	{
		const char *next = skip_space(at);
		char digits[CPE_EQ5D_DIMENSIONS + 1] = "";
		int64_t count = 0;
		int state;

		for (int i = 0; i < CPE_EQ5D_DIMENSIONS && next[i] != '\0'; i++)
			digits[i] = next[i];
		if (next == at || !cpe_eq5d_parse(digits, &state, problem) || state <= last ||
		    next[CPE_EQ5D_DIMENSIONS] != '=')
			at = NULL;
		else
			at = read_count(next + CPE_EQ5D_DIMENSIONS + 1, CPE_EQ5D_COUNT_MAX, &count);
		if (count == 0)
			at = NULL;
		if (at != NULL)
			distribution->entry[distribution->states++] = make_entry(state, count);
		last = at != NULL ? state : last;
	}
	if (at != NULL)
		return true;
	return cpe_problem_set(problem, CPE_SYNTAX,
	                       "The text is like \"missing=2 11111=40 11121=3\": states in ascending "
	                       "order, each with how often it was seen, above 0.",
	                       NULL, "invalid input syntax for type eq5d_distribution");
}

/* ---- binary ---- */

#define HEADER_BYTES 11 /* version 1, missing 8, states 2 */
#define ENTRY_BYTES 10  /* digits 2, count 8 */

size_t
cpe_eq5d_distribution_bytes(const struct cpe_eq5d_distribution *distribution)
{
	return HEADER_BYTES + ENTRY_BYTES * (size_t) distribution->states;
}

size_t
cpe_eq5d_distribution_write(const struct cpe_eq5d_distribution *distribution, unsigned char *bytes)
{
	unsigned char *at = cpe_bytes_write(bytes, CPE_EQ5D_DISTRIBUTION_VERSION, 1);

	at = cpe_bytes_write(at, (uint64_t) distribution->missing, 8);
	at = cpe_bytes_write(at, distribution->states, 2);
	for (int i = 0; i < distribution->states; i++)
	{
		int state = cpe_eq5d_entry_state(distribution->entry[i]);

		at = cpe_bytes_write(at, (uint64_t) cpe_eq5d_to_digits(state), 2);
		at = cpe_bytes_write(at, (uint64_t) cpe_eq5d_entry_count(distribution->entry[i]), 8);
	}
	return (size_t) (at - bytes);
}

bool
cpe_eq5d_distribution_read(const unsigned char *bytes, size_t length,
                           struct cpe_eq5d_distribution *distribution, struct cpe_problem *problem)
{
	int last = -1;
	int states;

	memset(distribution, 0, sizeof(*distribution));
	distribution->version = CPE_EQ5D_DISTRIBUTION_VERSION;
	if (length < HEADER_BYTES || bytes[0] != CPE_EQ5D_DISTRIBUTION_VERSION)
		return cpe_problem_set(
			problem, CPE_BINARY, NULL, NULL,
			"invalid binary form of type eq5d_distribution: unknown version or too short");
	distribution->missing = (int64_t) cpe_bytes_read(bytes + 1, 8);
	states = (int) cpe_bytes_read(bytes + 9, 2);
	if (distribution->missing < 0 || states > CPE_EQ5D_STATES ||
	    length != HEADER_BYTES + ENTRY_BYTES * (size_t) states)
		return cpe_problem_set(
			problem, CPE_BINARY, NULL, NULL,
			"invalid binary form of type eq5d_distribution: out of range or of wrong length");
	for (int i = 0; i < states; i++)
	{
		const unsigned char *at = bytes + HEADER_BYTES + ENTRY_BYTES * (size_t) i;
		int state = cpe_eq5d_from_digits((int) cpe_bytes_read(at, 2));
		uint64_t count = cpe_bytes_read(at + 2, 8);

		if (state <= last || count < 1 || count > (uint64_t) CPE_EQ5D_COUNT_MAX)
			return cpe_problem_set(
				problem, CPE_BINARY, NULL, NULL,
				"invalid binary form of type eq5d_distribution: states out of order or range");
		distribution->entry[i] = make_entry(state, (int64_t) count);
		last = state;
	}
	distribution->states = (uint16_t) states;
	return true;
}

/* ---- statistics of distributions ---- */

int64_t
cpe_eq5d_distribution_n(const struct cpe_eq5d_distribution *distribution)
{
	int64_t n = 0;

	for (int i = 0; i < distribution->states; i++)
		n += cpe_eq5d_entry_count(distribution->entry[i]);
	return n;
}

bool
cpe_eq5d_distribution_levels(const struct cpe_eq5d_distribution *distribution, int levels,
                             int64_t n[CPE_EQ5D_DIMENSIONS][CPE_EQ5D_LEVELS])
{
	memset(n, 0, sizeof(int64_t) * CPE_EQ5D_DIMENSIONS * CPE_EQ5D_LEVELS);
	for (int i = 0; i < distribution->states; i++)
		for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
		{
			int level = cpe_eq5d_level(cpe_eq5d_entry_state(distribution->entry[i]), d);

			if (level > levels)
				return false;
			n[d][level - 1] += cpe_eq5d_entry_count(distribution->entry[i]);
		}
	return true;
}

struct cpe_eq5d_entropy
cpe_eq5d_entropy(const int64_t *count, int counts)
{
	struct cpe_eq5d_entropy entropy = {0, 0};
	int64_t n = 0;
	double sum = 0;
	double lost = 0; /* of the sum's digits, as Kahan keeps them */

	for (int i = 0; i < counts; i++)
		n += count[i];
	for (int i = 0; i < counts; i++)
		if (count[i] > 0 && count[i] < n)
		{
			double share = (double) count[i] / (double) n;
			double term = -share * log2(share) - lost;
			double next = sum + term;

			entropy.observed++;
			lost = (next - sum) - term;
			sum = next;
		}
		else if (count[i] > 0)
			entropy.observed++;
	entropy.bits = sum;
	return entropy;
}

static int
more_first(const void *a, const void *b)
{
	int64_t x = *(const int64_t *) a;
	int64_t y = *(const int64_t *) b;

	return x > y ? -1 : x < y;
}

double
cpe_eq5d_hsdi(const struct cpe_eq5d_distribution *distribution)
{
	int64_t count[CPE_EQ5D_STATES];
	int states = distribution->states;
	double area = 0;

	for (int i = 0; i < states; i++)
		count[i] = cpe_eq5d_entry_count(distribution->entry[i]);
	qsort(count, (size_t) states, sizeof(count[0]), more_first);
	for (int i = 0; i < states; i++)
		area += (double) count[i] * (2 * i + 1); /* whole numbers, divided once at the end */
	return area / ((double) cpe_eq5d_distribution_n(distribution) * states);
}
