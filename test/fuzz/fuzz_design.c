/*
 * Designs and weighted values: the first byte says what the rest is.  t: a design's text; b: its
 * bytes; r: rows of a survey; T, B, R: the same of weighted values.  What is accepted prints, is
 * written, reads back as the same, merges in any order to the same, and its estimates are numbers
 * or come with the reason why not.
 */
#include "fuzz.h"

#include <float.h>
#include <math.h>
#include <string.h>

#include "tally/design_quantile.h"
#include "tally/design_variance.h"

static const double values[] = {0,    1,      -1,      0.5,     0.1,      3,   -7.25, 1e22,
                                1e-3, 5e-324, -5e-324, DBL_MAX, -DBL_MAX, 100, 1e200, DBL_MIN};
static const double weights[] = {1,    2,      0.5,     1.0 / 3, 1000.25, 1e-9,   1e15, 3,
                                 1e22, 5e-324, DBL_MAX, DBL_MIN, 1e-200,  0.9999, 7,    1e150};

/* One of 16 for a small byte; for a large one a double with a full mantissa. */
static double
number_of(const double *table, unsigned byte)
{
	return byte < 192 ? table[byte % 16] : table[byte % 8] + (double) byte / 997;
}

/*
 * A problem may show names, whose bytes are the input's or those of the names below: they are
 * looked at and taken for printable ones.
 */
static void
tame(struct cpe_problem *problem)
{
	char *const part[] = {problem->message, problem->detail, problem->hint};

	for (int i = 0; i < 3; i++)
	{
		bool within = false; /* a name */

		for (char *at = part[i]; *at != '\0'; at++)
		{
			if (*at == '"')
				within = true;
			else if (within && (*at < ' ' || *at > '~'))
				*at = '?';
		}
	}
}

static void
check_problem(const struct cpe_problem *problem)
{
	struct cpe_problem tamed = *problem;

	tame(&tamed);
	fuzz_check_problem(&tamed);
	MUST(problem->code != CPE_NO_MEMORY && problem->code != CPE_CANCELLED);
}

/* ---- designs ---- */

static struct cpe_design *
open_design(struct cpe_arena *arena, struct cpe_problem *problem)
{
	struct cpe_design *design = cpe_arena_alloc(arena, 1, CPE_DESIGN_EMPTY_SIZE, problem);

	if (design != NULL)
		cpe_design_empty(design);
	return design;
}

/* A writable copy, so that what is merged into does not move what else is looked at. */
static struct cpe_design *
copy_design(struct cpe_arena *arena, const struct cpe_design *design)
{
	struct cpe_problem problem = {0};
	struct cpe_design *copy = cpe_arena_alloc(arena, 1, design->size, &problem);

	MUST(copy != NULL);
	memcpy(copy, design, design->size);
	return copy;
}

static bool
same(const struct cpe_design *a, const struct cpe_design *b)
{
	return a->slots == 0 && b->slots == 0 && a->size == b->size &&
	       memcmp(&a->version, &b->version, a->size - offsetof(struct cpe_design, version)) == 0;
}

#define ROWS_HEAD 3 /* kind and split, stages, populations */
#define ROW_SIZE 4
#define MOST_ROWS 64

static size_t
rows_in(size_t size)
{
	size_t rows = size < ROWS_HEAD ? 0 : (size - ROWS_HEAD) / ROW_SIZE;

	return rows > MOST_ROWS ? MOST_ROWS : rows;
}

static struct cpe_design_name
name_of(unsigned which)
{
	static const char cut[] = "too long to be shown whole in a message, with letters of two bytes: "
							  "\xc3\xa9\xc3\xa9\xc3\xa9\xc3\xa9";
	static const char *const name[] = {"", "a", "\"b\"\" c", cut};
	const char *text = name[which % 4];

	return (struct cpe_design_name){text, strlen(text)};
}

/*
 * The row with that number: the head says how each of four strata was drawn, the row's first byte
 * in which stratum and PSU it is, whether it answered, and seldom that it contradicts the others.
 */
