#include "score/eq5d.h"
#include "unit.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct cpe_problem problem;

/* ---- states ---- */

static void
test_states(void)
{
	int found = 0;

	unit_case("states: every number of two bytes, their texts, levels and order");
	for (int digits = 0; digits < 65536; digits++)
	{
		int state = cpe_eq5d_from_digits(digits);
		char text[6];
		char want[12];
		int read;
		bool good;

		snprintf(want, sizeof(want), "%d", digits);
		good = cpe_eq5d_parse(want, &read, &problem);
		CHECK(good == (state >= 0), "%d is read as text as it is as a number", digits);
		if (state < 0)
		{
			CHECK(problem.code == CPE_SYNTAX && problem.detail[0], "%d is told to be none", digits);
			continue;
		}
		CHECK(state == found++, "%d is in order", digits);
		cpe_eq5d_print(state, text);
		CHECK(read == state && strcmp(text, want) == 0 && cpe_eq5d_to_digits(state) == digits,
		      "%d comes back", digits);
		for (int d = 0; d < 5; d++)
			CHECK(cpe_eq5d_level(state, d) == want[d] - '0', "level %d of %d", d, digits);
	}
	CHECK(found == CPE_EQ5D_STATES, "%d states", found);
	for (int state = 0, place = 0; state < CPE_EQ5D_STATES; state++)
	{
		char text[6];
		bool three;

		cpe_eq5d_print(state, text);
		three = strspn(text, "123") == 5;
		CHECK(cpe_eq5d_state_3l(state) == (three ? place : -1), "%s among three levels", text);
		place += three;
	}
	CHECK(cpe_eq5d_from_digits(-1) == -1 && cpe_eq5d_from_digits(111111) == -1, "out of range");
}

/* ---- value sets ---- */

static const struct cpe_eq5d_term uk_2026[] = {
	{"StartValue", 1}, {"MO2", -.032}, {"MO3", -.058}, {"MO4", -.179}, {"MO5", -.279},
	{"SC2", -.038},    {"SC3", -.06},  {"SC4", -.162}, {"SC5", -.206}, {"UA2", -.049},
	{"UA3", -.086},    {"UA4", -.184}, {"UA5", -.212}, {"PD2", -.056}, {"PD3", -.066},
	{"PD4", -.371},    {"PD5", -.479}, {"AD2", -.041}, {"AD3", -.126}, {"AD4", -.313},
	{"AD5", -.391}};
static const struct cpe_eq5d_term uk_1997[] = {{"FullHealth", 1},      {"AtLeastOne2Or3", -.081},
                                               {"AtLeastOne3", -.269}, {"MO2", -.069},
                                               {"MO3", -.314},         {"SC2", -.104},
                                               {"SC3", -.214},         {"UA2", -.036},
                                               {"UA3", -.094},         {"PD2", -.123},
                                               {"PD3", -.386},         {"AD2", -.071},
                                               {"AD3", -.236}};

#define COUNT(array) ((int) (sizeof(array) / sizeof((array)[0])))

static void
test_published(const char *directory, const char *file, const char *column,
               const struct cpe_eq5d_set *set, int states)
{
	struct unit_table *table = unit_table_read(directory, file);
	double value[CPE_EQ5D_STATES];

	CHECK(cpe_eq5d_evaluate(set, value, &problem), "%s", problem.message);
	CHECK(table->rows == states, "%d states in %s", table->rows, file);
	for (int i = 0; i < states; i++)
		ABSOLUTE(value[i], unit_table_number(table, i, column), 1e-15, "%s of %s", column,
		         unit_table_text(table, i, "state"));
	unit_worst(column);
	unit_table_free(table);
}

