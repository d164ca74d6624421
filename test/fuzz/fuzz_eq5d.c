/*
 * EQ-5D: the first byte says what the rest is.  s: a state; t, b: a distribution as text, as bytes;
 * c, d: a summary of changes as text, as bytes; v: a value set, "5a StartValue=1 MO2=-.1 21111:.9".
 * What is accepted reads back from what it is written as.
 */
#include "fuzz.h"

#include <math.h>
#include <string.h>

#include "score/eq5d.h"

static union
{
	struct cpe_eq5d_distribution d;
	char room[sizeof(struct cpe_eq5d_distribution) + sizeof(uint64_t) * CPE_EQ5D_STATES];
} one, other, both;
static char printed[CPE_EQ5D_DISTRIBUTION_MAX_TEXT + 1];
static unsigned char written[16 + 16 * CPE_EQ5D_STATES];

static void
refused(const struct cpe_problem *problem)
{
	fuzz_check_problem(problem);
}

static void
check_distribution(void)
{
	const struct cpe_eq5d_distribution *d = &one.d;
	struct cpe_problem problem = {0};
	int64_t n = 0, level[CPE_EQ5D_DIMENSIONS][CPE_EQ5D_LEVELS];
	size_t size;

	MUST(d->states <= CPE_EQ5D_STATES && d->missing >= 0);
	for (int i = 0; i < d->states; i++)
	{
		MUST(cpe_eq5d_entry_count(d->entry[i]) > 0);
		MUST(cpe_eq5d_entry_state(d->entry[i]) < CPE_EQ5D_STATES);
		MUST(i == 0 || cpe_eq5d_entry_state(d->entry[i - 1]) < cpe_eq5d_entry_state(d->entry[i]));
		n += cpe_eq5d_entry_count(d->entry[i]);
	}
	MUST(cpe_eq5d_distribution_n(d) == n);

	size = cpe_eq5d_distribution_print(d, printed);
	MUST(size == strlen(printed) && size < sizeof(printed));
	MUST(cpe_eq5d_distribution_parse(printed, &other.d, &problem));
	MUST(cpe_eq5d_distribution_compare(d, &other.d) == 0);
	MUST(cpe_eq5d_distribution_compare(&other.d, d) == 0);
	size = cpe_eq5d_distribution_bytes(d);
	MUST(size <= sizeof(written) && cpe_eq5d_distribution_write(d, written) == size);
	MUST(cpe_eq5d_distribution_read(written, size, &other.d, &problem));
	MUST(cpe_eq5d_distribution_compare(d, &other.d) == 0);

	if (cpe_eq5d_distribution_merge(d, &other.d, &both.d))
		MUST(cpe_eq5d_distribution_n(&both.d) == 2 * n && both.d.states == d->states);
	MUST(cpe_eq5d_distribution_levels(d, CPE_EQ5D_LEVELS, level));
	for (int i = 0; i < CPE_EQ5D_DIMENSIONS; i++)
	{
		int64_t sum = 0;

		for (int k = 0; k < CPE_EQ5D_LEVELS; k++)
			sum += level[i][k];
		MUST(sum == n);
		if (n > 0)
		{
			struct cpe_eq5d_entropy entropy = cpe_eq5d_entropy(level[i], CPE_EQ5D_LEVELS);

			MUST(entropy.observed >= 1 && entropy.observed <= CPE_EQ5D_LEVELS);
			MUST(entropy.bits >= 0 && entropy.bits <= log2(entropy.observed) + 1e-9);
		}
	}
	if (n > 0)
	{
		double hsdi = cpe_eq5d_hsdi(d);

		MUST(hsdi >= 0 && hsdi <= 1 + 1e-9);
	}
}

static void
check_changes(const struct cpe_summary *changes)
{
	static struct cpe_summary *again;
	static char text[CPE_SUMMARY_MAX_TEXT + 1];
	static unsigned char bytes[CPE_SUMMARY_MAX_SIZE + 64];
	struct cpe_problem problem = {0};
	size_t size;

	if (again == NULL)
		again = malloc(CPE_SUMMARY_MAX_SIZE);
	MUST(cpe_eq5d_changes_n(changes) >= 0);
	size = cpe_summary_print(&cpe_eq5d_changes_kind, changes, text);
	MUST(size == strlen(text));
	MUST(cpe_summary_parse(&cpe_eq5d_changes_kind, text, again, &problem));
	MUST(cpe_summary_compare(&cpe_eq5d_changes_kind, changes, again) == 0);
	size = cpe_summary_write(&cpe_eq5d_changes_kind, changes, bytes);
	MUST(cpe_summary_read(&cpe_eq5d_changes_kind, bytes, size, again, &problem));
	MUST(cpe_summary_compare(&cpe_eq5d_changes_kind, changes, again) == 0);
}