static struct cpe_design_row
row_of(const uint8_t *bytes, size_t number)
{
	static const double strata_units[] = {0, 4, 1000.5, 1e300};
	static const double units[] = {1, 3, 50, DBL_MAX};
	const uint8_t *at = bytes + ROWS_HEAD + ROW_SIZE * number;
	unsigned stratum = at[0] & 3;
	unsigned psu = at[0] >> 2 & 3;
	unsigned odd = at[0] >> 5;
	unsigned stage = bytes[1] >> 2 * stratum & 3;
	struct cpe_design_row row = {.kind = bytes[0] & 1 ? CPE_DESIGN_RATIO : CPE_DESIGN_MEAN};

	row.answered = (at[0] & 16) == 0;
	row.value = number_of(values, at[1]);
	row.weight = number_of(weights, at[2]);
	row.base = row.kind == CPE_DESIGN_RATIO ? number_of(values, at[3]) : 1;
	if (row.kind == CPE_DESIGN_MEAN && odd == 7 && at[3] > 250)
		row.kind = CPE_DESIGN_RATIO;
	if (stratum > 0)
		row.stratum = name_of(stratum - 1);
	row.stratum_units = strata_units[bytes[2] >> 2 * stratum & 3];
	if (odd == 7 && at[3] < 16)
		stage++;
	if (odd == 7 && at[3] >= 16 && at[3] < 32)
		row.stratum_units = 8;
	if (stage % 4 > 0)
		row.psu = name_of(psu);
	if (stage % 4 > 1)
		row.psu_units = odd == 7 && at[3] >= 32 && at[3] < 48 ? 49 : units[(psu + stage) % 4];
	return row;
}

/* The closed design of the rows from one on up to before another, forwards or backwards. */
static const struct cpe_design *
design_of(const uint8_t *bytes, size_t from, size_t upto, bool backwards, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	struct cpe_design *design = open_design(arena, problem);

	if (design == NULL)
		return NULL;
	for (size_t i = from; i < upto; i++)
	{
		struct cpe_design_row row = row_of(bytes, backwards ? upto - 1 - (i - from) : i);

		if (!cpe_design_add(&design, &row, arena, problem))
			return NULL;
	}
	return cpe_design_close(design, arena, problem);
}

/* One with the rows of both, closed; NULL and a good problem where they contradict each other. */
static const struct cpe_design *
merged(const struct cpe_design *a, const struct cpe_design *b, struct cpe_arena *arena,
       struct cpe_problem *problem)
{
	struct cpe_design *both = copy_design(arena, a);
	const struct cpe_design *closed;

	memset(problem, 0, sizeof(*problem));
	if (!cpe_design_merge(&both, b, arena, problem))
	{
		check_problem(problem);
		return NULL;
	}
	closed = cpe_design_close(both, arena, problem);
	MUST(closed != NULL);
	MUST(cpe_design_size(closed).rows == cpe_design_size(a).rows + cpe_design_size(b).rows);
	MUST(cpe_design_size(closed).n == cpe_design_size(a).n + cpe_design_size(b).n);
	return closed;
}

static void
check_round_trip(const struct cpe_design *design, struct cpe_arena *arena)
{
	struct cpe_problem problem = {0};
	const struct cpe_design *again;
	unsigned char *bytes;
	size_t length;
	char *text = cpe_design_print(design, arena, &problem);

	MUST(text != NULL);
	again = cpe_design_parse(text, arena, &problem);
	MUST(again != NULL && same(design, again));
	MUST(strcmp(text, cpe_design_print(again, arena, &problem)) == 0);
	bytes = cpe_design_write(design, &length, arena, &problem);
	MUST(bytes != NULL && length >= 2);
	again = cpe_design_read(bytes, length, arena, &problem);
	MUST(again != NULL && same(design, again));
	again = cpe_design_read(bytes, length - 1, arena, &problem);
	MUST(again == NULL);
	check_problem(&problem);
}