/* What is refused: one term beside the start, or none. */
static void
refused(int levels, enum cpe_eq5d_form form, const char *name, double coefficient, const char *why)
{
	struct cpe_eq5d_term term[2] = {{"FullHealth", 1}, {name, coefficient}};
	struct cpe_eq5d_set set = {levels, form, name ? 2 : 1, term, 0, NULL};
	double value[CPE_EQ5D_STATES];

	memset(&problem, 0, sizeof(problem));
	CHECK(!cpe_eq5d_evaluate(&set, value, &problem), "%s is refused", name ? name : "the start");
	CHECK(strstr(problem.message, why) != NULL, "%s, not %s", why, problem.message);
}

static void
test_value_sets(const char *directory)
{
	struct cpe_eq5d_set five = {5, CPE_EQ5D_ADDITIVE, COUNT(uk_2026), uk_2026, 0, NULL};
	struct cpe_eq5d_set three = {3, CPE_EQ5D_ADDITIVE, COUNT(uk_1997), uk_1997, 0, NULL};
	struct cpe_eq5d_term power[] = {{"FullHealth", 1}, {"MO2", -.5}, {"Power", 2}};
	struct cpe_eq5d_term product[] = {{"FullHealth", .5}, {"Intercept", .5}, {"AD3", .25}};
	struct cpe_eq5d_term inexact[] = {{"FullHealth", 1}, {"MO2", -1.0 / 3}, {"MOAD", -1e-10}};
	struct cpe_eq5d_fixed fixed[] = {{0, .75}, {3124, -2}};
	struct cpe_eq5d_set set = {3, CPE_EQ5D_POWER, 3, power, 0, NULL};
	double value[CPE_EQ5D_STATES];

	unit_case("value sets: the published figures, to the last digit");
	test_published(directory, "qol/eq5d_states_5l.csv", "uk_2026", &five, CPE_EQ5D_STATES);
	test_published(directory, "qol/eq5d_states_3l.csv", "uk_tto_1997", &three, CPE_EQ5D_STATES_3L);
	unit_case("value sets: power, product, fixed states, coefficients that are no short decimals");
	CHECK(cpe_eq5d_evaluate(&set, value, &problem) && value[0] == 1 && value[81] == .75, "power");
	set = (struct cpe_eq5d_set){3, CPE_EQ5D_MULTIPLICATIVE, 3, product, 1, fixed};
	CHECK(cpe_eq5d_evaluate(&set, value, &problem) && value[0] == .75 && value[1] == .25 &&
	          value[2] == .0625,
	      "product, and a fixed state");
	set = (struct cpe_eq5d_set){5, CPE_EQ5D_ADDITIVE, 3, inexact, 2, fixed};
	CHECK(cpe_eq5d_evaluate(&set, value, &problem) && value[3124] == -2, "a fixed worst state");
	ABSOLUTE(value[629], 1 - 1.0 / 3 - 4e-10, 1e-15, "21115");
	unit_case("value sets: what is refused");
	refused(3, CPE_EQ5D_ADDITIVE, "M02", 1, "unknown term");
	refused(3, CPE_EQ5D_ADDITIVE, "", 1, "unknown term");
	refused(3, CPE_EQ5D_ADDITIVE, "MO", 1, "unknown term");
	refused(3, CPE_EQ5D_ADDITIVE, "MO6", 1, "unknown term");
	refused(3, CPE_EQ5D_ADDITIVE, "MO2MO3", 1, "unknown term");
	refused(3, CPE_EQ5D_ADDITIVE, "ADMO", 1, "unknown term");
	refused(3, CPE_EQ5D_ADDITIVE, "MO2AD", 1, "unknown term");
	refused(3, CPE_EQ5D_ADDITIVE, "MO2AD33", 1, "unknown term");
	refused(3, CPE_EQ5D_ADDITIVE, "MO5", 1, "not for value sets of 3");
	refused(3, CPE_EQ5D_ADDITIVE, "MO2AD4", 1, "not for value sets of 3");
	refused(3, CPE_EQ5D_ADDITIVE, "MO45", 1, "not for value sets of 3");
	refused(5, CPE_EQ5D_ADDITIVE, "Z3", 1, "not for value sets of 5");
	refused(3, CPE_EQ5D_ADDITIVE, "MO2", NAN, "out of range");
	refused(3, CPE_EQ5D_ADDITIVE, "MO2", 1001, "out of range");
	refused(3, CPE_EQ5D_ADDITIVE, "StartValue", 1, "one of the terms");
	refused(3, CPE_EQ5D_ADDITIVE, "Power", 2, "does not go with the form");
	refused(3, CPE_EQ5D_MULTIPLICATIVE, "I2", 2, "does not go with the form");
	refused(3, CPE_EQ5D_POWER, "MO3AD3", 2, "does not go with the form");
	refused(3, CPE_EQ5D_POWER, "MO2", -1, "has the term Power");
	set = (struct cpe_eq5d_set){3, CPE_EQ5D_POWER, 3, power, 0, NULL};
	power[1].coefficient = .5;
	CHECK(!cpe_eq5d_evaluate(&set, value, &problem), "a power of a gain");
	set = (struct cpe_eq5d_set){3, CPE_EQ5D_ADDITIVE, COUNT(uk_1997), uk_1997, 1, &fixed[1]};
	CHECK(!cpe_eq5d_evaluate(&set, value, &problem), "a fixed state of other levels");
}