static void
check_state(const char *text)
{
	struct cpe_problem problem = {0};
	char print[CPE_EQ5D_DIMENSIONS + 1], lfs[CPE_EQ5D_LEVELS + 1];
	int state, again;

	if (!cpe_eq5d_parse(text, &state, &problem))
	{
		refused(&problem);
		return;
	}
	MUST(state >= 0 && state < CPE_EQ5D_STATES);
	cpe_eq5d_print(state, print);
	MUST(cpe_eq5d_parse(print, &again, &problem) && again == state);
	MUST(cpe_eq5d_from_digits(cpe_eq5d_to_digits(state)) == state);
	MUST(cpe_eq5d_lss(state) >= 5 && cpe_eq5d_lss(state) <= 25);
	MUST(cpe_eq5d_lfs(state, CPE_EQ5D_LEVELS, lfs));
	MUST(cpe_eq5d_state_3l(state) < CPE_EQ5D_STATES_3L);
}

static void
check_value_set(char *text)
{
	static struct cpe_eq5d_term term[256];
	static struct cpe_eq5d_fixed fixed[256];
	static double value[CPE_EQ5D_STATES];
	struct cpe_eq5d_set set = {.levels = text[0] == '3' ? 3 : 5, .term = term, .fixed = fixed};
	struct cpe_problem problem = {0};
	char *word, *save = NULL;

	if (text[0] == '\0')
		return;
	set.form = text[1] == 'm'   ? CPE_EQ5D_MULTIPLICATIVE
	           : text[1] == 'p' ? CPE_EQ5D_POWER
	                            : CPE_EQ5D_ADDITIVE;
	for (word = strtok_r(text, " ", &save); word != NULL; word = strtok_r(NULL, " ", &save))
	{
		char *equal = strchr(word, '='), *colon = strchr(word, ':');

		if (equal != NULL && set.terms < 256)
		{
			*equal = '\0';
			term[set.terms].name = word;
			term[set.terms++].coefficient = strtod(equal + 1, NULL);
		}
		else if (colon != NULL && set.fixed_states < 256)
		{
			fixed[set.fixed_states].state = cpe_eq5d_from_digits(atoi(word));
			if (fixed[set.fixed_states].state >= 0)
				fixed[set.fixed_states++].value = strtod(colon + 1, NULL);
		}
	}
	if (!cpe_eq5d_evaluate(&set, value, &problem))
	{
		refused(&problem);
		return;
	}
	for (int i = 0; i < (set.levels == 3 ? CPE_EQ5D_STATES_3L : CPE_EQ5D_STATES); i++)
		MUST(isfinite(value[i]));
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	static struct cpe_summary *changes;
	struct cpe_problem problem = {0};
	char *text;

	if (size == 0)
		return;
	if (changes == NULL)
		changes = malloc(CPE_SUMMARY_MAX_SIZE);
	/* of that size, so that the sanitizer sees its end */
	text = malloc(size);
	MUST(text != NULL && changes != NULL);
	memcpy(text, data + 1, size - 1);
	text[size - 1] = '\0';
	switch (data[0])
	{
		case 's':
			check_state(text);
			break;
		case 't':
			if (cpe_eq5d_distribution_parse(text, &one.d, &problem))
				check_distribution();
			else
				refused(&problem);
			break;
		case 'b':
			if (cpe_eq5d_distribution_read((unsigned char *) text, size - 1, &one.d, &problem))
				check_distribution();
			else
				refused(&problem);
			break;
		case 'c':
			if (cpe_summary_parse(&cpe_eq5d_changes_kind, text, changes, &problem))
				check_changes(changes);
			else
				refused(&problem);
			break;
		case 'd':
			if (cpe_summary_read(&cpe_eq5d_changes_kind, (unsigned char *) text, size - 1, changes,
			                     &problem))
				check_changes(changes);
			else
				refused(&problem);
			break;
		case 'v':
			check_value_set(text);
			break;
		default:
			break;
	}
	free(text);
}