/* What there is in a closed design: in order, and adding up. */
static void
check_entries(const struct cpe_design *design)
{
	const struct cpe_design_entry *whole = cpe_design_first(design);
	const struct cpe_design_entry *stratum = NULL;
	const struct cpe_design_entry *before = NULL;
	int64_t rows = 0, n = 0;
	uint32_t entries = 0, strata = 0, psus = 0;

	MUST(design->slots == 0 && design->dead == 0 && design->size == design->used);
	MUST((whole == NULL) == (design->kind == CPE_DESIGN_NONE));
	for (const struct cpe_design_entry *entry = whole; entry != NULL;
	     entry = cpe_design_next(design, entry), entries++)
	{
		struct cpe_design_name name = cpe_design_entry_name(entry);

		MUST(entry->rows > 0 && entry->n >= 0 && entry->n <= entry->rows);
		MUST(entry->population >= 0 && !isinf(entry->population));
		MUST((entry->type == CPE_DESIGN_WHOLE) == (entry == whole));
		if (entry->type == CPE_DESIGN_STRATUM)
		{
			MUST(stratum == NULL || stratum->psus == psus);
			MUST(stratum == NULL ||
			     cpe_design_compare_names(cpe_design_entry_name(stratum), name) < 0);
			MUST(entry->stratum == strata++);
			stratum = entry;
			psus = 0;
		}
		else if (entry->type == CPE_DESIGN_PSU)
		{
			MUST(stratum != NULL && stratum->stage == entry->stage && name.text != NULL);
			MUST(entry->stratum == stratum->stratum);
			MUST(psus++ == 0 || cpe_design_compare_names(cpe_design_entry_name(before), name) < 0);
		}
		if (entry->type == CPE_DESIGN_PSU ||
		    (entry->type == CPE_DESIGN_STRATUM && entry->stage == CPE_DESIGN_ROWS))
		{
			rows += entry->rows;
			n += entry->n;
		}
		before = entry;
	}
	MUST(stratum == NULL || stratum->psus == psus);
	MUST(entries == design->entries && strata == design->strata);
	MUST(whole == NULL || (whole->rows == rows && whole->n == n));
}

/* Not below another, but for rounding. */
static bool
not_below(double a, double b)
{
	return a >= b * (1 - 1e-9);
}

static void
check_intervals(const struct cpe_design *design, double value, double se)
{
	struct cpe_design_size size = cpe_design_size(design);
	double df = (double) (size.psus - size.strata);
	struct cpe_interval interval;

	if (!(df > 0) || !isfinite(se) || !isfinite(value))
		return;
	cpe_design_value_interval(value, se, df, 0.95, &interval);
	MUST(interval.low <= value && value <= interval.high);
	if (value < 0 || value > 1)
		return;
	for (int method = 0; method <= CPE_DESIGN_INTERVAL_WILSON; method++)
	{
		cpe_design_rate_interval((enum cpe_design_interval) method, value, se, df, size.rows, 0.95,
		                         &interval);
		if (interval.status != CPE_INTERVAL_OK)
			continue;
		if (method == CPE_DESIGN_INTERVAL_BETA)
			MUST(not_below(interval.high, interval.low));
		else
			MUST(interval.low <= value && value <= interval.high);
		if (method != CPE_DESIGN_INTERVAL_MEAN)
			MUST(interval.low >= 0 && interval.high <= 1);
	}
}

static void
check_estimates(const struct cpe_design *design, struct cpe_arena *arena)
{
	const char *why = NULL;

	for (int i = 0; i < 2; i++)
	{
		enum cpe_design_estimate what = i == 0 ? CPE_DESIGN_OF_MEAN : CPE_DESIGN_OF_TOTAL;
		double se[CPE_LONELY_AVERAGE + 1];
		bool there[CPE_LONELY_AVERAGE + 1];
		double value;

		if (!cpe_design_has(design, what, &why))
		{
			MUST(why != NULL && why[0] != '\0');
			continue;
		}
		value = cpe_design_value(design, what);
		MUST(!isnan(value));
		for (int lonely = 0; lonely <= CPE_LONELY_AVERAGE; lonely++)
		{
			struct cpe_problem problem = {0};

			there[lonely] = cpe_design_se(design, design, what, (enum cpe_lonely) lonely, arena,
			                              &se[lonely], &problem);
			if (!there[lonely])
			{
				check_problem(&problem);
				MUST(problem.code == CPE_INVALID);
				continue;
			}
			MUST(!isnan(se[lonely]) && se[lonely] >= 0);
			check_intervals(design, value, se[lonely]);
		}
		/* the other rules always have an answer, and only what a lonely unit adds is different */
		MUST(there[CPE_LONELY_REMOVE] && there[CPE_LONELY_CERTAINTY] && there[CPE_LONELY_ADJUST]);
		MUST(se[CPE_LONELY_CERTAINTY] == se[CPE_LONELY_REMOVE]);
		MUST(not_below(se[CPE_LONELY_ADJUST], se[CPE_LONELY_REMOVE]));
		if (there[CPE_LONELY_AVERAGE])
			MUST(not_below(se[CPE_LONELY_AVERAGE], se[CPE_LONELY_REMOVE]));
		if (there[CPE_LONELY_FAIL])
			for (int lonely = 0; lonely <= CPE_LONELY_AVERAGE; lonely++)
				MUST(there[lonely] && se[lonely] == se[CPE_LONELY_FAIL]);
	}
	MUST(!isnan(cpe_design_base(design)));
	if (design->kind == CPE_DESIGN_MEAN)
		for (int replacement = 0; replacement < 2; replacement++)
		{
			double se = 0;

			why = NULL;
			if (cpe_design_simple_se(design, replacement, &se, &why))
				MUST(se > 0);
			else
				MUST(why != NULL && why[0] != '\0');
		}
}