static void
test_map(void)
{
	static const double index[] = {1, .9, .9, .7};
	static const double expected[] = {.99, .8, .6, .5};
	double result;

	unit_case("mapping an index: weights, the very index, nothing near");
	CHECK(cpe_eq5d_map(index, expected, 4, .9, 0, &result), "states of that index");
	RELATIVE(result, .7, 1e-15, "their mean");
	CHECK(cpe_eq5d_map(index, expected, 4, .9, .2, &result), "within .2");
	RELATIVE(result, (.75 * .99 + .8 + .6) / 2.75, 1e-14, "weights 1 - (d / bandwidth)^2");
	CHECK(!cpe_eq5d_map(index, expected, 4, .8, 0, &result), "no such index");
	CHECK(!cpe_eq5d_map(index, expected, 4, .8, .05, &result), "none near");
}

/* ---- changes ---- */

union changes
{
	struct cpe_summary summary;
	char bytes[CPE_SUMMARY_MAX_SIZE];
	double align;
};

static void
test_changes(void)
{
	union changes all;
	union changes part[2];
	union changes read;
	char text[CPE_SUMMARY_MAX_TEXT];
	unsigned char bytes[CPE_SUMMARY_MAX_SIZE];
	int64_t classes[CPE_EQ5D_DIMENSIONS][CPE_EQ5D_CHANGES] = {{0}};
	size_t size;

	unit_case("changes: random pairs, merged, as text and bytes, by dimension; impossible ones");
	cpe_summary_empty(&cpe_eq5d_changes_kind, &all.summary);
	cpe_summary_empty(&cpe_eq5d_changes_kind, &part[0].summary);
	cpe_summary_empty(&cpe_eq5d_changes_kind, &part[1].summary);
	for (int i = 0; i < 20000; i++)
	{
		int before = (int) (random() % (i % 3 ? CPE_EQ5D_STATES : 3));
		int after = (int) (random() % (i % 2 ? CPE_EQ5D_STATES : 4));
		int count[1 + CPE_EQ5D_DIMENSIONS];
		int counts = cpe_eq5d_pair_counts(before, after, count);

		for (int c = 0; c < counts; c++)
		{
			all.summary.count[count[c]]++;
			part[i % 2].summary.count[count[c]]++;
		}
		for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
			classes[d][cpe_eq5d_change_in(before, after, d)]++;
	}
	CHECK(cpe_eq5d_changes_n(&all.summary) == 20000, "the number of pairs");
	CHECK(cpe_summary_merge(&cpe_eq5d_changes_kind, &part[0].summary, &part[1].summary, NULL,
	                        &problem) == CPE_MERGE_DONE &&
	          cpe_summary_compare(&cpe_eq5d_changes_kind, &part[0].summary, &all.summary) == 0,
	      "parts merge to the whole");
	for (int d = 0; d < CPE_EQ5D_DIMENSIONS; d++)
	{
		int64_t n[CPE_EQ5D_CHANGES];

		cpe_eq5d_changes_within(&all.summary, d, n);
		CHECK(memcmp(n, classes[d], sizeof(n)) == 0, "classes in dimension %d", d);
	}
	cpe_summary_print(&cpe_eq5d_changes_kind, &all.summary, text);
	CHECK(cpe_summary_parse(&cpe_eq5d_changes_kind, text, &read.summary, &problem) &&
	          cpe_summary_compare(&cpe_eq5d_changes_kind, &read.summary, &all.summary) == 0,
	      "text comes back");
	size = cpe_summary_write(&cpe_eq5d_changes_kind, &all.summary, bytes);
	CHECK(cpe_summary_read(&cpe_eq5d_changes_kind, bytes, size, &read.summary, &problem) &&
	          cpe_summary_compare(&cpe_eq5d_changes_kind, &read.summary, &all.summary) == 0,
	      "bytes come back");
	CHECK(!cpe_summary_parse(&cpe_eq5d_changes_kind, "no_problems=x", &read.summary, &problem) &&
	          strstr(problem.detail, "ad_none=0") != NULL,
	      "the message about bad text names every count");
	for (int c = 0; c < cpe_eq5d_changes_kind.counts; c++)
	{
		if (c == CPE_EQ5D_PAIRS_MISSING)
			continue;
		memcpy(&read, &all, sizeof(read));
		read.summary.count[c] = 1000000;
		cpe_summary_print(&cpe_eq5d_changes_kind, &read.summary, text);
		CHECK(cpe_summary_parse(&cpe_eq5d_changes_kind, text, &read.summary, &problem) ==
		          (c == CPE_EQ5D_NO_CHANGE),
		      "a million in %s", cpe_eq5d_changes_kind.count_name[c]);
	}
}

/* ---- distributions ---- */

static struct cpe_eq5d_distribution *
empty(void)
{
	struct cpe_eq5d_distribution *result = calloc(1, cpe_eq5d_distribution_size(CPE_EQ5D_STATES));

	result->version = CPE_EQ5D_DISTRIBUTION_VERSION;
	return result;
}

static void
add(struct cpe_eq5d_distribution *distribution, int state)
{
	bool found;
	int place = cpe_eq5d_distribution_find(distribution, state, &found);

	if (found)
		distribution->entry[place]++;
	else
		cpe_eq5d_distribution_insert(distribution, place, state);
}

static void
test_distributions(void)
{
	struct cpe_eq5d_distribution *part[2] = {empty(), empty()};
	struct cpe_eq5d_distribution *all = empty();
	struct cpe_eq5d_distribution *read = empty();
	char *text = malloc(CPE_EQ5D_DISTRIBUTION_MAX_TEXT);
	unsigned char *bytes = malloc(11 + 10 * CPE_EQ5D_STATES);
	size_t size;
	int bad = 0;

	unit_case("distributions: merged, as text and bytes, and bytes and text that are none");
	for (int round = 0; round < 40; round++)
	{
		int among = round < 20 ? 1 + round * round : CPE_EQ5D_STATES;
		int rows = round == 39 ? 60000 : (int) (random() % 500);

		part[0]->states = part[1]->states = all->states = 0;
		part[0]->missing = random() % 3;
		part[1]->missing = random() % 3;
		all->missing = part[0]->missing + part[1]->missing;
		for (int i = 0; i < rows; i++)
		{
			int state = (int) (random() % among) * 7 % CPE_EQ5D_STATES;

			add(all, state);
			add(part[random() % 2], state);
		}
		CHECK(cpe_eq5d_distribution_n(all) == rows, "%d people", rows);
		CHECK(cpe_eq5d_distribution_merge(part[0], part[1], read) &&
		          cpe_eq5d_distribution_compare(read, all) == 0,
		      "parts merge to the whole");
		size = cpe_eq5d_distribution_print(all, text);
		CHECK(strlen(text) == size, "the length of the text");
		CHECK(cpe_eq5d_distribution_parse(text, read, &problem) &&
		          cpe_eq5d_distribution_compare(read, all) == 0,
		      "text comes back");
		size = cpe_eq5d_distribution_write(all, bytes);
		CHECK(size == cpe_eq5d_distribution_bytes(all) &&
		          cpe_eq5d_distribution_read(bytes, size, read, &problem) &&
		          cpe_eq5d_distribution_compare(read, all) == 0,
		      "bytes come back");
		CHECK(!cpe_eq5d_distribution_read(bytes, size - 1, read, &problem), "one byte short");
		for (int i = 0; i < 200; i++)
		{
			size_t at = (size_t) random() % size;
			unsigned char was = bytes[at];

			bytes[at] = (unsigned char) random();
			bad += !cpe_eq5d_distribution_read(bytes, size, read, &problem);
			bytes[at] = was;
			at = (size_t) random() % strlen(text);
			was = (unsigned char) text[at];
			text[at] = (char) (random() % 96 + 32);
			bad += !cpe_eq5d_distribution_parse(text, read, &problem);
			text[at] = (char) was;
		}
	}
	CHECK(bad > 4000, "%d of 16000 changed ones are refused", bad);
	CHECK(all->states == CPE_EQ5D_STATES, "the last round saw %d states", all->states);
	free(part[0]);
	free(part[1]);
	free(all);
	free(read);
	free(text);
	free(bytes);
}