/* With another: in both orders the same, or in both refused. */
static const struct cpe_design *
check_merge(const struct cpe_design *a, const struct cpe_design *b, struct cpe_arena *arena)
{
	struct cpe_problem problem;
	const struct cpe_design *one = merged(a, b, arena, &problem);
	const struct cpe_design *other = merged(b, a, arena, &problem);

	MUST((one != NULL) == (other != NULL));
	if (one == NULL)
		return NULL;
	MUST(same(one, other));
	check_entries(one);
	check_round_trip(one, arena);
	return one;
}

static void
check_design(const struct cpe_design *design, const char *text, size_t size)
{
	struct fuzz_random random = fuzz_random_of((const uint8_t *) text, size);
	struct cpe_problem problem = {0};
	struct cpe_arena arena;
	const struct cpe_design *other;
	uint8_t rows[ROWS_HEAD + 6 * ROW_SIZE];

	cpe_arena_open_malloc(&arena);
	check_entries(design);
	check_round_trip(design, &arena);
	check_estimates(design, &arena);
	other = check_merge(design, design, &arena);
	if (other != NULL)
		check_estimates(other, &arena);
	for (size_t i = 0; i < sizeof(rows); i++)
		rows[i] = (uint8_t) fuzz_random(&random);
	other = design_of(rows, 0, 6, false, &arena, &problem);
	if (other != NULL)
		check_merge(design, other, &arena);
	else
		check_problem(&problem);
	cpe_arena_close_malloc(&arena);
}

/* The first rows as a part of all: they are contained, and all are not contained in them. */
static void
check_within(const struct cpe_design *part, const struct cpe_design *all, struct cpe_arena *arena)
{
	bool less = cpe_design_size(part).rows < cpe_design_size(all).rows;
	const char *why;

	for (int lonely = 0; lonely <= CPE_LONELY_AVERAGE; lonely++)
	{
		struct cpe_problem problem = {0};
		double se;

		if (cpe_design_has(part, CPE_DESIGN_OF_MEAN, &why))
		{
			if (cpe_design_se(part, all, CPE_DESIGN_OF_MEAN, (enum cpe_lonely) lonely, arena, &se,
			                  &problem))
				MUST(!isnan(se) && se >= 0);
			else
			{
				check_problem(&problem);
				MUST(strncmp(problem.message, "within", 6) != 0);
			}
		}
		if (less && cpe_design_has(all, CPE_DESIGN_OF_MEAN, &why))
		{
			MUST(!cpe_design_se(all, part, CPE_DESIGN_OF_MEAN, (enum cpe_lonely) lonely, arena, &se,
			                    &problem));
			check_problem(&problem);
		}
	}
}

/* The rows backwards, and in two parts of which one is sent: to the same, or refused as well. */
static void
check_orders(const struct cpe_design *all, const uint8_t *bytes, size_t rows)
{
	size_t middle = rows == 0 ? 0 : (bytes[0] >> 1) % (rows + 1);
	struct cpe_problem problem = {0};
	struct cpe_arena arena;
	const struct cpe_design *other;
	const struct cpe_design *part[2];

	cpe_arena_open_malloc(&arena);
	other = design_of(bytes, 0, rows, true, &arena, &problem);
	MUST((all != NULL) == (other != NULL));
	MUST(all == NULL || same(all, other));
	part[0] = design_of(bytes, 0, middle, false, &arena, &problem);
	part[1] = design_of(bytes, middle, rows, false, &arena, &problem);
	if (all != NULL)
		MUST(part[0] != NULL && part[1] != NULL);
	if (part[0] != NULL && part[1] != NULL)
	{
		size_t length;
		unsigned char *sent = cpe_design_write(part[1], &length, &arena, &problem);

		MUST(sent != NULL);
		part[1] = cpe_design_read(sent, length, &arena, &problem);
		MUST(part[1] != NULL);
		other = check_merge(part[0], part[1], &arena);
		MUST((all != NULL) == (other != NULL));
		MUST(all == NULL || same(all, other));
	}
	if (all != NULL)
		check_within(part[0], all, &arena);
	cpe_arena_close_malloc(&arena);
}

/* ---- weighted values ---- */