static void
test_statistics(void)
{
	struct cpe_eq5d_distribution *d = empty();
	static const int64_t four[] = {4, 0, 2, 2};
	static const int64_t one[] = {0, 7};
	int64_t n[CPE_EQ5D_DIMENSIONS][CPE_EQ5D_LEVELS];

	unit_case("distributions: entropy, density index and levels by hand");
	RELATIVE(cpe_eq5d_entropy(four, 4).bits, 1.5, 1e-15, "1/2, 1/4, 1/4");
	CHECK(cpe_eq5d_entropy(four, 4).observed == 3, "three seen");
	CHECK(cpe_eq5d_entropy(one, 2).bits == 0 && cpe_eq5d_entropy(one, 2).observed == 1, "one seen");
	CHECK(cpe_eq5d_entropy(one, 1).observed == 0, "nobody");
	CHECK(cpe_eq5d_distribution_parse("missing=1 11111=6 21111=3 12345=1", d, &problem) == false,
	      "states out of order");
	CHECK(cpe_eq5d_distribution_parse("missing=1 11111=6 12345=1 21111=3", d, &problem), "states");
	RELATIVE(cpe_eq5d_hsdi(d), .6 / 3 + .3 + .1 * 5 / 3, 1e-15, "6, 3, 1 of ten");
	CHECK(cpe_eq5d_distribution_levels(d, 5, n) && n[0][0] == 7 && n[0][1] == 3 && n[4][4] == 1 &&
	          n[1][1] == 1 && n[1][0] == 9,
	      "people by level");
	CHECK(!cpe_eq5d_distribution_levels(d, 3, n), "levels above 3");
	d->entry[0] = CPE_EQ5D_COUNT_MAX;
	CHECK(!cpe_eq5d_distribution_merge(d, d, d), "a count too large");
	free(d);
}

int
main(int argc, char **argv)
{
	(void) argc;
	test_states();
	test_value_sets(argv[1]);
	test_map();
	test_changes();
	test_distributions();
	test_statistics();
	return unit_end();
}