static bool
same_values(const struct cpe_weighted *a, const struct cpe_weighted *b)
{
	return a->closed && b->closed && a->pairs == b->pairs &&
	       memcmp(&a->version, &b->version,
	              CPE_WEIGHTED_SIZE(a->pairs) - offsetof(struct cpe_weighted, version)) == 0;
}

static struct cpe_weighted *
copy_values(struct cpe_arena *arena, const struct cpe_weighted *weighted)
{
	struct cpe_problem problem = {0};
	struct cpe_weighted *copy =
		cpe_arena_alloc(arena, 1, CPE_WEIGHTED_SIZE(weighted->pairs), &problem);

	MUST(copy != NULL);
	memcpy(copy, weighted, CPE_WEIGHTED_SIZE(weighted->pairs));
	return copy;
}

#define VALUE_SIZE 2
#define MOST_VALUES 200

/* A value and its weight in two bytes; one with the weight 255 is missing. */
static const struct cpe_weighted *
values_of(const uint8_t *bytes, size_t from, size_t upto, bool backwards, struct cpe_arena *arena,
          struct cpe_problem *problem)
{
	struct cpe_weighted *weighted = cpe_arena_alloc(arena, 1, sizeof(*weighted), problem);

	if (weighted == NULL)
		return NULL;
	cpe_weighted_empty(weighted);
	for (size_t i = from; i < upto; i++)
	{
		const uint8_t *at = bytes + VALUE_SIZE * (backwards ? upto - 1 - (i - from) : i);

		if (at[1] == 255 ? !cpe_weighted_add_missing(weighted, problem)
		                 : !cpe_weighted_add(&weighted, number_of(values, at[0]),
		                                     number_of(weights, at[1]), arena, problem))
			return NULL;
	}
	return cpe_weighted_close(weighted, arena, problem);
}

static const struct cpe_weighted *
merged_values(const struct cpe_weighted *a, const struct cpe_weighted *b, struct cpe_arena *arena)
{
	struct cpe_problem problem = {0};
	struct cpe_weighted *both = copy_values(arena, a);
	const struct cpe_weighted *closed;

	if (!cpe_weighted_merge(&both, b, arena, &problem))
	{
		check_problem(&problem);
		MUST(problem.code == CPE_RANGE);
		return NULL;
	}
	closed = cpe_weighted_close(both, arena, &problem);
	MUST(closed != NULL && closed->n == a->n + b->n && closed->missing == a->missing + b->missing);
	return closed;
}

/* In order, each pair once; quantiles rise with p from the least to the greatest value. */
static void
check_quantiles(const struct cpe_weighted *weighted, const struct cpe_weighted *twice,
                struct cpe_arena *arena)
{
	static const double p[] = {0, 5e-324, 0.1, 0.25, 0.5, 1.0 / 3 + 1.0 / 3, 0.9, 1 - 0x1p-53, 1};
	struct cpe_problem problem = {0};
	int64_t n = 0;
	double last;

	for (uint32_t i = 0; i < weighted->pairs; i++)
	{
		const struct cpe_weighted_pair *pair = &weighted->pair[i];

		MUST(isfinite(pair->value) && isfinite(pair->weight) && pair->weight > 0);
		MUST(pair->count > 0 && pair->count <= weighted->n - n);
		n += pair->count;
		MUST(i == 0 || pair[-1].value < pair->value ||
		     (pair[-1].value == pair->value && pair[-1].weight < pair->weight));
	}
	MUST(n == weighted->n && weighted->missing >= 0);
	if (n == 0)
		return;
	last = weighted->pair[0].value;
	for (size_t i = 0; i < sizeof(p) / sizeof(p[0]); i++)
	{
		double quantile = NAN;
		double again = NAN;

		MUST(cpe_weighted_quantile(weighted, p[i], arena, &quantile, &problem));
		MUST(quantile >= last && quantile <= weighted->pair[weighted->pairs - 1].value);
		if (p[i] == 0)
			MUST(quantile == weighted->pair[0].value);
		if (p[i] == 1)
			MUST(quantile == weighted->pair[weighted->pairs - 1].value);
		last = quantile;
		if (twice == NULL)
			continue;
		/* each row twice does not move it */
		MUST(cpe_weighted_quantile(twice, p[i], arena, &again, &problem));
		MUST(quantile == again);
	}
}

static void
check_values(const struct cpe_weighted *weighted)
{
	struct cpe_problem problem = {0};
	struct cpe_arena arena;
	const struct cpe_weighted *again;
	const struct cpe_weighted *twice;
	unsigned char *bytes;
	size_t length;
	char *text;

	cpe_arena_open_malloc(&arena);
	text = cpe_weighted_print(weighted, &arena, &problem);
	MUST(text != NULL);
	again = cpe_weighted_parse(text, &arena, &problem);
	MUST(again != NULL && same_values(weighted, again));
	MUST(strcmp(text, cpe_weighted_print(again, &arena, &problem)) == 0);
	bytes = cpe_weighted_write(weighted, &length, &arena, &problem);
	MUST(bytes != NULL);
	again = cpe_weighted_read(bytes, length, &arena, &problem);
	MUST(again != NULL && same_values(weighted, again));
	MUST(cpe_weighted_read(bytes, length - 1, &arena, &problem) == NULL);
	check_problem(&problem);
	twice = merged_values(weighted, weighted, &arena);
	MUST(twice == NULL || twice->pairs == weighted->pairs);
	check_quantiles(weighted, twice, &arena);
	cpe_arena_close_malloc(&arena);
}

static void
check_value_orders(const struct cpe_weighted *all, const uint8_t *bytes, size_t rows)
{
	size_t middle = rows == 0 ? 0 : bytes[0] % (rows + 1);
	struct cpe_problem problem = {0};
	struct cpe_arena arena;
	const struct cpe_weighted *part[2];

	cpe_arena_open_malloc(&arena);
	MUST(same_values(all, values_of(bytes, 0, rows, true, &arena, &problem)));
	part[0] = values_of(bytes, 0, middle, false, &arena, &problem);
	part[1] = values_of(bytes, middle, rows, false, &arena, &problem);
	MUST(part[0] != NULL && part[1] != NULL);
	MUST(same_values(all, merged_values(part[0], part[1], &arena)));
	MUST(same_values(all, merged_values(part[1], part[0], &arena)));
	cpe_arena_close_malloc(&arena);
}

/* ---- inputs ---- */

static char *
ended(const char *text, size_t size)
{
	char *copy = malloc(size + 1);

	MUST(copy != NULL);
	memcpy(copy, text, size);
	copy[size] = '\0';
	return copy;
}

static bool
use_values(struct cpe_arena *arena, char form, const char *text, size_t size,
           struct cpe_problem *problem)
{
	const uint8_t *bytes = (const uint8_t *) text;
	const struct cpe_weighted *weighted;
	size_t rows = size / VALUE_SIZE < MOST_VALUES ? size / VALUE_SIZE : MOST_VALUES;
	char *copy;

	if (form == 'R')
		weighted = values_of(bytes, 0, rows, false, arena, problem);
	else if (form == 'B')
		weighted = cpe_weighted_read(bytes, size, arena, problem);
	else
	{
		copy = ended(text, size);
		weighted = cpe_weighted_parse(copy, arena, problem);
		free(copy);
	}
	if (weighted == NULL)
		return false;
	check_values(weighted);
	if (form == 'R')
		check_value_orders(weighted, bytes, rows);
	return true;
}

static bool
use_design(struct cpe_arena *arena, char form, const char *text, size_t size,
           struct cpe_problem *problem)
{
	const uint8_t *bytes = (const uint8_t *) text;
	const struct cpe_design *design;
	size_t rows = rows_in(size);
	char *copy;

	if (form == 'r')
	{
		design = design_of(bytes, 0, rows, false, arena, problem);
		if (rows > 0 &&
		    (design != NULL || (problem->code != CPE_NO_MEMORY && problem->code != CPE_CANCELLED)))
			check_orders(design, bytes, rows);
	}
	else if (form == 'b')
		design = cpe_design_read(bytes, size, arena, problem);
	else
	{
		copy = ended(text, size);
		design = cpe_design_parse(copy, arena, problem);
		free(copy);
	}
	if (design == NULL)
		return false;
	check_design(design, text, size);
	return true;
}

static bool
use(struct cpe_arena *arena, const char *text, size_t size, struct cpe_problem *problem)
{
	bool good;

	if (size == 0)
		return cpe_problem_set(problem, CPE_SYNTAX, NULL, NULL, "nothing");
	if (text[0] >= 'A' && text[0] <= 'Z')
		good = use_values(arena, text[0], text + 1, size - 1, problem);
	else
		good = use_design(arena, text[0], text + 1, size - 1, problem);
	if (!good)
		tame(problem);
	return good;
}

void
fuzz_one(const uint8_t *data, size_t size)
{
	fuzz_with_arenas(use, data, size);
}
